"""Draws the plan on paper: a PDF of A4 or A3 sheets, the same bytes for the same plan on the same day."""

import hashlib
from collections.abc import Callable
from functools import cache

from babel.dates import format_date
from jinja2 import Environment

from planner.basics.pdf_render import paper_templates, printed
from planner.schedule.paper import MEASURES, UNIT, PrintedPlan

PIXELS_PER_MM = 96 / 25.4


def plan_pdf(plan: PrintedPlan) -> bytes:
    """The plan as PDF/UA-1 with page numbers and a repeated head; raises NotPrintable where that cannot be made."""
    return sheets_pdf(plan_html(plan))


def sheets_pdf(html: str, heard: Callable[[str], None] | None = None) -> bytes:
    """Sheets as they are laid out; `heard` is told each step of the printer. Raises NotPrintable."""
    return printed(html, hashlib.sha256(html.encode()).hexdigest(), heard=heard)


def plan_html(plan: PrintedPlan) -> str:
    """The sheets before they are laid out."""
    drawn = _environment().get_template("schedule/print/plan.html")
    return drawn.render(plan=plan, measures=MEASURES[plan.paper], scale=UNIT * PIXELS_PER_MM)


@cache
def _environment() -> Environment:
    jinja = paper_templates()
    jinja.filters["day"] = lambda day: format_date(day, "d MMM y", locale="en_GB") if day else "–"
    return jinja
