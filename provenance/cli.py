"""The command line. Data goes to standard output, progress and messages to standard error.

Exit codes: 0 done, 1 a check the user asked for failed, 2 wrong usage or input, 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypedDict, TypeVar, Unpack
from urllib.parse import urlsplit

import click

if TYPE_CHECKING:
    from sourcetrace.provenance.article import Document
    from sourcetrace.provenance.recovery.chain import Options
    from sourcetrace.translate.departures import Departure

__all__ = ["main"]

P = ParamSpec("P")
R = TypeVar("R")

_SEVERITIES = ("critical", "major", "minor")


class Refusal(click.ClickException):
    """Wrong input: one sentence, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:  # noqa: ARG002, the signature is Click's
        from sourcetrace.provenance.terminal import shown

        click.echo(f"sourcetrace: {shown(self.message)}", err=True)


def _refusing(function: Callable[P, R]) -> Callable[P, R]:
    """Turn what the library refuses into a sentence and exit code 2."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        from sourcetrace.translate.encoder import EncoderError
        from sourcetrace.translate.text import InputError

        try:
            return function(*args, **kwargs)
        except (InputError, EncoderError) as error:
            raise Refusal(str(error)) from None
        except MemoryError:
            raise Refusal("The texts are too large for this machine's memory; give shorter ones.") from None

    return wrapper


def _json(value: Any) -> None:
    import msgspec

    _emit([msgspec.json.format(msgspec.json.encode(value), indent=2).decode("utf-8")])


def _emit(lines: Iterable[str]) -> None:
    """Write to standard output; a full disk is an error, a closed pipe is the reader's choice."""
    try:
        for line in lines:
            click.echo(line)
        if sys.stdout is not None:  # it is None where the caller closed it
            sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has gone; what is left has no place to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EIO, errno.EFBIG):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Refusal(f"The output could not be written ({(error.strerror or str(error)).lower()}); free some space and try again.") from None


def _silent(_stage: str) -> None:
    """Progress for those who want none."""


