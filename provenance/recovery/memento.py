"""Web archives: the Wayback Machine, other archives by an aggregator, archive.today (Memento, RFC 7089).

A page is taken for a capture only where the answer says when it was captured (`Memento-Datetime`): archives answer 200
for pages they withhold, and redirect to other days.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

import httpx
from sourcetrace.provenance.addresses import WAYBACK
from sourcetrace.provenance.recovery.attempt import Exchange, Memento
from sourcetrace.provenance.recovery.fetch import Answer, Client, FetchStopped, http_date, joined, shortened
from sourcetrace.provenance.recovery.guard import Forbidden, check_url, forbidden_network, is_ip
from sourcetrace.provenance.recovery.lead import Find, Lead, Received, stopped
from sourcetrace.provenance.sites import host_of, identify, site_of
from sourcetrace.provenance.wire import redacted

__all__ = ["NamedCapture", "Row", "TimeMap", "Wayback", "memento_of", "nearest_first", "parse_index"]

_ROWS = 1000  # rows an index query asks for
_PAGES = 3  # of the index that are read
_REPLAYS, _REPLAYS_ALL = 4, 20  # captures replayed until one is the article, and where all are wanted
_HOPS = 10


@dataclass(frozen=True, order=True)
class Row:
    """A line of the index.

    Attributes:
        timestamp: 14 digits, UTC.
        status: None for a revisit, which has the status of the capture it repeats.
        digest: SHA-1 of the payload, base32.
    """

    timestamp: str
    original: str
    media_type: str
    status: int | None
    digest: str


def parse_index(text: str) -> tuple[list[Row], str | None]:
    """Rows of an index answer without repeats, in its order, and the key of the next page."""
    rows: dict[tuple[str, str, str], Row] = {}
    key = None
    lines = text.split("\n")
    for number, line in enumerate(lines):
        fields = line.split(" ")
        if len(fields) >= 6 and re.fullmatch(r"\d{14}", fields[1]):
            row = Row(fields[1], fields[2], fields[3], int(fields[4]) if fields[4].isdecimal() else None, fields[5])
            rows.setdefault((row.timestamp, row.original, row.digest), row)
        elif not line.strip():
            key = (lines[number + 1].strip() or None) if number + 1 < len(lines) else None
            break
    return list(rows.values()), key


def nearest_first(stamps: list[str], published: str | None, made: str | None) -> list[str]:
    """Times in the order in which they may be what the translator saw.

    The latest that is not after the English first, then earlier ones, then later ones. Where the English has no date:
    the earliest since the item was made.

    Args:
        stamps: beginning with YYYYMMDD.
        published: day of the English, YYYY-MM-DD.
        made: when the item was made, RFC 3339, read from its id.
    """
    since = re.sub(r"\D", "", made or "")[:14] or "0"
    if published is None:
        return sorted(s for s in stamps if s >= since[: len(s)]) + sorted((s for s in stamps if s < since[: len(s)]), reverse=True)
    try:
        day = datetime.date.fromisoformat(published[:10]) + datetime.timedelta(days=1)  # the day may have ended earlier here than there
    except ValueError:
        return nearest_first(stamps, None, made)
    limit = day.strftime("%Y%m%d") + "999999"
    return sorted((s for s in stamps if s <= limit), reverse=True) + sorted(s for s in stamps if s > limit)


@dataclass(frozen=True)
class _Replay:
    """What following a memento's address came to."""

    reason: str
    answer: Answer | None
    exchanges: tuple[Exchange, ...]
    refused: bool = False
    elsewhere: str | None = None


