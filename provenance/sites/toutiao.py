"""Toutiao: long articles (19 digits), micro-posts (16 digits), galleries and short links.

The desktop address gives a shell of scripts; the info JSON and the mobile page hold the text. Pages saved in 2019–2020
hold it in the markup, or, a gallery, in data alone.
"""

from __future__ import annotations

import datetime
import html as entities
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from sourcetrace.provenance.sites.base import Embedded, Route, Site, find_object, moment, paragraphs

__all__ = ["SITE", "toutiao_time"]


def toutiao_time(item: str) -> str | None:
    """The second coded in a Toutiao id: the high bits of a 19-digit (>> 32) or 16-digit (>> 20) number.

    On five saved 19-digit articles it equals the printed time of publication to the second; on dated 16-digit
    micro-posts it is never later than their date. Ids that give a time before the site existed (2012) code none.
    """
    if not item.isdecimal() or len(item) not in (16, 19):
        return None
    seconds = int(item) >> (32 if len(item) == 19 else 20)
    if not 1_325_376_000 <= seconds < 4_102_444_800:  # 2012 … 2100
        return None
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _routes(item: str, _url: str) -> Iterator[Route]:
    mobile = "https://m.toutiao.com"
    if len(item) == 16:  # a micro-post: its own page is rendered by the server, the article's may be a shell
        yield Route(f"{mobile}/w/{item}/", "mobile page of the micro-post", mobile=True)
    yield Route(f"{mobile}/i{item}/info/v2/", "info JSON, second version", mobile=True)
    yield Route(f"{mobile}/i{item}/info/", "info JSON", mobile=True)
    yield Route(f"{mobile}/i{item}/", "mobile page", mobile=True)
    if len(item) == 16:
        yield Route(f"https://www.toutiao.com/w/{item}/", "page of the micro-post")


def _aliases(item: str, _url: str) -> Iterator[str]:
    forms = (
        "www.toutiao.com/article/{}/",
        "www.toutiao.com/w/{}/",
        "www.toutiao.com/a{}/",
        "www.toutiao.com/i{}/",
        "m.toutiao.com/i{}/",
        "m.toutiao.com/w/{}/",
    )
    yield from (f"https://{form.format(item)}" for form in forms)


# --- data in pages ------------------------------------------------------------------------------------------------------

_RENDER_DATA = re.compile(r"""<script[^>]{0,200}\bid=["']?RENDER_DATA["']?[^>]{0,200}>([^<]+)</script>""")
_QUOTED = re.compile(r"""["'>]\s{0,20}(%7B[^"'<>\s]*)""")
# Each is matched where its name stands first, not searched for: a page could hold the name a hundred thousand times.
_GALLERY = re.compile(r"""galleryInfo\s*=.{0,2000}?gallery:\s*JSON\.parse\("((?:[^"\\]|\\.)*)"\)""", re.DOTALL)
_CONTENT = re.compile(r"""articleInfo:\s*\{\s*title:\s*'((?:[^'\\]|\\.){0,500})'[^\n]{0,200}\s*content:\s*'((?:[^'\\]|\\.)*)'""")
_TIME = re.compile(r"""\btime:\s*'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)'""")
_TITLE = re.compile(r"""galleryInfo\s*=\s*\{\s*title:\s*'((?:[^'\\]|\\.)*)'""")


def _embedded(html: str) -> Embedded | None:
    """The article in a page's data: a gallery's captions, the rendered data, or the article's own info."""
    return _gallery(html) or _rendered(html) or _article_info(html)


def _first(pattern: re.Pattern[str], name: str, html: str) -> re.Match[str] | None:
    at = html.find(name)
    return pattern.match(html, at) if at >= 0 else None


def _literal(text: str) -> str:
    """The text of a JavaScript string literal without its quotes."""
    text = re.sub(r"\\x([0-9A-Fa-f]{2})", r"\\u00\1", text).replace("\\'", "'")
    text = re.sub(r'(?<!\\)((?:\\\\)*)"', r'\1\\"', text)
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text


