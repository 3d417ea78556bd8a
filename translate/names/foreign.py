"""Names in an English passage that nothing in an original in another language than Chinese supports."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
from sourcetrace.translate.names.english import EnglishName, Token, find_names
from sourcetrace.translate.names.exonyms import codes_of, known_city
from sourcetrace.translate.names.original import Original
from sourcetrace.translate.names.romanise import is_pinyin, letters
from sourcetrace.translate.names.scripts import SourceWord, alike, script_of
from sourcetrace.translate.names.tables import ordinary
from sourcetrace.translate.numerals import MONTHS
from sourcetrace.translate.text import Span

__all__ = ["DoubtfulName", "doubtful_names", "supported"]

Kind = Literal["person", "place", "unsupported"]


class DoubtfulName(msgspec.Struct, frozen=True):
    """A name of the English that the original does not support.

    Attributes:
        target: the doubted words.
        source: the likeliest name of the original that nothing in the English renders.
        proposed: that name as it is to be read, where its script is Latin or a table knows it.
        table: where `proposed` comes from.
        kind: `person` or `place`; `unsupported` where neither is plain.
        certain: whether it is worth a reader's time unasked (a flag), or only a hint.
    """

    target: Span
    source: Span | None
    proposed: str | None
    table: str | None
    kind: Kind
    certain: bool


def supported(language: str) -> bool:
    """Whether names of originals in this language are read here. Chinese is not: it has its own module."""
    return script_of(language) is not None


# Words of institutions, streets, events and works: a capitalised run that holds one is no person's name, and may be translated.
_INSTITUTIONS = frozenset(
    "university school college institute institution academy faculty bank fund committee subcommittee council party union agency department ministry office court centre center "
    "association organisation organization federation society company group corporation foundation museum gallery library theatre theater airport airlines airways station "
    "hospital clinic church cathedral mosque temple palace castle tower hall hotel house building street road avenue square park garden gardens bridge gate port harbour harbor "
    "river lake mountain mountains mount hill hills island islands isle bay sea ocean gulf strait channel canal coast cape valley desert forest falls beach city county state states province region "
    "district republic kingdom empire north south east west northern southern eastern western central upper lower new old great grand little united national international royal imperial federal "
    "championship championships cup league prize award awards games tournament open prix race festival act treaty protocol agreement accord convention charter declaration war battle revolution "
    "times post news press journal magazine tribune herald telegraph guardian television radio channel authority board commission forces force army navy guard police service services system project "
    "program programme plan mission operation team club association stadium arena space world first second third holy black white red green blue age period era day week month year "
    "hurricane typhoon storm cyclone virus disease syndrome theory law principle scale effect line railway highway route trail pipeline summit conference".split()
)
# What English writes with a capital and other languages translate, or write without one: no names of persons or places.
_CONCEPTS = frozenset(
    "olympic olympics olympiad olympian olympians paralympic paralympics islam islamic islamist islamists muslim muslims moslem moslems catholic catholics "
    "christian christians christianity christ protestant protestants protestantism orthodox jewish jew jews judaism buddhist buddhists buddhism buddha hindu hindus hinduism sikh sikhs "
    "sunni sunnis shia shiite shiites bible biblical koran quran allah god gospel christmas easter ramadan thanksgiving halloween sabbath "
    "atlantic pacific arctic antarctic antarctica mediterranean caribbean nazi nazis nazism fascist marxist marxism communist communists communism soviet "
    "internet web email facebook twitter google marathon renaissance gothic baroque romanesque victorian medieval mesozoic jurassic cretaceous roman romans byzantine ottoman "
    "barca saturn jupiter mars venus mercury neptune uranus pluto titan sun moon earth milky "
    "jr sr inc ltd corp llc plc gmbh co bros dept univ vs etc no nos vol fig "
    "democrat democrats republican republicans tory tories labour liberal conservative conservatives senate congress parliament ministry "
    "harbour harbor parenthood airlines airways committee subcommittee".split()
)
_SHORT = 2  # letters: too few to be judged
_NEAR = 0.55  # likeness from which a source name and an unsupported English one are one name, misspelled
_LEAST_ALONE = 5  # letters of a single word that is judged by sound as surely as several
_SURER = 0.03
_LEAST_PART = 4  # letters of an ordinary word within a name
_LEAST_MISSPELT = 8  # letters of a word that one wrong letter does not make a name


def doubtful_names(source: str, target: str, language: str, elsewhere: Callable[[str], bool] | None = None) -> list[DoubtfulName]:
    """The names of an English passage that the original does not support, in reading order.

    Args:
        source: the original's passage.
        target: the English passage.
        language: of the original, as a BCP 47 tag; see `supported`.
        elsewhere: whether another passage of the document supports a word; a name that is named elsewhere may stand for a pronoun.
    """
    script = script_of(language)
    if script is None or not source or not target:
        return []
    original = Original(source, language, script)
    doubts = [doubt for name in _names(target) if (doubt := _doubt(original, name, target))]
    if not doubts:
        return []
    words = frozenset(token.text for doubt in doubts for token in doubt.tokens)
    left = original.unrendered(target, words)
    return [_judged(original, target, doubt, left, elsewhere) for doubt in doubts]


# Countries and cities whose English names are ordinary words as well.
_ORDINARY_PLACES = re.compile(r"(?<=[a-z,] )(?:China|Turkey|Jordan|Chad|Cologne|Guinea|Niger|Brunei)\b|\bChina\b")


def _names(target: str) -> list[EnglishName]:
    names = find_names(target)
    spans = [Span(*found.span()) for found in _ORDINARY_PLACES.finditer(target)]
    more = [EnglishName(span, (Token(span.of(target), span),), whole=True) for span in spans if not any(span.overlaps(n.span) for n in names)]
    return sorted([*names, *more], key=lambda n: n.span)


class _Doubt(msgspec.Struct, frozen=True):
    """A name with words that nothing supports.

    Attributes:
        tokens: these words, in reading order.
        mean: their mean likeness to the passage.
        institution: whether the name stands in the name of an institution, a street, a work.
        opens: whether it opens the passage.
        partial: whether its last word is supported: a first name is often added for readers abroad.
    """

    name: EnglishName
    tokens: tuple[Token, ...]
    mean: float
    institution: bool
    opens: bool
    partial: bool


def _doubt(original: Original, name: EnglishName, target: str) -> _Doubt | None:
    scored = [(token, original.support(token.text, name.text)) for token in name.tokens if not _no_name(token.text)]
    doubted = [(token, score) for token, score in scored if score < 1]
    apart = not doubted and _person(name, scored) and original.apart([token.text for token, _ in scored])
    if apart:
        doubted = [(token, 0.0) for token, _ in scored]
    if not doubted:
        return None
    around = _around(name, target)
    institution = any(token.text.lower() in _INSTITUTIONS for token in around) or name.text.count("-") > 1 or _holds_institution(name, target)
    if not institution and len(doubted) == len(name.tokens):
        # A family name that is an ordinary word too ("Al Gore") is judged with the rest of its name.
        beside = [token for token in around if token.span.end + 1 == name.span.start or token.span.start == name.span.end + 1]
        more = [(token, original.support(token.text, token.text)) for token in beside]
        doubted = sorted([*doubted, *((token, score) for token, score in more if score < 1)], key=lambda pair: pair[0].span)
    tokens = tuple(token for token, _ in doubted)
    return _Doubt(
        name=name,
        tokens=tokens,
        mean=sum(score for _, score in doubted) / len(doubted),
        institution=institution,
        opens=not re.search(r"\w", target[: name.span.start]),
        partial=bool(scored) and scored[-1][1] >= 1 and not apart,
    )


def _person(name: EnglishName, scored: Sequence[tuple[Token, float]]) -> bool:
    """Whether a name is a person's by its form: two or three words, none of them a place's."""
    return name.whole and len(scored) in (2, 3) and not any(codes_of(token.text) or known_city(token.text) or "-" in token.text for token, _ in scored)


def _no_name(word: str) -> bool:
    """Whether a word with a capital is no person's or place's name: a concept, an acronym, another spelling of an ordinary word."""
    plain = letters(word)
    if plain in _CONCEPTS or re.search("[A-Z][A-Za-z]*[A-Z][A-Za-z]*[A-Z]|[a-z]{2}[A-Z]", word.removeprefix("Mac")):
        return True
    american = re.sub("our(?=s?$|ed$|ing$)", "or", re.sub("is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)", "iz", plain))
    return (american != plain and ordinary(american)) or (len(plain) >= _LEAST_MISSPELT and _misspelt(plain))


def _misspelt(word: str) -> bool:
    """Whether a long word is an ordinary one, or a month, with a letter too many, too few or out of place."""
    cuts = [(word[:i], word[i:]) for i in range(1, len(word))]
    near = [a + b[1:] for a, b in cuts] + [a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1] + [a + c + b for a, b in cuts for c in "aeioutnrs"]
    return any(other in MONTHS or ordinary(other) for other in near)


_CAPITAL_BEFORE = re.compile(r"(?:[A-Z][^\W\d_]+\.? ){1,3}$")
_CAPITAL_AFTER = re.compile(r"(?: (?:of |and )?[A-Z][^\W\d_]+){1,3}")
# Words before or after a name that are no part of it.
_ROLES = frozenset(
    "mr mrs ms miss dr sir lady lord dame prof professor president presidential vice deputy prime minister premier chancellor king queen prince princess emperor duke duchess count earl pope "
    "saint bishop archbishop cardinal father mother brother sister reverend rabbi ayatollah sheikh imam general lieutenant captain colonel major sergeant admiral commander officer "
    "judge justice attorney senator representative congressman congresswoman governor mayor councillor secretary ambassador envoy spokesman spokeswoman spokesperson chairman chairwoman chair chief "
    "executive director manager head leader coach captain driver player actor actress singer author writer editor reporter journalist analyst doctor scientist researcher astronaut cosmonaut engineer "
    "former acting assistant senior junior the a an but and in on at for of to from by with as if when while after before since although however meanwhile both only even also what who why how this that "
    "these those his her their its our my your he she they it we i there then today yesterday tomorrow".split()
)
_REACH = 60  # characters before and after a name that its neighbours are looked for in


def _around(name: EnglishName, target: str) -> list[Token]:
    """The capitalised ordinary words right before and right after a name, but for titles: "Gore" after "Al"."""
    start = max(0, name.span.start - _REACH)
    before = _CAPITAL_BEFORE.search(target[start : name.span.start])
    after = _CAPITAL_AFTER.match(target, name.span.end, name.span.end + _REACH)
    found = []
    if before:
        # The first word of a sentence has its capital from there.
        words = _tokens(before.group(), start + before.start())
        opening = re.search(r"(?:^|[.!?:;\"“”'‘] ?)$", target[: start + before.start()].rstrip(" ") if start + before.start() else "")
        found += words[1:] if opening else words
    return [*found, *(_tokens(after.group(), after.start()) if after else [])]


def _tokens(words: str, offset: int) -> list[Token]:
    return [Token(w.group(), Span(offset + w.start(), offset + w.end())) for w in re.finditer(r"[A-Z][^\W\d_]+", words) if w.group().lower() not in _ROLES]


def _holds_institution(name: EnglishName, target: str) -> bool:
    return any(word.lower() in _INSTITUTIONS for word in re.findall(r"[^\W\d_]+", name.span.of(target)))


def _judged(original: Original, target: str, doubt: _Doubt, left: list[SourceWord], elsewhere: Callable[[str], bool] | None) -> DoubtfulName:
    words = [token.text for token in doubt.tokens]
    place = any(codes_of(word) or known_city(word) for word in words) or known_city(doubt.name.text)
    near = _nearest(words, left, doubt, original, place=place)
    certain = _certain(original, target, doubt, near, place) and not (elsewhere and any(elsewhere(word) for word in words))
    latin = near is not None and near.script == "Latin"
    return DoubtfulName(
        target=Span(doubt.tokens[0].span.start, doubt.tokens[-1].span.end),
        source=near.span if near else None,
        proposed=near.text if near and latin else None,
        table="the original's spelling" if latin else None,
        kind="place" if place else "unsupported" if doubt.institution else "person",
        certain=certain,
    )


def _likeness(words: Sequence[str], word: SourceWord) -> float:
    return max(alike(one, word) for one in words)


def _nearest(words: Sequence[str], left: Sequence[SourceWord], doubt: _Doubt, original: Original, *, place: bool) -> SourceWord | None:
    """The unrendered source name that sounds most like one of these words; the first one, if none does.

    A capital at the beginning of a sentence makes no name; there, a word must sound alike or stand where the English name stands.
    A people's name ("Catalaanse") does not stand for a person.
    """
    fitting = [w for w in left if _likeness(words, w) >= _NEAR or ((doubt.opens or not w.first) and (place or not original.names_people(w)))]
    return max(fitting, key=lambda w: (round(_likeness(words, w), 1), not w.first, -w.span.start), default=None)


def _slip(word: str, other: str) -> bool:
    """Whether two spellings differ by one slip of the pen: one letter, or letters that changed places. Either side may be the right one."""
    if sorted(word) == sorted(other):
        return True
    short, long = sorted((word, other), key=len)
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return len(long) - len(short) <= 1 and len(long) > _SHORT and short[start + (len(short) == len(long)) :] == long[start + 1 :]


def _translatable(word: str) -> bool:
    """Whether a name is two ordinary words in one ("Stardust"), which another language may translate."""
    return any(ordinary(word[:i]) and ordinary(word[i:]) for i in range(_LEAST_PART, len(word) - _LEAST_PART + 1))


def _certain(original: Original, target: str, doubt: _Doubt, near: SourceWord | None, place: bool) -> bool:
    if max(len(letters(token.text)) for token in doubt.tokens) <= _SHORT:
        return False
    words = [token.text for token in doubt.tokens]
    if original.vietnamese and all(is_pinyin(letters(word)) for word in words):
        return False  # Vietnamese reads Chinese names its own way (Phúc Kiến for Fujian)
    if near is not None and _likeness(words, near) >= _NEAR:
        return not any(_slip(letters(word), letters(near.text)) for word in words)
    if doubt.partial or doubt.institution or (not place and all(_translatable(letters(word)) for word in words)):
        return False
    if near is not None:
        return True
    # A place is often added for readers abroad ("Dublin, Ireland"): it must stand for another, where that can be seen.
    if place and original.capitals:
        return original.lost_territory(target)
    return doubt.mean < _strange(original, words)


def _strange(original: Original, words: Sequence[str]) -> float:
    """The likeness below which these words are strange: the more of them there are to hear, the surer."""
    if len(words) > 1:
        return original.limits.strange + _SURER
    return original.limits.strange - (0 if len(letters(words[0])) >= _LEAST_ALONE else _SURER)
