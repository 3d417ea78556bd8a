from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sourcetrace.translate.alignment import align, align_sentences
from sourcetrace.translate.alignment.anchors import WIDEST, _halved, _heaviest_chain, anchors, tables
from sourcetrace.translate.alignment.lattice import Link, Potentials, best_path, forward_backward
from sourcetrace.translate.encoder import encode
from sourcetrace.translate.pooling import pool
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


def test_a_sentence_moved_by_two_places_is_found_in_japanese() -> None:
    source = [
        "県は5日、老朽化した港の倉庫3棟を取り壊すと発表した。",
        "費用は12億円で、来年4月に着工する。",
        "漁師の田中健一さんは「冬の間に終わらせてほしい」と話した。",
        "市民団体は倉庫の保存を求めて署名を集めている。",
        "知事は計画を変えない考えを示した。",
    ]
    target = [
        "The prefecture announced on the 5th that it will tear down three ageing warehouses at the port.",
        "The work will cost 1.2 billion yen and begins next April.",
        "The governor said she would not change the plan.",
        '"I hope they finish during the winter," said Kenichi Tanaka, a fisherman.',
        "Citizens are collecting signatures to keep the warehouses.",
    ]
    found = {(b.source, b.target) for b in align_sentences(source, target, "ja", "en")}
    assert found == {((0,), (0,)), ((1,), (1,)), ((4,), (2,)), ((2,), (3,)), ((3,), (4,))}


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
    found = tables(*(v / np.linalg.norm(v, axis=1, keepdims=True) for v in (left, right)))
    assert len(found) > 8
    assert (found[0][0], found[-1][1]) == ((0, 0), (900, 950))
    assert all(before[1] == after[0] for before, after in itertools.pairwise(found))
    assert all(i == j or i >= 450 for (i, j), _ in found)


def test_no_table_is_wider_than_the_limit() -> None:
    cut = _halved((0, 0), (5000, 100))
    assert cut[0][0] == (0, 0)
    assert cut[-1][1] == (5000, 100)
    assert all(end[0] - start[0] <= WIDEST for start, end in cut)


def test_a_text_that_repeats_itself_is_anchored_where_it_stands() -> None:
    chance = np.random.default_rng(3)
    page = chance.normal(size=(50, 512)).astype(np.float32)
    text = np.concatenate([page] * 4)
    text /= np.linalg.norm(text, axis=1, keepdims=True)
    assert anchors(text, text) == [(i, i) for i in range(200)]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), unique=True, max_size=30))
def test_the_heaviest_chain_is_increasing_and_best(pairs: list[tuple[int, int]]) -> None:
    chain = _heaviest_chain(pairs, [1.0] * len(pairs))
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in itertools.pairwise(chain))
    longest: dict[tuple[int, int], int] = {}
    for pair in sorted(pairs):
        longest[pair] = 1 + max((n for p, n in longest.items() if p[0] < pair[0] and p[1] < pair[1]), default=0)
    assert len(chain) == max(longest.values(), default=0)


# --- the lattice, against all paths written out -------------------------------------------------------------------------


def paths(n: int, m: int, p: Potentials) -> list[tuple[float, list[Link]]]:
    """Every path of a small table with its weight, by recursion from the start; sentences alone on the left come first in a gap."""
    found: list[tuple[float, list[Link]]] = []

    def walk(i: int, j: int, weight: float, links: list[Link], last: str) -> None:
        if (i, j) == (n, m):
            found.append((weight, links))
            return
        if i < n and last != "right":
            walk(i + 1, j, weight + p.null[0] + (p.opening[0] if last != "left" else 0), [*links, ((i,), ())], "left")
        if j < m:
            opened = 0.0 if last == "right" else p.opening[1] + (p.both if last == "left" else 0)
            walk(i, j + 1, weight + p.null[1] + opened, [*links, ((), (j,))], "right")
        for (a, b), table in p.beads.items():
            if i + a <= n and j + b <= m:
                walk(i + a, j + b, weight + table[i, j], [*links, (tuple(range(i, i + a)), tuple(range(j, j + b)))], "bead")
        if i + 2 <= n and j + 2 <= m:
            crossed = p.beads[1, 1][i, j + 1] + p.beads[1, 1][i + 1, j] + p.swap
            walk(i + 2, j + 2, weight + crossed, [*links, ((i,), (j + 1,)), ((i + 1,), (j,))], "bead")

    walk(0, 0, 0.0, [], "start")
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3), st.integers(1, 3), st.randoms(use_true_random=False))
def test_the_lattice_agrees_with_all_paths_written_out(n: int, m: int, chance: random.Random) -> None:
    """Only swaps of single sentences fit in so small a table, but for those of three, whose beads are forbidden here."""
    shapes = [(1, 1), *([(1, 2)] if m > 1 else []), *([(2, 1)] if n > 1 else [])]
    beads = {(a, b): np.array([[chance.uniform(-2, 2) for _ in range(m - b + 1)] for _ in range(n - a + 1)]) for a, b in shapes}
    for shape in shapes[1:]:
        beads[shape] -= 60  # so that swaps of larger blocks, which are made of these, weigh nothing
    beads |= {(a, b): np.full((max(0, n - a + 1), max(0, m - b + 1)), -120.0) for a, b in [(1, 2), (2, 1), (2, 2)] if (a, b) not in beads}
    p = Potentials(
        beads, (chance.uniform(-1, 1), chance.uniform(-1, 1)), (chance.uniform(-1, 0), chance.uniform(-1, 0)), chance.uniform(-3, 0), chance.uniform(-2, 1)
    )
    every = paths(n, m, p)
    total = np.logaddexp.reduce([weight for weight, _ in every])
    found = forward_backward(n, m, p)
    assert found.total == pytest.approx(total)
    for i in range(n):
        alone = sum(np.exp(weight - total) for weight, links in every if ((i,), ()) in links)
        assert found.null[0][i] == pytest.approx(alone)
        for j in range(m):
            linked = sum(np.exp(weight - total) for weight, links in every if ((i,), (j,)) in links)
            assert found.beads[1, 1][i, j] == pytest.approx(linked)
    weights = {tuple(sorted(links)): weight for weight, links in every}
    assert weights[tuple(sorted(best_path(n, m, p)))] == pytest.approx(max(weights.values()))


