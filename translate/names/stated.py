"""The names that a Chinese passage states, each in parts, and whether the words of its English render them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

import msgspec
from rapidfuzz.distance import Levenshtein
from sourcetrace.translate.names.characters import TRANSLITERATION
from sourcetrace.translate.names.families import families
from sourcetrace.translate.names.romanise import (
    cantonese_norm,
    is_pinyin,
    japanese_norm,
    korean_norm,
    korean_reading,
    letters,
    name_readings,
    name_spellings,
    wade_giles,
)
from sourcetrace.translate.names.source import SourceName, SourceNames
from sourcetrace.translate.names.tables import demonyms, english_forms, glosses, han_readings, ordinary
from sourcetrace.translate.names.transliteration import hear
from sourcetrace.translate.numerals import MONTHS
from sourcetrace.translate.text import Span

__all__ = ["NEAR", "Part", "StatedName", "alike", "misspells", "renders", "stated_names"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_DOTS = "·•・"
_LONGEST_FORM = 9  # characters of the longest name looked up
_TERM_ENDINGS = frozenset("座党黨军軍社院部局署网網报報队隊团團会會")  # constellations and institutions: neither a person nor a place
_NO_NAMES = frozenset(("日电", "京报", "时报", "大中", "中北", "海中", "长城", "人行"))  # names in the tables that are nearly always something else in news
# What stands before or behind a person's name: titles and verbs of saying, which tell much, and marks and particles, which tell little.
_TITLES = (
    "主任|部长|书记|主席|总统|总理|首相|市长|省长|县长|区长|镇长|村长|局长|处长|科长|所长|院长|校长|会长|社长|行长|厂长|队长|班长|组长|馆长|秘书长|董事长|理事长|经理|总裁|总监|教授|研究员|院士|博士|硕士|"
    "学者|专家|律师|法官|检察官|医生|护士|教师|老师|教练|导演|演员|歌手|作家|画家|诗人|选手|球员|队员|运动员|发言人|代表|委员|议员|大使|参赞|将军|司令|上将|中将|少将|上校|中尉|警官|同志|先生|女士|小姐|爵士"
)
_TITLE_BEFORE = re.compile(f"(?:记者|通讯员|实习生|作者|编辑|校对|摄影|居民|村民|市民|员工|工程师|爱好者|民警|青年|男子|女子|{_TITLES})[：:]?$")
_MARK_BEFORE = re.compile(r"(?:[由和与、·（(：:“，, ]|^)$")
_VERB_BEHIND = re.compile(f"(?:说|表示|介绍|认为|指出|称|强调|告诉|透露|坦言|回忆|回应|解释|补充|写道|宣布|{_TITLES})")
_MARK_BEHIND = re.compile(r"[因在于曾等和与、，,。（(）):：· ”]|$")
_LATIN = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z\u00c0-\u024f'’-]+")


class Part(msgspec.Struct, frozen=True):
    """One word of a name: where it stands, and what it is (`family`, `given`, or `name` where that is not known)."""

    span: Span
    role: str


class StatedName(SourceName, frozen=True):
    """A name of the passage and its words.

    Attributes:
        kind: `japanese`, `chinese`, `foreign` (transliterated), `place` (in China),
            `latin` (written in Latin letters) or `known` (a table has its English form).
        parts: its words.
        sure: whether it can hardly be anything but a name.
    """

    parts: tuple[Part, ...]
    sure: bool


def stated_names(passage: SourceNames) -> list[StatedName]:
    """The names of a passage in reading order, none inside another; the surest reading of a stretch wins."""
    taken: list[StatedName] = []
    for finder in (_latin, _japanese, _known, _dotted, _place, _chinese, _foreign):
        for name in finder(passage):
            if not any(name.span.overlaps(other.span) for other in taken):
                taken.append(name)
            elif len(name.parts) > 1:  # 安格斯·邓普西, of which a table knows the first
                free = [part for part in name.parts if not any(part.span.overlaps(other.span) for other in taken)]
                taken += [_alone(part, name, passage) for part in free]
    return sorted(taken, key=lambda n: n.span)


def _alone(part: Part, name: StatedName, passage: SourceNames) -> StatedName:
    return StatedName(part.span, part.span.of(passage.text), _spelled(passage, (part,)), name.table, name.kind, (part,), name.sure)


def _latin(passage: SourceNames) -> Iterator[StatedName]:
    """Names in Latin letters, mostly in brackets behind their transliteration."""
    for found in _LATIN.finditer(passage.text):
        word = found.group()
        if len(word) > 2 and not word.isupper() and not ordinary(word.lower()):
            span = Span(*found.span())
            yield StatedName(span, word, (word,), "the original's own spelling", "latin", (Part(span, "name"),), True)


def _japanese(passage: SourceNames) -> Iterator[StatedName]:
    for name in passage.japanese_names:
        yield StatedName(name.span, name.text, name.forms, name.table, "japanese", (Part(name.span, "name"),), True)


def _known(passage: SourceNames) -> Iterator[StatedName]:
    """Persons and places of the tables; what is put in ordinary words ("Ministry of Health") is none."""
    taken: list[Span] = []
    for start, end in sorted(passage.stretches(_LONGEST_FORM), key=lambda s: (s[0] - s[1], s[0])):
        form, span = passage.fold[start:end], Span(start, end)
        forms = (english_forms(form) or tuple(word.title() for word in sorted(demonyms().get(form, ())))) if end - start >= 2 else ()
        if not (forms or (end - start >= 2 and glosses(form))) or any(span.overlaps(other) for other in taken):
            continue
        taken.append(span)
        if (
            not forms
            or form[-1] in _TERM_ENDINGS
            or (glosses(form) and form not in demonyms())
            or form in _NO_NAMES
            or not any(_is_proper(english) for english in forms)
            or _goes_on(passage, start, end)
        ):
            continue
        sure = end - start > 2 or form in demonyms() or _bounded(passage, start, end)
        yield StatedName(span, span.of(passage.text), forms, "CC-CEDICT, GeoNames, CLDR", "known", (Part(span, "name"),), sure)


# Words that stand in names of places beside the name itself.
_GEOGRAPHIC = frozenset(
    "the of and new old north south east west northern southern eastern western central upper lower saint san santa great little united states republic kingdom people democratic "
    "autonomous municipality special administrative japanese surname island islands isle city county district province state prefecture region lake river mount mountain sea bay cape gulf strait peninsula valley desert castle".split()
)
_MONTHS = frozenset(MONTHS)
# Words that make a term of a name: "Beijing University" is no person.
_TERMS = frozenset(
    "university college school institute academy party bank group bureau ministry committee council agency association federation union company corporation airlines airways times daily "
    "news post cup league games olympics war treaty accord agreement dynasty language languages script letters people nationality ethnic guard army navy force forces police court palace "
    "temple tower bridge station airport prize award festival day calendar theory law fund street square road park".split()
)


def _is_proper(english: str) -> bool:
    """Whether a form is the name of somebody or some place, not a term that has a name in it ("Korean letters")."""
    words = re.findall(r"[^\W\d_]+", english)
    own = [word for word in words if letters(word) not in _GEOGRAPHIC]
    plain = [ordinary(letters(word)) for word in own]
    if not own or letters(own[-1]) in _MONTHS or all(len(word) < 3 for word in own):
        return False
    person = len(own) == 2 and all(word[0].isupper() for word in own) and not all(plain) and not _TERMS & {letters(word) for word in own}
    return person or not any(plain)


def _bounded(passage: SourceNames, start: int, end: int) -> bool:
    """Whether both neighbours are part of a word, of grammar, or no characters at all: 西海 in 西海岸 is no place."""
    inside = {i for a, b in passage.words for i in range(a, b)}
    plain = families().never_given

    def closed(i: int) -> bool:
        return not 0 <= i < len(passage.text) or i in inside or not _HAN.match(passage.text[i]) or passage.fold[i] in plain

    return closed(start - 1) and closed(end)


def _goes_on(passage: SourceNames, start: int, end: int) -> bool:
    """Whether a transliteration reaches beyond: 安达 inside 安达纳尔 is no city, nor is 莱州 in 瓦莱州."""

    def common(position: int) -> bool:
        return 0 <= position < len(passage.text) and passage.text[position] in TRANSLITERATION and passage.usable[position]

    foreign = all(c in TRANSLITERATION for c in passage.text[start:end])
    return (common(start) and common(start - 1)) or (foreign and common(end))


def _foreign(passage: SourceNames) -> Iterator[StatedName]:
    """Stretches of characters that transliterate, parted at interpuncts; one uncommon character may stand inside."""
    common = "".join("1" if c in TRANSLITERATION or c in _DOTS else "2" if u else "0" for c, u in zip(passage.text, passage.usable, strict=True))
    for run in re.finditer("1+(?:21+)*", common):
        text = passage.text[run.start() : run.end()]
        start = run.start() + len(text) - len(text.lstrip(_DOTS))
        end = run.end() - (len(text) - len(text.rstrip(_DOTS)))
        if end - start < 2 or any(a <= start and end <= b for a, b in passage.words):
            continue
        span = Span(start, end)
        parts = tuple(Part(Span(start + p.start(), start + p.end()), "name") for p in re.finditer(f"[^{_DOTS}]+", span.of(passage.text)))
        dotted = len(parts) > 1 or len(text) > end - start
        sure = dotted or (end - start >= 3 and not any(start <= a and b <= end for a, b in passage.words))
        yield StatedName(span, span.of(passage.text), _spelled(passage, parts), "sound", "foreign", parts, sure)


def _spelled(passage: SourceNames, parts: Sequence[Part]) -> tuple[str, ...]:
    """A transliteration's words as a table has them, else in pinyin, only to give the reader a sound; then every form of a table."""
    known = [tuple(form for form in english_forms(part.span.of(passage.fold)) if _is_proper(form)) for part in parts]
    sound = ["".join(passage.syllables[part.span.start : part.span.end]).capitalize() for part in parts]
    return (" ".join(forms[0] if forms else heard for forms, heard in zip(known, sound, strict=True)), *(form for forms in known for form in forms))


