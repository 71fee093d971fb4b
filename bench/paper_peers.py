"""Other engines that draw a report's texts and tables as PDF, by the Python of `.peers`.

`python paper_peers.py NAME FILE` reads blocks (`["h", text]`, `["p", text]`, `["t", rows]`) and prints one JSON object:
CPU seconds of the first drawing and of one more, and the peak memory of the process in MB. Neither draws the charts and
links of the report; that is less work than the product's, so their times are a floor.
"""

import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Blocks = list[tuple[str, Any]]


def typst_of(blocks: Blocks) -> bytes:
    """Typst, tagged as PDF/UA-1 as the product's."""
    import typst

    def text(words: str) -> str:
        return json.dumps(words, ensure_ascii=False)

    made = [
        '#set document(title: "Report")',
        '#set text(lang: "en", size: 9pt)',
        '#set page(numbering: "1")',
        "= Report",
    ]
    for kind, value in blocks:
        if kind == "t":
            first, *rest = value
            head = f"table.header({', '.join(f'[#{text(cell)}]' for cell in first)})"
            cells = ", ".join(f"[#{text(cell)}]" for row in rest for cell in row)
            made.append(f"#table(columns: {len(first)}, {head}, {cells})")
        else:
            made.append(f"{'== ' if kind == 'h' else ''}#{text(value)}\n")
    source = "\n".join(made).encode()
    drawn: bytes = typst.compile(source, pdf_standards="ua-1")
    return drawn


def reportlab_of(blocks: Blocks) -> bytes:
    """ReportLab's Platypus, which cannot tag."""
    from xml.sax.saxutils import escape

    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    style = getSampleStyleSheet()
    body, heading, story = style["BodyText"], style["Heading2"], []
    body.fontSize, body.leading = 8, 10
    file = io.BytesIO()
    document = SimpleDocTemplate(file)
    for kind, value in blocks:
        if kind == "t":
            rows = [[Paragraph(escape(cell), body) for cell in row] for row in value]
            width = len(value[0])
            story.append(Table(rows, colWidths=[document.width / width] * width, repeatRows=1))
        else:
            story.append(Paragraph(escape(value), heading if kind == "h" else body))
    document.build(story)
    return file.getvalue()


ENGINES: dict[str, Callable[[Blocks], bytes]] = {"typst": typst_of, "reportlab": reportlab_of}


def taken(work: Callable[[Blocks], bytes], blocks: Blocks) -> tuple[float, bytes]:
    """The CPU time of one drawing, and what was drawn."""
    start = time.process_time()
    drawn = work(blocks)
    return time.process_time() - start, drawn


if __name__ == "__main__":
    name, path = sys.argv[1:]
    given: Blocks = json.loads(Path(path).read_text(encoding="utf-8"))
    cold, _ = taken(ENGINES[name], given)
    warm = min(taken(ENGINES[name], given)[0] for _ in range(3))
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    high = int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) // 1024
    print(json.dumps({"seconds": warm, "cold": cold, "peak": high}))
