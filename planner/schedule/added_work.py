"""Work that is added to a plan from elsewhere: several tasks under one heading, before the milestone they serve."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AddedTask:
    """A task to be added: `days` of work (0 makes it a point in time), who does it, by when, and what exactly."""

    key: str
    name: str
    days: float
    role_ref: str
    deadline: date | None
    note: str
