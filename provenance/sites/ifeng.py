"""ifeng (Phoenix): old pages in a container, newer ones in the `allData` script."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Embedded, Site, find_object, json_after

__all__ = ["SITE"]


def _embedded(html: str) -> Embedded | None:
    data = json_after(html, r"\bvar allData\s*=")
    document = find_object(data, "docData") if data else None
    content = find_object(document, "contentData") if document else None
    parts = content.get("contentList") if content else None
    if not document or not isinstance(parts, list):
        return None
    texts = [p["data"] for p in parts if isinstance(p, dict) and p.get("type") == "text" and isinstance(p.get("data"), str)]
    time = document.get("newsTime")
    return Embedded(
        "".join(texts), "allData", document.get("title"), document.get("source"), f"{time.replace(' ', 'T')}+08:00" if isinstance(time, str) else None
    )


SITE = Site(
    name="ifeng",
    language="zh",
    hosts=("ifeng.com",),
    item=r"/c/(\w+)|/a/\d{8}/(\d+)_",
    containers=("#main_content", "#artical_real", "#js_selection_area", "[class^=main_content]"),
    drop=(".ifengLogo",),
    embedded=_embedded,
)
