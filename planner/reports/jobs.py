"""Background work of the reports: PDF files are made before somebody asks for them."""

from planner.db import db
from planner.queue import work
from planner.reports.models import Snapshot
from planner.reports.stored_render import pdf_of


@work("reports.pdf")
def make_pdf(snapshot_id: int) -> None:
    """Make the PDF of a report and keep it; a report that is gone with its rollout needs none."""
    row = db.session.get(Snapshot, snapshot_id)
    if row is not None:
        pdf_of(row)
