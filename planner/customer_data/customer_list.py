"""Looks at a list of customers before it is brought into a CRM system: what is filled, what is wrong, what is doubled.

Nobody's data is repeated: what is found is told by numbers of rows, counts and shares. Doubled means equal after
tidying (case, blanks, signs); who is the same person under another spelling is not searched for here.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

Value = object
SHOWN_ROWS = 10
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]{2,}")
_PHONE = re.compile(r"\+?[\d\s()/.\-]{5,30}(?:\s*(?:x|ext\.?)\s*\d{1,6})?", re.IGNORECASE)
_FORMULA = ("=", "+", "-", "@", "|", "\t")
_STAND_INS = frozenset({"-", "--", "n/a", "na", "none", "null", "unknown", "tbd", "?", "x", "xxx", "test", "#n/a"})


class Column(StrEnum):
    """What a column of a customer list may say."""

    NUMBER = "customer number"
    NAME = "name"
    EMAIL = "e-mail"
    PHONE = "phone"
    STREET = "street"
    POSTCODE = "postcode"
    CITY = "city"
    COUNTRY = "country"
    VALUE = "value"
    CHANGED = "last change"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMES: Mapping[Column, frozenset[str]] = {
    Column.NUMBER: _words(
        "customerid customernumber customerno customercode accountnumber accountid accountno id kundennummer kundennr "
        "numeroclient idclient externalid"
    ),
    Column.NAME: _words(
        "name customer customername company companyname account accountname fullname organisation organization firma "
        "kunde nom societe raisonsociale"
    ),
    Column.EMAIL: _words("email emailaddress mail emailadresse courriel adressemail"),
    Column.PHONE: _words("phone phonenumber telephone tel mobile telefon telefonnummer telephonenumber"),
    Column.STREET: _words("street address addressline1 address1 strasse straße rue adresse billingstreet"),
    Column.POSTCODE: _words("postcode postalcode zip zipcode plz codepostal billingpostalcode"),
    Column.CITY: _words("city town ort stadt ville billingcity"),
    Column.COUNTRY: _words("country countrycode land pays billingcountry"),
    Column.VALUE: _words("value revenue turnover annualrevenue sales umsatz chiffredaffaires ca"),
    Column.CHANGED: _words(
        "lastchange modified modifiedon lastmodified lastmodifieddate updated updatedat updatedon changedon geandertam "
        "geändertam modifiele"
    ),
}
"""Names of columns in their plain form: letters and digits only, small."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about a list: where, and what."""

    where: str
    message: str


@dataclass
class CustomerCheck:
    """What a list is like. `errors` keep it from being taken; `filled` are the rows with something in each column."""

    rows: int = 0
    columns: Mapping[Column, str] = field(default_factory=dict)
    filled: dict[Column, int] = field(default_factory=dict)
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


def plain(name: object) -> str:
    """A column's name as it is compared.

    >>> plain(" E-Mail "), plain("Customer No.")
    ('email', 'customerno')
    """
    return "".join(sign for sign in str(name if name is not None else "").casefold() if sign.isalnum())


def tidy(value: Value) -> str:
    """A value as it is compared: one form of signs, small, single blanks; what stands in for nothing is nothing.

    >>> tidy("  ACME   Ltd. "), tidy("N/A"), tidy(None), tidy(17)
    ('acme ltd.', '', '', '17')
    """
    if value is None:
        return ""
    text = str(value)
    text = " ".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold().split())
    return "" if text in _STAND_INS else text


def check_customers(table: Sequence[Sequence[Value]], today: date) -> CustomerCheck:
    """Check a list whose first row names its columns; `today` tells what lies in the future."""
    found = CustomerCheck()
    if not table:
        found.errors.append(Finding("file", "The list is empty."))
        return found
    places = _places(table[0], found)
    if found.errors:
        return found
    rows = list(_rows(table, found))
    found.rows = len(rows)
    if not rows:
        found.errors.append(Finding("file", "The list has a header and no customers."))
        return found
    cells = {column: [row[at] if at < len(row) else None for _, row in rows] for column, at in places.items()}
    numbers = [number for number, _ in rows]
    tidied = {column: list(map(tidy, values)) for column, values in cells.items()}
    found.filled = {column: sum(map(bool, values)) for column, values in tidied.items()}
    _look_for_keys(found, numbers, tidied)
    for column, is_good, words in _VALID:
        if column in cells:
            pairs = enumerate(zip(cells[column], tidied[column], strict=True))
            bad = [at for at, (value, text) in pairs if text and not is_good(value, text, today)]
            _tell(found, numbers, bad, f"with {words}", "", column)
    for columns, words in _SAME:
        if all(column in tidied for column in columns):
            _tell_doubled(found, numbers, [tidied[column] for column in columns], words)
    odd = sorted({at for values in cells.values() for at, value in enumerate(values) if _dangerous(value)})
    _tell(found, numbers, odd, "begin a formula or hold unseen signs", "They are text here and stay text.")
    return found


def _places(header: Sequence[Value], found: CustomerCheck) -> dict[Column, int]:
    """Where each known column stands; the first of a kind counts."""
    names = [plain(name) for name in header]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    for name in twice:
        shown = str(header[names.index(name)])[:60]
        found.errors.append(Finding("row 1", f"The column “{shown}” stands twice; it is not clear which one is meant."))
    places: dict[Column, int] = {}
    for column, known in NAMES.items():
        at = next((place for place, name in enumerate(names) if name in known), None)
        if at is not None:
            places[column] = at
    found.columns = {column: str(header[at])[:60] for column, at in places.items()}
    if not places.keys() & {Column.NUMBER, Column.NAME, Column.EMAIL}:
        shown = ", ".join(str(name)[:40] for name in header[:12] if name is not None) or "none"
        message = f"There is no column of customer numbers, names or e-mail addresses. Columns: {shown}."
        found.errors.append(Finding("row 1", message))
    return places


