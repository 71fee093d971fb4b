"""What axe and a ruler say of an open page: wide and on a phone, in light and dark colours.

Many pages are built of the same few parts, and what is built alike is looked at once: a part made of the same elements,
classes and roles in the same place, and words of the same colours on the same ground.
"""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import BrowserContext, Page, ViewportSize

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
LOOK = (Path(__file__).parent / "look.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
LAYOUT = ["target-size", "scrollable-region-focusable"]
"""Rules whose verdict depends on how wide the screen is: on a phone they are asked again."""
WHOLE = ["heading-order", "page-has-heading-one", "duplicate-id-aria", "landmark-unique", "bypass", "document-title"]
"""Rules whose verdict on a part depends on the rest of its page."""
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 800}


def with_eyes(context: BrowserContext) -> BrowserContext:
    """The context, on whose pages one can look from now on."""
    context.add_init_script(AXE + LOOK)
    return context


def on_a_phone(page: Page) -> None:
    """A narrow screen in light colours, on which nothing moves."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(PHONE)


class Eyes:
    """Looks at one page after another, and remembers how they were built."""

    def __init__(self) -> None:
        self.shapes: set[int] = set()
        self.grounds: set[int] = set()

    def open(self, page: Page, address: str) -> list[str]:
        """Open a page on a phone, and tell what is wrong with it."""
        on_a_phone(page)
        answer = page.goto(address)
        return self.complaints_of(page) if answer and answer.ok else ["cannot be opened"]

    def complaints_of(self, page: Page) -> list[str]:
        """What is wrong with the page, which is open on a phone; it is left wide and dark.

        The rules of layout are run on a screen as high as the page: at any other height axe takes a link that lies
        under a bar, from where it can be scrolled, for one that cannot be touched. What the bars do hide is looked at
        before.
        """
        found: list[str]
        found, shapes, high = page.evaluate("asked => look.phone(asked)", [list(self.shapes)])
        if shapes:
            self.shapes.update(shapes)
            page.set_viewport_size({"width": PHONE["width"], "height": high})
            found += ["at 360 px " + told for told in page.evaluate("asked => look.layout(asked)", LAYOUT)]
            page.set_viewport_size(DESK)
            found += page.evaluate("asked => look.desk(asked)", [TAGS, WHOLE, COLOURS])
            told, grounds = page.evaluate("asked => look.colours(asked)", [COLOURS, list(self.grounds)])
            self.grounds.update(grounds)
            found += told
        return found
