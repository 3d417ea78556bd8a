"""Attribution and quotation: another speaker, a source left out, marks of quotation put in, direct speech put as fact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcetrace.translate.departures.base import Check, Finding, Passage, Severity, Tier
from sourcetrace.translate.text import Span

__all__ = ["CHECK"]

# Who is said to have spoken, and what the original calls them. Only groups that both languages name by words of their own.
_SPEAKERS: list[tuple[re.Pattern[str], re.Pattern[str]]] = [
    (re.compile(rf"\b(?:{english})\b", re.IGNORECASE), re.compile(chinese))
    for english, chinese in {
        "White House": "白宫|白宮|美国政府|美方|美国总统|总统府",
        "Kremlin": "克里姆林|克宫|俄罗斯总统|俄总统|俄方",
        "Pentagon": "五角大楼|国防部|美军|美国防",
        "European Commission": "欧盟委员会|欧委会|歐盟|欧盟",
        "United Nations|UN": "联合国|聯合國|联大|安理会",
        "NATO": "北约|北約",
        "police(?:men|man)?|police officers?": "警|公安|侦|巡捕|局",
        "prosecutors?": "检|檢|公诉",
        "opposition(?: leaders?| part(?:y|ies)| lawmakers?)?": "反对|反對|在野|异见|民主党|共和党",
        "(?:a |an |the )?(?:company|corporate) (?:spokes\\w+|officials?|executives?|statement)": "公司|企业|集团|方面|厂|商|行|社|发言人|官方",
        "anonymous (?:source|official)s?|sources? (?:familiar|close)|unnamed \\w+": "匿名|不愿|不具名|未具名|知情|消息人士|内部人士|透露|姓名|人士",
        "witness(?:es)?|eyewitness(?:es)?": "目击|目擊|见证|在场|证人",
        "prime minister|premier": "总理|總理|首相|阁揆|行政院长",
        "mayor": "市长|市長|镇长|区长",
        "(?:local |nearby )?residents|villagers|locals": "居民|村民|市民|当地|當地|民众|住户|群众|百姓|乡亲|老乡|人们",
        "doctors?|physicians?": "医|醫|大夫|博士|专家",
        "lawyers?|attorneys?": "律师|律師|法律|检",
        "scientists?": "科学|科學|研究|学者|专家|科研",
        "analysts?": "分析|评论|观察|专家|人士|机构",
    }.items()
]
_SAID = r"(?:said|says|told|stated|announced|claimed|added|noted|reported|warned|insisted|confirmed|revealed|stressed|argued|declared|disclosed|pointed out)"
_SPOKE = (
    re.compile(r"\baccording to\s(.{2,60}?)(?=[,.;:]|\sand\s|\swho\s|\sthat\s|$)", re.IGNORECASE),
    re.compile(rf"(?:^|[,.;:“”\"]\s?|\bthat\s|\band\s|\bbut\s)((?:[\w’'-]+\s){{1,6}}?){_SAID}\b"),
    re.compile(rf"[,”\"]\s?{_SAID}\s((?:[\w’'-]+\s?){{1,6}})"),
)
_TOLD = re.compile(
    "据[^，。,；]{0,16}(?:报道|报导|消息|统计|介绍|透露|了解|称|悉|估计|分析|调查|监测|数据|研究|预报|通报)|據[^，。,；]{0,16}(?:報道|報導|消息|統計|介紹|透露|了解|稱|悉)|"
    "(?:表示|指出|认为|透露|强调|介绍说|坦言|声称|宣称|報導指|認為|強調)|(?<![小传学演图听据])(?:说|称|說|稱)[，：:“,]"
)
_TELLS = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?|elling)|according|accordance|report\w*|stat(?:ed|es|ing|ement\w*|istic\w*)|announc\w+|not(?:ed|es|ing)|add(?:ed|s|ing)|claim\w*|stress\w*|emphasi[sz]\w*|point\w*|"
    r"believ\w*|disclos\w*|reveal\w*|explain\w*|introduc\w*|mention\w*|comment\w*|wr(?:ote|ites?|itten|iting)|cit(?:ed|ing|es)|quot\w*|indicat\w*|show\w*|suggest\w*|think\w*|thought|learn\w*|declar\w*|"
    r"argu\w*|respon\w*|ask\w*|admit\w*|acknowledg\w*|remark\w*|express\w*|insist\w*|warn\w*|inform\w*|confirm\w*|call\w*|describ\w*|speech|urg\w*|hop\w+|agree\w*|predict\w*|expect\w*|estimat\w*|"
    r"f(?:ind|ound)\w*|talk\w*|sp(?:eak|oke)\w*|known|understood|view\w*|opinion\w*|news|interview\w*|mean\w*|highlight\w*|vow\w*|pledg\w*|answer\w*|repl(?:y|ied|ies)\w*|observ\w*|refer\w*|recall\w*|"
    r"complain\w*|discuss\w*|underscor\w*|reiterat\w*|propos\w*|consider\w*|feel\w*|felt|data|survey\w*|stud(?:y|ies)|forecast\w*|analys\w*|record\w*|words|notic\w*|convey\w*|maintain\w*|assert\w*|"
    r"contend\w*|h[eo]ld\w*|see\w*|saw|deem\w*|appreciat\w*|praise\w*|criti\w+|thank\w*|welcom\w*|apparent\w*|alleged\w*|reportedly|conclud\w*|specif\w+|clarif\w+|demand\w*|require\w*|request\w*|"
    r"monitor\w*|detail\w*|elaborat\w*|identif\w*|promise\w*|release\w*|publish\w*|share\w*|sure|certain|confident|attribut\w*|invok\w*|message\w*|worr\w*|fear\w*|judg\w*|advocat\w*|propos\w*)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile("[“「『]([^”」』]{10,400})[”」』]")
_SPEAKS = re.compile("说|称|表示|道[：:]|說|稱")
_OUR_MARKS = re.compile("[“”「」『』《》〈〉【】\"'＂‘’（(]")
_THEIR_QUOTE = re.compile('[“"]([^”"“]{12,400})[”"]')


def _run(passage: Passage) -> Iterator[Finding]:
    if not passage.bead.source or not passage.bead.target:
        return
    yield from _speakers(passage)
    told = _TOLD.search(passage.source)
    if told and not _TELLS.search(passage.target) and not _THEIR_QUOTE.search(passage.target):
        message = f"The original gives a source (“{told.group()}”); the English states it as a fact."
        yield _finding("dropped", "hint", "major", (), (Span(*told.span()),), message, passage)
    yield from _quotations(passage)


def _speakers(passage: Passage) -> Iterator[Finding]:
    """Somebody is said to have spoken whom the original does not name."""
    seen: set[Span] = set()
    for pattern in _SPOKE:
        for spoken in pattern.finditer(passage.target):
            for english, chinese in _SPEAKERS:
                found = english.search(passage.target, spoken.start(1), spoken.end(1))
                if found is None or chinese.search(passage.source) or Span(*found.span()) in seen:
                    continue
                seen.add(Span(*found.span()))
                message = f"The English gives “{found.group()}” as the source; the original names none such here."
                yield _finding("speaker", "flag", "major", (Span(*found.span()),), (), message, passage)


def _quotations(passage: Passage) -> Iterator[Finding]:
    quoted = _THEIR_QUOTE.search(passage.target)
    if quoted and not _OUR_MARKS.search(passage.source):
        message = f"The English puts “{quoted.group(1)[:60]}” in quotation marks; the original quotes nothing here."
        yield _finding("quotation added", "hint", "minor", (Span(*quoted.span()),), (), message, passage)
    said = _SPEECH.search(passage.source)
    if said and _SPEAKS.search(passage.source) and not quoted and not re.search("[“”\"'‘’«»]", passage.target) and not _TELLS.search(passage.target):
        message = f"The original quotes somebody (“{said.group(1)[:30]}…”); the English states it as a fact."
        yield _finding("speech as fact", "hint", "major", (), (Span(*said.span()),), message, passage)


def _finding(kind: str, tier: Tier, severity: Severity, target: tuple[Span, ...], source: tuple[Span, ...], message: str, passage: Passage) -> Finding:
    evidence = {
        "source": {"text": source[0].of(passage.source)[:200]} if source else None,
        "target": {"text": target[0].of(passage.target)[:200]} if target else None,
    }
    return Finding(kind=kind, tier=tier, severity=severity, target=target, source=source, message=message, evidence=evidence)


CHECK = Check(
    name="attribution",
    version=1,
    mqm="Accuracy/Mistranslation",
    explanation="A source or speaker that the original does not name, or that the English leaves out; quotation marks put in or left out.",
    languages=frozenset({"zh"}),
    run=_run,
)
