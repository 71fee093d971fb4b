"""The pictures of a report: part of a page, a file that stands alone, and a tagged PDF. One set of templates draws all.

The same report always gives the same bytes, because no clock and no random number takes part.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter

from jinja2 import Environment
from markupsafe import Markup

from planner.basics.pdf_render import paper_templates, printed
from planner.paths import STATIC
from planner.reports import paper_document, wording
from planner.reports.document import digest
from planner.reports.form import left_out, parts_of
from planner.reports.paper import Paper
from planner.reports.report import Changes, Report

TEMPLATE_VERSION = "4"
STANDALONE_CSS = ("tokens.css", "base.css", "parts.css", "charts.css", "report.css", "print.css")


def body(report: Report | Paper) -> Markup:
    """The sections of the report as part of a page, all text escaped."""
    template = "reports/_paper.html" if isinstance(report, Paper) else "reports/_readiness.html"
    return Markup(_draw(template, report, on_page=True))  # noqa: S704 - drawn with autoescape on


def change_list(changes: Changes) -> Markup:
    """The table of differences between two reports as part of a page."""
    drawn = environment().get_template("reports/_change_list.html").render(items=changes.items)
    return Markup(drawn)  # noqa: S704 - drawn with autoescape on


def standalone(report: Report | Paper) -> str:
    """One HTML file with its style inside, readable without the product and without a network."""
    logo = f"data:image/png;base64,{report.form.logo}" if report.form else ""
    return _draw("reports/print/standalone.html", report, css=_standalone_css(), logo=logo)


def pdf(report: Report | Paper, heard: Callable[[str], None] | None = None) -> bytes:
    """The report as PDF/UA-1: tagged, with bookmarks, page numbers and a running header; `heard` is told each step.

    Raises NotPrintable when Pango is missing or the content cannot be laid out.
    """
    return printed(page_of(report), digest_of(report), pictures_of(report), heard)


def page_of(report: Report | Paper) -> str:
    """The page that the printer lays out, in the customer's colours."""
    html = _draw("reports/print/readiness.html", report, logo=LOGO)
    for own, chosen in _tones(report.form.accent if report.form else ""):
        html = html.replace(f'fill="{own}"', f'fill="{chosen}"')
    return html


def pictures_of(report: Report | Paper) -> dict[str, bytes]:
    """The pictures of that page by their addresses."""
    return {LOGO: b64decode(report.form.logo)} if report.form and report.form.logo else {}


LOGO = "packaged:image/logo.png"
BAR, SOFT_BAR = "#3d6ea8", "#bcd0e8"
"""The colours of the product's bars, as the pictures' attributes name them: certain, and possible."""


def _tones(accent: str) -> tuple[tuple[str, str], ...]:
    """What a customer's colour of bars replaces: the colour itself, and its tint for what is only possible."""
    if not accent:
        return ()
    tint = "".join(f"{255 - (255 - int(accent[place : place + 2], 16)) * 2 // 5:02x}" for place in (1, 3, 5))
    return ((BAR, accent), (SOFT_BAR, f"#{tint}"))


def digest_of(report: Report | Paper) -> str:
    """The fingerprint of a report of any kind."""
    return paper_document.digest(report) if isinstance(report, Paper) else digest(report)


def _draw(template: str, report: Report | Paper, **more: object) -> str:
    """Every template is told whether it draws a paper, which has sections, or a readiness report."""
    paper = isinstance(report, Paper)
    known = {"on_page": False, "parts": parts_of(report), "left_out": left_out(report), **more}
    html = environment().get_template(template).render(report=report, sha256=digest_of(report), paper=paper, **known)
    return _without_dead_links(html) if known["left_out"] else html


def _without_dead_links(html: str) -> str:
    """Links to parts that were left out become plain words."""
    there = set(re.findall(r'\sid="([^"]+)"', html))
    return re.sub(r' href="#([^"]+)"', lambda link: link[0] if link[1] in there else "", html)


@cache
def environment() -> Environment:
    """The report's own Jinja: it knows the report's words and nothing of the web application."""
    jinja = paper_templates()
    jinja.filters |= {
        "percent": wording.percent,
        "whole": wording.whole,
        "day": wording.day,
        "short_day": wording.short_day,
        "days": wording.days,
        "ident": wording.ident,
        "runs": _runs,
        "after": wording.after,
        "light": wording.light,
        "long": wording.has_long_word,
    }
    jinja.globals |= {"span": wording.span, "moment": wording.moment, "count": wording.count}
    return jinja


def _runs(rows: Sequence[object], attribute: str) -> list[tuple[object, list[object]]]:
    """Neighbours with the same value of an attribute, in the order of the report."""
    return [(value, list(group)) for value, group in groupby(rows, key=attrgetter(attribute))]


@cache
def _standalone_css() -> Markup:
    sheets = "\n".join((STATIC / "css" / name).read_text("utf-8") for name in STANDALONE_CSS)
    kept = (line for line in sheets.splitlines() if not line.startswith("@font-face"))
    return Markup("\n".join(kept).replace("</", "<\\/"))  # noqa: S704 - our own style sheets
