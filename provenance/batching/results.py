"""The results: a row an input, as JSON Lines or Parquet, in the order in which they were given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from sourcetrace.provenance.archiving.disk import replacing
from sourcetrace.provenance.batching.job import Told
from sourcetrace.provenance.batching.store import Done, Store, chunks
from sourcetrace.translate.text import InputError

if TYPE_CHECKING:
    import pyarrow

__all__ = ["RESULTS", "Row", "require_parquet", "row_of", "write_jsonl", "write_parquet"]

RESULTS = "results.jsonl"
_AT_ONCE = 5_000  # rows of a Parquet row group


class Row(msgspec.Struct, frozen=True):
    """A row of the results. `seconds` and `finished` are clock fields; all else is the same whenever it is made again.

    Attributes:
        id, article, source, page: as the input named them.
        outcome: `set aside`: it could not be worked on, and `reason` says why.
        trace: its folder, from the batch's.
        told: what the trace says; None where it was set aside.
    """

    id: str
    article: str
    source: str | None
    page: str | None
    outcome: Literal["compared", "not recovered", "set aside"]
    reason: str
    trace: str | None
    told: Told | None
    seconds: dict[str, float]
    finished: str


def row_of(done: Done) -> Row:
    """The row of an input."""
    told = done.told
    outcome: Literal["compared", "not recovered", "set aside"] = "set aside" if told is None else "compared" if told.recovered else "not recovered"
    return Row(done.item.id, done.item.article, done.item.source, done.item.page, outcome, done.reason, done.trace, told, done.seconds, done.finished)


def flat(row: Row) -> dict[str, Any]:
    """A row as it is written: what the trace says stands beside the rest."""
    values = msgspec.structs.asdict(row)
    told = values.pop("told")
    seconds, finished = values.pop("seconds"), values.pop("finished")
    facts = msgspec.structs.asdict(told) if told else dict.fromkeys(Told.__struct_fields__)
    return {**values, **facts, "seconds": seconds, "finished": finished}


def write_jsonl(store: Store) -> Path:
    """Write `results.jsonl`, whole or not at all.

    Raises:
        InputError: it cannot be written.
    """
    path = store.folder / RESULTS
    encoder = msgspec.json.Encoder()
    with replacing(path) as file:
        for done in store.rows():
            file.write(encoder.encode(flat(row_of(done))) + b"\n")
    return path


def require_parquet() -> None:
    """See that Parquet can be written, before the work and not after it.

    Raises:
        InputError: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401, whether it is there
    except ImportError:
        raise InputError('Parquet needs `pip install "sourcetrace[parquet]"`; results.jsonl is written without it.') from None


def write_parquet(store: Store) -> Path:
    """Write `results.parquet`.

    Raises:
        InputError: pyarrow is not installed, or it cannot be written.
    """
    require_parquet()
    import pyarrow
    import pyarrow.parquet

    path, schema = store.folder / "results.parquet", _schema(pyarrow)
    with replacing(path) as file, pyarrow.parquet.ParquetWriter(file, schema) as writer:
        for rows in chunks(map(flat, rows_of(store)), _AT_ONCE):
            writer.write_table(pyarrow.Table.from_pylist([_mapped(row) for row in rows], schema=schema))
    return path


_COUNTS = ("by_severity", "by_check", "by_kind")
_NUMBERS = ("attempts", "passages", "flags", "points")


def _mapped(row: dict[str, Any]) -> dict[str, Any]:
    """Counts by name as Parquet has them: pairs."""
    return {key: list(value.items()) if isinstance(value, dict) else value for key, value in row.items()}


def _schema(arrow: Any) -> pyarrow.Schema:
    def kind(name: str) -> Any:
        if name in _COUNTS:
            return arrow.map_(arrow.string(), arrow.int64())
        if name == "seconds":
            return arrow.map_(arrow.string(), arrow.float64())
        return arrow.int64() if name in _NUMBERS else arrow.float64() if name == "highest_risk" else arrow.string()

    fields = [*(f for f in Row.__struct_fields__ if f not in ("told", "seconds", "finished")), *Told.__struct_fields__, "seconds", "finished"]
    return arrow.schema([(name, kind(name)) for name in fields])


def rows_of(store: Store) -> Iterator[Row]:
    """All rows, in their order."""
    return map(row_of, store.rows())
