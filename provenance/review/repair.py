"""Pairing sentences anew: which beads a person may put in the place of others, and what the checks find in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from sourcetrace.provenance.archiving.acts import Pairing, Repaired
from sourcetrace.translate.alignment import Bead
from sourcetrace.translate.comparison import Comparison, Context
from sourcetrace.translate.departures import CHECKS, Departure, Document, find_departures
from sourcetrace.translate.engines.reference import ReferenceTranslation
from sourcetrace.translate.text import InputError, Span

__all__ = ["Repair", "apply", "checked", "merged", "split", "unlinked"]

_NEIGHBOURS = 100  # beads on either side that the checks see, too: some ask whether a name stands elsewhere


@dataclass(frozen=True)
class Repair:
    """A comparison after all that was paired anew.

    Attributes:
        gone: departures in beads that are no more, and not found in the new ones.
        stale: acts that could not be carried out, because beads they name were replaced before.
    """

    comparison: Comparison
    gone: tuple[Departure, ...]
    stale: tuple[Repaired, ...]
    _at: dict[tuple[str, int], str] = field(repr=False)
    _moved: dict[str, str] = field(repr=False)

    def now_in(self, bead: str) -> str:
        """The bead in which the first sentence of a bead stands now."""
        while bead in self._moved:
            bead = self._moved[bead]
        return bead

    def bead_at(self, source: Sequence[Span], target: Sequence[Span]) -> str | None:
        """The bead in which the first of these words stand."""
        for name, side, spans in (("target", self.comparison.target, target), ("source", self.comparison.source, source)):
            for span in spans:
                index = next((i for i, sentence in enumerate(side.sentences) if sentence.overlaps(span)), None)
                if index is not None:
                    return self._at.get((name, index))
        return None


def apply(comparison: Comparison, repairs: Sequence[Repaired]) -> Repair:
    """Carry out what people paired anew, one after another."""
    beads = list(comparison.beads)
    departures = {d.id: d for d in comparison.departures}
    seen = dict(departures)
    moved: dict[str, str] = {}
    stale = []
    for act in repairs:
        replaced = set(act.old)
        old = [bead for bead in beads if bead.id in replaced]
        if len(old) < len(replaced) or not _same_sentences(old, act.new):
            stale.append(act)
            continue
        at = beads.index(next((bead for bead in old if bead.target), old[0]))  # beads lie in the reading order of the English
        made = [Bead(f"{act.act}.{n}", pairing.source, pairing.target, 1.0) for n, pairing in enumerate(act.new, 1)]
        moved |= {bead.id: _heir(bead, made) for bead in old}
        rest = [[bead for bead in part if bead.id not in replaced] for part in (beads[:at], beads[at:])]
        beads = [*rest[0], *made, *rest[1]]
        before = {name: d for name, d in departures.items() if d.bead in replaced}
        departures = {name: d for name, d in departures.items() if name not in before}
        departures |= _renamed(_found(act, {bead.id for bead in made}, comparison), before, act.act)
        seen |= departures
    now = {bead.id for bead in beads}
    kept = tuple(d for d in departures.values() if d.bead in now)
    changed = msgspec.structs.replace(
        comparison,
        beads=tuple(beads),
        departures=kept,
        links=tuple(link for link in comparison.links if link.bead in now),
        risks=tuple(risk for risk in comparison.risks if risk.bead in now),
    )
    gone = tuple(d for name, d in seen.items() if name not in departures)
    places = {(name, i): bead.id for bead in beads for name, own in (("source", bead.source), ("target", bead.target)) for i in own}
    return Repair(changed, gone, tuple(stale), places, moved)


def _heir(bead: Bead, made: Sequence[Bead]) -> str:
    """The new bead that has the first sentence of an old one."""
    side, first = ("target", bead.target[0]) if bead.target else ("source", bead.source[0])
    return next(new.id for new in made if first in getattr(new, side))


def _same_sentences(old: Sequence[Bead], new: Sequence[Pairing]) -> bool:
    """Whether the new beads hold the sentences of the old ones, each once, and neighbours only."""
    if any(list(own) != list(range(own[0], own[0] + len(own))) for pairing in new for own in (pairing.source, pairing.target) if own):
        return False
    if not all(pairing.source or pairing.target for pairing in new):
        return False
    return bool(old) and all(
        sorted(i for bead in old for i in getattr(bead, side)) == sorted(i for p in new for i in getattr(p, side)) for side in ("source", "target")
    )


def _found(act: Repaired, made: set[str], comparison: Comparison) -> list[Departure]:
    """What the act says the checks found, as far as it stands in the texts: the file of decisions may come from anywhere."""
    try:
        found = msgspec.json.decode(act.found, type=list[Departure])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    sides = ((comparison.source, "source"), (comparison.target, "target"))
    return [d for d in found if d.bead in made and all(0 <= s.start < s.end <= len(side.text) for side, name in sides for s in getattr(d, name))]


def _key(departure: Departure) -> tuple[str, str, str, tuple[Span, ...], tuple[Span, ...]]:
    return departure.check, departure.kind, departure.tier, departure.source, departure.target


def _renamed(found: Sequence[Departure], before: dict[str, Departure], act: str) -> dict[str, Departure]:
    """By identifier; what was found before keeps its own, so that what people said of it holds."""
    known: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for name, d in before.items():
        known[_key(d)].append(name)
    named = [msgspec.structs.replace(d, id=known[_key(d)].pop(0) if known[_key(d)] else f"{act}.d{n}") for n, d in enumerate(found, 1)]
    return {d.id: d for d in named}


# --- what can be asked for ------------------------------------------------------------------------------------------------


def merged(beads: Sequence[Bead]) -> tuple[Pairing, ...]:
    """Beads made one; two that have one side each are linked so.

    Raises:
        InputError: fewer than two, or a sentence between them belongs elsewhere.
    """
    if len(beads) < 2:
        raise InputError("Give two passages or more to merge.")
    source, target = (tuple(sorted(i for bead in beads for i in getattr(bead, side))) for side in ("source", "target"))
    for own, what in ((source, "original"), (target, "English")):
        if own and own[-1] - own[0] + 1 != len(own):
            raise InputError(f"The sentences of the {what} do not follow one another; one passage holds neighbours only.")
    return (Pairing(source, target),)


def split(bead: Bead, source: int, target: int) -> tuple[Pairing, ...]:
    """A bead in two: the first `source` and `target` sentences, and the rest.

    Raises:
        InputError: one part would hold nothing.
    """
    if not (0 <= source <= len(bead.source) and 0 <= target <= len(bead.target)):
        raise InputError("The passage has not so many sentences.")
    parts = Pairing(bead.source[:source], bead.target[:target]), Pairing(bead.source[source:], bead.target[target:])
    if not all(part.source or part.target for part in parts):
        raise InputError("One part would hold nothing; choose where to split.")
    return parts


def unlinked(bead: Bead) -> tuple[Pairing, ...]:
    """The two sides of a bead, each without the other.

    Raises:
        InputError: it has one side only.
    """
    if not (bead.source and bead.target):
        raise InputError("This passage has one side only; there is nothing to unlink.")
    return Pairing(bead.source, ()), Pairing((), bead.target)


def checked(
    comparison: Comparison, reference: ReferenceTranslation | None, old: Sequence[str], new: Sequence[Pairing], act: str, context: Context
) -> list[Departure]:
    """What the checks find in new beads.

    Args:
        comparison: as it is before.
        reference: the machine translation of the original, if there is one.
        old: identifiers of the beads that are replaced.
        new: what takes their place.
        act: identifier of the act.
        context: what is known beyond the texts.
    """
    at = next(n for n, bead in enumerate(comparison.beads) if bead.id in old)
    made = [Bead(f"{act}.{n}", pairing.source, pairing.target, 1.0) for n, pairing in enumerate(new, 1)]
    rest = [bead for bead in comparison.beads[at : at + len(old) + _NEIGHBOURS] if bead.id not in old]
    beads = [*comparison.beads[max(0, at - _NEIGHBOURS) : at], *made, *rest]
    document = Document(comparison.source, comparison.target, beads, context.published, reference.sentences if reference else None, None, comparison.glossary)
    names = {bead.id for bead in made}
    return [d for d in find_departures(document, CHECKS) if d.bead in names]
