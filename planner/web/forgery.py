"""Protection against forged requests: whatever a browser sends to change something carries the token of its page.

A program that sends its own token is no browser: nobody can make it send that unknowingly.
"""

from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from planner.web import current


class Protection(CSRFProtect):  # type: ignore[misc] # Flask-WTF ships no types
    """Asks browsers, and leaves programs alone."""

    def protect(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Flask-WTF's own signature
        """Refuse a changing request of a browser without the token of its page."""
        if current.bearer() is None:
            super().protect(*args, **kwargs)


def install(app: Flask) -> None:
    """Look at every request."""
    Protection(app)
