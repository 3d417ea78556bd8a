"""Argos packages on this machine: installing from a file, listing, checking, removing, and the way from one language to another.

A package is a ZIP of one folder: `metadata.json`, `model/` (CTranslate2), `sentencepiece.model` or `bpe.model`, and a sentence
splitter that we do not use. Argos's own installer unpacks whatever it is given and checks nothing; this one takes the folder
apart first, tries the model in a process of its own, and keeps a receipt with the digest of every file, checked at each load.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import msgspec
from sourcetrace.translate.engines.home import argos_folders, home, making, now
from sourcetrace.translate.text import InputError

__all__ = ["Installed", "Metadata", "Missing", "PackageError", "Receipt", "check", "install", "installed", "remove", "route"]

_RECEIPT = "sourcetrace.json"
_FILES, _BYTES, _RATIO = 2_000, 4_000_000_000, 20  # packages hold some 20 files, 500 MB at most, and hardly shrink when packed
_SPLITTERS = ("stanza/", "minisbd/", "spacy/")  # sentence splitters; sentences are ours, so they are not loaded and not hashed
_TRIAL_SECONDS = 120


class PackageError(InputError):
    """A package is bad, or not what was installed."""


class Missing(InputError):  # noqa: N818, it is the package that is missing
    """No package leads from one language to another."""

    def __init__(self, source_language: str, target_language: str) -> None:
        known = all(re.fullmatch("[a-z]{2,3}", code) and code != "und" for code in (source_language, target_language))
        pair = f"sourcetrace models install {source_language}-{target_language} (or a file: " if known else "("
        super().__init__(
            f"No package translates from {source_language[:20]} to {target_language[:20]}; install one: {pair}sourcetrace models install FILE.argosmodel)."
        )


class Metadata(msgspec.Struct, frozen=True):
    """`metadata.json` of a package, as far as we read it. Language codes are Argos's."""

    from_code: str
    to_code: str
    package_version: str = ""
    argos_version: str = ""
    from_name: str = ""
    to_name: str = ""
    type: str = "translate"


class Receipt(msgspec.Struct, frozen=True):
    """What was installed, from where, and the digest of each file that is loaded.

    Attributes:
        source: address or file name it came from; "found" for one that another program had installed.
        archive: digest of the package file as received; None where it was found unpacked.
        size: of that file, in bytes.
        when: RFC 3339; of installation, or when it was first seen.
        files: digest by path in the package.
    """

    source: str
    archive: str | None
    size: int | None
    when: str
    files: dict[str, str]

    @property
    def digest(self) -> str:
        """One digest for all: SHA-256 of the lines that `sha256sum` prints for the files, in order of their paths."""
        lines = "".join(f"{value.removeprefix('sha256:')}  {path}\n" for path, value in sorted(self.files.items()))
        return "sha256:" + hashlib.sha256(lines.encode()).hexdigest()


class Installed(msgspec.Struct, frozen=True):
    """A package on this machine.

    Attributes:
        name: of its folder, which is unique among them all.
        folder: where it lies.
        ours: False where it belongs to another Argos installation, in which nothing is ever written.
        receipt: None where it was only found, and not yet loaded.
    """

    name: str
    folder: Path
    metadata: Metadata
    ours: bool
    receipt: Receipt | None

    @property
    def pair(self) -> str:
        """`zh-en`."""
        return f"{self.metadata.from_code}-{self.metadata.to_code}"


# --- what is there ----------------------------------------------------------------------------------------------------------


def installed() -> list[Installed]:
    """Every translation package on this machine: ours first, then those of other Argos installations; newest first."""
    try:
        found = [one for folder, ours in _folders() for one in _in_folder(folder, ours)]
    except OSError as error:
        raise PackageError(f"The packages cannot be read ({error.filename}: {(error.strerror or str(error)).lower()}).") from None
    return sorted(found, key=lambda one: (one.pair, not one.ours, [-n for n in _version(one.metadata.package_version)], one.name))


def _folders() -> Iterator[tuple[Path, bool]]:
    own = home() / "packages"
    if own.is_dir():
        yield own, True
    for folder in argos_folders():
        if not (own.is_dir() and folder.samefile(own)):
            yield folder, False


def _in_folder(folder: Path, ours: bool) -> Iterator[Installed]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or not (path / "metadata.json").is_file():
            continue
        try:
            metadata = _metadata(path)
        except PackageError:
            continue  # another program's; `models list` is no judge of it, and nothing here would load it
        if metadata.type == "translate":
            yield Installed(path.name, path, metadata, ours, _receipt(path if ours else _seen(path)))


