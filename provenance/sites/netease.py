"""NetEase (163.com), desktop and mobile."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Site

__all__ = ["SITE"]

SITE = Site(
    name="163",
    language="zh",
    hosts=("163.com",),
    item=r"/article/(?:detail/)?(\w+)\.html|/(\w{16})\.html",
    containers=("#endText", ".post_body", ".article-body", "#content"),
    drop=(".gg200x300", ".post_comment"),
)
