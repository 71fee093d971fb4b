"""Tells a sample rollout as it would have happened: event after event, each through the product's own services.

Every figure on the sample's pages is computed from these events; nothing is written into the database beside the rules.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from planner.access.audit_service import acting
from planner.access.models import User
from planner.access.roles import Role
from planner.db import db
from planner.demo.progress import let_time_pass, take_longer
from planner.demo.tries import try_out
from planner.people import service as promises
from planner.people.promises import Promise, PromiseDraft
from planner.playbook.outline import Culture, Decision, Delivery, Market, Size
from planner.playbook.service import load_shipped
from planner.playbook.words import Choice
from planner.readiness import answer_service
from planner.readiness import queries as answers
from planner.readiness.answers import AnswerDraft
from planner.readiness.evidence import Grade, State
from planner.reports import queries as filed
from planner.reports import service as reports
from planner.reports.decision import ConditionDraft, SignOffDraft
from planner.reports.decision import Decision as SponsorDecision
from planner.rollouts import service as rollouts
from planner.rollouts.drafts import RolloutDraft, SettingsDraft
from planner.rollouts.models import Membership, Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.rollouts.profile import Sector, UnitDraft, WaveDraft, Work
from planner.rollouts.stages import Stage
from planner.schedule import baseline_service, gate_queries, gate_service, lesson_service, waiver_service
from planner.schedule.baselines import BaselineDraft
from planner.schedule.drafts import GateDraft
from planner.schedule.holding import WaiverDraft
from planner.schedule.lessons import LessonDraft, LessonKind
from planner.suitability import queries as suitability_rows
from planner.suitability import service as suitability
from planner.suitability.stopping import StopAt

FOLDER = Path(__file__).parent
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day: told in the order of days, and of the file within a day."""

    day: int
    act: Callable[[datetime], object]


