"""Commands that list rollouts and make one without a browser."""

import json
from datetime import datetime
from enum import StrEnum
from zoneinfo import available_timezones

import click

from planner.access.service import user_by_email
from planner.basics.errors import RuleBroken
from planner.db import transaction
from planner.playbook.outline import Culture, Decision, Delivery, Market, Size
from planner.playbook.service import load_shipped
from planner.rollouts import queries, service
from planner.rollouts.drafts import RolloutDraft, SettingsDraft, check_settings
from planner.rollouts.mail_commands import mail
from planner.rollouts.pace import days_before_go_live, weeks
from planner.rollouts.place_forms import currencies, holiday_countries
from planner.rollouts.profile import Sector, UnitDraft, Work
from planner.rollouts.waves import propose_waves
from planner.web import clock
from planner.web.commands import with_app


@click.group()
def rollout() -> None:
    """List, create, export and import rollouts."""


@rollout.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_app
def list_command(as_json: bool) -> None:
    """List the rollouts with their numbers."""
    found = queries.all_rollouts()
    if as_json:
        click.echo(json.dumps([{"id": each.id, "name": each.name} for each in found], ensure_ascii=False))
    else:
        for each in found:
            click.echo(f"{each.id}\t{each.name}")


def one_of(kind: type[StrEnum]) -> click.Choice[str]:
    """One of the values of a kind."""
    return click.Choice([each.value for each in kind])


@rollout.command("create")
@click.option("--name", required=True, help="Name of the rollout.")
@click.option("--organisation", required=True, help="Name of the organisation.")
@click.option("--playbook", default="standard", show_default=True, help="Playbook to plan from; see `playbook list`.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), required=True, help="First day, such as 2026-03-02.")
@click.option("--manager", required=True, metavar="EMAIL", help="Account that manages the rollout.")
@click.option("--sector", type=one_of(Sector), default=Sector.OTHER.value, show_default=True)
@click.option("--size", type=one_of(Size), default=Size.MEDIUM.value, show_default=True)
@click.option("--market", type=one_of(Market), default=Market.B2B.value, show_default=True)
@click.option("--culture", type=one_of(Culture), default=Culture.CENTRALISED.value, show_default=True)
@click.option("--decision", type=one_of(Decision), default=Decision.IMPROVE.value, show_default=True)
@click.option("--delivery", type=one_of(Delivery), default=Delivery.SAAS.value, show_default=True)
@click.option("--currency", default="EUR", show_default=True)
@click.option("--timezone", default="Europe/London", show_default=True)
@click.option("--country", default="", help="Two letters; its public holidays are days off in the plan. None without.")
@click.option("--unit", "units", multiple=True, metavar="NAME:PEOPLE:WORK", help="A unit, e.g. Sales:12:sales; repeat.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_app
def create_command(
    start: datetime, manager: str, playbook: str, units: tuple[str, ...], as_json: bool, **given: str
) -> None:
    """Make a rollout; its waves are proposed from the units."""
    settings = read_settings(given, start)
    by = user_by_email(manager)
    if by is None or not by.active:
        raise RuleBroken(f"There is no active account {manager}.")
    chosen = load_shipped(playbook)
    needed = weeks(days_before_go_live(chosen, settings.profile))
    read = [read_unit(text) for text in units]
    plan = propose_waves(settings.culture, settings.size, read, settings.start_date, needed)
    draft = RolloutDraft(settings, plan.units, plan.waves, playbook)
    with transaction():
        made = service.create_rollout(draft, chosen, by, clock.now())
        answer = {"id": made.id, "name": made.name}
    click.echo(
        json.dumps(answer, ensure_ascii=False) if as_json else f"Rollout {answer['id']} is made: {answer['name']}"
    )


def read_settings(given: dict[str, str], start: datetime) -> SettingsDraft:
    """The settings as typed; RuleBroken names the option that cannot be used."""
    for option in ("name", "organisation"):
        if not given[option].strip() or len(given[option]) > 120:
            raise RuleBroken(f"--{option} is a text of 1 to 120 signs.", option)
    if given["currency"] not in currencies():
        raise RuleBroken(f"{given['currency']} is no currency in use.", "currency")
    if given["timezone"] not in available_timezones():
        raise RuleBroken(f"{given['timezone']} is no time zone.", "timezone")
    country = given["country"].strip().upper()
    if country not in holiday_countries():
        raise RuleBroken(f"The public holidays of {country} are not known; write two letters, such as DE.", "country")
    settings = SettingsDraft(
        name=given["name"].strip(),
        organisation=given["organisation"].strip(),
        sector=Sector(given["sector"]),
        size=Size(given["size"]),
        market=Market(given["market"]),
        culture=Culture(given["culture"]),
        decision=Decision(given["decision"]),
        delivery=Delivery(given["delivery"]),
        currency=given["currency"],
        timezone=given["timezone"],
        start_date=start.date(),
        country=country,
    )
    check_settings(settings)
    return settings


def read_unit(text: str) -> UnitDraft:
    """A unit written as NAME:PEOPLE:WORK; people and work may be left out.

    >>> read_unit("Sales north:12:sales").people
    12
    """
    name, _, rest = text.partition(":")
    people, _, work = rest.partition(":")
    known = [each.value for each in Work]
    count = people or "0"
    if (
        not name.strip()
        or not (count.isascii() and count.isdecimal() and len(count) < 7)
        or (work or "other") not in known
    ):
        raise RuleBroken(f"{text!r} is no unit. Write NAME:PEOPLE:WORK with WORK one of {', '.join(known)}.", "unit")
    return UnitDraft(name.strip()[:120], int(count), Work(work or "other"))


commands: list[click.Command] = [rollout, mail]
