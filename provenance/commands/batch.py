"""The commands of a batch: many articles, and what became of them."""

from __future__ import annotations

import shlex
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Unpack

import click
from sourcetrace.provenance.commands.shell import (
    AddByDefault,
    Refusal,
    Wishes,
    archive_address,
    emit,
    encoding_option,
    force_option,
    glossary_option,
    json_option,
    lm_option,
    no_models_option,
    offline_option,
    offline_told,
    print_json,
    profile_option,
    quiet_option,
    recovery_options,
    refusing,
)

if TYPE_CHECKING:
    from sourcetrace.provenance.batching.collection import Collection
    from sourcetrace.provenance.batching.events import Event, Progress, Tell
    from sourcetrace.provenance.batching.job import Settings

__all__ = ["batch"]

# Named here as well as in `engines.ENGINES`, so that asking for help loads none of them; a test compares the two.
_ENGINES = ("processes", "in-process", "dask")


@click.group(cls=AddByDefault)
def batch() -> None:
    """Trace many articles, and go on where it stopped.

    `batch INPUT... --out DIR` queues and runs; the other commands look at a batch that is there.
    """


@batch.command()
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option("--out", required=True, metavar="DIR", help="Folder of the batch; without an INPUT, what is queued there goes on.")
@click.option("--workers", type=click.IntRange(1, 64), metavar="N", help="Processes that compare; by default one for each core.")
@click.option("--engine", type=click.Choice(_ENGINES), default="processes", show_default=True, help="Where the comparing is done.")
@click.option("--scheduler", metavar="ADDRESS", help="Scheduler of a dask cluster, such as tcp://host:8786; without one, one is started here.")
@click.option("--chunk", type=click.IntRange(1, 1000), default=8, show_default=True, metavar="N", help="Articles that go to a worker of the cluster together.")
@click.option("--connections", type=click.IntRange(1, 256), default=32, show_default=True, metavar="N", help="Open at once, to all hosts together.")
@click.option("--pause", type=click.FloatRange(0.05, 3600), default=1.0, show_default=True, metavar="SECONDS", help="Between two requests to one host.")
@click.option(
    "--retries", type=click.IntRange(0, 20), default=2, show_default=True, metavar="N", help="More tries after trouble that may pass, or a worker's death."
)
@click.option(
    "--job-time", type=click.FloatRange(1, 86_400), default=600, show_default=True, metavar="SECONDS", help="Most that one article may take, fetching apart."
)
@click.option("--job-memory", type=click.IntRange(200, 1_000_000), default=2000, show_default=True, metavar="MB", help="Most that a worker may hold.")
@click.option("--parquet", is_flag=True, help="Write results.parquet, too.")
@click.option("--events", metavar="FILE", help="Write what happens to FILE, a line of JSON each; - for standard output.")
@profile_option
@offline_told
@recovery_options
@encoding_option
@force_option
@glossary_option
@no_models_option
@lm_option
@json_option
@quiet_option
@refusing
def add(
    inputs: tuple[str, ...],
    out: str,
    workers: int | None,
    engine: str,
    scheduler: str | None,
    chunk: int,
    connections: int,
    pause: float,
    retries: int,
    job_time: float,
    job_memory: int,
    parquet: bool,
    events: str | None,
    profile: bool,
    offline: bool,
    encoding: str | None,
    force: bool,
    glossary: str | None,
    no_models: bool,
    lm: str | None,
    as_json: bool,
    quiet: bool,
    **wishes: Unpack[Wishes],
) -> None:
    """Trace the articles of every INPUT, each once.

    An INPUT is a file, a folder, a pattern, an address, a list of addresses, a table (.csv .tsv .jsonl) with columns article,
    source and id, a feed (a file, or feed:https://...), or a collection of captures (.warc .wacz). What is done stays done:
    the same command again goes on where it stopped. Ctrl-C lets what is under way finish.
    """
    from sourcetrace.provenance.batching.batch import batch as run
    from sourcetrace.provenance.batching.job import Manners

    if scheduler and engine != "dask":
        raise Refusal("--scheduler is for the cluster; give --engine dask with it.")
    if events == "-" and as_json:
        raise Refusal("--events - and --json both write to standard output; give --events a file.")
    settings = _settings(wishes, offline, encoding, force, glossary, no_models, lm)
    with ExitStack() as stack:
        stop = stack.enter_context(_drained(quiet))
        tell = stack.enter_context(_told(events, quiet))
        collection = run(
            inputs,
            out,
            settings=settings,
            engine=engine,
            workers=workers,
            manners=Manners(at_once=connections, pause=pause, retries=retries),
            seconds=job_time,
            memory=job_memory * 1_000_000,
            scheduler=scheduler,
            chunk=chunk,
            parquet=parquet,
            tell=tell,
            stop=stop,
        )
    _print(collection, out, as_json, profile, events == "-")
    if stop.signal:
        sys.exit(128 + stop.signal)


