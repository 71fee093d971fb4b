"""Readings in a table: which column says what, one row per reading, or one row per answer of a customer.

Feedback platforms give one row per answer. Answers of a month become one reading: the share of promoters (9 and 10)
less that of detractors (0 to 6), as the net promoter score is defined (Reichheld 2003), or the mean.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from planner.kpis.figures import day_of, number_of
from planner.kpis.reading import ReadingDraft, contradictions, faults


class Layout(StrEnum):
    """What a row is."""

    READINGS = "readings"
    NPS = "nps"
    MEAN = "mean"


LAYOUT_WORDS = {
    Layout.READINGS: "A reading of a key figure",
    Layout.NPS: "An answer from 0 to 10 (net promoter score by month)",
    Layout.MEAN: "An answer on a scale (mean by month)",
}
HEADINGS = {
    "kpi": ("kpi", "key figure", "ref", "metric", "measure", "figure", "name", "kennzahl", "indicator"),
    "day": ("day", "date", "period end", "period", "week ending", "month", "response date", "responded at",
            "recorded date", "interview end", "submitted", "datum", "end date"),
    "value": ("value", "reading", "score", "result", "answer", "likelihood to recommend", "recommend", "nps", "ltr",
              "rating", "wert", "actual"),
    "note": ("note", "comment", "remark", "notiz"),
}  # fmt: skip
JUDGE = "whether that is wrong is known only with the rollout, name it with --rollout."


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell: in which row (the heading is row 1) and column, and what to do."""

    row: int
    column: str
    message: str

    @property
    def where(self) -> str:
        """The place as people find it in their table."""
        return f"row {self.row}, column {self.column}" if self.column else f"row {self.row}"


@dataclass(frozen=True, slots=True)
class Readings:
    """What a table says: readings by the word that names their figure, and everything wrong with it.

    `heads` are its headings by what they mean; none for the figure where the table itself does not name it.
    """

    found: Mapping[str, tuple[ReadingDraft, ...]]
    problems: tuple[Problem, ...]
    rows: int
    heads: Mapping[str, str] = field(default_factory=dict)


def columns_of(heading: Sequence[object]) -> dict[str, int]:
    """The column of each meaning, guessed from the headings; the first that fits."""
    words = _words(heading)
    found: dict[str, int] = {}
    for meaning, known in HEADINGS.items():
        for name in known:
            if name in words and words.index(name) not in found.values():
                found[meaning] = words.index(name)
                break
    return found


def _words(heading: Sequence[object]) -> list[str]:
    return [str(cell or "").strip().casefold() for cell in heading]


def _unclear(heading: Sequence[object], columns: Mapping[str, int]) -> tuple[Problem, ...]:
    """Headings that are read and stand twice: nobody could say which column counts."""
    words = _words(heading)
    return tuple(
        Problem(1, "", f"{words.count(words[place])} columns are headed “{str(heading[place]).strip()}”: keep one.")
        for place in sorted(columns.values())
        if words.count(words[place]) > 1
    )


def read_rows(
    table: Sequence[Sequence[object]], today: date, layout: Layout = Layout.READINGS, only: str = ""
) -> Readings:
    """All readings of a table. `only` names the figure where the table itself does not."""
    if not table or not any(cell not in (None, "") for cell in table[0]):
        return Readings({}, (Problem(1, "", "The first row must hold the headings."),), 0)
    columns = columns_of(table[0])
    if only:
        columns.pop("kpi", None)
    missing = [name for name in ("kpi", "day", "value") if name not in columns and not (name == "kpi" and only)]
    if missing:
        told = {"kpi": "Key figure", "day": "Day", "value": "Value"}
        names = " and ".join(told[each] for each in missing)
        return Readings({}, (Problem(1, "", f"No column is headed {names}."),), 0)
    if unclear := _unclear(table[0], columns):
        return Readings({}, unclear, 0)
    return _read(table, columns, today, layout, only)


