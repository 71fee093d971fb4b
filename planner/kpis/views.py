"""Pages of key figures: the table, one figure with its trend and forecast, readings, imports, accepted deviations.

Pages: templates/kpis/. Forms: forms.py.
"""

from collections import Counter

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.export import csv_bytes, xlsx_bytes
from planner.kpis import queries, service, standing_service
from planner.kpis.chart import picture, spark
from planner.kpis.forecast import ends
from planner.kpis.forms import CADENCE_WORDS, DIRECTION_WORDS, EditKpiForm, KpiForm, ReadingForm, RetireForm, TakeForm
from planner.kpis.models import Kpi
from planner.kpis.reading import ORIGIN_WORDS, Origin
from planner.kpis.wording import aim, amount
from planner.rollouts import queries as rollouts
from planner.web import clock, current
from planner.web.addresses import row_number
from planner.web.guards import needs
from planner.web.saving import save

blueprint = Blueprint("kpis", __name__)
HEADS = ("Key figure", "Reference", "State", "Unit", "Direction", "Last value", "Last day", "Start", "Target",
         "Lower end", "Upper end", "Nearly there within", "Target day", "Owner", "Measured in")  # fmt: skip


@blueprint.context_processor
def words() -> dict[str, object]:
    """How the templates of this area say a figure and draw a small line."""
    return {
        "place_words": place_words,
        "amount": amount,
        "aim": aim,
        "spark": spark,
        "origin_words": ORIGIN_WORDS,
        "cadence_words": CADENCE_WORDS,
    }


@blueprint.get("/rollouts/<int:rollout_id>/kpis")
@needs(Permission.KPIS_VIEW)
def index(rollout_id: int) -> ResponseReturnValue:
    """All key figures with their state, a small line and what is due."""
    found = standing_service.standings(current.rollout(), clock.today())
    shown = [each for each in found if each.alert] if request.args.get("show") == "alert" else found
    return render_template(
        "kpis/index.html",
        found=found,
        shown=shown,
        alerts=sum(each.alert for each in found),
        states=Counter(each.state for each in found),
        offered=len(service.offered(current.rollout())),
        currency=current.rollout().currency,
        today=clock.today(),
    )


@blueprint.get("/rollouts/<int:rollout_id>/kpis/<int:kpi_id>")
@needs(Permission.KPIS_VIEW)
def show(rollout_id: int, kpi_id: int) -> ResponseReturnValue:
    """One key figure: picture with signal and noise, forecast, readings with their corrections."""
    row = queries.kpi(rollout_id, kpi_id)
    found = standing_service.one(row, clock.today())
    limits, ahead = found.control(), found.forecast(clock.today())
    rows = queries.reading_rows(row.id)
    return render_template(
        "kpis/show.html",
        found=found,
        row=row,
        limits=limits,
        ahead=ahead,
        signals={found.readings[place].day for place in limits.signals} if limits else (),
        ends=ends(ahead, row.aim) if ahead else None,
        picture=picture(found.readings, row.aim, limits, ahead),
        rows=rows,
        names=queries.names(each.by_id for each in rows),
        deviation_row=queries.deviations([row.id]).get(row.id),
        currency=current.rollout().currency,
        today=clock.today(),
    )


@blueprint.route("/rollouts/<int:rollout_id>/kpis/library", methods=["GET", "POST"])
@needs(Permission.KPIS_EDIT)
def library(rollout_id: int) -> ResponseReturnValue:
    """Take key figures from the playbook."""
    offered = service.offered(current.rollout())
    form = TakeForm()
    form.offer_library(offered)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.take(current.rollout(), form.refs.data or [], clock.today()),
            then=lambda _: url_for("kpis.index", rollout_id=rollout_id),
            said="Taken. Each needs a starting value and a target now.",
        )
        if done:
            return done
    return render_template("kpis/library.html", form=form, offered=offered), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/kpis/new", methods=["GET", "POST"])
