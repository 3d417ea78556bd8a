"""Negation in English: negators, words that deny without one, and how a sentence reads with one negator less or more."""

from __future__ import annotations

import re

from sourcetrace.translate.polarity.model import negators
from sourcetrace.translate.text import Span

__all__ = ["NEGATORS", "PLAIN", "affirmed", "denied"]

_UN = (
    r"un(?!der|til|it[eys]?\b|ited|ion|ions|iversit|iverse|iversal|ique|iform|its|ify|ified|animous|cles?\b|ison|ilateral|to\b|ix|icorn|esco|icef|veil|leash|fold|dergo)"
    r"[a-z]{4,}"
)
NEGATORS = negators(
    denying=r"\b(?:not|never|cannot|neither|nor|none|nobody|nothing|nowhere|no|without|no-one)\b|\b\w+n['’]t\b",
    # Phrases with a negator that deny nothing, or a limit: "not only", "no more than", "No. 5", "did not … until".
    harmless=(
        r"\b(?:not|n['’]t) (?:only|just|merely|simply|solely|least|to mention|until|unless|alone)\b|\bno (?:more|less|fewer|later|sooner|lower|higher|smaller|larger|earlier|greater|better) than\b|"
        r"\b(?:not|no) (?:less|more|fewer|lower|higher|smaller|larger|later|earlier|exceed\w*)\b|\bno (?:doubt|wonder|matter)\b|\bno\.? ?\d|\bnonetheless\b|\bnevertheless\b|"
        r"\b(?:whether )?or not\b|\bnothing but\b|\bno exaggeration\b|\b(?:can ?not|can['’]t|could not|couldn['’]t) (?:but|avoid|help)\b|\bno (?:other )?(?:choice|option|alternative) but\b|"
        r"\bnot uncommon|\bnot (?:a few\b|un\w{4,})\b|\bwaste no time|\bnothing (?:less|short)\b|\bif not\b|\bnot far\b|\bnot long\b|\bin no time\b|"
        r"(?:\bnot|n['’]t)\b(?=(?:\s[^\s,.;!?]{1,20}){1,12}\s(?:until|till|without)\b)"
    ),
    # A translator's other ways to say what a negator says.
    implied=(
        rf"\b(?:{_UN}|non-\w+|\w{{3,}}-?less(?:ly)?|-free|lack\w*|fail\w*|refus\w*|den(?:y|ies|ied|ial|ying)|reject\w*|prevent\w*|prohibit\w*|ban|bans|banned|banning|forbid\w*|forbade|"
        r"avoid\w*|hardly|barely|rarely|seldom|scarcely|few|little|absence|absent|devoid|unless|rather than|except\w*|far from|yet to|impossib\w*|zero|exclud\w*|exclu\w+|refrain\w*|"
        r"exempt\w*|regardless|insufficient\w*|inadequa\w*|incomplet\w*|inaccura\w*|incorrect\w*|invalid\w*|invisib\w*|inappropriat\w*|inconsisten\w*|inaccessib\w*|incapab\w*|inabilit\w*|"
        r"ineffectiv\w*|insignifican\w*|insecur\w*|instab\w*|intoler\w*|illicit\w*|irregular\w*|irrelevan\w*|irreversib\w*|irrespons\w*|improper\w*|immatur\w*|disagree\w*|dislik\w*|"
        r"dissatisf\w*|disobey\w*|discontinu\w*|disapprov\w*|discontent\w*|disallow\w*|disqualif\w*|disregard\w*|neglect\w*|negligen\w*|ignor\w*|miss(?:ed|ing|es)?|short of|free of|out for|beyond|trouble (?:with |in )?\w+ing|difficult\w*|"
        r"anything but|stay away|keep away|mixed|other than|apart from|aside from|abort\w*|more \w+(?: \w+){0,2} than|new to|declin\w*|barred|withh\w+|turn(?:ed|s|ing)? (?:down|away)|rul(?:e|es|ed|ing) out|silen\w+|unable|"
        r"ceas\w*|shun\w*|spurn\w*|scrap\w*|away|deficien\w*|waiv\w*|spared|mere|merely|sole|solely|reluctan\w*|hesita\w*|unlike|still to|remains to be|otherwise)\b"
    ),
    # Words that may deny, too, but mostly stand for something else.
    faint=(
        r"\b(?:only|against|bars|before|outside|low|less|fewer|illegal\w*|hard|countless|endless\w*|out of|limited|instead|too|object\w*|oppos\w*|trouble\w*|cancel\w*|lose|lost|loss\w*|skip\w*|"
        r"resist\w*|poor|clos(?:ed|ing|ure)|ended|ends|violat\w*|stop(?:ped|s|ping)?|block\w*|doubt\w*|shut\w*|suspend\w*|halt\w*|withdr\w+|escap\w*|shortage\w*|abandon\w*|shortly|legally|minimal\w*|sack\w*|fired|dismiss\w*|alone|remain\w*|pending|secret\w*|vain|futile|fruitless|"
        r"vacant|idle|strange\w*|rare|elusive|worst|ever|elsewhere|anonym\w*|spared?|quit|quits|separate\w*|forg[eo]t\w*|overlook\w*|dishonest\w*|innocen\w*)\b"
    ),
)
PLAIN = re.compile(r"\b(?:not|never|cannot|none|nobody|nothing|nowhere|no|no-one)\b|\b\w+n['’]t\b", re.IGNORECASE)
"""Negators of a main statement; "without" and "nor" stand in turns of phrase too often to be told as added."""

_CONTRACTED = re.compile(r"(\w*?)n['’]t|(can)not", re.IGNORECASE)
_WHOLE = {"ca": "can", "wo": "will", "sha": "shall"}
_WORD = re.compile(r"\w[\w'’-]*")
_AUXILIARY = frozenset("is are was were be been being am has have had will would can could may might must shall should do does did".split())
# Behind these no negator can stand, and before them it denies nothing that a verb says.
_FUNCTION = frozenset(
    "a an the of in on at by for with from into onto about over under between among through during their its his her our my your this that these those some any each every to and or but as than "
    "very more most such both per".split()
)
_PLACES = 16  # where a negator is tried at most, in one passage


def affirmed(text: str, place: Span) -> str:
    """The text with one of its negators taken away."""
    word = place.of(text)
    short = _CONTRACTED.fullmatch(word)
    stem = (short.group(1) or short.group(2) or "") if short else ""
    return " ".join((text[: place.start] + _WHOLE.get(stem.lower(), stem) + text[place.end :]).split())


def denied(text: str) -> list[tuple[Span, str]]:
    """The text denied, at each place where "not" or "without" could stand; with the words that it then denies."""
    found: list[tuple[Span, str]] = []
    before, chain = "", -1  # the word before; where the auxiliaries before a word begin, if there are any
    for word in _WORD.finditer(text):
        own = word.group()
        if len(found) >= _PLACES:
            break
        if own.lower() == "with":
            found.append((Span(*word.span()), f"{text[: word.start()]}without{text[word.end() :]}"))
        elif chain >= 0 or _may_be_denied(before, own):
            found.append((Span(chain if chain >= 0 else word.start(), word.end()), f"{text[: word.start()]}not {text[word.start() :]}"))
        before = own.lower()
        chain = (chain if chain >= 0 else word.start()) if before in _AUXILIARY else -1
    return found


def _may_be_denied(before: str, word: str) -> bool:
    own = word.lower()
    return before not in _FUNCTION and own not in _FUNCTION and own not in _AUXILIARY and (not before or word[0].islower())
