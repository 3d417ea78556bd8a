"""Which encoder reads a pair of languages, and what the reader is to know of it.

Retrieval among 997 FLORES lines, measured: the Universal Sentence Encoder finds .99 or more of the English of its sixteen languages, .91
to .96 of three others, and less than .8 of all the rest; multilingual E5 (small, four bits) finds .985 or more of eighteen of these, at
a tenth of the speed, but less than the first where that is good. So the second is asked only where the first fails.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import msgspec
import numpy as np
from sourcetrace.translate.encoder import ENCODER, MOST, BlockVectors, Floats, Vectors, encode
from sourcetrace.translate.language import language_name

__all__ = ["E5_LANGUAGES", "READ", "Encoder", "encoder_for"]

# Languages that the Universal Sentence Encoder reads well (retrieval ≥ .91), and well enough to be used when nothing better is at hand.
READ = frozenset("en de es fr ja pt th id it nl ru tr zh pl ko ar gl ms af ca bg yue wuu".split())
_READ_HALF = frozenset("uk sr ro mk az cs bs hr sk da be nb no nn sv tl sl fa hu lt et".split())
# Languages of the daily press in which multilingual E5 finds nearly every one of sixty lines, or whose like it finds (`benchmarks/encoders.py`).
E5_LANGUAGES = frozenset(
    "af am ar as az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr fy ga gl gu ha he hi hr hu hy id ig is it ja jv ka kk km kn ko ku ky lo lt lv mg mk ml "
    "mn mr ms mt my nb no nn ne nl om or pa pl ps pt ro ru sk sl so sq sr sv sw ta te th tl tr ug uk ur uz vi xh zh".split()
)


class Encoder(msgspec.Struct, frozen=True):
    """What reads a pair of languages.

    Attributes:
        signature: name and digest of its weights.
        notices: what the reader is to know, in sentences.
        second: whether it is multilingual E5.
    """

    signature: str
    notices: tuple[str, ...]
    second: bool = False

    def encode(self, texts: Sequence[str], language: str) -> Vectors:
        """Unit vectors of texts, a row each."""
        if not self.second:
            return encode(texts)
        from sourcetrace.translate.second_encoder import encode_centred

        return encode_centred(texts, language)

    def blocks(self, sentences: Sequence[str], language: str) -> BlockVectors:
        """Vectors of the blocks of neighbouring sentences."""
        if not self.second:
            from sourcetrace.translate.pooling import pool

            return pool(sentences, MOST)
        return Summed(self.encode(sentences, language), np.sqrt([len(s) + 1 for s in sentences], dtype=np.float32))


class Summed(msgspec.Struct, frozen=True):
    """Blocks as sums of sentence vectors, each weighed by the root of its length: what remains where a network cannot be cut open."""

    vectors: Vectors
    weights: Floats

    def __len__(self) -> int:
        return len(self.vectors)

    def part(self, start: int, end: int) -> Summed:
        """The sentences from `start` to `end`."""
        return Summed(self.vectors[start:end], self.weights[start:end])

    def blocks(self, k: int) -> Vectors:
        """Unit vectors of all blocks of k sentences, by their first."""
        if k == 1:
            return self.vectors
        weighed = self.vectors * self.weights[:, None]
        count = max(0, len(weighed) - k + 1)
        sums = np.sum([weighed[i : i + count] for i in range(k)], axis=0, dtype=np.float32)
        return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6), np.float32)


@functools.cache
def encoder_for(source_language: str, target_language: str) -> Encoder:
    """The encoder that reads both languages best.

    Raises:
        EncoderError: the second encoder's weights have another digest than the ones measured.
    """
    unread = [language for language in dict.fromkeys((source_language, target_language)) if language not in READ]
    if not unread:
        return Encoder(ENCODER, ())
    names = " and ".join(map(language_name, unread))
    if all(language in E5_LANGUAGES for language in (source_language, target_language)):
        from sourcetrace.translate.second_encoder import SECOND_ENCODER, at_hand

        if at_hand():
            return Encoder(SECOND_ENCODER, (f"Read with multilingual E5, since the usual encoder does not know {names} well; that takes longer.",), second=True)
        how_well = "hardly knows" if not all(language in _READ_HALF for language in unread) else "half knows"
        return Encoder(ENCODER, (f'The sentence encoder {how_well} {names}, so pairs may be wrong; for a better one: pip install "sourcetrace[languages]".',))
    return Encoder(ENCODER, (f"No sentence encoder of ours knows {names}: the pairs rest on lengths, numbers and like spellings, and many will be wrong.",))
