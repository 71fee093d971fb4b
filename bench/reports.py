"""The readiness report as a PDF: the product beside plain WeasyPrint over the same page, and from the cache."""

from contextvars import Context

from flask import Flask
from sqlalchemy import select

from bench.measure import head, line, once, seconds
from bench.sample import client_of
from planner.basics import pdf_render
from planner.db import db
from planner.reports import render
from planner.reports.document import parse
from planner.reports.models import Snapshot


def run(app: Flask) -> None:
    """Measure one report: drawn anew, and asked for again."""
    import weasyprint

    head("Readiness report as PDF (peer: plain WeasyPrint over the same HTML)")
    row = db.session.scalar(select(Snapshot).order_by(Snapshot.id))
    assert row is not None
    report = parse(row.document)
    html = render.standalone(report)
    fetcher = pdf_render.fetcher()  # the peer may fetch the same styles and typeface
    plain = lambda: weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")  # noqa: E731 - two ways side by side
    own = lambda: render.pdf(report)  # noqa: E731 - two ways side by side
    line("drawn for the first time", once(own), once(plain))
    bare = once(plain)
    line("drawn again, warm", once(own), bare)
    client = client_of(app)
    address = f"/rollouts/{row.rollout_id}/reports/{row.number}.pdf"
    line("second request, from the cache", seconds(lambda: Context().run(client.get, address)), bare)
