"""Figures of the field are shown with their source; those that contradict each other are not printed at all."""

import re

from planner.paths import PHASES, TEMPLATES
from planner.reports import adoption_paper

FAILURE_RATE = re.compile(r"\b\d+\s*(?:%|per ?cent|&nbsp;%)[^.<\"]{0,60}\bfail", re.IGNORECASE)


def test_the_adoption_report_says_whose_lines_it_uses() -> None:
    told = " ".join(adoption_paper.METHOD)
    assert "fewer than 40 % of 1,275 companies had more than 90 % of their people adopt (CSO Insights)" in told
    assert "43 % used less than half of the functions they had (UK survey, 2007)" in told
    assert "not as a law" in told


def test_no_rate_of_failed_programmes_is_printed() -> None:
    """Sources say anything from 12 to 75 %: no page and no playbook repeats one of them."""
    assert FAILURE_RATE.search("Some 70 % of CRM projects fail.")
    files = [*TEMPLATES.rglob("*.html"), *PHASES.rglob("*.toml")]
    assert len(files) > 100
    found = [(file.name, hit.group()) for file in files for hit in FAILURE_RATE.finditer(file.read_text("utf-8"))]
    assert found == []
