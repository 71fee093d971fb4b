"""Pages of training: the trainer's home, who is trained, and the matrix of people and courses.

Who sees what: project managers and trainers everything; sponsors and viewers groups of five and more; members their
own training. Pages: templates/training/. Forms: forms.py, sitting_forms.py.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed
from planner.basics.suppression import hidden_groups
from planner.people import staff_queries
from planner.people.privacy_read_service import note_read
from planner.people.staff import By
from planner.people.staff_queries import Part
from planner.process import problem_queries
from planner.process.problem_states import TOPIC_SHORT
from planner.rollouts import queries as rollouts
from planner.rollouts.playbook_service import playbook_of
from planner.training import course_queries, coverage_queries, outlook_queries, sitting_queries
from planner.training.coverage_queries import PAGE, Coverage
from planner.training.pace import worst_first
from planner.training.results import EVERYONE, STAND_WORDS, Stand
from planner.training.sitting_models import Sitting
from planner.web import clock, current
from planner.web.addresses import row_number
from planner.web.guards import needs

blueprint = Blueprint("training", __name__)
SOON = timedelta(days=45)
GROUPS = {By.WAVE: "wave", By.UNIT: "unit", By.ROLE: "role", By.SITE: "site"}


def everything() -> bool:
    """Whether this person sees every record of the rollout's training."""
    return current.scope(Permission.TRAINING_VIEW) is Scope.ALL


def see_everything() -> None:
    """Refuse those who see groups or their own training only."""
    if not everything():
        raise NotAllowed


def may_edit() -> bool:
    """Whether this person plans sessions and gives places."""
    return current.may(Permission.TRAINING_EDIT)


@blueprint.get("/rollouts/<int:rollout_id>/training")
@needs(Permission.TRAINING_VIEW)
def index(rollout_id: int) -> ResponseReturnValue:
    """The trainer's home: what comes next, which wave is at risk, what waits. Others go where theirs is."""
    scope = current.scope(Permission.TRAINING_VIEW)
    if scope is not Scope.ALL:
        page = "training.coverage" if scope is Scope.GROUPS else "training.mine"
        return redirect(url_for(page, rollout_id=rollout_id), 303)
    today, now = clock.today(), clock.now()
    coming = sitting_queries.sittings(
        rollout_id, Sitting.starts_at >= now - timedelta(hours=4), Sitting.cancelled == ""
    )
    past = sitting_queries.sittings(rollout_id, Sitting.starts_at < now, Sitting.cancelled == "", newest_first=True)
    return render_template(
        "training/index.html",
        outlooks=worst_first(outlook_queries.outlooks(current.rollout(), today), today),
        whole=coverage_queries.coverage(rollout_id, today),
        coming=coming[:6],
        number_coming=len(coming),
        to_record=[each for each in past if each.open_marks][:6],
        waiting=[each for each in coming if each.waiting],
        due=coverage_queries.refreshers_due(rollout_id, today, today + SOON)[:8],
        names=course_queries.course_names(rollout_id),
        topics=problem_queries.topics(rollout_id) if current.may(Permission.PROBLEMS_VIEW) else {},
        topic_words=TOPIC_SHORT,
        answered=problem_queries.open_by_course(rollout_id),
        nobody=staff_queries.is_empty(rollout_id),
        today=today,
    )


@blueprint.get("/rollouts/<int:rollout_id>/training/coverage")
@needs(Permission.TRAINING_VIEW)
def coverage(rollout_id: int) -> ResponseReturnValue:
    """Who is trained by wave, unit, role and site, and whether each wave will be in time."""
    if current.scope(Permission.TRAINING_VIEW) is Scope.OWN:
        return redirect(url_for("training.mine", rollout_id=rollout_id), 303)
    today = clock.today()
    found = outlook_queries.outlooks(current.rollout(), today)
    return render_template(
        "training/coverage.html",
        whole=coverage_queries.coverage(rollout_id, today),
        groups=[(word, _named(rollout_id, by, today)) for by, word in GROUPS.items()],
        outlooks=found if everything() else [each for each in found if each.people >= 5],
        names=course_queries.course_names(rollout_id),
        everything=everything(),
        today=today,
    )


@dataclass(frozen=True, slots=True)
class Group:
    """A group with its name; `counts` is None where the group is too small to be shown."""

    name: str
    people: int
    counts: Coverage | None
    part: dict[str, Any]


