"""Decisions: what is written, what follows from it, and that nothing is lost."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import shutil
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from sourcetrace.provenance import verify
from sourcetrace.provenance.archiving.acts import Act, Commented, Decided, Missed, Pairing, Repaired, Ruled, Undone
from sourcetrace.provenance.archiving.ledger import Ledger
from sourcetrace.provenance.custody import amend, archive, stamp
from sourcetrace.provenance.opening import open_trace
from sourcetrace.provenance.review.decisions import Decisions, beside, in_order
from sourcetrace.provenance.review.desk import Comment, Decide, Desk, DismissAlike, Mark, Merge, Redo, Split, Undo, Unlink, reviewer_name
from sourcetrace.provenance.review.repair import merged, split
from sourcetrace.provenance.review.state import Review, review
from sourcetrace.translate import InputError, Span, compare
from sourcetrace.translate.alignment import Bead
from sourcetrace.translate.comparison import Comparison


@pytest.fixture
def desk(busy_trace: Path) -> Desk:
    return Desk(busy_trace)


def status(desk: Desk, departure: str) -> str:
    standing = desk.review.standing(departure)
    assert standing
    return standing.status


# --- what follows from acts ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare("他有3万元。他卖了5万辆车。她买了7万本书。", "He has 3,000 yuan. He sold 5,000 cars. She bought 7,000 books.", "zh", "en")


def decided(act: str, by: str, departure: str, decision: str, when: str = "", **more: str) -> Decided:
    return Decided(act, "t", by, when or f"2026-01-01T00:00:0{act[-1]}.000000Z", departure, decision, **more)  # type: ignore[arg-type]


def stands(found: Review, departure: str) -> str:
    standing = found.standing(departure)
    assert standing
    return standing.status


def test_the_last_thing_a_reviewer_says_holds_and_two_who_differ_are_shown(comparison: Comparison) -> None:
    acts: list[Act] = [decided("a1", "Ann", "d1", "confirmed"), decided("a2", "Ann", "d1", "dismissed")]
    assert stands(review(comparison, acts), "d1") == "dismissed"
    assert stands(review(comparison, acts[::-1]), "d1") == "dismissed"
    both = review(comparison, [*acts, decided("a3", "Bo", "d1", "confirmed")])
    assert stands(both, "d1") == "disputed"
    assert both.reviewers == ("Ann", "Bo")
    assert stands(review(comparison, [*acts, decided("a3", "Ann", "d1", "open")]), "d1") == "open"


def test_corrections_hold_and_differences_between_those_who_confirm_are_named(comparison: Comparison) -> None:
    acts = [decided("a1", "Ann", "d1", "confirmed", severity="critical", right="30,000"), decided("a2", "Bo", "d1", "confirmed", mqm="Style/Register")]
    found = review(comparison, acts).standing("d1")
    assert found
    assert (found.departure.severity, found.departure.mqm, found.right) == ("major", "Style/Register", "30,000")  # the last who confirmed it, and the last form
    assert found.differ == ("severity", "type")


def test_a_rule_dismisses_what_is_alike_and_a_decision_goes_before_it(comparison: Comparison) -> None:
    first = comparison.departures[0]
    rule = Ruled("a1", "t", "Ann", "2026-01-01T00:00:01.000000Z", first.check, first.kind, False)
    found = review(comparison, [rule])
    assert {stands(found, d.id) for d in comparison.flags} == {"dismissed"}
    assert len(found.rules[0].applies) == len(comparison.flags)
    assert stands(review(comparison, [decided("a0", "Ann", "d1", "confirmed"), rule]), "d1") == "confirmed"
    assert stands(review(comparison, [rule, decided("a2", "Bo", "d1", "confirmed")]), "d1") == "disputed"
    words = msgspec.structs.replace(rule, words=True, source=first.source[0].of(comparison.source.text), target=first.target[0].of(comparison.target.text))
    assert [stands(review(comparison, [words]), d.id) for d in comparison.flags] == ["dismissed", "open", "open"]


def test_only_who_did_it_can_take_it_back_and_that_can_be_taken_back_too(comparison: Comparison) -> None:
    did = decided("a1", "Ann", "d1", "confirmed")
    undo = Undone("a2", "t", "Ann", "2026-01-01T00:00:02.000000Z", "a1")
    assert stands(review(comparison, [did, undo]), "d1") == "open"
    assert stands(review(comparison, [did, msgspec.structs.replace(undo, by="Bo")]), "d1") == "confirmed"
    redo = Undone("a3", "t", "Ann", "2026-01-01T00:00:03.000000Z", "a2")
    assert stands(review(comparison, [did, undo, redo]), "d1") == "confirmed"


def test_who_marked_something_confirms_it_and_another_may_differ(comparison: Comparison) -> None:
    mark = Missed("a1", "t", "Ann", "2026-01-01T00:00:01.000000Z", "b1", (), (Span(0, 2),), "major", "Style", right="She")
    assert stands(review(comparison, [mark]), "ma1") == "confirmed"
    found = review(comparison, [mark, decided("a2", "Bo", "ma1", "dismissed")]).standing("ma1")
    assert found
    assert (found.status, found.right, found.marked_by) == ("disputed", "She", "Ann")
    assert stands(review(comparison, [mark, decided("a2", "Ann", "ma1", "dismissed")]), "ma1") == "dismissed"


def test_a_hint_that_somebody_confirms_is_counted_whatever_others_say(comparison: Comparison) -> None:
    hint = msgspec.structs.replace(comparison.departures[0], tier="hint")
    changed = msgspec.structs.replace(comparison, departures=(hint, *comparison.departures[1:]))
    found = review(changed, [decided("a1", "Ann", "d1", "confirmed"), decided("a2", "Bo", "d1", "dismissed")])
    assert "d1" in {one.departure.id for one in found.counted}
    assert "d1" not in {one.departure.id for one in review(changed, [decided("a2", "Bo", "d1", "dismissed")]).counted}


def test_what_another_tries_to_take_back_does_not_hinder_who_did_it(comparison: Comparison) -> None:
    did = decided("a1", "Ann", "d1", "confirmed")
    theirs, own = (Undone(f"a{n}", "t", by, f"2026-01-01T00:00:0{n}.000000Z", "a1") for n, by in ((2, "Bo"), (3, "Ann")))
    assert stands(review(comparison, [did, theirs, own]), "d1") == "open"
    assert stands(review(comparison, [did, own, msgspec.structs.replace(theirs, when="2026-01-01T00:00:04.000000Z")]), "d1") == "open"


def test_reopening_withdraws_what_came_before_and_no_later_rule(comparison: Comparison) -> None:
    first = comparison.departures[0]
    acts: list[Act] = [decided("a1", "Ann", "d1", "confirmed"), decided("a2", "Ann", "d1", "open")]
    rule = Ruled("a3", "t", "Ann", "2026-01-01T00:00:03.000000Z", first.check, first.kind, False)
    assert stands(review(comparison, [*acts, rule]), "d1") == "dismissed"
    assert stands(review(comparison, [rule, decided("a4", "Ann", "d1", "open")]), "d1") == "open"
    found = review(comparison, [rule, decided("a4", "Ann", "d1", "confirmed")])
    assert "d1" not in found.rules[0].applies  # it does not follow from the rule any more


names = st.sampled_from(["Ann", "Bo"])
some_acts = st.lists(
    st.one_of(
        st.builds(lambda by, d, what: ("decide", by, d, what), names, st.sampled_from(["d1", "d2", "d3"]), st.sampled_from(["confirmed", "dismissed", "open"])),
        st.builds(lambda by, n: ("undo", by, n), names, st.integers(0, 8)),
        st.builds(lambda by, kind: ("rule", by, kind), names, st.booleans()),
    ),
    max_size=9,
)


@settings(max_examples=150)
@given(some_acts, st.randoms())
def test_the_same_acts_give_the_same_review_in_whatever_order_they_come(comparison: Comparison, wanted: list[tuple[str, ...]], random: object) -> None:
    acts: list[Act] = []
    first = comparison.departures[0]
    for number, one in enumerate(wanted):
        head = f"a{number}", "t", one[1], f"2026-01-01T00:00:0{number}.000000Z"
        match one[0]:
            case "decide":
                acts.append(Decided(*head, one[2], one[3]))  # type: ignore[arg-type]
            case "undo":
                acts.append(Undone(*head, f"a{one[2]}"))
            case _:
                acts.append(Ruled(*head, first.check, first.kind, bool(one[2]), "x", "y"))
    shuffled = list(acts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert review(comparison, shuffled + shuffled[:2]) == review(comparison, acts)
    assert in_order(shuffled) == acts


# --- pairing anew --------------------------------------------------------------------------------------------------------


@given(st.integers(0, 3), st.integers(0, 3), st.integers(0, 4), st.integers(0, 4))
def test_splitting_and_merging_keep_every_sentence_once(sources: int, targets: int, a: int, b: int) -> None:
    bead = Bead("b1", tuple(range(5, 5 + sources)), tuple(range(9, 9 + targets)), 0.5)
    if not bead.source and not bead.target:
        return
    try:
        parts = split(bead, a, b)
    except InputError:
        assert a > sources or b > targets or (a, b) in ((0, 0), (sources, targets))
        return
    assert sum((p.source for p in parts), ()) == bead.source
    assert sum((p.target for p in parts), ()) == bead.target
    made = [Bead(f"x.{n}", p.source, p.target, 1.0) for n, p in enumerate(parts)]
    assert merged(made) == (Pairing(bead.source, bead.target),)


def test_beads_that_are_no_neighbours_are_not_merged() -> None:
    with pytest.raises(InputError, match="follow one another"):
        merged([Bead("b1", (0,), (0,), 1.0), Bead("b3", (2,), (2,), 1.0)])
    assert merged([Bead("b1", (0,), (), 1.0), Bead("b2", (), (7,), 1.0)]) == (Pairing((0,), (7,)),)


def test_the_checks_look_again_and_what_was_said_of_the_same_finding_holds(desk: Desk) -> None:
    first = desk.review.comparison.flags[0]
    desk.perform("Ann", Decide(first.id, "confirmed"))
    beads = [bead.id for bead in desk.review.comparison.beads]
    at = beads.index(first.bead)
    act = desk.perform("Ann", Merge((beads[at], beads[at + 1])))
    assert isinstance(act, Repaired)
    assert [bead.id for bead in desk.review.comparison.beads][at] == f"{act.act}.1"
    assert status(desk, first.id) == "confirmed"
    standing = desk.review.standing(first.id)
    assert standing
    assert standing.departure.bead == f"{act.act}.1"
    assert len(desk.review.comparison.flags) == 34
    desk.perform("Ann", Unlink(f"{act.act}.1"))
    assert desk.review.standing(first.id) is None
    (gone,) = [one for one in desk.review.gone if one.departure.id == first.id]
    assert gone.status == "confirmed"  # what was said of it is still to be seen
    desk.perform("Ann", Undo())
    desk.perform("Ann", Undo())
    assert [bead.id for bead in desk.review.comparison.beads] == beads
    assert status(desk, first.id) == "confirmed"


def test_two_that_stand_alone_are_linked_wherever_they_are(desk: Desk) -> None:
    apart = [desk.perform("Ann", Unlink(name)).act for name in ("b3", "b9")]
    act = desk.perform("Ann", Merge((f"{apart[0]}.1", f"{apart[1]}.2")))
    beads = {bead.id: bead for bead in desk.review.comparison.beads}
    assert (beads[f"{act.act}.1"].source, beads[f"{act.act}.1"].target) == ((2,), (8,))
    english = [bead.target[0] for bead in desk.review.comparison.beads if bead.target]
    assert english == sorted(english)  # beads lie in the reading order of the English


def test_two_desks_that_end_at_once_enter_each_act_once(busy_trace: Path) -> None:
    one, other = Desk(busy_trace), Desk(busy_trace)
    one.perform("Ann", Decide("d1", "confirmed"))
    late = other.opened.decisions
    assert late
    acts = late.read()
    one.closed()
    amend(busy_trace, acts)
    assert (busy_trace / "data" / "ledger.jsonl").read_text(encoding="utf-8").count('"decided"') == 1
    assert verify(busy_trace).ok


def test_two_who_pair_the_same_sentences_anew_are_told(busy_trace: Path) -> None:
    one, other = Desk(busy_trace), Desk(busy_trace)
    beads = [bead.id for bead in one.review.comparison.beads]
    one.perform("Ann", Merge((beads[0], beads[1])))
    with pytest.raises(InputError, match="paired its sentences anew"):
        other.perform("Bo", Merge((beads[1], beads[2])))
    # What Bo had done at the same time on another machine comes in later, and is kept, but cannot be carried out.
    late = Repaired("late", one.opened.digest, "Bo", "2999-01-01T00:00:00.000000Z", (beads[1], beads[2]), (Pairing((1, 2), (1, 2)),), "[]")
    found = review(one.review.comparison, [late])
    assert found.stale == (late,)


@pytest.mark.parametrize("found", ["no JSON", '[{"id": 3}]', "[]"])
def test_a_forged_act_of_pairing_breaks_nothing(comparison: Comparison, found: str) -> None:
    act = Repaired("a1", "t", "Ann", "2026-01-01T00:00:01.000000Z", ("b1", "b2"), (Pairing((0, 1), (0, 1)),), found)
    assert len(review(comparison, [act]).comparison.beads) == 2
    wrong = msgspec.structs.replace(act, new=(Pairing((0, 1, 2), (0, 1)),))
    assert review(comparison, [wrong]).stale == (wrong,)


def test_comments_go_with_the_sentences_they_are_on(desk: Desk) -> None:
    desk.perform("Ann", Comment("b2", "odd"))
    act = desk.perform("Bo", Merge(("b2", "b3")))
    assert desk.review.comments[f"{act.act}.1"][0].text == "odd"
    again = desk.perform("Bo", Split(f"{act.act}.1", 1, 1))
    assert desk.review.comments[f"{again.act}.1"][0].text == "odd"
    desk.perform("Ann", Comment(f"{again.act}.2", "and this"))
    desk.perform("Bo", Undo())
    assert [act.text for act in desk.review.adrift] == ["and this"]  # what it was on is no more, but it is not lost


@pytest.mark.parametrize(
    "change",
    [
        {"when": "yesterday"},
        {"when": "9999-12-31T23:59:59.999999Z"},
        {"act": '"><x'},
        {"by": ""},
        {"by": "a\u202eb"},
        {"by": "x" * 81},
        {"when": "2026-13-01T00:00:00Z"},
    ],
)
def test_an_act_that_no_desk_writes_is_refused(busy_trace: Path, desk: Desk, tmp_path: Path, change: dict[str, str]) -> None:
    act = Decided("a1", desk.opened.digest, "Eve", "2026-01-01T00:00:01.000000Z", "d1", "confirmed")
    with Ledger(tmp_path / "eve.jsonl").writing() as writing:
        writing.append([msgspec.structs.replace(act, **change)], "2026-01-01T00:00:01Z")
    with pytest.raises(InputError, match="none that the desk writes"):
        desk.merge(tmp_path / "eve.jsonl")
    assert desk.now().review.active == ()


def test_a_colleagues_clock_that_is_wrong_changes_no_time_of_ours(desk: Desk, tmp_path: Path) -> None:
    late = Decided("a1", desk.opened.digest, "Bo", "2891-01-01T00:00:01.000000Z", "d1", "confirmed")
    with Ledger(tmp_path / "bo.jsonl").writing() as writing:
        writing.append([late], "2026-01-01T00:00:01Z")
    assert desk.merge(tmp_path / "bo.jsonl") == f"1 new from {tmp_path / 'bo.jsonl'}: 1 by Bo."
    assert desk.perform("Ann", Decide("d1", "dismissed")).when < "2100"
    assert desk.perform("Bo", Decide("d1", "dismissed")).when == "2891-01-01T00:00:01.000001Z"
    assert status(desk, "d1") == "dismissed"


@pytest.mark.parametrize("spans", [(Span(0, 10**9),), (Span(5, 2),), (Span(-3, 2),), ()])
def test_a_forged_mark_that_stands_on_nothing_is_left_out(comparison: Comparison, spans: tuple[Span, ...]) -> None:
    act = Missed("a1", "t", "Eve", "2026-01-01T00:00:01.000000Z", "b1", spans, (), "major", "Style")
    assert len(review(comparison, [act]).standings) == len(comparison.departures)


# --- the desk ------------------------------------------------------------------------------------------------------------


def test_everything_a_reviewer_can_do_is_kept_and_found_again(busy_trace: Path, desk: Desk) -> None:
    flags = desk.review.comparison.flags
    desk.perform("Ann", Decide(flags[0].id, "confirmed", severity="critical", right="270,000", note="seen in the table"))
    desk.perform("Ann", Comment(flags[1].id, "ask the author"))
    desk.perform("Bo", Comment(flags[1].bead, "so do I"))
    marked = desk.perform("Bo", Mark("b1", "minor", "Style/Register", target_words="factory", note="mill"))
    desk.perform("Bo", DismissAlike(flags[2].id, words=True))
    again = Desk(busy_trace)
    assert again.review == desk.review
    one = again.review.standing(f"m{marked.act}")
    assert one
    assert (one.status, one.marked_by, one.departure.bead) == ("confirmed", "Bo", "b1")
    assert [span.of(again.review.comparison.target.text) for span in one.departure.target] == ["factory"]
    assert again.review.comments[flags[1].bead][0].text == "so do I"
    kinds = {type(act) for act in again.review.active}
    assert kinds == {Decided, Commented, Missed, Ruled}


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (Decide("d999", "confirmed"), "no departure d999"),
        (Decide("d1", "confirmed", mqm="<b>"), "MQM type"),
        (Decide("d1", "confirmed", note="x" * 10_001), "too long"),
        (Comment("b1", "  "), "empty"),
        (Comment("zzz", "hello"), "no departure zzz"),
        (Mark("b1", "minor", "Style"), "Select the words"),
        (Mark("b1", "minor", "Style", target_words="not there at all"), "do not stand"),
        (Mark("b1", "minor", "Style", target=(Span(0, 10_000),)), "do not lie"),
        (Mark("b777", "minor", "Style"), "no passage b777"),
        (Merge(("b1",)), "two passages"),
        (Merge(("b1", "b1")), "no passage b1"),
        (Merge(("b1", "b9")), "follow one another"),
        (Split("b1", 5, 5), "not so many"),
        (Split("b1", 1, 1), "hold nothing"),
        (Undo(), "nothing that could be undone"),
        (Undo("abc"), "not yours"),
        (Redo(), "nothing to bring back"),
    ],
)
def test_what_cannot_be_done_is_refused_and_writes_nothing(busy_trace: Path, desk: Desk, request_: object, told: str) -> None:
    with pytest.raises(InputError, match=told):
        desk.perform("Ann", request_)  # type: ignore[arg-type]
    assert not beside(busy_trace).exists() or not Decisions(busy_trace, desk.opened.digest).read()


def test_undo_and_redo_go_back_and_forth_in_order(desk: Desk) -> None:
    for departure in ("d1", "d2", "d3"):
        desk.perform("Ann", Decide(departure, "confirmed"))
    desk.perform("Bo", Decide("d4", "dismissed"))
    desk.perform("Ann", Undo())
    desk.perform("Ann", Undo())
    assert [status(desk, d) for d in ("d1", "d2", "d3", "d4")] == ["confirmed", "open", "open", "dismissed"]
    desk.perform("Ann", Redo())
    assert [status(desk, d) for d in ("d1", "d2", "d3")] == ["confirmed", "confirmed", "open"]
    desk.perform("Ann", Redo())
    assert status(desk, "d3") == "confirmed"
    with pytest.raises(InputError):
        desk.perform("Ann", Redo())
    desk.perform("Ann", Undo())
    desk.perform("Ann", Decide("d5", "confirmed"))
    with pytest.raises(InputError):  # something else was done since
        desk.perform("Ann", Redo())


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x1b[31mb", "a\u202eb"])
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(InputError):
        reviewer_name(name)
    assert reviewer_name("  李  明 ") == "李 明"


def test_what_changed_since_a_version(desk: Desk) -> None:
    start = desk.now().version
    desk.perform("Ann", Decide("d1", "confirmed"))
    assert desk.now().changed_since(start) == {"d1"}
    desk.perform("Ann", Merge(("b1", "b2")))
    now = desk.now()
    assert now.changed_since(start) is None
    assert now.changed_since(now.version) == frozenset()
    assert now.changed_since(now.version + 5) is None


# --- the file ------------------------------------------------------------------------------------------------------------


def _decide_many(trace: str, by: str, departures: list[str]) -> None:
    desk = Desk(trace)
    for departure in departures:
        desk.perform(by, Decide(departure, "confirmed" if by == "Ann" else "dismissed"))


def test_two_desks_at_once_keep_everything(busy_trace: Path) -> None:
    departures = [f"d{n}" for n in range(1, 31)]
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_decide_many, args=(str(busy_trace), by, departures)) for by in ("Ann", "Bo")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    found = Desk(busy_trace).review
    assert len(found.active) == 60
    assert {one.status for one in found.counted if one.departure.id in departures} == {"disputed"}
    times = [act.when for act in found.active]
    assert all(a < b for a, b in itertools.pairwise(times))


def test_a_line_that_a_power_cut_left_unfinished_is_no_decision(busy_trace: Path, desk: Desk) -> None:
    desk.perform("Ann", Decide("d1", "confirmed"))
    path = beside(busy_trace)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[-50:-1])
    again = Desk(busy_trace)
    assert status(again, "d1") == "confirmed"
    again.perform("Ann", Decide("d2", "confirmed"))
    assert len(list(Ledger(path).entries())) == 3


def test_a_changed_file_is_refused_and_verify_tells(busy_trace: Path, desk: Desk) -> None:
    desk.perform("Ann", Decide("d1", "confirmed"))
    desk.perform("Ann", Decide("d2", "confirmed"))
    assert "2 acts" in desk.closed()
    assert verify(busy_trace).ok
    path = beside(busy_trace)
    path.write_bytes(path.read_bytes().replace(b'"decision":"confirmed"', b'"decision":"dismissed"', 1))
    with pytest.raises(InputError, match="not as it was written"):
        Desk(busy_trace)
    told = verify(busy_trace)
    assert [f.check for f in told.findings if f.state == "fail"] == ["decisions"]


def test_a_folder_handed_on_alone_carries_its_decisions(busy_trace: Path, desk: Desk) -> None:
    desk.perform("Ann", Decide("d1", "confirmed"))
    desk.closed()
    Ledger(beside(busy_trace)).path.unlink()
    beside(busy_trace).with_suffix(".head").unlink()
    assert verify(busy_trace).ok
    again = Desk(busy_trace)
    assert status(again, "d1") == "confirmed"
    again.perform("Bo", Decide("d2", "confirmed"))
    assert verify(busy_trace).ok
    assert [act.by for act in Decisions(busy_trace, desk.opened.digest).read()] == ["Ann", "Bo"]


def test_decisions_taken_away_are_missed(busy_trace: Path, desk: Desk) -> None:
    desk.perform("Ann", Decide("d1", "confirmed"))
    kept = beside(busy_trace).read_bytes(), beside(busy_trace).with_suffix(".head").read_bytes()
    desk.perform("Ann", Decide("d2", "confirmed"))
    desk.closed()
    beside(busy_trace).write_bytes(kept[0])
    beside(busy_trace).with_suffix(".head").write_bytes(kept[1])
    told = verify(busy_trace)
    assert any(f.check == "decisions" and f.state == "not checked" and "lacks" in f.message for f in told.findings)
    Desk(busy_trace)  # takes in what the trace's ledger has
    assert [f.state for f in verify(busy_trace).findings if f.check == "decisions"] == ["pass"]


def test_a_last_line_that_was_cut_off_is_missed(busy_trace: Path, desk: Desk) -> None:
    desk.perform("Ann", Decide("d1", "confirmed"))
    desk.perform("Ann", Decide("d2", "confirmed"))
    path = beside(busy_trace)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert any(f.check == "decisions" and "taken away" in f.message for f in verify(busy_trace).findings if f.state == "fail")


def test_a_trace_made_again_leaves_the_old_decisions_alone_and_says_so(busy_trace: Path, desk: Desk, tmp_path: Path) -> None:
    import busy
    from sourcetrace.provenance import trace

    desk.perform("Ann", Decide("d1", "confirmed"))
    original, article = busy.write(tmp_path / "again")
    original.write_text(original.read_text(encoding="utf-8") + "完。\n", encoding="utf-8")
    trace(article, original, busy_trace, offline=True, overwrite=True)
    assert verify(busy_trace).ok
    with pytest.raises(InputError, match="replaced by another trace"):
        desk.closed()
    again = Desk(busy_trace)
    assert again.review.active == ()
    assert "1 act in busy.trace.decisions.jsonl are on another record" in again.notice


def test_an_act_forged_into_the_traces_ledger_is_seen(busy_trace: Path, desk: Desk) -> None:
    forged = Decided("a1", "sha256:" + "0" * 64, "Eve", "2026-01-01T00:00:01.000000Z", "d1", "dismissed")
    amend(busy_trace, [forged])
    assert [f.check for f in verify(busy_trace).findings if f.state == "fail"] == ["entries"]


def test_decisions_moved_away_begin_anew(busy_trace: Path, desk: Desk) -> None:
    desk.perform("Ann", Decide("d1", "confirmed"))
    path = beside(busy_trace)
    path.write_bytes(path.read_bytes().replace(b"confirmed", b"dismissed"))
    with pytest.raises(InputError, match=r"move busy\.trace\.decisions\.jsonl and busy\.trace\.decisions\.head away"):
        Desk(busy_trace)
    path.unlink()
    path.with_suffix(".head").unlink()
    Desk(busy_trace).perform("Ann", Decide("d1", "confirmed"))


def test_a_file_that_came_without_its_note_can_be_gone_on_with(busy_trace: Path, desk: Desk) -> None:
    desk.perform("Ann", Decide("d1", "confirmed"))
    beside(busy_trace).with_suffix(".head").unlink()
    told = verify(busy_trace)
    assert told.ok
    assert any("noted nowhere" in f.message for f in told.findings)
    Desk(busy_trace).perform("Bo", Decide("d2", "confirmed"))
    assert [f.state for f in verify(busy_trace).findings if f.check == "decisions"] == ["pass"]


def test_a_link_to_the_folder_is_the_folder(busy_trace: Path, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.trace"
    link.symlink_to(busy_trace)
    linked = Desk(link)
    linked.perform("Ann", Decide("d1", "confirmed"))
    linked.closed()
    assert status(Desk(busy_trace), "d1") == "confirmed"
    assert link.is_symlink()
    assert verify(busy_trace).ok


def test_decisions_are_in_the_ledger_each_with_who_and_when_and_the_trace_is_what_it_was(busy_trace: Path, desk: Desk) -> None:
    before = (busy_trace / "data" / "trace.json").read_bytes(), (busy_trace / "data" / "report.html").read_bytes()
    act = desk.perform("李明", Decide("d1", "confirmed"))
    desk.closed()
    assert before == ((busy_trace / "data" / "trace.json").read_bytes(), (busy_trace / "data" / "report.html").read_bytes())
    lines = [json.loads(line)["what"] for line in (busy_trace / "data" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines[-1] == {
        "event": "decided", "act": act.act, "trace": desk.opened.digest, "by": "李明", "when": act.when, "departure": "d1", "decision": "confirmed",
    }  # fmt: skip
    assert verify(busy_trace).ok
    assert desk.closed().count("0 entered") == 1


def test_a_colleagues_file_is_taken_in_with_who_and_when_and_twice_is_once(busy_trace: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "busy.trace"
    shutil.copytree(busy_trace, other)
    theirs = Desk(other)
    act = theirs.perform("Bo", Decide("d1", "dismissed"))
    desk = Desk(busy_trace)
    desk.perform("Ann", Decide("d1", "confirmed"))
    assert desk.merge(beside(other)).startswith("1 new")
    assert desk.merge(beside(other)).startswith("0 new")
    assert status(desk, "d1") == "disputed"
    assert act in desk.review.active
    assert "1 by Ann" in theirs.merge(beside(busy_trace))
    theirs.perform("Ann", Decide("d2", "confirmed"))
    assert "Acts by Ann were here already" in desk.merge(beside(other))
    assert theirs.review == desk.review


def test_a_file_of_another_trace_is_refused(busy_trace: Path, seed_trace: Path, tmp_path: Path) -> None:
    shutil.copytree(seed_trace, tmp_path / "seed.trace")
    other = Desk(tmp_path / "seed.trace")
    other.perform("Bo", Decide("d1", "dismissed"))
    with pytest.raises(InputError, match="no decision on this trace"):
        Desk(busy_trace).merge(beside(tmp_path / "seed.trace"))
    with pytest.raises(InputError, match="no file of decisions"):
        Desk(busy_trace).merge(tmp_path / "nothing.jsonl")
    (tmp_path / "broken.jsonl").write_text('{"a": 1}\n')
    with pytest.raises(InputError, match="not as it was written"):
        Desk(busy_trace).merge(tmp_path / "broken.jsonl")


def test_a_trace_in_an_archive_is_decided_in_the_archives_ledger(busy_trace: Path, tmp_path: Path) -> None:
    archive([busy_trace], tmp_path / "keep")
    (filed,) = (tmp_path / "keep" / "traces").iterdir()
    desk = Desk(filed)
    desk.perform("Ann", Decide("d1", "confirmed"))
    desk.closed()
    assert not beside(filed).exists()
    assert status(Desk(filed), "d1") == "confirmed"
    assert verify(tmp_path / "keep").ok
    assert archive([busy_trace], tmp_path / "keep")[0].outcome == "present"


def test_a_trace_that_was_stamped_can_be_decided_and_stamped_again(busy_trace: Path, tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(key)
    desk = Desk(busy_trace)
    desk.perform("Ann", Decide("d1", "confirmed"))
    desk.closed()
    assert stamp(busy_trace, authorities=[], key=tmp_path / "key.pem")[0].outcome == "signed"
    desk.perform("Ann", Decide("d2", "confirmed"))
    desk.closed()
    assert verify(busy_trace).ok
    assert len(open_trace(busy_trace).decisions.entered()) == 2  # type: ignore[union-attr]


def test_a_trace_without_original_has_nothing_to_decide(tmp_path: Path) -> None:
    from conftest import SEED
    from sourcetrace.provenance import trace

    trace(SEED, out=tmp_path / "t", offline=True)
    with pytest.raises(InputError, match="nothing to decide"):
        Desk(tmp_path / "t")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda c: c["beads"][0].update(id='"><script>'), "name that none has"),
        (lambda c: c["beads"][0].update(id="inspector"), "name that none has"),
        (lambda c: c["departures"][0]["source"][0].update(end=10**9), "stands on nothing"),
        (lambda c: c["beads"].pop(), "every sentence once"),
        (lambda c: c["beads"][1].update(id="b1"), "one name"),
        (lambda c: c["source"]["sentences"].reverse(), "not in order"),
        (lambda c: c["source"].update(language="zh onload=x"), "name that none has"),
        (
            lambda c: c["beads"][0].update(source=[1], target=[0]) or c["beads"][1].update(source=[0, 2], target=[1]) or c["beads"][2].update(source=[]),
            "follow one another",
        ),
        (lambda c: c["source"].update(sha256="x"), "digest is none"),
    ],
)
def test_a_damaged_record_is_refused(busy_trace: Path, change: object, told: str) -> None:
    path = busy_trace / "data" / "trace.json"
    record = json.loads(path.read_bytes())
    change(record["comparison"])  # type: ignore[operator]
    path.write_text(json.dumps(record), encoding="utf-8")
    (busy_trace / "bagit.txt").unlink()  # nothing vouches for the record, as for one that was never in a bag
    (busy_trace / "manifest-sha256.txt").unlink()
    with pytest.raises(InputError, match=told):
        open_trace(busy_trace)


def test_a_record_that_is_nested_without_end_is_refused(busy_trace: Path) -> None:
    path = busy_trace / "data" / "trace.json"
    deep = b'{"a":' * 100_000 + b"1" + b"}" * 100_000
    path.write_bytes(path.read_bytes().replace(b'"evidence": {', b'"evidence": {"deep": ' + deep + b",", 1))
    with pytest.raises(InputError, match="no record of this version"):
        open_trace(busy_trace)


def test_paths_that_are_no_trace(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        open_trace("x" * 300)
    for path in (tmp_path / "nothing", tmp_path):
        with pytest.raises(InputError, match="no trace at"):
            open_trace(path)
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(InputError, match="no record of this version"):
        open_trace(tmp_path / "x.json")
