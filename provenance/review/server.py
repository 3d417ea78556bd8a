"""The desk on the screen: an application that only this machine's browser can reach, and only with the token in its address.

What keeps others out: it listens on 127.0.0.1 alone; every path begins with a random token; the `Host` must be ours, so that no
name that somebody points here (DNS rebinding) gets an answer; a request that another site caused says so in `Sec-Fetch-Site` and
`Origin` and is refused; what changes something must be JSON, which no form can send. The policy allows nothing but our own files.
"""

from __future__ import annotations

import secrets
import socket
import tempfile
import threading
import webbrowser
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click
import msgspec
import uvicorn
from sourcetrace.provenance.export import CHOICES, FORMATS, exported, format_of, material_of
from sourcetrace.provenance.report import environment, render
from sourcetrace.provenance.report.map import map_of
from sourcetrace.provenance.report.pictures import pictures_of
from sourcetrace.provenance.review import page
from sourcetrace.provenance.review.desk import Desk, Moment, Request
from sourcetrace.provenance.review.keys import ACTIONS, Keys, keep_keys, kept_keys
from sourcetrace.translate.text import InputError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["application", "serve"]

_HOST = "127.0.0.1"
_LARGEST = 200_000  # bytes of a request
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
_SCRIPTS = ("dom.js", "feed.js", "form.js", "keys.js", "review.js", "selection.js")
_FILES = {"review.css": "text/css", "style.css": "text/css", **dict.fromkeys(_SCRIPTS, "text/javascript")}


class _Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a reviewer asks for."""

    by: str
    what: Request


class _Answer(Response):
    """JSON by msgspec, which knows our types."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return msgspec.json.encode(content)


