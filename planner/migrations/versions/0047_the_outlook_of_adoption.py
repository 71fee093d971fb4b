"""The forecast of adoption is kept with the figures it was made from."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; the mark is emptied, so that figures are counted and foretold anew."""
    op.add_column("adoption_state", sa.Column("outlook", sa.JSON(), server_default="{}", nullable=False))
    op.execute("UPDATE adoption_state SET mark = ''")


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