def _read(
    table: Sequence[Sequence[object]], columns: Mapping[str, int], today: date, layout: Layout, only: str
) -> Readings:
    found: dict[str, list[ReadingDraft]] = defaultdict(list)
    problems: list[Problem] = []
    rows = 0
    heads = {meaning: str(table[0][place]) for meaning, place in columns.items()}
    for number, row in enumerate(table[1:], start=2):
        if all(cell in (None, "") for cell in row):
            continue
        rows += 1
        cells = {meaning: row[place] if place < len(row) else None for meaning, place in columns.items()}
        draft, wrong = _row(cells, number, heads, today, layout)
        name = only or str(cells.get("kpi") or "").strip()
        if not name:
            wrong = [*wrong, Problem(number, heads.get("kpi", ""), "Name the key figure.")]
        problems += wrong
        if draft is not None and name and not wrong:
            found[name].append(draft)
    gathered = {name: _gathered(drafts, layout, today) for name, drafts in found.items()}
    problems += [each for name, drafts in gathered.items() for each in doubled(name, drafts)]
    return Readings(gathered, tuple(problems), rows, heads)


def _row(
    cells: Mapping[str, object], number: int, heads: Mapping[str, str], today: date, layout: Layout
) -> tuple[ReadingDraft | None, list[Problem]]:
    wrong: list[Problem] = []
    day: date | None = None
    value: Decimal | None = None
    try:
        day = day_of(cells["day"])
    except ValueError as error:
        wrong.append(Problem(number, heads["day"], str(error)))
    try:
        value = number_of(cells["value"])
        if layout is Layout.NPS and (value != value.to_integral_value() or not 0 <= value <= 10):
            wrong.append(Problem(number, heads["value"], "An answer is a whole number from 0 to 10."))
    except ValueError as error:
        wrong.append(Problem(number, heads["value"], str(error)))
    note = str(cells.get("note") or "").strip()[:300]
    draft = ReadingDraft(day or today, Decimal(0) if value is None else value, note, number)
    wrong += [Problem(number, heads[str(each.field)], each.message) for each in faults(draft, None, today)]
    return None if wrong else draft, wrong


def _gathered(drafts: Sequence[ReadingDraft], layout: Layout, today: date) -> tuple[ReadingDraft, ...]:
    if layout is Layout.READINGS:
        return tuple(drafts)
    months: dict[date, list[ReadingDraft]] = defaultdict(list)
    for each in drafts:
        months[month_end(each.day)].append(each)
    figure = net_promoters if layout is Layout.NPS else _mean
    return tuple(
        ReadingDraft(min(day, today), figure([each.value for each in given]), f"{len(given)} answers", given[0].row)
        for day, given in sorted(months.items())
    )


def net_promoters(values: Sequence[Decimal]) -> Decimal:
    """Percent of 9 and 10 less percent of 0 to 6, to two digits; 10, 9, 8, 2 give 25."""
    promoters, detractors = sum(each >= 9 for each in values), sum(each <= 6 for each in values)
    return round(Decimal(100 * (promoters - detractors)) / len(values), 2)


def _mean(values: Sequence[Decimal]) -> Decimal:
    return round(sum(values, Decimal(0)) / len(values), 4)


def month_end(day: date) -> date:
    """The last day of the month."""
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def doubled(name: str, drafts: Iterable[ReadingDraft]) -> Iterable[Problem]:
    """Two different values of one figure for one day: nobody could say which counts."""
    for first, again in contradictions(drafts):
        day = again.day.isoformat()
        yield Problem(again.row, "", f"“{name}” has two values for {day}; the other one stands in row {first.row}.")


def doubts(found: Readings, today: date) -> tuple[Problem, ...]:
    """What only a rollout can judge: days that have not come everywhere yet, and values that no count of things has."""
    drafts = [each for given in found.found.values() for each in given]
    kinds = (
        ([each.row for each in drafts if each.day > today], "day", "days", "so far only some time zones have"),
        ([each.row for each in drafts if not each.whole], "value", "values", "no count can have"),
    )
    return tuple(
        Problem(min(rows), "", f"{len(rows)} {one if len(rows) == 1 else many} that {what}: {JUDGE}")
        for rows, one, many, what in kinds
        if rows
    )
