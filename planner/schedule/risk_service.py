"""Answers how sure the dates of a plan are: from what is kept, at once, or in the background when it is long."""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from flask import current_app

from planner.basics.errors import RuleBroken
from planner.db import transaction
from planner.queue import enqueue
from planner.rollouts import queries as rollouts
from planner.schedule import queries
from planner.schedule.file_network import network_of
from planner.schedule.models import Plan
from planner.schedule.plan_values_service import plan_values
from planner.schedule.risk import Asked, Risk, risk_of
from planner.schedule.risk_model import REFUSALS, Model, model_of
from planner.schedule.risk_plan import END, RiskRow, as_done, known_of, questions
from planner.schedule.risk_queries import risk_rows
from planner.schedule.risk_values import read, written
from planner.schedule.sampling import Distribution
from planner.schedule.simulation import Progress, Settings

AT_ONCE = 30_000_000
"""Durations (tasks times runs) that are drawn while somebody waits, in about half a second; more goes to the queue."""
KEPT = 200
"""Answers that are kept; the oldest go first."""
QUIET = timedelta(minutes=2)
"""A simulation that has not been heard of for so long is begun again."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to know. `target` is the place of a row, or END."""

    settings: Settings
    target: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer, or how far it is: `done` of `total` runs."""

    risk: Risk | None = None
    guessed: int = 0
    done: int = 0
    total: int = 0


def answer(plan: Plan, rows: Sequence[RiskRow], mark: str, question: Question, now: datetime, today: date) -> Answer:
    """The answer to a question about a plan, as quick as it can be had. Raises `RuleBroken` for a plan in a circle."""
    place = folder() / f"{_name(mark, question, today)}.json"
    kept = _kept(place)
    if kept is not None:
        return kept
    if len(rows) * question.settings.samples <= AT_ONCE:
        return compute(plan, rows, place, question, today)
    return _begun(plan, place, question, now, today)


def foreseen(plan: Plan, rows: Sequence[RiskRow], mark: str, question: Question, today: date) -> Risk:
    """The answer for somebody who waits however long it takes, kept for the page. Raises `RuleBroken` as `compute`."""
    place = folder() / f"{_name(mark, question, today)}.json"
    found = _kept(place) or compute(plan, rows, place, question, today)
    if found.risk is None:
        raise RuleBroken("The plan could not be simulated.")
    return found.risk


def compute(
    plan: Plan, rows: Sequence[RiskRow], place: Path, question: Question, today: date, progress: Progress | None = None
) -> Answer:
    """Simulate now, and keep the answer. What the plan cannot be simulated for is told by `RuleBroken`."""
    try:
        network = network_of(as_done(plan_values(plan)))
        model = model_of(network, known_of(rows, plan.day, today))
        asked = questions(rows, model, promised(plan.rollout_id))
        risk = risk_of(model, question.settings, _end(asked, question.target, rows, model), asked, progress)
    except REFUSALS as error:
        raise RuleBroken(str(error)) from error
    _keep(place, written(risk, model.guessed))
    return Answer(risk, model.guessed)


def _end(asked: Sequence[Asked], target: int, rows: Sequence[RiskRow], model: Model) -> Asked:
    """The date that is asked for; the end of the plan where the row is not there."""
    found = next((each for each in asked if each.key == target), None)
    if found is None and target in model.place:
        return Asked(target, model.place[target], rows[target].finish)
    return found or asked[-1]


def folder() -> Path:
    """Where this installation keeps answers; they can be thrown away at any time."""
    found: Path = current_app.config["PLANNER"].instance / "risk"
    return found


def _name(mark: str, question: Question, today: date) -> str:
    settings = question.settings
    parts = (mark, question.target, settings.samples, settings.seed, settings.distribution.value, settings.correlation)
    return hashlib.sha256(repr((*parts, today)).encode()).hexdigest()


def _kept(place: Path) -> Answer | None:
    try:
        risk, guessed = read(place.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Answer(risk, guessed)


def _keep(place: Path, text: str) -> None:
    """Write beside and rename; a full disk costs the next visitor a moment, nothing else."""
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        half = place.with_suffix(".part")
        half.write_text(text, encoding="utf-8")
        half.replace(place)
        for old in sorted(place.parent.iterdir(), key=lambda each: each.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)


def _begun(plan: Plan, place: Path, question: Question, now: datetime, today: date) -> Answer:
    """How far the background is; begins it where nobody has."""
    total, settings = question.settings.samples, question.settings
    heard = place.with_suffix(".progress")
    with suppress(OSError, ValueError, KeyError):
        told = json.loads(heard.read_text(encoding="utf-8"))
        if now - datetime.fromisoformat(told["at"]) < QUIET:
            if told.get("problem"):
                raise RuleBroken(told["problem"])
            return Answer(done=told["done"], total=total)
    tell(heard, 0, now)
    with transaction():
        enqueue(
            "schedule.risk",
            now,
            plan_id=plan.id,
            place=place.name,
            target=question.target,
            samples=settings.samples,
            seed=settings.seed,
            distribution=settings.distribution.value,
            correlation=settings.correlation,
            today=today.isoformat(),
        )
    return Answer(total=total)


def tell(heard: Path, done: int, now: datetime, problem: str = "") -> None:
    """Note how far a simulation is, or why it cannot be done."""
    _keep(heard, json.dumps({"done": done, "at": now.isoformat(), "problem": problem}))


def compute_later(plan: Plan, place: str, question: Question, today: date, clock: Callable[[], datetime]) -> None:
    """The part that runs in the background."""
    rows, _ = risk_rows(plan)
    path = folder() / Path(place).name
    heard = path.with_suffix(".progress")
    try:
        compute(plan, rows, path, question, today, lambda done: tell(heard, done, clock()))
    except RuleBroken as broken:
        tell(heard, 0, clock(), broken.message)
    else:
        heard.unlink(missing_ok=True)


def question_of(samples: int, seed: int, distribution: str, correlation: float, target: int = END) -> Question:
    """A question from plain values."""
    return Question(Settings(samples, seed, Distribution(distribution), correlation), target)


def promised(rollout_id: int) -> dict[int, date]:
    """The first working day with the system that each wave was promised, where it has one."""
    return {wave.number: wave.go_live for wave in rollouts.waves(rollout_id) if wave.go_live}


def plan_in_use(rollout_id: int) -> tuple[Plan, list[RiskRow], str] | None:
    """The plan in use with its rows and fingerprint; None while there is no plan."""
    plan = queries.current_plan(rollout_id)
    if plan is None:
        return None
    rows, mark = risk_rows(plan)
    return plan, rows, f"{mark} {sorted(promised(rollout_id).items())}"
