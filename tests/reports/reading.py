"""Reads text out of a page and out of a PDF, so that the two can be compared."""

import io
import re
import subprocess
from html.parser import HTMLParser

import pikepdf
import pypdf

WIDTH = {"a4": 595.3, "letter": 612}
"""The width of paper in points."""
MARGIN = 17 / 25.4 * 72
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


def lines_of(pdf: bytes) -> list[list[str]]:
    """The lines of each page from the top, without what stands in the margins."""
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True
    ).stdout.decode()
    pages = [
        [" ".join(line.split()) for line in page.splitlines() if line.strip()]
        for page in text.split("\f")
        if page.strip()
    ]
    return [[line for line in page[1:] if not re.fullmatch(r"page \d+ of \d+", line)] for page in pages]


def check_layout(pdf: bytes, size: str) -> None:
    """Nothing stands in the margins or beyond the paper, and no heading alone at the foot of a page."""
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, check=True, capture_output=True).stdout.decode()
    edges = [
        tuple(map(float, found)) for found in re.findall(r'xMin="([-\d.]+)" yMin="[-\d.]+" xMax="([-\d.]+)"', boxes)
    ]
    assert len(edges) > 300
    assert min(left for left, _ in edges) > MARGIN - 1
    assert max(right for _, right in edges) < WIDTH[size] - MARGIN + 1
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        headings = {item.title for root in outline.root for item in (root, *root.children)}
    assert len(headings) > 5
    for page in lines_of(pdf)[:-1]:
        assert page[-1] not in headings, page[-3:]
        assert not page[-1].startswith("Rate "), "a picture's title stands with its picture"
