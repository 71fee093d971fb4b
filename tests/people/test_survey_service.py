"""Surveys from draft to results: what is fixed, counted and deleted, and what the database itself refuses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from planner.access.audit_models import AuditEntry
from planner.basics.errors import NotFound, RuleBroken, Stale
from planner.db import db, transaction
from planner.people import survey_answer_service, survey_close_service, survey_queries
from planner.people import survey_service as surveys
from planner.people.survey_figures import barriers
from planner.people.survey_links import REST_DAYS
from planner.people.survey_models import (
    Survey,
    SurveyInvitation,
    SurveyReply,
    SurveyResult,
    SurveyTally,
    SurveyWords,
)
from planner.people.survey_results import Results
from planner.people.survey_setup_service import open_for, people_of
from planner.people.survey_shape import Item, ItemKind, Population, SurveyStage, Topic
from planner.playbook.words import Step
from planner.portfolio.service import STAYS
from tests.people.survey_stage import (
    DRAFT,
    MIXED,
    SECRET,
    TODAY,
    USABILITY,
    Place,
    answer_all,
    close,
    make_open,
    make_survey,
    on,
    pulse,
    settle,
    tokens,
)
from tests.personas import Cast


@pytest.fixture
def place(cast: Cast) -> Place:
    """Forty people in four units."""
    return settle(cast.rollout, cast.manager)


def results(survey: Survey) -> Results:
    """What is published."""
    found = survey_queries.results_of([survey.id])[survey.id]
    return Results(survey.topic, tuple(survey_queries.items(survey.id)), tuple(found))


def rows(table: type) -> int:
    """How many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_from_draft_to_results(place: Place) -> None:
    survey = make_open(place)
    answer_all(survey, place, lambda number: pulse(5, 2 if number < 18 else 4, 4, 4, 4) if number % 10 else None)
    closed = close(survey)
    assert (closed.stage, closed.closed_on) == (SurveyStage.CLOSED, TODAY)
    found = results(closed)
    assert found.whole is not None
    assert (found.whole.invited, found.whole.answered) == (40, 36)
    shares = {cell.label: barriers(cell.counts) for cell in found.of("unit")}
    assert list(shares) == ["North", "South", ""]
    north, rest = shares["North"], shares[""]
    assert north is not None
    assert rest is not None
    assert (north.main, north.stuck[Step.WILLING], north.answers) == (Step.WILLING, 16, 16)
    assert (rest.free, rest.main) == (8, None)
    assert found.of("unit")[-1].pooled == ("East", "West")


def test_nothing_that_leads_to_a_person_is_left_after_closing(place: Place) -> None:
    survey = make_open(place, items=MIXED, topic=Topic.OTHER)
    words = [f"Worry {number}" for number in range(40)]
    answer_all(survey, place, lambda number: {"trust": "3", "worry": words[number]})
    close(survey)
    assert [rows(table) for table in (SurveyInvitation, SurveyTally, SurveyWords, SurveyReply)] == [0, 0, 0, 0]
    published = survey_queries.words(survey.id)["worry"]
    assert sorted(published) == sorted(words)
    assert published != words
    assert {table.__tablename__ for table in (SurveyInvitation, SurveyTally, SurveyWords, SurveyReply)} <= STAYS


def test_words_of_fewer_than_ten_are_deleted_unread(place: Place) -> None:
    survey = make_open(place, items=MIXED, topic=Topic.OTHER)
    answer_all(survey, place, lambda number: {"trust": "3", **({"worry": "x"} if number < 9 else {})})
    close(survey)
    assert survey_queries.words(survey.id) == {}
    assert rows(SurveyWords) == 0


def test_under_five_answers_nothing_at_all_is_published(place: Place) -> None:
    survey = make_open(place)
    answer_all(survey, place, lambda number: pulse(1, 1, 1, 1, 1) if number < 4 else None)
    close(survey)
    assert rows(SurveyResult) == 0
    assert results(survey).whole is None


def test_the_database_itself_keeps_the_promise(app: Flask, place: Place) -> None:
    survey = close(make_open(place))
    for change in ("anonymous = NOT anonymous", "stage = 'open'"):
        with pytest.raises(DBAPIError, match=r"never changed|not opened again"), transaction():
            db.session.execute(text(f"UPDATE survey SET {change} WHERE id = {survey.id}"))
    with transaction():
        db.session.execute(text(f"UPDATE survey SET name = 'Other', closes = closes WHERE id = {survey.id}"))


