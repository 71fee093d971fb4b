"""Rollouts are made whole or not at all; people, waves and units keep their rules."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from planner.access.roles import Role
from planner.basics.errors import NotFound, PlannerError, RuleBroken, Stale
from planner.db import db, transaction
from planner.playbook.outline import Playbook
from planner.rollouts import member_service, queries, service
from planner.rollouts.models import Membership, PlaybookCopy, Rollout, Unit, Wave
from planner.rollouts.playbook_service import playbook_of
from planner.rollouts.profile import UnitDraft, WaveDraft, Work
from planner.rollouts.stages import Stage
from tests.builders import make_member, make_user, make_wave
from tests.conftest import NOW
from tests.page import Page
from tests.personas import Cast
from tests.rollouts.samples import DRAFT, SETTINGS, TINY


def made(app: Flask, by: str = "Mara Lind") -> Rollout:
    with transaction():
        return service.create_rollout(DRAFT, TINY, make_user(by), NOW)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_rollout_is_made_with_all_its_parts(app: Flask) -> None:
    rollout = made(app)
    assert [(wave.number, wave.name, wave.go_live) for wave in queries.waves(rollout.id)] == [
        (1, "Pilot", date(2026, 6, 22)),
        (2, "Rest", date(2026, 8, 3)),
    ]
    waves = {wave.id: wave.number for wave in queries.waves(rollout.id)}
    assert [(u.name, u.people, u.work, waves[u.wave_id or 0]) for u in queries.units(rollout.id)] == [
        ("Sales north", 12, Work.SALES, 1),
        ("Service", 30, Work.SERVICE, 2),
    ]
    assert [(m.role, user.name) for m, user in queries.members(rollout.id)] == [(Role.MANAGER, "Mara Lind")]
    assert playbook_of(rollout) == TINY
    assert rollout.stage is Stage.DRAFT
    assert rollout.profile == SETTINGS.profile


def test_areas_to_the_right_prepare_in_the_same_transaction(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, str, date]] = []

    def prepare(rollout: Rollout, playbook: Playbook, today: date) -> None:
        seen.append((rollout.id, playbook.ref, today))

    monkeypatch.setattr(service, "on_created", [prepare])
    rollout = made(app)
    assert seen == [(rollout.id, "tiny", date(2026, 3, 2))]


def test_when_a_later_part_fails_nothing_is_left(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(rollout: Rollout, playbook: Playbook, today: date) -> None:
        raise RuleBroken("No plan is possible.")

    monkeypatch.setattr(service, "on_created", [fail])
    by = make_user("Mara Lind")
    with pytest.raises(RuleBroken), transaction():
        service.create_rollout(DRAFT, TINY, by, NOW)
    assert [count(model) for model in (Rollout, Wave, Unit, Membership, PlaybookCopy)] == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"waves": ()}, "waves"),
        ({"waves": (WaveDraft(2, "Second"),)}, "waves"),
        ({"waves": (WaveDraft(1, "Pilot", date(2026, 3, 2)), WaveDraft(2, "B"))}, "waves"),
        ({"waves": (WaveDraft(1, "Pilot", date(2101, 1, 1)), WaveDraft(2, "B"))}, "waves"),
        ({"units": (UnitDraft("Sales", 1, Work.SALES), UnitDraft("SALES", 1, Work.SALES))}, "units"),
        ({"units": (UnitDraft("Sales", 1, Work.SALES, 7),)}, "units"),
        ({"settings": replace(SETTINGS, start_date=date(1989, 12, 31))}, "start_date"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(app: Flask, change: dict[str, object], field: str) -> None:
    by = make_user()
    with pytest.raises(RuleBroken) as refused, transaction():
        service.create_rollout(replace(DRAFT, **change), TINY, by, NOW)  # type: ignore[arg-type] # fields by name
    assert refused.value.field == field
    assert count(Rollout) == 0


def test_the_first_day_that_may_be_is_taken(app: Flask) -> None:
    waves = (WaveDraft(1, "Pilot", date(2026, 3, 3)), WaveDraft(2, "Rest"))
    with transaction():
        rollout = service.create_rollout(replace(DRAFT, waves=waves), TINY, make_user(), NOW)
    assert queries.waves(rollout.id)[0].go_live == date(2026, 3, 3)


def test_a_playbook_that_was_altered_in_the_database_is_not_used(app: Flask) -> None:
    rollout = made(app)
    with transaction():
        copy = queries.playbook_copy(rollout.id)
        document = dict(copy.document)
        document["playbook"] = {**document["playbook"], "name": "Forged"}
        copy.document = document
    from planner.rollouts import playbook_service

    playbook_service._read.cache_clear()
    with pytest.raises(PlannerError, match="altered"):
        playbook_of(rollout)


def test_a_rollout_without_a_playbook_says_so(app: Flask, cast: Cast) -> None:
    with pytest.raises(NotFound):
        playbook_of(cast.rollout)


def test_settings_are_changed_and_a_stale_edit_is_noticed(app: Flask) -> None:
    rollout = made(app)
    with transaction():
        service.edit_rollout(rollout, replace(SETTINGS, name="New name"), rollout.version)
    assert rollout.name == "New name"
    with pytest.raises(Stale) as stale, transaction():
        service.edit_rollout(rollout, SETTINGS, rollout.version - 1)
    assert stale.value.current["name"] == "New name"


def test_the_start_cannot_move_past_a_go_live(app: Flask) -> None:
    rollout = made(app)
    with pytest.raises(RuleBroken, match="Pilot") as refused, transaction():
        service.edit_rollout(rollout, replace(SETTINGS, start_date=date(2026, 6, 22)), rollout.version)
    assert refused.value.field == "start_date"


def test_steps_of_life_ask_for_what_they_need(app: Flask, cast: Cast) -> None:
    rollout, today = cast.rollout, date(2026, 3, 2)
    with pytest.raises(RuleBroken, match="go-live date"), transaction():
        service.change_stage(rollout, Stage.RUNNING, "", today, rollout.version)
    make_wave(rollout, 1, date(2026, 3, 2))
    with transaction():
        service.change_stage(rollout, Stage.RUNNING, "", today, rollout.version)
    with pytest.raises(RuleBroken, match="cannot become draft"), transaction():
        service.change_stage(rollout, Stage.DRAFT, "", today, rollout.version)
    with pytest.raises(RuleBroken, match="Say why"), transaction():
        service.change_stage(rollout, Stage.CLOSED, "", today, rollout.version)
    with transaction():
        service.change_stage(rollout, Stage.LIVE, "", today, rollout.version)
        service.change_stage(rollout, Stage.CLOSED, "", today, rollout.version)
    assert rollout.stage is Stage.CLOSED


def test_waves_are_added_at_the_end_and_removed_from_the_end(app: Flask) -> None:
    rollout = made(app)
    with transaction():
        assert service.add_wave(rollout, "Third", None).number == 3
    first, second, third = queries.waves(rollout.id)
    with pytest.raises(RuleBroken, match="Remove Third first"), transaction():
        service.remove_wave(second)
    with transaction():
        service.remove_wave(third)
        service.remove_wave(second)
    with pytest.raises(RuleBroken, match="at least one wave"), transaction():
        service.remove_wave(first)
    assert [unit.wave_id for unit in queries.units(rollout.id)] == [first.id, None]


def test_unit_names_stay_unique_and_waves_known(app: Flask) -> None:
    rollout = made(app)
    with pytest.raises(RuleBroken) as refused, transaction():
        service.add_unit(rollout, UnitDraft("sales NORTH", 1, Work.SALES))
    assert refused.value.field == "name"
    with pytest.raises(RuleBroken) as refused, transaction():
        service.add_unit(rollout, UnitDraft("Depot", 1, Work.OTHER, 9))
    assert refused.value.field == "wave"
    unit = queries.units(rollout.id)[0]
    with transaction():
        service.edit_unit(rollout, unit, UnitDraft("SALES NORTH", 13, Work.SALES, None), unit.version)
    assert (unit.name, unit.people, unit.wave_id) == ("SALES NORTH", 13, None)


def test_people_join_by_the_address_of_their_account(app: Flask, cast: Cast) -> None:
    with transaction():
        member_service.add_member(cast.rollout, "  STEN.fremd@Example.org ", Role.VIEWER)
    assert [user.name for user in queries.people_with_role(cast.rollout.id, Role.VIEWER)] == [
        "Sten Fremd",
        "Vera Costa",
    ]
    with pytest.raises(RuleBroken, match="already takes part"), transaction():
        member_service.add_member(cast.rollout, "sten.fremd@example.org", Role.VIEWER)
    with pytest.raises(RuleBroken, match="no active account"), transaction():
        member_service.add_member(cast.rollout, "nobody@example.org", Role.VIEWER)


def test_a_closed_account_cannot_join(app: Flask, cast: Cast) -> None:
    with transaction():
        cast.stranger.active = False
    with pytest.raises(RuleBroken, match="no active account"), transaction():
        member_service.add_member(cast.rollout, cast.stranger.email, Role.VIEWER)


def test_nobody_is_made_administrator_in_a_rollout(app: Flask, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="Administrators"), transaction():
        member_service.add_member(cast.rollout, cast.stranger.email, Role.ADMIN)


def test_the_last_manager_stays(app: Flask, cast: Cast) -> None:
    membership = next(m for m, _ in queries.members(cast.rollout.id) if m.role is Role.MANAGER)
    with pytest.raises(RuleBroken, match="last project manager"), transaction():
        member_service.remove_member(membership)
    with pytest.raises(RuleBroken, match="last project manager"), transaction():
        member_service.change_role(membership, Role.VIEWER, membership.version)
    second = make_member(cast.rollout, Role.MANAGER, "Nina Roth")
    with transaction():
        second.active = False
    with pytest.raises(RuleBroken, match="last project manager"), transaction():
        member_service.remove_member(membership)
    with transaction():
        second.active = True
    with transaction():
        member_service.remove_member(membership)
    assert [user.name for user in queries.people_with_role(cast.rollout.id, Role.MANAGER)] == ["Nina Roth"]


def test_parts_of_another_rollout_are_not_found(app: Flask, cast: Cast) -> None:
    other = made(app, "Olga Ivanova")
    with pytest.raises(NotFound):
        queries.wave(cast.rollout.id, queries.waves(other.id)[0].id)
    with pytest.raises(NotFound):
        queries.unit(cast.rollout.id, queries.units(other.id)[0].id)
    with pytest.raises(NotFound):
        queries.member(cast.rollout.id, queries.members(other.id)[0][0].id)


def test_cards_tell_rollouts_apart(app: Flask, cast: Cast) -> None:
    make_wave(cast.rollout, 1, date(2026, 3, 1))
    make_wave(cast.rollout, 2, date(2026, 3, 2))
    card = queries.cards(cast.manager.id, date(2026, 3, 2))[0]
    assert (card.role, card.waves, card.people, card.next_go_live) == (Role.MANAGER, 2, 0, date(2026, 3, 2))
    assert queries.cards(cast.stranger.id, date(2026, 3, 2)) == []


def test_a_new_role_renews_the_token_of_the_session(app: Flask, cast: Cast, page: Page) -> None:
    client = page.client(cast.member)
    with client.session_transaction() as cookie:
        old = cookie["_user_id"]
    membership = next(m for m, user in queries.members(cast.rollout.id) if user == cast.member)
    with transaction():
        member_service.change_role(membership, Role.TRAINER, membership.version)
    assert client.get("/account").status_code == 200
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != old
    assert client.get("/account").status_code == 200
