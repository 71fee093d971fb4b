"""Fields that several areas share: exact numbers, typed as people type them."""

from decimal import Decimal
from typing import Any

from wtforms import DecimalField
from wtforms.validators import Optional

PARTING = {ord(sign): None for sign in " \u00a0\u202f'’"}


class NumberField(DecimalField):
    """An exact number that may be left empty; blanks and apostrophes may part the thousands."""

    example = "42 or 3.5"

    def __init__(self, label: str, **options: Any) -> None:  # noqa: ANN401 - what WTForms takes
        super().__init__(label, [Optional()], places=None, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it without the parting signs."""
        try:
            super().process_formdata([text.translate(PARTING) for text in valuelist])
        except ValueError as error:
            raise ValueError(f"Type a plain number, such as {self.example}.") from error

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else format(Decimal(self.data), "f")


class MoneyField(NumberField):
    """An amount of money."""

    example = "12500 or 12500.50"
