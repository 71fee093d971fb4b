"""The pages of surveys: set up, answered by link on a phone, closed, looked at, acted on; and who may do which."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from lxml import html

from planner.access.roles import Permission, Role, scope_of
from planner.db import db, transaction
from planner.people import survey_queries
from planner.people.staff_models import Staff
from planner.people.survey_models import Survey
from planner.people.survey_shape import SurveyStage, Topic
from planner.playbook.service import load_shipped
from planner.rollouts.playbook_service import take_copy
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.people.survey_stage import (
    MIXED,
    PULSE,
    TODAY,
    Place,
    answer_all,
    close,
    make_open,
    make_survey,
    pulse,
    settle,
    tokens,
)
from tests.personas import Cast


@pytest.fixture
def place(cast: Cast) -> Place:
    """Forty people in four units, and the playbook."""
    with transaction():
        take_copy(cast.rollout.id, load_shipped("standard"), NOW)
    return settle(cast.rollout, cast.manager)


def answer_form(values: dict[str, str]) -> dict[str, str]:
    """What a browser sends."""
    return {f"q-{ref}": value for ref, value in values.items()}


def send(app: Flask, page: Page, token: str, values: dict[str, str], client: Any = None) -> Any:
    """Answer by link, in a browser of one's own."""
    client = client or app.test_client()
    found = html.fromstring(client.get(f"/answer/{token}").text)
    csrf = found.xpath("//input[@name='csrf_token']/@value")
    return client.post(f"/answer/{token}", data={"csrf_token": csrf[0] if csrf else "", **answer_form(values)})


def test_a_survey_of_the_playbook_from_choice_to_results(app: Flask, place: Place, cast: Cast, page: Page) -> None:
    where: dict[str, Any] = {"rollout_id": place.rollout.id, "as_": cast.manager}
    assert "No survey yet" in text_of(page.get("people.surveys", **where))
    chosen = page.get("people.choose_survey", **where)
    assert "Readiness pulse" in text_of(chosen)
    source: dict[str, Any] = where | {"ref": "readiness-pulse"}
    tree = page.get("people.create_survey", **source)
    form = {
        field.get("name"): field.get("value") or field.text or "" for field in tree.xpath("//main//input|//textarea")
    }
    form |= {"promise": "anonymous", "by_link": "y"}
    del form["csrf_token"]
    page.post("people.create_survey", form, **source)
    row = survey_queries.surveys(place.rollout.id)[0]
    assert (row.topic, row.anonymous, row.low_word) == (Topic.READINESS, True, "not at all true")
    one: dict[str, Any] = where | {"survey_id": row.id}
    assert "Anonymous" in text_of(page.get("people.preview_survey", **one))
    assert "40 people are asked" in text_of(page.get("people.open_survey", **one))
    look = page.post("people.open_survey", {"look": "1", "waves": "1", "version": row.version}, **one, status=200)
    assert "18 people are asked" in text_of(html.fromstring(look.text))
    page.post("people.open_survey", {"version": row.version}, **one)
    found = page.get("people.survey_links", **one)
    links = [str(link) for link in found.xpath("//td/a/@href")]
    assert len(links) == 40
    answers = {item.ref: "4" for item in survey_queries.items(row.id)} | {"pulse-willing": "2"}
    for link in links[:6]:
        assert send(app, page, link.rsplit("/", 1)[1], answers).status_code == 303
    db.session.expire_all()
    assert "at least 5 of 40 have answered" in text_of(page.get("people.survey", **one))
    assert "Results appear when it closes" in text_of(page.get("people.survey_results", **one))
    page.post("people.close_survey", {"version": row.version}, **one)
    text = text_of(page.get("people.survey_results", **one))
    assert "6 of 40" in text
    assert "Willing" in text


def test_the_first_screen_tells_the_promise_and_one_answer_is_taken(app: Flask, place: Place, page: Page) -> None:
    survey = make_open(place)
    first, second = list(tokens(survey).values())[:2]
    client = app.test_client()
    tree = page.parse(client.get(f"/answer/{first}"))
    assert "Anonymous: nobody can tell which answer is yours." in text_of(tree)
    assert len(tree.xpath("//input[@type='radio']")) == 25
    refused = send(app, page, first, pulse(1, 2, 3, 4, 5) | {"pulse-able": ""}, client)
    assert refused.status_code == 422
    kept = page.parse(refused)
    assert "Choose an answer." in text_of(kept)
    assert kept.xpath("//input[@name='q-pulse-aware'][@value='1']/@checked")
    assert send(app, page, first, pulse(1, 2, 3, 4, 5), client).status_code == 303
    assert "Your answer is counted" in text_of(page.parse(client.get(f"/answer/{first}")))
    again = client.post(
        f"/answer/{first}", data={"csrf_token": page.token(client), **answer_form(pulse(5, 5, 5, 5, 5))}
    )
    assert (again.status_code, again.location) == (303, f"/answer/{first}")
    assert survey_queries.progress([survey.id]) == {survey.id: (1, 40)}
    other = client.post(f"/answer/{second}", data={"csrf_token": page.token(client), "q-pulse-aware": "9"})
    assert other.status_code == 422
    assert client.get(f"/answer/{first[:-2]}").status_code == 404
    close(survey)
    gone = client.get(f"/answer/{first}")
    assert gone.status_code == 404
    assert "closed" in gone.text


