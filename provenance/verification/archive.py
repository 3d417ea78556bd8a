"""Checking an archive folder: its ledger, every capture, every trace, and that nothing else lies there."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from sourcetrace.provenance.archiving.disk import below
from sourcetrace.provenance.archiving.folder import CAPTURES, HEAD, INCOMING, LEDGER, TIMESTAMPS, TRACES, inside, placed
from sourcetrace.provenance.archiving.ledger import Captured, Entry, Extracted, Filed, Ledger, Stamped, title_of
from sourcetrace.provenance.article import Document, read
from sourcetrace.provenance.record import Trace
from sourcetrace.provenance.recovery.fetch import STORED, FetchFailed, unpacked
from sourcetrace.provenance.software import software
from sourcetrace.provenance.verification.bag import check_bag
from sourcetrace.provenance.verification.capture import CHECKS, Held, examine
from sourcetrace.provenance.verification.chain import Chain, Trust, check_chain, check_marks
from sourcetrace.provenance.verification.decisions import check_decisions
from sourcetrace.provenance.verification.finding import Finding, failures, summed
from sourcetrace.provenance.verification.many import Seen, examine_all
from sourcetrace.provenance.verification.trace import check_trace, read_record
from sourcetrace.translate.text import digest

__all__ = ["check_archive", "check_trace_folder"]

_LARGEST = 2_000_000_000  # bytes of one file of an archive
_NAMED = 20  # faults of one kind that are named; more are counted


def check_archive(folder: Path, trust: Trust, deep: bool) -> Iterator[Finding]:
    """All checks of an archive.

    Args:
        folder: of the archive.
        trust: what is trusted beforehand.
        deep: read every capture again and compare the text.
    """
    plain = _plain_files(folder)
    yield plain
    if plain.state == "fail":
        return
    with Ledger(folder / LEDGER).reading():  # what a writer adds meanwhile is no fault
        chain, findings = check_chain((folder / LEDGER).read_bytes(), finished=False)
        if chain.whole:
            findings += [_head(folder, chain), _nothing_else(folder, chain)]
    yield from findings
    if not chain.whole:
        return
    yield from _captures(folder, chain)
    yield from _traces(folder, chain, trust)
    yield from check_marks(chain, lambda file: placed(folder, file).read_bytes(), trust)
    yield from _texts(folder, chain, deep)


def check_trace_folder(folder: Path, trust: Trust) -> tuple[list[Finding], Chain]:
    """All checks of a trace folder, and its ledger."""
    findings = list(check_bag(folder))
    # What a manifest does not vouch for is not read further: every fault after it would only follow from it.
    if any(f.state == "fail" for f in findings):
        return findings, Chain(whole=False)
    record = read_record(folder)
    if isinstance(record, Finding):
        return [*findings, record], Chain(whole=False)
    chain, told = check_chain((folder / "data" / "ledger.jsonl").read_bytes(), finished=True)
    findings += told
    if chain.whole:
        findings += check_trace(folder, record, [entry for entry, _ in chain.entries])
        findings += check_decisions(folder, [entry for entry, _ in chain.entries])
        findings += check_marks(chain, lambda file: inside(folder, file).read_bytes(), trust)
    return findings, chain


def _plain_files(folder: Path) -> Finding:
    for name, mode in below(folder):
        if not (stat.S_ISDIR(mode.st_mode) or stat.S_ISREG(mode.st_mode)):
            return Finding("files", "fail", f"{name!r} is no plain file.")
        if mode.st_size > _LARGEST:
            return Finding("files", "fail", f"{name!r} has {mode.st_size / 10**6:,.0f} MB, more than any file of an archive.")
    return Finding("files", "pass", "The folder holds plain files only.")


def _head(folder: Path, chain: Chain) -> Finding:
    """The last line, which no other holds up, is the one that was noted; lines may be missing from the note, never from the ledger."""
    try:
        noted = (folder / HEAD).read_bytes()
    except OSError:
        noted = b""
    known = {f"{entry.number} {line}\n".encode(): entry.number for entry, line in chain.entries}
    if not noted and len(chain.entries) <= 1:
        return Finding("head", "pass", "The ledger was just begun, and its head not noted yet.")
    if noted not in known:
        return Finding("head", "fail", f"{HEAD} does not name a line of the ledger: the last lines were changed or taken away.")
    later = len(chain.entries) - 1 - known[noted]
    return Finding("head", "pass", f"{HEAD} names the last line{f' but {later}, which were written when the program was ended' if later else ''}.")


def _nothing_else(folder: Path, chain: Chain) -> Finding:
    named = {file for entry, _ in chain.entries for file in _files_of(entry)}
    for part in (CAPTURES, TRACES, TIMESTAMPS):
        if not (folder / part).is_dir():
            return Finding("completeness", "fail", f"The folder {part} is missing.")
        extra = {f"{part}/{path.name}" for path in (folder / part).iterdir()} - named
        if extra:
            return Finding("completeness", "fail", f"{min(extra)!r} is in the folder but in no entry of the ledger.")
    usual = {LEDGER, HEAD, "README.txt", "index.sqlite", CAPTURES, TRACES, TIMESTAMPS, INCOMING}
    strange = sorted(p.name for p in folder.iterdir() if p.name not in usual and not p.name.startswith(("index.sqlite-", f".{HEAD}.")))
    if strange:
        return Finding("completeness", "fail", f"{strange[0]!r} does not belong in an archive.")
    left = sum(p.name.replace("!", "/") not in named for p in (folder / INCOMING).glob("*"))
    note = f" {left} unfinished under {INCOMING} are not part of it." if left else ""
    return Finding("completeness", "pass", f"Every capture, trace and token in the folder is in the ledger.{note}")


def _files_of(entry: Entry) -> Iterator[str]:
    what = entry.what
    if isinstance(what, Captured):
        yield what.file
    elif isinstance(what, Filed):
        yield what.folder
    elif isinstance(what, Stamped):
        yield what.file
        yield what.chain


def _captures(folder: Path, chain: Chain) -> Iterator[Finding]:
    captured = [entry.what for entry, _ in chain.entries if isinstance(entry.what, Captured)]
    if not captured:
        yield Finding("captures", "pass", "There is no capture in the archive.")
        return
    seen = examine_all(folder, captured)
    yield from _bounded("captures", [one.fault for one in seen if one.fault], f"All {len(seen):,} captures have the digest that the ledger gives.")
    whole = [one for one in seen if not one.fault]
    passed = {
        "package": "The parts of every capture have the digests in its datapackage.json.",
        "records": f"All {sum(one.examination.records for one in whole):,} WARC records have the {sum(one.examination.digests for one in whole):,} digests they carry.",
        "index": "Every index is that of its records.",
        "pages": "Every list of pages names pages that are there.",
    }
    for check in CHECKS:
        faults = [f"{one.captured.file}: {fault}" for one in whole for fault in one.examination.of(check)]
        yield from _bounded(check, faults, passed[check])
    texts = {entry.what.capture: entry.what.text for entry, _ in chain.entries if isinstance(entry.what, Extracted)}
    yield from _bounded("entries", list(_entry_faults(whole, texts)), "Every capture is what its entry says.")
    yield from _bounded("revisits", list(_revisit_faults(whole)), "What is only pointed to lies in the earlier capture that is named.")


def _entry_faults(whole: list[Seen], texts: dict[str, str]) -> Iterator[str]:
    """What a capture is and holds is what its entry says, and it is there once."""
    known: set[str] = set()
    for one in whole:
        captured = one.captured
        if captured.capture in known or captured.file != f"{CAPTURES}/{captured.capture}.wacz":
            yield f"{captured.file} is entered twice, or under another name."
        known.add(captured.capture)
        if [(url, when, title_of(title)) for url, when, title in one.examination.pages] != [(captured.url, captured.when, _title(captured))]:
            yield f"{captured.file} is of another page, time or title than its entry says."
        if not {held.digest for held in captured.holds} <= set(one.payloads):
            yield f"{captured.file} does not hold what its entry says."
        if not captured.revisit and one.payloads.get(captured.payload) != captured.size:
            yield f"{captured.file} holds another page than its entry says, or one of another size."
        if one.examination.texts != ([texts[captured.capture]] if captured.capture in texts else []):
            yield f"The text in {captured.file} is not the one that the ledger names."


def _title(captured: Captured) -> str:
    return captured.title or title_of(captured.url)


def _revisit_faults(whole: list[Seen]) -> Iterator[str]:
    """What a capture points to lies in one before it; the page's own bytes in the one that is named."""
    known: dict[str, int] = {}
    earlier: dict[str, dict[str, int]] = {}
    for one in whole:
        captured = one.captured
        if captured.revisit and earlier.get(captured.revisit, {}).get(captured.payload) != captured.size:
            yield f"{captured.file} points to bytes that {captured.revisit[:80]} does not hold."
        elif not set(one.examination.revisits) <= known.keys() | one.payloads.keys():
            yield f"{captured.file} points to bytes that no earlier capture holds."
        known |= one.payloads
        earlier[captured.capture] = one.payloads


