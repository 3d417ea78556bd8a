"""WeChat public accounts. The body is in the markup, hidden by style until a script has run; the wall 环境异常 comes often."""

from __future__ import annotations

import re

from sourcetrace.provenance.sites.base import Embedded, Site, json_after, moment, paragraphs

__all__ = ["SITE"]

_NAME = re.compile(r"""\bvar nickname\s*=\s*(?:htmlDecode\()?["']([^"'\n]{1,80})["']""")
_TITLE = re.compile(r"""\bvar msg_title\s*=\s*['"]([^'"\n]{1,200})['"]""")
_TIME = re.compile(r"""\bvar ct\s*=\s*["'](\d{10})["']""")


def _embedded(html: str) -> Embedded | None:
    """Posts of text or pictures alone keep their words in `text_page_info`."""
    info = json_after(html, r"\btext_page_info\s*[:=]")
    content = info.get("content_noencode") or info.get("content") if isinstance(info, dict) else None
    if not isinstance(content, str) or not content.strip():
        return None
    name, title, time = (pattern.search(html) for pattern in (_NAME, _TITLE, _TIME))
    return Embedded(paragraphs(content), "text_page_info", title and title[1], name and name[1], moment(time[1]) if time else None)


SITE = Site(
    name="wechat",
    language="zh",
    hosts=("mp.weixin.qq.com",),
    item=r"/s/([\w-]{10,})|[?&]sn=(\w+)",
    containers=("#js_content",),
    drop=(".js_blockquote_digest", "mp-common-profile", ".qr_code_pc_outer", "#js_pc_qr_code"),
    embedded=_embedded,
)
