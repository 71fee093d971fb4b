"""What the components page shows: one sample of everything a page can be made of, with made-up values."""

from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from planner.web.forms import PlannerForm, offer

STEPS = (
    ("0", "Not started", "Nobody has been asked; no name stands anywhere."),
    ("1", "Named", "A sponsor is named in writing, but has not met the team."),
    ("2", "Present", "The sponsor opened the project and comes when called."),
    ("3", "Active", "The sponsor speaks for the project at least once a month without being asked."),
    ("4", "Leading", "The sponsor removes obstacles within a week and answers for the result."),
)


class SampleForm(PlannerForm):
    """One field of every kind."""

    name = StringField("Name of the wave", validators=[DataRequired("Give the wave a name."), Length(max=80)])
    people = IntegerField("People in the wave", validators=[InputRequired("Say how many people take part.")])
    go_live = DateField("Go-live", validators=[DataRequired("Choose the day of the go-live.")])
    unit = SelectField("Unit", choices=offer({"": "Choose a unit", "sales": "Sales", "service": "Service"}))
    market = RadioField("Customers", choices=offer({"b2b": "Companies", "b2c": "People", "both": "Both"}))
    step = RadioField("Sponsorship today", choices=offer({value: word for value, word, _ in STEPS}))
    channels = SelectMultipleField(
        "Channels",
        choices=offer({"phone": "Phone", "web": "Web", "post": "Post"}),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
    )
    agreed = BooleanField("The works council has agreed")
    plan = FileField("Project plan")
    note = TextAreaField("What you saw", validators=[Optional(), Length(max=300)])


def samples() -> dict[str, Any]:
    """The values of the components page."""
    wrong = SampleForm(formdata=MultiDict({"wrong-name": ""}), prefix="wrong-", meta={"csrf": False})
    wrong.validate()
    return {
        "form": SampleForm(formdata=None),
        "wrong": wrong,
        "descriptions": {value: about for value, _, about in STEPS},
        "lights": ("green", "amber", "red", "unknown"),
        "today": date(2026, 3, 2),
        "figures": FIGURES,
        "work": WORK,
        "gates": GATES,
        "pillars": PILLARS,
        "tree": TREE,
        "points": [
            {"label": label, "value": value}
            for label, value in (("Jan", 31), ("Feb", 38), ("Mar", None), ("Apr", 52), ("May", 61), ("Jun", 58))
        ],
    }


FIGURES = [
    {"label": "Days to the next gate", "value": "11", "note": "Pilot, 13 Mar 2026"},
    {"label": "Tasks done", "value": "62", "unit": "%", "note": "4 late", "light": "amber"},
    {"label": "Criteria not known", "value": "7", "note": "of 31"},
    {"label": "Budget used", "value": "€148,200", "note": "of €240,000"},
]
WORK = [
    {
        "what": "Verify “The sponsor opened the project”",
        "url": "#",
        "about": "Northwind CRM · answered by Mara Lind",
        "when": "waiting for 3 days",
    },
    {
        "what": "Name an owner for “Clean the customer file”",
        "url": "#",
        "about": "Northwind CRM · must-criterion of the gate Pilot",
        "light": "red",
        "word": "late by 4 days",
    },
]
GATES = [
    {"name": "Strategy", "light": "green", "word": "Go", "when": "12 Jan 2026", "done": True, "url": "#"},
    {"name": "Design", "light": "amber", "word": "Conditional go", "when": "16 Feb 2026", "done": True, "url": "#"},
    {"name": "Pilot", "light": "red", "word": "Hold", "when": "13 Mar 2026", "here": True, "url": "#"},
    {"name": "Go-live", "light": "unknown", "word": "Not reviewed", "when": "4 May 2026", "url": "#"},
]
PILLARS = [
    {"name": "People", "value": 74, "low": 52, "high": 82, "coverage": 70},
    {"name": "Process", "value": 61, "low": 49, "high": 69, "coverage": 80},
    {"name": "Technology", "value": 88, "low": 88, "high": 88, "coverage": 100},
    {"name": "Expectations", "value": None, "low": 0, "high": 100, "coverage": 0},
]
TREE = [
    {
        "text": "Executive sponsorship",
        "figure": "62 %",
        "children": [
            {
                "text": "The sponsor speaks for the project in public",
                "figure": "3 of 4",
                "reason": "weight 3",
                "children": [{"text": "Observed on 12 Feb 2026 by Mara Lind, verified by Sven Holm"}],
            },
            {"text": "Promised hours are kept", "figure": "not known", "reason": "weight 2; the evidence is old"},
        ],
    }
]
