"""TASS."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Site

__all__ = ["SITE"]

SITE = Site(
    name="tass",
    language="ru",
    hosts=("tass.ru",),
    item=r"/(\d+)$",
    containers=(".text-content", "article [class*=Content_wrapper]", "article"),
    drop=(".text-include", ".text-incut", "[class*=PrimaryTags]"),
)
