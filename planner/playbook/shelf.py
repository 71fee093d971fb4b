"""The library of a playbook as people read it: each entry with its name, its facts and its points, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType

from planner.playbook.library import (
    Capability,
    Course,
    Factor,
    Function,
    Kpi,
    Mistake,
    Question,
    Role,
    Survey,
    Vendor,
)
from planner.playbook.outline import Playbook
from planner.playbook.wording import amount_of, proof_of
from planner.playbook.words import CriterionKind, Unit

SHELVES = MappingProxyType(
    {
        "suitability": "Questions before the start",
        "factors": "Success factors",
        "kpis": "Key figures",
        "roles": "Roles",
        "courses": "Courses",
        "functions": "Functions of the system",
        "surveys": "Surveys",
        "vendors": "Systems",
        "mistakes": "Known mistakes",
        "capabilities": "Purposes of a CRM",
    },
)
"""The library files in the users' words."""

_Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A short list under an entry, e.g. the steps of an answer."""

    title: str
    lines: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the library, ready to be read."""

    ref: str
    name: str
    facts: _Facts
    marks: tuple[str, ...] = ()
    points: tuple[Points, ...] = ()
    sources: tuple[str, ...] = field(default=())


def entries(playbook: Playbook, shelf: str) -> tuple[Entry, ...]:
    """Every entry of one library file; KeyError when there is no such file."""
    if shelf not in SHELVES:
        raise KeyError(shelf)
    return tuple(_entry(item, playbook) for item in getattr(playbook, shelf))


def _entry(item: object, playbook: Playbook) -> Entry:
    match item:
        case Question():
            return _question(item)
        case Factor() | Kpi() | Capability():
            return _with_names(item, playbook)
        case Role():
            return _role(item)
        case Course():
            return _course(item)
        case Function():
            return _function(item)
        case Survey():
            return _survey(item)
        case Vendor():
            return _vendor(item)
        case Mistake():
            return _mistake(item)
    raise TypeError(item)


def _with_names(item: Factor | Kpi | Capability, playbook: Playbook) -> Entry:
    """What names other pieces of the playbook."""
    match item:
        case Factor():
            return _factor(item, playbook)
        case Kpi():
            return _kpi(item, playbook)
    return _capability(item, playbook)


def _question(item: Question) -> Entry:
    facts = _told(("A no means", words(item.effect)), ("Think of", item.help))
    answers = Points("Answers", tuple(option.label for option in item.options))
    return Entry(item.ref, item.text, facts, (words(item.theme),), (answers,), item.sources)


def _factor(item: Factor, playbook: Playbook) -> Entry:
    critical = amount_of(item.threshold, Unit.PERCENT) if item.critical and item.threshold is not None else ""
    facts = _told(
        ("Why", item.why),
        ("Answers for it", _role_name(item.owner_role, playbook)),
        ("Weight", str(item.weight)),
        ("Needed to go on", critical),
    )
    marks = (words(item.pillar), words(item.level), *(("critical",) if item.critical else ()))
    points = tuple(
        Points(one.text, one.steps, "" if one.kind is CriterionKind.ANSWER else proof_of(one, playbook))
        for one in item.criteria
    )
    return Entry(item.ref, item.name, facts, marks, points, item.sources)


def _kpi(item: Kpi, playbook: Playbook) -> Entry:
    better = {"up": "higher", "down": "lower", "band": "inside a band"}[item.direction]
    facts = _told(
        ("Purpose", item.purpose),
        ("Formula", item.formula),
        ("Unit", words(item.unit)),
        ("Better", better),
        ("Read", f"{item.cadence}, at most {item.grace_days} days late"),
        ("Source", item.source),
        ("Answers for it", _role_name(item.owner_role, playbook)),
        ("Moves in a year by", _pace(item)),
        ("Hint", item.hint),
    )
    marks = (words(item.pillar), *(("seen by customers",) if item.customer_based else ()))
    return Entry(item.ref, item.name, facts, marks, (), item.sources)


