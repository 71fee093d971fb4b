"""Hours that line managers confirm, and what people may decide."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "commitment_authority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("decides", sa.String(length=1000), nullable=False),
        sa.Column("limit", sa.String(length=40), nullable=True),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_commitment_authority_rollout_id_rollout"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_commitment_authority_user_id_user"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_authority")),
        sa.UniqueConstraint("rollout_id", "user_id", name=op.f("uq_commitment_authority_rollout_id_user_id")),
    )
    with op.batch_alter_table("commitment_authority", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_authority_rollout_id"), ["rollout_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_authority_user_id"), ["user_id"], unique=False)

    with op.batch_alter_table("promised_hours", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed_hours", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("confirmed_by", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("confirmed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("confirmed_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_promised_hours_confirmed_by_id"), ["confirmed_by_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_promised_hours_confirmed_by_id_user"), "user", ["confirmed_by_id"], ["id"], ondelete="SET NULL")



def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
