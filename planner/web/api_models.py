"""What programs send and get, typed: base classes and kinds of fields for the models of every area.

`Input` is what a program sends: unknown fields are refused, and nothing is taken for something else (the text "3" is no
number). `Filter` is what stands after the question mark. `Output` is what a program gets.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from planner.basics.days import OUT_OF_REACH, in_reach

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class _Written:
    """A kind of value that JSON has none for: read from one plain form of text by a function of ours."""

    form: str

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """A text first; then what it says."""
        read = core_schema.no_info_plain_validator_function(_day if self.form == "date" else _instant)
        return core_schema.json_or_python_schema(
            json_schema=core_schema.chain_schema([core_schema.str_schema(max_length=40), read]),
            python_schema=core_schema.any_schema(),
            serialization=core_schema.to_string_ser_schema()
            if self.form == "date"
            else core_schema.plain_serializer_function_ser_schema(lambda at: at.isoformat()),
        )

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A text of a named form."""
        return {"type": "string", "format": self.form}


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError("Write the day as 2026-03-02.")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("There is no such day.") from error
    if not in_reach(day):
        raise ValueError(OUT_OF_REACH)
    return day


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
        moment = at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError) as error:
        raise ValueError("Write the moment as 2026-03-02T09:00:00+01:00.") from error
    if moment is None:
        raise ValueError("A moment needs its time zone, such as +01:00 or Z.")
    if not in_reach(moment.date()):
        raise ValueError(OUT_OF_REACH)
    return moment


Day = Annotated[date, _Written("date")]
"""A day between 1990 and 2100, written 2026-03-02."""

Instant = Annotated[datetime, _Written("date-time")]
"""A moment with its zone, kept in UTC."""

Exact = Annotated[Decimal, Field(max_digits=24, decimal_places=8, allow_inf_nan=False)]
"""A number that stays exact: at most 24 digits, 8 of them after the point; as a number or as a text."""

Name = Annotated[str, Field(min_length=1, max_length=120)]
"""A short text that must say something."""

Number = Annotated[int, Field(ge=1, le=999_999_999)]
"""The number of a row."""


_NAMES: dict[str, str] = {}


class _Named(BaseModel):
    """A model with a name of its own: the document for programs calls each by its class's name alone."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401 - pydantic's own signature
        """Refuse a second model of one name."""
        super().__pydantic_init_subclass__(**kwargs)
        if _NAMES.setdefault(cls.__name__, cls.__module__) != cls.__module__:
            raise TypeError(f"{cls.__module__}: {_NAMES[cls.__name__]} has a model {cls.__name__}; take another name")


class _Strict(_Named):
    """What is sent: only what is known, and only as what it is."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, hide_input_in_errors=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401 - pydantic's own signature
        """Refuse kinds that take more than they seem to: a number for a day, a rounded number for an exact one."""
        super().__pydantic_init_subclass__(**kwargs)
        for name, info in cls.model_fields.items():
            marked = any(isinstance(each, _Written) for each in info.metadata)
            if not marked and _bare(info.annotation):
                raise TypeError(f"{cls.__name__}.{name}: use Day, Instant or Exact of planner.web.api_models")


def _bare(kind: object) -> bool:
    if get_origin(kind) is Annotated:
        return not any(isinstance(each, _Written) for each in get_args(kind)[1:]) and _bare(get_args(kind)[0])
    return kind in {date, datetime, float} or any(_bare(each) for each in get_args(kind))


class Input(_Strict):
    """The body of a request."""


class Filter(_Named):
    """What stands after the question mark of an address; texts become numbers where a number is asked for."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Output(_Named):
    """The body of an answer. A field `version` becomes the ETag that a change has to send back as If-Match."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paging(Filter):
    """A page of a long list: at most so many rows, those after a number."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    after: Annotated[int, Field(ge=0, le=999_999_999)] = 0


class Fault(Output):
    """One place of what was sent, and what is wrong there."""

    where: str
    message: str


class Trouble(Output):
    """Why a request was refused."""

    message: str
    fields: list[Fault]
    request: str


class Problem(Output):
    """What comes back when a request is refused."""

    error: Trouble
