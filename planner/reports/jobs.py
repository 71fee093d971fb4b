"""Background work of the reports: PDF files are made before somebody asks for them."""

from planner.db import db, transaction
from planner.queue import daily, work
from planner.reports.models import Snapshot
from planner.reports.share_service import make_due
from planner.reports.stored_render import pdf_of
from planner.rollouts import queries as rollouts
from planner.web import clock


@work("reports.pdf")
def make_pdf(snapshot_id: int) -> None:
    """Make the PDF of a report and keep it; a report that is gone with its rollout needs none."""
    row = db.session.get(Snapshot, snapshot_id)
    if row is not None:
        pdf_of(row)


@daily("reports.rhythm")
def make_reports() -> None:
    """Freeze the reports that are due today in each rollout; their PDF files follow as work of their own."""
    for rollout in rollouts.all_rollouts():
        if rollouts.has_playbook(rollout.id):
            with transaction():
                make_due(rollout, clock.today_in(rollout.timezone), clock.now())