def test_too_early_and_too_late_are_told(app: Flask, place: Place, page: Page) -> None:
    survey = make_open(place, opens=TODAY + timedelta(days=2), closes=TODAY + timedelta(days=3))
    token = next(iter(tokens(survey).values()))
    assert "It opens on 4 Mar 2026" in text_of(page.parse(app.test_client().get(f"/answer/{token}")))
    with transaction():
        survey.opens = survey.closes = TODAY - timedelta(days=2)
    assert "This survey is over" in text_of(page.parse(app.test_client().get(f"/answer/{token}")))
    assert app.test_client().get("/answer/x").status_code == 404


def test_with_names_one_sees_and_changes_ones_own(app: Flask, place: Place, page: Page) -> None:
    survey = make_open(place, anonymous=False, items=MIXED, topic=Topic.OTHER)
    token = next(iter(tokens(survey).values()))
    assert send(app, page, token, {"trust": "2", "worry": "A canary"}).status_code == 303
    tree = page.parse(app.test_client().get(f"/answer/{token}"))
    assert "With names: until 9 Mar 2026" in text_of(tree)
    assert tree.xpath("//input[@name='q-trust'][@value='2']/@checked")
    assert "A canary" in text_of(tree)
    assert send(app, page, token, {"trust": "5"}).status_code == 303
    assert survey_queries.progress([survey.id]) == {survey.id: (0, 40)}


def test_without_links_people_sign_in(app: Flask, place: Place, cast: Cast, page: Page) -> None:
    survey = make_open(place, by_link=False)
    token = tokens(survey)[place.staff[0]]
    with transaction():
        db.session.get_one(Staff, place.staff[0]).user_id = cast.member.id
    assert app.test_client().get(f"/answer/{token}").location.startswith("/sign-in?next=/answer/")
    assert page.client(cast.viewer).get(f"/answer/{token}").status_code == 404
    where: dict[str, Any] = {"rollout_id": place.rollout.id}
    assert "Waiting for you" in text_of(page.get("people.surveys", **where, as_=cast.member))
    page.get("people.my_survey", **where, survey_id=survey.id, as_=cast.member, status=303)
    assert page.response.location == f"/answer/{SECRETLY(app, survey, place.staff[0])}"
    page.get("people.my_survey", **where, survey_id=survey.id, as_=cast.viewer, status=404)
    mine = page.response
    assert mine.status_code == 404


def SECRETLY(app: Flask, survey: Survey, staff_id: int) -> str:  # noqa: N802 - reads as what it is
    """The link the product itself makes, with its own key."""
    from planner.people.survey_links import token_of

    nonce = next(row.nonce for row, *_ in survey_queries.invited(survey.id) if row.staff_id == staff_id)
    return token_of(app.config["PLANNER"].secret_key, nonce)


def test_questions_are_edited_on_pages_and_fixed_once_open(place: Place, cast: Cast, page: Page) -> None:
    survey = make_survey(place, items=())
    where: dict[str, Any] = {"rollout_id": place.rollout.id, "survey_id": survey.id, "as_": cast.trainer}
    page.get("people.add_survey_item", **where)
    new = {"text": "I trust the data.", "kind": "scale", "construct": "data", "step": ""}
    page.post("people.add_survey_item", {**new, "once": "1"}, **where)
    page.post("people.add_survey_item", {**new, "once": "2"}, **where, status=422)
    page.post(
        "people.add_survey_item", {"text": "Where?", "kind": "choice", "step": "", "options": "Desk\nRoad\n"}, **where
    )
    items = survey_queries.item_rows(survey.id)
    assert [(item.ref, list(item.options)) for item in items] == [("own-1", []), ("own-2", ["Desk", "Road"])]
    one: dict[str, Any] = where | {"survey_item_id": items[1].id}
    page.post("people.raise_survey_item", {"version": survey.version}, **one)
    assert [item.ref for item in survey_queries.items(survey.id)] == ["own-2", "own-1"]
    page.get("people.edit_survey_item", **one)
    page.post("people.edit_survey_item", {**new, "text": "Where, then?", "version": 1}, **one, status=409)
    page.post("people.edit_survey_item", {**new, "text": "Where, then?", "version": survey.version}, **one)
    page.post("people.remove_survey_item", {"version": survey.version}, **one)
    assert [item.text for item in survey_queries.items(survey.id)] == ["I trust the data."]
    assert "Preview" in text_of(page.get("people.survey", **where))
    page.post("people.remove_survey", {"version": survey.version}, **where)
    page.get("people.survey", **where, status=404)


