"""The plan over time: the picture beside its table, where rows are changed, against a baseline.

Pages: templates/schedule/. Forms: outline_forms.py, baseline_forms.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.schedule import baseline_queries, queries
from planner.schedule.baseline_forms import AgainstForm
from planner.schedule.baseline_queries import Offer
from planner.schedule.baselines import Before, before
from planner.schedule.calendar_queries import hours_of
from planner.schedule.chart import Spans, Tie, Zoom, chart_of
from planner.schedule.memory_service import last_change
from planner.schedule.notation import write_links
from planner.schedule.outline_forms import ArrangeForm
from planner.schedule.plan_table import PICTURE_PAGE
from planner.schedule.project_file import ImportedLink, LinkType
from planner.schedule.views import View, blueprint, look, may_edit_all
from planner.web import clock, current
from planner.web.guards import needs

NO_BASELINE = "none"


@dataclass(frozen=True, slots=True)
class Beside:
    """The baseline that is shown beside the plan, if any, the form that chooses it, and what each row was in it."""

    offer: Offer | None = None
    form: AgainstForm | None = None
    rows: dict[int, Before] | None = None

    @property
    def spans(self) -> Spans:
        """First and last day of rows in the baseline."""
        return {row_id: (was.first, was.last) for row_id, was in (self.rows or {}).items()}

    def slip(self, row_id: int) -> int | None:
        """By how many working days a row slipped; None where that is not known."""
        was = (self.rows or {}).get(row_id)
        return was.slip if was else None


@blueprint.get("/rollouts/<int:rollout_id>/plan/timeline")
@needs(Permission.PLAN_VIEW)
def timeline(rollout_id: int) -> ResponseReturnValue:
    """The same rows as a picture over time, with the table beside it."""
    view = look(rollout_id, PICTURE_PAGE)
    if view is None:
        return render_template("schedule/timeline.html", view=None)
    links, beside, zoom = queries.links_of(view.plan.id), beside_plan(rollout_id, view), wanted_zoom()
    return render_template(
        "schedule/timeline.html",
        view=view,
        chart=chart_of(view.sheet.lines, ties_of(links), clock.today(), zoom, beside.spans),
        zoom=zoom,
        zooms=list(Zoom),
        waits=waits_for(view, links),
        editor=may_edit_all() and current.may(Permission.PLAN_EDIT) and view.latest,
        last=last_change(view.plan),
        form=ArrangeForm(),
        beside=beside,
        exporter=current.scope(Permission.PLAN_EXPORT) is not None,
    )


def wanted_zoom() -> Zoom:
    """The width of a day that the address asks for; whatever it does not know means that all shall fit."""
    wanted = request.args.get("zoom", "")
    return Zoom(wanted) if wanted in set(Zoom) else Zoom.FIT


def ties_of(links: Sequence[queries.LinkFacts]) -> list[Tie]:
    """Links as the picture needs them."""
    return [Tie(link.predecessor_id, link.successor_id, link.type) for link in links]


def beside_plan(rollout_id: int, view: View) -> Beside:
    """The baseline that the address asks for, the newest without a word, none for `none`."""
    found, wanted = baseline_queries.offers(rollout_id, view.plan), request.args.get("against")
    if not found:
        return Beside()
    offer = None if wanted == NO_BASELINE else baseline_queries.chosen(found, wanted)
    form = AgainstForm(formdata=None, data={"against": offer.key if offer else NO_BASELINE})
    form.offer_choices({NO_BASELINE: "no baseline", **{each.key: each.name for each in found}})
    if offer is None:
        return Beside(form=form)
    known = baseline_queries.known_rows(offer, view.plan, view.rows)
    return Beside(offer, form, before(view.rows, known, hours_of(view.plan)))


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
