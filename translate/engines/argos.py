"""Argos Translate, offline: our sentences in, batched over the document, through the packages that are on this machine.

Packages are read by `argostranslate` and run by CTranslate2 with the settings Argos itself uses (beam 4, length penalty 0.2,
unknown words copied), so that a sentence comes out as Argos would give it. What Argos adds for whole texts is left out: it
splits sentences with a model that it downloads at first use, and translates them one by one.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sourcetrace.translate.engines.cache import Cache
from sourcetrace.translate.engines.faults import faults_of
from sourcetrace.translate.engines.home import home
from sourcetrace.translate.engines.packages import Installed, PackageError, Receipt, check, route
from sourcetrace.translate.engines.seam import Progress, Scores, Token, Translation
from sourcetrace.translate.engines.threads import threads_at_most
from sourcetrace.translate.text import InputError, digest

if TYPE_CHECKING:
    import ctranslate2

__all__ = ["BEAM", "Argos", "argos", "trial"]

_VERSION = 2  # of what is kept in the cache: faults, rounding
BEAM = 4  # as Argos's own default
_LENGTH_PENALTY = 0.2
_LONGEST = 256  # tokens of output at most: CTranslate2's default, which Argos leaves as it is
_SENTENCES = 16  # in a batch: more wait for the longest, fewer leave the matrices small
_STEP = 64  # sentences between two words of progress
_THREADS = 2


class Argos:
    """A translator and judge over one package, or several in a row where no package leads straight there.

    Args:
        way: the packages, in order; each is checked against its receipt when it is first used.
        threads: sentences batches that are translated side by side, one thread each.
        beam: width of the search.
        cache: keeps translations by package and sentence.
    """

    def __init__(self, way: Sequence[Installed], *, threads: int | None = None, beam: int = BEAM, cache: Cache | None = None) -> None:
        self.way = tuple(way)
        self.beam = beam
        self.cache = cache or Cache(None)
        self._threads = threads or threads_at_most(_THREADS)
        self._legs: list[_Leg] | None = None

    @property
    def legs(self) -> list[_Leg]:
        """The packages, checked and loaded."""
        if self._legs is None:
            self._legs = [_Leg(one, check(one), self._threads) for one in self.way]
        return self._legs

    @property
    def receipts(self) -> list[Receipt]:
        """What the packages are, in order."""
        return [leg.receipt for leg in self.legs]

    @property
    def signature(self) -> str:
        """`argos:translate-zh_en-1_9@sha256:…,beam4`."""
        packages = "+".join(f"{leg.package.name}@{leg.receipt.digest[:19]}" for leg in self.legs)
        return f"argos:{packages},beam{self.beam}"

    @property
    def _cached_as(self) -> str:
        """What a kept translation depends on beyond the packages."""
        return f"{self.signature}|{version('ctranslate2')}|{_VERSION}"

    def translate(self, sentences: Sequence[str], progress: Progress | None = None) -> list[Translation]:
        """One translation a sentence. Equal sentences are translated once; those of earlier runs come from the cache.

        Raises:
            PackageError: a package is not what was installed.
        """
        keys = [digest(sentence) for sentence in sentences]
        known = self.cache.get(self._cached_as, keys)
        wanted = {key: sentence for key, sentence in zip(keys, sentences, strict=True) if key not in known}
        # Similar lengths together: a batch then wastes no padding.
        order = sorted(wanted, key=lambda key: (len(wanted[key]), key))
        for start in range(0, len(order), _STEP):
            if progress and len(order) > _STEP:
                progress(f"translating, sentence {start} of {len(order)}")
            some = order[start : start + _STEP]
            made = dict(zip(some, self._translated([wanted[key] for key in some]), strict=True))
            self.cache.put(self._cached_as, made)
            known |= made
        return [known[key] for key in keys]

    def _translated(self, sentences: list[str]) -> list[Translation]:
        texts, cut = sentences, [False] * len(sentences)
        scores: list[float | None] = []
        for leg in self.legs:
            outputs = leg.translate(texts, self.beam)
            texts = [text for text, _, _ in outputs]
            scores = [score for _, score, _ in outputs]
            cut = [before or now for before, (_, _, now) in zip(cut, outputs, strict=True)]
        goal = self.way[-1].metadata.to_code
        return [
            Translation(text, faults_of(sentence, text, goal, limit), score) for sentence, text, score, limit in zip(sentences, texts, scores, cut, strict=True)
        ]

    def score(self, pairs: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Scores]:
        """How likely the package finds each given translation. Over several packages it cannot be said.

        Raises:
            PackageError: a package is not what was installed.
        """
        if len(self.way) > 1:
            return [Scores((), f"No single package leads from {self.way[0].metadata.from_code} to {self.way[-1].metadata.to_code}.")] * len(pairs)
        found: list[Scores] = []
        for start in range(0, len(pairs), _STEP):
            if progress and len(pairs) > _STEP:
                progress(f"weighing the English, passage {start} of {len(pairs)}")
            found += self.legs[0].score(pairs[start : start + _STEP])
        return found


def argos(source_language: str, target_language: str = "en") -> Argos:
    """The engine for a pair of languages, from the packages on this machine, with the cache of this machine.

    Raises:
        Missing: no packages lead from one to the other; says what to install.
    """
    return Argos(route(source_language, target_language), cache=Cache.of_this_machine())


def trial(folder: str) -> None:
    """Load the model of an unpacked package and translate a word with it; for a process of its own."""
    leg = _Leg(_as_installed(Path(folder)), Receipt("trial", None, None, "", {}), 1)
    leg.translate(["."], 1)
    sys.stdout.flush()


def _as_installed(folder: Path) -> Installed:
    from sourcetrace.translate.engines.packages import Metadata

    return Installed(folder.name, folder, Metadata("und", "und"), True, None)


class _Leg:
    """One package, loaded."""

    def __init__(self, package: Installed, receipt: Receipt, threads: int) -> None:
        import ctranslate2

        self.package, self.receipt = package, receipt
        try:
            self._argos = _argos_package(package.folder)
            self._argos.tokenizer.encode(".")
            self._model: ctranslate2.Translator = ctranslate2.Translator(str(package.folder / "model"), device="cpu", inter_threads=threads, intra_threads=1)
        except (RuntimeError, ValueError, AttributeError, TypeError, KeyError, OSError, RecursionError) as error:  # what odd packages raise in Argos's code
            raise PackageError(f"The package {package.name} cannot be loaded ({str(error)[:160]}); remove it and install it again.") from None

    def translate(self, sentences: Sequence[str], beam: int) -> list[tuple[str, float | None, bool]]:
        """Text, score and whether it was cut off, a sentence each."""
        if not sentences:
            return []
        prefix = self._argos.target_prefix
        encoded = [self._argos.tokenizer.encode(sentence) for sentence in sentences]
        try:
            results = self._translated(encoded, prefix, beam)
        except (RuntimeError, ValueError):  # a sentence is longer than the model can hold
            if len(sentences) == 1:
                return [("", None, True)]
            return [one for sentence in sentences for one in self.translate([sentence], beam)]
        return [self._read(result.hypotheses[0], result.scores[0]) for result in results]

    def _translated(self, encoded: list[list[str]], prefix: str, beam: int) -> Any:
        return self._model.translate_batch(
            encoded,
            target_prefix=[[prefix]] * len(encoded) if prefix else None,
            replace_unknowns=True,
            max_batch_size=_SENTENCES,
            beam_size=beam,
            length_penalty=_LENGTH_PENALTY,
            max_decoding_length=_LONGEST,
            max_input_length=0,  # by default the rest of a long sentence is left out in silence
            return_scores=True,
        )

    def _read(self, tokens: list[str], score: float) -> tuple[str, float | None, bool]:
        text = self._argos.tokenizer.decode(tokens).removeprefix(self._argos.target_prefix or "").removeprefix(" ")
        length = max(1, len(tokens))
        # CTranslate2 divides the sum by length ** penalty; what is told is the mean.
        mean = score * length**_LENGTH_PENALTY / length
        return text, round(mean, 2), len(tokens) >= _LONGEST

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[Scores]:
        """Forced decoding: the log-probability of every token of the second text, given the first."""
        prefix = self._argos.target_prefix
        pieces = [self._argos.tokenizer.encode(target) for _, target in pairs]
        try:
            results = self._model.score_batch(
                [self._argos.tokenizer.encode(source) for source, _ in pairs],
                [[prefix, *own] if prefix else own for own in pieces],
                max_batch_size=_SENTENCES,
                max_input_length=0,
                offset=1 if prefix else 0,
            )
        except (RuntimeError, ValueError):
            if len(pairs) == 1:
                return [Scores((), "The passage is longer than the package can hold.")]
            return [one for pair in pairs for one in self.score([pair])]
        return [
            Scores(tuple(_placed(target, own, result.log_probs)))
            if len(result.log_probs) >= len(own) and all(map(math.isfinite, result.log_probs))
            else Scores((), "The package gave no scores for it.")
            for (_, target), own, result in zip(pairs, pieces, results, strict=True)
        ]


def _placed(text: str, pieces: Sequence[str], scores: Sequence[float]) -> Iterator[Token]:
    """Where in the text each piece stands: pieces are parts of its words, in order, `▁` (or `@@`) being word boundaries."""
    position = 0
    for piece, score in zip(pieces, scores, strict=False):  # the last score is that of the end
        plain = piece.replace("▁", "").removesuffix("@@")
        at = text.find(plain, position) if plain else -1
        # A piece that was normalised away from the text (full-width forms, byte pieces) stands where it is found to be missing.
        start = at if 0 <= at <= position + _SKIPPED else position
        end = min(len(text), start + len(plain)) if at == start and plain else start
        yield Token(start, end, round(float(score), 2))
        position = max(position, end)


_SKIPPED = 12  # code points that a piece may lie behind the one before


def _argos_package(folder: Path) -> Any:
    """A package as Argos reads it: its tokenizer, its prefix."""
    with _argos_environment():
        from argostranslate.package import Package
    return Package(folder)


@contextmanager
def _argos_environment() -> Iterator[None]:
    """Importing `argostranslate` makes folders wherever the environment says: for that while, inside ours."""
    own = {name: str(home() / "argos") for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "ARGOS_PACKAGES_DIR")}
    own["ARGOS_TRANSLATE_PACKAGE_DIR"] = own["ARGOS_PACKAGES_DIR"]
    before = {name: os.environ.get(name) for name in own}
    try:
        os.environ.update(own)
        yield
    except OSError as error:
        raise InputError(f"{home()} cannot be written ({(error.strerror or str(error)).lower()}); name another SOURCETRACE_HOME.") from None
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
