"""Keeps the secrets that the product needs for other systems: sealed under the installation's key, by name.

An area keeps a secret under a name of its own (`kpis.hook.3`) and asks for it only in the moment of use. A page says
whether there is one, never what it is.
"""

import os
from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy import delete, select

from planner.basics.errors import NotFound
from planner.basics.sealing import key_mark, seal, unseal
from planner.basics.secret_models import KeptSecret
from planner.db import db


def keep(rollout_id: int, name: str, text: str, now: datetime) -> None:
    """Keep a secret, in place of an earlier one of that name."""
    row = _row(rollout_id, name) or KeptSecret(rollout_id=rollout_id, name=name)
    row.sealed = seal(text, _place(rollout_id, name), known_keys()[0], os.urandom(12))
    row.kept_at = now
    db.session.add(row)
    db.session.flush()


def reveal(rollout_id: int, name: str) -> str:
    """The secret itself; NotFound where there is none, CannotOpen where it was kept under a key that is gone."""
    row = _row(rollout_id, name)
    if row is None:
        raise NotFound("No secret is kept for this.")
    return unseal(row.sealed, _place(rollout_id, name), known_keys())


def kept_at(rollout_id: int, name: str) -> datetime | None:
    """When the secret was kept; None where there is none."""
    row = _row(rollout_id, name)
    return row.kept_at if row else None


def forget(rollout_id: int, name: str) -> None:
    """Remove a secret, if there is one."""
    db.session.execute(delete(KeptSecret).where(KeptSecret.rollout_id == rollout_id, KeptSecret.name == name))


def reseal_all() -> int:
    """Seal everything that was kept under an earlier key under the present one; how many there were.

    CannotOpen stops at the first that no key opens; nothing is changed then.
    """
    keys, count = known_keys(), 0
    present = key_mark(keys[0])
    for row in db.session.scalars(select(KeptSecret).order_by(KeptSecret.id)):
        if not row.sealed.startswith(present):
            place = _place(row.rollout_id, row.name)
            row.sealed = seal(unseal(row.sealed, place, keys), place, keys[0], os.urandom(12))
            count += 1
    db.session.flush()
    return count


def _row(rollout_id: int, name: str) -> KeptSecret | None:
    query = select(KeptSecret).where(KeptSecret.rollout_id == rollout_id, KeptSecret.name == name)
    return db.session.scalars(query).first()


def _place(rollout_id: int, name: str) -> str:
    return f"{rollout_id}/{name}"


def known_keys() -> Sequence[str]:
    """The present key first, then earlier ones."""
    settings = current_app.config["PLANNER"]
    return [settings.secret_key, *settings.earlier_secret_keys]
