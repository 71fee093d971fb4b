"""Backup and restore: one file with the database and the uploaded evidence, proved whole before anything is replaced.

The file is one line of text with the SHA-256 of all that follows, and then a ZIP archive with `manifest.json` (what is
inside, with the SHA-256 of each part), `database.sqlite` and the folder `uploads/`. The database part is made by
SQLite's own backup, so it is consistent while the server writes.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click
from flask import current_app

from planner import __version__
from planner.basics.errors import PlannerError
from planner.db import db

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.sqlite"
BLOCK = 1 << 20
MARK = b"crm-rollout-planner-backup 1 "


class BadBackup(PlannerError):
    """A backup file that is damaged or not ours; nothing was replaced."""


def write(target: Path, now: datetime) -> dict[str, str]:
    """Write a backup of the running installation to `target`; gives the parts with their hashes.

    The file appears under its name only when it is whole and on disk.
    """
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as scratch:
        database = Path(scratch) / DATABASE
        copy_database(database)
        parts = {DATABASE: database} | _uploads()
        sums = {name: sha256(path) for name, path in parts.items()}
        archive = Path(scratch) / "archive.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
            with click.progressbar(list(parts.items()), label="Writing backup", file=sys.stderr) as bar:
                for name, path in bar:
                    out.write(path, name)
            manifest = {"format": FORMAT, "product": __version__, "made": now.isoformat(), "parts": sums}
            out.writestr(MANIFEST, json.dumps(manifest, indent=1))
        whole = Path(scratch) / "whole"
        with whole.open("wb") as out, archive.open("rb") as packed:
            out.write(MARK + sha256(archive).encode() + b"\n")
            shutil.copyfileobj(packed, out, BLOCK)
        _keep(whole, target)
    return sums


def copy_database(target: Path) -> None:
    """A consistent copy of the SQLite database, also while it is written to."""
    if db.engine.dialect.name != "sqlite":
        raise PlannerError(
            "This installation uses PostgreSQL. Back it up with: pg_dump -Fc, and copy the uploads folder."
        )
    with (
        closing(sqlite3.connect(str(db.engine.url.database))) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _uploads() -> dict[str, Path]:
    folder: Path = current_app.config["PLANNER"].uploads
    files = sorted(p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else []
    return {f"uploads/{p.relative_to(folder).as_posix()}": p for p in files}


def _keep(archive: Path, target: Path) -> None:
    with archive.open("rb+") as file:
        os.fsync(file.fileno())
    archive.replace(target)
    _sync_folder(target.resolve().parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256(path: Path) -> str:
    """The hash of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(source: Path, now: datetime) -> Path | None:
    """Replace database and uploads by those of a backup that was proved whole first.

    What was there is kept in a folder whose path is given back. Raises BadBackup, with nothing replaced.
    """
    settings = current_app.config["PLANNER"]
    with tempfile.TemporaryDirectory(dir=settings.instance) as scratch:
        unpacked = Path(scratch)
        unpack(source, unpacked)
        check_database(unpacked / DATABASE)
        db.session.remove()
        db.engine.dispose()
        kept = _set_aside(settings.instance, now)
        (unpacked / DATABASE).replace(Path(str(db.engine.url.database)))
        if (unpacked / "uploads").is_dir():
            (unpacked / "uploads").replace(settings.uploads)
        _sync_folder(settings.instance)
    return kept


def unpack(source: Path, folder: Path) -> None:
    """Unpack a backup and compare every part with its hash."""
    check_whole(source)
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest.get("format") != FORMAT:
                raise BadBackup("This backup has a format that this release does not know. Nothing was replaced.")
            parts: dict[str, str] = manifest["parts"]
            if set(archive.namelist()) != set(parts) | {MANIFEST}:
                raise BadBackup("Parts of this backup are missing or were added. Nothing was replaced.")
            for name, expected in parts.items():
                _unpack_part(archive, name, folder, expected)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise BadBackup(f"{source.name} is damaged or not a backup of this product. Nothing was replaced.") from error


def check_whole(source: Path) -> None:
    """Refuse a file that is not ours, or of which any bit has changed."""
    with source.open("rb") as file:
        head = file.read(len(MARK) + 65)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if head != MARK + digest.encode() + b"\n":
        raise BadBackup(f"{source.name} is damaged or not a backup of this product. Nothing was replaced.")


def _unpack_part(archive: zipfile.ZipFile, name: str, folder: Path, expected: str) -> None:
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise BadBackup(f"The backup names a file outside its folder: {name}. Nothing was replaced.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as packed, target.open("wb") as out:
        shutil.copyfileobj(packed, out, BLOCK)
        out.flush()
        os.fsync(out.fileno())
    if sha256(target) != expected:
        raise BadBackup(f"The part {name} of this backup is damaged. Nothing was replaced.")


def check_database(path: Path) -> None:
    """Refuse a database that SQLite itself finds broken."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise BadBackup("The database inside this backup cannot be read. Nothing was replaced.") from error
    if answer != "ok":
        raise BadBackup("The database inside this backup is damaged. Nothing was replaced.")


def _set_aside(instance: Path, now: datetime) -> Path | None:
    """Move what is there into a folder of its own."""
    database = Path(str(db.engine.url.database))
    there = [
        p for p in (database, Path(f"{database}-wal"), Path(f"{database}-shm"), instance / "uploads") if p.exists()
    ]
    if not there:
        return None
    kept = Path(tempfile.mkdtemp(prefix=f"replaced-{now:%Y%m%d-%H%M%S}-", dir=instance))
    for path in there:
        path.replace(kept / path.name)
    return kept
