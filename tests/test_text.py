from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sourcetrace.translate.sentences import segment
from sourcetrace.translate.text import Span, fold, lone_surrogate, script_counts, stretches, trim

TEXTS = st.text(alphabet=st.sampled_from(list("ab A.!?;\n。！？…；“”\"'（）()1 U.S. 中文字句，、é한ع؟")), max_size=120)


def test_spans_are_half_open() -> None:
    assert Span(1, 3).of("abcd") == "bc"
    assert Span(0, 2).overlaps(Span(1, 5))
    assert not Span(0, 2).overlaps(Span(2, 3))
    assert Span(1, 2).shift(3) == Span(4, 5)


def test_fold_compares_names_across_diacritics() -> None:
    assert fold("Łódź Ørsted Nguyễn Đặng Straße O’Brien") == "lodz orsted nguyen dang strasse o'brien"


def test_scripts_are_counted_in_letters() -> None:
    assert script_counts("東京タワー Tokyo 12") == {"Latin": 5, "Kana": 3, "Han": 2} or script_counts("東京タワー")["Kana"] == 3
    assert script_counts("123 !?") == {}


def test_lone_surrogates_are_found() -> None:
    assert lone_surrogate("ab\ud800c") == 2
    assert lone_surrogate("𠮷") is None


def test_trim_drops_what_is_blank() -> None:
    assert trim(" a  b ", [(0, 3), (2, 3), (3, 6)]) == [Span(1, 2), Span(4, 5)]


@given(TEXTS, st.sampled_from(["zh", "ja", "en", "ar", "xx"]))
def test_sentences_cover_every_character_once_and_in_order(text: str, language: str) -> None:
    spans = segment(text, language)
    covered = [i for s in spans for i in range(s.start, s.end)]
    assert covered == sorted(set(covered))
    assert all(not text[s.start].isspace() and not text[s.end - 1].isspace() for s in spans)
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)


def sentences(text: str, language: str) -> list[str]:
    return [s.of(text) for s in segment(text, language)]


def test_chinese_sentences_keep_their_closing_quotation_marks() -> None:
    text = "他说：“我们来了。”随后离开！真的吗？一、二；三。\n新的一段…"
    assert sentences(text, "zh") == ["他说：“我们来了。”", "随后离开！", "真的吗？", "一、二；三。", "新的一段…"]


def test_english_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    text = 'Mr. Smith of the U.S. Senate met George W. Bush at 5 p.m. in St. Louis. "Fine." He left. It cost $3.5 million.'
    assert sentences(text, "en") == ["Mr. Smith of the U.S. Senate met George W. Bush at 5 p.m. in St. Louis.", '"Fine."', "He left.", "It cost $3.5 million."]


def test_an_abbreviation_can_end_a_sentence_before_an_opening_word() -> None:
    assert sentences("He lives in the U.S. The house is old.", "en") == ["He lives in the U.S.", "The house is old."]


def test_a_long_line_without_marks_is_split_in_linear_time() -> None:
    assert len(segment("word " * 200_000, "en")) == 1
    assert len(segment("e.g. " * 100_000, "en")) >= 1


@given(st.integers(0, 9), st.integers(0, 9), st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=5))
def test_stretches_are_the_whole_and_know_what_covers_them(start: int, length: int, raw: list[tuple[int, int]]) -> None:
    whole, spans = Span(start, start + length), [Span(*pair) for pair in raw]
    cut = list(stretches(whole, spans))
    assert [i for stretch, _ in cut for i in range(stretch.start, stretch.end)] == list(range(whole.start, whole.end))
    for stretch, covering in cut:
        assert stretch.start < stretch.end
        for i in range(stretch.start, stretch.end):
            assert covering == [n for n, span in enumerate(spans) if span.start <= i < span.end]
