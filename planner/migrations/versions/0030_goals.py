"""Goals with their history, comments, looks and links, and the purposes of the system."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("approved_revision", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.Enum("strategic", "department", "work-group", name="level", native_enum=False, length=40), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("wording", sa.String(length=1000), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("work_group", sa.String(length=120), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("kpi_ref", sa.String(length=80), nullable=False),
        sa.Column("measure_name", sa.String(length=200), nullable=False),
        sa.Column("measure_unit", sa.Enum("percent", "days", "hours", "money", "count", "ratio", "score", name="unit", native_enum=False, length=40), nullable=True),
        sa.Column("measure_direction", sa.Enum("up", "down", "band", name="direction", native_enum=False, length=40), nullable=True),
        sa.Column("baseline", sa.String(length=40), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("target", sa.String(length=40), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("importance", sa.Enum("high", "medium", "low", name="importance", native_enum=False, length=40), nullable=False),
        sa.Column("realistic", sa.String(length=1000), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["goal.id"], name=op.f("fk_goal_parent_id_goal"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user.id"], name=op.f("fk_goal_approved_by_id_user"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_goal_owner_id_user"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_goal_unit_id_unit"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_goal_rollout_id_rollout"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sa.UniqueConstraint("rollout_id", "number", name=op.f("uq_goal_rollout_id_number")),
    )
    op.create_index(op.f("ix_goal_owner_id"), "goal", ["owner_id"])
    op.create_index(op.f("ix_goal_parent_id"), "goal", ["parent_id"])
    op.create_index(op.f("ix_goal_rollout_id"), "goal", ["rollout_id"])
    op.create_index(op.f("ix_goal_unit_id"), "goal", ["unit_id"])
    op.create_table(
        "goal_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("level", sa.Enum("strategic", "department", "work-group", name="level", native_enum=False, length=40), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("wording", sa.String(length=1000), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("work_group", sa.String(length=120), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("kpi_ref", sa.String(length=80), nullable=False),
        sa.Column("measure_name", sa.String(length=200), nullable=False),
        sa.Column("measure_unit", sa.Enum("percent", "days", "hours", "money", "count", "ratio", "score", name="unit", native_enum=False, length=40), nullable=True),
        sa.Column("measure_direction", sa.Enum("up", "down", "band", name="direction", native_enum=False, length=40), nullable=True),
        sa.Column("baseline", sa.String(length=40), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("target", sa.String(length=40), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("importance", sa.Enum("high", "medium", "low", name="importance", native_enum=False, length=40), nullable=False),
        sa.Column("realistic", sa.String(length=1000), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_goal_revision_unit_id_unit"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_goal_revision_by_id_user"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_goal_revision_owner_id_user"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["parent_id"], ["goal.id"], name=op.f("fk_goal_revision_parent_id_goal"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_revision_goal_id_goal"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_revision")),
        sa.UniqueConstraint("goal_id", "number", name=op.f("uq_goal_revision_goal_id_number")),
    )
    op.create_index(op.f("ix_goal_revision_goal_id"), "goal_revision", ["goal_id"])
    op.create_index(op.f("ix_goal_revision_owner_id"), "goal_revision", ["owner_id"])
    op.create_index(op.f("ix_goal_revision_parent_id"), "goal_revision", ["parent_id"])
    op.create_index(op.f("ix_goal_revision_unit_id"), "goal_revision", ["unit_id"])
    op.create_table(
        "goal_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_comment_goal_id_goal"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_goal_comment_by_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_comment")),
    )
    op.create_index(op.f("ix_goal_comment_goal_id"), "goal_comment", ["goal_id"])
    op.create_table(
        "goal_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("gate_key", sa.String(length=100), nullable=False),
        sa.Column("outcome", sa.Enum("still-right", "changed", "dropped", name="outcome", native_enum=False, length=40), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_look_goal_id_goal"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_goal_look_by_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_look")),
    )
    op.create_index(op.f("ix_goal_look_gate_key"), "goal_look", ["gate_key"])
    op.create_index(op.f("ix_goal_look_goal_id"), "goal_look", ["goal_id"])
    op.create_table(
        "goal_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("factor", "kpi", "phase", "task", "expectation", name="linkkind", native_enum=False, length=40), nullable=False),
        sa.Column("ref", sa.String(length=170), nullable=False),
        sa.Column("state", sa.Enum("proposed", "confirmed", "declined", name="linkstate", native_enum=False, length=40), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_link_goal_id_goal"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_goal_link_by_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_link")),
        sa.UniqueConstraint("goal_id", "kind", "ref", name=op.f("uq_goal_link_goal_id_kind_ref")),
    )
    op.create_index(op.f("ix_goal_link_goal_id"), "goal_link", ["goal_id"])
    op.create_table(
        "capability_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("need", sa.Enum("unknown", "yes", "no", name="need", native_enum=False, length=40), nullable=False),
        sa.Column("scope", sa.Enum("unknown", "yes", "later", "no", name="inscope", native_enum=False, length=40), nullable=False),
        sa.Column("phase_ref", sa.String(length=80), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(length=500), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_capability_state_rollout_id_rollout"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capability_state")),
        sa.UniqueConstraint("rollout_id", "ref", name=op.f("uq_capability_state_rollout_id_ref")),
    )
    op.create_index(op.f("ix_capability_state_rollout_id"), "capability_state", ["rollout_id"])


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
