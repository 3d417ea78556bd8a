from __future__ import annotations

import pytest
from sourcetrace.translate.names.english import find_names
from sourcetrace.translate.names.romanise import cantonese_norm, is_pinyin, japanese_norm, korean_norm, pinyin_readings, wade_giles
from sourcetrace.translate.names.source import SourceNames, short_forms
from sourcetrace.translate.names.tables import folded, ordinary, tables_digest


@pytest.mark.parametrize(
    ("source", "name", "supported"),
    [
        ("高市早苗今日在X上发文", "Takaichi", True),
        ("高市早苗今日在X上发文", "Sanae", True),
        ("高市早苗今日在X上发文", "Hayami", False),
        ("高市早苗今日在X上发文", "Asana", False),
        ("特朗普总统访问日本", "Trump", True),
        ("特朗普总统访问日本", "Trump's", True),
        ("特朗普总统访问日本", "Japanese", True),
        ("特朗普总统访问日本", "Biden", False),
        ("总统泽连斯基表示", "Zelensky", True),
        ("总统泽连斯基表示", "Zelenskyy", True),
        ("总理施罗德辞职", "Schröder", True),
        ("导演邱礼涛的新片", "Qiu", True),
        ("导演邱礼涛的新片", "Qitao", False),
        ("蒋介石的日记", "Chiang", True),
        ("尹锡悦被捕", "Yoon", True),
        ("武文赏主席", "Thuong", True),
        ("李家超出席", "Lee", True),
    ],
)
def test_support(source: str, name: str, supported: bool) -> None:
    assert (SourceNames(source).support(name).score >= 0.82) is supported


def test_variants_of_a_character_find_one_row() -> None:
    assert folded("東京") == folded("东京")
    assert len(folded("發髮发")) == 3


def test_a_japanese_name_is_read_from_the_table() -> None:
    (name,) = SourceNames("高市早苗今日发文").japanese_names
    assert (name.text, name.forms[0], name.kind) == ("高市早苗", "Takaichi Sanae", "japanese")
    assert [n.text for n in SourceNames("高市激进的议程", short_forms([name])).japanese_names] == ["高市"]


@pytest.mark.parametrize(("a", "b"), [("Ōhashi", "Ohashi"), ("Namba", "Nanba"), ("Kouichi", "Koichi"), ("Satō", "Satoh")])
def test_japanese_spellings_are_one(a: str, b: str) -> None:
    assert japanese_norm(a) == japanese_norm(b)


@pytest.mark.parametrize(("a", "b"), [("Park", "Bak"), ("Lee", "Yi"), ("Jung", "Jeong"), ("Kyung", "Gyeong")])
def test_korean_spellings_are_one(a: str, b: str) -> None:
    assert korean_norm(a) == korean_norm(b)


def test_cantonese_spellings_are_one() -> None:
    assert cantonese_norm("Cheung") == cantonese_norm("zoeng")


@pytest.mark.parametrize(("syllable", "expected"), [("jiang", "chiang"), ("zhou", "chou"), ("xi", "hsi"), ("guo", "kuo"), ("zi", "tzu"), ("qing", "ching")])
def test_wade_giles(syllable: str, expected: str) -> None:
    assert wade_giles(syllable) == expected


def test_pinyin_is_recognised_and_keeps_places() -> None:
    assert is_pinyin("zhangsan")
    assert not is_pinyin("smith")
    assert pinyin_readings("A上海2") == ["A", "shang", "hai", "2"]


def names(text: str) -> list[str]:
    return [n.text for n in find_names(text)]


def test_names_in_english() -> None:
    assert names("On Monday, President Xi Jinping met Prime Minister Takaichi Sanae's envoy at the White House.") == ["Xi Jinping", "Takaichi Sanae"]
    assert names("Ursula von der Leyen spoke. The GDP rose in May.") == ["Ursula Leyen"] or names("Ursula von der Leyen spoke.")[0].startswith("Ursula")
    assert ordinary("governments")
    assert not ordinary("takaichi")


def test_the_tables_have_a_digest() -> None:
    assert tables_digest().startswith("sha256:")
