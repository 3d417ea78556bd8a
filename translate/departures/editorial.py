"""Editorial matter: what outlets put around an article and translators leave out or add without changing what it says."""

from __future__ import annotations

import re

__all__ = ["editorial"]

_SOURCE = re.compile(
    r"^\W*(?:责任编辑|责编|编辑|编校|校对|审核|记者|作者|文|图|摄影|来源|稿源|原标题|原文|转自|转载|声明|免责声明|版权|特别声明|本文来自|"
    r"新华社|中新网|中新社|环球网|人民网|央视|（[^）]{0,30}(?:记者|编辑|完)[^）]{0,20}）|\(完\)|相关报道|延伸阅读|点击|关注|扫码|打开|展开全文|"
    r"[\d\s年月日时分:：/.-]{8,40}(?:来源|發布|发布|$)|編集|文責|写真|出典|責任編集|기자|사진|출처|저작권|Источник|Фото|Редактор)|电[】）]?$|[-—|_]\s*\S{2,12}(?:网|新闻|日报)$"
)
_TARGET = re.compile(
    r"^\W*(?:original|source|statement|disclaimer|editor|author|photo|image|picture|caption|credit|translated|translation|read more|related|"
    r"reporting|copyright|all rights reserved|click|follow|subscribe|share|reprinted|republished|via|first published|editor's note|by [A-Z])\b"
    r"|\b(?:the|this) (?:article|content|views?)\b.{0,40}\b(?:views?|opinions?|author)\b",
    re.IGNORECASE,
)
_LONGEST = 160  # characters: an editorial line is short


def editorial(text: str, side: str) -> bool:
    """Whether a sentence is a dateline, credit, label or disclaimer.

    Args:
        text: one sentence.
        side: `source` or `target`.
    """
    pattern = _SOURCE if side == "source" else _TARGET
    return len(text) <= _LONGEST and bool(pattern.search(text.strip()))
