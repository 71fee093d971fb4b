"""Promises that are offered to a sponsor: those that sponsors of rollouts usually give, with days from the rollout.

Where the playbook names the task or the duty behind an offer, the offer says so; duties of the sponsor in the playbook
that no usual promise covers are offered in the playbook's own words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.people.sponsor_promises import Every, PromiseKind, SponsorPromiseDraft
from planner.playbook.outline import Playbook

SPONSOR = "sponsor"
BEFORE_GO_LIVE = timedelta(weeks=6)
FIRST_WEEKS = {PromiseKind.INTRODUCE: 2, PromiseKind.BUDGET: 3, PromiseKind.TIME: 3, PromiseKind.KICK_OFF: 4}
TEXTS = {
    PromiseKind.INTRODUCE: "Introduce the project manager to all staff, in person",
    PromiseKind.BUDGET: "Free the budget that was decided",
    PromiseKind.TIME: "Agree with the line managers which people are free for how many hours",
    PromiseKind.KICK_OFF: "Open the kick-off and say why we do this",
    PromiseKind.GATES: "Take part in the gates and decide there",
}
SIGNS = {
    PromiseKind.INTRODUCE: ("introduce",),
    PromiseKind.BUDGET: ("budget", "money"),
    PromiseKind.TIME: ("time",),
    PromiseKind.KICK_OFF: ("kick-off", "tell everybody why"),
    PromiseKind.GATES: ("gate",),
}
"""Words by which a duty or task of the playbook is known to stand behind a usual promise."""
OFTEN = (("once a month", Every.MONTH), ("monthly", Every.MONTH), ("weekly", Every.WEEK), ("quarter", Every.QUARTER))


@dataclass(frozen=True, slots=True)
class UnitFact:
    """A unit with the day on which it goes live, where that is known."""

    id: int
    name: str
    go_live: date | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A promise that could be given; `key` names it on a form, `why` says where it comes from."""

    key: str
    draft: SponsorPromiseDraft
    why: str = ""


def offers_for(
    playbook: Playbook | None, units: Sequence[UnitFact], start: date, today: date, given: Iterable[SponsorPromiseDraft]
) -> tuple[Offer, ...]:
    """What a sponsor could promise, without what was promised before; no day lies in the past.

    Usual promises are told by what they are about, also when they were given in other words; own ones by their words.
    """
    said = _sayings(playbook)
    taken = {_about(draft) for draft in given}
    last = max((unit.go_live for unit in units if unit.go_live), default=None) or today + timedelta(weeks=26)
    found = [*_usual(said, start, last), *_talks(units, start), *_duties(said, start, last)]
    open_ones = [offer for offer in found if _about(offer.draft) not in taken]
    return tuple(Offer(each.key, _ahead(each.draft, today), each.why) for each in open_ones)


def _about(draft: SponsorPromiseDraft) -> tuple[PromiseKind, int | None, str]:
    own = draft.kind is PromiseKind.OWN
    return draft.kind, draft.unit_id, draft.text.casefold() if own else ""


def _ahead(draft: SponsorPromiseDraft, today: date) -> SponsorPromiseDraft:
    """The same promise with a day that can still be kept."""
    due = max(draft.due or today, today + timedelta(days=7))
    until = None if draft.until is None else max(draft.until, due)
    return SponsorPromiseDraft(draft.kind, draft.text, due, draft.unit_id, draft.every, until)


def _sayings(playbook: Playbook | None) -> list[tuple[str, str]]:
    """What the playbook asks of the sponsor: duties of the role with where they stand, then tasks."""
    if playbook is None:
        return []
    duties = [
        (duty, "A duty of the sponsor in the playbook") for r in playbook.roles if r.ref == SPONSOR for duty in r.duties
    ]
    tasks = [
        (task.name, f"The playbook asks for it in the phase “{phase.name}”: {task.name}")
        for phase in playbook.phases
        for task in phase.tasks
        if task.role == SPONSOR
    ]
    return duties + tasks


def _usual(said: Sequence[tuple[str, str]], start: date, last: date) -> Iterator[Offer]:
    for kind, text in TEXTS.items():
        often = kind is PromiseKind.GATES
        due = start + timedelta(weeks=FIRST_WEEKS.get(kind, 8))
        draft = SponsorPromiseDraft(
            kind, text, due, None, Every.QUARTER if often else Every.ONCE, last if often else None
        )
        yield Offer(kind.value, draft, next((why for words, why in said if _behind(kind, words)), ""))


def _talks(units: Sequence[UnitFact], start: date) -> Iterator[Offer]:
    for unit in units:
        due = unit.go_live - BEFORE_GO_LIVE if unit.go_live else start + timedelta(weeks=8)
        draft = SponsorPromiseDraft(
            PromiseKind.UNIT_TALK, f"Talk to the head of {unit.name} about what changes", due, unit.id
        )
        why = "Six weeks before the unit goes live" if unit.go_live else "Its go-live has no day yet"
        yield Offer(f"unit-{unit.id}", draft, why)


def _duties(said: Sequence[tuple[str, str]], start: date, last: date) -> Iterator[Offer]:
    """The sponsor's duties that no usual promise stands for."""
    duties = [(words, why) for words, why in said if why.startswith("A duty")]
    for number, (words, why) in enumerate(duties, start=1):
        if "charter" in words.lower() or any(_behind(kind, words) for kind in SIGNS):
            continue  # to keep the charter is what the whole page is about
        every = next((step for sign, step in OFTEN if sign in words.lower()), Every.ONCE)
        until = None if every is Every.ONCE else last
        due = start + timedelta(weeks=4)
        yield Offer(f"duty-{number}", SponsorPromiseDraft(PromiseKind.OWN, words, due, None, every, until), why)


def _behind(kind: PromiseKind, words: str) -> bool:
    return any(sign in words.lower() for sign in SIGNS[kind])
