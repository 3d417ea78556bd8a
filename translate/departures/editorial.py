"""Editorial matter: what outlets put around an article and translators leave out or add without changing what it says."""

from __future__ import annotations

import re

__all__ = ["editorial"]

# --- labels: a line that begins so is editorial as a whole, if it is short ------------------------------------------------

_SOURCE_LABEL = re.compile(
    # Chinese: who wrote, edited, checked, photographed; where it is taken from
    r"^\W*(?:(?:责任编辑|责任编审|责任校对|执行编辑|新媒体编辑|值班编辑|本期编辑|责编|主编|编辑|编校|编审|编译|校对|审核|审校|终审|监制|统筹|策划|记者|特约记者|通讯员|作者|撰文|撰稿|供稿|供图|制图|"
    r"文|图|图文|图片|图片来源|图源|图自|摄影|摄像|视频|来源|稿源|原标题|原题|原文|标题|副标题|综合|素材来源|参与记者|参与采写|声明|免责声明|版权|版权声明|特别声明|特别提示|风险提示|"
    r"温馨提示|本文作者|文章来源|相关报道|相关阅读|相关新闻|延伸阅读|推荐阅读|更多阅读|资料图|配图|上图|下图|左图|右图|题图|"
    # Japanese, Korean
    r"編集|文責|写真|撮影|出典|責任編集|取材|執筆|記者|関連記事|提供|画像|文・写真|기자|사진|출처|저작권|편집|글|자료|관련\s?기사|"
    # Russian, Ukrainian, Arabic
    r"Источник|Фото|Редактор|Автор|Читайте также|Джерело|Читайте також|المصدر|الصورة|تصوير|تحرير|اقرأ أيضا|إعداد|"
    # French, German, Spanish, Portuguese, Italian, Vietnamese, Indonesian, Turkish, Polish, Dutch
    r"Sources?|Crédits?|Photos?|Lire aussi|Par|Quelle|Foto|Bild|Redaktion|Lesen Sie auch|Von|Fuente|Crédito|Lea también|Redacción|Fonte|Leia também|Leia mais|"
    r"Leggi anche|Nguồn|Ảnh|Theo|Xem thêm|Sumber|Penulis|Baca juga|Kaynak|Fotoğraf|Źródło|Zdjęcie|Czytaj też|Bron|Beeld|Lees ook)\s*(?:[:：/／|｜=＝©]|$)"
    # a role and nothing but a name; notices; links
    r"|(?:责任编辑|责编|编辑|校对|审核|记者|通讯员|作者|摄影|来源|編集|写真)\s[\w·、 ]{2,16}$"
    r"|本文(?:来自|转自|系|首发|仅代表|原载|转载)|转自|转载自|综合自|以上内容|未经(?:授权|许可)|展开全文|阅读全文|返回搜狐|版权(?:所有|归)|无断転載|無断転載|무단\s?전재"
    r"|(?:点击|关注|扫码|扫描|长按|打开|下载).{0,20}(?:查看|阅读|进入|链接|公众号|微信号|二维码|客户端|订阅)|Подписывайтесь)"
)
_TARGET_LABEL = re.compile(
    r"^\W*(?:original(?: title| article| text)?|source|sources|statement|disclaimer|editors?|edited|responsible editor|editor in charge|author|writer|written by|reporters?|reporting|"
    r"correspondents?|photos?|photograph(?:er|y)?|images?|pictures?|caption|credits?|translat(?:ed|ion|or)|proofread(?:er|ing)?|read more|see also|related|more on|"
    r"copyright|all rights reserved|click|follow us|subscribe|share|scan|reprinted|republished|reproduced|via|first published|originally published|editor[’']s note|note|"
    r"file photo|video|illustration|title|headline)\s*(?:[:：/|©(]|by\b|from\b|here\b|to\b|$)"
    r"|^\W*(?-i:By(?:[ ,]+(?:and\s)?[A-Z][\w.’'-]{1,20}){1,6})\W*$"
    r"|\b(?:the|this) (?:article|content|views?|opinions?|text|material)\b.{0,60}\b(?:views?|opinions?|author|position|platform|copyright)\b"
    r"|\ball rights reserved\b",
    re.IGNORECASE,
)

# --- parts: words within a sentence that are taken off it, to see whether anything else is said ---------------------------

