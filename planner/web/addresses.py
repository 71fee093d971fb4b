"""What may stand for a number in an address."""

import re

from werkzeug.routing import IntegerConverter


class RowNumber(IntegerConverter):
    """Up to nine plain digits; what no database could hold, or is written in other digits, is no address of ours.

    >>> import re
    >>> [bool(re.fullmatch(RowNumber.regex, text)) for text in ("12", "9999999999", "٣", "-1")]
    [True, False, False, False]
    """

    regex = "[0-9]{1,9}"


def row_number(text: str) -> int:
    """A number after the question mark of an address, under the same rule; ValueError for anything else.

    >>> row_number("12")
    12
    """
    if not re.fullmatch(RowNumber.regex, text):
        raise ValueError(text)
    return int(text)
