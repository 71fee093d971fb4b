"""Where mail goes: the setting `mail_url` taken apart, and the words a mail's head may hold."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}
SCHEMES = (*PORTS, "file")
_BREAKS = re.compile(r"[\x00-\x20\x7f\u0085\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes mail, or for tests a folder. `secure` speaks TLS from the first word (smtps)."""

    host: str = ""
    port: int = 0
    secure: bool = False
    user: str = ""
    password: str = ""
    folder: str = ""


def mail_server(url: str) -> MailServer | None:
    """The server of a `mail_url`; None for none. ValueError says what is wrong, without the password.

    >>> mail_server("smtps://anna:s%40fe@mail.example.org").port
    465
    """
    if not url:
        return None
    scheme, _, rest = url.partition(":")
    if scheme == "file":
        folder = unquote(rest.removeprefix("//"))
        if not folder.startswith("/"):
            raise ValueError("file: must name a folder from the root, such as file:/var/spool/planner")
        return MailServer(folder=folder)
    parts = urlsplit(url)
    if scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("it must be smtp://host:port, smtps://host:port or file:/folder")
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[scheme],
        secure=scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def one_line(text: str, longest: int = 200) -> str:
    r"""A text as the head of a mail can hold it: no line breaks, nothing that could begin another line.

    >>> one_line("Late:\r\nBcc: x@example.org")
    'Late: Bcc: x@example.org'
    """
    line = _BREAKS.sub(" ", text).strip()
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
