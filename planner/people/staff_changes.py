"""What a staff list would change: who is new, who changed in what, who comes back, who left and is no longer named.

It is told before anything is stored, and worked out again from what is stored at the moment of taking the list.
People are known again by staff number, else by e-mail address, else by a name that nobody else has.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from planner.basics.errors import RuleBroken
from planner.people.directory import Directory
from planner.people.staff import StaffView, circles
from planner.people.staff_columns import Column
from planner.people.staff_comparison import Change, Comparison, Difference, Options, key
from planner.people.staff_file import FileRow, RowProblem, StaffFile
from planner.people.staff_search import Entry, folded


def compare(file: StaffFile, known: Sequence[StaffView], units: Mapping[str, int], options: Options) -> Comparison:
    """Work out what a file changes; `units` are the rollout's by name in small letters without accents.

    Where anything is wrong, in the file or against the list, all of it is told and nothing else.
    """
    return _Comparer(file, [person for person in known if person.erased_on is None], units, options).compare()


class _Comparer:
    """Goes through a file once, and gathers what is wrong on the way."""

    def __init__(self, file: StaffFile, known: list[StaffView], units: Mapping[str, int], options: Options) -> None:
        self.file, self.known, self.units, self.options = file, known, units, options
        self.problems: list[RowProblem] = []
        self.new_units: dict[str, str] = {}
        self.directory = Directory(Entry(each.id, each.name, each.number, each.email) for each in known)
        self.by_id = {each.id: each for each in known}
        self.unread = {(each.row, each.column) for each in file.problems}

    def compare(self) -> Comparison:
        """The whole comparison."""
        matched = {row.row: self._match(row) for row in self.file.rows}
        self._check_twice(matched)
        changes = [self._change(row, self.by_id.get(matched[row.row] or 0)) for row in self.file.rows]
        changes = self._with_managers(changes)
        self._check_owners(changes)
        if self.problems or self.file.problems:
            every = sorted({*self.file.problems, *self.problems}, key=lambda each: each.row)
            return Comparison(problems=tuple(every), said=self.file.said)
        told = [self._told(change) for change in changes]
        added = tuple(change for change in told if change.known is None)
        back = tuple(change for change in told if change.back_on)
        changed = tuple(c for c in told if c.known and not c.back_on and c.differences)
        leaving = self._leaving({found for found in matched.values() if found})
        same = len(told) - len(added) - len(back) - len(changed)
        return Comparison(
            added, changed, back, leaving, same, tuple(sorted(self.new_units.values())), (), self.file.said
        )

    def _match(self, row: FileRow) -> int | None:
        numbered = self.directory.numbered(row.number) if row.number else None
        addressed = self.directory.addressed(row.email) if row.email else None
        if numbered is not None:
            return numbered
        if addressed is not None:
            return self._by_address(row, self.by_id[addressed])
        named = self.directory.named(row.name)
        if row.number or row.email:
            bare = [each for each in named if not (self.by_id[each].number or self.by_id[each].email)]
            return bare[0] if len(bare) == 1 else None
        if len(named) > 1:
            told = "Several people on the list have this name: give the staff number or the e-mail address."
            self._tell(row, Column.NAME, row.name, told)
        return named[0] if len(named) == 1 else None

    def _by_address(self, row: FileRow, person: StaffView) -> int | None:
        if row.number and person.number and folded(row.name) != folded(person.name):
            told = f"This address belongs to {person.name}, who has the staff number {person.number}."
            self._tell(row, Column.EMAIL, row.email, told)
        return person.id

    def _check_twice(self, matched: Mapping[int, int | None]) -> None:
        first: dict[int, int] = {}
        for row in self.file.rows:
            found = matched[row.row]
            if found is not None and first.setdefault(found, row.row) != row.row:
                self._tell(row, Column.NAME, row.name, f"Row {first[found]} names the same person.")

    def _change(self, row: FileRow, known: StaffView | None) -> Change:
        return Change(
            row, known, self._unit(row, known), known.manager_id if known else None, (), self._back(row, known)
        )

    def _unit(self, row: FileRow, known: StaffView | None) -> int | None:
        if Column.UNIT not in self.file.said:
            return known.unit_id if known else None
        if not row.unit:
            return None
        found = self.units.get(folded(row.unit))
        if found is None and self.options.make_units:
            self.new_units.setdefault(folded(row.unit), row.unit)
        elif found is None:
            told = "There is no such unit in this rollout. Add it under waves and units, or let missing units be made."
            self._tell(row, Column.UNIT, row.unit, told)
        return found

    def _back(self, row: FileRow, known: StaffView | None) -> date | None:
        """The first day of somebody who had left and is named again without a last day."""
        if known is None or known.left is None or row.left is not None or known.left >= self.options.today:
            return None
        return row.joined if row.joined and row.joined > known.left else self.options.today

    def _with_managers(self, changes: list[Change]) -> list[Change]:
        if Column.MANAGER not in self.file.said:
            return changes
        named = {key(change) for change in changes}
        people = Directory(
            [
                *(Entry(key(c), c.row.name, _number(c, self.file.said), _email(c, self.file.said)) for c in changes),
                *(Entry(p.id, p.name, p.number, p.email) for p in self.known if p.id not in named),
            ]
        )
        found = [replace(change, manager=self._manager(change.row, people)) for change in changes]
        self._check_circles(found)
        return found

    def _manager(self, row: FileRow, people: Directory) -> int | None:
        try:
            return people.meant(row.manager)
        except RuleBroken as broken:
            if not self._somebody_unread(row.manager):
                self._tell(row, Column.MANAGER, row.manager, broken.message)
            return None

    def _somebody_unread(self, words: str) -> bool:
        """Whether the words may mean somebody whose number, address or name could not be read."""
        telling = {Column.NAME, Column.FIRST_NAME, Column.LAST_NAME}
        if "@" in words:
            telling = {Column.EMAIL}
        elif any(sign.isdigit() for sign in words):
            telling = {Column.NUMBER}
        return any(column in map(self.file.name_of, telling) for _, column in self.unread)

    def _check_circles(self, changes: list[Change]) -> None:
        led: dict[int, int | None] = {person.id: person.manager_id for person in self.known}
        led |= {key(change): change.manager for change in changes}
        names = {person.id: person.name for person in self.known} | {key(c): c.row.name for c in changes}
        rows = {key(change): change.row for change in changes}
        for circle in circles(led):
            row = min((rows[each] for each in circle if each in rows), key=lambda each: each.row, default=None)
            told = " → ".join(names.get(each, "somebody") for each in (*circle, circle[0]))
            if row is not None:
                self._tell(row, Column.MANAGER, row.manager, f"Nobody would be at the top: {told}.")

    def _check_owners(self, changes: list[Change]) -> None:
        """A number or address that stays with somebody the file does not change cannot become somebody else's."""
        touched = {change.known.id for change in changes if change.known}
        for change in changes:
            owners = (
                (Column.NUMBER, change.row.number, self.directory.numbered(change.row.number)),
                (Column.EMAIL, change.row.email, self.directory.addressed(change.row.email)),
            )
            for column, value, owner in owners:
                if value and owner is not None and owner not in touched and owner != key(change):
                    self._tell(change.row, column, value, f"This belongs to {self.by_id[owner].name}.")

    def _told(self, change: Change) -> Change:
        return replace(change, differences=tuple(self._differences(change))) if change.known else change

    def _differences(self, change: Change) -> Iterator[Difference]:
        row, known = change.row, change.known
        if known is None:
            return
        for column, before, after in self._pairs(row, known):
            if column in self.file.said and before != after:
                yield Difference(column, before, after)
        if {Column.NAME, Column.FIRST_NAME} & self.file.said and row.name != known.name:
            yield Difference(Column.NAME, known.name, row.name)
        if Column.UNIT in self.file.said and (row.unit or known.unit) and not self._same_unit(change, known):
            yield Difference(Column.UNIT, known.unit, row.unit)
        if Column.MANAGER in self.file.said and change.manager != known.manager_id:
            before = self.by_id[known.manager_id].name if known.manager_id in self.by_id else ""
            yield Difference(Column.MANAGER, before, row.manager)
        if Column.LEFT in self.file.said and not change.back_on and row.left != known.left:
            yield Difference(Column.LEFT, _day(known.left), _day(row.left))

    def _same_unit(self, change: Change, known: StaffView) -> bool:
        return change.unit_id == known.unit_id and (change.unit_id is not None or not change.row.unit)

    def _pairs(self, row: FileRow, known: StaffView) -> Iterable[tuple[Column, str, str]]:
        return (
            (Column.NUMBER, known.number or "", row.number),
            (Column.EMAIL, known.email or "", row.email),
            (Column.SITE, known.site, row.site),
            (Column.TEAM, known.team, row.team),
            (Column.TITLE, known.title, row.title),
            (Column.LANGUAGE, known.language, row.language),
            (Column.ROLES, ", ".join(known.roles), ", ".join(row.roles)),
            (Column.JOINED, _day(known.joined), _day(row.joined)),
        )

    def _leaving(self, named: set[int]) -> tuple[StaffView, ...]:
        last = self.options.complete_on
        if last is None:
            return ()
        here = (person for person in self.known if person.id not in named and person.counts_on(last))
        return tuple(person for person in here if person.left is None or person.left > last)

    def _tell(self, row: FileRow, column: Column, value: str, message: str) -> None:
        self.problems.append(RowProblem(row.row, self.file.name_of(column), value[:80], message))


def _number(change: Change, said: frozenset[Column]) -> str | None:
    return change.row.number if Column.NUMBER in said or not change.known else change.known.number


def _email(change: Change, said: frozenset[Column]) -> str | None:
    return change.row.email if Column.EMAIL in said or not change.known else change.known.email


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
