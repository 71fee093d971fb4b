"""The interface for programs, described: the document for programs, and a page for whoever writes them.

Pages: templates/web/.
"""

from dataclasses import dataclass

from flask import current_app, jsonify, render_template
from flask.typing import ResponseReturnValue

from planner.web import api
from planner.web.guards import Door, guard_of, public, signed_in
from planner.web.views import blueprint


@blueprint.get("/api/v1/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    """Every endpoint with what it takes and gives, as OpenAPI 3.1; it tells nothing of any rollout."""
    return jsonify(api.document())


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One line of the page: what to send where, and what it needs."""

    method: str
    address: str
    about: str
    permission: str


@blueprint.get("/programs")
@signed_in
def programs() -> ResponseReturnValue:
    """What programs can do here, and how."""
    return render_template("web/programs.html", areas=endpoints(), base=current_app.config["PLANNER"].base_url)


def endpoints() -> dict[str, list[Endpoint]]:
    """Every endpoint by its area, in the order of the addresses."""
    found: dict[str, list[Endpoint]] = {}
    for address, methods in sorted(api.document()["paths"].items()):
        for method, told in methods.items():
            area = told["tags"][0]
            line = Endpoint(method.upper(), address, told["summary"], _permission(area, told["operationId"]))
            found.setdefault(area, []).append(line)
    return found


def _permission(area: str, operation: str) -> str:
    endpoint = f"{area}_api.{operation.split('.')[1]}"
    guard = guard_of(current_app, endpoint) if endpoint in current_app.view_functions else None
    if guard is None or guard.permission is None:
        return ""
    return guard.permission.value if guard.door is Door.ROLLOUT else ""
