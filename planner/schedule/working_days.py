"""When a day of work begins and ends where no calendar says otherwise, and how many such days lie in a span."""

from datetime import date, time

DAY_STARTS, DAY_ENDS = time(8), time(17)


def working_days_between(start: date, finish: date) -> int:
    """How many days from Monday to Friday lie in a span, both ends included.

    From Friday 2 to Monday 5 January 2026 there are two.
    """
    days = (finish - start).days + 1
    weeks, rest = divmod(max(days, 0), 7)
    return 5 * weeks + sum((start.weekday() + offset) % 7 < 5 for offset in range(rest))
