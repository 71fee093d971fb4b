"""Every page, as the people who use it see it: axe finds nothing in either theme, and nothing runs off a phone's edge.

The walk follows links from the start page, one address for each kind of page and rollout; a page to which no link leads
is a finding of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page
from werkzeug.exceptions import HTTPException

from planner.access.roles import Role
from tests.browser import states
from tests.browser.axe import Eyes, complaints_of
from tests.browser.conftest import Site, sign_in

pytestmark = [pytest.mark.browser]

NOT_PAGES = {"static", "web.font", "web.health", "schedule.feed", "training.calendar", "reports.shared"}
BY_THEMSELVES = {"access.first_run", "access.sign_in", "access.set_password"}
"""Pages for whoever is not signed in; each is looked at by a test of its own."""


@dataclass
class Walk:
    """What one person's walk met."""

    seen: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


WALKERS = [Role.MANAGER, Role.SPONSOR, Role.TRAINER, Role.ADMIN]
WALKED: dict[Role, Walk] = {}
EYES = Eyes()


@pytest.mark.parametrize("role", WALKERS)
def test_axe_finds_nothing_on_any_page(browser: Browser, site: Site, role: Role) -> None:
    walk = WALKED[role] = Walk()
    context, page = sign_in(browser, site, role)
    refused: list[str] = []
    page.on("console", lambda told: refused.append(told.text) if "Security Policy" in told.text else None)
    more = rare(page, site) if role is Role.MANAGER else []
    more += states.approval(site.app, site.rollouts[0]) if role is Role.SPONSOR else []
    more += states.send_records(page, site.rollouts[0]) if role is Role.TRAINER else []
    for endpoint, address in addresses(page, site, walk, more):
        walk.complaints += [f"{role} {endpoint} {address} {told}" for told in EYES.complaints_of(page)]
    context.close()
    assert not walk.complaints, "\n".join(walk.complaints)
    assert not refused, refused


def rare(page: Page, site: Site) -> list[str]:
    """Pages to which the sample has no link, and what a person sees whose project file was sent."""
    refused = states.send_plan(page, site.rollouts[1], states.REFUSED)
    assert page.locator("main table").count(), "the rows that are wrong"
    assert not complaints_of(page), refused
    taken = states.send_plan(page, site.rollouts[1], states.TAKEN)
    waiting = [
        taken,
        f"{taken}/problems.csv",
        f"{taken}/progress",
        *states.send_staff(site.app, page, site.rollouts[1]),
    ]
    return [*states.rare_pages(site.app, site.rollouts), *waiting]


def test_the_pages_for_whoever_is_not_signed_in_are_clean(browser: Browser, site: Site, empty_site: str) -> None:
    link = states.password_link(site.app, site.accounts[Role.TRAINER][0])
    for address in (f"{site.url}/sign-in", f"{site.url}{link}", f"{empty_site}/first-run"):
        with browser.new_context() as context:
            page = context.new_page()
            answer = page.goto(address)
            assert answer is not None
            assert answer.ok, address
            assert not complaints_of(page), address


def test_every_page_is_reached_by_links(site: Site) -> None:
    if len(WALKED) < len(WALKERS):
        pytest.skip("the walk did not run as everybody")
    seen = set().union(*(walk.seen for walk in WALKED.values()))
    rules = [rule for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    pages = {rule.endpoint for rule in rules if not rule.rule.startswith("/api/")}
    assert pages - seen - NOT_PAGES == BY_THEMSELVES


def addresses(page: Page, site: Site, walk: Walk, more: list[str]) -> Iterator[tuple[str, str]]:
    """Open each kind of page once, following links; yields while the page is open.

    The sample's second rollout, which has just begun and is nearly empty, is looked at where its menu leads.
    """
    adapter = site.app.url_map.bind("127.0.0.1")
    waiting, known = ["/", "/components", *more], set()
    while waiting:
        address = waiting.pop(0)
        try:
            endpoint, values = adapter.match(urlsplit(address).path)
        except HTTPException:
            walk.complaints.append(f"a link leads nowhere: {address}")
            continue
        young = values.get("rollout_id") == site.rollouts[1]
        if (key := (endpoint, young)) in known or endpoint in NOT_PAGES:
            continue
        known.add(key)
        walk.seen.add(str(endpoint))
        if open_page(page, address, walk):
            waiting += links(page, "nav.areas a" if young else "a[href]")
            yield str(endpoint), address


def links(page: Page, which: str) -> list[str]:
    """The addresses within the product that a page's links lead to."""
    found: list[str] = page.eval_on_selector_all(
        which, "all => all.filter(a => a.origin === location.origin).map(a => a.pathname + a.search)"
    )
    return found


def open_page(page: Page, address: str, walk: Walk) -> bool:
    """Whether a page stands at the address; a file that is downloaded is none."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    try:
        answer = page.goto(address)
    except Error as error:
        if "Download is starting" in error.message or "ERR_ABORTED" in error.message:
            return False
        raise
    if answer is None or not answer.ok:
        walk.complaints.append(f"{address} answers {answer.status if answer else 'nothing'}")
        return False
    return "text/html" in answer.headers.get("content-type", "")
