"""Fifty hosts on loopback, each an address of its own: plain, slow, rate-limiting, refusing. They note when they were asked, and how many visitors they had."""

from __future__ import annotations

import http.server
import itertools
import threading
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field

SENTENCES = (
    "The harbour office of the town counted {a} ships in the first week of the month.",
    "Its director said that the new quay would be opened in the autumn, if the stones arrive in time.",
    "Fishermen who had waited for years were content, and some of them doubted it still.",
    "The money comes from the province, which pays {b} million for the work on this coast.",
    "A second quay is planned on the other side of the river, where the old mill stands.",
)


def article(number: int, ending: str = "") -> bytes:
    """A page in English that is no other's; written for the tests."""
    text = "".join(f"<p>{line.format(a=number + 20, b=number % 90 + 3)}</p>" for line in SENTENCES)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Ships in the harbour, report {number}</title></head>"
        f"<body><article><h1>Ships in the harbour, report {number}</h1>{text}{ending}</article></body></html>"
    ).encode()


@dataclass
class Host:
    """One host.

    Attributes:
        kind: `plain`, `slow` (answers after `latency`), `limiting` (429 with Retry-After for every fifth request), `refusing` (nobody listens).
    """

    address: str
    kind: str
    latency: float = 0.0
    retry_after: int = 2
    asked: list[tuple[float, str, int]] = field(default_factory=list)
    inside: int = 0
    most_inside: int = 0


class Hosts:
    """The hosts, at 127.1.0.1 and on, all at one port."""

    def __init__(self, kinds: list[str], latency: float = 1.0) -> None:
        self.hosts = {f"127.1.0.{n}": Host(f"127.1.0.{n}", kind, latency if kind == "slow" else 0.0) for n, kind in enumerate(kinds, 1)}
        self.feed = ""
        self._servers: list[http.server.ThreadingHTTPServer] = []
        self._lock = threading.Lock()
        self.inside = 0
        self.most_inside = 0
        self.counts: defaultdict[str, int] = defaultdict(int)
        self.port = 0

    def start(self) -> Hosts:
        for host in self.hosts.values():
            if host.kind != "refusing":
                self._serve(host)
        return self

    def _serve(self, host: Host) -> None:
        world = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                world.enter(host)
                try:
                    status, body, headers = world.answer(host, self.path)
                    self.send_response(status)
                    for name, value in {**headers, "Content-Length": str(len(body)), "Connection": "close"}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    with suppress(OSError):
                        self.wfile.write(body)
                finally:
                    world.leave(host)

            def log_message(self, *_: object) -> None:
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 64

        server = Server((host.address, self.port), Handler)
        self.port = int(server.server_address[1])
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self._servers.append(server)

    def enter(self, host: Host) -> None:
        with self._lock:
            host.inside += 1
            self.inside += 1
            host.most_inside, self.most_inside = max(host.most_inside, host.inside), max(self.most_inside, self.inside)

    def leave(self, host: Host) -> None:
        with self._lock:
            host.inside -= 1
            self.inside -= 1

    def answer(self, host: Host, path: str) -> tuple[int, bytes, dict[str, str]]:
        moment = time.monotonic()
        status, body, headers = self._answer(host, path)
        host.asked.append((moment, path, status))
        time.sleep(host.latency)
        return status, body, headers

    def _answer(self, host: Host, path: str) -> tuple[int, bytes, dict[str, str]]:
        if path == "/robots.txt":
            return 404, b"", {}
        if path == "/feed" and self.feed:
            return 200, self.feed.encode(), {"Content-Type": "application/rss+xml"}
        self.counts[host.address] += 1
        if host.kind == "limiting" and self.counts[host.address] % 5 == 0:
            return 429, b"", {"Retry-After": str(host.retry_after)}
        if not path.startswith("/a/"):
            return 404, b"gone", {}
        return 200, article(int(path.rpartition("/")[2])), {"Content-Type": "text/html; charset=utf-8"}

    def addresses(self, pages: int) -> list[str]:
        """Addresses of articles, host by host: the worst order for a queue that knows no hosts."""
        return [f"http://{host}:{self.port}/a/{index * pages + page}" for index, host in enumerate(self.hosts) for page in range(pages)]

    def gaps(self) -> dict[str, float]:
        """The shortest time between the arrivals of two requests at each host, seconds."""
        return {
            name: min((b[0] - a[0] for a, b in itertools.pairwise(host.asked)), default=9.0) for name, host in self.hosts.items() if host.kind != "refusing"
        }

    def stop(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
