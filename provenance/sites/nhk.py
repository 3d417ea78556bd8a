"""NHK News. Pages are deleted after about a week, and shown abroad behind a consent gate: look into archives."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Site

__all__ = ["SITE"]

SITE = Site(
    name="nhk",
    language="ja",
    hosts=("nhk.or.jp", "news.web.nhk"),
    item=r"/(k\d+)\.html|/na-(k\d+)",
    containers=(".content--detail-body", "section.content--detail-main", "#news_textbody", ".article-body"),
    drop=(".content--related",),
)
