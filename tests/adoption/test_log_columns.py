"""A log whose columns nobody knows: somebody says on a page what they mean, and the next file is known by it."""

import io
import json

import pytest
from lxml import html
from sqlalchemy import select

from planner.adoption.column_doubts import Doubt, doubts
from planner.adoption.import_service import folder_of
from planner.adoption.layout_fit import Lack
from planner.adoption.layouts import Field
from planner.adoption.left_logs_service import let_lie
from planner.adoption.log_columns import as_said, offered, proposed
from planner.adoption.presets import PRESET_BY_REF
from planner.adoption.usage_models import ImportState, UsageImport, UsageSource
from planner.db import db
from planner.queue import run_waiting
from tests.adoption.logs import choices, events_of
from tests.adoption.worlds import make_world
from tests.conftest import NOW
from tests.page import Page, text_of
from tests.personas import Cast

GENERIC = PRESET_BY_REF["generic"]
HEADER = "Wer,Wann,Vorgang,Ergebnis,Anzahl\n"
ROWS = [
    "north1,2026-02-02 09:15,Angebot,success,2",
    "north2,2026-02-02 10:15,Angebot,failed,1",
    "etl_nightly,2026-02-02 03:00,Angebot,success,9",
]
LOG = HEADER + "\n".join(ROWS) + "\n"
MEANINGS = ["user", "when", "function", "outcome", "count"]


def columns(*meanings: str, **more: str) -> dict[str, str]:
    """What is sent of the form."""
    told = {f"columns-{place}": meaning for place, meaning in enumerate(meanings)}
    return told | {"order": "", "source_zone": "", "programs": "", "people": ""} | more


class Sending:
    """Somebody who sends logs on the pages."""

    def __init__(self, page: Page, cast: Cast) -> None:
        self.page, self.cast, self.number = page, cast, cast.rollout.id

    def upload(self, log: str, status: int = 303, **said: str) -> str:
        """Choose a file; the page where one comes to, or the text of the form."""
        form = {"preset": "generic", "source": "Portal", **said, "file": (io.BytesIO(log.encode()), "log.csv")}
        answer = self.page.post("adoption.logs", form, as_=self.cast.manager, rollout_id=self.number, status=status)
        return self.page.response.location if status == 303 else text_of(html.document_fromstring(answer.text))

    def mapping(self, address: str) -> str:
        """The mark of the log that waits for its columns to be told."""
        assert "/adoption/logs/columns/" in address
        return address.rpartition("/")[2]

    def look(self, mark: str) -> str:
        """The step on which columns are told."""
        return text_of(self.page.get("adoption.map_log", as_=self.cast.manager, rollout_id=self.number, mark=mark))

    def say(self, mark: str, form: dict[str, str], status: int = 303) -> str:
        """Say what the columns mean; the text of the page where something is wrong."""
        if "version" not in form and (source := self.source()):
            form = form | {"version": str(source.version)}
        found = self.page.post(
            "adoption.map_log", form, as_=self.cast.manager, rollout_id=self.number, mark=mark, status=status
        )
        return "" if status == 303 else text_of(html.document_fromstring(found.text))

    def source(self) -> UsageSource | None:
        """The source as it is kept."""
        db.session.expire_all()
        return db.session.scalar(select(UsageSource).where(UsageSource.name == "Portal"))

    def read(self) -> UsageImport:
        """The newest import, after the work in the background."""
        run_waiting(NOW)
        db.session.expire_all()
        row = db.session.scalars(select(UsageImport).order_by(UsageImport.id.desc())).first()
        assert row is not None
        return row


@pytest.fixture
def sending(page: Page, cast: Cast) -> Sending:
    make_world(cast.rollout)
    return Sending(page, cast)


def test_an_unknown_layout_leads_to_its_columns_and_is_known_the_next_time(sending: Sending) -> None:
    mark = sending.mapping(sending.upload(LOG))
    shown = sending.look(mark)
    assert "north1 · north2 · etl_nightly" in shown
    assert "could not be told by the names of the columns" in shown
    assert db.session.scalars(select(UsageImport)).all() == []
    sending.say(mark, columns(*MEANINGS, programs="etl_nightly"))
    row = sending.read()
    assert (row.state, row.told["events"], row.told["people"]) == (ImportState.READ, 2, 2)
    assert row.told["left_out"] == {"failed sign-in": 1, "robot or integration user": 1}
    assert row.told["programs"] == ["etl_nightly"]

    sending.page.get("adoption.map_log", as_=sending.cast.manager, rollout_id=sending.number, mark=mark, status=303)
    later = sending.upload(HEADER + "north1,2026-02-03 09:15,Angebot,success,1\netl_nightly,2026-02-03,x,success,1\n")
    assert later.endswith(f"/adoption/logs/{row.id + 1}"), "its columns are known"
    assert sending.read().told["events"] == 1


