"""Key figures, their readings and accepted deviations."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    word = lambda *values, name: sa.Enum(*values, name=name, native_enum=False, length=40)  # noqa: E731 - short here
    op.create_table(
        "kpi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("formula", sa.String(length=500), nullable=False),
        sa.Column("unit", word("percent", "days", "hours", "money", "count", "ratio", "score", name="unit"), nullable=False),
        sa.Column("direction", word("up", "down", "band", name="direction"), nullable=False),
        sa.Column("cadence", word("weekly", "monthly", "quarterly", name="cadence"), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("customer_based", sa.Boolean(), nullable=False),
        sa.Column("baseline", sa.String(length=40), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("target", sa.String(length=40), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("near", sa.String(length=40), nullable=True),
        sa.Column("low", sa.String(length=40), nullable=True),
        sa.Column("high", sa.String(length=40), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_kpi_rollout_id_rollout"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_kpi_owner_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi")),
        sa.UniqueConstraint("rollout_id", "ref", name=op.f("uq_kpi_rollout_id_ref")),
    )
    op.create_index(op.f("ix_kpi_rollout_id"), "kpi", ["rollout_id"])
    op.create_index(op.f("ix_kpi_owner_id"), "kpi", ["owner_id"])
    op.create_table(
        "kpi_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("origin", word("hand", "file", "api", "webhook", name="origin"), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_kpi_reading_kpi_id_kpi"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_kpi_reading_by_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_reading")),
    )
    op.create_index("ix_kpi_reading_kpi_day", "kpi_reading", ["kpi_id", "day"])
    op.create_index(op.f("ix_kpi_reading_by_id"), "kpi_reading", ["by_id"])
    op.create_table(
        "kpi_deviation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kpi_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("allowed", sa.String(length=40), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["kpi_id"], ["kpi.id"], name=op.f("fk_kpi_deviation_kpi_id_kpi"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_kpi_deviation_by_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_deviation")),
        sa.UniqueConstraint("kpi_id", name=op.f("uq_kpi_deviation_kpi_id")),
    )
    op.create_index(op.f("ix_kpi_deviation_by_id"), "kpi_deviation", ["by_id"])


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
