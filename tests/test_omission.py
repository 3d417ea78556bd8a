"""Omission and addition: sentences and clauses that stand on one side only, and the matter around an article that does not count."""

from __future__ import annotations

import pytest
from sourcetrace.translate.alignment import Bead, make_side
from sourcetrace.translate.departures import Departure, Document, addition, find_departures, omission
from sourcetrace.translate.departures.editorial import editorial

CHECKS = (omission.CHECK, addition.CHECK)

BRIDGE = "大桥将于明年春天通车，届时每天可通行两万辆汽车。"
BRIDGE_EN = "The bridge will open to traffic next spring, when it will carry twenty thousand cars a day."
MUSEUM = "博物馆昨天宣布，失窃的三幅油画已经找到，警方逮捕了两名嫌疑人。"
MUSEUM_EN = "The museum announced yesterday that the three stolen oil paintings had been found, and police arrested two suspects."


def find(source: str, target: str, beads: list[tuple[tuple[int, ...], tuple[int, ...]]] | None = None, language: str = "zh") -> list[Departure]:
    """What the two checks find; all sentences are one bead if none are given."""
    left, right = make_side(source, language), make_side(target, "en")
    given = beads or [(tuple(range(len(left.sentences))), tuple(range(len(right.sentences))))]
    return find_departures(Document(left, right, [Bead(f"b{n}", *one, 0.5) for n, one in enumerate(given, 1)]), CHECKS)


def test_a_sentence_without_a_counterpart_is_flagged_where_it_stands() -> None:
    source, target = BRIDGE + "\n" + MUSEUM, MUSEUM_EN + "\nThe statue was sold to a collector in Vienna."
    found = find(source, target, [((0,), ()), ((1,), (0,)), ((), (1,))])
    assert [(d.check, d.kind, d.tier, d.severity) for d in found] == [("omission", "sentence", "flag", "major"), ("addition", "sentence", "flag", "major")]
    left, right = found
    assert (left.source[0].of(source), left.target, left.evidence["target"]) == (BRIDGE, (), None)
    assert (right.target[0].of(target), right.source, right.evidence["source"]) == ("The statue was sold to a collector in Vienna.", (), None)
    assert left.message == f"The original also says “{BRIDGE}”; the English does not."


def test_two_sentences_that_were_only_not_aligned_are_no_flags() -> None:
    found = find(BRIDGE, BRIDGE_EN, [((0,), ()), ((), (0,))])
    assert {(d.kind, d.tier) for d in found} == {("uncertain", "hint")}


def test_what_another_sentence_says_already_is_no_flag() -> None:
    found = find(BRIDGE + "\n" + BRIDGE, BRIDGE_EN, [((0,), (0,)), ((1,), ())])
    assert [(d.kind, d.tier) for d in found] == [("uncertain", "hint")]


def test_short_and_wordless_sentences() -> None:
    found = find(BRIDGE + "\n好的！\n”", BRIDGE_EN, [((0,), (0,)), ((1,), ()), ((2,), ())])
    assert [(d.kind, d.tier) for d in found] == [("short", "hint")]


@pytest.mark.parametrize(
    ("added", "said"),
    [
        (", despite protests by fishermen and hotel owners along the coast", "protests by fishermen"),
        (", according to a rival newspaper in Lisbon", "rival newspaper"),
    ],
)
def test_a_clause_put_in_is_flagged_on_its_words(added: str, said: str) -> None:
    target = BRIDGE_EN[:-1] + added + "."
    flags = [d for d in find(BRIDGE, target) if d.tier == "flag"]
    assert [(d.check, d.kind) for d in flags] == [("addition", "clause")]
    (span,) = flags[0].target
    assert said in span.of(target)
    assert "spring" not in span.of(target)
    assert (flags[0].source, flags[0].evidence["source"]) == ((), None)


def test_a_clause_left_out_is_flagged_on_its_words() -> None:
    flags = [d for d in find(MUSEUM, "The museum announced yesterday that the three stolen oil paintings had been found.") if d.tier == "flag"]
    assert [(d.check, d.kind) for d in flags] == [("omission", "clause")]
    assert "".join(span.of(MUSEUM) for span in flags[0].source) == "警方逮捕了两名嫌疑人。"
    assert flags[0].message == "The original also says “警方逮捕了两名嫌疑人。”; the English does not."


@pytest.mark.parametrize(("source", "target"), [(BRIDGE, BRIDGE_EN), (MUSEUM, MUSEUM_EN), (BRIDGE + MUSEUM, BRIDGE_EN + " " + MUSEUM_EN)])
def test_a_whole_translation_is_not_flagged(source: str, target: str) -> None:
    assert [d for d in find(source, target) if d.tier == "flag"] == []


def test_a_sentence_left_out_within_a_bead() -> None:
    source = BRIDGE + "渔民协会对此表示强烈反对。"
    flags = [d for d in find(source, BRIDGE_EN) if d.tier == "flag"]
    assert [(d.check, d.kind, d.source[0].of(source)) for d in flags] == [("omission", "sentence", "渔民协会对此表示强烈反对。")]


def test_clauses_of_a_language_that_was_not_measured_are_passed_over() -> None:
    assert find("Þetta er fyrsta setningin, og þetta er önnur.", "This is the first, according to leaked documents from the ministry.", language="is") == []


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("责任编辑：张三", "source"),
        ("（完）来源：某某日报", "source"),
        ("新华社北京5月20日电（记者 李四）", "source"),
        ("（记者王五）", "source"),
        ("-某某网", "source"),
        ("2021-03-04 10:20:30 来源：某网 作者：李四", "source"),
        ("写真：田中太郎", "source"),
        ("Фото: пресс-служба", "source"),
        ("Quelle: Stadtarchiv", "source"),
        ("BEIJING, May 20 (Xinhua) --", "target"),
        ("(Reporter: Li Si)", "target"),
        ("- Xinhuanet", "target"),
        ("By Jane Doe and John Roe", "target"),
        ("Statement: The article represents the views of the author alone.", "target"),
    ],
)
def test_editorial_matter(text: str, side: str) -> None:
    assert editorial(text, side)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("记者问他是否打算辞职。", "source"),
        ("视频显示火车已经着火。", "source"),
        ("新华社北京5月20日电（记者 李四）央行今天宣布下调利率。", "source"),
        ("据路透社报道", "source"),
        ("By Monday the river had risen.", "target"),
        ("Share prices fell.", "target"),
        ("Photos show the burning train.", "target"),
        ("BEIJING, May 20 (Xinhua) -- The central bank cut interest rates today.", "target"),
    ],
)
def test_a_statement_is_not_editorial(text: str, side: str) -> None:
    assert not editorial(text, side)


def test_an_editorial_line_is_a_harmless_hint() -> None:
    found = find(BRIDGE + "\n责任编辑：张三", BRIDGE_EN, [((0,), (0,)), ((1,), ())])
    assert [(d.check, d.kind, d.tier, d.severity) for d in found] == [("omission", "editorial", "hint", "neutral")]
    assert "editorial line" in found[0].message
