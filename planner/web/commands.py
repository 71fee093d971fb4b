"""What every command needs: the app opened when it is wanted, and refusals in one sentence."""

import functools
from collections.abc import Callable
from typing import NoReturn, ParamSpec, TypeVar

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from planner.basics.errors import PlannerError

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def with_app(command: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Run a command inside the app, with its database; a rule that says no ends it with the sentence."""

    @functools.wraps(command)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        try:
            app = click.get_current_context().find_root().obj()
            with app.app_context():
                return command(*args, **kwargs)
        except PlannerError as error:
            fail(error.message)
        except (OperationalError, ProgrammingError) as error:
            fail(f"The database is not ready ({error.orig}). Run: planner init")

    return run


def fail(message: str) -> NoReturn:
    """End a command with a sentence on standard error and exit code 1."""
    raise click.ClickException(message)
