"""What is told of the culture is a reading, renewed by five people at once; the first is made of what was answered."""

from collections import defaultdict
from decimal import Decimal
from statistics import median

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

DIMENSIONS = ("decides", "pace", "agreement", "mistakes", "formality", "customer")
FEWEST = 5


def upgrade() -> None:
    """Make the table and the column, and publish what five or more have answered."""
    op.create_table(
        "culture_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rollout_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.Enum(*DIMENSIONS, name="dimension", native_enum=False, length=40), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("middle", sa.String(length=40), nullable=False),
        sa.Column("lower", sa.Integer(), nullable=False),
        sa.Column("upper", sa.Integer(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["rollout_id"], ["rollout.id"], name=op.f("fk_culture_reading_rollout_id_rollout"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_culture_reading")),
        sa.UniqueConstraint("rollout_id", "dimension", name=op.f("uq_culture_reading_rollout_id_dimension")),
    )
    op.create_index(op.f("ix_culture_reading_rollout_id"), "culture_reading", ["rollout_id"])
    op.add_column("culture_answer", sa.Column("counted", sa.JSON(), server_default="[]", nullable=False))
    _publish()


def _publish() -> None:
    connection = op.get_bind()
    answers = sa.table(
        "culture_answer", sa.column("rollout_id"), sa.column("dimension"), sa.column("step"),
        sa.column("answered_on", sa.Date), sa.column("counted", sa.JSON),
    )  # fmt: skip
    readings = sa.table(
        "culture_reading", *map(sa.column, ("rollout_id", "dimension", "answers", "middle", "lower", "upper")),
        sa.column("read_on", sa.Date),
    )  # fmt: skip
    given = defaultdict(list)
    for row in connection.execute(sa.select(answers)):
        given[row.rollout_id, row.dimension].append(row)
    for (rollout_id, dimension), rows in given.items():
        if len(rows) >= FEWEST:
            steps, quarter = sorted(row.step for row in rows), len(rows) // 4
            connection.execute(
                readings.insert().values(
                    rollout_id=rollout_id, dimension=dimension, answers=len(rows) - len(rows) % FEWEST,
                    middle=format(Decimal(str(median(steps))), "f"), lower=steps[quarter], upper=steps[-quarter - 1],
                    read_on=max(row.answered_on for row in rows),
                )
            )  # fmt: skip
            for step in set(steps):
                told = (answers.c.rollout_id == rollout_id) & (answers.c.dimension == dimension) & (answers.c.step == step)
                connection.execute(answers.update().where(told).values(counted=[step]))


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
