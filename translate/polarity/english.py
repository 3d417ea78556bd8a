"""Negation in English: negators, what they bear on, and the words that deny without one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sourcetrace.translate.text import Span

__all__ = ["Negation", "implied", "negations", "stem", "unnegated"]

# Phrases with a negator that deny nothing, or a limit: "not only", "no more than", "No. 5".
_HARMLESS = re.compile(
    r"\bnot (?:only|just|merely|simply|solely|least|to mention|until)\b|\bno (?:more|less|fewer|later|sooner|lower|higher) than\b|"
    r"\b(?:not|no) (?:less|more|fewer|lower|higher|exceeding) than\b|\bno (?:doubt|wonder|matter)\b|\bno\.? ?\d|\bnonetheless\b|\bnevertheless\b|"
    r"\b(?:whether )?or not\b|\bnothing but\b|\bcannot but\b|\bno exaggeration\b",
    re.IGNORECASE,
)
_NEGATOR = re.compile(r"\b(?:not|never|cannot|neither|nor|none|nobody|nothing|nowhere|no|without|no-one)\b|\b\w+n['’]t\b", re.IGNORECASE)
_UN = (
    r"un(?!der|til|it[eys]?\b|ited|ion|ions|iversit|iverse|iversal|ique|iform|its|ify|ified|animous|cles?\b|ison|ilateral|to\b|ix|icorn|esco|icef|veil|leash|fold|dergo)"
    r"[a-z]{4,}"
)
# Words and prefixes that deny by themselves: a translator's other way to say what a negator says.
_IMPLIED = re.compile(
    rf"\b(?:{_UN}|non-\w+|\w{{3,}}-?less(?:ly)?|-free|lack\w*|fail\w*|refus\w*|den(?:y|ies|ied|ial|ying)|reject\w*|prevent\w*|prohibit\w*|ban|bans|banned|forbid\w*|forbade|"
    r"avoid\w*|hardly|barely|rarely|seldom|scarcely|few|little|absence|absent|devoid|unless|instead|rather than|except|far from|yet to|impossib\w*|zero|exclud\w*|exclu\w+|"
    r"excluding|refrain\w*|exempt\w*|regardless|insufficient\w*|inadequa\w*|incomplet\w*|inaccura\w*|incorrect\w*|invalid\w*|invisib\w*|inappropriat\w*|inconsisten\w*|"
    r"incapab\w*|inabilit\w*|ineffectiv\w*|insignifican\w*|illegal\w*|irregular\w*|irrelevan\w*|irreversib\w*|improper\w*|disagree\w*|dislik\w*|dissatisf\w*|disobey\w*|"
    r"disregard\w*|neglect\w*|ignor\w*|miss(?:ed|ing)?|short of|beyond|against|oppos\w*|object\w*|stop(?:ped|s|ping)?|ceas\w*|cancel\w*|abandon\w*|too|only|free of|outside|"
    r"less than|less of|fewer|difficult\w*|hard|trouble|anything but|countless|endless\w*|no longer|stay away|keep away|limited|mixed|low|other than|apart from|lose|lost|loss|"
    r"doubt\w*|before|new to|declin\w*|barred|bars|skip\w*|withh\w+|turn(?:ed|s|ing)? (?:down|away)|rul(?:e|es|ed|ing) out|silen\w+|unable|ended|ends|halt\w*|block\w*|shun\w*|spurn\w*|withdr\w+|scrap\w*|suspend\w*|away)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_FUNCTION_WORDS = frozenset(
    "a an the to be been being is are was were am do does did have has had having of in on at by for with from as that this these those it its he she they them his her "
    "their our my your we i you and or but so if then than any some such very really quite yet ever all only also just still will would shall should can could may might must "
    "about into over out up down which who whom whose what when where there s t one more most much many other".split()
)
_IRREGULAR = {
    "knew": "know", "known": "know", "went": "go", "gone": "go", "made": "mak", "got": "get", "saw": "see", "seen": "see", "found": "find", "took": "tak", "taken": "tak",
    "came": "com", "thought": "think", "said": "say", "told": "tell", "gave": "giv", "given": "giv", "left": "leav", "felt": "feel", "met": "meet", "kept": "keep",
    "paid": "pay", "men": "man", "people": "person",
}  # fmt: skip
_SUFFIXES = ("ations", "ation", "ingly", "ments", "ment", "ings", "edly", "ing", "ied", "ies", "ed", "es", "ly", "s", "e")
# A comma ends the clause where a new subject or verb follows it, not in a list ("no damage, flooding or loss").
_CLAUSE_END = re.compile(
    r"[;:.!?—–]\s|,\s*(?:but|and|while|although|though|because|which|who|so|he|she|it|they|we|i|you|must|will|said)\b|,\s*(?:the|an?)\s(?:\w+\s){1,5}said\b|"
    r"\band\s+(?:\w+ed|left|went|said|told|made)\b|\bbut\b",
    re.IGNORECASE,
)
_LONGEST_CLAUSE = 200  # code points: a negator bears on eight words at most
_STEM = 6  # letters of a stem that count
_FOCUS, _REACH = 3, 8  # content words that a negator bears on, found within so many words behind it
_BEFORE, _AFTER = 7, 4  # words around a word in which a negator makes it negated


@dataclass(frozen=True)
class Negation:
    """A negator, and the stems of the content words behind it."""

    span: Span
    focus: tuple[str, ...]


def negations(text: str) -> list[Negation]:
    """The negators of a text that deny something, in order."""
    plain = _without_harmless(text)
    return [Negation(Span(*found.span()), tuple(_focus(_clause_behind(plain, found.end())))) for found in _NEGATOR.finditer(plain)]


def implied(text: str) -> int:
    """How many words deny without a negator."""
    return len(_IMPLIED.findall(text))


def unnegated(text: str, wanted: str, focus: Sequence[str] = ()) -> list[Span] | None:
    """Where a word with this stem stands, if nothing around any of its places denies it; None if it is denied somewhere, or absent.

    Args:
        text: English.
        wanted: the stem.
        focus: stems that deny nothing here: "cancelled the project" affirms what "did not cancel the project" denies.
    """
    plain = _without_harmless(text)
    words = list(_WORD.finditer(plain))
    own = {wanted, *focus}
    others = _WORD.sub(lambda word: " " * len(word.group()) if stem(word.group()) in own else word.group(), plain)
    places = []
    for number, word in enumerate(words):
        if stem(word.group()) == wanted:
            around = words[max(0, number - _BEFORE) : number + _AFTER + 1]
            if _denies(others[around[0].start() : around[-1].end()]):
                return None
            places.append(Span(*word.span()))
    return places or None


def stem(word: str) -> str:
    """A word without its ending, roughly: enough to find "investigation" in "investigate"."""
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    ending = next((s for s in _SUFFIXES if word.endswith(s) and len(word) - len(s) >= 3), "")
    word = word.removesuffix(ending)
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:_STEM]


def _clause_behind(text: str, start: int) -> list[str]:
    """The words from a position to the end of its clause."""
    part = text[start : start + _LONGEST_CLAUSE]
    end = _CLAUSE_END.search(part)
    return _WORD.findall(part[: end.start()] if end else part)


def _focus(words: list[str]) -> Iterator[str]:
    left = _FOCUS
    for word in words[:_REACH]:
        if not left or _NEGATOR.fullmatch(word):
            return
        if word.lower() not in _FUNCTION_WORDS and len(word) > 2:
            left -= 1
            yield stem(word)


def _denies(text: str) -> bool:
    return bool(_NEGATOR.search(text) or _IMPLIED.search(text))


def _without_harmless(text: str) -> str:
    return _HARMLESS.sub(lambda phrase: " " * len(phrase.group()), text)
