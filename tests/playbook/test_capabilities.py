"""The purposes of a CRM in a playbook: what is wrong with them is told, and the shipped ones hang together."""

import pytest

from planner.playbook.loading import load
from planner.playbook.outline import Market, Profile
from planner.playbook.service import load_shipped
from planner.playbook.words import Architecture, Purpose
from tests.playbook.example import example_files

GOOD = """
[[capability]]
ref = "letters"
name = "Letters that arrive"
purpose = "service"
what = "Letters go to where people live."
parts = ["operational"]
phase = "introduce"
kpis = ["returned-letters"]
"""


def problems(text: str) -> list[str]:
    return [str(problem) for problem in load({**example_files(), "capabilities.toml": text}).problems]


def test_a_playbook_may_have_purposes_or_none() -> None:
    assert problems(GOOD) == []
    book = load({**example_files(), "capabilities.toml": GOOD}).playbook
    assert book is not None
    assert book.capabilities[0].parts == (Architecture.OPERATIONAL,)
    plain = load(example_files()).playbook
    assert plain is not None
    assert plain.capabilities == ()


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('"introduce"', '"introduced"', "capability[letters].phase", 'did you mean "introduce"'),
        ('"returned-letters"', '"letters"', "capability[letters].kpis[letters]", "kpis.toml"),
        ('"service"', '"servce"', "capability[letters].purpose", 'did you mean "service"'),
        ('"operational"', '"social"', "capability[letters].parts", "one of operational"),
        ("phase =", 'when = { market = ["b2b"] }\nphase =', "capability[letters].because", "tells the organisations"),
    ],
)
def test_what_is_wrong_is_told(old: str, new: str, key: str, reason: str) -> None:
    found = problems(GOOD.replace(old, new))
    assert any(key in each and reason in each for each in found), found


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ("pace = 0", "more than 0"),
        ("least = 5\nmost = 5", "more than `least`"),
        ("pace = 5\npace_share = 5", "one of the two"),
    ],
)
def test_the_pace_of_a_key_figure_is_checked(extra: str, reason: str) -> None:
    files = example_files()
    files["kpis.toml"] = files["kpis.toml"].replace('direction = "down"', f'direction = "down"\n{extra}')
    assert any(reason in str(problem) for problem in load(files).problems)


@pytest.mark.parametrize(("ref", "fewest"), [("standard", 30), ("small-business", 10), ("nonprofit", 12)])
def test_the_shipped_purposes_cover_every_part_and_every_figure_has_a_pace(ref: str, fewest: int) -> None:
    book = load_shipped(ref)
    assert len(book.capabilities) >= fewest
    assert {part for each in book.capabilities for part in each.parts} == set(Architecture)
    assert {each.purpose for each in book.capabilities} >= set(Purpose) - {Purpose.SALES}
    assert all(kpi.pace or kpi.pace_share for kpi in book.kpis)


def test_some_purposes_are_only_for_some() -> None:
    known = {each.ref: each for each in load_shipped("standard").capabilities}
    buying = known["several-people-who-decide"]
    assert buying.proposed_for(Profile(market=Market.B2B))
    assert not buying.proposed_for(Profile(market=Market.B2C))
