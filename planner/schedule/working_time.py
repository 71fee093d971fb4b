"""Adds and subtracts working time exactly: a look-up in a table of working spans, never a walk over days.

An instant is a whole number of seconds since 1970 by the local clock. A calendar maps instants to *work*, the seconds
worked until then, and back. The end of Monday and the beginning of Tuesday are the same work and two instants.
"""

from bisect import bisect_left, bisect_right
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from planner.schedule.calendars import CalendarError, WorkingHours

DAY = 86_400
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - plan dates are local, without a zone
FIRST_DAY, LAST_DAY = date(1985, 1, 1), date(2115, 1, 1)
"""A few years more on both sides than the dates a plan may have."""
Instants = npt.NDArray[np.int64]


def instant(moment: datetime) -> int:
    """A local date and time as seconds: 1970-01-02 00:00 is 86400."""
    return (moment - EPOCH) // timedelta(seconds=1)


def moment(seconds: int) -> datetime:
    """The date and time of an instant."""
    return EPOCH + timedelta(seconds=seconds)


class WorkingTime:
    """A calendar as a table of its working spans, ready for look-ups."""

    def __init__(self, hours: WorkingHours, name: str = "") -> None:
        self.name = name
        starts, ends = _spans(hours)
        if not len(starts):
            raise CalendarError(f"The calendar {name or 'of the plan'} has no working time at all.")
        done = np.cumsum(ends - starts)
        self._arrays = starts, ends, done - (ends - starts), done
        self._starts, self._ends = starts.tolist(), ends.tolist()
        self._before, self._done = self._arrays[2].tolist(), done.tolist()
        self.most: int = self._done[-1]

    def work_at(self, instant: int) -> int:
        """The working seconds until an instant, from the beginning of the table."""
        span = bisect_right(self._starts, instant) - 1
        if span < 0:
            return 0
        worked: int = self._before[span] + min(instant, self._ends[span]) - self._starts[span]
        return worked

    def finish_at(self, work: int) -> int:
        """The first instant at which so much is worked: the evening, not the next morning."""
        span = bisect_left(self._done, work)
        if span >= len(self._done):
            raise CalendarError(self.too_far())
        found: int = self._ends[span] - (self._done[span] - work)
        return found

    def start_at(self, work: int) -> int:
        """The last instant at which so much is worked: the next morning, not the evening."""
        span = bisect_right(self._before, work) - 1
        if span < 0 or work >= self._done[-1]:
            raise CalendarError(self.too_far())
        found: int = self._starts[span] + min(work - self._before[span], self._ends[span] - self._starts[span])
        return found

    def add(self, start: int, work: int) -> int:
        """The instant that lies so much working time after (or, below nothing, before) another.

        With office hours, Friday 16:00 plus two hours is Monday 09:00; Monday 09:00 less two hours is Friday 16:00.
        Nothing added is the same instant, working or not.
        """
        if not work:
            return start
        return self.finish_at(self.work_at(start) + work) if work > 0 else self.start_at(self.work_at(start) + work)

    def between(self, first: int, last: int) -> int:
        """The working seconds from one instant to another; below nothing when the second comes first."""
        return self.work_at(last) - self.work_at(first)

    def next_start(self, instant: int) -> int:
        """The instant itself where work goes on, else the beginning of the next working span."""
        return self.start_at(self.work_at(instant))

    def last_finish(self, instant: int) -> int:
        """The instant itself where work has just gone on, else the end of the working span before."""
        return self.finish_at(self.work_at(instant))

    def works_to(self, instant: int) -> bool:
        """Whether an instant lies in working time or at one of its edges."""
        return instant in {self.next_start(instant), self.last_finish(instant)}

    def starts_at(self, work: Instants) -> Instants:
        """`start_at` for many at once."""
        starts, ends, before, done = self._arrays
        if len(work) and not (work.min() >= 0 and work.max() < done[-1]):
            raise CalendarError(self.too_far())
        span = np.searchsorted(before, work, side="right") - 1
        found: Instants = starts[span] + np.minimum(work - before[span], (ends - starts)[span])
        return found

    def finishes_at(self, work: Instants) -> Instants:
        """`finish_at` for many at once."""
        _, ends, _, done = self._arrays
        if len(work) and not (work.min() >= 0 and work.max() <= done[-1]):
            raise CalendarError(self.too_far())
        span = np.searchsorted(done, work, side="left")
        found: Instants = ends[span] + work - done[span]
        return found

    def too_far(self) -> str:
        """What is said of dates that the table does not reach."""
        return f"The dates leave the years {FIRST_DAY.year} to {LAST_DAY.year} in the calendar {self.name or 'used'}."


def _spans(hours: WorkingHours) -> tuple[Instants, Instants]:
    """All working spans of the table: the week repeated, the special days put in its place, touching spans made one."""
    first = (FIRST_DAY - EPOCH.date()).days
    count = (LAST_DAY - FIRST_DAY).days
    special = {(day - EPOCH.date()).days - first: spans for day, spans in hours.days.items()}
    special = {day: spans for day, spans in special.items() if 0 <= day < count}
    usual = np.ones(count, dtype=bool)
    usual[list(special)] = False
    parts = [np.empty((0, 2), dtype=np.int64)]
    for weekday, spans in enumerate(hours.week):
        days = np.arange((weekday - FIRST_DAY.weekday()) % 7, count, 7)
        days = (days[usual[days]] + first) * DAY
        parts += [np.column_stack((days + start, days + end)) for start, end in spans]
    extra = [
        ((day + first) * DAY + start, (day + first) * DAY + end) for day, each in special.items() for start, end in each
    ]
    if extra:
        parts.append(np.array(extra, dtype=np.int64))
    table = np.concatenate(parts)
    table = table[np.argsort(table[:, 0], kind="stable")]
    return _joined(table[:, 0], table[:, 1])


def _joined(starts: Instants, ends: Instants) -> tuple[Instants, Instants]:
    """Make spans that touch one: a calendar that never rests is a single span."""
    if not len(starts):
        return starts, ends
    fresh = np.concatenate(([True], starts[1:] > ends[:-1]))
    return starts[fresh], ends[np.concatenate((fresh[1:], [True]))]
