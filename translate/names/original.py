"""One passage of an original that is not Chinese: which English names it supports, and which of its own nothing renders."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec
from sourcetrace.translate.names.concepts import PREFIXES
from sourcetrace.translate.names.exonyms import Gazetteer, codes_in, codes_of, gazetteer, known_city
from sourcetrace.translate.names.latin import same_name
from sourcetrace.translate.names.romanise import japanese_norm, japanese_norms, korean_norm, korean_reading, letters, pinyin_readings, wade_giles
from sourcetrace.translate.names.scripts import SourceWord, alike, covers, graphemes, joined, kanji_name, romanised, source_words
from sourcetrace.translate.names.tables import english_forms, folded, japanese_readings, ordinary
from sourcetrace.translate.text import Span, fold

__all__ = ["Limits", "Original"]


# Korean family names, and the spellings that their bearers use.
_KOREAN_SPELLINGS = (
    "이:lee,yi,rhee,ri 리:lee,yi,rhee,ri 박:park,pak,bak 최:choi,choe 정:chung,jung,jeong,chong 강:kang,gang 조:cho,jo 윤:yoon,yun 장:jang,chang 임:lim,im,yim,rim 림:lim,rim 한:han,hahn 오:oh "
    "서:seo,suh,so 신:shin,sin 권:kwon,gwon 황:hwang,whang 안:ahn,an 송:song 류:ryu,lyu,yoo,yu 유:yoo,yu,ryu 전:jeon,jun,chun,chon 홍:hong 고:ko,koh,go 문:moon,mun 양:yang 손:son,sohn 배:bae,pae 백:baek,paik,back "
    "허:heo,hur,huh,ho 남:nam 심:shim,sim 노:roh,noh,no 로:roh,ro 하:ha,hah 곽:kwak,gwak 성:sung,seong 차:cha 주:joo,ju,chu 우:woo,wu,u 구:koo,ku,gu 민:min 나:na,ra 진:jin,chin 지:ji,chi 엄:um,eom,uhm 채:chae "
    "원:won 천:cheon,chun 방:bang,pang 공:kong,gong 현:hyun,hyeon 함:ham,hahm 변:byun,byeon 염:yeom,yum 여:yeo,yuh 추:choo,chu 도:do,doh 석:seok,suk 선:sun,seon 설:seol,sul 마:ma 길:gil,kil 표:pyo 명:myung,myeong "
    "기:ki,gi,kee 반:ban 왕:wang 금:keum,geum 옥:ok,ock 육:yook,yuk 인:in,ihn 맹:maeng 제:je 모:mo 탁:tak 국:kook,kuk 김:kim,gim"
)
_KOREAN_FAMILIES = frozenset((spelling, hangul[0]) for hangul in _KOREAN_SPELLINGS.split() for spelling in hangul[2:].split(","))


class Limits(msgspec.Struct, frozen=True):
    """Likeness of sound in one script.

    Attributes:
        heard: from here on a word supports a name.
        rendered: from here on an English word renders a source word, unless that English word is itself in doubt.
        close: from here on a word may be the same name in another transcription (Kadhafi, Gaddafi), which is worth no more than a hint.
        strange: below this a name has nothing to do with any word of the passage.
        several: the same for the mean of several words, which hardly all go unheard by chance.
    """

    heard: float
    rendered: float
    close: float
    strange: float
    several: float


# Set by hand on the development lines (300 sentences a language). Of 3,661 names of cities over 400,000 people as GeoNames has them abroad (other
# names than the English one are among them), 93 to 97 % are heard in each script but Latin, and 1 to 4 % are strange.
_LIMITS = {
    "Latin": Limits(0.9, 0.82, 0.8, 0.6, 0.63),
    "Cyrillic": Limits(0.8, 0.72, 0.76, 0.66, 0.76),
    "Kana": Limits(0.8, 0.7, 0.76, 0.66, 0.76),
    "Hangul": Limits(0.8, 0.7, 0.77, 0.69, 0.8),
    "Arabic": Limits(0.78, 0.7, 0.76, 0.7, 0.78),
}
_CITY_HEARD = 0.78  # cities change more of their letters from language to language than persons do
_LEAST_PART_CODE = 4  # characters of a code that is not CLDR's
_COUNTRY_HEARD = 0.9  # countries are known by tables; China and ケニア (Kenya) sound alike
_COGNATE = 0.85  # a word in small letters that sounds so is the same word: "Catholic", catholique
# Titles with a capital, folded: they are no part of a name.
_TITLES = frozenset(
    "herr herrn frau fraulein doktor senor senora senorita sr sra srta don dona monsieur madame mademoiselle mme mlle senhor senhora dom signor signora signore signorina sig pan pani panu panem "
    "panna bay bayan bey hanim sayin bapak ibu tuan nyonya pak nona ong ba anh chi co bac meneer mevrouw mijnheer dhr mevr hr fru sir lady lord господин господина госпожа госпожи пан пани пана "
    "товарищ мсье мадам сэр леди ミスター ミズ ミセス".split()
)
# What stands before a German noun, and hardly before a name; and endings of nouns.
_GERMAN_BEFORE_NOUN = re.compile(
    "(?:[dD](?:ie|as|em|en|es|er)|[eE]ine?[mnrs]?|[kK]eine?[mnrs]?|[mdsMDS]eine?[mnrs]?|[iI]hre?[mnrs]?|[uU]nsere?[mnrs]?|[dD]iese[mnrs]?|[jJ]ede[mnrs]?|[iI]m|[aA]m|[zZ]u[mr]|[vV]om|[bB]eim|ins|ans"
    "|[a-zäöüß]+(?:lich|isch|ig|bar|sam|haft|los|voll)(?:e|en|er|es|em)|neue[mnrs]?|erste[mnrs]?|letzte[mnrs]?|gro(?:ß|ss)e[mnrs]?|viele[nr]?|mehr|[0-9.,]+)"
)
_GERMAN_NOUN = re.compile("(?:ung|heit|keit|schaft|tion|tät|ismus|nis|chen|lein|ling|ment|ungen|heiten|keiten|schaften|tionen|täten|innen)$")
_WORD_BEFORE = re.compile(r"([^\W_]+(?:[.,][0-9]+)?)\s+$")
_LONGEST_WORD = 40  # characters looked back for the word before
_OWN_WORD = 0.06
_ARABIC_OWN = re.compile(
    "^[وفبكل]?(?:ال|لل)|(?:ة|ات|ون|ين|ها|هم)$|^(?:[يتن]ت|است|مست|مت|من)"
)  # with an article, an ending or a beginning that names seldom have
_SURELY_HEARD, _LEAST_SURE = 0.92, 4  # likeness and graphemes of a word that is hardly heard by chance in a whole document
_BESIDE_HEARD = 0.66  # likeness that is enough for a word beside another one of the same name
_NAME_REACH = 12  # characters between the words of one name: a particle, a middle name
_LEAST_FULL = 3  # characters of a full Japanese name
_SHORT = 2  # letters: too few to be judged
_COMPOUND = 5  # letters of a name that is looked for inside longer words (Avengerklasse)


def _gap(a: Span, b: Span) -> int:
    """Characters between two spans; 0 where they touch or overlap."""
    return max(0, b.start - a.end, a.start - b.end)


def _joining(part: str) -> bool:
    """Whether a part of a compound is an ordinary word; syllables of Korean names ("Jae-in") are too short to be told."""
    return part in PREFIXES or (len(part) > _SHORT + 1 and ordinary(part))


def _korean_key(word: str) -> str:
    """A Korean spelling with u and eo as one: Suk and Seok."""
    return korean_norm(word).replace("u", "o")


class Original:
    """One passage of the original.

    Args:
        text: the passage.
        language: its language, as a BCP 47 tag.
        script: the script that names are read in, see `script_of`.
    """

    def __init__(self, text: str, language: str, script: str) -> None:
        self.text, self.script = text, script
        self.limits = _LIMITS[script]
        base = re.split("[-_]", language.lower())[0]
        self.german, self.vietnamese = base in ("de", "lb", "nds"), base == "vi"
        self.places: Gazetteer = gazetteer(language)
        self.words = source_words(text, script)
        self.plain = self.places.plain(text)
        self.plain_words = frozenset(re.findall(r"[^\W\d_]+", self.plain))
        self.latin = {letters(w.text): w for w in self.words if w.script == "Latin"}

    @property
    def capitals(self) -> bool:
        """Whether names can be told by their writing: by capitals, or by kana."""
        return self.script not in ("Hangul", "Arabic")

    # --- what it supports ---

    def support(self, token: str, name: str) -> float:
        """How well the passage supports a word of an English name: 1 where it does, else how much its likest word sounds like it."""
        whole = self._support(token, name)
        parts = [part for part in re.split("[-–]", token) if len(part) > 1]
        if whole >= 1 or len(parts) < 2:
            return whole
        return max(whole, min(1.0 if _joining(fold(part)) else self._support(part, name) for part in parts))

    def _support(self, token: str, name: str) -> float:
        word = letters(token)
        if len(word) < _SHORT or self._spelled(word) or self._placed(token, name):
            return 1.0
        scores = [(self._alike(token, w), w) for w in self.words]
        score = max((one for one, _ in scores), default=0.0)
        # What CLDR has no names of (parts of countries) is heard as anything else is.
        enough = _COUNTRY_HEARD if any(len(code) < _LEAST_PART_CODE for code in codes_of(token)) else self.limits.heard
        city = known_city(token) or known_city(name)
        if score >= enough or (city and any(one >= _CITY_HEARD and (w.capital or not w.cased) for one, w in scores)):
            return 1.0
        if self._cognate(token) or self._read(word):
            return 1.0
        score = max(score, max((self._alike(token, w) for w in self._joined), default=0.0))
        return 1.0 if score >= enough else score

    def _alike(self, token: str, word: SourceWord) -> float:
        """Likeness of sound; where a script does not set names apart, the language's own words must sound more alike to be heard for one."""
        own = (word.script == "Hangul" and not word.capital) or (word.script == "Arabic" and bool(_ARABIC_OWN.search(word.text)))
        return alike(token, word) - (_OWN_WORD if own else 0)

    @functools.cached_property
    def _joined(self) -> list[SourceWord]:
        return joined(self.words, self.text)

    def states(self, word: str) -> bool:
        """Whether the passage surely names this: by spelling, by a table or a reading, or by the same sounds throughout."""
        plain = letters(word)
        if self._spelled(plain) or self._placed(word, word) or self._read(plain):
            return True
        return len(graphemes(plain)) >= _LEAST_SURE and any(alike(word, w) >= _SURELY_HEARD for w in self.words)

    def apart(self, tokens: Sequence[str]) -> bool:
        """Whether the words of one person's name are heard far from each other only, hence by chance."""
        words = [*self.words, *self._joined]
        if not all(any(self._alike(token, w) >= self.limits.heard for w in words) for token in tokens):
            return False  # known by a table or a reading
        places = [[w.span for w in words if letters(w.text) == letters(token) or alike(token, w) >= _BESIDE_HEARD] for token in tokens]
        return not any(_gap(a, b) <= _NAME_REACH for one, other in pairwise(places) for a in one for b in other)

    def _spelled(self, word: str) -> bool:
        """The same letters, perhaps with an ending, or within a compound."""
        if word in self.latin:
            return True
        capital = [other for other, w in self.latin.items() if w.capital]
        return any(same_name(word, other) or (len(word) >= _COMPOUND and word in other) for other in capital)

    def _placed(self, token: str, name: str) -> bool:
        """A country, people or city by its name in the original's language."""
        codes = codes_of(token)
        if codes and self.places.names_territory(codes, self.plain, self.plain_words):
            return True
        return any(self.places.names_city(words, self.plain, self.plain_words) for words in {token, name})

    def _cognate(self, token: str) -> bool:
        return (
            self.script == "Latin"
            and not codes_of(token)
            and any(not w.capital and len(w.text) >= _COMPOUND and alike(token, w) >= _COGNATE for w in self.words)
        )

    def _read(self, word: str) -> bool:
        """Korean family names by their customary spelling; in Japanese, names in Chinese characters by a reading or a table."""
        if self.script == "Hangul":
            return any((word, w.text[0]) in _KOREAN_FAMILIES for w in self.words)
        if self.script != "Kana":
            return False
        return word in self._pinyin or word in self._known or japanese_norm(word) in self._japanese or _korean_key(word) in self._korean

    @functools.cached_property
    def _runs(self) -> list[str]:
        return re.findall(r"[\u3400-\u9fff々ヶ]+", self.text)

    def _stretches(self, longest: int) -> Iterator[str]:
        for run in self._runs:
            for start in range(len(run)):
                for end in range(start + 1, min(len(run), start + longest) + 1):
                    yield run[start:end]

    @functools.cached_property
    def _japanese(self) -> frozenset[str]:
        return frozenset().union(*(japanese_norms(folded(form)) for form in self._stretches(4)))

    @functools.cached_property
    def _korean(self) -> frozenset[str]:
        return frozenset(_korean_key(reading) for form in self._stretches(2) for reading in korean_reading(form))

    @functools.cached_property
    def _pinyin(self) -> frozenset[str]:
        found: set[str] = set()
        for run in self._runs:
            syllables = pinyin_readings(run)
            for spelled in (syllables, [wade_giles(syllable) for syllable in syllables]):
                found.update("".join(spelled[a:b]) for a in range(len(run)) for b in range(a + 1, min(len(run), a + 4) + 1))
        return frozenset(found)

    @functools.cached_property
    def _known(self) -> frozenset[str]:
        forms = {form for form in self._stretches(5) if len(form) > 1}
        return frozenset(letters(word) for form in forms for english in english_forms(folded(form)) for word in english.split())

    # --- what it names ---

    def unrendered(self, target: str, doubted: frozenset[str]) -> list[SourceWord]:
        """Words that are names by their writing, and that no English word renders.

        Args:
            target: the English passage.
            doubted: its words that nothing supports: a resemblance is not enough for these to render a name.
        """
        english = list(dict.fromkeys(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", target)))
        codes = codes_in(re.sub("|".join(rf"\b{re.escape(word)}\b" for word in doubted) or "$.", "", target))
        named = [w for w in self.words if w.capital and len(w.text) > _SHORT and not self._no_name(w)]
        read = {japanese_norm(word) for word in english}
        full = [name for name, reading in self._full_names.items() if not {japanese_norm(part) for part in reading.split()} & read]
        left = [w for w in named if not self._rendered(w, english, codes, doubted)]
        return left + [kanji_name(name, self.text.index(name)) for name in full]

    @functools.cached_property
    def _full_names(self) -> dict[str, str]:
        """Full names of persons in Chinese characters → their reading, family name first; Japanese only."""
        if self.script != "Kana":
            return {}
        found: dict[str, str] = {}
        for form in sorted({form for form in self._stretches(6) if len(form) >= _LEAST_FULL}, key=lambda form: (-len(form), form)):
            readings = [roman for kind, roman in japanese_readings(folded(form)) if kind == "f" and " " in roman]
            if readings and not any(form in longer for longer in found):
                found[form] = readings[0]
        return found

    def _no_name(self, word: SourceWord) -> bool:
        """Whether a capital stands for a title, a month or a weekday, or for a German noun."""
        return fold(word.text) in _TITLES or self.places.plain(word.text) in self.places.calendar or (self.german and self._noun(word))

    def _noun(self, word: SourceWord) -> bool:
        """Whether a German capital is a noun's: after an article or the like, or by its ending."""
        before = _WORD_BEFORE.search(self.text, max(0, word.span.start - _LONGEST_WORD), word.span.start)
        return bool(_GERMAN_NOUN.search(word.text) or (before and _GERMAN_BEFORE_NOUN.fullmatch(before.group(1))))

    def _rendered(self, word: SourceWord, english: Sequence[str], codes: frozenset[str], doubted: frozenset[str]) -> bool:
        plain = self.places.plain(word.text)
        if codes and self.places.names_territory(codes, plain, frozenset({plain})):
            return True
        own = letters(word.text)
        for other in english:
            if other.islower() and len(other) < _COMPOUND:
                continue
            enough = self.limits.heard if other in doubted or other.islower() else self.limits.rendered
            if (word.script == "Latin" and same_name(letters(other), own)) or (covers(other, word) and alike(other, word) >= enough):
                return True
            if other[:1].isupper() and self.places.names_city(other, plain, frozenset({plain})):
                return True
        return False

    def proposed(self, word: SourceWord) -> tuple[str, str]:
        """How English is likely to put a name of the passage, and where that comes from."""
        reading = self._full_names.get(word.text)
        if reading:
            return reading, "JMnedict"
        spelled = "the original's spelling" if word.script == "Latin" else "transliteration"
        return self.places.english(word.text) or (romanised(word), spelled)

    def is_place(self, word: SourceWord) -> bool:
        """Whether a word is the name of a country or a city."""
        return self.places.english(word.text) is not None

    def names_people(self, word: SourceWord) -> bool:
        """Whether a word stands for a people or is a country's adjective, not that country's own name."""
        plain = self.places.plain(word.text)
        return not self.places.territories_in(plain, frozenset({plain})) and self.places.names_territory(
            frozenset(self.places.stems), plain, frozenset({plain})
        )

    def lost_territory(self, target: str) -> bool:
        """Whether it names a country, by that country's whole name, that no English word stands for."""
        named = self.places.territories_in(self.plain, self.plain_words)
        stems = [self.places.stems.get(code, frozenset()) for code in codes_in(target)]
        # Two countries may share a stem (the Congos, the Koreas): the one that is rendered covers the other.
        return any(not any(self.places.stems.get(code, frozenset()) & rendered for rendered in stems) for code in named)