_PLACE = re.compile(r"([\u3400-\u9fff]{2})(?:自治区|自治州|自治县|[市县縣区區省镇鎮乡鄉村州旗岛島港湖河江山])")


def _place(passage: SourceNames) -> Iterator[StatedName]:
    """Two characters before a word for a kind of place, no part of a dictionary word: 恩施市."""
    inside = {i for a, b in passage.words for i in range(a, b)}
    for found in _PLACE.finditer(passage.text):
        stem = Span(*found.span(1))
        if any(i in inside or passage.fold[i] in families().never_given for i in range(stem.start, stem.end)):
            continue
        form = "".join(passage.syllables[stem.start : stem.end]).capitalize()
        yield StatedName(stem, stem.of(passage.text), (form,), "pinyin", "place", (Part(stem, "name"),), True)


def _dotted(passage: SourceNames) -> Iterator[StatedName]:
    return (name for name in _foreign(passage) if len(name.parts) > 1)


def _chinese(passage: SourceNames) -> Iterator[StatedName]:
    """A family name and one or two characters; sure where a title, a verb of saying or a mark stands beside it."""
    words = {(a, b) for a, b in passage.words}
    inside = {i for a, b in words for i in range(a + 1, b)}
    known = families()
    i = 0
    while i < len(passage.text) - 1:
        family = 2 if passage.fold[i : i + 2] in known.double else 1 if passage.fold[i] in known.single else 0
        name = _person(passage, i, family, words) if family and i not in inside else None
        if name:
            yield name
        i = name.span.end if name else i + 1


