"""Responsibilities on their pages: taken from the playbook, put right, and shown to each as far as it concerns them."""

from typing import Any

import pytest

from planner.db import db, transaction
from planner.people import raci_queries as queries
from planner.people import raci_service as service
from planner.people.raci_fit import FitKind
from planner.people.raci_service import HolderDraft, RoleDraft
from planner.playbook.service import load_shipped
from planner.rollouts.playbook_service import take_copy
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast


@pytest.fixture
def taken(cast: Cast) -> Cast:
    """The cast with the matrix of the smallest playbook."""
    with transaction():
        take_copy(cast.rollout.id, load_shipped("small-business"), NOW)
        service.take_from_playbook(cast.rollout)
    return cast


def role_id(cast: Cast, key: str) -> int:
    return next(row.id for row in queries.roles(cast.rollout.id) if row.key == key)


def test_the_playbook_is_taken_once_and_its_gaps_are_named(cast: Cast, page: Page) -> None:
    rollout_id = cast.rollout.id
    page.post("people.take_responsibilities", {"once": "z"}, rollout_id=rollout_id, as_=cast.manager)
    assert queries.roles(rollout_id) == []
    with transaction():
        take_copy(rollout_id, load_shipped("small-business"), NOW)
    seen = text_of(page.get("people.responsibilities", rollout_id=rollout_id, as_=cast.manager))
    assert "The playbook has 7 deliverables and 6 roles that are not here yet" in seen
    for once in "ab":
        page.post("people.take_responsibilities", {"once": once}, rollout_id=rollout_id, as_=cast.manager)
    assert (len(queries.roles(rollout_id)), len(queries.deliverables(rollout_id))) == (6, 7)
    seen = text_of(page.get("people.responsibilities", rollout_id=rollout_id, as_=cast.sponsor))
    assert "and nobody holds the role" in seen
    assert "not here" not in seen


def test_a_deliverable_is_put_right_and_two_editors_do_not_overwrite(taken: Cast, page: Page) -> None:
    rollout_id = taken.rollout.id
    form = {"name": "Price lists", "phase": "", f"role_{role_id(taken, 'sponsor')}": "A", "once": "a"}
    page.post("people.add_deliverable", form, rollout_id=rollout_id, as_=taken.manager)
    row = queries.deliverables(rollout_id)[-1]
    assert "Nobody is responsible for doing “Price lists”" in text_of(
        page.get("people.responsibilities", rollout_id=rollout_id, as_=taken.manager)
    )
    at: dict[str, Any] = {"rollout_id": rollout_id, "raci_deliverable_id": row.id, "as_": taken.manager}
    right = {**form, f"role_{role_id(taken, 'key-user')}": "R", "version": "1"}
    page.post("people.edit_deliverable", right, **at)
    page.post("people.edit_deliverable", right, status=409, **at)
    page.post("people.edit_deliverable", {**right, "name": "", "version": "2"}, status=422, **at)
    page.post("people.edit_deliverable", {**right, "phase": "nowhere", "version": "2"}, status=422, **at)
    db.session.expire_all()
    assert row.letters == {"sponsor": "A", "key-user": "R"}
    page.post("people.remove_deliverable", {"version": "2"}, **at)
    assert "Price lists" not in {each.name for each in queries.deliverables(rollout_id)}


def test_people_come_into_roles_with_deputies_who_are_others(taken: Cast, page: Page) -> None:
    rollout_id, number = taken.rollout.id, role_id(taken, "sponsor")
    at: dict[str, Any] = {"rollout_id": rollout_id, "raci_role_id": number, "as_": taken.manager}
    page.post("people.add_holder", {"person": str(taken.sponsor.id), "once": "a"}, **at)
    seen = text_of(page.get("people.rollout_roles", rollout_id=rollout_id, as_=taken.manager))
    assert "no deputy" in seen
    himself = {"person": str(taken.sponsor.id), "deputy": "y", "once": "b"}
    page.post("people.add_holder", himself, status=422, **at)
    page.post("people.add_holder", {"person": "", "name": "", "once": "c"}, status=422, **at)
    page.post("people.add_holder", {"person": str(taken.stranger.id), "once": "d"}, status=422, **at)
    page.post("people.add_holder", {"person": "", "name": "Greta Holst", "deputy": "y", "once": "e"}, **at)
    seen = text_of(page.get("people.rollout_roles", rollout_id=rollout_id, as_=taken.manager))
    assert "Greta Holst" in seen
    row = next(holder for holder, _, name in queries.holders(rollout_id) if name == "Greta Holst")
    page.post("people.remove_holder", {"version": "1"}, rollout_id=rollout_id, raci_holder_id=row.id, as_=taken.manager)
    assert [name for _, _, name in queries.holders(rollout_id)] == ["Sven Holm"]