class _Guard:
    """Refuses whatever does not come from our own page, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(HttpRequest(scope))

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                message["headers"] += [(name.encode(), value.encode()) for name, value in _HEADERS.items() if name.encode() not in own]
            await send(message)

        if refusal:
            await PlainTextResponse(refusal, 403)(scope, receive, guarded)
        else:
            await self._app(scope, receive, guarded)

    def _refusal(self, request: HttpRequest) -> str | None:
        headers = request.headers
        if headers.get("host") not in self._hosts:
            return "This address is not the desk's."
        reading = request.method in ("GET", "HEAD")
        # Whoever knows the token may lead a person to the page, as the file does by which we open the browser; the page is in no frame.
        led = reading and (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none") and not led:
            return "Another site caused this request."
        if reading:
            return None
        if headers.get("origin") not in {f"http://{host}" for host in self._hosts}:
            return "This request does not come from the desk's own page."
        if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return "Only JSON is taken."
        return None


def application(desk: Desk, token: str, port: int, name: str = "") -> Starlette:
    """The desk as an ASGI application.

    Args:
        desk: what is reviewed.
        token: first part of every path.
        port: that it is reached at.
        name: of the reviewer; asked for on the page where it is empty.
    """
    suffix = "" if port == 80 else f":{port}"  # as a browser names a host
    hosts = frozenset(f"{host}{suffix}" for host in (_HOST, "localhost"))
    views = _Views(desk, name)
    routes = [
        Route("/", views.shell),
        Route("/report", views.report),
        Route("/export/{format}", views.export),
        Route("/api/index", views.index),
        Route("/api/changes", views.changes),
        Route("/api/rows", views.rows),
        Route("/api/more", views.more),
        Route("/api/find", views.find),
        Route("/api/act", views.act, methods=["POST"]),
        Route("/api/keys", views.keys, methods=["POST"]),
        *(Route(f"/{file}", _file(file)) for file in _FILES),
    ]
    return Starlette(
        routes=[Mount(f"/{token}", routes=routes)],
        middleware=[Middleware(_Guard, hosts=hosts)],
        exception_handlers={InputError: _refused, msgspec.ValidationError: _refused, msgspec.DecodeError: _refused, UnicodeDecodeError: _refused},
    )


async def _refused(_request: HttpRequest, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 409 if isinstance(error, InputError) else 400)


def _file(name: str) -> Callable[[HttpRequest], Awaitable[Response]]:
    package = "sourcetrace.provenance.report" if name == "style.css" else "sourcetrace.provenance.review"
    content = (files(package) / name).read_bytes()

    async def answer(_request: HttpRequest) -> Response:
        return Response(content, media_type=_FILES[name])

    return answer


def _number(request: HttpRequest, name: str) -> int:
    text = request.query_params.get(name, "0")
    if not text.isascii() or not text.isdecimal() or len(text) > 12:
        raise InputError(f"{name} is no number.")
    return int(text)


class _Views:
    """One method a route. What reads or computes runs in a thread, so that one long answer holds up no other."""

    def __init__(self, desk: Desk, name: str) -> None:
        self._desk, self._name, self._texts = desk, name, page.Texts()

    async def _now(self) -> Moment:
        return await run_in_threadpool(self._desk.now)

    async def shell(self, _request: HttpRequest) -> Response:
        now = await self._now()
        return Response(await run_in_threadpool(self._shell, now), media_type="text/html")

    def _shell(self, now: Moment) -> str:
        comparison = now.review.comparison
        told = page.told(now)
        view = {
            "trace": now.record,
            "told": told,
            "told_json": msgspec.json.encode(told).decode(),
            "map": map_of(comparison),
            "pictures": pictures_of(now.record, comparison),
            "formats": [(one.name, one.about) for one in FORMATS],
            "name": self._name,
            "keys_json": msgspec.json.encode(kept_keys().by_action).decode(),
            "first_keys_json": msgspec.json.encode(ACTIONS).decode(),
        }
        return environment().from_string(_template()).render(v=view)

    async def report(self, _request: HttpRequest) -> Response:
        """The report with the decisions, to print; it brings a policy of its own."""
        now = await self._now()
        text = await run_in_threadpool(render, now.record, now.review)
        return Response(text, media_type="text/html", headers={"content-security-policy": "frame-ancestors 'none'"})

    async def export(self, request: HttpRequest) -> Response:
        form = format_of(request.path_params["format"])
        choice = next((c for c in CHOICES if c == request.query_params.get("departures")), CHOICES[0])
        now, title = await self._now(), self._desk.opened.name
        data = await run_in_threadpool(lambda: exported(material_of(title, now.trace, now.record, now.review, choice), form))
        name = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in title)
        disposition = f"attachment; filename=\"{name}{form.suffix}\"; filename*=UTF-8''{quote(title + form.suffix, safe='')}"
        return Response(data, media_type=form.media_type, headers={"content-disposition": disposition, "content-security-policy": "sandbox"})

    async def index(self, _request: HttpRequest) -> Response:
        return _Answer(await run_in_threadpool(page.index, await self._now()))

    async def changes(self, request: HttpRequest) -> Response:
        """What changed since a version; everything, where passages did."""
        since, now = _number(request, "since"), await self._now()
        return _Answer({"version": since}) if now.version == since else _Answer(await run_in_threadpool(_since, now, since))

    async def rows(self, request: HttpRequest) -> Response:
        start, end = _number(request, "from"), _number(request, "to")
        return _Answer(await run_in_threadpool(page.rows, await self._now(), start, min(end, start + 200)))

    async def more(self, request: HttpRequest) -> Response:
        bead, side = request.query_params.get("bead", ""), request.query_params.get("side", "")
        return _Answer(await run_in_threadpool(page.more_text, await self._now(), bead, side, _number(request, "from")))

    async def find(self, request: HttpRequest) -> Response:
        where = request.query_params.get("where", "source,target,reference").split(",")
        return _Answer(await run_in_threadpool(page.found, await self._now(), self._texts, request.query_params.get("q", "")[:500], where))

    async def act(self, request: HttpRequest) -> Response:
        asked = msgspec.json.decode(await _body(request), type=_Act)
        since = _number(request, "since")
        act = await run_in_threadpool(self._desk.perform, asked.by, asked.what)
        now = await self._now()
        return _Answer({"act": act.act, "about": page.about(now, act), **await run_in_threadpool(_since, now, since)})

    async def keys(self, request: HttpRequest) -> Response:
        keep_keys(msgspec.json.decode(await _body(request), type=Keys))
        return _Answer({})


def _since(now: Moment, version: int) -> dict[str, Any]:
    names = now.changed_since(version)
    if names is None:
        return {"index": page.index(now)}
    return {"departures": page.departures(now, names), **page.state(now)}


async def _body(request: HttpRequest) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise InputError("The request is too large.")
    return body


def _template() -> str:
    return (files("sourcetrace.provenance.review") / "page.html").read_text(encoding="utf-8")


def serve(desk: Desk, port: int, name: str, show: bool, quiet: bool) -> None:
    """Serve the desk until it is interrupted.

    Args:
        desk: what is reviewed.
        port: on 127.0.0.1; 0 for any that is free.
        name: of the reviewer; asked for on the page where it is empty.
        show: open the page in the user's browser.
        quiet: say nothing but the address.

    Raises:
        InputError: the port is taken.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_HOST, port))
    except OSError as error:
        listening.close()
        raise InputError(f"Port {port} on {_HOST} cannot be used ({(error.strerror or str(error)).lower()}); give another --port.") from None
    bound: int = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    address = f"http://{_HOST}:{bound}/{token}/"
    config = uvicorn.Config(
        application(desk, token, bound, name), log_level="critical", access_log=False, lifespan="off", server_header=False, timeout_graceful_shutdown=3
    )
    click.echo(f"Review: {address}")
    if not quiet:
        click.echo("sourcetrace: every decision is kept at once; Ctrl-C ends the desk.", err=True)
    listening.listen()
    try:
        with _door(address) if show else nullcontext():
            uvicorn.Server(config).run(sockets=[listening])
    except (KeyboardInterrupt, SystemExit):  # uvicorn has drained what was under way, and hands the interrupt on
        pass
    finally:
        listening.close()


@contextmanager
def _door(address: str) -> Iterator[None]:
    """Open the page in the user's browser, by way of a file that only the user can read: what stands in a command line, everybody here can."""
    handle, name = tempfile.mkstemp(prefix="sourcetrace-", suffix=".html")
    with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123, it is open already
        file.write(f'<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url={address}">')
    threading.Thread(target=webbrowser.open, args=(Path(name).as_uri(),), daemon=True).start()  # a browser in the terminal would not come back
    try:
        yield
    finally:
        Path(name).unlink(missing_ok=True)