def test_no_form_changes_whether_it_is_anonymous(place: Place) -> None:
    survey = make_survey(place)
    with transaction():
        surveys.edit_survey(survey, replace(DRAFT, name="Other", anonymous=False), survey.version)
    assert (survey.name, survey.anonymous) == ("Other", True)
    with pytest.raises(Stale):
        surveys.edit_survey(survey, DRAFT, 1)


def test_an_anonymous_answer_is_given_once_and_a_wrong_link_leads_nowhere(place: Place) -> None:
    survey = make_open(place)
    token = next(iter(tokens(survey).values()))
    with transaction():
        survey_answer_service.give_answer(token, pulse(1, 2, 3, 4, 5), on(TODAY))
    with pytest.raises(RuleBroken, match="counted already"), transaction():
        survey_answer_service.give_answer(token, pulse(1, 2, 3, 4, 5), on(TODAY))
    assert survey_answer_service.desk_of(token, on(TODAY)).done
    assert survey_queries.progress([survey.id]) == {survey.id: (1, 40)}
    for wrong in ("", token[:-1], "x" * 32, "\ud800"):
        with pytest.raises(NotFound):
            survey_answer_service.desk_of(wrong, on(TODAY))
    close(survey)
    with pytest.raises(NotFound):
        survey_answer_service.desk_of(token, on(TODAY))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"pulse-aware": "6"}, "pulse-aware"),
        ({**{f"pulse-{step.value}": "3" for step in Step}, "pulse-able": ""}, "pulse-able"),
        ({}, "pulse-aware"),
    ],
)
def test_an_answer_that_is_none_is_refused_at_its_question(place: Place, given: dict[str, str], field: str) -> None:
    survey = make_open(place)
    token = next(iter(tokens(survey).values()))
    with pytest.raises(RuleBroken) as refused, transaction():
        survey_answer_service.give_answer(token, given, on(TODAY))
    assert refused.value.field == field
    assert rows(SurveyWords) == 0


def test_answers_are_taken_from_the_first_day_to_the_last(place: Place) -> None:
    survey = make_open(place, opens=TODAY + timedelta(days=1), closes=TODAY + timedelta(days=2))
    known = list(tokens(survey).values())
    for day, taken in ((0, False), (1, True), (2, True), (3, False)):
        token = known[day]
        if taken:
            with transaction():
                survey_answer_service.give_answer(token, pulse(4, 4, 4, 4, 4), on(TODAY + timedelta(days=day)))
        else:
            with pytest.raises(RuleBroken, match="not open"), transaction():
                survey_answer_service.give_answer(token, pulse(4, 4, 4, 4, 4), on(TODAY + timedelta(days=day)))
    with transaction():
        assert survey_close_service.close_overdue(place.rollout.id, TODAY + timedelta(days=2)) == 0
        assert survey_close_service.close_overdue(place.rollout.id, TODAY + timedelta(days=9)) == 1
    assert survey_queries.survey(place.rollout.id, survey.id).closed_on == TODAY + timedelta(days=2)


def test_an_answer_with_a_name_can_be_changed_until_it_closes(place: Place) -> None:
    survey = make_open(place, anonymous=False)
    answer_all(survey, place, lambda _: pulse(1, 1, 1, 1, 1))
    answer_all(survey, place, lambda number: pulse(5, 2, 5, 5, 5) if number < 10 else None)
    token = tokens(survey)[place.staff[0]]
    desk = survey_answer_service.desk_of(token, on(TODAY))
    assert (desk.done, desk.own) == (False, pulse(5, 2, 5, 5, 5))
    close(survey)
    found = results(survey)
    assert found.whole is not None
    assert found.whole.counts["pulse-aware"] == {"1": 30, "5": 10}
    assert rows(SurveyReply) == 0


