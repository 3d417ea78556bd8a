"""What follows from a trace and the acts on it: how each departure stands, which beads there are, what people do not agree on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal, TypeVar

import msgspec
from sourcetrace.provenance.archiving.acts import MISSED, Act, Commented, Decided, Missed, Repaired, Ruled, Undone
from sourcetrace.provenance.review.decisions import in_order
from sourcetrace.provenance.review.repair import Repair, apply
from sourcetrace.translate.comparison import Comparison
from sourcetrace.translate.departures import Departure

__all__ = ["Review", "Rule", "Standing", "Status", "Verdict", "review", "words_of"]

A = TypeVar("A")

Status = Literal["open", "confirmed", "dismissed", "disputed"]


class Verdict(msgspec.Struct, frozen=True):
    """What one reviewer says of a departure, last of all.

    Attributes:
        rule: identifier of the rule it follows from; empty where it was decided by itself.
    """

    by: str
    when: str
    decision: Literal["confirmed", "dismissed"]
    severity: str
    mqm: str
    right: str
    note: str
    rule: str


class Standing(msgspec.Struct, frozen=True):
    """A departure and how it stands.

    Attributes:
        number: what it is called among people, on the page and in every format: the record's flags, then its hints, then what came later
            by people's acts, in the order of these.
        departure: with the severity and MQM type that hold: those of the last reviewer who confirmed it, else the machine's.
        status: `disputed` where one reviewer confirms what another dismisses.
        right: how the English should read, as the last reviewer who said so puts it.
        differ: in what the reviewers who confirmed it do not agree: `severity`, `type`.
        marked_by: who marked it, where no check found it.
    """

    number: int
    departure: Departure
    status: Status
    verdicts: tuple[Verdict, ...]
    right: str
    differ: tuple[str, ...]
    comments: tuple[Commented, ...]
    marked_by: str = ""


class Rule(msgspec.Struct, frozen=True):
    """A rule that is in force, and the departures that its reviewer has dismissed by it."""

    act: Ruled
    applies: tuple[str, ...]


class Review(msgspec.Struct, frozen=True):
    """A trace as people left it.

    Attributes:
        comparison: with the beads as they are paired now, and every departure in them, those that people marked included.
        standings: of these departures, in the same order.
        comments: on beads, by the bead's identifier.
        adrift: comments on departures or beads that are no more.
        gone: departures that stood in beads which were paired anew, and were not found there again.
        stale: what people paired anew that no longer fits, because someone paired the same sentences otherwise before.
        reviewers: by name, everybody who did something that stands.
        hints: names of the departures that were hints when they were found; a person may have confirmed them.
        active: acts that were not taken back, in order.
        taken_back: the acts that were, in order.
    """

    comparison: Comparison
    standings: tuple[Standing, ...]
    comments: dict[str, tuple[Commented, ...]]
    adrift: tuple[Commented, ...]
    rules: tuple[Rule, ...]
    gone: tuple[Standing, ...]
    stale: tuple[Repaired, ...]
    reviewers: tuple[str, ...]
    hints: frozenset[str]
    active: tuple[Act, ...]
    taken_back: tuple[Act, ...]

    def standing(self, departure: str) -> Standing | None:
        """How a departure stands; None where there is none of that name."""
        return next((one for one in self.standings if one.departure.id == departure), None)

    @property
    def counted(self) -> list[Standing]:
        """What is shown and counted: flags, and whatever a person confirmed."""
        return [one for one in self.standings if one.departure.tier == "flag"]


def review(comparison: Comparison, acts: Sequence[Act]) -> Review:
    """Work out how things stand.

    Args:
        comparison: of the record.
        acts: on its trace, in any order.
    """
    ordered = in_order(acts)
    active, back = _in_force(ordered)
    repair = apply(comparison, _of(active, Repaired))
    marked = [act for act in _of(active, Missed) if _stands_on_words(act, comparison)]
    found = _in_reading_order(repair.comparison, [*repair.comparison.departures, *(_departure_of(act, repair) for act in marked)])
    makers = {f"m{act.act}": act for act in marked}
    verdicts = _verdicts([*found, *repair.gone], comparison, _of(active, Decided), _of(active, Ruled), makers)
    comments: dict[str, list[Commented]] = defaultdict(list)
    for act in _of(active, Commented):
        comments[repair.now_in(act.on)].append(act)
    born = {act.act: act.when for act in active if isinstance(act, Missed | Repaired)}
    called = sorted([*found, *repair.gone], key=lambda d: (born.get(d.id.removeprefix("m").split(".")[0], ""), d.tier == "hint"))
    numbers = {d.id: n for n, d in enumerate(called, 1)}
    standings, gone = (
        tuple(_standing(numbers[d.id], d, verdicts.get(d.id, []), tuple(comments.pop(d.id, ())), makers.get(d.id)) for d in several)
        for several in (found, repair.gone)
    )
    beads = {bead.id for bead in repair.comparison.beads}
    return Review(
        comparison=msgspec.structs.replace(repair.comparison, departures=tuple(one.departure for one in standings)),
        standings=standings,
        comments={on: tuple(told) for on, told in comments.items() if on in beads},
        adrift=tuple(act for on, told in comments.items() if on not in beads for act in told),
        rules=tuple(Rule(act, tuple(d.id for d in found if any(v.rule == act.act for v in verdicts.get(d.id, ())))) for act in _of(active, Ruled)),
        gone=gone,
        stale=repair.stale,
        reviewers=tuple(dict.fromkeys(act.by for act in active if not isinstance(act, Undone))),
        hints=frozenset(d.id for d in found if d.tier == "hint"),
        active=tuple(active),
        taken_back=tuple(back),
    )


def _of(acts: Sequence[Act], kind: type[A]) -> list[A]:
    return [act for act in acts if isinstance(act, kind)]


def _in_force(ordered: Sequence[Act]) -> tuple[list[Act], list[Act]]:
    """Acts that were not taken back, and those that were: from the last to the first, for an act of taking back may be taken back itself.

    Each can take back only what the same person did, and only what came before.
    """
    targets: set[tuple[str, str]] = set()  # an act, and whose it must be
    active: list[Act] = []
    back: list[Act] = []
    for act in reversed(ordered):
        if (act.act, act.by) in targets:
            back.append(act)
            continue
        active.append(act)
        if isinstance(act, Undone):
            targets.add((act.undone, act.by))
    return active[::-1], back[::-1]


def words_of(departure: Departure, comparison: Comparison) -> tuple[str, str]:
    """The words of the original and of the English that a departure stands on."""
    source = " … ".join(span.of(comparison.source.text) for span in departure.source)
    target = " … ".join(span.of(comparison.target.text) for span in departure.target)
    return source, target


def _follows(rule: Ruled, departure: Departure, comparison: Comparison) -> bool:
    if (departure.check, departure.kind) != (rule.check, rule.kind):
        return False
    return not rule.words or words_of(departure, comparison) == (rule.source, rule.target)


def _verdicts(
    departures: Sequence[Departure], comparison: Comparison, decided: Sequence[Decided], ruled: Sequence[Ruled], makers: dict[str, Missed]
) -> dict[str, list[Verdict]]:
    """The verdicts on each departure, one a reviewer.

    What was said of one departure goes before a rule, whichever came first; that it is open again withdraws both, as far as they came before.
    Who marked a departure confirms it by that.
    """
    last: dict[str, dict[str, Decided]] = defaultdict(dict)
    for said in decided:
        last[said.departure][said.by] = said
    found: dict[str, list[Verdict]] = defaultdict(list)
    for departure in departures:
        own = last.get(departure.id, {})
        rules = {rule.by: rule for rule in ruled if _follows(rule, departure, comparison) and not (rule.by in own and own[rule.by].when > rule.when)}
        maker = makers.get(departure.id)
        for by in dict.fromkeys([*([maker.by] if maker else []), *own, *rules]):
            verdict = _verdict(own.get(by), rules.get(by), maker if maker and maker.by == by else None)
            if verdict:
                found[departure.id].append(verdict)
    return {departure: sorted(own, key=lambda v: (v.when, v.by)) for departure, own in found.items()}


def _verdict(said: Decided | None, rule: Ruled | None, marked: Missed | None) -> Verdict | None:
    """What one reviewer says of a departure: by itself, by a rule, or by having marked it."""
    if said and said.decision != "open":
        return Verdict(said.by, said.when, said.decision, said.severity, said.mqm, said.right, said.note, "")
    if rule:
        return Verdict(rule.by, rule.when, "dismissed", "", "", "", rule.note, rule.act)
    if marked and not said:
        return Verdict(marked.by, marked.when, "confirmed", "", "", marked.right, "", "")
    return None


def _standing(number: int, departure: Departure, verdicts: Sequence[Verdict], comments: tuple[Commented, ...], marked: Missed | None) -> Standing:
    said = {verdict.decision for verdict in verdicts}
    status: Status = "disputed" if len(said) > 1 else verdicts[0].decision if verdicts else "open"
    confirmed = [v for v in verdicts if v.decision == "confirmed"]
    severities = {v.severity or departure.severity for v in confirmed}
    types = {v.mqm or departure.mqm for v in confirmed}
    last = confirmed[-1] if confirmed else None
    held = msgspec.structs.replace(
        departure,
        severity=(last and last.severity) or departure.severity,
        mqm=(last and last.mqm) or departure.mqm,
        tier="flag" if confirmed else departure.tier,  # a hint that a person confirms is counted, also where another does not
    )
    return Standing(
        number=number,
        departure=held,
        status=status,
        verdicts=tuple(verdicts),
        right=next((v.right for v in reversed(confirmed) if v.right), ""),
        differ=tuple(name for name, seen in (("severity", severities), ("type", types)) if len(seen) > 1),
        comments=comments,
        marked_by=marked.by if marked else "",
    )


def _stands_on_words(act: Missed, comparison: Comparison) -> bool:
    """Whether it lies in the texts at all: the file of decisions may come from anywhere."""
    sides = ((comparison.source, act.source), (comparison.target, act.target))
    return bool(act.source or act.target) and all(0 <= span.start < span.end <= len(side.text) for side, spans in sides for span in spans)


def _departure_of(act: Missed, repair: Repair) -> Departure:
    """What a person marked, as a departure; in the bead in which its words stand now."""
    return Departure(
        id=f"m{act.act}",
        bead=repair.bead_at(act.source, act.target) or act.bead,
        check=MISSED,
        kind="missed",
        mqm=act.mqm,
        tier="flag",
        severity=act.severity,
        confidence=None,
        false_rate=None,
        target=act.target,
        source=act.source,
        message=act.note or "Marked by a reviewer; no check found it.",
        evidence={},
    )


def _in_reading_order(comparison: Comparison, departures: Sequence[Departure]) -> list[Departure]:
    place = {bead.id: number for number, bead in enumerate(comparison.beads)}
    return sorted((d for d in departures if d.bead in place), key=lambda d: place[d.bead])
