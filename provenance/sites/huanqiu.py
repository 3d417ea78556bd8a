"""Huanqiu (Global Times in Chinese): title, time and body stand escaped in text areas."""

from __future__ import annotations

import html as entities
import re

from sourcetrace.provenance.sites.base import Embedded, Site, moment

__all__ = ["SITE"]


def _area(html: str, name: str) -> str | None:
    opening = re.search(rf"""<textarea[^>]{{0,200}}class=["']?[^"'>]{{0,80}}\b{name}\b[^>]{{0,200}}>""", html)
    end = html.find("</textarea>", opening.end()) if opening else -1
    return entities.unescape(html[opening.end() : end]).strip() if opening and end >= 0 else None


def _embedded(html: str) -> Embedded | None:
    body = _area(html, "article-content")
    if not body:
        return None
    return Embedded(body, "textarea.article-content", _area(html, "article-title"), _area(html, "article-source-name"), moment(_area(html, "article-time")))


SITE = Site(
    name="huanqiu",
    language="zh",
    hosts=("huanqiu.com",),
    item=r"/article/(\w+)",
    containers=(".la_con", "#article .text", ".l-con.clear .text"),
    drop=(".adv", "adv-loader"),
    embedded=_embedded,
)