def _person(passage: SourceNames, start: int, family: int, words: set[tuple[int, int]]) -> StatedName | None:
    given = start + family
    never = families().never_given
    for size in (2, 1):
        end = given + size
        own = passage.fold[given:end]
        if end > len(passage.text) or not all(_HAN.match(c) and c not in never for c in own):
            continue
        crossed = any(start <= a < end and not (a >= given and b <= end) for a, b in words)  # part of a word that is none of the given name
        if crossed:
            continue
        left = passage.text[max(0, start - 4) : start]
        told_before, told_behind = bool(_TITLE_BEFORE.search(left)), bool(_VERB_BEHIND.match(passage.text, end))
        before, behind = told_before or bool(_MARK_BEFORE.search(left)), told_behind or bool(_MARK_BEHIND.match(passage.text, end))
        free = not any(given <= a and b <= end for a, b in words)
        told = told_before or told_behind
        foreign = all(c in TRANSLITERATION for c in passage.text[start:end])  # 马丁: rather a transliteration
        alone = free and (before or behind) and size == 2  # three characters that no word explains
        if not (told or (before and behind and free) or alone) or (foreign and not (before and behind)):
            continue
        syllables = passage.syllables[start:end]
        form = f"{''.join(syllables[:family]).capitalize()} {''.join(syllables[family:]).capitalize()}"
        parts = (Part(Span(start, given), "family"), Part(Span(given, end), "given"))
        return StatedName(Span(start, end), passage.text[start:end], (form,), "pinyin", "chinese", parts, free and told and (before or behind))
    return None


