"""The start decision on one day as one value, for pages, gates and reports."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planner.playbook.words import Decision
from planner.suitability.stopping import StopFinding, StopState
from planner.suitability.turning import Turns
from planner.suitability.verdict import Assessment, Finding


@dataclass(frozen=True, slots=True)
class Decided:
    """The strategic decision: what, why, by whom and when."""

    choice: Decision
    reason: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class SuitabilityState:
    """Verdict, what would change it, the strategic decision and the stop criteria, as they stand on a day."""

    assessment: Assessment
    turns: Turns
    decision: Decided | None
    stops: tuple[StopFinding, ...]

    @property
    def questions(self) -> int:
        """How many questions there are."""
        return len(self.assessment.findings)

    @property
    def answered_share(self) -> Decimal | None:
        """Share of the questions that are answered, in percent; None where there are none. 3 of 4 are 75."""
        return Decimal(100 * self.assessment.answered) / self.questions if self.questions else None

    @property
    def open_conditions(self) -> tuple[Finding, ...]:
        """Conditions not yet met, with owner and date where they are named."""
        return self.assessment.conditions

    @property
    def stops_met(self) -> tuple[StopFinding, ...]:
        """The stop criteria that ask for a stop today."""
        return tuple(found for found in self.stops if found.state is StopState.MET)
