"""Machine translation of sentences and of whole texts, offline, by the packages on this machine."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sourcetrace.translate.engines.argos import argos
from sourcetrace.translate.engines.seam import Progress, Translation, Translator
from sourcetrace.translate.sentences import joiner, segment
from sourcetrace.translate.text import InputError, Span, digest, lone_surrogate

__all__ = ["SCHEMA", "TranslatedSentence", "TranslatedText", "translate", "translate_text"]

SCHEMA = "sourcetrace/translation/1"


class TranslatedSentence(msgspec.Struct, frozen=True):
    """A sentence of the source, by its span, and what the engine made of it."""

    source: Span
    text: str
    faults: tuple[str, ...]
    score: float | None


class TranslatedText(msgspec.Struct, frozen=True):
    """A text in machine translation; lines and paragraphs are those of the source.

    Attributes:
        engine: signature of what translated it: packages with their digests.
        sha256: digest of the source text.
    """

    schema: str
    engine: str
    source_language: str
    target_language: str
    sha256: str
    text: str
    sentences: tuple[TranslatedSentence, ...]


def translate(sentences: Sequence[str], source_language: str, target_language: str = "en", progress: Progress | None = None) -> list[Translation]:
    """Translate sentences, one by one, with what is installed on this machine. No socket is opened.

    Args:
        sentences: single sentences, as `segment` gives them; each is translated by itself.
        source_language: ISO 639-1 code.
        target_language: the same.
        progress: told how far it is, where there are many.

    Raises:
        Missing: no packages lead from one language to the other; the message says what to install.
        PackageError: a package is not what was installed.
    """
    return argos(source_language, target_language).translate(sentences, progress)


def translate_text(
    text: str, source_language: str, target_language: str = "en", progress: Progress | None = None, engine: Translator | None = None
) -> TranslatedText:
    """Translate a text sentence by sentence, keeping its lines, paragraphs and blank lines.

    Args:
        text: of any length.
        source_language: ISO 639-1 code.
        target_language: the same.
        progress: told how far it is.
        engine: to translate with; Argos if not given.

    Raises:
        InputError: the text is empty or cannot be stored; or as `translate`.
    """
    if not text.strip():
        raise InputError("The text is empty; there is nothing to translate.")
    if lone_surrogate(text) is not None:
        raise InputError("The text holds half a character (a lone surrogate) and cannot be stored; save it as UTF-8.")
    translator = engine or argos(source_language, target_language)
    spans = segment(text, source_language)
    found = translator.translate([span.of(text) for span in spans], progress)
    sentences = tuple(TranslatedSentence(span, one.text, one.faults, one.score) for span, one in zip(spans, found, strict=True))
    return TranslatedText(SCHEMA, translator.signature, source_language, target_language, digest(text), _joined(text, sentences, target_language), sentences)


def _joined(text: str, sentences: Sequence[TranslatedSentence], language: str) -> str:
    """The translations in the place of the sentences; white space between them stays where it has a line break in it."""
    parts, position = [], 0
    for sentence in sentences:
        gap = text[position : sentence.source.start]
        inline = position and "\n" not in gap
        parts += [joiner(language) if inline else gap, sentence.text]
        position = sentence.source.end
    return "".join([*parts, text[position:]])
