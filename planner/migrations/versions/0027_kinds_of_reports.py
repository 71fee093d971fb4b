"""Kinds of reports, and the chain that links each to the one before it."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and link what is there already."""
    with op.batch_alter_table("snapshot") as table:
        table.add_column(sa.Column("kind", sa.String(length=20), server_default="readiness", nullable=False))
        table.add_column(sa.Column("chain", sa.String(length=64), server_default="", nullable=False))
    snapshot = sa.table(
        "snapshot", sa.column("id"), sa.column("rollout_id"), sa.column("number"), sa.column("sha256"), sa.column("chain")
    )
    connection = op.get_bind()
    query = sa.select(snapshot.c.id, snapshot.c.rollout_id, snapshot.c.sha256)
    links: dict[int, str] = {}
    for row in connection.execute(query.order_by(snapshot.c.rollout_id, snapshot.c.number)).all():
        before = links.get(row.rollout_id, "0" * 64)
        links[row.rollout_id] = hashlib.sha256(f"{before}{row.sha256}".encode("ascii")).hexdigest()
        change = sa.update(snapshot).where(snapshot.c.id == row.id).values(chain=links[row.rollout_id])
        connection.execute(change)


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
