"""Which words of a Chinese–English passage a dictionary explains by words of the other side.

A word is explained if CC-CEDICT, the name tables, a reading or a figure finds something for it over there. What is left are words
that were put freely, or that stand on one side alone: a clause full of them is suspicious.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import msgspec
from sourcetrace.translate.dictionary import ENGLISH, GRAMMAR, LONGEST, said, stem, stems_of
from sourcetrace.translate.names.romanise import pinyin_readings
from sourcetrace.translate.names.source import SourceNames
from sourcetrace.translate.names.stated import renders, stated_names
from sourcetrace.translate.names.tables import english_forms, folded, glosses
from sourcetrace.translate.numerals import number_set
from sourcetrace.translate.text import Span, fold

__all__ = ["LANGUAGES", "Word", "open_share", "unexplained"]

LANGUAGES = frozenset({"zh"})  # of the source, whose words the tables hold

_FIGURE = re.compile(r"\d[\d,]{0,17}(?:\.\d{1,9})?\s{0,2}(?:万亿|万億|千万|百万|十万|[万萬亿億兆]|thousand|million|billion|trillion|bn)?")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LONGEST_NAME = 9
_SUPPORTED = 0.8  # a name's support from which it counts as rendered
_INITIAL = 7  # letters of a pinyin spelling that must agree

# Chinese words of grammar, which answer no single word of the English.
_PARTICLES = frozenset(
    "的 了 在 是 和 与 及 或 也 都 就 而 但 对 为 以 于 从 到 把 被 让 向 等 着 过 之 其 这 那 此 该 有 没有 不 很 更 最 还 又 再 已 已经 将 会 能 可以 可 要 我 你 他 她 它 "
    "我们 你们 他们 她们 它们 自己 一个 一些 一种 这个 那个 这些 那些 这种 中 上 下 里 内 外 前 后 时 地 得 所 因 由 并 且 并且 而且 以及 如 如果 则 却 只 只是 个 名 位 种 次 年 月 日 "
    "当 使 给 用 来 去 进行 方面 表示 称 说 据 目前 其中 通过 由于 因此 因为 所以 但是 不过 然而 同时 此外 另外 不仅 虽然 即 每 各 某 本 多 大 小 成为 作为 具有 需要 应 应该 必须 "
    "什么 怎么 怎样 哪 谁 为何 为了 对于 关于 至于 没 无 均 令 给 项 些 条 件 家 张 只 起 间 处 时候 时期 期间 之后 之前 之间 之一 以后 以前 以来 以便 更加 十分 非常 比较 尤其 特别 特别是 "
    "可能 也许 或许 或者 还是 还有 只有 只要 除了 除 乃至 甚至 至今 于是 随着 随后 然后 接着 那么 这么 那样 这样 那里 这里 哪里 如何 如此 一样 一定 一直 一起 一下 一方面 另一方面 一旦 "
    "不会 不能 不得 不是 就是 都是 也是 还是 正是 总是 是否 能够 愿意 打算 正在 仍 仍然 依然 曾 曾经 刚刚 刚 才 再次 便 则是 并非 而是 无论 不管 尽管 即使 哪怕 倘若 假如 要是 与其 "
    "全部 所有 任何 其他 其它 其余 有些 有的 有关 相关 各种 各个 许多 很多 大量 多个 几 数 若干 每个 每年 本次 此次 当时 当地 今 现在 如今 近日 日前 元 号 点 分 秒 啊 吧 呢 吗 呀 哦 嘛 们 般 似的 "
    "开始 出现 方 者 性 化 一 二 三 四 五 六 七 八 九 十 百 千 万 亿 两 第".split()
)


class Word(msgspec.Struct, frozen=True):
    """A content word and whether the other side explains it; `name` tells words with a capital."""

    span: Span
    explained: bool
    name: bool = False


def unexplained(source: str, target: str, names: SourceNames) -> tuple[list[Word], list[Word]]:
    """The content words of both sides.

    Args:
        source: a passage in Chinese.
        target: the same in English.
        names: of the source.
    """
    form = folded(source)
    stems = frozenset(stem(fold(found.group())) for found in ENGLISH.finditer(target))
    stems |= frozenset(stem(part) for found in ENGLISH.finditer(target) for part in re.split("[-'’]", fold(found.group())))
    ours = [*_source_words(form, stems, target, names), *_figures(source, target)]
    theirs = [*_target_words(target, form, names), *_figures(target, source)]
    return ours, theirs


def open_share(text: str, other: str) -> float:
    """The share of the content words of an English text that another English text does not have, with one word's doubt."""
    known = {stem(fold(found.group())) for found in ENGLISH.finditer(other)}
    words = [fold(found.group()) for found in ENGLISH.finditer(text)]
    content = [stem(word) for word in words if len(word) > 2 and word not in GRAMMAR]
    return sum(word not in known for word in content) / (len(content) + 1)


