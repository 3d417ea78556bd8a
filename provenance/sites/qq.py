"""Tencent News (qq.com): a container in saved pages, `window.DATA` today."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Embedded, Site, find_object, json_after

__all__ = ["SITE"]


def _embedded(html: str) -> Embedded | None:
    data = json_after(html, r"\bwindow\.DATA\s*=")
    content = find_object(data, "originContent") if isinstance(data, dict) else None
    if not content or not isinstance(content.get("text"), str) or not content["text"].strip():
        return None
    time = data.get("pubtime")
    return Embedded(content["text"], "window.DATA", data.get("title"), data.get("media"), f"{time.replace(' ', 'T')}+08:00" if isinstance(time, str) else None)


SITE = Site(
    name="qq",
    language="zh",
    hosts=("qq.com",),
    item=r"/(?:a|omn)/((?:\d+/)?\w+)",
    containers=("#Cnt-Main-Article-QQ", ".content-article", "#ArticleContent", ".rich_media_content"),
    embedded=_embedded,
)
