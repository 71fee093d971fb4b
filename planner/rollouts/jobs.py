"""Background work of the rollouts: mail about what waits for people."""

from planner.queue import each_minute
from planner.rollouts.digest_service import write_digests
from planner.rollouts.reminder_service import send_reminders
from planner.web import clock


@each_minute
def write_to_people() -> None:
    """Write the digests and reminders whose hour has come."""
    write_digests(clock.now())
    send_reminders(clock.now())
