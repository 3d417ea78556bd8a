"""The commands that keep: `archive` and what belongs to it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click
from sourcetrace.provenance.commands.shell import (
    RECOVERY,
    AddByDefault,
    Refusal,
    archive_address,
    emit,
    json_option,
    offline_told,
    options_of,
    print_json,
    progress_told,
    quiet_option,
    refusing,
)

if TYPE_CHECKING:
    from sourcetrace.provenance.publishing import Keys

__all__ = ["archive"]


@click.group(cls=AddByDefault)
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
@offline_told
@options_of(*(RECOVERY[name] for name in ("images", "timeout", "max_bytes", "wayback", "ignore_robots", "allow_private")))
@json_option
@quiet_option
@refusing
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
    from sourcetrace.provenance.addresses import WAYBACK
    from sourcetrace.provenance.custody import archive_each
    from sourcetrace.provenance.recovery.chain import Options
    from sourcetrace.provenance.recovery.fetch import Limits
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
        wayback=archive_address(wayback) or WAYBACK,
    )
    done = []
    with progress_told(quiet) as progress:
        for one in archive_each(named, folder, options=options, new_only=new_only, public=_keys() if public else None, progress=progress):
            done.append(one)
            if not as_json:
                emit([archived_line(one)])
    if as_json:
        print_json(done)
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
@json_option
@refusing
def list_(folder: str, as_json: bool) -> None:
    """List what the archive FOLDER holds, in the order it came."""
    from sourcetrace.provenance.archiving.folder import Archive
    from sourcetrace.provenance.terminal import ledger_lines

    entries = [entry for entry, _ in Archive(folder).entries()]
    if as_json:
        print_json(entries)
    else:
        emit(ledger_lines(entries))


@archive.command()
@click.argument("folder")
@click.argument("capture")
@click.option("--text", is_flag=True, help="Print the text that was read from it, and nothing else.")
@json_option
@refusing
def show(folder: str, capture: str, text: bool, as_json: bool) -> None:
    """Show one CAPTURE of the archive FOLDER: its records and what was read from it. The beginning of its name will do."""
    from sourcetrace.provenance.custody import look
    from sourcetrace.provenance.terminal import capture_lines

    found = look(folder, capture)
    if as_json:
        print_json(found)
    elif text:
        emit([found.text])
    else:
        emit(capture_lines(found))


@archive.command()
@click.argument("folder")
@click.option(
    "--authority", "authorities", multiple=True, metavar="URL", help="A time-stamping authority (RFC 3161); may be given again. Two common ones by default."
)
@click.option("--calendar", "calendars", multiple=True, metavar="URL", help="A calendar of OpenTimestamps to ask, too; may be given again.")
@click.option("--no-authority", is_flag=True, help="Ask no authority.")
@click.option("--key", metavar="FILE", help="Sign with this Ed25519 key (PEM).")
@click.option("--trust", multiple=True, metavar="FILE", help="Root certificates of authorities (PEM), beside the common store; may be given again.")
@offline_told
@options_of(RECOVERY["timeout"], RECOVERY["allow_private"])
@json_option
@quiet_option
@refusing
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
    with progress_told(quiet) as progress:
        marks = run(folder, authorities=asked, calendars=calendars, key=key, trust=trust, options=options, progress=progress)
    if as_json:
        print_json(marks)
    else:
        emit(mark_lines(marks))
    if all(mark.outcome == "failed" for mark in marks):
        sys.exit(1)


@archive.command()
@click.argument("folder")
@click.argument("captures", nargs=-1, metavar="[CAPTURE]...")
@click.option("--to", "target", required=True, metavar="FILE", help="A .wacz of the captures, or a .zip of the whole folder.")
@refusing
def export(folder: str, captures: tuple[str, ...], target: str) -> None:
    """Write CAPTUREs of the archive FOLDER, or all, into one WACZ; or the folder, or a trace folder, into a ZIP file."""
    from sourcetrace.provenance.custody import export as run
    from sourcetrace.provenance.printable import shown

    count = run(folder, target, captures)
    what = "files" if target.lower().endswith(".zip") else "captures"
    emit([f"{count:,} {what} in {shown(target)}"])
