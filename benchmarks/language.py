"""Language detection on FLORES lines: single sentences, passages of five, 30-character heads, and speed.

    python benchmarks/language.py [--errors]

Reads `language/flores_*.tsv` from the benchmark data (`SOURCETRACE_DATA`, else `../shared/data`).
"""

from __future__ import annotations

import argparse
import collections
import time

from data import data_folder, signature
from sourcetrace.translate.language import detect
from sourcetrace.translate.sentences import joiner

FLOORS = {"sentence": 0.985, "five sentences": 0.992, "30 characters": 0.92}


def samples() -> dict[str, list[tuple[str, str]]]:
    """Task → (language, text) pairs."""
    lines: dict[str, list[str]] = collections.defaultdict(list)
    for path in sorted((data_folder() / "language").glob("flores_*.tsv")):
        for row in path.read_text(encoding="utf-8").splitlines():
            language, _, text = row.split("\t")
            lines[language].append(text)
    return {
        "sentence": [(lang, text) for lang, texts in lines.items() for text in texts],
        "five sentences": [(lang, joiner(lang).join(texts[i : i + 5])) for lang, texts in lines.items() for i in range(0, len(texts) - 4, 5)],
        "30 characters": [(lang, text[:30]) for lang, texts in lines.items() for text in texts],
    }


def main() -> None:
    """Print accuracy and speed of each task."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="print the commonest confusions")
    given = parser.parse_args()
    detect("load the model before the clock starts")
    for task, pairs in samples().items():
        start = time.perf_counter()
        answers = [detect(text).language for _, text in pairs]
        seconds = time.perf_counter() - start
        right = sum(answer == language for answer, (language, _) in zip(answers, pairs, strict=True))
        print(f"{task:15s} {right / len(pairs):.4f} of {len(pairs)}  (floor {FLOORS[task]})  {len(pairs) / seconds:,.0f} texts/s")
        if given.errors:
            wrong = collections.Counter((lang, got) for got, (lang, _) in zip(answers, pairs, strict=True) if got != lang)
            print("   ", ", ".join(f"{lang}→{got} {n}" for (lang, got), n in wrong.most_common(25)))
    print(signature("py3langid", "langdetect"))


if __name__ == "__main__":
    main()
