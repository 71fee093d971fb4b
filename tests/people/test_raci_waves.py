"""A wave may give a deliverable to others; the rules then hold for the wave, and who leads people finds their hours."""

from typing import Any

from planner.db import db, transaction
from planner.people import raci_queries as queries
from planner.people import raci_service as service
from planner.people.facts_service import responsibility_figures
from planner.people.raci_matrix import Deliverable, FindingKind, Holder, Letter, Matrix, RoleFacts, findings
from planner.people.raci_service import DeliverableDraft, HolderDraft, RoleDraft
from planner.people.raci_waves import findings_of_waves, in_wave
from planner.rollouts.figures_service import Question
from tests.builders import make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

MATRIX = Matrix(
    (RoleFacts("lead", "Lead", critical=False), RoleFacts("it", "IT", critical=False)),
    (Holder("lead", "a", "Ana"), Holder("it", "b", "Ben")),
    (Deliverable(1, "Lists", "Test", {"lead": Letter.BOTH}), Deliverable(2, "Guides", "Test", {"lead": Letter.BOTH})),
)


def test_a_wave_is_judged_by_its_own_letters_and_others_are_not() -> None:
    own = {1: {"it": Letter.RESPONSIBLE}}
    assert findings(MATRIX) == ()
    assert [each.kind for each in findings(in_wave(MATRIX, own))] == [FindingKind.NO_ACCOUNTABLE]
    assert in_wave(MATRIX, own).deliverables[1] == MATRIX.deliverables[1]
    told = list(findings_of_waves(MATRIX, {"1": {}, "2": own}))
    assert [(wave, each.sentence) for wave, each in told] == [("2", "Nobody is accountable for “Lists”.")]


def test_what_is_wrong_everywhere_is_told_once() -> None:
    broken = Matrix(MATRIX.roles, MATRIX.holders, (Deliverable(1, "Lists", "", {}), *MATRIX.deliverables[1:]))
    own = {2: {"lead": Letter.ACCOUNTABLE}}
    assert [each.sentence for _, each in findings_of_waves(broken, {"2": own})] == [
        "Nobody is responsible for doing “Guides”."
    ]


def test_on_the_pages(cast: Cast, page: Page) -> None:
    rollout_id, second = cast.rollout.id, make_wave(cast.rollout, 2)
    with transaction():
        lead, it = (service.add_role(cast.rollout, RoleDraft(name, critical=False)) for name in ("Lead", "IT"))
        for role, who in ((lead, cast.sponsor), (it, cast.trainer)):
            service.add_holder(role, HolderDraft(who.id, "", deputy=False))
        draft = DeliverableDraft("Price lists", "", {lead.key: Letter.BOTH})
        row = service.add_deliverable(cast.rollout, draft)
    at: dict[str, Any] = {"rollout_id": rollout_id, "raci_deliverable_id": row.id, "wave_id": second.id}
    form = {f"role_{lead.id}": "", f"role_{it.id}": "R", "version": "0"}
    same = {f"role_{lead.id}": "AR", f"role_{it.id}": "", "version": "0"}
    page.get("people.edit_wave_letters", as_=cast.manager, **at)
    assert (
        "how it is in all waves" in page.post("people.edit_wave_letters", same, status=422, as_=cast.manager, **at).text
    )
    page.post("people.edit_wave_letters", form, as_=cast.manager, **at)
    page.post("people.edit_wave_letters", {**form, "version": "9"}, status=409, as_=cast.manager, **at)
    page.post("people.edit_wave_letters", form, status=403, as_=cast.sponsor, **at)
    page.get("people.edit_wave_letters", as_=cast.manager, status=404, **{**at, "wave_id": 999})
    everywhere = text_of(page.get("people.responsibilities", rollout_id=rollout_id, as_=cast.sponsor))
    assert "Wave 2: Nobody is accountable for “Price lists”" in everywhere
    assert "other in wave 2" in everywhere
    one = text_of(page.get("people.responsibilities", rollout_id=rollout_id, wave=2, as_=cast.sponsor))
    assert "its own in this wave" in one
    figures = responsibility_figures(Question(cast.rollout, NOW.date()))
    assert figures["people.raci_findings"].value == 1
    with transaction():
        service.remove_role(queries.role(rollout_id, it.id), 1)
    db.session.expire_all()
    assert queries.wave_letters(rollout_id) == {second.id: {row.id: {}}}
    page.post("people.remove_wave_letters", {"version": "2"}, as_=cast.manager, **at)
    assert queries.wave_letters(rollout_id) == {}


def test_whoever_sees_no_staff_finds_the_hours_in_the_menu(cast: Cast, page: Page) -> None:
    """A viewer who is somebody's line manager confirms their hours; the others come there from responsibilities."""
    for who, expected in ((cast.viewer, 1), (cast.member, 0), (cast.manager, 0)):
        tree = page.get("portfolio.overview", rollout_id=cast.rollout.id, as_=who)
        links = tree.xpath("//nav//a[contains(@href, '/responsibilities/hours')]")
        assert len({link.get("href") for link in links}) == expected
    page.get("people.hours", rollout_id=cast.rollout.id, as_=cast.viewer)
