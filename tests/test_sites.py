"""Every site's pages, as written by us in the site's own markup: the body, and nothing of what stands around it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sourcetrace.provenance.article import Document, read
from sourcetrace.provenance.sites import SITES, identify, site_of
from sourcetrace.translate.text import InputError

FOLDER = Path(__file__).with_name("sites")
WRITTEN = json.loads((FOLDER / "body.json").read_text(encoding="utf-8"))

# Page → an address of its site.
PAGES = {
    "baijiahao.html": "https://baijiahao.baidu.com/s?id=1756590871734284123",
    "guancha.html": "https://www.guancha.cn/economy/2026_02_09_800000.shtml",
    "huanqiu.html": "https://world.huanqiu.com/article/4LxYzAbCdEf",
    "ifeng-old.html": "https://news.ifeng.com/c/8abcDEF",
    "ifeng.html": "https://news.ifeng.com/c/8abcDEF",
    "lenta.html": "https://lenta.ru/news/2026/02/09/library/",
    "naver.html": "https://n.news.naver.com/article/001/0012345678",
    "netease-mobile.html": "https://m.163.com/news/article/ABCDEF1234567890.html",
    "netease.html": "https://www.163.com/news/article/ABCDEF1234567890.html",
    "nhk.html": "https://www3.nhk.or.jp/news/html/20260209/k10010000001000.html",
    "people.html": "http://politics.people.com.cn/n1/2026/0209/c1001-40000000.html",
    "qq-data.html": "https://news.qq.com/rain/a/20260209A00001",
    "qq.html": "https://new.qq.com/omn/20260209/20260209A00001.html",
    "ria.html": "https://ria.ru/20260209/biblioteka-1900000000.html",
    "rt.html": "https://russian.rt.com/russia/article/1234567-biblioteka",
    "sina.html": "https://news.sina.com.cn/c/2026-02-09/doc-inhabcd1234567.shtml",
    "stcn.html": "https://www.stcn.com/article/detail/1234567.html",
    "tass.html": "https://tass.ru/obschestvo/23000001",
    "thepaper-next.html": "https://www.thepaper.cn/newsDetail_forward_30000001",
    "thepaper.html": "https://www.thepaper.cn/newsDetail_forward_4000001",
    "toutiao-2019.html": "https://www.toutiao.com/a6763067898329039374/",
    "toutiao-article.html": "https://www.toutiao.com/article/6763067898329039374/",
    "toutiao-gallery.html": "https://www.toutiao.com/a6734139882538533383/",
    "toutiao-info.json": "https://m.toutiao.com/i6763067898329039374/info/v2/",
    "toutiao-mobile.html": "https://m.toutiao.com/i6763067898329039374/",
    "toutiao-post.json": "https://m.toutiao.com/i1856590871734284/info/",
    "toutiao-render.html": "https://m.toutiao.com/w/1856590871734284/",
    "wechat-text.html": "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMn",
    "wechat.html": "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMn",
    "weibo-article.html": "https://weibo.com/ttarticle/p/show?id=2309404000000000000000",
    "weibo-mobile.html": "https://m.weibo.cn/detail/5000000000000000",
    "weibo.json": "https://weibo.com/ajax/statuses/show?id=PabcDEF12&isGetLongText=true",
    "xinhua.html": "https://www.news.cn/politics/20260209/0123456789abcdef0123456789abcdef/c.html",
    "yahoo_japan-state.html": "https://news.yahoo.co.jp/articles/0123456789abcdef",
    "yahoo_japan.html": "https://news.yahoo.co.jp/articles/0123456789abcdef",
    "zhihu.html": "https://zhuanlan.zhihu.com/p/12345",
    "zhihu.json": "https://www.zhihu.com/api/v4/articles/12345",
}


def document(name: str, url: str | None) -> Document:
    data = (FOLDER / name).read_bytes()
    return read(data, url=url, name=name, content_type="application/json" if name.endswith(".json") else "text/html; charset=utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_the_body_and_nothing_else(name: str) -> None:
    site = site_of(re.sub(r"^https?://([^/]+)/.*$", r"\1", PAGES[name]))
    assert site
    found = document(name, PAGES[name])
    assert re.sub(r"\s+", "", found.text) == re.sub(r"\s+", "", "".join(WRITTEN["body"][site.language]))
    assert found.extraction.certain
    assert found.extraction.method.startswith(("container", "data"))


@pytest.mark.parametrize(
    "name",
    [
        "thepaper-next.html",
        "ifeng.html",
        "qq-data.html",
        "huanqiu.html",
        "toutiao-info.json",
        "toutiao-post.json",
        "toutiao-render.html",
        "weibo.json",
        "zhihu.html",
        "wechat.html",
    ],
)
def test_the_time_of_publication(name: str) -> None:
    published = document(name, PAGES[name]).published
    assert published
    assert published in ("2026-02-09T08:00:00+08:00", "2026-02-09T00:00:00Z")


@pytest.mark.parametrize("name", ["toutiao-gallery.html", "toutiao-render.html", "toutiao-2019.html", "thepaper-next.html", "ifeng.html", "wechat-text.html"])
def test_a_saved_page_without_its_address_is_known_by_its_data(name: str) -> None:
    found = document(name, None)
    assert "DECOY" not in found.text
    assert found.text.replace("\n", "") == "".join(WRITTEN["body"]["zh"])


def test_an_item_that_is_gone_holds_no_article() -> None:
    with pytest.raises(InputError, match="no article"):
        document("toutiao-gone.json", PAGES["toutiao-info.json"])


def test_every_site_with_a_container_has_a_page() -> None:
    covered = {item.site for url in PAGES.values() if (item := identify(url))}
    assert {site.name for site in SITES if site.containers} <= covered


def test_routes_lead_to_the_same_item() -> None:
    for site in SITES:
        for url in PAGES.values():
            item = identify(url)
            if item and item.id and item.site == site.name:
                for route in site.routes(item.id, url):
                    again = identify(route.url)
                    assert again is None or (again.site, again.id) == (item.site, item.id) or again.id is None


@pytest.mark.parametrize("noise", ["", "%", "%7B%22articleInfo", "{", "null", '{"a":' * 3000])
def test_broken_data_is_no_reason_to_fail(noise: str) -> None:
    for start in (
        "window.DATA =",
        "var allData =",
        '<script id="__NEXT_DATA__">',
        '<script id="RENDER_DATA">',
        "text_page_info:",
        "$render_data = [",
        "__PRELOADED_STATE__ =",
    ):
        page = f"<html><body><p>{'正文在这里，一句接着一句。' * 20}</p><script>{start} {noise}</script></body></html>"
        assert "正文在这里" in read(page.encode(), name="x.html").text


_KEYS = (
    "data thread thread_base threadBase articleInfo article_info content title create_time createTime publish_time user info name screen_name media_user longText longTextContent "
    "text_raw text created_at status docData contentData contentList type newsTime source contentDetail pubTime publishTime author entities articles answers question created "
    "originContent pubtime media articleDetail paragraphs textDetails headline initialState content_noencode"
).split()
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20) | st.just("text"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=5),
    max_leaves=20,
)
_PLACES = (
    "window.DATA = {}",
    "var allData = {}",
    '<script id="__NEXT_DATA__">{}</script>',
    '<script id="js-initialData">{}</script>',
    "text_page_info: {}",
    "$render_data = {}",
    "__PRELOADED_STATE__ = {}",
)


@given(data=_ANYTHING)
def test_data_of_another_shape_is_no_article_and_no_failure(data: object) -> None:
    written = json.dumps(data)
    pages = [place.replace("{}", written) for place in _PLACES]
    pages += [f'<script id="RENDER_DATA">{quote(written)}</script>', f'"%7B%22articleInfo%22%3A{quote(written, safe="")}%7D"']
    for site in SITES:
        for found in (site.answer(data), *(site.embedded(page) for page in pages)):
            assert found is None or all(value is None or isinstance(value, str) for value in (found.html, found.title, found.author, found.published))
