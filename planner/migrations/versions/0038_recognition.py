"""Contributions, and who is champion of which unit."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

PEOPLE = ("proposed_by_id", "seconded_by_id", "thanked_by_id")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Enum("person", "team", "unit", "project", name="subject", native_enum=False, length=40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("team", sa.String(length=120), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("results", sa.Enum("not-yet", "helped", "unit", "figures", name="results", native_enum=False, length=40), nullable=False),
        sa.Column("potential", sa.Enum("done", "again", "others", "whole", name="potential", native_enum=False, length=40), nullable=False),
        sa.Column("step", sa.Enum("proposed", "seconded", "thanked", "withdrawn", name="step", native_enum=False, length=40), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("seconded_by_id", sa.Integer(), nullable=True),
        sa.Column("seconded_on", sa.Date(), nullable=True),
        sa.Column("thanks", sa.String(length=500), nullable=False),
        sa.Column("thanked_by_id", sa.Integer(), nullable=True),
        sa.Column("thanked_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_contribution_rollout_id_rollout"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_contribution_staff_id_staff"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_contribution_unit_id_unit"), ondelete="SET NULL"),
        *(
            sa.ForeignKeyConstraint([column], ["user.id"], name=op.f(f"fk_contribution_{column}_user"), ondelete="SET NULL")
            for column in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    for column in ("rollout_id", "staff_id", "unit_id"):
        op.create_index(op.f(f"ix_contribution_{column}"), "contribution", [column])
    op.create_table(
        "champion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("named_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_champion_rollout_id_rollout"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_champion_unit_id_unit"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_champion_staff_id_staff"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["named_by_id"], ["user.id"], name=op.f("fk_champion_named_by_id_user"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_champion")),
    )
    for column in ("rollout_id", "unit_id", "staff_id"):
        op.create_index(op.f(f"ix_champion_{column}"), "champion", [column])


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
