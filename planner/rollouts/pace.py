"""How much time a playbook needs before the first wave can go live, and which playbook suits an organisation."""

from collections.abc import Sequence
from datetime import date

from planner.playbook.outline import Playbook, Profile, Size
from planner.playbook.proposal import Proposal, propose

WORKING_DAYS = 5


def days_before_go_live(playbook: Playbook, profile: Profile) -> int:
    """Likely working days from the start to the end of the first wave phase, along the longest chain of tasks.

    A playbook without a wave phase needs all of its tasks first.
    """
    tasks = {each.task.ref: each for each in propose(playbook, profile)}
    wave_phases = [phase.ref for phase in playbook.phases if phase.wave_phase]
    before = {each.task.ref for each in tasks.values() if not wave_phases or each.phase == wave_phases[0]}
    finishes: dict[str, int] = {}
    return max((_finish(ref, tasks, finishes) for ref in before), default=0)


def _finish(ref: str, tasks: dict[str, Proposal], finishes: dict[str, int]) -> int:
    if ref not in finishes:
        each = tasks[ref]
        waits = (_finish(after.task, tasks, finishes) + after.lag_days for after in each.after)
        finishes[ref] = max(waits, default=0) + each.task.likely
    return finishes[ref]


def weeks(days: int) -> int:
    """Whole weeks that so many working days fill: 21 working days fill 5 weeks."""
    return -(-days // WORKING_DAYS)


def too_early(needed: int, start: date, first: date | None) -> tuple[str, str] | None:
    """What to say when the first go-live leaves less time than the tasks before it are likely to need."""
    if first is None or (first - start).days >= weeks(needed) * 7:
        return None
    there = max((first - start).days // 7, 0)
    return (
        f"The first go-live is {there} weeks after the start; the work before it is likely to take {weeks(needed)}.",
        "Move the go-live, choose a leaner playbook, or leave tasks out knowingly.",
    )


def suited(profile: Profile, playbooks: Sequence[Playbook]) -> tuple[str, str]:
    """The playbook that suits a profile by its name, and why; empty where there are none."""
    refs = [playbook.ref for playbook in playbooks]
    if profile.sector == "nonprofit" and "nonprofit" in refs:
        return "nonprofit", "It is written for associations, where members and donors take the place of customers."
    if profile.size is Size.SMALL and "small-business" in refs:
        return "small-business", "It is written for few people who carry several roles each."
    return ("standard" if "standard" in refs else next(iter(refs), "")), "It covers every phase with a gate at its end."
