"""A page that only reads asks the same question once; whatever writes, or is no page, asks anew."""

from flask import Flask

from planner.db import asked_once, transaction
from tests.builders import make_rollout


def test_a_page_that_reads_asks_once_and_after_a_change_anew(app: Flask) -> None:
    asked: list[object] = []

    @asked_once
    def question(number: int, *, word: str = "") -> list[int]:
        asked.append((number, word))
        return [number]

    with app.test_request_context("/"):
        first = question(1)
        first.append(9)
        assert question(1) == [1], "what one does with its answer is not seen by another"
        assert question(2) == [2]
        assert question(1, word="x") == [1]
        assert asked == [(1, ""), (2, ""), (1, "x")]
        with transaction():
            question(1)
            question(1)
        question(1)
        question(1)
        assert asked[3:] == [(1, "")] * 3
    with app.test_request_context("/"):
        question(1)
    assert len(asked) == 7, "another page asks for itself"


def test_a_page_that_writes_and_a_command_ask_each_time(app: Flask) -> None:
    asked: list[int] = []
    question = asked_once(asked.append)
    with app.test_request_context("/", method="POST"):
        question(1)
        question(1)
    with app.app_context():
        question(1)
        question(1)
    assert asked == [1] * 4


def test_rows_are_known_by_their_number(app: Flask) -> None:
    asked: list[int] = []
    question = asked_once(lambda rollout: asked.append(rollout.id))
    one, other = make_rollout("A"), make_rollout("B")
    with app.test_request_context("/"):
        for rollout in (one, other, one):
            question(rollout)
    assert asked == [one.id, other.id]