@needs(Permission.KPIS_EDIT)
def add(rollout_id: int) -> ResponseReturnValue:
    """A key figure of one's own, or one like another, to be measured in a unit or wave too."""
    like = request.args.get("like", 0, type=row_number) or 0
    form = KpiForm(data=service.current_values(queries.kpi(rollout_id, like)) if like else None)
    form.offer_people(people(rollout_id))
    form.offer_places(*places(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add(current.rollout(), form.draft(), clock.today()),
            then=lambda row: url_for("kpis.show", rollout_id=rollout_id, kpi_id=row.id),
            said="The key figure is there.",
        )
        if done:
            return done
    return render_template("kpis/add.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/kpis/<int:kpi_id>/edit", methods=["GET", "POST"])
@needs(Permission.KPIS_EDIT)
def edit(rollout_id: int, kpi_id: int) -> ResponseReturnValue:
    """Change a definition, its start and its target."""
    row = queries.kpi(rollout_id, kpi_id)
    form = EditKpiForm(data={**service.current_values(row), "version": row.version})
    form.offer_people(people(rollout_id) | queries.names([row.owner_id]))
    form.offer_places(*places(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit(row, form.draft(), form.version.data),
            then=lambda _: url_for("kpis.show", rollout_id=rollout_id, kpi_id=kpi_id),
            said="Saved.",
        )
        if done:
            return done
    return render_template("kpis/edit.html", form=form, row=row), 422 if form.errors else 200


def people(rollout_id: int) -> dict[int, str]:
    """Who takes part and can own a figure."""
    return {user.id: user.name for _, user in rollouts.members(rollout_id) if user.active}


def places(rollout_id: int) -> tuple[dict[int, str], dict[int, str]]:
    """The waves by number and the units in which a figure can be measured."""
    waves = {wave.number: wave.name for wave in rollouts.waves(rollout_id)}
    return waves, {unit.id: unit.name for unit in rollouts.units(rollout_id)}


def place_words(row: Kpi) -> str:
    """Where a figure is measured, in words; empty for the whole organisation."""
    waves, units = places(row.rollout_id)
    if row.unit_id:
        return units.get(row.unit_id, "")
    return f"wave {row.wave}, {waves.get(row.wave, 'which is gone')}" if row.wave else ""


@blueprint.post("/rollouts/<int:rollout_id>/kpis/<int:kpi_id>/retire")
@needs(Permission.KPIS_EDIT)
def retire(rollout_id: int, kpi_id: int) -> ResponseReturnValue:
    """Read a figure no longer, or again."""
    row, form = queries.kpi(rollout_id, kpi_id), RetireForm()
    again = row.retired_on is not None
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.retire(row, form.version.data, clock.today(), again=again),
            then=lambda _: url_for("kpis.index", rollout_id=rollout_id),
            said="It is read again." if again else "It is read no longer; its readings are kept.",
        )
        if done:
            return done
    return edit(rollout_id, kpi_id)


@blueprint.route("/rollouts/<int:rollout_id>/kpis/<int:kpi_id>/readings", methods=["GET", "POST"])
@needs(Permission.KPIS_EDIT)
def read(rollout_id: int, kpi_id: int) -> ResponseReturnValue:
    """Enter a reading, or correct the one of that day."""
    row = queries.kpi(rollout_id, kpi_id)
    form = ReadingForm(data={"day": clock.today()})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_readings(row, [form.draft()], Origin.HAND, current.user(), clock.today(), clock.now()),
            then=lambda _: url_for("kpis.show", rollout_id=rollout_id, kpi_id=kpi_id),
            said=lambda made: "The reading is there." if made else "This value stood there already.",
        )
        if done:
            return done
    return render_template("kpis/read.html", form=form, row=row), 422 if form.errors else 200


@blueprint.get("/rollouts/<int:rollout_id>/kpis/export.<fmt>")
@needs(Permission.KPIS_EXPORT)
def export(rollout_id: int, fmt: str) -> ResponseReturnValue:
    """All key figures as a table for a spreadsheet."""
    found = standing_service.standings(current.rollout(), clock.today())
    rows = [
        (each.name, each.ref, each.word, each.unit.value, DIRECTION_WORDS[each.row.direction],
         each.last.value if each.last else None, each.last.day if each.last else None, each.baseline, each.target,
         each.row.low, each.row.high, each.row.near, each.target_on, each.owner, place_words(each.row))
        for each in found
    ]  # fmt: skip
    data = xlsx_bytes(HEADS, rows) if fmt == "xlsx" else csv_bytes(HEADS, rows)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" if fmt == "xlsx" else "text/csv"
    answer = Response(data, mimetype=kind)
    answer.headers.set(
        "Content-Disposition", "attachment", filename=f"key-figures-{rollout_id}.{'xlsx' if fmt == 'xlsx' else 'csv'}"
    )
    return answer


from planner.kpis import benefit_views as benefit_views  # noqa: E402, PLC0414 - its pages join this blueprint
from planner.kpis import deviation_views as deviation_views  # noqa: E402, PLC0414 - its pages join this blueprint
from planner.kpis import import_views as import_views  # noqa: E402, PLC0414 - the same
