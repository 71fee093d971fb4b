"""What the rows of a plan mean: which one is the go-live, the training, the migration, and to which wave each belongs.

Rows of a playbook say it themselves; of a plan drawn by others it is read from words, outline and links.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from planner.schedule import plan_words as words
from planner.schedule.outline import ancestors, parents, part_level
from planner.schedule.plan_facts import PlanFacts
from planner.schedule.plan_go_lives import PILOT_WAVE, GoLive, go_lives_of
from planner.schedule.plan_own_rows import OWN_ROWS
from planner.schedule.plan_words import Theme
from planner.schedule.plan_workshops import workshops
from planner.schedule.said import names


class Sense:
    """A plan with the meaning of its rows; everything is worked out once, when it is first asked for."""

    def __init__(self, facts: PlanFacts) -> None:
        self.facts = facts
        self.rows = facts.rows
        self.levels = [row.level for row in facts.rows]
        self.parent_of = parents(self.levels)
        self.position = {row.uid: number for number, row in enumerate(facts.rows)}
        self._before: dict[int, frozenset[int]] = {}
        self._live_for: dict[int, GoLive | None] = {}

    @cached_property
    def inside(self) -> dict[int, list[int]]:
        """The leaf rows under each summary, by positions; inactive rows are left out."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, row in enumerate(self.rows):
            if row.active and not row.summary:
                for above in self.above(number):
                    found[above].append(number)
        return found

    @cached_property
    def leaves(self) -> list[int]:
        """The positions of the rows that are work or milestones."""
        return [number for number, row in enumerate(self.rows) if row.active and not row.summary]

    @cached_property
    def _above(self) -> list[tuple[int, ...]]:
        return [ancestors(number, self.parent_of) for number in range(len(self.rows))]

    def above(self, number: int) -> tuple[int, ...]:
        """The summaries over a row, the nearest first."""
        return self._above[number]

    @cached_property
    def phases(self) -> list[int]:
        """The summaries that cut the plan into its phases."""
        cut = part_level(self.levels)
        return [n for n, row in enumerate(self.rows) if row.summary and row.level == cut and self.inside[n]]

    @cached_property
    def followers(self) -> dict[int, list[int]]:
        """Which rows wait for each row, by positions, as the links say it."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, row in enumerate(self.rows):
            for tie in row.links:
                if tie.predecessor in self.position:
                    found[self.position[tie.predecessor]].append(number)
        return found

    def before(self, number: int) -> frozenset[int]:
        """The positions of all rows that a row waits for, over any number of links and through summaries."""
        if number not in self._before:
            self._before[number] = frozenset(self._walk(number))
        return self._before[number]

    def _walk(self, number: int) -> set[int]:
        seen: set[int] = set()
        queue = [number, *self.above(number)]
        asked = set(queue)
        while queue:
            for tie in self.rows[queue.pop()].links:
                other = self.position.get(tie.predecessor)
                if other is None:
                    continue
                for each in (other, *self.inside.get(other, ())):
                    seen.add(each)
                    fresh = {each, *self.above(each)} - asked
                    asked |= fresh
                    queue.extend(fresh)
        return seen

    @cached_property
    def themes(self) -> list[frozenset[Theme]]:
        """What each row is about; a row without words of its own is about what its summary is about."""
        found: list[frozenset[Theme]] = []
        for number, row in enumerate(self.rows):
            own = OWN_ROWS.get(row.task_ref)
            if own is None:
                own = words.themes_of(row.name)
                above = self.parent_of[number]
                if not own and not row.summary and not row.task_ref and above is not None:
                    own = self._handed_down(found[above], self.rows[above].name)
            found.append(own | {Theme.RELEASE} if not row.summary and words.is_release(row.name) else own)
        for number in workshops(self, found):
            found[number] |= {Theme.TRAINING}
        return found

    def _handed_down(self, themes: frozenset[Theme], name: str) -> frozenset[Theme]:
        wanted = {Theme.TRAINING, Theme.SUPPORT, Theme.MIGRATION, Theme.ACCEPTANCE}
        return themes if len(themes) == 1 and themes <= wanted and not words.prepares(name) else frozenset()

    def about(self, theme: Theme) -> list[int]:
        """The leaf rows that do what a theme says; rows that only prepare it are left out."""
        return [number for number in self.leaves if theme in self.themes[number] and not self.prepares(number)]

    def prepares(self, number: int) -> bool:
        """Whether a row only prepares what it names."""
        row = self.rows[number]
        return row.task_ref not in OWN_ROWS and words.prepares(row.name)

    def afterwards(self, number: int) -> bool:
        """Whether a row belongs behind a go-live: a refresher, care, operation, by its own name or that above it."""
        own = self.rows[number]
        if own.task_ref in OWN_ROWS:
            return False
        names = (own.name, *(self.rows[each].name for each in self.above(number) if self.rows[each].level > 0))
        if any(words.has(words.AFTERWARDS, name) for name in names):
            return True
        return any(self._only_helps(each) for each in self.above(number) if self.rows[each].level > 0)

    def _only_helps(self, summary: int) -> bool:
        """Whether a summary is about help after a go-live; one in which something goes live is about more."""
        name = self.rows[summary].name
        if words.themes_of(name) != {Theme.SUPPORT} or words.prepares(name):
            return False
        inside = [self.rows[n].name for n in self.inside[summary]]
        return not any(Theme.GO_LIVE in words.themes_of(each) and words.is_live_itself(each) for each in inside)

    def wave(self, number: int) -> str:
        """The wave of a row: its own, or the nearest named above it; nothing for the whole rollout."""
        row = self.rows[number]
        if row.phase_ref:
            return str(row.wave) if row.wave is not None else ""
        for each in (number, *self.above(number)):
            name = self.rows[each].name
            if found := words.wave_of(name):
                return found
            if Theme.PILOT in words.themes_of(name):
                return PILOT_WAVE
        return ""

    @cached_property
    def training(self) -> list[int]:
        """Training that is held, for anybody."""
        return [n for n in self.about(Theme.TRAINING) if Theme.GO_LIVE not in OWN_ROWS.get(self._ref(n), ())]

    @cached_property
    def user_training(self) -> list[int]:
        """Training of those who will work with the system, before they do."""
        few = words.FEW_PEOPLE
        return [n for n in self.training if not self.afterwards(n) and not words.has(few, self._own_words(n))]

    def _own_words(self, number: int) -> str:
        above = self.parent_of[number]
        over = self.rows[above].name if above is not None and Theme.TRAINING in self.themes[above] else ""
        return f"{self.rows[number].name} {over}"

    def _ref(self, number: int) -> str:
        return self.rows[number].task_ref

    @cached_property
    def migration(self) -> list[int]:
        """Moving the data for good, not rehearsing it."""
        return [n for n in self.about(Theme.MIGRATION) if not self.afterwards(n)]

    @cached_property
    def acceptance(self) -> list[int]:
        """Tests by the users, and the acceptance of the system; where there is none, any test."""
        found = [n for n in self.about(Theme.ACCEPTANCE) if not self.afterwards(n) and self._accepts_system(n)]
        return found or [n for n in self.about(Theme.TEST) if not self.afterwards(n)]

    def _accepts_system(self, number: int) -> bool:
        name = self.rows[number].name
        return words.has("uat, test, tests, testing", name) or not words.has(words.NOT_OF_THE_SYSTEM, name)

    @cached_property
    def support(self) -> list[int]:
        """Help for the users after a go-live; training those who will help is none yet."""
        found = [n for n in self.about(Theme.SUPPORT) if Theme.FEEDBACK not in self.themes[n]]
        taught = Theme.TRAINING
        return [n for n in found if taught not in self.themes[n] or not words.has(words.FEW_PEOPLE, self.rows[n].name)]

    @cached_property
    def go_lives(self) -> list[GoLive]:
        """The go-lives in the order of their days, one for each wave or part of the plan; undated ones are left out."""
        return go_lives_of(self)

    def go_live_for(self, number: int) -> GoLive | None:
        """The go-live that a row has to be ready for; for work of the whole rollout the last one, to be careful."""
        if number not in self._live_for:
            self._live_for[number] = self._find_live(number)
        return self._live_for[number]

    def _find_live(self, number: int) -> GoLive | None:
        all_of_them = self.go_lives
        wave = self.wave(number)
        if wave:
            return next((each for each in all_of_them if each.wave == wave), None)
        beside = self._beside(number)
        if len(beside) == 1:
            return beside[0]
        own = words.particular(self.rows[number].name)
        named = [each for each in all_of_them if own & words.particular(each.row.name)]
        if len(named) == 1:
            return named[0]
        broad = [each for each in all_of_them if not each.pilot] or all_of_them
        return broad[-1] if broad else None

    def _beside(self, number: int) -> list[GoLive]:
        """The go-lives in the nearest summary above a row that has any: those of the same site or team."""
        for above in self.above(number):
            inside = set(self.inside[above])
            if found := [live for live in self.go_lives if live.position in inside]:
                return found
        return []

    def named(self, numbers: Iterable[int]) -> str:
        """Rows by their names, three of them at most."""
        return names([self.rows[number].name for number in numbers])
