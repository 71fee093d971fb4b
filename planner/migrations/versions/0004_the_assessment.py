"""The assessment."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('evidence_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rollout_id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['added_by_id'], ['user.id'], name=op.f('fk_evidence_file_added_by_id_user')),
    sa.ForeignKeyConstraint(['rollout_id'], ['rollout.id'], name=op.f('fk_evidence_file_rollout_id_rollout'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_file'))
    )

    with op.batch_alter_table('evidence_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_file_added_by_id'), ['added_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_file_rollout_id'), ['rollout_id'], unique=False)

    op.create_table('verdict_override',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rollout_id', sa.Integer(), nullable=False),
    sa.Column('gate_key', sa.String(length=140), nullable=False),
    sa.Column('state', sa.Enum('go', 'conditional go', 'hold', 'stop', name='verdictstate', native_enum=False, length=40), nullable=False),
    sa.Column('reason', sa.String(length=1000), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_verdict_override_by_id_user')),
    sa.ForeignKeyConstraint(['rollout_id'], ['rollout.id'], name=op.f('fk_verdict_override_rollout_id_rollout'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verdict_override')),
    sa.UniqueConstraint('rollout_id', 'gate_key', name=op.f('uq_verdict_override_rollout_id_gate_key'))
    )

    with op.batch_alter_table('verdict_override', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_verdict_override_by_id'), ['by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_verdict_override_rollout_id'), ['rollout_id'], unique=False)

    op.create_table('readiness_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rollout_id', sa.Integer(), nullable=False),
    sa.Column('gate_key', sa.String(length=140), nullable=False),
    sa.Column('criterion_ref', sa.String(length=120), nullable=False),
    sa.Column('state', sa.Enum('scored', 'not-applicable', 'unknown', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('value', sa.String(length=40), nullable=True),
    sa.Column('grade', sa.Enum('asserted', 'observed', 'measured', name='grade', native_enum=False, length=40), nullable=False),
    sa.Column('evidence', sa.String(length=4000), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('na_reason', sa.String(length=1000), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=False),
    sa.Column('verified_by_id', sa.Integer(), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_readiness_answer_author_id_user')),
    sa.ForeignKeyConstraint(['file_id'], ['evidence_file.id'], name=op.f('fk_readiness_answer_file_id_evidence_file')),
    sa.ForeignKeyConstraint(['rollout_id'], ['rollout.id'], name=op.f('fk_readiness_answer_rollout_id_rollout'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['verified_by_id'], ['user.id'], name=op.f('fk_readiness_answer_verified_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_readiness_answer')),
    sa.UniqueConstraint('rollout_id', 'gate_key', 'criterion_ref', name=op.f('uq_readiness_answer_rollout_id_gate_key_criterion_ref'))
    )

    with op.batch_alter_table('readiness_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_readiness_answer_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_readiness_answer_file_id'), ['file_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_readiness_answer_rollout_id'), ['rollout_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_readiness_answer_verified_by_id'), ['verified_by_id'], unique=False)

    op.create_table('readiness_answer_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rollout_id', sa.Integer(), nullable=False),
    sa.Column('gate_key', sa.String(length=140), nullable=False),
    sa.Column('criterion_ref', sa.String(length=120), nullable=False),
    sa.Column('state', sa.Enum('scored', 'not-applicable', 'unknown', name='state', native_enum=False, length=40), nullable=False),
    sa.Column('value', sa.String(length=40), nullable=True),
    sa.Column('grade', sa.Enum('asserted', 'observed', 'measured', name='grade', native_enum=False, length=40), nullable=False),
    sa.Column('evidence', sa.String(length=4000), nullable=False),
    sa.Column('link', sa.String(length=500), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('na_reason', sa.String(length=1000), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=False),
    sa.Column('verified_by_id', sa.Integer(), nullable=True),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_readiness_answer_revision_author_id_user')),
    sa.ForeignKeyConstraint(['file_id'], ['evidence_file.id'], name=op.f('fk_readiness_answer_revision_file_id_evidence_file')),
    sa.ForeignKeyConstraint(['rollout_id'], ['rollout.id'], name=op.f('fk_readiness_answer_revision_rollout_id_rollout'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['verified_by_id'], ['user.id'], name=op.f('fk_readiness_answer_revision_verified_by_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_readiness_answer_revision'))
    )

    with op.batch_alter_table('readiness_answer_revision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_readiness_answer_revision_author_id'), ['author_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_readiness_answer_revision_file_id'), ['file_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_readiness_answer_revision_rollout_id'), ['rollout_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_readiness_answer_revision_verified_by_id'), ['verified_by_id'], unique=False)


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
