"""HTML → the article's body and what the page says of itself.

The body is taken from the container or the data a known site keeps it in; elsewhere two independent extractors must agree,
else the answer is marked uncertain. Only parsing: nothing here fetches.
"""

from __future__ import annotations

import bisect
import functools
import json
import logging
import re
import socket
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin

import lxml.html
import msgspec
from lxml import etree
from lxml.cssselect import CSSSelector
from sourcetrace.provenance.sites import SITES, Embedded, Site, host_of, site_of
from sourcetrace.translate.text import InputError, Span

__all__ = ["INVISIBLE", "Extraction", "Link", "Page", "extract_answer", "extract_page", "images_in", "write_all"]


class Link(msgspec.Struct, frozen=True):
    """A link in the body: the span of its text and the address as written."""

    span: Span
    url: str


class Extraction(msgspec.Struct, frozen=True):
    """How the body was found.

    Attributes:
        method: `plain`, `markdown`, `container #id`, `data …` (of a known site's page or answer), or the extractors' names.
        certain: whether a known container was used or two extractors agree.
        agreement: share of the longer body's 8-character shingles that the other has too; None where only one was asked.
        note: why it is uncertain.
    """

    method: str
    certain: bool = True
    agreement: float | None = None
    note: str = ""


class Page(msgspec.Struct, frozen=True):
    """An HTML page read.

    Attributes:
        stated: (name, value) of structured statements that may name an original: `canonical`, `og:url`, `isBasedOn` …
    """

    text: str
    links: tuple[Link, ...]
    extraction: Extraction
    title: str | None
    author: str | None
    published: str | None
    language: str | None
    site: str | None
    url: str | None
    stated: tuple[tuple[str, str], ...]


# Containers that only articles use, tried on pages of unknown address.
_ANYWHERE = (
    "#js_content",
    "#artibody",
    "#endText",
    "[itemprop=articleBody]",
    "#rwb_zw",
    "#p-detail",
    ".content.all-txt",
    ".news_txt",
    "#main_content",
    "#dic_area",
)
_SHORTEST = 40  # characters: a container with less is a shell

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul".split()
)
# Soft hyphen, zero-width space, word joiner, byte order mark: a page shows nothing of them, and they part words and numbers.
# Joiners (U+200C, U+200D) stay: Persian and Indic scripts are spelled with them.
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SILENT = frozenset("script style noscript template iframe svg math button select option input object audio video canvas head title".split())


