"""Pages of stakeholders: the map of groups, what they expect, and what is done where one stands lower than wanted.

The map is for project managers and sponsors. Pages: templates/people/. Forms: stakeholder_forms.py.
"""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.people import stakeholder_queries as queries
from planner.people import stakeholder_service as service
from planner.people.raci_views import all_only
from planner.people.sponsor_seat_views import people_of
from planner.people.stakeholder_forms import (
    EditStakeholderForm,
    ExpectationForm,
    GapActionForm,
    SettleForm,
    StakeholderForm,
)
from planner.people.stakeholder_map import map_of
from planner.people.stakeholder_rules import KIND_WORDS, LEVEL_WORDS, gap, gap_light
from planner.people.views import blueprint
from planner.web import clock
from planner.web.guards import needs
from planner.web.saving import save


def stakeholders_page(rollout_id: int) -> str:
    """The page of the groups."""
    return url_for("people.stakeholders", rollout_id=rollout_id)


@blueprint.get("/rollouts/<int:rollout_id>/stakeholders")
@needs(Permission.PEOPLE_VIEW)
def stakeholders(rollout_id: int) -> ResponseReturnValue:
    """The groups on a map and as a table, with expectations and what is done about gaps."""
    all_only()
    rows, actions = queries.stakeholders(rollout_id), queries.actions(rollout_id)
    return render_template(
        "people/stakeholders.html",
        rows=rows,
        picture=map_of((row.name, row.current, row.wanted, row.influence) for row in rows),
        gaps={row.id: gap(row.current, row.wanted) for row in rows},
        lights={row.id: gap_light(row.current, row.wanted, row.influence).value for row in rows},
        expectations=queries.expectations(rollout_id),
        done_about=actions,
        owners=queries.owners(actions),
        kinds=KIND_WORDS,
        levels=LEVEL_WORDS,
        today=clock.today(),
    )


@blueprint.route("/rollouts/<int:rollout_id>/stakeholders/new", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def add_stakeholder(rollout_id: int) -> ResponseReturnValue:
    """Write a group down."""
    form = StakeholderForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_stakeholder(rollout_id, form.draft()),
            then=lambda _: stakeholders_page(rollout_id),
            said=lambda row: f"“{row.name}” is on the map.",
        )
        if done:
            return done
    return render_template("people/add_stakeholder.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/stakeholders/<int:stakeholder_id>", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def edit_stakeholder(rollout_id: int, stakeholder_id: int) -> ResponseReturnValue:
    """Change a group: its influence, where it stands, where it is wanted."""
    row = queries.stakeholder(rollout_id, stakeholder_id)
    form = EditStakeholderForm(data={**service.stakeholder_fields(row), "version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_stakeholder(row, form.draft(), form.version.data),
            then=lambda _: stakeholders_page(rollout_id),
            said="Group saved.",
        )
        if done:
            return done
    page = render_template(
        "people/edit_stakeholder.html",
        form=form,
        row=row,
        expectations=queries.expectations(rollout_id).get(row.id, []),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/stakeholders/<int:stakeholder_id>/remove")
@needs(Permission.PEOPLE_EDIT)
def remove_stakeholder(rollout_id: int, stakeholder_id: int) -> ResponseReturnValue:
    """Take a group away."""
    row, form = queries.stakeholder(rollout_id, stakeholder_id), SettleForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.remove_stakeholder(row, form.version.data),
            then=lambda _: stakeholders_page(rollout_id),
            said="The group is taken away; the history keeps it.",
        )
        if done:
            return done
    return redirect(stakeholders_page(rollout_id), 303)


@blueprint.route("/rollouts/<int:rollout_id>/stakeholders/<int:stakeholder_id>/expectations", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def add_expectation(rollout_id: int, stakeholder_id: int) -> ResponseReturnValue:
    """Write down what a group expects."""
    row, form = queries.stakeholder(rollout_id, stakeholder_id), ExpectationForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_expectation(row, form.text.data or ""),
            then=lambda _: stakeholders_page(rollout_id),
            said="The expectation is written down. A goal can answer it.",
        )
        if done:
            return done
    return render_template("people/add_expectation.html", form=form, row=row), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/stakeholders/expectations/<int:expectation_id>/remove")
@needs(Permission.PEOPLE_EDIT)
def remove_expectation(rollout_id: int, expectation_id: int) -> ResponseReturnValue:
    """Take an expectation away."""
    row, form = queries.expectation(rollout_id, expectation_id), SettleForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.remove_expectation(row, form.version.data),
            then=lambda _: stakeholders_page(rollout_id),
            said="The expectation is taken away; the history keeps it.",
        )
        if done:
            return done
    return redirect(stakeholders_page(rollout_id), 303)


@blueprint.route("/rollouts/<int:rollout_id>/stakeholders/<int:stakeholder_id>/actions", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def add_gap_action(rollout_id: int, stakeholder_id: int) -> ResponseReturnValue:
    """Agree on what is done about a group."""
    row, form = queries.stakeholder(rollout_id, stakeholder_id), GapActionForm()
    form.offer_people(people_of(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_gap_action(row, form.draft()),
            then=lambda _: stakeholders_page(rollout_id),
            said="Agreed.",
        )
        if done:
            return done
    return render_template("people/add_gap_action.html", form=form, row=row), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/stakeholders/actions/<int:stakeholder_action_id>/done")
@needs(Permission.PEOPLE_EDIT)
def finish_gap_action(rollout_id: int, stakeholder_action_id: int) -> ResponseReturnValue:
    """Say that an action about a group is done."""
    row, form, today = queries.action(rollout_id, stakeholder_action_id), SettleForm(), clock.today()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.finish_gap_action(row, today, form.version.data),
            then=lambda _: stakeholders_page(rollout_id),
            said="Done. Say on the group's page where it stands now.",
        )
        if done:
            return done
    return redirect(stakeholders_page(rollout_id), 303)
