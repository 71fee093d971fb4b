"""The interface for programs: how an area adds an endpoint, and the document that describes them all.

An area writes `planner/<area>/api.py` with a blueprint `<area>_api`. Below the guard that every page has, `@answers`
types what comes in and goes out. What a view does is one transaction; it says no by raising what services raise.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec

from flask import current_app, make_response, request
from flask.wrappers import Response
from pydantic import BaseModel, ValidationError
from spectree import Response as Answers
from spectree import SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData
from spectree.plugins.base import Context
from spectree.plugins.flask_plugin import FlaskPlugin
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from planner import __version__
from planner.web import hooks, strict_json
from planner.web.api_models import Filter, Input, Output, Problem
from planner.web.api_once import HEADER, once
from planner.web.refusals import Refused, Wrong

ROLLOUT = "/api/v1/rollouts/<int:rollout_id>"
"""How the address of nearly every endpoint begins."""

NEVER = {"get": ("409", "415", "428"), "post": ("428",)}
"""Refusals that a method never meets."""

READS = frozenset({"GET", "HEAD"})
KNOWN_WORDS = {
    "missing": "Give this field.",
    "extra_forbidden": "There is no such field.",
    "model_type": "Send an object here.",
    "list_type": "Send a list here.",
    "string_type": "Send a text here.",
    "int_type": "Send a whole number here.",
    "bool_type": "Send true or false here.",
    "decimal_type": "Send a number here, or a number written as a text.",
}
Arguments = ParamSpec("Arguments")


class Taken(Output):
    """The answer to a message that was taken before: nothing was done again."""

    repeated: bool


class Plugin(FlaskPlugin):
    """Reads requests by our rules: strict JSON, our words for what is wrong, nothing of what was sent."""

    def request_validation(self, request: Any, query: Any, json: Any, form: Any, headers: Any, cookies: Any) -> None:  # noqa: ANN401, ARG002 - spectree's own signature
        """Check what came against the models of the endpoint; raises Refused."""
        request.context = Context(
            _checked(lambda: query.model_validate(dict(request.args))) if query else None,
            _checked(lambda: json.model_validate_json(_body())) if json else None,
            None,
            None,
            None,
        )

    def validate_response(self, resp: Any, *_: object) -> tuple[Response, None]:  # noqa: ANN401 - spectree's own signature
        """What a view gives back is typed already; it is not read a second time."""
        return make_response(resp), None


def _body() -> str:
    if request.mimetype != "application/json":
        raise Refused(415, "Send the body as JSON, with Content-Type: application/json.")
    return strict_json.read(request.get_data())


def _checked(read: Callable[[], BaseModel]) -> BaseModel:
    try:
        return read()
    except ValidationError as error:
        wrong = [_in_words(each) for each in error.errors(include_url=False, include_input=False)]
        raise Refused(422, "Something in the request cannot be used.", wrong[:100]) from None


def _in_words(error: Mapping[str, Any]) -> Wrong:
    where = ".".join(strict_json.safe_name(str(step)) for step in error["loc"])
    if error["type"] == "value_error":
        return Wrong(where, str(error["ctx"]["error"]))
    return Wrong(where, KNOWN_WORDS.get(error["type"]) or f"{error['msg'].rstrip('.')}.")


spec = SpecTree(
    "flask",
    backend=Plugin,
    mode="strict",
    title="CRM Rollout Planner",
    version=__version__,
    path="openapi",
    page_templates={},
    validation_error_model=Problem,
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _parent, child: child,
    security_schemes=[SecurityScheme(name="token", data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer"))],
    security=[{"token": []}],
)


def answers(
    model: type[Output], status: int = 200
) -> Callable[[Callable[Arguments, Output | Response]], Callable[Arguments, Response]]:
    """Type an endpoint: `@answers(Reading, 201)` under `@needs(...)`.

    An argument `json: SomeInput` is the checked body, `query: SomeFilter` what stands after the question mark. The view
    gives back the model. Methods other than GET run in one transaction, a POST under an Idempotency-Key once.
    """
    refusals = {f"HTTP_{code}": Problem for code in (401, 403, 404, 409, 415, 422, 428, 429)}

    def decorate(view: Callable[Arguments, Output | Response]) -> Callable[Arguments, Response]:
        @wraps(view)
        def act(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
            def work() -> Response:
                return _answer(view(*args, **kwargs), status) if hooks.is_new() else _answer(Taken(repeated=True), 200)

            return work() if request.method in READS else _judged_again(lambda: once(work))

        typed = spec.validate(
            resp=Answers(**{f"HTTP_{status}": model}, **refusals),
            tags=[_area_of(view)],
            operation_id=f"{_area_of(view)}.{view.__name__}",
        )
        return typed(act)  # type: ignore[no-any-return] # spectree's decorator is not typed

    return decorate


def _area_of(view: Callable[..., Any]) -> str:
    return view.__module__.split(".")[1]


def _answer(said: Output | Response, status: int) -> Response:
    if isinstance(said, Response):
        return said
    answer = make_response(said.model_dump_json(), status)
    answer.content_type = "application/json"
    version = getattr(said, "version", None)
    if version is not None:
        answer.set_etag(str(version))
    return answer


def _judged_again(act: Callable[[], Response]) -> Response:
    """Somebody who was faster by a moment is no failure: judged again, the rules can say what happened."""
    try:
        return act()
    except (StaleDataError, IntegrityError):
        try:
            return act()
        except (StaleDataError, IntegrityError) as error:
            raise Refused(409, "Somebody else changed this at the same moment. Read it again.") from error


def expected_version() -> int:
    """The version a change begins from, which the program has to send as If-Match; 428 without one, 400 for no number.

    `service.edit(row, draft, expected_version())`: a stale one is answered 409 with what is stored now.
    """
    sent = request.headers.get("If-Match", "").strip()
    if not sent:
        raise Refused(428, 'Send the version you read as If-Match, such as If-Match: "3".')
    number = sent.removeprefix("W/").strip('"')
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Refused(400, "If-Match is the ETag of an earlier answer.")
    return int(number)


def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document of every endpoint."""
    made: dict[str, Any] = spec.spec
    for methods in made["paths"].values():
        for method, operation in methods.items():
            _complete(method, operation)
    return {**made, "servers": [{"url": current_app.config["PLANNER"].base_url}]}


def _complete(method: str, operation: dict[str, Any]) -> None:
    """What spectree cannot know: the largest number of a row, and the headers that our toolkit reads."""
    named = {each["name"] for each in operation["parameters"]}
    for code in NEVER.get(method, ()):
        operation["responses"].pop(code, None)
    for each in operation["parameters"]:
        if each["in"] == "path" and each["schema"].get("type") == "integer":
            each["schema"] = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
    if method == "post" and HEADER not in named:
        about = "A text of your own, new for each request: sent again, the request is carried out once. Kept 24 hours."
        operation["parameters"].append(_header(HEADER, about, required=False, longest=255))
    if method in {"put", "patch", "delete"} and "If-Match" not in named:
        about = "The ETag of the answer that the change begins from."
        operation["parameters"].append(_header("If-Match", about, required=True, longest=40))


def _header(name: str, about: str, *, required: bool, longest: int) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": longest}
    return {"name": name, "in": "header", "required": required, "description": about, "schema": schema}


__all__ = ["ROLLOUT", "Filter", "Input", "Output", "answers", "document", "expected_version", "spec"]
