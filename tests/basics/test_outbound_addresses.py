"""Where the product may talk to, over many spellings. Nothing here is ever asked: the validator alone sees it."""

import ipaddress
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.outbound_addresses import (
    NotReachable,
    Policy,
    Target,
    allows,
    check_hosts,
    is_name,
    is_public,
    reachable,
    target_of,
)

SET = Policy(("login.example.com", "*.crm.example.com", "gateway.example.com:8443"))

REFUSED_URLS = """
http://login.example.com/
ftp://login.example.com/
file:///etc/passwd
gopher://login.example.com/
//login.example.com/
login.example.com
https:login.example.com
https:///
https://
https://example.com/
https://crm.example.com/
https://xcrm.example.com/
https://login.example.com.evil.example/
https://evil.example/login.example.com
https://evil.example#login.example.com
https://evil.example?login.example.com
https://login.example.com@evil.example/
https://evil.example\\@login.example.com/
https://evil.example\\.login.example.com/
https://user:secret@login.example.com/
https://@login.example.com/
https://login.example.com:8443/
https://login.example.com:80/
https://login.example.com:0/
https://login.example.com:99999/
https://login.example.com:４４３/
https://gateway.example.com/
https://lоgin.example.com/
https://login．example．com/
https://login.example.com\t/
https://login.example.com /
https://login.example.com\r\nHost: x/
https://127.0.0.1/
https://127.1/
https://2130706433/
https://017700000001/
https://0x7f000001/
https://0x7f.0.0.1/
https://0/
https://0.0.0.0/
https://[::1]/
https://[::]/
https://[::ffff:127.0.0.1]/
https://[0:0:0:0:0:ffff:7f00:1]/
https://[64:ff9b::7f00:1]/
https://[2002:7f00:1::]/
https://[fe80::1%25eth0]/
https://[login.example.com]/
https://169.254.169.254/latest/meta-data/
https://localhost/
https://localhost.localdomain/
https://①②⑦.⓪.⓪.①/
https://127。0。0。1/
https://login.example.com%2eevil.example/
https://%6c%6f%67in.example.com/
https://-login.example.com/
https://login..example.com/
https://metadata.google.internal/
javascript:alert(1)
data:text/plain,hello
https://93.184.215.14/
https://login.example.com/{x}
https://login.example.com/"x
""".strip("\n").split("\n")


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_what_is_no_address_of_a_host_that_is_set_is_refused(url: str) -> None:
    with pytest.raises(NotReachable) as refused:
        target_of(url, SET)
    assert url not in refused.value.message or url == "login.example.com"


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://login.example.com", "login.example.com", 443, "/"),
        ("https://LOGIN.example.com./a?b=c#d", "login.example.com", 443, "/a?b=c"),
        ("https://login.example.com:443/a", "login.example.com", 443, "/a"),
        ("https://acme.my.crm.example.com/services/data", "acme.my.crm.example.com", 443, "/services/data"),
        ("https://gateway.example.com:8443/x", "gateway.example.com", 8443, "/x"),
        ("HTTPS://login.example.com/~a/%C3%A9;b=[1]", "login.example.com", 443, "/~a/%C3%A9;b=[1]"),
    ],
)
def test_what_is_set_is_taken_apart(url: str, host: str, port: int, path: str) -> None:
    assert target_of(url, SET) == Target(host, port, path, secure=True)


def test_plain_http_is_for_this_machine_and_for_tests_only() -> None:
    tests = Policy((), loopback=True)
    assert target_of("http://127.0.0.1:8081/x", tests) == Target("127.0.0.1", 8081, "/x", False, own_machine=True)
    assert target_of("http://localhost/", tests).own_machine
    for url in ("http://10.0.0.1/", "http://example.com/", "http://127.0.0.1.example.com/", "http://2130706433/"):
        with pytest.raises(NotReachable):
            target_of(url, tests)
    with pytest.raises(NotReachable):
        target_of("http://127.0.0.1:8081/x", Policy(("127.0.0.1",)))


CLOSED = [
    "0.0.0.0",  # noqa: S104 - judged, not listened on
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "169.254.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:93.184.215.14",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b::5db8:d70e",
    "64:ff9b:1::1",
    "64:ff9b:1:ffff::10.0.0.1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:5db8:d70e::1",
    "2002:a9fe:a9fe::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "2606:2800::5efe:127.0.0.1",
    "2606:2800::200:5efe:10.0.0.1",
    "2606:2800:21f::1%eth0",
    "127.1",
    "0x7f.0.0.1",
    "2130706433",
    "0177.0.0.1",
    "127.0.0.01",
    "١٢٧.٠.٠.١",
    "localhost",
    "example.com",
]


@pytest.mark.parametrize("address", ["", " ", *CLOSED])
def test_addresses_inside_some_network_are_not_public_in_any_spelling(address: str) -> None:
    assert not is_public(address)


OPEN = [
    "93.184.215.14", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.32.0.1", "192.0.1.1", "198.17.0.1",
    "223.255.255.255", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2a00::1",
]  # fmt: skip


@pytest.mark.parametrize("address", OPEN)
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "::{}", "64:ff9b::{}", "64:ff9b:1::{}", "2606::5efe:{}"]))
def test_no_address_that_carries_another_inside_is_public(inner: ipaddress.IPv4Address, way: str) -> None:
    assert not is_public(way.format(inner))


@given(st.ip_addresses())
def test_what_python_calls_private_is_never_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not is_public(str(address))


def test_a_name_that_leads_inside_is_refused_as_a_whole() -> None:
    target = Target("login.example.com", 443, "/", secure=True)
    assert reachable(["93.184.215.14", "93.184.215.14", "2a00::1"], target) == ["93.184.215.14", "2a00::1"]
    for bad in (["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], []):
        with pytest.raises(NotReachable):
            reachable(bad, target)
    own = Target("localhost", 80, "/", secure=False, own_machine=True)
    assert reachable(["127.0.0.1", "::1"], own)
    with pytest.raises(NotReachable):
        reachable(["93.184.215.14"], own)


@given(st.text(max_size=40))
def test_no_url_is_a_failure(text: str) -> None:
    for url in (text, f"https://{text}", f"https://{text}.example.com/", f"https://login.example.com{text}"):
        with suppress(NotReachable):
            assert target_of(url, SET).host in {"login.example.com", "gateway.example.com"} or ".crm." in url.lower()


def test_the_setting_takes_names_only() -> None:
    assert check_hosts(["Login.Example.com", "*.a.example:8443"]) == ("login.example.com", "*.a.example:8443")
    for entry in (
        "https://a.example",
        "a.example/x",
        "*.",
        "*",
        "a.*.example",
        "127.0.0.1",
        "a.example:x",
        "a.example:0",
    ):
        with pytest.raises(ValueError, match=r".*"):
            check_hosts([entry])
    assert not allows(["a.example:8443"], "a.example", 443)
    assert is_name("a-b.example") and not is_name("a_.-b")  # noqa: PT018 - one thought
