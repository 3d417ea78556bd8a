"""What all formats are made from: the trace as people left it, bead by bead."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sourcetrace.provenance.archiving.acts import Commented
from sourcetrace.provenance.opening import OpenedTrace
from sourcetrace.provenance.record import Trace
from sourcetrace.provenance.review.state import Review, Standing
from sourcetrace.translate.alignment import Bead, Side
from sourcetrace.translate.comparison import Comparison
from sourcetrace.translate.text import InputError, Span, stretches, visible

__all__ = [
    "CHOICES",
    "MACHINE",
    "Choice",
    "Format",
    "Mark",
    "Material",
    "Unit",
    "extra_needed",
    "material",
    "material_of",
    "pieces",
    "printable",
    "xml_text",
]

Choice = Literal["standing", "confirmed", "all"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
MACHINE = "sourcetrace"  # who says what no person has confirmed


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        name: as it is asked for.
        suffix: of its files.
        media_type: as it is served.
        about: what it is for, in a few words.
        make: writes it.
        bilingual: it holds both texts, so there must be an original.
        binary: it is no text for a terminal.
    """

    name: str
    suffix: str
    media_type: str
    about: str
    make: Callable[[Material], bytes]
    bilingual: bool = True
    binary: bool = False


@dataclass(frozen=True)
class Mark:
    """A departure in a unit; spans are offsets into the unit's own sides."""

    standing: Standing
    source: tuple[Span, ...]
    target: tuple[Span, ...]


@dataclass(frozen=True)
class Unit:
    """One bead.

    Attributes:
        source, target: its text, from the first sentence's start to the last one's end; empty where it has none.
        source_span, target_span: where these stand in the whole texts.
        reference: the machine translation of its source side; empty where there is none.
        risk: None where it was not judged.
    """

    bead: Bead
    source: str
    target: str
    source_span: Span
    target_span: Span
    reference: str
    risk: float | None
    marks: tuple[Mark, ...]
    comments: tuple[Commented, ...]

    @property
    def comments_told(self) -> list[str]:
        """The comments on the passage, each with who made it."""
        return [f"{comment.by}: {comment.text}" for comment in self.comments]


@dataclass(frozen=True)
class Material:
    """What is exported.

    Attributes:
        name: of the trace.
        digest: of its record.
        review: None where there is no original.
        chosen: the departures that go with it.
        choice: which these are: `standing` (flags that nobody dismissed), `confirmed` (by all who decided), `all` (hints and dismissed ones, too).
    """

    name: str
    digest: str
    record: Trace
    review: Review | None
    choice: Choice
    chosen: tuple[Standing, ...]

    @property
    def comparison(self) -> Comparison | None:
        """With the beads as they are paired now; departures are in `chosen`."""
        return self.review.comparison if self.review else None

    @property
    def both(self) -> Comparison:
        """The comparison of a format that needs one."""
        assert self.review is not None, "a bilingual format is only asked where there is a comparison"
        return self.review.comparison

    @functools.cached_property
    def units(self) -> tuple[Unit, ...]:
        """Every bead; none where there is no original."""
        return tuple(self._units()) if self.review else ()

    def _units(self) -> Iterator[Unit]:
        assert self.review is not None
        comparison, reference = self.both, self.record.reference_translation
        by_bead: dict[str, list[Standing]] = defaultdict(list)
        for standing in self.chosen:
            by_bead[standing.departure.bead].append(standing)
        risks = {risk.bead: risk.probability for risk in comparison.risks}
        for bead in comparison.beads:
            source, target = _extent(comparison.source, bead.source), _extent(comparison.target, bead.target)
            said = [reference.sentences[i].text for i in bead.source] if reference else []
            yield Unit(
                bead=bead,
                source=source.of(comparison.source.text),
                target=target.of(comparison.target.text),
                source_span=source,
                target_span=target,
                reference=" ".join(text for text in said if text),
                risk=risks.get(bead.id),
                marks=tuple(Mark(s, _within(s.departure.source, source), _within(s.departure.target, target)) for s in by_bead.get(bead.id, ())),
                comments=self.review.comments.get(bead.id, ()),
            )


def _extent(side: Side, sentences: Sequence[int]) -> Span:
    if not sentences:
        return Span(0, 0)
    return Span(side.sentences[sentences[0]].start, side.sentences[sentences[-1]].end)


def _within(spans: Iterable[Span], whole: Span) -> tuple[Span, ...]:
    """The parts of spans that lie in a stretch, as offsets into it; what was paired anew may have left some outside."""
    cut = (Span(max(s.start, whole.start), min(s.end, whole.end)) for s in spans)
    return tuple(s.shift(-whole.start) for s in cut if s.start < s.end)


def material(opened: OpenedTrace, choice: Choice = "standing") -> Material:
    """What is exported of an open trace.

    Raises:
        InputError: the file of decisions is broken, or cannot be read.
    """
    return material_of(opened.name, opened.digest, opened.record, opened.review(), choice)


def material_of(name: str, digest: str, record: Trace, review: Review | None, choice: Choice = "standing") -> Material:
    """The same of a review that is at hand."""
    chosen = tuple(one for one in review.standings if _wanted(one, choice)) if review else ()
    return Material(name, digest, record, review, choice, chosen)


def _wanted(standing: Standing, choice: Choice) -> bool:
    if choice == "confirmed":
        return standing.status == "confirmed"
    return choice == "all" or (standing.departure.tier == "flag" and standing.status != "dismissed")


# --- text ---------------------------------------------------------------------------------------------------------------


def pieces(text: str, marks: Iterable[tuple[Span, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A text cut wherever a mark begins or ends: (stretch, names of the marks on it), in order."""
    known = list(marks)
    for stretch, covering in stretches(Span(0, len(text)), [span for span, _ in known]):
        yield stretch.of(text), tuple(dict.fromkeys(known[place][1] for place in covering))


# What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets); shown by number.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text as XML can hold it: characters that it cannot are shown by number."""
    return _NOT_XML.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)


def printable(text: str) -> str:
    """The text as a person may read it: no control or direction marks that would change what stands around it."""
    return xml_text(visible(text))


def extra_needed(format_name: str, package: str) -> InputError:
    """What to say where a package that a format needs is not there."""
    return InputError(f'{format_name} needs {package}: pip install "sourcetrace[export]".')
