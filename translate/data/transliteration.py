"""Learn how Chinese characters transliterate foreign names, from names whose both forms are known. Used by `build.py`.

A joint source–channel model (Li, Zhang and Su, 2004): every character stands for a chunk of zero to five Latin letters, chunks follow
each other in order, and the probability of a chunk given its character is estimated by expectation–maximisation. A character seen rarely
leans on the others with the same reading. Beside it stands a model of Latin names alone, by letter trigrams: what counts is how much better
the characters explain the letters than names in general do.
"""

from __future__ import annotations

import collections
import math
from collections.abc import Iterable

from sourcetrace.translate.names.romanise import pinyin_of

__all__ = ["LONGEST_CHUNK", "Chunks", "letter_rows", "sound_rows"]

Chunks = dict[str, float]

LONGEST_CHUNK = 5  # letters a character may stand for: 朗 → "rrand"
_ROUNDS = 10  # the likelihood no longer moves in its third digit
_RARE = 3.0  # observations that the other characters of the same reading count for
_LEAST = 0.003  # chunks less probable are left out; reading gives them a floor
_UNSEEN = 1e-6


def sound_rows(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Character → `chunk:log-probability` entries joined by `|`, from (characters, letters) pairs."""
    counts = _counted([pair for pair in pairs if 2 <= len(pair[1]) <= LONGEST_CHUNK * len(pair[0]) + 1])
    by_reading: dict[str, Chunks] = collections.defaultdict(lambda: collections.defaultdict(float))
    for character, chunks in counts.items():
        for chunk, count in chunks.items():
            by_reading[pinyin_of(character)[0]][chunk] += count
    rows = []
    for character, chunks in sorted(counts.items()):
        alike = by_reading[pinyin_of(character)[0]]
        seen, together = sum(chunks.values()), sum(alike.values())
        smoothed = {c: (chunks.get(c, 0.0) + _RARE * alike[c] / together) / (seen + _RARE) for c in alike}
        kept = sorted((c, p) for c, p in smoothed.items() if p >= _LEAST)
        rows.append((character, "|".join(f"{c}:{math.log(p):.2f}" for c, p in kept)))
    return rows


def _counted(pairs: list[tuple[str, str]]) -> dict[str, Chunks]:
    """Expected number of times each character stood for each chunk."""
    model: dict[str, Chunks] = {}
    counts: dict[str, Chunks] = {}
    for _ in range(_ROUNDS):
        counts = collections.defaultdict(lambda: collections.defaultdict(float))
        for characters, name in pairs:
            _expect(characters, name, model, counts)
        model = {c: {k: v / (sum(chunks.values()) + 0.5) for k, v in chunks.items() if v > 0.02} for c, chunks in counts.items()}
    return counts


def _expect(characters: str, name: str, model: dict[str, Chunks], counts: dict[str, Chunks]) -> None:
    """One pair's forward–backward pass, added to the counts."""
    n, m = len(characters), len(name)
    arcs = {
        (i, j, size): _probability(characters[i], name[j : j + size], model)
        for i in range(n)
        for j in range(m + 1)
        for size in range(min(LONGEST_CHUNK, m - j) + 1)
    }
    forward = [[0.0] * (m + 1) for _ in range(n + 1)]
    backward = [[0.0] * (m + 1) for _ in range(n + 1)]
    forward[0][0] = backward[n][m] = 1.0
    for (i, j, size), p in arcs.items():  # in order of i: what is added is complete
        forward[i + 1][j + size] += forward[i][j] * p
    if forward[n][m] < 1e-60:
        return
    for (i, j, size), p in reversed(arcs.items()):
        backward[i][j] += p * backward[i + 1][j + size]
    for (i, j, size), p in arcs.items():
        share = forward[i][j] * p * backward[i + 1][j + size] / forward[n][m]
        if share > 1e-4:
            counts[characters[i]][name[j : j + size]] += share


def _probability(character: str, chunk: str, model: dict[str, Chunks]) -> float:
    if not model:
        return _first_guess(character, chunk)
    return model.get(character, {}).get(chunk, _UNSEEN * 0.1 ** len(chunk))


def _first_guess(character: str, chunk: str) -> float:
    """Before anything was seen: a chunk is likely if it has the letters of the character's reading, and two or three of them."""
    alike = max(len(set(r) & set(chunk)) / max(len(r), len(chunk), 1) + (0.5 if r[:1] == chunk[:1] else 0) for r in pinyin_of(character))
    return math.exp(2 * alike - 0.3 * abs(len(chunk) - 2.2))


def letter_rows(names: Iterable[str]) -> list[tuple[str, str]]:
    """Two letters (`^` before the first) → log-probabilities of a to z behind them, from all Latin names, in hundredths."""
    singles: collections.Counter[str] = collections.Counter()
    doubles: collections.Counter[str] = collections.Counter()
    triples: collections.Counter[str] = collections.Counter()
    for name in names:
        framed = "^^" + name
        for i in range(2, len(framed)):
            singles[framed[i]] += 1
            doubles[framed[i - 1 : i + 1]] += 1
            triples[framed[i - 2 : i + 1]] += 1
    letters = "abcdefghijklmnopqrstuvwxyz"
    total = sum(singles.values())
    single = {c: (singles[c] + 1) / (total + len(letters)) for c in letters}
    after_one = {a: sum(doubles[a + c] for c in letters) for a in "^" + letters}
    rows = []
    for a in "^" + letters:
        for b in "^" + letters:
            after_two = sum(triples[a + b + c] for c in letters)
            double = {c: (doubles[b + c] + 5 * single[c]) / (after_one[b] + 5) for c in letters}
            logs = (math.log((triples[a + b + c] + 5 * double[c]) / (after_two + 5)) for c in letters)
            rows.append((a + b, " ".join(f"{log:.2f}" for log in logs)))
    return rows
