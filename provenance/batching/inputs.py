"""What the user gave, as single articles: files, folders, patterns, lists of addresses, tables, feeds, collections of captures.

Everything is read as a stream; a list of a hundred thousand is never held whole.
"""

from __future__ import annotations

import csv
import glob
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sourcetrace.provenance.addresses import is_address
from sourcetrace.provenance.article import SUFFIXES
from sourcetrace.provenance.batching.job import Item
from sourcetrace.provenance.formats import warc
from sourcetrace.translate.text import InputError, lone_surrogate

__all__ = ["NOTHING", "items_of"]

_COLLECTIONS = (".warc", ".warc.gz", ".wacz")
_DOCUMENTS = (*sorted({suffix for suffix in SUFFIXES.values() if suffix not in (".json", ".warc", ".wacz")}), ".htm", ".markdown", ".mht")
_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson")
_FEEDS = (".rss", ".atom", ".rdf", ".xml")
_LISTS = (".urls", ".lst")
_HEAD = 4096  # bytes that show what a file is
_CELL = 8_192  # characters of a name or an address
_WIDEST = 10_000_000  # characters of any cell of a table: columns that are none of ours may hold whole texts
NOTHING = "Name what is to be traced: files, folders, addresses, lists (.csv .tsv .jsonl .txt), feeds or collections (.warc .wacz)."

Split = Callable[[Path], Iterator[Item]]


def items_of(given: Iterable[str], split: Split, feed: Callable[[str], bytes], left_out: Callable[[str], None], out: Path | None = None) -> Iterator[Item]:
    """The articles of some inputs, in their order.

    Args:
        given: paths, patterns, addresses, or `-` for a list on standard input.
        split: takes the pages out of a collection of captures.
        feed: gets a feed behind an address that begins with `feed:`.
        left_out: told of each file in a folder that is no document.
        out: the batch's own folder, which is none of its inputs.

    Raises:
        InputError: one does not exist, or cannot be read.
    """
    for name in given:
        yield from _of(name, split, feed, left_out, out)


def _of(name: str, split: Split, feed: Callable[[str], bytes], left_out: Callable[[str], None], out: Path | None) -> Iterator[Item]:
    if lone_surrogate(name) is not None:
        raise InputError(f"The name {os.fsencode(name)!r} is not in UTF-8, so no table of results could hold it; rename it.")
    if name.startswith("feed:"):
        address = name.removeprefix("feed:")
        address = f"https:{address}" if address.startswith("//") else address
        yield from _feed(feed(address), address)
    elif is_address(name):
        yield Item(name)
    elif name == "-":
        yield from _list(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace"), "standard input", Path())
    elif os.path.isdir(name):  # noqa: PTH112, unlike Path's it takes any name
        yield from _folder(Path(name), split, left_out, out)
    elif os.path.lexists(name):
        yield from _file(Path(name), split)
    elif glob.has_magic(name):
        yield from _matching(name, split, feed, left_out, out)
    else:
        raise InputError(f"{name} does not exist; check the name.")


def _matching(pattern: str, split: Split, feed: Callable[[str], bytes], left_out: Callable[[str], None], out: Path | None) -> Iterator[Item]:
    """What a pattern names; what a batch or a trace wrote is none of it."""
    found = [one for one in sorted(glob.glob(pattern, recursive=True)) if not _written_by_us(Path(one), out)]  # noqa: PTH207, it may be absolute
    if not found:
        raise InputError(f"{pattern} matches nothing; check the pattern.")
    for one in found:
        yield from _of(one, split, feed, left_out, out)


def _written_by_us(path: Path, out: Path | None) -> bool:
    """Whether a path lies in a trace folder, or in the batch's own."""
    above = [path, *path.parents]
    return any((folder / "bagit.txt").is_file() for folder in above) or (out is not None and out.resolve() in path.resolve().parents)


def _folder(folder: Path, split: Split, left_out: Callable[[str], None], out: Path | None) -> Iterator[Item]:
    """Documents below a folder, by name; what a batch or a trace wrote is none."""
    own = out.resolve() if out else None
    for place, folders, files in os.walk(folder, onerror=lambda error: left_out(str(error.filename))):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not (Path(place) / name / "bagit.txt").is_file() and (Path(place) / name).resolve() != own
        )
        for name in sorted(files):
            path = Path(place) / name
            if name.startswith("."):
                continue
            if lone_surrogate(str(path)) is not None:
                left_out(str(path))
            elif name.lower().endswith(_COLLECTIONS):
                yield from _lenient(split(path), path, left_out)
            elif path.suffix.lower() in _DOCUMENTS:
                yield Item(str(path))
            else:
                left_out(str(path))


def _lenient(items: Iterator[Item], path: Path, left_out: Callable[[str], None]) -> Iterator[Item]:
    """The pages of a collection in a folder, as far as they can be read."""
    try:
        yield from items
    except InputError:
        left_out(str(path))


