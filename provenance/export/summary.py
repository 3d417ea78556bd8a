"""The summary as plain text, to paste into an e-mail; and the facts that every format tells of itself."""

from __future__ import annotations

import textwrap
import unicodedata
from collections import Counter
from collections.abc import Iterator

from sourcetrace.provenance.export.base import Format, Material, printable
from sourcetrace.provenance.report.view import reviewed_in_words, said_of, shortened, title_of
from sourcetrace.provenance.review.state import Standing, words_of
from sourcetrace.translate.language import language_name

__all__ = ["FORMAT", "counted_in_words", "facts", "ordered"]

_COLUMNS = 76
_QUOTED = 160  # characters of a quotation
_ORDER = ("critical", "major", "minor", "neutral")


def facts(what: Material) -> Iterator[tuple[str, str]]:
    """What the trace is, a fact a row; texts are fit to be read."""
    yield from ((name, printable(value)) for name, value in _facts(what))


def _facts(what: Material) -> Iterator[tuple[str, str]]:
    record = what.record
    yield "title", title_of(record)
    yield "article", record.article.url or record.article.name
    if record.original:
        yield "original", record.original.article.url or record.original.article.name
        yield "about this original", record.original.caveat
    yield "first written in", language_name(record.origin.language)
    yield "what the checks found", record.summary.headline
    if what.review:
        yield "review", reviewed_in_words(what.review) or "Nobody has decided on anything yet."
        yield "in this file", counted_in_words(what)
    yield "record", what.digest
    yield "made", f"{record.clock.finished} by Sourcetrace {record.environment.sourcetrace}"
    if what.comparison:
        yield "signature", what.comparison.signature


def counted_in_words(what: Material) -> str:
    """How many departures go with an export, by how they stand."""
    counts = Counter(one.status for one in what.chosen)
    told = ", ".join(f"{n} {status}" for status, n in sorted(counts.items()))
    kinds = {"standing": "flags that nobody dismissed", "confirmed": "what was confirmed", "all": "flags and hints, also dismissed ones"}[what.choice]
    return f"{len(what.chosen)} departure{'' if len(what.chosen) == 1 else 's'} ({kinds}){f': {told}' if told else ''}"


def ordered(what: Material) -> list[Standing]:
    """The departures, the gravest first, then in reading order."""
    return sorted(what.chosen, key=lambda one: _ORDER.index(one.departure.severity))


def _make(what: Material) -> bytes:
    return ("\n".join(_lines(what)).rstrip() + "\n").encode("utf-8")


def _lines(what: Material) -> Iterator[str]:
    told = dict(facts(what))
    yield from _wrapped(told["title"])
    yield "=" * min(_COLUMNS, _width(told["title"]))
    for name in ("article", "original", "about this original", "first written in", "what the checks found", "review"):
        if name in told:
            yield from _wrapped(f"{name[0].upper()}{name[1:]}: {told[name]}")
    for step in what.record.summary.next_steps if not what.record.original else ():
        yield from _wrapped(f"- {printable(step)}", "  ")
    for claim in what.record.checklist:
        yield from _wrapped(f"[ ] {claim.kind}: {printable(claim.text)}", "    ")
    for one in ordered(what):
        yield ""
        yield from _departure(one, what)
    yield ""
    yield from _wrapped("A flag is a place to look; a person decides." if what.chosen else "")
    yield f"Record: {told['record']}"


def _departure(one: Standing, what: Material) -> Iterator[str]:
    departure = one.departure
    source, target = (printable(shortened(text, _QUOTED)).replace("\n", " ") for text in words_of(departure, what.both))
    yield from _wrapped(f"{one.number}. [{departure.severity}, {printable(departure.check)}, {one.status}] {printable(departure.message)}", "   ")
    yield from _wrapped(f"   Original: {source or '(nothing)'}", "   ")
    yield from _wrapped(f"   English:  {target or '(nothing)'}", "   ")
    if one.right:
        yield from _wrapped(f"   Should read: {printable(one.right)}", "   ")
    for line in said_of(one):
        yield from _wrapped(f"   {printable(line)}", "   ")


def _wrapped(text: str, hanging: str = "") -> list[str]:
    """Lines of a text; one in a script without spaces stays as it is, for mail programs break it where they must."""
    return [
        part for line in text.split("\n") for part in textwrap.wrap(line, _COLUMNS, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


FORMAT = Format("summary", ".txt", "text/plain", "plain text to paste into an e-mail", _make, bilingual=False)
