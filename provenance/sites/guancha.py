"""Guancha (观察者网). Its pages hold long comments and hot lists beside the body."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Site

__all__ = ["SITE"]

SITE = Site(
    name="guancha",
    language="zh",
    hosts=("guancha.cn",),
    item=r"/(\d{4}_\d\d_\d\d_\d+)|[?&]id=(\d+)",
    containers=(".content.all-txt", ".article-txt-content"),
)
