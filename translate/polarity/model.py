"""What a language says "not" with. One table a language, all of one form."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from sourcetrace.translate.text import Span

__all__ = ["Negators", "negators"]

_CLAUSE_END = re.compile(r"[,;:.!?()\n–—،؛。、，；：！？]")


@dataclass(frozen=True)
class Negators:
    """How one language denies.

    Attributes:
        denying: words and endings that deny by themselves.
        harmless: phrases with such a word in them that deny nothing, or twice ("not only", "no less than").
        implied: words that deny without a negator ("lack", "refuse"), which another language may render by one.
        faint: words that may do so, but mostly stand for something else ("only", "stop").
        companion: what goes with a negator and says nothing without it: French *ne*.
        concord: whether several negators of a clause deny once ("no … nunca").
    """

    denying: re.Pattern[str]
    harmless: re.Pattern[str]
    implied: re.Pattern[str]
    faint: re.Pattern[str]
    companion: re.Pattern[str] | None = None
    concord: bool = False

    def places(self, text: str) -> list[Span]:
        """Where the text denies, in order; the harmless phrases apart."""
        plain = self.harmless.sub(lambda phrase: "\0" * len(phrase.group()), text)
        return [Span(*found.span()) for found in self.denying.finditer(plain)]

    def denials(self, text: str) -> int:
        """How often it denies, at least: with concord, once a clause."""
        places = self.places(text)
        if not self.concord or not places:
            return len(places)
        return 1 + sum(bool(_CLAUSE_END.search(text, before.end, place.start)) for before, place in itertools.pairwise(places))

    def hints(self, text: str) -> int:
        """How many words deny without a negator."""
        return len(self.implied.findall(text))

    def doubts(self, text: str) -> int:
        """How many words may deny."""
        return len(self.faint.findall(text))

    def phrases(self, text: str) -> int:
        """How many phrases have a negator that denies nothing."""
        return len(self.harmless.findall(text))

    def without(self, text: str, place: Span) -> str:
        """The text without one of its negators."""
        bare = f"{text[: place.start]} {text[place.end :]}"
        return bare if self.companion is None else self.companion.sub(" ", bare)


def negators(denying: str, harmless: str, implied: str, faint: str, companion: str = "", *, concord: bool = False) -> Negators:
    """A table from its patterns, none of which heeds case."""
    one, two, three, four = (re.compile(pattern, re.IGNORECASE) for pattern in (denying, harmless, implied, faint))
    return Negators(one, two, three, four, re.compile(companion, re.IGNORECASE) if companion else None, concord)
