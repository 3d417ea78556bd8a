"""The one client through which anything leaves this machine.

It connects only to addresses it has checked (see `guard`), follows redirects by hand, keeps the body as received, and
stops at limits of time, size and expansion. No proxy, no credentials, no cookies from one host to another.
"""

from __future__ import annotations

import contextlib
import datetime
import email.utils
import re
import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
import msgspec
from protego import Protego
from sourcetrace.provenance.recovery.attempt import Exchange
from sourcetrace.provenance.recovery.connection import Backend, Course, Transport
from sourcetrace.provenance.recovery.courtesy import Courtesy, host_key
from sourcetrace.provenance.recovery.guard import Forbidden, Resolver, check_url, is_private, resolve, unsplit
from sourcetrace.provenance.wire import Message, now, redacted
from sourcetrace.translate.text import digest

__all__ = [
    "STORED",
    "Answer",
    "Client",
    "FetchFailed",
    "FetchRefused",
    "FetchStopped",
    "Limits",
    "http_date",
    "joined",
    "packed_suffix",
    "shortened",
    "unpacked",
]


@dataclass(frozen=True)
class Limits:
    """How long and how much.

    Attributes:
        timeout: seconds of wall clock for one fetch with all its redirects, pauses between requests apart.
        max_bytes: of a body, as received and decoded.
        ratio: times that a body may grow by decoding; a page of text grows five- to tenfold.
        redirects: followed at most.
        pause: seconds between two requests to one host.
    """

    timeout: float = 30.0
    max_bytes: int = 10_000_000
    ratio: int = 100
    redirects: int = 10
    pause: float = 1.0


# Of what was stored once, by whatever limits it was received.
STORED = Limits(max_bytes=500_000_000, ratio=2000)


@dataclass(frozen=True)
class Answer:
    """What a server sent.

    Attributes:
        url: the last address, after redirects.
        raw: the body as received, still encoded as `content_encoding` says.
        body: decoded.
        when: RFC 3339, when the last request was sent.
        messages: every request for the page and its answer, redirects first; without those for robots.txt.
    """

    url: str
    status: int
    headers: httpx.Headers
    raw: bytes
    body: bytes
    content_encoding: str
    exchanges: tuple[Exchange, ...]
    when: str
    messages: tuple[Message, ...]


class FetchStopped(Exception):  # noqa: N818, the base of the two below
    """A fetch that brought nothing, with what was exchanged until then."""

    def __init__(self, message: str, exchanges: tuple[Exchange, ...] = ()) -> None:
        super().__init__(message)
        self.exchanges = exchanges


class FetchRefused(FetchStopped):
    """We did not ask, or did not go on: the address is forbidden, robots.txt says no, the host has asked us to stop."""


class FetchFailed(FetchStopped):
    """We asked, and nothing usable came back."""


# Archives' interfaces are made for programs; robots.txt speaks of their pages. Seconds between two requests to each:
# web.archive.org allows 30 index queries a minute and 600 mementos (edgi's client, set with its staff: 24 and 480).
_INTERFACES = {"web.archive.org": 0.125}
_INDEX_PAUSE = 2.5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SLACK = 0.02  # seconds by which one request may be longer on its way than the next
_MEMBERS = 100  # gzip members of one body; servers make one
_PATIENCE = 20.0  # seconds a server may ask us to wait (503 with Retry-After) and still be asked again


