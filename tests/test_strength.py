"""Strength: a hedge that only one side has."""

from __future__ import annotations

import pytest
from sourcetrace.translate.alignment import Bead, make_side
from sourcetrace.translate.departures import Departure, Document, find_departures
from sourcetrace.translate.departures.strength import CHECK
from sourcetrace.translate.polarity import hedges


def found(source: str, target: str, language: str = "zh") -> list[Departure]:
    left, right = make_side(source, language), make_side(target, "en")
    bead = Bead("b1", tuple(range(len(left.sentences))), tuple(range(len(right.sentences))), 1.0)
    return find_departures(Document(left, right, [bead]), [CHECK])


@pytest.mark.parametrize(
    ("language", "source", "target", "words"),
    [
        ("zh", "明天可能下雨。", "It will rain tomorrow.", ["will"]),
        ("zh", "他或許明天辭職。", "He will resign tomorrow.", ["will"]),
        ("de", "Er wird vielleicht morgen zurücktreten.", "He will resign tomorrow.", ["will"]),
        ("ru", "Возможно, завтра пойдёт дождь.", "It will rain tomorrow.", ["will"]),
    ],
)
def test_what_the_original_leaves_open_and_the_english_does_not(language: str, source: str, target: str, words: list[str]) -> None:
    (flag,) = found(source, target, language)
    assert (flag.kind, flag.tier, flag.evidence["hedge"]) == ("stronger", "flag", "possibility")
    assert [place.of(target) for place in flag.target] == words
    assert flag.source
    assert "outright" in flag.message


def test_what_the_english_leaves_open_and_the_original_does_not() -> None:
    (flag,) = found("总统周二签署了这项法律。", "The president possibly signed the law on Tuesday.")
    assert (flag.kind, flag.tier, flag.source) == ("weaker", "flag", ())
    assert flag.evidence["source"] is None


def test_hearsay_is_a_hint() -> None:
    source, target = "据称他在巴黎拥有三套公寓。", "He owns three flats in Paris."
    (hint,) = found(source, target)
    assert (hint.kind, hint.tier, hint.target) == ("stronger", "hint", ())
    assert [place.of(source) for place in hint.source] == ["据称"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("明天可能下雨。", "It may rain tomorrow."),
        ("明天可能下雨。", "Rain is likely tomorrow."),
        ("明天会下雨。", "It will rain tomorrow."),
        ("这不可能。", "That is out of the question."),
        ("会议五月举行。", "The meeting takes place in May."),
    ],
)
def test_right_translations_are_silent(source: str, target: str) -> None:
    assert [d for d in found(source, target) if d.tier == "flag"] == []


def test_english_with_and_without_a_hedge() -> None:
    text = "It might rain."
    (place,) = [found.span() for found in hedges.hedges_of("en")["possibility"].said.finditer(text)]
    assert hedges.without(text, type(hedges.weakened("It will.")[0][0])(*place)) == "It will rain."
    assert [changed for _, changed in hedges.weakened("He is here and will stay.")] == ["He may be here and will stay.", "He is here and may stay."]
    assert hedges.hedges_of("sw") == {}
