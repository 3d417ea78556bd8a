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
    from sourcetrace.provenance.publishing import Keys
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
    if event.startswith("socket.") and event != "socket.gethostname":  # warcio asks for this machine's own name, which opens nothing
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


_RECOVERY = {
    "timeout": click.option(
        "--timeout", type=click.FloatRange(1, 600), default=30, show_default=True, metavar="SECONDS", help="Longest time for one page, redirects included."
    ),
    "max_bytes": click.option(
        "--max-bytes", type=click.IntRange(10_000, 500_000_000), default=10_000_000, show_default=True, metavar="N", help="Largest page that is read."
    ),
    "all_captures": click.option("--all-captures", is_flag=True, help="Go on after the first capture that is the article, to have them side by side."),
    "archive": click.option("--archive", metavar="DIR", help="An archive, or a folder of traces, in which captures are looked for first."),
    "images": click.option("--images", is_flag=True, help="Keep the images of the article, too: 30 at most, 20 MB together."),
    "browser": click.option("--browser", is_flag=True, help="Render the page in Chromium where its text comes only by script."),
    "wayback": click.option("--wayback", metavar="URL", help="Another archive that speaks as the Wayback Machine does, such as a pywb of your own."),
    "aggregator": click.option("--aggregator", metavar="URL", help="Memento aggregator (MemGator) to ask for other archives."),
    "archive_today": click.option("--archive-today", is_flag=True, help="Ask archive.today, too."),
    "ignore_robots": click.option("--ignore-robots", is_flag=True, help="Ask for the page even where robots.txt says no."),
    "allow_private": click.option("--allow-private", is_flag=True, help="Permit private addresses and any port, for your own server."),
}


