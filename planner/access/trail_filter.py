"""Which part of the audit trail somebody asks for."""

from dataclasses import dataclass
from datetime import datetime

from planner.access.audit_words import Kind


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What to show; None asks for everything. `until` is the first moment that is no longer shown."""

    user_id: int | None = None
    kind: Kind | None = None
    rollout_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