_AGENCY = (
    r"(?:新华社|新华网|中新社|中新网|中国新闻网|中国新闻社|人民网|人民日报|央视网|央视新闻|央视|环球网|环球时报|光明网|光明日报|经济日报|中国日报|参考消息网?|海外网|国际在线|澎湃新闻|"
    r"法新社|路透社|美联社|共同社|时事社|韩联社|塔斯社|俄新社|德新社|彭博社|埃菲社|安莎社|中央社|法广|德国之声(?:中文网)?|美国之音|自由亚洲电台|BBC|[\u4e00-\u9fff]{2,6}(?:日报|晚报|早报|时报|新闻网|在线|电视台|讯))"
)
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_WIRE = (
    r"(?:Xinhua(?:net|\s?News(?:\s?Agency)?|\.com|\s?Net)?|China\s?News(?:\s?(?:Service|Network|Agency))?|China\s?news\.com(?:\.cn)?|Chinanews(?:\.com(?:\.cn)?|\s?net)?|People[’']s Daily(?: Online)?|CCTV(?:\.com|\s?News)?|Global Times|"
    r"CNS|CGTN|AFP|Reuters|AP|Associated Press|Kyodo(?: News)?|Jiji(?: Press)?|NHK|Yonhap(?: News Agency)?|TASS|RIA Novosti|DPA|Bloomberg|EFE|ANSA|BBC(?: News)?|Deutsche Welle|DW|RFI|VOA|RFA|CNA|Central News Agency)"
)
_PARTS = {
    "source": re.compile(
        rf"[（(【\[][^（）()【】\[\]]{{0,60}}(?:记者|编辑|通讯员|摄影|摄|完|记|報道|記者|기자|图|{_AGENCY})[^（）()【】\[\]]{{0,40}}[)）】\]]?"
        rf"|[-—–|_｜]{{1,2}}\s*(?:滚动新闻|新闻频道|首页|要闻|[\u4e00-\u9fffA-Za-z.]{{0,10}}(?:网|网站|新闻|日报|晚报|时报|在线|频道|客户端|社))(?=$|[\s\-—–|_])"
        rf"|{_AGENCY}(?:客户端|记者|\s)*[\u4e00-\u9fff]{{0,12}}?\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日\s?[电電讯]?(?:\s?题[:：])?"
        rf"|{_AGENCY}[\u4e00-\u9fff]{{0,8}}(?:[电電讯]|消息)[\]】)）:：]?"
        rf"|^\W*(?:{_AGENCY}|本报|本报讯|本台)\W*$"
        r"|^\W*(?:本报讯|本报记者|本台消息|综合报道|综合消息|综合\d{1,2}日电|据\S{2,8}消息)"
        r"|\d{4}\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?(?:\s+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?\s*(?:发布|發布|發佈|\W{0,2}(?=来源|作者|字体|$))"
        r"|[（(]\s?完\s?[)）]|（下略）"
    ),
    "target": re.compile(
        rf"\((?:{_WIRE}|[^()]{{0,60}}\b(?:reporters?|reporting|journalists?|correspondents?|editors?|editing|photo(?:grapher)?|writing|end|the end|full text)\b[^()]{{0,80}}|END|End)\)?"
        rf"|[-–—|]{{1,2}}\s?{_WIRE}\b"
        rf"|(?:{_WIRE}),?\s(?:[A-Z][\w.'’]{{0,20}},?\s){{0,4}}(?:on\s)?(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH})(?:,?\s\d{{4}})?"
        rf"|^\W*[A-Z][\w.'’ ]{{1,30}},\s{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?"
        rf"|^\W*(?:{_WIRE})\W*$"
    ),
}
_LONGEST = 160  # characters: an editorial line is short
_LEFT = 0.25  # share of the letters that may be left when the parts are taken off


def editorial(text: str, side: str) -> bool:
    """Whether a sentence or clause is nothing but a dateline, credit, label or disclaimer.

    Args:
        text: one sentence or clause.
        side: `source` or `target`.
    """
    line = text.strip()
    if len(line) > _LONGEST or not line:
        return False
    rest = _PARTS[side].sub(" ", line).strip()
    label = _SOURCE_LABEL if side == "source" else _TARGET_LABEL
    if label.search(line) or (rest and label.search(rest)):
        return True
    letters = sum(c.isalnum() for c in line)
    return letters > 0 and rest != line and sum(c.isalnum() for c in rest) <= _LEFT * letters
