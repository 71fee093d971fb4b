"""The staff of the sample: 140 invented people in five units, their teams and line managers, who joins, who leaves."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from planner.access.audit_service import acting
from planner.demo.story import Event, Story
from planner.people import staff_queries, staff_service
from planner.people.staff import StaffDraft
from planner.rollouts import queries as rollouts

PLAIN = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "ı": "i", "æ": "ae", "đ": "d"})
FIRST_NUMBER = 1001


def events(story: Story) -> Iterator[Event]:
    """The list as it was first imported, then those who joined and left."""
    about = story.plot.get("staff")
    if about is None:
        return
    yield Event(about["day"], partial(first_list, story, about))
    for newcomer in about["joined"]:
        yield Event(min(newcomer[0], 0) - 3, partial(join, story, about, newcomer))
    for day, number in about["left"]:
        yield Event(day, partial(leave, story, number))


def first_list(story: Story, about: Mapping[str, Any], _now: datetime) -> None:
    """Everybody who was there at the start; then who leads whom."""
    drafts = list(drafts_of(story, about))
    with acting(story.people[story.plot["roles"]["project-manager"]].id):
        ids = staff_service.add_many(story.rollout.id, drafts, f"{len(drafts)} people from the staff list")
        by_number = dict(zip((draft.number for draft in drafts), ids, strict=True))
        leaders = {by_number[who]: by_number[lead] for who, lead in leads(about)}
        staff_service.set_managers(story.rollout.id, leaders)


def drafts_of(story: Story, about: Mapping[str, Any]) -> Iterator[StaffDraft]:
    """Each person of the first list, unit by unit and team by team, the leader of a team first."""
    units = {unit.name: unit.id for unit in rollouts.units(story.rollout.id)}
    names = names_of(about["given"], about["family"])
    accounts = {number: (who, title) for who, (number, title) in about["accounts"].items()}
    place = 0
    for unit, team, site, language, size, title, roles in about["teams"]:
        for rank in range(size):
            number, name = number_of(place), next(names)
            draft = StaffDraft(
                name=name, number=number, email=address_of(name), unit_id=units[unit], site=site, team=team,
                title=f"Head of {team}" if rank == 0 else title, language="en" if place % 9 == 4 else language,
                roles=roles_at(about, number, rank, roles), joined=day_of_joining(story, place),
            )  # fmt: skip
            yield as_account(story, draft, *accounts[number]) if number in accounts else draft
            place += 1


def as_account(story: Story, draft: StaffDraft, who: str, title: str) -> StaffDraft:
    """Somebody who also has an account here."""
    user = story.people[who]
    return replace(draft, name=user.name, email=user.email, user_id=user.id, title=title or draft.title)


def number_of(place: int) -> str:
    """The staff number of the person at a place of the first list."""
    return f"H-{FIRST_NUMBER + place}"


def roles_at(about: Mapping[str, Any], number: str, rank: int, roles: Sequence[str]) -> tuple[str, ...]:
    """What a person does with the system: the team's work, leading, and what the person was chosen for."""
    chosen = [role for role, numbers in about["chosen"].items() if number in numbers]
    return (*roles, *(["management"] if rank == 0 else []), *chosen)


def day_of_joining(story: Story, place: int) -> date:
    """Spread over twelve years before the start."""
    return story.on(-260) - timedelta(days=place * 131 % 4380)


def leads(about: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Who is led by whom, by staff number: a team by its first, those by the first of their unit."""
    place, heads = 0, dict[str, str]()
    for unit, _team, _site, _language, size, *_ in about["teams"]:
        leader = number_of(place)
        yield from ((number_of(place + rank), leader) for rank in range(1, size))
        if unit in heads:
            yield leader, heads[unit]
        heads.setdefault(unit, leader)
        place += size


def names_of(given: Sequence[str], family: Sequence[str]) -> Iterator[str]:
    """Invented names, no two alike: given names of a language meet family names of the same, a language after another.

    Both lists hold one name of each language in turn.
    """
    languages = given[0].count(",") + 1
    for step in range(len(given) * len(family)):
        row, language = divmod(step, languages)
        first = given[row % len(given)].split(",")[language]
        last = family[(row * 3 + row // len(given)) % len(family)].split(",")[language]
        yield f"{first.strip()} {last.strip()}"


def address_of(name: str) -> str:
    """An address of the sample's own domain, in plain letters."""
    letters = unicodedata.normalize("NFKD", name.lower().translate(PLAIN))
    plain = "".join(sign for sign in letters if sign.isascii() and (sign.isalpha() or sign == " "))
    return f"{'.'.join(plain.split())}@halden.example"


def join(story: Story, about: Mapping[str, Any], newcomer: Sequence[Any], _now: datetime) -> None:
    """Somebody new is put on the list before the first day."""
    day, name, team, number = newcomer
    unit, _, site, language, _, title, roles = next(row for row in about["teams"] if row[1] == team)
    unit_id = next(each.id for each in rollouts.units(story.rollout.id) if each.name == unit)
    leaders = staff_queries.Part(unit_id=unit_id, team=team, role="management")
    draft = StaffDraft(
        name=name, number=number, email=address_of(name), unit_id=unit_id, site=site, team=team, title=title,
        language=language, roles=tuple(roles), joined=story.on(day),
        manager_id=staff_queries.counted(story.rollout.id, story.on(min(day, 0)), leaders)[0].id,
    )  # fmt: skip
    with acting(story.people[story.plot["roles"]["project-manager"]].id):
        staff_service.add_staff(story.rollout.id, draft)


def leave(story: Story, number: str, now: datetime) -> None:
    """Somebody leaves the organisation."""
    entry = staff_queries.row_numbered(story.rollout.id, number)
    with acting(story.people[story.plot["roles"]["project-manager"]].id):
        staff_service.leave(entry, now.date(), entry.version)
