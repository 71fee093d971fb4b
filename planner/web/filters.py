"""How dates, numbers and texts are written for people."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import nh3
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from flask import Flask, g, get_flashed_messages, has_request_context
from markupsafe import Markup

from planner.web import current

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

LOCALE = "en_GB"
DASH = "–"
_TAGS = {
    "p",
    "em",
    "strong",
    "ul",
    "ol",
    "li",
    "h2",
    "h3",
    "h4",
    "a",
    "code",
    "blockquote",
    "br",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


@lru_cache(maxsize=8_192)
def write_date(value: date | None) -> str:
    """A date as people read it: 3 Mar 2026; a dash for none."""
    return format_date(value, "d MMM y", locale=LOCALE) if value else DASH


def write_instant(value: datetime | None) -> str:
    """A moment in the rollout's own time zone, outside a rollout in the person's: 3 Mar 2026, 14:05."""
    if value is None:
        return DASH
    rollout = g.get("rollout") if g else None
    place = rollout or (current.user() if has_request_context() and current.signed_in() else None)
    zone = ZoneInfo(place.timezone) if place else UTC
    return format_datetime(value.astimezone(zone), "d MMM y, HH:mm", locale=LOCALE)


def write_percent(value: Decimal | Fraction | int | None, digits: int = 0) -> str:
    """A share of one hundred, given in percent: 82 %; a dash when unknown, never zero."""
    if value is None:
        return DASH
    number = round(Fraction(value) * 10**digits)
    return f"{format_decimal(Decimal(number) / 10**digits, locale=LOCALE)} %"


def write_money(value: Decimal | None, currency: str) -> str:
    """An amount in its currency, without cents: €12,500."""
    return (
        format_currency(value, currency, "¤#,##0", locale=LOCALE, currency_digits=False) if value is not None else DASH
    )


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=512)
def write_markdown(text: str) -> Markup:
    """Text with simple marks, made safe: no scripts, no foreign pictures, links to http, https and mail only."""
    html = nh3.clean(
        _reader().render(text), tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
    )
    return Markup(html)  # noqa: S704 - nh3 cleaned it


@lru_cache(maxsize=1024)
def icon(name: str, label: str = "") -> Markup:
    """An icon from the installed set; without a label it is decoration that screen readers skip."""
    import lucide

    marks = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    svg = lucide._render_icon(name, 18, **{"class": "icon", "focusable": "false", **marks})  # noqa: SLF001 - no other API
    return Markup(svg)  # noqa: S704 - comes from the installed package


def install(app: Flask) -> None:
    """Give the templates their filters and words."""
    app.jinja_env.filters.update(
        date=write_date, instant=write_instant, percent=write_percent, money=write_money, markdown=write_markdown
    )
    app.jinja_env.globals.update(icon=icon, may=current.may, flashes=lambda: get_flashed_messages(with_categories=True))
