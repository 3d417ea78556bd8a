"""A guarded HTTP proxy on loopback, behind which a browser renders a page: it connects where `guard` permits, and nowhere else."""

from __future__ import annotations

import contextlib
import re
import select
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from sourcetrace.provenance.recovery.fetch import Client
from sourcetrace.provenance.recovery.guard import Forbidden, check_url

__all__ = ["GuardedProxy"]

_HEAD = 65_536  # bytes of a request's head
_CHUNK = 65_536
_METHODS = ("GET", "POST", "HEAD", "OPTIONS", "CONNECT")


@dataclass
class GuardedProxy:
    """Runs while its `with` block does.

    Attributes:
        allow_private: whether one's own network is permitted: only where the page itself is there.
        refused: what the browser asked for and was not let through, with the reason.
        sent: bytes that went either way.
    """

    client: Client
    deadline: float
    max_bytes: int
    allow_private: bool = False
    refused: list[tuple[str, str]] = field(default_factory=list)
    sent: int = 0

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.2)
        self._open = True
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open = False
        self._listener.close()

    @property
    def address(self) -> str:
        """What the browser is told."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        while self._open:
            try:
                browser, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:  # closed
                return
            threading.Thread(target=self._serve, args=(browser,), daemon=True).start()

    def _serve(self, browser: socket.socket) -> None:
        # A connection that breaks is the browser's to notice; it tells the page, and the page's text tells us.
        with contextlib.closing(browser), contextlib.suppress(OSError):
            browser.settimeout(max(0.1, self.deadline - time.monotonic()))
            head, rest = self._head(browser)
            found = re.match(rb"([A-Z]+) (\S+) HTTP/1\.[01]\r\n", head)
            if not found or found[1].decode() not in _METHODS:
                return
            method, target = found[1].decode(), found[2].decode("latin-1")
            try:
                parts = check_url(f"https://{target}/" if method == "CONNECT" else target, self.allow_private)
                port = parts.port or (443 if parts.scheme == "https" else 80)
                server = self.client.connect(parts.hostname or "", port, self.deadline - time.monotonic(), self.allow_private)
            except Forbidden as error:
                self.refused.append((target, str(error)))
                browser.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return
            with contextlib.closing(server):
                if method == "CONNECT":
                    browser.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                else:
                    server.sendall(_origin_form(head, target, parts.netloc) + rest)
                self._pump(browser, server)

    def _head(self, browser: socket.socket) -> tuple[bytes, bytes]:
        data = b""
        while b"\r\n\r\n" not in data and len(data) < _HEAD:
            chunk = browser.recv(_CHUNK)
            if not chunk:
                break
            data += chunk
        head, mark, rest = data.partition(b"\r\n\r\n")
        return head + mark, rest

    def _pump(self, browser: socket.socket, server: socket.socket) -> None:
        """Carry bytes both ways until one side ends, the time is up, or too many have passed."""
        other = {browser: server, server: browser}
        while self._open and time.monotonic() < self.deadline:
            ready, _, _ = select.select([browser, server], [], [], 0.5)
            for source in ready:
                data = source.recv(_CHUNK)
                self.sent += len(data)
                if not data or self.sent > self.max_bytes:
                    return
                other[source].sendall(data)


def _origin_form(head: bytes, target: str, host: str) -> bytes:
    """The request as the server itself wants it: path instead of address, one request a connection, the host that was checked."""
    parts = urlsplit(target)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line, _, rest = head.partition(b"\r\n")
    method = line.split(b" ", 1)[0]
    headers = [h for h in rest.split(b"\r\n") if h and not h.lower().startswith((b"proxy-", b"connection:", b"host:"))]
    return b"\r\n".join([b"%s %s HTTP/1.1" % (method, path.encode("latin-1")), b"Host: " + host.encode("ascii"), b"Connection: close", *headers, b"", b""])
