"""A live figure of an earlier day ages as answers do; pages say how new it is, and when it is out of date."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from planner.db import transaction
from planner.playbook.outline import Unit
from planner.readiness import service
from planner.readiness.criteria import CriterionResult, FactValue, judge
from planner.readiness.derivation import source_of
from planner.readiness.evidence import Standing
from planner.readiness.findings import expiring
from planner.readiness.gate_views import figure_in_words
from planner.readiness.requirements import action_of, effort_of
from planner.rollouts.playbook_service import take_copy
from tests.builders import make_wave
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast
from tests.readiness.samples import TODAY, answer, factor, measure, said
from tests.readiness.stored import PLAYBOOK, give, verify, with_playbook

FACT = "people.response_rate"
ASKED = measure("asked", fact=FACT, op=">=", line=60, unit=Unit.PERCENT)
FIGURE = FactValue(
    FACT, "Share of those asked who answered", Unit.PERCENT, Decimal(70), "“Pulse 3”, closed on 2026-02-10",
    as_of=TODAY - timedelta(days=20), lasts=30, freshness="from the newest closed survey, for 30 days",
)  # fmt: skip


def result(valid_days: int | None = None, days: int = 0, **fields: object) -> CriterionResult:
    """The criterion judged so many days from today."""
    figure = replace(FIGURE, **fields)  # type: ignore[arg-type] # fields of the figure
    return judge(replace(ASKED, valid_days=valid_days), {}, {FACT: figure}, TODAY + timedelta(days=days))


def test_a_figure_of_an_earlier_day_has_an_age_and_a_last_day() -> None:
    found = result()
    assert (found.standing, found.passed, found.age_days) == (Standing.KNOWN, True, 20)
    assert found.expires_on == TODAY + timedelta(days=10)
    assert found.standing_text == "“Pulse 3”, closed on 2026-02-10; counts until 12 March 2026"
    assert result(days=10).standing is Standing.KNOWN, "the last day counts"


def test_a_figure_that_is_too_old_is_out_of_date_and_does_not_count() -> None:
    found = result(days=11)
    assert (found.standing, found.share, found.passed) == (Standing.EXPIRED, None, None)
    assert found.standing_text == "Out of date, it counted until 12 March 2026: “Pulse 3”, closed on 2026-02-10"
    assert action_of(found) == "Count it anew: the figure counted until 12 March 2026."
    assert effort_of(found) == 0
    low = result(days=11, value=Decimal(50))
    assert action_of(low) == "Bring it to at least 60 %; now 50 %."


@pytest.mark.parametrize(("valid", "last"), [(None, 10), (25, 5), (90, 10), (20, 0)])
def test_the_days_of_the_criterion_may_shorten_those_of_the_figure(valid: int | None, last: int) -> None:
    assert result(valid).expires_on == TODAY + timedelta(days=last)


def test_a_figure_of_today_does_not_age() -> None:
    found = result(30, days=400, as_of=None)
    assert (found.standing, found.age_days, found.expires_on) == (Standing.KNOWN, 0, None)
    assert found.standing_text == FIGURE.source


def test_live_figures_are_no_answers_that_somebody_has_to_renew() -> None:
    soon = judge(answer("a", valid_days=10), {"a": said(3)}, {}, TODAY)
    assert expiring([result(), soon], TODAY) == [soon]


def test_the_derivation_says_how_new_a_figure_is_kept() -> None:
    assert source_of(result()).fresh == "from the newest closed survey, for 30 days"
    assert source_of(judge(answer("a"), {"a": said(3)}, {}, TODAY)).fresh == ""


def test_the_page_of_the_derivation_says_it_too(page: Page, cast: Cast) -> None:
    asked = factor("tasks", measure("late", fact="rollout.waves_dated_share", op=">=", line=50, unit=Unit.PERCENT))
    make_wave(cast.rollout, 1, TODAY)
    with transaction():
        take_copy(cast.rollout.id, replace(PLAYBOOK, factors=(asked,)), NOW)
    told = text_of(page.get("readiness.derivation", rollout_id=cast.rollout.id, as_=cast.viewer))
    assert "Counted today among the waves. Kept fresh: at each look." in told


def test_the_page_of_a_gate_says_why_a_figure_is_not_known_and_from_when_it_is() -> None:
    assert figure_in_words(FIGURE) == "70 %: “Pulse 3”, closed on 2026-02-10"
    assert figure_in_words(replace(FIGURE, value=None, as_of=None, source="No survey yet")) == (
        "not yet known: No survey yet"
    )
    assert figure_in_words(replace(FIGURE, as_of=None)) == "70 %"


def signed(cast: Cast) -> Decimal | None:
    return service.basis_of(cast.rollout, TODAY).facts["readiness.checks_signed_share"].value


def test_checks_are_signed_once_a_second_person_confirmed_their_yes(cast: Cast) -> None:
    with_playbook(cast.rollout)
    assert signed(cast) == 0
    verify(give(cast.rollout, "data-owner", 4, cast.manager), cast.trainer)
    assert signed(cast) == 0, "an answer in steps is no check"
    row = give(cast.rollout, "sponsor-charter", 1, cast.manager)
    assert signed(cast) == 0, "one name alone is no signature"
    verify(row, cast.sponsor)
    assert signed(cast) == 50
    verify(give(cast.rollout, "data-rules", 0, cast.manager), cast.trainer)
    assert signed(cast) == 50, "a no that was confirmed is still a no"
