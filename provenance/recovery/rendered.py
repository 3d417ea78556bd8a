"""Rendered capture: what Chromium makes of a page whose text comes only by script. Off unless asked for."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from sourcetrace.provenance.recovery.attempt import Exchange
from sourcetrace.provenance.recovery.fetch import Client, FetchStopped, now, redacted
from sourcetrace.provenance.recovery.lead import Find, Lead, Received, stopped
from sourcetrace.provenance.recovery.proxy import GuardedProxy
from sourcetrace.translate.text import InputError, digest

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

__all__ = ["Rendered"]

_SETTLE = 5.0  # seconds that scripts get after the page's own markup is there
_EXCHANGES = 200  # answers that are put on record, one by one
_TRAFFIC = 5  # times the largest page that all its parts together may weigh
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


class Rendered:
    """The page after its scripts have run, in a fresh Chromium behind the guarded proxy.

    Raises:
        InputError: Playwright or Chromium is missing.
    """

    kind = "rendered"
    networked = True

    def __init__(self, client: Client) -> None:
        try:
            import playwright  # noqa: F401
        except ImportError:
            raise InputError('--browser needs Playwright: pip install "sourcetrace[browser]".') from None
        self._client = client
        self._chromium = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)

    def targets(self, lead: Lead) -> list[str]:
        """The address, as far as redirects have told."""
        return [lead.known[-1] if lead.known else lead.url]

    def finds(self, lead: Lead, target: str) -> Iterator[Find]:
        """The rendered page."""
        try:
            self._client.require_permission(target)
        except FetchStopped as error:
            yield stopped(self.kind, target, error)
            return
        yield self._rendered(target, lead.language or "en")

    def _rendered(self, target: str, language: str) -> Find:
        from playwright.sync_api import Error, sync_playwright

        when = now()
        limits = self._client.limits
        exchanges: list[Exchange] = []
        sandboxed = os.name != "posix" or os.geteuid() != 0  # Chromium's own sandbox does not start for root
        deadline = time.monotonic() + limits.timeout
        with GuardedProxy(self._client, deadline, _TRAFFIC * limits.max_bytes) as proxy:
            try:
                with sync_playwright() as playwright:
                    browser = playwright.chromium.launch(
                        executable_path=self._chromium,
                        chromium_sandbox=sandboxed,
                        proxy={"server": proxy.address},
                        args=list(_FLAGS),
                        timeout=1000 * limits.timeout,
                    )
                    context = browser.new_context(accept_downloads=False, service_workers="block", locale=language, permissions=[])
                    page = context.new_page()
                    page.on("response", lambda response: exchanges.append(_exchange(response)) if len(exchanges) < _EXCHANGES else None)
                    status = _settled(page, target, deadline)
                    content = page.content().encode("utf-8")
                    url = page.url
                    browser.close()
            except Error as error:
                refused = next((reason for address, reason in proxy.refused if address.split("/")[-1] or address), None)
                reason = refused or f"Chromium gave up: {str(error).splitlines()[0][:160]}."
                return Find(self.kind, target, "refused" if refused else "failed", reason, when, tuple(exchanges))
        if len(content) > limits.max_bytes:
            return Find(self.kind, target, "failed", f"The rendered page has {len(content):,} bytes; give a larger --max-bytes.", when, tuple(exchanges))
        if status is None or status >= 400:
            return Find(self.kind, target, "failed", f"The page answered {status or 'nothing'}.", when, tuple(exchanges))
        note = f"Rendered by Chromium after its scripts had run; {len(exchanges)} answers went into it."
        note += "" if sandboxed else " Chromium ran without its sandbox, as root."
        note += f" {len(proxy.refused)} requests were not let through." if proxy.refused else ""
        received = Received(content, content, "text/html; charset=utf-8", "", url, status, url, None, True, note)
        return Find(self.kind, target, "captured", "Rendered by Chromium.", when, tuple(exchanges), received)


def _settled(page: Page, target: str, deadline: float) -> int | None:
    """Open the page and let its scripts come to rest; its status."""
    from playwright.sync_api import TimeoutError as TooLong

    left = 1000 * max(0.1, deadline - time.monotonic())
    response = page.goto(target, wait_until="domcontentloaded", timeout=left)
    with suppress(TooLong):  # pages that never rest are taken as they are then
        page.wait_for_load_state("networkidle", timeout=min(1000 * _SETTLE, left))
    return response.status if response else None


def _exchange(response: Response) -> Exchange:
    """One answer that the browser got, as far as it can be told."""
    from playwright.sync_api import Error

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
