"""Plans and gates."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table('gate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rollout_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=100), nullable=False),
    sa.Column('ref', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('phase_ref', sa.String(length=80), nullable=False),
    sa.Column('phase_name', sa.String(length=200), nullable=False),
    sa.Column('wave', sa.Integer(), nullable=True),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('not-called', 'called', 'decided', name='gatestate', native_enum=False, length=40), nullable=False),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('called_by_id', sa.Integer(), nullable=True),
    sa.Column('criteria', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['called_by_id'], ['user.id'], name=op.f('fk_gate_called_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_gate_owner_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['rollout_id'], ['rollout.id'], name=op.f('fk_gate_rollout_id_rollout'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate')),
    sa.UniqueConstraint('rollout_id', 'key', name=op.f('uq_gate_rollout_id_key'))
    )

    with op.batch_alter_table('gate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gate_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_gate_rollout_id'), ['rollout_id'], unique=False)

    op.create_table('plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rollout_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('source', sa.Enum('playbook', 'file', name='plansource', native_enum=False, length=40), nullable=False),
    sa.Column('title', sa.String(length=512), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('minutes_per_day', sa.Integer(), nullable=False),
    sa.Column('calendar_uid', sa.Integer(), nullable=True),
    sa.Column('start', sa.DateTime(), nullable=True),
    sa.Column('finish', sa.DateTime(), nullable=True),
    sa.Column('task_count', sa.Integer(), nullable=False),
    sa.Column('link_count', sa.Integer(), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('imported_by_id', sa.Integer(), nullable=True),
    sa.Column('warnings', sa.JSON(), nullable=False),
    sa.Column('calendars', sa.Text(), nullable=False),
    sa.Column('resources', sa.Text(), nullable=False),
    sa.Column('assignments', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['imported_by_id'], ['user.id'], name=op.f('fk_plan_imported_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['rollout_id'], ['rollout.id'], name=op.f('fk_plan_rollout_id_rollout'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan')),
    sa.UniqueConstraint('rollout_id', 'number', name=op.f('uq_plan_rollout_id_number'))
    )

    with op.batch_alter_table('plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_rollout_id'), ['rollout_id'], unique=False)

    op.create_table('gate_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('gate_id', sa.Integer(), nullable=False),
    sa.Column('decision', sa.Enum('go', 'conditional-go', 'hold', 'recycle', 'stop', name='decision', native_enum=False, length=40), nullable=False),
    sa.Column('decider_id', sa.Integer(), nullable=True),
    sa.Column('called_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('snapshot', sa.Integer(), nullable=True),
    sa.Column('criteria', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['called_by_id'], ['user.id'], name=op.f('fk_gate_decision_called_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['decider_id'], ['user.id'], name=op.f('fk_gate_decision_decider_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['gate_id'], ['gate.id'], name=op.f('fk_gate_decision_gate_id_gate'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate_decision'))
    )

    with op.batch_alter_table('gate_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gate_decision_gate_id'), ['gate_id'], unique=False)

    op.create_table('plan_task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('uid', sa.Integer(), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('outline_level', sa.Integer(), nullable=False),
    sa.Column('wbs', sa.String(length=255), nullable=False),
    sa.Column('name', sa.String(length=512), nullable=False),
    sa.Column('kind', sa.Enum('summary', 'milestone', 'task', name='kind', native_enum=False, length=40), nullable=False),
    sa.Column('phase_ref', sa.String(length=80), nullable=False),
    sa.Column('stage_ref', sa.String(length=80), nullable=False),
    sa.Column('task_ref', sa.String(length=80), nullable=False),
    sa.Column('gate_key', sa.String(length=100), nullable=False),
    sa.Column('wave', sa.Integer(), nullable=True),
    sa.Column('duration_seconds', sa.BigInteger(), nullable=True),
    sa.Column('elapsed', sa.Boolean(), nullable=False),
    sa.Column('estimated', sa.Boolean(), nullable=False),
    sa.Column('optimistic_days', sa.Integer(), nullable=True),
    sa.Column('likely_days', sa.Integer(), nullable=True),
    sa.Column('pessimistic_days', sa.Integer(), nullable=True),
    sa.Column('start', sa.DateTime(), nullable=True),
    sa.Column('finish', sa.DateTime(), nullable=True),
    sa.Column('actual_start', sa.DateTime(), nullable=True),
    sa.Column('actual_finish', sa.DateTime(), nullable=True),
    sa.Column('percent', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('role_ref', sa.String(length=80), nullable=False),
    sa.Column('manual', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('calendar_uid', sa.Integer(), nullable=True),
    sa.Column('constraint', sa.Enum('as-soon-as-possible', 'as-late-as-possible', 'must-start-on', 'must-finish-on', 'start-no-earlier-than', 'start-no-later-than', 'finish-no-earlier-than', 'finish-no-later-than', name='constraint', native_enum=False, length=40), nullable=False),
    sa.Column('constraint_date', sa.DateTime(), nullable=True),
    sa.Column('deadline', sa.DateTime(), nullable=True),
    sa.Column('slack_seconds', sa.BigInteger(), nullable=True),
    sa.Column('critical', sa.Boolean(), nullable=True),
    sa.Column('baselines', sa.JSON(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_plan_task_owner_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_plan_task_plan_id_plan'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_task')),
    sa.UniqueConstraint('plan_id', 'uid', name=op.f('uq_plan_task_plan_id_uid'))
    )

    with op.batch_alter_table('plan_task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_task_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_plan_task_plan_position', ['plan_id', 'position'], unique=False)

    op.create_table('gate_condition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('met_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('met_by_id', sa.Integer(), nullable=True),
    sa.Column('how', sa.String(length=500), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['decision_id'], ['gate_decision.id'], name=op.f('fk_gate_condition_decision_id_gate_decision'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['met_by_id'], ['user.id'], name=op.f('fk_gate_condition_met_by_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_gate_condition_owner_id_user'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate_condition'))
    )

    with op.batch_alter_table('gate_condition', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gate_condition_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_gate_condition_owner_id'), ['owner_id'], unique=False)

    op.create_table('plan_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('predecessor_id', sa.Integer(), nullable=False),
    sa.Column('successor_id', sa.Integer(), nullable=False),
    sa.Column('type', sa.Enum('FF', 'FS', 'SF', 'SS', name='linktype', native_enum=False, length=40), nullable=False),
    sa.Column('lag', sa.Integer(), nullable=False),
    sa.Column('lag_kind', sa.Enum('working', 'elapsed', 'percent', 'elapsed-percent', name='lagkind', native_enum=False, length=40), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_plan_link_plan_id_plan'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['predecessor_id'], ['plan_task.id'], name=op.f('fk_plan_link_predecessor_id_plan_task'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['successor_id'], ['plan_task.id'], name=op.f('fk_plan_link_successor_id_plan_task'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_link'))
    )

    with op.batch_alter_table('plan_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_link_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_link_predecessor_id'), ['predecessor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_link_successor_id'), ['successor_id'], unique=False)


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
