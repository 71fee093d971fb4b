"""Whoever is refused is led back to where they were, and nowhere else."""

import pytest
from flask import Flask

from planner.db import db
from planner.rollouts.models import Membership
from planner.web.way_back import way_back
from tests.page import Page
from tests.personas import Cast


@pytest.mark.parametrize(
    ("sent_to", "referrer", "back"),
    [
        ("/rollouts/1/people/7/remove", "http://localhost/rollouts/1/people", "/rollouts/1/people"),
        ("/rollouts/1/people/7/remove", "http://localhost/rollouts/1/plan?show=late", "/rollouts/1/plan?show=late"),
        ("/rollouts/1/people/7/remove", None, "/rollouts/1/people/7"),
        ("/rollouts/1/people/7/remove", "https://evil.example/rollouts/1/people", "/rollouts/1/people/7"),
        ("/rollouts/1/people/7/remove", "http://localhost:99/rollouts/1/people", "/rollouts/1/people/7"),
        ("/rollouts/1/people/7/remove", "http://localhost//evil.example", "/rollouts/1/people/7"),
        ("/rollouts/1/people/7/remove", "http://localhost/no/such/page", "/rollouts/1/people/7"),
        ("/rollouts/1/people/7/remove", "http://[", "/rollouts/1/people/7"),
        ("/rollouts/1/people/7/remove", "http://localhost/rollouts/1/people/7/remove", "/rollouts/1/people/7"),
        ("/rollouts/1/readiness/answers/a?gate=b", None, "/rollouts/1/readiness/answers/a?gate=b"),
        ("/theme", None, ""),
    ],
)
def test_the_way_back(app: Flask, sent_to: str, referrer: str | None, back: str) -> None:
    headers = {"Referer": referrer} if referrer else {}
    with app.test_request_context(sent_to, method="POST", headers=headers):
        assert way_back() == back


def test_who_cannot_remove_the_last_manager_goes_back_to_the_people(cast: Cast, page: Page) -> None:
    query = db.select(Membership.id).where(Membership.user_id == cast.manager.id)
    where = {"rollout_id": cast.rollout.id, "membership_id": db.session.scalar(query)}
    refused = page.post("rollouts.member_remove", as_=cast.manager, status=422, **where)
    first, second = page.parse(refused).cssselect("main a.button")
    assert first.get("href") == f"/rollouts/{cast.rollout.id}/people/{where['membership_id']}"
    assert second.get("href") == "/"
