"""The chain: one way after another, every attempt on record, until a capture passes the gate.

user's file → trace archive → capture the article names → live → site routes → rendered → Wayback Machine → other archives → archive.today
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from sourcetrace.provenance.addresses import WAYBACK, is_address
from sourcetrace.provenance.article import SUFFIXES, Document, NoTextError, read
from sourcetrace.provenance.recovery.attempt import Attempt, Capture, Exchange, Judgement, Outcome
from sourcetrace.provenance.recovery.fetch import Client, FetchStopped, Limits
from sourcetrace.provenance.recovery.gate import EMPTY, Expected, judge, whole_text
from sourcetrace.provenance.recovery.images import Images, fetch_images
from sourcetrace.provenance.recovery.lead import Find, Lead, Received, Way
from sourcetrace.provenance.recovery.live import Live, SiteRoutes
from sourcetrace.provenance.recovery.local import TraceArchive, user_file
from sourcetrace.provenance.recovery.memento import NamedCapture, TimeMap, Wayback, nearest_first
from sourcetrace.provenance.recovery.packing import packed
from sourcetrace.provenance.references import WORTH_FOLLOWING, Reference, normalise, unwrapped
from sourcetrace.provenance.wire import now
from sourcetrace.translate.text import InputError, digest

__all__ = ["Kept", "NotReceived", "Options", "Recovered", "fetch_article", "recover"]

Progress = Callable[[str], None]

_LEADS = 5  # references followed; what comes after is rarely the original
_KEPT = 2_000_000  # bytes up to which a body that is not the article is kept as evidence


@dataclass(frozen=True)
class Options:
    """How the original is looked for.

    Attributes:
        offline: open no connection.
        limits: of time and size, for each fetch.
        allow_private: permit one's own server.
        robots: respect robots.txt.
        all_captures: go on after the first capture that passes.
        archive: folder of earlier traces to look in.
        wayback: the Wayback Machine, or another archive that speaks as it does.
        aggregator: address of a Memento aggregator (MemGator), None for none.
        archive_today: ask archive.today, too.
        browser: render pages whose body exists only after scripts have run.
        images: keep the article's images, too.
        client: to use instead of one made from these options.
    """

    offline: bool = False
    limits: Limits = field(default_factory=Limits)
    allow_private: bool = False
    robots: bool = True
    all_captures: bool = False
    archive: Path | None = None
    wayback: str = WAYBACK
    aggregator: str | None = None
    archive_today: bool = False
    browser: bool = False
    images: bool = False
    client: Client | None = None

    @contextmanager
    def opened(self) -> Iterator[Client]:
        """The client of a run; one that was handed in stays open."""
        if self.client is not None:
            yield self.client
            return
        with Client(self.limits, allow_private=self.allow_private, robots=self.robots) as client:
            yield client

    def ways(self, client: Client) -> list[Way]:
        """The ways that these options allow, in their order."""
        ways: list[Way] = [TraceArchive(self.archive)] if self.archive else []
        ways += [NamedCapture(client, self.wayback.rstrip("/")), Live(client), SiteRoutes(client)]
        if self.browser:
            from sourcetrace.provenance.recovery.rendered import Rendered

            ways.append(Rendered(client))
        ways.append(Wayback(client, self.all_captures, self.wayback.rstrip("/")))
        if self.aggregator:
            ways.append(TimeMap(client, "Memento aggregator", f"{self.aggregator.rstrip('/')}/timemap/link/", self.all_captures))
        if self.archive_today:
            ways.append(TimeMap(client, "archive.today", "https://archive.ph/timemap/", self.all_captures))
        return ways


@dataclass(frozen=True)
class Kept:
    """A capture's bytes.

    Attributes:
        raw: as received.
        document: what was read from them.
        file: what is written to the disk: a WACZ, or the user's file itself.
    """

    raw: bytes
    document: Document
    file: bytes


@dataclass
class Recovered:
    """What recovery tried and what it brought.

    Attributes:
        found: the bytes of each capture by its id.
        chosen: id of the capture taken for the original; None where none passed the gate.
        why: why that one.
    """

    attempts: list[Attempt] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)
    found: dict[str, Kept] = field(default_factory=dict)
    chosen: str | None = None
    why: str = ""


def recover(
    references: list[Reference],
    source: str | Path | None,
    options: Options,
    *,
    article: Document | None = None,
    encoding: str | None = None,
    progress: Progress | None = None,
    force: bool = False,
) -> Recovered:
    """Try to get the original.

    Args:
        references: where the article says it came from, the likeliest first.
        source: the user's file, `-`, or an address that the user knows to be the original's.
        options: what may be tried.
        article: the English article, for comparing and for its date.
        encoding: codec to read the user's file with.
        progress: told each attempt as it begins.
        force: take the user's file whatever it looks like.

    Raises:
        InputError: the user's file cannot be read, or is no article.
    """
    leads = list(_leads(references, source, _day(article)))
    chain = _Chain(options, article, progress or (lambda _: None))
    if source is not None and not is_address(str(source)):
        chain.take_file(str(source), leads, encoding, force)
    with options.opened() as client:
        chain.follow(leads, client)
    chain.choose()
    return chain.result


def _day(article: Document | None) -> str | None:
    """The day of the English, YYYY-MM-DD; None where it states none, or one that does not exist."""
    stated = (article.published or "")[:10] if article else ""
    try:
        return datetime.date.fromisoformat(stated).isoformat()
    except ValueError:
        return None


def _leads(references: list[Reference], source: str | Path | None, day: str | None) -> Iterator[Lead]:
    if source is not None and is_address(str(source)):
        yield Lead(None, unwrapped(normalise(str(source)) or str(source))[0], str(source), day)
        return  # the user knows better than the article
    followed: dict[str, Lead] = {}
    for reference in references:
        if reference.url is not None and reference.score >= WORTH_FOLLOWING:
            followed.setdefault(reference.url, Lead.of(reference, day))
    yield from list(followed.values())[:_LEADS]


class _Chain:
    def __init__(self, options: Options, article: Document | None, progress: Progress) -> None:
        self.result = Recovered()
        self._options, self._article, self._progress = options, article, progress
        self._digests: dict[str, str] = {}
        self._client: Client | None = None

    # --- the user's file ------------------------------------------------------------------------------------------------

    def take_file(self, name: str, leads: list[Lead], encoding: str | None, force: bool) -> None:
        """The user's file is the original, unless it is plainly no article."""
        find = user_file(name)
        assert find.received, "a file that cannot be read is refused"
        document = read(find.received.body, url=_wanted(name, leads), encoding=encoding, name=find.received.name)
        judgement = (
            judge(document, Expected(), whole_text(find.received.body, None))
            if document.media_type in _PAGES
            else Judgement(True, True, ("The user says that it is the original.",))
        )
        if not judgement.passed and not force:
            raise InputError(f"{Path(name).name} is not the article. {judgement.reasons[0]} Save the page again when it shows the text, or give --force.")
        if not judgement.passed:
            judgement = Judgement(True, False, ("It was taken because the user insists.", *judgement.reasons))
        self._keep(find, None, document, judgement)

    # --- the ways -------------------------------------------------------------------------------------------------------

    def follow(self, leads: list[Lead], client: Client) -> None:
        """Try every way for every lead, until one brings the article."""
        self._client = client
        at_hand = bool(self.result.captures)
        if at_hand and not self._options.all_captures:
            for lead in leads:
                self._skip("live", lead.url, lead)
            return
        for lead in leads:
            for way in self._options.ways(client):
                if self._done():
                    return
                self._try(way, lead)

    def _done(self) -> bool:
        """A certain capture ends the search; an uncertain one is kept in case nothing better comes."""
        return not self._options.all_captures and any(c.judgement.passed and c.judgement.certain for c in self.result.captures)

    def _try(self, way: Way, lead: Lead) -> None:
        for target in way.targets(lead):
            if way.networked and self._options.offline:
                self._skip(way.kind, target, lead)
                continue
            self._progress(f"recovering the original: {way.kind} {target}")
            for find in way.finds(lead, target):
                self._take(find, lead)
                if self._done():
                    return

    def _skip(self, kind: str, target: str, lead: Lead) -> None:
        if self._options.offline:
            self._record(Find(kind, target, "refused", "--offline forbids every connection."), lead, None)
        else:
            self._record(Find(kind, target, "not tried", "An original was given as a file."), lead, None)

    def _take(self, find: Find, lead: Lead) -> None:
        if find.received is None:
            self._record(find, lead, None)
            return
        repeated = self._digests.get(digest(find.received.body))
        if repeated:
            kept = next(c for c in self.result.captures if c.id == repeated)
            outcome: Outcome = "captured" if kept.judgement.passed else "rejected"
            self._record(_changed(find, outcome, f"The same bytes as {repeated}."), lead, repeated)
            return
        received = find.received
        try:
            document = read(received.body, url=received.url, name=received.name, content_type=received.content_type)
        except NoTextError:
            self._record(_changed(find, "rejected", f"It holds no text: {EMPTY}."), lead, None)
            return
        except InputError as error:
            self._record(_changed(find, "rejected", f"No article could be read from it: {error}"), lead, None)
            return
        self._keep(find, lead, document, judge(document, self._expected(lead), whole_text(received.body, received.content_type)))

    def _expected(self, lead: Lead) -> Expected:
        return Expected(lead.language, self._article.text if self._article else None, self._article.title if self._article else None)

    # --- the record -----------------------------------------------------------------------------------------------------

    def _keep(self, find: Find, lead: Lead | None, document: Document, judgement: Judgement) -> None:
        received = find.received
        assert received, "only what was received is kept"
        if not judgement.passed and len(received.raw) > _KEPT:
            self._record(_changed(find, "rejected", f"{judgement.reasons[0]} Its {len(received.raw):,} bytes were not kept."), lead, None)
            return
        name = f"c{len(self.result.captures) + 1}"
        attempt = self._record(find if judgement.passed else _changed(find, "rejected", judgement.reasons[0]), lead, name)
        images = self._images(received) if judgement.passed else Images()
        file = packed(received, document, attempt.when or now(), images)
        self.result.captures.append(_capture(name, attempt.id, received, document, judgement, digest(file)))
        self.result.found[name] = Kept(received.raw, document, file)
        self._digests[digest(received.body)] = name

    def _images(self, received: Received) -> Images:
        """The article's images, where they are wanted and it came over the wire."""
        if not self._options.images or self._client is None or not received.messages or received.memento:
            return Images()
        return fetch_images(self._client, received.body, received.content_type, received.messages[-1].url)

    def _record(self, find: Find, lead: Lead | None, capture: str | None) -> Attempt:
        number = len(self.result.attempts) + 1
        reference = lead.reference if lead else None
        when = find.exchanges[0].when if find.exchanges else find.when
        attempt = Attempt(f"a{number}", find.kind, find.target, reference, find.outcome, find.reason, capture, when, find.exchanges)
        self.result.attempts.append(attempt)
        return attempt

    # --- the choice -----------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Take the capture that the translator could have seen, and say why."""
        passed = [c for c in self.result.captures if c.judgement.passed]
        certain = [c for c in passed if c.judgement.certain]
        candidates = certain or passed
        if not candidates:
            return
        if self.result.attempts[0].kind == "user file" and self.result.attempts[0].capture == passed[0].id:
            self.result.chosen, self.result.why = passed[0].id, "It was given as a file."
            return
        named = next((c for c in candidates if self._attempt(c).kind == "named capture"), None)
        if named:
            self.result.chosen, self.result.why = named.id, f"It is the capture of {_spoken(self._time(named))}, which the article itself names."
            return
        times = {c.id: self._time(c) for c in candidates}
        day = _day(self._article)
        order = nearest_first(list(dict.fromkeys(times.values())), day, None)
        chosen = next(c for c in candidates if times[c.id] == order[0])
        self.result.chosen = chosen.id
        self.result.why = self._reason(chosen, candidates, day) + ("" if chosen in certain else " Whether its body is the whole article is uncertain.")

    def _attempt(self, capture: Capture) -> Attempt:
        return next(a for a in self.result.attempts if a.id == capture.attempt)

    def _time(self, capture: Capture) -> str:
        """When the page was as it is in the capture: 14 digits."""
        when = self._attempt(capture).when
        stated = capture.memento.datetime if capture.memento else when or ""
        return re.sub(r"\D", "", stated)[:14] or "99999999999999"

    def _reason(self, chosen: Capture, candidates: list[Capture], day: str | None) -> str:
        taken = _spoken(self._time(chosen))
        others = len(candidates) - 1
        if not others:
            source = f"the capture that {chosen.memento.archive} made {taken}" if chosen.memento else f"the page as it was sent {taken}"
            dated = f" The English is dated {day}." if day else ""
            return f"It is {source}, and the only one that passed with as much certainty.{dated}"
        same = sum(self.result.found[c.id].document.text == self.result.found[chosen.id].document.text for c in candidates) - 1
        agree = f" {same} of the {others} others have the same text." if others else ""
        if day is None:
            return f"Of {len(candidates)} captures it is the earliest ({taken}); the English has no date to go by.{agree}"
        if taken[:10] <= day:
            return f"Of {len(candidates)} captures it is the latest ({taken}) that the translator could have seen by {day}, the date of the English.{agree}"
        if taken[:10] <= _next_day(day):
            return f"Of {len(candidates)} captures it is of the day after the date of the English ({taken}; {day}), which may still have been that day elsewhere.{agree}"
        return f"All {len(candidates)} captures are later than the English ({day}); this is the earliest ({taken}).{agree}"


