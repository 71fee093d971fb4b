"""The pages that say what went wrong and what to do next; never a traceback."""

import errno
import json
import uuid
from http import HTTPStatus

import structlog
from flask import Flask, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from planner.access.audit_values import plain
from planner.access.signin_service import TooManyTries
from planner.basics.errors import NotAllowed, NotFound, RuleBroken, Stale
from planner.db import db
from planner.web.actor import note_denied
from planner.web.bearer import of_program
from planner.web.refusals import Refused, Wrong
from planner.web.way_back import way_back

log = structlog.get_logger()
PAGES = {400, 403, 404, 405, 409, 413, 422, 429, 500, 503, 507}
NO_ROOM = "The disk is full. Nothing was changed. Tell whoever runs this site, then try again."
STANDING_WORDS = {
    403: "This is not allowed.",
    404: "There is nothing here.",
    405: "This address takes another method.",
    413: "This is more than the address takes.",
}
POSTGRESQL_FULL = "53100"
FULL = {errno.ENOSPC, errno.EDQUOT}


def install(app: Flask) -> None:
    """Answer each family of errors with its page."""

    @app.before_request
    def name_the_request() -> None:
        g.request_id = uuid.uuid4().hex[:12]

    @app.before_request
    def refuse_the_sign_nought() -> None:
        """No database keeps it in a text, so nothing is found under an address that holds it."""
        asked = (text for texts in request.args.listvalues() for text in texts)
        if "\0" in request.path or any("\0" in text for text in asked):
            raise NotFound("There is nothing here: the address holds a character that no text can hold.")

    app.register_error_handler(NotFound, lambda error: problem(404, error.message))
    app.register_error_handler(NotAllowed, _denied)
    app.register_error_handler(TooManyTries, _too_many)
    app.register_error_handler(Refused, refusal)
    app.register_error_handler(RuleBroken, _broken)
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(
        CSRFError,
        lambda _: problem(
            400, "Your form is too old or was not sent by this site. Go back, reload the page and send it again."
        ),
    )
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(OSError, _disk)
    if not app.testing:
        app.register_error_handler(Exception, _unexpected)


def problem(status: int, message: str) -> ResponseReturnValue:
    """A page, or JSON where JSON was asked for, with the sentence and the request's number."""
    db.session.rollback()
    if request.url_rule is None and status == 400:
        return "This server does not answer to that name.", 400, {"Content-Type": "text/plain"}
    if of_program():
        return refusal(Refused(status, message or _standing_word(status)))
    if request.accept_mimetypes.best == "application/json":
        return (
            json.dumps({"error": message, "request": g.get("request_id", "")}),
            status,
            {"Content-Type": "application/json"},
        )
    number = status if status in PAGES else (500 if status >= 500 else 400)
    back = way_back() if request.method == "POST" else ""
    page = render_template(
        "problems/problem.html", status=number, message=message, request_id=g.get("request_id", ""), back=back
    )
    return page, status


def refusal(refused: Refused, **more: object) -> ResponseReturnValue:
    """What a program gets: `{"error": {"message", "fields": [{"where", "message"}], "request"}}`."""
    db.session.rollback()
    fields = [{"where": each.where, "message": each.message} for each in refused.fields]
    told = {"message": refused.message, "fields": fields, "request": g.get("request_id", ""), **more}
    answer = make_response(json.dumps({"error": told}, ensure_ascii=False), refused.status)
    answer.content_type = "application/json"
    answer.headers.update(refused.headers)
    return answer


def _standing_word(status: int) -> str:
    return STANDING_WORDS.get(status) or HTTPStatus(status).phrase + "."


def _broken(error: RuleBroken) -> ResponseReturnValue:
    if of_program():
        return refusal(Refused(422, error.message, [Wrong(error.field, error.message)] if error.field else []))
    return problem(422, error.message)


def _stale(error: Stale) -> ResponseReturnValue:
    if of_program():
        return refusal(Refused(409, error.message), version=error.version, current=plain(error.current))
    return problem(422, error.message)


def _denied(error: NotAllowed) -> ResponseReturnValue:
    db.session.rollback()
    note_denied()
    return problem(403, error.message)


def _too_many(error: TooManyTries) -> ResponseReturnValue:
    response = make_response(problem(429, error.message))
    response.headers["Retry-After"] = str(int(error.wait.total_seconds()) + 1)
    return response


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    if error.code and error.code < 400:
        return error.get_response()
    return problem(error.code or 500, "")


def _database(error: OperationalError) -> ResponseReturnValue:
    log.error("database", error=str(error.orig), request=g.get("request_id"))
    if "disk is full" in str(error.orig) or getattr(error.orig, "sqlstate", "") == POSTGRESQL_FULL:
        return problem(507, NO_ROOM)
    page = problem(503, "The database is busy or not within reach. Nothing was changed. Try again in a moment.")
    response = make_response(page)
    response.headers["Retry-After"] = "5"
    return response


def _disk(error: OSError) -> ResponseReturnValue:
    """A full disk is said plainly; whatever else went wrong with a file is a failure like any other."""
    if error.errno not in FULL:
        if current_app.testing:
            raise error
        return _unexpected(error)
    log.error("disk full", request=g.get("request_id"))
    return problem(507, NO_ROOM)


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected", request=g.get("request_id"), path=request.path, exc_info=error)
    return problem(500, "Something failed on our side. Nothing was changed.")
