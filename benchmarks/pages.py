"""Bodies of saved pages, and the gate: which pages are taken for an article.

    python benchmarks/pages.py [--each]

Reads `pages/` from the benchmark data (`SOURCETRACE_DATA`, else `../shared/data`): precision and recall of the extracted body
over 4-grams of Han characters, with each page as it is, and re-encoded in gb18030 under a label that says utf-8. The gate is
tried on these pages, and on the pages in `tests/gate`, written for it: walls, logins, notices and lists that must not pass, and
short news, half of it about deletions and walls, that must. `tuned.jsonl` was looked at while the gate was written, `unseen.jsonl`
was not.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
from collections.abc import Iterator
from pathlib import Path

from data import data_folder, signature
from sourcetrace.provenance.article import read
from sourcetrace.provenance.decoding import declared_label, decode
from sourcetrace.provenance.recovery.gate import Expected, judge, whole_text
from sourcetrace.translate.text import InputError

FLOORS = {"precision": 0.98, "recall": 0.97}
GATE_FLOORS = {"tuned.jsonl": (0.05, 0.04), "unseen.jsonl": (0.20, 0.06)}  # most that wrongly pass, and that wrongly do not
_GATE = Path(__file__).resolve().parents[1] / "tests" / "gate"


def _grams(text: str) -> collections.Counter[str]:
    han = re.sub(r"[^\u3400-\u9fff]", "", text)
    return collections.Counter(han[i : i + 4] for i in range(len(han) - 3))


def bodies(relabelled: bool = False) -> Iterator[tuple[str, float, float, str]]:
    """(page, precision, recall, method) of every saved page."""
    folder = data_folder() / "pages"
    for page in json.loads((folder / "gold.json").read_text(encoding="utf-8")):
        data = (folder / page["file"]).read_bytes()
        if relabelled:
            text = re.sub(r"""(charset\s*=\s*["']?)[\w-]+""", r"\1utf-8", decode(data, declared_label(data)).text)
            data = text.encode("gb18030")
        document = read(data, name=page["file"])
        ours, gold = _grams(document.text), _grams(page["body"])
        both = (ours & gold).total()
        yield page["file"], both / max(1, ours.total()), both / max(1, gold.total()), document.extraction.method


def real_pages() -> Iterator[tuple[str, bool]]:
    """(page, whether it passes the gate) of every saved page; all are articles."""
    folder = data_folder() / "pages"
    for page in json.loads((folder / "gold.json").read_text(encoding="utf-8")):
        data = (folder / page["file"]).read_bytes()
        yield page["file"], judge(read(data, name=page["file"]), Expected(language="zh"), whole_text(data, None)).passed


def written_pages(name: str) -> Iterator[tuple[str, bool, bool]]:
    """(page, whether it is an article, whether it passes the gate) of the pages written for it."""
    for line in (_GATE / name).read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        data = page["html"].encode("utf-8")
        try:
            passed = judge(read(data, name=f"{page['name']}.html"), Expected(), whole_text(data, None)).passed
        except InputError:
            passed = False
        yield page["name"], page["name"].startswith("real-"), passed


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--each", action="store_true", help="print every page, and every wrong answer of the gate")
    given = parser.parse_args()
    for relabelled in (False, True):
        found = list(bodies(relabelled))
        if given.each:
            for name, precision, recall, method in found:
                print(f"{name:24s} {precision:.3f} {recall:.3f}  {method}")
        precision, recall = (sum(f[i] for f in found) / len(found) for i in (1, 2))
        print(f"bodies{', gb18030 labelled utf-8' if relabelled else ''}: precision {precision:.4f}, recall {recall:.4f} of {len(found)} pages")
    passed = [ok for _, ok in real_pages()]
    print(f"gate: {sum(passed)} of {len(passed)} saved articles pass")
    for name in GATE_FLOORS:
        answers = list(written_pages(name))
        if given.each:
            print("".join(f"   wrong: {page}\n" for page, article, ok in answers if article != ok), end="")
        walls = [ok for _, article, ok in answers if not article]
        articles = [ok for _, article, ok in answers if article]
        print(f"gate, {name}: {sum(walls)} of {len(walls)} pages that are no article pass, {sum(articles)} of {len(articles)} short articles do")
    print(signature("readability-lxml", "trafilatura", "lxml"))


if __name__ == "__main__":
    main()
