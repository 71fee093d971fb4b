"""Where a rollout is likely to be, and the countries to choose from."""

import pytest

from planner.rollouts.place_forms import NO_COUNTRY, country_name, holiday_countries, likely


@pytest.mark.parametrize(
    ("languages", "place"),
    [
        (["de-CH"], ("CHF", "Europe/Zurich", "CH")),
        (["nb"], ("NOK", "Europe/Oslo", "NO")),
        (["x", "fr"], ("EUR", "Europe/Paris", "FR")),
        (["tlh"], ("EUR", "Europe/London", "")),
        ([], ("EUR", "Europe/London", "")),
    ],
)
def test_the_language_of_a_browser_names_a_place(languages: list[str], place: tuple[str, str, str]) -> None:
    assert likely(languages) == place


def test_countries_stand_by_their_names_and_none_comes_first() -> None:
    found = list(holiday_countries().items())
    assert found[:3] == [("", NO_COUNTRY), ("AF", "Afghanistan"), ("AX", "Åland Islands")]
    assert dict(found)["NO"] == "Norway"


def test_a_code_that_nobody_knows_stands_for_itself() -> None:
    assert (country_name(""), country_name("QQ")) == (NO_COUNTRY, "QQ")
