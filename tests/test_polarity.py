"""What says "not" in a language, and how a sentence reads with one negator less or more."""

from __future__ import annotations

import pytest
from sourcetrace.translate.polarity import LANGUAGES, OPPOSITES, english, negators_of, opposites_of, plain
from sourcetrace.translate.polarity.opposites import ENGLISH, stated
from sourcetrace.translate.polarity.weighing import encoded
from sourcetrace.translate.text import Span


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("zh", "他没有去，也不会去，非常不同，不得不走，不超过三人，莫迪和非盟。", ["没有", "不会"]),
        ("zh", "去不去，有没有，来没来", []),
        ("de", "Er kam nicht, keiner sah ihn, nicht nur heute, ohne Zweifel vernichtet.", ["nicht", "keiner"]),
        ("fr", "Il ne vient pas, sans argent, pas seulement ici, un grand pas.", ["pas", "sans"]),
        ("es", "No vino nadie, sin embargo no solo hoy.", ["No", "nadie"]),
        ("pt", "Ninguém veio, não só hoje.", ["Ninguém"]),
        ("it", "Non è venuto nessuno, non solo oggi.", ["Non", "nessuno"]),
        ("ru", "Он не пришёл, не только сегодня, тем не менее без денег.", ["не", "без"]),
        ("tr", "Bakan gelmedi, bu doğru değil, kaçınılmaz.", ["gelmedi", "değil"]),
        ("ja", "彼は来なかった。行かなければならない。かもしれない。", ["なかった"]),
        ("ko", "그는 오지 않았다. 이것뿐만 아니라 틀림없다.", ["않"]),
        ("nl", "Hij kwam niet, niet alleen vandaag.", ["niet"]),
        ("pl", "Nie przyszedł, nie tylko dziś.", ["Nie"]),
        ("uk", "Він не прийшов, не тільки сьогодні.", ["не"]),
        ("id", "Dia tidak datang, tidak hanya hari ini.", ["tidak"]),
        ("ar", "لم يحضر الوزير ولا يزال مريضا", ["لم"]),
    ],
)
def test_negators_stand_apart_from_phrases_that_deny_nothing(language: str, text: str, words: list[str]) -> None:
    table = negators_of(language)
    assert table is not None
    assert [place.of(text) for place in table.places(text)] == words


def test_with_concord_a_clause_denies_once() -> None:
    spanish, german = negators_of("es"), negators_of("de")
    assert spanish is not None
    assert german is not None
    assert spanish.denials("No vino nadie nunca.") == 1
    assert spanish.denials("No vino nadie, no llamó nadie.") == 2
    assert german.denials("Er kam nicht und sagte nichts.") == 2


def test_a_negator_goes_with_its_companion() -> None:
    french = negators_of("fr")
    assert french is not None
    text = "Il ne vient pas."
    (place,) = french.places(text)
    assert " ".join(french.without(text, place).split()) == "Il vient ."


def test_english_negators_and_words_that_deny_without_one() -> None:
    text = "He did not go, no more than three can't, not only he, without delay, and it did not start until five."
    assert [place.of(text) for place in english.NEGATORS.places(text)] == ["not", "can't", "without"]
    assert english.NEGATORS.hints("He failed to avoid an unusual event.") == 3
    assert english.NEGATORS.doubts("He lost only one.") == 2


@pytest.mark.parametrize(
    ("text", "word", "result"),
    [
        ("He cannot go.", "cannot", "He can go."),
        ("He won't go.", "won't", "He will go."),
        ("He didn't go.", "didn't", "He did go."),
        ("He is not here.", "not", "He is here."),
    ],
)
def test_a_negator_is_taken_out_of_english(text: str, word: str, result: str) -> None:
    assert english.affirmed(text, Span(text.index(word), text.index(word) + len(word))) == result


def test_english_is_denied_where_a_negator_can_stand() -> None:
    denied = {place.of(text): changed for text in ["He could have gone with us."] for place, changed in english.denied(text)}
    assert denied["could have"] == "He could not have gone with us."
    assert denied["with"] == "He could have gone without us."
    assert "us" not in denied
    assert len(english.denied("a word " * 500)) <= 16


def test_chinese_is_read_in_either_spelling() -> None:
    assert plain("沒有增長", "zh") == "没有增长"
    assert plain("沒有", "ja") == "沒有"


def test_every_language_has_a_table_and_no_other() -> None:
    assert all(negators_of(language) is not None for language in LANGUAGES)
    assert negators_of("sw") is None
    names = {opposition.name for opposition in ENGLISH()}
    assert all(set(opposites_of(language)) <= names for language in OPPOSITES)
    assert all(len(opposites_of(language)) > 25 for language in OPPOSITES)
    assert opposites_of("sw") == {}


def test_a_pole_is_stated_by_its_words_alone() -> None:
    def words(text: str) -> list[tuple[str, str]]:
        return [
            (one.place.of(text), one.opposition.instead[one.place.of(text).lower()])
            for one in stated(text, frozenset({"rise", "before", "north", "allow", "limit"}))
        ]

    assert words("Prices rose.") == [("rose", "fell")]
    assert words("Prices rose, then fell.") == []  # both poles
    assert words("After all, South Korea is a high-level partner.") == []  # phrases and names
    assert words("It does not allow that.") == []  # denied
    assert words("At least five went.") == [("At least", "at most")]
    (one,) = stated("Northern towns", frozenset({"north"}))
    assert (one.said, one.swapped) == ("Northern towns", "Southern towns")
    (one,) = stated("Climbing prices", frozenset({"rise"}))
    assert (one.said, one.swapped) == ("Increasing prices", "Decreasing prices")  # weighed by plain words


def test_vectors_of_many_lists_are_those_of_each() -> None:
    vectors = encoded({"a": ["one", "two"], "b": [], "c": ["three"]})
    assert [len(vectors[key]) for key in "abc"] == [2, 0, 1]
    assert float(vectors["a"][1] @ encoded({"x": ["two"]})["x"][0]) > 0.999
