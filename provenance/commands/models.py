"""The commands for machine translation: `translate`, and `models` for what it needs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec
from sourcetrace.provenance.commands.shell import (
    RECOVERY,
    Refusal,
    document_at,
    emit,
    encoding_option,
    json_option,
    offline_told,
    options_of,
    print_json,
    progress_told,
    quiet_option,
    refusing,
)

if TYPE_CHECKING:
    from sourcetrace.provenance.recovery.fetch import Client
    from sourcetrace.translate.engines.language_model import ModelReceipt
    from sourcetrace.translate.engines.packages import Installed

__all__ = ["models", "translate"]


@click.command()
@click.argument("file")
@click.option("--from", "source_language", metavar="CODE", help="Language of the text, e.g. zh; detected when not given.")
@click.option("--to", "target_language", metavar="CODE", default="en", show_default=True, help="Language to translate it into.")
@encoding_option
@offline_told
@json_option
@quiet_option
@refusing
def translate(file: str, source_language: str | None, target_language: str, encoding: str | None, offline: bool, as_json: bool, quiet: bool) -> None:
    """Translate FILE on this machine, keeping its paragraphs; - for standard input.

    It is a machine translation, to read by; what looks like a fault of the engine is told on standard error.
    """
    from sourcetrace.translate.language import detect
    from sourcetrace.translate.translation import translate_text

    with progress_told(quiet) as progress:
        progress("reading")
        text = document_at(file, encoding, offline).text
        language = source_language or detect(text).language
        if language == target_language:
            raise Refusal(f"The text is in {language} already; name another language with --to, or the right one with --from.")
        progress("translating")
        found = translate_text(text, language, target_language, progress)
    if as_json:
        print_json(found)
    else:
        emit([found.text.rstrip("\n")])
    faults = Counter(fault for sentence in found.sentences for fault in sentence.faults)
    if faults and not quiet:
        told = ", ".join(f"{fault} {count}×" for fault, count in faults.most_common())
        click.echo(f"sourcetrace: the engine's own faults in {len(found.sentences)} sentences: {told}.", err=True)


@click.group()
def models() -> None:
    """List, install and remove the models that translate and judge, on this machine."""


_index = click.option("--index", metavar="URL", help="Another index of Argos packages than the official one.")


class Listed(msgspec.Struct, frozen=True):
    """A model on this machine, or one that the index offers."""

    kind: str
    name: str
    languages: str
    version: str
    state: str
    source: str
    size: int | None
    archive: str | None
    digest: str | None


@models.command("list")
@click.option("--available", is_flag=True, help="List what the index of Argos packages offers, too.")
@_index
@offline_told
@options_of(RECOVERY["allow_private"])
@json_option
@quiet_option
@refusing
def list_(available: bool, index: str | None, offline: bool, allow_private: bool, as_json: bool, quiet: bool) -> None:
    """List the models on this machine, with source, size and digest."""
    from sourcetrace.translate.engines.language_model import available as lm_available
    from sourcetrace.translate.engines.language_model import models as language_models
    from sourcetrace.translate.engines.packages import installed

    found = [*map(_package, installed()), *map(_language_model, language_models())]
    if lm_available() and not any(one.kind == "language model" for one in found):
        found.append(Listed("language model", "Gemma 3 270M", "any", "", "installed; converted at its first use", "sourcetrace[lm]", None, None, None))
    if available:
        from sourcetrace.provenance.model_index import INDEX, offered

        with progress_told(quiet) as progress, _client(offline, allow_private) as client:
            progress("asking the index")
            found += [
                Listed("package", one.pair, one.pair, one.package_version, "available", " ".join(one.links[:1]), None, None, None)
                for one in offered(client, index or INDEX)
            ]
    if as_json:
        print_json(found)
    else:
        emit(_lines(found))


def _package(one: Installed) -> Listed:
    receipt = one.receipt
    state = "installed" if one.ours else "found in another Argos installation"
    return Listed(
        kind="package",
        name=one.name,
        languages=one.pair,
        version=one.metadata.package_version,
        state=state,
        source=receipt.source if receipt else str(one.folder),
        size=receipt.size if receipt else None,
        archive=receipt.archive if receipt else None,
        digest=receipt.digest if receipt else None,
    )


def _language_model(one: ModelReceipt) -> Listed:
    state = f"converted; licence: {one.about.licence}"
    return Listed("language model", one.about.name, "any", one.about.architecture, state, one.source, one.size, one.digest, one.digest)


def _lines(found: list[Listed]) -> list[str]:
    from sourcetrace.provenance.printable import shown

    if not found:
        return ["No models are installed. For Chinese into English: sourcetrace models install zh-en"]
    lines = []
    for one in found:
        size = f", {one.size / 1e6:,.1f} MB" if one.size else ""
        lines.append(shown(f"{one.kind:14s} {one.languages:7s} {one.name} {one.version}: {one.state}"))
        if one.state != "available":
            lines.append(shown(f"    from {one.source}{size}"))
            lines += [shown(f"    {label} {value}") for label, value in (("file  ", one.archive), ("loaded", one.digest)) if value]
    return lines


@models.command()
@click.argument("package", metavar="PAIR|FILE|URL")
@click.option("--sha256", metavar="HEX", help="Refuse a file with another digest.")
@_index
@offline_told
@options_of(RECOVERY["allow_private"])
@json_option
@quiet_option
@refusing
def install(package: str, sha256: str | None, index: str | None, offline: bool, allow_private: bool, as_json: bool, quiet: bool) -> None:
    """Install an Argos package: a PAIR such as zh-en from the index, a FILE (.argosmodel), or the file behind a URL.

    A FILE may also be a language model (.gguf), which is then converted. Source, size and SHA-256 are noted, and every file
    is checked against them when it is used.
    """
    if sha256 is not None and not re.fullmatch(r"(?:sha256:)?[0-9A-Fa-f]{64}", sha256):
        raise Refusal("--sha256 takes 64 hexadecimal digits.")
    with progress_told(quiet) as progress:
        if package.lower().endswith(".gguf"):
            done: list[Any] = [_converted(Path(package), sha256, progress)]
        elif re.fullmatch(r"[a-z]{2,3}-[a-z]{2,3}", package):
            done = _from_index(package, sha256, index, offline, allow_private, progress)
        elif package.lower().startswith(("http://", "https://")):
            done = [_from_address([package], package.rsplit("/", 1)[-1].removesuffix(".argosmodel") or "package", sha256, offline, allow_private, progress)]
        else:
            from sourcetrace.translate.engines.packages import install as run

            progress("installing")
            done = [_package(run(Path(package), expected=sha256))]
    if as_json:
        print_json(done)
    else:
        emit(_lines(done))


def _converted(path: Path, sha256: str | None, progress: Any) -> Listed:
    from sourcetrace.translate.engines.gguf import ModelError, sha256_of
    from sourcetrace.translate.engines.language_model import models as language_models
    from sourcetrace.translate.engines.language_model import prepare

    if sha256 is not None and path.is_file() and sha256_of(path) != f"sha256:{sha256.removeprefix('sha256:').lower()}":
        raise ModelError(f"{path.name} has another digest than the one you gave; nothing was installed.")
    folder = prepare(path, progress)
    return next(_language_model(one) for one in language_models() if folder.name.startswith(one.digest.removeprefix("sha256:")[:16]))


def _from_index(pair: str, sha256: str | None, index: str | None, offline: bool, allow_private: bool, progress: Any) -> list[Listed]:
    from sourcetrace.provenance.model_index import INDEX, offered, wanted

    with _client(offline, allow_private) as client:
        progress("asking the index")
        way = wanted(pair, offered(client, index or INDEX))
    if sha256 is not None and len(way) > 1:
        raise Refusal(f"{pair} goes by way of English, in two packages; install {way[0].pair} and {way[1].pair} each with its --sha256.")
    return [_from_address(list(one.links), f"{one.pair}-{one.package_version}", sha256, offline, allow_private, progress, one.pair) for one in way]


def _from_address(links: list[str], name: str, sha256: str | None, offline: bool, allow_private: bool, progress: Any, pair: str | None = None) -> Listed:
    from sourcetrace.provenance.model_index import downloaded
    from sourcetrace.translate.engines.packages import install as run

    with _client(offline, allow_private) as client, downloaded(client, links, name, progress) as (path, address):
        progress(f"installing {name}")
        return _package(run(path, source=address, expected=sha256, pair=pair))


def _client(offline: bool, allow_private: bool) -> Client:
    from sourcetrace.provenance.model_index import LIMITS
    from sourcetrace.provenance.recovery.fetch import Client

    if offline:
        raise Refusal("--offline forbids to ask the index or to download; give a package as a file.")
    return Client(LIMITS, allow_private=allow_private, robots=False)


@models.command()
@click.argument("name")
@refusing
def remove(name: str) -> None:
    """Remove a package by its name or its pair of languages, or a language model by its name."""
    from sourcetrace.provenance.printable import shown
    from sourcetrace.translate.engines.language_model import models as language_models
    from sourcetrace.translate.engines.language_model import remove as remove_model
    from sourcetrace.translate.engines.packages import remove as remove_package

    if any(one.about.name == name for one in language_models()):
        remove_model(name)
        emit([f"Removed the converted language model {shown(name)}."])
        return
    gone = remove_package(name)
    emit([f"Removed {shown(gone.name)}."])
