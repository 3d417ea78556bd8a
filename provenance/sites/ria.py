"""RIA Novosti. The body is a row of blocks, with other articles between them."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Site

__all__ = ["SITE"]

SITE = Site(
    name="ria",
    language="ru",
    hosts=("ria.ru",),
    item=r"/(\d{8}/[\w-]+)\.html",
    containers=(".article__body",),
    drop=(".article__article", ".article__info", ".banner", ".article__tags"),
    blocks=".article__text, .article__quote-text, .article__h2, .article__announce-text",
)
