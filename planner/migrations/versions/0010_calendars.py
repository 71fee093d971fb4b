"""Calendars of a plan."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table('plan_feed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rollout_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('all', 'mine', 'gates', name='feedkind', native_enum=False, length=40), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['rollout_id'], ['rollout.id'], name=op.f('fk_plan_feed_rollout_id_rollout'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_plan_feed_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_feed')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_plan_feed_token_hash'))
    )
    op.create_index(op.f('ix_plan_feed_rollout_id'), 'plan_feed', ['rollout_id'])
    op.create_index(op.f('ix_plan_feed_user_id'), 'plan_feed', ['user_id'])
