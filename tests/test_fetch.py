from __future__ import annotations

import gzip
import resource
import subprocess
import sys
import time
import zlib
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sourcetrace.provenance.recovery.fetch import Client, FetchFailed, FetchRefused, FetchStopped, Limits, unpacked
from sourcetrace.provenance.recovery.guard import Forbidden, check_url, forbidden_network, is_private, unsplit
from sourcetrace.translate.text import digest
from stand_in import PUBLIC, Reply, World, forbidden_listener, page

FORBIDDEN = """127.0.0.1 127.8.8.8 ::1 ::ffff:127.0.0.1 ::ffff:7f00:1 64:ff9b::7f00:1 64:ff9b::10.0.0.1 2002:7f00:1:: 2002:a00:1:: 192.88.99.1 224.0.0.1 ff02::1
169.254.169.254 169.254.1.1 fe80::1 fe80::1%eth0 10.0.0.1 172.16.0.1 192.168.1.1 100.64.0.1 100.100.100.200 fc00::1 fd00:ec2::254 :: 0.0.0.0 ::127.0.0.1 ::10.0.0.1
2001:0:4136:e378:8000:63bf:3fff:fdd2 255.255.255.255 198.18.0.1 192.0.2.1 2001:db8::1 3fff::1 fec0::1 240.0.0.1 64:ff9b:1::1 nonsense""".split()


@pytest.mark.parametrize("address", FORBIDDEN)
def test_addresses_that_are_never_connected_to(address: str) -> None:
    assert forbidden_network(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::93.184.216.34", "2002:5db8:d822::1"])
def test_public_addresses_in_all_their_clothes(address: str) -> None:
    assert forbidden_network(address) is None


@pytest.mark.parametrize("address", ["169.254.169.254", "fd00:ec2::254", "0.0.0.0", "224.0.0.1", "::ffff:169.254.169.254"])
def test_what_stays_forbidden_on_one_s_own_network(address: str) -> None:
    assert forbidden_network(address, allow_private=True)
    assert forbidden_network("192.168.1.1", allow_private=True) is None
    assert is_private("192.168.1.1")


HOSTILE = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://017700000001/", "http://0/", "http://[::1]/",
    "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1]/", "http://[fe80::1%25lo]/",
    "http://localhost/", "http://localhost./", "http://LOCALHOST/", "http://a.localhost/", "http://printer.local/", "http://metadata.google.internal/", "http://intranet/",
    "http://10.0.0.1/", "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data/", "http://100.100.100.200/", "http://１２７.0.0.1/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
    "http://user:pw@news.example/", "http://news.example@127.0.0.1/", "http://news.example\\@127.0.0.1/", "http://127.0.0.1:80\\@news.example/", "http://news.example:22/",
    "http://news.example:8080/", "http://news.example:99999/", "ftp://news.example/", "file:///etc/passwd", "gopher://news.example/", "javascript:alert(1)", "//news.example/",
    "http://", "http:///etc", "http://news.example/\r\nHost: x", "http://news.example/ x", "http://ne\tws.example/", "http://[::1/", "http://.../", "http://xn--a/", "http://" + "a" * 300 + ".example/",
    "http://news.example/" + "a" * 9000,
]  # fmt: skip


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_addresses_reach_nobody(world: World, url: str) -> None:
    world.addresses |= {"localhost": ["127.0.0.1"]}
    with forbidden_listener() as (port, visitors), world.client() as client:
        client._backend._ports = {80: port, 443: port}  # wherever it connects to, it would be seen
        with pytest.raises(FetchRefused) as caught:
            client.fetch(url)
    assert visitors == []
    assert world.asked == []
    assert str(caught.value).count("\n") == 0
    assert str(caught.value).endswith(".")


def test_names_that_lead_inside(world: World) -> None:
    inside = ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "fd00::1"]
    for number, address in enumerate(inside):
        world.addresses[f"n{number}.example"] = [PUBLIC, address]  # one good address does not make up for it
    with forbidden_listener() as (port, visitors), world.client() as client:
        client._backend._ports = {80: port}
        for number, address in enumerate(inside):
            with pytest.raises(FetchRefused, match="leads to") as caught:
                client.fetch(f"http://n{number}.example/")
            assert address in str(caught.value)
    assert visitors == []


def test_a_name_that_changes_its_mind_is_asked_once(world: World) -> None:
    """Rebinding: the first answer is public, every later one is not. The connection goes to the address that was checked."""
    answers = iter([[PUBLIC]])
    world.hosts["rebinding.example"] = {"/": page("<p>hello</p>")}

    def resolve(host: str, port: int) -> list[str]:
        return next(answers, ["127.0.0.1"])

    with forbidden_listener() as (_, visitors), Client(Limits(timeout=5, pause=0), resolver=resolve, ports={80: world.port}, robots=False) as client:
        assert client.fetch("http://rebinding.example/").body == b"<p>hello</p>"
        with pytest.raises(FetchRefused, match=r"leads to 127\.0\.0\.1"):
            client.fetch("http://rebinding.example/")
    assert visitors == []


