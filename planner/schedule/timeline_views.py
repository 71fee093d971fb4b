"""The plan over time: the picture beside its table, where rows are changed, against a baseline.

Pages: templates/schedule/. Forms: outline_forms.py, baseline_forms.py.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.pauses import without_collector
from planner.schedule import baseline_queries, queries
from planner.schedule.baseline_forms import AgainstForm
from planner.schedule.baseline_queries import Offer
from planner.schedule.baselines import Before, before
from planner.schedule.calendar_queries import hours_of
from planner.schedule.chart import Beside, Chart, Spans, Tie, Zoom, chart_of
from planner.schedule.memory_service import last_change
from planner.schedule.notation import write_links
from planner.schedule.outline_forms import ArrangeForm
from planner.schedule.plan_table import PICTURE_PAGE, Line
from planner.schedule.project_file import ImportedLink, LinkType
from planner.schedule.status_date import day_of
from planner.schedule.timeline_rows import DrawnRow, mark_of
from planner.schedule.views import View, blueprint, look, may_edit_all
from planner.web import clock, current
from planner.web.guards import needs

NO_BASELINE = "none"


@dataclass(frozen=True, slots=True)
class Compared:
    """The baseline that is shown beside the plan, if any, the form that chooses it, and what each row was in it."""

    offer: Offer | None = None
    form: AgainstForm | None = None
    rows: Mapping[int, Before] | None = None

    @property
    def spans(self) -> Spans:
        """First and last day of rows in the baseline."""
        return {row_id: (was.first, was.last) for row_id, was in (self.rows or {}).items()}

    def slip(self, row_id: int) -> int | None:
        """By how many working days a row slipped; None where that is not known."""
        was = (self.rows or {}).get(row_id)
        return was.slip if was else None


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the rows of the page lead: a task by its number behind `task`, gates by theirs; drags go to `drag`."""

    task: str
    drag: str
    gates: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the page draws. `mark` tells it from any other state of the plan or its filter."""

    view: View
    chart: Chart | None
    zoom: Zoom
    compared: Compared
    rows: Sequence[DrawnRow]
    editor: bool
    to: Addresses
    mark: str


@blueprint.get("/rollouts/<int:rollout_id>/plan/timeline")
@needs(Permission.PLAN_VIEW)
@without_collector()
def timeline(rollout_id: int) -> ResponseReturnValue:
    """The same rows as a picture over time, with the table beside it."""
    scene = scene_of(rollout_id)
    if scene and scene.editor:
        seen(scene)
    return render_template(
        "schedule/timeline.html",
        scene=scene,
        view=scene.view if scene else None,
        zooms=list(Zoom),
        last=last_change(scene.view.plan) if scene else None,
        form=ArrangeForm(),
        exporter=current.scope(Permission.PLAN_EXPORT) is not None,
    )


_SEEN: OrderedDict[str, Sequence[DrawnRow]] = OrderedDict()
KEPT = 8
"""So many states of pages are kept by each server process, in order to tell what a change makes look different."""


def seen(scene: Scene) -> None:
    """Keep what a page shows, by its mark."""
    _SEEN[scene.mark] = scene.rows
    while len(_SEEN) > KEPT:
        _SEEN.popitem(last=False)


def rows_seen(rollout_id: int, mark: str) -> Sequence[DrawnRow] | None:
    """The rows that a page with this mark shows; None when that is no longer known."""
    kept = _SEEN.get(mark)
    if kept is not None:
        return kept
    scene = scene_of(rollout_id)
    return scene.rows if scene and scene.mark == mark else None


def scene_of(rollout_id: int) -> Scene | None:
    """What the address asks for; None while there is no plan."""
    view = look(rollout_id, PICTURE_PAGE)
    if view is None:
        return None
    links, compared, zoom = queries.links_of(view.plan.id), compared_with(rollout_id, view), wanted_zoom()
    chart = chart_of(view.sheet.lines, ties_of(links), clock.today(), zoom, beside_of(view, compared))
    rows = drawn(view, chart, waits_for(view, links), compared)
    editor = may_edit_all() and current.may(Permission.PLAN_EDIT) and view.latest
    against = compared.offer.key if compared.offer else ""
    return Scene(
        view=view,
        chart=chart,
        zoom=zoom,
        compared=compared,
        rows=rows,
        editor=editor,
        to=_addresses(rollout_id, view),
        mark=mark_of(rows, view.plan.id, zoom, against, editor, chart and (chart.first, chart.scale)),
    )


def beside_of(view: View, compared: Compared) -> Beside:
    """What is drawn beside the plan."""
    return Beside(compared.spans, view.held, day_of(view.plan.status_date))


def drawn(view: View, chart: Chart | None, waits: Mapping[int, str], compared: Compared) -> list[DrawnRow]:
    """Every row of the page as it is drawn."""
    bars, links = (chart.bars, chart.links) if chart else ({}, {})
    return [
        DrawnRow(
            line=line,
            bar=bars.get(line.task.id),
            links=links.get(line.task.id, ""),
            waits=waits.get(line.task.id, ""),
            slack=_slack(view, line),
            slip=compared.slip(line.task.id),
            gate=gate.gate.id if (gate := view.held.get(line.task.id)) else None,
        )
        for line in view.sheet.lines
    ]


def _slack(view: View, line: Line) -> str:
    if line.summary:
        return ""
    return "critical" if line.task.critical else view.slack(line.task)


def _addresses(rollout_id: int, view: View) -> Addresses:
    gates = {each.gate.id for each in view.held.values()}
    return Addresses(
        task=url_for("schedule.task", rollout_id=rollout_id, task_id=0).removesuffix("0"),
        drag=url_for("schedule.drag", rollout_id=rollout_id, task_id=0),
        gates={each: url_for("schedule.gate", rollout_id=rollout_id, gate_id=each) for each in gates},
    )


def wanted_zoom() -> Zoom:
    """The width of a day that the address asks for; whatever it does not know means that all shall fit."""
    wanted = request.args.get("zoom", "")
    return Zoom(wanted) if wanted in set(Zoom) else Zoom.FIT


def ties_of(links: Sequence[queries.LinkFacts]) -> list[Tie]:
    """Links as the picture needs them."""
    return [Tie(link.predecessor_id, link.successor_id, link.type) for link in links]


def compared_with(rollout_id: int, view: View) -> Compared:
    """The baseline that the address asks for, the newest without a word, none for `none`."""
    found, wanted = baseline_queries.offers(rollout_id, view.plan), request.args.get("against")
    if not found:
        return Compared()
    offer = None if wanted == NO_BASELINE else baseline_queries.chosen(found, wanted)
    form = AgainstForm(formdata=None, data={"against": offer.key if offer else NO_BASELINE})
    form.offer_choices({NO_BASELINE: "no baseline", **{each.key: each.name for each in found}})
    if offer is None:
        return Compared(form=form)
    known = baseline_queries.known_rows(offer, view.plan, view.rows)
    return Compared(offer, form, before(view.rows, known, hours_of(view.plan)))


def waits_for(view: View, links: Sequence[queries.LinkFacts]) -> dict[int, str]:
    """What each row on the page waits for, in the notation of project plans, such as `12FS+2 days`."""
    numbers = {row.id: row.row for row in view.rows}
    found: dict[int, list[ImportedLink]] = {}
    for link in links:
        before = numbers.get(link.predecessor_id)
        if before is not None:
            one = ImportedLink(before, LinkType(link.type), link.lag, link.lag_kind)
            found.setdefault(link.successor_id, []).append(one)
    return {row: write_links(each, view.plan.minutes_per_day) for row, each in found.items()}