def _settings(wishes: Wishes, offline: bool, encoding: str | None, force: bool, glossary: str | None, no_models: bool, lm: str | None) -> Settings:
    from sourcetrace.provenance.addresses import WAYBACK
    from sourcetrace.provenance.batching.job import Settings
    from sourcetrace.translate.glossary import read_glossary

    if no_models and lm:
        raise Refusal("--no-models leaves no use for --lm; give one of them.")
    return Settings(
        offline=offline,
        force=force,
        encoding=encoding,
        models=not no_models,
        lm=str(Path(lm).absolute()) if lm else None,
        glossary=read_glossary(glossary) if glossary else (),
        timeout=wishes["timeout"],
        max_bytes=wishes["max_bytes"],
        all_captures=wishes["all_captures"],
        archive=str(Path(wishes["archive"]).absolute()) if wishes["archive"] else None,
        images=wishes["images"],
        browser=wishes["browser"],
        wayback=archive_address(wishes["wayback"]) or WAYBACK,
        aggregator=archive_address(wishes["aggregator"]),
        archive_today=wishes["archive_today"],
        robots=not wishes["ignore_robots"],
        allow_private=wishes["allow_private"],
    )


class _Stop:
    """Whether the user asked to stop, and by which signal."""

    signal = 0

    def __call__(self) -> bool:
        return bool(self.signal)


@contextmanager
def _drained(quiet: bool) -> Iterator[_Stop]:
    """The first Ctrl-C, or SIGTERM, lets what is under way finish; the second ends it."""
    stop = _Stop()

    def asked(number: int, _frame: FrameType | None) -> None:
        if stop.signal:
            raise SystemExit(128 + number)
        stop.signal = number
        if not quiet:
            click.echo("\nsourcetrace: stopping; what is under way is finished first (once more to end at once).", err=True)

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _told(events: str | None, quiet: bool) -> Iterator[Tell]:
    """Tells a person how far it is, and a program everything."""
    with ExitStack() as stack:
        listeners: list[Callable[[Any], None]] = []
        if events:
            listeners.append(_written(stack, events))
        if not quiet:
            listeners.append(stack.enter_context(_bar()) if sys.stderr.isatty() else _lines())

        def tell(event: Event) -> None:
            for listener in listeners:
                listener(event)

        yield tell


def _written(stack: ExitStack, name: str) -> Tell:
    import msgspec

    if name == "-":
        return lambda event: emit([msgspec.json.encode(event)])
    try:
        file = Path(name).open("ab", buffering=0)  # noqa: SIM115, closed with the stack
        stack.callback(file.close)
    except OSError as error:
        raise Refusal(f"{name} cannot be written: {(error.strerror or str(error)).lower()}; give another --events.") from None

    def tell(event: Event) -> None:
        try:
            file.write(msgspec.json.encode(event) + b"\n")
        except OSError as error:
            raise Refusal(f"{name} cannot be written: {(error.strerror or str(error)).lower()}. What is done is kept; give another --events.") from None

    return tell


_EVERY = 10.0  # seconds between two lines of progress where there is no terminal


def _lines() -> Tell:
    from sourcetrace.provenance.batching.events import Finished, Progress, Queued, Tried
    from sourcetrace.provenance.printable import shown

    last = [time.monotonic(), -1.0]

    def tell(event: Event) -> None:
        if isinstance(event, Progress) and (time.monotonic() - last[0] >= _EVERY or event.done + event.aside == event.jobs != last[1]):
            last[:] = [time.monotonic(), event.jobs if event.done + event.aside == event.jobs else -1.0]
            click.echo(f"sourcetrace: {_progress(event)}", err=True)
        elif (isinstance(event, Finished) and event.outcome == "set aside") or (isinstance(event, Tried) and event.how == "died"):
            click.echo(f"sourcetrace: job {event.job} {'was set aside' if isinstance(event, Finished) else 'is tried again'}: {shown(event.reason)}", err=True)
        elif isinstance(event, Queued) and event.left_out:
            click.echo(f"sourcetrace: {event.left_out:,} files in folders are no documents, and were left out.", err=True)

    return tell


