"""References: every place where an article names an original.

A candidate is kept whatever its score; nothing is chosen in silence. A candidate is an address, or an outlet named
without one ("Source: Huanqiu"), which is a reference too, unresolved.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit, urlunsplit

import idna
import msgspec
from sourcetrace.provenance.article import Document
from sourcetrace.provenance.sites import OUTLETS, host_language, host_of, identify
from sourcetrace.translate.text import Span

__all__ = ["WORTH_FOLLOWING", "Reference", "find_references", "normalise", "unwrapped"]

WORTH_FOLLOWING = 0.4  # score from which a reference is taken for one to the original


class Reference(msgspec.Struct, frozen=True):
    """A place where the article names (or may name) its original.

    Attributes:
        state: `address`, or `unresolved` for an outlet named without one.
        carrier: `text`, `link` (a hyperlink), or the name of the metadata field.
        span: the address or outlet in the article's text; None in metadata.
        label: the words before it that say what it is, as written, with `label_span`.
        written: as it stands there.
        url: normalised address; None where unresolved.
        via: redirectors, archives and short-link services it was wrapped in, outermost first.
        site, item: the site and the item's id in it, where known.
        language: the language of the site or outlet, where known.
        inferred_time: the time coded in the id. Inferred, not stated by anyone.
        score: 0–1, an ordering of the candidates; not a probability.
        reasons: what raised or lowered the score.
    """

    id: str
    state: str
    carrier: str
    span: Span | None
    label: str | None
    label_span: Span | None
    written: str
    url: str | None
    via: tuple[str, ...]
    site: str | None
    item: str | None
    language: str | None
    inferred_time: str | None
    score: float
    reasons: tuple[str, ...]


# --- the text as an address is read in it ------------------------------------------------------------------------------

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DEFANGED = re.compile(r"\s?[\[({]\s?(?:\.|dot)\s?[\])}]\s?", re.IGNORECASE)
_DEFANGED_COLON = re.compile(r"[\[(]:(?://)?[\])]")
_FULLWIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_WRAPPED = re.compile(
    r"((?<![a-z0-9./-])(?:https?://|www\.|[a-z0-9-]{1,63}\.[a-z]{2,6}/)[^\s]{0,2000}[/\-_=&?%.])\n(?=([\w./?=&%#~-]{0,500}[\d/=&?%._-][\w./?=&%#~-]{0,500})(?:\s|$|[,。，)）]))",
    re.IGNORECASE,
)


class _Plain:
    """The text with defanging, wrapping, full-width forms and invisible characters undone, and the way back."""

    def __init__(self, text: str) -> None:
        self.text, self.places = text, list(range(len(text) + 1))
        self._keep(text.translate(_FULLWIDTH))
        self._replace(_INVISIBLE, "")
        self._replace(re.compile(r"\bhxxp(?=s?\b)", re.IGNORECASE), "http")
        self._replace(_DEFANGED_COLON, ":")
        self._replace(_DEFANGED, ".")
        for _ in range(3):  # an address wrapped over up to four lines
            self._replace(_WRAPPED, None)

    def _keep(self, same_length: str) -> None:
        assert len(same_length) == len(self.text)
        self.text = same_length

    def _replace(self, pattern: re.Pattern[str], by: str | None) -> None:
        """Replace every match; with `by` None, drop what follows group 1."""
        text, places, last = [], [], 0
        for found in pattern.finditer(self.text):
            start = found.start() if by is not None else found.end(1)
            text.append(self.text[last:start] + (by or ""))
            places += self.places[last:start] + [self.places[start]] * len(by or "")
            last = found.end()
        if last:
            self.text = "".join(text) + self.text[last:]
            self.places = places + self.places[last:]

    def span(self, start: int, end: int) -> Span:
        """Where a stretch of the plain text stands in the article's text."""
        return Span(self.places[start], self.places[end - 1] + 1)


# --- addresses ---------------------------------------------------------------------------------------------------------

