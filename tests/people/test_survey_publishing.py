"""Attacks what a closed survey publishes: random people, groups and blanks, every combination of its figures."""

from collections import Counter
from collections.abc import Iterable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.people.survey_counting import Counts, with_one_more
from planner.people.survey_population import groups_of
from planner.people.survey_publishing import DIVISIONS, PROFILE, WHOLE, Cell, Profile, Tally, profile_of, publish
from tests.basics.attacker import combine

Person = tuple[Profile, dict[str, str] | None]
"""Somebody who was asked, and what was answered; None for no answer at all, an empty answer for blanks only."""


def tallies(people: Iterable[Person]) -> list[Tally]:
    """The running counts, counted one person after another as the product does."""
    found: dict[tuple[str, str], tuple[int, int, Counts]] = {}
    for profile, answer in people:
        for group in groups_of(profile):
            invited, answered, counts = found.get(group, (0, 0, {}))
            if answer is not None:
                values = dict.fromkeys(answer, "answers") if group[0] == PROFILE else answer
                counts, answered = with_one_more(counts, values), answered + 1
            found[group] = (invited + 1, answered, counts)
    return [Tally(division, label, *numbers) for (division, label), numbers in found.items()]


def members(cell: Cell, cells: Sequence[Cell], profile: Profile) -> int:
    """Whether a person is in a published group; the rest is everybody who is in none that is named."""
    if cell.division == WHOLE:
        return 1
    label = profile[[division.value for division in DIVISIONS].index(cell.division)]
    if not cell.is_rest:
        return int(label == cell.label)
    named = {each.label for each in cells if each.division == cell.division and not each.is_rest}
    return int(label not in named)


profiles = st.tuples(
    st.sampled_from(["North", "South", "East"]),
    st.sampled_from(["Wave 1", "Wave 2"]),
    st.sampled_from(["Staff", "Staff", "Managers"]),
    st.sampled_from(["Oslo", "Rome", None]),
    st.sampled_from(["Sales", None]),
)
answers = st.none() | st.fixed_dictionaries({}, optional={"a": st.sampled_from("12"), "b": st.just("3")})
populations = st.lists(st.tuples(profiles, answers), min_size=5, max_size=14)


@settings(max_examples=60)
@given(populations)
def test_no_combination_of_published_figures_speaks_of_fewer_than_five(people: list[Person]) -> None:
    cells = publish(tallies(people))
    gave = [person for person in people if person[1] is not None]
    for key in ("a", "b"):
        known = [profile for profile, answer in gave if answer and key in answer]
        shown = [cell for cell in cells if key in cell.counts]
        assert combine([[members(cell, cells, p) for p in known] for cell in shown], len(known)) is None
        assert all(sum(cell.counts[key].values()) >= 5 for cell in shown)
    for group in (gave, people):
        rows = [[members(cell, cells, profile) for profile, _ in group] for cell in cells]
        assert combine(rows, len(group)) is None
    assert all(cell.answered >= 5 for cell in cells)


@settings(max_examples=30)
@given(populations)
def test_what_is_published_is_true(people: list[Person]) -> None:
    cells = publish(tallies(people))
    for cell in cells:
        own = [answer for profile, answer in people if members(cell, cells, profile)]
        gave = [answer for answer in own if answer is not None]
        assert (cell.invited, cell.answered) == (len(own), len(gave))
        for key, counts in cell.counts.items():
            assert counts == dict(Counter(answer[key] for answer in gave if key in answer))


def staff(unit: str, number: int, value: str | None = "3", site: str | None = None) -> list[Person]:
    """So many people of a unit with the same answer; without one they left the question blank."""
    profile: Profile = (unit, None, "Staff", site, None)
    return [(profile, {"b": "1"} | ({"a": value} if value else {}))] * number


def test_a_group_is_hidden_for_a_question_that_too_few_of_it_answered() -> None:
    people = [*staff("North", 12), *staff("South", 9), *staff("East", 4), *staff("East", 4, None)]
    cells = {(cell.division, cell.label): cell for cell in publish(tallies(people))}
    assert cells["unit", "East"].counts.keys() == {"b"}
    assert cells["unit", "South"].counts.keys() == {"b"}
    assert cells["unit", "North"].counts.keys() == {"a", "b"}


def test_the_rest_is_told_with_its_names_and_only_where_it_is_whole() -> None:
    people = [*staff("North", 12), *staff("South", 4), *staff("East", 3)]
    rest = next(cell for cell in publish(tallies(people)) if cell.is_rest)
    assert (rest.pooled, rest.answered, rest.counts["a"]) == (("East", "South"), 7, {"3": 7})


def test_nothing_under_five() -> None:
    assert publish(tallies(staff("North", 4))) == []
    assert publish([]) == []
    assert profile_of('["North",null]') == ("North", None)
