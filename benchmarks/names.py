"""Names: train the model that tells a doubtful name from one that is put in its own way.

    python benchmarks/names.py [--write]

Doubts in right translations (`clean_dev`) against doubts on the words that were changed (`perturb_dev`: persons and places swapped,
names misspelled); five folds by line, so that no sentence is in training and test. Told are the recall by type at given numbers of
flagged pairs in 1,000 right ones, and the weights. `--write` trains on all of it and stores the numbers in `translate/data/names.json`.
"""

from __future__ import annotations

import argparse
import zlib
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from data import departure_rows as rows
from data import signature
from sourcetrace.translate.names.doubt import Doubt, NameModel, doubts
from sourcetrace.translate.names.english import find_names
from sourcetrace.translate.names.source import SourceNames
from sourcetrace.translate.names.stated import stated_names
from sourcetrace.translate.names.tables import tables_digest
from sourcetrace.translate.text import Span
from training import model_of

Row = dict[str, Any]

RIDGE = 10.0  # 3 to 30 give the same recall within .02
FOLDS = 5
FALSE = 10  # flagged pairs in 1,000 right ones at which the threshold of flags is set
HINT = 0.3  # probability below which a doubt is not told
TYPES = ("name_swap", "name_mutate", "place_swap")


def found(source: str, target: str) -> list[Doubt]:
    """The doubts of a pair."""
    passage = SourceNames(source)
    return doubts(passage, stated_names(passage), target, find_names(target), lambda _: False)


def main() -> None:
    """Train, tell, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="store the model")
    given = parser.parse_args()
    clean = [(row["id"], found(row["src"], row["ref"])) for row in rows("clean_dev")]
    made = [(row["id"], row["type"], on_span(row)) for row in rows("perturb_dev") if row["type"] in TYPES]
    features = [d.features for _, own in clean for d in own] + [d.features for _, _, d in made if d]
    lines = [line for line, own in clean for _ in own] + [line for line, _, d in made if d]
    labels = np.array([0.0] * sum(len(own) for _, own in clean) + [1.0] * sum(d is not None for _, _, d in made))
    folds = np.array([zlib.crc32(line.encode()) % FOLDS for line in lines])
    names = list(features[0])
    probabilities = np.zeros(len(labels))
    for fold in range(FOLDS):
        model = model_of([f for f, k in zip(features, folds, strict=True) if k != fold], labels[folds != fold], names, RIDGE)
        probabilities[folds == fold] = [model.probability(f) for f, k in zip(features, folds, strict=True) if k == fold]
    told = iter(probabilities)
    right = np.array([max((next(told) for _ in own), default=0.0) for _, own in clean])
    wrong = np.array([next(told) if d else 0.0 for _, _, d in made])
    types = np.array([kind for _, kind, _ in made])
    for false in (3, 4, 5, FALSE, 8, 10):
        threshold = limit(right, false)
        recall = ", ".join(f"{kind} {np.mean(wrong[types == kind] > threshold):.2f}" for kind in TYPES)
        print(f"{false} false in 1,000 (above {threshold:.2f}): {recall}")
    model = model_of(features, labels, names, RIDGE)
    print(", ".join(f"{name} {weight:+.2f}" for name, weight in sorted(model.weights.items(), key=lambda item: -abs(item[1]))))
    print(signature("pypinyin"), f"names@{tables_digest()}", sep=" | ")
    if given.write:
        trained = f"clean-dev-{len(clean)}, perturb-dev-{len(made)}, names@{tables_digest()}"
        written = NameModel(trained, model, round(limit(right, FALSE), 3), HINT)
        path = Path(__file__).resolve().parents[1] / "translate" / "data" / "names.json"
        path.write_bytes(msgspec.json.format(msgspec.json.encode(written), indent=1) + b"\n")
        print(f"written: {path.name}")


def on_span(row: Row) -> Doubt | None:
    """The first doubt on the words that were changed."""
    span = Span(*row["span"])
    return next((d for d in found(row["src"], row["perturbed"]) if d.span.overlaps(span)), None)


def limit(right: np.ndarray[Any, np.dtype[np.float64]], false: float) -> float:
    """The probability that so many right pairs in 1,000 exceed."""
    return float(np.sort(right)[-round(false * len(right) / 1000) - 1])


if __name__ == "__main__":
    main()