class Story:
    """A rollout file and the people in it."""

    def __init__(self, name: str, anchor: datetime, people: Mapping[str, User], passwords: Mapping[str, str]) -> None:
        self.plot: dict[str, Any] = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
        self.name, self.anchor, self.people, self.passwords = name, anchor, people, passwords
        self.rollout: Rollout

    def at(self, day: int) -> datetime:
        """Nine o'clock of a day of the story."""
        return self.anchor + timedelta(days=day)

    def on(self, day: int) -> date:
        """The date of a day of the story."""
        return self.at(day).date()

    def begin(self) -> Rollout:
        """Create the rollout and let its people take part."""
        about = self.plot["rollout"]
        roles = {who: Role(role) for who, (_, role) in self.plot["people"].items()}
        manager = next(who for who, role in roles.items() if role is Role.MANAGER)
        with acting(self.people[manager].id):
            playbook = load_shipped(about["playbook"])
            self.rollout = rollouts.create_rollout(
                self.draft(about), playbook, self.people[manager], self.at(about["start"])
            )
            for who, role in roles.items():
                if who != manager:
                    db.session.add(Membership(rollout_id=self.rollout.id, user_id=self.people[who].id, role=role))
            db.session.flush()
        return self.rollout

    def draft(self, about: Mapping[str, Any]) -> RolloutDraft:
        """The guided form, filled in."""
        settings = SettingsDraft(
            name=about["name"],
            organisation=about["organisation"],
            sector=Sector(about["sector"]),
            size=Size(about["size"]),
            market=Market(about["market"]),
            culture=Culture(about["culture"]),
            decision=Decision(about["decision"]),
            delivery=Delivery(about["delivery"]),
            currency=about["currency"],
            timezone=about["timezone"],
            start_date=self.on(about["start"]),
            country=about["country"],
        )
        units = tuple(UnitDraft(name, people, Work(work), wave) for name, people, work, wave in about["units"])
        waves = tuple(WaveDraft(number, name, self.on(day)) for number, name, day in about["waves"])
        return RolloutDraft(settings, units, waves, about["playbook"])

    def events(self) -> list[Event]:
        """All that happened, by day."""
        told = [*self.start_events(), *self.answer_events(), *self.review_events(), *self.gate_events()]
        told += self.plan_events()
        return sorted(told, key=lambda event: event.day)

    def start_events(self) -> Iterator[Event]:
        """The start assessment, the strategic decision and the rules for stopping."""
        for part in ("suitability", "suitability_later"):
            for ref, words in self.plot.get(part, {}).items():
                yield Event(words[0], partial(self.assess, ref, words))
        if decision := self.plot.get("decision"):
            yield Event(decision["day"], partial(self.decide, decision))
        for stop in self.plot.get("stop", []):
            yield Event(self.plot["rollout"]["start"], partial(self.write_stop, stop))

    def assess(self, ref: str, words: list[Any], now: datetime) -> None:
        """One answer of the start assessment."""
        _, who, value, reason, evidence, *more = words
        owner, due = (self.people[more[0]].id, self.on(more[1])) if more else (None, None)
        row = suitability_rows.answers(self.rollout.id).get(ref)
        draft = suitability.AnswerDraft(Choice(value), reason, evidence, owner, due)
        question = suitability.question_of(self.rollout, ref)
        with acting(self.people[who].id):
            suitability.give_answer(
                self.rollout, question, draft, self.people[who], now, row.version if row is not None else None
            )

    def decide(self, decision: Mapping[str, Any], now: datetime) -> None:
        """The strategic decision."""
        who = self.people[decision["who"]]
        with acting(who.id):
            suitability.decide(self.rollout, Decision(decision["choice"]), decision["reason"], who, now.date(), None)

    def write_stop(self, stop: Mapping[str, Any], now: datetime) -> None:
        """One rule for stopping, written before the start."""
        question = suitability.question_of(self.rollout, stop["question"])
        who = self.people[self.plot["roles"]["sponsor"]]
        with acting(who.id):
            suitability.write_stop(self.rollout, question, StopAt(stop["at"]), stop["text"], who, now)

    def answer_events(self) -> Iterator[Event]:
        """Answers to criteria, given again as time goes on, and their verification the day after."""
        gates = {"": self.plot.get("answers", {}), **self.plot.get("gates", {})}
        for gate, rows in gates.items():
            for ref, (who, days, grade, evidence, verifier) in rows.items():
                for day, value in days:
                    said = Said(gate, ref, who, Decimal(str(value)), Grade(grade), evidence)
                    yield Event(day, partial(self.answer, said))
                    if verifier:
                        yield Event(day + 1, partial(self.verify, said, verifier))

    def answer(self, said: "Said", now: datetime) -> None:
        """One answer with what shows it."""
        playbook = playbook_of(self.rollout)
        criterion = answer_service.find_criterion(playbook, said.gate, said.ref)
        row = answers.answer_at(self.rollout.id, said.gate, said.ref)
        draft = AnswerDraft(State.SCORED, said.value, said.grade, said.evidence, answered_on=now.date())
        by = self.people[said.who]
        with acting(by.id):
            answer_service.give(
                self.rollout.id, said.gate, criterion, draft, by=by, today=now.date(), now=now,
                version=row.version if row is not None else None,
            )  # fmt: skip

    def verify(self, said: "Said", by: str, now: datetime) -> None:
        """A second person confirms an answer."""
        row = answers.answer_at(self.rollout.id, said.gate, said.ref)
        if row is not None:
            with acting(self.people[by].id):
                answer_service.verify(row, by=self.people[by], now=now, version=row.version)

    def review_events(self) -> Iterator[Event]:
        """Reviews called, decided, and their conditions met."""
        for review in self.plot.get("review", []):
            yield Event(review["called"], partial(self.call, review))
            if "decided" in review:
                yield Event(review["decided"], partial(self.sign_off, review))
            for number, (day, who, how) in enumerate(review.get("met", [])):
                yield Event(day, partial(self.meet, review, number, who, how))

    def call(self, review: Mapping[str, Any], now: datetime) -> None:
        """Freeze the report on a gate."""
        manager = self.people[self.plot["roles"]["project-manager"]]
        self.progress(now.date(), review.get("late", 0))
        with acting(manager.id):
            reports.create_snapshot(self.rollout, review["gate"], manager, now)

    def sign_off(self, review: Mapping[str, Any], now: datetime) -> None:
        """The sponsor decides on the newest report of the gate."""
        sponsor = self.plot["roles"]["sponsor"]
        conditions = tuple(
            ConditionDraft(text, self.people[who].id, self.on(day)) for text, who, day in review.get("conditions", [])
        )
        draft = SignOffDraft(SponsorDecision(review["decision"]), review["reason"], conditions)
        row = filed.newest_of_gate(self.rollout.id, review["gate"])
        if row is None:
            raise LookupError(review["gate"])
        with acting(self.people[sponsor].id):
            reports.sign_off(self.rollout, row, draft, self.people[sponsor], self.passwords[sponsor], now)

    def meet(self, review: Mapping[str, Any], number: int, who: str, how: str, now: datetime) -> None:
        """A condition of a decision is met."""
        view = gate_queries.gate_by_key(self.rollout, review["gate"], now.date())
        condition = view.conditions[number]
        with acting(self.people[who].id):
            gate_service.meet_condition(condition, self.people[who], now, how, condition.version)

    def gate_events(self) -> Iterator[Event]:
        """Gates that the sponsor waived for a time, and lessons written down at gates."""
        for waiver in self.plot.get("waiver", []):
            yield Event(waiver["day"], partial(self.waive, waiver))
        for lesson in self.plot.get("lesson", []):
            yield Event(lesson["day"], partial(self.learn, lesson))

    def waive(self, waiver: Mapping[str, Any], now: datetime) -> None:
        """The sponsor lets work beyond a gate start for a time."""
        sponsor = self.people[self.plot["roles"]["sponsor"]]
        view = gate_queries.gate_by_key(self.rollout, waiver["gate"], now.date())
        draft = WaiverDraft(waiver["reason"], self.on(waiver["until"]), sponsor.id)
        with acting(sponsor.id):
            waiver_service.waive(view, draft, now, now.date())

    def learn(self, lesson: Mapping[str, Any], now: datetime) -> None:
        """Somebody writes down a lesson at a gate."""
        by = self.people[lesson["who"]]
        gate = gate_queries.gate_by_key(self.rollout, lesson["gate"], now.date()).gate
        draft = LessonDraft(LessonKind(lesson["kind"]), lesson["what"], lesson["advice"], lesson.get("phase", ""))
        with acting(by.id):
            lesson_service.add_lesson(self.rollout, gate, draft, by, now)

    def plan_events(self) -> Iterator[Event]:
        """Baselines that were set, and tasks that turned out to take longer."""
        for baseline in self.plot.get("baseline", []):
            yield Event(baseline["day"], partial(self.set_baseline, baseline))
        for promise in self.plot.get("promise", []):
            yield Event(promise["day"], partial(self.promise, promise))
        for day, *said in self.plot.get("longer", []):
            yield Event(day, partial(self.take_longer, *said))
        for tried in self.plot.get("scenario", []):
            yield Event(tried["day"], partial(try_out, self.rollout, tried, self.people[tried["who"]]))

    def set_baseline(self, baseline: Mapping[str, Any], now: datetime) -> None:
        """The manager keeps the dates of the plan as they are agreed."""
        manager = self.people[self.plot["roles"]["project-manager"]]
        with acting(manager.id):
            draft = BaselineDraft(baseline["name"], baseline["why"])
            baseline_service.set_baseline(self.rollout, draft, manager, now)

    def promise(self, promise: Mapping[str, Any], _now: datetime) -> None:
        """Somebody is released for some hours a week."""
        last = self.on(promise["last"]) if "last" in promise else None
        hours = Promise(self.people[promise["who"]].id, Decimal(promise["hours"]), self.on(promise["first"]), last)
        with acting(self.people[self.plot["roles"]["project-manager"]].id):
            promises.add_promise(self.rollout.id, PromiseDraft(hours, promise["source"], promise.get("comment", "")))

    def take_longer(self, name: str, wave: int, days: int, _now: datetime) -> None:
        """A task turns out to be longer; wave 0 means none."""
        take_longer(self.rollout, name, wave or None, days)

    def progress(self, day: date, late: int) -> None:
        """The plan as far as it had come on a day: what was due is done, but for the `late` last tasks."""
        owners = {role: self.people[who] for role, who in self.plot["roles"].items()}
        unowned = self.plot.get("progress", {}).get("unowned", 0)
        let_time_pass(self.rollout, day, owners, late, unowned)

    def own_gates(self, owner: str) -> None:
        """Every gate has somebody who answers for the work before it."""
        for view in gate_queries.gates_of(self.rollout, self.on(0)):
            gate_service.edit_gate(view.gate, GateDraft(self.people[owner].id, view.gate.due), view.gate.version)

    def start_running(self, now: datetime) -> None:
        """The rollout leaves its draft."""
        rollouts.change_stage(self.rollout, Stage.RUNNING, "Start gate passed.", now.date(), self.rollout.version)


@dataclass(frozen=True, slots=True)
class Said:
    """One answer of the story; `gate` is empty for a success factor's criterion."""

    gate: str
    ref: str
    who: str
    value: Decimal
    grade: Grade
    evidence: str
