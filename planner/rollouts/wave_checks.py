"""Looks over waves and units for what often goes wrong: a big bang, a large pilot, loose ends, unlucky dates."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from planner.playbook.outline import Culture
from planner.rollouts.profile import UnitDraft, WaveDraft
from planner.rollouts.waves import in_year_end

BIG_BANG_PEOPLE = 50
"""More people than this in a single wave is a big bang: a failure then hits everybody at once."""
LEAST_GAP_DAYS = 14
"""Less time than this between two waves leaves none to learn from the first."""
_FRIDAY = 4


def check_waves(
    culture: Culture | None, units: Sequence[UnitDraft], waves: Sequence[WaveDraft]
) -> tuple[tuple[str, str], ...]:
    """What should be thought over, each as what was seen and why it matters."""
    return (
        *_one_wave(culture, units, waves),
        *_large_pilot(units, waves),
        *_loose_ends(units, waves),
        *_unlucky_days(waves),
        *_gaps(waves),
    )


def _one_wave(
    culture: Culture | None, units: Sequence[UnitDraft], waves: Sequence[WaveDraft]
) -> Iterator[tuple[str, str]]:
    if len(waves) != 1:
        return
    if culture is Culture.DECENTRALISED and len(units) > 1:
        yield (
            "All units go live in one wave although units decide for themselves.",
            "Each unit has to make the system its own, at its own time.",
        )
    people = sum(unit.people for unit in units)
    if people > BIG_BANG_PEOPLE:
        yield (
            f"All {people} people go live on one day.",
            "A big bang is simple, but a failure hits everybody, and there is no pilot to learn from.",
        )


def _large_pilot(units: Sequence[UnitDraft], waves: Sequence[WaveDraft]) -> Iterator[tuple[str, str]]:
    first = sum(unit.people for unit in units if unit.wave == 1)
    others = sum(unit.people for unit in units if unit.wave not in {1, None})
    if len(waves) > 1 and first > others > 0:
        yield (
            f"The first wave is the largest part, with {first} people.",
            "A pilot is there to find trouble while few people meet it.",
        )


def _loose_ends(units: Sequence[UnitDraft], waves: Sequence[WaveDraft]) -> Iterator[tuple[str, str]]:
    numbers = {wave.number for wave in waves}
    homeless = [unit.name for unit in units if unit.wave not in numbers]
    empty = [wave.name for wave in waves if units and wave.number not in {unit.wave for unit in units}]
    undated = [wave.name for wave in waves if wave.go_live is None]
    if homeless:
        yield f"No wave yet for: {', '.join(homeless)}.", "Nobody there knows when their work changes."
    if empty:
        yield f"No unit joins: {', '.join(empty)}.", "A wave without people has nobody to train."
    if undated:
        yield f"No go-live date yet for: {', '.join(undated)}.", "Training is planned back from that day."


def _unlucky_days(waves: Sequence[WaveDraft]) -> Iterator[tuple[str, str]]:
    for wave in waves:
        if wave.go_live and in_year_end(wave.go_live):
            yield f"{wave.name} goes live around the turn of the year.", "Books close and helpers are away."
        if wave.go_live and wave.go_live.weekday() > _FRIDAY:
            yield f"{wave.name} goes live on a weekend.", "Nobody is there to ask on the first morning."


def _gaps(waves: Sequence[WaveDraft]) -> Iterator[tuple[str, str]]:
    dated: list[tuple[str, date]] = [
        (wave.name, wave.go_live) for wave in sorted(waves, key=lambda wave: wave.number) if wave.go_live
    ]
    for (earlier, first), (later, second) in pairwise(dated):
        days = (second - first).days
        if days < 0:
            yield f"{later} goes live before {earlier}.", "The numbers of the waves say their order."
        elif days < LEAST_GAP_DAYS:
            yield f"Only {days} days between {earlier} and {later}.", "What the earlier one teaches comes too late."
