"""Where mail goes, and what the head of a mail can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.mail_address import MailServer, mail_server, one_line


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", None),
        ("smtp://mail.example.org", MailServer("mail.example.org", 587)),
        ("smtp://127.0.0.1:2525", MailServer("127.0.0.1", 2525)),
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, secure=True)),
        (
            "smtps://anna%40example.org:s%3Afe@mail.example.org:4465",
            MailServer("mail.example.org", 4465, secure=True, user="anna@example.org", password="s:fe"),
        ),
        ("file:/var/spool/mail", MailServer(folder="/var/spool/mail")),
        ("file:///var/spool/mail", MailServer(folder="/var/spool/mail")),
    ],
)
def test_a_setting_names_a_server_or_a_folder(url: str, server: MailServer | None) -> None:
    assert mail_server(url) == server


@pytest.mark.parametrize(
    "url",
    ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://a/x", "smtp://a?x=1", "file:here", "smtp://a:x"],
)
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        mail_server(url)


@given(st.text(max_size=400))
def test_a_head_is_one_line(text: str) -> None:
    line = one_line(text)
    assert len(line) <= 200
    assert not set(line) & set("\r\n\x00\u2028\u0085")
