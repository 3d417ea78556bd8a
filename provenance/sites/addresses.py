"""Sites known by their addresses alone: language and the shape of an item's id. Their bodies are found by general means."""

from __future__ import annotations

from sourcetrace.provenance.sites.base import Site

__all__ = ["ADDRESSES"]

ADDRESSES = tuple(
    Site(name, language, tuple(hosts.split()), item)
    for name, language, hosts, item in (
        ("chinanews", "zh", "chinanews.com chinanews.com.cn", r"/(\d+)\.shtml"),
        ("cctv", "zh", "cctv.com", r"/(ARTI\w+)"),
        ("caixin", "zh", "caixin.com", r"/(\d+)\.html"),
        ("sohu", "zh", "sohu.com", r"/a/(\d+)"),
        ("douyin", "zh", "douyin.com", r"/video/(\d+)"),
        ("bilibili", "zh", "bilibili.com", r"/(?:video|read)/(\w+)"),
        ("udn", "zh", "udn.com", r"/story/\d+/(\d+)"),
        ("ltn", "zh", "ltn.com.tw", r"/(\d+)$"),
        ("zaobao", "zh", "zaobao.com.sg", r"story([\d-]+)"),
        ("asahi", "ja", "asahi.com", r"/articles/(\w+)\.html"),
        ("mainichi", "ja", "mainichi.jp", r"/articles/(.+)$"),
        ("yomiuri", "ja", "yomiuri.co.jp", r"/(\d{8}-\w+)"),
        ("nikkei", "ja", "nikkei.com", r"/article/(\w+)"),
        ("sankei", "ja", "sankei.com", r"/article/([\w-]+)"),
        ("chosun", "ko", "chosun.com", r"/([A-Z0-9]{20,})"),
        ("yonhap", "ko", "yna.co.kr", r"/view/(\w+)"),
        ("hani", "ko", "hani.co.kr", r"/(\d+)\.html"),
        ("kommersant", "ru", "kommersant.ru", r"/doc/(\d+)"),
        ("ukrpravda", "uk", "pravda.com.ua", r"/(\d{4}/\d\d/\d\d/\d+)"),
        ("aljazeera", "ar", "aljazeera.net", r"/(\d{4}/\d+/\d+)/"),
        ("spiegel", "de", "spiegel.de", r"-a-([\w-]+)"),
        ("lemonde", "fr", "lemonde.fr", r"_(\d+)_\d+\.html"),
        ("elpais", "es", "elpais.com", r"/([\d-]+)/"),
        ("vnexpress", "vi", "vnexpress.net", r"-(\d+)\.html"),
    )
)
