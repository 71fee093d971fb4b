"""What is kept about a person, why, how long, and what becomes of it when the person asks to be forgotten.

Every table with a column that points at a person carries such a declaration as `__personal__`; the privacy page, a
person's own export and erasure are made from these, so that nothing kept about somebody can be forgotten there.
"""

from dataclasses import dataclass
from enum import StrEnum

DAY_NAMES = ("day", "on", "at", "created_at", "created_on", "made_at", "asked_on", "sent_on", "date", "week")
"""Columns that tell the day of a row, where a declaration names none."""


class OnErasure(StrEnum):
    """What erasure does with a row.

    DELETE: it goes. DETACH: it stays for the totals and leads to an entry without a name. KEEP: it stays as evidence,
    as it is, and leads to an entry without a name.
    """

    DELETE = "delete"
    DETACH = "detach"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Personal:
    """One kind of record about people.

    `label` and `purpose` are read by the person concerned; `kept_days` is how long a row is kept after its day, None
    for as long as the rollout; `why_kept` is needed where erasure keeps the row, for instance a signed decision.

    `about` names the columns of those whom the row is about, where others merely took part, such as whoever wrote it
    down: a row is deleted or emptied only for the former. Without it, all columns that point at a person count.
    `emptied` names columns that erasure empties in a row that stays: what the person wrote or is described by.
    `hashed` names those of them of which a keyed hash stays, so that the same name in a file does not come in anew.
    `day` names the column with the row's day, for `kept_days`, where it is none of the usual names.
    """

    label: str
    purpose: str
    kept_days: int | None = None
    on_erasure: OnErasure = OnErasure.DELETE
    why_kept: str = ""
    about: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    hashed: tuple[str, ...] = ()
    day: str = ""

    def __post_init__(self) -> None:
        """Refuse a declaration that keeps without saying why."""
        if self.on_erasure is OnErasure.KEEP and not self.why_kept:
            raise ValueError(f"{self.label}: say why it is kept after erasure")
