"""Somebody with every right to look tries to find out what fewer than five people answered.

All that can be seen of surveys is gathered: every page by every division and as every role, both files, the interface
for programs, the open file of the rollout. It is held against who answered what, which only the test knows.
"""

import io
import json
import random
import re
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from planner.access.roles import ROLLOUT_ROLES
from planner.db import db, transaction
from planner.people import culture_service, survey_queries
from planner.people.culture import Dimension
from planner.people.survey_models import Survey, SurveyInvitation
from planner.people.survey_publishing import Division, Profile
from planner.people.survey_results import TOOK_PART
from planner.people.survey_shape import Item, ItemKind, Topic
from planner.portfolio.service import export_rollout
from planner.training.course_models import Course
from planner.training.sitting_models import Sitting, SittingRating
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.people.survey_attacker import Row, found_out, groups_of_rows, rows_of
from tests.people.survey_stage import TODAY, Place, answer_all, close, make_open, settle
from tests.personas import Cast

ITEMS = (
    Item("trust", "I trust the data.", ItemKind.SCALE, construct="data"),
    Item("asked", "I was asked.", ItemKind.SCALE, construct="voice"),
    Item("words", "What worries you?", ItemKind.TEXT),
)
Answers = dict[int, dict[str, str]]
"""What each person who answered said, by number of the staff list."""


@pytest.fixture
def place(cast: Cast) -> Place:
    """Forty people in four units and two sites."""
    return settle(cast.rollout, cast.manager)


def played(place: Place, seed: int) -> tuple[Survey, dict[int, Profile], Answers]:
    """A closed survey in which some answered, some left questions blank, and the test remembers who said what."""
    dice, day = random.Random(seed), TODAY - timedelta(days=40 * (9 - seed))
    share, said = dice.choice([0.35, 0.6, 0.9]), Answers()

    def say(number: int) -> dict[str, str] | None:
        if dice.random() > share:
            return None
        answer = {ref: str(dice.randint(1, 5)) for ref in ("trust", "asked") if dice.random() < 0.85}
        said[place.staff[number]] = answer | {"words": f"canary {seed} {number}"}
        return said[place.staff[number]]

    survey = make_open(place, today=day, opens=day, closes=day, items=ITEMS, topic=Topic.OTHER, name=f"Survey {seed}")
    rows = db.session.scalars(select(SurveyInvitation).where(SurveyInvitation.survey_id == survey.id))
    profiles = {row.staff_id: tuple(row.profile) for row in rows}
    answer_all(survey, place, say, day)
    return close(survey, day), profiles, said


@pytest.mark.parametrize("first", [0, 4])
def test_no_file_page_or_program_tells_what_fewer_than_five_answered(
    place: Place, cast: Cast, page: Page, first: int
) -> None:
    shown = 0
    for seed in range(first, first + 4):
        survey, profiles, said = played(place, seed)
        where = f"/rollouts/{survey.rollout_id}/surveys/{survey.id}/results/csv"
        rows = rows_of(page.client(cast.manager).get(where).data)
        cells = groups_of_rows(rows, profiles)
        for row in rows:
            who = cells[row["Division"], row["Group"]]
            gave = who & set(said)
            assert (int(row["Asked"]), int(row["Answered"])) == (len(who), len(gave))
            if row["Question"] == TOOK_PART:
                assert int(row["Answers"]) == len(gave) >= 5
                continue
            ref = next(item.ref for item in ITEMS if item.text == row["Question"])
            values = Counter(said[one][ref] for one in gave if ref in said[one])
            assert int(row["Answers"]) == sum(values.values()) >= 5
            assert row["Chosen"] == "; ".join(f"{value}: {values.get(value, 0)}" for value in "12345")
        shown += len(cells)
        assert found_out(list(cells.values()), set(profiles)) is None
        assert found_out(list(cells.values()), set(said)) is None
        for ref in ("trust", "asked"):
            text = next(item.text for item in ITEMS if item.ref == ref)
            own = [cells[row["Division"], row["Group"]] for row in rows if row["Question"] == text]
            assert found_out(own, {who for who, answer in said.items() if ref in answer}) is None
        same_everywhere(page, cast, survey, rows)
    assert shown > 20


