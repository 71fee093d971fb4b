"""Answers a change that was made on the timeline with what looks different now, instead of the whole page.

Without JavaScript, and for whoever sees an older state of the plan, the page is loaded anew.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, flash, get_template_attribute, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from planner.basics.pauses import without_collector
from planner.schedule.memory_service import last_change
from planner.schedule.outline_forms import ArrangeForm
from planner.schedule.timeline_rows import DrawnRow, redrawn
from planner.schedule.timeline_views import Scene, rows_seen, scene_of, seen

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
ROWS = "schedule/_timeline.html"
PICTURE = "schedule/_gantt.html"
MEANWHILE = "Somebody changed this row meanwhile. You see the plan as it is now; do it again if you still want it."


def redraws(view: View) -> View:
    """Let a page that sends the mark of what it shows draw only what a change made different."""

    @wraps(view)
    def answered(rollout_id: int, **values: Any) -> ResponseReturnValue:  # noqa: ANN401 - parts of an address
        mark = request.headers.get("X-Redraw")
        if mark is None:
            return view(rollout_id, **values)
        with without_collector():
            before = rows_seen(rollout_id, mark)
            answer = current_app.make_response(view(rollout_id, **values))
            if answer.status_code == 409:
                flash(MEANWHILE, "error")
            after = scene_of(rollout_id) if answer.status_code == 303 else None
            if before is None or after is None:
                return jsonify({"reload": True})
            seen(after)
            return difference(rollout_id, before, after)

    return answered  # type: ignore[return-value] # the same page, answered otherwise


def difference(rollout_id: int, before: Sequence[DrawnRow], after: Scene) -> Response:
    """The rows that look different, the order where it changed, the head of the picture, and what is said."""
    found = redrawn(before, after.rows)
    parts = [
        {"id": row.key, "row": _part(ROWS, "timeline_row", row, after), "bar": _part(PICTURE, "gantt_bar", row.bar,
         after.editor), "links": _part(PICTURE, "gantt_links", row.key, row.links)}
        for row in found.rows
    ]  # fmt: skip
    chart = after.chart
    return jsonify(
        {
            "rows": parts,
            "order": found.order,
            "picture": chart and {
                "width": chart.width, "height": chart.height, "scale": chart.scale,
                "head": _part(PICTURE, "gantt_head", chart), "today": _part(PICTURE, "gantt_today", chart),
            },
            "undo": render_template(
                "schedule/_undo.html", form=ArrangeForm(), rollout_id=rollout_id, view=after.view,
                last=last_change(after.view.plan),
            ),
            "said": render_template("parts/flash.html"),
            "mark": after.mark,
        }
    )  # fmt: skip


def _part(template: str, macro: str, *values: object) -> str:
    """A piece of the page, by the macro that draws it there too."""
    return str(get_template_attribute(template, macro)(*values))