# Top-level domains that a bare address may end in; a full list would make "e.g.so" and "data.zip" addresses.
_TOP = (
    "com|cn|net|org|jp|kr|ru|tw|hk|mo|sg|ua|by|kz|de|at|ch|fr|be|es|mx|it|pt|br|pl|nl|tr|ir|vn|id|my|th|in|pk|il|gr|se|no|fi|dk|cz|uk|us|ca|au|nz|eu|info|io|tv|co|me|"
    "cc|gov|edu|news|app|nhk|goog|today|is|gd|ly|su|рф|中国|网络|公司"
)
_ADDRESS = re.compile(
    rf"https?://[^\s<>\"'“”‘’「」『』《》【】|\\^`{{}}，。；、！？（）：]+"
    rf"|(?<![@\w./-])(?:[\w-]{{1,63}}\.){{1,5}}(?:{_TOP})(?![\w-])(?:[/?#][^\s<>\"'“”‘’「」『』《》【】|\\^`{{}}，。；、！？（）：]*)?",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?'\"*_~…·>"
_PAIRS = {")": "(", "]": "[", "}": "{"}


def _trimmed(address: str) -> str:
    """Without punctuation that belongs to the sentence around it."""
    extra = {close: address.count(close) - address.count(open_) for close, open_ in _PAIRS.items()}
    end = len(address)
    while end:
        last = address[end - 1]
        if last in _PAIRS and extra[last] > 0:
            extra[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    return address[:end]


_TRACKING = re.compile(r"^(?:utm_\w+|spm|from|source|share_\w+|app|fbclid|gclid|wxfrom|scene|isappinstalled|_t|timestamp|tt_from|use_new_style|mc_[ce]id)$")


def normalise(address: str) -> str | None:
    """One spelling of an address: https if none is given, host in lower case and ASCII, no default port, user or tracking.

    None where it cannot be an address.
    """
    try:
        parts = urlsplit(address if re.match(r"https?://", address, re.IGNORECASE) else f"https://{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or "." not in host:
        return None
    try:
        host = idna.encode(host, uts46=True).decode("ascii") if not host.isascii() else host.rstrip(".")
    except idna.IDNAError:
        return None
    default = {"http": 80, "https": 443}[parts.scheme]
    query = "&".join(p for p in parts.query.split("&") if p and not _TRACKING.match(p.split("=")[0]))
    netloc = host if port in (None, default) else f"{host}:{port}"
    fragment = parts.fragment if parts.fragment.startswith(("/", "!/")) else ""
    return urlunsplit(SplitResult(parts.scheme, netloc, parts.path or "/", query, fragment))


_REDIRECTORS = {
    "google.com": ("q", "url"),
    "link.zhihu.com": ("target",),
    "weibo.cn": ("u",),
    "t.umblr.com": ("z",),
    "l.facebook.com": ("u",),
    "vk.com": ("to",),
    "steamcommunity.com": ("url",),
}
_SHORT = frozenset("t.co bit.ly t.cn url.cn dwz.cn is.gd ift.tt v.douyin.com tinyurl.com goo.gl ow.ly buff.ly suo.im w.url.cn b23.tv".split())
_ARCHIVED = re.compile(
    r"^https?://(?:web\.archive\.org/web(?:/\d{4,14}(?:[a-z]{2}_)?|/\*)?|archive\.(?:today|is|ph|li|fo|md|vn)/(?:\d{4,14}|o/\w+))/(https?:/.+|[\w-]+\..+)$"
)


def unwrapped(url: str) -> tuple[str, tuple[str, ...]]:
    """The address inside archives, redirectors and proxies, and what it was wrapped in."""
    via: list[str] = []
    for _ in range(4):
        inner = _inside(url)
        following = normalise(inner) if inner else None
        if following is None:
            break
        via.append(urlsplit(url).hostname or "")
        url = following
    return url, tuple(via)


def _inside(url: str) -> str | None:
    archived = _ARCHIVED.match(url)
    if archived:
        return re.sub(r"^(https?):/(?!/)", r"\1://", archived[1])
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    for name in _REDIRECTORS.get(host, ()):
        values = parse_qs(parts.query).get(name)
        if values and "." in values[0]:
            return unquote(values[0])
    if host.endswith(".translate.goog"):  # www-example-com: one hyphen for a dot, two for a hyphen
        original = host.removesuffix(".translate.goog").replace("--", "\0").replace("-", ".").replace("\0", "-")
        return f"{parts.scheme}://{original}{parts.path}"
    amp = re.match(r"/[cv]/(?:s/)?(.+)$", parts.path) if host.endswith(".cdn.ampproject.org") else None
    return amp[1] if amp else None


# --- labels ------------------------------------------------------------------------------------------------------------

# Words that announce an original, by how surely they do. In English a colon or a link must follow the weaker ones.
_STRONG = (
    # en
    r"(?:link to (?:the )?)?original(?: article| text| story| link| post| source| report| url| reference| version| publication)?(?: \(?in [A-Z]\w+\)?)?",
    r"read the original(?: article| story| post)?(?: \(?(?:in|on|at|here) ?\w*\)?)?",
    r"(?:this (?:article|story|post) (?:was|is) )?(?:originally|first) (?:published|appeared|posted)(?: in \w+)?(?: in| on| by| at)?",
    r"(?:this is an? )?(?:machine[- ]|ai[- ])?translat(?:ed|ion) (?:from|of)(?: the original)?(?: \w+)?(?: version| text| article)?(?: by| from| of| in| on)?",
    r"(?:this is an? )?(?:condensed|abridged|translated|edited) version of",
    r"(?:republished|reprinted|adapted|syndicated|reposted)(?: with permission)?(?: from| by)",
    # zh
    r"原文(?:链接|連結|地址|网址|出处|来源|标题)?|阅读原文|查看原文|点击[“\"]?阅读原文[”\"]?|译自|譯自|编译自|翻译自|转载自|轉載自|转自|摘自|原载(?:于)?|首发(?:于)?|本文来自|本文來自|文章来源|图文来源|稿源|原文見",
    # ja, ko
    r"元記事|原文|翻訳元|転載元|引用元|初出|원문(?:보기| 링크| 기사)?|기사원문|원문 출처|번역 원문",
    # ru, uk
    r"Ссылка на оригинал|Оригинал(?: статьи| публикации| текста)?|Первоисточник|Перевод с \w+|Читать в оригинале|Впервые опубликовано|Опубликовано в|Материал взят|Оригінал",
    # de, fr, es, pt, it, nl, pl, tr, id, vi, ar
    r"Original(?:artikel|text|beitrag)|Zum Original|Zuerst erschienen(?: in| bei| auf)?|Übersetzt aus(?: dem \w+)?|Article original|Traduit (?:de|du)(?: \w+)?|Paru dans|Publié initialement(?: dans| sur)?",
    r"Artículo original|Traducido d(?:e|el)(?: \w+)?|Publicado originalmente(?: en| em)?|Artigo original|Traduzido d[eo](?: \w+)?|Articolo originale|Tradotto d(?:a|al)(?: \w+)?|Pubblicato originariamente",
    r"Oorspronkelijk artikel|Oryginał|Orijinal(?: makale| haber)?|Artikel asli|Diterjemahkan dari(?: \w+)?|Bài gốc|Dịch từ|المقال الأصلي|النص الأصلي|ترجمة عن",
)
_WEAK = (
    r"sources?|references?|ref\.?|via|h/t|hat tip|courtesy of|citing|as reported by|with permission from|\(?in (?:Chinese|Japanese|Korean|Russian|Arabic|French|German|Spanish)\)?",
    r"来源|來源|信息来源|消息来源|出处|出處|转载|轉載|参考资料|编译|授权转载|本文首发",
    r"出典|ソース|情報源|参考|原題|출처|자료|번역|Источник|По материалам|Ссылка|Джерело|Quelle|Fuente|Fonte|Bron|Źródło|Kaynak|Sumber|Nguồn|Theo|المصدر",
)
# A strong label ends where its words end; a weak one must be followed by a colon, a dash or the address itself.
_AFTER = r"[\s*_`>\])】」』”\"']*(?P<mark>[::]|[丨|]|——?|–|(?<=\w)\s)?[\s*_`<(\[【「『“\"'&]*"
_BEFORE = r"(?:(?<=^)|(?<=\n)|(?<=[\s*_`>(\[（【「『“\"'|·•、。,;.!?:])|(?<=[\u3040-\u9fff]))"
_LABELS = [
    (strength, re.compile(_BEFORE + f"(?P<label>{label})" + _AFTER + "$", re.IGNORECASE))
    for strength, group in ((0.9, _STRONG), (0.6, _WEAK))
    for label in group
]
_LOOK_BACK = 90  # characters before an address in which its label is looked for

# Before an address or an outlet: it is something else than the source of the text.
_NEGATIVE = re.compile(
    r"(?:photo|image|picture|video|music|font|data|map|chart|graphic|icon|code|open|illustration)s?(?:/\w+)? (?:source|credit|courtesy|via)|(?:share|follow|subscribe|contact|email|sign up)\b[^\n]{0,20}$"
    r"|图片来源|图源|视频来源|数据来源|灵感来源|圖片來源|写真|画像|사진|Фото|未经(?:授权|许可|允许)|不得转载|禁止转载|更多[^\n]{0,8}(?:资讯|内容)|请下载|下载[^\n]{0,8}(?:APP|客户端)|"
    r"photo by|image by|getty|shutterstock|reuters/|ap photo|terms of (?:use|service)|privacy policy|licen[cs]e|powered by",
    re.IGNORECASE,
)
_SHARE_HOSTS = frozenset(
    "facebook.com twitter.com x.com linkedin.com instagram.com whatsapp.com pinterest.com reddit.com telegram.me t.me creativecommons.org".split()
)


def find_references(document: Document) -> list[Reference]:
    """All candidates, the likeliest first; ids follow that order."""
    found = [*_in_text(document), *_in_links(document), *_in_metadata(document)]
    found += _outlets(document, [r.span for r in found if r.span])
    best = _without_repeats(found)
    best.sort(key=lambda r: (-r.score, r.span.start if r.span else 1 << 40, r.written))
    return [msgspec.structs.replace(r, id=f"r{n}") for n, r in enumerate(best, 1)]


def _without_repeats(found: list[Reference]) -> list[Reference]:
    """One candidate a place: a hyperlink whose text is its own address is one place, not two."""
    placed = sorted((r for r in found if r.span), key=lambda r: (r.span or _NOWHERE, -r.score))
    kept: list[Reference] = []
    for candidate in placed:
        assert candidate.span, "only placed candidates are sorted"
        # Sorted by place, only the last few kept can still reach this far.
        rival = next((k for k in kept[-4:] if k.span and k.span.overlaps(candidate.span) and _same(k, candidate)), None)
        if rival is None:
            kept.append(candidate)
        elif candidate.score > rival.score:
            kept[kept.index(rival, len(kept) - 4 if len(kept) > 4 else 0)] = candidate
    return kept + [r for r in found if not r.span]


_NOWHERE = Span(0, 0)


def _same(a: Reference, b: Reference) -> bool:
    return a.url == b.url or a.url is None or b.url is None


def _in_text(document: Document) -> Iterator[Reference]:
    plain = _Plain(document.text)
    for found in _ADDRESS.finditer(plain.text):
        written = _trimmed(found.group())
        url = normalise(written)
        if url is None or written.lower().startswith(("u.s", "e.g", "i.e")):
            continue
        before = plain.text[max(0, found.start() - _LOOK_BACK) : found.start()]
        label = _label(before)
        spans = plain.span(found.start(), found.start() + len(written))
        label_span = None
        if label:
            at = found.start() - len(before) + label[2]
            label_span = plain.span(at, at + len(label[1]))
        yield _scored(document, "text", spans, label, label_span, document.text[spans.start : spans.end], url, before)


def _in_links(document: Document) -> Iterator[Reference]:
    for link in document.links:
        if not re.match(r"https?://|//|www\.", link.url, re.IGNORECASE):
            continue
        url = normalise(link.url.removeprefix("//"))
        if url is None:
            continue
        text = link.span.of(document.text)
        before = document.text[max(0, link.span.start - _LOOK_BACK) : link.span.start]
        own = _label(text + ":")
        label, label_span = own or _label(before), None
        if label:
            base = link.span.start if own else link.span.start - len(before)
            label_span = Span(base + label[2], base + label[2] + len(label[1]))
        yield _scored(document, "link", link.span, label, label_span, link.url, url, before)


# "Source: Shenzhen Evening News, https://…": an outlet between the label and its address.
_OUTLET_BETWEEN = re.compile(r"^(.*[:：]\s?)[^\n:：]{2,50}[,，;；(（\s-]\s*$", re.DOTALL)


def _label(before: str) -> tuple[float, str, int] | None:
    """The label of an address, also where the outlet's name stands between the two."""
    found = _label_at_end(before)
    if found is None:
        between = _OUTLET_BETWEEN.match(before)
        found = _label_at_end(between[1]) if between else None
    return found


def _label_at_end(before: str) -> tuple[float, str, int] | None:
    """(strength, label, its start) of the label that ends where an address begins; the surest, then the longest."""
    line = before.rsplit("\n", 1)
    # The label may stand alone on the line above.
    head = before if len(line) == 1 or line[-1].strip(" *_`<([“\"'") else before.rstrip(" \n*_`<([“\"'") + " "
    best: tuple[float, str, int] | None = None
    for strength, pattern in _LABELS:
        found = pattern.search(head)
        if found and (strength >= 0.9 or found["mark"]):
            sure = strength if found["mark"] in (":", "：") or strength < 0.9 else strength - 0.1
            candidate = (sure, found["label"].rstrip(), found.start("label"))
            if best is None or (candidate[0], len(candidate[1])) > (best[0], len(best[1])):
                best = candidate
    return best


_ARTICLE_PATH = re.compile(r"\d{5,}|/\d{4}/\d\d?/|/article|/news|/story|/p/|/s/|/post|\.s?html?$|-a-", re.IGNORECASE)


def _scored(
    document: Document, carrier: str, span: Span | None, label: tuple[float, str, int] | None, label_span: Span | None, written: str, url: str, before: str
) -> Reference:
    """A candidate with its score: the label's strength, then the site, the path and the language."""
    inner, via = unwrapped(url)
    item = identify(inner)
    parts = urlsplit(inner)
    host = (parts.hostname or "").removeprefix("www.")
    language = host_language(inner)
    score, reasons = (label[0], [f"label “{label[1]}”"]) if label else (0.2, ["no label"])
    if language and language != "en":
        score += 0.15 if label else 0.25
        reasons.append(f"site written in {language}")
    if item and item.id:
        score += 0.1
        reasons.append(f"an item of {item.site}")
    elif _ARTICLE_PATH.search(parts.path):
        score += 0.05
        reasons.append("path of an article")
    elif parts.path in ("", "/"):
        score -= 0.15
        reasons.append("a home page")
    if host in _SHORT or "/is/" in parts.path:
        reasons.append("a short link, whose target is not known")
    if host in _SHARE_HOSTS or host.removeprefix("m.") in _SHARE_HOSTS:
        score -= 0.3
        reasons.append("a sharing or licence site")
    own = host_of(document.url)
    if own and own.removeprefix("www.") == host:
        score -= 0.4
        reasons.append("the article's own site")
    negative = _NEGATIVE.search(before[-60:].rsplit("\n", 1)[-1])
    if negative:
        score -= 0.6
        reasons.append(f"“{negative.group().strip()}” speaks of something else")
    return Reference(
        "", "address", carrier, span, label[1] if label else None, label_span, written, inner, via,
        item.site if item else None, item.id if item else None, language, item.inferred_time if item else None,
        round(min(1.0, max(0.0, score)), 2), tuple(reasons),
    )  # fmt: skip


# Field → strength of its statement.
_FIELDS = {
    "ld:isBasedOn": 0.9, "ld:isBasedOnUrl": 0.9, "ld:translationOfWork": 0.95, "ld:exampleOfWork": 0.5, "ld:citation": 0.4, "ld:sameAs": 0.3,
    "original-source": 0.9, "syndication-source": 0.9, "dcterms.source": 0.9, "dc.source": 0.9, "cite": 0.3,
    "front matter source": 0.8, "front matter source_url": 0.9, "front matter original": 0.9, "front matter original_url": 0.95,
    "front matter translation_of": 0.95, "front matter canonical_url": 0.3, "front matter via": 0.5,
}  # fmt: skip


def _in_metadata(document: Document) -> Iterator[Reference]:
    own = host_of(document.url)
    for name, value in document.stated:
        alternate = name.startswith("alternate ") and not name.startswith(("alternate en", "alternate x-default"))
        elsewhere = name in ("canonical", "og:url") and own and host_of(value) not in (own, None)
        strength = _FIELDS.get(name, 0.5 if alternate else 0.4 if elsewhere else 0.0)
        url = normalise(value) if strength and re.match(r"https?://|[\w-]+\.[\w.-]+/", value) else None
        if url:
            yield _scored(document, name, None, (strength, name, 0), None, value, url, "")


# --- outlets without an address ----------------------------------------------------------------------------------------

_LABELLED = re.compile(
    r"(?:^|\n|[\s（(【\[])(?P<label>Sources?|Original(?: source| article)?|Translated from|Reprinted from|Republished from|来源|來源|稿源|转自|转载自|摘自|出处|文章来源|"
    r"信息来源|出典|引用元|출처|Источник|Quelle|Fuente|Fonte|المصدر|Kaynak|Nguồn|Sumber)\s*[:：丨|]\s*(?P<outlet>[^\n。，,；;|()（）]{2,40})",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?P<label>according to|as reported by|reported by|cited by|citing|quoting|translated from|republished from|first published (?:in|by)|originally published (?:in|by))\s+"
    r"(?:the )?(?P<outlet>[^\n.,;:()]{2,60})",
    re.IGNORECASE,
)


_LANGUAGE = re.compile(
    r"(?:the )?(?:original )?(?:Chinese|Mandarin|Japanese|Korean|Russian|Ukrainian|Arabic|German|French|Spanish|Portuguese|Italian|Vietnamese|Turkish|Persian)\b"
)


def _outlets(document: Document, taken: list[Span]) -> Iterator[Reference]:
    """Outlets behind a label ("Source: Huanqiu"), and known ones that something is reported by."""
    starts = sorted(taken)
    for pattern, weight in ((_LABELLED, 0.55), (_SAID, 0.3)):
        for found in pattern.finditer(document.text):
            span = Span(found.start("outlet"), found.start("outlet") + len(found["outlet"].rstrip()))
            nearest = bisect.bisect_left(starts, Span(span.end, span.end))
            if any(span.overlaps(other) for other in starts[max(0, nearest - 3) : nearest]) or _ADDRESS.search(found["outlet"]):
                continue
            outlet = next((o for o in OUTLETS if any(_names(name, found["outlet"]) for name in o.names)), None)
            line = document.text[document.text.rfind("\n", 0, span.start) + 1 : span.start]
            published = re.match(r"translated|republished|first|originally", found["label"], re.IGNORECASE)
            if outlet is None and pattern is _SAID and not (published and found["outlet"][0].isupper()):
                continue
            if _LANGUAGE.match(found["outlet"]):  # "translated from Chinese" names no outlet
                continue
            negative = _NEGATIVE.search(line[-60:])
            score = weight + (0.15 if outlet and outlet.language != "en" else 0) - (0.5 if negative else 0)
            reasons = [f"label “{found['label']}”", f"outlet {outlet.name}" if outlet else "an outlet not known here", "no address"]
            if negative:
                reasons.append(f"“{negative.group().strip()}” speaks of something else")
            label_span = Span(found.start("label"), found.end("label"))
            yield Reference(
                "", "unresolved", "text", span, found["label"], label_span, span.of(document.text), None, (), outlet.host if outlet else None,
                None, outlet.language if outlet else None, None, round(max(0.0, score), 2), tuple(reasons),
            )  # fmt: skip


def _names(name: str, text: str) -> bool:
    """Whether a name stands in a text as a whole word (in scripts that have words)."""
    text = unicodedata.normalize("NFC", text)
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)) if name[0] < "\u0530" else name in text
