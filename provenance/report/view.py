"""From a trace to what the page shows: beads with marked text, the departures beside them, the pictures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from sourcetrace.provenance.archiving.acts import MISSED
from sourcetrace.provenance.record import Trace
from sourcetrace.provenance.references import WORTH_FOLLOWING
from sourcetrace.provenance.report.map import map_of
from sourcetrace.provenance.report.pictures import pictures_of
from sourcetrace.translate.alignment import Bead, ClauseLink, Side
from sourcetrace.translate.comparison import Comparison
from sourcetrace.translate.departures import CHECKS, Departure
from sourcetrace.translate.engines.reference import ReferenceTranslation
from sourcetrace.translate.language import language_name
from sourcetrace.translate.names.readings import READ, name_readings_in
from sourcetrace.translate.text import Span, stretches

if TYPE_CHECKING:
    from sourcetrace.provenance.review.state import Review, Standing

__all__ = ["Card", "Piece", "Row", "Rows", "direction", "said_of", "title_of", "view_of", "written_in"]

_RIGHT_TO_LEFT = frozenset("ar dv fa he ku ps sd ug ur yi".split())
_MOST = 20_000  # characters of one side of a passage that a page shows
_LOOKED_AT = 5_000  # characters of a text by which its characters are judged
# The commonest characters that are written in two ways, either way standing for nothing else.
_TRADITIONAL = "這國們來時對說個為會發經過學動實還現開關長門問間話語見觀電車東業產黨軍張陳員義應點處總報預議論讓區縣體醫藝術"
_SIMPLIFIED = "这国们来时对说个为会发经过学动实还现开关长门问间话语见观电车东业产党军张陈员义应点处总报预议论让区县体医艺术"
_MOST_READ = 2_000  # passages of a text whose names are given with their readings in a report


class Piece(msgspec.Struct, frozen=True):
    """A stretch of text with the departures that cover it.

    Attributes:
        start: where it stands in the whole text.
        first: the number of each departure that begins here, and whether it is a hint.
        links: numbers of the clause links of its passage that it belongs to.
        reading: of the name that it is, in Latin letters.
    """

    text: str
    start: int
    marks: tuple[str, ...]
    first: tuple[tuple[int, bool], ...]
    severity: str
    hint: bool
    links: tuple[int, ...] = ()
    reading: str = ""


class Card(msgspec.Struct, frozen=True):
    """One departure as it is told.

    Attributes:
        again: the number of an earlier one in the same words, or 0.
        status: `open`, `confirmed`, `dismissed` or `disputed`.
        said: what each reviewer says of it, and every comment, a line each.
        right: how the English should read, as a reviewer puts it.
    """

    id: str
    number: int
    check: str
    severity: str
    tier: str
    mqm: str
    message: str
    source: str
    target: str
    proposed: str
    confidence: str
    again: int
    status: str = "open"
    said: tuple[str, ...] = ()
    right: str = ""


class Row(msgspec.Struct, frozen=True):
    """One bead.

    Attributes:
        reference: the machine translation of its source side; `faults` what is wrong with that.
        cut: characters of the source and of the target that are left out at the end, because there are too many.
        comments: of reviewers, on the passage.
        paired: whether a person put it together.
    """

    id: str
    source: tuple[Piece, ...]
    target: tuple[Piece, ...]
    score: str
    cards: tuple[Card, ...]
    worst: str
    paragraph: bool
    reference: str
    faults: str
    risk: str
    cut: tuple[int, int] = (0, 0)
    comments: tuple[str, ...] = ()
    paired: bool = False


def title_of(trace: Trace) -> str:
    """The article's title, or its first line where it has none."""
    first = trace.article.title or trace.article.text.lstrip()[:1000].split("\n", 1)[0].strip()
    most = 300 if trace.article.title else 90
    return first if len(first) <= most else first[: most - 1] + "…"


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def written_in(side: Side) -> str:
    """A side's language as a page states it: Chinese in traditional characters by that name, for their shapes differ."""
    if side.language != "zh":
        return side.language
    seen = Counter(side.text[:_LOOKED_AT])
    traditional, simplified = (sum(seen[c] for c in characters) for characters in (_TRADITIONAL, _SIMPLIFIED))
    return "zh-Hant" if traditional > simplified else side.language