def _of(*options: Callable[[Callable[P, R]], Callable[P, R]]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Several options at once, in their order."""

    def decorated(function: Callable[P, R]) -> Callable[P, R]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorated


_recovery = _of(*_RECOVERY.values())


class _Wishes(TypedDict):
    timeout: float
    max_bytes: int
    all_captures: bool
    archive: str | None
    images: bool
    browser: bool
    wayback: str | None
    aggregator: str | None
    archive_today: bool
    ignore_robots: bool
    allow_private: bool


def _archive_address(address: str | None) -> str | None:
    from sourcetrace.provenance.recovery.chain import is_address

    if address is not None and not is_address(address):
        raise Refusal(f"{address} is no address of an archive; it begins with http:// or https://.")
    return address


def _options(wishes: _Wishes, offline: bool) -> Options:
    from sourcetrace.provenance.recovery.chain import Options
    from sourcetrace.provenance.recovery.fetch import Limits
    from sourcetrace.provenance.recovery.memento import WAYBACK

    return Options(
        offline=offline,
        limits=Limits(timeout=wishes["timeout"], max_bytes=wishes["max_bytes"]),
        allow_private=wishes["allow_private"],
        robots=not wishes["ignore_robots"],
        all_captures=wishes["all_captures"],
        archive=Path(wishes["archive"]) if wishes["archive"] else None,
        wayback=_archive_address(wishes["wayback"]) or WAYBACK,
        aggregator=_archive_address(wishes["aggregator"]),
        archive_today=wishes["archive_today"],
        browser=wishes["browser"],
        images=wishes["images"],
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
@click.option("--save", metavar="DIR", help="Write what was received into this folder: pages as WACZ, your file as it is.")
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
    from sourcetrace.provenance.archiving.bag import require_free

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
            return fetch_article(name, Options(offline=offline))[0].document
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


class _Archive(click.Group):
    """`archive URL --to DIR` is short for `archive add URL --to DIR`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and not {"-h", "--help"} & set(args[:1]):
            args = ["add", *args]
        return super().parse_args(ctx, args)


@cli.group(cls=_Archive)
def archive() -> None:
    """Capture pages, files and traces with checksums, date and sign what was kept, and hand it on.

    `archive URL|FILE... --to DIR` captures; the other commands work on an archive that is there.
    """


@archive.command()
@click.argument("targets", nargs=-1, metavar="URL|FILE...")
@click.option("--to", "folder", required=True, metavar="DIR", help="The archive; made where there is none.")
@click.option("--list", "listed", metavar="FILE", help="Archive the addresses and files named in FILE, too, one a line; - for standard input.")
@click.option("--new-only", is_flag=True, help="Leave out addresses that the archive has a capture of.")
@click.option("--public", is_flag=True, help="Ask the Wayback Machine for a public copy, too; needs keys of yours in the environment.")
@_offline_told
@_of(*(_RECOVERY[name] for name in ("images", "timeout", "max_bytes", "wayback", "ignore_robots", "allow_private")))
@_as_json
@_quiet
@_refusing
def add(
    targets: tuple[str, ...],
    folder: str,
    listed: str | None,
    new_only: bool,
    images: bool,
    public: bool,
    offline: bool,
    timeout: float,
    max_bytes: int,
    wayback: str | None,
    ignore_robots: bool,
    allow_private: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Capture URLs, FILEs and trace folders into an archive.

    Exits with 1 if one of them could not be kept; the others are.
    """
    from sourcetrace.provenance.custody import archive_each
    from sourcetrace.provenance.recovery.chain import Options
    from sourcetrace.provenance.recovery.fetch import Limits
    from sourcetrace.provenance.recovery.memento import WAYBACK
    from sourcetrace.provenance.terminal import archived_line

    named = [*targets, *(_listed(listed) if listed else ())]
    if not named:
        raise Refusal("Name what is to be archived: addresses, files or trace folders.")
    options = Options(
        offline=offline,
        limits=Limits(timeout=timeout, max_bytes=max_bytes),
        allow_private=allow_private,
        robots=not ignore_robots,
        images=images,
        wayback=_archive_address(wayback) or WAYBACK,
    )
    done = []
    with _progress(quiet) as progress:
        for one in archive_each(named, folder, options=options, new_only=new_only, public=_keys() if public else None, progress=progress):
            done.append(one)
            if not as_json:
                _emit([archived_line(one)])
    if as_json:
        _json(done)
    if any(one.outcome == "failed" for one in done):
        sys.exit(1)


def _listed(name: str) -> list[str]:
    from sourcetrace.provenance.article import read_bytes

    lines = read_bytes(name).decode("utf-8-sig", "replace").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _keys() -> Keys:
    from sourcetrace.provenance.publishing import Keys

    access, secret = (os.environ.get(name, "") for name in ("SOURCETRACE_IA_ACCESS_KEY", "SOURCETRACE_IA_SECRET_KEY"))
    if not access or not secret or not (access + secret).isascii() or not (access + secret).isprintable():
        raise Refusal("--public needs keys of yours at the Internet Archive in SOURCETRACE_IA_ACCESS_KEY and SOURCETRACE_IA_SECRET_KEY.")
    return Keys(access, secret)


@archive.command("list")
@click.argument("folder")
@_as_json
@_refusing
def list_(folder: str, as_json: bool) -> None:
    """List what the archive FOLDER holds, in the order it came."""
    from sourcetrace.provenance.archiving.folder import Archive
    from sourcetrace.provenance.terminal import ledger_lines

    entries = [entry for entry, _ in Archive(folder).entries()]
    if as_json:
        _json(entries)
    else:
        _emit(ledger_lines(entries))


@archive.command()
@click.argument("folder")
@click.argument("capture")
@click.option("--text", is_flag=True, help="Print the text that was read from it, and nothing else.")
@_as_json
@_refusing
def show(folder: str, capture: str, text: bool, as_json: bool) -> None:
    """Show one CAPTURE of the archive FOLDER: its records and what was read from it. The beginning of its name will do."""
    from sourcetrace.provenance.custody import look
    from sourcetrace.provenance.terminal import capture_lines

    found = look(folder, capture)
    if as_json:
        _json(found)
    elif text:
        _emit([found.text])
    else:
        _emit(capture_lines(found))


@archive.command()
@click.argument("folder")
@click.option(
    "--authority", "authorities", multiple=True, metavar="URL", help="A time-stamping authority (RFC 3161); may be given again. Two common ones by default."
)
@click.option("--calendar", "calendars", multiple=True, metavar="URL", help="A calendar of OpenTimestamps to ask, too; may be given again.")
@click.option("--no-authority", is_flag=True, help="Ask no authority.")
@click.option("--key", metavar="FILE", help="Sign with this Ed25519 key (PEM).")
@click.option("--trust", multiple=True, metavar="FILE", help="Root certificates of authorities (PEM), beside the common store; may be given again.")
@_offline_told
@_of(_RECOVERY["timeout"], _RECOVERY["allow_private"])
@_as_json
@_quiet
@_refusing
def stamp(
    folder: str,
    authorities: tuple[str, ...],
    calendars: tuple[str, ...],
    no_authority: bool,
    key: str | None,
    trust: tuple[str, ...],
    offline: bool,
    timeout: float,
    allow_private: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Let authorities date what the archive or trace FOLDER holds, and sign it with your key.

    What cannot be reached now can be asked later: run it again. Exits with 1 if nothing came of it.
    """
    from sourcetrace.provenance.custody import stamp as run
    from sourcetrace.provenance.recovery.chain import Options
    from sourcetrace.provenance.recovery.fetch import Limits
    from sourcetrace.provenance.terminal import mark_lines

    if no_authority and (authorities or not (key or calendars)):
        raise Refusal("--no-authority leaves only --key and --calendar to mark the archive with; give one of them, and no --authority.")
    asked = () if no_authority else authorities or None
    options = Options(offline=offline, limits=Limits(timeout=timeout), allow_private=allow_private)
    with _progress(quiet) as progress:
        marks = run(folder, authorities=asked, calendars=calendars, key=key, trust=trust, options=options, progress=progress)
    if as_json:
        _json(marks)
    else:
        _emit(mark_lines(marks))
    if all(mark.outcome == "failed" for mark in marks):
        sys.exit(1)


@archive.command()
@click.argument("folder")
@click.argument("captures", nargs=-1, metavar="[CAPTURE]...")
@click.option("--to", "target", required=True, metavar="FILE", help="A .wacz of the captures, or a .zip of the whole folder.")
@_refusing
def export(folder: str, captures: tuple[str, ...], target: str) -> None:
    """Write CAPTUREs of the archive FOLDER, or all, into one WACZ; or the folder, or a trace folder, into a ZIP file."""
    from sourcetrace.provenance.custody import export as run
    from sourcetrace.provenance.terminal import shown

    count = run(folder, target, captures)
    what = "files" if target.lower().endswith(".zip") else "captures"
    _emit([f"{count:,} {what} in {shown(target)}"])


@cli.command()
@click.argument("path")
@click.option("--deep", is_flag=True, help="Of an archive, read every capture again and compare the text; of a trace that is always done.")
@click.option("--trust", multiple=True, metavar="FILE", help="Root certificates of authorities (PEM), beside the common store; may be given again.")
@click.option("--signer", metavar="FILE", help="The public key (PEM) that must have signed.")
@_offline
@_as_json
@_refusing
def verify(path: str, deep: bool, trust: tuple[str, ...], signer: str | None, as_json: bool) -> None:
    """Check every digest of what was kept at PATH, and that its parts belong together. Needs no network.

    PATH is a trace folder, an archive, a ZIP file of either, or a capture (.wacz).
    """
    from sourcetrace.provenance.terminal import verification_lines
    from sourcetrace.provenance.verification.verify import verify as run

    found = run(path, trust=trust, signer=signer, deep=deep)
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
