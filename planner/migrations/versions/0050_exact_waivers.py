"""What is accepted of a known mistake is kept exactly: how far a figure lies beyond its line, not its whole number."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

LINES = {
    "invisible-sponsor/people.sponsor_days_silent": 30,
    "invisible-sponsor/people.coalition_gaps": 0,
    "committee-without-decisions/people.overdue_actions": 2,
    "knowledge-in-one-head/people.critical_roles_in_one_hand": 4,
    "no-owner-after-project/people.raci_findings": 5,
    "expectations-not-managed/people.stakeholder_gaps": 3,
    "no-super-users/people.units_without_champion": 0,
    "culture-misfit/people.culture_misfits": 0,
    "no-definition-of-success/goals.not_smart": 2,
    "no-definition-of-success/goals.without_kpi": 0,
    "goals-forgotten-until-the-end/goals.not_served": 0,
    "kpi-without-baseline/kpis.without_baseline": 0,
    "requirements-wish-list/technology.open_must_requirements": 0,
    "problems-about-the-system-lost/process.open_problems_older_than_14_days": 0,
}
"""Figures that count, so that their whole number was exact, by detector, with the line beyond which they are found."""


def upgrade() -> None:
    """Widen the column. Of other figures the accepted state was not kept: those findings have to be accepted anew."""
    with op.batch_alter_table("accepted_mistake") as table:
        table.alter_column(
            "accepted",
            existing_type=sa.Integer(),
            type_=sa.String(length=40),
            nullable=True,
            postgresql_using="accepted::varchar",
        )
    waivers = sa.table("accepted_mistake", sa.column("detector", sa.String), sa.column("accepted", sa.String))
    rows = op.get_bind().execute(sa.select(waivers.c.detector).distinct().where(waivers.c.detector.like("%/%.%")))
    for (key,) in rows.all():
        own = waivers.c.detector == key
        if key not in LINES:
            op.execute(waivers.update().where(own).values(accepted=None))
            continue
        beyond = sa.cast(waivers.c.accepted, sa.Integer) - LINES[key]
        op.execute(waivers.update().where(own).values(accepted=sa.cast(beyond, sa.String(40))))
    single = waivers.c.detector.in_(("big-bang/waves", "oversized-first-phase/waves"))
    op.execute(waivers.update().where(single).values(accepted=None))


def downgrade() -> None:
    """Going back is by restoring a backup."""
    raise RuntimeError("Going back is by restoring a backup: planner restore FILE.")
