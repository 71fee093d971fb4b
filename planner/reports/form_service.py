"""Keeps the form of a rollout's reports, and hands it to each report that is made."""

import base64
import io
from collections.abc import Mapping

from PIL import Image
from sqlalchemy import select

from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.reports.dress import Form
from planner.reports.form import PARTS, FormDraft, frozen, order_of
from planner.reports.form_models import ReportForm

LARGEST_FILE, LARGEST_KEPT = 512_000, 90_000
"""Bytes of a picture as it comes, and as it is kept: it travels with every report."""
LARGEST_SIDE, SHOWN_AT = 4_000, (600, 160)
"""Pixels of a picture as it comes, and as it is kept."""
UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)
NO_PICTURE = "This is not a PNG or JPEG picture that can be read."


def form_of(rollout_id: int) -> ReportForm | None:
    """The stored form of a rollout; None while it is the product's own."""
    return db.session.scalar(select(ReportForm).where(ReportForm.rollout_id == rollout_id))


def form_for(rollout_id: int, kind: str) -> Form | None:
    """The form a report of a kind is made in now; None where it is the product's own."""
    row = form_of(rollout_id)
    if row is None:
        return None
    kept = [key for key in row.orders.get(kind, []) if key in PARTS[kind]]
    return frozen(draft_of(row), row.logo, kept)


def draft_of(row: ReportForm) -> FormDraft:
    """The stored form as somebody would type it."""
    return FormDraft(row.paper, row.main, row.accent, row.logo_words, row.introduction)


def set_form(
    rollout_id: int, draft: FormDraft, logo: bytes, version: int | None, *, drop_logo: bool = False
) -> ReportForm:
    """Change paper, colours, logo and introduction; an empty `logo` leaves the one that is there."""
    cleaned = draft.cleaned()
    picture = picture_of(logo) if logo else ""
    row = _row(rollout_id, version)
    row.paper, row.main, row.accent = cleaned.paper, cleaned.main, cleaned.accent
    row.logo_words, row.introduction = cleaned.logo_words, cleaned.introduction
    row.logo = picture or ("" if drop_logo else row.logo)
    db.session.flush()
    return row


def set_order(rollout_id: int, kind: str, places: Mapping[str, int | None], version: int | None) -> ReportForm:
    """Choose the parts of a kind of report and their order."""
    order = order_of(kind, places)
    row = _row(rollout_id, version)
    others = {each: kept for each, kept in row.orders.items() if each != kind}
    row.orders = others | ({kind: list(order)} if order else {})
    db.session.flush()
    return row


def _row(rollout_id: int, version: int | None) -> ReportForm:
    row = form_of(rollout_id)
    if row is None:
        row = ReportForm(
            rollout_id=rollout_id, paper="a4", main="", accent="", logo="", logo_words="", introduction="", orders={}
        )
        db.session.add(row)
        db.session.flush()
    else:
        check_version(row, version, {"paper": row.paper, "main": row.main, "accent": row.accent,
                                     "logo_words": row.logo_words, "introduction": row.introduction})  # fmt: skip
    return row


def picture_of(data: bytes) -> str:
    """A logo as it is kept: a PNG in base64, no larger than it is ever shown, without whatever else the file carried.

    Raises RuleBroken for what is no PNG or JPEG picture, or too large.
    """
    if len(data) > LARGEST_FILE:
        raise RuleBroken("The file is larger than 500 kB.", "logo")
    small = _plain(_opened(data))
    small.thumbnail(SHOWN_AT)
    kept = io.BytesIO()
    small.save(kept, "PNG", optimize=True)
    if kept.tell() > LARGEST_KEPT:
        raise RuleBroken("The picture has too many details for a logo. Give a plainer one.", "logo")
    return base64.b64encode(kept.getvalue()).decode()


def _opened(data: bytes) -> Image.Image:
    """The picture, of which only the head was read so far."""
    try:
        picture = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
    except UNREADABLE as error:
        raise RuleBroken(NO_PICTURE, "logo") from error
    if max(picture.size) > LARGEST_SIDE:
        raise RuleBroken(f"The picture is larger than {LARGEST_SIDE} by {LARGEST_SIDE} pixels.", "logo")
    return picture


def _plain(picture: Image.Image) -> Image.Image:
    """The picture as colours and transparency alone."""
    try:
        return picture.convert("RGBA")
    except UNREADABLE as error:
        raise RuleBroken(NO_PICTURE, "logo") from error
