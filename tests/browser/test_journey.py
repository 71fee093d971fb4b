"""The main job from end to end, as the people who do it see it: a plan is imported, a gate is judged and signed off."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from planner.access import service
from planner.app import create_app
from planner.db import db, transaction
from planner.ops import schema
from planner.settings import read_settings
from tests.browser.conftest import PHRASE
from tests.browser.people import PHONE, Person
from tests.conftest import NOW
from tests.live import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MANAGER, EXPERT, SPONSOR = "mara@example.org", "erik@example.org", "sofia@example.org"
ROLLOUT = "One view of the customer"


def accounts(folder: Path) -> None:
    """Accounts of three people who take part in nothing yet."""
    app = create_app(read_settings({"PLANNER_INSTANCE": str(folder)}))
    with app.app_context():
        schema.bring_up_to_date(NOW)
        for email, name in ((MANAGER, "Mara Lind"), (EXPERT, "Erik Berg"), (SPONSOR, "Sofia Roth")):
            with transaction():
                service.add_user(email, name, PHRASE, NOW)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A real server over an empty database."""
    found = Server(tmp_path)
    try:
        yield found
    finally:
        if found.process:
            found.kill()


def test_from_a_new_rollout_to_a_signed_report(browser: Browser, server: Server, shared_data: Path) -> None:
    accounts(server.instance)
    server.start()
    with Person(browser, server.url) as manager:
        manager.sign_in(MANAGER, PHRASE)
        home = creates_a_rollout(manager)
        adds_people(manager, home)
        imports_the_plan(manager, home, shared_data / "mspdi" / "order-tracking-system.xml")
        plans_by_mouse_and_keys(manager, home)
        factor = answers_a_question(manager, home)
        with Person(browser, server.url) as expert:
            verifies_the_answer(expert, factor)
        manager.page.goto(factor)
        manager.sees("Verified by Erik Berg")
        report = calls_the_review(manager, home)
    with Person(browser, server.url, PHONE) as sponsor:
        gate, verdict = signs_with_a_condition(sponsor, report)
        downloads_the_report(sponsor, gate, verdict)


def creates_a_rollout(manager: Person) -> str:
    """The guided form, step by step; gives the address of the rollout."""
    manager.page.goto("/")
    manager.follow("New rollout")
    manager.fill({"Name of the rollout": ROLLOUT, "Organisation": "Harbour Tools"})
    manager.press("Next")
    manager.sees("Choose how many people will use it", "Choose who the customers are")
    assert manager.page.get_by_label("Organisation", exact=True).input_value() == "Harbour Tools"
    manager.choose("Medium: 50 to 249 people", "Other businesses")
    manager.press("Next: way of working")
    for name in ("culture", "decision", "delivery"):
        manager.page.locator(f'label[for="{manager.page.locator(f"[name={name}]").first.get_attribute("id")}"]').click()
    manager.press("Next: units and waves")
    manager.page.locator("[name=units-0-name]").fill("Sales Hamburg")
    manager.page.locator("[name=units-0-people]").fill("24")
    manager.page.locator("[name=units-1-name]").fill("Service Lyon")
    manager.page.locator("[name=units-1-people]").fill("60")
    manager.press("Next: playbook")
    manager.sees("What we propose, and why", "Sales Hamburg", "Service Lyon")
    manager.press("Make the rollout")
    manager.sees("The rollout is made. You are its project manager.", ROLLOUT)
    return manager.page.url


def adds_people(manager: Person, home: str) -> None:
    """Through the page of the people; an address without an account is refused and can be put right."""
    for email, role in (("nobody@example.org", "Team member"), (EXPERT, "Trainer"), (SPONSOR, "Sponsor")):
        manager.page.goto(f"{home}/people")
        manager.follow("Add a person")
        manager.fill({"E-mail address": email})
        manager.page.get_by_label("Role", exact=True).select_option(label=role)
        manager.press("Add the person")
        known = not email.startswith("nobody")
        manager.sees(f"{email} takes part now." if known else "There is no active account with this address")
    manager.sees("Mara Lind", "Erik Berg", "Sofia Roth", "Sponsor")


