"""Pages of the shipped playbooks: everybody with an account may read them, nobody else."""

import pytest
from flask import Flask

from planner.playbook.service import load_shipped
from planner.playbook.shelf import SHELVES
from tests.page import Page, text_of
from tests.personas import Cast


def test_the_shipped_playbooks_are_listed(page: Page, cast: Cast) -> None:
    tree = page.get("playbook.index", as_=cast.stranger)
    assert "Standard CRM rollout" in [text_of(link) for link in tree.cssselect(".cards a")]


def test_a_playbook_shows_phases_gates_and_library(page: Page, cast: Cast) -> None:
    text = text_of(page.get("playbook.show", ref="standard", as_=cast.viewer))
    standard = load_shipped("standard")
    assert all(phase.name in text and phase.exit.name in text for phase in standard.phases)
    assert all(title in text for title in SHELVES.values())


@pytest.mark.parametrize("ref", ["decide", "test-and-train", "operate-and-improve"])
def test_a_phase_shows_advice_tasks_gates_and_mistakes(page: Page, cast: Cast, ref: str) -> None:
    tree = page.get("playbook.phase", ref="standard", phase_ref=ref, as_=cast.trainer)
    text, phase = text_of(tree), load_shipped("standard").phase(ref)
    assert all(task.name in text for task in phase.tasks)
    assert all(criterion.text in text for gate in phase.gates for criterion in gate.criteria)
    assert "What good looks like" in [text_of(heading) for heading in tree.cssselect("article h2")]


def test_a_threshold_is_said_in_words(page: Page, cast: Cast) -> None:
    text = text_of(page.get("playbook.phase", ref="standard", phase_ref="test-and-train", as_=cast.member))
    assert "every required course passed: at least 95 %" in text
    assert "Full rehearsals of the data migration that were run: at least 2" in text


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_part_of_the_library_can_be_read(page: Page, cast: Cast, shelf: str) -> None:
    tree = page.get("playbook.library", ref="standard", shelf=shelf, as_=cast.viewer)
    assert len(tree.cssselect("main section[id]")) == len(getattr(load_shipped("standard"), shelf))


def test_the_library_is_searched_by_words(page: Page, cast: Cast) -> None:
    tree = page.get("playbook.library", ref="standard", shelf="mistakes", words="LICENCES budget", as_=cast.viewer)
    assert "budget-licences-only" in [section.get("id") for section in tree.cssselect("main section[id]")]
    nothing = page.get("playbook.library", ref="standard", shelf="mistakes", words="zeppelin", as_=cast.viewer)
    assert "Nothing holds these words." in text_of(nothing)


def test_what_is_not_there_is_not_found(page: Page, cast: Cast) -> None:
    page.get("playbook.show", ref="none", as_=cast.viewer, status=404)
    page.get("playbook.phase", ref="standard", phase_ref="none", as_=cast.viewer, status=404)
    page.get("playbook.library", ref="standard", shelf="phases", as_=cast.viewer, status=404)


def test_without_an_account_one_is_asked_to_sign_in(app: Flask) -> None:
    answer = app.test_client().get("/playbooks")
    assert answer.status_code in {302, 303}
    assert "/sign-in" in answer.location
