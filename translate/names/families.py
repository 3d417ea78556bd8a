"""Chinese family names, and characters that no given name has."""

from __future__ import annotations

import functools

import msgspec
from sourcetrace.translate.names.romanise import pinyin_of
from sourcetrace.translate.names.tables import folded

__all__ = ["Families", "families", "family_readings"]

# The four hundred commonest, in simplified characters.
_SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶"
    "贺毛郝顾龚邵万覃武钱戴严莫孔向常汤樊康施牛洪季欧文庞殷颜倪翟温章鲁葛俞童毕柴凌聂申庄裴凤柳骆单甘岳尤齐莘梅安伍鲍连易管焦祝乔纪华耿路辛曲甄靳关闵霍靖宁艾傅房查冉吉辜"
    "卓商池蓝阎解宗屈符麦涂敖习展宫宣尚苗杭褚卫干裘缪祁窦项盛刁应柯佟仇栾郎阮奚娄左麻储滕古邢米明师成蒲游车巴邬桂荣阚沙晏岑瞿丘时井景谷简冷饶来党仲卜巫冼鹿郁狄佘楚苟伊封沃"
    "冀桑占臧薄全海丛占边姬越亢匡原燕修逄岩揭仝母雍荆晁皮司隋晋丰初门帅盖练谌揣訾扈佴都朴阮蕭萧肖"
)
_DOUBLE = "欧阳 司马 诸葛 上官 皇甫 令狐 慕容 尉迟 长孙 司徒 夏侯 端木 公孙 东方 独孤 呼延"
# Characters of grammar, time and measure.
_NEVER_GIVEN = "的在昨今将好到了和与及等是有不也都对向从把被让就又还而但或其这那上下内外前后里日号万亿吨份元人个称说指表示会省市县区年月时为以于所者并且已曾要能可地得着过给由自该此各每某本我你他她它们您谁什么很最更再没未无非别请去来往至则便却均仍即并皆"


class Families(msgspec.Struct, frozen=True):
    """Family names of one and of two characters, and characters that stand in hardly any given name; all folded."""

    single: frozenset[str]
    double: frozenset[str]
    never_given: frozenset[str]


@functools.cache
def families() -> Families:
    """The lists, folded at first use."""
    return Families(frozenset(folded(_SINGLE)), frozenset(folded(_DOUBLE).split()), frozenset(folded(_NEVER_GIVEN)))


@functools.cache
def family_readings() -> frozenset[str]:
    """Family names in pinyin, in lower case."""
    double = ("".join(pinyin_of(c)[0] for c in name) for name in _DOUBLE.split())
    return frozenset(reading.replace("v", "u") for character in _SINGLE for reading in pinyin_of(character)) | frozenset(double)
