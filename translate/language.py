"""Which language a text is written in, with the evidence.

py3langid decides (naive Bayes over byte n-grams; Lui & Baldwin 2012), restricted to languages that have a daily press, so
that a headline is not taken for a dialect that nobody publishes in. Two kinds of evidence overrule it where it is known
to be weak: the script, and words that one language of a close pair writes and the other does not. langdetect, seeded,
is asked as an independent second opinion; it decides nothing.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import msgspec
from sourcetrace.translate.text import script_counts

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["Detection", "Evidence", "detect", "language_name"]

# Languages with a daily press that py3langid knows. Its further labels are dialects, liturgical languages and noise.
_PRESS = (
    "af am ar as az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr fy ga gl gu ha he hi hr hu hy id ig is it ja jv ka kk km "
    "kn ko ku ky lo lt lv mg mk ml mn mr ms mt my ne nl nn no oc om or pa pl ps pt ro ru rw si sk sl so sq sr sv sw ta te tg th "
    "tk tl tr tt ug uk ur uz vi xh yo zh zu"
).split()
# py3langid's label → the code in general use. "no" is its label for Bokmål.
_RENAMED = {"no": "nb"}

_MAXIMUM = 20_000  # characters: the decision does not change beyond, the cost does
_WORD = re.compile(r"[^\W\d_]+")


class Evidence(msgspec.Struct, frozen=True):
    """One thing that speaks for a language: what kind, in words, and how much."""

    kind: str
    detail: str
    value: float


class Detection(msgspec.Struct, frozen=True):
    """The language of a text.

    Attributes:
        language: ISO 639-1 code; `und` where the text holds no letters.
        confidence: the model's own posterior (softmax at temperature √bytes), 0–1; a script that decides gives 1.
            It is not a measured share of right answers.
        evidence: what was seen, strongest first.
        second_opinion: langdetect's code, or None where it was not asked or had nothing to go by.
    """

    language: str
    confidence: float
    evidence: tuple[Evidence, ...]
    second_opinion: str | None = None

    @property
    def disputed(self) -> bool:
        """Whether the second opinion names another language (variants of one language are the same)."""
        return self.second_opinion is not None and self.second_opinion != self.language


def detect(text: str, second_opinion: bool = False) -> Detection:
    """Detect the language of `text` (its first 20,000 characters).

    Args:
        text: any text; without letters the answer is `und` with confidence 0.
        second_opinion: also ask langdetect (about a hundred times slower than the rest).
    """
    head = text[:_MAXIMUM]
    scripts = script_counts(head)
    if not scripts and not _WORD.search(head):
        return Detection("und", 0.0, (Evidence("script", "no letters", 0.0),))
    letters = sum(scripts.values())
    evidence = [Evidence("script", name, round(count / letters, 4)) for name, count in scripts.items()]
    language, confidence = _by_script(scripts) or _by_model(head, evidence)
    language, confidence = _by_words(head, language, confidence, evidence)
    other = _langdetect(head) if second_opinion else None
    return Detection(language, round(confidence, 4), tuple(evidence), other)


def language_name(code: str) -> str:
    """A language's English name (CLDR); the code itself where it has none."""
    from babel import Locale

    return str(Locale("en").languages.get(code, code))


def _by_script(scripts: dict[str, int]) -> tuple[str, float] | None:
    """The language that a script leaves no doubt of, or None."""
    han, kana, hangul = scripts.get("Han", 0), scripts.get("Kana", 0), scripts.get("Hangul", 0)
    others = sum(scripts.values()) - han - kana - hangul
    east_asian = han + kana + hangul
    # A Han character says about as much as three letters; names and products in Latin letters are common in CJK text.
    if 3 * east_asian <= others:
        return None
    if hangul > 0.1 * east_asian and hangul >= kana:
        return "ko", 1.0
    # Chinese text quotes Japanese names at most; Japanese prose is a third kana or more, its headlines a tenth.
    if kana > 0.05 * east_asian:
        return "ja", 1.0
    return "zh", 1.0


def _by_model(text: str, evidence: list[Evidence]) -> tuple[str, float]:
    ranked = [(_RENAMED.get(code, code), share) for code, share in _identifier().rank(text)[:3]]
    evidence.extend(Evidence("n-grams", code, round(share, 4)) for code, share in ranked if share >= 0.01)
    return ranked[0]


@functools.cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_PRESS)
    return identifier


class _Pair(msgspec.Struct, frozen=True):
    """Two close languages and the words (whole, or by their beginning) that only one of them writes."""

    first: str
    first_words: re.Pattern[str]
    second: str
    second_words: re.Pattern[str]


def _words(text: str) -> re.Pattern[str]:
    """A pattern of whole words; `-` at the end stands for any ending, at both ends for a part of a word."""
    parts = [rf"\w*{w.strip('-')}\w*" if w.startswith("-") else rf"{w.rstrip('-')}\w*" if w.endswith("-") else w for w in text.split()]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


