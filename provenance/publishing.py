"""A public copy: ask the Wayback Machine to capture a page itself (Save Page Now 2), with the user's own keys.

It fails often, and says it failed when it did not: its index alone decides whether there is a copy. That there is none is
recorded and never fatal; what was captured here does not depend on it.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
from sourcetrace.provenance.addresses import WAYBACK
from sourcetrace.provenance.archiving.ledger import Published
from sourcetrace.provenance.recovery.fetch import Answer, Client, FetchStopped
from sourcetrace.provenance.recovery.memento import Row, parse_index
from sourcetrace.provenance.wire import now, redacted

__all__ = ["Keys", "publish"]

_PATIENCE = 90.0  # seconds for the archive to say what became of it; most captures take 10 to 60
_LOOKS = 4  # into the index, after it said that it made a copy
_MADE = "It says that it made a copy."
_PAUSE = 5.0  # seconds between two questions


@dataclass(frozen=True)
class Keys:
    """Keys of an account at the Internet Archive (archive.org/account/s3.php); they stand in no record."""

    access: str = field(repr=False)
    secret: str = field(repr=False)


def publish(client: Client, url: str, keys: Keys, base: str = WAYBACK, patience: float = _PATIENCE, pause: float = _PAUSE) -> Published:
    """Ask for a public copy, and look into the index whether there is one.

    Args:
        client: to ask with.
        url: of the page.
        keys: of the user's account.
        base: the archive.
        patience: seconds to wait for the archive's own answer.
        pause: seconds between two questions.
    """
    begun = re.sub(r"\D", "", now())
    reason = _asked(client, url, keys, base, patience, pause)
    row, told = None, ""
    for look in range(_LOOKS if reason == _MADE else 1):  # a capture takes a while to come into the index
        time.sleep(pause * look)
        row, told = _indexed(client, f"{base}/cdx/search/cdx?{urlencode({'url': url, 'from': begun, 'limit': '1'})}")
        if row:
            break
    where = urlsplit(base).hostname or base
    if row is None:
        return Published(redacted(url), where, "failed", f"{reason} {told}")
    memento = f"{base}/web/{row.timestamp}/{redacted(row.original)}"
    return Published(redacted(url), where, "published", "Its index has a capture made since it was asked.", memento)


def _indexed(client: Client, query: str) -> tuple[Row | None, str]:
    """The first row of an index query, or why there is none."""
    try:
        answer = client.fetch(query, follow=False, robots=False)
    except FetchStopped as error:
        return None, f"Its index was not reached: {error}"
    if answer.status != 200:
        return None, f"Its index answered {answer.status}."
    rows = parse_index(answer.body.decode("utf-8", "replace"))[0]
    return (rows[0], "") if rows else (None, "Its index has no capture made since it was asked.")


def _asked(client: Client, url: str, keys: Keys, base: str, patience: float, pause: float) -> str:
    """Ask, and wait for what the archive says; one sentence."""
    headers = {"Accept": "application/json", "Authorization": f"LOW {keys.access}:{keys.secret}"}
    form = urlencode({"url": url, "skip_first_archive": "1"}).encode()
    try:
        answer = client.send(f"{base}/save", {**headers, "Content-Type": "application/x-www-form-urlencoded"}, form)
    except FetchStopped as error:
        return str(error)
    told = _json(answer)
    job = str(told.get("job_id") or "")
    if not re.fullmatch(r"[\w-]{1,100}", job):
        return f"It took no order ({answer.status}): {_short(told.get('message'))}."
    until = time.monotonic() + patience
    while time.monotonic() < until:
        time.sleep(pause)
        try:
            told = _json(client.send(f"{base}/save/status/{job}", headers))
        except FetchStopped as error:
            return str(error)
        if told.get("status") == "success":
            return _MADE
        if told.get("status") == "error":
            return f"It says that it made none ({_short(told.get('status_ext'))}): {_short(told.get('message'))}."
    return f"It had not finished after {patience:g} s."


def _json(answer: Answer) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _short(value: Any) -> str:
    return re.sub(r"[\x00-\x1f\x7f]+", " ", str(value or "no reason given"))[:200].rstrip(". ")
