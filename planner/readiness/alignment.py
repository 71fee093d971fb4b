"""What each goal rests on in the plan as it is, which goals nothing serves, and which work serves no goal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from planner.goals.links import WORK, Link, LinkKind
from planner.schedule.states import Kind, TaskFacts


@dataclass(frozen=True, slots=True)
class Tied:
    """One tie of a goal: the words for the other end, and its rows of the plan where it is work."""

    link: Link
    name: str
    rows: tuple[TaskFacts, ...] = ()
    lost: bool = False

    @property
    def done_share(self) -> Fraction | None:
        """How much of its rows is done, in percent of their number; None without rows."""
        done = sum(row.percent >= 100 for row in self.rows)
        return Fraction(100 * done, len(self.rows)) if self.rows else None


@dataclass(frozen=True, slots=True)
class Loose:
    """Open work of one phase that serves no goal."""

    phase: str
    rows: tuple[TaskFacts, ...]


def is_work(row: TaskFacts) -> bool:
    """Whether a row is a piece of work: no summary, no milestone, no gate."""
    return row.kind is Kind.TASK and not row.gate_key


def loose_work(
    rows: Sequence[TaskFacts], links: Sequence[Link], meant: Mapping[int, set[Link]], phases: Mapping[str, str]
) -> tuple[Loose, ...]:
    """Open tasks that no goal is tied to, neither by themselves nor by their phase, in the order of the plan.

    `meant` names for each row the confirmed ties that mean it. A task that others wait for may serve a goal through
    them; it is listed all the same, since nobody has said so.
    """
    whole = {link.ref for link in links if link.counts and link.kind is LinkKind.PHASE}
    found: dict[str, list[TaskFacts]] = {}
    for row in rows:
        tied = any(link.counts and link.kind in WORK for link in meant.get(row.id, ()))
        if is_work(row) and row.percent < 100 and row.phase_ref not in whole and not tied:
            found.setdefault(phases.get(row.phase_ref, ""), []).append(row)
    return tuple(Loose(name or "Work of no phase", tuple(each)) for name, each in found.items())
