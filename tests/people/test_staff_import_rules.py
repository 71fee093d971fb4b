"""A staff list as a file: columns known in several languages, cells read, people known again, changes told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.access.accounts import clean_email
from planner.basics.errors import RuleBroken
from planner.people.staff import StaffView
from planner.people.staff_cells import CellError, address_of, day_of, month_comes_first, roles_of, text_of
from planner.people.staff_changes import compare
from planner.people.staff_columns import Column, doubled, guess, missing
from planner.people.staff_comparison import Comparison, Options, by_levels, key
from planner.people.staff_file import StaffFile, read_rows

TODAY = date(2026, 3, 2)
HEADERS = {
    "de": [
        "Personalnummer",
        "Vorname",
        "Nachname",
        "E-Mail-Adresse",
        "Abteilung",
        "Standort",
        "Vorgesetzter",
        "Eintritt",
    ],
    "fr": ["Matricule", "Prénom", "Nom", "Courriel", "Département", "Lieu de travail", "Supérieur", "Date d'entrée"],
    "es": ["Legajo", "Nombre", "Apellidos", "Correo electrónico", "Departamento", "Sede", "Jefe", "Fecha de alta"],
    "pl": [
        "Nr pracownika",
        "Imię",
        "Nazwisko",
        "Adres e-mail",
        "Dział",
        "Lokalizacja",
        "Przełożony",
        "Data zatrudnienia",
    ],
    "fi": ["Henkilönumero", "Etunimi", "Sukunimi", "Sähköposti", "Osasto", "Toimipaikka", "Esimies", "Alkupäivä"],
    "en": ["Employee ID", "First name", "Surname", "Work email", "Department", "Office", "Reports to", "Hire date"],
}
SAID = [
    Column.NUMBER, Column.FIRST_NAME, Column.LAST_NAME, Column.EMAIL, Column.UNIT, Column.SITE, Column.MANAGER,
    Column.JOINED,
]  # fmt: skip
UNITS = {"sales": 1, "service": 2}
HEADER = ("Number", "Name", "E-mail", "Unit", "Manager", "Roles")


@pytest.mark.parametrize("language", HEADERS)
def test_columns_are_known_in_several_languages(language: str) -> None:
    assert list(guess(HEADERS[language]).values()) == SAID


def test_a_choice_is_remembered_and_nothing_is_said_twice() -> None:
    assert guess(["Wer", "Name", "Mail", "E-mail"], {"wer": "number", "name": ""}) == {
        0: Column.NUMBER, 2: Column.EMAIL,
    }  # fmt: skip
    assert missing({0: Column.NUMBER})
    assert not missing({0: Column.FIRST_NAME, 1: Column.LAST_NAME})
    assert doubled(["", "email", "email"]) == "E-mail"


def test_cells_are_read_or_told() -> None:
    assert day_of(datetime(2026, 3, 2, 8, 0)) == TODAY
    assert month_comes_first(["13/2/2026", "2/13/2026"]) is None
    for wrong in ("yesterday", "30.2.2026", "2026-13-01", "1.1.1066", 12, True, "٣.٣.٢٠٢٦"):
        with pytest.raises(CellError):
            day_of(wrong)
    with pytest.raises(CellError, match="no role of the playbook"):
        roles_of("sales, juggler", {"sales": "Sales"})
    with pytest.raises(CellError, match="more than 5"):
        text_of("123456", 5)
    with pytest.raises(CellError, match="cannot be stored"):
        text_of("a\x07b", 50)


def list_of(*rows: Sequence[object], header: Sequence[str] = HEADER) -> StaffFile:
    """A file of these rows."""
    return read_rows([list(header), *map(list, rows)], guess(header), {"sales": "Sales", "service": "Service"})


def view(number: int, name: str, **values: object) -> StaffView:
    """Somebody on the list."""
    nothing = ("", "", "", "", None, None, None, None)
    return replace(StaffView(number, name, f"H-{number}", f"p{number}@x.example", 1, "Sales", 1, *nothing), **values)  # type: ignore[arg-type] # the tests give what fits


def test_each_bad_cell_is_told_with_row_and_column() -> None:
    file = list_of(
        ["H-1", "Ana Lima", "ana@x.example", "Sales", "", "sales"],
        ["H-2", "", "nowhere", "Sales", "", "juggler"],
        [],
        ["H-1", "Ben Ode", "ana@x.example", "Sales", "", ""],
    )
    told = [(each.where, each.value) for each in file.problems]
    assert told == [
        ("row 3, column Name", ""),
        ("row 3, column E-mail", "nowhere"),
        ("row 3, column Roles", "juggler"),
        ("row 5, column Number", "H-1"),
        ("row 5, column E-mail", "ana@x.example"),
    ]


def test_a_list_is_compared_with_what_is_there() -> None:
    known = [
        view(1, "Ana Lima", roles=("sales",)),
        view(2, "Ben Ode", manager_id=1),
        view(3, "Cy Doe", left=date(2026, 1, 31)),
        view(4, "Di Eld"),
        view(5, "Ed Foe", joined=date(2026, 5, 1)),
    ]
    file = list_of(
        ["H-9", "New One", "new@x.example", "Service", "H-8", "service"],
        ["H-8", "New Boss", "", "", "Ana Lima", ""],
        ["H-1", "Ana Lima", "p1@x.example", "Sales", "", "sales"],
        ["H-2", "Ben Ode-Lima", "p2@x.example", "Service", "new@x.example", ""],
        ["H-3", "Cy Doe", "p3@x.example", "Sales", "", ""],
    )
    found = compare(file, known, UNITS, Options(TODAY, complete_on=TODAY))
    assert found.problems == ()
    assert [change.row.number for change in found.added] == ["H-9", "H-8"]
    assert [[key(change) for change in level] for level in by_levels(found.added)] == [[-3], [-2]]
    assert [(d.column, d.before, d.after) for d in found.changed[0].differences] == [
        (Column.NAME, "Ben Ode", "Ben Ode-Lima"), (Column.UNIT, "Sales", "Service"),
        (Column.MANAGER, "Ana Lima", "new@x.example"),
    ]  # fmt: skip
    assert [change.back_on for change in found.back] == [TODAY]
    assert [person.name for person in found.leaving] == ["Di Eld"]
    assert (found.same, found.total) == (1, 5)


def problems(*rows: Sequence[object], known: Sequence[StaffView] = ()) -> list[tuple[str, str]]:
    """What is wrong with these rows."""
    found: Comparison = compare(list_of(*rows), known, UNITS, Options(TODAY))
    return [(each.where, each.message) for each in found.problems]


def test_what_does_not_fit_the_list_is_told_by_row() -> None:
    known = [view(1, "Ana Lima"), view(2, "Ben Ode"), view(3, "Ben Ode")]
    assert "no such unit" in problems(["H-7", "Cy Doe", "", "Moon"])[0][1]
    assert "Nobody on the list" in problems(["H-7", "Cy Doe", "", "", "Nobody"])[0][1]
    assert "Several people" in problems(["", "Ben Ode"], known=known)[0][1]
    assert "belongs to Ana Lima" in problems(["H-7", "Cy Doe", "p1@x.example"], known=known)[0][1]
    assert "belongs to Ana Lima" in problems(["H-2", "Ben Ode", "p1@x.example"], known=known)[0][1]
    assert "Row 2 names the same person" in problems(["H-1", "Ana Lima"], ["", "Ana Lima"], known=known)[0][1]
    circle = problems(
        ["H-1", "Ana", "", "", "H-7"], ["H-7", "Cy", "", "", "H-8"], ["H-8", "Di", "", "", "H-1"], known=known
    )
    assert circle == [("row 2, column Manager", "Nobody would be at the top: Di → Ana → Cy → Di.")]


def test_numbers_can_move_between_two_people_and_new_units_be_made() -> None:
    known = [view(1, "Ana Lima"), view(2, "Ben Ode")]
    file = list_of(["H-2", "Ana Lima", "p1@x.example"], header=["Number", "Name", "E-mail"])
    assert [each.message for each in compare(file, known, UNITS, Options(TODAY)).problems] == [
        "This belongs to Ana Lima."
    ]
    made = compare(list_of(["H-7", "Cy Doe", "", "Moon"]), known, UNITS, Options(TODAY, make_units=True))
    assert made.new_units == ("Moon",)


@given(st.from_regex(r"[a-zA-Z0-9._+-]{1,12}@[a-z0-9.-]{1,12}\.(example|local|test|org)", fullmatch=True))
@example("0@00--0.example")
def test_the_quick_way_of_reading_addresses_is_no_other_than_the_full_one(text: str) -> None:
    try:
        full = clean_email(text)
    except RuleBroken:
        full = ""
    try:
        quick = address_of(text, 254)
    except CellError:
        quick = ""
    assert quick == full


def test_what_a_file_does_not_speak_of_stays() -> None:
    known = [view(1, "Ana Lima", site="Porto", roles=("sales",), left=date(2026, 9, 1))]
    found = compare(list_of(["H-1", "Ana Lima"], header=["Number", "Name"]), known, UNITS, Options(TODAY))
    assert (found.same, found.total) == (1, 0)
    assert "nothing new" in found.sentence
