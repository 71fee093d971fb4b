"""Use in the sample: forty people of all units have worked in the new system for ten weeks, before the first wave.

They are the early group: key users and volunteers who keep real customers in it. Some of them took all their courses
in the weeks after, and some who had stopped were helped. Licences and logs are taken over as anybody's would be; every
figure of adoption follows from the logs.
"""

import io
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from planner.access.audit_service import acting
from planner.adoption import connector_service, help_service, recount_service
from planner.adoption.connector_service import ConnectorDraft
from planner.adoption.help_models import HelpKind
from planner.adoption.help_service import HelpDraft
from planner.adoption.licence_service import take_licences
from planner.adoption.settings_service import Grounds, switch_on
from planner.adoption.source_service import SourceDraft, add_source, sources
from planner.adoption.take_over_service import take_over
from planner.demo.story import Event, Story
from planner.people import staff_queries
from planner.people.staff import StaffView
from planner.training import coverage_queries, record_service
from planner.training.record_service import ResultDraft

FIRST, LAST = -72, -1
LOGS = (-44, -16, LAST)
SERVER = "crm.halden.example"
SYSTEM = "New CRM, early group"
EARLY_COURSES = (-46, -39)
"""Days on which a part of the early group had taken all courses, in a week of its own each."""
HELP = (
    (-34, 13, HelpKind.NOTE, "Had no time; her line manager keeps Tuesday mornings free."),
    (-33, 22, HelpKind.COACH, ""),
    (-30, 31, HelpKind.COACH, ""),
    (-12, 4, HelpKind.COACH, ""),
    (-5, 5, HelpKind.NOTE, "Could not sign in; the support desk has mended the account."),
)
"""Help for one of the early group, by place: day, place, what was done, and what was said."""
EVENTS = {
    "sales": (
        "opportunity update",
        "phonecall create",
        "account update",
        "quote create",
        "lead qualify",
        "report open",
    ),
    "field-sales": ("opportunity update", "visit report", "account update", "phonecall create"),
    "service": ("case update", "knowledge open", "account update", "phonecall create"),
    "marketing": ("campaign update", "lead qualify", "account update", "report open"),
    "management": ("report open", "task update"),
}


def events(story: Story) -> Iterator[Event]:
    """Licences first, then a log every four weeks; in between the switch for helping people one by one."""
    if story.plot.get("staff") is None:
        return
    yield Event(FIRST, partial(license_early, story))
    yield Event(-40, partial(show_people, story))
    for place, day in enumerate(EARLY_COURSES):
        yield Event(day, partial(take_courses, story, place))
    for day, place, kind, words in HELP:
        yield Event(day, partial(help_somebody, story, place, kind, words))
    for begin, end in zip((FIRST, *LOGS), LOGS, strict=False):
        yield Event(end, partial(take_log, story, begin, end))
    yield Event(LAST, partial(prepare_connector, story))


def early_group(story: Story) -> list[StaffView]:
    """Every third or fourth person of each unit, by name, until there are forty."""
    everybody = [each for each in staff_queries.counted(story.rollout.id, story.on(FIRST)) if each.email]
    return [each for place, each in enumerate(everybody) if place % 10 in {0, 3, 7}][:40]


def license_early(story: Story, now: datetime) -> None:
    """The list of licences that the system's administrator sent."""
    rows = "".join(f"{each.email},{story.on(FIRST)},\n" for each in early_group(story))
    with acting(story.people[story.plot["roles"]["project-manager"]].id):
        take_licences(story.rollout.id, io.BytesIO(f"E-mail,From,Until\n{rows}".encode()), "licences.csv")
        add_source(story.rollout.id, SourceDraft(SYSTEM, "generic", story.rollout.timezone))
        recount_service.recount(story.rollout, now)


def show_people(story: Story, now: datetime) -> None:
    """Helping people one by one was agreed with the works council, until some months after the last go-live."""
    manager = story.people[story.plot["roles"]["project-manager"]]
    grounds = Grounds(
        "Trainers and key users help those who have not got into the new system yet.",
        "Works agreement on the new system, section 4; legitimate interest after an assessment.",
        "Agreed with the works council: no ranking, no use in appraisals, ends with the last wave.",
        story.on(200),
    )
    with acting(manager.id):
        switch_on(story.rollout.id, grounds, manager.id, now, None)


