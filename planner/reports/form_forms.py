"""Forms for the form of reports: paper, colours, logo and introduction; and which parts stand in which order."""

from functools import cache

from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from planner.reports.form import LONGEST_INTRODUCTION, LONGEST_WORDS, PARTS, SIZE_WORDS, FormDraft
from planner.web.forms import EditForm, offer

LEFT_OUT = "left out"


class ReportFormForm(EditForm):
    """What is the same for all reports."""

    paper = RadioField(
        "Paper", choices=offer({key.value: words for key, words in SIZE_WORDS.items()}), default="a4",
        validators=[InputRequired("Choose A4 or Letter.")],
    )  # fmt: skip
    main = StringField(
        "Colour of headings", id="colour-main", validators=[Length(max=20)], render_kw={"placeholder": "#1b1f23"}
    )
    accent = StringField("Colour of bars", validators=[Length(max=20)], render_kw={"placeholder": "#3d6ea8"})
    logo = FileField("Logo")
    drop_logo = BooleanField("Take the logo away")
    logo_words = StringField("The logo in words", validators=[Length(max=LONGEST_WORDS)])
    introduction = TextAreaField("Introduction", validators=[Length(max=LONGEST_INTRODUCTION)], render_kw={"rows": 5})

    def draft(self) -> FormDraft:
        """What was typed."""
        texts = (self[name].data or "" for name in ("paper", "main", "accent", "logo_words", "introduction"))
        return FormDraft(*texts)


class OrderForm(EditForm):
    """The places of parts; its fields are added by `order_form`."""

    kind = ""

    def places(self) -> dict[str, int | None]:
        """The place that each part was given; None for one that is left out."""
        return {key: int(self[key].data) if self[key].data else None for key in PARTS[self.kind]}


@cache
def order_form(kind: str) -> type[OrderForm]:
    """The form with one field for each part of a kind of report."""
    places = {"": LEFT_OUT, **{str(number): str(number) for number in range(1, len(PARTS[kind]) + 1)}}
    fields: dict[str, object] = {"kind": kind, "__doc__": OrderForm.__doc__}
    for key, words in PARTS[kind].items():
        fields[key] = SelectField(words, choices=offer(places))
    return type("OrderForm", (OrderForm,), fields)
