"""The command line. Data goes to standard output, progress and messages to standard error.

Exit codes: 0 done, 1 a check the user asked for failed, 2 wrong usage or input, 130 interrupted.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Unpack
from urllib.parse import urlsplit

import click
from sourcetrace.provenance.commands.archive import archive
from sourcetrace.provenance.commands.batch import batch
from sourcetrace.provenance.commands.models import models, translate
from sourcetrace.provenance.commands.review import export, review
from sourcetrace.provenance.commands.shell import (
    SEVERITIES,
    Refusal,
    Wishes,
    document_at,
    documents_at,
    emit,
    encoding_option,
    fail_on_option,
    force_option,
    from_option,
    glossary_option,
    json_option,
    lm_option,
    no_models_option,
    offline_option,
    offline_told,
    one_standard_input,
    options_from,
    print_json,
    profile_option,
    progress_told,
    quiet_option,
    recovery_options,
    refusing,
    to_option,
)

if TYPE_CHECKING:
    from sourcetrace.translate.departures import Departure
    from sourcetrace.translate.engines.reference import FindEngines
    from sourcetrace.translate.glossary import Term

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="sourcetrace", prog_name="sourcetrace")
def cli() -> None:
    """Find the original behind a translated article, keep it as evidence, and show where the English departs from it."""


@cli.command()
@click.argument("article")
@click.option("--source", metavar="FILE|URL", help="The original or its address, when you have it; - for standard input.")
@click.option("--out", metavar="DIR", help="Folder for the trace; by default the article's name with .trace, here.")
@click.option("--overwrite", is_flag=True, help="Replace the trace folder if it exists.")
@offline_told
@recovery_options
@encoding_option
@force_option
@glossary_option
@no_models_option
@lm_option
@profile_option
@fail_on_option
@json_option
@quiet_option
@refusing
def trace(
    article: str,
    source: str | None,
    out: str | None,
    overwrite: bool,
    offline: bool,
    encoding: str | None,
    force: bool,
    glossary: str | None,
    no_models: bool,
    lm: str | None,
    profile: bool,
    fail_on: str | None,
    as_json: bool,
    quiet: bool,
    **wishes: Unpack[Wishes],
) -> None:
    """Trace ARTICLE to its original and compare the two.

    ARTICLE is an English document (.txt .md .html .mhtml .docx .pdf .epub .warc .wacz), an address, or - for standard
    input. The trace is written as a folder with the record (data/trace.json), the report (data/report.html) and everything
    that was received, as received.
    """
    from sourcetrace.provenance.pipeline import trace as run
    from sourcetrace.provenance.printable import shown
    from sourcetrace.provenance.terminal import trace_lines

    one_standard_input(article, source)
    options = options_from(wishes, offline)
    folder = Path(out) if out else Path(_stem(article) + ".trace")
    _writable(folder, overwrite)
    terms = _terms(glossary)
    with progress_told(quiet) as progress:
        record = run(
            article,
            source,
            folder,
            offline,
            options=options,
            encoding=encoding,
            overwrite=overwrite,
            force=force,
            engines=_engines(no_models, lm),
            glossary=terms,
            progress=progress,
        )
    if as_json:
        print_json(record)
    else:
        next_step = [f"Decide: sourcetrace review {shown(shlex.quote(str(folder)))}"] if record.comparison else []
        emit([*trace_lines(record), "", f"Report: {shown(str(folder / 'data' / 'report.html'))}", *next_step])
    if profile:
        for stage, seconds in record.clock.seconds.items():
            click.echo(f"{seconds:10.3f} s  {stage}", err=True)
    _fail(fail_on, record.comparison.flags if record.comparison else [])


def _terms(glossary: str | None) -> tuple[Term, ...]:
    """The user's glossary, if there is one."""
    from sourcetrace.translate.glossary import read_glossary

    return read_glossary(glossary) if glossary else ()


def _engines(no_models: bool, lm: str | None) -> FindEngines | None:
    """What may be asked about the texts."""
    if no_models:
        if lm:
            raise Refusal("--no-models leaves no use for --lm; give one of them.")
        return None
    from functools import partial

    from sourcetrace.translate.engines.reference import engines_of_this_machine

    return partial(engines_of_this_machine, model=Path(lm) if lm else None)


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
@offline_told
@recovery_options
@encoding_option
@json_option
@quiet_option
@refusing
def recover(
    target: str, source: str | None, save: str | None, offline: bool, encoding: str | None, as_json: bool, quiet: bool, **wishes: Unpack[Wishes]
) -> None:
    """Try to get the original that ARTICLE names, or the page at URL, and tell every attempt.

    That it cannot be recovered is an answer, and ends with exit code 0.
    """
    from sourcetrace.provenance.pipeline import recover_with_bytes as run
    from sourcetrace.provenance.printable import shown
    from sourcetrace.provenance.recovery.saving import require_folder, save_captures
    from sourcetrace.provenance.terminal import recovery_lines

    one_standard_input(target, source)
    options = options_from(wishes, offline)
    folder = require_folder(save) if save else None
    with progress_told(quiet) as progress:
        recovery, recovered = run(target, source, options=options, encoding=encoding, progress=progress)
    written = save_captures(folder, recovered) if folder else []
    if as_json:
        print_json(recovery)
    else:
        emit([*recovery_lines(recovery), *(f"Saved: {shown(str(path))}" for path in written)])