def test_the_best_path_of_nothing_is_all_nulls() -> None:
    nothing = Potentials({}, (0.0, 0.0), (0.0, 0.0), 0.0)
    assert sorted(best_path(2, 1, nothing)) == [((), (0,)), ((0,), ()), ((1,), ())]


# --- what holds of every alignment --------------------------------------------------------------------------------------

MIXED = st.lists(st.sampled_from(CHINESE), max_size=7), st.lists(st.sampled_from(ENGLISH), max_size=7)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(*MIXED)
def test_swapping_the_sides_mirrors_the_result(source: list[str], target: list[str]) -> None:
    there = {(b.source, b.target, b.score) for b in align_sentences(source, target, "zh", "en")}
    back = {(b.target, b.source, b.score) for b in align_sentences(target, source, "en", "zh")}
    assert there == back


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(range(8)), st.integers(4, 8))
def test_an_unrelated_paragraph_changes_nothing_elsewhere(order: list[int], count: int) -> None:
    source, target = [CHINESE[i] for i in sorted(order[:count])], [ENGLISH[i] for i in sorted(order[:count])]
    before = links(source, target)
    after = links(source, [*target, *FOREIGN])
    assert after == before | {((), (count + k,)) for k in range(len(FOREIGN))}
    assert links([*FOREIGN_CHINESE, *source], target) == {(tuple(i + 2 for i in x), y) for x, y in before} | {((0,), ()), ((1,), ())}


FOREIGN = [
    "Subscribe to our newsletter for recipes.",
    "The museum shop sells postcards and old maps.",
    "Her grandmother kept bees behind the stable.",
    "A violin was found in the attic, without strings.",
]
FOREIGN_CHINESE = ["祖母在马厩后面养蜂。", "博物馆商店出售明信片和旧地图。"]


def test_a_bead_of_five_sentences() -> None:
    english = [
        "In 2011 the ministry of education closed forty village schools",
        "in 2013 it sold their buildings to private companies",
        "in 2015 it opened six large boarding schools in the provincial capital",
        "in 2017 parents from the mountains protested in front of the parliament",
        "and in 2019 the court ordered the government to reopen twelve of the schools.",
    ]
    chinese = [
        "2011年，教育部关闭了四十所乡村学校。",
        "2013年，教育部把校舍卖给了私营公司。",
        "2015年，教育部在省会开办了六所大型寄宿学校。",
        "2017年，山区的家长在议会门前抗议。",
        "2019年，法院命令政府重新开办其中十二所学校。",
    ]
    assert ((1, 2, 3, 4, 5), (1,)) in links([CHINESE[0], *chinese, CHINESE[5]], [ENGLISH[0], "; ".join(english), ENGLISH[5]])
    assert ((0,), (0, 1, 2, 3, 4)) in links(["".join(chinese).replace("。", "，"), *CHINESE[:3]], [*english, *ENGLISH[:3]])


def test_nulls_have_a_score_and_sure_ones_a_high_one() -> None:
    beads = align_sentences(CHINESE, [*ENGLISH[:3], FOREIGN[1], *ENGLISH[3:]], "zh", "en")
    alone = next(b for b in beads if not b.source)
    assert alone.target == (3,)
    assert 0.9 < alone.score <= 1


def test_blocks_are_what_the_encoder_says_of_their_text() -> None:
    pooled = pool(ENGLISH, 1500)
    for k in (1, 2, 3, 5):
        whole = encode([" ".join(ENGLISH[i : i + k]) for i in range(len(ENGLISH) - k + 1)])
        assert (pooled.blocks(k) * whole).sum(1).min() > 0.999
    cut = pooled.part(2, 6)
    assert np.allclose(cut.blocks(2), pooled.blocks(2)[2:5], atol=1e-6)
    assert pool([], 1500).blocks(1).shape == (0, 512)
    assert pool(["你好。"], 1500).blocks(2).shape == (0, 512)


def test_clauses_are_linked_inside_a_bead() -> None:
    source = "市政府周一宣布，将在河边修建一座新图书馆。天气预报说本周末有大雨。"
    target = "A new library will be built by the river, the city government announced on Monday. The forecast says there will be heavy rain this weekend."
    found = align(source, target, "zh", "en")
    pairs = {(link.source.of(source), link.target.of(target)) for link in found.links}
    assert ("将在河边修建一座新图书馆。", "A new library will be built by the river,") in pairs
    assert ("市政府周一宣布，", "the city government announced on Monday.") in pairs


def test_a_passage_without_full_stops_is_aligned_and_its_clauses_left_alone() -> None:
    """Twenty thousand clauses a side would be compared four hundred million times."""
    found = align("市政府宣布修建图书馆，" * 20_000, "The city announced a library, " * 20_000, "zh", "en")
    assert [(b.source, b.target) for b in found.beads] == [((0,), (0,))]
    assert found.links == ()


@pytest.mark.parametrize(("target", "verdict"), [(ENGLISH, "translation"), (ENGLISH[:3], "partial"), (FOREIGN, "unrelated")])
def test_verdicts(target: list[str], verdict: str) -> None:
    assert align("".join(CHINESE), " ".join(target)).pair.verdict == verdict
