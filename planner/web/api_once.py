"""Repeated requests of programs: with a key of its own, a request that is sent twice is carried out once.

The key is written down before the work begins, and the answer in the same transaction as the work. So a request whose
answer was lost gets it again, one that is still being worked on is asked to wait, and one that failed can be sent anew.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from flask import make_response, request
from flask.wrappers import Response
from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError

from planner.access.token_models import ApiAnswer
from planner.db import db, transaction
from planner.web import clock, current
from planner.web.refusals import Refused

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
GIVEN_UP = timedelta(minutes=3)
"""After this long without an answer the first try is over: no request is worked on for longer."""

KEPT_HEADERS = ("ETag", "Location")


def once(act: Callable[[], Response]) -> Response:
    """Carry a request out in one transaction; under a key that was used before, give that answer instead.

    Raises Refused: 409 while the first is worked on, 422 for another request under the same key.
    """
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        with transaction():
            return act()
    if not (key.isascii() and key.isprintable() and 1 <= len(key) <= 255):
        raise Refused(400, f"{HEADER} is a text of 1 to 255 plain characters.")
    earlier = _begin(key)
    return _again(earlier) if earlier else _carried_out(key, act)


def _carried_out(key: str, act: Callable[[], Response]) -> Response:
    try:
        with transaction():
            answer = act()
            row = db.session.scalars(_mine(key)).one()
            row.status, row.body = answer.status_code, answer.get_data()
            row.headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
    except BaseException:
        with transaction():
            db.session.execute(delete(ApiAnswer).where(ApiAnswer.user_id == current.user().id, ApiAnswer.key == key))
        raise
    return answer


def _begin(key: str) -> ApiAnswer | None:
    """Take the key; the earlier answer where there is one."""
    now, told = clock.now(), _fingerprint()
    try:
        with transaction():
            db.session.execute(delete(ApiAnswer).where(ApiAnswer.created_at < now - KEPT))
            earlier = db.session.scalars(_mine(key)).first()
            if earlier and earlier.status is None and earlier.created_at < now - GIVEN_UP:
                db.session.delete(earlier)
                db.session.flush()
                earlier = None
            if earlier is None:
                mine = ApiAnswer(user_id=current.user().id, key=key, fingerprint=told, created_at=now)
                db.session.add(mine)
                return None
    except IntegrityError:  # the same request arrived at the same moment
        earlier = db.session.scalars(_mine(key)).first()
    if earlier is None or earlier.fingerprint == told:
        return _finished(earlier)
    raise Refused(422, f"This {HEADER} was used for another request. Take a new one.")


def _finished(earlier: ApiAnswer | None) -> ApiAnswer:
    if earlier is None or earlier.status is None:
        raise Refused(409, "The first request with this key is still being worked on.", headers={"Retry-After": "1"})
    return earlier


def _again(earlier: ApiAnswer) -> Response:
    answer = make_response(earlier.body or b"", earlier.status or 200)
    answer.content_type = "application/json"
    answer.headers.update(earlier.headers or {})
    answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _mine(key: str) -> Select[ApiAnswer]:
    return select(ApiAnswer).where(ApiAnswer.user_id == current.user().id, ApiAnswer.key == key)


def _fingerprint() -> str:
    told = f"{request.method} {request.full_path}\n".encode() + request.get_data()
    return hashlib.sha256(told).hexdigest()