def _figures(text: str, other: str) -> Iterator[Word]:
    """Numbers in digits, which the same number over there explains."""
    there = number_set(other)
    for found in _FIGURE.finditer(text):
        yield Word(Span(*found.span()), bool(number_set(found.group()) & there))


# --- the English side ---------------------------------------------------------------------------------------------------


def _target_words(target: str, form: str, names: SourceNames) -> Iterator[Word]:
    known = said(form)
    for found in ENGLISH.finditer(target):
        word = fold(found.group())
        if word in GRAMMAR or len(word) < 3:
            continue
        capital = found.group()[0].isupper()
        explained = stem(word) in known or any(stem(part) in known for part in re.split("[-'’]", word) if part not in GRAMMAR and len(part) > 2)
        if not explained and capital:
            explained = names.support(found.group()).score >= _SUPPORTED
        yield Word(Span(*found.span()), explained, capital)


# --- the Chinese side ---------------------------------------------------------------------------------------------------


def _source_words(form: str, stems: frozenset[str], target: str, names: SourceNames) -> Iterator[Word]:
    words = [found.group() for found in ENGLISH.finditer(target) if found.group()[0].isupper()]
    named = [part.span for name in stated_names(names) for part in name.parts if renders(words, part, name, names)]
    for found in ENGLISH.finditer(form):
        if found.group().isascii():
            yield Word(Span(*found.span()), stem(fold(found.group())) in stems)
    for span in _segmented(form):
        word = span.of(form)
        if word not in _PARTICLES:
            yield Word(span, any(span.overlaps(name) for name in named) or _rendered(word, stems))


def _segmented(form: str) -> list[Span]:
    """The cut into words of the tables whose lengths have the greatest sum of squares; what is no Han is left out."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(form) + 1):
        options = [(best[start][0] + _worth(form[start:end]), start) for start in range(max(0, end - _LONGEST_NAME), end)]
        best.append(max(options))
    spans, end = [], len(form)
    while end:
        start = best[end][1]
        if _HAN.match(form[start]):
            spans.append(Span(start, end))
        end = start
    return spans[::-1]


@functools.lru_cache(1 << 16)
def _worth(word: str) -> float:
    if word in _PARTICLES:
        return len(word) ** 2 + 0.5
    if len(word) == 1:
        return 1.0
    known = _HAN.match(word) and ((len(word) <= LONGEST and glosses(word)) or english_forms(word))
    return float(len(word) ** 2) if known else -9.0


def _rendered(word: str, stems: frozenset[str]) -> bool:
    if stems_of(word) & stems:
        return True
    if len(word) > 2 and any(stems_of(word[:cut]) & stems and (len(word) - cut == 1 or stems_of(word[cut:]) & stems) for cut in range(1, len(word))):
        return True
    spelled = "".join(pinyin_readings(word))
    return any(len(s) >= 3 and (spelled[:_INITIAL] == s or spelled.startswith(s)) for s in stems)
