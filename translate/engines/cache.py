"""Translations that were made before, by engine and sentence: a small SQLite file that may be thrown away at any time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Self, TypeVar

import msgspec
from sourcetrace.translate.engines.home import cache_folder
from sourcetrace.translate.engines.seam import Scores, Translation

__all__ = ["Cache"]

_TABLE = "create table if not exists kept (engine text, key text, value blob, primary key (engine, key)) without rowid"
T = TypeVar("T", bound=msgspec.Struct)
_AT_ONCE = 500  # variables of one statement


class Cache:
    """Keeps what an engine made, by its signature and the digest of what it was made of. Sentences themselves are not kept.

    A cache that cannot be read or written is as good as none: every value can be made again, and is.

    Args:
        path: of the file; None keeps nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    @classmethod
    def of_this_machine(cls) -> Self:
        """The one under the user's caches."""
        return cls(cache_folder() / "translations-1.sqlite")

    def get(self, engine: str, keys: Iterable[str]) -> dict[str, Translation]:
        """The translations that are there, by key."""
        return self._get(engine, keys, Translation)

    def get_scores(self, engine: str, keys: Iterable[str]) -> dict[str, Scores]:
        """The scores that are there, by key."""
        return self._get(engine, keys, Scores)

    def put(self, engine: str, values: Mapping[str, Translation] | Mapping[str, Scores]) -> None:
        """Keep some."""
        if self._path is None or not values:
            return
        with suppress(sqlite3.Error, OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=5)) as file, file:
                file.execute(_TABLE)
                rows = [(engine, key, msgspec.msgpack.encode(value)) for key, value in values.items()]
                file.executemany("insert or replace into kept values (?, ?, ?)", rows)

    def _get(self, engine: str, keys: Iterable[str], kind: type[T]) -> dict[str, T]:
        if self._path is None or not self._path.is_file():
            return {}
        wanted, found = list(dict.fromkeys(keys)), {}
        with suppress(sqlite3.Error, OSError), closing(sqlite3.connect(self._path, timeout=5)) as file:
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                for key, value in file.execute(f"select key, value from kept where engine = ? and key in ({marks})", [engine, *some]):  # noqa: S608, only marks
                    with suppress(msgspec.DecodeError):
                        found[key] = msgspec.msgpack.decode(value, type=kind)
        return found
