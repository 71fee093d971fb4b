"""Keeps the project file of a plan, and finds it again for an export."""

import gzip
import hashlib
import io
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import undefer

from planner.db import db
from planner.schedule.exchange_models import StoredSource
from planner.schedule.models import Plan
from planner.schedule.states import PlanSource
from planner.schedule.xml_importing import Limits

LARGEST_KEPT = 16 * 1024 * 1024
"""A compressed file beyond this is not kept; plans of the largest size that is read take about a tenth of it."""
PIECE = 1024 * 1024


def store_source(plan: Plan, source: BinaryIO) -> StoredSource | None:
    """Keep the file a plan was read from; None for one that is too large even when compressed."""
    source.seek(0)
    content = source.read(Limits().size + 1)
    packed = gzip.compress(content, compresslevel=6, mtime=0)
    if len(content) > Limits().size or len(packed) > LARGEST_KEPT:
        return None
    kept = StoredSource(plan_id=plan.id, size=len(content), content=packed)
    db.session.add(kept)
    db.session.flush()
    return kept


def source_of(plan: Plan) -> BinaryIO | None:
    """The project file behind a plan: its own, or that of the version it was made from; None where there is none.

    A plan that was proposed from the playbook begins anew and has no file behind it.
    """
    query = select(Plan).where(Plan.rollout_id == plan.rollout_id, Plan.number <= plan.number)
    for version in db.session.scalars(query.order_by(Plan.number.desc())):
        if version.source is PlanSource.PLAYBOOK:
            return None
        kept = db.session.scalar(
            select(StoredSource).where(StoredSource.plan_id == version.id).options(undefer(StoredSource.content))
        )
        if kept is not None:
            return unpacked(kept.content)
    return None


def unpacked(content: bytes) -> BinaryIO | None:
    """The file again, never more of it than a file may hold; None for content that is no such file."""
    limit = Limits().size
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            found = packed.read(limit + 1)
    except (OSError, EOFError):
        return None
    return io.BytesIO(found) if len(found) <= limit else None


def fingerprint(source: BinaryIO) -> str:
    """The SHA-256 of a file, by which the same file is known again."""
    source.seek(0)
    return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type] # any binary file will do
