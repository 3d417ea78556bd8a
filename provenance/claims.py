"""A checklist of what an article claims, for when there is no original to hold it against."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from sourcetrace.translate.figures import read_figures
from sourcetrace.translate.names.english import find_names
from sourcetrace.translate.text import Span

__all__ = ["Claim", "find_claims"]


class Claim(msgspec.Struct, frozen=True):
    """One thing that can be checked elsewhere: `quotation`, `number`, `date` or `name`."""

    kind: str
    text: str
    span: Span


_QUOTED = re.compile(r"[“\"]([^“”\"\n]{12,600})[”\"]")


def find_claims(text: str) -> list[Claim]:
    """Quotations, numbers, dates and names of an English text in reading order, each wording once."""
    found = sorted([*_quotations(text), *_figures(text), *_names(text)], key=lambda c: (c.span, c.kind))
    seen: set[tuple[str, str]] = set()
    kept = []
    for claim in found:
        key = (claim.kind, claim.text.lower())
        if key not in seen:
            seen.add(key)
            kept.append(claim)
    return kept


def _quotations(text: str) -> Iterator[Claim]:
    for found in _QUOTED.finditer(text):
        yield Claim("quotation", found[1].strip(), Span(found.start(1), found.end(1)))


def _without_address(word: re.Match[str]) -> str:
    """Blanks in place of an address, whose digits are no claim."""
    return " " * len(word.group()) if re.search(r"\.[a-z]{2,6}/", word.group()[:300]) else word.group()


def _figures(text: str) -> Iterator[Claim]:
    offset = 0
    for line in text.split("\n"):
        if not line.strip():
            offset += len(line) + 1
            continue
        figures = read_figures(re.sub(r"(?<!\S)\S{1,2000}+", _without_address, line), "en")
        for _, _, span in figures.days:
            yield Claim("date", span.of(line), span.shift(offset))
        for year in figures.of("year"):
            if not any(span.overlaps(year.span) for _, _, span in figures.days):
                yield Claim("date", year.span.of(line), year.span.shift(offset))
        for quantity in figures.quantities:
            if quantity.certain:
                money = next((m.span for m in figures.money if m.span.end == quantity.span.start), None)
                span = Span(money.start if money else quantity.span.start, quantity.span.end)
                yield Claim("number", span.of(line).strip(), span.shift(offset))
        offset += len(line) + 1


def _names(text: str) -> Iterator[Claim]:
    for name in find_names(text):
        yield Claim("name", name.text, name.span)