def test_the_socket_itself_is_asked_where_it_leads(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with forbidden_listener() as (port, visitors), world.client() as client:
        plain = client._backend._plain
        real = plain.connect_tcp
        monkeypatch.setattr(plain, "connect_tcp", lambda _host, _port, *rest: real("127.0.0.1", port, *rest))
        with pytest.raises(FetchRefused, match=r"led to 127\.0\.0\.1 instead"):
            client.fetch("http://news.example/")
    del visitors


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://inside.example/",
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "http://u:p@other.example/",
        "//127.0.0.1/x",
    ],
)
@pytest.mark.parametrize("allow_private", [False, True])
def test_redirects_to_private_places_are_not_followed(world: World, target: str, allow_private: bool) -> None:
    """Not even where private servers are permitted: that is for the address the user names."""
    world.addresses["inside.example"] = ["127.0.0.1"]
    world.hosts["news.example"] = {"/": Reply(status=302, headers={"Location": target})}
    with forbidden_listener(port=world.port) as (_, visitors), world.client(allow_private=allow_private) as client, pytest.raises(FetchRefused) as caught:
        client.fetch("http://news.example/")
    assert visitors == []
    assert [(e.status, e.location) for e in caught.value.exchanges][:2] == [(404, None), (302, target.replace("u:p", "REDACTED"))]
    assert all(e.address is None for e in caught.value.exchanges[2:])


def test_one_s_own_server_is_reached_when_permitted(world: World) -> None:
    port = world._serve("127.0.0.1", None)
    world.hosts["127.0.0.1"] = {"/": page("<p>mine</p>")}
    with world.client() as client, pytest.raises(FetchRefused, match="--allow-private"):
        client.fetch(f"http://127.0.0.1:{port}/")
    with world.client(allow_private=True) as client:
        answer = client.fetch(f"http://127.0.0.1:{port}/")
    assert answer.body == b"<p>mine</p>"
    assert answer.exchanges[-1].address == "127.0.0.1"


def test_ipv6(world: World) -> None:
    try:
        port = world._serve("::1", None)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    world.hosts["[::1]"] = {"/": page("<p>six</p>")}
    with world.client(allow_private=True) as client:
        assert client.fetch(f"http://[::1]:{port}/").body == b"<p>six</p>"


# --- hostile servers ----------------------------------------------------------------------------------------------------


def endless(file: Any) -> None:
    while True:
        file.write(b"x" * 65536)


def drip(file: Any) -> None:
    for _ in range(100):
        file.write(b"x")
        file.flush()
        time.sleep(0.1)


def dripping_headers(file: Any) -> None:
    file.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(100):
        file.write(b"x")
        file.flush()
        time.sleep(0.1)


def endless_headers(file: Any) -> None:
    file.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        file.write(b"X-Header: " + b"y" * 1000 + b"\r\n")


def silent(file: Any) -> None:
    del file
    time.sleep(10)


def chunked_nonsense(file: Any) -> None:
    file.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n")


def cut_short(file: Any) -> None:
    file.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this")


def no_http(file: Any) -> None:
    file.write(b"SSH-2.0-OpenSSH_9.9\r\n")


BOMB = gzip.compress(b"\0" * 200_000_000, 9)
TWICE = gzip.compress(BOMB)
SERVERS: dict[str, tuple[Reply, str]] = {
    "endless body": (Reply(stream=endless), "more than 1,000,000 bytes"),
    "slow drip": (Reply(stream=drip), "within 1 s|after 1 s"),
    "dripping headers": (Reply(stream=dripping_headers, raw=True), "within 1 s"),
    "endless headers": (Reply(stream=endless_headers, raw=True), "did not speak HTTP"),
    "silence": (Reply(stream=silent, raw=True), "within 1 s"),
    "gzip bomb": (Reply(BOMB, headers={"Content-Encoding": "gzip"}), "grows beyond"),
    "bomb in a bomb": (Reply(TWICE, headers={"Content-Encoding": "gzip, gzip"}), "not asked for"),
    "lying encoding": (Reply(b"plain", headers={"Content-Encoding": "gzip"}), "not the gzip"),
    "foreign encoding": (Reply(b"\x00", headers={"Content-Encoding": "br"}), "not asked for"),
    "cut short": (Reply(stream=cut_short, raw=True), "did not speak HTTP"),
    "broken chunks": (Reply(stream=chunked_nonsense, raw=True), "did not speak HTTP"),
    "no HTTP": (Reply(stream=no_http, raw=True), "did not speak HTTP"),
    "redirect to itself": (Reply(status=302, headers={"Location": "/"}), "More than 10 redirects"),
    "too many requests": (Reply(status=429, headers={"Retry-After": "3600"}), "asked us to stop"),
}


