"""How well Chinese characters explain the letters of a foreign name, by the model that `data/transliteration.py` learned.

The score of a name against a stretch of characters is the logarithm of how much likelier its letters are as a transliteration of that stretch
than as just any Latin name, divided by the number of letters. Of the names in news that are transliterated at all, nine in ten lie above
−0.5; of names held against somebody else's characters, one in twenty does.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

import msgspec
from sourcetrace.translate.names.tables import letter_logs, sound_chunks
from sourcetrace.translate.text import Span

__all__ = ["Heard", "hear", "likeness", "oddness"]

_LONGEST = 18  # letters; longer runs are no single name
_LONGEST_CHUNK = 5
# A chunk that was never seen with a character: a little chance, the less the longer it is.
_FLOOR = [math.log(1e-4 * 0.12**size) for size in range(_LONGEST_CHUNK + 1)]
_NOWHERE = -99.0
# Log-probability per letter of a name that no language would spell so: more is not held for it, or "Mloyp" would pass for 弗洛伊德.
_ODD = -2.9


class Heard(msgspec.Struct, frozen=True):
    """Where a name is heard best.

    Attributes:
        score: log-likelihood ratio per letter; about 0 for a true pair, below −1 for strangers.
        span: the characters that explain it.
    """

    score: float
    span: Span


def likeness(score: float) -> float:
    """A score as 0–1: .82 at −0.5, a half at −1."""
    return 1 / (1 + math.exp(-3 * (max(score, -9.0) + 1)))


@functools.lru_cache(1 << 13)
def _surprise(name: str) -> float:
    """Log-probability of the letters as just any Latin name."""
    logs = letter_logs()
    framed = "^^" + name
    return sum(logs[framed[i - 2 : i]][ord(framed[i]) - ord("a")] for i in range(2, len(framed)))


def oddness(name: str) -> float:
    """How unlike a name the letters are, 0–3: surprise per letter (natural logarithm) beyond that of nine names in ten."""
    return min(3.0, max(0.0, -_surprise(name) / len(name) + _ODD)) if name else 0.0


def hear(name: str, text: str, usable: Sequence[bool]) -> Heard:
    """The stretch of a passage that a name may be transliterated by.

    Args:
        name: letters a to z.
        text: the passage, with variants of characters folded.
        usable: for each character, whether a name may stretch over it; interpuncts are passed over.
    """
    size = len(name)
    best = Heard(_NOWHERE, Span(0, 0))
    if not 2 <= size <= _LONGEST:
        return best
    surprise = max(_surprise(name), _ODD * size)
    reached: dict[int, tuple[float, int]] = {}  # letters explained so far → (log-likelihood, first character)
    for position, character in enumerate(text):
        if not usable[position]:
            reached = reached if character in "·•・" else {}
            continue
        reached[0] = (0.0, position)
        reached = _step(name, reached, sound_chunks(character))
        if size in reached:
            score = (reached[size][0] - surprise) / size
            if score > best.score:
                best = Heard(score, Span(reached[size][1], position + 1))
    return best


def _step(name: str, reached: dict[int, tuple[float, int]], chunks: dict[str, float]) -> dict[int, tuple[float, int]]:
    """What is explained with one more character."""
    further: dict[int, tuple[float, int]] = {}
    for letters, (log, start) in reached.items():
        for size in range(min(_LONGEST_CHUNK, len(name) - letters) + 1):
            value = log + max(chunks.get(name[letters : letters + size], _NOWHERE), _FLOOR[size])
            known = further.get(letters + size)
            if known is None or value > known[0]:
                further[letters + size] = (value, start)
    return further
