"""The committee with meetings, decisions and actions; stakeholders with what they expect."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "committee_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begins", sa.String(length=5), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("state", sa.Enum("planned", "held", "called-off", name="meetingstate", native_enum=False, length=40), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_committee_meeting_rollout_id_rollout"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_meeting")),
    )
    with op.batch_alter_table("committee_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_committee_meeting_rollout_id"), ["rollout_id"], unique=False)

    op.create_table(
        "committee_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("seat", sa.Enum("chair", "member", "secretary", name="seat", native_enum=False, length=40), nullable=False),
        sa.Column("speaks_for", sa.JSON(), nullable=False),
        sa.Column("may_decide", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_committee_member_rollout_id_rollout"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_committee_member_user_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_member")),
    )
    with op.batch_alter_table("committee_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_committee_member_rollout_id"), ["rollout_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_committee_member_user_id"), ["user_id"], unique=False)

    op.create_table(
        "stakeholder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "managers", "staff", "shareholders", "partners", "clients", "council", "suppliers", "other", name="groupkind", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("influence", sa.Integer(), nullable=False),
        sa.Column(
            "current", sa.Enum("unaware", "resistant", "neutral", "supportive", "leading", name="engagement", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "wanted", sa.Enum("unaware", "resistant", "neutral", "supportive", "leading", name="engagement", native_enum=False, length=40), nullable=False
        ),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_stakeholder_rollout_id_rollout"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder")),
        sa.UniqueConstraint("rollout_id", "name", name=op.f("uq_stakeholder_rollout_id_name")),
    )
    with op.batch_alter_table("stakeholder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stakeholder_rollout_id"), ["rollout_id"], unique=False)

    op.create_table(
        "committee_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("presence", sa.Enum("present", "excused", "absent", name="presence", native_enum=False, length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["committee_meeting.id"], name=op.f("fk_committee_attendance_meeting_id_committee_meeting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["committee_member.id"], name=op.f("fk_committee_attendance_member_id_committee_member"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_attendance")),
        sa.UniqueConstraint("meeting_id", "member_id", name=op.f("uq_committee_attendance_meeting_id_member_id")),
    )
    with op.batch_alter_table("committee_attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_committee_attendance_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_committee_attendance_member_id"), ["member_id"], unique=False)

    op.create_table(
        "committee_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("consequence", sa.String(length=500), nullable=False),
        sa.Column("needed_by", sa.Date(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=1000), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_committee_decision_asked_by_id_user"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["meeting_id"], ["committee_meeting.id"], name=op.f("fk_committee_decision_meeting_id_committee_meeting"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_committee_decision_rollout_id_rollout"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_decision")),
    )
    with op.batch_alter_table("committee_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_committee_decision_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_committee_decision_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_committee_decision_rollout_id"), ["rollout_id"], unique=False)

    op.create_table(
        "committee_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("about", sa.String(length=500), nullable=False),
        sa.Column("result", sa.String(length=1000), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["committee_meeting.id"], name=op.f("fk_committee_item_meeting_id_committee_meeting"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_item")),
    )
    with op.batch_alter_table("committee_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_committee_item_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "expectation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stakeholder_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["stakeholder_id"], ["stakeholder.id"], name=op.f("fk_expectation_stakeholder_id_stakeholder"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expectation")),
    )
    with op.batch_alter_table("expectation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expectation_stakeholder_id"), ["stakeholder_id"], unique=False)

    op.create_table(
        "stakeholder_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stakeholder_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("owner_name", sa.String(length=120), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_stakeholder_action_owner_id_user"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["stakeholder_id"], ["stakeholder.id"], name=op.f("fk_stakeholder_action_stakeholder_id_stakeholder"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder_action")),
    )
    with op.batch_alter_table("stakeholder_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stakeholder_action_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stakeholder_action_stakeholder_id"), ["stakeholder_id"], unique=False)

    op.create_table(
        "committee_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("owner_name", sa.String(length=120), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("how", sa.String(length=1000), nullable=False),
        sa.Column("dropped", sa.String(length=500), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["committee_decision.id"], name=op.f("fk_committee_action_decision_id_committee_decision"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["committee_meeting.id"], name=op.f("fk_committee_action_meeting_id_committee_meeting"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_committee_action_owner_id_user"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_committee_action_rollout_id_rollout"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["told_by_id"], ["user.id"], name=op.f("fk_committee_action_told_by_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_action")),
    )
    with op.batch_alter_table("committee_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_committee_action_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_committee_action_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_committee_action_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_committee_action_rollout_id"), ["rollout_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_committee_action_told_by_id"), ["told_by_id"], unique=False)

    op.create_table(
        "committee_dissent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["committee_decision.id"], name=op.f("fk_committee_dissent_decision_id_committee_decision"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["committee_member.id"], name=op.f("fk_committee_dissent_member_id_committee_member"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_dissent")),
        sa.UniqueConstraint("decision_id", "member_id", name=op.f("uq_committee_dissent_decision_id_member_id")),
    )
    with op.batch_alter_table("committee_dissent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_committee_dissent_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_committee_dissent_member_id"), ["member_id"], unique=False)



def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