def _metadata(folder: Path) -> Metadata:
    try:
        metadata = msgspec.json.decode((folder / "metadata.json").read_bytes(), type=Metadata)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise PackageError(f"{folder.name} is no Argos package for translation: its metadata.json names no languages.") from None
    if not all(re.fullmatch(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?", code) for code in (metadata.from_code, metadata.to_code)):
        raise PackageError(f"{folder.name} is no Argos package for translation: its language codes are none.")
    return metadata


def _version(text: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d{1,9}", text)]


def _seen(folder: Path) -> Path:
    """Where the receipt of a package lies that another program installed."""
    return home() / "seen" / hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]


def _receipt(folder: Path) -> Receipt | None:
    path = folder / _RECEIPT
    if not path.is_file():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Receipt)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Receipt("a receipt that cannot be read", None, None, "", {})  # no file is as it says, so nothing is loaded, and it can be removed


# --- the way from one language to another -------------------------------------------------------------------------------------

# Codes under which Argos keeps variants of a language that we do not tell apart.
_VARIANTS = {"zh": ("zh", "zt"), "pt": ("pt", "pb")}
_LEGS = 3


def route(source_language: str, target_language: str, packages: Iterable[Installed] | None = None) -> list[Installed]:
    """The packages that lead from one language to the other, the fewest; by way of English where that is as short.

    Raises:
        Missing: none do.
    """
    by_start: dict[str, list[Installed]] = {}
    for one in installed() if packages is None else packages:
        by_start.setdefault(one.metadata.from_code, []).append(one)
    goals = _VARIANTS.get(target_language, (target_language,))
    pending: deque[list[Installed]] = deque([[one] for start in _VARIANTS.get(source_language, (source_language,)) for one in by_start.get(start, ())])
    found: list[list[Installed]] = []
    while pending:
        way = pending.popleft()
        if found and len(way) > len(found[0]):
            break
        if way[-1].metadata.to_code in goals:
            found.append(way)
        elif len(way) < _LEGS:
            passed = {leg.metadata.from_code for leg in way}
            pending.extend([*way, one] for one in by_start.get(way[-1].metadata.to_code, ()) if one.metadata.to_code not in passed)
    if not found:
        raise Missing(source_language, target_language)
    return min(found, key=lambda way: "en" not in {leg.metadata.to_code for leg in way[:-1]} if len(way) > 1 else False)


# --- checking -----------------------------------------------------------------------------------------------------------------


def check(package: Installed) -> Receipt:
    """See that a package's files are those that were installed; one found unpacked gets its receipt at first sight.

    Raises:
        PackageError: a file is missing, changed or added, or cannot be read.
    """
    try:
        found = _digests(package.folder)
    except OSError as error:
        raise PackageError(f"The package {package.name} cannot be read ({(error.strerror or str(error)).lower()}).") from None
    if package.receipt is None:
        receipt = Receipt("found", None, None, now(), found)
        with making(_seen(package.folder)) as scratch:
            (scratch / _RECEIPT).write_bytes(msgspec.json.encode(receipt))
        return receipt
    expected = package.receipt.files
    changed = sorted(path for path in {*found, *expected} if found.get(path) != expected.get(path))
    if changed:
        again = f"sourcetrace models remove {package.name}, and install it again" if package.ours else "install it again in Argos Translate"
        raise PackageError(f"The package {package.name} is not what was installed: {changed[0]} differs; nothing was translated with it ({again}).")
    return package.receipt


def _digests(folder: Path) -> dict[str, str]:
    """Digest by path of every file that an engine loads."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name == _RECEIPT or name.startswith(_SPLITTERS) or (path.is_dir() and not path.is_symlink()):
            continue
        if path.is_symlink() or not path.is_file():
            raise PackageError(f"The package {folder.name} holds {name}, which is no plain file; nothing was loaded from it.")
        with path.open("rb") as file:
            found[name] = "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
    return found


# --- installing and removing ----------------------------------------------------------------------------------------------------


def install(path: Path, source: str | None = None, expected: str | None = None, pair: str | None = None) -> Installed:
    """Install a package file; an older one of the same name is replaced.

    Args:
        path: the `.argosmodel` file.
        source: where it came from; the file's name by default.
        expected: the SHA-256 it must have, hex, with or without `sha256:`.
        pair: the languages it must translate, as `zh-en`.

    Raises:
        PackageError: it is no package, or holds what no package holds, or has another digest, or its model cannot be loaded.
            Nothing is installed then.
    """
    try:
        with path.open("rb") as file:
            archive = "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
    except OSError as error:
        raise PackageError(f"{path} cannot be read ({(error.strerror or str(error)).lower()}); give an .argosmodel file.") from None
    if expected is not None and expected.removeprefix("sha256:").lower() != archive.removeprefix("sha256:"):
        raise PackageError(f"{path.name} has digest {archive}, not the one you gave; nothing was installed.")
    name, members = _members(path)
    target = home() / "packages" / name
    with making(target) as scratch:
        _unpack(path, members, scratch)
        metadata = _metadata(scratch)
        if metadata.type != "translate":
            raise PackageError(f"{path.name} is an Argos package of another kind ({metadata.type[:40]}), not one that translates.")
        if pair is not None and f"{metadata.from_code}-{metadata.to_code}" != pair:
            raise PackageError(f"{path.name} translates {metadata.from_code}-{metadata.to_code}, not {pair}; nothing was installed.")
        _try(scratch, path.name)
        receipt = Receipt(source or path.name, archive, size, now(), _digests(scratch))
        (scratch / _RECEIPT).write_bytes(msgspec.json.format(msgspec.json.encode(receipt), indent=1) + b"\n")
    return Installed(name, target, metadata, True, receipt)


def remove(name: str) -> Installed:
    """Take away a package of ours, by the name of its folder or its pair.

    Raises:
        PackageError: there is none of that name, or several, or it belongs to another program.
    """
    found = [one for one in installed() if name in (one.name, one.pair)]
    own = [one for one in found if one.ours]
    if not found:
        raise PackageError(f"No package is called {name[:80]}; `sourcetrace models list` shows what there is.")
    if not own:
        raise PackageError(f"{found[0].name} belongs to Argos Translate, in {found[0].folder.parent}; remove it there.")
    if len(own) > 1:
        raise PackageError(f"Several packages translate {name}: {', '.join(one.name for one in own)}; name one of these.")
    doomed = own[0].folder.with_name(f".{own[0].name}.removed")
    own[0].folder.rename(doomed)  # gone at once for everyone else, whatever happens while it is deleted
    shutil.rmtree(doomed)
    return own[0]


def _members(path: Path) -> tuple[str, list[zipfile.ZipInfo]]:
    """The folder in a package file and its files.

    Raises:
        PackageError: a member leads out of the folder, is no plain file, is there twice, or they are too many or too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
        received = path.stat().st_size
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError, IndexError):
        raise PackageError(f"{path.name} is no Argos package: it is not a ZIP file.") from None
    folders, names = set(), set()
    for entry in entries:
        parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
        plain = all(re.fullmatch(r"[\w.+ -]+", part) and part not in (".", "..") for part in parts)
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if len(parts) < 2 or not plain or kind not in (0, stat.S_IFREG) or entry.flag_bits & 1 or "/".join(parts) in names:
            raise PackageError(f"{path.name} was refused: it holds {entry.filename[:80]!r}, which no package does; nothing was installed.")
        folders.add(parts[0])
        names.add("/".join(parts))
    size, packed = sum(e.file_size for e in entries), min(received, sum(e.compress_size for e in entries))  # entries may overlap
    if len(entries) > _FILES or size > min(_BYTES, max(10_000_000, _RATIO * packed)):
        raise PackageError(f"{path.name} was refused: {len(entries):,} files of {size:,} bytes are more than a package holds; nothing was installed.")
    if len(folders) != 1 or not {f"{next(iter(folders))}/{part}" for part in ("metadata.json", "model/model.bin")} <= names:
        raise PackageError(f"{path.name} is no Argos package: it lacks metadata.json and model/model.bin in one folder.")
    folder = folders.pop()
    if folder.startswith("."):
        raise PackageError(f"{path.name} was refused: its folder is hidden; nothing was installed.")
    return folder, entries


