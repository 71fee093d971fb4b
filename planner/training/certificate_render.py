"""Draws a certificate on paper: one A4 sheet as tagged PDF, the same bytes for the same certificate."""

import hashlib
from functools import cache

from babel.dates import format_date
from jinja2 import Environment

from planner.basics.pdf_render import paper_templates, printed
from planner.training.certificate_service import CertificateView


def certificate_pdf(view: CertificateView, home: str) -> bytes:
    """The sheet; `home` is the address where its number can be checked. Raises NotPrintable where it cannot be made."""
    html = certificate_html(view, home)
    return printed(html, hashlib.sha256(html.encode()).hexdigest())


def certificate_html(view: CertificateView, home: str) -> str:
    """The sheet before it is laid out."""
    return _environment().get_template("training/print/certificate.html").render(view=view, home=home)


@cache
def _environment() -> Environment:
    jinja = paper_templates()
    jinja.filters["day"] = lambda day: format_date(day, "d MMMM y", locale="en_GB")
    return jinja