def imports_the_plan(manager: Person, home: str, file: Path) -> None:
    """What the file holds is shown first; then it is the plan."""
    manager.page.goto(f"{home}/plan/import")
    manager.page.get_by_label("Project file").set_input_files(file)
    manager.press("Look at the file")
    manager.sees(
        "What the file holds", file.name, "Nothing is stored yet", "Rows 80", "nothing in common with the file"
    )
    manager.press("Take this plan")
    manager.sees("The plan is now version 2 with 80 rows", "Order Checking")


def plans_by_mouse_and_keys(manager: Person, home: str) -> None:
    """A bar is drawn a week later, then its end; a row goes up, in and out by the keyboard; all is taken back."""
    page = manager.page
    page.goto(f"{home}/plan/timeline?zoom=day")
    bar, said = page.locator("g.g-move").first, page.locator("#plan-said")
    page.evaluate("window.same = true")
    start, finish = bar.get_attribute("data-start"), bar.get_attribute("data-finish")
    draws_a_week_later(manager, 3)
    assert bar.get_attribute("data-start") != start
    takes_back(manager, "edit")
    assert (bar.get_attribute("data-start"), bar.get_attribute("data-finish")) == (start, finish)
    width = float(bar.locator("rect.g-bar").get_attribute("width") or 0)
    draws_a_week_later(manager, -2)
    assert bar.get_attribute("data-start") == start
    assert (bar.get_attribute("data-finish") or "") > (finish or ""), "its right end makes it longer"
    assert float(bar.locator("rect.g-bar").get_attribute("width") or 0) > width
    takes_back(manager, "edit")
    assert bar.get_attribute("data-finish") == finish
    page.locator("input[name=task]").nth(7).check()
    before = outline(manager)
    page.keyboard.press("Alt+ArrowUp")
    said.get_by_text("moved up").wait_for()
    assert page.locator("input[name=task]:checked").count() == 1, "the chosen row stays chosen"
    assert outline(manager) != before
    takes_back(manager, "move up")
    assert outline(manager) == before
    page.keyboard.press("Alt+ArrowRight")
    said.get_by_text("indented").wait_for()
    assert outline(manager) != before
    page.keyboard.press("Alt+ArrowLeft")
    said.get_by_text("outdented").wait_for()
    assert outline(manager) == before
    assert page.evaluate("window.same"), "the page was never loaded anew"


def outline(manager: Person) -> list[str]:
    """Each row of the table beside the picture: what it is in the outline, and what stands there."""
    rows = manager.page.locator(".timeline-names tbody tr")
    found: list[str] = rows.evaluate_all("rows => rows.map((row) => `${row.className} ${row.innerText}`)")
    return found


def draws_a_week_later(manager: Person, grip: int) -> None:
    """The first bar that can be moved, held at some pixels from its left end, or before its right end if negative."""
    box = manager.page.locator("g.g-move rect.g-bar").first.bounding_box()
    scale = float(manager.page.locator(".timeline-picture").get_attribute("data-scale") or 0)
    assert box
    x, y, mouse = box["x"] + grip + (box["width"] if grip < 0 else 0), box["y"] + 7, manager.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 7 * scale, y, steps=5)
    mouse.up()
    manager.page.locator("#plan-said").get_by_text("takes from").wait_for()


def takes_back(manager: Person, words: str) -> None:
    """The last change, which the button names."""
    manager.press(f"Undo: {words}")
    manager.page.locator("#plan-said").get_by_text(f"Taken back: {words}").wait_for()


def answers_a_question(manager: Person, home: str) -> str:
    """The question that tells most; gives the address of its factor."""
    manager.page.goto(f"{home}/readiness")
    manager.page.locator("section", has_text="Next to assess").get_by_role("link").first.click()
    manager.page.wait_for_load_state()
    if "/answers/" not in manager.page.url:
        manager.page.locator("section.question").first.wait_for()
    manager.page.locator("main form input[name=choice]").first.check(force=True)
    manager.page.locator("main form textarea[name=evidence]").first.fill("Seen in the steering meeting’s minutes.")
    manager.press("Save answer")
    manager.sees("Answer saved", "Seen in the steering meeting’s minutes.", "Mara Lind", "Somebody else has to verify")
    return manager.page.url.split("#")[0]


def verifies_the_answer(expert: Person, factor: str) -> None:
    """A second person, in a window of their own."""
    expert.sign_in(EXPERT, PHRASE)
    expert.sees(ROLLOUT)
    expert.page.goto(factor)
    expert.follow("Verify")
    expert.sees("Verify this answer", "Seen in the steering meeting’s minutes.", "Mara Lind")
    expert.press("I have seen it and it is so")
    expert.sees("Answer verified", "Erik Berg")


