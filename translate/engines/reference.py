"""What engines left in the record: the reference translation and a judge's opinion of the English, and both given again from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sourcetrace.translate.engines.seam import Judge, Progress, Scores, Translation, Translator
from sourcetrace.translate.text import InputError

__all__ = ["Engines", "FindEngines", "Model", "Opinion", "Recorded", "ReferenceTranslation", "engines_of_this_machine"]


class Model(msgspec.Struct, frozen=True):
    """A package or model that was used.

    Attributes:
        source: where it came from, as noted when it was installed.
        archive: digest of the file it was installed from; None where it was found unpacked.
        digest: of what was loaded (see `Receipt.digest`); of the GGUF file, for a language model.
        licence: as its maker states it; empty where it does not.
    """

    name: str
    source: str
    archive: str | None
    digest: str
    licence: str = ""


class ReferenceTranslation(msgspec.Struct, frozen=True):
    """A machine translation of the original: a reading aid, no evidence of what the original says.

    Attributes:
        engine: signature of what made it.
        models: packages in the order the text passed through them.
        sentences: one translation for each sentence of the comparison's source side.
    """

    engine: str
    target_language: str
    models: tuple[Model, ...]
    sentences: tuple[Translation, ...]


class Opinion(msgspec.Struct, frozen=True):
    """How likely a model finds the published English, given the original.

    Only the language model that was measured takes part in risks and hints (see `risk.judged_by`); what others say is kept.

    Attributes:
        judge: signature of what said so.
        scores: one for each bead of the comparison; without tokens for a bead with an empty side. Offsets are into the target's text.
    """

    judge: str
    model: Model
    scores: tuple[Scores, ...]


@dataclass(frozen=True)
class Engines:
    """What can be asked about a text.

    Attributes:
        judges: each with the model it speaks for; what they say is kept, in this order.
        lacking: what is not at hand, why, and what is lost by it; a sentence each.
    """

    translator: Translator | None = None
    translator_models: tuple[Model, ...] = ()
    judges: tuple[tuple[Judge, Model], ...] = ()
    lacking: tuple[str, ...] = ()


# The engines for a source language; told what takes long.
FindEngines = Callable[[str, Progress | None], Engines]

_WITHOUT_TRANSLATION = "There is no reference translation, with which more dropped negations and clauses are found."
_WITHOUT_JUDGE = "No language model weighed the English; the risk of each passage is judged by the checks alone."


def engines_of_this_machine(source_language: str, progress: Progress | None = None, model: Path | None = None) -> Engines:
    """Argos packages and the language model as far as they are installed; what is not stands in `lacking`.

    Args:
        source_language: of the original.
        progress: told what takes long.
        model: a GGUF file to judge with, instead of the default one.

    Raises:
        InputError: that file cannot be used.
    """
    lacking: list[str] = []
    judges: list[tuple[Judge, Model]] = []
    translator: Translator | None = None
    packages: tuple[Model, ...] = ()
    try:
        from sourcetrace.translate.engines.argos import argos

        found = argos(source_language)
        packages = tuple(Model(one.name, receipt.source, receipt.archive, receipt.digest) for one, receipt in zip(found.way, found.receipts, strict=True))
        translator = found
        if len(packages) == 1:  # what is said over several packages cannot be scored
            judges.append((found, packages[0]))
    except InputError as error:
        lacking.append(f"{error} {_WITHOUT_TRANSLATION}")
    try:
        from sourcetrace.translate.engines.language_model import language_model

        judge = language_model(source_language, path=model, progress=progress)
        about = judge.receipt.about
        judges.insert(0, (judge, Model(about.name, judge.receipt.source, None, judge.receipt.digest, about.licence)))
    except InputError as error:
        if model is not None:  # what the user asked for by name is not left out in silence
            raise
        lacking.append(f"{error} {_WITHOUT_JUDGE}")
    return Engines(translator, packages, tuple(judges), tuple(lacking))


class Recorded:
    """An engine that says again what stands in a record, so that a comparison can be made again without its models.

    Args:
        signature: of the engine that said it first.
        translations: by sentence.
        scores: by pair.
    """

    def __init__(self, signature: str, translations: dict[str, Translation] | None = None, scores: dict[tuple[str, str], Scores] | None = None) -> None:
        self.signature = signature
        self._translations = translations or {}
        self._scores = scores or {}

    def translate(self, sentences: Sequence[str], progress: Progress | None = None) -> list[Translation]:  # noqa: ARG002, the protocol's
        """What was said of these sentences; nothing, of others."""
        return [self._translations.get(sentence, Translation("", ("not in the record",))) for sentence in sentences]

    def score(self, pairs: Sequence[tuple[str, str]], progress: Progress | None = None) -> list[Scores]:  # noqa: ARG002, the protocol's
        """What was said of these pairs; nothing, of others."""
        return [self._scores.get(pair, Scores((), "not in the record")) for pair in pairs]