def _pace(item: Kpi) -> str:
    if item.pace is not None:
        amount = amount_of(item.pace, item.unit)
        return f"at most about {amount.replace(' %', ' percentage points')}, as an assumption for planning"
    return "" if item.pace_share is None else f"at most about {item.pace_share:f} % of itself, as an assumption"


def _role(item: Role) -> Entry:
    facts = _told(
        ("Purpose", item.purpose),
        ("Time", f"about {item.share} % of the working week"),
        ("Needs", "; ".join(item.skills)),
    )
    marks = ("from the business",) if item.from_business else ()
    return Entry(item.ref, item.name, facts, marks, (Points("Duties", item.duties),), item.sources)


def _course(item: Course) -> Entry:
    before = {"uat": "before acceptance testing", "go-live": "before going live", "after": "after going live"}
    facts = _told(
        ("Content", item.content),
        ("For", ", ".join(map(words, item.for_roles))),
        ("Length", amount_of(item.hours, Unit.HOURS)),
        ("When", before[item.before]),
        ("Stays fresh for", f"{item.shelf_life_days} days"),
    )
    return Entry(
        item.ref, item.name, facts, (words(item.format), *(("with test",) if item.test else ())), (), item.sources
    )


def _function(item: Function) -> Entry:
    facts = _told(
        ("Means", item.means),
        ("Expected of", ", ".join(map(words, item.for_roles))),
        ("Logged as", ", ".join(item.events)),
    )
    return Entry(item.ref, item.name, facts, (), (), item.sources)


def _survey(item: Survey) -> Entry:
    lines = tuple(f"{one.text} ({words(one.step or one.construct)})" for one in item.items)
    facts = _told(("Purpose", item.purpose), ("Scale", item.scale))
    marks = ("anonymous" if item.anonymous else "with names",)
    return Entry(item.ref, item.name, facts, marks, (Points("Items", lines),), item.sources)


def _vendor(item: Vendor) -> Entry:
    facts = _told(
        ("Today", item.now),
        ("Earlier names", ", ".join(item.formerly)),
        ("Delivery", ", ".join(map(words, item.delivery))),
        ("Sells to", ", ".join(one.upper() if one != "both" else "both" for one in item.market)),
        ("Parts", ", ".join(item.architecture)),
        ("Note", item.note),
    )
    return Entry(item.ref, item.name, facts, (), (), item.sources)


def _mistake(item: Mistake) -> Entry:
    facts = _told(("Looks like", item.looks_like), ("Why it hurts", item.why), ("Instead", item.instead))
    return Entry(item.ref, item.name, facts, (words(item.severity),), (), (*item.seen_in, *item.sources))


def _capability(item: Capability, playbook: Playbook) -> Entry:
    phase = next((phase.name for phase in playbook.phases if phase.ref == item.phase), "")
    figures = ", ".join(kpi.name for kpi in playbook.kpis if kpi.ref in item.kpis)
    facts = _told(
        ("What it is", item.what),
        ("Usually comes with", phase),
        ("Shown by", figures),
        ("Only for some", item.because),
    )
    return Entry(item.ref, item.name, facts, (words(item.purpose), *map(words, item.parts)), (), item.sources)


def _told(*facts: tuple[str, str]) -> _Facts:
    return tuple((label, value) for label, value in facts if value)


def _role_name(ref: str, playbook: Playbook) -> str:
    return next((role.name for role in playbook.roles if role.ref == ref), "")


def words(ref: str) -> str:
    """A fixed word as people write it, e.g. "do-not-proceed" as "do not proceed"."""
    known = {"saas": "rented online", "own": "own machines", "b2b": "B2B", "b2c": "B2C"}
    return known.get(ref, ref.replace("-", " "))


def search(found: Iterable[Entry], text: str) -> tuple[Entry, ...]:
    """The entries that hold every word of a text, anywhere, whatever the case."""
    wanted = text.casefold().split()
    return tuple(entry for entry in found if all(word in _text(entry) for word in wanted))


def _text(entry: Entry) -> str:
    parts = [entry.name, *entry.marks, *(value for _, value in entry.facts)]
    parts += [part for points in entry.points for part in (points.title, *points.lines)]
    return " ".join(parts).casefold()
