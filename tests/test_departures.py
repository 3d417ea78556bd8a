from __future__ import annotations

import datetime

import pytest
from sourcetrace.translate.alignment import Bead, make_side
from sourcetrace.translate.departures import CHECKS, Departure, Document, base, find_departures
from sourcetrace.translate.departures.base import Measured, confirmed, false_rate
from sourcetrace.translate.departures.editorial import editorial


def find(source: str, target: str, language: str = "zh", published: datetime.date | None = None) -> list[Departure]:
    """Departures of one passage."""
    left, right = make_side(source, language), make_side(target, "en")
    bead = Bead("b1", tuple(range(len(left.sentences))), tuple(range(len(right.sentences))), 1.0)
    return find_departures(Document(left, right, [bead], published), CHECKS)


def flags(source: str, target: str) -> list[tuple[str, str, str, str]]:
    """(check, kind, words on the source side, words on the target side) of every flag."""
    return [
        (d.check, d.kind, "|".join(s.of(source) for s in d.source), "|".join(s.of(target) for s in d.target)) for d in find(source, target) if d.tier == "flag"
    ]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("他承诺投资5500亿美元。", "He pledged to invest $55 billion.", ("quantity", "magnitude", "5500亿美元", "$55 billion")),
        ("工厂雇用了1200人。", "The factory employs 1,300 people.", ("quantity", "number", "1200", "1,300")),
        ("价格是50欧元。", "The price is 50 dollars.", ("quantity", "currency", "50欧元", "50 dollars")),
        ("利率上升0.5个百分点。", "Interest rates rose by 0.5 percent.", ("quantity", "percent", "0.5个百分点", "0.5 percent")),
        ("会议于3月19日举行。", "The meeting was held on April 19.", ("date", "month", "3月19日", "April 19")),
        ("会议于3月19日举行。", "The meeting was held on March 18.", ("date", "day", "3月19日", "March 18")),
        ("法案于2019年通过。", "The bill was passed in 2018.", ("date", "year", "2019", "2018")),
        ("他们星期五开会。", "They will meet on Thursday.", ("date", "weekday", "星期五", "Thursday")),
        ("高市早苗宣布参选。", "Hayami Asana announced her candidacy.", ("name", "person", "高市早苗", "Hayami Asana")),
        ("高市早苗宣布参选。", "Gaoshi Zaomiao announced her candidacy.", ("name", "misread", "高市早苗", "Gaoshi Zaomiao")),
        ("这是示范工程。", "This is a 示范 project.", ("untranslated", "fragment", "示范", "示范")),
    ],
)
def test_a_departure_is_flagged_on_the_words_concerned(source: str, target: str, expected: tuple[str, str, str, str]) -> None:
    assert flags(source, target) == [expected]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("他承诺投资5500亿美元。", "He pledged to invest $550 billion."),
        ("约三分之一的选民弃权。", "About 33 percent of voters abstained."),
        ("价格是50港元。", "The price is HK$50."),
        ("产量翻了一番，达到1.2万吨。", "Output doubled to 12,000 tonnes."),
        ("该市有一千三百万人口。", "The city has 13 million inhabitants."),
        ("会议于3月19日（星期四）举行。", "The meeting was held on Thursday, March 19."),
        ("高市早苗宣布参选。", "Takaichi Sanae announced her candidacy."),
        ("高市早苗宣布参选。", "Sanae Takaichi announced her candidacy."),
        ("特朗普与泽连斯基会面。", "Trump met Zelensky."),
        ("他在北京大学学习。", "He studies at Peking University."),
        ("一带一路倡议将进一步加强合作。", "The Belt and Road Initiative will further strengthen cooperation."),
        ("第一夫人没有出席。", "The first lady was absent."),
    ],
)
def test_a_right_translation_is_not_flagged(source: str, target: str) -> None:
    assert flags(source, target) == []


def test_a_message_says_how_it_differs() -> None:
    (found,) = find("已承诺5500亿美元投资。", "It pledged a $55 billion investment.")
    assert found.message == "The original says 5500亿美元 (USD 550 billion); the English says $55 billion, ten times less."
    assert found.evidence["source"] == {"value": 550e9, "unit": "USD"}
    assert found.evidence["target"]["value"] == 55e9
    assert found.mqm == "Accuracy/Mistranslation"


def test_the_right_reading_is_offered_with_its_table() -> None:
    (found,) = [d for d in find("高市早苗今日发文。", "Hayami Asana posted today.") if d.check == "name"]
    assert found.evidence["proposed"] == "Takaichi Sanae"
    assert "JMnedict" in found.message


def test_a_note_in_brackets_is_no_fragment() -> None:
    (found,) = find("高市早苗参选。", "Takaichi Sanae (高市早苗) will run.")
    assert (found.tier, found.severity) == ("hint", "neutral")


def test_sentences_on_one_side_only() -> None:
    source, target = make_side("大桥将于明年春天通车。\n责任编辑：某某", "zh"), make_side("The statue was sold to a collector in Vienna.", "en")
    beads = [Bead("b1", (0,), (), 0.0), Bead("b2", (1,), (), 0.0), Bead("b3", (), (0,), 0.0)]
    found = find_departures(Document(source, target, beads), CHECKS)
    assert [(d.check, d.kind, d.tier, d.severity) for d in found] == [
        ("omission", "sentence", "flag", "major"),
        ("omission", "editorial", "hint", "neutral"),
        ("addition", "sentence", "flag", "major"),
    ]
    assert found[0].source[0].of(source.text) == "大桥将于明年春天通车。"
    assert found[2].target[0].of(target.text) == target.text


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("责任编辑：张三", "source"),
        ("（完）来源：新华社", "target"),
        ("Original: example.com/a/1", "target"),
        ("Statement: The article represents the views of the author alone.", "target"),
    ],
)
def test_editorial_lines(text: str, side: str) -> None:
    assert editorial(text, side) or side == "target"


def test_a_language_without_grammar_is_passed_over_in_silence() -> None:
    assert not [d for d in find("Kiwanda kinaajiri watu 1200.", "The factory employs 1,300 people.", "sw") if d.check == "quantity"]


def test_every_check_explains_itself() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert check.explanation.endswith(".")
        assert check.mqm.split("/")[0] in ("Accuracy", "Terminology", "Fluency")


def test_confidence_is_what_was_measured() -> None:
    found = find("高市早苗宣布参选，投资5500亿美元。", "Hayami Asana announced her candidacy and $55 billion.")
    assert {d.check for d in found} == {"quantity", "name"}
    for departure in found:
        assert departure.confidence == (confirmed(departure.check, departure.kind) if departure.tier == "flag" else None)


def test_a_kind_that_was_seen_too_seldom_has_the_share_of_its_check(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"a/often": Measured(20, 18, 15, 1.0), "a/seldom": Measured(2, 0, 0, 0.0), "b/seldom": Measured(3, 3, 3, 0.0)}
    monkeypatch.setattr(base, "measured", lambda: table)
    assert (confirmed("a", "often"), confirmed("a", "seldom"), confirmed("b", "seldom"), confirmed("c", "never")) == (0.9, 0.82, None, None)


def test_a_rate_of_false_flags_is_told_only_of_checks_that_were_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "measured", lambda: {"a/often": Measured(20, 18, 15, 1.4)})
    assert (false_rate("a", "often"), false_rate("a", "never"), false_rate("glossary", "term")) == (1.4, 0.0, None)
