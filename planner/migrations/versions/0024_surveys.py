"""Surveys: questions, who is asked, running counts, published results, open views, actions."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ANONYMITY = "whether a survey is anonymous is said once and never changed"
CLOSED = "a closed survey is not opened again"


def upgrade() -> None:
    """Make the tables, and let the database itself keep the two promises of a survey."""
    op.create_table('survey',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rollout_id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=80), nullable=False),
    sa.Column('topic', sa.Enum('consultation', 'readiness', 'usability', 'leadership', 'resistance', 'other', name='topic', native_enum=False, length=40), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('purpose', sa.String(length=1000), nullable=False),
    sa.Column('low_word', sa.String(length=60), nullable=False),
    sa.Column('high_word', sa.String(length=60), nullable=False),
    sa.Column('anonymous', sa.Boolean(), nullable=False),
    sa.Column('by_link', sa.Boolean(), nullable=False),
    sa.Column('opens', sa.Date(), nullable=False),
    sa.Column('closes', sa.Date(), nullable=False),
    sa.Column('stage', sa.Enum('draft', 'open', 'closed', name='surveystage', native_enum=False, length=40), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('closes >= opens', name=op.f('ck_survey_days')),
    sa.ForeignKeyConstraint(['author_id'], ['user.id'], name=op.f('fk_survey_author_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['rollout_id'], ['rollout.id'], name=op.f('fk_survey_rollout_id_rollout'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey'))
    )
    op.create_index(op.f('ix_survey_author_id'), 'survey', ['author_id'], unique=False)
    op.create_index(op.f('ix_survey_rollout_id'), 'survey', ['rollout_id'], unique=False)
    op.create_table('survey_action',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('division', sa.String(length=20), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('ref', sa.String(length=80), nullable=False),
    sa.Column('what', sa.String(length=500), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('due', sa.Date(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['user.id'], name=op.f('fk_survey_action_owner_id_user'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_action_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_action'))
    )
    op.create_index(op.f('ix_survey_action_owner_id'), 'survey_action', ['owner_id'], unique=False)
    op.create_index(op.f('ix_survey_action_survey_id'), 'survey_action', ['survey_id'], unique=False)
    op.create_index('ix_survey_action_survey_id_due', 'survey_action', ['survey_id', 'due'], unique=False)
    op.create_table('survey_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=80), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('kind', sa.Enum('scale', 'choice', 'recommendation', 'text', name='itemkind', native_enum=False, length=40), nullable=False),
    sa.Column('step', sa.Enum('aware', 'willing', 'knowing', 'able', 'sustained', name='step', native_enum=False, length=40), nullable=True),
    sa.Column('construct', sa.String(length=120), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_item_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_item')),
    sa.UniqueConstraint('survey_id', 'ref', name=op.f('uq_survey_item_survey_id_ref'))
    )
    op.create_index(op.f('ix_survey_item_survey_id'), 'survey_item', ['survey_id'], unique=False)
    op.create_table('survey_result',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('division', sa.String(length=20), nullable=False),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('invited', sa.Integer(), nullable=False),
    sa.Column('answered', sa.Integer(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('pooled', sa.JSON(), nullable=False),
    sa.Column('words', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_result_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_result')),
    sa.UniqueConstraint('survey_id', 'division', 'label', name=op.f('uq_survey_result_survey_id_division_label'))
    )
    op.create_index(op.f('ix_survey_result_survey_id'), 'survey_result', ['survey_id'], unique=False)
    op.create_table('survey_statement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.String(length=40), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_statement_survey_id_survey'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_survey_statement_user_id_user'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_statement')),
    sa.UniqueConstraint('survey_id', 'user_id', name=op.f('uq_survey_statement_survey_id_user_id'))
    )
    op.create_index(op.f('ix_survey_statement_survey_id'), 'survey_statement', ['survey_id'], unique=False)
    op.create_index(op.f('ix_survey_statement_user_id'), 'survey_statement', ['user_id'], unique=False)
    op.create_table('survey_tally',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('division', sa.String(length=20), nullable=False),
    sa.Column('label', sa.String(length=700), nullable=False),
    sa.Column('invited', sa.Integer(), nullable=False),
    sa.Column('answered', sa.Integer(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_tally_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_tally')),
    sa.UniqueConstraint('survey_id', 'division', 'label', name=op.f('uq_survey_tally_survey_id_division_label'))
    )
    op.create_index(op.f('ix_survey_tally_survey_id'), 'survey_tally', ['survey_id'], unique=False)
    op.create_table('survey_words',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=80), nullable=False),
    sa.Column('text', sa.String(length=2000), nullable=False),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_words_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_words'))
    )
    op.create_index(op.f('ix_survey_words_survey_id'), 'survey_words', ['survey_id'], unique=False)
    op.create_table('survey_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('nonce', sa.String(length=43), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('profile', sa.JSON(), nullable=False),
    sa.Column('answered', sa.Boolean(), nullable=False),
    sa.Column('reminded_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_survey_invitation_staff_id_staff'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_invitation_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_invitation')),
    sa.UniqueConstraint('survey_id', 'staff_id', name=op.f('uq_survey_invitation_survey_id_staff_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_survey_invitation_token_hash'))
    )
    op.create_index(op.f('ix_survey_invitation_staff_id'), 'survey_invitation', ['staff_id'], unique=False)
    op.create_index(op.f('ix_survey_invitation_survey_id'), 'survey_invitation', ['survey_id'], unique=False)
    op.create_table('survey_reply',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('survey_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['survey_invitation.id'], name=op.f('fk_survey_reply_invitation_id_survey_invitation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_survey_reply_staff_id_staff'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['survey_id'], ['survey.id'], name=op.f('fk_survey_reply_survey_id_survey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_reply')),
    sa.UniqueConstraint('invitation_id', name=op.f('uq_survey_reply_invitation_id'))
    )
    op.create_index(op.f('ix_survey_reply_staff_id'), 'survey_reply', ['staff_id'], unique=False)
    op.create_index(op.f('ix_survey_reply_survey_id'), 'survey_reply', ['survey_id'], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"""CREATE TRIGGER survey_anonymity BEFORE UPDATE OF anonymous ON survey WHEN OLD.anonymous IS NOT NEW.anonymous
    BEGIN SELECT RAISE(ABORT, '{ANONYMITY}'); END"""
        )
        op.execute(
            f"""CREATE TRIGGER survey_closed BEFORE UPDATE OF stage ON survey WHEN OLD.stage = 'closed' AND NEW.stage <> 'closed'
    BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END"""
        )
    else:
        op.execute(
            f"""CREATE OR REPLACE FUNCTION survey_promises() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.anonymous IS DISTINCT FROM NEW.anonymous THEN RAISE EXCEPTION '{ANONYMITY}'; END IF;
      IF OLD.stage = 'closed' AND NEW.stage <> 'closed' THEN RAISE EXCEPTION '{CLOSED}'; END IF;
      RETURN NEW;
    END $$"""
        )
        op.execute(
            """CREATE TRIGGER survey_promises BEFORE UPDATE ON survey FOR EACH ROW EXECUTE FUNCTION survey_promises()"""
        )


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
