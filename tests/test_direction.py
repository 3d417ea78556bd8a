"""Direction: the opposite of what the original says."""

from __future__ import annotations

import pytest
from sourcetrace.translate.alignment import Bead, make_side
from sourcetrace.translate.departures import Departure, Document, find_departures
from sourcetrace.translate.departures.direction import CHECK
from sourcetrace.translate.engines.seam import Translation


def found(source: str, target: str, reference: str | None = None, language: str = "zh") -> list[Departure]:
    left, right = make_side(source, language), make_side(target, "en")
    bead = Bead("b1", tuple(range(len(left.sentences))), tuple(range(len(right.sentences))), 1.0)
    translations = None if reference is None else [Translation(reference)]
    return find_departures(Document(left, right, [bead], None, translations), [CHECK])


@pytest.mark.parametrize(
    ("language", "source", "target", "word", "opposite"),
    [
        ("zh", "上半年出口增长了5%。", "Exports decreased by 5 percent in the first half of the year.", "decreased", "increased"),
        ("zh", "上半年出口增長了5%。", "Exports decreased by 5 percent in the first half of the year.", "decreased", "increased"),  # traditional characters
        ("zh", "该法案获得多数议员支持。", "The bill was opposed by most members.", "opposed", "supported"),
        ("zh", "他在战争之前离开了家乡。", "He left his home town after the war.", "after", "before"),
        ("zh", "该公司向欧洲出口大豆。", "The company imports soybeans to Europe.", "imports", "exports"),
        ("zh", "至少有二十人受伤。", "At most twenty people were injured.", "At most", "at least"),
        ("zh", "所有学生都通过了考试。", "Some students passed the exam.", "Some", "all"),
        ("zh", "他在北方长大。", "He was raised in the south.", "south", "north"),
        ("zh", "该公司去年营收增长三成。", "The company's revenue fell by 30 percent last year.", "fell", "rose"),
        ("zh", "全市失业率上升到百分之六。", "Unemployment in the city fell to six percent.", "fell", "rose"),
        ("de", "Die Preise sind im Mai gestiegen.", "Prices fell in May.", "fell", "rose"),
        ("fr", "Le parti soutient la réforme.", "The party opposes the reform.", "opposes", "supports"),
        ("es", "La empresa vendió el edificio.", "The company bought the building.", "bought", "sold"),
        ("ru", "Цены в мае выросли.", "Prices fell in May.", "fell", "rose"),
        ("ja", "五月に輸出は増加した。", "Exports decreased in May.", "decreased", "increased"),
        ("ko", "5월에 수출이 감소했다.", "Exports increased in May.", "increased", "decreased"),
    ],
)
def test_the_opposite_is_flagged_at_its_word(language: str, source: str, target: str, word: str, opposite: str) -> None:
    (flag,) = found(source, target, language=language)
    assert [place.of(target) for place in flag.target] == [word]
    assert flag.kind == ("limit" if word == "At most" else "opposite")
    assert flag.tier == "flag"
    assert flag.evidence["target"] == {"text": word, "opposite": opposite}
    assert flag.source
    assert all(place.of(source) in flag.message for place in flag.source)


@pytest.mark.parametrize(
    ("language", "source", "target"),
    [
        ("zh", "上半年出口增长了5%。", "Exports increased by 5 percent in the first half of the year."),
        ("zh", "公司股价周三上涨百分之四。", "The company's shares rose four percent on Wednesday."),
        ("zh", "全市失业率上升到百分之六。", "Unemployment in the city rose to six percent."),
        ("zh", "出口先增后减。", "Exports first increased, then decreased."),
        ("zh", "人数不低于三百。", "There are at least 300 people."),
        ("zh", "人数不超过三百。", "There are no more than 300 people."),
        ("zh", "他不支持这项法案。", "He opposes the bill."),
        ("zh", "该规定禁止吸烟。", "The rule does not allow smoking."),
        ("zh", "母公司位于韩国。", "The parent company is in South Korea."),
        ("de", "Die Preise sind gestiegen.", "Prices rose."),
        ("fr", "Le parti ne soutient pas la réforme.", "The party opposes the reform."),
        ("sw", "Bei zilipanda mwezi Mei.", "Prices fell in May."),
    ],
)
def test_right_translations_and_unread_languages_are_not_flagged(language: str, source: str, target: str) -> None:
    assert found(source, target, language=language) == []


def test_a_reference_translation_decides() -> None:
    source, target = "该公司今年关闭了三家工厂。", "The company opened three plants this year."
    assert found(source, target, "The company closed three plants this year.")
    assert found(source, target, "The company opened three plants this year.") == []


def test_each_passage_of_a_document_is_told_in_its_place() -> None:
    source, target = "出口增长了。\n价格下跌了。", "Exports decreased.\nPrices rose."
    left, right = make_side(source, "zh"), make_side(target, "en")
    document = Document(left, right, [Bead("b1", (0,), (0,), 1.0), Bead("b2", (1,), (1,), 1.0)])
    assert [(d.bead, d.target[0].of(target), d.source[0].of(source)) for d in find_departures(document, [CHECK])] == [
        ("b1", "decreased", "增长"),
        ("b2", "rose", "下跌"),
    ]
