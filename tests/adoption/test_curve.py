"""Adoption curves: published fits are met, planted curves are found, too few points are said."""

import json
import math
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.adoption.bass import Method, caution, cumulative, fit_bass
from planner.adoption.curve import Shape, aicc, fit_curve, forecast
from planner.adoption.overview import Outlook, outlook
from planner.cli import planner

REFERENCE = {"nls": "nls_srinivasan_mason", "nls_density": "nls_density", "ols": "ols_bass1969"}


@pytest.mark.parametrize("method", list(Method))
def test_published_series_are_met_within_one_percent(shared_data: Path, method: Method) -> None:
    file = shared_data / "diffusion" / "bass.input.json"
    result = CliRunner().invoke(planner, ["adoption", "fit", str(file), "--method", method.value, "--json"])
    assert result.exit_code == 0, result.output
    found = {row["id"]: row for row in json.loads(result.stdout)["series"]}
    expected = json.loads((shared_data / "diffusion" / "bass.expected.json").read_text("utf-8"))
    for name, series in expected["series"].items():
        for key in "pqm":
            assert found[name][key] == pytest.approx(series[REFERENCE[method]][key], rel=0.01), (name, key)
        if found[name]["p"] > 0:
            peak = series[REFERENCE[method]].get("peak_t", found[name]["peak_t"])
            assert found[name]["peak_t"] == pytest.approx(peak, abs=0.1)
    for name in expected["short_series"]:
        assert found[name]["refused"] is True
        assert "Too few points" in found[name]["warning"]


@settings(max_examples=15)
@given(st.floats(0.002, 0.05), st.floats(0.15, 0.8), st.floats(50, 5e5))
def test_a_planted_curve_is_found(p: float, q: float, m: float) -> None:
    periods = math.ceil(2.5 * math.log(q / p) / (p + q)) + 3
    times = np.arange(periods + 1, dtype=np.float64)
    adoptions = np.diff(m * cumulative(times, p, q))
    found = fit_bass(adoptions.tolist(), Method.NLS)
    assert found is not None
    assert (found.p, found.q, found.m) == pytest.approx((p, q, m), rel=0.005)
    reached = found.reached(times)
    assert np.all(np.diff(reached) >= 0)
    assert reached[-1] <= found.m


def test_figures_that_end_before_the_peak_are_doubted() -> None:
    early = np.diff(1000 * cumulative(np.arange(9, dtype=np.float64), 0.002, 0.4)).tolist()
    assert "before the peak" in str(caution(early, fit_bass(early, Method.NLS)))
    assert fit_bass([0, 0, 0, 0, 0, 0, 0], Method.NLS) is None
    assert "no such curve" in str(caution([1, 2, 4, 8, 16, 32, 64], fit_bass([1, 2, 4, 8, 16, 32, 64], Method.OLS)))


def test_the_better_shape_is_chosen_and_the_line_foretold() -> None:
    weeks = np.arange(1, 15, dtype=np.float64)
    logistic = (96 / (1 + np.exp(-0.6 * (weeks - 7)))).tolist()
    found = forecast(logistic, 90)
    assert found is not None
    assert found.curve.shape is Shape.LOGISTIC
    truth = 7 + math.log(90 / 6) / 0.6
    assert found.reached == pytest.approx(truth, abs=0.2)
    bass = (97 * cumulative(weeks, 0.08, 0.35)).tolist()
    chosen = fit_curve(bass)
    assert chosen is not None
    assert chosen.shape is Shape.BASS


def test_the_band_holds_what_comes_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    weeks = np.arange(1, 27, dtype=np.float64)
    truth = 92 / (1 + np.exp(-0.4 * (weeks - 9)))
    inside = total = 0
    for _ in range(25):
        seen = truth + rng.normal(0, 1.5, len(weeks))
        curve = fit_curve(seen[:18].tolist())
        assert curve is not None
        low, high = curve.band(weeks[18:], 0.8)
        inside += int(((low <= seen[18:]) & (seen[18:] <= high)).sum())
        total += 8
    assert 0.68 <= inside / total <= 0.95


def test_a_line_that_is_not_reached_is_not_promised() -> None:
    weeks = np.arange(1, 20, dtype=np.float64)
    stuck = (61 / (1 + np.exp(-0.8 * (weeks - 4))) + 0.2 * np.sin(weeks)).tolist()
    found = forecast(stuck, 90)
    assert found is not None
    assert found.reached is None
    assert found.latest is None
    assert forecast([10, 20, 30, 40, 50], 90) is None, "too few"
    assert forecast([5] * 12, 90) is None, "no growth"
    assert aicc(1.0, 5) == math.inf


@pytest.mark.parametrize(
    "content", ["", "[]", '{"series": []}', '{"series": [{"adoptions": [1, "2"]}]}', "[" * 100_000]
)
def test_a_file_without_series_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "series.json"
    path.write_text(content)
    result = CliRunner().invoke(planner, ["adoption", "fit", str(path), "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["accepted"] is False


def test_the_outlook_says_when_and_how_surely_and_is_kept_as_it_is() -> None:
    days = [date(2026, 1, 5) + timedelta(weeks=week) for week in range(10)]
    rates = [Decimal(round(9600 / (1 + math.exp(-0.5 * (week - 9))))) / 100 for week in range(1, 11)]
    found = outlook(days, rates)
    assert found.reached is not None
    assert found.earliest is not None
    assert found.earliest <= found.reached
    assert found.latest is None or found.reached <= found.latest
    assert "in eight of ten cases" in found.sentence
    assert all(low <= middle <= high for _, middle, low, high in found.points)
    assert found.points[0][0] == days[-1] + timedelta(weeks=1)
    assert found.points[-1][0] >= found.reached, "the picture reaches as far as the line"
    assert Outlook.of(json.loads(json.dumps(found.stored()))) == found
    assert "Too few points" in outlook(days[:5], rates[:5]).sentence
    assert "have adopted" in outlook(days[:1], [Decimal(91)]).sentence
    flat = outlook(days, [Decimal(30)] * 10)
    assert (flat.reached, flat.points) == (None, ())
