"""Whatever becomes of a log, no network address of it is left: neither in the database nor in a file."""

import gzip
import io
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from planner.adoption.usage_models import ImportState, UsageCount, UsageImport
from planner.db import db, transaction
from planner.people.staff_models import Staff
from planner.queue import run_waiting
from tests.adoption.worlds import make_world
from tests.conftest import NOW
from tests.page import Page
from tests.personas import Cast

ADDRESSES = ("203.0.113.77", "2001:db8::7:77", "198.51.100.23")
HEAD = "Id,UserId,LoginTime,LoginType,SourceIp,ForwardedForIp,LoginUrl,Browser,Status\n"
ROWS = "".join(
    f"0Ya{n},0055j000000000{n % 3},2026-01-{5 + n:02d}T08:15:42.000+0000,Application,{ADDRESSES[0]},{ADDRESSES[1]},"
    f"login.example.com/{ADDRESSES[2]},Chrome,{'Success' if n % 4 else 'Invalid Password'}\n"
    for n in range(20)
)
BROKEN = f"0Yax,0055j0000000001,at noon,Application,{ADDRESSES[0]},{ADDRESSES[1]},{ADDRESSES[2]},Chrome,Success\n"


def found_in(content: bytes) -> list[str]:
    """Which addresses stand in some bytes, as they are or packed."""
    forms = [content]
    if content.startswith(b"\x1f\x8b"):
        forms.append(gzip.decompress(content))
    return [each for each in ADDRESSES if any(each.encode() in form for form in forms)]


def dump() -> bytes:
    """Every value of every table."""
    values = [
        value for table in db.metadata.sorted_tables for row in db.session.execute(select(table)) for value in row
    ]
    db.session.rollback()
    return b"\n".join(value if isinstance(value, bytes) else repr(value).encode() for value in values)


def files_with_addresses(folder: Path) -> dict[str, list[str]]:
    """The files below a folder that hold an address, the database's own among them."""
    told = {str(each.relative_to(folder)): found_in(each.read_bytes()) for each in folder.rglob("*") if each.is_file()}
    return {name: addresses for name, addresses in told.items() if addresses}


@pytest.mark.parametrize(
    ("log", "ends"), [(HEAD + ROWS, ImportState.DONE), (HEAD + ROWS + BROKEN, ImportState.REFUSED)]
)
@pytest.mark.parametrize("packed", [False, True])
def test_no_address_stays_after_a_salesforce_log(
    app: Flask, page: Page, cast: Cast, log: str, ends: ImportState, packed: bool
) -> None:
    world = make_world(cast.rollout)
    with transaction():
        db.session.get_one(Staff, world.staff["north0"]).number = "0055j0000000001"
    folder = app.config["PLANNER"].instance
    content = gzip.compress(log.encode()) if packed else log.encode()
    form = {"preset": "salesforce-login-history", "source": "Salesforce", "file": (io.BytesIO(content), "logins.csv")}
    page.post("adoption.logs", form, as_=cast.manager, rollout_id=cast.rollout.id)
    assert files_with_addresses(folder), "the upload waits, so that the search can find something"
    run_waiting(NOW)
    row = db.session.scalars(select(UsageImport)).one()
    if row.state is ImportState.READ:
        assert not files_with_addresses(folder), "what was read holds none"
        page.post("adoption.take_log", as_=cast.manager, rollout_id=cast.rollout.id, usage_import_id=row.id)
        run_waiting(NOW)
        db.session.expire_all()
        assert sum(db.session.scalars(select(UsageCount.count))) == 15
    assert row.state is ends
    kept = dump()
    assert (b"0055j0000000002" in kept) == (ends is ImportState.DONE), "the search sees what is kept"
    assert found_in(kept) == []
    db.session.remove()
    db.engine.dispose()
    assert files_with_addresses(folder) == {}
