"""What of a closed survey is published: for each group the counts that may be shown, and never anything else.

This is done once, when a survey closes. Afterwards only what is published is kept, so that no page, file or program
could show more. Groups that may not be shown stand together as "the rest", where these are five or more.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from planner.basics.suppression import FEWEST, Count, Shown, shown_groups
from planner.people.survey_counting import Counts, added
from planner.people.survey_reliability import published_part

WORDS_FROM = 10
"""Answers in own words are shown from so many on, in an order of chance."""


class Division(StrEnum):
    """The fixed divisions of the people asked, the more important first: what a later one would reveal is hidden."""

    UNIT = "unit"
    WAVE = "wave"
    PART = "part"
    SITE = "site"
    ROLE = "role"
    TEAM = "team"


WHOLE = "whole"
PROFILE = "profile"
DIVISIONS = tuple(Division)
MOST_TEAMS = 30
"""Teams of which something may be shown: those with the most answers. More could not be checked in good time."""
DIVISION_WORDS = {
    Division.UNIT: "Unit",
    Division.WAVE: "Wave",
    Division.PART: "Part in the rollout",
    Division.SITE: "Site",
    Division.ROLE: "Role",
    Division.TEAM: "Team",
}
Profile = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """The running counts of one group while a survey is open; of a profile only how many answered each question."""

    division: str
    label: str
    invited: int
    answered: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class Cell:
    """What is published of one group: the whole, a named group, or the rest of a division with its names."""

    division: str
    label: str
    invited: int
    answered: int
    counts: Counts
    pooled: tuple[str, ...] = ()

    @property
    def is_rest(self) -> bool:
        """Whether it stands for the groups that are not shown by themselves."""
        return self.division != WHOLE and not self.label


def profile_label(profile: Profile) -> str:
    """A profile as one text, and back with `profile_of`."""
    return json.dumps(list(profile), ensure_ascii=False, separators=(",", ":"))


def profile_of(label: str) -> Profile:
    """The groups of people that one text names.

    >>> profile_of(profile_label(("North", None)))
    ('North', None)
    """
    return tuple(json.loads(label))


def _whole(profile: Profile) -> Profile:
    """A profile in all divisions; a survey opened before a division existed has nobody in it."""
    return (*profile, *(None for _ in range(len(DIVISIONS) - len(profile))))


def publish(tallies: Iterable[Tally]) -> list[Cell]:
    """What may be shown of these counts; nothing at all under five answers."""
    found = _largest_teams([replace(each, counts=published_part(each.counts)) for each in tallies])
    profiles = _by_profile(found)
    whole = next((each for each in found if each.division == WHOLE), None)
    if whole is None or whole.answered < FEWEST:
        return []
    answered: Count = {profile: each.answered for profile, each in profiles.items()}
    invited: Count = {profile: each.invited for profile, each in profiles.items()}
    shown = shown_groups(len(DIVISIONS), answered, invited)
    if not shown.whole:
        return []
    by_key = _by_question(whole, profiles, answered, shown)
    cells = [_cell(whole, "", {key for key, each in by_key.items() if each.whole})]
    for place, division in enumerate(DIVISIONS):
        groups = [each for each in found if each.division == division]
        cells += _division(place, whole, groups, shown, by_key)
    return cells


def _largest_teams(tallies: Sequence[Tally]) -> list[Tally]:
    """The counts with the people of teams that are one too many in none; they stay in every other group."""
    teams = [each for each in tallies if each.division == Division.TEAM]
    small = {each.label for each in sorted(teams, key=lambda each: (-each.answered, each.label))[MOST_TEAMS:]}
    return [_without_team(each, small) if each.division == PROFILE else each for each in tallies]


def _without_team(tally: Tally, small: set[str]) -> Tally:
    *others, team = _whole(profile_of(tally.label))
    return replace(tally, label=profile_label((*others, None if team in small else team)))


def _by_profile(tallies: Sequence[Tally]) -> dict[Profile, Tally]:
    """The counts of each profile; those that have become one are added up."""
    found: dict[Profile, Tally] = {}
    for each in tallies:
        if each.division == PROFILE:
            profile = _whole(profile_of(each.label))
            same = found.get(profile)
            found[profile] = _sum_of(same, each) if same else each
    return found


def _sum_of(one: Tally, other: Tally) -> Tally:
    counts = added([one.counts, other.counts])
    return Tally(PROFILE, one.label, one.invited + other.invited, one.answered + other.answered, counts)


def _by_question(whole: Tally, profiles: dict[Profile, Tally], answered: Count, shown: Shown) -> dict[str, Shown]:
    """For each question what may be shown of it: those who left it blank do not count."""
    known: dict[tuple[int, ...], Shown] = {tuple(answered.values()): shown}
    found = {}
    for key in whole.counts:
        count: Count = {profile: sum(each.counts.get(key, {}).values()) for profile, each in profiles.items()}
        pattern = tuple(count.values())
        if pattern not in known:
            known[pattern] = shown_groups(len(DIVISIONS), count, among=shown)
        found[key] = known[pattern]
    return found


def _division(place: int, whole: Tally, groups: Sequence[Tally], shown: Shown, by_key: dict[str, Shown]) -> list[Cell]:
    named = [each for each in groups if each.label in shown.groups[place]]
    keys = {each.label: {key for key, of in by_key.items() if each.label in of.groups[place]} for each in named}
    cells = [_cell(each, each.label, keys[each.label]) for each in sorted(named, key=lambda each: each.label)]
    everywhere = {key for key, of in by_key.items() if of.whole and all(key in keys[each.label] for each in named)}
    rest = _rest(whole, cells, everywhere)
    pooled = tuple(sorted(each.label for each in groups if each.label not in shown.groups[place]))
    if rest.answered and cells:
        cells.append(Cell(DIVISIONS[place], "", rest.invited, rest.answered, rest.counts, pooled))
    return cells


def _cell(tally: Tally, label: str, keys: set[str]) -> Cell:
    counts = {key: dict(of) for key, of in tally.counts.items() if key in keys}
    return Cell(tally.division, label, tally.invited, tally.answered, counts)


def _rest(whole: Tally, cells: Sequence[Cell], keys: set[str]) -> Tally:
    """The whole less the groups shown, question by question: no more than anybody could subtract."""
    all_counts = [whole.counts, *(cell.counts for cell in cells)]
    kept = [{key: of for key, of in counts.items() if key in keys} for counts in all_counts]
    return Tally(
        WHOLE,
        "",
        whole.invited - sum(cell.invited for cell in cells),
        whole.answered - sum(cell.answered for cell in cells),
        added(kept[:1], less=kept[1:]),
    )
