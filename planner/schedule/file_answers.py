"""Says what is wrong with a file in the words of a reader: one entry for each problem, with its place."""

from collections.abc import Iterable
from typing import Protocol

from planner.schedule.network import DatesError
from planner.schedule.project_file import FileProblem, Severity

Entry = dict[str, str]


class Row(Protocol):
    """A row of a plan, as far as a message names it."""

    @property
    def uid(self) -> int:
        """Its number in the file."""

    @property
    def row(self) -> int:
        """Its place in the file."""

    @property
    def name(self) -> str:
        """Its name."""


def entries(problems: Iterable[FileProblem]) -> list[Entry]:
    """The problems as the commands print them with `--json`: where, and what to do."""
    return [{"where": problem.where, "message": problem.message} for problem in problems]


def refusal_of(error: Exception, rows: Iterable[Row], known: Iterable[FileProblem] = ()) -> list[Entry]:
    """Why a plan that was read cannot be scheduled: the error, at its row where it has one, and what was told before.

    A plan without a beginning is refused with the beginning that could not be read.
    """
    where = "plan"
    if isinstance(error, DatesError):
        at = next((row for row in rows if row.uid == error.uid), None)
        if at is not None:
            where = FileProblem(Severity.ERROR, "", "", at.row, at.name).where
    return [{"where": where, "message": str(error)}, *entries(known)]
