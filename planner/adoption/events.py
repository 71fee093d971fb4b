"""Turns rows of a log into events: who, when and what, as numbers that are quick to count; says what was left out.

The same few users, outcomes and functions come again and again in a log, so each is judged once and then known.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from itertools import repeat

import numpy as np
import numpy.typing as npt

from planner.adoption.accounts import Account, account, external_id
from planner.adoption.instants import Moments, UnclearOrderError, order_of
from planner.adoption.layout_fit import Lack, LayoutError, fitting_layout
from planner.adoption.layouts import Field, Naive, Preset, columns_in
from planner.adoption.outcomes import Why, function_of, succeeded, verdict

Ints = npt.NDArray[np.int64]
_ABOUT_THE_USER = (Field.USER, Field.NAME, Field.EMAIL)
_ABOUT_THE_ACT = (Field.OUTCOME, Field.ACTION, Field.USER_TYPE, Field.FUNCTION, Field.PART)
_MOST_COUNT = 1_000_000


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person says about a file: its columns by name, its zone, the order of dates, who is a program or not.

    No moment may lie after `latest`, in seconds of world time; None asks no such question.
    """

    columns: Mapping[Field, str]
    zone: tzinfo
    source_zone: tzinfo | None = None
    order: str = ""
    programs: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    signs_only: bool = False
    latest: float | None = None


@dataclass(frozen=True, slots=True)
class Events:
    """What counts of some rows: numbers of accounts and functions, seconds of world time, how often, and their keys."""

    numbers: Ints
    accounts: Ints
    functions: Ints
    moments: npt.NDArray[np.float64]
    weights: Ints
    keys: Sequence[str] | None

    def __len__(self) -> int:
        return len(self.accounts)

    @property
    def keyed(self) -> npt.NDArray[np.bool_]:
        """Which of them have a key of their own."""
        if self.keys is None:
            return np.zeros(len(self), np.bool_)
        return np.fromiter(map(bool, self.keys), np.bool_, len(self))


