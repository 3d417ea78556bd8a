"""Names the original states, what the English renders of them, and names that nothing supports."""

from __future__ import annotations

import pytest
from conftest import find_flags
from hypothesis import given
from hypothesis import strategies as st
from sourcetrace.translate.names.doubt import doubts
from sourcetrace.translate.names.english import find_names
from sourcetrace.translate.names.source import SourceNames
from sourcetrace.translate.names.stated import renders, stated_names
from sourcetrace.translate.names.tables import folded
from sourcetrace.translate.names.transliteration import hear, likeness, oddness


def heard(name: str, characters: str) -> float:
    return likeness(hear(name, folded(characters), [True] * len(characters)).score)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("macron", "马克龙", "朔尔茨"),
        ("zelenskyy", "泽连斯基", "特朗普"),
        ("lewis", "刘易斯", "马斯克"),
        ("thatcher", "撒切尔", "梅克尔"),
        ("obama", "奥巴马", "拜登"),
    ],
)
def test_a_name_is_heard_in_its_own_characters_only(name: str, right: str, wrong: str) -> None:
    assert heard(name, right) > 0.8
    assert heard(name, wrong) < heard(name, right) - 0.3


def test_where_a_name_is_heard() -> None:
    text = folded("法国总统马克龙抵达")
    assert hear("macron", text, [True] * len(text)).span.of(text) == folded("马克龙")


def test_letters_that_no_language_writes_are_odd() -> None:
    assert oddness("fhrstpheb") > 1
    assert oddness("christopher") == 0


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=25), st.text("马克龙的·是普京特A1", max_size=30))
def test_any_letters_can_be_listened_for(name: str, text: str) -> None:
    found = hear(name, folded(text), [c not in "是A1" for c in text])
    assert 0 <= found.span.start <= found.span.end <= len(text)
    assert 0 <= likeness(found.score) <= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("记者王小蒙从恩施市获悉", [("王小蒙", "chinese"), ("恩施市", "known")]),
        ("高市早苗宣布参选", [("高市早苗", "japanese")]),
        ("教练安格斯·邓普西（Angus Dempsey）说", [("安格斯", "known"), ("邓普西", "foreign"), ("Angus", "latin"), ("Dempsey", "latin")]),
        ("卫生部和国防部说", []),
    ],
)
def test_names_that_are_stated(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(name.text, name.kind) for name in stated_names(SourceNames(text))] == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("主任李国强说", ["Li", "Guoqiang"], [True, True]),
        ("主任李国强说", ["Li", "Guotao"], [True, False]),
        ("主任李国强说", ["Lee", "Kwok-keung"], [True, True]),
        ("高市早苗宣布", ["Sanae"], [True]),
        ("蒂姆拉·邓普西出席", ["Dempsey"], [False, True]),
        ("在广州举行", ["Guangzhou"], [True]),
        ("在广州举行", ["Shenzhen"], [False]),
    ],
)
def test_which_parts_are_rendered(text: str, words: list[str], expected: list[bool]) -> None:
    passage = SourceNames(text)
    name = stated_names(passage)[0]
    assert [renders(words, part, name, passage) for part in name.parts] == expected


@pytest.mark.parametrize(
    ("source", "target", "said", "proposed"),
    [
        ("特朗普会见了泽连斯基。", "Biden met Zelensky.", "Biden", "Trump"),
        ("记者从广州获悉，展览将于周五开幕。", "The exhibition in Shenzhen will open on Friday, the reporter learned.", "Shenzhen", "Guangzhou"),
        ("馆长赵文博说，展览很成功。", "Director Qian Wenbo said the exhibition was a success.", "Qian", "Zhao"),
        ("馆长赵文博说，展览很成功。", "Director Liu Tianyi said the exhibition was a success.", "Liu Tianyi", "Zhao Wenbo"),
        ("教练邓普西（Dempsey）说。", "Coach Dampsey said so.", "Dampsey", "Dempsey"),
    ],
)
def test_another_name_is_flagged_and_the_right_one_offered(source: str, target: str, said: str, proposed: str) -> None:
    (flag,) = [d for d in find_flags(source, target) if d.check == "name"]
    assert "".join(span.of(target) for span in flag.target) == said
    assert proposed in (flag.evidence["proposed"] or "")
    assert flag.source


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("馆长赵文博说，展览很成功。", "Director Zhao Wenbo said the exhibition was a success."),
        ("香港特首李家超表示欢迎。", "Hong Kong leader John Lee Ka-chiu welcomed it."),
        ("韩国总统尹锡悦宣布戒严。", "South Korean President Yoon Suk-yeol declared martial law."),
        ("阮富仲在河内去世，苏林继任。", "Nguyen Phu Trong died in Hanoi and To Lam succeeded him."),
        ("越南总理范明政抵达。", "Vietnamese Prime Minister Pham Minh Chinh arrived."),
        ("蔡奇出席会议。", "Cai Qi attended the meeting."),
        ("澳大利亚和新西兰签署协议。", "Australia and New Zealand signed an agreement."),
        ("教练安格斯·邓普西说。", "Coach Angus Dempsey said so."),
    ],
)
def test_right_names_of_many_readings_pass(source: str, target: str) -> None:
    assert [d.message for d in find_flags(source, target) if d.check == "name"] == []


def test_a_reading_that_names_do_not_have_is_no_support() -> None:
    passage = SourceNames("蔡奇出席会议。")
    target = "Cai Ji attended the meeting."
    (doubt,) = doubts(passage, stated_names(passage), target, find_names(target), lambda _: False)
    assert doubt.span.of(target) == "Ji"


def test_a_name_that_stands_elsewhere_in_the_document_is_no_doubt() -> None:
    passage = SourceNames("他说，展览很成功。")
    target = "Zhao Wenbo said the exhibition was a success."
    assert doubts(passage, stated_names(passage), target, find_names(target), lambda word: word in ("Zhao", "Wenbo", "zhaowenbo")) == []


def test_pinyin_of_a_korean_name_is_told_as_such() -> None:
    from sourcetrace.translate import compare

    found = compare("韩国议员朴成焕表示反对。", "South Korean lawmaker Piao Chenghuan said he was against it.", "zh", "en")
    (hint,) = [d for d in found.departures if d.kind == "pinyin"]
    assert hint.evidence["proposed"].startswith("Bak ")
