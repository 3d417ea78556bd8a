"""Zhihu: columns and answers, in the markup and in the page's initial data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sourcetrace.provenance.sites.base import Embedded, Route, Site, find_object, json_after, moment

__all__ = ["SITE"]


def _embedded(html: str) -> Embedded | None:
    data = json_after(html, r"""<script[^>]{0,200}\bid=["']js-initialData["'][^>]{0,200}>""")
    entities = find_object(data, "entities") if data else None
    for kind in ("articles", "answers"):
        items = entities.get(kind) if entities else None
        for item in items.values() if isinstance(items, dict) else ():
            found = _answer(item)
            if found:
                return Embedded(found.html, "initial data", found.title, found.author, found.published)
    return None


def _answer(answer: Any) -> Embedded | None:
    if not isinstance(answer, dict) or not isinstance(answer.get("content"), str) or not answer["content"].strip():
        return None
    author = answer.get("author")
    question = answer.get("question")
    title = answer.get("title") or (question.get("title") if isinstance(question, dict) else None)
    name = author.get("name") if isinstance(author, dict) else None
    return Embedded(answer["content"], "article JSON", title, name, moment(answer.get("created") or answer.get("createdTime") or answer.get("created_time")))


def _routes(item: str, url: str) -> Iterator[Route]:
    if "/p/" in url:
        yield Route(f"https://www.zhihu.com/api/v4/articles/{item}", "article JSON")


SITE = Site(
    name="zhihu",
    language="zh",
    hosts=("zhuanlan.zhihu.com", "zhihu.com"),
    item=r"/(?:answer|p)/(\d+)",
    containers=(".Post-RichTextContainer .RichText", ".RichContent-inner .RichText", ".Post-RichText"),
    embedded=_embedded,
    answer=_answer,
    routes=_routes,
)
