"""The status date of a plan, and whether unfinished work goes on after it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("plan", sa.Column("status_date", sa.DateTime(), nullable=True))
    op.add_column("plan", sa.Column("reschedules", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Drop the columns."""
    with op.batch_alter_table("plan") as plan:
        plan.drop_column("reschedules")
        plan.drop_column("status_date")