class _Writer:
    """Collects text and the places of links."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.links: list[Link] = []

    def text(self, text: str | None) -> None:
        """Running text; white space folds to one space, as a browser shows it."""
        if not text:
            return
        folded = re.sub(r"[ \t\r\n\f]+", " ", INVISIBLE.sub("", text))
        if folded.startswith(" ") and (not self.parts or self.parts[-1][-1:] in ("\n", " ")):
            folded = folded[1:]
        self._add(folded)

    def line(self) -> None:
        """A line break, unless at the beginning or after one."""
        if self.parts and not self.parts[-1].endswith("\n"):
            self._add("\n")

    def _add(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)

    def write(self, element: Any, without: frozenset[Any] = frozenset()) -> None:
        """An element with everything inside it but `without`; iterative, because pages nest deeper than Python recurses."""
        stack: list[tuple[Any, str, int]] = [(element, "open", 0)]
        while stack:
            node, phase, start = stack.pop()
            name = node.tag if isinstance(node.tag, str) else ""
            if phase == "tail":
                self.text(node.tail)
                continue
            if phase == "close":
                if name in _BLOCKS:
                    self.line()
                elif name == "a" and node.get("href") and self.length > start:
                    self.links.append(Link(Span(start, self.length), node.get("href").strip()))
                continue
            if node is not element:
                stack.append((node, "tail", 0))
            if not name or name in _SILENT or node in without or _hidden(node):
                continue
            if name == "br":
                self.line()
                continue
            if name in _BLOCKS:
                self.line()
            stack.append((node, "close", self.length))
            self.text(node.text)
            stack.extend((child, "open", 0) for child in reversed(node))

    def result(self) -> tuple[str, tuple[Link, ...]]:
        """The text without white space at its ends, and the links moved with it."""
        whole = "".join(self.parts)
        shift = len(whole) - len(whole.lstrip())
        text = whole.strip()
        inside = [Link(link.span.shift(-shift), link.url) for link in self.links]
        return text, tuple(link for link in inside if 0 <= link.span.start < link.span.end <= len(text))


def write_all(html: str) -> tuple[str, tuple[Link, ...]]:
    """The whole text of simple HTML, with its links: for documents that are nothing but their body."""
    tree = _parsed(html)
    return _written(tree) if tree is not None else ("", ())


def _hidden(node: Any) -> bool:
    # WeChat hides the whole body until its script has run ("visibility: hidden"), so only display counts.
    return "display:none" in (node.get("style") or "").replace(" ", "").lower() or node.get("hidden") is not None


def _written(*elements: Any, without: frozenset[Any] = frozenset()) -> tuple[str, tuple[Link, ...]]:
    writer = _Writer()
    for element in elements:
        writer.write(element, without)
    return writer.result()


def extract_page(html: str, url: str | None = None) -> Page | None:
    """Read an HTML page; None where there is no element in it at all.

    Args:
        html: the page, decoded.
        url: its address, where known; else what the page says of itself.
    """
    tree = _parsed(html)
    if tree is None:
        return None
    stated = tuple(_stated(tree))
    facts = dict(reversed(stated))
    own = url or facts.get("canonical") or facts.get("og:url")
    site = site_of(host_of(own)) or _site_by_links(tree)
    # Pages of unknown address are known by the shape of their data, too.
    data = next((found for s in ([site] if site else SITES) if (found := s.embedded(html))), None)
    (text, links), extraction = _body(tree, html, site, data)
    return Page(
        text=text,
        links=links,
        extraction=extraction,
        title=(data and data.title) or _title(tree, facts),
        author=(data and data.author) or _author(facts),
        published=(data and data.published) or _published(facts, html, own),
        language=(tree.get("lang") or "").split("-")[0].lower() or None,
        site=facts.get("og:site_name") or host_of(own),
        url=own,
        stated=stated,
    )


def extract_answer(answer: Any, url: str | None) -> Page | None:
    """The article in a JSON answer of a known site; None where it holds none.

    Args:
        answer: the JSON, decoded.
        url: the address it came from, where known; else every site's reader is asked.
    """
    site = site_of(host_of(url))
    data = next((found for s in ([site] if site else SITES) if (found := s.answer(answer))), None)
    body = _of_data(data) if data else None
    if not data or not body or not body[0]:
        return None
    return Page(body[0], body[1], Extraction(f"data {data.kind}"), data.title, data.author, data.published, None, host_of(url), url, ())


# Where a page says which image stands there, the likeliest first: scripts put the real address elsewhere until it is seen.
_IMAGE = ("data-src", "data-original", "data-actualsrc", "data-lazy-src", "src")


def images_in(html: str, url: str) -> list[str]:
    """Addresses of the images in the body of a page, in their order, without repeats.

    The body is the container of a known site, else what the page marks as its article or main part, else all of it.
    """
    tree = _parsed(html)
    if tree is None:
        return []
    site = site_of(host_of(url))
    parts = next((found for selector in (*(site.containers if site else ()), "article", "main", "body") if (found := _select(tree, selector))), [])
    images = (node for part in parts[:1] for node in part.iter("img"))
    named = (next((value.strip() for name in _IMAGE if (value := node.get(name)) and not value.strip().startswith("data:")), "") for node in images)
    return list(dict.fromkeys(joined for address in named if address and (joined := _joined(url, address)).startswith(("http://", "https://"))))


def _joined(url: str, address: str) -> str:
    try:
        return urljoin(url, address).partition("#")[0]
    except ValueError:  # no address: an unclosed bracket, say
        return ""


_TAGS = 30_000  # beyond which no extractor is asked: their time and memory grow with it; a long article page has 5,000
_MOST_TAGS = 400_000  # beyond which a page is not read at all


def _parsed(html: str) -> Any:
    if html.count("<") > _MOST_TAGS:
        raise InputError(f"The page has more than {_MOST_TAGS:,} tags, which no article has; it is not read.")
    # lxml refuses a str that declares an encoding; ours is decoded already.
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html)
    try:
        return lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding=None, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


# --- the body ----------------------------------------------------------------------------------------------------------

_Body = tuple[str, tuple[Link, ...]]


def _body(tree: Any, html: str, site: Site | None, data: Embedded | None) -> tuple[_Body, Extraction]:
    held = _of_data(data) if data else ("", ())
    for selector in (*(site.containers if site else ()), *_ANYWHERE):
        body = _contained(tree, selector, site)
        # A page may show only the beginning of what its data holds.
        if len(body[0]) >= _SHORTEST and 2 * len(body[0]) >= len(held[0]):
            return body, Extraction(f"container {selector}")
    if data and held[0]:
        return held, Extraction(f"data {data.kind}")
    body, extraction = _agreed(tree, html)
    return _without_furniture(body, _title(tree, {}) or ""), extraction


# Lines that end an article, in the languages originals come in: what follows are notices, comments and other articles.
_ENDS = re.compile(
    r"^\W{0,3}(?:(?:特别|免责|版权|郑重)?声明(?:\W|$)|评论\W|网友评论|我要(?:跟帖|评论)|全部评论|相关(?:新闻|阅读|文章|报道|推荐)|推荐阅读|延伸阅读|热门(?:新闻|文章|推荐)|猜你喜欢|"
    r"分享(?:到|至)|扫(?:码|一扫)|關聯新聞|相關新聞|延伸閱讀|関連記事|あわせて読みたい|おすすめ記事|この記事を書いた|관련 ?기사|많이 본 뉴스|댓글|무단 ?전재|저작권자|"
    r"Читайте также|Материалы по теме|Другие новости|Комментарии|Подписывайтесь|Related (?:articles|stories|posts)|Recommended|More from|Comments?$|Share this|Read more:)",
    re.IGNORECASE,
)
# Lines before an article: the way to it, its date and source, the size of its letters.
_OPENS = re.compile(
    r"[>›»]\s*\S|^\W*(?:您?(?:当前|所在)的?位置|字号|字体|分享|收藏|\d{4}[-年/.]\d\d?[-月/.]\d\d?日?(?:\s*\d\d?:\d\d(?::\d\d)?)?\W*(?:$|来源|來源|作者|出处))"
)
_SENTENCE = re.compile(r"[。！？!?…；;]|\.(?:\s|$)|[다요]\.")
_TAIL = 0.4  # share of the text that may be cut off its end


def _without_furniture(body: _Body, title: str) -> _Body:
    """A body found by general means without the lines around it that belong to the page."""
    text, links = body
    spans = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    start, end = 0, len(text)
    for a, b in spans[:8]:
        line = text[a:b].strip()
        if line and not title.strip().startswith(line) and not _OPENS.search(line):
            break
        start = b
    for a, b in spans:
        if a > (1 - _TAIL) * len(text) and _ENDS.match(text[a:b].strip()):
            end = a
            break
    lengths = Counter({k.span.start: k.span.end - k.span.start for k in links})
    starts = sorted(lengths)
    for a, b in reversed(spans):
        if not start < a < end:
            continue
        line = text[a:b]
        linked = sum(lengths[at] for at in starts[bisect.bisect_left(starts, a) : bisect.bisect_left(starts, b)])
        if _SENTENCE.search(line.strip()[-2:]) or (linked < 0.5 * len(line.strip()) and not _OPENS.search(line)):
            break
        end = a
    shift = start + len(text[start:end]) - len(text[start:end].lstrip())
    kept = text[start:end].strip()
    if not kept:
        return body
    moved = (Link(link.span.shift(-shift), link.url) for link in links)
    return kept, tuple(link for link in moved if 0 <= link.span.start < link.span.end <= len(kept))


def _of_data(data: Embedded) -> _Body:
    tree = _parsed(data.html)
    return _written(tree) if tree is not None else ("", ())


def _contained(tree: Any, selector: str, site: Site | None) -> _Body:
    """The text of the first element for `selector`, without what the site mixes in; empty where there is none."""
    found = _select(tree, selector)
    if not found:
        return "", ()
    drop = frozenset(e for unwanted in (site.drop if site else ()) for e in _select(found[0], unwanted))
    blocks = _outermost(_select(found[0], site.blocks)) if site and site.blocks else []
    return _written(*(blocks or found[:1]), without=drop)


@functools.cache
def _path(selector: str) -> Any:
    return CSSSelector(selector)


def _select(tree: Any, selector: str) -> list[Any]:
    """All elements for a CSS selector, in document order."""
    return list(_path(selector)(tree))


def _outermost(elements: list[Any]) -> list[Any]:
    chosen = set(elements)
    return [e for e in elements if not any(above in chosen for above in e.iterancestors())]


_OWN_LINKS = 8  # links to a site's own hosts; fewer may be mentions


def _site_by_links(tree: Any) -> Site | None:
    """The site of a page that does not say its address: the one that most of its absolute links lead to."""
    hosts = Counter(host_of(address) for e in tree.iter("a", "link", "script") if (address := e.get("href") or e.get("src") or "").startswith(("http", "//")))
    sites: Counter[str] = Counter()
    for host, count in hosts.items():
        site = site_of(host)
        if site:
            sites[site.name] += count
    best = sites.most_common(1)
    if not best or best[0][1] < _OWN_LINKS or 2 * best[0][1] < hosts.total():
        return None
    return next(site for site in SITES if site.name == best[0][0])


def _agreed(tree: Any, html: str) -> tuple[_Body, Extraction]:
    """Readability's body, if trafilatura finds the same; else the same, marked uncertain."""
    if html.count("<") > _TAGS:
        return _written(tree), Extraction(
            "whole page", False, None, "body uncertain: the page has more tags than an extractor can weigh in good time; this is all its text"
        )
    first, second = _readability(html), _trafilatura(html)
    agreement = _overlap(first[0], second)
    method = "readability, checked by trafilatura"
    if first[0] and second and agreement >= 0.8:
        return first, Extraction(method, True, round(agreement, 3))
    if first[0] and second:
        return first, Extraction(method, False, round(agreement, 3), "body uncertain: two extractors found different text")
    if first[0] or second:
        return (first if first[0] else (second, ())), Extraction(method, False, None, "body uncertain: only one extractor found text")
    return _written(tree), Extraction("whole page", False, None, "body uncertain: no extractor found an article; this is all the page's text")