def _tell(stage: str) -> None:
    """Progress as a line; that nobody reads it is no reason to stop the work."""
    with suppress(OSError):
        click.echo(f"sourcetrace: {stage}", err=True)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Tells the stage under way: a spinner in a terminal, a line each elsewhere, nothing when quiet."""
    if quiet:
        yield _silent
    elif not sys.stderr.isatty():
        yield _tell
    else:
        from rich.console import Console

        console = Console(stderr=True)
        with console.status("starting") as status:
            yield status.update


_quiet = click.option("--quiet", is_flag=True, help="Say nothing on standard error but errors.")
_as_json = click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")


def _forbid_sockets(_context: click.Context, _option: click.Parameter, offline: bool) -> bool:
    """Make good on --offline: from here on, the interpreter itself refuses every socket."""
    if offline:
        sys.addaudithook(_refuse_sockets)
    return offline


def _refuse_sockets(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith("socket."):
        raise PermissionError(f"--offline forbids {event}")


_OFFLINE_HELP = "Open no connection, whatever happens."
_offline = click.option("--offline", is_flag=True, expose_value=False, is_eager=True, callback=_forbid_sockets, help=_OFFLINE_HELP)
_offline_told = click.option("--offline", is_flag=True, is_eager=True, callback=_forbid_sockets, help=_OFFLINE_HELP)
_encoding = click.option("--encoding", metavar="NAME", help="Read the files with this encoding; what it cannot decode is replaced and counted.")
_force = click.option("--force", is_flag=True, help="Go on although the texts look swapped, unrelated or not English.")
_from = click.option("--from", "source_language", metavar="CODE", help="Language of the source, e.g. zh; detected when not given.")
_to = click.option("--to", "target_language", metavar="CODE", help="Language of the target; detected when not given.")
_fail_on = click.option("--fail-on", type=click.Choice(_SEVERITIES), help="Exit with 1 if there is a flag of this severity or worse.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="sourcetrace", prog_name="sourcetrace")
def cli() -> None:
    """Find the original behind a translated article, keep it as evidence, and show where the English departs from it."""


_RECOVERY = (
    click.option(
        "--timeout", type=click.FloatRange(1, 600), default=30, show_default=True, metavar="SECONDS", help="Longest time for one page, redirects included."
    ),
    click.option(
        "--max-bytes", type=click.IntRange(10_000, 500_000_000), default=10_000_000, show_default=True, metavar="N", help="Largest page that is read."
    ),
    click.option("--all-captures", is_flag=True, help="Go on after the first capture that is the article, to have them side by side."),
    click.option("--archive", metavar="DIR", help="Folder of earlier traces in which captures are looked for first."),
    click.option("--browser", is_flag=True, help="Render the page in Chromium where its text comes only by script."),
    click.option("--wayback", metavar="URL", help="Another archive that speaks as the Wayback Machine does, such as a pywb of your own."),
    click.option("--aggregator", metavar="URL", help="Memento aggregator (MemGator) to ask for other archives."),
    click.option("--archive-today", is_flag=True, help="Ask archive.today, too."),
    click.option("--ignore-robots", is_flag=True, help="Ask for the page even where robots.txt says no."),
    click.option("--allow-private", is_flag=True, help="Permit private addresses and any port, for your own server."),
)


def _recovery(function: Callable[P, R]) -> Callable[P, R]:
    """The options of how an original is looked for."""
    for option in reversed(_RECOVERY):
        function = option(function)
    return function


class _Wishes(TypedDict):
    timeout: float
    max_bytes: int
    all_captures: bool
    archive: str | None
    browser: bool
    wayback: str | None
    aggregator: str | None
    archive_today: bool
    ignore_robots: bool
    allow_private: bool


def _options(wishes: _Wishes, offline: bool) -> Options:
    from sourcetrace.provenance.recovery.chain import Options, is_address
    from sourcetrace.provenance.recovery.fetch import Limits
    from sourcetrace.provenance.recovery.memento import WAYBACK

    for address in (wishes["wayback"], wishes["aggregator"]):
        if address is not None and not is_address(address):
            raise Refusal(f"{address} is no address of an archive; it begins with http:// or https://.")
    return Options(
        offline=offline,
        limits=Limits(timeout=wishes["timeout"], max_bytes=wishes["max_bytes"]),
        allow_private=wishes["allow_private"],
        robots=not wishes["ignore_robots"],
        all_captures=wishes["all_captures"],
        archive=Path(wishes["archive"]) if wishes["archive"] else None,
        wayback=wishes["wayback"] or WAYBACK,
        aggregator=wishes["aggregator"],
        archive_today=wishes["archive_today"],
        browser=wishes["browser"],
    )


@cli.command()
@click.argument("article")
@click.option("--source", metavar="FILE|URL", help="The original or its address, when you have it; - for standard input.")
@click.option("--out", metavar="DIR", help="Folder for the trace; by default the article's name with .trace, here.")
@click.option("--overwrite", is_flag=True, help="Replace the trace folder if it exists.")
@_offline_told
@_recovery
@_encoding
@_force
@_fail_on
@_as_json
@_quiet
@_refusing
def trace(
    article: str,
    source: str | None,
    out: str | None,
    overwrite: bool,
    offline: bool,
    encoding: str | None,
    force: bool,
    fail_on: str | None,
    as_json: bool,
    quiet: bool,
    **wishes: Unpack[_Wishes],
) -> None:
    """Trace ARTICLE to its original and compare the two.

    ARTICLE is an English document (.txt .md .html .mhtml .docx .pdf .epub .warc .wacz), an address, or - for standard
    input. The trace is written as a folder with the record (data/trace.json), the report (data/report.html) and everything
    that was received, as received.
    """
    from sourcetrace.provenance.pipeline import trace as run
    from sourcetrace.provenance.terminal import shown, trace_lines

    _one_standard_input(article, source)
    options = _options(wishes, offline)
    folder = Path(out) if out else Path(_stem(article) + ".trace")
    _writable(folder, overwrite)
    with _progress(quiet) as progress:
        record = run(article, source, folder, offline, options=options, encoding=encoding, overwrite=overwrite, force=force, progress=progress)
    if as_json:
        _json(record)
    else:
        _emit([*trace_lines(record), "", f"Report: {shown(str(folder / 'data' / 'report.html'))}"])
    _fail(fail_on, record.comparison.flags if record.comparison else [])


def _stem(article: str) -> str:
    """What a folder for this article is called."""
    if article == "-":
        return "article"
    if "://" in article:
        parts = urlsplit(article)
        return re.sub(r"[^\w.-]+", "-", f"{parts.hostname or ''}{parts.path.rstrip('/')}")[:80].strip("-.") or "article"
    return Path(article).stem


@cli.command()
@click.argument("target", metavar="ARTICLE|URL")
@click.option("--source", metavar="FILE|URL", help="The original's address or file, when you know better than the article.")
@click.option("--save", metavar="DIR", help="Write what was received into this folder, as received.")
@_offline_told
@_recovery
@_encoding
@_as_json
@_quiet
@_refusing
def recover(
    target: str, source: str | None, save: str | None, offline: bool, encoding: str | None, as_json: bool, quiet: bool, **wishes: Unpack[_Wishes]
) -> None:
    """Try to get the original that ARTICLE names, or the page at URL, and tell every attempt.

    That it cannot be recovered is an answer, and ends with exit code 0.
    """
    from sourcetrace.provenance.pipeline import recover_with_bytes as run
    from sourcetrace.provenance.recovery.saving import require_folder, save_captures
    from sourcetrace.provenance.terminal import recovery_lines, shown

    _one_standard_input(target, source)
    options = _options(wishes, offline)
    folder = require_folder(save) if save else None
    with _progress(quiet) as progress:
        recovery, recovered = run(target, source, options=options, encoding=encoding, progress=progress)
    written = save_captures(folder, recovered) if folder else []
    if as_json:
        _json(recovery)
    else:
        _emit([*recovery_lines(recovery), *(f"Saved: {shown(str(path))}" for path in written)])


def _writable(folder: Path, overwrite: bool) -> None:
    """Say at once, not after the work, that the folder cannot be written."""
    from sourcetrace.provenance.archive.bag import require_free

    require_free(Path(os.path.abspath(folder)), overwrite)
    above = next((p for p in Path(os.path.abspath(folder)).parents if os.path.lexists(p)), Path("/"))
    if not above.is_dir():
        raise Refusal(f"{folder} cannot be written: {above} is no folder; give another --out.")
    if not os.access(above, os.W_OK):
        raise Refusal(f"{folder} cannot be written: no permission in {above}; give another --out.")


def _one_standard_input(*names: str | None) -> None:
    if sum(name == "-" for name in names) > 1:
        raise Refusal("Only one input can come from standard input; give a file for the other.")


def _fail(threshold: str | None, flags: list[Departure]) -> None:
    if threshold and any(d.severity in _SEVERITIES[: _SEVERITIES.index(threshold) + 1] for d in flags):
        sys.exit(1)


def _document(name: str, encoding: str | None, offline: bool) -> Document:
    """A document behind a path, `-` or an address."""
    from sourcetrace.provenance.article import read

    if name.lower().startswith(("http://", "https://")):
        from sourcetrace.provenance.recovery.chain import Options, fetch_article
        from sourcetrace.translate.text import InputError

        try:
            return fetch_article(name, Options(offline=offline))[1]
        except InputError as error:
            which = " `sourcetrace recover` has that option; give the file it saves." if re.search(r"give --(?!offline)", str(error)) else ""
            raise Refusal(f"{error}{which}") from None
    return read(name, encoding=encoding)


def _documents(source: str, target: str, encoding: str | None, offline: bool) -> tuple[Document, Document]:
    _one_standard_input(source, target)
    return _document(source, encoding, offline), _document(target, encoding, offline)


@cli.command()
@click.argument("source")
@click.argument("target")
@_from
@_to
@_encoding
@_offline_told
@_force
@_fail_on
@_as_json
@_quiet
@_refusing
def compare(
    source: str,
    target: str,
    source_language: str | None,
    target_language: str | None,
    encoding: str | None,
    offline: bool,
    force: bool,
    fail_on: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Align SOURCE (the original) with TARGET (its English translation) and look for departures."""
    from sourcetrace.provenance.terminal import comparison_lines
    from sourcetrace.translate.comparison import compare as run
    from sourcetrace.translate.comparison import pair_languages

    with _progress(quiet) as progress:
        progress("reading")
        left, right = _documents(source, target, encoding, offline)
        if not force:
            source_language, target_language = pair_languages(left.text, right.text, source_language, target_language)
        progress("comparing")
        comparison = run(left.text, right.text, source_language, target_language)
    if comparison.pair.verdict == "unrelated" and not force:
        raise Refusal(f"{source} and {target} do not look like translations of each other; check the files, or give --force to compare them anyway.")
    if as_json:
        _json(comparison)
    else:
        _emit(comparison_lines(comparison))
    _fail(fail_on, comparison.flags)


