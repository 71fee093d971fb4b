"""Every page, as the people who use it see it: axe finds nothing in either theme, and nothing runs off a phone's edge.

The walk follows links from the start page, one address for each kind of page and rollout; a page to which no link leads
is a finding of its own. A page that is built of the same parts for a second person, within the same frame, is not put
under axe again; only its width is looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Error, Page, ViewportSize
from werkzeug.exceptions import HTTPException

from planner.access.roles import Role
from tests.browser import states
from tests.browser.conftest import Site, sign_in

pytestmark = [pytest.mark.browser]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = ["color-contrast", "link-in-text-block"]
FIND = """async (options) => (await axe.run({ exclude: ["[data-alike]"] }, options)).violations.map(
    (found) => `${found.id}: ${found.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`)"""
WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("main *")].filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 3).map((part) => "wider than a phone: " + part.outerHTML.slice(0, 160))"""
HIDDEN = """() => {
    const shows = (part, there) => there && (part.contains(there) || there.contains(part)
        || there.closest("label")?.contains(part) || there.closest("label")?.control === part);
    const hides = (part) => {
        part.focus();
        if (document.activeElement !== part) return false;
        return ![...part.getClientRects()].some(({ left, right, top, bottom }) => [0.1, 0.5, 0.9].some((share) =>
            shows(part, document.elementFromPoint((left + right) / 2, top + (bottom - top) * share))));
    };
    const parts = [...document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary)")];
    const found = parts.filter((part) => part.checkVisibility() && hides(part)).slice(0, 3);
    scrollTo(0, 0);
    return found.map((part) => "focused, and hidden on a phone: " + part.outerHTML.slice(0, 160));
}"""
SHAPES = """() => {
    const words = new Set(["class", "role", "type", "scope"]);
    const told = ({ name, value }) => name + (words.has(name) ? "=" + value : value ? "" : "=");
    const matters = ({ name }) => !name.startsWith("data-") && name !== "aria-current" && name !== "checked";
    const shape = (part) => {
        const own = [part.tagName, ...[...part.attributes].filter(matters).map(told).sort()].join(" ");
        if (part.tagName === "svg") return own;
        const inner = part.tagName === "MAIN" && !part.dataset.shape ? [] : [...part.children];
        const seen = {};
        for (const child of inner) {
            const its = shape(child);
            seen[its] = (seen[its] ?? 0) + 1;
            if (seen[its] > 2) child.dataset.alike = "";
        }
        const text = [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) ? "text" : "";
        return `<${own} ${text}${Object.keys(seen).join("")}>`;
    };
    const main = document.querySelector("main"), frame = shape(document.body);
    main.dataset.shape = "asked";
    return [frame, shape(main)];
}"""
"""The frame of a page and what stands in it, as parts of parts; words do not count, and rows that are alike count once.

From the third of such rows on they are marked, and axe leaves them out: nothing could be found that the first two lack.
"""
FRAME_IS_KNOWN = """() => {
    for (let part = document.querySelector("main"); part !== document.body; part = part.parentElement)
        for (const beside of part.parentElement.children) if (beside !== part) beside.dataset.alike = "";
}"""
PHONE: ViewportSize = {"width": 360, "height": 740}
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
LOOKED_AT: set[str] = set()


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
        frame, main = page.evaluate(SHAPES)
        if frame in LOOKED_AT:
            page.evaluate(FRAME_IS_KNOWN)
        found = complaints_of_width(page) if {frame, main} <= LOOKED_AT else complaints_of(page)
        LOOKED_AT.update({frame, main})
        walk.complaints += [f"{role} {endpoint} {address} {told}" for told in found]
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


def complaints_of(page: Page) -> list[str]:
    """What axe says of the open page, wide and on a phone: all rules in light colours, contrast in dark ones too."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(FIND, {"runOnly": RULES})
    page.emulate_media(color_scheme="dark")
    found += ["dark " + told for told in page.evaluate(FIND, {"runOnly": {"type": "rule", "values": CONTRAST}})]
    return found + complaints_of_width(page) + complaints_on_a_phone(page)


def complaints_of_width(page: Page) -> list[str]:
    """What runs off a phone's edge."""
    page.set_viewport_size(PHONE)
    found: list[str] = page.evaluate(WIDER)
    return found


def complaints_on_a_phone(page: Page) -> list[str]:
    """What the bars at the bottom hide from the keyboard, and all rules of axe but those of colours.

    The rules are run on a screen as high as the page: at any other height axe takes a link that lies under a bar, from
    where it can be scrolled, for one that cannot be touched. What the bars do hide is looked at before.
    """
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found: list[str] = page.evaluate(HIDDEN)
    page.set_viewport_size({"width": PHONE["width"], "height": page.evaluate("document.documentElement.scrollHeight")})
    off = {rule: {"enabled": False} for rule in CONTRAST}
    return found + ["at 360 px " + told for told in page.evaluate(FIND, {"runOnly": RULES, "rules": off})]
