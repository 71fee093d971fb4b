"""Commands for mail: planner mail send, planner mail digest. The background worker does the same by itself."""

import json

import click

from planner.basics.mail_sending_service import deliver
from planner.basics.mail_service import open_mail, server_here
from planner.rollouts.digest_service import write_digests
from planner.rollouts.reminder_service import send_reminders
from planner.web import clock
from planner.web.commands import fail, with_app


@click.group()
def mail() -> None:
    """Mail about what waits for people."""


@mail.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_app
def send(as_json: bool) -> None:
    """Hand over the mail that is due, as from a cron job where no worker runs."""
    _need_server()
    sent, failed = 0, 0
    while (done := deliver(clock.now)) != (0, 0):
        sent, failed = sent + done[0], failed + done[1]
        if done[1] and not done[0]:
            break
    left = len(open_mail())
    if as_json:
        click.echo(json.dumps({"sent": sent, "failed": failed, "open": left}))
    else:
        click.echo(f"Sent {sent}, failed {failed}, not sent yet {left}.")
    if failed:
        fail("Some mail could not be handed over; it is tried again, and the administrator sees why under Mail.")


@mail.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_app
def digest(as_json: bool) -> None:
    """Write the digests and reminders whose hour has come; `planner mail send` hands them over."""
    _need_server()
    digests, reminders = write_digests(clock.now()), send_reminders(clock.now())
    if as_json:
        click.echo(json.dumps({"digests": digests, "reminders": reminders}))
    else:
        click.echo(f"Wrote {digests} digests and {reminders} reminders.")


def _need_server() -> None:
    if server_here() is None:
        fail("Mail is off. Set mail_url to a server such as smtps://user:password@mail.example.org.")
