"""A person in front of a browser: what a journey does and sees, and a note of everything the browser complains of."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

DESK = (1280, 800)
PHONE = (360, 780)


@dataclass
class Person:
    """One person's window. Leaving it says that the browser had nothing to complain of."""

    browser: Browser
    url: str
    size: tuple[int, int] = DESK
    complaints: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        """Open a window that shares nothing with other people's."""
        width, height = self.size
        phone = self.size == PHONE
        self.context: BrowserContext = self.browser.new_context(
            base_url=self.url, viewport={"width": width, "height": height}, has_touch=phone, is_mobile=phone
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error.message}"))
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        """Close it; a journey that went well must have been quiet."""
        self.context.close()
        if kind is None:
            assert not self.complaints, self.complaints

    def _heard(self, told: ConsoleMessage) -> None:
        if told.type in {"error", "warning"} and "status of 4" not in told.text:
            self.complaints.append(f"{told.type}: {told.text} ({self.page.url})")

    def sign_in(self, email: str, password: str) -> None:
        """Through the form."""
        self.page.goto("/sign-in")
        self.fill({"E-mail address": email, "Password": password})
        self.press("Sign in")
        assert "/sign-in" not in self.page.url, self.text

    def fill(self, typed: dict[str, str]) -> None:
        """Type into fields by the labels that people read."""
        for label, text in typed.items():
            self.page.get_by_label(label, exact=True).first.fill(text)

    def press(self, words: str) -> None:
        """Press the button that says so, and see the next page."""
        self.page.get_by_role("button", name=words).and_(self.page.locator(":not([aria-hidden])")).first.click()
        self.page.wait_for_load_state()

    def follow(self, words: str) -> None:
        """Follow the link that says so."""
        self.page.get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()

    def choose(self, *labels: str) -> None:
        """Choose cards or radio buttons by their words."""
        for label in labels:
            self.page.locator("label", has_text=label).first.click()

    @property
    def text(self) -> str:
        """What the page says, as a person reads it: blanks and lines do not count."""
        return " ".join(self.page.inner_text("main").split())

    def sees(self, *parts: str) -> None:
        """Each of these is on the page, whether or not it is written in capitals there."""
        text = self.text.casefold()
        missing = [part for part in parts if part.casefold() not in text]
        assert not missing, (missing, self.page.url, self.text[:3000])

    def nothing_runs_off(self) -> None:
        """The page is no wider than the window."""
        wide: int = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, (self.page.url, f"{wide} px too wide")