def calls_the_review(manager: Person, home: str) -> str:
    """From the draft to the frozen report; gives its address."""
    manager.page.goto(f"{home}/reports")
    manager.sees("No review has been called yet")
    manager.follow("See what the report would say now")
    manager.sees("Draft, not frozen", "Harbour Tools")
    manager.press("Call the review")
    manager.sees("Report 1 is frozen and waits for the sponsor", "Waits for the sponsor's decision")
    assert not manager.page.get_by_role("link", name="Approve with conditions").count(), "the author does not decide"
    return manager.page.url


def signs_with_a_condition(sponsor: Person, report: str) -> tuple[str, str]:
    """On a phone: read, decide, sign. Gives the gate and the verdict that the report names."""
    sponsor.sign_in(SPONSOR, PHRASE)
    sponsor.sees("Report 1")
    sponsor.nothing_runs_off()
    sponsor.page.goto(report)
    sponsor.nothing_runs_off()
    gate = sponsor.page.locator(".verdict-kicker").first.inner_text().strip()
    verdict = sponsor.page.locator(".verdict-word span").first.inner_text().strip()
    sponsor.follow("Approve with conditions")
    sponsor.nothing_runs_off()
    due = date.today() + timedelta(days=30)  # noqa: DTZ011 - a date in the future is all that is asked
    condition, reason = "Name a data owner for Lyon", "The core is there."
    sponsor.fill({"Reason": reason, "Condition 1": condition, "Date of condition 1": due.isoformat()})
    sponsor.fill({"Your password": "not this one"})
    sponsor.page.get_by_label("Owner of condition 1").select_option(label="Mara Lind")
    sponsor.press("Sign the decision")
    sponsor.sees("password")
    assert sponsor.page.get_by_label("Condition 1", exact=True).input_value() == condition
    sponsor.nothing_runs_off()
    sponsor.fill({"Your password": PHRASE})
    sponsor.press("Sign the decision")
    sponsor.sees("Report 1 is approved with conditions", condition, "Mara Lind", reason)
    assert not sponsor.page.get_by_role("link", name="Send back").count(), "what is decided is decided"
    sponsor.nothing_runs_off()
    return gate, verdict


def downloads_the_report(sponsor: Person, gate: str, verdict: str) -> None:
    """The first page of the PDF says which gate, which verdict, which report."""
    with sponsor.page.expect_download(timeout=180_000) as waiting:
        sponsor.page.get_by_role("link", name="PDF").first.click(no_wait_after=True)
    reader = PdfReader(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    first = " ".join(reader.pages[0].extract_text().split()).casefold()
    for words in (gate, verdict, "Harbour Tools", "1"):
        assert words.casefold() in first, (words, first)


def test_the_first_administrator_and_the_first_user(browser: Browser, server: Server) -> None:
    server.start()
    with Person(browser, server.url) as admin:
        admin.page.goto("/")
        admin.sees("The first administrator")
        admin.fill({"Your name": "Ada Holm", "Your e-mail address": "ada@example.org"})
        admin.fill({"Password": "short", "The same password again": "short"})
        admin.press("Create the account")
        assert admin.page.get_by_label("Your name", exact=True).input_value() == "Ada Holm"
        admin.fill({"Password": PHRASE, "The same password again": PHRASE})
        admin.press("Create the account")
        admin.sees("Welcome. You are the administrator")
        admin.page.goto("/users")
        admin.follow("Add an account")
        admin.fill({"Name": "Mara Lind", "E-mail address": MANAGER})
        admin.press("Add the account")
        admin.sees("Hand this link to Mara Lind", "No password has been chosen yet")
        link = admin.page.locator("#password-link").inner_text()
        admin.page.reload()
        assert not admin.page.locator("#password-link").count(), "the link is shown once"
    with Person(browser, server.url) as user:
        user.page.goto(link)
        user.fill({"New password": PHRASE, "The same password again": PHRASE})
        user.press("Set the password")
        user.sees("Your password is set")
        user.sign_in(MANAGER, PHRASE)
        user.sees("New rollout")
        assert user.page.goto(link).status in {404, 410}  # type: ignore[union-attr] # there is an answer
