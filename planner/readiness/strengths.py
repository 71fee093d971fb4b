"""Live figures that are strengths from a line on; strengths are always told beside what is wrong."""

from dataclasses import dataclass

from planner.playbook.words import Comparison, Dimension


@dataclass(frozen=True, slots=True)
class Strong:
    """A live figure that is a strength from a line on; `{}` in the text is the figure."""

    fact: str
    side: Dimension
    op: Comparison
    line: int
    text: str


_AT_LEAST, _AT_MOST = Comparison.AT_LEAST, Comparison.AT_MOST
STRONG = (
    Strong("goals.without_kpi", Dimension.GOALS, _AT_MOST, 0, "Every goal is measured by a key figure."),
    Strong("suitability.npv", Dimension.GOALS, Comparison.ABOVE, 0, "The business case is worth {}."),
    Strong(
        "goals.looked_at_share",
        Dimension.GOALS,
        _AT_LEAST,
        90,
        "{} % of the goals were looked at again at the last gate.",
    ),
    Strong(
        "people.sponsor_days_silent", Dimension.GOVERNANCE, _AT_MOST, 13, "The sponsor was seen acting {} days ago."
    ),
    Strong(
        "people.promises_kept_share",
        Dimension.GOVERNANCE,
        _AT_LEAST,
        80,
        "{} % of the sponsor's due promises were kept.",
    ),
    Strong(
        "readiness.verified_share",
        Dimension.GOVERNANCE,
        _AT_LEAST,
        80,
        "{} % of the answers were verified by a second person.",
    ),
    Strong("plan.late_tasks", Dimension.GOVERNANCE, _AT_MOST, 0, "No task of the plan is late."),
    Strong("people.committed_share", Dimension.PEOPLE, _AT_LEAST, 80, "{} % of the team have their time confirmed."),
    Strong("people.response_rate", Dimension.PEOPLE, _AT_LEAST, 60, "{} % of those asked answered the last survey."),
    Strong("people.units_without_champion", Dimension.PEOPLE, _AT_MOST, 0, "Every unit has a champion to ask."),
    Strong(
        "process.sales_automated_share",
        Dimension.PROCESS,
        _AT_LEAST,
        80,
        "{} % of the sales steps are supported by the system.",
    ),
    Strong(
        "process.open_problems_older_than_14_days",
        Dimension.PROCESS,
        _AT_MOST,
        0,
        "No reported problem is older than 14 days.",
    ),
    Strong("data.duplicate_rate", Dimension.DATA, _AT_MOST, 1, "Only {} % of the records are duplicates."),
    Strong("data.migration_rehearsals", Dimension.DATA, _AT_LEAST, 2, "The migration was rehearsed {} times."),
    Strong(
        "technology.open_must_requirements", Dimension.TECHNOLOGY, _AT_MOST, 0, "Every must-have requirement is met."
    ),
    Strong("technology.uat_pass_rate", Dimension.TECHNOLOGY, _AT_LEAST, 95, "{} % of the acceptance tests passed."),
    Strong("training.trained_share", Dimension.TRAINING, _AT_LEAST, 95, "{} % are trained."),
    Strong("training.support_trained_share", Dimension.TRAINING, _AT_LEAST, 100, "The whole support team is trained."),
    Strong("adoption.rate", Dimension.ADOPTION, _AT_LEAST, 90, "{} % have adopted the system."),
    Strong("adoption.breadth", Dimension.ADOPTION, _AT_LEAST, 50, "{} % of the expected functions are used."),
    Strong("kpis.attained_share", Dimension.ADOPTION, _AT_LEAST, 80, "{} % of the key figures reach their target."),
)
