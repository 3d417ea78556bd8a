"""RT in Russian."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Site

__all__ = ["SITE"]

SITE = Site(
    name="rt",
    language="ru",
    hosts=("russian.rt.com",),
    item=r"/article/(\d+)|/news/(\d+)",
    containers=(".article__text",),
    drop=(".read-more", ".article__share", ".slider-block"),
)