def test_dates_that_do_not_show_their_order_are_asked_about(sending: Sending) -> None:
    log = "time,user,event\n02/01/2026 09:00,ann,Deal\n"
    mark = sending.mapping(sending.upload(log))
    shown = sending.look(mark)
    assert "Which number of a date is the day?" in shown
    assert "--" not in shown, "nothing of a command"
    told = sending.say(mark, columns("when", "user", "function"), 422)
    assert "03/04/2026: The dates do not show whether the day or the month comes first." in told
    sending.say(mark, columns("when", "user", "function", order="mdy"))
    assert str(sending.read().first_day) == "2026-02-01"
    assert sending.upload(log.replace("02/01", "02/03")).endswith("/2"), "the order is remembered"
    told = sending.upload("time,user,event\n25/02/2026 09:00,ann,Deal\n", look="y")
    told = sending.say(sending.mapping(told), columns("when", "user", "function", order="mdy"), 422)
    assert "The dates in the file begin with the day." in told


@pytest.mark.parametrize(
    ("meanings", "said"),
    [
        (["", "when", "function", "", ""], "Say which column holds the user or account or the e-mail address."),
        (["user", "", "", "", ""], "Say which column holds the date and time."),
        (["user", "when", "when", "", ""], "“Vorgang”: “Wann” is said to hold the date and time already."),
        (["when", "", "user", "", ""], "“Wer”: “north1” is no moment between 1990 and 2100."),
        (["user", "when", "count", "", ""], "“Vorgang”: “Angebot” is no count of events."),
        (["user", "when", "outcome", "", ""], "“Vorgang”: “Angebot” says neither success nor failure."),
        (["user", "when", "key", "", ""], "“Vorgang”: Every row has the same number"),
        (["user", "when", "nonsense", "", ""], "Not a valid choice"),
    ],
)
def test_a_meaning_that_cannot_be_is_told_at_its_column(sending: Sending, meanings: list[str], said: str) -> None:
    mark = sending.mapping(sending.upload(LOG))
    told = sending.say(mark, columns(*meanings, programs="svc-1"), 422)
    assert said in told
    page = sending.page.response.text
    place = next((p for p, name in enumerate(HEADER.strip().split(",")) if f"“{name}”: " in said), None)
    assert (f'id="columns-{place}-error"' in page) == (place is not None)
    assert "svc-1" in page
    chosen = page.split('id="columns-0"')[1].split("</select>")[0]
    assert f'selected value="{meanings[0]}"' in chosen, "what was chosen stays"
    assert sending.source() is None


def test_another_system_under_the_same_name_is_refused(sending: Sending) -> None:
    sending.say(sending.mapping(sending.upload(LOG)), columns(*MEANINGS))
    told = sending.upload(LOG, 422, preset="hubspot-logins")
    assert "Name of the source: Files of “Portal” are read as “Any table of events”." in told
    assert sending.upload(LOG, preset="hubspot-logins", source="Marketing").rpartition("/")[0].endswith("columns")


def test_what_is_no_log_is_refused_at_the_file(sending: Sending) -> None:
    assert "Usage log: The file is a PDF document. Export the log as CSV or JSON." in sending.upload("%PDF-1.7", 422)


def test_a_vendors_log_in_another_language_is_read_by_the_vendors_rules(sending: Sending) -> None:
    log = (
        "Benutzer,Anmeldezeit,Stand\n0055j0000000007AAQ,02/03/2026 09:00,Success\n"
        "0055j0000000007,02/04/2026 09:00,Invalid Password\n"
    )
    mark = sending.mapping(sending.upload(log, preset="salesforce-login-history", source="Portal"))
    sending.say(mark, columns("user", "when", "outcome"))
    row = sending.read()
    assert (row.told["events"], row.told["people"], str(row.first_day)) == (1, 1, "2026-02-03")
    assert row.told["left_out"] == {"failed sign-in": 1}


