"""What can go wrong in the product's own terms, so that each page can say it in the user's."""

from collections.abc import Mapping


class PlannerError(Exception):
    """Something the product refuses, with a sentence a user can act on."""

    def __init__(self, message: str = "") -> None:
        """Keep the sentence; a class without one speaks through its docstring."""
        super().__init__(message or (type(self).__doc__ or "").split("\n")[0])

    @property
    def message(self) -> str:
        """The sentence for the user."""
        return str(self.args[0])


class NotFound(PlannerError):
    """There is nothing here, or nothing you may see."""


class NotAllowed(PlannerError):
    """Your role in this rollout does not allow this."""


class RuleBroken(PlannerError):
    """A rule of the product says no; `field` names the form field it belongs to, if one does."""

    def __init__(self, message: str, field: str | None = None) -> None:
        """Keep the sentence and the field it is shown at."""
        super().__init__(message)
        self.field = field


class Stale(PlannerError):
    """Someone else changed this while you were editing it.

    `current` holds what is stored now, by the form's field names; `version` is its version.
    """

    def __init__(self, current: Mapping[str, object], version: int) -> None:
        """Keep what is stored now, so that the page can show both versions."""
        super().__init__("Someone else changed this while you were editing it.")
        self.current = dict(current)
        self.version = version
