"""Alignment: which sentences of one text answer which of the other.

`aligner` is the way in. It has the sentences of both sides (`part`) read by an encoder, cuts long texts at sure pairs (`anchors`), and
gives each piece to `table`, which weighs the evidence for every candidate bead (`evidence`, `lexical`; weights in `model`) and finds
the best way through all of them (`lattice`). Then the clauses inside the beads are linked (`clauses`), and the pair is judged (`verdict`).
"""

from sourcetrace.translate.alignment.aligner import align, align_sentences, align_sides, aligner_signature
from sourcetrace.translate.alignment.beads import Alignment, Bead, ClauseLink, Pair, Side, make_side

__all__ = ["Alignment", "Bead", "ClauseLink", "Pair", "Side", "align", "align_sentences", "align_sides", "aligner_signature", "make_side"]
