"""Rendered capture: what Chromium makes of a page whose text comes only by script. Off unless asked for."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import httpcore
import msgspec
from sourcetrace.provenance.recovery.fetch import Client, FetchStopped
from sourcetrace.provenance.recovery.guard import Forbidden
from sourcetrace.provenance.recovery.lead import Find, Lead, Received, stopped
from sourcetrace.provenance.recovery.proxy import GuardedProxy
from sourcetrace.provenance.recovery.rendering import Order, Page
from sourcetrace.provenance.wire import now
from sourcetrace.translate.text import InputError

__all__ = ["Rendered"]

_GRACE = 5.0  # seconds beyond the page's own time in which Chromium may start and end
_TRAFFIC = 5  # times the largest page that all its parts together may weigh


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
        when = now()
        limits = self._client.limits
        sandboxed = os.name != "posix" or os.geteuid() != 0  # Chromium's own sandbox does not start for root
        try:
            inside = self._client.leads_inside(target)
        except Forbidden as error:
            return Find(self.kind, target, "refused", str(error), when)
        except (OSError, httpcore.TimeoutException):
            return Find(self.kind, target, "failed", "The name leads to no address.", when)
        deadline = time.monotonic() + limits.timeout + _GRACE  # the browser gives up first, and says so
        with GuardedProxy(self._client, deadline, _TRAFFIC * limits.max_bytes, inside) as proxy:
            order = Order(target, proxy.address, language, self._chromium, sandboxed, limits.timeout)
            page = _done_by_another(order, limits.timeout + _GRACE)
            refused = next((reason for address, reason in proxy.refused if address == target), None)
        exchanges = page.exchanges
        if refused:
            return Find(self.kind, target, "refused", refused, when, exchanges)
        if page.failure:
            return Find(self.kind, target, "failed", page.failure, when, exchanges)
        content = page.html.encode("utf-8", "replace")
        if len(content) > limits.max_bytes:
            return Find(self.kind, target, "failed", f"The rendered page has {len(content):,} bytes; give a larger --max-bytes.", when, exchanges)
        if page.status is None or page.status >= 400:
            return Find(self.kind, target, "failed", f"The page answered {page.status or 'nothing'}.", when, exchanges)
        note = f"Rendered by Chromium after its scripts had run; {page.answers} answers went into it."
        note += f" The first {len(exchanges)} are on record." if page.answers > len(exchanges) else ""
        note += "" if sandboxed else " Chromium ran without its sandbox, as root."
        note += f" {len(proxy.refused)} requests were not let through." if proxy.refused else ""
        received = Received(content, content, "text/html; charset=utf-8", "", page.url, page.status, page.url, None, True, note)
        return Find(self.kind, target, "captured", "Rendered by Chromium.", when, exchanges, received)


def _done_by_another(order: Order, seconds: float) -> Page:
    """Let a process of its own render, and end it with all its children when the time is up: a page's script may run for ever."""
    command = [sys.executable, "-P", "-m", "sourcetrace.provenance.recovery.rendering"]  # -P: not from the folder one happens to be in
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True) as process:  # noqa: S603, our own module, by our own interpreter
        try:
            out, _ = process.communicate(msgspec.json.encode(order), timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return Page(failure=f"The page did not come to rest within {order.seconds:g} s.")
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    try:
        return msgspec.json.decode(out, type=Page)
    except msgspec.DecodeError:
        return Page(failure="Chromium ended before the page was there.")
