"""Expectations have a lasting name, by which goals answer them."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and give each row a name."""
    op.add_column("expectation", sa.Column("key", sa.String(length=32), server_default="", nullable=False))
    connection, table = op.get_bind(), sa.table("expectation", sa.column("id"), sa.column("key"))
    for number in connection.execute(sa.select(table.c.id)).scalars().all():
        connection.execute(table.update().where(table.c.id == number).values(key=uuid.uuid4().hex))


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
