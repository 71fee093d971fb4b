"""What the interface for programs refuses, with the status that programs understand and the places that are wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.basics.errors import PlannerError


@dataclass(frozen=True, slots=True)
class Wrong:
    """One place of what was sent, and what is wrong there; never what stood there."""

    where: str
    message: str


class Refused(PlannerError):
    """A request of a program that is not carried out."""

    def __init__(
        self, status: int, message: str, fields: Sequence[Wrong] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        """Keep the status, the sentence, the places and what else the program should know."""
        super().__init__(message)
        self.status, self.fields, self.headers = status, tuple(fields), dict(headers or {})
