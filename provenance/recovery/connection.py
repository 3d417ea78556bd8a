"""The connection itself: to checked addresses only, never kept for another host, and not a moment beyond the deadline."""

from __future__ import annotations

import ipaddress
import queue
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx
from sourcetrace.provenance.recovery.guard import Forbidden, Resolver, forbidden_network, permitted_addresses

__all__ = ["Backend", "Course", "Transport"]


@dataclass
class Course:
    """What a request and everything that follows from it must keep to.

    Attributes:
        deadline: on the monotonic clock; names, connections, headers and bodies share it.
        allow_private: whether private addresses are permitted, so far.
        last_address: the IP address last connected to.
        sent: when something was last sent, on the monotonic clock.
    """

    deadline: float
    allow_private: bool
    last_address: str | None = None
    sent: float = 0.0

    def remaining(self) -> float:
        """Seconds until the deadline; negative after it."""
        return self.deadline - time.monotonic()


class Transport(httpx.BaseTransport):
    """httpx over an httpcore pool of our own backend.

    No connection is kept: one made for a host must never serve another behind the same address.
    """

    def __init__(self, backend: Backend, context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=context, max_connections=4, max_keepalive_connections=0, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the body of the answer is still to be read."""
        url = httpcore.URL(scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path)
        timeout = {"connect": None, "read": None, "write": None, "pool": None}  # the backend keeps the one deadline
        answer = self._pool.handle_request(
            httpcore.Request(request.method, url, headers=request.headers.raw, content=request.read(), extensions={"timeout": timeout})
        )
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Give up all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        assert isinstance(self._answer.stream, Iterable)
        yield from self._answer.stream

    def close(self) -> None:
        self._answer.close()


class Backend(httpcore.NetworkBackend):
    """Connects to checked addresses only, and lets nothing last beyond the deadline."""

    def __init__(self, resolver: Resolver, ports: Mapping[int, int]) -> None:
        self._resolver, self._ports = resolver, ports
        self._course: Course | None = None
        self._plain = httpcore.SyncBackend()
        self.address: str | None = None

    def alike(self) -> Backend:
        """Another one by the same rules, for another thread."""
        return Backend(self._resolver, self._ports)

    def begin(self, course: Course) -> None:
        """The requests that follow belong to `course`."""
        self._course, self.address = course, None

    def addresses(self, host: str, port: int, allow_private: bool, seconds: float) -> list[str]:
        """The addresses of a host, every one of which may be connected to; see `guard.permitted_addresses`."""
        return permitted_addresses(host, port, _bounded(self._resolver, seconds), allow_private)

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Connect to one of the host's addresses, all of which are checked.

        Raises:
            Forbidden: the guard does not permit it.
            OSError, httpcore.ConnectError, httpcore.ConnectTimeout: nobody answers there in time.
        """
        del timeout  # the deadline stands instead
        assert self._course, "a course is set"
        course = self._course
        addresses = self.addresses(host, port, course.allow_private, course.remaining())
        failure: Exception = OSError("no address")
        for address in addresses:
            try:
                stream = self._plain.connect_tcp(address, self._ports.get(port, port), _left(course), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            self._require_peer(stream, address, course)
            self.address = course.last_address = address
            return _Stream(stream, course)
        raise failure

    def _require_peer(self, stream: httpcore.NetworkStream, address: str, course: Course) -> None:
        """Ask the socket itself where it leads."""
        peer = stream.get_extra_info("server_addr")
        found = str(peer[0]) if peer else ""
        reason = forbidden_network(found, course.allow_private)
        if reason or ipaddress.ip_address(found.split("%")[0]) != ipaddress.ip_address(address.split("%", maxsplit=1)[0]):
            stream.close()
            raise Forbidden(f"The connection led to {found or 'an unknown address'} instead of {address}.")


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, course: Course) -> None:
        self._inner, self._course = inner, course

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return self._inner.read(max_bytes, _left(self._course))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._inner.write(buffer, _left(self._course))
        self._course.sent = time.monotonic()

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> httpcore.NetworkStream:
        del timeout
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left(self._course)), self._course)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left(course: Course) -> float:
    left = course.remaining()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


def _bounded(resolver: Resolver, seconds: float) -> Resolver:
    """The resolver, given up after a while: the system's own may take minutes."""

    def resolving(host: str, port: int) -> list[str]:
        answers: queue.Queue[list[str] | OSError | UnicodeError] = queue.Queue()

        def work() -> None:
            try:
                answers.put(resolver(host, port))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        threading.Thread(target=work, daemon=True).start()
        try:
            found = answers.get(timeout=max(0.0, seconds))
        except queue.Empty:
            raise httpcore.ConnectTimeout from None
        if isinstance(found, list):
            return found
        raise OSError("the name leads to no address") from None

    return resolving
