"""How people see the culture, and what of it the plan is made for."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

DIMENSIONS = ("decides", "pace", "agreement", "mistakes", "formality", "customer")


def upgrade() -> None:
    """Make the table and the column."""
    op.create_table(
        "culture_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.Enum(*DIMENSIONS, name="dimension", native_enum=False, length=40), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_culture_answer_rollout_id_rollout"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_culture_answer_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_culture_answer")),
        sa.UniqueConstraint("rollout_id", "user_id", "dimension", name=op.f("uq_culture_answer_rollout_id_user_id_dimension")),
    )
    for column in ("rollout_id", "user_id"):
        op.create_index(op.f(f"ix_culture_answer_{column}"), "culture_answer", [column])
    op.add_column("rollout", sa.Column("traits", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
