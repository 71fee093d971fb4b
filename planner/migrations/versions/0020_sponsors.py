"""Sponsors with what they promised and what they were seen doing."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sponsor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_sponsor_rollout_id_rollout"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sponsor_user_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsor")),
    )
    with op.batch_alter_table("sponsor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sponsor_rollout_id"), ["rollout_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sponsor_user_id"), ["user_id"], unique=False)

    op.create_table(
        "sponsor_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("talk", "mail", "visit", "meeting", "other", "promise", "decision", "gate", "committee", name="actkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_sponsor_act_rollout_id_rollout"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sponsor_id"], ["sponsor.id"], name=op.f("fk_sponsor_act_sponsor_id_sponsor"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["told_by_id"], ["user.id"], name=op.f("fk_sponsor_act_told_by_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsor_act")),
    )
    with op.batch_alter_table("sponsor_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sponsor_act_rollout_id"), ["rollout_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sponsor_act_sponsor_id"), ["sponsor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sponsor_act_told_by_id"), ["told_by_id"], unique=False)

    op.create_table(
        "sponsor_promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("introduce", "kick-off", "budget", "gates", "time", "unit-talk", "own", name="promisekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(length=1000), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_sponsor_promise_rollout_id_rollout"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sponsor_id"], ["sponsor.id"], name=op.f("fk_sponsor_promise_sponsor_id_sponsor"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["told_by_id"], ["user.id"], name=op.f("fk_sponsor_promise_told_by_id_user"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_sponsor_promise_unit_id_unit"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsor_promise")),
    )
    with op.batch_alter_table("sponsor_promise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sponsor_promise_rollout_id"), ["rollout_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sponsor_promise_series"), ["series"], unique=False)
        batch_op.create_index(batch_op.f("ix_sponsor_promise_sponsor_id"), ["sponsor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sponsor_promise_told_by_id"), ["told_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sponsor_promise_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "sponsor_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sponsor_id"], ["sponsor.id"], name=op.f("fk_sponsor_unit_sponsor_id_sponsor"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_sponsor_unit_unit_id_unit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsor_unit")),
        sa.UniqueConstraint("sponsor_id", "unit_id", name=op.f("uq_sponsor_unit_sponsor_id_unit_id")),
    )
    with op.batch_alter_table("sponsor_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sponsor_unit_sponsor_id"), ["sponsor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sponsor_unit_unit_id"), ["unit_id"], unique=False)



def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
