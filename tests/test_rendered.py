"""A page whose text comes by script, in a real Chromium behind the guarded proxy."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from conftest import require_chromium
from sourcetrace.provenance import trace, verify
from sourcetrace.provenance.recovery.chain import Options
from sourcetrace.provenance.recovery.fetch import Limits
from sourcetrace.provenance.recovery.lead import Lead
from sourcetrace.provenance.recovery.proxy import GuardedProxy
from sourcetrace.provenance.recovery.rendered import Rendered
from stand_in import Reply, World, forbidden_listener, page

pytestmark = pytest.mark.browser

SCRIPT = """
fetch('/text').then(r => r.text()).then(t => {
  for (const line of t.split('\\n')) { const p = document.createElement('p'); p.textContent = line; document.querySelector('article').append(p); }
});
for (const bad of ['http://127.0.0.1:%d/', 'http://localhost:%d/', 'http://inside.example/', 'http://169.254.169.254/', 'http://[::1]:%d/']) fetch(bad, {mode: 'no-cors'}).catch(() => {});
new Image().src = 'http://127.0.0.1:%d/pixel';
"""


@pytest.fixture(autouse=True)
def chromium() -> None:
    require_chromium()
    assert shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")


def test_a_shell_is_rendered_and_reaches_nobody_it_should_not(world: World, reconstruction: str, seed: str, tmp_path: Path) -> None:
    world.addresses["inside.example"] = ["127.0.0.1"]
    with forbidden_listener() as (port, visitors):
        shell = f"<html><head><title>x</title></head><body><article></article><script>{SCRIPT % ((port,) * 4)}</script></body></html>"
        world.hosts["news.example"] = {
            "/story/12345": page(shell),
            "/text": Reply(reconstruction.encode(), headers={"Content-Type": "text/plain; charset=utf-8"}),
        }
        article = tmp_path / "a.txt"
        article.write_text(seed.replace("toutiao.com/article/1856590871734284/", "http://news.example/story/12345"), encoding="utf-8")
        record = trace(article, out=tmp_path / "t", options=Options(client=world.client(timeout=30), browser=True))
    assert visitors == []
    assert [(a.kind, a.outcome) for a in record.attempts] == [("live", "rejected"), ("rendered", "captured")]
    assert record.original
    capture = next(c for c in record.captures if c.id == record.original.capture)
    assert capture.rendered
    assert "were not let through" in capture.note
    assert "browser made of the page" in record.original.caveat
    assert {e.url for e in record.attempts[1].exchanges} >= {"http://news.example/story/12345", "http://news.example/text"}
    assert verify(tmp_path / "t").ok


def test_rendering_respects_robots_and_time(world: World) -> None:
    world.hosts |= {
        "news.example": {"/robots.txt": Reply(b"User-agent: *\nDisallow: /"), "/a": page("x")},
        "slow.example": {"/a": Reply(stream=lambda _: time.sleep(20))},
    }
    with world.client(limits=Limits(timeout=3, pause=0)) as client:
        way = Rendered(client)
        (first,) = way.finds(Lead(None, "http://news.example/a"), "http://news.example/a")
        started = time.monotonic()
        (second,) = way.finds(Lead(None, "http://slow.example/a"), "http://slow.example/a")
    assert first.outcome == "refused"
    assert second.outcome == "failed"
    assert time.monotonic() - started < 20


def test_a_script_that_never_ends_is_ended(world: World) -> None:
    world.hosts["news.example"] = {"/a": page("<p>x</p><script>setTimeout(() => { while (1); }, 50)</script>")}
    started = time.monotonic()
    with world.client(limits=Limits(timeout=4, pause=0)) as client:
        (find,) = Rendered(client).finds(Lead(None, "http://news.example/a"), "http://news.example/a")
    assert (find.outcome, find.received) == ("failed", None)  # ended by us, or on a busy machine by the browser's own limit
    assert time.monotonic() - started < 20


def test_a_public_page_does_not_reach_one_s_own_network(world: World) -> None:
    """Not even where private servers are permitted."""
    with forbidden_listener() as (port, visitors):
        world.hosts["news.example"] = {"/a": page(f"<p>x</p><script>fetch('http://127.0.0.1:{port}/', {{mode: 'no-cors'}}).catch(() => 0)</script>")}
        with world.client(limits=Limits(timeout=15, pause=0), allow_private=True) as client:
            (find,) = Rendered(client).finds(Lead(None, "http://news.example/a"), "http://news.example/a")
    assert visitors == []
    assert find.received
    assert "1 requests were not let through" in find.received.note


def test_the_proxy_by_itself(world: World) -> None:
    import socket

    world.hosts["news.example"] = {"/a?b=1": page("<p>hello</p>")}
    world.addresses["inside.example"] = ["127.0.0.1"]

    def ask(proxy: GuardedProxy, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", int(proxy.address.rsplit(":", 1)[1]))) as connection:
            connection.sendall(request)
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
            return answer

    with world.client() as client, GuardedProxy(client, time.monotonic() + 10, 1_000_000) as proxy:
        assert b"<p>hello</p>" in ask(proxy, b"GET http://news.example/a?b=1 HTTP/1.1\r\nHost: lies.example\r\nProxy-Connection: x\r\n\r\n")
        assert world.headers[-1]["host"] == "news.example"
        for bad in (
            b"GET http://inside.example/ HTTP/1.1",
            b"CONNECT 127.0.0.1:443 HTTP/1.1",
            b"CONNECT [::1]:443 HTTP/1.1",
            b"GET file:///etc/passwd HTTP/1.1",
            b"CONNECT news.example:22 HTTP/1.1",
        ):
            assert b" 403 " in ask(proxy, bad + b"\r\n\r\n")
        assert ask(proxy, b"BREW http://news.example/ HTTP/1.1\r\n\r\n") == b""
        assert len(proxy.refused) == 5