def test_barrier_points_over_time_and_an_action_that_helped(place: Place, cast: Cast, page: Page) -> None:
    first = make_open(place, today=TODAY - timedelta(days=60), opens=TODAY - timedelta(days=60))
    answer_all(first, place, lambda number: pulse(5, 2 if number < 18 else 4, 4, 4, 4), TODAY - timedelta(days=60))
    close(first, TODAY - timedelta(days=55))
    where: dict[str, Any] = {"rollout_id": place.rollout.id, "as_": cast.trainer}
    text = text_of(page.get("people.barrier_points", **where))
    assert "North: 100 % are stuck at willing" in text
    one: dict[str, Any] = where | {"survey_id": first.id}
    page.get("people.add_survey_action", **one, group="unit:North")
    action = {"group": "unit:North", "ref": "pulse-willing", "what": "Their head tells what it is for.",
              "owner": str(cast.sponsor.id), "due": "2026-02-01"}  # fmt: skip
    page.post("people.add_survey_action", {**action, "group": "unit:East"}, **one, status=422)
    page.post("people.add_survey_action", action, **one)
    row = survey_queries.actions([first.id])[0]
    assert "late" in text_of(page.get("people.survey_results", **one))
    two: dict[str, Any] = one | {"survey_action_id": row.id}
    page.get("people.edit_survey_action", **two)
    page.post("people.edit_survey_action", {**action, "what": "He tells it.", "version": row.version}, **two)
    with transaction():
        row.done_on = TODAY - timedelta(days=30)
    page.post("people.finish_survey_action", {"version": row.version}, **two, status=422)
    assert "Not asked again yet" in text_of(page.get("people.barrier_points", **where))
    second = make_open(place, name="Pulse of now")
    answer_all(second, place, lambda number: pulse(5, 4, 4, 4, 3 if number % 2 else 4))
    close(second)
    tree = page.get("people.barrier_points", **where)
    assert "It is better since" in text_of(tree)
    assert "mean 2.0 before, 4.0 after" in text_of(tree)
    assert table(tree, "time-title") == [
        ["Unit", "6 Jan 2026", "2 Mar 2026"],
        ["Everybody", "nowhere 55 %", "Sustained 50 %"],
        ["North", "Willing 100 %", "Sustained 50 %"],
        ["South", "nowhere 100 %", "Sustained 50 %"],
    ]
    assert table(tree, "will-title") == [
        ["Unit", "6 Jan 2026", "2 Mar 2026"],
        ["Everybody", "45 %", "0 %"],
        ["North", "100 %", "0 %"],
        ["South", "0 %", "0 %"],
    ]
    page.post("people.remove_survey_action", {"version": row.version}, **two)


def table(tree: html.HtmlElement, title: str) -> list[list[str]]:
    """The cells of the table under a heading, line by line, with its headings; pictures are left out."""
    for picture in tree.cssselect("svg"):
        picture.drop_tree()
    rows = tree.xpath(f"//section[@aria-labelledby='{title}']//tr")
    return [[text_of(cell) for cell in row.xpath("./th|./td")] for row in rows]


@pytest.mark.parametrize(
    ("unit", "effect", "words"),
    [
        ("North", "It is worse since", "mean 4.0 before, 1.5 after"),
        ("South", "No clear change since", "mean 3.9 before, 4.1 after"),
    ],
)
def test_an_action_that_did_not_help_is_told_as_plainly(
    place: Place, cast: Cast, page: Page, unit: str, effect: str, words: str
) -> None:
    before = TODAY - timedelta(days=60)
    first = make_open(place, today=before, opens=before)
    answer_all(first, place, lambda number: pulse(5, 3 + number % 3, 4, 4, 4), before)
    close(first, before + timedelta(days=5))
    where: dict[str, Any] = {"rollout_id": place.rollout.id, "survey_id": first.id, "as_": cast.manager}
    action = {"group": f"unit:{unit}", "ref": "pulse-willing", "what": "A letter.", "owner": str(cast.sponsor.id),
              "due": "2026-02-01"}  # fmt: skip
    page.post("people.add_survey_action", action, **where)
    with transaction():
        survey_queries.actions([first.id])[0].done_on = before + timedelta(days=20)
    second = make_open(place, name="Pulse of now")
    answer_all(second, place, lambda number: pulse(5, 1 + number % 2 if number < 18 else 3 + (number + 1) % 3, 4, 4, 4))
    close(second)
    told = text_of(page.get("people.survey_results", **where))
    assert f"{effect}{words}" in told


