"""Takes a waiting staff list: at once where it is short, in the background with progress where it is long."""

from collections.abc import Mapping
from datetime import date

from planner.people.staff_columns import Column
from planner.people.staff_comparison import Comparison, Options
from planner.people.staff_file import StaffFile, Table
from planner.people.staff_import_service import STEP, Progress, compared, read, take
from planner.people.staff_importing import open_table
from planner.people.staff_upload_service import Shelf, Waiting
from planner.rollouts.models import Rollout

AT_ONCE = 1_000
"""More changes than this are made in the background: somebody would wait for more than a few seconds."""


def meaning(waiting: Waiting) -> Mapping[int, Column]:
    """What the columns mean, as it was said."""
    return {place: Column(each) for place, each in enumerate(waiting.chosen or ()) if each}


def table_of(shelf: Shelf, waiting: Waiting) -> Table:
    """The rows of a waiting list."""
    with shelf.open(waiting.mark) as source:
        return open_table(source)


def options(waiting: Waiting, today: date) -> Options:
    """What was said about the list."""
    return Options(today, waiting.last_day, waiting.make_units)


def look(rollout: Rollout, shelf: Shelf, waiting: Waiting, today: date) -> tuple[StaffFile, Comparison]:
    """What the list holds, and what it changes as things stand now."""
    file = read(rollout, table_of(shelf, waiting), meaning(waiting))
    return file, compared(rollout, file, options(waiting, today))


def take_now(rollout: Rollout, shelf: Shelf, waiting: Waiting, today: date, tell: Progress | None = None) -> str:
    """Take the list within the running transaction; what was done, in a sentence."""
    file = read(rollout, table_of(shelf, waiting), meaning(waiting))
    return take(rollout, file, options(waiting, today), waiting.file_name, tell).sentence


def teller(shelf: Shelf, mark: str) -> Progress:
    """Notes progress now and then."""
    last = [-STEP]

    def tell(done: int, total: int) -> None:
        if done - last[0] >= STEP or done == total:
            last[0] = done
            shelf.tell(mark, state="running", done=done, total=total)

    return tell
