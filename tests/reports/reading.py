"""Reads text out of a page and out of a PDF, so that the two can be compared."""

import io
import re
from html.parser import HTMLParser

import pypdf

HIDDEN = {"svg", "style", "script", "head", "title"}
VOID = {"meta", "link", "br", "hr", "img", "input"}


class TextOf(HTMLParser):
    """The visible texts of a page in reading order, without blanks; column headings are told apart."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.headings: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):  # type: ignore[union-attr] # there is a tag
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        text = squeeze(data)
        if text and not HIDDEN & set(self.open):
            self.texts.append(text)
            if "thead" in self.open:
                self.headings.add(text)


def squeeze(text: str) -> str:
    return re.sub(r"[\s\N{NO-BREAK SPACE}]+", "", text)


def read_html(html: str) -> TextOf:
    reader = TextOf()
    reader.feed(html)
    return reader


def read_pdf(pdf: bytes, *furniture: str) -> str:
    """All text of the pages without blanks, without list markers, and without what stands in the margins."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    found = []
    for number, page in enumerate(pages, 1):
        text = squeeze(page.extract_text())
        for piece in (*furniture, f"page {number} of {len(pages)}"):
            assert squeeze(piece) in text, f"page {number} lacks {piece!r}"
            text = "".join(text.rpartition(squeeze(piece))[::2])  # margins are drawn after the content
        found.append(text)
    return "".join(found).replace("•", "")


def left_over(texts: list[str], printed: str) -> tuple[list[str], str]:
    """Texts of the page that the paper lacks, and what the paper has besides, reading both from the front."""
    missing, besides, place = [], "", 0
    for text in texts:
        found = printed.find(text, place)
        if found < 0:
            missing.append(text)
        else:
            besides += printed[place:found]
            place = found + len(text)
    return missing, besides + printed[place:]