@contextmanager
def _without_probing() -> Iterator[None]:
    """Import a parser without opening a socket: urllib3, which it brings along, tries IPv6 as soon as it is imported."""
    known = socket.has_ipv6
    socket.has_ipv6 = False
    try:
        yield
    finally:
        socket.has_ipv6 = known


def _quiet(name: str) -> None:
    """Keep a library's warnings off the terminal: what it could not do stands in the record."""
    logging.getLogger(name).setLevel(logging.CRITICAL)


def _readability(html: str) -> _Body:
    from readability import Document
    from readability.readability import Unparseable

    _quiet("readability")
    try:
        summary = Document(html).summary(html_partial=True)
    except (Unparseable, etree.ParserError, ValueError):
        return "", ()
    tree = _parsed(summary)
    return _written(tree) if tree is not None else ("", ())


def _trafilatura(html: str) -> str:
    with _without_probing():
        from trafilatura import extract

    _quiet("trafilatura")
    return extract(html, include_comments=False, include_tables=True, deduplicate=False) or ""


def _shingles(text: str) -> set[str]:
    dense = re.sub(r"\W+", "", text)
    return {dense[i : i + 8] for i in range(max(0, len(dense) - 7))}


def _overlap(a: str, b: str) -> float:
    first, second = _shingles(a), _shingles(b)
    # Both ways: extra text (comments, related news) would look like something the translator left out.
    return len(first & second) / max(len(first), len(second)) if first and second else 0.0