def _gallery(html: str) -> Embedded | None:
    found = _first(_GALLERY, "galleryInfo =", html) or _first(_GALLERY, "galleryInfo=", html)
    if not found:
        return None
    try:
        data = json.loads(_literal(found[1]), strict=False)
    except (ValueError, RecursionError):
        return None
    captions = data.get("sub_abstracts") if isinstance(data, dict) else None
    if not isinstance(captions, list):
        return None
    title, time = _TITLE.search(html), _TIME.search(html)
    text = "\n".join(c for c in captions if isinstance(c, str))
    return Embedded(paragraphs(text), "gallery captions", _literal(title[1]) if title else None, None, f"{time[1].replace(' ', 'T')}+08:00" if time else None)


def _article_info(html: str) -> Embedded | None:
    """`BASE_DATA.articleInfo`: HTML in a JSON string in entities in a literal."""
    found = _first(_CONTENT, "articleInfo:", html)
    if not found:
        return None
    title, content = (_unquoted(entities.unescape(_literal(part))) for part in found.groups())
    time = _TIME.search(html)
    return Embedded(content, "BASE_DATA", title or None, None, f"{time[1].replace(' ', 'T')}+08:00" if time else None) if content else None


def _unquoted(text: str) -> str:
    inner = text.strip()
    return _literal(inner[1:-1]) if len(inner) >= 2 and inner[0] == inner[-1] == '"' else inner


def _rendered(html: str) -> Embedded | None:
    for pattern, kind in ((_RENDER_DATA, "RENDER_DATA"), (_QUOTED, "articleInfo")):
        for found in pattern.finditer(html):
            # Stray percent signs occur; `unquote` leaves them as they are.
            if pattern is _QUOTED and "%22articleInfo%22" not in found[1]:
                continue
            text = unquote(found[1].strip(), errors="replace")
            try:
                data = json.loads(text, strict=False)
            except (ValueError, RecursionError):
                continue
            article = _of_object(data, kind)
            if article:
                return article
    return None


# --- data in answers ----------------------------------------------------------------------------------------------------


def _answer(answer: Any) -> Embedded | None:
    """The `info` JSON; `data` is null where the item is gone."""
    return _of_object(answer, "info JSON")


def _of_object(data: Any, kind: str) -> Embedded | None:
    post = find_object(data, "threadBase", "thread_base")
    if post and isinstance(post.get("content"), str) and post["content"].strip():
        user = find_object(post, "info") or {}
        created = moment(post.get("createTime") or post.get("create_time"))
        return Embedded(paragraphs(post["content"]), f"{kind}, micro-post", _text(post.get("title")), _text(user.get("name")), created)
    article = find_object(data, "articleInfo", "article_info") or (data.get("data") if isinstance(data, dict) and isinstance(data.get("data"), dict) else None)
    if not article or not isinstance(article.get("content"), str) or not article["content"].strip():
        return None
    user = find_object(article, "media_user") or {}
    author = user.get("screen_name") or user.get("name") or article.get("detail_source") or article.get("source") or article.get("media_name")
    content = article["content"]
    return Embedded(
        content if "<" in content else paragraphs(content),
        kind,
        _text(article.get("title")),
        _text(author),
        moment(article.get("publish_time") or article.get("publishTime")),
    )


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


SITE = Site(
    name="toutiao",
    language="zh",
    hosts=("toutiao.com", "toutiaocdn.com", "toutiaoimg.cn"),
    item=r"/(?:(?:article|video|group|item|wenda)/|w/[ai]?|[ai])(\d{16,19})",
    containers=("div.article-content", "article", ".weitoutiao-html", ".weitoutiao-content"),
    drop=(".article-tag", ".tt-video-box", ".pgc-card"),
    embedded=_embedded,
    answer=_answer,
    routes=_routes,
    inferred_time=toutiao_time,
    aliases=_aliases,
)
