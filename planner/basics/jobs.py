"""Background work of the common ground: sending mail."""

from planner.basics.mail_sending_service import deliver
from planner.basics.mail_service import forget_old
from planner.queue import daily, each_minute, work
from planner.web import clock


@work("mail.send")
def send_mail() -> None:
    """Hand over the mail that is due."""
    deliver(clock.now)


@each_minute
def send_what_failed_before() -> None:
    """Hand over what could not be handed over before and is due again."""
    deliver(clock.now)


@daily("mail.forget")
def forget_mail() -> None:
    """Remove mail that was sent long ago."""
    forget_old(clock.now())
