"""The areas of a rollout in the users' words; a person sees those that exist and that the role may open."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from flask import Flask, current_app, g, request, url_for

from planner.access.roles import Permission, Role, Scope
from planner.rollouts import queries
from planner.rollouts.models import Rollout
from planner.web import current


class Section(StrEnum):
    """The groups of the menu, in the order of a rollout's life; START has no heading."""

    START = ""
    DECIDE = "Decide"
    PLAN = "Plan"
    PEOPLE = "People"
    USE = "Train and use"
    JUDGE = "Judge"
    SETTINGS = "Settings"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rollout's menu; a `wide` one is only for those who may see more than their own records there.

    `unless` names the permission with which another entry leads there already.
    """

    section: Section
    endpoint: str
    label: str
    icon: str
    permission: Permission
    wide: bool = False
    unless: Permission | None = None


PLACES = (
    Place(Section.START, "portfolio.overview", "Overview", "compass", Permission.ROLLOUT_VIEW),
    Place(Section.START, "schedule.my_work", "My work", "list-todo", Permission.PLAN_VIEW),
    Place(Section.DECIDE, "suitability.index", "Suitability", "scale", Permission.SUITABILITY_VIEW),
    Place(Section.DECIDE, "suitability.business_case", "Business case", "coins", Permission.SUITABILITY_VIEW),
    Place(Section.DECIDE, "goals.index", "Goals", "target", Permission.GOALS_VIEW),
    Place(Section.DECIDE, "readiness.impact", "Impact map", "waypoints", Permission.GOALS_VIEW),
    Place(Section.PLAN, "schedule.plan", "Plan", "chart-gantt", Permission.PLAN_VIEW),
    Place(Section.PLAN, "schedule.risk", "Risk of dates", "dices", Permission.PLAN_VIEW),
    Place(Section.PLAN, "schedule.scenarios", "What-if", "git-branch", Permission.PLAN_VIEW),
    Place(Section.PLAN, "schedule.gates", "Gates", "flag", Permission.GATES_VIEW),
    Place(Section.PLAN, "readiness.board", "Board of gates", "square-kanban", Permission.GATES_VIEW),
    Place(Section.PEOPLE, "people.index", "Staff", "contact", Permission.PEOPLE_VIEW),
    Place(Section.PEOPLE, "people.sponsorship", "Sponsorship", "megaphone", Permission.SPONSORSHIP_VIEW, wide=True),
    Place(Section.PEOPLE, "people.responsibilities", "Responsibilities", "network", Permission.PEOPLE_VIEW),
    Place(
        Section.PEOPLE,
        "people.hours",
        "Hours and authority",
        "network",
        Permission.HOURS_VIEW,
        unless=Permission.PEOPLE_VIEW,
    ),
    Place(Section.PEOPLE, "people.committee", "Committee", "landmark", Permission.COMMITTEE_VIEW),
    Place(Section.PEOPLE, "people.stakeholders", "Stakeholders", "users-round", Permission.PEOPLE_VIEW, wide=True),
    Place(Section.PEOPLE, "people.surveys", "Surveys", "message-square-text", Permission.SURVEY_RESULTS_VIEW),
    Place(Section.PEOPLE, "people.recognition", "Recognition", "award", Permission.PEOPLE_VIEW),
    Place(Section.USE, "training.index", "Training", "graduation-cap", Permission.TRAINING_VIEW),
    Place(Section.USE, "adoption.index", "Adoption", "activity", Permission.ADOPTION_VIEW),
    Place(Section.USE, "process.problems", "Problems", "circle-alert", Permission.PROBLEMS_VIEW),
    Place(Section.USE, "kpis.index", "Key figures", "gauge", Permission.KPIS_VIEW),
    Place(Section.JUDGE, "readiness.overview", "Success factors", "list-checks", Permission.READINESS_VIEW),
    Place(Section.JUDGE, "readiness.mistakes", "Known mistakes", "shield-alert", Permission.READINESS_VIEW),
    Place(Section.JUDGE, "readiness.health", "Health", "heart-pulse", Permission.READINESS_VIEW),
    Place(Section.JUDGE, "reports.index", "Reports", "file-text", Permission.REPORTS_VIEW),
    Place(Section.SETTINGS, "rollouts.members", "Access", "users", Permission.MEMBERS_VIEW),
    Place(Section.SETTINGS, "rollouts.show", "Profile", "sliders-horizontal", Permission.ROLLOUT_VIEW),
    Place(Section.SETTINGS, "rollouts.playbook", "Playbook", "book-open", Permission.PLAYBOOK_VIEW),
    Place(Section.SETTINGS, "rollouts.reminders", "Reminders", "bell", Permission.REMINDERS_VIEW),
    Place(Section.SETTINGS, "people.privacy", "Privacy", "shield", Permission.PERSONAL_EXPORT),
    Place(Section.SETTINGS, "access.rollout_audit", "History", "history", Permission.AUDIT_VIEW),
)

# The three places within thumb's reach on a phone: a sponsor decides, a manager plans, others do their work.
HANDY = ("portfolio.overview", "schedule.plan", "readiness.overview")
HANDY_FOR_DOERS = ("schedule.my_work", "schedule.plan", "readiness.overview")
HANDY_OF: dict[Role | None, tuple[str, ...]] = {
    Role.SPONSOR: ("portfolio.overview", "schedule.gates", "reports.index"),
    Role.TRAINER: ("training.index", "adoption.index", "schedule.my_work"),
    Role.MEMBER: HANDY_FOR_DOERS,
}


@dataclass(frozen=True, slots=True)
class Link:
    """A menu entry ready to be drawn."""

    url: str
    label: str
    icon: str
    here: bool
    handy: bool
    section: str = ""


def menu() -> list[Link]:
    """The current rollout's menu for the current person."""
    rollout = g.get("rollout")
    if rollout is None:
        return []
    open_places = [place for place in PLACES if has_page(place.endpoint) and _is_for_me(place)]
    addresses = {p.endpoint: url_for(p.endpoint, rollout_id=rollout.id) for p in open_places}
    own = [address for endpoint, address in addresses.items() if endpoint.split(".")[0] == request.blueprint]
    deeper = [address for address in addresses.values() if address.count("/") > 2]  # every path is under the rollout's
    here = place_of(request.path, own or list(addresses.values())) or place_of(request.path, deeper)
    here = here or next(iter(own), None)
    handy = HANDY_OF.get(current.role(), HANDY)
    return [
        Link(addresses[p.endpoint], p.label, p.icon, addresses[p.endpoint] == here, p.endpoint in handy, p.section)
        for p in open_places
    ]


