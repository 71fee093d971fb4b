"""How every form is saved: one transaction, errors back at their fields, no edit lost, no double."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import flash, make_response, redirect, render_template, request
from flask.wrappers import Response
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from planner.access.models import Submission
from planner.basics.errors import RuleBroken, Stale
from planner.db import db, transaction
from planner.web import clock, current
from planner.web.forms import CreateForm, PlannerForm
from planner.web.way_back import way_back

Result = TypeVar("Result")
SENT_BEFORE = (
    "You sent this form before, and what it said then is saved. To change that, open it where it stands now. "
    "Send the form again only if you want this as well."
)


def save(
    form: PlannerForm, act: Callable[[], Result], *, then: Callable[[Result], str], said: str | Callable[[Result], str]
) -> Response | None:
    """Run `act` in one transaction and go to the address `then` gives, having said so.

    None means that a rule said no: the form carries the reason, show it again. A stale edit answers with the page of
    both versions (409). A form that was taken before goes where its first taking went, and does nothing.
    """
    try:
        return _taken(form, act, then, said)
    except RuleBroken as broken:
        form.refuse(broken)
        return None
    except Stale as stale:
        return conflict_page(form, stale)
    except (StaleDataError, IntegrityError):
        # Somebody was faster by a moment: judged again, the rules can say what happened.
        return save(form, act, then=then, said=said) if _first_try() else _rethrow()


def _taken(
    form: PlannerForm, act: Callable[[], Result], then: Callable[[Result], str], said: str | Callable[[Result], str]
) -> Response:
    token = form.once.data if isinstance(form, CreateForm) else None
    with transaction():
        earlier = db.session.get(Submission, token[:64]) if token else None
        if earlier and earlier.user_id == current.user().id:
            return _repeated(form, earlier)
        result = act()
        db.session.flush()
        location = then(result)
        sentence = said if isinstance(said, str) else said(result)
        if token and isinstance(form, CreateForm):
            person, typed = current.user().id, form.typed()
            kept = Submission(token=token[:64], user_id=person, location=location, typed=typed, created_at=clock.now())
            db.session.add(kept)
    flash(sentence, "done")
    return _see_other(location)


def _repeated(form: PlannerForm, earlier: Submission) -> Response:
    """The same again goes where it went the first time; something else, typed after going back, is not swallowed."""
    if not isinstance(form, CreateForm) or form.typed() == earlier.typed:
        return _see_other(earlier.location)
    form.renew()
    raise RuleBroken(SENT_BEFORE)


def _see_other(location: str) -> Response:
    return make_response(redirect(location, 303))


def _first_try() -> bool:
    first = not request.environ.get("planner.tried")
    request.environ["planner.tried"] = True
    return first


def _rethrow() -> Response:
    raise  # noqa: PLE0704 - called while an exception is handled


def conflict_page(form: PlannerForm, stale: Stale) -> Response:
    """Both versions side by side; the person chooses, nothing is lost. With nothing typed, one looks again."""
    rows: list[dict[str, Any]] = []
    for field in form.visible:
        theirs = stale.current.get(field.name)
        rows.append({"field": field, "mine": _said(field, field.data), "theirs": _said(field, theirs)})
    page = render_template("problems/409.html", form=form, rows=rows, version=stale.version, back=way_back())
    return make_response(page, 409)


def _said(field: Any, value: object) -> str:  # noqa: ANN401 - any WTForms field
    """A value as a person reads it: a choice by its words, nothing as an empty text."""
    choices = (
        {str(value): str(label) for value, label, *_ in field.iter_choices()} if hasattr(field, "iter_choices") else {}
    )
    if isinstance(value, list | tuple):
        return ", ".join(choices.get(str(v), str(v)) for v in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else choices.get(str(value), str(value))
