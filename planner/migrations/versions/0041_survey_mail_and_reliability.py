"""Surveys invite and remind by mail; alpha of a heading is kept of a closed survey."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    for name in ("invite_on", "invited_on", "remind_on", "reminded_on"):
        op.add_column("survey", sa.Column(name, sa.Date(), nullable=True))
    op.add_column("survey_result", sa.Column("reliability", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
