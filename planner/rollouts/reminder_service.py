"""Reminders of a rollout: its rule, what is told next, and the telling itself, once for each thing and step."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from planner.access.digests import HOUR
from planner.access.models import User
from planner.access.roles import Role
from planner.basics.errors import RuleBroken
from planner.basics.mail_address import one_line
from planner.basics.mail_service import Letter, post, server_here
from planner.basics.public_holidays import holidays_of
from planner.basics.working_days import is_working
from planner.db import check_version, db, transaction
from planner.rollouts import queries
from planner.rollouts.digest_service import full_address, lines_of
from planner.rollouts.letters import Page, Part, as_html, as_text
from planner.rollouts.mail_models import ReminderRound, ReminderRule, SentReminder
from planner.rollouts.models import Rollout
from planner.rollouts.reminding import LONGEST_GRACE, Reminder, Step, Told, due_now, reminders
from planner.rollouts.waiting_list_service import Asked, waiting_in

GRACE = 3
TITLES = {
    Step.OWNER: "Late, and yours to do",
    Step.MANAGER: "Late, though whoever has it to do was reminded",
    Step.SPONSOR: "Late, though the project manager was told",
}


def rule_of(rollout_id: int) -> ReminderRule:
    """The rule of a rollout; one that sends nothing where none was set."""
    found = db.session.scalar(select(ReminderRule).where(ReminderRule.rollout_id == rollout_id))
    return found or ReminderRule(rollout_id=rollout_id, active=False, grace=GRACE, version=0)


def set_rule(rollout_id: int, *, active: bool, grace: int, version: int | None) -> None:
    """Set whether reminders are sent and after how many working days others are told."""
    if not 1 <= grace <= LONGEST_GRACE:
        raise RuleBroken(f"Give 1 to {LONGEST_GRACE} working days.", "grace")
    rule = rule_of(rollout_id)
    check_version(rule, version, {"active": rule.active, "grace": rule.grace})
    rule.active, rule.grace = active, grace
    db.session.add(rule)
    db.session.flush()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What was told and what is told next, with the names of people."""

    following: Sequence[Reminder]
    sent: Sequence[SentReminder]
    names: Mapping[int, str]


def outlook(rollout: Rollout, today: date) -> Outlook:
    """Everything that is late and may be chased, and the last hundred reminders."""
    people = _people(rollout.id)
    sent = select(SentReminder).where(SentReminder.rollout_id == rollout.id).order_by(SentReminder.id.desc())
    names = {user.id: user.name for _, user in queries.members(rollout.id)}
    following = _following(rollout, people, rule_of(rollout.id).grace, today)
    return Outlook(following, db.session.scalars(sent.limit(100)).all(), names)


def _people(rollout_id: int) -> dict[int, Role]:
    return {user.id: membership.role for membership, user in queries.members(rollout_id) if user.active}


def days_off(rollout: Rollout, today: date) -> Container[date]:
    """The public holidays that count for reminders: of the rollout's country, this year and its neighbours."""
    return holidays_of(rollout.country, range(today.year - 1, today.year + 2)) if rollout.country else ()


def _following(rollout: Rollout, people: Mapping[int, Role], grace: int, today: date) -> list[Reminder]:
    works = waiting_in(Asked(rollout, today, people))
    query = select(SentReminder).where(SentReminder.rollout_id == rollout.id)
    told = [Told(row.key, row.due, row.step, row.sent_on) for row in db.session.scalars(query)]
    return reminders(works, told, people, grace, today, days_off(rollout, today))


def send_reminders(now: datetime) -> int:
    """Write the reminders of every rollout whose morning has come; how many mails. Nothing while mail is off."""
    if server_here() is None:
        return 0
    active = select(ReminderRule.rollout_id).where(ReminderRule.active).order_by(ReminderRule.rollout_id)
    numbers = list(db.session.scalars(active))
    db.session.rollback()
    written = 0
    for rollout_id in numbers:
        with transaction():
            written += _send(db.session.get_one(Rollout, rollout_id), now)
    return written


def _send(rollout: Rollout, now: datetime) -> int:
    local = now.astimezone(ZoneInfo(rollout.timezone))
    today = local.date()
    last = db.session.get(ReminderRound, rollout.id)
    over = last is not None and last.day >= today
    if over or local.hour < HOUR or not is_working(today, days_off(rollout, today)):
        return 0
    if last is None:
        db.session.add(ReminderRound(rollout_id=rollout.id, day=today))
    else:
        last.day = today
    found = due_now(_following(rollout, _people(rollout.id), rule_of(rollout.id).grace, today), today)
    users = {user.id: user for _, user in queries.members(rollout.id)}
    _keep(rollout.id, found, users, today)
    return sum(post(letter, now) for letter in _letters(rollout, found, users, today))


def _keep(rollout_id: int, found: Iterable[Reminder], users: Mapping[int, User], today: date) -> None:
    for each in found:
        row = SentReminder(rollout_id=rollout_id, user_id=each.work.user_id, key=each.work.key, step=each.step)
        row.what, row.due, row.sent_on = one_line(each.work.what, 300), each.work.due or today, today
        row.told = one_line(", ".join(users[user_id].name for user_id in each.people), 300)
        db.session.add(row)
    db.session.flush()


def _letters(rollout: Rollout, found: Iterable[Reminder], users: Mapping[int, User], today: date) -> Iterable[Letter]:
    """One mail for each person, however much there is to say."""
    mine: dict[int, dict[Step, list[Reminder]]] = defaultdict(lambda: defaultdict(list))
    for each in found:
        for user_id in each.people:
            mine[user_id][each.step].append(each)
    return [_letter(rollout, users, user_id, steps, today) for user_id, steps in sorted(mine.items())]


def _letter(
    rollout: Rollout, users: Mapping[int, User], user_id: int, steps: Mapping[Step, list[Reminder]], today: date
) -> Letter:
    user = users[user_id]
    parts = []
    for step in Step:
        if found := steps.get(step, []):
            owners = {each.work.key: users[each.work.user_id].name for each in found} if step is not Step.OWNER else {}
            lines = lines_of((each.work for each in found), owners)
            parts.append(Part(f"{TITLES[step]} ({len(lines)})", lines))
    count = sum(len(part.lines) for part in parts)
    page = Page(
        hello=f"Hello {user.name}, this is late in {rollout.name}. Where a day cannot be kept, agree on another.",
        parts=parts,
        why=f"{rollout.name} reminds of each thing once. Everything that waits for you:",
        home=full_address("/"),
        choice=full_address("/"),
    )
    return Letter(
        key=f"reminder.{rollout.id}.{user_id}.{today.isoformat()}",
        user_id=user_id,
        address=user.email,
        name=user.name,
        subject=f"{rollout.name}: {'1 thing is late' if count == 1 else f'{count} things are late'}",
        text=as_text(page),
        html=as_html(page),
    )