def same_everywhere(page: Page, cast: Cast, survey: Survey, rows: list[Row]) -> None:
    """The Excel file, the interface for programs and the pages show the groups of the text file and no other."""
    told = {(row["Division"], row["Group"]) for row in rows}
    where = f"/rollouts/{survey.rollout_id}/surveys/{survey.id}/results"
    book = CalamineWorkbook.from_filelike(io.BytesIO(page.client(cast.manager).get(f"{where}/xlsx").data))
    lines = book.get_sheet_by_index(0).to_python()[1:]
    assert {(str(line[0]), str(line[1])) for line in lines} == told
    for role in ROLLOUT_ROLES:
        client = page.client(cast.of(role))
        groups = client.get(f"/api/v1{where}").json["groups"]
        assert {(each["division"], each["group"]) for each in groups} == told
        assert all(each["answered"] >= 5 for each in groups)
    viewer = page.client(cast.viewer)
    for division in (*Division, "nonsense"):
        tree = page.parse(viewer.get(f"{where}?by={division}"))
        heads = {
            re.sub(r" \d+$", "", text_of(each))
            for each in tree.xpath("//table[contains(@class, 'group-means')][1]//thead/th")
        }
        known = {group for _, group in told} | {"Question", "Everybody", "Statement", "Gap", "Lowest", "Highest"}
        assert heads <= known
        assert not {f"canary {number}" for number in range(9)} & {text_of(tree)}


def seen(page: Page, cast: Cast, survey: Survey) -> dict[str, str]:
    """Everything that anybody sees of a survey, without what differs at each look anyway."""
    base = f"/rollouts/{survey.rollout_id}/surveys"
    of_one = ("", "/results", "/results/csv", "/links", "/preview")
    addresses = [base, f"{base}/barriers", f"/api/v1{base}", f"/api/v1{base}/{survey.id}/results"]
    addresses += [f"{base}/{survey.id}{end}" for end in of_one]
    found = {}
    for role in ROLLOUT_ROLES:
        client = page.client(cast.of(role))
        for address in addresses:
            text = client.get(address).text
            text = re.sub(
                r'(name="csrf_token" value=|<code>|number of this request: )"?[^"<]*', "", text, flags=re.IGNORECASE
            )
            found[f"{role} {address}"] = re.sub(r'"request": ?"[^"]*"', "", text)
    return found


def test_one_answer_more_changes_nothing_that_anybody_sees(place: Place, cast: Cast, page: Page) -> None:
    """Two looks one answer apart are the same, so that no difference can be taken; and no word shows before the end."""
    survey = make_open(place, items=ITEMS, topic=Topic.OTHER)
    answer_all(survey, place, lambda n: {"trust": "1", "words": f"canary {n}"} if n < 12 else None)
    before = seen(page, cast, survey)
    answer_all(survey, place, lambda n: {"trust": "5", "words": "canary 12"} if n == 12 else None)
    assert survey_queries.progress([survey.id]) == {survey.id: (13, 40)}
    after = seen(page, cast, survey)
    assert {key for key, text in after.items() if text != before[key]} == set()
    assert "at least 10 of 40" in before[f"manager /rollouts/{survey.rollout_id}/surveys"]
    assert not any("canary" in text for text in after.values())


def test_the_open_file_of_a_rollout_carries_what_is_published_and_no_more(
    place: Place, cast: Cast, tmp_path: Path
) -> None:
    planted(place, cast)
    survey = make_open(place, items=ITEMS, topic=Topic.OTHER)
    answer_all(survey, place, lambda n: {"trust": "1", "words": f"canary {n}"} if n < 9 else None)
    running = json.dumps(export_rollout(place.rollout.id, tmp_path))
    assert "canary" not in running
    assert "survey_tally" not in running
    close(survey)
    document = export_rollout(place.rollout.id, tmp_path)
    assert {each["label"] for each in document["tables"]["survey_result"]} <= {
        "",
        "North",
        "Wave 1",
        "Staff",
        "Oslo",
        "Rome",
        "North team 0",
    }
    assert "canary" not in json.dumps(document)
    for told in (json.loads(running)["tables"], document["tables"]):
        assert not {"culture_answer", "sitting_rating"} & set(told)
        assert {(row["dimension"], row["answers"]) for row in told["culture_reading"]} == {("pace", 5)}


def planted(place: Place, cast: Cast) -> None:
    """Six people say how pace is, one of them how mistakes are taken, and two rate a session."""
    people = [cast.manager, cast.sponsor, cast.trainer, cast.member, cast.viewer, cast.admin]
    with transaction():
        for person in people:
            culture_service.answer(place.rollout.id, person.id, {Dimension.PACE: 4}, TODAY)
        culture_service.answer(place.rollout.id, cast.member.id, {Dimension.MISTAKES: 0}, TODAY)
        course = Course(rollout_id=place.rollout.id, name="Basics", hours=Decimal(1), shelf_life_days=90)
        db.session.add(course)
        db.session.flush()
        sitting = Sitting(
            rollout_id=place.rollout.id, course_id=course.id, starts_at=NOW, ends_at=NOW, minutes=60, seats=8
        )
        db.session.add(sitting)
        db.session.flush()
        db.session.add(SittingRating(sitting_id=sitting.id, stars=1, number=2))
