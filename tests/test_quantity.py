"""The checks on quantities and dates: sentences of our own, what is flagged and how it is said."""

from __future__ import annotations

import datetime
import time

import pytest
from conftest import find_flags
from sourcetrace.translate.alignment import Bead, Side
from sourcetrace.translate.departures import date, quantity
from sourcetrace.translate.departures.base import Document, Finding
from sourcetrace.translate.text import Span


def document(pairs: list[tuple[str, str]], language: str, published: datetime.date | None = None) -> Document:
    """One bead a pair."""
    sides = []
    for code, texts in ((language, [p[0] for p in pairs]), ("en", [p[1] for p in pairs])):
        spans, whole = [], ""
        for text in texts:
            spans.append(Span(len(whole), len(whole) + len(text)))
            whole += text + "\n"
        sides.append(Side(code, whole, "", tuple(spans)))
    return Document(*sides, [Bead(f"b{n}", (n,), (n,), 1.0) for n in range(len(pairs))], published)


def find(source: str, target: str, language: str = "zh", published: datetime.date | None = None) -> list[Finding]:
    """All findings of both checks on one passage."""
    (passage,) = document([(source, target)], language, published).passages
    return [*quantity.CHECK.run(passage), *date.CHECK.run(passage)]


def flags(source: str, target: str, language: str = "zh", published: datetime.date | None = None) -> list[tuple[str, str, str]]:
    """Kind and words of both sides of what is flagged."""
    return [
        (f.kind, *(s[0].of(t) if s else "" for s, t in ((f.source, source), (f.target, target))))
        for f in find(source, target, language, published)
        if f.tier == "flag"
    ]


DEPARTURES = [
    ("zh", "近2万人参加了游行。", "Nearly 200,000 people joined the march.", ("magnitude", "2万", "200,000")),
    ("zh", "船上有三名水手。", "There were five sailors aboard.", ("number", "三", "five")),
    ("zh", "两国签署了协议。", "The three countries signed an agreement.", ("number", "两", "three")),
    ("zh", "数十万人流离失所。", "Tens of thousands of people were displaced.", ("magnitude", "十万", "Tens of thousands")),
    ("zh", "九成受访者支持。", "Eighty percent of respondents agree.", ("number", "九成", "Eighty percent")),
    ("zh", "三分之一的选民没有投票。", "A quarter of the voters stayed at home.", ("number", "三分之一", "A quarter")),
    ("zh", "上世纪八十年代", "in the 1970s", ("period", "上世纪八十年代", "the 1970s")),
    ("zh", "这是第三次会议。", "This is the fourth meeting.", ("ordinal", "第三", "fourth")),
    ("zh", "预算为18560万元。", "The budget is 200 million yuan.", ("rounded", "18560万元", "200 million yuan")),
    ("zh", "比分是3比1。", "The score was 4 to 1.", ("number", "3", "4")),
    ("zh", "百分之二的人失业。", "Two percentage points of the people are out of work.", ("percent", "百分之二", "Two percentage points")),
    ("zh", "人民币对美元升值。", "The US dollar rose against the US dollar.", ("currency", "人民币", "US dollar")),
    ("zh", "下午3点开会。", "The meeting begins at 4 p.m.", ("hour", "下午3点", "4 p.m.")),
    ("zh", "上午11:20开会。", "The meeting begins at 11:40.", ("minute", "11:20", "11:40")),
    ("zh", "农田共3000亩。", "The farm has 3,000 mu (2,000 hectares).", ("conversion", "3000", "2,000")),
    ("de", "Der Sturm liegt 1040 km westlich.", "The storm is 645 miles (4,040 km) to the west.", ("number", "1040", "4,040")),
    ("zh", "公司去年亏损。", "The company will make a loss next year.", ("relative", "去年", "next year")),
    ("zh", "7月2日和7月9日休市。", "The market is closed on July 2 and July 8.", ("day", "7月9日", "July 8")),
    ("zh", "民国113年通车。", "It opened in 2023.", ("year", "民国113年", "2023")),
    ("de", "Am 3. Mai kamen 1.200 Gäste.", "On May 3, 12,000 guests came.", ("magnitude", "1.200", "12,000")),
    ("fr", "Il a payé 3 milliards d'euros.", "He paid 3 million euros.", ("magnitude", "3 milliards d'euros", "3 million euros")),
    ("es", "El 5 de mayo murieron siete mineros.", "Nine miners died on May 5.", ("number", "siete", "Nine")),
    ("pt", "Custou 40 libras esterlinas.", "It cost 40 euros.", ("currency", "40 libras esterlinas", "40 euros")),
    ("it", "Lunedì 4 giugno", "Monday, July 4", ("month", "4 giugno", "July 4")),
    ("nl", "Vijfentwintig schepen vergingen.", "Thirty-five ships were lost.", ("number", "Vijfentwintig", "Thirty-five")),
    ("ru", "Завод построили в 1986 году.", "The plant was built in 1996.", ("year", "1986", "1996")),
    ("uk", "У середу загинуло двоє людей.", "Two people died on Friday.", ("weekday", "середу", "Friday")),
    ("pl", "Bezrobocie wzrosło o 2 punkty procentowe.", "Unemployment rose by 2 percent.", ("percent", "2 punkty procentowe", "2 percent")),
    ("tr", "Oran yüzde 20 oldu.", "The rate was 30 percent.", ("number", "20", "30 percent")),
    ("id", "Dua puluh tiga kapal tenggelam.", "Twenty-four ships sank.", ("number", "Dua puluh tiga", "Twenty-four")),
    ("vi", "Dự án trị giá 20 nghìn tỷ đồng.", "The project is worth 20 billion dong.", ("magnitude", "20 nghìn tỷ đồng", "20 billion dong")),
    ("ja", "4月30日、市は3億円を払った。", "On April 30 the city paid 30 million yen.", ("magnitude", "3億円", "30 million yen")),
    ("ko", "배 세 척이 침몰했다.", "Six ships sank.", ("number", "세", "Six")),
    ("ar", "قتل خمسة وعشرون شخصًا.", "Fifteen people were killed.", ("number", "خمسة وعشرون", "Fifteen")),
]


