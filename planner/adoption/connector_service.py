"""Systems that are asked for their logs: set up, changed and removed here; secrets are kept sealed and never shown."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import delete, select, update

from planner.access.audit_service import record
from planner.adoption.connector_models import RunState, UsageConnector, UsageConnectorRun
from planner.adoption.interfaces import Place, Secret, same_place
from planner.adoption.source_service import SourceDraft, add_source, sources
from planner.adoption.usage_models import UsageSource
from planner.adoption.vendor_interfaces import VENDORS, Vendor
from planner.basics import secrets_service
from planner.basics.errors import NotFound, RuleBroken
from planner.basics.outbound_addresses import NotReachable, Policy, target_of
from planner.basics.outbound_service import policy_here
from planner.db import check_version, db
from planner.queue import enqueue
from planner.rollouts.models import Rollout

RHYTHMS = (0, 1, 6, 24, 168)
"""Hours between pulls that may be chosen; 0 means by hand only."""
RUNS_KEPT = 200
LONGEST_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class ConnectorDraft:
    """A system to ask as a person describes it; an empty secret leaves the kept one as it is."""

    name: str
    base_url: str
    since: date
    token_url: str = ""
    account: str = ""
    secret: str = ""
    renewing: str = ""
    redirect_url: str = ""
    every_hours: int = 24
    active: bool = True


def connectors(rollout_id: int) -> list[tuple[UsageConnector, UsageSource]]:
    """The connectors of a rollout with their sources, by name."""
    query = (
        select(UsageConnector, UsageSource)
        .join(UsageSource, UsageSource.id == UsageConnector.source_id)
        .where(UsageConnector.rollout_id == rollout_id)
        .order_by(UsageSource.name)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def connector_of(rollout_id: int, connector_id: int) -> UsageConnector:
    """One connector of this rollout; NotFound for any other."""
    found = db.session.get(UsageConnector, connector_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such connector in this rollout.")
    return found


def vendor_of(connector: UsageConnector) -> Vendor:
    """The vendor behind a connector, known by the preset of its source."""
    preset = db.session.get_one(UsageSource, connector.source_id).preset
    if preset not in VENDORS:
        raise NotFound("This system cannot be asked for its log; take its files over instead.")
    return VENDORS[preset]


def place_of(connector: UsageConnector, vendor: Vendor) -> Place:
    """Where and as whom the system is asked."""
    keys = connector.token_url or f"{connector.base_url.rstrip('/')}/{vendor.keys_path}"
    return Place(connector.base_url, keys, connector.account, connector.redirect_url)


def secret_name(connector_id: int) -> str:
    """The name under which the secret is kept sealed."""
    return f"adoption.connector.{connector_id}"


def secret_of(connector: UsageConnector) -> Secret:
    """The secret itself; only for the moment of use."""
    told = json.loads(secrets_service.reveal(connector.rollout_id, secret_name(connector.id)))
    return Secret(told["client"], told.get("renewing", ""))


def keep_secret(connector: UsageConnector, secret: Secret, now: datetime) -> None:
    """Keep the secret sealed, in place of an earlier one."""
    told = json.dumps({"client": secret.client, "renewing": secret.renewing})
    secrets_service.keep(connector.rollout_id, secret_name(connector.id), told, now)


def add(rollout: Rollout, preset: str, draft: ConnectorDraft, by_id: int | None, now: datetime) -> UsageConnector:
    """A new connector with its source; a source of that name and system that has files already is taken."""
    vendor = VENDORS[preset]
    _check(vendor, draft, now)
    if not draft.secret:
        raise RuleBroken("Type the secret that the system gave you.", "secret")
    if vendor.renews and not draft.renewing:
        raise RuleBroken("Type the renewing token that the system gave you.", "renewing")
    connector = UsageConnector(
        rollout_id=rollout.id, source_id=_source(rollout, preset, draft.name).id, by_id=by_id, cursor={}, base_url="",
        since=draft.since,
    )  # fmt: skip
    _fill(connector, draft, now)
    db.session.add(connector)
    db.session.flush()
    keep_secret(connector, Secret(draft.secret, draft.renewing), now)
    return connector


def _source(rollout: Rollout, preset: str, name: str) -> UsageSource:
    known = next((each for each in sources(rollout.id) if each.name.casefold() == name.strip().casefold()), None)
    if known is None:
        return add_source(rollout.id, SourceDraft(name, preset, rollout.timezone))
    taken = db.session.scalar(select(UsageConnector.id).where(UsageConnector.source_id == known.id))
    if known.preset != preset or taken:
        raise RuleBroken("There is a source of this name already. Choose another name.", "name")
    return known


def edit(connector: UsageConnector, draft: ConnectorDraft, version: int | None, now: datetime) -> None:
    """Change a connector; a secret goes to another host only when it is typed again."""
    check_version(connector, version, {"base_url": connector.base_url, "every_hours": connector.every_hours})
    vendor, before = vendor_of(connector), place_of(connector, vendor_of(connector))
    _check(vendor, draft, now)
    if draft.since != connector.since and connector.cursor:
        raise RuleBroken(
            "The log was read from this day on already. Set up another connector for another day.", "since"
        )
    _fill(connector, draft, now)
    after = place_of(connector, vendor)
    moved = not (same_place(before.base_url, after.base_url) and same_place(before.token_url, after.token_url))
    if moved and not draft.secret:
        raise RuleBroken("The secret would go to another host now: type it again.", "secret")
    if draft.secret or draft.renewing:
        kept = secret_of(connector) if not (draft.secret and draft.renewing) and not moved else Secret("")
        keep_secret(connector, Secret(draft.secret or kept.client, draft.renewing or kept.renewing), now)
    db.session.flush()


def _check(vendor: Vendor, draft: ConnectorDraft, now: datetime) -> None:
    """Refuse what could never be asked; a host that is merely not allowed yet may be set up."""
    for field, url in (("base_url", draft.base_url), ("token_url", draft.token_url)):
        if url:
            _check_address(url, field)
    if not vendor.keys_path and not draft.token_url:
        raise RuleBroken("Give the address at which the system hands out keys.", "token_url")
    if vendor.renews and not draft.redirect_url:
        raise RuleBroken("Give the redirect address of the integration.", "redirect_url")
    if not draft.account:
        raise RuleBroken("Give the name of the client.", "account")
    if draft.every_hours not in RHYTHMS:
        raise RuleBroken("Choose one of the rhythms.", "every_hours")
    if not now.date() - LONGEST_BACK <= draft.since <= now.date():
        raise RuleBroken("Choose a day of the last year.", "since")


def _check_address(url: str, field: str) -> None:
    host = urlsplit(url).netloc.lower()
    try:
        target_of(url, Policy((host,), policy_here().loopback))
    except (NotReachable, ValueError) as error:
        raise RuleBroken(str(error), field) from error
    if urlsplit(url).query or urlsplit(url).fragment:
        raise RuleBroken("Give the address without a question mark and what follows it.", field)


def not_allowed(connector: UsageConnector) -> list[str]:
    """Hosts that this installation may not ask yet; an administrator allows them by a setting."""
    place, found = place_of(connector, vendor_of(connector)), []
    for url in (place.token_url, place.base_url):
        try:
            target_of(url, policy_here())
        except NotReachable:
            found.append(urlsplit(url).netloc)
    return list(dict.fromkeys(found))


def _fill(connector: UsageConnector, draft: ConnectorDraft, now: datetime) -> None:
    rhythm_changed = (connector.every_hours, connector.active) != (draft.every_hours, draft.active)
    connector.base_url, connector.token_url = draft.base_url.rstrip("/"), draft.token_url
    connector.account, connector.redirect_url = draft.account, draft.redirect_url
    connector.since, connector.every_hours, connector.active = draft.since, draft.every_hours, draft.active
    if not (draft.active and draft.every_hours):
        connector.next_at = None
    elif rhythm_changed or connector.next_at is None:
        connector.next_at = now + timedelta(hours=draft.every_hours)


def remove(connector: UsageConnector) -> None:
    """Ask the system no more and forget its secret; what was counted stays."""
    secrets_service.forget(connector.rollout_id, secret_name(connector.id))
    db.session.delete(connector)
    db.session.flush()


def start(connector: UsageConnector, by_id: int | None, now: datetime, *, trial: bool = False) -> UsageConnectorRun:
    """Let the system be asked in the background; while it is being asked, that is the one run there is."""
    going = select(UsageConnectorRun).where(
        UsageConnectorRun.connector_id == connector.id,
        UsageConnectorRun.trial == trial,
        UsageConnectorRun.state.in_([RunState.WAITING, RunState.RUNNING]),
        UsageConnectorRun.asked_at > now - timedelta(hours=6),
    )
    found = db.session.scalars(going).first()
    if found is not None:
        return found
    run = UsageConnectorRun(connector_id=connector.id, trial=trial, by_id=by_id, asked_at=now)
    db.session.add(run)
    db.session.flush()
    enqueue("adoption.pull", now, by_id, run_id=run.id)
    record("usage.pull", object_type="usage_connector", object_id=connector.id, rollout_id=connector.rollout_id)
    return run


def start_due(now: datetime) -> int:
    """Begin what is due, each once however many processes look; how many were begun."""
    begun = 0
    query = select(UsageConnector).where(UsageConnector.active, UsageConnector.next_at <= now)
    for connector in list(db.session.scalars(query)):
        following = now + timedelta(hours=max(connector.every_hours, 1))
        table = UsageConnector.__table__
        claimed = db.session.connection().execute(
            update(table)  # type: ignore[arg-type] # a model's table
            .where(table.c.id == connector.id, table.c.next_at == connector.next_at)
            .values(next_at=following)
        )
        if claimed.rowcount:
            start(connector, None, now)
            begun += 1
    return begun


def runs(connector_id: int, limit: int = 30) -> list[UsageConnectorRun]:
    """The last runs, newest first."""
    query = select(UsageConnectorRun).where(UsageConnectorRun.connector_id == connector_id)
    return list(db.session.scalars(query.order_by(UsageConnectorRun.id.desc()).limit(limit)))


def drop_old_runs(connector_id: int) -> None:
    """Keep the last two hundred runs."""
    newest = select(UsageConnectorRun.id).where(UsageConnectorRun.connector_id == connector_id)
    last = db.session.scalar(newest.order_by(UsageConnectorRun.id.desc()).offset(RUNS_KEPT).limit(1))
    if last is not None:
        old = (UsageConnectorRun.connector_id == connector_id) & (UsageConnectorRun.id <= last)
        db.session.execute(delete(UsageConnectorRun).where(old))
