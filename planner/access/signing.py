"""Small rules around signing in that need neither a database nor a browser."""

from urllib.parse import urlsplit


def safe_next(address: str | None) -> str:
    r"""An address of this site to go on to; anything that could lead elsewhere becomes the home page.

    >>> safe_next("/rollouts/1"), safe_next("//evil.example"), safe_next("/\\evil.example")
    ('/rollouts/1', '/', '/')
    """
    address = address or "/"
    parts = urlsplit(address)
    bad = parts.scheme or parts.netloc or not address.startswith("/") or address.startswith(("//", "/\\"))
    return "/" if bad or "\\" in address or any(ord(c) < 32 for c in address) else address