_PAGES = frozenset({"text/html", "application/json", "multipart/related", "application/warc", "application/wacz"})
_ARCHIVE_NAMES = (".warc", ".warc.gz", ".wacz")


def _wanted(name: str, leads: list[Lead]) -> str | None:
    """Which page of an archive is wanted: the one that the article names."""
    return leads[0].url if leads and name.lower().endswith(_ARCHIVE_NAMES) else None


def _changed(find: Find, outcome: Outcome, reason: str) -> Find:
    return replace(find, outcome=outcome, reason=reason)


def _next_day(day: str) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def _spoken(stamp: str) -> str:
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]} {stamp[8:10]}:{stamp[10:12]} UTC" if stamp[:4] != "9999" else "at an unknown time"


def _capture(name: str, attempt: str, received: Received, document: Document, judgement: Judgement, file_digest: str) -> Capture:
    return Capture(
        id=name,
        attempt=attempt,
        file=f"data/original{SUFFIXES[document.media_type]}" if received.url is None else f"data/capture-{name[1:]}.wacz",
        file_digest=file_digest,
        media_type=document.media_type,
        content_type=received.content_type,
        content_encoding=received.content_encoding,
        digest=digest(received.raw),
        size=len(received.raw),
        url=received.url,
        status=received.status,
        memento=received.memento,
        rendered=received.rendered,
        judgement=judgement,
        note=received.note,
    )