def test_an_open_survey_is_fixed_but_for_its_last_day(place: Place) -> None:
    survey = make_open(place)
    items = survey_queries.item_rows(survey.id)
    with pytest.raises(RuleBroken, match="questions are fixed"):
        surveys.add_item(survey, Item("", "One more?", ItemKind.TEXT))
    with pytest.raises(RuleBroken, match="questions are fixed"):
        surveys.remove_item(survey, items[0], survey.version)
    with pytest.raises(RuleBroken, match="Only a draft"):
        surveys.remove_survey(survey, survey.version)
    with transaction():
        surveys.edit_survey(survey, replace(DRAFT, name="Other", closes=TODAY + timedelta(days=30)), survey.version)
    assert (survey.name, survey.closes) == (DRAFT.name, TODAY + timedelta(days=30))
    with pytest.raises(RuleBroken, match="can only be closed"):
        surveys.withdraw_survey(survey, TODAY, survey.version)


def test_an_opening_can_be_taken_back_before_the_first_day(place: Place) -> None:
    survey = make_open(place, opens=TODAY + timedelta(days=3))
    with pytest.raises(RuleBroken, match="has not begun"):
        survey_close_service.close_survey(survey, TODAY, survey.version)
    with transaction():
        surveys.withdraw_survey(survey, TODAY, survey.version)
    assert (survey.stage, rows(SurveyInvitation), rows(SurveyTally)) == (SurveyStage.DRAFT, 0, 0)


def test_the_same_questions_rest_before_the_same_people_are_asked_again(place: Place) -> None:
    """Two results one person apart, a day apart, would show what that person answered."""
    everybody = Population()
    first = make_open(place)
    again = make_survey(place, name="Again")
    with pytest.raises(RuleBroken, match="asks some of these people"), transaction():
        open_for(again, everybody, SECRET, TODAY, again.version)
    answer_all(first, place, lambda _: pulse(4, 4, 4, 4, 4))
    close(first)
    with pytest.raises(RuleBroken, match="asked the same questions until"), transaction():
        open_for(again, everybody, SECRET, TODAY, again.version)
    later = TODAY + timedelta(days=REST_DAYS)
    with transaction():
        surveys.edit_survey(again, replace(DRAFT, opens=later, closes=later), again.version)
        open_for(again, everybody, SECRET, later, again.version)
    assert again.stage is SurveyStage.OPEN


@pytest.mark.parametrize(
    "text",
    [
        "I trust the data",
        "i TRUST the DATA.",
        "I trust  the\u00a0data .",
        " “I trust — the data!”",
        "\uff29 trust the data",  # a wide letter that reads the same
    ],
)
def test_a_question_written_a_little_differently_is_the_same_question(place: Place, text: str) -> None:
    first = make_open(place, items=(Item("own-1", "I trust the data.", ItemKind.SCALE),))
    again = make_survey(place, name="Again", items=(Item("own-1", text, ItemKind.SCALE),))
    with pytest.raises(RuleBroken, match="asks some of these people"), transaction():
        open_for(again, Population(), SECRET, TODAY, again.version)
    close(first)
    with pytest.raises(RuleBroken, match="asked the same questions until"), transaction():
        open_for(again, Population(), SECRET, TODAY, again.version)


def test_a_statement_of_the_playbook_stays_the_same_question_in_other_words(place: Place) -> None:
    """What the playbook asked can be worded anew; a question of one's own counts by its words alone."""
    trust, own = Item("trust", "I trust the data.", ItemKind.SCALE), Item("own-1", "Who helps you?", ItemKind.TEXT)
    make_open(place, ref="pulse", items=(trust, own))
    worded = make_survey(place, ref="pulse", items=(replace(trust, text="The data can be trusted."),))
    with pytest.raises(RuleBroken, match="asks some of these people"), transaction():
        open_for(worded, Population(), SECRET, TODAY, worded.version)
    other = make_survey(
        place, ref="pulse", items=(replace(own, text="What is missing?"), replace(own, ref="a", text="?!"))
    )
    foreign = make_survey(
        place, ref="other", items=(replace(trust, text="My manager trusts me."), replace(own, ref="b", text="…"))
    )
    for row in (other, foreign):
        with transaction():
            open_for(row, Population(), SECRET, TODAY, row.version)
        assert row.stage is SurveyStage.OPEN


