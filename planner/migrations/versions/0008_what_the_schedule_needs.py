"""What the schedule needs to know of a plan, and the country whose public holidays are days off."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TASK = ("own_calendar_only", "fixed_duration", "remaining_seconds", "resume", "delay_seconds", "delay_elapsed",
        "free_slack_seconds", "late_finish")  # fmt: skip
PLAN = ("from_finish", "honor_constraints", "critical_limit_days", "multiple_critical_paths")


def upgrade() -> None:
    """Add the columns."""
    no, yes = sa.false(), sa.true()
    op.add_column("rollout", sa.Column("country", sa.String(length=2), nullable=False, server_default=""))
    op.add_column("plan_task", sa.Column("own_calendar_only", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("plan_task", sa.Column("fixed_duration", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("plan_task", sa.Column("remaining_seconds", sa.BigInteger(), nullable=True))
    op.add_column("plan_task", sa.Column("resume", sa.DateTime(), nullable=True))
    op.add_column("plan_task", sa.Column("delay_seconds", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("plan_task", sa.Column("delay_elapsed", sa.Boolean(), nullable=False, server_default=yes))
    op.add_column("plan_task", sa.Column("free_slack_seconds", sa.BigInteger(), nullable=True))
    op.add_column("plan_task", sa.Column("late_finish", sa.DateTime(), nullable=True))
    op.add_column("plan", sa.Column("from_finish", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("plan", sa.Column("honor_constraints", sa.Boolean(), nullable=False, server_default=yes))
    op.add_column("plan", sa.Column("critical_limit_days", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("plan", sa.Column("multiple_critical_paths", sa.Boolean(), nullable=False, server_default=no))


def downgrade() -> None:
    """Drop the columns."""
    with op.batch_alter_table("plan") as plan:
        for name in PLAN:
            plan.drop_column(name)
    with op.batch_alter_table("plan_task") as task:
        for name in TASK:
            task.drop_column(name)
    with op.batch_alter_table("rollout") as rollout:
        rollout.drop_column("country")
