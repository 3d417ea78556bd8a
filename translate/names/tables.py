"""Read access to `data/names.sqlite`, which `data/build.py` makes."""

from __future__ import annotations

import functools
import hashlib
import sqlite3
from importlib.resources import as_file, files
from pathlib import Path

__all__ = [
    "demonyms",
    "english_forms",
    "folded",
    "forms",
    "glosses",
    "han_readings",
    "japanese_readings",
    "letter_logs",
    "ordinary",
    "proper",
    "sound_chunks",
    "tables_digest",
]

# Queries are many and small; results are few and asked for again and again within an article.
_CACHE = 1 << 15


@functools.cache
def _path() -> Path:
    with as_file(files("sourcetrace.translate.data") / "names.sqlite") as path:
        return Path(path)


@functools.cache
def _base() -> sqlite3.Connection:
    # Read-only and immutable: no lock, no journal, safe from every process at once.
    return sqlite3.connect(f"{_path().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@functools.cache
def tables_digest() -> str:
    """Short digest of the tables, for signatures."""
    with _path().open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()[:12]


@functools.cache
def _folding() -> dict[int, str]:
    return {ord(c): f for c, f in _base().execute("select character, fold from han where fold <> ''")}


def folded(text: str) -> str:
    """The text with every Han character replaced by its representative (東, 东 → one), character for character."""
    return text.translate(_folding())


@functools.lru_cache(_CACHE)
def _value(query: str, key: str) -> str:
    row = _base().execute(query, (key,)).fetchone()
    return row[0] if row else ""


def japanese_readings(form: str) -> tuple[tuple[str, str], ...]:
    """JMnedict's readings of a folded form: (kind, romanisation); kinds: s surname, g given, f full name, p place."""
    value = _value("select readings from japanese where form = ?", form)
    return tuple((part[0], part[2:]) for part in value.split("|")) if value else ()


@functools.cache
def forms(table: str) -> frozenset[str]:
    """The forms a table has: most of what is looked up is in none, and a set says so without asking the file (12 MB, 0.1 s)."""
    return frozenset(form for (form,) in _base().execute(f"select form from {table}"))  # noqa: S608 — one of two names in this file


def english_forms(form: str) -> tuple[str, ...]:
    """English names of a folded Chinese proper name (CC-CEDICT, GeoNames, CLDR)."""
    if form not in forms("name"):
        return ()
    value = _value("select english from name where form = ?", form)
    return tuple(value.split("|")) if value else ()


def glosses(form: str) -> tuple[str, ...]:
    """English words in CC-CEDICT's glosses of a folded Chinese word."""
    if form not in forms("word"):
        return ()
    value = _value("select gloss from word where form = ?", form)
    return tuple(value.split("|")) if value else ()


@functools.lru_cache(_CACHE)
def ordinary(word: str) -> bool:
    """Whether a lower-case English word is an ordinary one (CC-CEDICT explains with it), also in a regular inflection."""
    if _listed(word):
        return True
    return any(word.endswith(ending) and len(word) > 5 and _listed(word[: -len(ending)] + stem_ending) for ending, stem_ending in _INFLECTIONS)


_INFLECTIONS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("ers", "er"),
    ("ments", "ment"),
    ("ly", ""),
    ("person", ""),
    ("persons", ""),
    ("woman", ""),
    ("women", ""),
)


def _listed(word: str) -> bool:
    return bool(_value("select 1 from english where word = ?", word))


@functools.lru_cache(_CACHE)
def han_readings(character: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """(Jyutping syllables without tones, Hangul syllables, Vietnamese syllables without marks) of a character."""
    query = "select cantonese, korean, vietnamese from han where character = ?"
    row = _base().execute(query, (character,)).fetchone() or ("", "", "")
    return tuple(row[0].split()), tuple(row[1].split()), tuple(row[2].split())


@functools.lru_cache(_CACHE)
def proper(word: str) -> bool:
    """Whether the letters of a word are those of a name that the tables or the English word lists know."""
    return bool(_value("select 1 from proper where word = ?", word))


@functools.lru_cache(_CACHE)
def sound_chunks(character: str) -> dict[str, float]:
    """Log-probabilities of the letters that a folded character stands for in foreign names."""
    value = _value("select chunks from sound where character = ?", character)
    return {chunk: float(log) for chunk, _, log in (part.partition(":") for part in value.split("|"))} if value else {}


@functools.cache
def letter_logs() -> dict[str, list[float]]:
    """Two letters → log-probabilities of a to z behind them in Latin names."""
    return {two: [float(log) for log in logs.split()] for two, logs in _base().execute("select two, logs from letters")}


@functools.cache
def demonyms() -> dict[str, frozenset[str]]:
    """Folded short name of a country, region or people → English words it may be put as."""
    text = (files("sourcetrace.translate.data") / "demonyms.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {folded(form): frozenset(words.split()) for form, words in rows}
