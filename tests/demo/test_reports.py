"""The sample's reports, made now: what a sponsor reads has no inner name in it."""

from planner.db import db
from planner.demo import build
from planner.demo.build import Sample
from planner.reports import paper_service
from planner.reports.paper import PaperKind
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of


def test_what_stands_in_the_way_names_people_and_roles_in_words(sample: Sample) -> None:
    rollout = db.session.get_one(Rollout, sample.rollouts[0])
    found = paper_service.paper_now(rollout, PaperKind.HEALTH, "Mara Lind", build.FIXED_DAY)
    roles = playbook_of(rollout).roles
    owners = {each.owner for each in found.blockers} - {""}
    assert owners
    assert not owners & {role.ref for role in roles}
    assert all(any(owner.startswith(role.name) for role in roles) for owner in owners)
