"""Naver News, which shows the articles of Korean papers."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Site

__all__ = ["SITE"]

SITE = Site(
    name="naver",
    language="ko",
    hosts=("n.news.naver.com", "news.naver.com"),
    item=r"/article/(\d+/\d+)|[?&](oid=\d+&aid=\d+|aid=\d+&oid=\d+)",
    containers=("#dic_area", "#newsct_article", "#articleBodyContents"),
    drop=(".img_desc", ".end_photo_org", ".byline_s", ".media_end_summary"),
)