def test_whom_it_asks_is_frozen_and_never_fewer_than_five(place: Place) -> None:
    day = TODAY
    ids = {person.staff_id for person in people_of(place.rollout.id, Population(), day)}
    assert len(ids) == 40
    west = people_of(place.rollout.id, Population(waves=frozenset({2}), sites=frozenset({"Oslo"})), day)
    assert len(west) == 11
    assert len(people_of(place.rollout.id, Population(roles=frozenset({"service"})), day)) == 14
    survey = make_survey(place)
    few = people_of(place.rollout.id, Population(), day)[:4]
    with pytest.raises(RuleBroken, match="would ask 4 people"):
        surveys.open_survey(survey, few, SECRET, day, survey.version)
    empty = make_survey(place, name="Empty", items=())
    with pytest.raises(RuleBroken, match="no questions"):
        surveys.open_survey(empty, people_of(place.rollout.id, Population(), day), SECRET, day, empty.version)
    with pytest.raises(RuleBroken, match="has passed"):
        surveys.open_survey(survey, few, SECRET, date(2027, 1, 1), survey.version)


def test_questions_of_ones_own(place: Place) -> None:
    survey = make_survey(place, items=())
    with transaction():
        one = surveys.add_item(survey, Item("", "First?", ItemKind.TEXT))
        two = surveys.add_item(survey, Item("", "Second", ItemKind.SCALE, construct="work"))
        surveys.move_item(survey, two, survey.version)
        surveys.edit_item(survey, one, Item(one.ref, "First, really?", ItemKind.TEXT), survey.version)
    assert [item.text for item in survey_queries.items(survey.id)] == ["Second", "First, really?"]
    for item, message in (
        (Item("", "second ", ItemKind.SCALE), "asked already"),
        (Item("", "Third", ItemKind.CHOICE, options=("Yes",)), "two to"),
        (Item("", "Third", ItemKind.CHOICE, options=("Yes", "Yes")), "the same"),
        (Item("", "Third", ItemKind.TEXT, step=Step.ABLE), "scale of 1 to 5"),
    ):
        with pytest.raises(RuleBroken, match=message):
            surveys.add_item(survey, item)
    with transaction():
        surveys.remove_item(survey, two, survey.version)
        surveys.remove_survey(survey, survey.version)
    assert survey_queries.surveys(place.rollout.id) == []


def test_usability_is_worked_out_for_each_answer(place: Place) -> None:
    survey = make_open(place, items=USABILITY, topic=Topic.USABILITY)
    brooke = {item.ref: str(v) for item, v in zip(USABILITY, (5, 4, 2, 1, 2, 3, 2, 4, 5, 2), strict=True)}
    answer_all(survey, place, lambda _: brooke)
    close(survey)
    whole = results(survey).whole
    assert whole is not None
    assert whole.counts["=usability"] == {"55.0": 40}


def test_answers_are_nowhere_in_the_history(place: Place) -> None:
    survey = make_open(place, items=MIXED, topic=Topic.OTHER, anonymous=False)
    answer_all(survey, place, lambda _: {"trust": "2", "worry": "canary in the mine"})
    close(survey)
    told = " ".join(
        str((entry.object_type, entry.before, entry.after)) for entry in db.session.scalars(select(AuditEntry))
    )
    assert "canary" not in told
    assert "'survey'" in told
    assert not any(table in told for table in ("survey_reply", "survey_tally", "survey_invitation", "survey_words"))


def test_nothing_kept_of_answers_carries_a_moment_or_an_order(place: Place) -> None:
    """Rows of answers and of `answered` share no key, no time, and no order: words stand in an order of chance."""
    survey = make_open(place, items=MIXED, topic=Topic.OTHER)
    answer_all(survey, place, lambda number: {"worry": f"{number:02}"})
    for table in (SurveyTally, SurveyWords, SurveyInvitation):
        kinds = {column.name: str(column.type) for column in table.__table__.columns}
        assert not [name for name, kind in kinds.items() if "TIME" in kind.upper()]
    words = [int(word.text) for word in db.session.scalars(select(SurveyWords).order_by(SurveyWords.id))]
    rows_of = db.session.scalars(select(SurveyInvitation.staff_id).order_by(SurveyInvitation.id))
    order = {staff_id: number for number, staff_id in enumerate(rows_of)}
    assert sorted(words) == list(range(40))
    assert abs(correlation(list(range(40)), words)) < 0.6
    assert abs(correlation(list(range(40)), [order[staff_id] for staff_id in place.staff])) < 0.6
    assert "worry" not in str([row.counts for row in db.session.scalars(select(SurveyTally))])


def correlation(one: list[int], other: list[int]) -> float:
    """Spearman's coefficient of two orders."""
    from scipy.stats import spearmanr

    return float(spearmanr(one, other).statistic)
