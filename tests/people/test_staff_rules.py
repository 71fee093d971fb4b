"""Rules of the staff list: who is meant, who is found, and how many are shown to whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.access.roles import Role, Scope
from planner.basics.errors import RuleBroken
from planner.basics.suppression import FEWEST
from planner.people.directory import Directory
from planner.people.staff import circles, leads_back
from planner.people.staff_counts import Place, Planned, unit_counts
from planner.people.staff_reach import reach_of
from planner.people.staff_search import PAGE, Entry, Found, page_within

ANA, BEN, OTHER_BEN = Entry(1, "Ana Lima", "H-1", "ana@x.example"), Entry(2, "Ben Ode", "H-2"), Entry(3, "Ben Ode")


def test_a_person_is_meant_by_number_address_or_name() -> None:
    known = Directory([ANA, BEN, OTHER_BEN])
    assert [known.meant(text) for text in ("h-1", "ANA@x.example", "ana lima", "Lima, Ana", "  ", "H-2")] == [
        1, 1, 1, 1, None, 2,
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="Several people"):
        known.meant("Ben Ode")
    with pytest.raises(RuleBroken, match="Nobody on the list"):
        known.meant("Cy")


def test_a_page_tells_its_places() -> None:
    last = Found(tuple(range(50)), 2 * PAGE + 50, page_within(99, 2 * PAGE + 50))
    assert (last.page, last.first, last.last) == (3, 201, 250)
    assert (Found((), 0, 1).first, Found((), 0, 1).last) == (0, 0)


def test_each_role_sees_its_part() -> None:
    assert reach_of(Role.MANAGER, Scope.ALL, None, frozenset()).sees(9)
    trainer = reach_of(Role.TRAINER, Scope.OWN, 1, frozenset({2}))
    assert [trainer.sees(one) for one in (1, 2, 3)] == [True, True, False]
    assert not trainer.names
    assert reach_of(Role.MEMBER, Scope.OWN, None, frozenset()).names
    assert not reach_of(Role.VIEWER, None, None, frozenset()).names


@given(
    st.dictionaries(
        st.tuples(st.sampled_from([1, 2]), st.sampled_from([1, 2, 3]), st.sampled_from("abc")),
        st.integers(0, 12),
        max_size=12,
    )
)
def test_no_group_under_five_can_be_found_by_subtraction(raw: dict[Place, int]) -> None:
    """Whoever knows all shown numbers and the total cannot know any group of one to four people."""
    places: dict[Place, int] = {
        (wave, (wave or 0) * 10 + (unit or 0), team): size for (wave, unit, team), size in raw.items()
    }
    counts = unit_counts(places, {}, whole=False)
    for count in counts:
        assert count.people is None or count.people == 0 or count.people >= FEWEST
        if count.people is None:
            assert all(team.people is None for team in count.teams), "nothing inside a hidden group is shown"
            continue
        hidden = [places[count.wave, count.unit_id, team.team] for team in count.teams if team.people is None]
        assert not hidden or sum(hidden) >= FEWEST or count.people == sum(hidden) < FEWEST
        assert all(team.people is None or team.people == 0 or team.people >= FEWEST for team in count.teams)
    unseen = {(each.wave, each.unit_id) for each in counts if each.people is None}
    hidden_whole = sum(size for (wave, unit_id, _), size in places.items() if (wave, unit_id) in unseen)
    assert hidden_whole == 0 or hidden_whole >= FEWEST or sum(places.values()) == hidden_whole


def test_units_without_anybody_are_listed_with_what_is_planned() -> None:
    counts = unit_counts({(1, 7, ""): 6}, {7: Planned(1, 8), 9: Planned(2, 4)}, whole=True)
    assert [(each.unit_id, each.people, each.differs) for each in counts] == [(7, 6, -2), (9, 0, -4)]


def test_circles_of_line_managers_are_found_once() -> None:
    assert circles({1: 2, 2: 1, 3: 4, 4: 5, 5: 3, 6: 1, 7: None}) == [(1, 2), (3, 4, 5)]
    assert circles({1: 1}) == [(1,)]
    assert leads_back(1, 1, {}) == (1,)
