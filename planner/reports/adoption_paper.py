"""The adoption report: who uses the system, against the lines of the field, and where help is needed; groups only.

Nothing here names a person, and no group is shown of which fewer than five people could be told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from planner.reports.groups import Division, by_division
from planner.reports.paper import Bar, Chart, Section, table
from planner.reports.report import VerdictLine
from planner.reports.wording import UNKNOWN, count, day, percent, short_day, tenth

LINE, HALF, WHOLE = Decimal(90), Decimal(50), Decimal(100)
STALE = timedelta(days=28)
FELL = Decimal(2)
"""Points of the rate lost in four weeks that count as falling."""
METHOD = (
    (
        "Adopted is who was active on enough days of the last 28 and used at least half of the functions expected of "
        "the role. The rate is the adopted share of the people licensed on that day; a sign-in alone is not use."
    ),
    (
        "Healthy: nine in ten have adopted and half of the expected functions are used. At risk: a line is missed. In "
        "trouble: the rate fell by two points or more in four weeks, or the curve does not reach nine in ten. Not "
        "known: nobody is licensed, fewer than five people are, or the last log is older than 28 days."
    ),
    (
        "The lines are those of surveys of the field, shown as a line, not as a law: fewer than 40 % of 1,275 "
        "companies had more than 90 % of their people adopt (CSO Insights), and 43 % used less than half of the "
        "functions they had (UK survey, 2007). The forecast is the Bass or the logistic curve."
    ),
    (
        "Only groups are shown: none under five people, and none from which a smaller one could be worked out by "
        "subtraction, over all divisions of this report together."
    ),
)


@dataclass(frozen=True, slots=True)
class Use:
    """A group at the end of a week; percentages, `depth` in actions a person; None where nothing can be said.

    `weekly` is the stickiness by weeks of roles that work week by week, where they may be told apart from others.
    """

    name: str
    licensed: int
    signed_in: int
    active: int
    adopted: int
    rate: Decimal | None
    breadth: Decimal | None
    depth: Decimal | None = None
    stickiness: Decimal | None = None
    weekly: Decimal | None = None
    before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FunctionUse:
    """A function with the people it is expected of and those of them who use it."""

    name: str
    expected: int
    used: int


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is known of the use of the system on a day; `whole` is None where nothing may be shown."""

    today: date
    as_of: date | None
    whole: Use | None
    weeks: tuple[tuple[date, Decimal | None], ...] = ()
    outlook: str = ""
    reached: date | None = None
    foretold: bool = False
    divisions: tuple[Division[Use], ...] = ()
    functions: tuple[FunctionUse, ...] = ()
    stands: tuple[tuple[str, int], ...] = ()
    spread: Decimal | None = None

    @property
    def fresh(self) -> bool:
        """Whether the last log says something of today."""
        return self.as_of is not None and self.today - self.as_of <= STALE


def state_of(seen: Seen) -> str:
    """Healthy, at risk, in trouble or not known; `METHOD` says what each means."""
    whole = seen.whole
    if whole is None or whole.rate is None or not seen.fresh:
        return "not known"
    if whole.rate >= LINE and (whole.breadth is None or whole.breadth >= HALF):
        return "healthy"
    fell = whole.before is not None and whole.before - whole.rate >= FELL
    beyond = whole.rate < LINE and seen.foretold and seen.reached is None
    return "in trouble" if fell or beyond else "at risk"


def verdict(seen: Seen) -> VerdictLine:
    """The state with its sentence."""
    state, whole = state_of(seen), seen.whole
    word = state.capitalize()
    if whole is None:
        told = "No usage log was taken over yet, or fewer than five people are licensed."
    elif not seen.fresh:
        told = f"The last usage log ends on {day(seen.as_of)}, more than 28 days ago."
    else:
        told = (
            f"{whole.adopted} of {count(whole.licensed, 'licensed person', 'licensed people')} have adopted the system "
            f"({percent(_tenth(whole.rate))}; the line is 90 %)."
        )
    return VerdictLine(state, word, f"{word}: {told}", _reasons(seen) if seen.fresh else ())


def _reasons(seen: Seen) -> tuple[str, ...]:
    whole = seen.whole
    if whole is None:
        return ()
    found = []
    if whole.breadth is not None and whole.breadth < HALF:
        found.append(f"{percent(_tenth(whole.breadth))} of the expected functions are used; the line is half.")
    if whole.before is not None and whole.rate is not None and abs(whole.rate - whole.before) >= FELL:
        way = "rose" if whole.rate > whole.before else "fell"
        found.append(f"In four weeks the rate {way} by {_tenth(abs(whole.rate - whole.before))} points.")
    return tuple(found)


def sections(seen: Seen) -> tuple[Section, ...]:
    """All parts of the report that can be filled, and what to do next in every case."""
    if seen.whole is None:
        return (next_steps(seen),)
    return (
        next_steps(seen),
        _course(seen, seen.whole),
        _now(seen, seen.whole),
        *(_division(each) for each in seen.divisions if each.groups),
        _functions(seen.functions),
    )


def next_steps(seen: Seen) -> Section:
    """What a manager does next, the most people first."""
    rows = list(_steps(seen))
    parts = table("What to do next", "Step|Why|Where in the product", rows, "Nothing has to be done now.")
    return Section("next", "What to do next", (), (), (parts,))


