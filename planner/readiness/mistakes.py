"""The known mistakes of CRM rollouts, looked for in what the product knows of this one.

A finding can be accepted for a time, with a reason. What was accepted only tightens: once there is less of it, or the
figure is nearer to its line, that is the accepted state, and a new worsening shows again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.basics.errors import RuleBroken
from planner.playbook.library import Mistake
from planner.playbook.words import Severity
from planner.readiness import detector_book_people, detector_book_work
from planner.readiness.detector import Detector, some
from planner.readiness.scene import Scene, Sight
from planner.readiness.wording import day_in_words

BOOK: tuple[Detector, ...] = (*detector_book_people.BOOK, *detector_book_work.BOOK)
BY_KEY = {each.key: each for each in BOOK}
ORDER = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody accepts until a day (that day included), as long as there is no more of it than then.

    `accepted` is the amount as its detector measures it; None once the mistake was gone: nothing is accepted then.
    """

    key: str
    reason: str
    by: str
    until: date
    accepted: Decimal | None

    def __post_init__(self) -> None:
        """A waiver without a reason is none."""
        if not self.reason.strip():
            raise RuleBroken("Say why this is accepted.", "reason")

    def covers(self, sight: Sight, today: date) -> bool:
        """Whether a sight is still within what was accepted."""
        return today <= self.until and self.accepted is not None and sight.amount <= self.accepted

    def check_tighter(self, until: date) -> None:
        """What is in force is never accepted for longer; that takes a new acceptance, after this one was ended."""
        if until > self.until:
            raise RuleBroken(
                f"It is accepted until {day_in_words(self.until)}, and that only tightens. To accept it for longer, "
                "stop accepting it and accept it anew.",
                "until",
            )


@dataclass(frozen=True, slots=True)
class Found:
    """A mistake that was seen, with what the playbook knows about it. `waived` is the waiver that covers it today."""

    detector: Detector
    mistake: Mistake
    sight: Sight
    waived: Waiver | None = None
    lapsed: Waiver | None = None

    @property
    def key(self) -> str:
        """The detector that saw it."""
        return self.detector.key

    @property
    def about(self) -> str:
        """The things it is about by name, where its sentence does not name them; empty where there are none."""
        things = self.sight.objects
        return "" if not things or things[0] in self.sight.text else some(things)

    @property
    def shows_again(self) -> str:
        """What would be worse than is accepted today, in words; empty where nothing is accepted."""
        if self.waived is None or self.waived.accepted is None:
            return ""
        return self.detector.worse(min(self.waived.accepted, self.sight.amount))

    def lapsed_because(self, today: date) -> str:
        """Why it is not accepted any more although it was, in words; empty where it never was."""
        if self.lapsed is None:
            return ""
        if today > self.lapsed.until:
            return "that day is over"
        if self.lapsed.accepted is None:
            return "since then it was gone, and it is back"
        return f"now {self.detector.worse(self.lapsed.accepted)}"


def look(
    scene: Scene, known: Mapping[str, Mistake], waivers: Iterable[Waiver] = (), book: Sequence[Detector] = BOOK
) -> tuple[Found, ...]:
    """Every mistake that is seen today, the gravest first; those that are accepted stand last."""
    given = {each.key: each for each in waivers}
    found = []
    for each in book:
        sight = each.look(scene)
        if sight is not None:
            waiver = given.get(each.key)
            covered = waiver is not None and waiver.covers(sight, scene.today)
            entry = known[each.mistake]
            found.append(Found(each, entry, sight, waiver if covered else None, None if covered else waiver))
    return tuple(sorted(found, key=lambda one: (one.waived is not None, ORDER.index(one.mistake.severity))))


def tightened(waiver: Waiver, sight: Sight | None) -> Decimal | None:
    """What is accepted from now on: never more than there is today, and nothing once it is gone."""
    if waiver.accepted is None or sight is None:
        return None
    return min(waiver.accepted, sight.amount)


def standing(found: Iterable[Found]) -> tuple[Found, ...]:
    """The findings that nobody has accepted."""
    return tuple(each for each in found if each.waived is None)
