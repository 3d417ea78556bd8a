"""Lenta.ru."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Site

__all__ = ["SITE"]

SITE = Site(
    name="lenta",
    language="ru",
    hosts=("lenta.ru",),
    item=r"/(\d{4}/\d\d/\d\d/\w+)",
    containers=(".topic-body__content", "[itemprop=articleBody]"),
    drop=(".topic-body__title-image", ".box-inline-topic", ".box-gallery"),
)