def _file(path: Path, split: Split) -> Iterator[Item]:
    name = path.name.lower()
    try:
        if path.exists() and not path.is_file():
            raise InputError(f"{path} is no regular file; give a document, a list or a folder.")
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from None
    if name.endswith(_COLLECTIONS) or warc.recognise(head):
        yield from split(path)
    elif name.endswith(_TABLES):
        yield from _table(path)
    elif name.endswith(_FEEDS) or re.search(rb"<(?:rss|feed|rdf:RDF)[\s>]", head[:1024]):
        yield from _feed(path.read_bytes(), str(path))
    elif name.endswith(_LISTS) or (name.endswith(".txt") and _is_list(head)):
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            yield from _list(lines, str(path), path.parent)
    else:
        yield Item(str(path))


# --- lists and tables -----------------------------------------------------------------------------------------------------


def _is_list(head: bytes) -> bool:
    """Whether every line that is one begins with an address and holds nothing but that, or another after a tab."""
    lines = [line for line in head.decode("utf-8-sig", "replace").splitlines() if line.strip() and not line.lstrip().startswith("#")]
    whole = lines[:-1] if len(head) == _HEAD and len(lines) > 1 else lines
    return bool(whole) and all(re.fullmatch(r"\s*https?://\S+(?:\t\s*\S.*)?", line, re.IGNORECASE) for line in whole)


def _list(lines: Iterable[str], name: str, home: Path) -> Iterator[Item]:
    """An article a line, and after a tab its original; lines that begin with # are left out."""
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        article, _, source = text.partition("\t")
        if len(text) > 2 * _CELL or lone_surrogate(text) is not None:
            raise InputError(f"Line {number} of {name} is longer than a name or an address can be.")
        yield Item(_placed(article.strip(), home), _placed(source.strip(), home) if source.strip() else None)


def _placed(name: str, home: Path) -> str:
    """A path as the list means it: from where the list lies."""
    return name if is_address(name) else str(home / name)


def _table(path: Path) -> Iterator[Item]:
    """Rows with the columns article, source and id."""
    rows = _json_rows(path) if path.suffix.lower() in (".jsonl", ".ndjson") else _csv_rows(path)
    for number, row in rows:
        values = {key: _cell(value, f"{key} in row {number} of {path}") for key, value in row.items() if key in ("article", "source", "id")}
        if not values.get("article"):
            raise InputError(f"Row {number} of {path} names no article; it needs a column `article` with a path or an address.")
        source = values.get("source")
        yield Item(_placed(values["article"], path.parent), _placed(source, path.parent) if source else None, values.get("id") or "")


def _cell(value: Any, where: str) -> str:
    """A cell as text."""
    if value is not None and not isinstance(value, str | int | float):
        raise InputError(f"The {where} is no text.")
    text = "" if value is None else str(value).strip()
    if len(text) > _CELL or lone_surrogate(text) is not None:
        raise InputError(f"The {where} is longer than a name or an address can be, or no text.")
    return text


def _csv_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    csv.field_size_limit(_WIDEST)
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            sample = file.readline()
            delimiter = "\t" if path.suffix.lower() == ".tsv" else max(",;\t", key=sample.count)
            names = [name.strip().lower() for name in next(csv.reader([sample], delimiter=delimiter), [])]
            if "article" not in names:
                raise InputError(f"{path} has no column `article`; its first line names {', '.join(names[:8]) or 'nothing'}.")
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter), 2):
                if any(cell.strip() for cell in cells):
                    yield number, dict(zip(names, cells, strict=False))
        except (csv.Error, UnicodeDecodeError) as error:
            raise InputError(f"{path} is no table in UTF-8 ({error}); save it again as CSV in UTF-8.") from None


def _json_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                raise InputError(f"Line {number} of {path} is no JSON; give one object a line.") from None
            if not isinstance(row, dict):
                raise InputError(f"Line {number} of {path} is no object; give one with `article`, and `source` and `id` if you have them.")
            yield number, {str(key).lower(): value for key, value in row.items()}


# --- feeds ----------------------------------------------------------------------------------------------------------------


def _feed(data: bytes, name: str) -> Iterator[Item]:
    """The entries of an RSS or Atom feed that link somewhere."""
    import feedparser

    parsed = feedparser.parse(io.BytesIO(data))
    links = [(str(entry.get("link") or ""), str(entry.get("id") or "")) for entry in parsed.entries]
    found = [Item(link, None, guid[:_CELL]) for link, guid in links if is_address(link) and len(link) <= _CELL and lone_surrogate(link + guid) is None]
    if not found:
        told = str(parsed.get("bozo_exception", "")).strip()
        raise InputError(f"{name} is no feed with entries that link to articles{f' ({told[:120]})' if told else ''}.")
    yield from found
