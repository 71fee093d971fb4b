"""Takes the README's pictures from the sample rollout: `python -m tests.browser.pictures`, or `make pictures`."""

import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.live import ROOT, Server

OUT = ROOT / "docs" / "pictures"


def main() -> None:
    """Build the sample in a folder of its own, serve it, and photograph it."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        told = server.command("demo").stdout
        passwords = {line.split()[-2].split("@")[0]: line.split()[-1] for line in told.strip().splitlines()}
        server.start()
        try:
            photograph(server.url, passwords)
            server.command(
                "report", "readiness", "1", "--gate", "build-gate", "--format", "pdf", "-o", f"{folder}/r.pdf"
            )
            subprocess.run(
                [
                    "pdftoppm",
                    "-r",
                    "60",
                    "-f",
                    "1",
                    "-l",
                    "1",
                    "-png",
                    "-singlefile",
                    f"{folder}/r.pdf",
                    OUT / "report-pdf",
                ],
                check=True,
            )
        finally:
            server.kill()
    for picture in OUT.glob("*.png"):
        Image.open(picture).convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(picture, optimize=True)


def photograph(url: str, passwords: dict[str, str]) -> None:
    """The pages that show the product best, as their users see them."""
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=str(CHROMIUM), headless=True, args=FLAGS)
        desk = chromium.new_context(base_url=url, viewport={"width": 1180, "height": 720}).new_page()
        enter(desk, "mara", passwords)
        for name, path in (
            ("start", "/"),
            ("gate", "/rollouts/1/readiness/gates/build-gate"),
            ("health", "/rollouts/1/health"),
            ("timeline", "/rollouts/1/plan/timeline?part=build-and-data&zoom=week"),
        ):
            desk.goto(path)
            if name == "timeline":
                top = "document.querySelector('.zoom').getBoundingClientRect().top"
                desk.evaluate(f"window.scrollTo(0, {top} + scrollY - 12)")
                desk.evaluate("document.querySelector('.timeline-picture').scrollLeft = 0")
            desk.screenshot(path=OUT / f"{name}.png")
        phone = chromium.new_context(base_url=url, viewport={"width": 360, "height": 720}).new_page()
        enter(phone, "sven", passwords)
        phone.goto("/rollouts/1/reports/8")
        phone.screenshot(path=OUT / "report-phone.png")
        chromium.close()


def enter(page: Page, who: str, passwords: dict[str, str]) -> None:
    """Sign in."""
    page.goto("/sign-in")
    page.fill("[name=email]", f"{who}@halden.example")
    page.fill("[name=password]", passwords[who])
    page.click("main button[type=submit]")


if __name__ == "__main__":
    main()
