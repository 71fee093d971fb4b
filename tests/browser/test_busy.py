"""A form whose work takes seconds says so at once, aloud too, and is sent once however often its button is pressed."""

import pytest
from playwright.sync_api import Browser

from planner.access.roles import Role
from tests.browser import states
from tests.browser.conftest import Site, sign_in

pytestmark = [pytest.mark.browser]

HOLD = """() => addEventListener("submit", (event) => {
    window.sent = (window.sent ?? 0) + !event.defaultPrevented;
    event.preventDefault();
})"""


def test_sending_a_large_plan_is_told_and_happens_once(browser: Browser, site: Site) -> None:
    context, page = sign_in(browser, site, Role.MANAGER)
    page.goto(f"/rollouts/{site.rollouts[1]}/plan/import")
    page.set_input_files("[name=file]", states.file(states.TAKEN))
    page.evaluate(HOLD)  # stay on the page, as one does while the server reads
    button = page.locator("main form button[type=submit]")
    assert (button.inner_text(), page.get_by_role("status").inner_text()) == ("Look at the file", "")
    button.click()
    assert (button.inner_text(), page.get_by_role("status").inner_text()) == ("Reading the file…", "Reading the file…")
    assert button.get_attribute("aria-disabled") == "true"
    button.click(force=True)
    assert page.evaluate("window.sent") == 1
    context.close()


def test_a_plan_is_sent_without_a_script_too(browser: Browser, site: Site) -> None:
    context, _ = sign_in(browser, site, Role.MANAGER)
    bare = browser.new_context(
        base_url=site.url, java_script_enabled=False, storage_state=context.storage_state()
    ).new_page()
    assert states.send_plan(bare, site.rollouts[1], states.TAKEN).startswith(
        f"/rollouts/{site.rollouts[1]}/plan/import/"
    )
    bare.context.close()
    context.close()
