"""A project manager looks with other eyes: no more than by the own role, nothing private, and changes nothing."""

from flask import Flask

from planner.access.audit_models import AuditEntry
from planner.db import db, transaction
from planner.people import staff_service
from planner.people.privacy_models import PrivacyRead
from planner.people.staff import StaffDraft
from tests.page import Page, text_of
from tests.personas import Cast


def test_looking_as_a_role_and_as_a_person(app: Flask, page: Page, cast: Cast) -> None:
    here = cast.rollout.id
    with transaction():
        entry = staff_service.add_staff(here, StaffDraft("Miro Petrov", "M-1", user_id=cast.member.id))
        other = staff_service.add_staff(here, StaffDraft("Ana Lima", "A-1"))
    client = page.client(cast.manager)
    token = page.token(client)

    def post(path: str, **form: object) -> int:
        return int(client.post(f"/rollouts/{here}/{path}", data={"csrf_token": token, **form}).status_code)

    assert client.get(f"/rollouts/{here}/privacy/preview").status_code == 200
    assert post("privacy/preview/role", role="viewer") == 303
    seen = page.parse(client.get(f"/rollouts/{here}"))
    assert "You are looking with the eyes of somebody, viewer" in text_of(seen)
    assert client.get(f"/rollouts/{here}/staff").status_code == 403
    assert post("staff/new", name="New One") == 403
    assert post("privacy/preview/stop") == 303
    assert client.get(f"/rollouts/{here}/staff").status_code == 200

    assert post("privacy/preview/person", person=cast.member.id) == 303
    assert client.get(f"/rollouts/{here}/staff/{entry.id}").status_code == 200
    assert client.get(f"/rollouts/{here}/staff/{other.id}").status_code == 403
    for private in ("privacy", "privacy/copy"):
        assert client.get(f"/rollouts/{here}/{private}").status_code == 403, private
    assert "Mara Lind" in text_of(page.parse(client.get("/account"))), "one's own account is never somebody else's"
    noted = {(row.user_id, row.what) for row in db.session.query(PrivacyRead).filter_by(staff_id=entry.id)}
    assert noted == {
        (cast.manager.id, "What you see, in a preview"), (cast.manager.id, "Your entry in the staff list"),
    }  # fmt: skip
    trail = [(each.object_type, each.user_id) for each in db.session.query(AuditEntry).filter_by(action="see-as")]
    assert trail == [("role", cast.manager.id), ("user", cast.manager.id)]


def test_a_preview_ends_with_the_right_to_it(app: Flask, page: Page, cast: Cast) -> None:
    here, client = cast.rollout.id, page.client(cast.sponsor)
    assert client.get(f"/rollouts/{here}/privacy/preview").status_code == 403
    with client.session_transaction() as kept:
        kept["see_as"] = {"rollout": here, "role": "manager", "user": 0}
    assert client.get(f"/rollouts/{here}/privacy/retention").status_code == 403, "nobody sees more than by the own role"


def test_another_rollout_is_seen_with_ones_own_eyes(app: Flask, page: Page, cast: Cast) -> None:
    client = page.client(cast.manager)
    with client.session_transaction() as kept:
        kept["see_as"] = {"rollout": cast.rollout.id + 1, "role": "viewer", "user": 0}
    assert client.get(f"/rollouts/{cast.rollout.id}/staff").status_code == 200
