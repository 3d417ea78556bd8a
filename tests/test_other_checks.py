"""Pronouns, attribution, residue, consistency."""

from __future__ import annotations

import pytest
from conftest import find_departures_in, find_flags
from sourcetrace.translate.alignment import Bead, make_side
from sourcetrace.translate.departures import CHECKS, Document, find_departures


@pytest.mark.parametrize(
    ("check", "kind", "source", "target", "said"),
    [
        ("pronoun", "pronoun", "他补充说，工程明年完工。", "She added that the work will be finished next year.", "She"),
        ("pronoun", "pronoun", "她获得了冠军。", "He won the championship.", "He"),
        ("attribution", "speaker", "据市水务局介绍，水位正在下降。", "The water level is falling, according to the White House.", "White House"),
        (
            "residue",
            "repetition",
            "展览开幕了。",
            "The exhibition opened the exhibition opened the exhibition opened.",
            "The exhibition opened the exhibition opened the exhibition opened",
        ),
        ("residue", "placeholder", "他来了。", "He came to {{city}}.", "{{city}}"),
        ("residue", "broken", "他来了。", "He didnâ€™t come.", "â€™"),
    ],
)
def test_a_departure_is_flagged_on_its_words(check: str, kind: str, source: str, target: str, said: str) -> None:
    (flag,) = [d for d in find_flags(source, target) if d.check == check]
    assert (flag.kind, [span.of(target) for span in flag.target]) == (kind, [said])


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("他和她一起来了。", "She came with him."),
        ("其他人都走了，她留下了。", "The others left; she stayed."),
        ("他的妻子说不去。", "His wife said she would not go."),
        ("他们都来了。", "She said they all came."),
        ("白宫发言人说，会谈取消。", "The talks were cancelled, a White House spokesman said."),
        ("“不，不，不。”他说。", "“No, no, no,” he said."),
        ("2 2 2 2 2", "2 2 2 2 2"),
        ("他写下{{city}}。", "He wrote {{city}}."),
        ("马耳他总统表示明年访华。", "The president of Malta said she would visit China next year."),
        ("犹他州一名律师说。", "A lawyer in Utah said she agreed."),
        ("“冲，冲，冲，冲！”", "Go, go, go, go!"),
        ("“还我河山！还我河山！”人群高喊。", "“Give us back our land! Give us back our land!” the crowd shouted."),
        ("第三十届超级碗在亚利桑那举行。", "Super Bowl XXX was held in Arizona."),
    ],
)
def test_what_is_right_is_not_flagged(source: str, target: str) -> None:
    assert [d.message for d in find_flags(source, target) if d.check in ("pronoun", "attribution", "residue")] == []


def test_a_source_that_is_left_out_is_a_hint() -> None:
    (hint,) = [d for d in find_departures_in("据公司透露，工厂将关闭。", "The factory will close.") if d.check == "attribution"]
    assert (hint.kind, hint.tier, hint.target) == ("dropped", "hint", ())


def test_one_name_in_two_ways_is_told_where_the_second_stands() -> None:
    source = make_side("记者采访了伊万诺维茨。\n伊万诺维茨表示感谢。", "zh")
    target = make_side("The reporter interviewed Ivanovich.\nYiwanowits said thanks.", "en")
    found = find_departures(Document(source, target, [Bead("b1", (0,), (0,), 1.0), Bead("b2", (1,), (1,), 1.0)]), CHECKS)
    told = [d for d in found if d.check == "consistency"]
    assert [(d.kind, d.bead, d.target[0].of(target.text)) for d in told] == [("several ways", "b2", "Yiwanowits")]


def test_every_check_declares_itself() -> None:
    for check in CHECKS:
        assert check.run or check.document
        assert check.explanation.endswith(".")
        assert check.mqm
        assert set(check.tiers) <= {"flag", "hint"}
        assert all(0 <= figure.confirmed <= figure.flags for figure in check.measured.values())
        assert all(0 <= share <= 1 for share in check.recall.values())
