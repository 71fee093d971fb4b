"""What every page rests on: guards, saving, error pages."""

from pathlib import Path

import pytest
from flask import Flask

from planner.access.roles import Permission, Role, Scope, scope_of
from planner.settings import read_settings
from planner.web.forms import EditForm
from tests.page import Page
from tests.personas import Cast


def test_a_member_sees_the_rollout_and_a_stranger_does_not(page: Page, cast: Cast) -> None:
    page.get("rollouts.show", rollout_id=cast.rollout.id, as_=cast.viewer)
    page.get("rollouts.show", rollout_id=cast.rollout.id, as_=cast.stranger, status=404)
    page.get("rollouts.show", rollout_id=cast.rollout.id, as_=cast.admin, status=404)


def test_nobody_signed_in_is_sent_to_sign_in_and_back(page: Page, cast: Cast) -> None:
    answer = page.client(None).get(f"/rollouts/{cast.rollout.id}")
    assert answer.status_code == 303
    assert answer.location == f"/sign-in?next=/rollouts/{cast.rollout.id}"


def test_the_components_page_stands(page: Page, cast: Cast) -> None:
    page.get("web.components", as_=cast.viewer)


def test_headers_stand_on_every_answer(app: Flask) -> None:
    headers = app.test_client().get("/sign-in").headers
    assert "'unsafe-inline'" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_foreign_host_is_refused(app: Flask) -> None:
    assert app.test_client().get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_what_no_database_can_hold_leads_nowhere(page: Page, cast: Cast) -> None:
    client = page.client(cast.manager)
    assert client.get("/?words=a%00b").status_code == 404
    assert client.get("/?words=ab").status_code == 200


def test_scopes() -> None:
    assert scope_of(Role.MEMBER, Permission.PLAN_EDIT) is Scope.OWN
    assert scope_of(Role.VIEWER, Permission.PLAN_EDIT) is None


def test_files_are_kept_by_browsers_whoever_is_signed_in(page: Page, cast: Cast) -> None:
    client = page.client(cast.viewer)
    sheet = page.parse(client.get("/components")).cssselect("link[rel=stylesheet]")[0].attrib["href"]
    for address in (sheet, "/fonts/SourceSansPro-Regular.ttf"):
        with client.get(address) as answer:
            headers = answer.headers
        assert "max-age=31536000" in headers["Cache-Control"]
        assert "Cookie" not in headers.get("Vary", "")
        assert "Set-Cookie" not in headers


def test_a_form_without_its_version_has_none(app: Flask) -> None:
    """Otherwise an edit that began from nowhere would pass for one of the newest version."""
    row = {"version": 7}
    with app.test_request_context("/", method="POST", data={}):
        assert EditForm(data=row).version.data is None
    with app.test_request_context("/", method="POST", data={"version": "6"}):
        assert EditForm(data=row).version.data == 6
    with app.test_request_context("/"):
        assert EditForm(data=row).version.data == 7


def test_links_lead_to_where_the_product_is_served_unless_an_address_was_set(tmp_path: Path) -> None:
    here = read_settings({"PLANNER_INSTANCE": str(tmp_path)})
    assert here.served_at("0.0.0.0", 8123).base_url == "http://127.0.0.1:8123"  # noqa: S104 - an address, not listened on
    outside = read_settings({"PLANNER_INSTANCE": str(tmp_path), "PLANNER_BASE_URL": "https://crm.example"})
    assert outside.served_at("127.0.0.1", 8123).base_url == "https://crm.example"


@pytest.mark.parametrize("number", ["99999999999999999999", "2147483648", "٣"])
def test_a_number_that_no_row_can_have_is_no_address(app: Flask, page: Page, cast: Cast, number: str) -> None:
    client = page.client(cast.manager)
    assert client.get(f"/rollouts/{number}").status_code == 404
    assert client.get(f"/rollouts/{cast.rollout.id}/reports/{number}").status_code == 404
