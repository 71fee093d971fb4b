"""Finds the layout of a preset that fits a file's header, or says what the file lacks and a person must say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from planner.adoption.layouts import GENERIC, Field, Layout, Preset, choose_layout, columns_in, plain


class Lack(StrEnum):
    """What a file does not say of itself, so that a person must: what its columns mean, or the order of its dates."""

    COLUMNS = "columns"
    ORDER = "order"


class LayoutError(Exception):
    """A file cannot be read as its preset says: what is missing. Where a person says it depends on page or command."""

    def __init__(self, what: str, lack: Lack = Lack.COLUMNS) -> None:
        super().__init__(what)
        self.lack = lack


def fitting_layout(preset: Preset, header: Sequence[str], named: Mapping[Field, str]) -> Layout:
    """The layout that fits the header; raises LayoutError with what is missing."""
    known = Counter(map(plain, header))
    for field, name in named.items():
        if name and plain(name) not in known:
            raise LayoutError(f"There is no column “{name}” for {field.value}. Columns: {_listed(header)}.")
    layout = choose_layout(preset, header, named)
    if layout is None:
        nearest = (preset.layouts or (GENERIC,))[0]
        found = columns_in(nearest, header, named)
        missing = [each for each in nearest.needed() if each not in found]
        asked = " and ".join(f"{each.value} ({nearest.columns[each][0]})" for each in missing)
        raise LayoutError(f"The file has no column for {asked} as “{preset.label}” has. Columns: {_listed(header)}.")
    for place in columns_in(layout, header, named).values():
        if known[plain(header[place])] > 1:
            raise LayoutError(f"The column “{header[place]}” stands twice; it is not clear which one is meant.")
    return layout


def _listed(header: Sequence[str]) -> str:
    shown = ", ".join(name[:40] for name in header[:12])
    return shown + (f" and {len(header) - 12} more" if len(header) > 12 else "")
