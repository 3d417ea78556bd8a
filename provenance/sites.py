"""Sites that originals come from: which site an address belongs to, its language, the item's id, and what the id tells."""

from __future__ import annotations

import datetime
import re
from urllib.parse import urlsplit

import msgspec

__all__ = ["OUTLETS", "Item", "Outlet", "host_language", "host_of", "identify", "toutiao_time"]


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


class Outlet(msgspec.Struct, frozen=True):
    """A news outlet by the names it goes by."""

    name: str
    language: str
    host: str
    names: tuple[str, ...]


# Host suffix → (site, language, pattern of the id within path and query).
_SITES: dict[str, tuple[str, str, str]] = {
    "toutiao.com": ("toutiao", "zh", r"/(?:(?:article|video|group|item|wenda)/|w/[ai]?|[ai])(\d{16,19})"),
    "toutiaocdn.com": ("toutiao", "zh", r"/(?:article/|[ai])(\d{16,19})"),
    "toutiaoimg.cn": ("toutiao", "zh", r"/(?:article/|[ai])(\d{16,19})"),
    "mp.weixin.qq.com": ("wechat", "zh", r"/s/([\w-]{10,})|[?&]sn=(\w+)"),
    "weibo.com": ("weibo", "zh", r"/\d+/(\w{8,})|[?&]id=(\d+)"),
    "m.weibo.cn": ("weibo", "zh", r"/(?:status|detail)/(\w+)"),
    "baijiahao.baidu.com": ("baijiahao", "zh", r"[?&]id=(\d+)"),
    "163.com": ("163", "zh", r"/article/(?:detail/)?(\w+)\.html"),
    "sina.com.cn": ("sina", "zh", r"/doc-(i\w+)\.d?s?html"),
    "sina.cn": ("sina", "zh", r"/(?:detail-|doc-)(i\w+)"),
    "ifeng.com": ("ifeng", "zh", r"/c/(\w+)"),
    "huanqiu.com": ("huanqiu", "zh", r"/article/(\w+)"),
    "thepaper.cn": ("thepaper", "zh", r"/(?:newsDetail_forward_|detail/)(\d+)"),
    "guancha.cn": ("guancha", "zh", r"/(\d{4}_\d\d_\d\d_\d+)"),
    "people.com.cn": ("people", "zh", r"/c[\d-]+-(\d+)\.html"),
    "news.cn": ("xinhua", "zh", r"/(c_\d+|[0-9a-f]{32})"),
    "xinhuanet.com": ("xinhua", "zh", r"/(c_\d+)"),
    "qq.com": ("qq", "zh", r"/(?:a|omn)/(?:\d+/)?(\w+)"),
    "zhuanlan.zhihu.com": ("zhihu", "zh", r"/p/(\d+)"),
    "zhihu.com": ("zhihu", "zh", r"/(?:answer|p)/(\d+)"),
    "chinanews.com": ("chinanews", "zh", r"/(\d+)\.shtml"),
    "chinanews.com.cn": ("chinanews", "zh", r"/(\d+)\.shtml"),
    "cctv.com": ("cctv", "zh", r"/(ARTI\w+)"),
    "caixin.com": ("caixin", "zh", r"/(\d+)\.html"),
    "sohu.com": ("sohu", "zh", r"/a/(\d+)"),
    "douyin.com": ("douyin", "zh", r"/video/(\d+)"),
    "bilibili.com": ("bilibili", "zh", r"/(?:video|read)/(\w+)"),
    "udn.com": ("udn", "zh", r"/story/\d+/(\d+)"),
    "ltn.com.tw": ("ltn", "zh", r"/(\d+)$"),
    "zaobao.com.sg": ("zaobao", "zh", r"story([\d-]+)"),
    "nhk.or.jp": ("nhk", "ja", r"/(k\d+)\.html"),
    "news.web.nhk": ("nhk", "ja", r"/na-(k\d+)"),
    "news.yahoo.co.jp": ("yahoo-japan", "ja", r"/articles/(\w+)"),
    "asahi.com": ("asahi", "ja", r"/articles/(\w+)\.html"),
    "mainichi.jp": ("mainichi", "ja", r"/articles/(.+)$"),
    "yomiuri.co.jp": ("yomiuri", "ja", r"/(\d{8}-\w+)"),
    "nikkei.com": ("nikkei", "ja", r"/article/(\w+)"),
    "sankei.com": ("sankei", "ja", r"/article/([\w-]+)"),
    "n.news.naver.com": ("naver", "ko", r"/article/(\d+/\d+)"),
    "news.naver.com": ("naver", "ko", r"[?&]aid=(\d+)"),
    "chosun.com": ("chosun", "ko", r"/([A-Z0-9]{20,})"),
    "yna.co.kr": ("yonhap", "ko", r"/view/(\w+)"),
    "hani.co.kr": ("hani", "ko", r"/(\d+)\.html"),
    "ria.ru": ("ria", "ru", r"/(\d{8}/[\w-]+)\.html"),
    "tass.ru": ("tass", "ru", r"/(\d+)$"),
    "russian.rt.com": ("rt", "ru", r"/article/(\d+)"),
    "lenta.ru": ("lenta", "ru", r"/(\d{4}/\d\d/\d\d/\w+)"),
    "kommersant.ru": ("kommersant", "ru", r"/doc/(\d+)"),
    "pravda.com.ua": ("ukrpravda", "uk", r"/(\d{4}/\d\d/\d\d/\d+)"),
    "aljazeera.net": ("aljazeera", "ar", r"/(\d{4}/\d+/\d+)/"),
    "spiegel.de": ("spiegel", "de", r"-a-([\w-]+)"),
    "lemonde.fr": ("lemonde", "fr", r"_(\d+)_\d+\.html"),
    "elpais.com": ("elpais", "es", r"/([\d-]+)/"),
    "vnexpress.net": ("vnexpress", "vi", r"-(\d+)\.html"),
}
# Country-code domains whose sites are written in one language nearly always.
_COUNTRIES = {"cn": "zh", "tw": "zh", "jp": "ja", "kr": "ko", "ru": "ru", "ua": "uk", "de": "de", "at": "de", "fr": "fr", "es": "es", "mx": "es", "ar": "es"}
_COUNTRIES |= {"it": "it", "pt": "pt", "br": "pt", "vn": "vi", "tr": "tr", "ir": "fa", "pl": "pl", "nl": "nl", "id": "id", "gr": "el", "il": "he"}