def test_a_log_that_is_read_already_is_read_anew_by_what_is_said_now(sending: Sending) -> None:
    log = "user,timestamp,feature,team\nann,2026-02-02 09:00,Deal,Call\nbob,2026-02-02 09:30,Deal,Call\n"
    assert sending.upload(log).endswith("/1")
    assert sending.read().told["kinds"] == ["Deal"]
    mark = sending.mapping(sending.upload(log, look="y"))
    assert sending.look(mark).count("nothing") == 0
    sending.say(mark, columns("user", "when", "", "function", source_zone="Asia/Tokyo"))
    row = sending.read()
    assert (row.id, row.state, row.told["kinds"], str(row.first_day)) == (1, ImportState.READ, ["Call"], "2026-02-02")
    source = sending.source()
    assert source is not None
    assert source.choices["source_zone"] == "Asia/Tokyo"


def test_two_people_at_once_see_both_versions(sending: Sending) -> None:
    sending.say(sending.mapping(sending.upload(LOG)), columns(*MEANINGS))
    mark = sending.mapping(sending.upload(LOG, look="y"))
    told = sending.say(mark, columns(*MEANINGS, order="mdy", version="0"), 409)
    assert "Someone else changed this" in told


def test_a_log_that_waits_for_its_columns_goes_after_a_day(sending: Sending) -> None:
    mark = sending.mapping(sending.upload(LOG))
    kept = sorted(folder_of(0).parent.glob("columns-*"))
    assert len(kept) == 2
    let_lie(NOW.replace(year=2090))
    assert not [path for path in kept if path.exists()]
    for wrong in (mark, "../../settings", "0" * 32):
        sending.page.get(
            "adoption.map_log", as_=sending.cast.manager, rollout_id=sending.number, mark=wrong, status=404
        )


def test_once_it_is_told_the_file_is_deleted(sending: Sending) -> None:
    mark = sending.mapping(sending.upload(LOG))
    sending.say(mark, columns(*MEANINGS))
    sending.read()
    left = [path.name for path in folder_of(0).parent.glob("*.log")]
    assert left == []
    assert json.loads(next(folder_of(0).parent.glob(f"*{mark}.json")).read_text())["import_id"] == 1


def test_a_column_that_nobody_named_is_not_guessed() -> None:
    """Left out is left out: “status” is no outcome here, and “count” no count."""
    header, rows = ["user", "time", "status", "count"], [["ann", "2026-01-05", "closed", "12"]]
    guessed = proposed(GENERIC, header, rows, {})
    assert guessed == [Field.USER, Field.WHEN, None, Field.COUNT]
    said = as_said(GENERIC, header, [Field.USER, Field.WHEN, None, None], guessed)
    log = "user,time,status,count\nann,2026-01-05,failed,12\n"
    assert len(events_of(log, "generic", choices(said))) == 1
    assert set(said) == set(offered(GENERIC))


def test_names_are_compared_in_one_form() -> None:
    """An account is named as people see it: by its long id, its name or its address."""
    log = (
        "Username,User ID,Login Time,Status\nann@x.example,0055j0000000007,01/05/2026 09:00,Success\n"
        "robot@x.example,0055j0000000008,01/05/2026 09:00,Success\n"
    )
    for people, programs, left in (
        ({"Robot@x.example"}, set(), 2), (set(), {"0055j0000000007AAQ"}, 0), (set(), {"ANN@x.example"}, 0),
    ):  # fmt: skip
        told = choices(people=frozenset(people), programs=frozenset(programs))
        assert len(events_of(log, "salesforce-login-history", told)) == left


def test_columns_without_a_name_of_their_own_cannot_be_told() -> None:
    header, rows = ["a", "", "A"], [["ann", "2026-01-05", "x"]]
    found = doubts(GENERIC, header, rows, [Field.USER, Field.WHEN, None], choices())
    assert found == [
        Doubt("The column “a” stands twice; it is not clear which one is meant.", 0),
        Doubt("This column has no name by which it could be known again. Name it in the file.", 1),
    ]
    told = choices({Field.USER: "a", Field.WHEN: "b"})
    assert doubts(GENERIC, ["a", "b"], [["ann", "1.2.26"]], [Field.USER, Field.WHEN], told) == []
    told = choices({Field.USER: "a", Field.WHEN: "b", Field.COUNT: "c"})
    meant = [Field.USER, Field.WHEN, Field.COUNT]
    found = doubts(GENERIC, ["a", "b", "c"], [["ann", "1/2/26", "x"]], meant, told)
    assert [(each.lack, each.place) for each in found] == [(Lack.ORDER, None), (Lack.COLUMNS, 2)], "all at once"