def _named(rollout_id: int, by: By, today: date) -> list[Group]:
    found = coverage_queries.coverage_by(rollout_id, today, by)
    names = group_names(rollout_id, by)
    hidden = frozenset() if everything() else hidden_groups({key: each.people for key, each in found.items()})
    groups = [
        Group(
            names.get(key, str(key)) if key not in (None, "") else f"no {GROUPS[by]}",
            each.people,
            None if key in hidden else each,
            {"by": GROUPS[by], "of": key} if key not in (None, "") else {},
        )
        for key, each in found.items()
    ]
    return groups if by is By.WAVE else sorted(groups, key=lambda group: (not group.part, group.name))


def group_names(rollout_id: int, by: By) -> dict[Any, str]:
    """What the groups of a division are called."""
    if by is By.UNIT:
        return dict(coverage_queries.unit_names(rollout_id))
    if by is By.WAVE:
        return {wave.number: f"Wave {wave.number}: {wave.name}" for wave in rollouts.waves(rollout_id)}
    return dict(role_names()) if by is By.ROLE else {}


def role_names() -> dict[str, str]:
    """The staff roles that courses are asked of, in words; `everyone` first."""
    known = rollouts.has_playbook(current.rollout().id)
    named = {role.ref: role.name for role in playbook_of(current.rollout()).roles} if known else {}
    refs = {ref for view in course_queries.courses(current.rollout().id, retired=True) for ref in view.roles}
    refs |= set(staff_queries.sizes_by(current.rollout().id, clock.today(), By.ROLE)) - {None}  # type: ignore[arg-type] # roles are texts
    words = {str(ref): named.get(str(ref), str(ref).replace("-", " ").capitalize()) for ref in sorted(map(str, refs))}
    return {EVERYONE: "Everyone", **{ref: word for ref, word in words.items() if ref != EVERYONE}}


@dataclass(frozen=True, slots=True)
class Filter:
    """What the matrix is narrowed to."""

    by: str = ""
    of: str = ""
    stand: str = ""
    words: str = ""
    page: int = 1

    @property
    def part(self) -> Part:
        """The part of the staff it means; what makes no sense means everybody."""
        if not self.of:
            return Part()
        if self.by == "role":
            return Part(role=self.of)
        if self.by == "site":
            return Part(site=self.of)
        key = int(self.of) if self.of.isascii() and self.of.isdigit() and len(self.of) < 10 else 0
        return Part(unit_id=key) if self.by == "unit" else Part(wave=key) if self.by == "wave" else Part()

    @property
    def wanted(self) -> Stand | None:
        """Where people must stand to be shown."""
        return Stand(self.stand) if self.stand in set(Stand) else None

    def arguments(self, **changed: object) -> dict[str, object]:
        """The filter as the part of an address after the question mark."""
        all_of = {"by": self.by, "of": self.of, "stand": self.stand, "words": self.words, **changed}
        return {name: value for name, value in all_of.items() if value}


def asked_filter() -> Filter:
    """The filter that the address asks for."""
    texts = {name: request.args.get(name, "")[:100] for name in ("by", "of", "stand", "words")}
    texts = {name: text.encode("utf-8", "replace").decode() for name, text in texts.items()}
    return Filter(**texts, page=min(max(request.args.get("page", 1, type=row_number) or 1, 1), 100_000))


@blueprint.get("/rollouts/<int:rollout_id>/training/matrix")
@needs(Permission.SCORES_VIEW)
def matrix(rollout_id: int) -> ResponseReturnValue:
    """People and courses: who is current, expiring, expired or not trained; a page at a time."""
    if not everything():
        return redirect(url_for("training.index", rollout_id=rollout_id), 303)
    asked, today = asked_filter(), clock.today()
    first = (asked.page - 1) * PAGE
    rows, number = coverage_queries.matrix(rollout_id, today, asked.part, asked.wanted, asked.words, first)
    note_read(rollout_id, [row.person.id for row in rows], current.real_user().id, "Your training", today)
    return render_template(
        "training/matrix.html",
        asked=asked,
        rows=rows,
        number=number,
        first=first,
        size=PAGE,
        courses=course_queries.courses(rollout_id),
        choices={word: group_names(rollout_id, by) for by, word in GROUPS.items() if by is not By.SITE},
        words=STAND_WORDS,
        today=today,
    )


from planner.training import (  # noqa: E402 - their pages
    attend_views,  # noqa: F401 - joins the blueprint
    calendar_views,  # noqa: F401 - joins the blueprint
    course_views,  # noqa: F401 - joins the blueprint
    export_views,  # noqa: F401 - joins the blueprint
    import_views,  # noqa: F401 - joins the blueprint
    place_views,  # noqa: F401 - joins the blueprint
    proposal_views,  # noqa: F401 - joins the blueprint
    record_views,  # noqa: F401 - joins the blueprint
    sitting_views,  # noqa: F401 - joins the blueprint
)
