"""A user's glossary: how a name or term of the original must be put in English. It overrides every table of ours."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from sourcetrace.translate.text import InputError, fold

__all__ = ["Term", "occurring", "place", "read_glossary"]

_LARGEST = 10_000_000  # bytes of a glossary file
_LONGEST = 200  # code points of a term


class Term(msgspec.Struct, frozen=True):
    """A term of the original, and the ways it may be put in English, the preferred one first."""

    source: str
    targets: tuple[str, ...]

    def put(self, target: str) -> bool:
        """Whether an English text has one of the ways, whatever its capitals and marks."""
        text = fold(target)
        return any(re.search(rf"(?<!\w){re.escape(fold(way))}(?:['’]?s)?(?!\w)", text) for way in self.targets)


def read_glossary(path: str | Path) -> tuple[Term, ...]:
    """Read a CSV file (term of the original, English; more columns are further English ways) or a TBX file.

    Raises:
        InputError: it cannot be read, is neither of both, or has no term.
    """
    file = Path(path)
    try:
        if file.stat().st_size > _LARGEST:
            raise InputError(f"The glossary {file} is larger than {_LARGEST // 1_000_000} MB; give a smaller one.")
        raw = file.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"The glossary {file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"The glossary {file} is not in UTF-8; save it as UTF-8.") from error
    found = _merged(_tbx(raw, file) if text.lstrip().startswith("<") else _csv(text, file))
    if not found:
        raise InputError(f"The glossary {file} has no term; each line needs a term of the original, a comma and its English.")
    return found


def _csv(text: str, file: Path) -> Iterator[Term]:
    first = text.split("\n", 1)[0]
    delimiter = max("\t;,", key=first.count)  # the one the first line has most of
    try:
        table = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(f"The glossary {file} is no valid CSV: {error}.") from error
    for number, row in enumerate(table):
        cells = [cell.strip() for cell in row]
        if len(cells) < 2 or not cells[0] or not any(cells[1:]):
            continue
        if number == 0 and cells[0].isascii() and cells[0].lower() in ("source", "term", "original", "src", "zh", "ja", "ko"):
            continue
        yield Term(cells[0], tuple(cell for cell in cells[1:] if cell))


def _tbx(raw: bytes, file: Path) -> Iterator[Term]:
    from lxml import etree

    # Nothing outside the file is read, and no entity is expanded.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"The glossary {file} is no valid XML: {error}.") from error
    for entry in root.iter("{*}termEntry", "{*}conceptEntry"):
        by_language: dict[str, list[str]] = {}
        for section in entry.iter("{*}langSet", "{*}langSec"):
            language = (section.get("{http://www.w3.org/XML/1998/namespace}lang") or "").split("-")[0].lower()
            by_language.setdefault(language, []).extend(
                "".join(term.itertext()).strip() for term in section.iter("{*}term") if not list(term.iter(etree.Entity))
            )
        english = tuple(term for term in by_language.pop("en", []) if term)
        for terms in by_language.values():
            for term in terms:
                if term and english:
                    yield Term(term, english)


def _merged(terms: Iterator[Term]) -> tuple[Term, ...]:
    """One entry a term, in the order of the file; too long ones are no terms."""
    ways: dict[str, dict[str, None]] = {}
    for term in terms:
        if len(term.source) <= _LONGEST:
            ways.setdefault(term.source, {}).update(dict.fromkeys(way for way in term.targets if len(way) <= _LONGEST))
    return tuple(Term(source, tuple(targets)) for source, targets in ways.items() if targets)


def place(terms: Sequence[Term], wanted: Term, text: str) -> int:
    """Where a term that occurs in a text stands first, not inside a longer one."""
    left = text
    for term in sorted(terms, key=lambda term: (-len(term.source), term.source)):
        if term == wanted:
            break
        left = left.replace(term.source, "\0" * len(term.source))
    return left.index(wanted.source)


def occurring(terms: Sequence[Term], text: str) -> tuple[Term, ...]:
    """The terms that a text has, without those that stand only inside a longer one of them."""
    left, found = text, []
    for term in sorted(terms, key=lambda term: (-len(term.source), term.source)):
        if term.source in left:
            found.append(term)
            left = left.replace(term.source, "\0" * len(term.source))
    return tuple(term for term in terms if term in found)
