"""What all commands share: how they refuse, tell, print, and read their options and inputs."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypedDict, TypeVar

import click

if TYPE_CHECKING:
    from sourcetrace.provenance.article import Document
    from sourcetrace.provenance.recovery.chain import Options

__all__ = [
    "RECOVERY",
    "SEVERITIES",
    "AddByDefault",
    "Refusal",
    "Wishes",
    "archive_address",
    "document_at",
    "documents_at",
    "emit",
    "encoding_option",
    "fail_on_option",
    "force_option",
    "from_option",
    "glossary_option",
    "json_option",
    "lm_option",
    "no_models_option",
    "offline_option",
    "offline_told",
    "one_standard_input",
    "options_from",
    "options_of",
    "print_json",
    "profile_option",
    "progress_told",
    "quiet_option",
    "recovery_options",
    "refusing",
    "to_option",
]

P = ParamSpec("P")
R = TypeVar("R")

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SEVERITIES = ("critical", "major", "minor")


class Refusal(click.ClickException):
    """Wrong input: one sentence, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:  # noqa: ARG002, the signature is Click's
        """Write the sentence to standard error."""
        from sourcetrace.provenance.printable import shown

        click.echo(f"sourcetrace: {shown(self.message)}", err=True)


def refusing(function: Callable[P, R]) -> Callable[P, R]:
    """Turn what the library refuses into a sentence and exit code 2."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        from sourcetrace.translate.text import InputError

        try:
            return function(*args, **kwargs)
        except InputError as error:
            raise Refusal(str(error)) from None
        except RuntimeError as error:
            from sourcetrace.translate.encoder import EncoderError  # loads numpy, which many commands do without

            if not isinstance(error, EncoderError):
                raise
            raise Refusal(str(error)) from None
        except MemoryError:
            raise Refusal("The texts are too large for this machine's memory; give shorter ones.") from None

    return wrapper


def print_json(value: Any) -> None:
    """Write a value to standard output as JSON."""
    import msgspec

    emit([msgspec.json.format(msgspec.json.encode(value), indent=2).decode("utf-8")])


def emit(lines: Iterable[str | bytes], ended: bool = True) -> None:
    """Write to standard output, each with the end of a line unless `ended` is False; a full disk is an error, a closed pipe is the reader's choice."""
    try:
        for line in lines:
            click.echo(line, nl=ended)
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
        click.echo(f"sourcetrace: {_UNPRINTABLE.sub('?', stage)}", err=True)


@contextmanager
def progress_told(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Tells the stage under way: a spinner in a terminal, a line each elsewhere, nothing when quiet."""
    if quiet:
        yield _silent
    elif not sys.stderr.isatty():
        yield _tell
    else:
        from rich.console import Console
        from rich.markup import escape
        from sourcetrace.provenance.printable import shown

        console = Console(stderr=True)
        with console.status("starting") as status:
            yield lambda stage: status.update(escape(shown(stage)))  # names come from outside


quiet_option = click.option("--quiet", is_flag=True, help="Say nothing on standard error but errors.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")


def _forbid_sockets(_context: click.Context, _option: click.Parameter, offline: bool) -> bool:
    """Make good on --offline: from here on, the interpreter itself refuses every socket."""
    if offline:
        from sourcetrace.provenance.offline import refuse_sockets

        sys.addaudithook(refuse_sockets)
    return offline


_OFFLINE_HELP = "Open no connection, whatever happens."
offline_option = click.option("--offline", is_flag=True, expose_value=False, is_eager=True, callback=_forbid_sockets, help=_OFFLINE_HELP)
offline_told = click.option("--offline", is_flag=True, is_eager=True, callback=_forbid_sockets, help=_OFFLINE_HELP)
encoding_option = click.option("--encoding", metavar="NAME", help="Read the files with this encoding; what it cannot decode is replaced and counted.")
force_option = click.option("--force", is_flag=True, help="Go on although the texts look swapped, unrelated or not English.")
from_option = click.option("--from", "source_language", metavar="CODE", help="Language of the source, e.g. zh; detected when not given.")
to_option = click.option("--to", "target_language", metavar="CODE", help="Language of the target; detected when not given.")
fail_on_option = click.option("--fail-on", type=click.Choice(SEVERITIES), help="Exit with 1 if there is a flag of this severity or worse.")


glossary_option = click.option(
    "--glossary", metavar="FILE", help="How names and terms of the original must be put in English: CSV or TBX. It overrides the tables."
)
no_models_option = click.option("--no-models", is_flag=True, help="Ask neither a translation engine nor a language model, though they are installed.")
lm_option = click.option("--lm", metavar="FILE", help="Weigh the English with the language model in this GGUF file, not the default one.")
profile_option = click.option("--profile", is_flag=True, help="Tell where the time went, stage by stage.")


class AddByDefault(click.Group):
    """`NAME THING...` is short for `NAME add THING...`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `add` where no command is named."""
        if args and args[0] not in self.commands and not {"-h", "--help"} & set(args[:1]):
            args = ["add", *args]
        return super().parse_args(ctx, args)


RECOVERY = {
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


def options_of(*options: Callable[[Callable[P, R]], Callable[P, R]]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Several options at once, in their order."""

    def decorated(function: Callable[P, R]) -> Callable[P, R]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorated


recovery_options = options_of(*RECOVERY.values())


class Wishes(TypedDict):
    """What the user said with the options of recovery."""

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


def archive_address(address: str | None) -> str | None:
    """The address of an archive, or a refusal."""
    from sourcetrace.provenance.addresses import is_address

    if address is not None and not is_address(address):
        raise Refusal(f"{address} is no address of an archive; it begins with http:// or https://.")
    return address


def options_from(wishes: Wishes, offline: bool) -> Options:
    """How the original is looked for, from what the user said."""
    from sourcetrace.provenance.addresses import WAYBACK
    from sourcetrace.provenance.recovery.chain import Options
    from sourcetrace.provenance.recovery.fetch import Limits

    return Options(
        offline=offline,
        limits=Limits(timeout=wishes["timeout"], max_bytes=wishes["max_bytes"]),
        allow_private=wishes["allow_private"],
        robots=not wishes["ignore_robots"],
        all_captures=wishes["all_captures"],
        archive=Path(wishes["archive"]) if wishes["archive"] else None,
        wayback=archive_address(wishes["wayback"]) or WAYBACK,
        aggregator=archive_address(wishes["aggregator"]),
        archive_today=wishes["archive_today"],
        browser=wishes["browser"],
        images=wishes["images"],
    )


def one_standard_input(*names: str | None) -> None:
    """Refuse to read two inputs from standard input."""
    if sum(name == "-" for name in names) > 1:
        raise Refusal("Only one input can come from standard input; give a file for the other.")


def document_at(name: str, encoding: str | None, offline: bool) -> Document:
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


def documents_at(source: str, target: str, encoding: str | None, offline: bool) -> tuple[Document, Document]:
    """Two documents."""
    one_standard_input(source, target)
    return document_at(source, encoding, offline), document_at(target, encoding, offline)