def _rows(table: Sequence[Sequence[Value]], found: CustomerCheck) -> Iterator[tuple[int, Sequence[Value]]]:
    """Rows with something in them, with the numbers a spreadsheet shows; a row wider than the header is an error."""
    width = len(table[0])
    for number, row in enumerate(table[1:], start=2):
        if any(tidy(value) for value in row[width:]):
            found.errors.append(Finding(f"row {number:,}", f"The row has {len(row)} cells and the header {width}."))
        elif any(value not in {None, ""} for value in row):
            yield number, row


def _look_for_keys(found: CustomerCheck, numbers: Sequence[int], cells: Mapping[Column, list[str]]) -> None:
    key = [column for column in (Column.NUMBER, Column.NAME, Column.EMAIL) if column in cells]
    nobody = [at for at in range(len(numbers)) if not any(cells[column][at] for column in key)]
    _tell(found, numbers, nobody, "without number, name or e-mail address", "Nobody can tell who this is.")
    if Column.NUMBER in cells:
        missing = [at for at, value in enumerate(cells[Column.NUMBER]) if not value]
        _tell(found, numbers, missing, "without a customer number", "Other records cannot be linked to them.")
    else:
        found.warnings.append(Finding("row 1", "There is no column of customer numbers, so records cannot be linked."))


def _tell(
    found: CustomerCheck, numbers: Sequence[int], places: Sequence[int], what: str, why: str,
    column: Column | None = None,
) -> None:  # fmt: skip
    """One warning with how many rows, in percent, and the first of them."""
    if not places:
        return
    rows = ", ".join(f"{numbers[at]:,}" for at in places[:SHOWN_ROWS])
    more = f" and {len(places) - SHOWN_ROWS:,} more" if len(places) > SHOWN_ROWS else ""
    share = f"{100 * len(places) / len(numbers):.1f} %"
    where = f"row {numbers[places[0]]:,}" + (f", column {found.columns[column]}" if column else "")
    one = "row" if len(places) == 1 else "rows"
    found.warnings.append(Finding(where, f"{len(places):,} {one} ({share}) {what}: {rows}{more}. {why}".strip()))


def _tell_doubled(found: CustomerCheck, numbers: Sequence[int], columns: Sequence[list[str]], words: str) -> None:
    """Rows that agree in all of some columns; what is empty agrees with nothing."""
    first: dict[tuple[str, ...], int] = {}
    again = []
    for at, key in enumerate(zip(*columns, strict=True)):
        if not all(key):
            continue
        if key in first:
            again.append(at)
        first.setdefault(key, at)
    _tell(found, numbers, again, f"repeat an earlier row's {words}", "Decide which one is kept before the migration.")


def _dangerous(value: Value) -> bool:
    if not isinstance(value, str) or (value[:1].isalnum() and value.isprintable()):
        return False
    text = value.lstrip(" \u00a0\u3000")
    unseen = any(unicodedata.category(sign) in {"Cc", "Cs", "Cf"} and sign not in "\n\t\r" for sign in value)
    formula = text.startswith(_FORMULA) and not _PHONE.fullmatch(text) and tidy(text) != ""
    return unseen or formula


def _is_number(value: Value, _text: str, _today: date) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value == value and abs(value) != float("inf")  # noqa: PLR0124 - what is not itself is no number
    text = re.sub(r"[\s\u00a0\u202f'’]", "", str(value)).strip("€$£")
    return bool(re.fullmatch(r"-?\d{1,3}(?:[.,]?\d{3})*(?:[.,]\d{1,4})?|-?\d+(?:[.,]\d{1,4})?", text))


def _is_past_day(value: Value, _text: str, today: date) -> bool:
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        text = str(value).strip()
        match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?", text)
        other = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?: .*)?", text)
        if not (match or other):
            return False
        parts = (match[1], match[2], match[3]) if match else (other[3], other[2], other[1]) if other else ()
        year, month, day = map(int, parts)
        month, day = (month, day) if month <= 12 else (day, month)
        try:
            value = date(year, month, day)
        except ValueError:
            return False
    return date(1950, 1, 1) <= value <= today


_VALID: Sequence[tuple[Column, Callable[[Value, str, date], bool], str]] = (
    (Column.EMAIL, lambda _, text, __: bool(_EMAIL.fullmatch(text)), "something that is no e-mail address"),
    (Column.PHONE, lambda _, text, __: bool(_PHONE.fullmatch(text)), "something that is no phone number"),
    (Column.VALUE, _is_number, "a value that is no number"),
    (Column.CHANGED, _is_past_day, "a day that is none, or lies in the future"),
)
_SAME: Sequence[tuple[tuple[Column, ...], str]] = (
    ((Column.NUMBER,), "customer number"),
    ((Column.EMAIL,), "e-mail address"),
    ((Column.NAME, Column.POSTCODE), "name and postcode"),
    ((Column.NAME, Column.PHONE), "name and phone number"),
    ((Column.NAME, Column.CITY), "name and city"),
)
