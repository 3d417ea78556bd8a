"""The process that renders a page: an order on standard input, the page on standard output. `rendered` ends it when the time is up."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
from sourcetrace.provenance.recovery.attempt import Exchange

if TYPE_CHECKING:
    import playwright.sync_api as playwright

__all__ = ["Order", "Page", "main"]


class Order(msgspec.Struct, frozen=True):
    """What to render, and behind which proxy."""

    url: str
    proxy: str
    language: str
    chromium: str | None
    sandboxed: bool
    seconds: float


class Page(msgspec.Struct, frozen=True):
    """What came of it; `answers` counts all, `exchanges` holds the first; `failure` is a sentence where nothing came."""

    html: str = ""
    url: str = ""
    status: int | None = None
    exchanges: tuple[Exchange, ...] = ()
    answers: int = 0
    failure: str = ""


_SETTLE = 5.0  # seconds that scripts get after the page's own markup is there
_EXCHANGES = 200  # answers that are put on record, one by one
# Nothing leaves Chromium but through the proxy: no name is resolved by itself, no datagram sent, nothing fetched ahead.
_FLAGS = (
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--no-first-run",
)


def main() -> None:
    """Render one page."""
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    sys.stdout.buffer.write(msgspec.json.encode(_render(order)))


def _render(order: Order) -> Page:
    from playwright.sync_api import Error, sync_playwright

    exchanges: list[Exchange] = []
    deadline = time.monotonic() + order.seconds
    try:
        with sync_playwright() as running:
            browser = running.chromium.launch(
                executable_path=order.chromium, chromium_sandbox=order.sandboxed, proxy={"server": order.proxy}, args=list(_FLAGS), timeout=1000 * order.seconds
            )
            context = browser.new_context(accept_downloads=False, service_workers="block", locale=order.language, permissions=[])
            page = context.new_page()
            seen: list[None] = []
            page.on("response", lambda _: seen.append(None))
            page.on("response", lambda response: exchanges.append(_exchange(response)) if len(exchanges) < _EXCHANGES else None)
            status = _settled(page, order.url, deadline)
            content, url = page.content(), page.url
            browser.close()
    except Error as error:
        return Page(exchanges=tuple(exchanges), failure=f"Chromium gave up: {str(error).splitlines()[0][:160]}.")
    return Page(content.encode("utf-8", "replace").decode("utf-8"), url, status, tuple(exchanges), len(seen))


def _settled(page: playwright.Page, target: str, deadline: float) -> int | None:
    """Open the page and let its scripts come to rest; its status."""
    from playwright.sync_api import TimeoutError as TooLong

    left = 1000 * max(0.1, deadline - time.monotonic())
    response = page.goto(target, wait_until="domcontentloaded", timeout=left)
    with suppress(TooLong):  # pages that never rest are taken as they are then
        page.wait_for_load_state("networkidle", timeout=min(1000 * _SETTLE, left))
    return response.status if response else None


def _exchange(response: playwright.Response) -> Exchange:
    """One answer that the browser got, as far as it can be told."""
    from playwright.sync_api import Error
    from sourcetrace.provenance.wire import now, redacted
    from sourcetrace.translate.text import digest

    size, sum_, note = 0, None, f"rendering, {response.request.resource_type}"
    if not 300 <= response.status < 400:
        try:
            body = response.body()
            size, sum_ = len(body), digest(body)
        except Error:  # the browser keeps no body of some answers
            note += ", body not kept by the browser"
    location = response.headers.get("location")
    # The browser knows only the proxy's address; where the proxy connected was checked by the guard.
    return Exchange(redacted(response.url), None, response.status, redacted(location) if location else None, size, sum_, note, now())


if __name__ == "__main__":
    main()