def _traces(folder: Path, chain: Chain, trust: Trust) -> Iterator[Finding]:
    filed = [entry.what for entry, _ in chain.entries if isinstance(entry.what, Filed)]
    for what in filed:
        try:
            place = placed(folder, what.folder)
            manifest = (place / "tagmanifest-sha256.txt").read_bytes()
        except (OSError, ValueError):
            yield Finding("traces", "fail", f"{what.folder} is missing.")
            continue
        if digest(manifest) != what.manifest:
            yield Finding("traces", "fail", f"{what.folder} is not the trace that the ledger names.")
            continue
        findings, inner = check_trace_folder(place, Trust(trust.roots))
        if inner.whole and inner.entries[-1][1] != what.head:
            findings.append(Finding("ledger", "fail", "Its ledger is not the one that was filed."))
        faults = [f"{what.folder}: {f.message}" for f in findings if f.state == "fail"]
        record = read_record(place)
        if isinstance(record, Trace) and what.title != title_of(record.article.title or record.article.name):
            faults.append(f"{what.folder} is of another article than its entry says.")
        yield from summed("traces", faults, f"{what.folder} passes all {len(findings)} checks of a trace.")
        yield from (Finding(f"traces {f.check}", f.state, f"{what.folder}: {f.message}") for f in findings if f.state == "not checked")


