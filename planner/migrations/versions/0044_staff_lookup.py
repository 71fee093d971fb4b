"""People of the staff list are searched and sorted by the database, by their names in plain letters."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
BATCH = 5_000


def upgrade() -> None:
    """Add the column with its index, and fill it."""
    op.add_column("staff", sa.Column("lookup", sa.String(length=600), server_default="", nullable=False))
    connection = op.get_bind()
    staff = sa.table("staff", *(sa.column(name) for name in ("id", "name", "number", "email", "lookup")))
    change = staff.update().where(staff.c.id == sa.bindparam("row")).values(lookup=sa.bindparam("words"))
    rows = connection.execute(sa.select(staff.c.id, staff.c.name, staff.c.number, staff.c.email)).all()
    for start in range(0, len(rows), BATCH):
        connection.execute(change, [{"row": row.id, "words": _words(row)} for row in rows[start : start + BATCH]])
    op.create_index("ix_staff_rollout_id_lookup", "staff", ["rollout_id", "lookup"])


def _words(row: sa.Row) -> str:
    return " ".join(filter(None, (_plain(each or "") for each in (row.name, row.number, row.email))))[:600]


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN))
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).split())


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
