"""Security headers, set in one place for every answer."""

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.wrappers import Response

from planner.settings import Settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)


FILES = frozenset({"static", "web.font"})


class Sessions(SecureCookieSessionInterface):
    """Sessions that leave files alone: no cookie, and no `Vary: Cookie` that would make browsers fetch them again."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the session back, except after a file."""
        if request.endpoint not in FILES:
            super().save_session(app, session, response)


def install(app: Flask, settings: Settings) -> None:
    """Add the headers to each answer of the app."""
    app.session_interface = Sessions()

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CSP)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()"
        if settings.secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint not in FILES:
            headers.setdefault("Cache-Control", "no-store")
            response.vary.add("Cookie")
        elif "v" in request.args:  # the address changes with the file's content
            headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
