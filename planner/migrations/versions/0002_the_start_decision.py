"""The start decision."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('stop_criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rollout_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(length=80), nullable=False),
    sa.Column('at', sa.Enum('no', 'partly', name='stopat', native_enum=False, length=40), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('after_start', sa.Boolean(), nullable=False),
    sa.Column('withdrawn', sa.String(length=500), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_stop_criterion_author_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['rollout_id'], ['rollout.id'], name=op.f('fk_stop_criterion_rollout_id_rollout'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stop_criterion'))
    )

    with op.batch_alter_table('stop_criterion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stop_criterion_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_stop_criterion_rollout_id'), ['rollout_id'], unique=False)

    op.create_table('strategic_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rollout_id', sa.Integer(), nullable=False),
    sa.Column('choice', sa.Enum('improve', 'change', name='decision', native_enum=False, length=40), nullable=False),
    sa.Column('reason', sa.String(length=2000), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name=op.f('fk_strategic_decision_decided_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['rollout_id'], ['rollout.id'], name=op.f('fk_strategic_decision_rollout_id_rollout'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_strategic_decision')),
    sa.UniqueConstraint('rollout_id', name=op.f('uq_strategic_decision_rollout_id'))
    )

    with op.batch_alter_table('strategic_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_strategic_decision_decided_by_id'), ['decided_by_id'], unique=False)

    op.create_table('suitability_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rollout_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.String(length=80), nullable=False),
    sa.Column('value', sa.Enum('yes', 'partly', 'no', name='choice', native_enum=False, length=40), nullable=False),
    sa.Column('reason', sa.String(length=2000), nullable=False),
    sa.Column('evidence', sa.String(length=2000), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_suitability_answer_author_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_suitability_answer_owner_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['rollout_id'], ['rollout.id'], name=op.f('fk_suitability_answer_rollout_id_rollout'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suitability_answer')),
    sa.UniqueConstraint('rollout_id', 'question', name=op.f('uq_suitability_answer_rollout_id_question'))
    )

    with op.batch_alter_table('suitability_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_suitability_answer_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_suitability_answer_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_suitability_answer_rollout_id'), ['rollout_id'], unique=False)


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
