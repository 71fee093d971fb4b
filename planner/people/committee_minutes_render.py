"""Draws the minutes of a meeting on paper: a tagged PDF of A4 sheets, the same bytes for the same minutes."""

import hashlib
from functools import cache

from babel.dates import format_date
from jinja2 import Environment

from planner.basics.pdf_render import paper_templates, printed
from planner.people.committee_minutes import Minutes


def minutes_pdf(minutes: Minutes) -> bytes:
    """The minutes as PDF/UA-1; raises NotPrintable where that cannot be made."""
    html = minutes_html(minutes)
    return printed(html, hashlib.sha256(html.encode()).hexdigest())


def minutes_html(minutes: Minutes) -> str:
    """The sheets before they are laid out."""
    return _environment().get_template("people/print/minutes.html").render(minutes=minutes)


@cache
def _environment() -> Environment:
    jinja = paper_templates()
    jinja.filters["day"] = lambda day: format_date(day, "d MMM y", locale="en_GB")
    return jinja
