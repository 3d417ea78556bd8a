"""What an English name and a word in another script sound like."""

from __future__ import annotations

import pytest
from sourcetrace.translate.names.latin import same_name
from sourcetrace.translate.names.original import Original
from sourcetrace.translate.names.scripts import alike, graphemes, joined, romanised, script_of, source_words

NAMES = {
    "ru": "Владимир=Vladimir Зеленского=Zelenskyy Хрущёв=Khrushchev Цзиньпин=Jinping Шойгу=Shoigu Техас=Texas Мэй=May Уайтхолл=Whitehall Чернышевский=Chernyshevsky",
    "uk": "Залужний=Zaluzhnyi Григорій=Hryhoriy Кличко=Klitschko Єрмак=Yermak",
    "ja": "トランプ=Trump ゼレンスキー=Zelenskyy チャーチル=Churchill ザッカーバーグ=Zuckerberg ヴェネツィア=Venezia ファティマ=Fatima ジョンソン=Johnson",
    "ko": "젤렌스키=Zelensky 블레이크=Blake 에르도안=Erdogan 손흥민=Heungmin 마크롱은=Macron 열린=Yeol",
    "ar": "بوتين=Putin لترامب=Trump زيلينسكي=Zelensky غوتيريش=Guterres القذافي=Gaddafi تشرشل=Churchill ڤيكتوريا=Victoria",
}
OTHERS = {
    "ru": "Владимир=Sergei Зеленского=Medvedev Шойгу=Lavrov",
    "ja": "トランプ=Clinton ジョンソン=Campbell",
    "ko": "젤렌스키=Duterte 에르도안=Netanyahu",
    "ar": "بوتين=Merkel غوتيريش=Stoltenberg",
}


def pairs(table: dict[str, str]) -> list[tuple[str, str, str]]:
    return [(language, *pair.split("=")) for language, row in table.items() for pair in row.split()]


def likeness(language: str, word: str, name: str) -> float:
    script = script_of(language)
    assert script
    return max(alike(name, found) for found in source_words(word, script))


@pytest.mark.parametrize(("language", "word", "name"), pairs(NAMES))
def test_a_name_is_heard_in_its_transliteration(language: str, word: str, name: str) -> None:
    assert likeness(language, word, name) >= 0.8


@pytest.mark.parametrize(("language", "word", "name"), pairs(OTHERS))
def test_another_name_is_not(language: str, word: str, name: str) -> None:
    assert likeness(language, word, name) < 0.65


@pytest.mark.parametrize(
    ("language", "script"),
    [
        ("de", "Latin"),
        ("pt-BR", "Latin"),
        ("sr_Cyrl", "Cyrillic"),
        ("ja", "Kana"),
        ("ko-KR", "Hangul"),
        ("fa", "Arabic"),
        ("zh", None),
        ("lv", None),
        ("", None),
        ("x!", None),
    ],
)
def test_the_script_of_a_language(language: str, script: str | None) -> None:
    assert script_of(language) == script


def test_graphemes() -> None:
    assert graphemes("Schumacher") == ("sch", "u", "m", "a", "ch", "e", "r")
    assert graphemes("Palawan") == ("p", "a", "l", "a", "w", "a", "n")  # no aw before a vowel
    assert graphemes("Rossi") == ("r", "o", "s", "i")
    assert graphemes("Max") == ("m", "a", "k", "s")
    assert graphemes("Leonow", english=False) == ("l", "e", "o", "n", "o", "w")


def test_neighbours_are_joined_where_a_dot_or_space_divides_them() -> None:
    text = "ホワイト・ホールで"
    assert [word.text for word in joined(source_words(text, "Kana"), text)] == ["ホワイトホール"]
    assert not joined(source_words("ホワイトのホール", "Kana"), "ホワイトのホール")


def test_romanised() -> None:
    words = {text: source_words(text, script)[0] for text, script in (("Шишкин", "Cyrillic"), ("シャチ", "Kana"), ("Müller", "Latin"))}
    assert [romanised(word) for word in words.values()] == ["Shishkin", "Shachi", "Müller"]


@pytest.mark.parametrize(
    ("english", "original"),
    [("obama", "obamy"), ("nevada", "nevadzie"), ("merkel", "merkels"), ("kalousis", "kalousisa"), ("ankara", "ankaradan"), ("praha", "praze")],
)
def test_an_ending_makes_no_other_name(english: str, original: str) -> None:
    assert same_name(english, original)


@pytest.mark.parametrize(("english", "original"), [("rodrice", "rodrigo"), ("marina", "mario"), ("stofem", "stofan"), ("al", "alabama"), ("peter", "petra")])
def test_shared_letters_make_no_name(english: str, original: str) -> None:
    assert not same_name(english, original)


KOREANS = "이재명=Lee Jae-myung;윤석열=Yoon Suk-yeol;윤석열=Yoon Sukyeol;박근혜=Park Geun-hye;노무현=Roh Moo-hyun;최순실=Choi Soon-sil;유승민=Yoo Seong-min"


@pytest.mark.parametrize("pair", KOREANS.split(";"))
def test_korean_names_in_their_customary_spellings(pair: str) -> None:
    hangul, name = pair.split("=")
    original = Original(f"어제 {hangul} 대표는 말했다", "ko", "Hangul")
    assert all(original.support(word, name) == 1 for word in name.split())


@pytest.mark.parametrize("pair", ["岸田文雄=Fumio Kishida", "習近平=Xi Jinping", "尹錫悦=Yoon Suk-yeol", "謝長廷=Hsieh", "大谷翔平=Ohtani"])
def test_names_in_chinese_characters_within_japanese(pair: str) -> None:
    kanji, name = pair.split("=")
    original = Original(f"昨日、{kanji}氏は述べた", "ja", "Kana")
    assert all(original.support(word, name) == 1 for word in name.split())
    assert original.support("Robertson", "Robertson") < 1


def test_koreans_own_words_are_not_heard_for_names() -> None:
    assert Original("블레이크가 왔다", "ko", "Hangul").support("Blake", "Blake") == 1
    assert Original("그것은 불가피하다", "ko", "Hangul").support("Blake", "Blake") < 0.8


def test_the_words_of_one_name_stand_together() -> None:
    apart = "로버트는 어제 파리에서 온 기자들과 오랫동안 이야기했고 뒤이어 서덜랜드도 왔다"
    assert Original(apart, "ko", "Hangul").apart(["Robert", "Sutherland"])
    assert not Original("어제 로버트 서덜랜드가 왔다", "ko", "Hangul").apart(["Robert", "Sutherland"])
