"""Keeping things: capture them into an archive, date and sign what was kept, hand it on."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlsplit

import msgspec
from sourcetrace.provenance.addresses import is_address
from sourcetrace.provenance.archiving import opentimestamps
from sourcetrace.provenance.archiving.acts import Act
from sourcetrace.provenance.archiving.bag import write_bag
from sourcetrace.provenance.archiving.disk import locked, replacing
from sourcetrace.provenance.archiving.folder import Archive, is_archive
from sourcetrace.provenance.archiving.ledger import Broken, Captured, Entry, Event, Failed, Filed, Ledger, Signed, Stamped, chained, line_of
from sourcetrace.provenance.archiving.records import Damaged, Record, records
from sourcetrace.provenance.archiving.signature import sign
from sourcetrace.provenance.archiving.timestamp import AUTHORITIES, check, request_for, roots
from sourcetrace.provenance.archiving.wacz import Packer, Page, row_of, warcs_in
from sourcetrace.provenance.archiving.warc import Unkeepable
from sourcetrace.provenance.article import Document, read, read_bytes
from sourcetrace.provenance.formats import Unreadable
from sourcetrace.provenance.formats.zipped import Zip
from sourcetrace.provenance.publishing import Keys, publish
from sourcetrace.provenance.record import Trace
from sourcetrace.provenance.recovery.chain import Options
from sourcetrace.provenance.recovery.fetch import Client, FetchStopped
from sourcetrace.provenance.recovery.images import Images, fetch_images
from sourcetrace.provenance.recovery.lead import Received
from sourcetrace.provenance.recovery.packing import content_of
from sourcetrace.provenance.verification.archive import check_trace_folder
from sourcetrace.provenance.verification.bag import check_bag
from sourcetrace.provenance.verification.chain import Trust
from sourcetrace.provenance.verification.trace import read_record
from sourcetrace.provenance.wire import now, redacted
from sourcetrace.translate.text import InputError, digest

__all__ = ["Archived", "Mark", "amend", "archive", "archive_each", "export", "look", "stamp", "unstamped"]

Progress = Callable[[str], None]


class Archived(msgspec.Struct, frozen=True):
    """What became of one thing that was to be archived.

    Attributes:
        outcome: `captured`; `revisit`: the same bytes were there already, and are pointed to; `filed`: a trace was put in;
            `present`: it was there already; `failed`.
        reason: one sentence.
        capture: its identifier in the archive.
        file: where it lies there.
        size: bytes of the page as received.
        public: what came of the copy in a public archive, where one was asked for.
    """

    target: str
    outcome: Literal["captured", "revisit", "filed", "present", "failed"]
    reason: str
    capture: str | None = None
    url: str | None = None
    file: str | None = None
    size: int = 0
    title: str | None = None
    public: str | None = None


def archive(
    targets: str | Path | Iterable[str | Path],
    to: str | Path,
    *,
    options: Options | None = None,
    new_only: bool = False,
    public: Keys | None = None,
    progress: Progress | None = None,
) -> list[Archived]:
    """Capture addresses, files and trace folders into an archive; one that fails is told, and does not stop the others.

    Args:
        targets: an address, file or trace folder, or several.
        to: the archive's folder; made where there is none.
        options: how pages are fetched.
        new_only: leave out addresses that the archive has a capture of.
        public: ask the Wayback Machine for a public copy, too, with these keys.
        progress: told each target as it begins.

    Raises:
        InputError: the archive cannot be used.
    """
    several = [targets] if isinstance(targets, str | Path) else targets
    return list(archive_each(several, to, options=options, new_only=new_only, public=public, progress=progress))


def archive_each(
    targets: Iterable[str | Path],
    to: str | Path,
    *,
    options: Options | None = None,
    new_only: bool = False,
    public: Keys | None = None,
    progress: Progress | None = None,
) -> Iterator[Archived]:
    """`archive`, one after another: each is on the disk and in the ledger when it is yielded."""
    options = options or Options()
    place = Archive(to, create=True)
    known = {url for _, capture in place.captures() for url in (capture.url, capture.asked)} if new_only else set()
    named = list(targets)
    with options.opened() as client:
        keeper = _Keeper(place, client, options, public)
        for number, target in enumerate(named, 1):
            if progress:
                progress(f"archiving {number} of {len(named)}: {redacted(str(target))}")
            if redacted(str(target)) in known:
                yield Archived(str(target), "present", "The archive has a capture of it; it was left out.", url=str(target))
            else:
                yield keeper.keep(str(target))


@dataclass
class _Keeper:
    """Puts one thing after another into an archive."""

    archive: Archive
    client: Client
    options: Options
    public: Keys | None

    def keep(self, target: str) -> Archived:
        """Keep one thing, whatever it is."""
        try:
            if is_address(target):
                return self._address(target)
            return self._trace(Path(target)) if Path(target).is_dir() else self._file(target)
        except Unkeepable as error:
            return self._failed(target, now(), str(error))
        except OSError as error:
            return Archived(target, "failed", f"It cannot be read ({(error.strerror or str(error)).lower()}).")

    def _address(self, url: str) -> Archived:
        when = now()
        if self.options.offline:
            return Archived(url, "failed", "--offline forbids every connection.")
        try:
            answer = self.client.fetch(url)
        except FetchStopped as error:
            return self._failed(url, when, str(error))
        received = Received.from_answer(answer)
        if answer.status != 200:
            return self._failed(url, when, f"{urlsplit(answer.url).hostname} answered {answer.status}; it was not kept.")
        document = _readable(received)
        images = fetch_images(self.client, answer.body, received.content_type, answer.url) if self.options.images else Images()
        archived = self._add(url, received, document, when, images)
        return self._published(url, archived) if self.public else archived

    def _file(self, name: str) -> Archived:
        when = now()
        try:
            data = read_bytes(name)
        except InputError as error:
            return Archived(name, "failed", str(error))
        called = os.fsencode(Path(name).name).decode("utf-8", "replace")
        try:
            document: Document | None = read(data, name=called)
        except InputError:  # a picture, say: it is kept without a text
            document = None
        content_type = document.media_type if document else "application/octet-stream"
        received = Received(data, data, content_type, "", f"file:///{quote(os.fsencode(called))}", None, called)
        return self._add(name, received, document, when, Images())

    def _add(self, target: str, received: Received, document: Document | None, when: str, images: Images) -> Archived:
        content = content_of(received, document, when, images)
        added = self.archive.add(content, document.extraction.method if document else "", now(), redacted(target) if received.messages else "")
        reason = f"The same bytes as {added.revisit}, which it points to." if added.revisit else "No text was found in it." if document is None else ""
        reason = " ".join(filter(None, (reason, images.note))) or "Captured."
        title = document.title if document else None
        return Archived(target, "revisit" if added.revisit else "captured", reason, added.capture, added.url, added.file, len(received.raw), title)

    def _failed(self, url: str, when: str, reason: str) -> Archived:
        self.archive.add_files({}, [Failed(redacted(url), when, reason)], now())
        return Archived(url, "failed", reason)

    def _trace(self, folder: Path) -> Archived:
        findings, chain = check_trace_folder(folder, Trust())
        fault = next((f.message for f in findings if f.state == "fail"), None)
        record = read_record(folder)
        if fault or not isinstance(record, Trace):
            return Archived(str(folder), "failed", f"It is no whole trace: {fault or 'it has no record.'}")
        manifest = digest((folder / "tagmanifest-sha256.txt").read_bytes())
        title = record.article.title or record.article.name
        name = re.sub(r"[^\w.-]+", "-", folder.resolve().name, flags=re.ASCII).strip(".-") or "trace"
        filed = self.archive.add_trace(folder, Filed(f"traces/{name}", manifest, chain.entries[-1][1], title), now())
        outcome: Literal["filed", "present"] = "filed" if filed else "present"
        return Archived(
            str(folder), outcome, "The whole folder is in the archive." if filed else "It is in the archive already.", file=f"traces/{name}", title=title
        )

    def _published(self, url: str, archived: Archived) -> Archived:
        assert self.public, "asked for"
        made = publish(self.client, url, self.public, self.options.wayback)
        self.archive.add_files({}, [made], now())
        return msgspec.structs.replace(archived, public=f"{made.outcome}: {made.memento or made.reason}")


def _readable(received: Received) -> Document | None:
    try:
        return read(received.body, url=received.url, name=received.name, content_type=received.content_type)
    except InputError:  # no text in it, or in no format that we read: it is evidence all the same
        return None


class RecordLine(msgspec.Struct, frozen=True):
    """A WARC record, in a line."""

    kind: str
    url: str
    size: int
    digest: str


class Look(msgspec.Struct, frozen=True):
    """One capture, for looking at.

    Attributes:
        entry: of the ledger.
        facts: what the metadata record says: how the text was found, what was changed before anything was written.
        text: what was read from the page; empty where nothing was.
    """

    entry: Entry
    path: str
    records: tuple[RecordLine, ...]
    facts: dict[str, Any]
    text: str


def look(folder: str | Path, name: str) -> Look:
    """One capture of an archive.

    Raises:
        InputError: there is no such capture, or its file is damaged.
    """
    place = Archive(folder)
    entry, capture = place.capture(name)
    lines: list[RecordLine] = []
    facts: dict[str, Any] = {}
    text = ""
    for record in (record for _, _, found in _opened(place, capture) for record in found):
        lines.append(RecordLine(record.kind, record.url, len(record.payload), record.headers.get("warc-payload-digest", "")))
        if record.kind == "conversion":
            text = bytes(record.payload).decode("utf-8", "replace")
        elif record.kind == "metadata":
            with suppress(msgspec.DecodeError, RecursionError):  # `verify` tells of it
                facts = msgspec.json.decode(record.payload, type=dict[str, Any])
    return Look(entry, str(place.path(capture.file)), tuple(lines), facts, text)


# --- time and signature ---------------------------------------------------------------------------------------------------


class Mark(msgspec.Struct, frozen=True):
    """What one authority, or the user's key, said to the ledger.

    Attributes:
        by: the authority's address, or the key's file.
        outcome: `stamped`, `signed` or `failed`.
        reason: one sentence.
        time: as the authority states it.
        head: digest of the line it is over.
    """

    by: str
    outcome: Literal["stamped", "signed", "failed"]
    reason: str
    time: str | None = None
    head: str | None = None


def unstamped(entries: Sequence[Entry]) -> int:
    """How many entries no token covers yet; tokens and signatures themselves do not ask for one."""
    heads = {entry.what.head for entry in entries if isinstance(entry.what, Stamped)}
    lines = {digest(line_of(entry)): entry.number for entry in entries} if heads else {}
    covered = max((lines.get(head, -1) for head in heads), default=-1)
    return sum(not isinstance(entry.what, Stamped | Signed) for entry in entries[covered + 1 :])


def stamp(
    folder: str | Path,
    *,
    authorities: Sequence[str] | None = None,
    calendars: Sequence[str] = (),
    key: str | Path | None = None,
    trust: Sequence[str | Path] = (),
    options: Options | None = None,
    progress: Progress | None = None,
) -> list[Mark]:
    """Let authorities date the last line of a ledger, and the user's key sign it. What fails can be done again later.

    Args:
        folder: an archive or a trace folder.
        authorities: addresses that speak RFC 3161; two common ones by default, none where empty.
        calendars: addresses of OpenTimestamps calendars.
        key: PEM file with an Ed25519 key.
        trust: PEM files with roots of authorities, beside the common store.
        options: for the connection.
        progress: told each authority as it is asked.

    Raises:
        InputError: there is no ledger, or it is broken, or a file holds no key.
    """
    place = Path(folder)
    archived = is_archive(place)
    if not archived and is_archive(place.resolve().parent.parent):
        raise InputError(f"{place} lies in an archive, whose ledger names it as it is; stamp the archive.")
    if not archived and (place / "data" / "ledger.jsonl").is_file():
        _whole_trace(place)
    ledger = place / ("ledger.jsonl" if archived else "data/ledger.jsonl")
    if not ledger.is_file():
        raise InputError(f"{place} is no archive and no trace folder: it has no ledger.")
    try:
        entries = [entry for entry, _ in Ledger(ledger).entries()]
    except Broken as error:
        raise InputError(f"{place}: {error} Nothing was stamped.") from None
    if not entries:
        raise InputError(f"The ledger of {place} has no entry.")
    stamper = _Stamper(entries, [Path(path) for path in trust], options or Options(), progress or (lambda _: None))
    if key is not None:
        stamper.sign(Path(key))
    for authority in AUTHORITIES if authorities is None else authorities:
        stamper.ask(authority)
    if calendars:
        opentimestamps.require_installed()
    for calendar in calendars:
        stamper.ask_calendar(calendar)
    if stamper.events and archived:
        Archive(place).add_files(stamper.files, stamper.events, now())
    elif stamper.events:
        amend(place, stamper.events, stamper.files)
    return stamper.marks


class _Stamper:
    """Asks for marks over one line, and keeps them until they are written."""

    def __init__(self, entries: list[Entry], trust: list[Path], options: Options, progress: Progress) -> None:
        self.marks: list[Mark] = []
        self.events: list[Event] = []
        self.files: dict[str, bytes] = {}
        self._number = entries[-1].number
        self._line = line_of(entries[-1])
        self._head = digest(self._line)
        self._roots = roots(trust)
        self._options, self._progress = options, progress

    def sign(self, key: Path) -> None:
        """Sign the line."""
        made = sign(self._line, key)
        self.events.append(Signed(self._head, made.public_key, made.signature))
        self.marks.append(Mark(str(key), "signed", "The last line is signed.", None, self._head))

    def ask(self, authority: str) -> None:
        """Ask one authority; a token that does not hold is not kept."""
        self._progress(f"asking {authority}")
        if self._options.offline:
            self._fail(authority, "--offline forbids every connection; run `archive stamp` again later.")
            return
        request = request_for(self._line)
        body = self._answer(authority, {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}, request.data)
        if body is None:
            return
        token = check(body, self._line, self._roots, nonce=request.nonce)
        if token.fault or token.time is None:
            self._fail(authority, token.fault or "It states no time.")
            return
        self._keep(authority, body, token.chain, token.time.isoformat().replace("+00:00", "Z"))
        known = "" if token.trusted else f" Its root is not trusted here ({token.root}); give it with --trust when you verify."
        if token.root is None:
            known = " Its signature could not be checked, because its root is not at hand; give that with --trust."
        self.marks[-1] = msgspec.structs.replace(self.marks[-1], reason=f"{token.authority} dated it.{known}")

    def ask_calendar(self, calendar: str) -> None:
        """Ask one calendar of OpenTimestamps for its promise."""
        self._progress(f"asking {calendar}")
        if self._options.offline:
            self._fail(calendar, "--offline forbids every connection; run `archive stamp` again later.")
            return
        made = opentimestamps.draft(self._line)
        address = f"{calendar.rstrip('/')}/digest"
        body = self._answer(
            calendar, {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/vnd.opentimestamps.v1"}, made.commitment, address
        )
        if body is None:
            return
        try:
            proof = made.finished(body)
        except ValueError as error:
            self._fail(calendar, f"The answer is no promise of a calendar ({str(error)[:120]}).")
            return
        file = f"{self._name(calendar, proof)}.ots"
        self.files[file] = proof
        self.events.append(Stamped(self._head, "opentimestamps", redacted(calendar), file, digest(proof)))
        self.marks.append(
            Mark(calendar, "stamped", "It promised to put the digest into Bitcoin's chain; `ots upgrade` completes the proof in some hours.", None, self._head)
        )

    def _answer(self, service: str, headers: dict[str, str], body: bytes, address: str | None = None) -> bytes | None:
        """What a service answers; None where that is nothing, which is noted."""
        try:
            with self._options.opened() as client:
                answer = client.send(address or service, headers, body)
        except FetchStopped as error:
            self._fail(service, f"{error} Run `archive stamp` again later.")
            return None
        if answer.status != 200:
            self._fail(service, f"It answered {answer.status}. Run `archive stamp` again later.")
            return None
        return answer.body

    def _name(self, service: str, answer: bytes) -> str:
        """A name for its files that no other answer has, of whoever asks at the same time."""
        host = re.sub(r"[^a-z0-9.-]+", "-", (urlsplit(service).hostname or "authority").lower())
        return f"timestamps/{self._number:04d}-{host}-{digest(answer).removeprefix('sha256:')[:8]}"

    def _keep(self, authority: str, answer: bytes, chain: bytes, time: str) -> None:
        name = self._name(authority, answer)
        self.files |= {f"{name}.tsr": answer, f"{name}.pem": chain}
        self.events.append(Stamped(self._head, "rfc3161", redacted(authority), f"{name}.tsr", digest(answer), f"{name}.pem", digest(chain), time))
        self.marks.append(Mark(authority, "stamped", "", time, self._head))

    def _fail(self, authority: str, reason: str) -> None:
        self.marks.append(Mark(authority, "failed", reason))


def amend(folder: Path, events: Sequence[Event], files: Mapping[str, bytes] | None = None) -> None:
    """Add entries to the ledger of a trace folder, and files: it is written anew beside itself, then put in its place.

    Raises:
        InputError: the folder is no whole trace, or cannot be written.
    """
    with locked(folder.resolve().parent):
        _amend_locked(folder, files or {}, events)


def _amend_locked(folder: Path, files: Mapping[str, bytes], events: Sequence[Event]) -> None:
    record = _whole_trace(folder)
    old = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    keep = {name: data for name, data in old.items() if name.startswith(("data/", "timestamps/")) or name == "README.txt"}
    entries = [entry for entry, _ in Ledger(folder / "data" / "ledger.jsonl").entries()]
    known = {entry.what.act for entry in entries if isinstance(entry.what, Act)}
    fresh = [event for event in events if not (isinstance(event, Act) and event.act in known)]  # another desk may have entered it meanwhile
    lines = chained(fresh, now(), entries[-1].number + 1, digest(line_of(entries[-1])))
    keep["data/ledger.jsonl"] += b"".join(line + b"\n" for _, line in lines)
    write_bag(folder, {**keep, **files}, record.clock.finished[:10], record.summary.headline, overwrite=True)


def _whole_trace(folder: Path) -> Trace:
    """The record of a trace folder whose manifests hold: writing them anew must not hide a fault.

    Raises:
        InputError: they do not.
    """
    fault = next((f.message for f in check_bag(folder) if f.state == "fail"), None)
    record = read_record(folder)
    if fault or not isinstance(record, Trace):
        raise InputError(f"{folder} is no whole trace: {fault or 'it has no record.'} It was left as it is.")
    return record


# --- handing on -----------------------------------------------------------------------------------------------------------


def export(folder: str | Path, to: str | Path, captures: Sequence[str] = ()) -> int:
    """Write captures of an archive into one WACZ, or the whole archive or a trace folder into a ZIP file; the number of captures or files.

    With a capture that only points to earlier bytes goes the one that holds them.

    Args:
        folder: an archive; for a ZIP file also a trace folder.
        to: the file, ending in `.wacz` or `.zip`; must not exist.
        captures: identifiers, or beginnings of them; all where empty.

    Raises:
        InputError: the file exists or cannot be written, or there is no such capture.
    """
    place, target = Path(folder), Path(to)
    if target.exists():
        raise InputError(f"{target} exists already; give another --to.")
    if place.resolve() in target.resolve().parents:
        raise InputError(f"{target} lies in the folder itself; give another --to.")
    if target.suffix.lower() == ".zip":
        if captures:
            raise InputError("A ZIP file holds the whole archive; for single captures give a name that ends in .wacz.")
        return _zipped(place, target)
    if target.suffix.lower() != ".wacz":
        raise InputError(f"{target} must end in .wacz or .zip.")
    source = Archive(place)
    chosen = _with_revisited(source, [source.capture(name)[1] for name in captures] or [capture for _, capture in source.captures()])
    if not chosen:
        raise InputError(f"{place} holds no capture.")
    with replacing(target) as out, Packer(out, chosen[-1].when) as packer:
        pages: list[Page] = []
        for capture in chosen:
            for name, data, found in _opened(source, capture):
                rows = [row_of(record) for record in found if record.kind in ("response", "resource", "revisit")]
                packer.add(f"archive/{capture.capture}{name.removeprefix('archive/data')}", data, rows)
            pages.append(Page(capture.url, capture.when, capture.title, "", capture.size))
        packer.finish(pages, place.resolve().name)
    return len(chosen)


def _with_revisited(source: Archive, chosen: list[Captured]) -> list[Captured]:
    """The captures, and those that hold what they point to, in the order of the ledger."""
    everything = [capture for _, capture in source.captures()]
    if len(chosen) == len(everything):
        return everything
    pointed = {
        record.headers.get("warc-payload-digest")
        for capture in chosen
        for _, _, found in _opened(source, capture)
        for record in found
        if record.kind == "revisit"
    }
    wanted = {capture.capture for capture in chosen}
    return [capture for capture in everything if capture.capture in wanted or pointed & {held.digest for held in capture.holds}]


def _opened(source: Archive, capture: Captured) -> list[tuple[str, bytes, list[Record]]]:
    """Name, bytes and records of each WARC of a capture.

    Raises:
        InputError: it is not as it was written.
    """
    path = source.path(capture.file)
    try:
        zipped = Zip(path.read_bytes())
        parts = [(name, zipped.read(name)) for name in warcs_in(zipped)]
        return [(name, data, list(records(data))) for name, data in parts]
    except (OSError, Unreadable, Damaged):
        raise InputError(f"{path} is not as it was written; `sourcetrace verify {source.folder}` says more.") from None


def _zipped(folder: Path, target: Path) -> int:
    if not is_archive(folder) and not (folder / "bagit.txt").is_file():
        raise InputError(f"{folder} is no archive and no trace folder.")
    name = folder.resolve().name
    ledger = Ledger(folder / ("ledger.jsonl" if is_archive(folder) else "data/ledger.jsonl"))
    with ledger.reading(), replacing(target) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as packer:
        files = sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("index.sqlite"))
        for path in files:
            packer.write(path, f"{name}/{path.relative_to(folder).as_posix()}")
        for part in ("captures", "incoming", "timestamps", "traces") if is_archive(folder) else ():
            packer.mkdir(f"{name}/{part}")
    return len(files)
