"""What a person reads in the terminal: the summary of a trace or comparison, safe to print."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import click
from sourcetrace.provenance.archiving.ledger import Captured, Entry, Event, Failed, Filed, Published, Signed, Stamped
from sourcetrace.provenance.archiving.signature import fingerprint
from sourcetrace.provenance.custody import Archived, Look, Mark, unstamped
from sourcetrace.provenance.pipeline import Recovery
from sourcetrace.provenance.printable import clipped, shown
from sourcetrace.provenance.record import Trace
from sourcetrace.provenance.recovery.attempt import Attempt
from sourcetrace.provenance.references import WORTH_FOLLOWING, Reference
from sourcetrace.provenance.report.view import title_of
from sourcetrace.provenance.verification.finding import Verification
from sourcetrace.translate.alignment import Alignment, Bead
from sourcetrace.translate.comparison import Comparison
from sourcetrace.translate.departures import Departure
from sourcetrace.translate.language import language_name

__all__ = [
    "alignment_lines",
    "archived_line",
    "attempt_lines",
    "capture_lines",
    "comparison_lines",
    "ledger_lines",
    "mark_lines",
    "recovery_lines",
    "reference_lines",
    "trace_lines",
    "verification_lines",
]

_COLOURS = {"critical": "bright_red", "major": "red", "minor": "yellow", "neutral": "bright_black"}


def trace_lines(trace: Trace) -> Iterator[str]:
    """The trace in a screen."""
    yield click.style(shown(title_of(trace)), bold=True)
    yield f"  first written in  {shown(language_name(trace.origin.language))} ({_sureness(trace)})"
    named = [r for r in trace.references if r.score >= WORTH_FOLLOWING]
    for reference in named[:3]:
        yield f"  names as source   {shown(reference.url or reference.written)}" + _inferred(reference)
    if not named:
        yield "  names as source   nothing"
    for line in attempt_lines(trace.attempts):
        yield f"  attempt           {line}"
    if trace.original:
        yield f"  original          {shown(trace.original.article.name)}: {shown(trace.original.caveat)}"
        yield f"                    {shown(trace.original.why)}"
    if not trace.article.extraction.certain:
        yield click.style(f"  {trace.article.extraction.note}", fg="yellow")
    if trace.reference_translation:
        yield f"  machine reading   {shown(trace.reference_translation.engine)}"
    for opinion in trace.comparison.opinions if trace.comparison else ():
        yield f"  weighed by        {shown(opinion.judge)}"
    yield ""
    if trace.comparison:
        yield from comparison_lines(trace.comparison)
    else:
        yield click.style(shown(trace.summary.headline), bold=True)
        for kind in ("quotation", "number", "date", "name"):
            claims = [c for c in trace.checklist if c.kind == kind]
            if claims:
                yield f"  {kind}s to check: " + clipped(shown("; ".join(c.text for c in claims)), 150)
        for step in trace.summary.next_steps:
            yield f"  → {shown(step)}"


_OUTCOMES = {"captured": "green", "rejected": "yellow", "refused": "bright_black", "failed": "red", "not tried": "bright_black"}


def attempt_lines(attempts: Sequence[Attempt]) -> Iterator[str]:
    """One attempt a line; neighbours that ended alike for the same reason are told together."""
    for (outcome, reason), group in itertools.groupby(attempts, key=lambda a: (a.outcome, a.reason)):
        same = list(group)
        told = f"{click.style(outcome, fg=_OUTCOMES[outcome])}. {shown(reason)}"
        if len(same) <= 2:
            yield from (f"{a.kind} {shown(a.target)}: {told}" for a in same)
        else:
            kinds = Counter(a.kind for a in same)
            yield f"{len(same)} ways ({', '.join(f'{count} {kind}' for kind, count in kinds.items())}): {told}"


def recovery_lines(recovery: Recovery) -> Iterator[str]:
    """Every attempt with what it came to, then the capture that was chosen."""
    for attempt in recovery.attempts:
        yield f"{click.style(f'{attempt.outcome:9s}', fg=_OUTCOMES[attempt.outcome])} {attempt.kind} {shown(attempt.target)}"
        yield f"          {shown(attempt.reason)}"
        for exchange in attempt.exchanges:
            status = exchange.status if exchange.status is not None else "no answer"
            led = f" → {shown(exchange.location)}" if exchange.location else ""
            sum_ = f", {exchange.digest[:23]}…" if exchange.digest and exchange.size else ""
            yield click.style(f"          {shown(exchange.url)}{led}: {status} from {exchange.address or 'nowhere'}, {exchange.size:,} bytes{sum_}", dim=True)
    for capture in recovery.captures:
        state = "passed" if capture.judgement.certain else "passed, uncertain" if capture.judgement.passed else "not the article"
        yield f"{capture.id}  {state}: {shown(' '.join(capture.judgement.reasons))}"
    yield ""
    yield click.style(shown(recovery.headline), bold=True) + (f" {shown(recovery.title)}" if recovery.title else "")
    if recovery.original:
        yield f"  {recovery.original}: {shown(recovery.why)}"
    yield from (f"  → {shown(step)}" for step in recovery.next_steps)


def _sureness(trace: Trace) -> str:
    if trace.origin.decided_by == "original":
        return "the original is at hand"
    return f"{trace.origin.confidence:.0%} of the evidence, not calibrated" if trace.origin.evidence else "nothing speaks for another language"


def _inferred(reference: Reference) -> str:
    return f"  (id made {reference.inferred_time}, inferred)" if reference.inferred_time else ""


# What the verdict on a pair means.
PAIRS = {
    "translation": "A translation",
    "partial": "Abridged, or added to",
    "related": "On the same topic, but not a translation",
    "unrelated": "Not translations of each other",
}


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """What departs, where, and by how much; flags first told once, repeats counted."""
    flags = comparison.flags
    hints = sum(d.tier == "hint" for d in comparison.departures)
    beads = {bead.id: bead for bead in comparison.beads}
    noun = "departure" if len(flags) == 1 else "departures"
    if max(comparison.pair.source_covered, comparison.pair.target_covered) < 0.1:
        yield click.style("The two texts could not be aligned, so next to nothing was compared.", fg="yellow")
    head = f"{len(flags)} {noun} in {len(comparison.beads)} passages" if flags else f"No departure found in {len(comparison.beads)} passages"
    yield click.style(head, bold=True) + (f" ({hints} hint{'s' * (hints != 1)} not shown)" if hints else "")
    if comparison.pair.verdict != "translation":
        yield click.style(
            f"  {PAIRS[comparison.pair.verdict]}: {comparison.pair.source_covered:.0%} of the original and "
            f"{comparison.pair.target_covered:.0%} of the English have a counterpart.",
            fg="yellow",
        )
    told: dict[tuple[str, str], list[Departure]] = {}
    for departure in flags:
        told.setdefault((departure.check, departure.message), []).append(departure)
    for same in told.values():
        yield _flag(same, [beads[d.bead] for d in same])
    for notice in (*comparison.notices, *comparison.lacking):
        yield f"  {shown(notice)}"


def _flag(same: list[Departure], beads: list[Bead]) -> str:
    """One line for departures of one wording, with all the places."""
    departure = same[0]
    side = "English" if beads[0].target else "original"
    places = dict.fromkeys((b.target or b.source)[0] + 1 for b in beads)
    where = f"{side} sentence{'s' if len(places) > 1 else ''} {', '.join(map(str, places))}"
    severity = click.style(f"{departure.severity:8s}", fg=_COLOURS[departure.severity])
    sure = f" [{departure.confidence:.0%} confirmed]" if departure.confidence is not None else ""
    return f"  {severity} {departure.check:12s} {where}: {shown(departure.message)}{sure}"


def alignment_lines(alignment: Alignment, columns: int) -> Iterator[str]:
    """One bead a line pair."""
    for bead in alignment.beads:
        for side, indexes, mark in ((alignment.source, bead.source, bead.told), (alignment.target, bead.target, "    ")):
            text = " ".join(shown(side.sentences[i].of(side.text)) for i in indexes) or "—"
            yield f"{mark} {','.join(str(i + 1) for i in indexes) or '-':>7s}  {clipped(text, columns - 14)}"
    pair = alignment.pair
    yield f"{len(alignment.beads)} beads. {PAIRS[pair.verdict]}: {pair.source_covered:.0%} of the source and {pair.target_covered:.0%} of the target have a counterpart."


def reference_lines(references: list[Reference]) -> Iterator[str]:
    """One candidate a line, the likeliest first."""
    if not references:
        yield "No reference found: the article names no original."
    for r in references:
        where = f"characters {r.span.start}–{r.span.end}" if r.span else r.carrier
        yield f"{r.score:.2f}  {shown(r.url or r.written)}{_inferred(r)}"
        yield f"      {r.state}, {where}: {shown(', '.join(r.reasons))}"


def verification_lines(verification: Verification) -> Iterator[str]:
    """One check a line, then what is proven and what is not."""
    colours = {"pass": "green", "fail": "red", "not checked": "yellow"}
    for finding in verification.findings:
        yield f"{click.style(f'{finding.state:11s}', fg=colours[finding.state])} {finding.check}: {shown(finding.message)}"
    yield ""
    for line in verification.proven:
        yield f"Proven: {line}"
    if not verification.ok:
        yield click.style("Verification failed: it is not as it was made.", bold=True)
    for line in verification.not_proven:
        yield f"Not proven: {line}"


_KEPT = {"captured": "green", "revisit": "green", "filed": "green", "present": "bright_black", "failed": "red"}


def archived_line(one: Archived) -> str:
    """What became of one thing that was to be archived."""
    where = f" {one.capture or one.file}" if one.capture or one.file else ""
    public = f" Public copy {shown(one.public)}" if one.public else ""
    return f"{click.style(f'{one.outcome:8s}', fg=_KEPT[one.outcome])}{where}  {shown(one.target)}: {shown(one.reason)}{public}"


def ledger_lines(entries: Sequence[Entry]) -> Iterator[str]:
    """What an archive holds, an entry a line; what only describes an entry before it is left out."""
    count = 0
    for entry in entries:
        line = _entry_line(entry.what)
        if line:
            yield line
            count += isinstance(entry.what, Captured | Filed)
    pending = unstamped(entries)
    yield ""
    yield f"{count:,} captures and traces in {len(entries):,} entries."
    if pending:
        yield f"{pending:,} entries are not dated by any authority yet: `sourcetrace archive stamp` asks for that."


def _entry_line(what: Event) -> str | None:
    if isinstance(what, Captured):
        seen = f"  as {what.revisit}" if what.revisit else f"  {what.size:,} bytes"
        return f"{what.capture}  {shown(what.url)}{seen}{f'  {shown(what.title)}' if what.title else ''}"
    if isinstance(what, Filed):
        return f"{shown(what.folder)}  trace  {shown(what.title)}"
    if isinstance(what, Failed):
        return click.style(f"{re.sub('[^0-9TZ]', '', what.when)}  {shown(what.url)}  not captured: {shown(what.reason)}", fg="red")
    if isinstance(what, Stamped):
        return f"{shown(what.file)}  dated {shown(what.time)} by {shown(what.authority)}"
    if isinstance(what, Signed):
        return f"signed with the key {fingerprint(what.public_key)}"
    if isinstance(what, Published):
        return f"{shown(what.url)}  public copy: {shown(what.memento or what.reason)}"
    return None


def capture_lines(look: Look) -> Iterator[str]:
    """One capture: where it came from, its records, what was read from it."""
    what = look.entry.what
    assert isinstance(what, Captured), "only captures are looked at"
    yield click.style(shown(what.title or what.url), bold=True)
    yield f"  capture    {what.capture}, entry {look.entry.number}"
    yield f"  address    {shown(what.url)}"
    yield f"  asked      {what.when}"
    yield f"  file       {shown(look.path)}"
    yield f"             {what.digest}"
    yield f"  page       {what.size:,} bytes, {what.payload}"
    if what.revisit:
        yield f"             which lie in {what.revisit}"
    for record in look.records:
        yield f"  record     {record.kind:10s} {record.size:>10,} bytes  {shown(record.url)}"
    for change in look.facts.get("changed") or ():
        yield f"  changed    {shown(str(change))}"
    if look.facts.get("note"):
        yield f"  note       {shown(str(look.facts['note']))}"
    first = next((line for line in look.text.splitlines() if line.strip()), "")
    yield f"  text       {len(look.text):,} characters: {clipped(shown(first), 80)}" if look.text else "  text       none was read from it"


_MARKED = {"stamped": "green", "signed": "green", "failed": "red"}


def mark_lines(marks: Sequence[Mark]) -> Iterator[str]:
    """What each authority and the key said."""
    for mark in marks:
        yield f"{click.style(f'{mark.outcome:8s}', fg=_MARKED[mark.outcome])} {shown(mark.by)}{f' at {mark.time}' if mark.time else ''}: {shown(mark.reason)}"
