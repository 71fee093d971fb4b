"""Pages of the impact map: choose a thing, see what it can hurt and what can hurt it, as a picture and as a list.

Pages: templates/readiness/. Forms: impact_forms.py.
"""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotFound
from planner.readiness import impact_service
from planner.readiness.impact import KIND_WORDS, ONE_WORDS, TARGETS, ImpactMap, Node, NodeKind
from planner.readiness.impact_forms import FindForm
from planner.readiness.impact_picture import foot_of, picture
from planner.readiness.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs

MOST_FOUND, MOST_CAUSES = 40, 30


@blueprint.get("/rollouts/<int:rollout_id>/impact")
@needs(Permission.GOALS_VIEW)
def impact(rollout_id: int) -> ResponseReturnValue:
    """What something can hurt and what can hurt it; without a choice, what would hurt most."""
    groups = current.scope(Permission.PEOPLE_VIEW) is Scope.ALL
    people = current.may(Permission.PEOPLE_VIEW)
    whole = impact_service.impact_map(current.rollout(), clock.today(), people=people, groups=groups)
    key, form = request.args.get("around", ""), FindForm(request.args)
    node = whole.nodes.get(key)
    if key and node is None:
        raise NotFound("There is no such thing on the impact map of this rollout.")
    shown = _around(whole, node) if node else {"hot": whole.hot()}
    found = matching(whole, form) if form.asked else []
    return render_template(
        "readiness/impact.html", whole=whole, node=node, form=form, found=found[:MOST_FOUND], total=len(found), **shown
    )


def _around(whole: ImpactMap, node: Node) -> dict[str, Any]:
    causes = whole.causes(node.key)
    return {
        "hurts": whole.hurts(node.key),
        "causes": [cause for at, cause in enumerate(causes) if at < MOST_CAUSES or cause.steps == 1],
        "causes_total": len(causes),
        "drawing": picture(whole, node.key, clock.today()) if whole.graph.degree(node.key) else None,
    }


def matching(whole: ImpactMap, form: FindForm) -> list[Node]:
    """The things of the kind and with the words that somebody looks for, in the order of the map."""
    words, kind = (form.find.data or "").lower(), form.kind.data
    return [
        node
        for node in whole.nodes.values()
        if (not kind or node.kind == kind) and all(word in f"{node.name} {node.note}".lower() for word in words.split())
    ]


@blueprint.context_processor
def impact_words() -> dict[str, object]:
    """How the templates of the impact map say things."""

    def page_of(node: Node) -> str:
        if node.page is None:
            return ""
        endpoint, values = node.page
        where: dict[str, Any] = {"rollout_id": current.rollout().id, **dict(values)}
        return url_for(endpoint, **where)

    def foot(node: Node) -> str:
        return foot_of(node, clock.today())

    return {
        "impact_kinds": KIND_WORDS,
        "impact_one": ONE_WORDS,
        "targets": TARGETS,
        "NodeKind": NodeKind,
        "page_of": page_of,
        "foot_of": foot,
        "days_to": lambda day: (day - clock.today()).days,
    }