def _unpack(path: Path, members: list[zipfile.ZipInfo], target: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in members:
                place = target.joinpath(*PurePosixPath(entry.filename.replace("\\", "/")).parts[1:])
                place.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as packed, place.open("xb") as file:
                    left = entry.file_size  # what was promised is all that is read
                    while block := packed.read(min(1 << 20, left + 1)):
                        left -= len(block)
                        if left < 0:
                            raise PackageError(f"{path.name} was refused: {entry.filename[:80]} is larger than it says.")
                        file.write(block)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, zlib.error, lzma.LZMAError, struct.error) as error:
        raise PackageError(f"{path.name} is damaged ({str(error)[:120]}); nothing was installed.") from None


def _try(folder: Path, name: str) -> None:
    """Load the model and translate a word, in a process of its own: a broken model can take the whole process with it.

    Raises:
        PackageError: that fails.
    """
    # Isolated: nothing that lies in the present folder is ever imported.
    code = "import sys; from sourcetrace.translate.engines.argos import trial; trial(sys.argv[1])"
    try:
        done = subprocess.run([sys.executable, "-I", "-c", code, str(folder)], capture_output=True, timeout=_TRIAL_SECONDS, check=False)  # noqa: S603, our own code
    except subprocess.TimeoutExpired:
        raise PackageError(f"The model in {name} did not answer in {_TRIAL_SECONDS} s; nothing was installed.") from None
    if done.returncode:
        last = (done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"it ended with {done.returncode}"])[-1]
        raise PackageError(f"The model in {name} cannot be loaded ({last[:160]}); nothing was installed.")
