"""Which clause answers which inside a bead, so that a departure can be shown on the few words it concerns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sourcetrace.translate.alignment.beads import Bead, ClauseLink, Side
from sourcetrace.translate.coverage.clauses import clauses
from sourcetrace.translate.encoder import Vectors
from sourcetrace.translate.encoders import Encoder
from sourcetrace.translate.text import Span

__all__ = ["clause_links"]

# Cosine from which a clause is linked to its best, each other's best first: English says in one clause what Chinese says in two, and the
# other way round, in any order. From .4 on, .97 of the links would be right instead of .96, and one clause in seven had none.
_LEAST = 0.25
_MOST = 100  # clauses on either side of a bead that are compared with each other: a passage with more has lost its full stops


def clause_links(source: Side, target: Side, beads: Sequence[Bead], encoder: Encoder) -> tuple[ClauseLink, ...]:
    """The links between the clauses of every bead; none where a side has no clause, or both have one, or a side has too many."""
    cut = [(_clauses(source, bead.source), _clauses(target, bead.target)) for bead in beads]
    wanted = [bool(x and y) and len(x) + len(y) > 2 and max(len(x), len(y)) <= _MOST for x, y in cut]
    sides = []
    for k, side in enumerate((source, target)):
        spans = list(dict.fromkeys(span for pair, want in zip(cut, wanted, strict=True) if want for span in pair[k]))
        rows = {span: row for row, span in enumerate(spans)}
        sides.append((rows, encoder.encode([span.of(side.text) for span in spans], side.language)))
    found: list[ClauseLink] = []
    for bead, (x, y), want in zip(beads, cut, wanted, strict=True):
        if want:
            found += _linked(bead.id, x, y, *(_rows(spans, *side) for spans, side in zip((x, y), sides, strict=True)))
    return tuple(found)


def _clauses(side: Side, indexes: Sequence[int]) -> list[Span]:
    return clauses(side.text, [side.sentences[i] for i in indexes], side.language)


def _rows(spans: Sequence[Span], rows: dict[Span, int], vectors: Vectors) -> Vectors:
    return vectors[[rows[span] for span in spans]]


def _linked(bead: str, source: Sequence[Span], target: Sequence[Span], left: Vectors, right: Vectors) -> list[ClauseLink]:
    cosine = left @ right.T
    best = cosine.argmax(1), cosine.argmax(0)
    pairs = {(i, int(j)) for i, j in enumerate(best[0]) if best[1][j] == i and cosine[i, j] >= _LEAST}
    pairs |= {(i, int(j)) for i, j in enumerate(best[0]) if cosine[i, j] >= _LEAST and all(i != x for x, _ in pairs)}
    pairs |= {(int(i), j) for j, i in enumerate(best[1]) if cosine[i, j] >= _LEAST and all(j != y for _, y in pairs)}
    return [ClauseLink(bead, source[i], target[j], round(float(np.clip(cosine[i, j], 0, 1)), 4)) for i, j in sorted(pairs)]
