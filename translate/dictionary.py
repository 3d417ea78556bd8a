"""What the tables make of Chinese words in English, and English words without their endings, so that the two can be compared."""

from __future__ import annotations

import functools
import re

from sourcetrace.translate.names.tables import english_forms, forms, glosses
from sourcetrace.translate.text import Span, fold

__all__ = ["ENGLISH", "GRAMMAR", "PARTICLES", "content_stems", "said", "segmented", "stem", "stems_of"]

ENGLISH = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+){0,4}")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LONGEST = 6  # characters of a word looked up
_LONGEST_NAME = 9
_SHORTEST = 3  # letters of an English word that says something

# English words of grammar, time and saying, which answer no single word of the original.
GRAMMAR = frozenset(
    "a an the of to in on at by for with from into onto over under about after before between through during against among within without upon out up down off "
    "and or but nor so yet if then than as because since while when where who whom whose which what how why that this these those there here "
    "is are was were be been being am has have had having do does did doing done will would can could may might must shall should "
    "i you he she it we they me him her us them my your his its our their mine yours theirs himself herself itself themselves "
    "not no any some all both each every either neither one two also too only just even still already very more most much many few such same other another own "
    "mr mrs ms s t re ve ll d etc per via said say says saying according make made makes making get got take took taken give given use used using come came go went "
    "become became well now again however therefore although though whether along around like".split()
)
# Chinese words of grammar, which answer no single word of the English.
PARTICLES = frozenset(
    "的 了 在 是 和 与 及 或 也 都 就 而 但 对 为 以 于 从 到 把 被 让 向 等 着 过 之 其 这 那 此 该 有 没有 不 很 更 最 还 又 再 已 已经 将 会 能 可以 可 要 我 你 他 她 它 "
    "我们 你们 他们 她们 它们 自己 一个 一些 一种 这个 那个 这些 那些 这种 中 上 下 里 内 外 前 后 时 地 得 所 因 由 并 且 并且 而且 以及 如 如果 则 却 只 只是 个 名 位 种 次 年 月 日 "
    "当 使 给 用 来 去 进行 方面 表示 称 说 据 目前 其中 通过 由于 因此 因为 所以 但是 不过 然而 同时 此外 另外 不仅 虽然 即 每 各 某 本 多 大 小 成为 作为 具有 需要 应 应该 必须 "
    "什么 怎么 怎样 哪 谁 为何 为了 对于 关于 至于 没 无 均 令 给 项 些 条 件 家 张 只 起 间 处 时候 时期 期间 之后 之前 之间 之一 以后 以前 以来 以便 更加 十分 非常 比较 尤其 特别 特别是 "
    "可能 也许 或许 或者 还是 还有 只有 只要 除了 除 乃至 甚至 至今 于是 随着 随后 然后 接着 那么 这么 那样 这样 那里 这里 哪里 如何 如此 一样 一定 一直 一起 一下 一方面 另一方面 一旦 "
    "不会 不能 不得 不是 就是 都是 也是 还是 正是 总是 是否 能够 愿意 打算 正在 仍 仍然 依然 曾 曾经 刚刚 刚 才 再次 便 则是 并非 而是 无论 不管 尽管 即使 哪怕 倘若 假如 要是 与其 "
    "全部 所有 任何 其他 其它 其余 有些 有的 有关 相关 各种 各个 许多 很多 大量 多个 几 数 若干 每个 每年 本次 此次 当时 当地 今 现在 如今 近日 日前 元 号 点 分 秒 啊 吧 呢 吗 呀 哦 嘛 们 般 似的 "
    "开始 出现 方 者 性 化 一 二 三 四 五 六 七 八 九 十 百 千 万 亿 两 第".split()
)


def said(form: str) -> frozenset[str]:
    """Stems of everything that the tables know for any stretch of the original."""
    words, names = forms("word"), forms("name")
    stretches = {form[a:b] for a in range(len(form)) for b in range(a + 1, min(len(form), a + _LONGEST) + 1)}
    return frozenset().union(*(stems_of(stretch) for stretch in stretches if (stretch in words or stretch in names) and _HAN.match(stretch)))


@functools.lru_cache(1 << 15)
def stems_of(word: str) -> frozenset[str]:
    """Stems of the English content words by which the tables explain a Chinese word."""
    english = [*glosses(word), *(part for name in english_forms(word) for part in ENGLISH.findall(name))]
    return frozenset(stem(part) for gloss in english for part in re.split("[-'’]", fold(gloss)) if part not in GRAMMAR)


_ENDINGS = re.compile(
    r"(?<=[a-z]{3})(?:ational|ization|isation|fulness|ations?|ments?|ities|ically|ences?|ances?|ency|ancy|ness|ings?|edly|ists?|ions?|ible|able|ally|ents?|ants?|ers?|ors?|ours?|ous|ies|ied|ive|ity|ism|est|ly|ed|es|al|ic|e|s|y)$"
)


@functools.lru_cache(1 << 15)
def stem(word: str) -> str:
    """A word without its endings, coarsely: announced, announcement → announc."""
    for _ in range(3):
        shorter = _ENDINGS.sub("", word)
        if shorter == word:
            break
        word = shorter
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


@functools.lru_cache(1 << 12)
def content_stems(text: str) -> frozenset[str]:
    """Stems of the words of an English text that are no words of grammar, and of the parts of compounds."""
    words = [fold(found.group()) for found in ENGLISH.finditer(text)]
    parts = {part for word in words for part in (word, *re.split("[-'’]", word))}
    return frozenset(stem(part) for part in parts if part not in GRAMMAR and len(part) >= _SHORTEST)


def segmented(form: str) -> list[Span]:
    """The cut into words of the tables whose lengths have the greatest sum of squares; what is no Han is left out."""
    words, names = forms("word"), forms("name")
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(form) + 1):
        options = []
        for start in range(max(0, end - _LONGEST_NAME), end):
            word, size = form[start:end], end - start
            if word in PARTICLES:
                options.append((best[start][0] + size**2 + 0.5, start))
            elif size == 1:
                options.append((best[start][0] + 1.0, start))
            elif ((size <= _LONGEST and word in words) or word in names) and _HAN.match(word):
                options.append((best[start][0] + size**2, start))
        best.append(max(options))
    spans, end = [], len(form)
    while end:
        start = best[end][1]
        if _HAN.match(form[start]):
            spans.append(Span(start, end))
        end = start
    return spans[::-1]
