"""A corpus of articles for the batch, made from the benchmark data: files in a folder, and a table that names them.

python benchmarks/corpus.py FOLDER [COUNT]
"""

from __future__ import annotations

import csv
import json
import random
import sys
from pathlib import Path

from data import data_folder, departure_rows

SENTENCES = (8, 24)  # of an article, as news reports have


def write_corpus(folder: Path, count: int, seed: int = 9) -> Path:
    """Write `count` articles with their originals, and `corpus.csv`; the same ones for the same seed."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)  # noqa: S311, no secret
    pairs = [(row["src"], row["ref"]) for row in departure_rows("clean_dev")]
    changed = [(row["src"], row["perturbed"]) for row in departure_rows("perturb_dev")]
    whole = list(_documents())
    with (folder / "corpus.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "article", "source"])
        for number in range(count):
            source, target = whole[number // 5 % len(whole)] if whole and number % 5 == 0 else _composed(chance, pairs, changed)
            name = f"{number:06d}"
            # A line of its own, so that no two articles are the same and every one is worked on.
            (folder / f"{name}.en.txt").write_text(f"{target}\n\nFiled as number {number} of this collection.\n", encoding="utf-8")
            (folder / f"{name}.zh.txt").write_text(f"{source}\n\n本文为本辑第{number}篇。\n", encoding="utf-8")
            table.writerow([name, f"{name}.en.txt", f"{name}.zh.txt"])
    return folder / "corpus.csv"


def _composed(chance: random.Random, pairs: list[tuple[str, str]], changed: list[tuple[str, str]]) -> tuple[str, str]:
    """Neighbouring sentences, one in eight of them changed."""
    length = chance.randint(*SENTENCES)
    start = chance.randrange(max(1, len(pairs) - length))
    chosen = [chance.choice(changed) if chance.random() < 1 / 8 else pair for pair in pairs[start : start + length]]
    return "\n".join(source for source, _ in chosen), "\n".join(target for _, target in chosen)


def _documents() -> list[tuple[str, str]]:
    """Whole news documents of the alignment data."""
    tasks = json.loads((data_folder() / "alignment" / "zhen_dev.json").read_text(encoding="utf-8"))
    return [(task["src"], task["tgt"]) for task in tasks if task["variant"] != "unrelated"]


if __name__ == "__main__":
    print(write_corpus(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000))