# --- what the page says of itself --------------------------------------------------------------------------------------

_META = frozenset(
    "og:url og:title og:site_name article:published_time article:author og:article:author author publishdate pubdate date original-source "
    "syndication-source dcterms.source dc.source apub:time weibo:article:create_at".split()
)
_BASED = ("isBasedOn", "isBasedOnUrl", "translationOfWork", "exampleOfWork", "citation", "sameAs")


def _stated(tree: Any) -> Iterator[tuple[str, str]]:
    """Metadata that names the page, its makers or its source, in document order."""
    for link in tree.iter("link"):
        rel = (link.get("rel") or "").lower().split()
        if link.get("href") and "canonical" in rel:
            yield "canonical", link.get("href").strip()
        elif link.get("href") and "alternate" in rel and re.fullmatch(r"[A-Za-z]{2,3}(?:-\w{2,8})*", link.get("hreflang") or ""):
            yield f"alternate {link.get('hreflang').lower()}", link.get("href").strip()
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in _META and meta.get("content"):
            yield name, meta.get("content").strip()
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            yield from _linked_data(script.text or "")
    for quote in tree.iter("blockquote", "q"):
        if quote.get("cite"):
            yield "cite", quote.get("cite").strip()


def _linked_data(text: str) -> Iterator[tuple[str, str]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):  # pages publish broken JSON-LD; what they meant cannot be known
        return
    nodes = deque([data])
    while nodes:
        node = nodes.popleft()
        if isinstance(node, list):
            nodes.extend(item for item in node if isinstance(item, dict | list))
        elif isinstance(node, dict):
            nodes.extend(v for k, v in node.items() if k == "@graph")
            for key in ("datePublished", "inLanguage", "headline"):
                if isinstance(node.get(key), str):
                    yield f"ld:{key}", node[key].strip()
            for key in ("author", "translator"):
                yield from ((f"ld:{key}", name) for name in _values(node.get(key), "name"))
            for key in _BASED:
                yield from ((f"ld:{key}", url) for url in _values(node.get(key), "url", "@id"))