def view_of(trace: Trace, review: Review | None = None) -> dict[str, Any]:
    """Everything the template needs, as plain values."""
    comparison = review.comparison if review else trace.comparison
    drawn = _without_dismissed(review) if review else comparison
    origin = language_name(trace.origin.language)
    rows = Rows(comparison, trace.reference_translation, review, readings=len(comparison.beads) <= _MOST_READ) if comparison else None
    return {
        "trace": trace,
        "comparison": comparison,
        "title": title_of(trace),
        "origin": origin,
        "reference": next((r for r in trace.references if r.score >= WORTH_FOLLOWING), None),
        "rows": [rows.row(bead) for bead in rows.comparison.beads] if rows else [],
        "map": map_of(drawn) if drawn else None,
        "pictures": pictures_of(trace, drawn),
        "counts": counts_of(comparison) if comparison else [],
        "source_language": written_in(comparison.source) if comparison else trace.origin.language,
        "source_name": language_name(comparison.source.language) if comparison else origin,
        "direction": direction(comparison.source.language) if comparison else "ltr",
        "paragraphs": [p for p in trace.article.text.split("\n") if p.strip()] if not comparison else [],
        "hints": sum(d.tier == "hint" for d in comparison.departures) if comparison else 0,
        "readings": bool(rows and rows.readings),
        "reviewed": reviewed_in_words(review) if review else "",
        "rules": [rule_in_words(rule.act) for rule in review.rules] if review else [],
        "gone": [*(" ".join((one.departure.message, *said_of(one))) for one in review.gone), *(f"{act.by}: {act.text}" for act in review.adrift)]
        if review
        else [],
    }


def counts_of(comparison: Comparison) -> list[tuple[str, int, str]]:
    """(check, flags, explanation) of every check that found something, hints included, and of what reviewers marked."""
    known = {check.name: check.explanation for check in CHECKS}
    found = dict.fromkeys(d.check for d in comparison.departures)
    rows = []
    for name in [*(name for name in known if name in found), *(name for name in found if name not in known)]:
        flags = sum(d.check == name and d.tier == "flag" for d in comparison.departures)
        rows.append((name, flags, known.get(name, "What reviewers marked themselves, because no check had found it.")))
    return rows


def _without_dismissed(review: Review) -> Comparison:
    standing = tuple(one.departure for one in review.standings if one.status != "dismissed")
    return msgspec.structs.replace(review.comparison, departures=standing)


def reviewed_in_words(review: Review) -> str:
    """How far people have come, in a sentence; empty where nobody began."""
    if not review.reviewers:
        return ""
    counted = review.counted
    told = [f"{n} {status}" for status in ("confirmed", "dismissed", "disputed", "open") if (n := sum(one.status == status for one in counted))]
    return f"Reviewed by {', '.join(review.reviewers)}: {', '.join(told) or 'no departure'}."


def rule_in_words(act: Any) -> str:
    """A rule as a sentence."""
    what = f"“{act.source}” → “{act.target}” ({act.check}, {act.kind})" if act.words else f"{act.check}, {act.kind}"
    return f"{act.by} dismissed all of: {what}.{f' {act.note}' if act.note else ''}"


def said_of(standing: Standing) -> tuple[str, ...]:
    """What each reviewer says of a departure, and every comment, a line each."""
    lines = [f"Marked by {standing.marked_by}."] if standing.marked_by else []
    for verdict in standing.verdicts:
        changes = ", ".join(part for part in (verdict.severity, verdict.mqm) if part)
        told = f"{verdict.by}: {verdict.decision}{' by a rule' if verdict.rule else ''}{f' as {changes}' if changes else ''}."
        lines.append(f"{told}{f' {verdict.note}' if verdict.note else ''}")
    lines += [f"{comment.by}: {comment.text}" for comment in standing.comments]
    return tuple(lines)


