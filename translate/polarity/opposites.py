"""Pairs of opposites: what English calls them, and which of a pair a text says.

A pair has two poles. For every language a table says by which words a pole is *said*, and which words may *hint* at it: their English
may be a word of that pole, too. Only a text that says one pole and has no hint of the other is evidence.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sourcetrace.translate.numerals import plain_cases
from sourcetrace.translate.text import Span

__all__ = ["ENGLISH", "Opposition", "Poles", "Stated", "patterns", "stated"]

# English words by pair: first pole/second pole, in the same form, so that one can stand for the other.
_FORMS = {
    "rise": (
        "rise/fall rises/falls rose/fell risen/fallen rising/falling increase/decrease increases/decreases increased/decreased increasing/decreasing grow/shrink grows/shrinks grew/shrank grown/shrunk "
        "growing/shrinking growth/decline climb/drop climbs/drops climbed/dropped climbing/dropping higher/lower highest/lowest high/low expand/shrink expands/shrinks expanded/shrank expanding/shrinking "
        "expansion/contraction raise/lower raises/lowers raised/lowered raising/lowering surge/plunge surges/plunges surged/plunged surging/plunging soar/plummet soars/plummets soared/plummeted "
        "upward/downward upwards/downwards gain/loss gains/losses gained/lost increase/decline increased/declined increasing/declining increases/declines increase/reduce increased/reduced increasing/reducing increases/reduces"
    ),
    "up": "up/down",
    "improve": "improve/worsen improves/worsens improved/worsened improving/worsening improvement/deterioration better/worse best/worst",
    "strength": (
        "strengthen/weaken strengthens/weakens strengthened/weakened strengthening/weakening stronger/weaker strong/weak strongest/weakest strength/weakness enhance/undermine enhanced/undermined "
        "enhancing/undermining enhances/undermines"
    ),
    "more": "more/less more/fewer greater/lesser",
    "limit": "at_least/at_most no_less_than/no_more_than no_fewer_than/no_more_than not_less_than/not_more_than least/most minority/majority minimum/maximum",
    "above": "above/below exceed/fall_short_of over/under",
    "large": "largest/smallest larger/smaller large/small big/small bigger/smaller biggest/smallest huge/tiny",
    "long": "longer/shorter long/short longest/shortest",
    "fast": "faster/slower fast/slow fastest/slowest quickly/slowly rapid/slow rapidly/slowly accelerate/slow accelerated/slowed accelerating/slowing",
    "before": "before/after prior_to/following previously/subsequently",
    "earlier": "earlier/later earliest/latest",
    "early": "early/late",
    "first": "first/last initial/final initially/finally",
    "begin": (
        "begin/end begins/ends began/ended beginning/end start/end starts/ends started/ended starting/ending begin/finish began/finished start/finish started/finished commenced/concluded launch/end launched/ended"
    ),
    "older": "older/younger former/latter past/future oldest/youngest",
    "support": "support/oppose supports/opposes supported/opposed supporting/opposing supporter/opponent supporters/opponents",
    "accept": (
        "accept/reject accepts/rejects accepted/rejected accepting/rejecting approve/reject approves/rejects approved/rejected approving/rejecting approval/rejection acceptance/rejection accept/refuse "
        "accepted/refused welcomed/rejected"
    ),
    "allow": "allow/ban allows/bans allowed/banned allowing/banning permit/prohibit permits/prohibits permitted/prohibited permitting/prohibiting allow/forbid allows/forbids allowed/forbidden lifted/imposed legalise/ban legalize/ban",
    "agree": "agree/disagree agrees/disagrees agreed/disagreed agreement/disagreement",
    "confirm": "confirm/deny confirms/denies confirmed/denied confirming/denying admit/deny admits/denies admitted/denied acknowledged/denied affirmed/denied",
    "success": "success/failure successes/failures succeed/fail succeeds/fails succeeded/failed successful/unsuccessful successfully/unsuccessfully",
    "win": "win/lose wins/loses won/lost winning/losing winner/loser winners/losers victory/defeat victories/defeats",
    "attack": "attack/defend attacks/defends attacked/defended attacking/defending attacker/defender attackers/defenders",
    "buy": "buy/sell buys/sells bought/sold buying/selling buyer/seller buyers/sellers purchase/sale purchases/sales purchased/sold purchasing/selling",
    "import": "import/export imports/exports imported/exported importing/exporting importer/exporter importers/exporters",
    "profit": "profit/loss profits/losses surplus/deficit surpluses/deficits income/expenditure revenue/expenditure",
    "north": "north/south northern/southern northeast/southeast northwest/southwest northeastern/southeastern northwestern/southwestern northward/southward northwards/southwards",
    "east": "east/west eastern/western northeast/northwest southeast/southwest northeastern/northwestern southeastern/southwestern eastward/westward eastwards/westwards",
    "inside": "inside/outside inner/outer internal/external interior/exterior indoor/outdoor indoors/outdoors domestic/foreign domestic/overseas domestically/abroad",
    "enter": (
        "enter/leave enters/leaves entered/left entering/leaving arrive/leave arrives/leaves arrived/left arriving/leaving arrival/departure arrivals/departures join/leave joins/leaves joined/left joining/leaving "
        "entry/exit"
    ),
    "open": "open/close opens/closes opened/closed opening/closing reopen/close reopened/closed",
    "positive": "positive/negative positively/negatively",
    "safe": "safe/dangerous safely/dangerously safer/riskier safety/danger secure/insecure",
    "easy": "easy/difficult easier/harder easily/hardly ease/difficulty",
    "male": (
        "male/female males/females man/woman men/women boy/girl boys/girls father/mother fathers/mothers husband/wife husbands/wives son/daughter sons/daughters brother/sister brothers/sisters "
        "grandfather/grandmother uncle/aunt nephew/niece"
    ),
    "hot": "hot/cold hotter/colder warm/cool warmer/cooler hottest/coldest wet/dry heat/cold",
    "day": "daytime/night morning/evening summer/winter spring/autumn",
    "legal": "legal/illegal legally/illegally lawful/unlawful",
    "alive": "alive/dead birth/death births/deaths born/died survived/died survive/die survivors/dead",
    "encourage": "encourage/discourage encourages/discourages encouraged/discouraged encouraging/discouraging",
    "include": "include/exclude includes/excludes including/excluding inclusion/exclusion",
    "guilty": "guilty/innocent convicted/acquitted conviction/acquittal",
    "deep": "deep/shallow deeper/shallower deepest/shallowest wide/narrow wider/narrower widened/narrowed widening/narrowing thick/thin heavier/lighter rich/poor",
    "remember": "remember/forget remembered/forgotten remembers/forgets",
    "urban": "urban/rural",
    "whole": "all/some everyone/some_people entire/partial entirely/partly fully/partly completely/partially",
}  # fmt: skip
# The plain words by which verbs of rising and falling are weighed, by form: these tell a rise from a fall where "rose" and "fell" do not.
_PLAINLY = {
    "increase/decrease": "rise/fall grow/shrink climb/drop surge/plunge soar/plummet",
    "increases/decreases": "rises/falls grows/shrinks climbs/drops surges/plunges soars/plummets",
    "increased/decreased": "rose/fell risen/fallen grew/shrank grown/shrunk climbed/dropped surged/plunged soared/plummeted",
    "increasing/decreasing": "rising/falling growing/shrinking climbing/dropping surging/plunging",
}
_PLAIN = {word: plain.split("/")[side] for plain, forms in _PLAINLY.items() for pair in forms.split() for side, word in enumerate(pair.split("/"))}
LIMITS = frozenset({"limit", "above", "more"})
"""Pairs that bound a figure."""
# Phrases and names in which a word of a pair says nothing of it.
_MASKED = re.compile(
    r"\bsome (?=\d)|\bat all\b|\ball (?:day|night|right|over|around|round|along|kinds|sorts|time|in all)|\bin all\b|\b(?:north|south) korea\w*|\b(?:north|south|latin) america\w*|\b(?:south|west|east|north) (?:africa\w*|sudan\w*|timor\w*|bank|indies|carolina|dakota|virginia|china sea)|\bmiddle east\w*|\bnorthern ireland|"
    r"\bnew south wales|\bwild west|\bwestern (?:australia|sahara)|\bnorthwestern university|\bhigh(?:er)?[ -](?:school\w*|education|tech\w*|level\w*|speed|quality|end|court|street|profile|ranking|rise|way|light\w*)|"
    r"\blong[ -](?:term|time|standing|distance|range|awaited|lasting|run)|\b(?:as|so) long as|\bno longer|\bbefore long|\bshort[ -](?:term|list\w*|lived|age\w*|of)|\bin short|\bmore or less|\bmore and more|"
    r"\bno (?:other )?more than\b(?! \d)|\blast but not least|\bnot least|\bleast of all|\bfirst of all|\bat first|\bfirst[ -](?:aid|lady|class|hand|name|rate|person|line)|\blast name|\bat last|\bat large|\bat long last|"
    r"\bafter all|\blook(?:s|ed|ing)? after|\bnam(?:ed|ing) after|\bthe day after|\bday after day|\bone after another|\bup[ -]to[ -]date|\bmake up|\bmade up|\bset(?:ting|s)? up|\bend(?:s|ed|ing)? up|\bup to\b|\bcome up|\bcame up|"
    r"\bgr(?:ow|ew|own|owing)\w* up|\bups and downs|\bup and down|\bstart[ -]?ups?|\bfollow[ -]?up|\bback[ -]?up|\bpick\w* up|\bopen(?:ing)? (?:air|source|up|ceremony|speech|remarks|day|match|game)|\bclos(?:e|er|est|ely) (?:to|with)|"
    r"\bclosing (?:ceremony|speech|remarks|price)|\bbig data|\bbig[ -]name|\blarge[ -]scale|\bsmall[ -](?:scale|business\w*|and medium\w*)|\bsmall hours|\bmuch less|\blet alone|\bless than ideal|\bnone ?the ?less|\bnever ?the ?less|"
    r"\bon the other end|\bat the end|\bin the end|\bthe end of|\bto an end|\bleft[ -](?:hand|wing|behind|over)|\ball the more|\bwhat is more|\bmore importantly|\bfurther ?more|\bmore ?over|\bsouth ?east asia\w*|\bnew ?born|"
    r"\bborn (?:in|on|to|at)|\bcold war|\bhot ?(?:spot|line|el|pot|dog)\w*|\bcool ?ing|\bmorning star|\bbetter[ -]known|\bbest[ -](?:known|seller|selling)|\bhad better|\bat best|\bat worst|\bas (?:well|far|soon) as|\bson of|\bleap year",
    re.IGNORECASE,
)

# "does not allow" says what "bans" says.
_DENIED = re.compile(r"(?:\b(?:not|never|no|without|cannot|hardly|neither|nor|un|non)\b|n['’]t\b)[\s-](?:[\w'’-]{1,20}\s){0,2}$", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
_BEFORE = 60  # code points before a word in which a negator of it may stand


@dataclass(frozen=True)
class Poles:
    """How a language says and hints at the two poles of a pair."""

    said: tuple[re.Pattern[str], re.Pattern[str]]
    hinted: tuple[re.Pattern[str], re.Pattern[str]]


@dataclass(frozen=True)
class Opposition:
    """A pair in English.

    Attributes:
        words: pattern of each pole's words.
        first: the first words of all of them, to pass over most texts quickly.
        instead: the word of the other pole that may stand for one, in the same form.
    """

    name: str
    first: frozenset[str]
    words: tuple[re.Pattern[str], re.Pattern[str]]
    instead: dict[str, str]


@dataclass(frozen=True)
class Stated:
    """A word of the English that says one pole, where nothing in the English says the other.

    Attributes:
        said: the text with the plainest word of this pole in its place, which may be the word itself.
        swapped: the text with the other pole's word in its place.
    """

    opposition: Opposition
    pole: int
    place: Span
    said: str
    swapped: str


def _opposition(name: str, forms: str) -> Opposition:
    pairs = [pair.replace("_", " ").split("/") for pair in forms.split()]
    instead: dict[str, str] = {}
    for one, other in pairs:
        instead.setdefault(one, other)
        instead.setdefault(other, one)
    poles = [sorted({pair[side] for pair in pairs}, key=lambda word: (-len(word), word)) for side in (0, 1)]
    first, second = (re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) for words in poles)
    return Opposition(name, frozenset(word.split()[0] for word in instead), (first, second), instead)


@functools.cache
def ENGLISH() -> tuple[Opposition, ...]:  # noqa: N802 -- a table, compiled when it is first asked for
    """All pairs."""
    return tuple(_opposition(name, forms) for name, forms in _FORMS.items())


def patterns(table: Mapping[str, tuple[str, str, str, str]], word: str = "{}") -> dict[str, Poles]:
    """A language's table from its patterns: first pole said and hinted at, second pole said and hinted at.

    Args:
        table: by pair.
        word: what a pattern has to stand in, such as a word's limits.
    """
    compiled = {}
    for name, (first, first_hint, second, second_hint) in table.items():
        said = [re.compile(word.format(p), re.IGNORECASE) for p in (first, second)]
        hinted = [re.compile(word.format(f"{p}|{hint}" if hint else p), re.IGNORECASE) for p, hint in ((first, first_hint), (second, second_hint))]
        compiled[name] = Poles((said[0], said[1]), (hinted[0], hinted[1]))
    return compiled


def stated(text: str, names: frozenset[str]) -> Iterator[Stated]:
    """Words of an English text that say one pole of a pair, the phrases apart in which they do not."""
    plain = _MASKED.sub(lambda phrase: "\0" * len(phrase.group()), plain_cases(text))
    words = set(_WORD.findall(plain.lower()))
    for opposition in ENGLISH():
        if opposition.name not in names or words.isdisjoint(opposition.first):
            continue
        found = [list(pattern.finditer(plain)) for pattern in opposition.words]
        if bool(found[0]) == bool(found[1]):
            continue
        pole = 0 if found[0] else 1
        for match in found[pole]:
            if _DENIED.search(plain[max(0, match.start() - _BEFORE) : match.start()]):
                continue
            word = match.group().lower()
            own = _PLAIN.get(word, word)
            yield Stated(opposition, pole, Span(*match.span()), _with(text, match, own), _with(text, match, opposition.instead[own]))


def _with(text: str, match: re.Match[str], word: str) -> str:
    """A text with another word where one was found, written large where that was."""
    if word == match.group().lower():
        return text
    return text[: match.start()] + (word.capitalize() if match.group()[0].isupper() else word) + text[match.end() :]