class NotReceived(InputError):  # noqa: N818, a result, told to the user
    """The article's address did not bring it; with what was exchanged."""

    def __init__(self, message: str, exchanges: tuple[Exchange, ...]) -> None:
        super().__init__(message)
        self.exchanges = exchanges


def fetch_article(url: str, options: Options) -> tuple[Kept, Received, Attempt]:
    """The article itself, where it was given as an address: its bytes, how they came, and the attempt for the record.

    Raises:
        NotReceived: nothing came, or nothing usable.
        InputError: what came is no article.
    """
    if options.offline:
        raise InputError(f"{url} is an address, and --offline forbids every connection; save the page and give the file.")
    try:
        with options.opened() as client:
            answer = client.fetch(url)
            received = Received.from_answer(answer)
            images = fetch_images(client, answer.body, received.content_type, answer.url) if options.images and answer.status == 200 else Images()
    except FetchStopped as error:
        raise NotReceived(f"{url} was not read. {error}", error.exchanges) from None
    if answer.status != 200:
        raise NotReceived(f"{url} answered {answer.status}; check the address, or save the page and give the file.", answer.exchanges)
    document = read(answer.body, url=answer.url, name=answer.url, content_type=received.content_type)
    judgement = judge(document, Expected(), whole_text(answer.body, received.content_type))
    if not judgement.passed:
        raise InputError(f"{url} did not give an article. {judgement.reasons[0]} Save the page when it shows the text, and give the file.")
    attempt = Attempt("a0", "article", url, None, "captured", "The article itself, given as an address.", None, answer.when, answer.exchanges)
    return Kept(answer.raw, document, packed(received, document, answer.when, images)), received, attempt