def test_a_role_of_ones_own_comes_and_goes_with_its_letters(taken: Cast, page: Page) -> None:
    rollout_id = taken.rollout.id
    own = {"name": "Dealer council", "fit": "none", "once": "a"}
    page.post("people.add_rollout_role", own, rollout_id=rollout_id, as_=taken.manager)
    page.post("people.add_rollout_role", {**own, "once": "b"}, status=422, rollout_id=rollout_id, as_=taken.manager)
    role = queries.roles(rollout_id)[-1]
    form = {"name": "Rebates", "phase": "", f"role_{role.id}": "AR", "once": "c"}
    page.post("people.add_deliverable", form, rollout_id=rollout_id, as_=taken.manager)
    at: dict[str, Any] = {"rollout_id": rollout_id, "raci_role_id": role.id, "as_": taken.manager}
    page.post("people.edit_rollout_role", {"name": "Dealers", "critical": "y", "fit": "none", "version": "1"}, **at)
    page.post("people.remove_rollout_role", {"version": "2"}, **at)
    assert queries.deliverables(rollout_id)[-1].letters == {}


def test_the_fourth_critical_role_in_one_hand_is_flagged_and_the_third_is_not(taken: Cast, page: Page) -> None:
    at: dict[str, Any] = {"rollout_id": taken.rollout.id, "as_": taken.manager}
    for number in range(1, 5):
        with transaction():
            role = service.add_role(taken.rollout, RoleDraft(f"Council {number}", critical=True, fit=FitKind.NONE))
            service.add_holder(role, HolderDraft(taken.sponsor.id, "", deputy=False))
            service.add_holder(role, HolderDraft(None, "Greta Holst", deputy=True))
        (row,) = page.get("people.rollout_roles", **at).xpath("//section[@aria-labelledby='hands-title']//li")
        light = "red" if number == 4 else "green"
        assert row.cssselect(f".status-{light}"), (number, text_of(row))
        flagged = "Sven Holm holds 4 critical roles" in text_of(page.get("people.responsibilities", **at))
        assert flagged is (number == 4)
    assert text_of(row).endswith("4 critical roles in one hand")


def test_a_part_that_nobody_on_the_committee_speaks_for_is_named(taken: Cast, page: Page) -> None:
    at: dict[str, Any] = {"rollout_id": taken.rollout.id, "as_": taken.manager}

    def group() -> list[str]:
        section = page.get("people.role_fit", **at).xpath("//section[@aria-labelledby='group-title']")[0]
        return [text_of(section.xpath("./p")[0]), *(text_of(each) for each in section.xpath("./ul/li"))]

    assert group() == ["Not known", "The committee has no members yet."]
    seat = {"seat": "member", "may_decide": "y", "title": ""}
    voices = ["sales", "marketing", "finance", "it", "staff"]
    page.post(
        "people.add_committee_member",
        {**seat, "person": str(taken.sponsor.id), "speaks_for": voices, "once": "a"},
        **at,
    )
    assert group() == ["Does not fit", "Nobody speaks for service."]
    other = {**seat, "person": "", "name": "Rosa Keller", "speaks_for": ["service"], "may_decide": "", "once": "b"}
    page.post("people.add_committee_member", other, **at)
    assert group() == ["Fits in part", "Nobody who speaks for service may decide."]


def test_fit_is_written_down_and_unknown_is_not_good(taken: Cast, page: Page) -> None:
    rollout_id = taken.rollout.id
    with transaction():
        role = queries.role(rollout_id, role_id(taken, "project-manager"))
        holder = service.add_holder(role, HolderDraft(taken.manager.id, "", deputy=False))
    seen = text_of(page.get("people.role_fit", rollout_id=rollout_id, as_=taken.sponsor))
    assert "5 of 5 not known" in seen
    at: dict[str, Any] = {"rollout_id": rollout_id, "raci_holder_id": holder.id, "as_": taken.manager}
    answers = {"sales": "no", "service": "no", "marketing": "no", "planning": "yes", "it": "yes", "it_note": "Ran IT"}
    page.get("people.edit_fit", **at)
    page.post("people.edit_fit", {**answers, "version": "1"}, **at)
    seen = text_of(page.get("people.role_fit", rollout_id=rollout_id, as_=taken.sponsor))
    assert "Does not fit" in seen
    assert "only in IT" in seen


def test_others_see_their_own_part_only(taken: Cast, page: Page) -> None:
    rollout_id = taken.rollout.id
    with transaction():
        service.add_holder(
            queries.role(rollout_id, role_id(taken, "key-user")), HolderDraft(taken.member.id, "", deputy=False)
        )
    mine = text_of(page.get("people.my_part", rollout_id=rollout_id, as_=taken.member))
    assert "Colleague who tries it out" in mine
    assert "Responsible: does it" in mine
    assert "You hold no role yet" in text_of(page.get("people.my_part", rollout_id=rollout_id, as_=taken.trainer))
    for endpoint in ("people.rollout_roles", "people.role_fit"):
        page.get(endpoint, rollout_id=rollout_id, as_=taken.member, status=403)
    page.get("people.responsibilities", rollout_id=rollout_id, as_=taken.viewer, status=403)
    assert page.client(taken.member).get(f"/rollouts/{rollout_id}/responsibilities").location.endswith("/mine")