_ORDER = {"critical": 0, "major": 1, "minor": 2, "neutral": 3}


class Rows:
    """The beads of a comparison as they are shown, made one by one.

    Args:
        comparison: with the beads and departures to show.
        reference: the machine translation of the original.
        review: what people decided.
        most: characters of one side of a passage that are shown.
        readings: give names with how they are read, where the language's are known.
    """

    def __init__(
        self, comparison: Comparison, reference: ReferenceTranslation | None = None, review: Review | None = None, most: int = _MOST, readings: bool = True
    ) -> None:
        self.comparison, self.most = comparison, most
        self.readings = readings and comparison.source.language in READ
        self._reference = reference
        # Flags are counted first: hints are hidden at first, and no number should seem to be missing.
        ordered = sorted(comparison.departures, key=lambda d: d.tier == "hint")
        self.numbers = {one.departure.id: one.number for one in review.standings} if review else {d.id: n for n, d in enumerate(ordered, 1)}
        ordered.sort(key=lambda d: self.numbers[d.id])
        self._first: dict[tuple[str, str, str], int] = {}
        for departure in ordered:
            self._first.setdefault((departure.check, departure.tier, departure.message), self.numbers[departure.id])
        self._departures: dict[str, list[Departure]] = defaultdict(list)
        for departure in comparison.departures:
            self._departures[departure.bead].append(departure)
        self._links: dict[str, list[ClauseLink]] = defaultdict(list)
        for link in comparison.links:
            self._links[link.bead].append(link)
        self._risks = {one.bead: f"{one.probability:.0%}" for one in comparison.risks}
        self._standings = {one.departure.id: one for one in review.standings} if review else {}
        self._comments = review.comments if review else {}

    def departures(self, bead: str) -> list[Departure]:
        """Of one bead: flags before hints, the gravest first."""
        return sorted(self._departures.get(bead, []), key=lambda d: (d.tier == "hint", _ORDER[d.severity], self.numbers[d.id]))

    def row(self, bead: Bead) -> Row:
        """One bead with all that is told beside it."""
        comparison = self.comparison
        own = self.departures(bead.id)
        links = self._links.get(bead.id, [])
        read = [self._reference.sentences[i] for i in bead.source] if self._reference else []
        source, cut_source = self._pieces(
            comparison.source, bead.source, [(s, d) for d in own for s in d.source], [link.source for link in links], self.readings
        )
        target, cut_target = self._pieces(comparison.target, bead.target, [(s, d) for d in own for s in d.target], [link.target for link in links], False)
        return Row(
            id=bead.id,
            source=source,
            target=target,
            score="" if _paired(bead) else bead.told,
            cards=tuple(self.card(d) for d in own),
            worst=next((d.severity for d in own if d.tier == "flag" and self._status(d) != "dismissed"), ""),
            paragraph=_opens_paragraph(comparison.target, bead.target),
            reference=shortened(" ".join(one.text for one in read if one.text), self.most),
            faults=", ".join(dict.fromkeys(fault for one in read for fault in one.faults)),
            risk=self._risks.get(bead.id, ""),
            cut=(cut_source, cut_target),
            comments=tuple(f"{comment.by}: {comment.text}" for comment in self._comments.get(bead.id, ())),
            paired=_paired(bead),
        )

    def _status(self, departure: Departure) -> str:
        standing = self._standings.get(departure.id)
        return standing.status if standing else "open"

    def _pieces(
        self, side: Side, sentences: Sequence[int], marks: list[tuple[Span, Departure]], clauses: list[Span], readings: bool
    ) -> tuple[tuple[Piece, ...], int]:
        if not sentences:
            return (), 0
        whole = Span(side.sentences[sentences[0]].start, side.sentences[sentences[-1]].end)
        shown = Span(whole.start, min(whole.end, whole.start + self.most))
        return tuple(self.pieces(side, shown, marks, clauses, readings)), whole.end - shown.end

    def pieces(self, side: Side, shown: Span, marks: list[tuple[Span, Departure]], clauses: list[Span], readings: bool) -> list[Piece]:
        """A stretch of a side, cut wherever a mark, a linked clause or a name begins or ends."""
        names = {r.span.start + shown.start: r for r in name_readings_in(shown.of(side.text), side.language)} if readings else {}
        spans = [*(span for span, _ in marks), *clauses, *(r.span.shift(shown.start) for r in names.values())]
        pieces = []
        for stretch, places in stretches(shown, spans):
            covering = [marks[place] for place in places if place < len(marks)]
            departures = [departure for _, departure in covering]
            first = [(self.numbers[d.id], d.tier == "hint") for span, d in covering if span.start == stretch.start]
            links = tuple(place - len(marks) + 1 for place in places if len(marks) <= place < len(marks) + len(clauses))
            ids = tuple(dict.fromkeys(d.id for d in departures))
            reading = names[stretch.start].text if stretch.start in names else ""
            hint = bool(departures) and all(d.tier == "hint" for d in departures)
            pieces.append(Piece(stretch.of(side.text), stretch.start, ids, tuple(dict.fromkeys(first)), self._gravest(departures), hint, links, reading))
        return pieces

    def _gravest(self, departures: Sequence[Departure]) -> str:
        """What a mark on these looks like: the gravest flag that nobody dismissed, else the gravest hint; `dismissed` where all flags are."""
        flags = [d for d in departures if d.tier == "flag"]
        standing = [d for d in flags if self._status(d) != "dismissed"]
        if flags and not standing:
            return "dismissed"
        return min((d.severity for d in standing or departures), key=lambda s: _ORDER[s], default="")

    def card(self, departure: Departure) -> Card:
        """One departure as it is told, and how it stands."""
        number = self.numbers[departure.id]
        first = self._first[departure.check, departure.tier, departure.message]
        standing = self._standings.get(departure.id)
        return Card(
            id=departure.id,
            number=number,
            check=departure.check,
            severity=departure.severity,
            tier=departure.tier,
            mqm=departure.mqm,
            message=shortened(departure.message, 2000),
            source=_quoted(departure.source, self.comparison.source),
            target=_quoted(departure.target, self.comparison.target),
            proposed=shortened(str(departure.evidence.get("proposed") or ""), 500),
            confidence=_measured(departure) if departure.tier == "flag" else "a hint: not counted",
            again=first if first != number and departure.check not in ("omission", "addition", MISSED) else 0,
            status=standing.status if standing else "open",
            said=said_of(standing) if standing else (),
            right=standing.right if standing else "",
        )


def _paired(bead: Bead) -> bool:
    """Whether a person put it together; such beads are called after the act."""
    return "." in bead.id


def shortened(text: str, most: int) -> str:
    """A text, cut where it is longer."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _opens_paragraph(side: Side, sentences: tuple[int, ...]) -> bool:
    if not sentences or sentences[0] == 0:
        return False
    before, first = side.sentences[sentences[0] - 1], side.sentences[sentences[0]]
    return "\n" in side.text[before.end : first.start]


def _quoted(spans: Iterable[Span], side: Side) -> str:
    return " … ".join(shortened(s.of(side.text), 1000) for s in spans)


def _measured(departure: Departure) -> str:
    if departure.check == MISSED:
        return "a person marked it"
    precision = "precision not measured" if departure.confidence is None else f"{departure.confidence:.0%} of such flags were confirmed by experts"
    match departure.false_rate:
        case None:
            return precision
        case 0:  # of some thousands: not the same as never
            return f"{precision} · none on the right sentences measured"
        case rate:
            return f"{precision} · {rate:.1f} of 1,000 right sentences had one"
