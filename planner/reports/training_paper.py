"""The training report: is each wave trained in time, what is missing, and what became of sessions; groups only.

Names stand on the pages of training, for those who may see them; here no group under five people is shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.reports.groups import Division, by_division, hidden_words
from planner.reports.paper import Bar, Chart, Section, table
from planner.reports.report import VerdictLine
from planner.reports.wording import UNKNOWN, count, percent, short_day, tenth

WHOLE = Decimal(100)
METHOD = (
    (
        "Trained is who has passed every course asked of the roles, with all of them still fresh. Somebody who joined "
        "and has passed nothing counts as a gap from the first day on."
    ),
    (
        "The pace of a wave is the number of courses its people passed in the last four weeks. What is open at that "
        "pace gives the day on which it is ready; a pass that will be older than its shelf life on the go-live is open."
    ),
    (
        "In trouble: a wave that has not gone live will be late at its pace, or went live with open courses. At risk: "
        "a wave whose end cannot be told, or whose sessions have too few seats. Healthy: every wave is in time with "
        "all seats planned. Not known: fewer than five people are asked to take a course, or no wave has a go-live."
    ),
    (
        "Only groups are shown: none under five people, and none from which a smaller one could be worked out by "
        "subtraction, over all divisions of this report together. Scores and ratings are shown from five on."
    ),
)
STATES = {"red": "in trouble", "amber": "at risk", "green": "healthy", "unknown": "not known"}


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave with its training; `light` is that of its outlook: red, amber, green or unknown."""

    name: str
    go_live: date | None
    people: int
    trained: int
    trained_at_go_live: int
    open: int
    ready_on: date | None
    light: str
    sessions: tuple[tuple[str, int, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group that may be shown: people of whom a course is asked, and where they stand."""

    name: str
    people: int
    trained: int
    expiring: int
    expired: int
    not_trained: int


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course asked of five people or more; scores and ratings None where fewer than five are known."""

    name: str
    asked: int
    fresh: int
    score: Decimal | None
    rating: Decimal | None


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """A week with its sessions, their seats, and the hours of trainers they take; never what a single one has."""

    begin: date
    sessions: int
    seats: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Trained:
    """All that is known of training on a day; `whole` is None where nothing may be shown."""

    today: date
    whole: GroupLine | None
    waves: tuple[WaveLine, ...] = ()
    hidden_waves: int = 0
    divisions: tuple[Division[GroupLine], ...] = ()
    courses: tuple[CourseLine, ...] = ()
    hidden_courses: int = 0
    weeks: tuple[WeekAhead, ...] = ()
    attendance: Decimal | None = None
    passes: Decimal | None = None
    rating: Decimal | None = None

    @property
    def share(self) -> Decimal | None:
        """Trained of those of whom a course is asked, in percent."""
        return share(self.whole.trained, self.whole.people) if self.whole else None


def share(part: int, whole: int) -> Decimal | None:
    """A share in percent with one decimal; None of nothing, and only all of them are 100.

    >>> share(1, 3), share(999, 1000), share(0, 0)
    (Decimal('33.3'), Decimal('99.9'), None)
    """
    if not whole:
        return None
    return min(tenth(Decimal(100 * part) / whole), WHOLE if part == whole else Decimal("99.9"))


def state_of(found: Trained) -> str:
    """As bad as the worst wave that is shown; `METHOD` says what each state means."""
    lights = {each.light for each in found.waves}
    if found.whole is None or not lights:
        return "not known"
    return STATES[next(each for each in ("red", "amber", "unknown", "green") if each in lights)]


def verdict(found: Trained) -> VerdictLine:
    """The state with its sentence, and each wave that is late as a reason."""
    state = state_of(found)
    word = state.capitalize()
    if found.whole is None:
        return VerdictLine(state, word, f"{word}: fewer than five people are asked to take a course.", ())
    told = f"{found.whole.trained} of {count(found.whole.people, 'person', 'people')} are trained"
    return VerdictLine(state, word, f"{word}: {told} ({percent(found.share)}).", tuple(_late(found.waves)))


def _late(waves: Sequence[WaveLine]) -> Iterator[str]:
    for each in waves:
        if each.light == "red":
            yield f"{each.name} goes live on {short_day(each.go_live)}; {_ready(each).lower()}."


def _ready(wave: WaveLine) -> str:
    """When a wave is ready at its pace.

    >>> _ready(WaveLine("Wave 1", None, 9, 9, 9, 0, date(2026, 3, 2), "green"))
    'All is passed'
    """
    if wave.open == 0:
        return "All is passed"
    return (
        f"Ready on {short_day(wave.ready_on)} at this pace" if wave.ready_on else "Nobody passed a course in four weeks"
    )


def sections(found: Trained) -> tuple[Section, ...]:
    """All parts of the report that can be filled, and what to do next in every case."""
    if found.whole is None:
        return (next_steps(found),)
    return (
        next_steps(found),
        _waves(found),
        _missing(found.waves),
        *(_division(each) for each in found.divisions if each.groups),
        _courses(found),
        _ahead(found),
    )


def next_steps(found: Trained) -> Section:
    """What a trainer does next, what concerns a go-live first."""
    rows = list(_steps(found))
    parts = table("What to do next", "Step|Why|Where in the product", rows, "Nothing has to be done now.")
    return Section("next", "What to do next", (), (), (parts,))


def _steps(found: Trained) -> Iterator[tuple[str, str, str]]:
    if found.whole is None:
        yield (
            "Enter the staff list and the courses of each role",
            "Nobody is asked to take a course yet.",
            ("People, staff; Training, courses"),
        )
        return
    for wave in sorted(found.waves, key=lambda each: each.go_live or date.max):
        number = sum(sessions for _, sessions, _ in wave.sessions)
        if number and wave.light != "green":
            hours = sum((hours for _, _, hours in wave.sessions), Decimal(0))
            why = f"Their seats are missing before {short_day(wave.go_live)}; {_plain(hours)} hours of trainers."
            yield f"Plan {count(number, 'session')} for {wave.name}", why, "Training, proposal"
    if found.whole.expired:
        why = f"{count(found.whole.expired, 'person', 'people')} were trained, and it is too long ago."
        yield "Give refreshers", why, "Training, who is trained: expired"
    if found.whole.expiring:
        why = f"{count(found.whole.expiring, 'person', 'people')} are trained until some day of the next 30."
        yield "Plan the next refreshers", why, "Training, who is trained: expiring"


def _waves(found: Trained) -> Section:
    bars = tuple(
        Bar(each.name, share(each.trained, each.people), f"{each.trained} of {each.people}") for each in found.waves
    )
    rows = [
        (
            each.name, short_day(each.go_live), str(each.people), str(each.trained), str(each.trained_at_go_live),
            str(each.open), _ready(each), STATES[each.light],
        )
        for each in found.waves
    ]  # fmt: skip
    heads = "Wave|Go-live|#People|#Trained|#Fresh at go-live|#Courses open|At this pace|State"
    told = (hidden_words(found.hidden_waves, "wave"),) if found.hidden_waves else ()
    chart = Chart("Trained people by wave", WHOLE, WHOLE, "everybody", bars)
    return Section(
        "waves", "Is each wave trained in time?", told, (chart,), (table("Waves", heads, rows, "No wave is shown."),)
    )


def _missing(waves: Sequence[WaveLine]) -> Section:
    rows = [
        (wave.name, name, str(sessions), _plain(hours)) for wave in waves for name, sessions, hours in wave.sessions
    ]
    parts = table(
        "Sessions still to plan", "Wave|Course|#Sessions|#Hours of a trainer", rows,
        "Every seat that is needed is planned.",
    )  # fmt: skip
    return Section("missing", "What is still to plan", (), (), (parts,))


def _division(found: Division[GroupLine]) -> Section:
    bars = tuple(
        Bar(each.name, share(each.trained, each.people), percent(share(each.trained, each.people)))
        for each in found.groups
    )
    rows = [
        (each.name, str(each.people), str(each.trained), str(each.expiring), str(each.expired), str(each.not_trained))
        for each in found.groups
    ]
    heads = f"{found.word.capitalize()}|#People|#Trained|#Of these expiring|#Expired|#Not trained"
    chart = Chart(f"Trained share by {found.word}", WHOLE, WHOLE, "everybody", bars)
    return by_division(found, chart, table(f"People by {found.word}", heads, rows, "None."))


def _courses(found: Trained) -> Section:
    bars = tuple(
        Bar(each.name, share(each.fresh, each.asked), f"{each.fresh} of {each.asked}") for each in found.courses
    )
    rows = [
        (each.name, str(each.asked), str(each.fresh), _percent(each.score), _plain(each.rating))
        for each in found.courses
    ]
    heads = "Course|#Asked of|#Passed and fresh|#Mean score|#Mean rating, 1 to 5"
    told = (hidden_words(found.hidden_courses, "course"),) if found.hidden_courses else ()
    charts = (Chart("People who passed a course, of those it is asked of", WHOLE, WHOLE, "everybody", bars),)
    parts = table("Courses", heads, rows, "No course is asked of five people or more.")
    return Section("courses", "Courses", told, charts if bars else (), (parts,))


def _ahead(found: Trained) -> Section:
    rows = [
        (f"from {short_day(each.begin)}", str(each.sessions), str(each.seats), _plain(each.hours))
        for each in found.weeks
    ]
    heads = "Week|#Sessions|#Seats|#Hours of a trainer"
    parts = table("Weeks ahead", heads, rows, "No session is planned in the weeks ahead.")
    told = (
        f"So far {_percent(found.attendance)} of the seats taken were used, {_percent(found.passes)} of the tests "
        f"tried were passed, and sessions were rated {_plain(found.rating)} of 5."
    )
    return Section("ahead", "Sessions, behind and ahead", (told,), (), (parts,))


def _plain(value: Decimal | None) -> str:
    """A figure with one decimal where it needs it.

    >>> _plain(Decimal("6.00")), _plain(Decimal("4.55"))
    ('6', '4.6')
    """
    if value is None:
        return UNKNOWN
    shown = tenth(value)
    return f"{shown:.0f}" if shown == shown.to_integral_value() else f"{shown}"


def _percent(value: Decimal | None) -> str:
    return percent(None if value is None else tenth(value))