@pytest.mark.parametrize(("language", "source", "target", "expected"), DEPARTURES)
def test_a_departure_is_flagged_on_its_words(language: str, source: str, target: str, expected: tuple[str, str, str]) -> None:
    assert flags(source, target, language) == [expected]


FAITHFUL = [
    ("zh", "产量增长两倍，达到9万吨。", "Output tripled to 90,000 tonnes."),
    ("zh", "三分之二的人同意。", "66 percent agree."),
    ("zh", "九成受访者支持。", "Nine in ten respondents support it."),
    ("zh", "利率上调25个基点。", "Rates rose by 0.25 percentage points."),
    ("zh", "打八折出售。", "It is sold at 20 percent off."),
    ("zh", "全长120公里。", "It is 75 miles long."),
    ("zh", "十余家公司", "a dozen companies"),
    ("zh", "有18560人受伤。", "About 19,000 people were hurt."),
    ("zh", "6月28日起已持续28天。", "It has lasted 28 days since June 28."),
    ("zh", "陆军队伍参加了演习。", "Army troops took part in the exercise against COVID-19."),
    ("zh", "20世纪六七十年代", "in the 1960s and 1970s"),
    ("zh", "下午3点开会。", "The meeting begins at 15:00."),
    ("zh", "农田共3000亩。", "The farm has 3,000 mu (200 hectares)."),
    ("ja", "台風は1040キロ西にある。", "The storm is 645 miles (1,040 km) to the west."),
    ("zh", "农历正月初五", "the fifth day of the first lunar month"),
    ("de", "Anderthalb Millionen, also 1,5 Mio. Euro", "One and a half million, or 1.5 million euros"),
    ("de", "zwischen 18 und 19 Uhr", "between 6 and 7 p.m."),
    ("de", "zwei Dutzend Eier", "two dozen eggs"),
    ("fr", "quatre-vingt-dix-sept pour cent", "97%"),
    ("es", "10 mil millones de dólares", "$10 billion"),
    ("ru", "двадцать первого мая", "on May 21"),
    ("ja", "1000万人が見た。", "Ten million people saw it."),
    ("ko", "3만 5천 명", "35,000 people"),
    ("ar", "٢٥ ألف شخص", "25,000 people"),
    ("vi", "năm 2009, năm mươi người", "fifty people in 2009"),
    ("sw", "Watu 12 walikufa.", "Fifteen people died."),
]


@pytest.mark.parametrize(("language", "source", "target"), FAITHFUL)
def test_what_is_said_in_another_way_is_not_flagged(language: str, source: str, target: str) -> None:
    assert language == "sw" or language in quantity.CHECK.languages
    assert flags(source, target, language) == []


def test_the_message_says_how_much() -> None:
    (finding,) = find("已承诺5500亿美元。", "It pledged $55 billion.")
    assert finding.message == "The original says 5500亿美元 (USD 550 billion); the English says $55 billion, ten times less."
    (finding,) = find("三分之一的人", "a quarter of them")
    assert "(33%)" in finding.message


def test_of_several_numbers_the_likeliest_are_paired() -> None:
    source, target = "塔高120米，造价3亿元，用时14个月。", "The tower is 120 metres high, cost 30 million yuan and took 14 months; 5 people watched."
    assert flags(source, target) == [("magnitude", "3亿元", "30 million yuan")]


