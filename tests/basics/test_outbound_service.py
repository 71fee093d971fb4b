"""Asking other systems, against servers on this machine: busy, slow and endless ones, and ones that lead away."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from planner.basics import outbound_addresses
from planner.basics.outbound_addresses import NotReachable, Policy
from planner.basics.outbound_service import THIS_MACHINE, Answer, Ask, Machine, OutboundFailed, TryLater, ask

TESTS = Policy((), loopback=True)
Reply = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(reply: Reply, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server on this machine that answers every request by `reply`; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply(self)

        do_POST = do_GET  # noqa: N815 - the library's own name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def plain(body: bytes, status: int = 200, **headers: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def quick(waits: list[float]) -> Machine:
    """This machine, where waiting takes no time."""
    return replace(THIS_MACHINE, wait=waits.append)


def test_a_question_and_its_answer() -> None:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        sent = handler.rfile.read(int(handler.headers["Content-Length"]))
        told = f"{handler.command} {handler.path} {handler.headers['Host']} {handler.headers['X-Own']} ".encode() + sent
        plain(told, X_Answer="yes")(handler)

    with serving(reply) as port:
        url = f"http://127.0.0.1:{port}/a?b=c"
        answer = ask(Ask(url, "POST", {"X-Own": "1", "Host": "elsewhere.example"}, b"body"), TESTS)
    assert answer.body == f"POST /a?b=c 127.0.0.1:{port} 1 body".encode()
    assert (answer.status, answer.headers["x-answer"]) == (200, "yes")


def test_a_redirect_is_not_followed() -> None:
    with serving(plain(b"", 302, Location="http://169.254.169.254/")) as port:
        assert ask(Ask(f"http://127.0.0.1:{port}/"), TESTS).status == 302


@pytest.mark.parametrize("long", [plain(b"x" * 3000), plain(b"x" * 3000, Transfer_Encoding="identity")])
def test_an_answer_that_is_too_long_is_left_alone(long: Reply) -> None:
    with serving(long) as port:
        with pytest.raises(OutboundFailed):
            ask(Ask(f"http://127.0.0.1:{port}/", largest=2000), TESTS)
        assert len(ask(Ask(f"http://127.0.0.1:{port}/", largest=3000), TESTS).body) == 3000


def test_an_endless_answer_is_left_alone() -> None:
    stop = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not stop.wait(0.02):
            try:
                handler.wfile.write(b"x")
            except OSError:
                return

    with serving(drip) as port:
        try:
            with pytest.raises(OutboundFailed):
                ask(Ask(f"http://127.0.0.1:{port}/", seconds=0.3), TESTS)
        finally:
            stop.set()


def test_packed_answers_are_not_unpacked() -> None:
    with serving(plain(b"x", Content_Encoding="gzip")) as port, pytest.raises(OutboundFailed):
        ask(Ask(f"http://127.0.0.1:{port}/"), TESTS)


def test_whoever_is_busy_is_asked_again_when_they_say() -> None:
    replies = iter([plain(b"", 429, Retry_After="3"), plain(b"", 503), plain(b"done")])
    waits: list[float] = []

    def in_turn(handler: BaseHTTPRequestHandler) -> None:
        next(replies)(handler)

    with serving(in_turn) as port:
        assert ask(Ask(f"http://127.0.0.1:{port}/"), TESTS, quick(waits)).body == b"done"
    assert waits == [3.0, 2.0]


def test_whoever_stays_busy_is_left_alone_for_as_long_as_they_ask() -> None:
    waits: list[float] = []
    with serving(plain(b"", 429, Retry_After="3600")) as port, pytest.raises(TryLater) as later:
        ask(Ask(f"http://127.0.0.1:{port}/"), TESTS, quick(waits))
    assert (later.value.seconds, waits) == (3600, [])
    with serving(plain(b"", 503, Retry_After="1")) as port, pytest.raises(TryLater):
        ask(Ask(f"http://127.0.0.1:{port}/"), TESTS, quick(waits))
    assert waits == [1.0, 1.0]


def test_a_pause_may_be_told_as_a_date() -> None:
    def answer_alone(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response_only(429)
        handler.send_header("Retry-After", "Mon, 02 Mar 2026 09:10:00 GMT")
        handler.send_header("Date", "Mon, 02 Mar 2026 09:00:00 GMT")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with serving(answer_alone) as port, pytest.raises(TryLater) as later:
        ask(Ask(f"http://127.0.0.1:{port}/"), TESTS)
    assert later.value.seconds == 600


def test_what_is_no_answer_is_told_without_what_was_asked() -> None:
    def nonsense(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"nonsense\r\n\r\n")

    with serving(nonsense) as port, pytest.raises(OutboundFailed) as failed:
        ask(Ask(f"http://127.0.0.1:{port}/?key=geheim"), TESTS)
    assert "geheim" not in failed.value.message
    with pytest.raises(OutboundFailed, match="takes no connection"):
        ask(Ask(f"http://127.0.0.1:{port}/"), TESTS)
    with serving(plain(b"")) as port, pytest.raises(OutboundFailed):
        ask(Ask(f"http://127.0.0.1:{port}/", headers={"X": "a\r\nB: c"}), TESTS)


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate for a name: the server's side, and the trust in it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    kind, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(kind, form, serialization.NoEncryption())
    (folder / "server.pem").write_bytes(secret + pem)
    (folder / "trust.pem").write_bytes(pem)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "server.pem")
    return server, ssl.create_default_context(cafile=folder / "trust.pem")


def test_the_connection_goes_to_the_address_that_was_judged_and_the_certificate_is_that_of_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, trust = certificate(tmp_path, "login.example.com")
    asked: list[str] = []

    def look_up(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]  # another answer the second time: rebinding

    def whole(names: tuple[str, ...], url: str, *, trusted: ssl.SSLContext = trust) -> Answer:
        asked.clear()
        return ask(Ask(url), Policy(names), Machine(look_up, lambda: trusted))

    with serving(plain(b"safe"), server) as port:
        names = (f"login.example.com:{port}", f"other.example.com:{port}")
        with pytest.raises(NotReachable):
            whole(names, f"https://login.example.com:{port}/")
        monkeypatch.setattr(outbound_addresses, "is_public", lambda address: address == "127.0.0.1")
        assert whole(names, f"https://login.example.com:{port}/").body == b"safe"
        assert asked == ["login.example.com"]
        with pytest.raises(OutboundFailed, match="SSLError"):
            whole(names, f"https://other.example.com:{port}/")
        with pytest.raises(OutboundFailed, match="SSLError"):
            whole(names, f"https://login.example.com:{port}/", trusted=ssl.create_default_context())
