"""The commands of a review: the desk, and what it hands on."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from sourcetrace.provenance.commands.shell import Refusal, emit, offline_option, quiet_option, refusing

__all__ = ["export", "review"]

# Named here as well as in `export.FORMATS`, so that asking for help loads none of them; a test compares the two.
_FORMATS = (
    "html",
    "tmx",
    "xliff",
    "xliff12",
    "csv",
    "xlsx",
    "docx",
    "jsonl",
    "annotation",
    "prov",
    "schema-org",
    "mqm",
    "markdown",
    "summary",
)


@click.command()
@click.argument("trace")
@click.option("--name", metavar="NAME", help="Who reviews; asked for on the page when not given.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, metavar="N", help="Port on 127.0.0.1; 0 for any that is free.")
@click.option("--open/--no-open", "show", default=None, help="Open the page in the browser; by default where a person is at the terminal.")
@click.option("--merge", multiple=True, metavar="FILE", help="Take in the decisions of another reviewer's file first; may be given again.")
@click.option("--merge-only", is_flag=True, help="Take them in, enter them in the trace's ledger, and end.")
@quiet_option
@refusing
def review(trace: str, name: str | None, port: int, show: bool | None, merge: tuple[str, ...], merge_only: bool, quiet: bool) -> None:
    """Decide on the departures of TRACE on a page in your browser, served on 127.0.0.1 to you alone.

    Decisions are kept in a file beside the trace folder, each at once; Ctrl-C ends the desk and enters them in the trace's ledger.
    """
    from sourcetrace.provenance.printable import shown
    from sourcetrace.provenance.review.desk import Desk, reviewer_name

    desk = Desk(trace)
    for told in (*([desk.notice] if desk.notice else []), *(desk.merge(Path(file)) for file in merge)):
        if not quiet:
            click.echo(f"sourcetrace: {shown(told)}", err=True)
    if merge_only:
        emit([shown(desk.closed())])
        return
    from sourcetrace.provenance.review.server import serve

    serve(desk, port, reviewer_name(name) if name else "", _opened(show), quiet)
    emit([shown(desk.closed())])


def _opened(show: bool | None) -> bool:
    """Whether to open the browser."""
    return sys.stdout.isatty() if show is None else show


@click.command()
@click.argument("trace")
@click.option("--to", "to", type=click.Choice(_FORMATS), required=True, metavar="FORMAT", help=f"One of {', '.join(_FORMATS)}.")
@click.option("--out", metavar="FILE", help="Write to this file; by default to standard output.")
@click.option(
    "--departures",
    type=click.Choice(("standing", "confirmed", "all")),
    default="standing",
    show_default=True,
    help="Which go with it: flags that nobody dismissed, what was confirmed, or all, hints and dismissed ones too.",
)
@click.option("--overwrite", is_flag=True, help="Replace the file if it exists.")
@offline_option
@refusing
def export(trace: str, to: str, out: str | None, departures: str, overwrite: bool) -> None:
    """Write TRACE, with what people decided on it, in another format."""
    from sourcetrace.provenance.export import CHOICES, exported, format_of, material
    from sourcetrace.provenance.opening import open_trace

    form = format_of(to)
    target = Path(out) if out and out != "-" else None
    if target is None and form.binary and sys.stdout.isatty():
        raise Refusal(f"{to} is no text for a terminal; give --out FILE{form.suffix}.")
    if target is not None and target.is_dir():
        raise Refusal(f"{target} is a folder; give a file with --out.")
    if target is not None and target.exists() and not overwrite:
        raise Refusal(f"{target} exists already; give --overwrite to replace it, or another --out.")
    choice = next(one for one in CHOICES if one == departures)
    data = exported(material(open_trace(trace), choice), form)
    if target is None:
        emit([data], ended=False)
        return
    from sourcetrace.provenance.archiving.disk import replacing

    with replacing(target) as file:
        file.write(data)
