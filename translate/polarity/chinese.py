"""Negation in Chinese: negators, without those that are part of a word, of a limit, or of another negation."""

from __future__ import annotations

import re

from sourcetrace.translate.text import Span

__all__ = ["negations"]

# Two negations that make an affirmation: 不得不 "have to", 缺一不可 "all are needed".
_DOUBLE = (
    "不得不|不能不|不可不|不会不|不是不|不无|无不|无非|莫不|没有不|并非不|不是没有|不可避免|不容忽视|不可忽视|不可或缺|必不可少|缺一不可|不由得不|未尝不|"
    "密不可分|势不可挡|不可磨灭|不可分割|离不开|少不了|免不了|毫不夸张|说不定|不谋而合|层出不穷|不言而喻|不约而同|络绎不绝|源源不断"
)
# Words with a negator inside whose English has none, or has it inside a word, too (非法 "illegal").
_WORDS = (
    "不断|不仅|不过|不少|不同|不久|不管|不论|不但|不光|不只|不止|不单|不妨|不禁|不由|不愧|不惜|不料|不时|不乏|不等|不一|不已|不足|不错|不幸|不安|不宜|不良|不法|不明|"
    "不当|不动产|不锈钢|不解|不屑|不堪|不朽|不俗|不菲|不凡|不畏|不懈|不顾|不如|不满|不利|不便|不平|不公|不限|不妥|不忘|不愿|不肯|不舍|不容|不均|不稳|不善|不慎|不适|"
    "不符|不快|不停|不择|不计|不得已|不在乎|差不多|忍不住|禁不住|对不起|了不起|来不及|要不|不然|"
    "非常|非洲|非凡|非但|除非|莫非|是非|非典|南非|北非|东非|西非|中非|非遗|非法|无论|无疑|无比|无数|无限|无奈|无人机|无线|无锡|毫无疑问|无障碍|无缝|无缘|无私|无辜|无畏|"
    "无穷|无声|无形|无偿|无影|未来|未必|未婚|未成年|未免|没收|没落|没准|淹没|埋没|出没|沉没|没错|否则|是否|能否|可否|与否|否认|否定|"
    "特别|分别|区别|个别|性别|级别|类别|识别|别墅|告别|暂别|送别|差别|判别|辨别|离别|别人|别的|别处|莫斯科|莫迪|莫言|不丹|非盟|非政府|非营利|别克|未央|无党派|"
    "有没有|会不会|是不是|能不能|要不要|可不可|好不好"
)
# Limits, which English states without a negation: 不低于 "at least", 未满 "under".
_LIMITS = "不(?:低于|少于|小于|高于|多于|大于|超过|晚于|早于|逊于|亚于|到|满|足)|未(?:满|达到|达|及|超过)"
_MASKED = re.compile(f"{_DOUBLE}|{_WORDS}|{_LIMITS}")
_NEGATORS = re.compile(
    "切勿|请勿|毫无|并未|尚未|从未|绝不|决不|从不|并不|并没有|没有|不再|未能|不能|不会|不可|不是|不要|不应|不得|不必|不用|无法|无需|无须|不需|并非|而非|不|没|未|无|非|勿|莫|别"
)


def negations(text: str) -> list[Span]:
    """Where the text negates, in order."""
    plain = _MASKED.sub(lambda word: "\0" * len(word.group()), text)
    return [Span(*found.span()) for found in _NEGATORS.finditer(plain)]
