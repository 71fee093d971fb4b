"""Detectors of mistakes with people: sponsorship, the team, those who are asked, trained and helped."""

from planner.readiness.detector import Detector, answered, figure, named, planned
from planner.readiness.scene import Scene


def _live(scene: Scene) -> bool:
    return scene.live


def _soon(scene: Scene) -> bool:
    return scene.near_go_live(42) or scene.live


GOVERNANCE = (
    figure(
        "it-project-without-business-owner", "rollout.members_with_sponsor_role", "<", 1,
        "Nobody takes part as sponsor: no business owner stands behind the rollout.", "rollouts.members",
    ),
    figure(
        "invisible-sponsor", "people.sponsor_days_silent", ">=", 30,
        "The sponsor was last seen acting {} days ago.", "people.sponsorship",
    ),
    figure(
        "sponsor-sends-deputies", "people.promises_kept_share", "<", 50,
        "Only {} % of the sponsor's due promises were kept.", "people.sponsorship",
    ),
    figure(
        "invisible-sponsor", "people.coalition_gaps", ">", 0,
        "Units without a sponsor of their own in the coalition: {}.", "people.sponsorship",
    ),
    answered("committee-without-decisions", "committee-decides", "The committee hears reports and decides nothing."),
    figure(
        "committee-without-decisions", "people.overdue_actions", ">", 2,
        "Overdue actions of the committee: {}.", "people.committee",
    ),
    answered(
        "manager-from-it-only", "manager-customer-experience",
        "The project manager has no experience of customer work.",
    ),
    figure(
        "team-without-time", "people.commitment_shortfall_share", ">", 20,
        "{} % of the hours that the plan needs are not promised by anybody.", "schedule.capacity",
    ),
    figure(
        "team-without-time", "people.committed_share", "<", 60,
        "Only {} % of the team have their time confirmed by their line manager.", "schedule.capacity",
    ),
    answered("team-without-authority", "team-may-decide", "The team may propose, and others decide."),
    figure(
        "knowledge-in-one-head", "people.critical_roles_in_one_hand", ">=", 4,
        "One person holds {} critical roles.", "people.responsibilities",
    ),
    figure(
        "no-owner-after-project", "people.raci_findings", ">", 5,
        "Deliverables without clear responsibility: {}.",
        "people.responsibilities",
    ),
    answered("no-owner-after-project", "operation-owned", "Nobody is named who owns the system after the project."),
    named(
        "gate-waved-through", "waved-gates",
        "The sponsor approved although the criteria said hold or stop: {}.", "reports.index",
    ),
    named("conditions-forgotten", "overdue-conditions", "Conditions of a decision are overdue: {}.", "schedule.gates"),
    named("lessons-not-carried", "open-lessons", "Lessons of earlier waves are not answered: {}.", "schedule.lessons"),
    figure(
        "unverified-answers", "readiness.verified_share", "<", 50,
        "Only {} % of the answers were verified by a second person.", "readiness.questions",
    ),
    named("stale-evidence", "expired-answers", "Answers are too old to count: {}.", "readiness.questions"),
)  # fmt: skip

STAFF = (
    answered("staff-not-consulted", "consulted-everybody-concerned", "Those concerned were told, not asked."),
    figure(
        "staff-not-consulted", "people.response_rate", "<", 40,
        "Only {} % of those asked answered the last survey.", "people.surveys",
    ),
    answered("feedback-without-answer", "consultation-changes-things", "What staff said has changed nothing so far."),
    answered("resistance-treated-as-ignorance", "resistance-understood", "Nobody knows why some resist."),
    figure(
        "resistance-treated-as-ignorance", "people.resistant_share", ">", 30,
        "{} % of those who answered are not willing.", "people.surveys",
    ),
    answered("rewards-against-system", "rewards-fit", "Pay and praise reward the old way of working."),
    answered("managers-keep-spreadsheets", "managers-use-it", "Line managers still ask for their own lists."),
    answered(
        "monitoring-instead-of-help", "staff-data-agreed",
        "What is counted about staff was not agreed with them.",
    ),
    answered("expectations-not-managed", "expectations-recorded", "What the stakeholders expect is written nowhere."),
    figure(
        "expectations-not-managed", "people.stakeholder_gaps", ">", 3,
        "Stakeholder groups far from where they are needed: {}.", "people.stakeholders",
    ),
    figure(
        "no-super-users", "people.units_without_champion", ">", 0,
        "Units without a champion to ask: {}.", "people.recognition", when=_soon,
    ),
    figure(
        "culture-misfit", "people.culture_misfits", ">", 0,
        "Points in which the programme does not fit the culture: {}.", "people.culture",
    ),
    answered("culture-misfit", "culture-decides-design", "The design was made for another culture."),
    answered("too-much-change-at-once", "other-changes-known", "Nobody keeps the calendar of other changes."),
    planned("too-much-change-at-once", "waves-too-close", "waves-on-one-day"),
)  # fmt: skip

TRAINING = (
    planned("training-too-late", "training-after-go-live", "training-not-waited-for", "training-only-at-the-end"),
    planned("training-too-early", "training-stale"),
    planned("training-one-off", "training-missing", "training-wrong-end"),
    answered("training-one-off", "learning-refreshers", "There is one course, and no refresher."),
    figure(
        "training-cut-for-the-date", "training.trained_share", "<", 80,
        "Only {} % are trained, and the go-live is near.", "training.index",
        when=lambda scene: scene.near_go_live(21),
    ),
    named(
        "training-cut-for-the-date", "kept-training-cuts",
        "A scenario that cuts training was kept: {}.", "schedule.scenarios",
    ),
    answered("training-in-toy-environment", "training-practice", "People practise on invented data with other rights."),
    answered("training-same-for-all", "training-by-role", "Everybody sits in the same course."),
    answered("joiners-forgotten", "learning-joiners", "New colleagues learn from their neighbour."),
    figure(
        "support-not-ready", "training.support_trained_share", "<", 100,
        "Only {} % of the support team are trained, and the go-live is near.", "training.index",
        when=lambda scene: scene.near_go_live(21),
    ),
    answered("support-not-ready", "support-staff-ready", "Support learns together with the users."),
)  # fmt: skip
BOOK: tuple[Detector, ...] = (*GOVERNANCE, *STAFF, *TRAINING)