def _steps(seen: Seen) -> Iterator[tuple[str, str, str]]:
    if not seen.fresh:
        yield "Take over the usage log of the last weeks", "What is shown says nothing of today.", "Adoption, logs"
    stands = dict(seen.stands)
    if never := stands.get("never", 0):
        yield (
            "Help the first sign-in",
            f"{count(never, 'licensed person', 'licensed people')} never signed in.",
            ("Adoption, who needs help"),
        )
    if lapsed := stands.get("lapsed", 0):
        yield (
            "Ask why they stopped",
            f"{count(lapsed, 'person', 'people')} used it and did not for 28 days.",
            ("Adoption, who needs help"),
        )
    yield from _of_units(seen)
    for each in sorted(seen.functions, key=_share)[:3]:
        if _share(each) < HALF:
            why = f"{each.used} of {each.expected} people it is expected of use it."
            yield f"Train or drop “{each.name}”", why, "Training, courses"


def _of_units(seen: Seen) -> Iterator[tuple[str, str, str]]:
    units = next((each.groups for each in seen.divisions if each.word == "unit"), ())
    low = sorted(
        (each for each in units if each.rate is not None and each.rate < HALF), key=lambda each: each.rate or 0
    )
    for each in low[:3]:
        why = f"{each.adopted} of {each.licensed} people there have adopted it."
        yield f"Look at {each.name} with its lead", why, "Adoption, by unit"


def _share(each: FunctionUse) -> Decimal:
    return Decimal(100 * each.used) / each.expected


def _course(seen: Seen, whole: Use) -> Section:
    bars = tuple(Bar(f"until {short_day(at)}", _tenth(rate), percent(_tenth(rate))) for at, rate in seen.weeks)
    chart = Chart("Adoption rate at the end of each week", WHOLE, LINE, "90 %", bars)
    told = (seen.outlook,) if seen.outlook else ()
    steps = (
        ("Licensed", whole.licensed), ("Ever signed in", whole.signed_in), ("Active in 28 days", whole.active),
        ("Adopted", whole.adopted),
    )  # fmt: skip
    funnel = Chart(
        "From licence to use", Decimal(whole.licensed), None, "",
        tuple(Bar(name, Decimal(number), f"{number} of {whole.licensed}") for name, number in steps),
    )  # fmt: skip
    return Section("course", "When nine in ten will use it", told, (chart, funnel), ())


def _now(seen: Seen, whole: Use) -> Section:
    rows = [
        ("Adoption rate", percent(_tenth(whole.rate)), "90 %", f"four weeks ago {percent(_tenth(whole.before))}"),
        ("Breadth", percent(_tenth(whole.breadth)), "50 %", "used of the functions expected of the role"),
        ("Depth", _plain(whole.depth), "none", "actions that count, for each active person and week"),
        ("Stickiness", percent(_tenth(whole.stickiness)), "none", "mean daily active of those active in 28 days"),
        *_by_weeks(whole),
        ("Fragmentation", _points(seen.spread), "none", "between the highest and the lowest unit shown"),
    ]
    figures = table("Figures", "Figure|#Now|#Line|What it is", rows, "")
    stands = [(name.capitalize(), str(number)) for name, number in seen.stands]
    people = table("Where people stand", "Stand|#People", stands, "Nobody is licensed.")
    told = f"Figures of {day(seen.as_of)}."
    return Section("figures", "The figures", (told,), (), (figures, people))


def _by_weeks(whole: Use) -> list[tuple[str, ...]]:
    if whole.weekly is None:
        return []
    return [("Stickiness, weekly roles", percent(_tenth(whole.weekly)), "none", "mean weekly active of those")]


def _division(found: Division[Use]) -> Section:
    bars = tuple(Bar(each.name, _tenth(each.rate), percent(_tenth(each.rate))) for each in found.groups)
    rows = [
        (
            each.name, str(each.licensed), str(each.adopted), percent(_tenth(each.rate)), percent(_tenth(each.before)),
            percent(_tenth(each.breadth)),
        )
        for each in found.groups
    ]  # fmt: skip
    heads = f"{found.word.capitalize()}|#Licensed|#Adopted|#Rate|#Four weeks ago|#Breadth"
    chart = Chart(f"Adoption rate by {found.word}", WHOLE, LINE, "90 %", bars)
    return by_division(found, chart, table(f"Figures by {found.word}", heads, rows, "None."))


def _functions(found: Sequence[FunctionUse]) -> Section:
    bars = tuple(Bar(each.name, _tenth(_share(each)), f"{each.used} of {each.expected}") for each in found)
    told = () if found else ("No function is expected of five people or more.",)
    charts = (Chart("People who use a function, of those it is expected of", WHOLE, HALF, "half", bars),)
    return Section("functions", "Use by function", told, charts if found else (), ())


def _tenth(value: Decimal | None) -> Decimal | None:
    return None if value is None else tenth(value)


def _plain(value: Decimal | None) -> str:
    return UNKNOWN if value is None else f"{tenth(value)}"


def _points(value: Decimal | None) -> str:
    return UNKNOWN if value is None else f"{tenth(value)}\N{NO-BREAK SPACE}points"
