"""The areas of a rollout in the users' words; a person sees those that exist and that the role may open."""

from dataclasses import dataclass

from flask import Flask, current_app, g, request, url_for

from planner.access.roles import Permission
from planner.web import current


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rollout's menu."""

    endpoint: str
    label: str
    icon: str
    permission: Permission
    handy: bool = False  # one of those within thumb's reach on a phone


PLACES = (
    Place("rollouts.show", "Overview", "compass", Permission.ROLLOUT_VIEW, handy=True),
    Place("suitability.index", "Suitability", "scale", Permission.SUITABILITY_VIEW),
    Place("schedule.plan", "Plan", "chart-gantt", Permission.PLAN_VIEW, handy=True),
    Place("schedule.gates", "Gates", "flag", Permission.GATES_VIEW),
    Place("readiness.overview", "Success factors", "list-checks", Permission.READINESS_VIEW, handy=True),
    Place("reports.index", "Reports", "file-text", Permission.REPORTS_VIEW, handy=True),
    Place("rollouts.members", "People", "users", Permission.MEMBERS_VIEW),
    Place("rollouts.playbook", "Playbook", "book-open", Permission.PLAYBOOK_VIEW),
    Place("access.rollout_audit", "History", "history", Permission.AUDIT_VIEW),
)


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
    area = (request.endpoint or "").split(".")[0]
    open_places = [p for p in PLACES if p.endpoint in current_app.view_functions and current.may(p.permission)]
    exact = any(p.endpoint == request.endpoint for p in open_places)
    return [
        Link(
            url_for(p.endpoint, rollout_id=rollout.id),
            p.label,
            p.icon,
            p.endpoint == request.endpoint if exact else p.endpoint.split(".")[0] == area,
            p.handy,
        )
        for p in open_places
    ]


def install(app: Flask) -> None:
    """Give the templates the menu and who is signed in."""

    @app.context_processor
    def add() -> dict[str, object]:
        return {
            "menu": menu,
            "rollout": g.get("rollout"),
            "person": current.user() if current.signed_in() else None,
            "theme": request.cookies.get("theme", "auto"),
        }
