"""Origin: the language an English article was first written in.

Each piece of evidence speaks for one language with a weight in log-odds; weights were set by hand and are not
calibrated, so the result says how the evidence adds up, not how often such an answer is right. The body of the original,
when it is at hand, decides.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec
from sourcetrace.provenance.article import Document
from sourcetrace.provenance.references import WORTH_FOLLOWING, Reference
from sourcetrace.translate.language import detect
from sourcetrace.translate.names.english import find_names
from sourcetrace.translate.names.romanise import is_pinyin, letters
from sourcetrace.translate.text import Span, script_counts

__all__ = ["Clue", "Origin", "find_origin"]


class Clue(msgspec.Struct, frozen=True):
    """One piece of evidence.

    Attributes:
        kind: `original`, `reference`, `label`, `fragment`, `names` or `formula`.
        weight: log-odds it adds for `language`.
        span: where it stands in the article, if in one place.
    """

    kind: str
    language: str
    weight: float
    detail: str
    span: Span | None = None


class Origin(msgspec.Struct, frozen=True):
    """The language of the original.

    Attributes:
        language: ISO 639-1 code; `en` where nothing speaks for another.
        confidence: share of the evidence for it (softmax of summed weights); 1 where the original decides, 0 where there is
            no evidence at all and English is only assumed. Not calibrated.
        decided_by: `original` or `evidence`.
    """

    language: str
    confidence: float
    decided_by: str
    evidence: tuple[Clue, ...]


_NATIVE = 1.5  # log-odds for "written in English" that the evidence has to outweigh
_LANGUAGES = {
    "Chinese": "zh", "Mandarin": "zh", "Japanese": "ja", "Korean": "ko", "Russian": "ru", "Ukrainian": "uk", "Arabic": "ar", "German": "de",
    "French": "fr", "Spanish": "es", "Portuguese": "pt", "Italian": "it", "Vietnamese": "vi", "Turkish": "tr", "Persian": "fa", "Farsi": "fa",
}  # fmt: skip
_SAYS_SO = re.compile(
    rf"\b(?:translated from(?: the(?: original)?)?|translation from(?: the)?|original(?:ly)?(?: (?:published|written|article))?(?: in)?|\(in|read (?:it |this )?in)\s+({'|'.join(_LANGUAGES)})\b",
    re.IGNORECASE,
)
_MACHINE = re.compile(r"\b(?:machine[- ]translated|AI[- ]translated|auto[- ]?translated|translated by (?:AI|Google|DeepL|ChatGPT))\b", re.IGNORECASE)
# Set lines of one country's media, in the English that translating them gives.
_FORMULAS = (
    ("zh", 1.8, re.compile(r"\b(?:statement|disclaimer|declaration)\s?[::]?\s{0,2}(?:the|this) (?:article|content|above)[^.\n]{0,60}(?:represents?|reflects?)[^.\n]{0,40}(?:author|personal)[^.\n]{0,40}", re.IGNORECASE)),
    ("zh", 1.2, re.compile(r"\b(?:responsible editor|editor in charge|editor-in-charge|responsibility editor|proofread(?:ing|er)?)\s*[::]", re.IGNORECASE)),
    ("zh", 1.0, re.compile(r"\b(?:Xinhua News Agency|China News Service|Huanqiu|Global Times)\b[^.\n]{0,40}\b(?:reported|reports?|report|dispatch)\b", re.IGNORECASE)),
    ("zh", 0.8, re.compile(r"\b(?:self-media|netizens?|foreign media|The reporter (?:learned|noticed)|it is understood that|some analysts pointed out)\b", re.IGNORECASE)),
    ("ja", 1.2, re.compile(r"\b(?:according to (?:NHK|Kyodo|Jiji)|it was learned (?:on|from)|in an interview with (?:this paper|NHK))\b", re.IGNORECASE)),
    ("ko", 1.2, re.compile(r"\b(?:Reporter [A-Z]\w+ [A-Z]\w+|\w+@(?:yna|donga|chosun|hani)\.co(?:m|\.kr)|unauthorized reproduction and redistribution prohibited)\b", re.IGNORECASE)),
    ("ru", 1.2, re.compile(r"\b(?:RIA Novosti|TASS|Interfax)\b[^.\n]{0,30}\b(?:reports?|correspondent)\b|\bspecial military operation\b", re.IGNORECASE)),
)  # fmt: skip


def find_origin(article: Document, references: list[Reference], original: str | None = None) -> Origin:
    """Weigh the evidence for the language the article was first written in.

    Args:
        article: the English article.
        references: where it says it came from.
        original: the original's body, when it is at hand.
    """
    clues = sorted(_clues(article, references), key=lambda c: -c.weight)
    if original is not None:
        found = detect(original)
        decisive = Clue("original", found.language, 10.0, "the body of the original is at hand and is in this language")
        return Origin(found.language, 1.0, "original", (decisive, *clues))
    if not clues:
        return Origin("en", 0.0, "evidence", ())
    sums: dict[str, float] = defaultdict(float, {"en": _NATIVE})
    for clue in clues:
        sums[clue.language] += clue.weight
    language = max(sums, key=lambda code: (sums[code], code))
    total = sum(math.exp(weight) for weight in sums.values())
    return Origin(language, round(math.exp(sums[language]) / total, 2), "evidence", tuple(clues))


def _clues(article: Document, references: list[Reference]) -> Iterator[Clue]:
    for reference in references:
        if reference.language and reference.language != "en" and reference.score >= WORTH_FOLLOWING:
            where = reference.url or reference.written
            yield Clue("reference", reference.language, round(4.0 * reference.score, 2), f"it names {where}", reference.span)
    said: set[str] = set()
    for found in _SAYS_SO.finditer(article.text):
        language = _LANGUAGES[found[1].title()]
        if language in said:
            continue
        said.add(language)
        yield Clue("label", language, 3.5, f"it says so: “{found.group()}”", Span(*found.span()))
    yield from _fragments(article.text)
    yield from _names(article.text)
    for language, weight, pattern in _FORMULAS:
        formula = pattern.search(article.text)
        if formula:
            yield Clue("formula", language, weight, f"a set line of its media: “{formula.group().strip()}”", Span(*formula.span()))


_SCRIPT_LANGUAGE = {"Han": "zh", "Kana": "ja", "Hangul": "ko", "Cyrillic": "ru", "Arabic": "ar", "Hebrew": "he", "Greek": "el", "Thai": "th"}


def _fragments(text: str) -> Iterator[Clue]:
    """Words left in another script, outside addresses."""
    bare = re.sub(r"https?://\S+", " ", text)
    scripts = {name: count for name, count in script_counts(bare).items() if name in _SCRIPT_LANGUAGE}
    if "Kana" in scripts:
        scripts.pop("Han", None)
    for name, count in scripts.items():
        yield Clue("fragment", _SCRIPT_LANGUAGE[name], round(min(3.0, 0.5 + 0.25 * count), 2), f"{count} letters in {name} script")


# Syllables of a Hepburn spelling; pinyin has finals and initials that Japanese does not, and the reverse.
_HEPBURN = re.compile(r"(?:(?:[kgnhbmrp]y|ch|sh|ts|[kstnhmyrwgzdbpfj])?[aeiou]{1,2}|n(?![aeiouy])|[kstpc](?=[kstpc]))+")


def _names(text: str) -> Iterator[Clue]:
    """Persons' names in one language's romanisation. They tell whom an article is about more than who wrote it."""
    counts: dict[str, set[str]] = defaultdict(set)
    for name in find_names(text):
        words = [letters(token.text) for token in name.tokens]
        if len(words) != 2 or not name.whole or not all(words):
            continue
        chinese = all(is_pinyin(word) for word in words) and len(words[0]) <= 6
        japanese = all(_HEPBURN.fullmatch(word) and len(word) >= 4 for word in words)
        if chinese != japanese:  # what may be either ("Hayami Asana" can be read as pinyin) tells nothing
            counts["zh" if chinese else "ja"].add(name.text)
    for language, names in sorted(counts.items()):
        shown = ", ".join(sorted(names)[:3])
        yield Clue("names", language, round(min(1.2, 0.4 * len(names)), 2), f"names in its romanisation: {shown}")
