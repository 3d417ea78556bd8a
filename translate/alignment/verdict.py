"""The verdict on two texts as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from sourcetrace.translate.alignment.beads import Bead, Pair, Side
from sourcetrace.translate.encoders import Encoder

__all__ = ["verdict"]

# Measured on the Chinese development documents (`benchmarks/alignment.py --part verdicts`).
_WHOLE = 0.7  # share of either side below which a translation is partial
_COVERED = 0.5  # share of the better covered side from which the two are a translation at all
_ALIKE, _ALIKE_SHORT = 0.6, 0.5  # cosine of the two texts from which they are of one topic; of a few sentences a side
_SHORT = 3  # sentences a side


def verdict(source: Side, target: Side, beads: Sequence[Bead], encoder: Encoder) -> Pair:
    """What the two texts are to each other.

    Args:
        source: the original.
        target: its translation, if it is one.
        beads: of the two.
        encoder: that read them.
    """
    linked = [bead for bead in beads if bead.source and bead.target]
    covered = [_covered(source, [i for bead in linked for i in bead.source]), _covered(target, [j for bead in linked for j in bead.target])]
    (first,), (second,) = (encoder.encode([side.text], side.language) for side in (source, target))
    similarity = float(first @ second)
    short = max(len(source.sentences), len(target.sentences)) <= _SHORT
    if min(covered) >= _WHOLE:
        name = "translation"
    elif max(covered) >= _COVERED:
        name = "partial"
    else:
        name = "related" if similarity >= (_ALIKE_SHORT if short else _ALIKE) else "unrelated"
    return Pair(name, round(covered[0], 4), round(covered[1], 4), round(similarity, 4))


def _covered(side: Side, linked: Sequence[int]) -> float:
    lengths = [span.end - span.start for span in side.sentences]
    return sum(lengths[i] for i in linked) / max(1, sum(lengths))
