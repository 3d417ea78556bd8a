"""Two texts, or two lists of sentences, to beads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sourcetrace.translate.alignment.anchors import tables
from sourcetrace.translate.alignment.beads import Alignment, Bead, Side, make_side
from sourcetrace.translate.alignment.clauses import clause_links
from sourcetrace.translate.alignment.lattice import Link
from sourcetrace.translate.alignment.model import alignment_model, model_digest
from sourcetrace.translate.alignment.part import Part
from sourcetrace.translate.alignment.table import align_table
from sourcetrace.translate.alignment.verdict import verdict
from sourcetrace.translate.encoder import Floats
from sourcetrace.translate.encoders import Encoder, encoder_for

__all__ = ["align", "align_sentences", "align_sides", "aligner_signature"]

_LINKED = 2000  # sentences of both sides, up to which the clauses inside beads are linked: they cost as much as all the rest


def aligner_signature(source_language: str, target_language: str) -> str:
    """The encoder that reads these languages, and the aligner's numbers."""
    return f"enc:{encoder_for(source_language, target_language).signature}|align:2@{model_digest()}"


def align(source: str, target: str, source_language: str | None = None, target_language: str | None = None) -> Alignment:
    """Align two texts sentence by sentence.

    Args:
        source: the original.
        target: its translation.
        source_language: ISO 639-1 code; detected when not given.
        target_language: the same for the target.

    Raises:
        InputError: a text is empty or holds a lone surrogate.
    """
    from sourcetrace.translate.language import detect

    left = make_side(source, source_language or detect(source).language)
    right = make_side(target, target_language or detect(target).language)
    return align_sides(left, right)


def align_sides(source: Side, target: Side) -> Alignment:
    """Align two texts that are split already."""
    encoder = encoder_for(source.language, target.language)
    parts = [_part([s.of(side.text) for s in side.sentences], side.language, _breaks(side), encoder) for side in (source, target)]
    beads = _named(_links(*parts))
    links = clause_links(source, target, beads, encoder) if sum(map(len, parts)) <= _LINKED else ()
    pair = verdict(source, target, beads, encoder)
    return Alignment(source, target, tuple(beads), pair, links, encoder.notices, aligner_signature(source.language, target.language))


def align_sentences(source: Sequence[str], target: Sequence[str], source_language: str | None = None, target_language: str | None = None) -> list[Bead]:
    """Align two lists of sentences; indexes in the beads are positions in these lists.

    The languages tell which encoder reads them and how neighbouring sentences are joined; they are detected when not given.
    """
    from sourcetrace.translate.language import detect

    languages = [language or detect(" ".join(sentences[:50])).language for sentences, language in ((source, source_language), (target, target_language))]
    encoder = encoder_for(*languages)
    none = [np.zeros(len(sentences), np.float32) for sentences in (source, target)]
    return _named(_links(_part(source, languages[0], none[0], encoder), _part(target, languages[1], none[1], encoder)))


def _part(sentences: Sequence[str], language: str, breaks: Floats, encoder: Encoder) -> Part:
    return Part(sentences, language, breaks, encoder.blocks(sentences, language))


def _breaks(side: Side) -> Floats:
    """1 where a line break follows the sentence, else 0."""
    gaps = [side.text[a.end : b.start] for a, b in zip(side.sentences, side.sentences[1:], strict=False)]
    return np.array([*("\n" in gap for gap in gaps), True][: len(side.sentences)], np.float32)


def _links(source: Part, target: Part) -> list[tuple[Link, float]]:
    """Links of two sides, each with its score.

    Whichever side comes first, the same is computed, so that swapping the two mirrors the result to the last bit.
    """
    if tuple(target.sentences) < tuple(source.sentences):
        return [((x, y), score) for (y, x), score in _ordered(target, source)]
    return _ordered(source, target)


def _ordered(left: Part, right: Part) -> list[tuple[Link, float]]:
    if not len(left) or not len(right):
        return _alone(0, len(left), 0, len(right))
    links: list[tuple[Link, float]] = []
    calibrations = alignment_model().calibrations
    for (i0, j0), (i1, j1) in tables(left.vectors.blocks(1), right.vectors.blocks(1)):
        if i0 == i1 or j0 == j1:
            links += _alone(i0, i1, j0, j1)
            continue
        for found in align_table(left.cut(i0, i1), right.cut(j0, j1)):
            x, y = found.link
            links.append(((tuple(i + i0 for i in x), tuple(j + j0 for j in y)), calibrations[found.kind](found.probability)))
    return links


def _alone(i0: int, i1: int, j0: int, j1: int) -> list[tuple[Link, float]]:
    """Sentences that have nothing over there to answer: that is sure."""
    return [(((i,), ()), 1.0) for i in range(i0, i1)] + [(((), (j,)), 1.0) for j in range(j0, j1)]


def _named(links: list[tuple[Link, float]]) -> list[Bead]:
    """Beads in the target's reading order; source sentences with no counterpart stand behind what precedes them."""
    first_target = {i: y[0] for (x, y), _ in links if y for i in x}
    behind: list[int] = []  # per source sentence: the target position it follows in reading order
    for i in range(1 + max((i for (x, _), _ in links for i in x), default=-1)):
        behind.append(first_target.get(i, behind[-1] if behind else -1))

    def key(link: tuple[Link, float]) -> tuple[int, int, int]:
        (x, y), _ = link
        return (y[0], 0, 0) if y else (behind[x[0]], 1, x[0])

    return [Bead(f"b{n}", x, y, round(score, 4)) for n, ((x, y), score) in enumerate(sorted(links, key=key), 1)]
