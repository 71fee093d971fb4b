"""Use of the system by account and day, licences, weekly figures of adoption, help, and reported problems."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "adoption_function_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column(
            "by", sa.Enum("all", "unit", "role", "site", name="by", native_enum=False, length=40), nullable=False
        ),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("function_ref", sa.String(length=80), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("expected_used", sa.Integer(), nullable=False),
        sa.Column("actions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"],
            ["rollout.id"],
            name=op.f("fk_adoption_function_week_rollout_id_rollout"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption_function_week")),
        sa.UniqueConstraint(
            "rollout_id",
            "week",
            "by",
            "key",
            "function_ref",
            name=op.f("uq_adoption_function_week_rollout_id_week_by_key_function_ref"),
        ),
    )
    op.create_table(
        "adoption_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("needed_days", sa.Integer(), nullable=False),
        sa.Column(
            "licensed_by", sa.Enum("list", "go-live", name="licensedby", native_enum=False, length=40), nullable=False
        ),
        sa.Column("weekly_roles", sa.String(length=400), nullable=False),
        sa.Column("daily_kept", sa.Integer(), nullable=False),
        sa.Column("weekly_kept", sa.Integer(), nullable=False),
        sa.Column("people_from", sa.Date(), nullable=True),
        sa.Column("people_until", sa.Date(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("works_council", sa.Text(), nullable=False),
        sa.Column("switched_by_id", sa.Integer(), nullable=True),
        sa.Column("switched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_adoption_settings_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["switched_by_id"], ["user.id"], name=op.f("fk_adoption_settings_switched_by_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption_settings")),
        sa.UniqueConstraint("rollout_id", name=op.f("uq_adoption_settings_rollout_id")),
    )
    op.create_table(
        "adoption_state",
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_adoption_state_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("rollout_id", name=op.f("pk_adoption_state")),
    )
    op.create_table(
        "adoption_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column(
            "by", sa.Enum("all", "unit", "role", "site", name="by", native_enum=False, length=40), nullable=False
        ),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("as_of", sa.Integer(), nullable=False),
        sa.Column("licensed", sa.Integer(), nullable=False),
        sa.Column("signed_in", sa.Integer(), nullable=False),
        sa.Column("active_week", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("adopted", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("under_half", sa.Integer(), nullable=False),
        sa.Column("actions", sa.Integer(), nullable=False),
        sa.Column("person_days", sa.Integer(), nullable=False),
        sa.Column("person_weeks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_adoption_week_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption_week")),
        sa.UniqueConstraint("rollout_id", "week", "by", "key", name=op.f("uq_adoption_week_rollout_id_week_by_key")),
    )
    op.create_table(
        "usage_function",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("bit", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_usage_function_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_function")),
        sa.UniqueConstraint("rollout_id", "bit", name=op.f("uq_usage_function_rollout_id_bit")),
        sa.UniqueConstraint("rollout_id", "ref", name=op.f("uq_usage_function_rollout_id_ref")),
    )
    op.create_table(
        "usage_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("preset", sa.String(length=60), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_usage_source_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_source")),
        sa.UniqueConstraint("rollout_id", "name", name=op.f("uq_usage_source_rollout_id_name")),
    )
    op.create_index(op.f("ix_usage_source_rollout_id"), "usage_source", ["rollout_id"], unique=False)

    op.create_table(
        "usage_connector",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("base_url", sa.String(length=300), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("token_url", sa.String(length=300), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("cursor", sa.JSON(), nullable=False),
        sa.Column("last_try", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_success", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_usage_connector_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_usage_connector_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["usage_source.id"],
            name=op.f("fk_usage_connector_source_id_usage_source"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_connector")),
        sa.UniqueConstraint("source_id", name=op.f("uq_usage_connector_source_id")),
    )
    op.create_index(op.f("ix_usage_connector_rollout_id"), "usage_connector", ["rollout_id"], unique=False)

    op.create_table(
        "usage_count",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["usage_source.id"], name=op.f("fk_usage_count_source_id_usage_source"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", "day", "account_id", "kind_id", name=op.f("pk_usage_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "usage_day",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=True),
        sa.Column("many", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["usage_source.id"], name=op.f("fk_usage_day_source_id_usage_source"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", "day", name=op.f("pk_usage_day")),
    )
    op.create_table(
        "usage_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "read",
                "refused",
                "storing",
                "done",
                "failed",
                name="importstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("stored_weeks", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_usage_import_by_id_user"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_usage_import_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["usage_source.id"], name=op.f("fk_usage_import_source_id_usage_source"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_import")),
    )
    op.create_index(op.f("ix_usage_import_rollout_id"), "usage_import", ["rollout_id"], unique=False)
    op.create_index(op.f("ix_usage_import_sha256"), "usage_import", ["sha256"], unique=False)
    op.create_index(op.f("ix_usage_import_source_id"), "usage_import", ["source_id"], unique=False)

    op.create_table(
        "usage_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("function_ref", sa.String(length=80), nullable=False),
        sa.Column("meaningful", sa.Boolean(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["usage_source.id"], name=op.f("fk_usage_kind_source_id_usage_source"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_kind")),
        sa.UniqueConstraint("source_id", "name", name=op.f("uq_usage_kind_source_id_name")),
    )
    op.create_table(
        "usage_week",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("functions", sa.BigInteger(), nullable=False),
        sa.Column("actions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["usage_source.id"], name=op.f("fk_usage_week_source_id_usage_source"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", "week", "account_id", name=op.f("pk_usage_week")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_usage_week_account_id", "usage_week", ["account_id"], unique=False)

    op.create_table(
        "problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "cannot-sign-in",
                "do-not-know-how",
                "wrong-data",
                "missing",
                "too-slow",
                "broken",
                "extra-work",
                "other",
                name="topic",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "weight", sa.Enum("stops", "annoying", "wish", name="weight", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "state",
            sa.Enum("new", "taken", "waiting", "settled", "refused", name="state", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("course_ref", sa.String(length=80), nullable=False),
        sa.Column("task_uid", sa.Integer(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("same_as_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_problem_owner_id_user"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["user.id"], name=op.f("fk_problem_reporter_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_problem_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["same_as_id"], ["problem.id"], name=op.f("fk_problem_same_as_id_problem"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_problem_unit_id_unit"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    op.create_index(op.f("ix_problem_owner_id"), "problem", ["owner_id"], unique=False)
    op.create_index(op.f("ix_problem_reporter_id"), "problem", ["reporter_id"], unique=False)
    op.create_index("ix_problem_rollout_id_state", "problem", ["rollout_id", "state"], unique=False)
    op.create_index(op.f("ix_problem_unit_id"), "problem", ["unit_id"], unique=False)

    op.create_table(
        "problem_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("used_today", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_problem_link_made_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_problem_link_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_problem_link_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_problem_link_token_hash")),
    )
    op.create_index(op.f("ix_problem_link_rollout_id"), "problem_link", ["rollout_id"], unique=False)

    op.create_table(
        "adoption_help",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("session", "coach", "note", name="helpkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("course_ref", sa.String(length=80), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("used_before", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_adoption_help_by_id_user"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["coach_id"], ["staff.id"], name=op.f("fk_adoption_help_coach_id_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_adoption_help_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_adoption_help_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption_help")),
    )
    op.create_index(op.f("ix_adoption_help_rollout_id"), "adoption_help", ["rollout_id"], unique=False)
    op.create_index(op.f("ix_adoption_help_staff_id"), "adoption_help", ["staff_id"], unique=False)

    op.create_table(
        "adoption_person",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column(
            "condition",
            sa.Enum("never", "present", "lapsed", "active", "adopted", name="condition", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("licensed_from", sa.Date(), nullable=False),
        sa.Column("first_seen", sa.Date(), nullable=True),
        sa.Column("first_active", sa.Date(), nullable=True),
        sa.Column("last_active", sa.Date(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("functions", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("actions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_adoption_person_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_adoption_person_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_adoption_person")),
    )
    op.create_index(
        "ix_adoption_person_rollout_id_condition", "adoption_person", ["rollout_id", "condition"], unique=False
    )

    op.create_table(
        "licence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_licence_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_licence_staff_id_staff"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence")),
        sa.UniqueConstraint("staff_id", "first_day", name=op.f("uq_licence_staff_id_first_day")),
    )
    op.create_index(op.f("ix_licence_rollout_id"), "licence", ["rollout_id"], unique=False)
    op.create_index(op.f("ix_licence_staff_id"), "licence", ["staff_id"], unique=False)

    op.create_table(
        "problem_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_problem_note_by_id_user"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_problem_note_problem_id_problem"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_note")),
    )
    op.create_index(op.f("ix_problem_note_problem_id"), "problem_note", ["problem_id"], unique=False)

    op.create_table(
        "usage_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column(
            "match",
            sa.Enum("none", "number", "email", "name", "hand", name="match", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("program", sa.Boolean(), nullable=False),
        sa.Column("first_seen", sa.Date(), nullable=True),
        sa.Column("last_seen", sa.Date(), nullable=True),
        sa.Column("first_active", sa.Date(), nullable=True),
        sa.Column("last_active", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["usage_source.id"], name=op.f("fk_usage_account_source_id_usage_source"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_usage_account_staff_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_account")),
        sa.UniqueConstraint("source_id", "external_id", name=op.f("uq_usage_account_source_id_external_id")),
    )
    op.create_index("ix_usage_account_source_id_staff_id", "usage_account", ["source_id", "staff_id"], unique=False)
    op.create_index(op.f("ix_usage_account_staff_id"), "usage_account", ["staff_id"], unique=False)


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
