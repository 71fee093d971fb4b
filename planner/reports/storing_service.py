"""Keeps frozen documents: numbered within their rollout, hashed, and each linked to the one before it."""

import hashlib
from datetime import datetime

from sqlalchemy import select

from planner.db import db
from planner.reports.document import fingerprint
from planner.reports.models import Snapshot

START = "0" * 64


def store(
    rollout_id: int,
    *,
    number: int,
    kind: str,
    gate_key: str,
    verdict: str,
    author_id: int,
    data_time: datetime,
    scoring_version: str,
    document: str,
    now: datetime,
) -> Snapshot:
    """Store a numbered document with its fingerprint, linked to the one before it."""
    sha256 = fingerprint(document)
    row = Snapshot(
        rollout_id=rollout_id,
        number=number,
        kind=kind,
        gate_key=gate_key,
        verdict=verdict,
        created_at=now,
        author_id=author_id,
        data_time=data_time,
        scoring_version=scoring_version,
        document=document,
        sha256=sha256,
        chain=link(last_link(rollout_id), sha256),
    )
    db.session.add(row)
    db.session.flush()
    return row


def last_link(rollout_id: int) -> str:
    """The link of the newest document of a rollout; the start of the chain where there is none."""
    query = select(Snapshot.chain).where(Snapshot.rollout_id == rollout_id).order_by(Snapshot.number.desc()).limit(1)
    return db.session.scalar(query) or START


def link(before: str, sha256: str) -> str:
    """The link of a document: SHA-256 over the link before it and its own fingerprint."""
    return hashlib.sha256(f"{before}{sha256}".encode("ascii")).hexdigest()
