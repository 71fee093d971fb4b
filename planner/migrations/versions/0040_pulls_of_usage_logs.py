"""When a system is asked for its log, and what came of each time."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

STATES = ("waiting", "running", "done", "later", "failed")


def upgrade() -> None:
    """Make the table and the columns."""
    op.add_column("usage_connector", sa.Column("redirect_url", sa.String(length=300), server_default="", nullable=False))
    op.add_column("usage_connector", sa.Column("every_hours", sa.Integer(), server_default="24", nullable=False))
    op.add_column("usage_connector", sa.Column("next_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "usage_connector_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("connector_id", sa.Integer(), nullable=False),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="runstate", native_enum=False, length=40), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_usage_connector_run_by_id_user"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["connector_id"], ["usage_connector.id"], name=op.f("fk_usage_connector_run_connector_id_usage_connector"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_connector_run")),
    )
    op.create_index(op.f("ix_usage_connector_run_connector_id"), "usage_connector_run", ["connector_id"])


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