def _texts(folder: Path, chain: Chain, deep: bool) -> Iterator[Finding]:
    """Reading the captures again gives the texts that the ledger names."""
    captures = {entry.what.capture: entry.what for entry, _ in chain.entries if isinstance(entry.what, Captured)}
    texts = [entry.what for entry, _ in chain.entries if isinstance(entry.what, Extracted)]
    own = [what for what in texts if what.software == software()]
    if texts and not deep:
        yield Finding("texts", "not checked", f"{len(texts):,} texts were not read again from their captures; --deep does that.")
    elif texts:
        faults = [fault for what in own if (fault := _text_fault(folder, captures, what))]
        yield from _bounded("texts", faults, f"Reading the captures again gives {len(own):,} texts that the ledger names.")
        if len(own) < len(texts):
            yield Finding("texts", "not checked", f"{len(texts) - len(own):,} texts were read by another version.")


def _text_fault(folder: Path, captures: dict[str, Captured], what: Extracted) -> str | None:
    captured = captures.get(what.capture)
    if captured is None:
        return f"The text {what.text[:19]}… belongs to no capture."
    holder = captures.get(captured.revisit, captured)
    try:
        held = examine(placed(folder, holder.file).read_bytes()).held.get(what.payload)
        same = held is not None and digest(_read_again(held).text) == what.text
    except (OSError, ValueError, FetchFailed):  # InputError is a ValueError
        same = False
    return None if same else f"Reading {captured.file} again does not give the text that the ledger names."


def _read_again(held: Held) -> Document:
    """Read a payload as `archive` read it."""
    body = unpacked(bytes(held.payload), held.content_encoding, STORED)
    if held.url.startswith("file:"):
        return read(body, name=unquote(held.url.rsplit("/", 1)[-1]))
    return read(body, url=held.url, name=held.url, content_type=held.content_type)


def _bounded(check: str, faults: list[str], passed: str) -> Iterator[Finding]:
    """Faults, of many only the first and how many."""
    yield from summed(check, faults[:_NAMED], passed)
    if len(faults) > _NAMED:
        yield from failures(check, [f"And {len(faults) - _NAMED:,} more of the kind."])