def test_a_number_said_once_too_often_is_not_an_answer() -> None:
    (finding,) = find("他们5比3获胜，他进了2个球，助攻2次。", "He had 3 goals and 2 assists in a 5-3 win.")
    assert [s.start for s in finding.target] == [7, 36]  # both places: nobody can tell which is wrong
    assert flags("他进了2个球，助攻2次。", "He had 2 goals and 4 assists.") == [("number", "2", "4")]
    assert flags("3例感染于10日确诊。", "Ten infections were confirmed on the 10th.") == [("number", "3", "Ten")]


def test_a_day_takes_its_month_from_the_neighbourhood() -> None:
    pairs = [("新华社7月26日电", "Xinhua, July 26"), ("他24日抵达。", "He arrived on October 24.")]
    first, second = document(pairs, "zh").passages
    assert not list(date.CHECK.run(first))
    (finding,) = date.CHECK.run(second)
    assert (finding.kind, finding.tier, finding.evidence["source"]["month"]) == ("month", "flag", [[7], 24])
    (passage,) = document([pairs[1]], "zh").passages
    assert not list(date.CHECK.run(passage))  # alone, nothing contradicts it


def test_days_of_one_unnamed_month_are_not_put_in_two() -> None:
    (finding,) = find("货物6日运抵，8日交付。", "The goods arrived on March 6 and were delivered on May 8.")
    assert finding.kind == "month"
    assert not finding.source


def test_last_year_is_told_from_the_date_of_publication() -> None:
    published = datetime.date(2024, 3, 5)
    assert flags("公司去年盈利。", "The company made a profit in 2023.", published=published) == []
    assert flags("公司去年盈利。", "The company made a profit in 2021.", published=published) == [("year", "去年", "2021")]


def test_yesterday_is_told_from_the_date_of_publication() -> None:
    published = datetime.date(2024, 3, 1)
    assert flags("他昨天抵达。", "He arrived on February 29.", published=published) == []
    assert flags("他昨天抵达。", "He arrived on February 19.", published=published) == [("day", "昨天", "February 19")]


def test_a_table_is_passed_over_in_silence_and_soon() -> None:
    start = time.perf_counter()
    assert find("1 " * 9000, "$2 " * 9000) == []
    assert time.perf_counter() - start < 10


HALF_A_MILLION = [
    ("de", "Etwa eine halbe Million Menschen kamen."),
    ("fr", "Environ un demi-million de personnes sont venues."),
    ("es", "Medio millón de personas vinieron."),
    ("pt", "Meio milhão de pessoas vieram."),
    ("it", "Venne mezzo milione di persone."),
    ("nl", "Een half miljoen mensen kwamen."),
    ("tr", "Yarım milyon kişi geldi."),
    ("id", "Setengah juta orang datang."),
    ("vi", "Nửa triệu người đã đến."),
    ("ar", "جاء نصف مليون شخص."),
    ("ru", "Пришло полмиллиона человек."),
    ("uk", "Прийшло півмільйона людей."),
    ("pl", "Przyszło pół miliona osób."),
    ("cs", "Přišlo půl milionu lidí."),
    ("sv", "En halv miljon människor kom."),
    ("ro", "O jumătate de milion de oameni au venit."),
]


@pytest.mark.parametrize(("language", "source"), HALF_A_MILLION)
def test_half_a_million_in_every_language(language: str, source: str) -> None:
    for right in ("About half a million people came.", "About 500,000 people came."):
        assert not [d.message for d in find_flags(source, right, language) if d.check == "quantity"]
    (wrong,) = [d for d in find_flags(source, "About 5 million people came.", language) if d.check == "quantity"]
    assert wrong.kind == "magnitude"


@pytest.mark.parametrize("word", ["FRİDAY", "Frıday", "15 APRİL 2023", "the fırſt", "5 \u212aM"])
def test_letters_that_only_look_like_a_case_stop_nothing(word: str) -> None:
    assert isinstance(find_flags("会议于星期五举行。", f"The meeting was held on {word}."), list)


@pytest.mark.parametrize(
    ("language", "source", "target"), [("id", "Anggaran Rp 335 triliun.", "The budget is Rp335 billion."), ("zh", "他付了100元。", "He paid RMB200.")]
)
def test_a_currency_may_be_written_on_to_its_number(language: str, source: str, target: str) -> None:
    assert [d.check for d in find_flags(source, target, language)] == ["quantity"]


def test_marks_of_direction_part_no_number_from_its_magnitude() -> None:
    assert not [d for d in find_flags("\u202bقال ٥\u202c \u2067مليون\u2069 شخص", "He said 5 million people", "ar") if d.check == "quantity"]