class Wayback:
    """The Wayback Machine: its index (CDX), then the captures as they were received (`id_`).

    Args:
        every: go on after the first, for captures side by side.
        base: where it is.
    """

    kind = "Wayback Machine"
    networked = True

    def __init__(self, client: Client, every: bool = False, base: str = WAYBACK) -> None:
        self._client, self._every, self._base = client, every, base

    def targets(self, lead: Lead) -> list[str]:
        """The calendar pages of every address the item goes by: a person can open them."""
        if self._base == WAYBACK and not _may_be_known(lead.url):
            return []
        urls = [lead.url, *lead.known]
        for url, item in lead.items:
            site = site_of(host_of(url))
            urls += site.aliases(item.id, url) if site and item.id else ()
        # What a redirect put into an address for us alone is told to nobody.
        urls = [url for url in urls if redacted(url) == url]
        unique = {re.sub(r"^https?://(?:www\.)?|/$", "", url.split("#")[0]): url for url in reversed(urls)}
        return [f"{self._base}/web/*/{url}" for url in reversed(unique.values())]

    def finds(self, lead: Lead, target: str) -> Iterator[Find]:
        """Captures of one address, the likeliest first."""
        url = target.split("/web/*/", 1)[1]
        try:
            rows, exchanges = self._index(url)
        except _Unlisted as error:
            yield Find(self.kind, target, "refused" if error.refused else "failed", str(error), error.when, error.exchanges)
            return
        if not rows:
            yield Find(self.kind, target, "failed", "The archive has no capture of this address.", exchanges=exchanges)
            return
        usable = [row for row in rows if row.status in (200, None) and not row.media_type.startswith(("image/", "video/", "audio/", "text/css"))]
        if not usable:
            seen = ", ".join(sorted({str(row.status) for row in rows}))
            yield Find(
                self.kind, target, "failed", f"The archive has {len(rows)} captures of this address, none of them a page (status {seen}).", exchanges=exchanges
            )
            return
        yield from self._replayed(lead, usable, exchanges)

    def _replayed(self, lead: Lead, rows: list[Row], exchanges: tuple[Exchange, ...]) -> Iterator[Find]:
        by_stamp: dict[str, Row] = {}
        for row in rows:
            by_stamp.setdefault(row.timestamp, row)
        made = next((item.inferred_time for _, item in lead.items if item.inferred_time), None)
        seen: set[str] = set()
        tried = 0
        for stamp in nearest_first(list(by_stamp), lead.published, made):
            row = by_stamp[stamp]
            if row.digest in seen:  # the same bytes on another day
                continue
            if tried == (_REPLAYS_ALL if self._every else _REPLAYS):
                return
            tried += 1
            find = self._find(lead, stamp, row.original, row.digest, exchanges)
            exchanges = ()  # the index belongs to the first replay
            if find.outcome == "captured":
                seen.add(row.digest)
            yield find

    # --- the index ------------------------------------------------------------------------------------------------------

    def _index(self, url: str) -> tuple[list[Row], tuple[Exchange, ...]]:
        query = f"{self._base}/cdx/search/cdx?url={quote(url, safe='')}&limit={_ROWS}&showResumeKey=true&resolveRevisits=true"
        rows: list[Row] = []
        exchanges: tuple[Exchange, ...] = ()
        key: str | None = ""
        for _ in range(_PAGES):
            try:
                answer = self._client.fetch(query + (f"&resumeKey={quote(key, safe='')}" if key else ""), follow=False, robots=False)
            except FetchStopped as error:
                find = stopped(self.kind, url, error)
                raise _Unlisted(str(error), exchanges + error.exchanges, find.outcome == "refused") from None
            exchanges += answer.exchanges
            blocked = "AccessControlException" in answer.headers.get("x-archive-wayback-runtime-error", "")
            if blocked:
                raise _Unlisted("The archive withholds this address: its owner, or the archive, has blocked it.", exchanges, when=answer.when)
            if answer.status != 200:
                raise _Unlisted(f"The archive's index answered {answer.status}.", exchanges, when=answer.when)
            more, key = parse_index(answer.body.decode("utf-8", "replace"))
            rows += more
            if not key:
                break
        return rows, exchanges

    def replay(self, lead: Lead, stamp: str, url: str) -> Find:
        """The capture nearest to a time, of which the index was not asked."""
        return self._find(lead, stamp, url, None, ())

    # --- replay ---------------------------------------------------------------------------------------------------------

    def _find(self, lead: Lead, stamp: str, url: str, index_digest: str | None, before: tuple[Exchange, ...]) -> Find:
        target = f"{self._base}/web/{stamp}id_/{url}"
        replay = self._followed(target, exact=index_digest is not None)
        exchanges = before + replay.exchanges
        if replay.answer is None:
            return Find(self.kind, target, "refused" if replay.refused else "failed", replay.reason, exchanges=exchanges)
        answer = replay.answer
        # The digest in the index is that of the row; a redirect has led to another capture.
        same = answer.url.split("/web/", 1)[-1].startswith(stamp)
        memento = memento_of(answer, index_digest if same else None)
        if not 200 <= answer.status < 300:
            reason = f"The archive kept the site's own answer {answer.status} of {memento.datetime}, not the article."
            return Find(self.kind, target, "failed", reason, answer.when, exchanges)
        if memento.digest_check == "differs":
            reason = "The bytes are not those that the archive's index names: their SHA-1 differs."
            return Find(self.kind, target, "failed", reason, answer.when, exchanges)
        lead.known += [memento.original] if identify(memento.original) and memento.original not in lead.known else []
        return Find(
            self.kind,
            target,
            "captured",
            f"Captured by the archive {memento.datetime}.",
            answer.when,
            exchanges,
            Received.from_answer(answer, memento, memento.original),
        )

    def _followed(self, url: str, exact: bool) -> _Replay:
        """Follow the redirects of a memento inside the archive; `exact` where the index has a capture of that second."""
        exchanges: tuple[Exchange, ...] = ()
        seen: set[str] = set()
        after_redirect = False
        for _ in range(_HOPS):
            if url in seen:
                return _Replay("The archived page redirects in a loop.", None, exchanges)
            seen.add(url)
            try:
                answer = self._client.fetch(url, follow=False, robots=False)
            except FetchStopped as error:
                return _Replay(str(error), None, exchanges + error.exchanges, stopped(self.kind, url, error).outcome == "refused")
            exchanges += answer.exchanges
            is_memento = "memento-datetime" in answer.headers
            location = answer.headers.get("location") if 300 <= answer.status < 400 else None
            if location is None:
                return _Replay("", answer, exchanges) if is_memento else _Replay(_nomemento_of(answer), None, exchanges)
            try:
                following = joined(url, location)
            except FetchStopped as error:
                return _Replay(str(error), None, exchanges)
            if not following.startswith(f"{self._base}/web/"):
                return _Replay(f"The archive redirects out of itself, to {shortened(following)}.", None, exchanges)
            if not is_memento and exact and not after_redirect:
                other = re.search(r"/web/(\d{14})", following)
                return _Replay(
                    f"Not playable: the archive redirects to its capture of {_spoken(other[1]) if other else 'another time'}.",
                    None,
                    exchanges,
                    False,
                    following,
                )
            after_redirect = after_redirect or is_memento
            url = following
        return _Replay(f"More than {_HOPS} redirects inside the archive.", None, exchanges)


