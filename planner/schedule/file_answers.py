"""Says what is wrong with a file in the words of a reader: one entry for each problem, with its place."""

from planner.schedule.project_file import FileProblem


def entries(problems: tuple[FileProblem, ...]) -> list[dict[str, str]]:
    """The problems as the commands print them with `--json`: where, and what to do."""
    return [{"where": problem.where, "message": problem.message} for problem in problems]