def take_log(story: Story, begin: int, end: int, now: datetime) -> None:
    """The log of some weeks; it begins some days before the last one ended, and counts once all the same."""
    lines = ["event_id,timestamp,user,event", *sorted(log_lines(story, begin - 3, end))]
    source = next(each for each in sources(story.rollout.id) if each.name == SYSTEM)
    with acting(story.people[story.plot["roles"]["project-manager"]].id):
        content = io.BytesIO("\n".join(lines).encode())
        take_over(source, content, f"usage-until-{story.on(end)}.csv", None, now)


def prepare_connector(story: Story, now: datetime) -> None:
    """The manager has set up the connector for later; nobody was asked yet."""
    manager = story.people[story.plot["roles"]["project-manager"]]
    draft = ConnectorDraft(
        "New CRM, everybody", f"https://{SERVER}", story.on(LAST), f"https://login.{SERVER}/connect/token",
        "rollout-planner", "not a secret of anybody", active=False,
    )  # fmt: skip
    with acting(manager.id):
        connector_service.add(story.rollout, "creatio-sessions", draft, manager.id, now)


def of_course(place: int, person: StaffView) -> int | None:
    """With which part somebody of the early group took the courses early; None for most, and for all of the pilot."""
    return None if person.wave == 1 or place % 2 else place // 2 % len(EARLY_COURSES)


def take_courses(story: Story, part: int, now: datetime) -> None:
    """One part of the early group has passed everything asked, at the supplier's; the trainer enters it."""
    tara, rollout = story.people[story.plot["roles"]["trainer"]], story.rollout
    mine = [each.id for place, each in enumerate(early_group(story)) if of_course(place, each) == part]
    cells = coverage_queries.cells_by_person(mine)
    drafts = [
        ResultDraft(staff_id, cell.course_id, now.date(), None, True, None)
        for staff_id in mine
        for cell in cells.get(staff_id, {}).values()
        if cell.asked
    ]
    with acting(tara.id):
        record_service.add_results(rollout, drafts, tara, now)


def help_somebody(story: Story, place: int, kind: HelpKind, words: str, now: datetime) -> None:
    """The project manager helps one of the early group."""
    manager, person = story.people[story.plot["roles"]["project-manager"]], early_group(story)[place]
    coaches = [each for each in help_service.coaches(story.rollout.id, now.date()) if each != person.id]
    draft = HelpDraft(kind, coach_id=coaches[0] if kind is HelpKind.COACH else None, text=words)
    with acting(manager.id):
        help_service.give(story.rollout, person.id, draft, manager.id, now)


def log_lines(story: Story, begin: int, end: int) -> Iterator[str]:
    """What each early user did on each working day: some at once, some late, some stopped, some never came."""
    for place, person in enumerate(early_group(story)):
        kinds = [kind for role in person.roles for kind in EVENTS.get(role, ())] or list(EVENTS["service"])
        start, stop, pace, reach = habits(place)
        part = of_course(place, person)
        learned = 999 if part is None else EARLY_COURSES[part]
        back = next((told for told, who, *_ in HELP if who == place), 999)
        for day in range(max(begin, FIRST), end + 1):
            chance = random.Random(place * 1_000 + day)  # noqa: S311 - an invented story, the same each time
            week = (day - FIRST) // 7
            there = start <= week < stop or (start < 99 and day > back)
            if story.on(day).weekday() > 4 or not there or chance.random() > pace + (0.4 if day > learned else 0):
                continue
            for number in range(1 + chance.randrange(4)):
                kind = "sign-in" if number == 0 else kinds[chance.randrange(min(reach, len(kinds)))]
                at = story.at(day) + timedelta(minutes=13 * number + place)
                yield f"{place}-{day}-{number},{at.isoformat()},{person.email},{kind}"


def habits(place: int) -> tuple[int, int, float, int]:
    """Week of the first and of the last use, share of days, and how many functions somebody gets to."""
    if place % 13 == 5:
        return 99, 99, 0.0, 0  # never came
    if place % 9 == 4:
        return 1, 5, 0.6, 2  # stopped after a month
    return (place * 7) % 8, 99, 0.45 + (place % 4) * 0.12, 2 + place % 5
