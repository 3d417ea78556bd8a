"""Xinhua: news.cn and xinhuanet.com."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Site

__all__ = ["SITE"]

SITE = Site(
    name="xinhua",
    language="zh",
    hosts=("news.cn", "xinhuanet.com"),
    item=r"/(c_\d+|[0-9a-f]{32})",
    containers=("#detailContent", "#detail", "#p-detail", "#content .article"),
    drop=(".zan-wap", ".editor", ".relatedNews"),
)