def host_of(address: str | None) -> str | None:
    """The host of an address in lower case; None where there is none, or the address is malformed."""
    try:
        return urlsplit(address).hostname if address else None
    except ValueError:
        return None


def identify(url: str) -> Item | None:
    """The site and item behind an address; None where the site is not known."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    rest = parts.path + (f"?{parts.query}" if parts.query else "")
    suffixes = [host.split(".", n)[n] for n in range(host.count(".") + 1)]
    for suffix in suffixes:
        if suffix in _SITES:
            site, language, pattern = _SITES[suffix]
            found = re.search(pattern, rest)
            item = next((group for group in found.groups() if group), None) if found else None
            return Item(site, item, language, toutiao_time(item) if site == "toutiao" and item else None)
    return None


def host_language(url: str) -> str | None:
    """The language that an address's site, or its country, is written in."""
    item = identify(url)
    if item:
        return item.language
    return _COUNTRIES.get((host_of(url) or "").rsplit(".", 1)[-1])


def toutiao_time(item: str) -> str | None:
    """The second coded in a Toutiao id: the high bits of a 19-digit (>> 32) or 16-digit (>> 20) number.

    On five saved 19-digit articles it equals the printed time of publication to the second; on dated 16-digit
    micro-posts it is never later than their date. Ids that give a time before the site existed (2012) code none.
    """
    if not item.isdecimal() or len(item) not in (16, 19):
        return None
    seconds = int(item) >> (32 if len(item) == 19 else 20)
    if not 1_325_376_000 <= seconds < 4_102_444_800:  # 2012 … 2100
        return None
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