@cli.command()
@click.argument("source")
@click.argument("target")
@_from
@_to
@_encoding
@_offline_told
@_as_json
@_quiet
@_refusing
def align(
    source: str, target: str, source_language: str | None, target_language: str | None, encoding: str | None, offline: bool, as_json: bool, quiet: bool
) -> None:
    """Align SOURCE and TARGET sentence by sentence, in any two languages."""
    from shutil import get_terminal_size

    from sourcetrace.provenance.terminal import alignment_lines
    from sourcetrace.translate.alignment import align as run

    with _progress(quiet) as progress:
        progress("reading")
        left, right = _documents(source, target, encoding, offline)
        progress("aligning")
        alignment = run(left.text, right.text, source_language, target_language)
    if alignment.pair.verdict == "unrelated":
        click.echo("sourcetrace: these two texts do not look like translations of each other.", err=True)
    if as_json:
        _json(alignment)
    else:
        _emit(alignment_lines(alignment, get_terminal_size((100, 24)).columns))


@cli.command()
@click.argument("file")
@_encoding
@_offline_told
@_as_json
@_refusing
def detect(file: str, encoding: str | None, offline: bool, as_json: bool) -> None:
    """Tell which language FILE is written in, with the evidence; - for standard input."""
    from sourcetrace.translate.language import detect as run

    found = run(_document(file, encoding, offline).text, second_opinion=True)
    if as_json:
        _json(found)
        return
    second = f"; langdetect says {found.second_opinion}" if found.disputed else ""
    seen = ", ".join(f"{e.kind} {e.detail} {e.value:g}" for e in found.evidence)
    _emit([f"{found.language}  {found.confidence:.2f}{second}", f"    {seen}"])


