"""Sites that originals come from: which site an address belongs to, its language, the item's id, and what the id tells.

One file a site, with everything known of it: addresses, containers of the body, data in its pages, routes. A site is added
by adding its file and one line below, and a page written for it in `tests/sites`.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import msgspec
from sourcetrace.provenance.sites import (
    baijiahao,
    guancha,
    huanqiu,
    ifeng,
    lenta,
    naver,
    netease,
    nhk,
    people,
    qq,
    ria,
    rt,
    sina,
    stcn,
    tass,
    thepaper,
    toutiao,
    wechat,
    weibo,
    xinhua,
    yahoo_japan,
    zhihu,
)
from sourcetrace.provenance.sites.addresses import ADDRESSES
from sourcetrace.provenance.sites.base import Embedded, Route, Site
from sourcetrace.provenance.sites.outlets import OUTLETS, Outlet
from sourcetrace.provenance.sites.toutiao import toutiao_time

__all__ = ["OUTLETS", "SITES", "Embedded", "Item", "Outlet", "Route", "Site", "host_language", "host_of", "identify", "site_of", "toutiao_time"]

SITES: tuple[Site, ...] = (
    toutiao.SITE,
    wechat.SITE,
    weibo.SITE,
    baijiahao.SITE,
    netease.SITE,
    sina.SITE,
    ifeng.SITE,
    huanqiu.SITE,
    thepaper.SITE,
    guancha.SITE,
    people.SITE,
    xinhua.SITE,
    qq.SITE,
    zhihu.SITE,
    stcn.SITE,
    nhk.SITE,
    yahoo_japan.SITE,
    naver.SITE,
    ria.SITE,
    tass.SITE,
    rt.SITE,
    lenta.SITE,
    *ADDRESSES,
)
_BY_HOST = {host: site for site in SITES for host in site.hosts}


class Item(msgspec.Struct, frozen=True):
    """What an address tells of the item behind it.

    Attributes:
        site: short name of the site.
        id: the item's id in that site, if the address holds one.
        language: the site's language.
        inferred_time: when the item was made, read from its id; inferred, never stated by the site.
    """

    site: str
    id: str | None
    language: str
    inferred_time: str | None = None


def host_of(address: str | None) -> str | None:
    """The host of an address in lower case; None where there is none, or the address is malformed."""
    try:
        return urlsplit(address).hostname if address else None
    except ValueError:
        return None


def site_of(host: str | None) -> Site | None:
    """The site a host belongs to, by its longest known suffix."""
    labels = (host or "").split(".")
    return next((_BY_HOST[suffix] for n in range(len(labels)) if (suffix := ".".join(labels[n:])) in _BY_HOST), None)


def identify(url: str) -> Item | None:
    """The site and item behind an address; None where the site is not known."""
    site = site_of(host_of(url))
    if site is None:
        return None
    parts = urlsplit(url)
    found = re.search(site.item, parts.path + (f"?{parts.query}" if parts.query else ""))
    item = next((group for group in found.groups() if group), None) if found else None
    return Item(site.name, item, site.language, site.inferred_time(item) if item else None)


# Country-code domains whose sites are written in one language nearly always.
_COUNTRIES = {"cn": "zh", "tw": "zh", "jp": "ja", "kr": "ko", "ru": "ru", "ua": "uk", "de": "de", "at": "de", "fr": "fr", "es": "es", "mx": "es", "ar": "es"}
_COUNTRIES |= {"it": "it", "pt": "pt", "br": "pt", "vn": "vi", "tr": "tr", "ir": "fa", "pl": "pl", "nl": "nl", "id": "id", "gr": "el", "il": "he"}


def host_language(url: str) -> str | None:
    """The language that an address's site, or its country, is written in."""
    host = host_of(url)
    site = site_of(host)
    return site.language if site else _COUNTRIES.get((host or "").rsplit(".", 1)[-1])
