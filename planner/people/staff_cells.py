"""What stands in a cell of a staff list: text, a day, roles, a language; what cannot be read is told in words."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from planner.access.accounts import clean_email
from planner.basics.days import in_reach
from planner.basics.errors import RuleBroken
from planner.people.staff_search import folded

Cell = object
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]*)?")
_DOTS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_PART = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN_ADDRESS = re.compile(rf"([A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*)@(?:{_PART}\.){{1,6}}([A-Za-z]{{2,20}})")
_SPECIAL = frozenset({"local", "localhost", "invalid", "test", "onion", "arpa", "alt"})
_EXCEL = date(1899, 12, 30)
_LANGUAGES = {
    "english": "en", "englisch": "en", "anglais": "en", "ingles": "en", "german": "de", "deutsch": "de",
    "allemand": "de", "french": "fr", "francais": "fr", "franzosisch": "fr", "spanish": "es", "espanol": "es",
    "portuguese": "pt", "portugues": "pt", "italian": "it", "italiano": "it", "dutch": "nl", "nederlands": "nl",
    "polish": "pl", "polski": "pl", "swedish": "sv", "svenska": "sv", "danish": "da", "dansk": "da",
    "norwegian": "no", "norsk": "no", "finnish": "fi", "suomi": "fi", "czech": "cs", "cestina": "cs",
    "hungarian": "hu", "magyar": "hu", "romanian": "ro", "romana": "ro", "greek": "el", "turkish": "tr", "turkce": "tr",
}  # fmt: skip


class CellError(Exception):
    """A cell that does not fit, with the sentence that says why."""


def text_of(cell: Cell, longest: int) -> str:
    """A cell as one line of text; a whole number is written without its point.

    >>> text_of("  Ana   Lima ", 120), text_of(1042, 60), text_of(None, 60)
    ('Ana Lima', '1042', '')
    """
    if cell is None:
        return ""
    words = " ".join(str(cell).split())
    if len(words) > longest:
        raise CellError(f"has more than {longest} characters")
    if not words.isprintable() and any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in words):
        raise CellError("holds characters that cannot be stored")
    return words if words.isascii() else unicodedata.normalize("NFC", words)


def day_of(cell: Cell, *, month_first: bool = False) -> date | None:
    """A cell as a day: a date of the workbook, 2026-03-02, 2.3.2026 or 2/3/2026; none for an empty cell.

    >>> day_of("2.3.2026"), day_of("3/2/2026", month_first=True), day_of(46083)
    (datetime.date(2026, 3, 2), datetime.date(2026, 3, 2), datetime.date(2026, 3, 2))
    """
    if cell is None or cell == "":
        return None
    try:
        found = _day(cell, month_first=month_first)
    except (ValueError, OverflowError) as error:
        raise CellError("is no day, such as 2026-03-02") from error
    if found is None:
        raise CellError("is no day, such as 2026-03-02")
    if not in_reach(found):
        raise CellError("lies outside 1990 to 2100")
    return found


def _day(cell: Cell, *, month_first: bool) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return _EXCEL + timedelta(days=cell) if cell >= 20_000 else None
    text = str(cell).strip()
    if not text.isascii():
        return None
    if found := _ISO.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTS.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := _SLASHES.fullmatch(text):
        day, month = (int(found[2]), int(found[1])) if month_first else (int(found[1]), int(found[2]))
        return date(int(found[3]), month, day)
    return None


def month_comes_first(cells: Iterable[Cell]) -> bool | None:
    """Whether days with slashes begin with the month, as the whole column tells; None where both would be possible.

    >>> month_comes_first(["2/13/2026", "3/4/2026"]), month_comes_first(["3/4/2026"])
    (True, None)
    """
    found = [match for cell in cells if isinstance(cell, str) and (match := _SLASHES.fullmatch(cell.strip()))]
    if not found:
        return False
    day_first = any(int(match[1]) > 12 for match in found)
    month_first = any(int(match[2]) > 12 for match in found)
    return None if day_first == month_first else month_first


def address_of(cell: Cell, longest: int) -> str:
    """A cell as an e-mail address in its one spelling; empty for an empty cell.

    >>> address_of(" Ana.Lima@Halden.example ", 254)
    'ana.lima@halden.example'
    """
    words = text_of(cell, longest)
    if not words:
        return ""
    if _is_plain(words):
        return words.lower()  # what the full check says of such an address, a hundred times as fast
    try:
        return clean_email(words)
    except RuleBroken as broken:
        raise CellError("is no e-mail address, such as anna.weber@example.org") from broken


def _is_plain(words: str) -> bool:
    """Whether an address is of the ordinary kind; two hyphens in a row make a domain worth the full check."""
    found = _PLAIN_ADDRESS.fullmatch(words)
    return found is not None and len(found[1]) <= 64 and found[2].lower() not in _SPECIAL and "--" not in words


def roles_of(cell: Cell, known: Mapping[str, str] | None) -> tuple[str, ...]:
    """The roles in a cell, divided by commas, semicolons, bars or lines; by reference or in words.

    `known` are the roles there are, by reference and in words; without them any word is taken.

    >>> roles_of("Sales; field sales", {"sales": "Sales", "field-sales": "Field sales"})
    ('field-sales', 'sales')
    """
    by_words = {_plain(word): ref for ref, words in (known or {}).items() for word in (ref, words)}
    found = set[str]()
    for word in re.split(r"[,;|\n/]", str(cell or "")):
        plain = _plain(word)
        if not plain:
            continue
        if known is not None and plain not in by_words:
            raise CellError(
                f"names no role of the playbook: “{word.strip()[:60]}”; there are {', '.join(sorted(known))}"
            )
        found.add(by_words.get(plain, plain)[:80])
    return tuple(sorted(found))


def _plain(word: str) -> str:
    return "-".join(folded(word).replace("-", " ").split())


def language_of(cell: Cell) -> str:
    """A language by its short sign where its name is known, else as it is written.

    >>> language_of("Deutsch"), language_of("PT-br"), language_of("Luxembourgish")
    ('de', 'pt-br', 'Luxembourgish')
    """
    words = text_of(cell, 20)
    plain = folded(words)
    return _LANGUAGES.get(plain, plain if re.fullmatch(r"[a-z]{2,3}([-_][a-z0-9]{2,8})*", plain) else words)
