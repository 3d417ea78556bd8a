"""A real HTTP server on loopback that stands for any host, over plain HTTP and TLS, and keeps what it was asked.

`PUBLIC` (127.0.0.2) plays a public address: the `world` fixture tells the guard to take it for one. Everything else on
loopback stays what it is.
"""

from __future__ import annotations

import functools
import http.server
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import trustme
from sourcetrace.provenance.recovery.fetch import Client, Limits

PUBLIC = "127.0.0.2"


@dataclass
class Reply:
    """What to answer. `stream` writes to the socket itself, after the headers."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    stream: Callable[[Any], None] | None = None
    raw: bool = False  # the stream writes status and headers, too


Answering = Callable[[str, dict[str, str]], Reply]


def page(text: str, **headers: str) -> Reply:
    return Reply(text.encode(), headers={"Content-Type": "text/html; charset=utf-8", **headers})


class World:
    """Hosts by name; each a function of path and headers, or a dictionary of paths."""

    def __init__(self) -> None:
        self.hosts: dict[str, Answering | dict[str, Reply]] = {}
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        self.addresses: dict[str, list[str]] = {}
        self.authority, self._certificate = _authority()
        self._servers: list[http.server.ThreadingHTTPServer] = []

    def start(self) -> World:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._certificate.configure_cert(tls)
        self.port, self.tls_port = self._serve(PUBLIC, None), self._serve(PUBLIC, tls)
        return self

    def _serve(self, address: str, context: ssl.SSLContext | None) -> int:
        world = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                host = (self.headers.get("Host") or "").rsplit(":", 1)[0] if not (self.headers.get("Host") or "").endswith("]") else self.headers["Host"]
                world.asked.append((host, self.path))
                world.headers.append({k.lower(): v for k, v in self.headers.items()})
                reply = world.answer(host, self.path, world.headers[-1])
                self.close_connection = True
                with suppress(OSError):
                    self._send(reply)

            def do_POST(self) -> None:
                world.bodies.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
                self.do_GET()

            def _send(self, reply: Reply) -> None:
                if not reply.raw:
                    self.send_response(reply.status)
                    for name, value in reply.headers.items():
                        self.send_header(name, value)
                    if reply.stream is None:
                        self.send_header("Content-Length", str(len(reply.body)))
                    self.send_header("Connection", "close")
                    self.end_headers()
                if reply.stream is not None:
                    reply.stream(self.wfile)
                else:
                    self.wfile.write(reply.body)

            def log_message(self, *_: object) -> None:
                pass

        class Server(http.server.ThreadingHTTPServer):
            address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
            daemon_threads = True
            block_on_close = False

            def handle_error(self, *_: object) -> None:
                pass  # clients that hang up are part of the tests

        server = Server((address, 0), Handler)
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self._servers.append(server)
        return int(server.server_address[1])

    def answer(self, host: str, path: str, headers: dict[str, str]) -> Reply:
        known = self.hosts.get(host)
        if known is None:
            return Reply(b"no such host here", 502)
        if callable(known):
            return known(path, headers)
        return known.get(path, Reply(b"not found", 404))

    def stop(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def resolve(self, host: str, port: int) -> list[str]:
        """Names not given an address of their own are public hosts of this world."""
        del port
        return self.addresses.get(host, [PUBLIC])

    def client(self, timeout: float = 5.0, **options: Any) -> Client:
        limits = options.pop("limits", None) or Limits(timeout=timeout, pause=0.0)
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return Client(limits, resolver=self.resolve, ports={80: self.port, 443: self.tls_port}, context=context, **options)

    def pages_asked(self) -> list[tuple[str, str]]:
        return [asked for asked in self.asked if asked[1] != "/robots.txt"]


_NAMES = (
    "toutiao.com www.toutiao.com m.toutiao.com weibo.com m.weibo.cn mp.weixin.qq.com news.example other.example site.example web.archive.org archive.ph "
    "aggregator.example archive.example english.example www.thepaper.cn m.thepaper.cn thepaper.cn www.zhihu.com zhuanlan.zhihu.com raw.githubusercontent.com models.example gone.example"
).split()


@functools.cache
def _authority() -> tuple[trustme.CA, trustme.LeafCert]:
    """Made once: keys take a while."""
    authority = trustme.CA()
    return authority, authority.issue_cert(*_NAMES)


@contextmanager
def forbidden_listener(address: str = "127.0.0.1", port: int = 0) -> Iterator[tuple[int, list[object]]]:
    """A port that nobody should connect to, and who did."""
    visitors: list[object] = []
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    listener.listen()
    listener.settimeout(0.1)
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            try:
                visitor, where = listener.accept()
            except TimeoutError:
                continue
            visitors.append(where)
            visitor.close()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], visitors
    finally:
        time.sleep(0.15)
        done.set()
        thread.join(2)
        listener.close()
