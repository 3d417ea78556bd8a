"""News outlets by the names they go by: an article may name its source without an address."""

from __future__ import annotations

import msgspec

__all__ = ["OUTLETS", "Outlet"]


class Outlet(msgspec.Struct, frozen=True):
    """A news outlet by the names it goes by."""

    name: str
    language: str
    host: str
    names: tuple[str, ...]


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