def _values(value: Any, *keys: str) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield item.strip()
        elif isinstance(item, dict):
            yield from (item[k].strip() for k in keys if isinstance(item.get(k), str) and item[k].strip())


def _title(tree: Any, facts: dict[str, str]) -> str | None:
    if facts.get("og:title"):
        return facts["og:title"]
    headings = [re.sub(r"\s+", " ", h.text_content()).strip() for h in tree.xpath("//h1")]
    titles = [re.sub(r"\s+", " ", t.text or "").strip() for t in tree.iter("title")]
    return next((t for t in (*headings[:1], *titles) if t), None)


# Text in an author field that names nobody (copyright lines, buttons, addresses).
_NOBODY = re.compile(r"https?://|@|©|copyright|编辑|授权|复制|关注|email|admin|未知", re.IGNORECASE)


def _author(facts: dict[str, str]) -> str | None:
    for name in ("ld:author", "og:article:author", "article:author", "author"):
        value = facts.get(name, "")
        if value and len(value) <= 80 and not _NOBODY.search(value):
            return value
    return None


def _published(facts: dict[str, str], html: str, url: str | None) -> str | None:
    """The moment or day of publication as the page states it; as found, never completed with a zone it does not name."""
    for name in ("article:published_time", "ld:datePublished", "apub:time", "weibo:article:create_at", "publishdate", "pubdate", "date"):
        if re.match(r"\d{4}-\d\d-\d\d", facts.get(name, "")):
            return facts[name]
    created = re.search(r"""\bvar ct\s*=\s*["'](\d{10})["']""", html)  # WeChat: unix seconds
    if created:
        import datetime

        return datetime.datetime.fromtimestamp(int(created[1]), datetime.UTC).isoformat().replace("+00:00", "Z")
    with _without_probing():
        from htmldate import find_date

    _quiet("htmldate")
    return find_date(html, original_date=True, url=url) if len(html) < 5_000_000 else None
