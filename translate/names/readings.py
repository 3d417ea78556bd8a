"""How the names of an original are read, in Latin letters: pinyin with its tones, or romaji. For a reader's eye; no check uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from sourcetrace.translate.names.source import SourceNames
from sourcetrace.translate.names.stated import StatedName, stated_names
from sourcetrace.translate.names.tables import japanese_readings
from sourcetrace.translate.text import Span

__all__ = ["READ", "Reading", "name_readings_in"]

READ = frozenset({"zh", "ja"})  # languages whose names are read here
_LONGEST = 4000  # characters of a passage that are looked through
_HAN_RUN = re.compile(r"[\u3400-\u9fff々]{2,}")
_LONGEST_NAME = 6
_NAMES = ("f", "s", "p")  # full names, family names, places
_HONORIFIC = re.compile(r"(?:さん|氏|首相|大臣|知事|市長|社長|会長|教授|選手|監督|議員|長官|官房|容疑者|被告|総理|代表|委員長|記者)")


class Reading(msgspec.Struct, frozen=True):
    """A name and how it is read."""

    span: Span
    text: str


def name_readings_in(text: str, language: str) -> list[Reading]:
    """The names in a passage with their readings, in reading order, none inside another; none in a language that is not in `READ`.

    Args:
        text: the passage; what stands behind its first 4,000 characters is left alone.
        language: ISO 639-1 code of the original.
    """
    head = text[:_LONGEST]
    if language == "zh":
        return [Reading(name.span, _mandarin(name, head)) for name in stated_names(SourceNames(head)) if name.sure and name.kind != "latin"]
    if language == "ja":
        return list(_japanese(head, SourceNames(head).fold))
    return []


def _mandarin(name: StatedName, text: str) -> str:
    """A Japanese name as Japanese read it, any other in pinyin: its parts capitalised, the syllables of each in one word."""
    if name.kind == "japanese" and name.forms:
        return name.forms[0]
    return " ".join(_pinyin(part.span.of(text)) for part in name.parts)


def _pinyin(characters: str) -> str:
    from pypinyin import Style, pinyin

    word = "".join(syllable[0] for syllable in pinyin(characters, style=Style.TONE))
    return word[:1].upper() + word[1:]


def _japanese(text: str, fold: str) -> Iterator[Reading]:
    """Full names and places of a table, and family names before a title; the longest first."""
    for run in _HAN_RUN.finditer(text):
        at = run.start()
        while at < run.end() - 1:
            for end in range(min(run.end(), at + _LONGEST_NAME), at + 1, -1):
                read = _table_reading(fold, at, end)
                if read:
                    yield Reading(Span(at, end), read)
                    at = end
                    break
            else:
                at += 1


def _table_reading(fold: str, start: int, end: int) -> str | None:
    found = {kind: roman for kind, roman in reversed(list(japanese_readings(fold[start:end]))) if kind in _NAMES}
    if end - start >= 3 and " " in found.get("f", ""):
        return found["f"]
    if "s" in found and _HONORIFIC.match(fold, end):
        return found["s"]
    return None
