"""Reports in the sample: a form of its own, a health check of a month ago, and those of training and adoption since.

Each Monday the health check makes itself, and the brief before each gate; the sponsor is told by mail where mail is on.
"""

import io
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from PIL import Image, ImageDraw

from planner.access.audit_service import acting
from planner.demo.story import Event, Story
from planner.reports import form_service, paper_service, reader_service, share_service
from planner.reports.form import FormDraft
from planner.reports.paper import PaperKind
from planner.reports.share_service import Rhythm

FORM = FormDraft(
    paper="a4",
    main="#14434a",
    accent="#1d7f8c",
    logo_words="Halden Instruments: three rising bars",
    introduction="For the steering committee of “One customer view”. Questions go to the project office.",
)
MADE = ((-30, PaperKind.HEALTH), (-9, PaperKind.TRAINING), (-8, PaperKind.ADOPTION))


def events(story: Story) -> Iterator[Event]:
    """The form before the first report that bears it, then the reports; only where staff and use are known."""
    if story.plot.get("staff") is None:
        return
    yield Event(-31, partial(dress, story))
    for day, kind in MADE:
        yield Event(day, partial(make, story, kind))


def dress(story: Story, _now: datetime) -> None:
    """Form, rhythm and reader, as the project manager sets them."""
    manager = story.people[story.plot["roles"]["project-manager"]]
    sponsor = story.people[story.plot["roles"]["sponsor"]]
    with acting(manager.id):
        form_service.set_form(story.rollout.id, FORM, logo(), None)
        rhythm = Rhythm(0, 3, (PaperKind.HEALTH.value,))
        share_service.set_rhythm(story.rollout, rhythm, manager, None, story.on(0))
        reader_service.choose(story.rollout.id, {sponsor.id})


def make(story: Story, kind: PaperKind, now: datetime) -> None:
    """Freeze a report of a kind."""
    manager = story.people[story.plot["roles"]["project-manager"]]
    with acting(manager.id):
        paper_service.freeze(story.rollout, kind, manager, now)


def logo() -> bytes:
    """The mark of the invented company: three rising bars."""
    picture = Image.new("RGBA", (240, 120), (255, 255, 255, 0))
    drawing = ImageDraw.Draw(picture)
    for number, (height, colour) in enumerate(((40, "#7fb9c0"), (70, "#1d7f8c"), (104, "#14434a"))):
        left = 20 + 70 * number
        drawing.rectangle((left, 112 - height, left + 50, 112), fill=colour)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
