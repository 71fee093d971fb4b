"""Pages of the product itself: is it well, its typeface, and every component on one page.

Pages: templates/web/.
"""

from functools import cache
from pathlib import Path

import font_source_sans_pro
from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, send_from_directory
from flask.typing import ResponseReturnValue
from sqlalchemy import text

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
    """Whether the product and its database are well, for machines that watch it."""
    revision = db.session.execute(text("select version_num from alembic_version")).scalar()
    return {"status": "ok", "database": "ok", "schema": revision or ""}


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
