"""Numbers and days as people type them into tables: `1,234.5`, `95 %`, `02.03.2026`; what is unclear is refused."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d")


def number_of(cell: object) -> Decimal:
    """The number of a cell; ValueError says why there is none.

    >>> number_of("1,234.50"), number_of("95 %"), number_of("0,5")
    (Decimal('1234.50'), Decimal('95'), Decimal('0.5'))
    """
    if isinstance(cell, bool) or cell is None or cell == "":
        raise ValueError("There is no number.")
    if isinstance(cell, int | float | Decimal):
        return _finite(Decimal(str(cell)))
    text = str(cell).strip().removesuffix("%").replace("\N{NO-BREAK SPACE}", " ").replace(" ", "").replace("'", "")
    text = text.replace("\N{MINUS SIGN}", "-")
    return _finite(_decimal(_plain(text)))


def _plain(text: str) -> str:
    points, commas = text.count("."), text.count(",")
    if points and commas:
        decimal, thousands = (".", ",") if text.rfind(".") > text.rfind(",") else (",", ".")
        return text.replace(thousands, "").replace(decimal, ".")
    sign = "," if commas else "."
    if commas + points > 1:
        head, *groups = text.split(sign)
        if not head.lstrip("-") or any(len(group) != 3 for group in groups):
            raise ValueError("This is no number.")
        return text.replace(sign, "")
    if commas == 1:
        whole, _, part = text.partition(",")
        if len(part) == 3 and whole.lstrip("-") not in {"", "0"}:
            raise ValueError("This can be a thousand or a thousandth: write 1234 or 1.234 with a point.")
        return f"{whole}.{part}"
    return text


def _decimal(text: str) -> Decimal:
    if not text.isascii() or any(sign not in "0123456789.+-eE" for sign in text):
        raise ValueError("This is no number.")
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError("This is no number.") from error


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value.adjusted()) > 20:
        raise ValueError("This is no number of a usual size.")
    return value


def day_of(cell: object) -> date:
    """The day of a cell; ValueError says why there is none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell or "").strip()
    for form in FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError("There is no day: write it as 2026-03-02.")