def _progress(event: Progress) -> str:
    done = event.done + event.aside
    share = f" ({100 * done // event.jobs} %)" if event.jobs else ""
    pace = f", {event.rate:.1f} a second" if event.rate else ""
    left = f", {_time(event.remaining)} left" if event.remaining else ""
    return f"{done:,} of {event.jobs:,}{share}{pace}{left}{f'; {event.aside:,} set aside' if event.aside else ''}"


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    return f"about {round(seconds / 60)} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"


@contextmanager
def _bar() -> Iterator[Tell]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn
    from sourcetrace.provenance.batching.events import Finished, Queued
    from sourcetrace.provenance.batching.events import Progress as Far
    from sourcetrace.provenance.printable import shown

    with Progress(BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("queueing", total=None)

        def tell(event: Event) -> None:
            if isinstance(event, Far):
                progress.update(task, total=event.jobs, completed=event.done + event.aside, description=_progress(event))
            elif isinstance(event, Queued):
                progress.update(task, description=f"queued {event.new + event.known:,}")
            elif isinstance(event, Finished) and event.outcome == "set aside":
                progress.console.print(f"set aside: {escape(shown(event.reason))}", highlight=False)

        yield tell


def _print(collection: Collection, out: str, as_json: bool, profile: bool, silent: bool) -> None:
    from sourcetrace.provenance.batching.page import REPORT
    from sourcetrace.provenance.batching.telling import collection_lines, profile_lines
    from sourcetrace.provenance.printable import shown

    if as_json:
        print_json(collection)
    elif not silent:
        folder = shlex.quote(out)
        next_steps = [
            *([f"Decide: sourcetrace review {shown(shlex.quote(str(Path(out) / collection.worst[0].trace)))}"] if collection.worst else []),
            *([f"Try again: sourcetrace batch retry {shown(folder)}"] if collection.set_aside else []),
        ]
        emit([*collection_lines(collection), "", f"Report: {shown(str(Path(out) / REPORT))}", *next_steps])
    if profile:
        for line in profile_lines(collection):
            click.echo(line, err=True)


@batch.command()
@click.argument("folder", metavar="DIR")
@click.option("--id", "ids", multiple=True, metavar="ID", help="What became of the input of this id, with every try; may be given again.")
@offline_option
@json_option
@refusing
def status(folder: str, ids: tuple[str, ...], as_json: bool) -> None:
    """How far the batch in DIR is; also while it runs."""
    from sourcetrace.provenance.batching.status import status_of
    from sourcetrace.provenance.batching.telling import status_lines

    found = status_of(Path(folder), ids)
    if as_json:
        print_json(found)
    else:
        emit(status_lines(found))


@batch.command()
@click.argument("folder", metavar="DIR")
@click.option("--id", "ids", multiple=True, metavar="ID", help="Only the input of this id; may be given again.")
@click.option("--not-recovered", is_flag=True, help="Those whose original was not recovered, too; the new trace lies beside the old one.")
@offline_option
@json_option
@refusing
def retry(folder: str, ids: tuple[str, ...], not_recovered: bool, as_json: bool) -> None:
    """Queue again what was set aside in DIR; `batch --out DIR` then works on it."""
    from sourcetrace.provenance.batching.store import Store

    with Store(Path(folder)) as store, store.alone():
        count = store.retry(ids, unrecovered=not_recovered)
    if as_json:
        print_json({"queued": count})
    else:
        emit([f"{count:,} queued again{f'; go on with: sourcetrace batch --out {shlex.quote(folder)}' if count else ''}."])


@batch.command()
@click.argument("folder", metavar="DIR")
@click.option("--parquet", is_flag=True, help="Write results.parquet, too.")
@profile_option
@offline_option
@json_option
@refusing
def report(folder: str, parquet: bool, profile: bool, as_json: bool) -> None:
    """Write the results and the report of the batch in DIR anew, and summarise them; also while it runs."""
    from sourcetrace.provenance.batching.batch import batch_report

    _print(batch_report(folder, parquet), folder, as_json, profile, silent=False)