def _writable(folder: Path, overwrite: bool) -> None:
    """Say at once, not after the work, that the folder cannot be written."""
    from sourcetrace.provenance.archiving.bag import require_free

    require_free(Path(os.path.abspath(folder)), overwrite)
    above = next((p for p in Path(os.path.abspath(folder)).parents if os.path.lexists(p)), Path("/"))
    if not above.is_dir():
        raise Refusal(f"{folder} cannot be written: {above} is no folder; give another --out.")
    if not os.access(above, os.W_OK):
        raise Refusal(f"{folder} cannot be written: no permission in {above}; give another --out.")


def _fail(threshold: str | None, flags: list[Departure]) -> None:
    if threshold and any(d.severity in SEVERITIES[: SEVERITIES.index(threshold) + 1] for d in flags):
        sys.exit(1)


@cli.command()
@click.argument("source")
@click.argument("target")
@from_option
@to_option
@encoding_option
@offline_told
@force_option
@glossary_option
@no_models_option
@lm_option
@fail_on_option
@json_option
@quiet_option
@refusing
def compare(
    source: str,
    target: str,
    source_language: str | None,
    target_language: str | None,
    encoding: str | None,
    offline: bool,
    force: bool,
    glossary: str | None,
    no_models: bool,
    lm: str | None,
    fail_on: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Align SOURCE (the original) with TARGET (its English translation) and look for departures."""
    from sourcetrace.provenance.terminal import comparison_lines
    from sourcetrace.translate.comparison import Context, compare_with_reference, pair_languages

    context = Context(glossary=_terms(glossary))
    with progress_told(quiet) as progress:
        progress("reading")
        left, right = documents_at(source, target, encoding, offline)
        if not force:
            source_language, target_language = pair_languages(left.text, right.text, source_language, target_language)
        progress("comparing")
        engines = _engines(no_models, lm)
        comparison, _ = compare_with_reference(left.text, right.text, source_language, target_language, context, engines, progress)
    if comparison.pair.verdict == "unrelated" and not force:
        raise Refusal(f"{source} and {target} do not look like translations of each other; check the files, or give --force to compare them anyway.")
    if as_json:
        print_json(comparison)
    else:
        emit(comparison_lines(comparison))
    _fail(fail_on, comparison.flags)


@cli.command()
@click.argument("source")
@click.argument("target")
@from_option
@to_option
@encoding_option
@offline_told
@json_option
@quiet_option
@refusing
def align(
    source: str, target: str, source_language: str | None, target_language: str | None, encoding: str | None, offline: bool, as_json: bool, quiet: bool
) -> None:
    """Align SOURCE and TARGET sentence by sentence, in any two languages."""
    from shutil import get_terminal_size

    from sourcetrace.provenance.terminal import alignment_lines
    from sourcetrace.translate.alignment import align as run

    with progress_told(quiet) as progress:
        progress("reading")
        left, right = documents_at(source, target, encoding, offline)
        progress("aligning")
        alignment = run(left.text, right.text, source_language, target_language)
    if alignment.pair.verdict in ("related", "unrelated"):
        click.echo("sourcetrace: these two texts do not look like translations of each other.", err=True)
    for notice in alignment.notices:
        click.echo(f"sourcetrace: {notice}", err=True)
    if as_json:
        print_json(alignment)
    else:
        emit(alignment_lines(alignment, get_terminal_size((100, 24)).columns))


@cli.command()
@click.argument("file")
@encoding_option
@offline_told
@json_option
@refusing
def detect(file: str, encoding: str | None, offline: bool, as_json: bool) -> None:
    """Tell which language FILE is written in, with the evidence; - for standard input."""
    from sourcetrace.translate.language import detect as run

    found = run(document_at(file, encoding, offline).text, second_opinion=True)
    if as_json:
        print_json(found)
        return
    second = f"; langdetect says {found.second_opinion}" if found.disputed else ""
    seen = ", ".join(f"{e.kind} {e.detail} {e.value:g}" for e in found.evidence)
    emit([f"{found.language}  {found.confidence:.2f}{second}", f"    {seen}"])


@cli.command()
@click.argument("article")
@encoding_option
@offline_told
@json_option
@refusing
def references(article: str, encoding: str | None, offline: bool, as_json: bool) -> None:
    """List every place where ARTICLE names its original, the likeliest first."""
    from sourcetrace.provenance.references import find_references
    from sourcetrace.provenance.terminal import reference_lines

    found = find_references(document_at(article, encoding, offline))
    if as_json:
        print_json(found)
    else:
        emit(reference_lines(found))


for _command in (archive, translate, models):
    cli.add_command(_command)


@cli.command()
@click.argument("path")
@click.option("--deep", is_flag=True, help="Of an archive, read every capture again and compare the text; of a trace that is always done.")
@click.option("--trust", multiple=True, metavar="FILE", help="Root certificates of authorities (PEM), beside the common store; may be given again.")
@click.option("--signer", metavar="FILE", help="The public key (PEM) that must have signed.")
@offline_option
@json_option
@refusing
def verify(path: str, deep: bool, trust: tuple[str, ...], signer: str | None, as_json: bool) -> None:
    """Check every digest of what was kept at PATH, and that its parts belong together. Needs no network.

    PATH is a trace folder, an archive, a ZIP file of either, or a capture (.wacz).
    """
    from sourcetrace.provenance.terminal import verification_lines
    from sourcetrace.provenance.verification.verify import verify as run

    found = run(path, trust=trust, signer=signer, deep=deep)
    if as_json:
        print_json(found)
    else:
        emit(verification_lines(found))
    if not found.ok:
        sys.exit(1)


for _command in (review, export, batch):
    cli.add_command(_command)


@cli.command()
def schema() -> None:
    """Print the JSON Schema of trace.json."""
    from sourcetrace.provenance.record import json_schema

    print_json(json_schema())


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