@cli.command()
@click.argument("article")
@_encoding
@_offline_told
@_as_json
@_refusing
def references(article: str, encoding: str | None, offline: bool, as_json: bool) -> None:
    """List every place where ARTICLE names its original, the likeliest first."""
    from sourcetrace.provenance.references import find_references
    from sourcetrace.provenance.terminal import reference_lines

    found = find_references(_document(article, encoding, offline))
    if as_json:
        _json(found)
    else:
        _emit(reference_lines(found))


@cli.command()
@click.argument("folder")
@_offline
@_as_json
@_refusing
def verify(folder: str, as_json: bool) -> None:
    """Check every digest of a trace FOLDER, and that its record belongs to its files. Needs no network."""
    from sourcetrace.provenance.archive.verify import verify as run
    from sourcetrace.provenance.terminal import verification_lines

    found = run(folder)
    if as_json:
        _json(found)
    else:
        _emit(verification_lines(found))
    if not found.ok:
        sys.exit(1)


@cli.command()
def schema() -> None:
    """Print the JSON Schema of trace.json."""
    from sourcetrace.provenance.record import json_schema

    _json(json_schema())


def _terminated(_signal: int, _frame: object) -> None:
    """End as an interrupt does, so that what was begun is taken away."""
    raise SystemExit(143)


def main() -> None:
    """Run the command; an interrupt ends it with 130 (143 when terminated) and one line."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("sourcetrace: interrupted; nothing was left half written.", err=True)
        code = 130
    except SystemExit as ended:
        if ended.code == 143:
            click.echo("sourcetrace: interrupted; nothing was left half written.", err=True)
        raise
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    sys.exit(code if isinstance(code, int) else 0)
