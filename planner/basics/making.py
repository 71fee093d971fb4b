"""How far the making of a PDF is, from what the printer says of its steps."""

import re
from dataclasses import dataclass

PAGES = 20
"""So many pages are laid out at half of the way, where it is not known beforehand how many there will be."""
WORDS = {
    "1": (5, "Reading the pages"), "2": (10, "Reading the style"), "3": (15, "Applying the style"),
    "4": (20, "Building the pages"), "5": (25, "Laying out the pages"), "6": (85, "Writing the file"),
    "7": (95, "Finishing the file"),
}  # fmt: skip
STEP = re.compile(r"Step (\d)")
PAGE = re.compile(r"[Pp]age (\d+)")


@dataclass(frozen=True, slots=True)
class Making:
    """A PDF that is being made: what is done now, and how far it is in percent."""

    step: str
    percent: int


WAITING = Making("Waiting for its turn", 0)


def making_of(said: str, pages: int = 0) -> Making | None:
    """What one step of the printer means; None for words that say no step. `pages` is how many there are, where known.

    >>> making_of("Step 5 - Creating layout - Page 20")
    Making(step='Laying out the pages: 20', percent=55)
    >>> making_of("Step 5 - Creating layout - Page 20", 80)
    Making(step='Laying out the pages: 20 of 80', percent=40)
    >>> making_of("Fetching a font") is None
    True
    """
    found, page = STEP.search(said), PAGE.search(said)
    if found is None or found[1] not in WORDS:
        return None
    percent, words = WORDS[found[1]]
    if found[1] != "5" or page is None:
        return Making(words, percent)
    number = int(page[1])
    share = min(number / pages, 1) if pages else number / (number + PAGES)
    return Making(f"{words}: {number}" + (f" of {pages}" if pages else ""), percent + int(60 * share))
