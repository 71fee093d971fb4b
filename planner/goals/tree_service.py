"""Gathers the goals of a rollout as pages, facts and exports need them: checked, served, approved, and as a tree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.db import asked_once
from planner.goals import known_service, queries
from planner.goals.filters import Show, shown
from planner.goals.goal import Branch, Goal, tree
from planner.goals.goal_table import Line
from planner.goals.known_service import Seen
from planner.goals.links import Link, served
from planner.goals.smart import Smart
from planner.goals.words import STATE_WORDS, State, state_of
from planner.rollouts.models import Rollout


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals of a rollout on a day; `served` names those that some work serves."""

    seen: tuple[Seen, ...]
    links: tuple[Link, ...]
    served: frozenset[int]

    @property
    def kept(self) -> tuple[Seen, ...]:
        """Those that were not dropped."""
        return tuple(each for each in self.seen if not each.facts.dropped)

    @property
    def facts(self) -> tuple[Goal, ...]:
        """The goals as the rules see them."""
        return tuple(each.facts for each in self.seen)

    @property
    def smart(self) -> dict[int, Smart]:
        """What the check says of each."""
        return {each.row.id: each.smart for each in self.seen}

    @property
    def states(self) -> dict[int, State]:
        """How each stands with the sponsor."""
        return {each.row.id: standing(each) for each in self.seen}

    @property
    def approved(self) -> frozenset[int]:
        """Those that are approved as they stand."""
        return frozenset(each.row.id for each in self.seen if each.row.approved and not each.row.dropped)

    @property
    def by_id(self) -> Mapping[int, Seen]:
        """Each goal by its number in the database."""
        return {each.row.id: each for each in self.seen}

    def matching(self, show: Show) -> frozenset[int]:
        """The goals that a filter asks for."""
        return shown(show, self.facts, self.smart, self.served, self.approved)

    def tree(self, show: Show) -> tuple[Branch, ...]:
        """The goals that match with those above them, so that each is seen in its place."""
        wanted = self.matching(show)
        by_id = {goal.id: goal for goal in self.facts}
        kept = set(wanted)
        for number in wanted:
            at = by_id[number].parent
            while at in by_id and at not in kept:
                kept.add(at)
                at = by_id[at].parent
        return tree([goal for goal in self.facts if goal.id in kept])


def standing(each: Seen) -> State:
    """How a goal stands with the sponsor."""
    return state_of(each.facts, each.smart, each.row.revision, each.row.approved_revision)


@asked_once
def goals_of(rollout: Rollout, today: date) -> Goals:
    """Every goal of a rollout with all that is known of it; a constant number of questions."""
    seen = tuple(known_service.seen(rollout, today))
    links = tuple(queries.plain(row) for row in queries.links_of(rollout.id))
    kept = {each.row.id: each.row.parent_id for each in seen if not each.row.dropped}
    return Goals(seen, links, served(kept, links))


def lines_of(found: Goals) -> tuple[Line, ...]:
    """The goals as rows of a table."""
    states, names = found.states, {goal.id: goal for goal in found.facts}
    return tuple(
        Line(
            number=each.row.number,
            goal=each.facts,
            smart=each.smart,
            stands=STATE_WORDS[states[each.row.id]],
            above=above.name if (above := names.get(each.row.parent_id or 0)) else "",
            links=tuple(link for link in found.links if link.goal == each.row.id),
            served=each.row.id in found.served,
        )
        for each in found.seen
    )
