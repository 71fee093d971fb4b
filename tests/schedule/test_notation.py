"""Durations and predecessors as people write them, there and back."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.schedule.durations import LONGEST
from planner.schedule.notation import Length, NotationError, read_length, read_links, write_length, write_links
from planner.schedule.project_file import ImportedLink, LagKind, LinkType

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("3 days", Length(24 * HOUR)),
        ("3d", Length(24 * HOUR)),
        ("2.5 DAYS", Length(20 * HOUR)),
        ("1 day?", Length(8 * HOUR, estimated=True)),
        ("2 edays", Length(48 * HOUR, elapsed=True)),
        ("1 ewk ?", Length(168 * HOUR, elapsed=True, estimated=True)),
        ("2 wks", Length(80 * HOUR)),
        ("1 mo", Length(160 * HOUR)),
        ("90 m", Length(1.5 * HOUR)),
        ("4 hrs", Length(4 * HOUR)),
        ("5", Length(40 * HOUR)),
        ("0 days", Length(timedelta())),
    ],
)
def test_durations_are_read(text: str, length: Length) -> None:
    assert read_length(text) == length


@pytest.mark.parametrize(
    "text", ["", "days", "-1 day", "1,5 days", "three days", "1 year", "٣ days", "1e5 days", "9999999 mo"]
)
def test_what_is_no_duration_is_told(text: str) -> None:
    with pytest.raises(NotationError):
        read_length(text)


@given(st.timedeltas(timedelta(), LONGEST), st.booleans(), st.booleans(), st.integers(1, 1440))
def test_every_duration_comes_back(time: timedelta, elapsed: bool, estimated: bool, day: int) -> None:
    length = Length(time, elapsed, estimated)
    assert read_length(write_length(length, day), day) == length


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (Length(20 * HOUR), "2.5 days"),
        (Length(8 * HOUR), "1 day"),
        (Length(timedelta(minutes=100)), "100 mins"),
        (Length(timedelta(hours=57, minutes=8, seconds=24)), "57.14 hours"),
        (Length(timedelta(minutes=3428, seconds=25)), "3428.416666667 mins"),
        (Length(72 * HOUR, elapsed=True, estimated=True), "3 edays?"),
    ],
)
def test_durations_are_written_in_the_largest_unit_that_fits(length: Length, text: str) -> None:
    assert write_length(length) == text


def test_predecessors_are_read() -> None:
    assert read_links("12FS+2 days; 14ss, 15FF - 50% ;16SF+1 eday;17FS+25e%;18") == (
        ImportedLink(12, LinkType.FINISH_START, 9600),
        ImportedLink(14, LinkType.START_START),
        ImportedLink(15, LinkType.FINISH_FINISH, -50, LagKind.PERCENT),
        ImportedLink(16, LinkType.START_FINISH, 14400, LagKind.ELAPSED),
        ImportedLink(17, LinkType.FINISH_START, 25, LagKind.ELAPSED_PERCENT),
        ImportedLink(18),
    )
    assert read_links(" ") == ()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("12XX", "no predecessor"),
        ("FS", "no predecessor"),
        ("12+2 days", "no type"),
        ("12FS+2", "no unit"),
        ("12FS+", "no predecessor"),
        ("12FS+1,5 days", "no unit"),
        ("1;1SS", "twice"),
        ("99999999999", "no predecessor"),
        ("4294967296", "out of range"),
        ("12FS+2 fortnights", "no duration"),
    ],
)
def test_what_is_no_predecessor_is_told(text: str, part: str) -> None:
    with pytest.raises(NotationError, match=part):
        read_links(text)


LINKS = st.builds(
    ImportedLink,
    st.integers(0, 2**31 - 1),
    st.sampled_from(LinkType),
    st.integers(-(10**6), 10**6),
    st.sampled_from(LagKind),
)


@given(st.lists(LINKS, max_size=5, unique_by=lambda link: link.predecessor_uid), st.integers(1, 1440))
def test_every_list_of_predecessors_comes_back(links: list[ImportedLink], day: int) -> None:
    plain = [link if link.lag else ImportedLink(link.predecessor_uid, link.type) for link in links]
    assert read_links(write_links(plain, day), day) == tuple(plain)