class NamedCapture:
    """The capture that the article itself names: an address at web.archive.org with its time."""

    kind = "named capture"
    networked = True

    def __init__(self, client: Client, base: str = WAYBACK) -> None:
        self._wayback, self._base = Wayback(client, base=base), base

    def targets(self, lead: Lead) -> list[str]:
        """The capture's address; none where the article names the page itself."""
        named = _ARCHIVED.match(lead.written) if lead.written else None
        if not named:
            return []
        url = named[2] if named[2].startswith("http") else f"http://{named[2]}"
        return [f"{self._base}/web/{named[1].ljust(14, '0')}id_/{url}"]

    def finds(self, lead: Lead, target: str) -> Iterator[Find]:
        """That capture, or the nearest that the archive can play."""
        stamp, url = target.split("/web/", 1)[1].split("id_/", 1)
        yield replace(self._wayback.replay(lead, stamp, url), kind=self.kind)


class _Unlisted(Exception):  # noqa: N818, the index gave no list
    def __init__(self, message: str, exchanges: tuple[Exchange, ...], refused: bool = False, when: str | None = None) -> None:
        super().__init__(message)
        self.exchanges, self.refused, self.when = exchanges, refused, when


_ARCHIVED = re.compile(r"^(?:https?://)?web\.archive\.org/web/(\d{4,14})(?:[a-z]{2}_)?/(.+)$")


def _may_be_known(url: str) -> bool:
    """Whether an address may be told to an archive: one of the user's own network is nobody's business, and nobody has it."""
    try:
        parts = check_url(url)
    except Forbidden:
        return False
    host = parts.hostname or ""
    return not is_ip(host) or forbidden_network(host) is None


def _nomemento_of(answer: Answer) -> str:
    if answer.status == 404:
        return "The archive has no capture of this address."
    if answer.status == 403 or (answer.status == 200 and b"Wayback Machine" in answer.body[:5000]):
        return f"The archive withholds this page: it answered {answer.status} with a page of its own, without Memento-Datetime."
    return f"The archive answered {answer.status} without Memento-Datetime, so this is no capture."


def _spoken(stamp: str) -> str:
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:14]}Z"