def test_leaders_say_openly_how_they_see_it(place: Place, cast: Cast, page: Page) -> None:
    survey = make_open(place)
    answer_all(survey, place, lambda _: pulse(1, 2, 2, 2, 2))
    close(survey)
    where: dict[str, Any] = {"rollout_id": place.rollout.id, "survey_id": survey.id}
    page.get("people.state_view", **where, as_=cast.sponsor)
    for who, said in (
        (cast.sponsor, (5, 5, 5, 5, 5)),
        (cast.manager, (4, 4, 4, 4, 4)),
        (cast.trainer, (3, 2, 2, 2, 2)),
    ):
        page.post("people.state_view", answer_form(pulse(*said)), **where, as_=who)
    page.post("people.state_view", answer_form(pulse(5, 5, 5, 5, 4)), **where, as_=cast.sponsor)
    page.post("people.state_view", answer_form(pulse(5, 5, 5, 5, 4)), **where, as_=cast.member, status=403)
    tree = page.get("people.survey_results", **where, by="part", as_=cast.trainer)
    assert table(tree, "gaps-title") == [
        ["Statement", "Gap", "Staff", "Project manager Mara Lind", "Sponsor Sven Holm", "Trainer Tara Okafor"],
        ["I am aware.", "4.0, wide", "1.0", "4.0", "5.0", "3.0"],
        ["I am willing.", "3.0, wide", "2.0", "4.0", "5.0", "2.0"],
        ["I am knowing.", "3.0, wide", "2.0", "4.0", "5.0", "2.0"],
        ["I am able.", "3.0, wide", "2.0", "4.0", "5.0", "2.0"],
        ["I am sustained.", "2.0, wide", "2.0", "4.0", "4.0", "2.0"],
    ]


def test_who_may_do_what(place: Place, cast: Cast, page: Page) -> None:
    draft, survey = make_survey(place, name="A draft"), close(make_open(place))
    where: dict[str, Any] = {"rollout_id": place.rollout.id}
    for role in (Role.MANAGER, Role.SPONSOR, Role.TRAINER, Role.MEMBER, Role.VIEWER):
        tree = page.get("people.surveys", **where, as_=cast.of(role))
        assert ("A draft" in text_of(tree)) is (scope_of(role, Permission.SURVEYS_VIEW) is not None)
        export = 200 if scope_of(role, Permission.SURVEY_RESULTS_EXPORT) else 403
        page.client(cast.of(role))
        answer = page.client(cast.of(role)).get(f"/rollouts/{place.rollout.id}/surveys/{survey.id}/results/csv")
        assert answer.status_code == export
    manager = page.client(cast.manager)
    assert manager.get(f"/rollouts/{place.rollout.id}/surveys/{draft.id}/results/csv").status_code == 404
    assert manager.get(f"/rollouts/{place.rollout.id}/surveys/{draft.id}/links").status_code == 404
    assert "Fewer than five" in text_of(
        page.get("people.survey_results", **where, survey_id=survey.id, as_=cast.viewer)
    )


def test_an_overdue_survey_closes_at_the_next_look(place: Place, cast: Cast, page: Page) -> None:
    survey = make_open(place)
    answer_all(survey, place, lambda _: pulse(4, 4, 4, 4, 4))
    with transaction():
        survey.opens = survey.closes = TODAY - timedelta(days=3)
    text = text_of(page.get("people.surveys", rollout_id=place.rollout.id, as_=cast.viewer))
    assert "40 of 40" in text
    db.session.expire_all()
    assert (survey.stage, survey.closed_on) == (SurveyStage.CLOSED, TODAY - timedelta(days=3))


def test_results_of_every_kind_of_question(place: Place, cast: Cast, page: Page) -> None:
    survey = make_open(place, items=(*MIXED, *PULSE), topic=Topic.OTHER)
    answer_all(
        survey, place,
        lambda n: {
            "trust": str(n % 5 + 1), "again": str(n % 11), "device": str(n % 2 + 1), "worry": f"Worry {n}",
            **pulse(4, 3, 2, 1, 1),
        },
    )  # fmt: skip
    close(survey)
    tree = page.get("people.survey_results", rollout_id=place.rollout.id, survey_id=survey.id, as_=cast.manager)
    text = text_of(tree)
    assert "Desk" in text
    assert "net promoters" in text
    assert "40 answers, in an order of chance" in text
    assert len(re.findall(r"Worry \d+", text)) == 40