def _is_for_me(place: Place) -> bool:
    scope = current.scope(place.permission)
    if place.unless is not None and current.may(place.unless):
        return False
    return scope is not None and not (place.wide and scope is Scope.OWN)


def menu_groups() -> list[tuple[str, list[Link]]]:
    """The menu by its groups, each with its heading; the first has none."""
    return [(head, list(links)) for head, links in groupby(menu(), key=lambda link: link.section)]


def place_of(path: str, addresses: list[str]) -> str | None:
    """The place a page belongs to: the longest address that its own begins with.

    >>> place_of("/rollouts/1/plan/tasks/3", ["/rollouts/1", "/rollouts/1/plan"])
    '/rollouts/1/plan'
    """
    above = [address for address in addresses if path == address or path.startswith(address.rstrip("/") + "/")]
    return max(above, key=len, default=None)


def my_rollouts() -> list[Rollout]:
    """The rollouts between which the person can switch."""
    if current.previewing():
        return [current.rollout()]
    return queries.visible_to(current.user().id) if current.signed_in() else []


def has_page(endpoint: str) -> bool:
    """Whether the product has a page, so that a menu never leads nowhere."""
    return endpoint in current_app.view_functions


def install(app: Flask) -> None:
    """Give the templates the menu and who is signed in."""

    @app.context_processor
    def add() -> dict[str, object]:
        return {
            "menu": menu,
            "menu_groups": menu_groups,
            "my_rollouts": my_rollouts,
            "has_page": has_page,
            "rollout": g.get("rollout"),
            "previewing": current.previewing,
            "seen_role": current.role(),
            "really": current.real_user().id if current.signed_in() else None,
            "person": current.user() if current.signed_in() else None,
            "theme": request.cookies.get("theme", "auto"),
        }
