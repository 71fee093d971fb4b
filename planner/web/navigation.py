"""The areas of a rollout in the users' words; a person sees those that exist and that the role may open."""

from dataclasses import dataclass

from flask import Flask, current_app, g, request, url_for

from planner.access.roles import Permission, Role
from planner.rollouts import queries
from planner.rollouts.models import Rollout
from planner.web import current


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rollout's menu."""

    endpoint: str
    label: str
    icon: str
    permission: Permission


PLACES = (
    Place("portfolio.overview", "Overview", "compass", Permission.ROLLOUT_VIEW),
    Place("schedule.my_work", "My work", "list-todo", Permission.PLAN_VIEW),
    Place("suitability.index", "Suitability", "scale", Permission.SUITABILITY_VIEW),
    Place("schedule.plan", "Plan", "chart-gantt", Permission.PLAN_VIEW),
    Place("schedule.risk", "Risk of dates", "dices", Permission.PLAN_VIEW),
    Place("schedule.scenarios", "What-if", "git-branch", Permission.PLAN_VIEW),
    Place("schedule.gates", "Gates", "flag", Permission.GATES_VIEW),
    Place("readiness.board", "Board of gates", "square-kanban", Permission.GATES_VIEW),
    Place("readiness.overview", "Success factors", "list-checks", Permission.READINESS_VIEW),
    Place("reports.index", "Reports", "file-text", Permission.REPORTS_VIEW),
    Place("rollouts.members", "People", "users", Permission.MEMBERS_VIEW),
    Place("rollouts.show", "Profile", "sliders-horizontal", Permission.ROLLOUT_VIEW),
    Place("rollouts.playbook", "Playbook", "book-open", Permission.PLAYBOOK_VIEW),
    Place("access.rollout_audit", "History", "history", Permission.AUDIT_VIEW),
)

# The three places within thumb's reach on a phone: a sponsor decides, a manager plans, others do their work.
HANDY = ("portfolio.overview", "schedule.plan", "readiness.overview")
HANDY_FOR_DOERS = ("schedule.my_work", "schedule.plan", "readiness.overview")
HANDY_OF: dict[Role | None, tuple[str, ...]] = {
    Role.SPONSOR: ("portfolio.overview", "schedule.gates", "reports.index"),
    Role.TRAINER: HANDY_FOR_DOERS,
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


def menu() -> list[Link]:
    """The current rollout's menu for the current person."""
    rollout = g.get("rollout")
    if rollout is None:
        return []
    open_places = [p for p in PLACES if has_page(p.endpoint) and current.may(p.permission)]
    addresses = {p.endpoint: url_for(p.endpoint, rollout_id=rollout.id) for p in open_places}
    own = [address for endpoint, address in addresses.items() if endpoint.split(".")[0] == request.blueprint]
    here = place_of(request.path, own or list(addresses.values())) or next(iter(own), None)
    handy = HANDY_OF.get(current.role(), HANDY)
    return [
        Link(addresses[p.endpoint], p.label, p.icon, addresses[p.endpoint] == here, p.endpoint in handy)
        for p in open_places
    ]


def place_of(path: str, addresses: list[str]) -> str | None:
    """The place a page belongs to: the longest address that its own begins with.

    >>> place_of("/rollouts/1/plan/tasks/3", ["/rollouts/1", "/rollouts/1/plan"])
    '/rollouts/1/plan'
    """
    above = [address for address in addresses if path == address or path.startswith(address.rstrip("/") + "/")]
    return max(above, key=len, default=None)


def my_rollouts() -> list[Rollout]:
    """The rollouts between which the person can switch."""
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
            "my_rollouts": my_rollouts,
            "has_page": has_page,
            "rollout": g.get("rollout"),
            "person": current.user() if current.signed_in() else None,
            "theme": request.cookies.get("theme", "auto"),
        }
