"""Checking what a trace says: that its record belongs to its files, and that doing the work again gives the same."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import msgspec
from sourcetrace.provenance.archiving.acts import Act, well_formed
from sourcetrace.provenance.archiving.ledger import Entry, Published, Signed, Stamped
from sourcetrace.provenance.article import Document, read
from sourcetrace.provenance.origin import find_origin
from sourcetrace.provenance.pipeline import caveat_of, context_of, events_of, summary_of
from sourcetrace.provenance.record import Article, Original, Trace, decode, encode
from sourcetrace.provenance.recovery.attempt import Capture
from sourcetrace.provenance.recovery.fetch import STORED, FetchFailed, unpacked
from sourcetrace.provenance.references import find_references
from sourcetrace.provenance.verification.capture import CHECKS, examine
from sourcetrace.provenance.verification.finding import Finding, failures, summed
from sourcetrace.translate.comparison import Comparison, compare, recorded, signature
from sourcetrace.translate.sentences import segment
from sourcetrace.translate.text import InputError, digest

__all__ = ["check_trace", "read_again", "read_record", "readable_faults"]

_SCORE = 0.01  # by how much a bead's score may differ between two machines
_DIGEST = re.compile("sha256:[0-9a-f]{64}")
_BEAD, _DEPARTURE = re.compile("b[0-9]{1,9}"), re.compile("d[0-9]{1,9}")
_LANGUAGE = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
_RISK = 0.03  # the same of its risk


@dataclass(frozen=True)
class _Kept:
    """What the record says lies in a file; `text` is the digest of what was read from it, where that is in the file, too."""

    name: str
    file: str
    file_digest: str
    digest: str
    size: int
    text: str | None


def read_record(folder: Path) -> Trace | Finding:
    """The record, or what is wrong with it."""
    try:
        data = (folder / "data" / "trace.json").read_bytes()
        record = decode(data)
    except OSError as error:
        return Finding("record", "fail", f"trace.json cannot be read: {error.strerror}.")
    except (msgspec.DecodeError, UnicodeDecodeError) as error:  # ValidationError is one
        return Finding("record", "fail", f"trace.json is not a record of this version: {error}.")
    if encode(record) != data:
        return Finding("record", "fail", "trace.json holds more than the record, or is written otherwise than we write it.")
    return record


def check_trace(folder: Path, record: Trace, entries: list[Entry]) -> Iterator[Finding]:
    """Everything that can be checked of a record whose bag is whole."""
    yield Finding("record", "pass", "trace.json fits its schema, and is written as we write it.")
    yield _ledger(record, entries)
    payloads: dict[str, bytes] = {}
    for kept in _kept(record):
        yield from _file(folder, kept, payloads)
    documents: dict[str, Document] = {}
    for article, what in ((record.article, "article"), *([(record.original.article, "original")] if record.original else [])):
        if article.digest in payloads:
            yield from _document(payloads[article.digest], article, what, documents)
    yield from _mementos(record, payloads)
    faults = list(_faults(folder, record, documents))
    yield from summed("coherence", faults[:1], "The parts of the record belong together.")
    if not faults and len(documents) == 1 + (record.original is not None):
        yield from _again(folder, record, documents)


def _ledger(record: Trace, entries: list[Entry]) -> Finding:
    """The ledger begins with what the record says was done; people, authorities and archives may have added to it."""
    begun = list(events_of(record))
    same = [entry.what for entry in entries[: len(begun)]] == begun
    later = all(isinstance(entry.what, Stamped | Signed | Published) or _is_ours(entry.what, record) for entry in entries[len(begun) :])
    if not same or not later:
        return Finding("entries", "fail", "The ledger does not tell what the record tells.")
    return Finding("entries", "pass", "The ledger tells what the record tells.")


def _is_ours(what: object, record: Trace) -> bool:
    """Whether it is an act on this record, as the desk writes it."""
    return isinstance(what, Act) and what.trace == digest(encode(record)) and well_formed(what)


def _kept(record: Trace) -> Iterator[_Kept]:
    """Article and captures, each file once."""
    article = record.article
    yield _Kept("article", article.file, article.file_digest, article.digest, article.size, article.text_digest)
    own = {a.capture for a in record.attempts if a.kind != "trace archive"}  # what was kept before may have been read by another version
    for capture in record.captures:
        text = record.original.article.text_digest if record.original and record.original.capture == capture.id and capture.id in own else None
        yield _Kept(f"capture {capture.id}", capture.file, capture.file_digest, capture.digest, capture.size, text)


def _file(folder: Path, kept: _Kept, payloads: dict[str, bytes]) -> Iterator[Finding]:
    """A file is what the record says, and holds the bytes that the record says were received."""
    if not re.fullmatch(r"data/[\w.-]+", kept.file):
        yield Finding(kept.name, "fail", f"The record names {kept.file!r}, which is not inside the folder.")
        return
    try:
        data = (folder / kept.file).read_bytes()
    except OSError as error:
        yield Finding(kept.name, "fail", f"{kept.file} cannot be read: {error.strerror}.")
        return
    if digest(data) != kept.file_digest:
        yield Finding(kept.name, "fail", f"{kept.file} is not the file that the record was made from.")
        return
    payload = data
    if kept.file_digest != kept.digest:
        seen = examine(data)
        for check in CHECKS:
            yield from failures(kept.name, (f"{kept.file}: {fault}" for fault in seen.of(check)))
        if seen.faults:
            return
        held = seen.held.get(kept.digest)
        payload = bytes(held.payload) if held else b""
        if kept.text and seen.texts != [kept.text]:
            yield Finding(kept.name, "fail", f"The text in {kept.file} is not the one in the record.")
            return
    if digest(payload) != kept.digest or len(payload) != kept.size:
        yield Finding(kept.name, "fail", f"{kept.file} does not hold the bytes that the record says were received.")
        return
    payloads[kept.digest] = payload
    what = (
        "is the file that the record was made from" if payload is data else f"holds the bytes that were received; its {seen.records} records have their digests"
    )
    yield Finding(kept.name, "pass", f"{kept.file} {what}.")


def read_again(payload: bytes, article: Article) -> Document:
    """Read bytes as they were read when the record was made.

    Raises:
        InputError: no text can be read from them.
        FetchFailed: they cannot be unpacked.
    """
    encoding = article.encoding.name if article.encoding.how == "given" else None
    return read(unpacked(payload, article.content_encoding, STORED), article.url, encoding, article.name, article.content_type)


def _document(payload: bytes, article: Article, what: str, documents: dict[str, Document]) -> Iterator[Finding]:
    """Reading the bytes again gives the text of the record."""
    try:
        again = read_again(payload, article)
    except (InputError, FetchFailed) as error:
        yield Finding(f"{what} text", "fail", f"Reading the {what} again failed: {error}")
        return
    facts = ("media_type", "title", "author", "published", "site", "url", "encoding", "extraction")
    told = next((fact for fact in facts if getattr(again, fact) != getattr(article, fact)), None)
    if told:
        yield Finding(what, "fail", f"The record gives another {told.replace('_', ' ')} of the {what} than its bytes do.")
    same = digest(again.text) == article.text_digest == digest(article.text)
    if same:
        documents[what] = again
    yield Finding(
        f"{what} text", "pass" if same else "fail", f"Reading the {what} again gives {'the' if same else 'another text than the'} text in the record."
    )


def _mementos(record: Trace, payloads: dict[str, bytes]) -> Iterator[Finding]:
    """What a web archive gave is what its index says, as far as that can be compared."""
    for capture in record.captures:
        memento = capture.memento
        if memento is None or capture.digest not in payloads:
            continue
        if memento.index_digest is None:
            yield Finding("memento", "not checked", f"The index of {memento.archive} gave no digest for {capture.file}.")
            continue
        agrees = memento.index_digest in _sha1s(payloads[capture.digest], capture)
        if agrees != (memento.digest_check == "agrees"):
            yield Finding("memento", "fail", f"The record says that {capture.file} {memento.digest_check} with the index of {memento.archive}; it is not so.")
        elif agrees:
            yield Finding("memento", "pass", f"{capture.file} has the digest that the index of {memento.archive} gave.")
        else:
            yield Finding("memento", "not checked", f"The digest in the index of {memento.archive} is not comparable with {capture.file}.")


def _sha1s(payload: bytes, capture: Capture) -> set[str]:
    """SHA-1 of the bytes as received and unpacked, as an index writes it."""
    try:
        forms = {payload, unpacked(payload, capture.content_encoding, STORED)}
    except FetchFailed:
        forms = {payload}
    return {"sha1:" + base64.b32encode(hashlib.sha1(form, usedforsecurity=False).digest()).decode() for form in forms}


# --- the parts of the record belong together ------------------------------------------------------------------------------


def _faults(folder: Path, record: Trace, documents: dict[str, Document]) -> Iterator[str]:
    """What in the record speaks of something that is not there."""
    payload = {"data/trace.json", "data/report.html", "data/ledger.jsonl", record.article.file, *(c.file for c in record.captures)}
    if {p.relative_to(folder).as_posix() for p in (folder / "data").iterdir()} != payload:
        yield "The files in data are not those that the record names."
    if (record.original is None) != (record.comparison is None):
        yield "The record has an original without a comparison, or the reverse."
    yield from _capture_faults(record)
    if record.original and record.comparison:
        yield from _original_faults(record, record.original, record.comparison)
    if not _same_version(record):
        return  # another version may find other references in the same text, or tell of them in other words
    if record.summary != summary_of(list(record.references), record.origin, record.comparison, record.attempts):
        yield "The summary is not that of the record."
    article = documents.get("article")
    if article is not None and list(record.references) != find_references(article):
        yield "The references are not those of the article."
    original = record.original.article.text if record.original else None
    if article is not None and record.origin != find_origin(article, list(record.references), original):
        yield "What the record says of the original's language does not follow from the texts."


def _same_version(record: Trace) -> bool:
    return record.environment.sourcetrace == version("sourcetrace")


def _capture_faults(record: Trace) -> Iterator[str]:
    """Every capture is what its attempt says was received."""
    attempts = {a.id: a for a in record.attempts}
    for capture in record.captures:
        attempt = attempts.get(capture.attempt)
        if attempt is None or attempt.capture != capture.id:
            yield f"Capture {capture.id} belongs to no attempt of the record."
        elif attempt.exchanges and not capture.rendered and capture.digest not in {e.digest for e in attempt.exchanges}:
            yield f"Capture {capture.id} is not among what attempt {attempt.id} says it received."


def _original_faults(record: Trace, original: Original, comparison: Comparison) -> Iterator[str]:
    captures = [c for c in record.captures if c.id == original.capture]
    same = ("file", "file_digest", "digest", "size", "content_type", "content_encoding")
    if [[getattr(c, name) for name in same] for c in captures] != [[getattr(original.article, name) for name in same]]:
        yield "The original is not the capture that the record names."
    if original.caveat != caveat_of(captures[0] if captures else None):
        yield "What the record says of its original is not what the capture says."
    for side, article, what in ((comparison.source, original.article, "original"), (comparison.target, record.article, "article")):
        if side.text != article.text or side.sha256 != article.text_digest:
            yield f"The comparison is not of the {what} in the record."
        if list(side.sentences) != segment(side.text, side.language):
            yield f"The sentences of the {what} are not those of its text."
    yield from _comparison_faults(comparison)
    yield from _engine_faults(record, comparison)


def _engine_faults(record: Trace, comparison: Comparison) -> Iterator[str]:
    """What the models said belongs to the sentences and beads of the record."""
    reference = record.reference_translation
    if reference and (len(reference.sentences) != len(comparison.source.sentences) or any(m.digest[:19] not in reference.engine for m in reference.models)):
        yield "The machine translation is not of the original's sentences, or not of the packages it names."
    size = len(comparison.target.text)
    for opinion in comparison.opinions:
        inside = all(0 <= token.start <= token.end <= size for scores in opinion.scores for token in scores.tokens)
        if len(opinion.scores) != len(comparison.beads) or opinion.model.digest[:19] not in opinion.judge or not inside:
            yield f"The scores of {opinion.model.name} are not of the record's beads, or not of the model it names."


def readable_faults(record: Trace) -> Iterator[str]:
    """What in a record would lead astray whoever shows it or hands it on."""
    articles = [record.article, *([record.original.article] if record.original else [])]
    if not all(_DIGEST.fullmatch(d) for article in articles for d in (article.digest, article.file_digest, article.text_digest)):
        yield "A digest is none."
    if record.comparison is None:
        return
    if record.original is None:
        yield "The record has a comparison without an original."
    yield from _comparison_faults(record.comparison)
    yield from _engine_faults(record, record.comparison)


def _comparison_faults(comparison: Comparison) -> Iterator[str]:
    """What in a comparison speaks of sentences, beads or words that are not there."""
    for side in (comparison.source, comparison.target):
        edges = [edge for span in side.sentences for edge in (span.start, span.end)]
        if edges != sorted(edges) or (edges and not 0 <= edges[0] <= edges[-1] <= len(side.text)):
            yield "The sentences are not in order in their text."
    for side, own in (
        (comparison.source, [i for b in comparison.beads for i in b.source]),
        (comparison.target, [j for b in comparison.beads for j in b.target]),
    ):
        if sorted(own) != list(range(len(side.sentences))):
            yield "The beads do not hold every sentence once."
    named = [(_BEAD, b.id) for b in comparison.beads] + [(_DEPARTURE, d.id) for d in comparison.departures]
    named += [(_LANGUAGE, side.language) for side in (comparison.source, comparison.target)]
    if not all(pattern.fullmatch(name) for pattern, name in named):
        yield "A bead, a departure or a language has a name that none has."
    if not all(list(own) == list(range(own[0], own[0] + len(own))) for b in comparison.beads for own in (b.source, b.target) if own):
        yield "A bead holds sentences that do not follow one another."
    if not all(b.source or b.target for b in comparison.beads) or not all(_DIGEST.fullmatch(s.sha256) for s in (comparison.source, comparison.target)):
        yield "A bead is empty, or a digest is none."
    beads = {b.id for b in comparison.beads}
    if len(beads) < len(comparison.beads) or len({d.id for d in comparison.departures}) < len(comparison.departures):
        yield "Two beads, or two departures, have one name."
    for departure in comparison.departures:
        inside = all(
            0 <= span.start < span.end <= len(side.text)
            for side, spans in ((comparison.source, departure.source), (comparison.target, departure.target))
            for span in spans
        )
        if departure.bead not in beads or not inside:
            yield f"Departure {departure.id} stands on nothing in the texts."
    for link in comparison.links:
        inside = all(0 <= s.start < s.end <= len(side.text) for side, s in ((comparison.source, link.source), (comparison.target, link.target)))
        if link.bead not in beads or not inside:
            yield f"A link between clauses of {link.bead} stands on nothing in the texts."


# --- the work done again --------------------------------------------------------------------------------------------------


def _again(folder: Path, record: Trace, documents: dict[str, Document]) -> Iterator[Finding]:
    yield _report(folder, record)
    if record.comparison:
        yield _comparison(record, record.comparison, documents["article"])
        if record.reference_translation or record.comparison.opinions:
            yield Finding("models", "not checked", "What the models said was taken from the record; they were not asked again.")


def _report(folder: Path, record: Trace) -> Finding:
    if not _same_version(record):
        return Finding("report", "not checked", f"The report was made by version {record.environment.sourcetrace}; only the same version can make it again.")
    from sourcetrace.provenance.report import render

    try:
        same = (folder / "data" / "report.html").read_bytes() == render(record).encode("utf-8")
    except OSError as error:
        return Finding("report", "fail", f"report.html cannot be read: {error.strerror}.")
    return Finding("report", "pass" if same else "fail", f"report.html is {'' if same else 'not '}what the record gives.")


def _comparison(record: Trace, comparison: Comparison, article: Document) -> Finding:
    """Aligning and comparing again gives the same beads and departures; only the same version with the same tables can say so."""
    engines = recorded(comparison, record.reference_translation)
    translated = [record.reference_translation.engine] if record.reference_translation else []
    asked = [*translated, *(opinion.judge for opinion in comparison.opinions)]
    source, target = comparison.source, comparison.target
    if comparison.signature != signature(source.language, target.language, *asked) or not _same_version(record):
        return Finding("comparison", "not checked", "The texts were compared by another version, or with other tables; only the same can compare them again.")
    again = compare(source.text, target.text, source.language, target.language, context_of(article, comparison.glossary), engines)
    if _alike(again, comparison):
        return Finding("comparison", "pass", "Aligning and comparing the texts again gives the same beads and departures.")
    others = [name for name, used in record.environment.packages.items() if _installed(name) != used]
    if others:
        return Finding("comparison", "not checked", f"Comparing the texts again gives something else, with another version of {others[0]} than was used.")
    return Finding("comparison", "fail", "Comparing the texts again gives other beads or departures than the record.")


def _installed(package: str) -> str | None:
    from importlib.metadata import PackageNotFoundError

    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _alike(one: Comparison, other: Comparison) -> bool:
    """Whether beads and departures are the same; the last digits of a score depend on the processor."""
    close = all(abs(a.score - b.score) < _SCORE for a, b in zip(one.beads, other.beads, strict=False))
    close = close and all(abs(a.probability - b.probability) < _RISK for a, b in zip(one.risks, other.risks, strict=False))
    return close and one.pair.verdict == other.pair.verdict and _unscored(one) == _unscored(other)


def _unscored(comparison: Comparison) -> Comparison:
    beads = [msgspec.structs.replace(bead, score=0.0) for bead in comparison.beads]
    links = [msgspec.structs.replace(link, score=0.0) for link in comparison.links]
    risks = [msgspec.structs.replace(risk, probability=0.0) for risk in comparison.risks]
    return msgspec.structs.replace(comparison, beads=beads, links=links, risks=risks, pair=None)
