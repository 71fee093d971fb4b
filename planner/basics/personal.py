"""What is kept about a person, why, how long, and what becomes of it when the person asks to be forgotten.

Every table with a column that points at a person carries such a declaration as `__personal__`; the privacy page, a
person's own export and erasure are made from these, so that nothing kept about somebody can be forgotten there.
"""

from dataclasses import dataclass
from enum import StrEnum


class OnErasure(StrEnum):
    """What erasure does with a row: it goes, its link to the person goes and the row stays, or it must be kept."""

    DELETE = "delete"
    DETACH = "detach"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Personal:
    """One kind of record about people.

    `label` and `purpose` are read by the person concerned; `kept_days` is how long a row is kept after its day, None
    for as long as the rollout; `why_kept` is needed where erasure keeps the row, for instance a signed decision.
    """

    label: str
    purpose: str
    kept_days: int | None = None
    on_erasure: OnErasure = OnErasure.DELETE
    why_kept: str = ""

    def __post_init__(self) -> None:
        """Refuse a declaration that keeps without saying why."""
        if self.on_erasure is OnErasure.KEEP and not self.why_kept:
            raise ValueError(f"{self.label}: say why it is kept after erasure")
