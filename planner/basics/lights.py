"""The four states of a light: green, amber, red and unknown; unknown is white, never green and never zero."""

from enum import StrEnum


class Light(StrEnum):
    """A state that a page shows with a word and a shape, never by colour alone."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"


_ORDER = (Light.RED, Light.AMBER, Light.UNKNOWN, Light.GREEN)


def worst(lights: list[Light] | tuple[Light, ...]) -> Light:
    """The light that decides a group: red before amber before unknown before green; of nothing, unknown.

    >>> worst([Light.GREEN, Light.UNKNOWN])
    <Light.UNKNOWN: 'unknown'>
    """
    return min(lights, key=_ORDER.index, default=Light.UNKNOWN)
