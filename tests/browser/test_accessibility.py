"""Every page, as the people who use it see it: axe finds nothing in either theme, and nothing runs off a phone's edge.

The walk follows links from the start page, one address for each kind of page and rollout; a page to which no link leads
is a finding of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Error, Page
from werkzeug.exceptions import HTTPException

from planner.access.roles import Role
from tests.browser.conftest import Site, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast", "link-in-text-block"]
FIND = """async (options) => (await axe.run(document, options)).violations.map(
    (found) => `${found.id}: ${found.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`)"""
WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("main *")].filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 3).map((part) => "wider than a phone: " + part.outerHTML.slice(0, 160))"""
NOT_PAGES = {"static", "web.font", "web.health"}
NOT_IN_THE_SAMPLE = {
    "access.first_run": "only while there is no account at all",
    "access.sign_in": "looked at by a test of its own",
    "access.set_password": "an administrator hands its link over",
    "readiness.evidence_file": "the sample holds no file of evidence",
    "rollouts.playbook_changes": "only when a newer playbook is installed",
    "schedule.meet_condition": "every condition of the sample is met",
    "schedule.preview": "after a project file was sent",
    "schedule.problems": "after a project file was refused",
}


@dataclass
class Walk:
    """What one person's walk met."""

    seen: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


WALKERS = [Role.MANAGER, Role.SPONSOR, Role.TRAINER, Role.ADMIN]
WALKED: dict[Role, Walk] = {}


@pytest.mark.parametrize("role", WALKERS)
def test_axe_finds_nothing_on_any_page(browser: Browser, site: Site, role: Role) -> None:
    walk = WALKED[role] = Walk()
    context, page = sign_in(browser, site, role)
    refused: list[str] = []
    page.on("console", lambda told: refused.append(told.text) if "Security Policy" in told.text else None)
    for endpoint, address in addresses(page, site, walk):
        found = complaints_of(page, colours=role is Role.MANAGER)  # the others see the same colours
        walk.complaints += [f"{role} {endpoint} {address} {told}" for told in found]
    context.close()
    assert not walk.complaints, "\n".join(walk.complaints)
    assert not refused, refused


def test_the_sign_in_page_is_clean(browser: Browser, site: Site) -> None:
    with browser.new_context(base_url=site.url) as context:
        page = context.new_page()
        page.goto("/sign-in")
        assert not complaints_of(page)


def test_every_page_is_reached_by_links(site: Site) -> None:
    if len(WALKED) < len(WALKERS):
        pytest.skip("the walk did not run as everybody")
    seen = set().union(*(walk.seen for walk in WALKED.values()))
    pages = {rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - seen - NOT_PAGES == set(NOT_IN_THE_SAMPLE)


def addresses(page: Page, site: Site, walk: Walk) -> Iterator[tuple[str, str]]:
    """Open each kind of page once, following links; yields while the page is open.

    The sample's second rollout, which has just begun and is nearly empty, is looked at where its menu leads.
    """
    adapter = site.app.url_map.bind("127.0.0.1")
    waiting, known = ["/", "/components"], set()
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


def complaints_of(page: Page, *, colours: bool = True) -> list[str]:
    """What axe and a phone's width say of the open page: all rules in the light theme, contrast in the dark one too."""
    page.evaluate(AXE)
    off = {} if colours else {rule: {"enabled": False} for rule in CONTRAST}
    found: list[str] = page.evaluate(FIND, {"runOnly": RULES, "rules": off})
    if colours:
        page.emulate_media(color_scheme="dark")
        only = {"type": "rule", "values": CONTRAST}
        found += ["dark " + told for told in page.evaluate(FIND, {"runOnly": only})]
    page.set_viewport_size({"width": 360, "height": 740})
    found += page.evaluate(WIDER)
    return found
