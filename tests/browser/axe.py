"""What axe and a ruler say of an open page: wide and on a phone, in light and dark colours.

Many pages are built of the same few parts. What is built alike is looked at once: the frame of a person's pages,
a page that a second person sees in the same form, rows of a table from the third on, and the colours of words that
stand in the same chain of elements, classes and roles.
"""

from collections.abc import Sequence
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page, ViewportSize

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
LAYOUT = ["target-size", "scrollable-region-focusable"]
"""Rules whose verdict depends on how wide the screen is; on a phone the others are asked once for each frame."""
PHONE: ViewportSize = {"width": 360, "height": 740}

FIND = """async ([options, known]) => (await axe.run({ exclude: known }, options)).violations.map(
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
SHAPES = """([shapes, chains]) => {
    const words = new Set(["class", "role", "type", "scope"]);
    const told = ({ name, value }) => name + (words.has(name) ? "=" + value : value ? "" : "=");
    const matters = ({ name }) => !name.startsWith("data-") && name !== "aria-current" && name !== "checked";
    const own = (part) => [part.tagName, ...[...part.attributes].filter(matters).map(told).sort()].join(" ");
    const speaks = (part) => [...part.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const number = (text) => [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 7);
    const main = document.querySelector("main");
    const shape = (part, whole) => {
        if (part.tagName === "svg") return own(part);
        const seen = {};
        for (const child of part === main && !whole ? [] : part.children) {
            const its = shape(child);
            seen[its] = (seen[its] ?? 0) + 1;
            if (seen[its] > 2) child.dataset.alike = "";
        }
        return `<${own(part)} ${speaks(part)}${Object.keys(seen).join("")}>`;
    };
    const found = [shape(document.body), shape(main, true)].map(number), known = new Set(chains), fresh = new Set();
    if (shapes.includes(found[0]))
        for (let part = main; part !== document.body; part = part.parentElement)
            for (const beside of part.parentElement.children) if (beside !== part) beside.dataset.alike = "";
    const colours = (part, above) => {
        if ("alike" in part.dataset) return false;
        const chain = number(above + own(part));
        const inside = [...part.children].map((child) => child.dataset && colours(child, chain)).some(Boolean);
        const here = (speaks(part) || part.matches("input, select, textarea, button")) && !known.has(chain);
        if (here) fresh.add(chain);
        if (!here && !inside) part.dataset.coloured = "";
        return here || inside;
    };
    colours(document.body, 0);
    return [...found, [...fresh]];
}"""
"""Numbers of the frame and of what stands in it, and of the new chains down to words. Marks what is known already.

Words themselves do not count. From the third of rows that are alike on, nothing can be found that the first two lack.
"""


class Eyes:
    """Looks at one page after another, and remembers how they were built."""

    def __init__(self) -> None:
        self.shapes: set[int] = set()
        self.chains: set[int] = set()

    def complaints_of(self, page: Page) -> list[str]:
        """What is wrong with the open page, which is wide and light; the page stays narrow."""
        page.evaluate(AXE)
        frame, main, chains = page.evaluate(SHAPES, [list(self.shapes), list(self.chains)])
        new_frame, found = frame not in self.shapes, []
        if new_frame or main not in self.shapes:
            found = _found(page, TAGS, off=COLOURS)
            if chains:
                found += _found(page, COLOURS, but=["[data-coloured]"])
                page.emulate_media(color_scheme="dark")
                found += ["dark " + told for told in _found(page, COLOURS, but=["[data-coloured]"])]
            found += _on_a_phone(page, TAGS if new_frame else LAYOUT)
        else:
            page.set_viewport_size(PHONE)
        self.shapes.update({frame, main})
        self.chains.update(chains)
        wider: list[str] = page.evaluate(WIDER)
        return found + wider


def complaints_of(page: Page) -> list[str]:
    """What is wrong with the open page, seen for the first time."""
    return Eyes().complaints_of(page)


def _found(page: Page, run: list[str], *, off: Sequence[str] = (), but: Sequence[str] = ()) -> list[str]:
    asked: dict[str, object] = {"runOnly": run if run is TAGS else {"type": "rule", "values": run}}
    if off:
        asked["rules"] = {rule: {"enabled": False} for rule in off}
    told: list[str] = page.evaluate(FIND, [asked, ["[data-alike]", *but]])
    return told


def _on_a_phone(page: Page, run: list[str]) -> list[str]:
    """What the bars at the bottom hide from the keyboard, and these rules but those of colours.

    The rules are run on a screen as high as the page: at any other height axe takes a link that lies under a bar, from
    where it can be scrolled, for one that cannot be touched. What the bars do hide is looked at before.
    """
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(PHONE)
    found: list[str] = page.evaluate(HIDDEN)
    page.set_viewport_size({"width": PHONE["width"], "height": page.evaluate("document.documentElement.scrollHeight")})
    return found + ["at 360 px " + told for told in _found(page, run, off=COLOURS if run is TAGS else ())]
