"""Compares a rollout's copy of a playbook with a newer version, piece by piece, and takes over the pieces one wants."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from planner.playbook.checks import problems_of
from planner.playbook.context import WithRef
from planner.playbook.files import LIBRARY
from planner.playbook.outline import Gate, Phase, Playbook
from planner.playbook.pieces import Kind, Piece, head_of_phase, orders, pieces, woven
from planner.playbook.problems import PlaybookRefused
from planner.playbook.shape import dump

_Entry = TypeVar("_Entry", bound=WithRef)
_Wanted = Collection[Piece]


class Change(StrEnum):
    """What happened to a piece from the old version to the new one."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Detail:
    """One field of a piece that differs; None where the field is not there."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One piece that differs, under the name it has now (or had, when it was removed)."""

    piece: Piece
    name: str
    change: Change
    details: tuple[Detail, ...] = ()


def compare(old: Playbook, new: Playbook) -> tuple[Difference, ...]:
    """Every piece that differs, in the order of the new version, what was removed at the end.

    A phase that only one of them has is one piece, together with its tasks, deliverables and gates.
    """
    before, after = dict(pieces(old)), dict(pieces(new))
    gone = [piece for piece in before if piece not in after]
    shared = {phase.ref for phase in old.phases} & {phase.ref for phase in new.phases}
    looked_at = (piece for piece in (*after, *gone) if piece.phase is None or piece.phase in shared)
    found = (_difference(piece, before.get(piece), after.get(piece)) for piece in looked_at)
    return (*(difference for difference in found if difference), *_orders(old, new))


def _difference(piece: Piece, before: object, after: object) -> Difference | None:
    if before == after:
        return None
    if before is None or after is None:
        change = Change.ADDED if before is None else Change.REMOVED
        return Difference(piece, _name(after or before), change)
    return Difference(piece, _name(after), Change.CHANGED, _details(before, after))


def _name(content: object) -> str:
    return str(getattr(content, "name", "") or getattr(content, "text", ""))


def _details(before: object, after: object) -> tuple[Detail, ...]:
    old, new = _flat(dump(before)), _flat(dump(after))
    fields = woven(list(new), list(old))
    return tuple(Detail(one, old.get(one), new.get(one)) for one in fields if old.get(one) != new.get(one))


def _flat(value: object, path: str = "") -> Mapping[str, str]:
    """Every single value by its path, e.g. `criterion[signed].text`."""
    if isinstance(value, dict):
        return {key: text for name, part in value.items() for key, text in _flat(part, _under(path, name)).items()}
    if isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        named = {f"{path}[{entry.get('ref', index)}]": entry for index, entry in enumerate(value)}
        return {key: text for name, entry in named.items() for key, text in _flat(entry, name).items()}
    return {path: "; ".join(map(str, value)) if isinstance(value, list) else str(value)}


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _orders(old: Playbook, new: Playbook) -> list[Difference]:
    before, after = orders(old), orders(new)
    found = []
    for name in before.keys() & after.keys():
        both = set(before[name]) & set(after[name])
        was, is_now = ([ref for ref in order if ref in both] for order in (before[name], after[name]))
        if was != is_now:
            detail = Detail("order", "; ".join(was), "; ".join(is_now))
            found.append(Difference(Piece(Kind.ORDER, name), f"Order of {name}", Change.CHANGED, (detail,)))
    return sorted(found, key=lambda difference: difference.piece.ref)


def take_over(old: Playbook, new: Playbook, wanted: _Wanted) -> Playbook:
    """The old playbook with the wanted pieces as they are in the new one; a removed piece that is wanted goes.

    Nothing wanted gives the old playbook, everything that differs gives the new one. Raises PlaybookRefused when the
    pieces do not fit together, e.g. a new task without the new role that does it.
    """
    merged = _head(old, new, wanted)
    merged = replace(
        merged,
        phases=_merged("phases", Kind.PHASE, old.phases, new.phases, wanted, _phase_merger(wanted)),
        **{name: _library(name, old, new, wanted) for name in LIBRARY},  # type: ignore[arg-type] # fields by name
    )
    known = problems_of(old)
    problems = tuple(problem for problem in problems_of(merged) if problem not in known)
    if problems:
        raise PlaybookRefused(problems, "These pieces do not fit together without others.")
    return merged


def _head(old: Playbook, new: Playbook, wanted: _Wanted) -> Playbook:
    return new if Piece(Kind.PLAYBOOK) in wanted else old


def _library(name: str, old: Playbook, new: Playbook, wanted: _Wanted) -> tuple[object, ...]:
    kind = Kind(LIBRARY[name].table)
    return _merged(name, kind, getattr(old, name), getattr(new, name), wanted, _chooser(kind, wanted))


def _merged(
    name: str,
    kind: Kind,
    old: Sequence[_Entry],
    new: Sequence[_Entry],
    wanted: _Wanted,
    choose: Callable[[_Entry, _Entry], _Entry],
    prefix: str = "",
) -> tuple[_Entry, ...]:
    """One list: what both have is chosen one by one, what only one of them has stays or comes as wanted."""
    before, after = {entry.ref: entry for entry in old}, {entry.ref: entry for entry in new}
    reordered = Piece(Kind.ORDER, prefix + name) in wanted
    order = woven(list(after), list(before)) if reordered else woven(list(before), list(after))
    found = []
    for ref in order:
        is_wanted = Piece(kind, prefix + ref) in wanted
        if ref in before and ref in after:
            found.append(choose(before[ref], after[ref]))
        elif is_wanted == (ref in after):
            found.append(after[ref] if is_wanted else before[ref])
    return tuple(found)


def _chooser(kind: Kind, wanted: _Wanted, prefix: str = "") -> Callable[[_Entry, _Entry], _Entry]:
    return lambda before, after: after if Piece(kind, prefix + after.ref) in wanted else before


def _phase_merger(wanted: _Wanted) -> Callable[[Phase, Phase], Phase]:
    def merge(old: Phase, new: Phase) -> Phase:
        prefix = f"{new.ref}."
        head = head_of_phase(new if Piece(Kind.PHASE, new.ref) in wanted else old)
        task, deliverable = _chooser(Kind.TASK, wanted, prefix), _chooser(Kind.DELIVERABLE, wanted, prefix)
        entry: Gate | None = new.entry if Piece(Kind.GATE, f"{prefix}entry") in wanted else old.entry
        return replace(
            head,
            tasks=_merged("tasks", Kind.TASK, old.tasks, new.tasks, wanted, task, prefix),
            deliverables=_merged(
                "deliverables", Kind.DELIVERABLE, old.deliverables, new.deliverables, wanted, deliverable, prefix
            ),
            entry=entry,
            exit=new.exit if Piece(Kind.GATE, f"{prefix}exit") in wanted else old.exit,
        )

    return merge
