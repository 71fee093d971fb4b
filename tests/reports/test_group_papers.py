"""The training and the adoption report: counted over groups, none under five, the same in every form."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from planner.db import transaction
from planner.people import staff_service
from planner.people.staff import StaffDraft
from planner.reports import adoption_paper, paper_service, render, share_service, training_paper
from planner.reports.adoption_paper import FunctionUse, Seen, Use
from planner.reports.groups import Division
from planner.reports.paper import Paper, PaperKind
from planner.reports.paper_changes import compare
from planner.reports.paper_document import canonical, parse
from planner.reports.training_paper import GroupLine, Trained, WaveLine
from planner.reports.workbook import sheets_of
from planner.rollouts.models import Unit
from planner.training import course_service
from planner.training.courses import CourseDraft
from tests.adoption.worlds import EVENT, World, daily, log_of, make_world
from tests.conftest import NOW
from tests.page import Page
from tests.personas import Cast

TODAY = NOW.date()
GROUPS = (PaperKind.TRAINING, PaperKind.ADOPTION)


def wave(light: str, **more: object) -> WaveLine:
    line = WaveLine("Wave 1", TODAY + timedelta(30), 20, 5, 5, 15, TODAY + timedelta(60), light)
    return replace(line, **more)  # type: ignore[arg-type] # fields by name


@pytest.mark.parametrize(
    ("lights", "state"),
    [
        (("green", "green"), "healthy"), (("green", "amber"), "at risk"), (("amber", "red"), "in trouble"),
        (("green", "unknown"), "not known"), ((), "not known"),
    ],
)  # fmt: skip
def test_training_is_as_bad_as_its_worst_wave(lights: tuple[str, ...], state: str) -> None:
    whole = GroupLine("Everybody", 40, 10, 0, 0, 30)
    found = Trained(TODAY, whole, tuple(wave(each) for each in lights))
    assert training_paper.state_of(found) == state
    assert training_paper.state_of(replace(found, whole=None)) == "not known"
    late = [each for each in training_paper.verdict(found).reasons if "ready on" in each]
    assert len(late) == lights.count("red")


def test_the_trainer_is_told_what_to_plan_first() -> None:
    missing = (("Basics", 2, Decimal(4)), ("Sales", 1, Decimal("6.5")))
    late = wave("red", name="Wave 2", go_live=TODAY + timedelta(9), sessions=missing)
    found = Trained(TODAY, GroupLine("Everybody", 40, 10, 3, 2, 25), (wave("amber", sessions=missing[:1]), late))
    steps = training_paper.next_steps(found).tables[0].rows
    assert [step[0].replace("\N{NO-BREAK SPACE}", " ") for step in steps] == [
        "Plan 3 sessions for Wave 2", "Plan 2 sessions for Wave 1", "Give refreshers", "Plan the next refreshers",
    ]  # fmt: skip
    assert "10.5 hours" in steps[0][1]
    assert training_paper.next_steps(Trained(TODAY, None)).tables[0].rows


USE = Use("Everybody", 40, 37, 34, 36, Decimal(90), Decimal(60))


@pytest.mark.parametrize(
    ("change", "seen", "state"),
    [
        ({}, {}, "healthy"),
        ({"breadth": Decimal(49)}, {}, "at risk"),
        ({"rate": Decimal(60)}, {"foretold": True, "reached": TODAY}, "at risk"),
        ({"rate": Decimal(60)}, {"foretold": True}, "in trouble"),
        ({"rate": Decimal(60), "before": Decimal(62)}, {}, "in trouble"),
        ({"rate": Decimal(60), "before": Decimal(61)}, {}, "at risk"),
        ({"rate": None}, {}, "not known"),
        ({}, {"as_of": TODAY - timedelta(29)}, "not known"),
        ({}, {"whole": None}, "not known"),
    ],
)
def test_adoption_is_judged_by_its_lines_its_course_and_its_age(
    change: dict[str, object], seen: dict[str, object], state: str
) -> None:
    found = Seen(TODAY, TODAY, replace(USE, **change))  # type: ignore[arg-type] # fields by name
    found = replace(found, **seen)  # type: ignore[arg-type] # fields by name
    assert adoption_paper.state_of(found) == state
    assert adoption_paper.verdict(found).word == state.capitalize()


def test_managers_are_told_where_help_is_needed() -> None:
    low = replace(USE, name="Sales South", rate=Decimal(10), adopted=2, licensed=20)
    found = Seen(
        TODAY, TODAY - timedelta(40), USE, stands=(("never", 3), ("lapsed", 1), ("adopted", 36)),
        divisions=(Division("unit", (USE, low), 0),),
        functions=(FunctionUse("Quotes", 20, 2), FunctionUse("Calls", 20, 19)),
    )  # fmt: skip
    steps = [row[0] for row in adoption_paper.next_steps(found).tables[0].rows]
    assert steps == [
        "Take over the usage log of the last weeks", "Help the first sign-in", "Ask why they stopped",
        "Look at Sales South with its lead", "Train or drop “Quotes”",
    ]  # fmt: skip


@pytest.fixture
def world(cast: Cast) -> World:
    """Three units of six who use the system, a unit of three newcomers in Lima, and two courses."""
    made = make_world(cast.rollout)
    with transaction():
        few = Unit(rollout_id=cast.rollout.id, wave_id=made.units["North"].wave_id, name="Tiny unit", people=3)
        from planner.db import db

        db.session.add(few)
        db.session.flush()
        for number in range(3):
            draft = StaffDraft(
                f"Few {number}", f"F{number}", f"few{number}@example.org", few.id, site="Lima", roles=("rare",)
            )
            staff_service.add_staff(cast.rollout.id, draft)
        course_service.add_course(cast.rollout.id, CourseDraft("Basics", roles=("everyone",)))
        course_service.add_course(cast.rollout.id, CourseDraft("Selling", roles=("sales",)))
        course_service.add_course(cast.rollout.id, CourseDraft("Rarities", roles=("rare",)))
    busy = [f"{unit}{n}" for unit in ("north", "south", "desk") for n in range(3)]
    made.take(log_of(daily(busy, range(0, 55, 2), EVENT["deal"], EVENT["call"], EVENT["case"], "account update")))
    return made


def made(cast: Cast, kind: PaperKind) -> Paper:
    return paper_service.paper_now(cast.rollout, kind, "Mara Lind", NOW)


def words_of(paper: Paper) -> Iterator[str]:
    """Everything a reader sees of a paper in any of its forms."""
    yield str(render.body(paper))
    yield render.standalone(paper)
    yield canonical(paper)
    for sheet in sheets_of(paper, "x" * 64):
        yield f"{sheet.name} {sheet.heads} {sheet.rows}"


def test_groups_under_five_stand_in_no_form_of_either_report(cast: Cast, world: World) -> None:
    for kind in GROUPS:
        paper = made(cast, kind)
        shown = " ".join(words_of(paper))
        for hidden in ("Tiny unit", "Lima", "Rare", "Few 0", "Person", "Rarities"):
            assert hidden not in shown, (kind, hidden)
        assert "North" in shown or kind is PaperKind.TRAINING
        for section in paper.sections:
            for table in section.tables:
                if table.title.startswith(("People by", "Figures by")):
                    assert all(int(row[1]) >= 5 for row in table.rows), table.title


def test_no_way_out_of_the_product_tells_of_a_group_under_five(cast: Cast, world: World, page: Page) -> None:
    """The page, the PDF, JSON, the workbook, the interface for programs, and a link for people without an account."""
    where = {"rollout_id": cast.rollout.id}
    for number, kind in enumerate(GROUPS, 1):
        with transaction():
            row = paper_service.freeze(cast.rollout, kind, cast.manager, NOW)
            _, token = share_service.give(cast.rollout.id, row, "Board", TODAY, cast.manager, TODAY, NOW)
        client = page.client(cast.sponsor)
        base = f"/rollouts/{cast.rollout.id}/reports/{number}"
        pdf = PdfReader(io.BytesIO(client.get(f"{base}.pdf").data))
        sheets = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{base}.xlsx").data))
        ways = {
            "page": page.get("reports.show", as_=cast.viewer, number=number, **where).text_content(),
            "draft": page.get("reports.paper", as_=cast.member, kind=kind.value, **where).text_content(),
            "pdf": " ".join(each.extract_text() for each in pdf.pages),
            "json": client.get(f"{base}.json").text,
            "xlsx": str([sheets.get_sheet_by_name(name).to_python() for name in sheets.sheet_names]),
            "link": page.get("reports.shared", token=token).text_content(),
        }
        for way, told in ways.items():
            assert kind.words in told, way
            for hidden in ("Tiny unit", "Lima", "Rarities", "Few 0", "North0 Person"):
                assert hidden not in told, (way, hidden)


def test_no_shown_unit_lets_the_hidden_one_be_worked_out(cast: Cast, world: World) -> None:
    """21 people less three shown units of six would be the three newcomers: so one unit of six is hidden too."""
    by_unit = next(each for each in made(cast, PaperKind.TRAINING).sections if each.key == "by-unit")
    assert sum(int(row[1]) for row in by_unit.tables[0].rows) <= 21 - 5
    assert "not shown" in by_unit.text[0]


def test_both_reports_say_the_same_in_every_form_and_change_by_their_figures(cast: Cast, world: World) -> None:
    for kind in GROUPS:
        paper = made(cast, kind)
        assert parse(canonical(paper)) == paper
        assert compare(paper, paper).items == ()
        page = str(render.body(paper))
        assert "Decisions needed" not in page
        assert kind.measure in page
        figures = [bar for section in paper.sections for chart in section.charts for bar in chart.bars]
        assert all(bar.text in page for bar in figures)
        assert render.pdf(paper) == render.pdf(parse(canonical(paper)))
    use = made(cast, PaperKind.ADOPTION)
    section = next(each for each in use.sections if each.key == "by-wave")
    bar = section.charts[0].bars[0]
    more = replace(section.charts[0], bars=(replace(bar, value=(bar.value or Decimal(0)) + 5, text="more"),))
    later = replace(use, sections=(replace(section, charts=(more,)),))
    assert [(each.kind, each.direction) for each in compare(use, later).items] == [("figure", "better")]


def test_a_rollout_of_which_nothing_is_known_has_both_reports(cast: Cast) -> None:
    from tests.reports.stage import give_playbook

    give_playbook(cast.rollout)
    for kind in GROUPS:
        paper = made(cast, kind)
        assert paper.verdict.state == "not known"
        assert paper.score is None
        assert "unknown" in str(render.body(paper))


def test_days_without_figures_are_told(cast: Cast, world: World) -> None:
    with_log = made(cast, PaperKind.ADOPTION)
    assert with_log.score is not None
    late = NOW + timedelta(days=60)
    old = paper_service.paper_now(cast.rollout, PaperKind.ADOPTION, "Mara Lind", late)
    assert (old.score, old.verdict.state) == (None, "not known")
    assert date.fromisoformat(late.date().isoformat()) > TODAY
