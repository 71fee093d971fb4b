"""Whether a group's figures of a week may be shown is kept with them; waves have figures of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; the mark is emptied, so that figures are counted anew. Until then only the last week is shown."""
    op.add_column("adoption_week", sa.Column("shown", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE adoption_state SET mark = ''")


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
