"""Every page, as the people who use it see it: axe finds nothing in either theme, and nothing runs off a phone's edge.

The walk follows links from the start page, one address for each kind of page and rollout; a page to which no link leads
is a finding of its own. Every page is read; one is opened in the browser unless its kind was looked at before, and all
that it is built of too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.exceptions import HTTPException

from planner.access.roles import Role
from tests.browser import states
from tests.browser.axe import Eyes, on_a_phone, with_eyes
from tests.browser.conftest import Site, sign_in

pytestmark = [pytest.mark.browser]

NOT_PAGES = {"static", "web.font", "web.health", "schedule.feed", "training.calendar", "reports.shared"}
TOLD = {"class", "role", "type", "scope"}
UNTOLD = {"aria-current", "checked"}
BY_THEMSELVES = {"access.first_run", "access.sign_in", "access.set_password"}
"""Pages for whoever is not signed in; each is looked at by a test of its own."""


@dataclass
class Walk:
    """What one person's walk met."""

    seen: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


@dataclass
class Looked:
    """What all walks looked at in the browser: kinds of page, and what pages were built of."""

    kinds: set[str] = field(default_factory=set)
    parts: set[int] = field(default_factory=set)

    def is_new(self, kind: str, tree: html.HtmlElement) -> bool:
        """Whether this page shows anything not seen before; it counts as seen then."""
        parts = set(parts_of(tree))
        new = kind not in self.kinds or not parts <= self.parts
        self.kinds.add(kind)
        self.parts |= parts
        return new


WALKERS = [Role.MANAGER, Role.SPONSOR, Role.TRAINER, Role.ADMIN]
WALKED: dict[Role, Walk] = {}
EYES = Eyes()
LOOKED = Looked()


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("role", WALKERS)
def test_axe_finds_nothing_on_any_page(browser: Browser, site: Site, role: Role) -> None:
    walk = WALKED[role] = Walk()
    context, page = sign_in(browser, site, role)
    with_eyes(context)
    refused: list[str] = []
    page.on("console", lambda told: refused.append(told.text) if "Security Policy" in told.text else None)
    more = rare(page, site) if role is Role.MANAGER else []
    more += states.approval(site.app, site.rollouts[0]) if role is Role.SPONSOR else []
    more += states.send_records(page, site.rollouts[0]) if role is Role.TRAINER else []
    for endpoint, address, tree in addresses(reader(site, context), site, walk, more):
        if LOOKED.is_new(endpoint, tree):
            walk.complaints += [f"{role} {endpoint} {address} {told}" for told in EYES.open(page, address)]
    context.close()
    assert not walk.complaints, "\n".join(walk.complaints)
    assert not refused, refused


def rare(page: Page, site: Site) -> list[str]:
    """Pages to which the sample has no link, and what a person sees whose project file was sent."""
    refused = states.send_plan(page, site.rollouts[1], states.REFUSED)
    assert page.locator("main table").count(), "the rows that are wrong"
    on_a_phone(page)
    assert not Eyes().complaints_of(page), refused
    asking = states.send_log(page, site.rollouts[1])
    assert page.locator("main .field-error").count(), "what cannot be"
    assert not Eyes().complaints_of(page), asking
    taken = states.send_plan(page, site.rollouts[1], states.TAKEN)
    waiting = [
        asking,
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
            assert not Eyes().open(with_eyes(context).new_page(), address), address


def test_every_page_is_reached_by_links(site: Site) -> None:
    if len(WALKED) < len(WALKERS):
        pytest.skip("the walk did not run as everybody")
    seen = set().union(*(walk.seen for walk in WALKED.values()))
    rules = [rule for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    pages = {rule.endpoint for rule in rules if not rule.rule.startswith("/api/")}
    assert pages - seen - NOT_PAGES == BY_THEMSELVES


def addresses(
    client: FlaskClient, site: Site, walk: Walk, more: list[str]
) -> Iterator[tuple[str, str, html.HtmlElement]]:
    """Read each kind of page once, following links: its kind, its address and the page. Files are read, and left out.

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
        answer = client.get(address, base_url=site.url, follow_redirects=True)
        if answer.status_code != HTTPStatus.OK:
            walk.complaints.append(f"{address} answers {answer.status_code}")
        elif answer.mimetype == "text/html" and "attachment" not in answer.headers.get("Content-Disposition", ""):
            tree = html.document_fromstring(answer.text)
            tree.make_links_absolute(urljoin(site.url, answer.request.full_path))
            waiting += links(tree, site, "//nav[contains(@class, 'areas')]//a/@href" if young else "//a/@href")
            yield str(endpoint), address, tree
        answer.close()


def reader(site: Site, context: BrowserContext) -> FlaskClient:
    """Reads pages as whoever is signed in in a browser window."""
    client = site.app.test_client()
    for cookie in context.cookies():
        client.set_cookie(cookie["name"], cookie["value"], domain="127.0.0.1")
    return client


def links(tree: html.HtmlElement, site: Site, which: str) -> list[str]:
    """The addresses within the product that a page's links lead to."""
    return [link.removeprefix(site.url) for link in tree.xpath(which) if link.startswith(site.url + "/")]


def parts_of(part: html.HtmlElement, above: tuple[str, ...] = ()) -> Iterator[int]:
    """A number for each element of a page: what it is, and what it lies in."""
    told = (f"{name}={value if name in TOLD else value != ''}" for name, value in part.items() if name not in UNTOLD)
    here = (*above, " ".join([str(part.tag), str(bool((part.text or "").strip())), *sorted(told)]))
    yield hash(here)
    for child in part.iterchildren("*"):
        yield from parts_of(child, here)
