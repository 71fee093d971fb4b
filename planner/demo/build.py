"""Builds the sample: accounts, one rollout half-way through, and for tests a second one that has just begun."""

import json
import secrets
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app

from planner.access import service as access
from planner.access.models import User
from planner.access.roles import ROLE_NAMES, Role
from planner.basics.errors import RuleBroken
from planner.db import transaction
from planner.demo.progress import share_time
from planner.demo.story import Story
from planner.demo.tales import TALES
from planner.ops import schema

FIXED_DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FIXED_PASSWORD = "sample-halden-2026"  # noqa: S105 - for tests on this machine only, and said so
SHOWN = (Role.MANAGER, Role.SPONSOR, Role.TRAINER)


@dataclass(frozen=True, slots=True)
class Account:
    """A sample account as it is told to whoever made it."""

    role: Role
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Sample:
    """What was built."""

    accounts: tuple[Account, ...]
    rollouts: tuple[int, ...]


def build(now: datetime, *, fixed: bool) -> Sample:
    """Build the sample in an empty database, all of it or nothing; raises RuleBroken where somebody works already."""
    if not schema.is_empty():
        raise RuleBroken("The database is not empty. The sample is only made where nobody works yet.")
    anchor = FIXED_DAY if fixed else now.astimezone(ZoneInfo("Europe/Berlin")).replace(hour=9, minute=0, second=0)
    with transaction():
        cast, accounts = people(anchor, fixed=fixed)
        stories = ("halden", "harbour") if fixed else ("halden",)
        passwords = {who: account.password for who, account in accounts.items()}
        rollouts = tuple(tell(Story(name, anchor, cast, passwords)) for name in stories)
    shown = tuple(a for a in accounts.values() if fixed or a.role in SHOWN)
    keep_note(current_app.config["PLANNER"].instance, shown)
    return Sample(shown, rollouts)


def people(anchor: datetime, *, fixed: bool) -> tuple[dict[str, User], dict[str, Account]]:
    """The sample's people. Fixed ones all can sign in; otherwise three can, each with a password of its own."""
    plot = Story("halden", anchor, {}, {}).plot
    cast: dict[str, User] = {}
    accounts: dict[str, Account] = {}
    made = anchor - timedelta(days=190)
    for who, (name, role) in {**plot["people"], "ada": ["Ada Root", "admin"]}.items():
        password = FIXED_PASSWORD if fixed else f"sample-{secrets.token_urlsafe(12)}"
        cast[who] = access.add_user(f"{who}@halden.example", name, password, made, is_admin=role == "admin")
        accounts[who] = Account(Role(role), cast[who].email, password)
        if not fixed and Role(role) not in SHOWN:
            cast[who].password_hash = None
    return cast, accounts


def tell(story: Story) -> int:
    """Let a story happen, with its progress shown."""
    rollout = story.begin()
    story.own_gates(story.plot["roles"]["project-manager"])
    told_by_areas = [event for tale in TALES for event in tale(story)]
    events = sorted([*story.events(), *told_by_areas], key=lambda event: event.day)
    with click.progressbar(length=len(events), label=f"Making “{rollout.name}”", file=sys.stderr) as bar:
        for event in events:
            event.act(story.at(event.day))
            bar.update(1)
    share_time(rollout, story.plot.get("load", {}))
    if progress := story.plot.get("progress"):
        story.progress(story.on(0), progress["late"])
        story.start_running(story.at(0))
    return rollout.id


def keep_note(instance: Path, accounts: Sequence[Account]) -> None:
    """Keep the sample accounts beside the database, so that `planner serve` can print them again."""
    note = instance / "sample-accounts.json"
    note.write_text(json.dumps({"accounts": [told(account) for account in accounts]}, indent=1) + "\n", "utf-8")
    note.chmod(0o600)


def told(account: Account) -> Mapping[str, str]:
    """An account in words."""
    return {"role": ROLE_NAMES[account.role], "email": account.email, "password": account.password}
