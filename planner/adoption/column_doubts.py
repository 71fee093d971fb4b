"""Looks at the first rows of a log by what was said of its columns, and tells at which column something cannot be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.adoption.events import Choices, Reader
from planner.adoption.instants import UnclearOrderError, order_of
from planner.adoption.layout_fit import Lack, LayoutError
from planner.adoption.layouts import Field, Preset, plain
from planner.adoption.log_columns import LONGEST_SHOWN, WORDS, places_of
from planner.adoption.outcomes import succeeded

ORDER_WORDS = {"dmy": "the day", "mdy": "the month"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that cannot be as it was said: at the column of a place, or about the order of dates (None)."""

    message: str
    place: int | None = None
    lack: Lack = Lack.COLUMNS


def doubts(
    preset: Preset,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    chosen: Sequence[Field | None],
    choices: Choices,
) -> list[Doubt]:
    """Everything that speaks against what was said; nothing where the log can be read so."""
    found = [*_in_words(preset, header, chosen)]
    if found:
        return found
    try:
        reader = Reader(preset, header, rows, choices)
    except LayoutError as error:
        told = Doubt(str(error), lack=error.lack)
        if error.lack is not Lack.ORDER:
            return [told]
        return [told, *_in_rows(Reader(preset, header, rows, replace(choices, order="dmy")), rows)]
    if not rows:
        return []
    return [*_in_order(reader, rows, choices.order)] or [*_in_rows(reader, rows)]


def _in_words(preset: Preset, header: Sequence[str], chosen: Sequence[Field | None]) -> Iterator[Doubt]:
    """Nothing is said twice, every column that counts can be told from others, and what is needed is there."""
    names = [plain(name) for name in header]
    first: dict[Field, int] = {}
    for place, field in enumerate(chosen):
        if field is None:
            continue
        if first.setdefault(field, place) != place:
            yield Doubt(f"“{header[first[field]][:LONGEST_SHOWN]}” is said to hold the {WORDS[field]} already.", place)
        if not names[place]:
            yield Doubt("This column has no name by which it could be known again. Name it in the file.", place)
        elif names.count(names[place]) > 1:
            yield Doubt(
                f"The column “{header[place][:LONGEST_SHOWN]}” stands twice; it is not clear which one is meant.", place
            )
    places = places_of(chosen)
    judged = preset.layouts and all(Field.ACTION in layout.needed() for layout in preset.layouts)
    for field in (Field.WHEN, Field.USER, *((Field.ACTION,) if judged else ())):
        if field not in places:
            other = " or the e-mail address" if field is Field.USER else ""
            yield Doubt(f"Say which column holds the {WORDS[field]}{other}.")


def _in_rows(reader: Reader, rows: Sequence[Sequence[str]]) -> Iterator[Doubt]:
    """Columns of which not one row holds what they are said to hold."""
    places = reader.places
    told: Mapping[Field, Sequence[str]] = {field: [row[place] for row in rows] for field, place in places.items()}
    if np.isnan(reader.moments.read(reader.when(rows))).all():
        yield Doubt(f"“{_first(reader.when(rows))}” is no moment between 1990 and 2100.", places[Field.WHEN])
    if not any(text.strip() for text in told[Field.USER]):
        yield Doubt("No row names a user here.", places[Field.USER])
    if Field.COUNT in told and not any(_is_count(text) for text in told[Field.COUNT]):
        yield Doubt(f"“{_first(told[Field.COUNT])}” is no count of events.", places[Field.COUNT])
    if Field.OUTCOME in told and all(succeeded(text) is None for text in told[Field.OUTCOME]):
        yield Doubt(f"“{_first(told[Field.OUTCOME])}” says neither success nor failure.", places[Field.OUTCOME])
    if Field.KEY in told and len(rows) > 1 and len(set(told[Field.KEY])) == 1 and told[Field.KEY][0]:
        yield Doubt("Every row has the same number, so all of them would count as one event.", places[Field.KEY])


def _in_order(reader: Reader, rows: Sequence[Sequence[str]], said: str) -> Iterator[Doubt]:
    """Dates that show another order than was said."""
    if not said:
        return
    try:
        shown = order_of(reader.when(rows), said)
    except UnclearOrderError as error:
        yield Doubt(str(error), lack=Lack.ORDER)
        return
    if shown != said:
        yield Doubt(f"The dates in the file begin with {ORDER_WORDS[shown]}.", lack=Lack.ORDER)


def _first(texts: Sequence[str]) -> str:
    return next((text.strip()[:60] for text in texts if text.strip()), "")


def _is_count(text: str) -> bool:
    return text.strip().removesuffix(".0").isdigit()
