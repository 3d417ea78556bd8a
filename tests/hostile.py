"""A record with markup, controls and far too much of everything, for pages that must not mind."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
from sourcetrace.provenance.record import Trace, encode
from sourcetrace.translate.alignment import Bead, Side
from sourcetrace.translate.risk import Risk
from sourcetrace.translate.text import Span, digest

MARKUP = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">\u202e\x07{{7*7}}</style></mark>'
KEPT = {"severity", "tier", "id", "bead", "check", "capture", "schema"}


DIGESTS = {"digest", "file_digest", "text_digest", "sha256"}


def poisoned(record: Trace, kept: set[str] = KEPT) -> Trace:
    """The record with markup and control characters wherever text can stand, but for some fields."""

    def poison(value: object) -> object:
        if isinstance(value, dict):
            return {k: v if k in kept else poison(v) for k, v in value.items()}
        if isinstance(value, list):
            return [poison(v) for v in value]
        return MARKUP + value if isinstance(value, str) else value

    return msgspec.convert(poison(msgspec.to_builtins(record)), Trace)


def big(record: Trace, beads: int = 20_000, longest: int = 5_000_000) -> Trace:
    """The poisoned record with so many beads, one of them with so many characters on either side, and a flag on every tenth."""
    assert record.comparison
    chance = random.Random(1)
    source = _side("zh", "政府昨天宣布了新的预算<b>方案</b>，反对党批评了它。", beads, longest, chance)
    target = _side("en", "The government announced <b>a new budget</b> yesterday; the opposition criticised it. ", beads, longest, chance)
    first = record.comparison.departures[0]
    flags = tuple(
        msgspec.structs.replace(
            first,
            id=f"d{n}",
            bead=f"b{i + 1}",
            message=f"{MARKUP} message",
            source=(Span(source.sentences[i].start, source.sentences[i].start + 4),),
            target=(Span(target.sentences[i].start, target.sentences[i].start + 9),),
        )
        for n, i in enumerate(range(0, beads, 10), 1)
    )
    comparison = msgspec.structs.replace(
        record.comparison,
        source=source,
        target=target,
        beads=tuple(Bead(f"b{i + 1}", (i,), (i,), chance.random()) for i in range(beads)),
        departures=flags,
        risks=tuple(Risk(f"b{i + 1}", chance.random()) for i in range(beads)),
        links=(),
        opinions=(),
    )
    clean = msgspec.structs.replace(record, comparison=None)
    return msgspec.structs.replace(_with_languages(poisoned(clean, KEPT | DIGESTS), record), comparison=comparison)


def _with_languages(hostile: Trace, record: Trace) -> Trace:
    """Schema and times must be what they are, or it is no record at all."""
    return msgspec.structs.replace(hostile, schema=record.schema, clock=record.clock)


def _side(language: str, words: str, count: int, longest: int, chance: random.Random) -> Side:
    parts, spans, at = [], [], 0
    for i in range(count):
        text = words * chance.randint(1, 4) + f" {i}."
        text = MARKUP + text if i % 97 == 0 else words * (longest // len(words)) if i == 3 else text
        spans.append(Span(at, at + len(text)))
        parts.append(text + ("\n" if i % 5 == 0 else " "))
        at += len(text) + 1
    whole = "".join(parts)
    return Side(language, whole, digest(whole), tuple(spans))


def folder(place: Path, record: Trace) -> Path:
    """Where the record lies as a trace folder's does; no bag, for nothing is asked of that."""
    (place / "data").mkdir(parents=True)
    (place / "data" / "trace.json").write_bytes(encode(record))
    return place
