"""A batch from end to end: queue the inputs, run, write what came of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from sourcetrace.provenance.batching.captures import splitter
from sourcetrace.provenance.batching.collection import Collection, collected
from sourcetrace.provenance.batching.engines import Wanted, engine_of
from sourcetrace.provenance.batching.events import Event, Queued, Tell
from sourcetrace.provenance.batching.inputs import NOTHING, items_of
from sourcetrace.provenance.batching.job import Item, Manners, Settings
from sourcetrace.provenance.batching.page import write_page
from sourcetrace.provenance.batching.results import require_parquet, rows_of, write_jsonl, write_parquet
from sourcetrace.provenance.batching.run import Run
from sourcetrace.provenance.batching.store import Store, chunks, is_batch
from sourcetrace.provenance.recovery.fetch import Client, FetchStopped
from sourcetrace.translate.text import InputError, lone_surrogate

__all__ = ["batch", "batch_report", "write_report"]

_AT_ONCE = 1_000  # inputs queued in one transaction
_MOST_WORKERS = 64


def _nobody(_event: Event) -> None:
    """For those who want to be told nothing."""


def _never() -> bool:
    return False


def batch(
    inputs: Sequence[str | Path] | str | Path,
    out: str | Path,
    *,
    settings: Settings | None = None,
    engine: str = "processes",
    workers: int | None = None,
    manners: Manners | None = None,
    seconds: float = 600.0,
    memory: int = 2_000_000_000,
    scheduler: str | None = None,
    chunk: int = 8,
    parquet: bool = False,
    tell: Tell | None = None,
    stop: Callable[[], bool] | None = None,
) -> Collection:
    """Trace many articles; call it again with the same folder to go on where it stopped.

    Args:
        inputs: files, folders, patterns, addresses, lists, tables, feeds, collections; none to go on with what is queued.
        out: the batch's folder.
        settings: how each article is traced.
        engine: `processes`, `in-process` or `dask`.
        workers: processes; by default as many as there are cores.
        manners: how hosts and failing jobs are treated.
        seconds: most that one article may take, fetching apart.
        memory: most bytes that a worker may hold.
        scheduler: of a dask cluster; without one, a cluster is started here.
        chunk: articles that go to a cluster's worker together.
        parquet: write `results.parquet`, too.
        tell: told what happens.
        stop: asked now and then; once it says so, nothing more is begun, and what is under way is finished.

    Raises:
        InputError: an input, the folder or the engine cannot be used.
    """
    given = [str(one) for one in ([inputs] if isinstance(inputs, str | Path) else inputs)]
    folder, told, wished = Path(os.path.abspath(out)), tell or _nobody, settings or Settings()
    if lone_surrogate(str(folder)) is not None:
        raise InputError(f"The name of {os.fsencode(folder)!r} is not in UTF-8; give another --out.")
    if not given and not is_batch(folder):
        raise InputError(NOTHING)
    if parquet:
        require_parquet()
    with Store(folder, create=bool(given)) as store, store.alone():
        if given:
            _queue(store, given, wished, told, stop or _never)
        before = store.outdated()
        if before:
            raise InputError(
                f"What waits in {folder} was queued by Sourcetrace {before}, and this is {version('sourcetrace')}: give the same inputs again, so that it is queued anew."
            )
        left = store.counts().open
        if left:
            wanted = Wanted(min(workers or _cores(), left, _MOST_WORKERS), wished.offline, seconds, memory, scheduler, chunk)
            try:
                Run(store, engine_of(engine, wanted), manners or Manners(), told, stop or _never, wished.offline, seconds)()
            except InputError:  # an engine that does not work is no reason not to tell what was done
                write_report(store, parquet)
                raise
        return write_report(store, parquet)


def _cores() -> int:
    """Cores that this process may use: in a container fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _queue(store: Store, given: list[str], settings: Settings, tell: Tell, stop: Callable[[], bool]) -> None:
    """Put the inputs into the store, as far as they are new; those that are not reached when it is stopped are queued when they are given again."""
    left: list[str] = []

    def items() -> Iterator[Item]:
        yield from items_of(given, splitter(store.folder / "pages"), lambda url: _fetched(url, settings), left.append, store.folder)

    new = known = shared = 0
    for some in chunks(items(), _AT_ONCE):
        queued = store.add(some, settings)
        new, known, shared = new + queued.new, known + queued.known, shared + queued.shared
        tell(Queued(new, known, shared, len(left)))
        if stop():
            break
    if not new + known:
        raise InputError(f"{', '.join(given[:3])} {'holds' if len(given) == 1 else 'hold'} no document that can be read.")


def _fetched(url: str, settings: Settings) -> bytes:
    """A feed behind an address."""
    if settings.offline:
        raise InputError(f"{url} is an address, and --offline forbids every connection; save the feed and give the file.")
    try:
        with Client(settings.limits, allow_private=settings.allow_private, robots=settings.robots) as client:
            answer = client.fetch(url, accept="application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5")
    except FetchStopped as error:
        raise InputError(f"{url} was not read. {error}") from None
    if answer.status != 200:
        raise InputError(f"{url} answered {answer.status}; check the address.")
    return answer.body


def write_report(store: Store, parquet: bool = False) -> Collection:
    """Write the results and the page anew, from the store."""
    write_jsonl(store)
    collection = collected(rows_of(store), store.counts().open)
    write_page(store, collection)
    if parquet:
        write_parquet(store)
    return collection


def batch_report(folder: str | Path, parquet: bool = False) -> Collection:
    """Write the results and the collection report of a batch anew.

    Raises:
        InputError: there is no batch, or they cannot be written.
    """
    with Store(Path(folder)) as store:
        return write_report(store, parquet)
