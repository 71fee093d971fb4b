import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from planner.basics import pdf_render
from planner.reports import render
from planner.reports.differences import compare
from planner.reports.document import canonical, digest, parse
from planner.reports.report import Blocker, Finding, Report, Standing, Start
from tests.reports.reading import left_over, read_html, read_pdf, squeeze
from tests.reports.samples import a_report

HOSTILE = '<script>alert(1)</script><img src="http://127.0.0.1:9/x.png" onerror="alert(2)">'


def sample() -> Report:
    report = a_report(factors=16, rows=30)
    return replace(report, changes=compare(replace(a_report(1), score=None), report))


@cache
def printed() -> bytes:
    return render.pdf(sample())


def text_of(report: Report, pdf: bytes) -> str:
    running = f"Report {report.snapshot.number} · {digest(report)[:12]} · data of 9 March 2026, 09:30"
    return read_pdf(pdf, report.identity.organisation, running)


def test_the_paper_says_what_the_page_says() -> None:
    page = read_html(str(render.body(sample())))
    missing, besides = left_over(page.texts, text_of(sample(), printed()))
    assert len(page.texts) > 300
    assert missing == []
    head = squeeze(
        "Halvorsen Pumps Readiness report 2 One customer view · data of 9 March 2026, 09:30 (Europe/Berlin)"
        " · called by Marta Keller"
    )
    assert besides.startswith(head)
    rest = re.sub(r"\d\.", "", besides.removeprefix(head))  # numbers of the list of blockers
    for heading in sorted(page.headings, key=len, reverse=True):  # repeated at the top of a page
        rest = rest.replace(heading, "")
    assert rest == ""


def test_the_file_that_stands_alone_says_the_same_and_needs_nothing() -> None:
    html = render.standalone(sample())
    page, file = read_html(str(render.body(sample()))), read_html(html)
    assert left_over(page.texts, "".join(file.texts))[0] == []
    assert not re.search(r"(src|href)=\"(?!#)", html)
    assert not re.search(r"url\(\s*['\"]?(?!data:)", html)
    assert "@import" not in html


def test_the_same_snapshot_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    report = a_report(factors=2, rows=6)
    source, target = tmp_path / "report.json", tmp_path / "report.pdf"
    source.write_text(canonical(report), "utf-8")
    script = (
        "import sys, pathlib; from planner.reports import render, document;"
        "report = document.parse(pathlib.Path(sys.argv[1]).read_text('utf-8'));"
        "pathlib.Path(sys.argv[2]).write_bytes(render.pdf(report))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Kathmandu", "SOURCE_DATE_EPOCH": ""}
    environment.pop("SOURCE_DATE_EPOCH")
    subprocess.run([sys.executable, "-c", script, source, target], check=True, env=environment)
    assert target.read_bytes() == render.pdf(parse(canonical(report)))


def test_the_pdf_is_tagged_named_and_in_a_language() -> None:
    with pikepdf.open(io.BytesIO(printed())) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == sample().title
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260309083000")
        assert pdf.Root.StructTreeRoot.K


def structure(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Dictionary]]:
    found: list[tuple[str, pikepdf.Dictionary]] = []
    waiting = list(pdf.Root.StructTreeRoot.K)
    while waiting:
        element = waiting.pop(0)
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found.append((str(element.S), element))
            kids = element.get("/K")
            waiting[:0] = list(kids) if isinstance(kids, pikepdf.Array) else []
    return found


def test_headings_step_down_one_level_at_a_time_and_figures_have_words() -> None:
    with pikepdf.open(io.BytesIO(printed())) as pdf:
        elements = structure(pdf)
        levels = [int(name[2:]) for name, _ in elements if re.fullmatch(r"/H[1-6]", name)]
        figures = [element for name, element in elements if name == "/Figure"]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert len(figures) == 21
        assert all("from" in str(figure.Alt) for figure in figures)
        assert {"/Table", "/TH", "/TD", "/L", "/LI", "/P", "/Link"} <= {name for name, _ in elements}


def test_the_sections_are_bookmarks() -> None:
    with pikepdf.open(io.BytesIO(printed())) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[:4] == ["Verdict", "What blocks the gate", "Decisions needed from the sponsor",
                          "What changed since report 1"]  # fmt: skip
    assert titles[-1] == "Appendix: the evidence behind each number"


def test_no_page_is_empty_and_the_first_asks_for_the_decision() -> None:
    with pikepdf.open(io.BytesIO(printed())) as pdf:
        pages = len(pdf.pages)
    texts = [subprocess.run(["pdftotext", "-f", str(n), "-l", str(n), "-", "-"], input=printed(), check=True,
                            capture_output=True).stdout.decode() for n in range(1, pages + 1)]  # fmt: skip
    assert all(len(squeeze(text)) > 300 for text in texts[:-1])
    assert len(squeeze(texts[-1])) > 120
    assert "Decisions needed from the sponsor" in texts[0]
    assert 3 <= pages <= 8


def test_fonts_come_from_the_package() -> None:
    with pikepdf.open(io.BytesIO(printed())) as pdf:
        names = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert names
    assert all("Source-Sans-Pro" in name for name in names), names


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x", "https://example.org/", "file:///etc/passwd", "data:text/plain,x", "packaged:../../x",
        "packaged:font/../../../etc/passwd", "packaged:font/LICENSE.txt", "packaged:css/base.css", "font/x.ttf", "",
        "packaged:font/packaged:font/SourceSansPro-Bold.ttf", "SourceSansPro-Bold.ttf", "ftp://x/y", "/etc/passwd",
    ],
)  # fmt: skip
def test_the_printer_reads_nothing_else(url: str) -> None:
    with pytest.raises(ValueError, match="not a packaged file"):
        pdf_render.packaged(url)


