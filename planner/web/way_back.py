"""Where a person goes on after something was refused: back to the page they came from, not to the start of the site."""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.routing import MapAdapter

from planner.access.signing import safe_next


def way_back() -> str:
    """The page that a refused form was sent from; empty when nothing within this site can be named.

    What the browser says is believed only where it names a page of ours. Otherwise it is the nearest page above the
    address: a form sent to `/rollouts/1/people/7/remove` belongs to `/rollouts/1/people/7`.
    """
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return ""
    told = _told()
    return told if told and _is_page(adapter, told) else _above(adapter)


def _told() -> str:
    """The address that the browser gives as the one before, if it is of this site."""
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    here = parts.scheme == request.scheme and parts.netloc == request.host
    address = safe_next(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return address if here and address != "/" else ""


def _above(adapter: MapAdapter) -> str:
    path = request.full_path.rstrip("?")
    while path and not (_is_page(adapter, path) and safe_next(path) == path):
        path = urlsplit(path).path.rpartition("/")[0]
    return path


def _is_page(adapter: MapAdapter, address: str) -> bool:
    return adapter.test(urlsplit(address).path, method="GET")
