"""Roles with who holds them, and deliverables with each role's part."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "raci_deliverable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("phase_ref", sa.String(length=80), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("letters", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_raci_deliverable_rollout_id_rollout"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raci_deliverable")),
    )
    with op.batch_alter_table("raci_deliverable", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_raci_deliverable_rollout_id"), ["rollout_id"], unique=False)

    op.create_table(
        "raci_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("fit", sa.Enum("none", "manager", "expert", name="fitkind", native_enum=False, length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_raci_role_rollout_id_rollout"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raci_role")),
        sa.UniqueConstraint("rollout_id", "key", name=op.f("uq_raci_role_rollout_id_key")),
    )
    with op.batch_alter_table("raci_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_raci_role_rollout_id"), ["rollout_id"], unique=False)

    op.create_table(
        "raci_holder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("deputy", sa.Boolean(), nullable=False),
        sa.Column("fit", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["raci_role.id"], name=op.f("fk_raci_holder_role_id_raci_role"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_raci_holder_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raci_holder")),
    )
    with op.batch_alter_table("raci_holder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_raci_holder_role_id"), ["role_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_raci_holder_user_id"), ["user_id"], unique=False)



def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
