"""The rules of xAPI statements, from the published specification: what is accepted, what is refused, and why."""

import copy
from decimal import Decimal
from typing import Any

import pytest

from planner.training.xapi import reason_against
from planner.training.xapi_values import not_duration, not_language, not_mailto, not_moment, not_score, not_uuid

AGENT = {"objectType": "Agent", "mbox": "mailto:anna@example.com"}
ID = "fd41c918-b88b-4b20-a0a5-a4c32391aaa0"
SIMPLE: dict[str, Any] = {
    "actor": AGENT,
    "verb": {"id": "http://adlnet.gov/expapi/verbs/passed", "display": {"en-GB": "passed"}},
    "object": {"id": "http://example.com/courses/first-steps"},
}


def with_(path: str, value: object) -> dict[str, Any]:
    """The simple statement with one value set; `a.b` names a place, which is made."""
    statement = copy.deepcopy(SIMPLE)
    place = statement
    *above, last = path.split("/")
    for name in above:
        place = place.setdefault(name, {})
    place[last] = value
    return statement


ACCEPTED = [
    SIMPLE,
    with_("id", ID),
    with_("version", "1.0.9"),
    with_("timestamp", "2015-11-18T12:17:00+00:00"),
    with_("actor", {"objectType": "Group", "member": [AGENT]}),
    with_("actor", {"objectType": "Group", "mbox_sha1sum": "a" * 40}),
    with_("actor", {"account": {"homePage": "http://www.example.com", "name": "1625378"}}),
    with_("object", AGENT),
    with_("object", {"objectType": "StatementRef", "id": ID}),
    with_("object", {**copy.deepcopy(SIMPLE), "objectType": "SubStatement"}),
    with_("result", {"score": {"scaled": 1, "raw": 3, "min": 0, "max": 3}, "success": True, "duration": "PT1H"}),
    with_("result", {"extensions": {"http://example.com/x": None}}),
    with_("context", {"registration": ID, "platform": "x", "contextActivities": {"parent": {"id": "http://a.org"}}}),
    with_("context", {"team": {"objectType": "Group", "member": [AGENT]}, "language": "de"}),
    with_("object/definition", {"interactionType": "choice", "choices": [{"id": "a"}, {"id": "b"}]}),
    with_("authority", {"objectType": "Group", "member": [AGENT, AGENT]}),
    with_(
        "attachments",
        [
            {
                "usageType": "http://example.com/u", "display": {"en": "x"}, "contentType": "text/plain; charset=ascii",
                "length": 27, "sha2": "4" * 64, "fileUrl": "http://over.there.com/file.txt",
            }
        ],
    ),
]  # fmt: skip
REFUSED = [
    ([], "statement must be an object"),
    ({name: SIMPLE[name] for name in ("verb", "object")}, "actor is missing"),
    (with_("id", ID + "8"), "id must be a UUID"),
    (with_("id", None), "id must not be null"),
    (with_("version", "0.9"), "version"),
    (with_("Result", {}), "Result is not a property"),
    (with_("actor/mbox", "anna@example.com"), "actor.mbox must be mailto"),
    (with_("actor/openid", "http://anna.example.com"), "one identifier"),
    (with_("actor", {"name": "Anna"}), "actor needs one of"),
    (with_("actor", {"mbox": "mailto:a@b.org", "objectType": "agent"}), "actor.objectType"),
    (with_("actor", {"objectType": "Group"}), "must name its member"),
    (with_("actor", {"objectType": "Group", "member": [{"objectType": "Group", "member": []}]}), "actor.member[0]"),
    (with_("actor/name", 5), "actor.name must be a text"),
    (with_("verb", {"display": {"en": "did"}}), "verb.id is missing"),
    (with_("verb/id", "ab=c://should.fail.com"), "verb.id must be an IRI"),
    (with_("verb/display", {"a12345": "did"}), "language tag"),
    (with_("verb/display", {}), "at least one language"),
    (with_("verb/id", "http://adlnet.gov/expapi/verbs/voided"), "voiding"),
    (with_("object", {"definition": {}}), "object.id is missing"),
    (with_("object/definition", {"moreInfo": "over there"}), "object.definition.moreInfo"),
    (with_("object/definition", {"interactionType": "guess"}), "interactionType"),
    (with_("object/definition", {"choices": [{"id": "a"}]}), "interactionType is missing"),
    (with_("object/definition", {"interactionType": "choice", "choices": [{"id": "a"}, {"id": "a"}]}), "twice"),
    (with_("object/definition", {"interactionType": "likert", "choices": [{"id": "a"}]}), "does not belong"),
    (with_("object", {**copy.deepcopy(SIMPLE), "objectType": "SubStatement", "id": ID}), "object.id is not"),
    (with_("result/score", {"scaled": Decimal("1.01")}), "scaled must be from -1 to 1"),
    (with_("result/score", {"raw": 5, "max": 4}), "raw must lie"),
    (with_("result/score", {"min": 5, "max": 4}), "min must be less"),
    (with_("result/score", {"max": "100"}), "max must be a number"),
    (with_("result/score", 5), "result.score must be an object"),
    (with_("result/completion", "false"), "result.completion must be true or false"),
    (with_("result/duration", "PA1H0M0S"), "result.duration"),
    (with_("result/extensions", {"x": 1}), "key “x”"),
    (with_("context/contextActivities", {"child": {"id": "http://a.org"}}), "child is not"),
    (with_("context/team", AGENT), "context.team"),
    (with_("timestamp", "2008-09-15T15:53:00.601-00:00"), "offset -00:00"),
    (with_("attachments", [{"usageType": "http://e.com"}]), "attachments[0].display is missing"),
    (with_("authority", {"objectType": "Group", "member": [AGENT]}), "authority"),
]


