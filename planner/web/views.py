"""Pages of the product itself: is it well, its typeface, and every component on one page.

Pages: templates/web/.
"""

from functools import cache
from pathlib import Path
from shutil import disk_usage

import font_source_sans_pro
from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, send_from_directory
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from planner.access.signing import safe_next
from planner.db import db
from planner.web.components import samples
from planner.web.guards import public, signed_in

blueprint = Blueprint("web", __name__)
FONTS = Path(font_source_sans_pro.font_directory)
FACES = {f"SourceSansPro-{face}.ttf" for face in ("Regular", "It", "Semibold", "Bold")}


@blueprint.get("/health")
@public
def health() -> ResponseReturnValue:
    """Whether the product and its database are well, for machines that watch it.

    503 while the database cannot be read; 200 with `degraded` when all still works but the disk is nearly full.
    """
    try:
        revision = db.session.execute(text("select version_num from alembic_version")).scalar()
    except SQLAlchemyError:
        db.session.rollback()
        told = {"status": "degraded", "database": "not within reach", "schema": ""}
        return {**told, "problem": "The database cannot be read."}, 503
    well = {"database": "ok", "schema": revision or ""}
    if nearly_full(*disk_usage(current_app.config["PLANNER"].instance)):
        return {"status": "degraded", **well, "problem": "The disk that holds the data is nearly full."}
    return {"status": "ok", **well}


def nearly_full(total: int, _used: int, free: int) -> bool:
    """Less than a twentieth of the disk is free, and less than 2 GB (all in bytes)."""
    return free < min(total // 20, 2_000_000_000)


@blueprint.get("/fonts/<name>")
@public
def font(name: str) -> ResponseReturnValue:
    """The product's typeface, straight from its installed package."""
    if name not in FACES:
        abort(404)
    return send_from_directory(FONTS, name, max_age=31536000)


@blueprint.post("/theme")
@public
def theme() -> ResponseReturnValue:
    """Remember light, dark or as the device says."""
    chosen = request.form.get("theme", "auto")
    response = make_response(redirect(safe_next(request.form.get("next", "")), 303))
    if chosen in {"light", "dark", "auto"}:
        secure = current_app.config["PLANNER"].secure
        response.set_cookie("theme", chosen, max_age=31536000, samesite="Lax", httponly=True, secure=secure)
    return response


@blueprint.get("/components")
@signed_in
def components() -> ResponseReturnValue:
    """Every component in every state, for whoever builds or judges the pages."""
    return render_template("web/components.html", **samples())


@cache
def stamp(path: str) -> str:
    """A short mark of a static file's content, so that browsers fetch it again when it changes."""
    import hashlib

    file = Path(current_app.static_folder or "") / path
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else "0"


from planner.web import api_views  # noqa: E402, F401 - its pages join this blueprint