def test_hostile_html_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = pdf_render.packaged

    def watched(url: str) -> tuple[str, Path]:
        asked.append(url)
        return real(url)

    monkeypatch.setattr(pdf_render, "packaged", watched)
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("the network was used"))
    html = (
        '<html lang="en"><title>x</title><link rel="stylesheet" href="http://127.0.0.1:9/a.css">'
        '<style>@import "http://127.0.0.1:9/b.css"; p { background: url(file:///etc/passwd) }</style>'
        '<p>x<a rel="attachment" href="file:///etc/passwd">y</a><img alt="z" src="http://127.0.0.1:9/x.png"></p></html>'
    )
    pdf = pdf_render.printed(html, "x")
    assert len(asked) >= 4
    assert b"root:" not in pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not opened.attachments


LONG = "Rechtsschutzversicherungsgesellschaften" * 9
RTL = "\u202eevil\u202c مشروع العملاء 客户 🚀 e\N{COMBINING ACUTE ACCENT}"


def hostile() -> Report:
    report = a_report(factors=2, rows=4)
    identity = replace(report.identity, organisation=f"{HOSTILE} & Söhne", rollout=RTL, author=LONG)
    return replace(
        report,
        identity=identity,
        blockers=(Blocker('x" onmouseover="alert(3)', LONG, HOSTILE, RTL, 'criterion-x" onmouseover="alert(3)'),),
        findings=(Finding("risk", HOSTILE, RTL), Finding("strength", LONG, "{{ 7 * 7 }}")),
    )


@pytest.mark.parametrize("draw", [lambda report: str(render.body(report)), render.standalone])
def test_hostile_text_is_only_text(draw: object) -> None:
    html = draw(hostile())  # type: ignore[operator] # some function
    assert "<script" not in html
    assert "<img" not in html
    assert not re.search(r"<[^>]*\son(mouseover|error)", html)
    assert "&lt;script&gt;" in html
    assert "{{ 7 * 7 }}" in html


def test_hostile_text_is_printed_whole() -> None:
    pdf = render.pdf(hostile())
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, check=True, capture_output=True).stdout.decode()
    assert "<script>alert(1)</script>" in squeeze(text)
    assert LONG in squeeze(text)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert all("/AA" not in page for page in opened.pages)
        assert "/OpenAction" not in opened.Root


def test_nothing_of_a_long_word_leaves_the_paper() -> None:
    pdf = render.pdf(hostile())
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, check=True, capture_output=True).stdout.decode(
        errors="replace"
    )
    right = [float(edge) for edge in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert max(right) < 595.3 - 40


def test_pango_missing_says_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    monkeypatch.setattr("builtins.__import__", _no_pango(__import__))
    with pytest.raises(pdf_render.NotPrintable, match=r"apt-get install -y --no-install-recommends libpangoft2-1\.0-0"):
        render.pdf(a_report(factors=1, rows=1))


def _no_pango(real: object) -> object:
    def load(name: str, *rest: object, **more: object) -> object:
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpangoft2-1.0-0'")
        return real(name, *rest, **more)  # type: ignore[operator] # some function

    return load


def test_too_deep_nesting_is_told() -> None:
    with pytest.raises(pdf_render.NotPrintable, match="nested too deeply"):
        pdf_render.printed("<div>" * 900 + "x" + "</div>" * 900, "x")


def test_the_collector_is_on_again_afterwards() -> None:
    import gc

    render.pdf(a_report(factors=1, rows=1))
    assert gc.isenabled()


def test_every_link_leads_somewhere_and_the_printer_has_nothing_to_say(caplog: pytest.LogCaptureFixture) -> None:
    html = str(render.body(sample()))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'id="([^"]+)"', html))
    render.pdf(sample())
    assert caplog.messages == []


def test_nothing_on_the_page_is_styled_by_hand_or_named_twice() -> None:
    html = str(render.body(sample()))
    names = re.findall(r'\sid="([^"]+)"', html)
    assert len(names) == len(set(names))
    assert " style=" not in html


def test_a_reason_to_stop_that_is_not_met_is_good_news() -> None:
    stops = (Standing("Nobody pays any more", "met: stop"), Standing("Sales refuses to share", "not met"))
    start = Start("Proceed", "nothing stands in the way.", stops, None, "", ())
    page = str(render.body(replace(a_report(1), start=start))).partition('id="start"')[2].partition("</section>")[0]
    marks = re.findall(r'class="status status-(\w+)">.*?class="word">(met: stop|not met)<', page, re.DOTALL)
    assert marks == [("red", "met: stop"), ("green", "not met")]


def test_smaller_reasons_do_not_read_as_what_blocks() -> None:
    report = a_report(1)
    reasons = ("Targets still reward the old way: Not yet known.",)
    held = replace(report, verdict=replace(report.verdict, state="hold", reasons=reasons))
    page = read_html(str(render.body(held))).texts
    assert page[page.index(squeeze(reasons[0])) - 1] == squeeze("Also open; alone they would be conditions of a go:")
    assert "Also open" not in str(render.body(replace(held, verdict=replace(held.verdict, reasons=()))))
