"""The macros that pages are made of: what they promise to readers, keyboards and screen readers."""

from typing import Any

import pytest
from flask import Flask, render_template_string
from lxml import html
from werkzeug.datastructures import MultiDict

from planner.web.components import SampleForm
from planner.web.navigation import place_of
from tests.page import Page, text_of
from tests.personas import Cast


def drawn(app: Flask, source: str, **values: Any) -> html.HtmlElement:
    with app.test_request_context():
        return html.fragment_fromstring(render_template_string(source, **values), create_parent="div")


def refused() -> SampleForm:
    form = SampleForm(formdata=MultiDict({"name": ""}), meta={"csrf": False})
    form.validate()
    return form


FORMS = "{% from 'parts/forms.html' import field, error_summary %}"


def test_a_wrong_field_is_tied_to_its_hint_and_its_error(app: Flask) -> None:
    with app.test_request_context():
        form = refused()
    tree = drawn(app, FORMS + "{{ field(form.name, help='As people call it.') }}", form=form)
    field = tree.get_element_by_id("name")
    assert field.get("aria-invalid") == "true"
    described = [text_of(tree.get_element_by_id(i)) for i in field.attrib["aria-describedby"].split()]
    assert described == ["As people call it.", "Error: Give the wave a name."]


def test_a_right_field_says_nothing_of_errors(app: Flask) -> None:
    with app.test_request_context():
        form = SampleForm(formdata=None, meta={"csrf": False})
    field = drawn(app, FORMS + "{{ field(form.name) }}", form=form).get_element_by_id("name")
    assert field.get("aria-invalid") is None
    assert field.get("aria-describedby") is None


def test_the_summary_leads_to_each_wrong_field(app: Flask) -> None:
    with app.test_request_context():
        form = refused()
    source = FORMS + "{{ error_summary(form) }}{% for item in form %}{{ field(item) }}{% endfor %}"
    tree = drawn(app, source, form=form)
    targets = [link.attrib["href"].removeprefix("#") for link in tree.cssselect(".error-summary a")]
    assert {"name", "people", "go_live"} <= set(targets)
    assert all(tree.cssselect(f"input#{target}, select#{target}") for target in targets)


def test_each_step_of_an_assessment_carries_its_description(app: Flask) -> None:
    with app.test_request_context():
        form = SampleForm(formdata=None, meta={"csrf": False})
    source = FORMS + "{{ field(form.step, cards=true, descriptions={'0': 'Nobody was asked.'}) }}"
    tree = drawn(app, source, form=form)
    first, *others = tree.cssselect("input[type=radio]")
    assert text_of(tree.get_element_by_id(first.attrib["aria-describedby"])) == "Nobody was asked."
    assert all(other.get("aria-describedby") is None for other in others)


@pytest.mark.parametrize("light", ["green", "amber", "red", "unknown"])
def test_a_status_is_a_shape_and_a_word(app: Flask, light: str) -> None:
    tree = drawn(app, "{% from 'parts/status.html' import status %}{{ status(light) }}", light=light)
    assert tree.cssselect("svg[aria-hidden=true]")
    assert text_of(tree)


def test_the_four_shapes_differ_without_colour(app: Flask) -> None:
    source = "{% from 'parts/status.html' import shape %}{{ shape(light) }}"
    shapes = {
        light: "".join(html.tostring(part, encoding="unicode") for part in drawn(app, source, light=light)[0])
        for light in ("green", "amber", "red", "unknown")
    }
    assert len(set(shapes.values())) == len(shapes)


def test_an_unknown_score_is_never_drawn_as_zero(app: Flask) -> None:
    tree = drawn(app, "{% from 'parts/score.html' import score %}{{ score(none, 0, 100, 0) }}")
    assert text_of(tree.cssselect(".score-value")[0]) == "–"
    assert "not known" in text_of(tree.cssselect("svg title")[0])


def test_a_range_is_drawn_where_its_numbers_say(app: Flask) -> None:
    tree = drawn(app, "{% from 'parts/charts.html' import range_bar %}{{ range_bar(48, 81, 62, 70) }}")
    possible = tree.cssselect(".c-mark-soft")[0]
    assert (possible.get("x"), possible.get("width")) == ("48.0%", "33.0%")
    assert text_of(tree.cssselect("title")[0]) == "Between 48 % and 81 %, threshold 70 %"


def test_a_gap_in_a_line_stays_a_gap(app: Flask) -> None:
    points = [{"label": str(i), "value": v} for i, v in enumerate((10, 20, None, 30, 40))]
    source = "{% from 'parts/lines.html' import line_chart %}{{ line_chart('Rate', points) }}"
    tree = drawn(app, source, points=points)
    assert len(tree.cssselect("line.c-line")) == 2  # 10 to 20 and 30 to 40
    assert "not known" in text_of(tree.cssselect("details table")[0])


def test_the_phone_bar_gives_each_role_three_places(page: Page, cast: Cast) -> None:
    for person in (cast.manager, cast.sponsor):
        tree = page.get("portfolio.overview", rollout_id=cast.rollout.id, as_=person)
        bar = tree.cssselect("nav.bottom a")
        assert 1 <= len(bar) <= 3
        assert [link.get("aria-current") for link in bar].count("page") == 1


def test_the_page_says_where_one_is(page: Page, cast: Cast) -> None:
    tree = page.get("portfolio.overview", rollout_id=cast.rollout.id, as_=cast.viewer)
    assert [text_of(link) for link in tree.cssselect("nav.areas [aria-current=page]")] == ["Overview"]
    assert text_of(tree.cssselect("title")[0]).endswith(f"{cast.rollout.name} – CRM Rollout Planner")


def test_the_theme_is_kept(page: Page, cast: Cast, app: Flask) -> None:
    client = page.client(cast.viewer)
    sent = {"csrf_token": page.token(client), "theme": "dark", "next": "/components"}
    answer = client.post("/theme", data=sent)
    assert answer.headers["Location"] == "/components"
    tree = page.parse(client.get("/components"))
    assert tree.get("data-theme") == "dark"
    assert [b.get("value") for b in tree.cssselect("button[aria-pressed=true]")] == ["dark"]


def test_a_page_belongs_to_the_nearest_place_above_it() -> None:
    places = ["/rollouts/1", "/rollouts/1/plan", "/rollouts/1/people"]
    assert place_of("/rollouts/1/people/4", places) == "/rollouts/1/people"
    assert place_of("/rollouts/1/waves", places) == "/rollouts/1"
    assert place_of("/rollouts/12", places) is None