class Client:
    """The guarded client.

    Args:
        limits: of time and size.
        allow_private: permit one's own server: private addresses and any port. A public page never leads there.
        robots: respect robots.txt.
        resolver: host and port → addresses.
        ports: the port connected to instead of one named, for a stand-in that cannot listen on 80 and 443.
        context: TLS, for a certificate authority of one's own; the system's by default. Certificates are always checked.
        courtesy: what is shared with other clients of the run; one of its own by default. The client itself is for one thread.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        allow_private: bool = False,
        robots: bool = True,
        resolver: Resolver = resolve,
        ports: Mapping[int, int] | None = None,
        context: ssl.SSLContext | None = None,
        courtesy: Courtesy | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.allow_private = allow_private
        self.courtesy = courtesy or Courtesy()
        self._robots = robots
        self._backend = Backend(resolver, ports or {})
        self._context = context
        self._http: httpx.Client | None = None

    def close(self) -> None:
        """Give up all connections."""
        if self._http is not None:
            self._http.close()

    def _opened(self) -> httpx.Client:
        """The client proper, made at the first request: offline, none is."""
        if self._http is None:
            transport = Transport(self._backend, self._context or ssl.create_default_context())
            self._http = httpx.Client(transport=transport, trust_env=False)
        return self._http

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def fetch(
        self, url: str, *, language: str = "en", mobile: bool = False, follow: bool = True, robots: bool | None = None, accept: str | None = None
    ) -> Answer:
        """Get a page.

        Args:
            url: http or https.
            language: preferred by us, for the server.
            mobile: ask as a telephone would; the name stays ours.
            follow: follow redirects; else a redirect is the answer.
            robots: respect robots.txt; by default as the client does.
            accept: media types wanted; pages by default.

        Raises:
            FetchRefused: we did not ask, or not to the end; the message says why.
            FetchFailed: nothing usable came back; the message says why.
        """
        fetch = _Fetch(time.monotonic() + self.limits.timeout, self.allow_private, url=url, agent=_agent(mobile), language=language)
        if accept:
            fetch.headers["Accept"] = accept
        with fetch.told():
            return self._followed(fetch, follow, self._robots if robots is None else robots)

    def send(self, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """Speak to a service made for programs: no robots.txt is asked, and no redirect followed, so that no key goes astray.

        Args:
            url: of the service.
            headers: beside the usual ones; they stand in no record.
            body: what to POST; without one it is a GET.

        Raises:
            FetchRefused: we did not ask; the message says why.
            FetchFailed: nothing usable came back; the message says why.
        """
        fetch = _Fetch(time.monotonic() + self.limits.timeout, self.allow_private, url=url, agent=_agent(mobile=False))
        fetch.method, fetch.body, fetch.headers = "GET" if body is None else "POST", body, dict(headers)
        with fetch.told():
            return self._patient(fetch, unsplit(check_url(url, self.allow_private)), self.limits)

    def require_permission(self, url: str) -> None:
        """See that robots.txt permits an address, for what is got otherwise than by `fetch`.

        Raises:
            FetchStopped: it does not, or cannot be had, or the address is forbidden.
        """
        fetch = _Fetch(time.monotonic() + self.limits.timeout, self.allow_private, url=url, agent=_agent(mobile=False))
        with fetch.told():
            checked = unsplit(check_url(url, self.allow_private))
            if self._robots:
                self._require_permission(fetch, checked)

    def leads_inside(self, url: str) -> bool:
        """Whether an address leads to one's own network, which must be permitted.

        Raises:
            Forbidden: the guard does not permit it.
            OSError: the name leads nowhere.
        """
        parts = check_url(url, self.allow_private)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return any(map(is_private, self._backend.addresses(parts.hostname or "", port, self.allow_private, self.limits.timeout)))

    def connect(self, host: str, port: int, seconds: float, allow_private: bool) -> socket.socket:
        """A socket to a host, checked as every connection of ours is.

        Raises:
            Forbidden: the guard does not permit it.
            OSError: nobody answers there in time.
        """
        backend = self._backend.alike()
        backend.begin(Course(time.monotonic() + seconds, allow_private))
        try:
            stream = backend.connect_tcp(host, port)
        except (httpcore.NetworkError, httpcore.TimeoutException) as error:
            raise OSError(str(error)) from None
        found = stream.get_extra_info("socket")
        assert isinstance(found, socket.socket), "a plain connection is one socket"
        return found

    def _followed(self, fetch: _Fetch, follow: bool, robots: bool) -> Answer:
        for _ in range(self.limits.redirects + 1):
            parts = check_url(fetch.url, fetch.allow_private)
            host = parts.hostname or ""
            if fetch.came_from == "https" and parts.scheme == "http" and fetch.exchanges:
                fetch.exchanges[-1] = msgspec.structs.replace(fetch.exchanges[-1], note="redirected from https to http")
            url = unsplit(parts)
            if robots and host not in _INTERFACES:
                self._require_permission(fetch, url)
            answer = self._patient(fetch, url, self.limits)
            location = answer.headers.get("location")
            if not follow or answer.status not in _REDIRECTS or not location:
                return answer
            fetch.come_from(parts.scheme, joined(url, location))
        raise FetchFailed(f"More than {self.limits.redirects} redirects; the last led to {shortened(fetch.url)}.")

    # --- one request ----------------------------------------------------------------------------------------------------

    def _patient(self, fetch: _Fetch, url: str, limits: Limits) -> Answer:
        """One request, made again once where the server asks for a short while's patience."""
        host = host_key(url)
        closed = self.courtesy.closed(host)
        if closed:
            raise FetchRefused(closed.sentence)
        answer = self._asked(fetch, url, limits)
        wait = _retry_after(answer.headers)
        if answer.status == 429 and "memento-datetime" not in answer.headers:
            raise FetchRefused(self.courtesy.close(host, wait))
        if answer.status == 503 and wait is not None and wait <= min(_PATIENCE, fetch.remaining() - 1):
            time.sleep(wait)
            answer = self._asked(fetch, url, limits)
        return answer

    def _asked(self, fetch: _Fetch, url: str, limits: Limits) -> Answer:
        host, begun = host_key(url), time.monotonic()
        with self.courtesy.turn(host), self.courtesy.flight():
            closed = self.courtesy.closed(host)
            if closed:  # it asked somebody else to stop while we waited
                raise FetchRefused(closed.sentence)
            # To wait one's turn is no slowness of the host's: the deadline moves with it.
            fetch.deadline += time.monotonic() - begun
            try:
                return self._sent(fetch, url, limits)
            finally:  # the pause counts from when the request left, not from when it was allowed to
                self.courtesy.rest(host, max(fetch.sent, begun) + self._pause(url) + _SLACK)

    def _sent(self, fetch: _Fetch, url: str, limits: Limits) -> Answer:
        self._backend.begin(fetch)
        when = now()
        status, location, raw, note = None, None, bytearray(), ""
        request = fetch.request(url)
        try:
            response = self._opened().send(request, stream=True)
            with contextlib.closing(response):
                status, location = response.status_code, response.headers.get("location")
                fetch.keep_cookies(response)
                _receive(response, raw, limits, fetch)
            encoding = response.headers.get("content-encoding", "").strip().lower()
            body = unpacked(bytes(raw), encoding, limits)
        except (Forbidden, FetchStopped) as error:
            note = str(error)
            raise
        except (httpx.InvalidURL, UnicodeError):  # httpx reads where a redirect leads, too
            note = f"{urlsplit(url).hostname} sent an address that cannot be read."
            raise FetchFailed(note) from None
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
            note = _told(error, urlsplit(url).hostname or "", limits.timeout)
            raise FetchFailed(note) from None
        finally:
            whole = not note
            fetch.exchanges.append(
                Exchange(
                    redacted(url),
                    self._backend.address,
                    status,
                    redacted(location) if location else None,
                    len(raw),
                    digest(bytes(raw)) if whole else None,
                    note,
                    when,
                )
            )
        fetch.messages.append(Message.between(request, response, bytes(raw), self._backend.address, when))
        return Answer(url, response.status_code, response.headers, bytes(raw), body, encoding, tuple(fetch.exchanges), when, tuple(fetch.messages))

    def _pause(self, url: str) -> float:
        """Seconds until the next request to the host of an address."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if host in _INTERFACES and parts.path.startswith("/cdx/"):
            return min(_INDEX_PAUSE, self.limits.pause * _INDEX_PAUSE)
        return _INTERFACES.get(host, self.limits.pause)

    # --- robots.txt (RFC 9309) ------------------------------------------------------------------------------------------

    def _require_permission(self, fetch: _Fetch, url: str) -> None:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        rules = self.courtesy.rules(origin, lambda: self._robots_of(fetch, f"{origin}/robots.txt"))
        if isinstance(rules, str):
            raise FetchRefused(rules)
        if not rules.can_fetch(url, "Sourcetrace"):
            raise FetchRefused(f"robots.txt of {parts.hostname} asks programs not to fetch this; open it in a browser, or give --ignore-robots.")

    def _robots_of(self, fetch: _Fetch, url: str) -> Protego | str:
        """The rules, or the sentence that says why there are none to go by."""
        own = replace(fetch, url=url, messages=[])  # the same deadline and the same list of exchanges
        limits = replace(self.limits, max_bytes=500_000)  # RFC 9309 asks for at least 500 KiB
        for _ in range(6):
            parts = check_url(own.url, own.allow_private)
            answer = self._patient(own, unsplit(parts), limits)
            fetch.exchanges[-1] = msgspec.structs.replace(fetch.exchanges[-1], note="robots.txt")
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                break
            own.come_from(parts.scheme, joined(own.url, answer.headers["location"]))
        if answer.status >= 500:
            return f"robots.txt of {urlsplit(url).hostname} cannot be had ({answer.status}), which forbids everything (RFC 9309); try later, or give --ignore-robots."
        text = answer.body.decode("utf-8", "replace") if answer.status == 200 else ""
        return Protego.parse(text)


@dataclass
class _Fetch(Course):
    """A fetch under way."""

    url: str = ""
    agent: str = ""
    language: str = "en"
    method: str = "GET"
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    exchanges: list[Exchange] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    cookies: dict[str, httpx.Cookies] = field(default_factory=dict)
    came_from: str = ""

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Give what stops the fetch the exchanges that were made until then."""
        try:
            yield
        except Forbidden as error:
            raise FetchRefused(str(error), tuple(self.exchanges)) from None
        except FetchStopped as error:
            raise type(error)(str(error), tuple(self.exchanges)) from None

    def come_from(self, scheme: str, url: str) -> None:
        """Go on to where a redirect leads. From a public address it never leads to a private one."""
        self.came_from, self.url = scheme, url
        if self.last_address and not is_private(self.last_address):
            self.allow_private = False

    def request(self, url: str) -> httpx.Request:
        headers = {
            "User-Agent": self.agent,
            "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.5",
            "Accept-Language": f"{self.language},en;q=0.5" if self.language != "en" else "en",
            "Accept-Encoding": "gzip, identity",
        }
        request = httpx.Request(self.method, url, headers={**headers, **self.headers}, content=self.body)
        jar = self.cookies.get(urlsplit(url).netloc)
        if jar is not None:
            jar.set_cookie_header(request)
        return request

    def keep_cookies(self, response: httpx.Response) -> None:
        """A site that sets a cookie and redirects to itself wants it back; no other host ever sees it."""
        self.cookies.setdefault(urlsplit(str(response.request.url)).netloc, httpx.Cookies()).extract_cookies(response)


