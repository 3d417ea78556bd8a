"""What the tables make of Chinese words in English, and English words without their endings, so that the two can be compared."""

from __future__ import annotations

import functools
import re

from sourcetrace.translate.names.tables import english_forms, glosses
from sourcetrace.translate.text import fold

__all__ = ["ENGLISH", "GRAMMAR", "LONGEST", "content_stems", "said", "stem", "stems_of"]

ENGLISH = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+){0,4}")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
LONGEST = 6  # characters of a word looked up
_SHORTEST = 3  # letters of an English word that says something

# English words of grammar, time and saying, which answer no single word of the original.
GRAMMAR = frozenset(
    "a an the of to in on at by for with from into onto over under about after before between through during against among within without upon out up down off "
    "and or but nor so yet if then than as because since while when where who whom whose which what how why that this these those there here "
    "is are was were be been being am has have had having do does did doing done will would can could may might must shall should "
    "i you he she it we they me him her us them my your his its our their mine yours theirs himself herself itself themselves "
    "not no any some all both each every either neither one two also too only just even still already very more most much many few such same other another own "
    "mr mrs ms s t re ve ll d etc per via said say says saying according make made makes making get got take took taken give given use used using come came go went "
    "become became well now again however therefore although though whether along around like".split()
)


def said(form: str) -> frozenset[str]:
    """Stems of everything that the tables know for any stretch of the original."""
    return frozenset().union(*(stems_of(form[a:b]) for a in range(len(form)) if _HAN.match(form[a]) for b in range(a + 1, min(len(form), a + LONGEST) + 1)))


@functools.lru_cache(1 << 15)
def stems_of(word: str) -> frozenset[str]:
    """Stems of the English content words by which the tables explain a Chinese word."""
    english = [*glosses(word), *(part for name in english_forms(word) for part in ENGLISH.findall(name))]
    return frozenset(stem(part) for gloss in english for part in re.split("[-'’]", fold(gloss)) if part not in GRAMMAR)


_ENDINGS = re.compile(
    r"(?<=[a-z]{3})(?:ational|ization|isation|fulness|ations?|ments?|ities|ically|ences?|ances?|ency|ancy|ness|ings?|edly|ists?|ions?|ible|able|ally|ents?|ants?|ers?|ors?|ours?|ous|ies|ied|ive|ity|ism|est|ly|ed|es|al|ic|e|s|y)$"
)


@functools.lru_cache(1 << 15)
def stem(word: str) -> str:
    """A word without its endings, coarsely: announced, announcement → announc."""
    for _ in range(3):
        shorter = _ENDINGS.sub("", word)
        if shorter == word:
            break
        word = shorter
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


@functools.lru_cache(1 << 12)
def content_stems(text: str) -> frozenset[str]:
    """Stems of the words of an English text that are no words of grammar, and of the parts of compounds."""
    words = [fold(found.group()) for found in ENGLISH.finditer(text)]
    parts = {part for word in words for part in (word, *re.split("[-'’]", word))}
    return frozenset(stem(part) for part in parts if part not in GRAMMAR and len(part) >= _SHORTEST)
