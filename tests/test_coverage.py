"""Coverage: clauses, the dictionary, and the model that weighs them."""

from __future__ import annotations

import math

import pytest
from sourcetrace.translate.coverage.clauses import clauses
from sourcetrace.translate.coverage.features import SCREENED, WEIGHED, WORDS, Pair, length, screened, weighed
from sourcetrace.translate.coverage.lexicon import unexplained
from sourcetrace.translate.coverage.model import Weights, coverage_model
from sourcetrace.translate.dictionary import stem
from sourcetrace.translate.names.source import SourceNames
from sourcetrace.translate.sentences import segment


def cut(text: str, language: str) -> list[str]:
    """The clauses of a text, as strings."""
    return [span.of(text) for span in clauses(text, segment(text, language), language)]


def pair(source: str, target: str) -> Pair:
    """A Chinese passage."""
    return Pair(source, target, tuple(segment(source, "zh")), tuple(segment(target, "en")), "zh", SourceNames(source))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("市长说，工程已经完成，下周就会开放。", "zh", ["市长说，工程已经完成，", "下周就会开放。"]),
        (
            "The mayor said the work, which cost 1,500 dollars, was finally done.",
            "en",
            ["The mayor said the work,", "which cost 1,500 dollars,", "was finally done."],
        ),
        ("They grow rice, tea and cotton.", "en", ["They grow rice,", "tea and cotton."]),
        ("Der Bürgermeister sagte, dass die Arbeit getan sei.", "de", ["Der Bürgermeister sagte,", "dass die Arbeit getan sei."]),
        ("", "en", []),
    ],
)
def test_clauses(text: str, language: str, expected: list[str]) -> None:
    assert cut(text, language) == expected


def test_clauses_cover_a_text_without_overlap_and_stay_within_sentences() -> None:
    text = "雨下了三天，河水上涨，村民撤离。第四天，天晴了，他们回家。"
    sentences = segment(text, "zh")
    found = clauses(text, sentences, "zh")
    assert "".join(span.of(text) for span in found) == text
    assert all(any(s.start <= c.start and c.end <= s.end for s in sentences) for c in found)


@pytest.mark.parametrize(("one", "other"), [("announced", "announcement"), ("elected", "elections"), ("prosperity", "prosperous"), ("cities", "city")])
def test_words_of_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_the_dictionary_explains_words_and_names_of_both_sides() -> None:
    source, target = "医院昨天关闭，王明十分失望。", "The hospital closed yesterday and Wang Ming was dismayed by umbrellas."
    ours, theirs = unexplained(source, target, SourceNames(source))
    open_here = {word.span.of(source) for word in ours if not word.explained}
    open_there = {word.span.of(target) for word in theirs if not word.explained}
    assert "医院" not in open_here
    assert "umbrellas" in open_there
    assert not {"hospital", "Wang", "Ming", "closed"} & open_there


def test_latin_letters_in_chinese_count_for_less() -> None:
    assert length("世界卫生组织", "zh") == 6
    assert length("WHO世界卫生组织", "zh") < 7
    assert length("WHO", "en") == 3


def test_features_are_complete_and_tell_a_clause_that_stands_alone() -> None:
    pairs = [pair("公司宣布裁员，工会表示反对。", "The company announced layoffs, the union objected, and a volcano erupted in Iceland last night.")]
    suspects = [s for s in screened(pairs, 1.3, lambda _side, _values: True) if s.side == "target"]
    values = weighed(suspects, pairs, 1.3)
    assert all(set(v) == {*SCREENED, *WEIGHED, *WORDS} and all(map(math.isfinite, v.values())) for v in values)
    assert min(range(len(values)), key=lambda k: values[k]["nearest stretch"]) == len(values) - 1
    assert values[-1]["gain without it"] > 0


def test_only_what_the_first_look_keeps_is_weighed() -> None:
    assert screened([pair("公司宣布裁员，工会表示反对。", "The company announced layoffs, the union objected.")], 1.3, lambda _side, _values: False) == []


def test_weights_are_a_sum_of_features_and_products() -> None:
    weights = Weights(-1.0, {"a": 1.0, "b": 0.0}, {"a": 2.0, "b": 1.0}, {"a": 1.0, "a × b": 0.5})
    assert weights.score({"a": 5.0, "b": 2.0}) == pytest.approx(-1 + 2 + 0.5 * 2 * 2)
    assert weights.score({"a": 1e9, "b": 0.0}) == pytest.approx(-1 + 4)


def test_the_model_that_ships_names_only_known_features() -> None:
    model = coverage_model()
    known = {*SCREENED, *WEIGHED, *WORDS}
    assert "zh" in model.languages
    for language in model.languages.values():
        for side in (model.models[language.model].source, model.models[language.model].target):
            if side is not None:
                assert set(side.screen.means) <= set(SCREENED)
                assert set(side.weigh.means) <= known
                assert side.hint < side.flag
    assert model.signature
