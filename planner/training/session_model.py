"""A mixed-integer programme while it is put together, and its solution by HiGHS through SciPy."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(slots=True)
class Model:
    """Columns with their cost, upper end and whether they are whole numbers; rows with their ends and entries."""

    ENDLESS: ClassVar[float] = float("inf")
    cost: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    top: list[float] = field(default_factory=list)

    def column(self, cost: float, most: float, *, whole: bool) -> int:
        """A further column, not less than nothing; its number."""
        self.cost.append(cost)
        self.most.append(float(most))
        self.whole.append(int(whole))
        return len(self.cost) - 1

    def row(self, low: float, top: float, entries: Iterable[tuple[int, float]]) -> None:
        """A further row: the sum of its entries lies between the ends."""
        self.entries += [(len(self.low), column, value) for column, value in entries]
        self.low.append(float(low))
        self.top.append(float(top))

    def solve(self, seconds: float) -> tuple[list[float] | None, bool]:
        """The values of the columns at the least cost, None if none was found in time, and whether that is proved."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        at, across, values = (list(part) for part in zip(*self.entries, strict=True))
        matrix = coo_array((values, (at, across)), shape=(len(self.low), len(self.cost))).tocsr()
        answer: Any = milp(
            np.array(self.cost),
            constraints=LinearConstraint(matrix, np.array(self.low), np.array(self.top)),
            bounds=Bounds(np.zeros(len(self.cost)), np.array(self.most)),
            integrality=np.array(self.whole),
            options={"time_limit": seconds, "mip_rel_gap": 1e-4},
        )
        return None if answer.x is None else answer.x.tolist(), bool(answer.status == 0)