def _agent(mobile: bool) -> str:
    name = f"Sourcetrace/{version('sourcetrace')}"
    return f"Mozilla/5.0 (Linux; Android 14; Mobile; compatible; {name})" if mobile else f"{name} (finds the originals of translated articles)"


def _receive(response: httpx.Response, raw: bytearray, limits: Limits, fetch: _Fetch) -> None:
    for chunk in response.iter_raw():
        raw += chunk
        if len(raw) > limits.max_bytes:
            del raw[limits.max_bytes :]
            raise FetchFailed(f"The server sent more than {limits.max_bytes:,} bytes; give a larger --max-bytes if the page is really that long.")
        if fetch.remaining() <= 0:
            raise FetchFailed(f"The page was not complete after {limits.timeout:g} s; give a longer --timeout if the server is slow.")


def unpacked(raw: bytes, encoding: str, limits: Limits | None = None) -> bytes:
    """A body without its content encoding.

    Raises:
        FetchFailed: more than one encoding, one that was not asked for, broken, or growing beyond the limits.
    """
    limits = limits or Limits()
    if encoding in ("", "identity"):
        return raw
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise FetchFailed(f"The body is encoded as “{encoding[:40]}”, which was not asked for.")
    out, members = bytearray(), 0
    # 31: gzip with its header; 15: zlib, which servers mean by "deflate"; -15: deflate proper, which some send.
    wbits = 31 if "gzip" in encoding else 15 if raw[:1] == b"\x78" else -15
    rest: bytes = raw
    try:
        while rest:
            decoder = zlib.decompressobj(wbits)
            out += decoder.decompress(rest, limits.max_bytes + 1 - len(out))
            if len(out) > limits.max_bytes or len(out) > max(1_000_000, limits.ratio * len(raw)):
                raise FetchFailed(f"The body of {len(raw):,} bytes grows beyond {len(out) - 1:,} when unpacked; it is not read.")
            if not decoder.eof:
                raise FetchFailed("The body ends in the middle of its compressed data.")
            members += 1
            if members > _MEMBERS:
                raise FetchFailed("The body is packed in more pieces than any server makes.")
            rest = decoder.unused_data if "gzip" in encoding and decoder.unused_data[:2] == b"\x1f\x8b" else b""
    except zlib.error:
        raise FetchFailed(f"The body is not the {encoding} it is said to be.") from None
    return bytes(out)


