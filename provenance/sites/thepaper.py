"""The Paper (澎湃新闻): `.news_txt` in 2019–2020, the data of Next.js today."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcetrace.provenance.sites.base import Embedded, Route, Site, find_object, json_after, moment

__all__ = ["SITE"]


def _embedded(html: str) -> Embedded | None:
    data = json_after(html, r"""<script[^>]{0,200}\bid=["']__NEXT_DATA__["'][^>]{0,200}>""")
    detail = find_object(data, "contentDetail") if data else None
    if not detail or not isinstance(detail.get("content"), str) or not detail["content"].strip():
        return None
    printed = detail.get("pubTime")
    time = moment(detail.get("publishTime"))
    if time is None and isinstance(printed, str) and re.match(r"\d{4}-\d\d-\d\d", printed):
        time = printed
    return Embedded(detail["content"], "__NEXT_DATA__", detail.get("name"), detail.get("author") or None, time)


def _routes(item: str, url: str) -> Iterator[Route]:
    for form, what in (("https://www.thepaper.cn/newsDetail_forward_{}", "desktop page"), ("https://m.thepaper.cn/detail/{}", "mobile page")):
        address = form.format(item)
        if address != url:
            yield Route(address, what, mobile="//m." in address)


SITE = Site(
    name="thepaper",
    language="zh",
    hosts=("thepaper.cn",),
    item=r"/(?:newsDetail_forward_|detail/)(\d+)",
    containers=(".news_txt", "[class^=index_cententWrap]"),
    embedded=_embedded,
    routes=_routes,
)
