"""Checks what types alone cannot say of a playbook: that its pieces fit together.

A playbook that passes can be planned, judged and reported on without a missing piece.
"""

from planner.playbook.context import Context, Names, names_of
from planner.playbook.library_checks import check_library
from planner.playbook.order_checks import check_order
from planner.playbook.outline import Playbook
from planner.playbook.phase_checks import check_criteria_unique, check_phases
from planner.playbook.problems import Problem, Problems

__all__ = ["Names", "check", "problems_of"]


def check(playbook: Playbook, names: Names, problems: Problems) -> None:
    """Tell everything that does not fit, with the files named by `names`."""
    context = Context(playbook, names, problems)
    check_library(context)
    check_phases(context)
    check_criteria_unique(context)
    check_order(context)


def problems_of(playbook: Playbook) -> tuple[Problem, ...]:
    """Check a playbook that did not come from files, e.g. one that took over pieces of a newer version."""
    problems = Problems()
    check(playbook, names_of(playbook), problems)
    return problems.all()
