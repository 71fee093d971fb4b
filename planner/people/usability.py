"""The System Usability Scale: ten published statements, one score from 0 to 100 that is not a percentage.

Source: J. Brooke, "SUS: a quick and dirty usability scale", in Usability Evaluation in Industry, 1996.
"""

from collections.abc import Sequence
from decimal import Decimal

ITEMS = 10
LOWEST, HIGHEST = 1, 5
AVERAGE = 68
"""About the mean of published studies; half of the systems tried there lie above it."""

_BANDS = (
    (Decimal(51), "poor: people struggle, and will say so"),
    (Decimal(68), "below average: find out which tasks are meant before going on"),
    (Decimal("80.3"), "above average"),
)


def usability_score(answers: Sequence[int | None]) -> tuple[Decimal | None, str | None]:
    """The score of one person's ten answers of 1 to 5, and why there is none where there is none.

    Odd statements are worded positively and count their value less one, even ones five less their value; the sum is
    multiplied by 2.5. A score needs all ten answers: a blank is told, never filled.

    >>> usability_score([5, 4, 2, 1, 2, 3, 2, 4, 5, 2])  # the example of Brooke: 22 x 2.5
    (Decimal('55.0'), None)
    """
    if len(answers) != ITEMS:
        return None, f"{len(answers)} answers instead of {ITEMS}"
    blanks = [number for number, answer in enumerate(answers, 1) if answer is None]
    if blanks:
        return None, f"blank: {_items(blanks)}"
    given = [answer for answer in answers if answer is not None]
    outside = [number for number, answer in enumerate(given, 1) if not LOWEST <= answer <= HIGHEST]
    if outside:
        return None, f"not 1 to 5: {_items(outside)}"
    total = sum(answer - 1 if number % 2 else 5 - answer for number, answer in enumerate(given, 1))
    return Decimal(total) * Decimal("2.5"), None


def _items(numbers: Sequence[int]) -> str:
    return f"{'answer' if len(numbers) == 1 else 'answers'} {', '.join(str(number) for number in numbers)}"


def usability_words(score: Decimal) -> str:
    """What a mean score says, in words.

    >>> usability_words(Decimal("72.5")), usability_words(Decimal("40"))
    ('above average', 'poor: people struggle, and will say so')
    """
    return next((words for below, words in _BANDS if score < below), "among the best: keep what people like")
