"""What a gate holds back: work beyond it may start while it is open, or while the sponsor waives it for a time.

Work of a later phase of the same wave waits; another wave does not. Work that has no phase is never held. The answer
always names the gates, what each waits for and who can change it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.basics.errors import RuleBroken
from planner.schedule.gates import GateFacts, GateState, Standing, Verdict, standing_of
from planner.schedule.turns import GateOrder

LONGEST_WAIVER = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Waiver:
    """The sponsor's word that work beyond a gate may start although it is not open, up to and including a day."""

    gate_key: str
    until: date
    taken_back: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether it still counts on a day; it ends by itself."""
        return not self.taken_back and day <= self.until


@dataclass(frozen=True, slots=True)
class WaiverDraft:
    """A waiver as the sponsor wants it: why, and up to which day."""

    reason: str
    until: date
    by_id: int


@dataclass(frozen=True, slots=True)
class Held:
    """One gate that holds work back: its key, what it is worth today, and why."""

    gate_key: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Permit:
    """Whether a task may start: the gates that hold it, and the closed ones that are waived for now."""

    held_by: tuple[Held, ...] = ()
    waived: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether nothing holds it."""
        return not self.held_by


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task stands: its phase, its wave, and the gate it is the milestone of, if any."""

    phase_ref: str
    wave: int | None = None
    gate_key: str = ""


def may_start(
    place: Place, order: GateOrder, gates: Mapping[str, GateFacts], waivers: Sequence[Waiver], today: date
) -> Permit:
    """Whether work at a place may start on a day, and what holds it.

    The gates directly before it have to be open or waived. A gate further back counts again when it was called or
    decided and is not open today: a condition that went overdue holds all that follows. A gate further back on which
    no review was ever called is covered by the later one that was passed. The milestone of a gate waits for that gate
    too, whatever is waived: it is reached when the gate is decided. A phase of waves, without a word on which wave,
    may start when any of them may.
    """
    waived = {each.gate_key for each in waivers if each.holds_on(today)}
    ways = [_permit(way, order, gates, waived, today) for way in order.gates_of(place.phase_ref, place.wave)]
    permit = next((each for each in ways if each.allowed), ways[0] if ways else Permit())
    own = gates.get(place.gate_key)
    if own is not None and not (verdict := standing_of(own, today)).open:
        return Permit((*permit.held_by, Held(place.gate_key, verdict)), permit.waived)
    return permit


def _permit(
    nearest: Sequence[str], order: GateOrder, gates: Mapping[str, GateFacts], waived: set[str], today: date
) -> Permit:
    further = [key for key in order.earlier(nearest) if key in gates and gates[key].state is not GateState.NOT_CALLED]
    verdicts = {key: standing_of(gates[key], today) for key in (*nearest, *further) if key in gates}
    closed = {key: verdict for key, verdict in verdicts.items() if not verdict.open}
    passed = {key for key, verdict in closed.items() if key in waived and verdict.can_be_waived}
    return Permit(
        tuple(Held(key, verdict) for key, verdict in closed.items() if key not in passed),
        tuple(key for key in closed if key in passed),
    )


def check_waiver(gate: GateFacts, draft: WaiverDraft, today: date) -> None:
    """Refuse a waiver of an open or stopped gate, by the owner or caller, without a reason, or with an odd last day."""
    standing = standing_of(gate, today).standing
    if standing in {Standing.GO, Standing.CONDITIONAL_GO}:
        raise RuleBroken("This gate is open; there is nothing to waive.")
    if standing is Standing.STOP:
        raise RuleBroken("The decision is stop: it is changed by a new review, not by a waiver.")
    if draft.by_id == gate.owner_id:
        raise RuleBroken("Whoever owns the work behind a gate cannot waive it.")
    if gate.state is GateState.CALLED and draft.by_id == gate.called_by_id:
        raise RuleBroken("Whoever called the review cannot waive the gate.")
    if not draft.reason.strip():
        raise RuleBroken("Say why work may go on although the gate is not open.", "reason")
    if draft.until < today:
        raise RuleBroken("The last day has passed already.", "until")
    if draft.until > today + LONGEST_WAIVER:
        raise RuleBroken("A waiver holds for 180 days at most.", "until")


def way_out(standing: Standing) -> str:
    """Who can change a closed gate, and how, in one sentence."""
    return WAYS_OUT.get(standing, "")


WAYS_OUT = {
    Standing.NOT_CALLED: "A project manager calls the review; the sponsor then decides.",
    Standing.CALLED: "The sponsor decides on the report of the review.",
    Standing.HOLD: "Once what is missing is done, a project manager calls the review again.",
    Standing.RECYCLE: "The work is done again; then a project manager calls the review again.",
    Standing.STOP: "Only a new review, called by a project manager, can change it.",
}