@pytest.mark.parametrize("name", SERVERS)
def test_hostile_servers_end_in_one_sentence(world: World, name: str) -> None:
    reply, reason = SERVERS[name]
    world.hosts["news.example"] = lambda path, _: Reply(status=404) if path == "/robots.txt" else reply
    started = time.monotonic()
    with world.client(limits=Limits(timeout=1, max_bytes=1_000_000, pause=0)) as client, pytest.raises(FetchStopped, match=reason) as caught:
        client.fetch("http://news.example/")
    assert time.monotonic() - started < 3
    assert caught.value.exchanges[-1].address == PUBLIC
    assert str(caught.value).endswith(".")


def test_hostile_servers_cost_little_memory(world: World) -> None:
    """All of them, one after another, with the limits a user has."""
    for number, (reply, _) in enumerate(SERVERS.values()):
        world.hosts[f"h{number}.example"] = lambda path, _, reply=reply: Reply(status=404) if path == "/robots.txt" else reply
    code = f"""
import resource, sys
from sourcetrace.provenance.recovery import connection, fetch, guard
real = guard.forbidden_network
for module in (guard, connection):
    module.forbidden_network = lambda a, p=False: None if a == {PUBLIC!r} else real(a, p)
client = fetch.Client(fetch.Limits(timeout=1, pause=0), resolver=lambda h, p: [{PUBLIC!r}], ports={{80: {world.port}}})
client._opened()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for n in range({len(SERVERS)}):
    try:
        client.fetch(f"http://h{{n}}.example/")
    except fetch.FetchStopped as error:
        print(error, file=sys.stderr)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.count("\n") == len(SERVERS)
    assert float(done.stdout) <= 60, f"{done.stdout} MB above the baseline"
    assert resource.getrusage(resource.RUSAGE_SELF)


def test_tls_is_checked_and_never_given_up(world: World) -> None:
    world.hosts |= {host: {"/": page("<p>x</p>")} for host in ("news.example", "stranger.example")}
    with world.client() as client:
        assert client.fetch("https://news.example/").status == 200
        with pytest.raises(FetchFailed, match=r"certificate of stranger\.example does not hold"):
            client.fetch("https://stranger.example/")
    with Client(Limits(timeout=5, pause=0), resolver=world.resolve, ports={443: world.tls_port}) as client, pytest.raises(FetchFailed, match="certificate"):
        client.fetch("https://news.example/")
    assert ("stranger.example", "/") not in world.asked


# --- manners ------------------------------------------------------------------------------------------------------------


def test_the_bytes_are_kept_as_received(world: World) -> None:
    packed = gzip.compress("<p>原文</p>".encode())
    world.hosts["news.example"] = {"/": Reply(packed, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})}
    with world.client() as client:
        answer = client.fetch("http://news.example/")
    assert answer.raw == packed
    assert answer.body == "<p>原文</p>".encode()
    assert answer.exchanges[-1].digest == digest(packed)
    assert answer.exchanges[-1].size == len(packed)


def test_a_429_stops_the_host_and_a_503_is_waited_for(world: World) -> None:
    tries: list[str] = []

    def busy(path: str, _: dict[str, str]) -> Reply:
        tries.append(path)
        return Reply(status=503, headers={"Retry-After": "1"}) if tries.count(path) == 1 and path == "/" else page("<p>ok</p>")

    world.hosts |= {"busy.example": busy, "news.example": {"/a": Reply(status=429, headers={"Retry-After": "7"}), "/b": page("<p>b</p>")}}
    with world.client() as client:
        assert client.fetch("http://busy.example/").status == 200
        with pytest.raises(FetchRefused, match="to wait 7 s"):
            client.fetch("http://news.example/a")
        with pytest.raises(FetchRefused, match="not asked again"):
            client.fetch("http://news.example/b")
    assert ("news.example", "/b") not in world.asked


def test_robots_are_respected_and_it_is_said(world: World) -> None:
    rules = Reply(b"User-agent: *\nDisallow: /private\n")
    world.hosts |= {
        "news.example": {"/robots.txt": rules, "/private/1": page("<p>x</p>"), "/open": page("<p>y</p>")},
        "broken.example": {"/robots.txt": Reply(status=500), "/": page("<p>z</p>")},
    }
    with world.client() as client:
        assert client.fetch("http://news.example/open").status == 200
        with pytest.raises(FetchRefused, match="--ignore-robots"):
            client.fetch("http://news.example/private/1")
        with pytest.raises(FetchRefused, match="RFC 9309"):
            client.fetch("http://broken.example/")
    with world.client(robots=False) as client:
        assert client.fetch("http://news.example/private/1").status == 200
    assert world.asked.count(("news.example", "/robots.txt")) == 1


def test_cookies_stay_with_their_host_and_out_of_the_record(world: World) -> None:
    def first(path: str, headers: dict[str, str]) -> Reply:
        if path == "/robots.txt":
            return Reply(status=404)
        if "cookie" not in headers:
            return Reply(status=302, headers={"Location": "/", "Set-Cookie": "visitor=secret-1"})
        return Reply(status=302, headers={"Location": "http://other.example/?token=abc"})

    world.hosts |= {"news.example": first, "other.example": lambda _path, _headers: page("<p>x</p>")}
    with world.client() as client:
        answer = client.fetch("http://news.example/")
    sent = [(host, headers.get("cookie")) for (host, path), headers in zip(world.asked, world.headers, strict=True) if path != "/robots.txt"]
    assert sent == [("news.example", None), ("news.example", "visitor=secret-1"), ("other.example", None)]
    assert "secret-1" not in repr(answer.exchanges)
    assert "abc" not in repr(answer.exchanges)
    assert "REDACTED" in repr(answer.exchanges)


def test_we_say_who_we_are_and_use_no_proxy(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    world.hosts["news.example"] = {"/": page("<p>x</p>")}
    with world.client() as client:
        client.fetch("http://news.example/")
        client.fetch("http://news.example/", mobile=True)
    assert all("Sourcetrace/" in headers["user-agent"] for headers in world.headers)


def test_a_downgrade_is_on_record(world: World) -> None:
    world.hosts |= {"news.example": {"/": Reply(status=301, headers={"Location": "http://other.example/"})}, "other.example": {"/": page("<p>x</p>")}}
    with world.client() as client:
        answer = client.fetch("https://news.example/")
    assert "redirected from https to http" in [e.note for e in answer.exchanges]


@pytest.mark.parametrize(
    "location", ["http://[", "http://\u2100@a.com/", "http://xn--a.com/", "http://xn--zzzzzzzz99999.example/", "data:text/html,x", "http://a" + "?sign" * 2000]
)
def test_redirects_to_nowhere_end_in_a_sentence(world: World, location: str) -> None:
    world.hosts["news.example"] = {"/": Reply(status=302, headers={"Location": location.encode("utf-8").decode("latin-1")})}
    started = time.monotonic()
    with world.client(timeout=3) as client, pytest.raises(FetchStopped) as caught:
        client.fetch("http://news.example/")
    assert str(caught.value).endswith(".")
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("value", ["Fri, 31 Dec 99999999999999999999 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -1200", "-5", "99999999999999999999", "\u0661"])
def test_no_retry_after_is_a_failure(world: World, value: str) -> None:
    world.hosts["news.example"] = {"/": Reply(b"x", 503, {"Retry-After": value.encode("utf-8").decode("latin-1")})}
    with world.client(timeout=2) as client:
        assert client.fetch("http://news.example/").status == 503


def test_a_body_in_a_hundred_thousand_pieces() -> None:
    started = time.monotonic()
    with pytest.raises(FetchFailed, match="more pieces"):
        unpacked(gzip.compress(b"") * 100_000, "gzip")
    assert time.monotonic() - started < 2


# --- properties ---------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=3000), st.sampled_from(["gzip", "deflate", "raw", "identity"]))
def test_unpacking_is_the_inverse_of_packing(data: bytes, how: str) -> None:
    raw_deflate = zlib.compressobj(wbits=-15)
    packed = {"gzip": gzip.compress(data), "deflate": zlib.compress(data), "raw": raw_deflate.compress(data) + raw_deflate.flush(), "identity": data}[how]
    if how == "raw" and packed[:1] == b"\x78":
        return  # looks like zlib; a real server's would, too
    assert unpacked(packed, "deflate" if how == "raw" else how) == data


@given(st.text(max_size=60))
def test_no_address_passes_that_another_reader_reads_differently(text: str) -> None:
    """What the guard lets through, httpx takes for the same host, port and scheme."""
    try:
        parts = check_url(f"http://{text}")
    except Forbidden:
        return
    seen = httpx.URL(unsplit(parts))
    assert (seen.scheme, seen.host, seen.port or 80) == (parts.scheme, parts.hostname, parts.port or 80)
    assert not seen.userinfo
