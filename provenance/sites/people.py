"""People's Daily online and its many channels."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Site

__all__ = ["SITE"]

SITE = Site(
    name="people",
    language="zh",
    hosts=("people.com.cn", "people.cn"),
    item=r"/c[\d-]+-(\d+)\.html",
    containers=("#rwb_zw", "#rm_txt_zw", ".rm_txt_con", ".show_text", "#p_content", "#articleContent"),
    drop=(".box_pic", ".edit", ".zdfy", ".paper_num"),
)
