"""Since when reports are made by themselves, so that a missed day is made up and an older one is not."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column; a rhythm without a day was there before."""
    with op.batch_alter_table("report_rhythm") as table:
        table.add_column(sa.Column("since", sa.Date(), nullable=True))


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
