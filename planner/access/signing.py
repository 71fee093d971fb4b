"""Small rules around signing in that need neither a database nor a browser."""

import re

_WITHIN = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*", re.ASCII)
"""One slash and then a path, question or fragment: no second slash or backslash, which name another host."""


def safe_next(address: str | None) -> str:
    r"""An address of this site to go on to; anything that could lead elsewhere becomes the home page.

    >>> safe_next("/rollouts/1"), safe_next("//evil.example"), safe_next("/\\evil.example")
    ('/rollouts/1', '/', '/')
    """
    return address if address and _WITHIN.fullmatch(address) else "/"