def memento_of(answer: Answer, index_digest: str | None) -> Memento:
    """What the headers say; the digest of the index compared with the body's, where it can be."""
    stated = answer.headers["memento-datetime"]
    read = http_date(stated)
    time = read.isoformat().replace("+00:00", "Z") if read else stated[:40]
    original = re.search(r'<([^<>]+)>\s*;\s*rel="?original"?', answer.headers.get("link", ""))
    inside = answer.url.split("id_/", 1)[-1] if "id_/" in answer.url else answer.url
    check = "not comparable"
    if index_digest and re.fullmatch(r"[A-Z2-7]{32}", index_digest):
        sums = {base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii") for data in (answer.body, answer.raw)}
        # A capture that was itself compressed is unpacked for us, and its digest is of the packed bytes.
        packed = _was_packed(answer.headers)
        check = "agrees" if index_digest in sums else "not comparable" if packed else "differs"
    return Memento(
        archive=urlsplit(answer.url).hostname or "",
        datetime=time,
        original=original[1] if original else inside,
        index_digest=f"sha1:{index_digest}" if index_digest else None,
        digest_check=check,
        source=answer.headers.get("x-archive-src"),
    )


def _was_packed(headers: httpx.Headers) -> bool:
    return bool(headers.get("x-archive-orig-content-encoding") or headers.get("x-archive-orig-transfer-encoding"))


_LINK = re.compile(r'<([^<>\s]+)>((?:\s*;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^",;\s]+))+)')


class TimeMap:
    """Archives that list their captures in a TimeMap: an aggregator such as MemGator, or archive.today.

    Args:
        kind: as it stands in the record.
        base: what the page's address is appended to, e.g. `http://localhost:1208/timemap/link/`.
    """

    networked = True

    def __init__(self, client: Client, kind: str, base: str, every: bool = False) -> None:
        self.kind, self._client, self._base, self._every = kind, client, base, every

    def targets(self, lead: Lead) -> list[str]:
        """The TimeMap of the address."""
        return [f"{self._base}{lead.url}"] if _may_be_known(lead.url) else []

    def finds(self, lead: Lead, target: str) -> Iterator[Find]:
        """Captures in the archives it lists, the likeliest first; web.archive.org was asked itself."""
        try:
            answer = self._client.fetch(target, follow=False, robots=False)
        except FetchStopped as error:
            yield stopped(self.kind, target, error)
            return
        if answer.status != 200:
            reason = "No archive it asks has a capture of this address." if answer.status == 404 else f"It answered {answer.status}."
            yield Find(self.kind, target, "failed", reason, answer.when, answer.exchanges)
            return
        mementos = _mementos(answer.body.decode("utf-8", "replace"))
        if not mementos:
            yield Find(self.kind, target, "failed", "No other archive it asks has a capture of this address.", answer.when, answer.exchanges)
            return
        exchanges = answer.exchanges
        for stamp in nearest_first(list(mementos), lead.published, None)[: _REPLAYS_ALL if self._every else _REPLAYS]:
            yield self._find(mementos[stamp], exchanges)
            exchanges = ()

    def _find(self, url: str, before: tuple[Exchange, ...]) -> Find:
        raw = re.sub(r"(/\d{14})(/https?:)", r"\1id_\2", url)  # as captured, where the archive is built like the Wayback Machine
        try:
            answer = self._client.fetch(raw)
        except FetchStopped as error:
            found = stopped(self.kind, url, error)
            return Find(self.kind, url, found.outcome, found.reason, exchanges=before + found.exchanges)
        exchanges = before + answer.exchanges
        if "memento-datetime" not in answer.headers:
            reason = f"{host_of(answer.url)} answered {answer.status} without Memento-Datetime, so this is no capture (a wall, perhaps)."
            return Find(self.kind, url, "failed", reason, answer.when, exchanges)
        memento = memento_of(answer, None)
        if not 200 <= answer.status < 300:
            return Find(self.kind, url, "failed", f"The archive kept the site's own answer {answer.status}, not the article.", answer.when, exchanges)
        note = "" if "id_/" in answer.url else "This archive rewrites the pages it shows, so the bytes are not those of the site."
        reason = f"Captured by {memento.archive} {memento.datetime}."
        return Find(self.kind, url, "captured", reason, answer.when, exchanges, Received.from_answer(answer, memento, memento.original, note))


def _mementos(timemap: str) -> dict[str, str]:
    """Timestamp (14 digits) → address of a memento, of archives other than the Wayback Machine."""
    found: dict[str, str] = {}
    for url, parameters in _LINK.findall(timemap[:2_000_000]):
        rel = re.search(r'rel\s*=\s*"?([^";]+)', parameters)
        when = re.search(r'datetime\s*=\s*"([^"]+)"', parameters)
        if not rel or "memento" not in rel[1].split() or not when or host_of(url) == "web.archive.org":
            continue
        time = http_date(when[1])
        if time:
            found.setdefault(f"{time:%Y%m%d%H%M%S}", url)
    return found
