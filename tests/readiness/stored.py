"""A rollout with a small playbook to assess, stored in the database."""

from datetime import timedelta
from decimal import Decimal

from planner.access.models import User
from planner.db import transaction
from planner.playbook.outline import Gate, Phase, Pillar, Playbook, Question, Role, Stage, Task
from planner.playbook.words import AccessRole, Effect
from planner.readiness import answer_service, queries
from planner.readiness.answers import AnswerDraft
from planner.readiness.evidence import Grade, State
from planner.readiness.models import Answer
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import take_copy
from tests.builders import make_wave
from tests.conftest import NOW
from tests.readiness.samples import TODAY, answer, asks_factor, check, factor, measure

SPONSOR = factor(
    "sponsor-stands-behind",
    answer("sponsor-visible", weight=3, valid_days=60, effort_days=Decimal(2)),
    check("sponsor-charter", verify=True, evidence="the signed charter", owner_role="sponsor"),
    critical=True,
    threshold=60,
    owner_role="sponsor",
)
DATA = factor("data-is-fit", answer("data-owner"), check("data-rules"), pillar=Pillar.PROCESS)
TOOL = factor("tool-fits", measure("tool-open", fact="technology.open_must_requirements"), pillar=Pillar.TECHNOLOGY)
DECIDED = Gate(
    ref="decided",
    name="Decision taken",
    purpose="May the work begin?",
    criteria=(
        check("case-approved", must=True, verify=True, effort_days=Decimal(3), owner_role="manager"),
        check("experts-heard"),
        measure("sponsor-named", fact="rollout.members_with_sponsor_role", op=">=", line=1, must=True),
    ),
)
LIVE = Gate(
    ref="live",
    name="Ready to go live",
    criteria=(check("rehearsed", must=True, evidence="log"), asks_factor("data-ready", "data-is-fit", 50, must=False)),
)
QUESTIONS = (
    Question(
        ref="benefit", text="Is a lasting benefit in sight?", theme="benefit", effect=Effect.DO_NOT_PROCEED, options=()
    ),
    Question(ref="awareness", text="Do staff know the need?", theme="awareness", effect=Effect.POSTPONE, options=()),
)
STAGE = Stage(ref="look", name="Look")
TASK = Task(ref="ask", stage="look", name="Ask everybody", role="manager", optimistic=1, likely=2, pessimistic=4)
PLAYBOOK = Playbook(
    ref="small",
    name="Small",
    version="1.0",
    summary="For tests.",
    phases=(
        Phase(ref="decide", name="Decide", objective="Decide.", stages=(STAGE,), tasks=(TASK,), exit=DECIDED),
        Phase(ref="waves", name="Waves", objective="Go live.", wave_phase=True, exit=LIVE),
    ),
    suitability=QUESTIONS,
    factors=(SPONSOR, DATA, TOOL),
    roles=(
        Role(ref="manager", name="Project manager", purpose="Leads.", share=100, access_role=AccessRole.MANAGER),
        Role(ref="sponsor", name="Sponsor", purpose="Stands behind it.", share=5, access_role=AccessRole.SPONSOR),
    ),
)


def with_playbook(rollout: Rollout, waves: int = 2) -> Rollout:
    """Give a rollout the small playbook and its waves."""
    for number in range(1, waves + 1):
        make_wave(rollout, number, TODAY + timedelta(days=30 * number) if number == 1 else None)
    with transaction():
        take_copy(rollout.id, PLAYBOOK, NOW)
    return rollout


def give(rollout: Rollout, ref: str, value: int | None, by: User, *, gate: str = "", days_ago: int = 0) -> Answer:
    """An answer, stored; evidence comes with it."""
    draft = AnswerDraft(
        state=State.UNKNOWN if value is None else State.SCORED,
        value=None if value is None else Decimal(value),
        grade=Grade.OBSERVED,
        evidence="Seen in the minutes.",
        answered_on=TODAY - timedelta(days=days_ago),
    )
    with transaction():
        row = queries.answer_at(rollout.id, gate, ref)
        return answer_service.give(
            rollout.id,
            gate,
            answer_service.find_criterion(PLAYBOOK, gate, ref),
            draft,
            by=by,
            today=TODAY,
            now=NOW,
            version=row.version if row else None,
        )


def verify(answer: Answer, by: User) -> Answer:
    """Somebody's confirmation, stored."""
    with transaction():
        return answer_service.verify(answer, by=by, now=NOW, version=answer.version)
