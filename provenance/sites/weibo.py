"""Weibo: posts through the site's JSON, headline articles in their page."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from sourcetrace.provenance.sites.base import Embedded, Route, Site, find_object, json_after, paragraphs

__all__ = ["SITE"]


def _routes(item: str, url: str) -> Iterator[Route]:
    if "ttarticle" in url:
        return
    yield Route(f"https://weibo.com/ajax/statuses/show?id={item}&isGetLongText=true", "status JSON")
    yield Route(f"https://m.weibo.cn/statuses/show?id={item}", "mobile status JSON", mobile=True)
    yield Route(f"https://m.weibo.cn/detail/{item}", "mobile page", mobile=True)


def _answer(answer: Any) -> Embedded | None:
    if not isinstance(answer, dict):
        return None
    inner = answer.get("data")
    return _post(inner if isinstance(inner, dict) else answer, "status JSON")


def _post(post: dict[str, Any], kind: str) -> Embedded | None:
    user = post.get("user") if isinstance(post.get("user"), dict) else {}
    assert isinstance(user, dict)
    long = find_object(post, "longText") or {}
    for text, plain in ((long.get("longTextContent"), True), (post.get("text_raw"), True), (post.get("text"), False)):
        if isinstance(text, str) and text.strip():
            name = user.get("screen_name")
            return Embedded(paragraphs(text) if plain else text, kind, None, name if isinstance(name, str) else None, _created(post.get("created_at")))
    return None


def _created(value: Any) -> str | None:
    """`Mon Feb 09 04:37:10 +0800 2026`."""
    try:
        return datetime.datetime.strptime(str(value), "%a %b %d %H:%M:%S %z %Y").isoformat()
    except ValueError:
        return None


def _embedded(html: str) -> Embedded | None:
    """`$render_data` of the mobile page."""
    data = json_after(html, r"\$render_data\s*=")
    status = find_object(data, "status") if data else None
    return _post(status, "$render_data") if status else None


SITE = Site(
    name="weibo",
    language="zh",
    hosts=("weibo.com", "m.weibo.cn"),
    item=r"/(?:status|detail)/(\w+)|/\d+/(\w{8,})|[?&]id=(\d+)",
    containers=(".WB_editor_iframe_new", ".WB_editor_iframe", "[node-type=contentBody]"),
    embedded=_embedded,
    answer=_answer,
    routes=_routes,
)
