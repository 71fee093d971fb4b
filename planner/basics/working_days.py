"""Working days where no plan's calendar is meant: Monday to Friday, without the public holidays that are given."""

from collections.abc import Container
from datetime import date, timedelta


def is_working(day: date, holidays: Container[date] = ()) -> bool:
    """Whether people work on a day.

    >>> is_working(date(2026, 3, 2)), is_working(date(2026, 3, 1))
    (True, False)
    """
    return day.weekday() < 5 and day not in holidays


def working_days_after(day: date, count: int, holidays: Container[date] = ()) -> date:
    """The day that is so many working days later; after none, the day itself or the first working day behind it.

    >>> working_days_after(date(2026, 2, 27), 1), working_days_after(date(2026, 2, 28), 0)
    (datetime.date(2026, 3, 2), datetime.date(2026, 3, 2))
    """
    left = count
    while left > 0 or not is_working(day, holidays):
        day += timedelta(days=1)
        if left > 0 and is_working(day, holidays):
            left -= 1
    return day
