"""Yahoo! Japan News: the body in `.article_body`, and in the page's preloaded state."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Embedded, Site, find_object, json_after, paragraphs

__all__ = ["SITE"]


def _embedded(html: str) -> Embedded | None:
    data = json_after(html, r"\b__PRELOADED_STATE__\s*=")
    detail = find_object(data, "articleDetail") if data else None
    blocks = detail.get("paragraphs") if detail else None
    if not detail or not isinstance(blocks, list):
        return None
    parts = [part for block in blocks if isinstance(block, dict) and isinstance(block.get("textDetails"), list) for part in block["textDetails"]]
    texts = [part["text"] for part in parts if isinstance(part, dict) and isinstance(part.get("text"), str)]
    return Embedded(paragraphs("\n".join(texts)), "preloaded state", detail.get("headline"), None, None) if texts else None


SITE = Site(
    name="yahoo-japan",
    language="ja",
    hosts=("news.yahoo.co.jp",),
    item=r"/articles/(\w+)",
    containers=(".article_body", "[class*=articleBody]", "#uamods .highLightSearchTarget"),
    drop=("figure", "[class*=relatedArticle]"),
    embedded=_embedded,
)
