"""Sina: news, finance, technology."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Site

__all__ = ["SITE"]

SITE = Site(
    name="sina",
    language="zh",
    hosts=("sina.com.cn", "sina.cn"),
    item=r"/(?:detail-|doc-)(i\w+)",
    containers=("#artibody", "#article", ".art_box", "section.art_pic_card"),
    drop=(".appendQr_wrap", "#left_hzh_ad", ".statement"),
)