class Reader:
    """Reads the rows of one file by a preset. `accounts` and `functions` are what the numbers in events stand for."""

    def __init__(
        self, preset: Preset, header: Sequence[str], sample: Sequence[Sequence[str]], choices: Choices
    ) -> None:
        self.preset, self.header, self.choices = preset, header, choices
        self.layout = fitting_layout(preset, header, choices.columns)
        self.places = columns_in(self.layout, header, choices.columns)
        self.told: list[str] = []
        self._settle(sample)
        self.accounts: list[Account] = []
        self.functions: list[str] = []
        self.left_out: Counter[Why] = Counter()
        self.programs: dict[str, str] = {}
        self._said_programs, self._said_people = map(self._one_form, (choices.programs, choices.people))
        self._users = _Known(self._user)
        self._acts = _Known(self._act)
        self._account_numbers: dict[str, int] = {}
        self._function_numbers: dict[str, int] = {}

    def _settle(self, sample: Sequence[Sequence[str]]) -> None:
        """Decide from some rows what the header does not say: the order of dates, and whether outcomes are such."""
        moments = self._column(sample, Field.WHEN)
        order = self.choices.order or self._order(moments)
        naive = self.choices.source_zone or (self.choices.zone if self.layout.naive is Naive.LOCAL else UTC)
        self.moments = Moments(naive, order, sap=self.preset.ref == "sap-c4c")
        if self.preset.ref == "generic":
            self._tell_guesses(sample)

    def _order(self, moments: Sequence[str]) -> str:
        try:
            return order_of(moments, self.layout.order)
        except UnclearOrderError as error:
            raise LayoutError(str(error), Lack.ORDER) from error

    def _tell_guesses(self, sample: Sequence[Sequence[str]]) -> None:
        outcome = self.places.get(Field.OUTCOME)
        if outcome is not None and Field.OUTCOME not in self.choices.columns:
            words = {row[outcome] for row in sample}
            if not all(succeeded(word) is not None for word in words):
                del self.places[Field.OUTCOME]
        for each, place in sorted(self.places.items()):
            how = "as you said" if each in self.choices.columns else "guessed"
            self.told.append(f"The column “{self.header[place]}” was read as {each.value} ({how}).")

    def _column(self, rows: Sequence[Sequence[str]], field: Field) -> Sequence[str]:
        place = self.places.get(field)
        return [] if place is None else [row[place] for row in rows]

    def read(self, numbers: Sequence[int], rows: Sequence[Sequence[str]]) -> tuple[Events, list[tuple[int, str]]]:
        """The events of some rows, and the rows that cannot be read, with the reason."""
        accounts = np.fromiter(self._judged(rows, _ABOUT_THE_USER, self._users), np.int64, len(rows))
        acts = np.fromiter(self._judged(rows, _ABOUT_THE_ACT, self._acts), np.int64, len(rows))
        moments = self.moments.read(self.when(rows))
        weights, wrong = self._weights(rows)
        self._count_left_out(acts, accounts)
        meant = (acts >= 0) & (accounts >= 0)
        wrong += self._wrong_moments(rows, meant, moments)
        meant[[i for i, _ in wrong]] = False
        self._count_empty(meant & (weights == 0))
        meant &= weights > 0
        problems = [(numbers[i], text) for i, text in sorted(wrong)]
        chosen = np.flatnonzero(meant)
        place = self.places.get(Field.KEY)
        keys = None if place is None else [rows[i][place] for i in map(int, chosen)]
        events = Events(
            np.asarray(numbers, np.int64)[chosen],
            accounts[chosen],
            acts[chosen],
            moments[chosen],
            weights[chosen],
            keys,
        )
        return events, problems

    def _wrong_moments(
        self, rows: Sequence[Sequence[str]], meant: npt.NDArray[np.bool_], moments: npt.NDArray[np.float64]
    ) -> list[tuple[int, str]]:
        """Rows that would count, but for a moment that is none or lies in the future."""
        unread = np.isnan(moments)
        late = moments > (np.inf if self.choices.latest is None else self.choices.latest)
        found = []
        for i in map(int, np.flatnonzero(meant & (unread | late))):
            why = "is no moment between 1990 and 2100" if unread[i] else "lies in the future"
            found.append((i, f"“{self.when(rows[i : i + 1])[0][:60]}” {why}."))
        return found

    def _judged(self, rows: Sequence[Sequence[str]], fields: Iterable[Field], known: "_Known") -> Iterator[int]:
        """One number a row, from the columns that matter; each combination is judged once."""
        columns = [[row[self.places[each]] for row in rows] for each in fields if each in self.places]
        if not columns:
            return repeat(known[()], len(rows))
        return map(known.__getitem__, zip(*columns, strict=True))

    def when(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """What some rows say of their moments, date and time together."""
        when, clock = self.places[Field.WHEN], self.places.get(Field.CLOCK)
        if clock is None:
            return [row[when] for row in rows]
        return [f"{row[when].partition('T')[0].partition(' ')[0]} {_clock(row[clock])}" for row in rows]

    def _weights(self, rows: Sequence[Sequence[str]]) -> tuple[Ints, list[tuple[int, str]]]:
        place = self.places.get(Field.COUNT)
        if place is None:
            return np.ones(len(rows), np.int64), []
        weights, wrong = np.ones(len(rows), np.int64), []
        for i, row in enumerate(rows):
            number = _count(row[place])
            if number is None:
                wrong.append((i, f"“{row[place][:60]}” is no count of events."))
            else:
                weights[i] = number
        return weights, wrong

    def _count_left_out(self, acts: Ints, accounts: Ints) -> None:
        for number, why in enumerate(_REASONS, start=1):
            told = int(np.count_nonzero((acts == -number) | ((acts >= 0) & (accounts == -number))))
            if told:
                self.left_out[why] += told

    def _count_empty(self, empty: npt.NDArray[np.bool_]) -> None:
        """A row that says that something happened no times is neither an action nor a sign-in."""
        if told := int(np.count_nonzero(empty)):
            self.left_out[Why.EMPTY] += told

    def _user(self, said: tuple[str, ...]) -> int:
        told = dict(zip((each for each in _ABOUT_THE_USER if each in self.places), said, strict=True))
        user, name, email = (told.get(each, "") for each in _ABOUT_THE_USER)
        if not user.strip():
            return -1 - _REASONS.index(Why.PROGRAM if self.preset.ref == "hubspot-audit" else Why.NOBODY)
        found = account(user, name, email, salesforce=self.preset.salesforce_ids)
        names = {each.casefold() for each in (found.external_id, found.name, found.email) if each}
        if names.isdisjoint(self._said_people) and (
            found.program
            or not names.isdisjoint(self._said_programs)
            or found.external_id.casefold() in self.layout.programs
        ):
            self.programs.setdefault(found.external_id, found.label)
            return -1 - _REASONS.index(Why.PROGRAM)
        number = self._account_numbers.setdefault(found.external_id, len(self.accounts))
        if number == len(self.accounts):
            self.accounts.append(found)
        return number

    def _one_form(self, names: Iterable[str]) -> frozenset[str]:
        """Names of accounts as they are compared: by id in its one form, by name or by e-mail address."""
        ids = {external_id(name, salesforce=self.preset.salesforce_ids) for name in names}
        return frozenset(name.casefold() for name in {*names, *ids})

    def _act(self, said: tuple[str, ...]) -> int:
        told = dict(zip((each for each in _ABOUT_THE_ACT if each in self.places), said, strict=True))
        why = verdict(self.layout, told, signs_only=self.choices.signs_only)
        if why is not None:
            return -1 - _REASONS.index(why)
        name = function_of(self.layout, told)
        number = self._function_numbers.setdefault(name, len(self.functions))
        if number == len(self.functions):
            self.functions.append(name)
        return number


_REASONS = tuple(Why)


def _clock(text: str) -> str:
    """A time such as 905 or 09:05 as 09:05."""
    digits = text.strip()
    return f"{int(digits) // 100:02d}:{int(digits) % 100:02d}" if digits.isascii() and digits.isdigit() else digits


def _count(text: str) -> int | None:
    """A whole number of events from 0 on; None for anything else."""
    digits = text.strip().removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= len(str(_MOST_COUNT)) else None


class _Known(dict[tuple[str, ...], int]):
    """Answers that are worked out once."""

    def __init__(self, work_out: Callable[[tuple[str, ...]], int]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, said: tuple[str, ...]) -> int:
        answer = self._work_out(said)
        if len(self) < 2_000_000:
            self[said] = answer
        return answer