# The lists hold school-book differences between the standards, not words of any test set.
_PAIRS = (
    _Pair(
        "hr",
        _words(
            "tko netko nitko tjed- tisuć- povijes- sveučiliš- znanstven- znanost- europ- uvjet- sustav- tijekom tijek glazb- "
            "kazališ- obitelj- nogomet- izvješ- tvrtk- zrakoplov- vlak vlaka vlakom vlakov- kolodvor- siječnj- siječanj "
            "veljač- ožuj- travnj- travanj svibnj- svibanj lipnj- lipanj srpnj- srpanj kolovoz- rujn- rujan listopad- "
            "studeni- studenog prosinc- prosinac glede utjeca- zemljopis- računal- gospodarst- priopć- veleposlan- ravnatelj- "
            "razin- učinkovit- primjerice točn- točk- uporab- suradnj- surađ- proračun- stupanj stupnj- putovnic- tvari tvar "
            "zaslon- prosvjed- kemij- vjerojatn- promatr- postrojb- ovisi ovisn- poduze- poduzeć- izravn- nazoč- sukladno "
            "unatoč skladatelj- tajni- španjolsk- rumunjsk- nizozemsk- židov- redatelj- športsk- knjižnic- razdoblj- "
            "odvjetni- redarstv- promjer- tisak tisk- kruh- prijam- sudjelov- natjec- natjecan- zračn- osobit- dogodi-"
        ),
        "bs",
        _words(
            "ko neko niko šta sedmic- hiljad- historij- naučn- evrop- uslov- sistem- tokom muzi- pozoriš- porodic- fudbal- "
            "avion- voz vozom vozov- januar- februar- mart marta maj maja juni juna juli jula august- avgust- septemba- "
            "septembr- oktoba- oktobr- novemba- novembr- decemba- decembr- utica- direktn- kompjuter- ambasad- hrišćan- tačn- "
            "tačk- saradnj- sarađ- hemij- hirur- opšt- lahk- mehk- kahv- desio desil- desi dešava- saopć- saopš- stepen- "
            "takmič- vjerovatn- posmatr- učestvov- zavisi zavisn- preduze- uprkos sekretar- budžet- španij- špansk- rumunij- "
            "holand- jevrej- bibliotek- režiser- period- vijek- ukoliko nivo- efikasn- aerodrom- talas- oblast- zvanič- "
            "štampa- advokat- hljeb- takođe"
        ),
    ),
    _Pair(
        "id",
        _words(
            "karena bisa berbeda uang keuangan universitas polisi kepolisian mobil desember agustus maret kualitas -itas "
            "menit ilmuwan mencoba butuh membutuhkan kebutuhan jumat resmi kantor bahwa diperkirakan bandara wisatawan "
            "perusahaan sebagian rusak penelitian peneliti pengadilan listrik berbicara pertandingan petugas agar eropa "
            "inggris prancis spanyol tiongkok jepang italia serikat gubernur telepon televisi kecelakaan tewas dokter perawat "
            "obat paspor gratis sering kejadian terjadi kesehatan sehat sulit kemarin bus sepeda toko tim pelatih tentara "
            "pemilu partai parlemen komisi persen miliar derajat memiliki ponsel informasi mahasiswa putaran sepeda"
        ),
        "ms",
        _words(
            "kerana boleh berbeza wang kewangan universiti polis disember ogos mac kualiti -iti -syen minit saintis mencuba "
            "keperluan jumaat rasmi pejabat bahawa dianggarkan pelancong syarikat sebahagian rosak kajian penyelidik "
            "penyelidikan mahkamah elektrik bercakap perlawanan pegawai eropah inggeris sepanyol jepun itali gabenor telefon "
            "televisyen kemalangan mangsa doktor jururawat ubat pasport percuma kerap berlaku kesihatan sihat sukar semalam "
            "basikal kedai pasukan jurulatih tentera parti parlimen suruhanjaya peratus bilion purata darjah maklumat ialah "
            "beliau manakala iaitu daripada mempunyai hospital bandar kereta akhbar supaya amat pusingan negeri undi"
        ),
    ),
)


def _by_words(text: str, language: str, confidence: float, evidence: list[Evidence]) -> tuple[str, float]:
    """Settle a close pair by the words that only one of the two writes; the model stands where they balance."""
    for pair in _PAIRS:
        if language not in (pair.first, pair.second):
            continue
        first, second = len(pair.first_words.findall(text)), len(pair.second_words.findall(text))
        if first == second:
            continue
        language = pair.first if first > second else pair.second
        evidence.append(Evidence("words", language, float(max(first, second))))
        # Laplace's rule over the words seen, never below the model's own share.
        confidence = max(confidence, (max(first, second) + 1) / (first + second + 2))
    return language, confidence


@functools.cache
def _langdetect_ready() -> None:
    from langdetect import DetectorFactory

    DetectorFactory.seed = 0  # it samples; seeded, the same text gives the same answer


def _langdetect(text: str) -> str | None:
    from langdetect import detect as ask
    from langdetect.lang_detect_exception import LangDetectException

    _langdetect_ready()
    try:
        code = str(ask(text[:2000]))
    except LangDetectException:  # "No features in text": it has no opinion
        return None
    return {"zh-cn": "zh", "zh-tw": "zh", "no": "nb"}.get(code, code)
