from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sourcetrace.translate import alignment
from sourcetrace.translate.alignment import _WIDEST, _best_path, _halved, _heaviest_chain, align, align_sentences
from sourcetrace.translate.text import InputError

# Written for these tests; each line answers the one at the same place in the other list.
CHINESE = [
    "市政府周一宣布，将在河边修建一座新图书馆。",
    "工程预计耗资三亿元，明年春天开工。",
    "附近的居民担心施工会带来噪音。",
    "一位退休教师说，孩子们早就需要一个安静的读书地方。",
    "反对派议员要求公开全部合同。",
    "天气预报说本周末有大雨。",
    "足球队在最后一分钟输掉了决赛。",
    "医院上个月收治了两百多名流感病人。",
]
ENGLISH = [
    "The city government announced on Monday that it will build a new library by the river.",
    "The project is expected to cost 300 million yuan and will start next spring.",
    "People living nearby worry about the noise of the construction.",
    "A retired teacher said children have long needed a quiet place to read.",
    "Opposition councillors demanded that all contracts be made public.",
    "The forecast says there will be heavy rain this weekend.",
    "The football team lost the final in the last minute.",
    "The hospital treated more than two hundred flu patients last month.",
]


def links(source: list[str], target: list[str]) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    return {(b.source, b.target) for b in align_sentences(source, target, "zh", "en")}


def test_a_complete_translation_pairs_one_to_one() -> None:
    assert links(CHINESE, ENGLISH) == {((i,), (i,)) for i in range(8)}


def test_what_is_left_out_and_put_in_stands_alone() -> None:
    found = links(CHINESE, [ENGLISH[0], ENGLISH[1], "Tickets for the concert sold out within an hour.", *ENGLISH[3:]])
    assert ((2,), ()) in found
    assert ((), (2,)) in found
    assert ((4,), (4,)) in found


def test_a_moved_sentence_is_found_across_the_others() -> None:
    moved = [*ENGLISH[1:6], ENGLISH[0], *ENGLISH[6:]]
    found = links(CHINESE, moved)
    assert ((0,), (5,)) in found
    assert ((3,), (2,)) in found


def test_merged_and_split_sentences() -> None:
    found = links([CHINESE[0] + CHINESE[1], *CHINESE[2:]], ENGLISH)
    assert ((0,), (0, 1)) in found
    found = links(CHINESE, [ENGLISH[0][:-1] + "; " + ENGLISH[1], *ENGLISH[2:]])
    assert ((0, 1), (0,)) in found


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(CHINESE), max_size=6), st.lists(st.sampled_from(ENGLISH), max_size=6))
def test_every_sentence_is_in_exactly_one_bead(source: list[str], target: list[str]) -> None:
    beads = align_sentences(source, target, "zh", "en")
    assert sorted(i for b in beads for i in b.source) == list(range(len(source)))
    assert sorted(j for b in beads for j in b.target) == list(range(len(target)))
    assert [b.id for b in beads] == [f"b{n}" for n in range(1, len(beads) + 1)]
    assert all(0 <= b.score <= 1 for b in beads)
    assert beads == align_sentences(source, target, "zh", "en")


def test_beads_stand_in_the_targets_order() -> None:
    beads = align_sentences(CHINESE, [ENGLISH[i] for i in (3, 0, 1, 2, 7, 4)], "zh", "en")
    first = [b.target[0] for b in beads if b.target]
    assert first == sorted(first)


def test_texts_keep_their_offsets() -> None:
    source, target = "".join(CHINESE), " ".join(ENGLISH)
    found = align(source, target)
    assert (found.source.language, found.target.language) == ("zh", "en")
    assert [s.of(source) for s in found.source.sentences] == CHINESE
    assert [s.of(target) for s in found.target.sentences] == ENGLISH
    assert found.pair.verdict == "translation"


def test_unrelated_texts_are_said_to_be_so() -> None:
    source = "".join(CHINESE)
    target = "The museum bought a painting. It shows a lake in winter. Critics praised the colours. The artist died in 1911. His letters were sold in Paris."
    assert align(source, target).pair.verdict == "unrelated"
    assert align(source, " ".join(ENGLISH[:3])).pair.verdict == "partial"


def test_refuses_what_cannot_be_stored() -> None:
    with pytest.raises(InputError, match="lone surrogate"):
        align("你好\ud800。", "Hello.")
    with pytest.raises(InputError, match="empty"):
        align(" \n", "Hello.")


def test_long_texts_are_cut_where_anchors_agree() -> None:
    """Vectors stand in for 900 sentences a side that answer each other, with 50 more in the middle of one side."""
    chance = np.random.default_rng(2026)
    left = chance.normal(size=(900, 512)).astype(np.float32)
    right = np.concatenate([left[:450], chance.normal(size=(50, 512)).astype(np.float32), left[450:]])
    right += chance.normal(scale=0.3, size=right.shape).astype(np.float32)
    tables = alignment._tables(*(v / np.linalg.norm(v, axis=1, keepdims=True) for v in (left, right)))
    assert len(tables) > 8
    assert (tables[0][0], tables[-1][1]) == ((0, 0), (900, 950))
    assert all(before[1] == after[0] for before, after in itertools.pairwise(tables))
    assert all(i == j or i >= 450 for (i, j), _ in tables)


def test_no_table_is_wider_than_the_limit() -> None:
    tables = _halved((0, 0), (5000, 100))
    assert tables[0][0] == (0, 0)
    assert tables[-1][1] == (5000, 100)
    assert all(end[0] - start[0] <= _WIDEST for start, end in tables)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), unique=True, max_size=30))
def test_the_heaviest_chain_is_increasing_and_best(pairs: list[tuple[int, int]]) -> None:
    chain = _heaviest_chain(pairs, [1.0] * len(pairs))
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in itertools.pairwise(chain))
    longest: dict[tuple[int, int], int] = {}
    for pair in sorted(pairs):
        longest[pair] = 1 + max((n for p, n in longest.items() if p[0] < pair[0] and p[1] < pair[1]), default=0)
    assert len(chain) == max(longest.values(), default=0)


def test_the_best_path_of_nothing_is_all_nulls() -> None:
    assert _best_path(2, 1, {}) in ([([0], []), ([1], []), ([], [0])], [([], [0]), ([0], []), ([1], [])])
