"""The pictures of a report: part of a page, a file that stands alone, and a tagged PDF. One set of templates draws all.

Nothing is fetched from a network or a disk path: the PDF may use the packaged fonts and its own style sheet, no more.
The same report always gives the same bytes, because no clock and no random number takes part.
"""

import threading
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planner.basics.errors import PlannerError
from planner.basics.pauses import without_collector
from planner.paths import STATIC, TEMPLATES
from planner.reports import wording
from planner.reports.document import digest
from planner.reports.report import Changes, Report

TEMPLATE_VERSION = "1"
PANGO_HINT = (
    "PDF output needs the Pango library. Debian and Ubuntu: "
    "sudo apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core. "
    "macOS: brew install pango. The page and the JSON file work without it."
)
STANDALONE_CSS = ("tokens.css", "base.css", "parts.css", "charts.css", "report.css", "print.css")
FONTS = {f"SourceSansPro-{style}.ttf" for style in ("Regular", "It", "Semibold", "Bold")}
_one_at_a_time = threading.Lock()


class NotPrintable(PlannerError):
    """The PDF could not be made; the message says what to do."""


def body(report: Report) -> Markup:
    """The sections of the report as part of a page, all text escaped."""
    return Markup(_draw("reports/_readiness.html", report))  # noqa: S704 - drawn with autoescape on


def change_list(changes: Changes) -> Markup:
    """The table of differences between two reports as part of a page."""
    drawn = environment().get_template("reports/_change_list.html").render(items=changes.items)
    return Markup(drawn)  # noqa: S704 - drawn with autoescape on


def standalone(report: Report) -> str:
    """One HTML file with its style inside, readable without the product and without a network."""
    return _draw("reports/print/standalone.html", report, css=_standalone_css())


def pdf(report: Report) -> bytes:
    """The report as PDF/UA-1: tagged, with bookmarks, page numbers and a running header.

    Raises NotPrintable when Pango is missing or the content cannot be laid out.
    """
    html = _draw("reports/print/readiness.html", report)
    with _one_at_a_time, without_collector():
        return _print(html, digest(report))


def _print(html: str, identifier: str) -> bytes:
    weasyprint = _weasyprint()
    try:
        document = weasyprint.HTML(string=html, url_fetcher=_fetcher())
        printed: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode("ascii"))
    except RecursionError as error:
        raise NotPrintable("The report is nested too deeply to be printed.") from error
    return printed


def _weasyprint() -> Any:  # noqa: ANN401 - ships no types
    try:
        import weasyprint
    except OSError as error:
        raise NotPrintable(PANGO_HINT) from error
    return weasyprint


@cache
def _fetcher() -> Any:  # noqa: ANN401 - ships no types
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Packaged(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
        """Gives out the packaged fonts and the print style; refuses every other address."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint's own signature
            """The bytes of a packaged file; ValueError for anything else, which WeasyPrint leaves out."""
            kind, path = packaged(url)
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return Packaged()


def packaged(url: str) -> tuple[str, Path]:
    """Media type and file of an address the printer may read; ValueError for every other address.

    >>> packaged("packaged:css/report-print.css")[0]
    'text/css'
    """
    name = url.removeprefix("packaged:font/")
    if name in FONTS and url == f"packaged:font/{name}":
        return "font/ttf", Path(str(files("font_source_sans_pro"))) / "files" / name
    if url == "packaged:css/report-print.css":
        return "text/css", STATIC / "css" / "report-print.css"
    raise ValueError(f"not a packaged file: {url}")


def _draw(template: str, report: Report, **more: object) -> str:
    return environment().get_template(template).render(report=report, sha256=digest(report), **more)


@cache
def environment() -> Environment:
    """The report's own Jinja: it knows the report's words and nothing of the web application."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
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