# Similarity of a word with the right form from which it is a misspelling of it.
NEAR = 0.5

# --- what the English renders --------------------------------------------------------------------------------------------

# Log-likelihood ratio per letter from which a word is taken for the rendering of a transliteration: lenient, since the word may be spelled oddly.
_HEARD = -0.9


def renders(words: Sequence[str], part: Part, name: StatedName, passage: SourceNames) -> bool:
    """Whether one of the English words renders a part of a stated name, by a table, a reading or its sound.

    Args:
        words: those of the English that have a capital.
        part: of `name`.
        name: one of `stated_names(passage)`.
        passage: where it stands.
    """
    spelled = {letters(word) for word in words} - {""}
    form = part.span.of(passage.fold)
    if name.kind == "latin":
        return _spells(letters(part.span.of(passage.text)), spelled)
    if name.kind == "japanese":
        wanted = {japanese_norm(word) for english in name.forms for word in english.split()}
        return bool(wanted & {japanese_norm(word) for word in spelled})
    if name.kind in ("known", "foreign") and _by_table(name, form, spelled):
        return True
    if _by_reading(part.span.of(passage.text), spelled, name.kind == "chinese"):
        return True
    heard = [letters(word) for word in words if not misspells(word, name) and not (name.kind in ("chinese", "place") and is_pinyin(letters(word)))]
    return len(form) >= 2 and any(hear(word, form, [True] * len(form)).score >= _HEARD for word in heard)


def misspells(word: str, name: StatedName) -> bool:
    """Whether a word is nearly, but not quite, a word of the name's own spelling."""
    return name.kind in ("latin", "known") and any(NEAR <= alike(word, own) < 1 for form in name.forms for own in form.split())


def alike(a: str, b: str) -> float:
    """1 − edit distance / longer length, of the letters of two words."""
    first, second = letters(a), letters(b)
    return float(Levenshtein.normalized_similarity(first, second)) if first and second else 0.0


def _spells(word: str, spelled: set[str]) -> bool:
    return word in spelled or any(word[:5] == other[:5] for other in spelled if len(word) >= 5)


def _by_table(name: StatedName, form: str, spelled: set[str]) -> bool:
    forms = name.forms if name.kind == "known" else english_forms(form)
    wanted = {letters(word) for english in forms for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", english)}
    wanted |= demonyms().get(form, frozenset())
    wanted -= {""} | {word for word in wanted if len(word) > 3 and ordinary(word)}
    return bool(wanted & spelled) or any(a[:4] == b[:4] for a in wanted for b in spelled if len(a) >= 4 and len(b) >= 4)


def _by_reading(text: str, spelled: set[str], person: bool) -> bool:
    runs = name_spellings(text)
    runs |= {"".join(wade_giles(s) for s in parts) for parts, _ in zip(product(*(name_readings(c) for c in text)), range(4), strict=False)}
    if runs & spelled or {run.replace("v", "u") for run in runs} & spelled:
        return True
    if not person:
        return False
    korean = set(korean_reading(text))
    korean |= {reading[1:] for reading in korean if reading[:1] in ("n", "r")}
    if any(len(word) >= 2 and korean_norm(word) in korean for word in spelled if korean):
        return True
    per_character = [{cantonese_norm(r) for r in han_readings(c)[0]} | set(han_readings(c)[2]) for c in text]
    if all(any(_reads(word, own) for word in spelled) for own in per_character):
        return True
    joined = {"".join(parts) for parts, _ in zip(product(*({cantonese_norm(r) for r in han_readings(c)[0]} for c in text)), range(16), strict=False)}
    return any(cantonese_norm(word) in joined for word in spelled)


def _reads(word: str, own: set[str]) -> bool:
    return word in own or (len(word) <= 6 and cantonese_norm(word) in own)
