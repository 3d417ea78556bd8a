"""Baijiahao: authors' articles on Baidu."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Site

__all__ = ["SITE"]

SITE = Site(
    name="baijiahao",
    language="zh",
    hosts=("baijiahao.baidu.com", "mbd.baidu.com"),
    item=r"[?&]id=(\d+)|news_(\d+)",
    containers=(".article-content", "[data-testid=article]"),
)