def packed_suffix(encoding: str) -> str:
    """What the name of a file ends with whose bytes are still encoded so."""
    return {"gzip": ".gz", "x-gzip": ".gz", "deflate": ".zz"}.get(encoding, "")


def _told(error: Exception, host: str, timeout: float) -> str:
    """What a failed connection means, in one sentence."""
    text = str(error) or type(error).__name__
    if isinstance(error, httpx.TimeoutException | httpcore.TimeoutException | TimeoutError):
        return f"{host} did not answer within {timeout:g} s."
    if "CERTIFICATE_VERIFY_FAILED" in text or "certificate" in text.lower():
        reason = re.sub(r"^.*?certificate verify failed: |\s*\(_ssl\.c:\d+\)|^\[[^\]]*\]\s*", "", text)
        return f"The certificate of {host} does not hold ({reason[:120]}); nothing was read."
    if isinstance(error, httpx.ProtocolError | httpcore.ProtocolError):
        return f"{host} did not speak HTTP to the end ({text[:120]})."
    return f"{host} cannot be reached ({re.sub(r'^.Errno -?[0-9]+. ', '', text)[:120].lower()})."


def _retry_after(headers: httpx.Headers) -> float | None:
    """Seconds that a server asks us to wait."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdecimal():
        return float(value[:9])
    until = http_date(value)
    return max(0.0, (until - datetime.datetime.now(datetime.UTC)).total_seconds()) if until else None


def http_date(value: str) -> datetime.datetime | None:
    """A date in a header, in UTC; None where it is none. One without a zone is in UTC, as HTTP has it."""
    try:
        found = email.utils.parsedate_to_datetime(value)
        return (found if found.tzinfo else found.replace(tzinfo=datetime.UTC)).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None


def joined(url: str, location: str) -> str:
    """Where a redirect leads.

    Raises:
        FetchFailed: nowhere.
    """
    try:
        return urljoin(url, location)
    except ValueError:
        raise FetchFailed("A redirect leads to an address that cannot be read.") from None


def shortened(url: str) -> str:
    """An address as it fits into a sentence."""
    plain = re.sub(r"[\x00-\x20\x7f-\x9f]+", " ", redacted(url))
    return plain if len(plain) <= 120 else plain[:119] + "…"
