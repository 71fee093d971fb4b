"""What a person can say of the columns of a usage log, what is proposed, and what was said put as the reader takes it.

A table of events from any system has names of its own; those that look like the usual ones are proposed.
"""

from collections.abc import Iterable, Mapping, Sequence

from planner.adoption.layouts import GENERIC, Field, Layout, Preset, choose_layout, columns_in, plain
from planner.adoption.outcomes import succeeded

WORDS: Mapping[Field, str] = {
    Field.WHEN: "date and time",
    Field.CLOCK: "time of day, beside a date",
    Field.USER: "user or account",
    Field.NAME: "name of the person",
    Field.EMAIL: "e-mail address",
    Field.FUNCTION: "what was done",
    Field.PART: "what it was done with",
    Field.OUTCOME: "status: whether it succeeded",
    Field.ACTION: "kind of entry",
    Field.USER_TYPE: "kind of user: person or program",
    Field.KEY: "number of the event",
    Field.COUNT: "how many events",
}
LONGEST_SHOWN = 80
_ANY_TABLE = frozenset({*GENERIC.columns, Field.CLOCK, Field.PART})
_STANDS_FOR_USER = (Field.EMAIL, Field.NAME)


def offered(preset: Preset) -> tuple[Field, ...]:
    """What the columns of a preset's files can mean."""
    known = {field for layout in preset.layouts for field in layout.columns} or _ANY_TABLE
    return tuple(each for each in Field if each in known)


def nearest(preset: Preset, header: Sequence[str], named: Mapping[Field, str]) -> Layout:
    """The layout that fits a header, or the first where none does."""
    return choose_layout(preset, header, named) or (preset.layouts or (GENERIC,))[0]


def proposed(
    preset: Preset, header: Sequence[str], rows: Sequence[Sequence[str]], said: Mapping[Field, str]
) -> list[Field | None]:
    """What each column seems to mean: as somebody said before, else by its name. One column has one meaning.

    >>> from planner.adoption.presets import PRESET_BY_REF
    >>> proposed(PRESET_BY_REF["generic"], ["Email", "Stamp", "Event"], [], {Field.WHEN: "Stamp"})
    [<Field.EMAIL: 'email'>, <Field.WHEN: 'when'>, <Field.FUNCTION: 'function'>]
    """
    known = set(map(plain, header))
    named = {field: name for field, name in said.items() if not name or plain(name) in known}
    found = columns_in(nearest(preset, header, named), header, named)
    outcome = found.get(Field.OUTCOME)
    if outcome is not None and not preset.layouts and not said and not _are_outcomes(row[outcome] for row in rows):
        del found[Field.OUTCOME]
    meanings: list[Field | None] = [None] * len(header)
    for field in sorted(found, key=lambda each: each in {Field.USER, Field.NAME}):
        place = found[field]
        if meanings[place] is None:
            meanings[place] = field
    return meanings


def places_of(chosen: Sequence[Field | None]) -> dict[Field, int]:
    """The column of each field. Without one for the user, the e-mail address or else the name stands for it."""
    places: dict[Field, int] = {}
    for place, field in enumerate(chosen):
        if field is not None:
            places.setdefault(field, place)
    stand_in = next((places[each] for each in _STANDS_FOR_USER if each in places), None)
    return places if stand_in is None else {Field.USER: stand_in, **places}


def as_said(
    preset: Preset, header: Sequence[str], chosen: Sequence[Field | None], usual: Sequence[Field | None]
) -> dict[Field, str]:
    """What was said, by field, as it is kept: a name of a column, or an empty text where no column holds it.

    Of what a vendor's preset finds by itself (`usual`) only the differences are kept; its layouts know more.

    >>> from planner.adoption.presets import PRESET_BY_REF
    >>> said = as_said(PRESET_BY_REF["generic"], ["Mail", "At"], [Field.EMAIL, Field.WHEN], [])
    >>> said[Field.USER], said[Field.WHEN], said[Field.COUNT]
    ('Mail', 'At', '')
    """
    places, before = places_of(chosen), places_of(usual)
    said = {each: header[places[each]] if each in places else "" for each in offered(preset)}
    return {each: name for each, name in said.items() if not preset.layouts or places.get(each) != before.get(each)}


def samples(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[tuple[str, list[str]]]:
    """The name of each column with what stands in its first filled rows, no text twice.

    >>> samples(["User", ""], [["ann", ""], ["ann", ""], ["bob", "x"]])
    [('User', ['ann', 'bob']), ('Column 2', ['x'])]
    """
    found = []
    for place, name in enumerate(header):
        texts = dict.fromkeys(text for row in rows[:60] if (text := row[place].strip()))
        found.append((name.strip()[:LONGEST_SHOWN] or f"Column {place + 1}", [text[:60] for text in list(texts)[:3]]))
    return found


def _are_outcomes(words: Iterable[str]) -> bool:
    return all(succeeded(word) is not None for word in set(words))
