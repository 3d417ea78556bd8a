"""Negation, and what a reference translation and a language model add to a comparison."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from conftest import PACKAGE
from sourcetrace.provenance import trace, verify
from sourcetrace.provenance.record import decode
from sourcetrace.provenance.report import render
from sourcetrace.translate import compare
from sourcetrace.translate.alignment import Bead, make_side
from sourcetrace.translate.comparison import compare_with_reference, recorded
from sourcetrace.translate.departures import CHECKS, Departure, Document, find_departures
from sourcetrace.translate.engines.packages import install
from sourcetrace.translate.engines.reference import Engines, Model, Recorded, engines_of_this_machine
from sourcetrace.translate.engines.seam import Scores, Token, Translation
from sourcetrace.translate.risk import Logistic, risk_model


def found(source: str, target: str, reference: str | None, *faults: str, language: str = "zh") -> list[Departure]:
    """Departures of the negation check in one passage."""
    left, right = make_side(source, language), make_side(target, "en")
    bead = Bead("b1", tuple(range(len(left.sentences))), tuple(range(len(right.sentences))), 1.0)
    translations = None if reference is None else [Translation(reference, faults)]
    return [d for d in find_departures(Document(left, right, [bead], None, translations), CHECKS) if d.check == "negation"]


@pytest.mark.parametrize(
    ("source", "target", "reference", "words"),
    [
        ("法院没有批准这项计划。", "The court approved this plan.", "The court did not approve the plan.", ["approved"]),
        ("该公司没有取消铁路工程。", "The company cancelled the railway project.", "The company did not cancel the railway project.", ["cancelled"]),
        ("目前尚未发现损坏。", "Damage has been reported so far.", "No damage has been found to date.", ["Damage"]),
        ("他没有受伤，但是车辆被毁。", "He was injured, but the vehicle was destroyed.", "He was not injured, but the car was destroyed.", ["was injured"]),
        ("他們沒有獲得許可就離開了。", "They left with permission.", "They left without permission.", ["with"]),  # traditional characters
    ],
)  # fmt: skip
def test_a_dropped_negation_is_flagged_where_the_machine_translation_has_it(source: str, target: str, reference: str, words: list[str]) -> None:
    (flag,) = found(source, target, reference)
    assert (flag.kind, flag.tier, flag.severity) == ("dropped", "flag", "major")
    assert [s.of(target) for s in flag.target] == words
    assert flag.evidence["reference"]["text"] == reference
    assert reference in flag.message
    assert flag.source
    assert {s.of(source) for s in flag.source} <= {"没有", "沒有", "尚未", "不会", "从未"}


@pytest.mark.parametrize(
    ("source", "target", "reference"),
    [
        ("法院没有批准这项计划。", "The court did not approve this plan.", "The court did not approve the plan."),
        ("法院没有批准这项计划。", "The court rejected this plan.", "The court did not approve the plan."),
        ("法院没有批准这项计划。", "The court approved this plan.", "The court approved the plan."),  # the engine disagrees
        ("非常重要的计划不断推进。", "The important plan is moving on.", "The plan is not important."),  # 非常, 不断 negate nothing
        ("人数不低于三百。", "There are at least 300 people.", "There are no less than 300 people."),
        ("情况尚不清楚。", "The situation remains unclear.", "The situation is not clear."),
        ("发言人没有置评。", "The spokesman declined to comment.", "The spokesman did not comment."),
        ("我们不能等待，必须行动。", "Waiting is no option; we must act.", "We can not wait, we must act."),
        ("外交部说，部长没有出席。", "The minister was away, the Foreign Ministry said.", "The minister did not attend, the Foreign Ministry said."),
        ("他不得不离开。", "He had to leave.", "He could not but leave."),
        ("会议要到五点才开始。", "The meeting does not start until five.", None),
        ("桥上禁止停车。", "Parking is not allowed on the bridge.", None),
        ("他去不去都可以。", "Whether or not he goes makes no difference.", None),
    ],
)
def test_right_translations_and_lone_witnesses_are_not_flagged(source: str, target: str, reference: str | None) -> None:
    assert found(source, target, reference) == []


@pytest.mark.parametrize(
    ("source", "target", "reference"),
    [
        ("总理周二访问了东京。", "The prime minister did not visit Tokyo on Tuesday.", None),
        ("总理周二访问了东京。", "The prime minister did not visit Tokyo on Tuesday.", "The prime minister visited Tokyo on Tuesday."),
        ("他没有受伤，并且继续比赛。", "He was not injured and did not go on with the race.", "He was not injured and went on with the race."),
    ],
)
def test_an_added_negation_is_flagged_with_and_without_a_machine_translation(source: str, target: str, reference: str | None) -> None:
    (flag,) = found(source, target, reference)
    assert (flag.kind, flag.tier) == ("added", "flag")
    (place,) = flag.target
    assert place.start == target.rindex("not")
    assert (flag.evidence["source"] is None) == ("没有" not in source)


def test_a_dropped_negation_is_flagged_without_a_machine_translation_where_it_is_plain() -> None:
    (flag,) = found("法院没有批准这项计划。", "The court approved this plan.", None)
    assert flag.kind == "dropped"
    assert "reference" not in flag.evidence
    assert "没有" in flag.message


def test_what_is_the_engines_own_fault_is_not_held_against_the_english() -> None:
    source, target, reference = "法院没有批准这项计划。", "The court approved this plan.", "The court did not approve the plan."
    assert "machine translation" in found(source, target, reference)[0].message
    assert "machine translation" not in found(source, target, reference, "repeated")[0].message


@pytest.mark.parametrize(
    ("language", "source", "right", "wrong"),
    [
        ("de", "Der Minister hat den Vertrag nicht unterschrieben.", "The minister did not sign the treaty.", "The minister signed the treaty."),
        ("fr", "Le ministre n'a pas signé le traité.", "The minister did not sign the treaty.", "The minister signed the treaty."),
        ("es", "El ministro no firmó el tratado.", "The minister did not sign the treaty.", "The minister signed the treaty."),
        ("pt", "O ministro não assinou o tratado.", "The minister did not sign the treaty.", "The minister signed the treaty."),
        ("it", "Il ministro non ha firmato il trattato.", "The minister did not sign the treaty.", "The minister signed the treaty."),
        ("ru", "Министр не подписал договор.", "The minister did not sign the treaty.", "The minister signed the treaty."),
        ("ja", "大臣は条約に署名しませんでした。", "The minister did not sign the treaty.", "The minister signed the treaty."),
        ("de", "Der Minister hat den Vertrag unterschrieben.", "The minister signed the treaty.", "The minister did not sign the treaty."),
        ("fr", "Le ministre a signé le traité.", "The minister signed the treaty.", "The minister did not sign the treaty."),
        ("ru", "Министр подписал договор.", "The minister signed the treaty.", "The minister did not sign the treaty."),
        ("ko", "장관은 조약에 서명했다.", "The minister signed the treaty.", "The minister did not sign the treaty."),
        ("ar", "وقع الوزير المعاهدة.", "The minister signed the treaty.", "The minister did not sign the treaty."),
    ],
)
def test_negation_in_other_languages(language: str, source: str, right: str, wrong: str) -> None:
    assert found(source, right, None, language=language) == []
    (flag,) = found(source, wrong, None, language=language)
    assert flag.kind == ("added" if "not" in wrong else "dropped")


@pytest.mark.parametrize(
    ("language", "source", "target"),
    [
        ("de", "Sie kamen nicht nur aus Wien.", "They came from Vienna, but also from elsewhere."),
        ("fr", "Il n'y a que trois ponts.", "There are only three bridges."),
        ("es", "Se trata no solo de dinero.", "It is about more than money."),
        ("ru", "Он не раз бывал в Париже.", "He has been to Paris more than once."),
        ("vi", "Bộ trưởng không ký hiệp ước.", "The minister signed the treaty."),  # the encoder does not know the language
        ("sw", "Waziri hakusaini mkataba.", "The minister signed the treaty."),
    ],
)
def test_turns_of_phrase_and_unread_languages_are_silent(language: str, source: str, target: str) -> None:
    assert found(source, target, None, language=language) == []


def test_a_passage_that_is_no_sentence_is_not_asked() -> None:
    assert found("不" * 500, "The court approved this plan.", None) == []
    assert found("法院批准了这项计划。", "not " * 300, None) == []
    assert found("法院没有批准这项计划。" * 200, "The court approved this plan. " * 60, None) == []


# --- engines in a comparison ---------------------------------------------------------------------------------------------------

ZH = "财政部周五批准了预算。\n外交部周二没有批准贸易协议。\n出口今年增长了5.3%。\n总理3月5日访问了东京。\n"
EN = (
    "The Ministry of Finance approved the budget on Friday.\nThe Foreign Ministry approved the trade agreement on Tuesday.\n"
    "Exports rose by 5.3 percent this year.\nThe prime minister visited Tokyo on March 5.\n"
)


@pytest.fixture
def packaged(empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert empty_home
    monkeypatch.setattr("sourcetrace.translate.engines.language_model.available", lambda: False)
    install(PACKAGE)


@pytest.mark.usefixtures("packaged")
def test_a_trace_carries_the_reference_translation_and_verifies_without_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en.txt").write_text(EN, encoding="utf-8")
    (tmp_path / "zh.txt").write_text(ZH, encoding="utf-8")
    record = trace(tmp_path / "en.txt", tmp_path / "zh.txt", tmp_path / "t.trace", offline=True, engines=engines_of_this_machine)
    reference, comparison = record.reference_translation, record.comparison
    assert reference is not None
    assert comparison is not None
    assert [one.text for one in reference.sentences] == EN.replace("Ministry approved", "Ministry did not approve").strip().split("\n")
    (model,) = reference.models
    assert (model.source, model.name) == ("zh_en.argosmodel", "translate-zh_en-0_1")
    assert reference.engine in comparison.signature
    (opinion,) = comparison.opinions
    assert opinion.judge == reference.engine
    doubted = min(opinion.scores[1].tokens, key=lambda token: token.score)
    assert doubted.score < -3 < min(token.score for token in opinion.scores[0].tokens)
    assert doubted.start >= EN.index("approved the trade") - 1
    assert [d.check for d in comparison.flags] == ["negation"]
    assert any("pip install" in told for told in comparison.lacking)
    page = render(record)
    assert page.count('class="reference"') == 4
    assert model.digest in page
    monkeypatch.setenv("SOURCETRACE_HOME", str(tmp_path / "elsewhere"))
    seen = verify(tmp_path / "t.trace")
    assert seen.ok
    assert [f.state for f in seen.findings if f.check == "comparison"] == ["pass"]
    _tampered(tmp_path / "t.trace")


def _tampered(folder: Path) -> None:
    """A record whose machine translation was changed no longer gives its departures, even where all digests were made anew."""
    data = json.loads((folder / "data" / "trace.json").read_bytes())
    data["reference_translation"]["sentences"][1]["text"] = "The Foreign Ministry approved the trade agreement on Tuesday."
    record = decode(json.dumps(data).encode())
    comparison = record.comparison
    assert comparison is not None
    again = compare(ZH, EN, "zh", "en", engines=recorded(comparison, record.reference_translation))
    assert again.departures != comparison.departures


def test_without_engines_nothing_is_asked() -> None:
    comparison, reference = compare_with_reference(ZH, EN, "zh", "en")
    assert reference is None
    assert comparison.opinions == ()
    assert comparison.lacking == ()
    assert len(comparison.risks) == len(comparison.beads)


def test_what_is_lacking_is_said_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCETRACE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sourcetrace.translate.engines.language_model.available", lambda: False)
    comparison = compare(ZH, EN, "zh", "en", engines=engines_of_this_machine)
    assert [("models install zh-en" in told, "sourcetrace[lm]" in told) for told in comparison.lacking] == [(True, False), (False, True)]


@pytest.mark.usefixtures("packaged")
def test_a_changed_package_is_told_and_the_comparison_goes_on(tmp_path: Path) -> None:
    (tmp_path / "home" / "packages" / "translate-zh_en-0_1" / "sentencepiece.model").write_bytes(b"x")
    comparison, reference = compare_with_reference(ZH, EN, "zh", "en", engines=engines_of_this_machine)
    assert reference is None
    assert "is not what was installed" in comparison.lacking[0]


def _judge(score: float, named: str = "") -> Engines:
    """A judge that finds one word implausible, under the name of the one that was measured, or another."""

    class Judge:
        signature = named or risk_model().judge

        def score(self, pairs: list[tuple[str, str]], progress: object = None) -> list[Scores]:
            assert progress is None
            return [Scores((Token(0, 3, -0.5, -0.4), Token(4, 12, score, -0.2), Token(13, len(target), -0.3, -0.3))) for _, target in pairs]

    return Engines(judges=((Judge(), Model("Judge", "a test", None, "sha256:0")),))  # type: ignore[arg-type]


def test_an_implausible_word_is_a_hint_with_its_span() -> None:
    comparison = compare(ZH, EN, "zh", "en", engines=lambda _language, _progress: _judge(-18.0))
    hints = [d for d in comparison.departures if d.check == "wording"]
    assert {d.evidence["target"]["log_probability"] for d in hints} == {-18.0}
    assert len({d.bead for d in hints}) == 4
    assert all(d.tier == "hint" and d.confidence is None for d in hints)
    assert hints[0].target[0].of(EN) == "Ministry"
    assert comparison.opinions[0].scores[1].tokens[1].start == EN.index("Foreign Ministry")
    assert not comparison.notices
    assert not [d for d in compare(ZH, EN, "zh", "en", engines=lambda _l, _p: _judge(-2.0)).departures if d.check == "wording"]


def test_a_judge_that_was_not_measured_is_kept_and_takes_part_in_nothing() -> None:
    without = compare(ZH, EN, "zh", "en")
    comparison = compare(ZH, EN, "zh", "en", engines=lambda _language, _progress: _judge(-18.0, "another"))
    assert comparison.opinions[0].judge == "another"
    assert (comparison.risks, comparison.departures) == (without.risks, without.departures)
    assert "The scores of Judge are kept, and take part in nothing" in comparison.notices[0]


def test_a_record_says_its_opinion_again() -> None:
    first = compare(ZH, EN, "zh", "en", engines=lambda _language, _progress: _judge(-18.0))
    assert compare(ZH, EN, "zh", "en", engines=recorded(first, None)) == first
    assert Recorded("x").translate(["a"])[0].faults
    assert Recorded("x").score([("a", "b")])[0].skipped


# --- risk --------------------------------------------------------------------------------------------------------------------


def test_the_risk_rises_with_what_was_found() -> None:
    right = compare(ZH, EN.replace("Ministry approved", "Ministry did not approve"), "zh", "en")
    wrong = compare(ZH, EN.replace("5.3 percent", "53 percent").replace("March 5", "March 9").replace("Tokyo", "Berlin"), "zh", "en")
    assert [r.bead for r in right.risks] == [b.id for b in right.beads]
    assert all(0 < r.probability < 1 for r in (*right.risks, *wrong.risks))
    assert wrong.risks[2].probability > right.risks[2].probability
    assert compare("Die Sonne scheint heute.", "The sun is shining today.", "de", "en").risks == ()


def test_the_shipped_risk_is_read_and_its_features_exist() -> None:
    model = risk_model()
    assert set(model.without_judge.weights) < set(model.with_judge.weights)
    one = Logistic(0.0, {"a": 1.0}, {"a": 2.0}, {"a": 2.0})
    assert one.probability({"a": 1.0}) == 0.5 == one.probability({})
    assert one.probability({"a": 3.0}) == pytest.approx(0.8808, abs=1e-4)
    assert msgspec.json.decode(msgspec.json.encode(model), type=type(model)) == model
