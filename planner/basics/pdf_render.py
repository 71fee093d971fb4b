"""Turns pages of the product into PDF files: tagged, with the packaged typeface, and the same bytes for the same page.

Nothing is fetched from a network or a disk path: a PDF may use the packaged fonts and its own style sheet, no more.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from planner.basics.errors import PlannerError
from planner.basics.pauses import without_collector
from planner.paths import STATIC, TEMPLATES

PANGO_HINT = (
    "PDF output needs the Pango library. Debian and Ubuntu: "
    "sudo apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core. "
    "macOS: brew install pango. The page and the other files work without it."
)
FONTS = {f"SourceSansPro-{style}.ttf" for style in ("Regular", "It", "Semibold", "Bold")}
STYLES = {"report-print.css", "plan-print.css", "certificate-print.css"}
NONE: Mapping[str, bytes] = MappingProxyType({})
_one_at_a_time = threading.Lock()


class NotPrintable(PlannerError):
    """The PDF could not be made; the message says what to do."""


def printed(
    html: str, identifier: str, pictures: Mapping[str, bytes] = NONE, heard: Callable[[str], None] | None = None
) -> bytes:
    """A page as PDF/UA-1; `identifier` is plain text that names this very content, such as its fingerprint.

    `pictures` are PNG files by the address under which the page asks for them. `heard` is told each step of the
    printer, such as `Step 5 - Creating layout - Page 12`.

    Raises NotPrintable when Pango is missing or the page cannot be laid out.
    """
    with _one_at_a_time, without_collector(), _listening(heard):
        weasyprint = _weasyprint()
        try:
            document = weasyprint.HTML(string=html, url_fetcher=fetcher(pictures))
            data: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode("ascii"))
        except RecursionError as error:
            raise NotPrintable("This is nested too deeply to be printed.") from error
        return data


@contextmanager
def _listening(heard: Callable[[str], None] | None) -> Iterator[None]:
    """The printer's steps reach `heard`, and nobody else's log."""
    if heard is None:
        yield
        return
    logger, ear = logging.getLogger("weasyprint.progress"), logging.Handler()
    ear.emit = lambda record: heard(record.getMessage())  # type: ignore[method-assign] # a handler that only passes on
    before = logger.level, logger.propagate
    logger.addHandler(ear)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(ear)
        logger.setLevel(before[0])  # sets what loggers remember of it, too
        logger.propagate = before[1]


def paper_templates() -> Environment:
    """Templates for paper: they know nothing of the web application."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _weasyprint() -> Any:  # noqa: ANN401 - ships no types
    try:
        import weasyprint
    except OSError as error:
        raise NotPrintable(PANGO_HINT) from error
    return weasyprint


def fetcher(pictures: Mapping[str, bytes] = NONE) -> Any:  # noqa: ANN401 - ships no types
    """What WeasyPrint asks for files: it gives out packaged ones and the page's own pictures only."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Packaged(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
        """Gives out the packaged fonts and the print styles; refuses every other address."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint's own signature
            """The bytes of a packaged file; ValueError for anything else, which WeasyPrint leaves out."""
            if url in pictures:
                return URLFetcherResponse(url, pictures[url], {"Content-Type": "image/png"})
            kind, path = packaged(url)
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return Packaged()


def packaged(url: str) -> tuple[str, Path]:
    """Media type and file of an address the printer may read; ValueError for every other address.

    >>> packaged("packaged:css/report-print.css")[0]
    'text/css'
    """
    name = url.rpartition("/")[2]
    if name in FONTS and url == f"packaged:font/{name}":
        return "font/ttf", Path(str(files("font_source_sans_pro"))) / "files" / name
    if name in STYLES and url == f"packaged:css/{name}":
        return "text/css", STATIC / "css" / name
    raise ValueError(f"not a packaged file: {url}")
