"""One table a language: sentences of our own, read by the one reader they share."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sourcetrace.translate.figures import LANGUAGES, Figures, read_figures, supported


def values(figures: Figures) -> set[float]:
    """First readings of everything that may ask for an answer."""
    return {q.values[0] for q in figures.quantities if q.kind not in ("loose", "ordinal")}


def moments(figures: Figures) -> set[tuple[str, int]]:
    return {(m.part, m.value) for m in figures.moments}


# Language, sentence, what it states as numbers, as dates, and as money.
SENTENCES = [
    ("de", "Am Montag, dem 3. März 2025, zahlte die Stadt 2,5 Millionen Euro.", {2.5e6}, {("weekday", 0), ("day", 3), ("month", 3), ("year", 2025)}, {"EUR"}),
    ("de", "Zwei Millionen dreihunderttausend Menschen und fünf Millionen Tiere.", {2300000, 5e6}, set(), set()),
    ("de", "Dreiundzwanzig Züge und 1.450 Busse, also zwölf Prozent.", {23, 1450, 12}, set(), set()),
    (
        "fr",
        "Le mardi 14 juillet 2020, soixante-quinze avions ont coûté 1 250 000 euros.",
        {75, 1250000},
        {("weekday", 1), ("day", 14), ("month", 7), ("year", 2020)},
        {"EUR"},
    ),
    ("fr", "Quatre-vingt-douze pour cent, soit 3,4 points de pourcentage de plus.", {92, 3.4}, set(), set()),
    (
        "es",
        "El viernes 5 de mayo de 2017 se vendieron 12 mil millones de dólares.",
        {12e9},
        {("weekday", 4), ("day", 5), ("month", 5), ("year", 2017)},
        {"dollar"},
    ),
    ("es", "Treinta y cuatro barcos y dos tercios de la carga.", {34, 2 / 3}, set(), set()),
    (
        "pt",
        "Na quinta-feira, 9 de agosto de 2018, gastaram 3,7 milhões de libras esterlinas.",
        {3.7e6},
        {("weekday", 3), ("day", 9), ("month", 8), ("year", 2018)},
        {"GBP"},
    ),
    ("pt", "Duzentos e cinquenta e três navios.", {253}, set(), set()),
    (
        "it",
        "Sabato 1° dicembre 2012 sono arrivate 4.300 persone con 15 milioni di euro.",
        {4300, 15e6},
        {("weekday", 5), ("day", 1), ("month", 12), ("year", 2012)},
        {"EUR"},
    ),
    ("it", "Ventitré treni, trecentocinquanta autobus.", {23, 350}, set(), set()),
    ("nl", "Op woensdag 6 oktober 2021 betaalde men 1,2 miljard euro.", {1.2e9}, {("weekday", 2), ("day", 6), ("month", 10), ("year", 2021)}, {"EUR"}),
    ("nl", "Vijfentwintig schepen en drieëndertig procent.", {25, 33}, set(), set()),
    ("ru", "В среду, 17 января 2018 года, потратили 3,2 миллиарда рублей.", {3.2e9}, {("weekday", 2), ("day", 17), ("month", 1), ("year", 2018)}, {"RUB"}),
    ("ru", "Двадцать один поезд и сто сорок пять автобусов, на 15 процентных пунктов больше.", {21, 145, 15}, set(), set()),
    (
        "uk",
        "У п’ятницю, 8 листопада 2019 року, витратили 450 тисяч доларів.",
        {450000},
        {("weekday", 4), ("day", 8), ("month", 11), ("year", 2019)},
        {"dollar"},
    ),
    ("pl", "W niedzielę 2 września 2018 roku wydano 12 tysięcy złotych.", {12000}, {("weekday", 6), ("day", 2), ("month", 9), ("year", 2018)}, {"PLN"}),
    ("pl", "Dwadzieścia pięć statków i 7,5 procent.", {25, 7.5}, set(), set()),
    (
        "tr",
        "12 Nisan 2016 Salı günü 3,5 milyon dolar harcandı; oran yüzde 20.",
        {3.5e6, 20},
        {("day", 12), ("month", 4), ("year", 2016), ("weekday", 1)},
        {"dollar"},
    ),
    ("tr", "Yirmi üç gemi ve kırk beş uçak.", {23, 45}, set(), set()),
    (
        "id",
        "Pada Kamis, 22 Agustus 2019, mereka membelanjakan 2,4 triliun rupiah.",
        {2.4e12},
        {("weekday", 3), ("day", 22), ("month", 8), ("year", 2019)},
        {"IDR"},
    ),
    ("id", "Dua puluh tiga kapal dan lima belas persen.", {23, 15}, set(), set()),
    ("vi", "Thứ Sáu ngày 15 tháng 3 năm 2019, họ đã chi 20 nghìn tỷ đồng.", {20e12}, {("weekday", 4), ("day", 15), ("month", 3), ("year", 2019)}, {"VND"}),
    ("vi", "Hai mươi lăm con tàu và ba phần tư hàng hóa.", {25, 0.75}, set(), set()),
    ("ja", "2019年4月30日火曜日、市は3億5000万円を支払った。", {3.5e8}, {("year", 2019), ("month", 4), ("day", 30), ("weekday", 1)}, {"JPY"}),
    ("ja", "二十三隻の船と5分の2の貨物、3割の客。", {23, 0.4, 30}, set(), set()),
    ("ko", "2019년 4월 30일 화요일, 시는 1억 2천만 원을 지불했다.", {1.2e8}, {("year", 2019), ("month", 4), ("day", 30), ("weekday", 1)}, {"KRW"}),
    ("ko", "배 열두 척과 버스 세 대, 15퍼센트포인트.", {12, 3, 15}, set(), set()),
    ("ar", "في يوم الثلاثاء ١٥ مارس ٢٠١٦ أنفقت المدينة 2.5 مليون دولار.", {2.5e6}, {("weekday", 1), ("day", 15), ("month", 3), ("year", 2016)}, {"dollar"}),
    (
        "sv",
        "Måndagen den 3 mars 2025 kostade tjugofem bussar 2,5 miljoner kronor.",
        {25, 2.5e6},
        {("weekday", 0), ("day", 3), ("month", 3), ("year", 2025)},
        {"SEK"},
    ),
    (
        "da",
        "Mandag den 3. marts 2025 kostede femogtyve busser 2,5 millioner kroner.",
        {25, 2.5e6},
        {("weekday", 0), ("day", 3), ("month", 3), ("year", 2025)},
        {"DKK"},
    ),
    ("nb", "Mandag 3. mars 2025 kostet tjuefem busser 2,5 millioner kroner.", {25, 2.5e6}, {("weekday", 0), ("day", 3), ("month", 3), ("year", 2025)}, {"NOK"}),
    (
        "ro",
        "Luni, 3 martie 2025, douăzeci și cinci de autobuze au costat 2,5 milioane de lei.",
        {25, 2.5e6},
        {("weekday", 0), ("day", 3), ("month", 3), ("year", 2025)},
        {"RON"},
    ),
    (
        "cs",
        "V pondělí 3. března 2025 stálo dvacet pět autobusů 2,5 milionu korun.",
        {25, 2.5e6},
        {("weekday", 0), ("day", 3), ("month", 3), ("year", 2025)},
        {"CZK"},
    ),
    ("ar", "خمسة وعشرون قطارًا في كانون الثاني وثلاث سفن.", {25, 3}, {("month", 1)}, set()),
]


@pytest.mark.parametrize(("language", "text", "numbers", "dates", "codes"), SENTENCES, ids=[f"{s[0]}{n}" for n, s in enumerate(SENTENCES)])
def test_a_sentence_in_its_own_style(language: str, text: str, numbers: set[float], dates: set[tuple[str, int]], codes: set[str]) -> None:
    figures = read_figures(text, language)
    assert values(figures) == numbers
    assert moments(figures) == dates
    assert {m.code for m in figures.money} == codes


def test_every_table_has_a_sentence() -> None:
    assert {s[0] for s in SENTENCES} == LANGUAGES - {"zh"}
    assert supported("en")
    assert not supported("sw")


@pytest.mark.parametrize(
    ("language", "text", "kind", "value"),
    [
        ("de", "Hunderttausende kamen", "round", 1e5),
        ("ru", "десятки тысяч человек", "round", 1e4),
        ("ja", "数百万人", "round", 1e6),
        ("ko", "수천 명", "round", 1e3),
        ("fr", "les années 1980", "period", 1980),
        ("es", "el siglo XIX", "period", 19),
        ("pl", "w XIX wieku", "period", 19),
        ("ar", "القرن التاسع عشر", "period", 19),
        ("nl", "in de 17e eeuw", "period", 17),
        ("ja", "1980年代", "period", 1980),
        ("de", "zum zweiundzwanzigsten Mal", "ordinal", 22),
        ("it", "due terzi", "fraction", 2 / 3),
        ("ko", "3분의 1", "fraction", 1 / 3),
        ("de", "um 2 Prozentpunkte", "points", 2),
        ("vi", "tăng 2 điểm phần trăm", "points", 2),
        ("fr", "une douzaine d'œufs", "loose", 12),
        ("es", "dos millones y medio de votos", "number", 2.5e6),
        ("ru", "два с половиной миллиона", "number", 2.5e6),
        ("de", "zweieinhalb Millionen", "number", 2.5e6),
        ("pl", "półtora miliona", "number", 1.5e6),
        ("vi", "hai triệu rưỡi", "number", 2.5e6),
        ("it", "3½ ore", "number", 3.5),
        ("tr", "1 milyon 250 bin kişi", "number", 1250000),
        ("es", "2 millones 300 mil votos", "number", 2300000),
        ("ko", "3조 4,500억 원", "number", 3.45e12),
    ],
)
def test_kinds(language: str, text: str, kind: str, value: float) -> None:
    assert any(q.kind == kind and q.values[0] == pytest.approx(value) for q in read_figures(text, language).quantities)


@pytest.mark.parametrize(
    ("language", "text", "readings"),
    [
        ("de", "1.234,5", (1234.5,)),
        ("de", "1.234", (1234,)),
        ("fr", "12 345,6", (12345.6,)),
        ("es", "1,500", (1.5, 1500)),  # Spain and Mexico differ
        ("ja", "1,234.5", (1234.5,)),
        ("ar", "١٬٢٣٤٫٥", (1234.5,)),
    ],
)
def test_marks_of_thousands_and_decimals(language: str, text: str, readings: tuple[float, ...]) -> None:
    (quantity,) = read_figures(text, language).quantities
    assert quantity.values == readings


@pytest.mark.parametrize(
    ("language", "text", "unit", "by"),
    [("ja", "昨年", "year", -1), ("ko", "내년", "year", 1), ("de", "gestern", "day", -1), ("ru", "в прошлом году", "year", -1), ("zh", "上个月", "month", -1)],
)
def test_time_told_from_another(language: str, text: str, unit: str, by: int) -> None:
    assert [(s.unit, s.by) for s in read_figures(text, language).shifts] == [(unit, by)]


@pytest.mark.parametrize(
    ("language", "text", "year"), [("ja", "令和6年", 2024), ("ja", "昭和元年", 1926), ("zh", "民国26年", 1937), ("zh", "康熙六十一年", 1722)]
)
def test_eras(language: str, text: str, year: int) -> None:
    assert ("year", year) in moments(read_figures(text, language))


def test_codes_and_articles_of_law_are_no_amounts() -> None:
    assert not [q for q in read_figures("Der Airbus A320 und die B-52", "de").quantities if q.certain]
    assert values(read_figures("헌법 제247조", "ko")) == {247}


def test_names_from_cldr_are_loaded_only_when_a_language_is_read() -> None:
    script = "import sys, sourcetrace.translate.figures as f; assert 'babel' not in sys.modules; f.read_figures('1 euro', 'fr'); assert 'babel' in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})


# Pieces that the patterns are built of, and characters that break patterns.
_PIECES = st.sampled_from(
    "1 12 2020 1.234 1,5 0 % ٣ ５ $ € ' ’ - – : / ( ) . , \u00a0 \n \x00 万 億 十 年 月 日 時 第 数 분 만 억 원 월 일 년 ein und hundert Millionen März 3. "
    "Prozentpunkte mil millones de mayo y treinta cent quatre-vingt milliers тысяч двадцать января года пять آلاف و خمسة عشر مارس ba mươi tháng năm phần "
    "yüzde bin on Nisan belas puluh abad ke- tysięcy wieku XIX siècle dollars 円 ドル 割 倍 yen a İ ß ﷺ 🙂".split(" ")
)


@settings(max_examples=40, deadline=None)
@given(st.lists(_PIECES, max_size=14).map(" ".join), st.lists(_PIECES, max_size=10).map("".join))
@pytest.mark.parametrize("language", sorted(LANGUAGES | {"en"}))
def test_any_text_can_be_read_and_spans_are_inside(language: str, spaced: str, joined: str) -> None:
    for text in (spaced, joined):
        figures = read_figures(text, language)
        items = [*figures.quantities, *figures.moments, *figures.money, *figures.shifts]
        for span in [*(i.span for i in items), *(d[2] for d in figures.days)]:
            assert 0 <= span.start < span.end <= len(text)
        assert all(q.values for q in figures.quantities)


@pytest.mark.parametrize("language", sorted(LANGUAGES | {"en"}))
@pytest.mark.parametrize("piece", ["1", "1,", "1 ", "hundred ", "тысяч ", "ein", "万", "12/", "million ", "'"])
def test_a_page_of_one_thing_is_read_in_linear_time(language: str, piece: str) -> None:
    read_figures(piece * (16_000 // len(piece)), language)  # a square would take minutes, and the run be stopped
