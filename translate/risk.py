"""Risk: how likely an expert would mark a major error of accuracy in a passage.

A logistic regression over a few dozen numbers that can be read: what the checks found, how alike the two sides are, how many words of either
side a dictionary explains by the other, how long and how crowded the passage is, how the rest of the translation is, and, where a language model weighed the English, how surprised it
was. `benchmarks/risk.py` trains it on segments that experts had marked, and writes its numbers to `data/risk.json`. It ranks
passages for a reader; it says nothing about what is wrong.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files

import msgspec
import numpy as np
from sourcetrace.translate.coverage.lexicon import unexplained
from sourcetrace.translate.departures.base import Departure, Document, Passage
from sourcetrace.translate.encoder import encode
from sourcetrace.translate.engines.seam import Scores
from sourcetrace.translate.logistic import Logistic

__all__ = ["LANGUAGES", "Risk", "RiskModel", "features", "judged_by", "risk_model", "risks"]

LANGUAGES = frozenset({"zh"})  # of the source, for which there are segments that experts marked
# Checks whose findings are counted; the others are too rare on what experts marked to be weighed.
_CHECKS = ("quantity", "date", "name", "negation", "direction", "strength", "pronoun", "attribution", "untranslated", "residue", "omission", "addition")
_COUNTED = [(check, tier) for check in _CHECKS for tier in ("flag", "hint")]
_JUDGE_PREFIX = "judge"
_DOUBTFUL, _IMPLAUSIBLE = -4.0, -6.0  # log-probabilities: 1 in 55, 1 in 400
_CHOSEN = 0.015  # a token is the judge's own choice if its log-probability is the best one, but for rounding


class Risk(msgspec.Struct, frozen=True):
    """A bead's probability, 0–1, that an expert would mark a major error of accuracy in it."""

    bead: str
    probability: float


class RiskModel(msgspec.Struct, frozen=True):
    """What the benchmark wrote.

    Attributes:
        signature: data, checks, encoder it was trained with.
        judge: signature of the language model whose scores it knows.
    """

    signature: str
    judge: str
    without_judge: Logistic
    with_judge: Logistic


@functools.cache
def risk_model() -> RiskModel:
    """The model that ships."""
    return msgspec.json.decode((files("sourcetrace.translate.data") / "risk.json").read_bytes(), type=RiskModel)


def judged_by(judge: str | None) -> bool:
    """Whether the model knows what this judge's scores mean."""
    return judge == risk_model().judge


def risks(document: Document, departures: Sequence[Departure]) -> tuple[Risk, ...]:
    """The risk of every bead that has both sides; none for a source language that was not measured.

    Args:
        document: with the scores of the judge that was measured, if there are any.
        departures: what the checks found in it.
    """
    if document.source.language not in LANGUAGES:
        return ()
    model = risk_model()
    logistic = model.with_judge if document.scored else model.without_judge
    return tuple(Risk(bead, round(logistic.probability(values), 3)) for bead, values in features(document, departures).items())


def features(document: Document, departures: Sequence[Departure]) -> dict[str, dict[str, float]]:
    """Features by name of every bead that has both sides, by the bead's id."""
    passages = [p for p in document.passages if p.bead.source and p.bead.target]
    if not passages:
        return {}
    sides = encode([text for p in passages for text in (p.source, p.target)])
    alike = (sides[0::2] * sides[1::2]).sum(axis=1)
    found = {p.bead.id: _of_passage(p, float(cosine)) for p, cosine in zip(passages, alike, strict=True)}
    counts: Counter[tuple[str, str, str]] = Counter((d.bead, d.check, d.tier) for d in departures)
    for bead, values in found.items():
        values |= {f"{check} {tier}s": float(counts[bead, check, tier]) for check, tier in _COUNTED}
        values["findings"] = sum(values[f"{check} {tier}s"] for check, tier in _COUNTED)
    _add_means(found, "similarity", *(f"{_JUDGE_PREFIX} {name}" for name in ("mean", "five least")))
    return found


def _of_passage(passage: Passage, alike: float) -> dict[str, float]:
    source, target = passage.source, passage.target
    ratio = np.log(len(target) / len(source))
    values = {
        "similarity": alike,
        "log characters of the source": float(np.log(len(source))),
        "log characters of the target": float(np.log(len(target))),
        "log ratio of lengths": float(ratio),
        "commas": float(len(re.findall("[，、；：]", source))),
        "stops": float(len(re.findall("[。！？]", source))),
        "digits": float(len(re.findall(r"\d", source))),
        "quotations": float(source.count("“")),
        "titles and foreign names": float(len(re.findall("[·《]", source))),
        "capitalised pairs": float(len(re.findall(r"\b[A-Z][a-z]+ [A-Z]", target))),
    }
    values |= _of_words(passage)
    if passage.scores is not None and passage.scores.tokens:
        values |= {f"{_JUDGE_PREFIX} {name}": value for name, value in _of_scores(passage.scores).items()}
    return values


def _of_words(passage: Passage) -> dict[str, float]:
    """How many content words of either side a dictionary or a name explains by the other."""
    ours, theirs = unexplained(passage.source, passage.target, passage.names)
    open_ours, open_theirs = [w for w in ours if not w.explained], [w for w in theirs if not w.explained]
    return {
        "words of the source": float(len(ours)),
        "unexplained words of the source": float(len(open_ours)),
        "share unexplained of the source": len(open_ours) / (len(ours) + 2),
        "longer unexplained words of the source": float(sum(w.span.end - w.span.start > 1 for w in open_ours)),
        "words of the target": float(len(theirs)),
        "unexplained words of the target": float(len(open_theirs)),
        "share unexplained of the target": len(open_theirs) / (len(theirs) + 2),
        "unexplained names of the target": float(sum(w.name for w in open_theirs)),
        "unexplained on both sides": float(min(len(open_ours), len(open_theirs))),
    }


def _of_scores(scores: Scores) -> dict[str, float]:
    own = np.array([t.score for t in scores.tokens])
    gaps = np.array([(t.best if t.best is not None else t.score) - t.score for t in scores.tokens])
    least, widest = np.sort(own), np.sort(gaps)[::-1]
    return {
        "mean": float(own.mean()),
        "sum": float(own.sum()),
        "least": float(least[0]),
        "three least": float(least[:3].mean()),
        "five least": float(least[:5].mean()),
        "eight least": float(least[:8].mean()),
        "doubtful": float((own < _DOUBTFUL).sum()),
        "implausible": float((own < _IMPLAUSIBLE).sum()),
        "share doubtful": float((own < _DOUBTFUL).mean()),
        "share implausible": float((own < _IMPLAUSIBLE).mean()),
        "five widest gaps": float(widest[:5].mean()),
        "share chosen": float((gaps < _CHOSEN).mean()),
    }


def _add_means(found: dict[str, dict[str, float]], *names: str) -> None:
    """How the translation is as a whole: the mean of a feature over the document, for each passage that has it."""
    for name in names:
        own = [values[name] for values in found.values() if name in values]
        for values in found.values():
            if name in values:
                values[f"{name}, over the document"] = sum(own) / len(own)
