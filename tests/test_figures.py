from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sourcetrace.translate.figures import read_figures
from sourcetrace.translate.numerals import chinese_numeral, halfwidth, word_numeral


def certain(text: str, language: str) -> set[float]:
    return {q.values[0] for q in read_figures(text, language).quantities if q.certain}


def first_values(text: str, language: str) -> list[tuple[str, float, str]]:
    return [(q.span.of(text), q.values[0], q.kind) for q in read_figures(text, language).quantities if q.kind != "loose"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("五千五百亿", [5.5e11]),
        ("三万五", [35000.0]),
        ("三万零五", [30005.0]),
        ("十二", [12.0]),
        ("两百", [200.0]),
        ("一万亿", [1e12]),
        ("六七千", [6000.0, 7000.0]),
        ("二〇二六", [2026.0]),
        ("壹佰贰拾叁", [123.0]),
    ],
)
def test_chinese_numerals(text: str, values: list[float]) -> None:
    assert chinese_numeral(text)[: len(values)] == values


@pytest.mark.parametrize(
    ("words", "value"),
    [("two hundred and fifty thousand", 250000), ("twenty-one", 21), ("a", 0), ("one million two hundred thousand", 1200000), ("ninety nine", 99)],
)
def test_english_number_words(words: str, value: float) -> None:
    assert word_numeral(words.replace(" and ", " ")) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("已承诺5500亿美元投资", {5.5e11}),
        ("增长3.5%，达到18.56万人", {3.5, 185600}),
        ("１，２００人受伤", {1200}),
        ("百分之二十五", {25}),
        ("1亿2000万元", {1.2e8}),
        ("12至14万辆", {120000, 140000}),
        ("一千三百名士兵", {1300}),
    ],
)
def test_chinese_quantities_that_must_be_answered(text: str, expected: set[float]) -> None:
    assert certain(text, "zh") == expected


@pytest.mark.parametrize("text", ["一带一路", "进一步加强统一领导", "第一夫人", "一些人一直在等", "二十国集团"])
def test_numerals_inside_words_call_for_no_number(text: str) -> None:
    assert certain(text, "zh") == set()


def test_a_third_can_be_a_percentage() -> None:
    (quantity,) = [q for q in read_figures("三分之一的选民", "zh").quantities if q.kind == "fraction"]
    assert 33 in quantity.values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pledged $55 billion", {55e9}),
        ("win 274-328 seats", {274, 328}),
        ("rose 3.5 percent to 185,600", {3.5, 185600}),
        ("the B-52 and 007", set()),
        ("1.2bn euros", {1.2e9}),
    ],
)
def test_english_quantities(text: str, expected: set[float]) -> None:
    assert certain(text, "en") == expected


def test_dates_are_not_read_as_quantities() -> None:
    chinese, english = read_figures("2026年2月6日上午9时30分，星期五", "zh"), read_figures("On Friday, February 6, 2026 at 9:30 a.m.", "en")
    for figures in (chinese, english):
        assert {(m.part, m.value) for m in figures.moments} == {("year", 2026), ("month", 2), ("day", 6), ("hour", 9), ("minute", 30), ("weekday", 4)}
        assert not [q for q in figures.quantities if q.certain]
    assert english.days[0][:2] == (2, 6)


def test_may_and_march_are_verbs_too() -> None:
    assert not read_figures("They may march to the capital.", "en").moments


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("5500亿美元", "zh", ["USD"]),
        ("300元人民币", "zh", ["CNY", "CNY"]),
        ("50欧元", "zh", ["EUR"]),
        ("元旦", "zh", []),
        ("HK$300 and US$5", "en", ["HKD", "USD"]),
        ("$5 million", "en", ["dollar"]),
        ("3 billion won", "en", ["KRW"]),
        ("he won 3 medals", "en", []),
    ],
)
def test_currencies(text: str, language: str, codes: list[str]) -> None:
    assert [m.code for m in read_figures(text, language).money] == codes


@given(
    st.text(alphabet=st.sampled_from(list("0123456789.,%年月日万亿元一二三十百千点分之个成倍第零 $€-–至ab()：:")), max_size=40), st.sampled_from(["zh", "en"])
)
def test_any_text_can_be_read_and_spans_are_inside(text: str, language: str) -> None:
    figures = read_figures(text, language)
    for span in [*(q.span for q in figures.quantities), *(m.span for m in figures.moments), *(m.span for m in figures.money)]:
        assert 0 <= span.start < span.end <= len(text)


def test_digits_of_any_script_keep_their_places() -> None:
    assert halfwidth("１２ ٣٤ 五％") == "12 34 五%"
    assert first_values("٣٤ people", "en")[0][1] == 34