OUTLETS = tuple(
    Outlet(names[0], language, host, tuple(names))
    for language, host, *names in (
        ("zh", "huanqiu.com", "Huanqiu", "Huanqiu Shibao", "环球时报", "环球网"),
        ("zh", "xinhuanet.com", "Xinhua", "Xinhua News Agency", "新华社", "新华网"),
        ("zh", "people.com.cn", "People's Daily", "Renmin Ribao", "人民日报", "人民网"),
        ("zh", "cctv.com", "CCTV", "央视新闻", "央视网", "央视"),
        ("zh", "chinanews.com.cn", "China News Service", "中新社", "中新网", "中国新闻网"),
        ("zh", "guancha.cn", "Guancha", "观察者网"),
        ("zh", "thepaper.cn", "The Paper", "Pengpai", "澎湃新闻"),
        ("zh", "toutiao.com", "Toutiao", "Jinri Toutiao", "今日头条", "头条号"),
        ("zh", "weibo.com", "Weibo", "Sina Weibo", "微博"),
        ("zh", "mp.weixin.qq.com", "WeChat", "微信公众号"),
        ("zh", "caixin.com", "Caixin", "财新"),
        ("zh", "163.com", "NetEase", "网易"),
        ("zh", "sohu.com", "Sohu", "搜狐"),
        ("zh", "ifeng.com", "Phoenix", "ifeng", "凤凰网"),
        ("zh", "cankaoxiaoxi.com", "Cankao Xiaoxi", "Reference News", "参考消息"),
        ("zh", "udn.com", "United Daily News", "聯合報", "联合报"),
        ("zh", "zaobao.com.sg", "Lianhe Zaobao", "联合早报", "聯合早報"),
        ("ja", "nhk.or.jp", "NHK"),
        ("ja", "asahi.com", "Asahi Shimbun", "朝日新聞"),
        ("ja", "yomiuri.co.jp", "Yomiuri Shimbun", "読売新聞"),
        ("ja", "mainichi.jp", "Mainichi Shimbun", "毎日新聞"),
        ("ja", "nikkei.com", "Nikkei", "日本経済新聞"),
        ("ja", "sankei.com", "Sankei Shimbun", "産経新聞"),
        ("ja", "kyodonews.jp", "Kyodo News", "共同通信"),
        ("ja", "jiji.com", "Jiji Press", "時事通信"),
        ("ko", "yna.co.kr", "Yonhap", "Yonhap News Agency", "연합뉴스"),
        ("ko", "chosun.com", "Chosun Ilbo", "조선일보"),
        ("ko", "donga.com", "Dong-A Ilbo", "동아일보"),
        ("ko", "joongang.co.kr", "JoongAng Ilbo", "중앙일보"),
        ("ko", "hani.co.kr", "Hankyoreh", "한겨레"),
        ("ru", "ria.ru", "RIA Novosti", "РИА Новости"),
        ("ru", "tass.ru", "TASS", "ТАСС"),
        ("ru", "lenta.ru", "Lenta.ru", "Лента.ру"),
        ("ru", "kommersant.ru", "Kommersant", "Коммерсантъ"),
        ("ru", "interfax.ru", "Interfax", "Интерфакс"),
        ("uk", "pravda.com.ua", "Ukrainska Pravda", "Українська правда"),
        ("ar", "aljazeera.net", "Al Jazeera Arabic", "الجزيرة"),
        ("de", "spiegel.de", "Der Spiegel", "Spiegel"),
        ("de", "faz.net", "Frankfurter Allgemeine", "FAZ"),
        ("fr", "lemonde.fr", "Le Monde"),
        ("fr", "lefigaro.fr", "Le Figaro"),
        ("es", "elpais.com", "El País", "El Pais"),
        ("it", "corriere.it", "Corriere della Sera"),
        ("pt", "folha.uol.com.br", "Folha de S.Paulo"),
        ("vi", "vnexpress.net", "VnExpress"),
    )
)
