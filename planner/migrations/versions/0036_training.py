"""Courses, trainers, rooms, sessions, places in them, results, certificates, and who is trained."""

import sqlalchemy as sa
from alembic import op

from planner.db import UtcDateTime

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("hours", sa.String(length=40), nullable=False),
        sa.Column("shelf_life_days", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(length=40), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("lms_names", sa.Text(), nullable=False),
        sa.Column("has_test", sa.Boolean(), nullable=False),
        sa.Column("pass_percent", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_course_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("rollout_id", "name", name=op.f("uq_course_rollout_id_name")),
        sa.UniqueConstraint("rollout_id", "ref", name=op.f("uq_course_rollout_id_ref")),
    )
    op.create_index(op.f("ix_course_rollout_id"), "course", ["rollout_id"])
    op.create_table(
        "sitting_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_sitting_proposal_asked_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_sitting_proposal_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_proposal")),
    )
    op.create_index(op.f("ix_sitting_proposal_rollout_id"), "sitting_proposal", ["rollout_id"])
    op.create_table(
        "trainer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("hours_week", sa.String(length=40), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_trainer_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_trainer_user_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainer")),
        sa.UniqueConstraint("rollout_id", "name", name=op.f("uq_trainer_rollout_id_name")),
    )
    op.create_index(op.f("ix_trainer_rollout_id"), "trainer", ["rollout_id"])
    op.create_index(op.f("ix_trainer_user_id"), "trainer", ["user_id"])
    op.create_table(
        "training_calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_training_calendar_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_training_calendar_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_calendar")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_training_calendar_token_hash")),
    )
    op.create_index(op.f("ix_training_calendar_rollout_id"), "training_calendar", ["rollout_id"])
    op.create_index(op.f("ix_training_calendar_user_id"), "training_calendar", ["user_id"])
    op.create_table(
        "training_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_training_export_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_training_export_user_id_user"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_export")),
    )
    op.create_index(op.f("ix_training_export_rollout_id"), "training_export", ["rollout_id"])
    op.create_index(op.f("ix_training_export_user_id"), "training_export", ["user_id"])
    op.create_table(
        "training_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=True),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["user.id"], name=op.f("fk_training_import_imported_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_training_import_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_import")),
        sa.UniqueConstraint("rollout_id", "sha256", name=op.f("uq_training_import_rollout_id_sha256")),
    )
    op.create_index(op.f("ix_training_import_rollout_id"), "training_import", ["rollout_id"])
    op.create_table(
        "training_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_training_room_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_room")),
        sa.UniqueConstraint("rollout_id", "name", name=op.f("uq_training_room_rollout_id_name")),
    )
    op.create_index(op.f("ix_training_room_rollout_id"), "training_room", ["rollout_id"])
    op.create_table(
        "course_prerequisite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("needed_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_prerequisite_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["needed_id"], ["course.id"], name=op.f("fk_course_prerequisite_needed_id_course"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_prerequisite")),
        sa.UniqueConstraint("course_id", "needed_id", name=op.f("uq_course_prerequisite_course_id_needed_id")),
    )
    op.create_index(op.f("ix_course_prerequisite_course_id"), "course_prerequisite", ["course_id"])
    op.create_index(op.f("ix_course_prerequisite_needed_id"), "course_prerequisite", ["needed_id"])
    op.create_table(
        "course_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("role_ref", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_role_course_id_course"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_role")),
        sa.UniqueConstraint("course_id", "role_ref", name=op.f("uq_course_role_course_id_role_ref")),
    )
    op.create_index(op.f("ix_course_role_course_id"), "course_role", ["course_id"])
    op.create_index(op.f("ix_course_role_role_ref"), "course_role", ["role_ref"])
    op.create_table(
        "trainer_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["trainer_id"], ["trainer.id"], name=op.f("fk_trainer_absence_trainer_id_trainer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainer_absence")),
    )
    op.create_index(op.f("ix_trainer_absence_trainer_id"), "trainer_absence", ["trainer_id"])
    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=True),
        sa.Column("training_room_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("wave", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("cancelled", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_sitting_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_sitting_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trainer_id"], ["trainer.id"], name=op.f("fk_sitting_trainer_id_trainer"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["training_room_id"],
            ["training_room.id"],
            name=op.f("fk_sitting_training_room_id_training_room"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_sitting_unit_id_unit"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
    )
    op.create_index(op.f("ix_sitting_course_id"), "sitting", ["course_id"])
    op.create_index(op.f("ix_sitting_rollout_id"), "sitting", ["rollout_id"])
    op.create_index(op.f("ix_sitting_starts_at"), "sitting", ["starts_at"])
    op.create_index(op.f("ix_sitting_trainer_id"), "sitting", ["trainer_id"])
    op.create_index(op.f("ix_sitting_training_room_id"), "sitting", ["training_room_id"])
    op.create_index(op.f("ix_sitting_unit_id"), "sitting", ["unit_id"])
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("attendance", sa.String(length=40), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("rated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_enrolment_sitting_id_sitting"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_enrolment_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("sitting_id", "staff_id", name=op.f("uq_enrolment_sitting_id_staff_id")),
    )
    op.create_index(op.f("ix_enrolment_sitting_id"), "enrolment", ["sitting_id"])
    op.create_index(op.f("ix_enrolment_staff_id"), "enrolment", ["staff_id"])
    op.create_table(
        "sitting_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_sitting_rating_sitting_id_sitting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_rating")),
        sa.UniqueConstraint("sitting_id", "stars", name=op.f("uq_sitting_rating_sitting_id_stars")),
    )
    op.create_index(op.f("ix_sitting_rating_sitting_id"), "sitting_rating", ["sitting_id"])
    op.create_table(
        "training_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=True),
        sa.Column("fresh_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_training_cell_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_training_cell_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_training_cell_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_cell")),
        sa.UniqueConstraint("staff_id", "course_id", name=op.f("uq_training_cell_staff_id_course_id")),
    )
    op.create_index(op.f("ix_training_cell_course_id"), "training_cell", ["course_id"])
    op.create_index("ix_training_cell_rollout_id_course_id", "training_cell", ["rollout_id", "course_id"])
    op.create_table(
        "training_export_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"],
            ["training_export.id"],
            name=op.f("fk_training_export_person_export_id_training_export"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_training_export_person_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_export_person")),
        sa.UniqueConstraint("export_id", "staff_id", name=op.f("uq_training_export_person_export_id_staff_id")),
    )
    op.create_index(op.f("ix_training_export_person_export_id"), "training_export_person", ["export_id"])
    op.create_index(op.f("ix_training_export_person_staff_id"), "training_export_person", ["staff_id"])
    op.create_table(
        "training_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("score", sa.String(length=40), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_training_result_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user.id"], name=op.f("fk_training_result_recorded_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_training_result_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sitting.id"], name=op.f("fk_training_result_sitting_id_sitting"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_training_result_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_result")),
        sa.UniqueConstraint("rollout_id", "source_key", name=op.f("uq_training_result_rollout_id_source_key")),
    )
    op.create_index(op.f("ix_training_result_course_id"), "training_result", ["course_id"])
    op.create_index(op.f("ix_training_result_day"), "training_result", ["day"])
    op.create_index(op.f("ix_training_result_rollout_id"), "training_result", ["rollout_id"])
    op.create_index(op.f("ix_training_result_sitting_id"), "training_result", ["sitting_id"])
    op.create_index("ix_training_result_staff_id_course_id", "training_result", ["staff_id", "course_id"])
    op.create_table(
        "training_standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("fresh_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_training_standing_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_training_standing_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_standing")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_training_standing_staff_id")),
    )
    op.create_index(op.f("ix_training_standing_rollout_id"), "training_standing", ["rollout_id"])
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_certificate_course_id_course"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["result_id"],
            ["training_result.id"],
            name=op.f("fk_certificate_result_id_training_result"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["rollout_id"], ["rollout.id"], name=op.f("fk_certificate_rollout_id_rollout"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_certificate_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("rollout_id", "number", name=op.f("uq_certificate_rollout_id_number")),
        sa.UniqueConstraint("result_id", name=op.f("uq_certificate_result_id")),
    )
    op.create_index(op.f("ix_certificate_number"), "certificate", ["number"])
    op.create_index(op.f("ix_certificate_course_id"), "certificate", ["course_id"])
    op.create_index(op.f("ix_certificate_rollout_id"), "certificate", ["rollout_id"])
    op.create_index(op.f("ix_certificate_staff_id"), "certificate", ["staff_id"])


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