@pytest.mark.parametrize("statement", ACCEPTED, ids=str)
def test_accepted(statement: object) -> None:
    assert reason_against(statement) == ""


@pytest.mark.parametrize(("statement", "reason"), REFUSED, ids=lambda value: str(value)[:60])
def test_refused_with_its_reason(statement: object, reason: str) -> None:
    assert reason in reason_against(statement)


def test_a_revision_is_for_activities_and_statements_are_not_nested_twice() -> None:
    about_a_person = {**with_("context", {"revision": "2"}), "object": AGENT}
    assert "Activity only" in reason_against(about_a_person)
    inner = {**copy.deepcopy(SIMPLE), "objectType": "SubStatement"}
    outer = {**copy.deepcopy(SIMPLE), "objectType": "SubStatement", "object": inner}
    assert "within a SubStatement" in reason_against(with_("object", outer))


def test_values() -> None:
    right = ("PT4H35M59.14S", "PT16559.14S", "P3Y1M29DT4H35M59.14S", "P3Y", "P4W", "P1.5D", "PT1,5S", "PT0S")
    wrong = ("P", "PT", "P1DT", "P0.5DT1H", "P1Y2W", "pt1h", "1H", "-PT1H", "P-1D", "", 5, None)
    assert [not_duration(value) for value in right] == [""] * len(right)
    assert all(not_duration(value) for value in wrong)
    assert [not_language(tag) for tag in ("de", "zh-Hans-CN", "x-own", "i-klingon", "de-1996", "en-a-bbb-x-a")] == [
        ""
    ] * 6
    assert all(not_language(tag) for tag in ("de-419-DE", "en_US", "", "a12345", 5))
    assert [not_moment(text) for text in ("2013-05-18T05:32:34.804Z", "20151118T121700Z", "2016-12-31T23:59:60Z")] == [
        ""
    ] * 3
    assert all(
        not_moment(text) for text in ("2015-11-18", "01/011/2015", "2026-02-30T10:00:00Z", "2026-03-02T25:00:00Z")
    )
    assert all(not_uuid(text) for text in ("MA97B177-9383-4934-8543-0F91A7A02836", ID.replace("-a0a5", "-c0a5"), ""))
    assert not_mailto("mailto:should.fail.com")
    scores: list[object] = [{"scaled": True}, {"raw": None}, {"weight": 1}, [], {"min": 3, "max": 3}]
    assert all(not_score(score) for score in scores)
    assert not_score({}) == ""
