"""Chinese figures: 5500亿美元, 三分之一, 2月6日, 百分之二, 九成, 第三季度, 上世纪八十年代."""

from __future__ import annotations

import re

from sourcetrace.translate.figures.currencies import add_signs
from sourcetrace.translate.figures.model import Figures, Money, Pad, Shift, scaled
from sourcetrace.translate.numerals import CHINESE_NUMERAL, DIGITS, MAGNITUDE, chinese_numeral, decimal, halfwidth
from sourcetrace.translate.text import Span

__all__ = ["read_chinese"]

_CN = CHINESE_NUMERAL
# Bounded, and never begun inside a run: a page of digits would otherwise take time by its square.
_ARABIC = r"(?<![\d.])(?<!\d,)(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,18})(?:\.\d{1,12})?"
_EITHER = rf"(?:(?<!\d)\d{{1,6}}|(?<![{_CN}])[{_CN}]{{1,12}})"
_TO = r"[、至到和—–~\-]{1,4}"

# --- dates ---
_YEAR = r"(?:1[0-9]|20)\d\d|[一二][零〇一二三四五六七八九]{3}"
_YEARS = re.compile(rf"(?<!\d)({_YEAR})年?{_TO}({_YEAR}|\d\d)年")
_ONE_YEAR = re.compile(rf"(?<!\d)({_YEAR})\s?(?:年|财年|学年)(?!代)")
# The year before an era's first.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民国": 1911, "民國": 1911, "宣统": 1908, "光绪": 1874, "同治": 1861}
_ERAS |= {"咸丰": 1850, "道光": 1820, "嘉庆": 1795, "乾隆": 1735, "雍正": 1722, "康熙": 1661}
_ERA = re.compile(rf"({'|'.join(_ERAS)})\s?({_EITHER}|元)\s?年")
_DECADE = re.compile(
    rf"(?:({_EITHER}|上个?|本)\s?世纪\s?(?:的)?\s?)?(?:(?:\d0|[二三四五六七八九]十?)[、至到和—–~\-]{{0,4}}){{0,3}}(\d0|[二三四五六七八九]十)\s*年代"
)
_CENTURY = re.compile(rf"({_EITHER})\s?世纪")
_BORN = re.compile(r"(\d{2}|\d{4}|[零〇一二三四五六七八九]{2})后(?=[^\x00]|$)")
_MONTH_DAY = re.compile(rf"({_EITHER})\s?月(?:份)?\s?({_EITHER})(?:\s?{_TO}\s?({_EITHER}))?\s?[日号號]")
_MONTH = re.compile(rf"(?<![\d{_CN}个])({_EITHER})\s?月(?:份|初|底|中旬|上旬|下旬|末)?(?!亮|球)")
_DAY = re.compile(rf"(?<![\d{_CN}第.])({_EITHER})(?:\s?{_TO}\s?({_EITHER}))?\s?[日号號](?![线楼院机令店门车厅井商本元常])")
_WEEKDAY = re.compile(r"(?:星期|周|礼拜|週)([一二三四五六日天])(?![年期])")
_CLOCK = re.compile(
    rf"(?<![\d小])(\d{{1,2}}):(\d\d)(?::\d\d)?|({_EITHER})\s?[时時点點](?:\s?({_EITHER})分|半|整|许|左右|(?=[，。,、至到前后]))"
    rf"|(?:上午|下午|凌晨|早上|晚上|中午|晚间|傍晚|晚)\s?({_EITHER})\s?[时時点點](?:\s?({_EITHER})分|半)?"
)
# The moon's calendar: 农历十一月十一, 正月初五, 腊月二十三. Its months are none of the sun's.
_MOON = {"正": 1, "冬": 11, "腊": 12, "臘": 12}
_LUNAR_DATE = re.compile(
    rf"(?:[农農阴陰旧舊][历曆]\s?([{_CN}]{{1,3}}|\d{{1,2}}|[正冬腊臘])|([正冬腊臘]))月\s?(?:(初|廿|卅)?([{_CN}]{{1,3}}|\d{{1,2}})[日号號]?)?"
)
_LUNAR = re.compile(r"初[一二三四五六七八九十]{1,2}")
_RELATIVE = re.compile("去年|今年|明年|前年|当年|同年|本月|上月|下月|昨|今日|今天|明天|前天|同日|当日|次日|翌日|年初|年底|年前|年后|本周|上周|下周")
_SHIFT_WORDS = {"前年": ("year", -2), "去年": ("year", -1), "今年": ("year", 0), "明年": ("year", 1), "后年": ("year", 2)}
_SHIFT_WORDS |= (
    dict.fromkeys(("上月", "上个月"), ("month", -1)) | dict.fromkeys(("本月", "这个月"), ("month", 0)) | dict.fromkeys(("下月", "下个月"), ("month", 1))
)
_SHIFT_WORDS |= (
    dict.fromkeys(("昨天", "昨日", "昨晚"), ("day", -1)) | dict.fromkeys(("今天", "今日", "今晚"), ("day", 0)) | dict.fromkeys(("明天", "明日"), ("day", 1))
)
_SHIFTS = re.compile("|".join(_SHIFT_WORDS))

# Financial capitals; alone they stand in names (陆军, 队伍).
_FORMAL = frozenset("壹贰貳弐叁參肆伍陆陸柒捌玖拾佰仟")

# Numerals inside words and names, which ask for no number in English.
_LEXICAL = re.compile(
    "一带一路|一些|一直|一定|一样|一起|一般|一切|一旦|一边|一面|一方面|一向|一律|一同|一致|一再|一系列|一下|一度|一时|一体|一流|统一|唯一|之一|"
    rf"万一|进一步|(?<![{_CN}\d])十分(?!之|钟)|千方百计|千家万户|成千上万|万物|百姓|百货|百科|万里|一线|两岸|两会|三农|三江|四川|五金|一路|同一|单一|一贯|一概|一举|一番|一味|"
    "一半|七夕|六一|五一|十一(?=假|黄金|长假)|八一|第一时间|第一线|第一夫人|三亚|三峡|三星|四环|九寨|百度|千禧|万达|万科|亿万|百年|千古|万事|"
    "一心|九龙|三明|四平|六安|九江|十堰|三门|五台|双十一|三权|三军|七国集团|八国集团|二十国集团|五角大楼|三角|四方|四面|一手|一口|一带|一身|"
    "一家人|专一|不一|万象|九泉|十足|百分百|百般|万岁|万圣|不二|三菱|三井|二手|一把手|一定程度"
)

# --- quantities ---
_FRACTION = re.compile(rf"(?<![{_CN}\d])([{_CN}\d]{{1,12}})分之([{_CN}]{{1,12}}|{_ARABIC})(?:点([{_CN}]{{1,8}}))?")
_PERCENT = re.compile(rf"({_ARABIC})\s{{0,2}}%?\s{{0,2}}(?:(?:至|到|[-—–~])\s{{0,2}}({_ARABIC}))?\s{{0,2}}(%|‰|个?百分点|個?百分點)")
_BASIS = re.compile(rf"({_ARABIC}|(?<![{_CN}])[{_CN}]{{1,8}})\s?[个個]?(?:基本?点|基點|BP|bp)")
_DISCOUNT = re.compile(r"(\d(?:\.\d)?|[一二三四五六七八九])折")
_POINTS = re.compile(rf"([{_CN}]{{1,4}})(?:点([{_CN}]))?个?百分点")
_TENTHS = re.compile(r"(?<![\dA-Za-z])([一二两三四五六七八九])成(?:([一二三四五六七八九])|半)?(?![立为了员长都就功果绩分本熟人年交千群])")
_RANGE = re.compile(
    rf"({_ARABIC})\s{{0,2}}(?:至|到|[-—–~]{{1,3}})\s{{0,2}}({_ARABIC})\s{{0,2}}[多余]?((?:[十百万亿兆萬億]|千(?!米|克|瓦|卡|赫|帕|字节)){{1,6}})?"
)
_MIXED = re.compile(r"(?<![\d.,])(\d[\d,.]{0,20})([万亿萬億])(\d[\d,.]{0,20})([千百万]?)(?!\d)")
# 千 before a unit is "kilo".
_NUMBER = re.compile(rf"({_ARABIC})\s{{0,2}}[多余几餘]?\s{{0,2}}((?:[十百万亿兆萬億]|千(?!米|克|瓦|卡|赫|帕|字节)){{1,6}})?[多余餘]?")
_NUMERAL = re.compile(rf"([{_CN}]{{1,20}})([几多余餘]?)([十百千万亿萬億]{{0,6}})(?:点([零一二三四五六七八九]{{1,8}}))?")
_TIMES = re.compile(r"[多余]?倍")
_GROWN = re.compile("[增涨升多高扩提加翻快长]")

# Words that state a small number without a numeral.
_SUPPORT: list[tuple[re.Pattern[str], list[float]]] = [
    (re.compile("半"), [0.5, 50, 30, 6]),
    (re.compile("翻一?番|翻倍|双|倍增|一对|夫妇|夫妻|俩|雙"), [2, 100]),
    (re.compile("仨|三角"), [3]),
    (re.compile("首|头(?=[一两])|冠军|榜首|第一|单|各|每|某|该|同|另|唯一|一"), [1]),
    (re.compile(rf"(?<![{_CN}数几上])百(?=年|余|强|家|姓)"), [100]),
    (re.compile(rf"(?<![{_CN}数几上])千(?=年)"), [1000]),
    (re.compile("十佳"), [10]),
    (re.compile(rf"(?<![{_CN}数几上])万(?=名|人|元|里)"), [10000]),
]
# Unit → factors to the units English prefers (km→mi, 斤→kg/lb, 亩→ha/acre/m², 米→ft …).
_UNITS: list[tuple[re.Pattern[str], tuple[float, ...]]] = [
    (re.compile(r"[多余]?斤"), (0.5, 1.1023)),
    (re.compile(r"[多余]?亩"), (1 / 15, 0.1647, 666.67)),
    (re.compile(r"[多余]?(?:公里|千米)"), (0.6214,)),
    (re.compile(r"[多余]?里"), (0.5, 0.3107)),
    (re.compile(r"[多余]?英里"), (1.6093,)),
    (re.compile(r"[多余]?(?:米|公尺)"), (3.2808,)),
    (re.compile(r"[多余]?英尺"), (0.3048,)),
    (re.compile(r"[多余]?(?:公斤|千克)"), (2.2046,)),
    (re.compile(r"[多余]?磅"), (0.4536,)),
    (re.compile(r"[多余]?公顷"), (2.471,)),
    (re.compile(r"[多余]?平方米"), (10.764,)),
]
_CELSIUS = re.compile(r"℃|摄氏|度")

_CURRENCIES: list[tuple[str, re.Pattern[str]]] = [
    (code, re.compile(pattern))
    for code, pattern in {
        "USD": "美元|美金",
        "EUR": "欧元|歐元",
        "JPY": "日元|日圆|日圓",
        "GBP": "英镑|英鎊",
        "HKD": "港元|港币|港幣",
        "SGD": "新加坡元|坡币|新元",
        "KRW": "韩元|韩币|韓元",
        "RUB": "卢布",
        "INR": "卢比",
        "AUD": "澳大利亚元|澳元",
        "CAD": "加拿大元|加元",
        "TWD": "新台币|台币|新臺幣|新台幣",
        "MOP": "澳门元|澳门币|葡币",
        "VND": "越南盾|越盾",
        "MYR": "令吉|林吉特",
        "CHF": "瑞士法郎|瑞郎",
        "THB": "泰铢",
        "CNY": "人民币|人民幣|(?<!JP)(?<!JP )[¥￥]|(?<![美欧歐日港新韩韓加澳币幣坡])元(?![旦首素老件帅宵月年代宇])",
    }.items()
]


def read_chinese(text: str) -> Figures:
    """Read the figures of a Chinese passage."""
    pad = Pad(halfwidth(text))
    _dates(pad)
    _shares(pad)
    for found in list(pad.matches(_LEXICAL)):
        for c in found.group():
            if c in DIGITS or c in MAGNITUDE:
                pad.support(found, [float(DIGITS[c] if c in DIGITS else MAGNITUDE[c])])
        pad.strike(found)
    _numbers(pad)
    for pattern, values in _SUPPORT:
        for found in pattern.finditer(text):
            pad.support(found, values)
    for code, pattern in _CURRENCIES:
        pad.money += [Money(code, Span(*found.span())) for found in pattern.finditer(text)]
    add_signs(pad)
    for found in _SHIFTS.finditer(pad.text):
        pad.shifts.append(Shift(*_SHIFT_WORDS[found.group()], Span(*found.span())))
    return pad.figures(bool(_RELATIVE.search(text)))


def _whole(numeral: str) -> int:
    """A numeral's plain value; -1 when it is none."""
    if numeral.isdecimal():
        return int(numeral) if len(numeral) < 16 else -1
    values = chinese_numeral(numeral)
    return int(values[-1] if all(c in DIGITS for c in numeral) else values[0])


def _dates(pad: Pad) -> None:
    for found in list(pad.matches(_YEARS)):
        first = _whole(found[1])
        second = _whole(found[2])
        pad.moment("year", first, found, 1)
        pad.moment("year", second if second > 99 else first // 100 * 100 + second, found, 2)
        pad.strike(found)
    for found in list(pad.matches(_ONE_YEAR)):
        pad.moment("year", _whole(found[1]), found, 1)
        pad.strike(found)
    for found in list(pad.matches(_ERA)):
        year = _ERAS[found[1]] + (1 if found[2] == "元" else _whole(found[2]))
        pad.moment("year", year, found)
        pad.quantity(found, [float(year), float(year - _ERAS[found[1]])], "loose")
    for found in list(pad.matches(_LUNAR_DATE)):
        _lunar(pad, found)
    _periods(pad)
    for found in list(pad.matches(_MONTH_DAY)):
        month, days = _whole(found[1]), [_whole(found[g]) for g in (2, 3) if found[g]]
        if 1 <= month <= 12 and all(1 <= d <= 31 for d in days):
            pad.moment("month", month, found, 1)
            for group, day in enumerate(days, 2):
                pad.moment("day", day, found, group)
                pad.days.append((month, day, Span(*found.span())))
            pad.strike(found)
    for found in list(pad.matches(_MONTH)):
        if 1 <= _whole(found[1]) <= 12:
            pad.moment("month", _whole(found[1]), found, 1)
            pad.strike(found)
    for found in list(pad.matches(_DAY)):
        days = [_whole(found[g]) for g in (1, 2) if found[g]]
        if all(1 <= d <= 31 for d in days):
            for group, day in enumerate(days, 1):
                pad.moment("day", day, found, group)
            pad.strike(found)
    for found in list(pad.matches(_WEEKDAY)):
        pad.moment("weekday", "一二三四五六日".find(found[1].replace("天", "日")), found)
        pad.strike(found)
    for found in list(pad.matches(_LUNAR)):
        pad.strike(found)
    for found in list(pad.matches(_CLOCK)):
        hour, minute = found[1] or found[3] or found[5], found[2] or found[4] or found[6]
        if 0 <= _whole(hour) <= 24:
            pad.moment("hour", _whole(hour), found)
            if minute:
                pad.moment("minute", _whole(minute), found)
            pad.strike(found)


def _lunar(pad: Pad, found: re.Match[str]) -> None:
    """A date by the moon: no month of the English calendar, but "November 11 of the lunar calendar" answers it."""
    name = found[1] or found[2]
    month = _MOON.get(name) or _whole(name)
    day = {"廿": 20, "卅": 30}.get(found[3] or "", 0) + (_whole(found[4]) if found[4] else 0)
    pad.quantity(found, [float(v) for v in (month, day) if v > 0], "loose")
    if 1 <= month <= 12 and 1 <= day <= 31:
        pad.days.append((month, day, Span(*found.span())))


def _periods(pad: Pad) -> None:
    for found in list(pad.matches(_DECADE)):
        decade = _whole(found[2])
        values = [decade, 1900 + decade, 2000 + decade]
        if found[1] and found[1][0] not in "上本":
            century = _whole(found[1])
            values += [century, (century - 1) * 100 + decade]
        # 七八十年代 names two decades
        tens = [DIGITS[c] * 10 for c in found.group() if c in "二三四五六七八九"] + [int(n) for n in re.findall(r"\d0", found.group())]
        values += [n for ten in tens for n in (ten, 1900 + ten)]
        pad.quantity(found, [float(v) for v in values], "period")
    for found in list(pad.matches(_CENTURY)):
        century = _whole(found[1])
        pad.quantity(found, [float(century), (century - 1) * 100.0], "period")
    for found in list(pad.matches(_BORN)):
        year = _whole(found[1])
        pad.quantity(found, [float(year), float(1900 + year if year < 100 else year)], "period")


def _value(numeral: str) -> float:
    return chinese_numeral(numeral)[0] if numeral[0] in _CN else decimal(numeral)


def _pointed(whole: str, digits: str | None) -> float:
    """A value with the digits behind 点: 二点五 → 2.5."""
    value = _value(whole)
    return float(f"{int(value)}.{''.join(str(DIGITS.get(c, 0)) for c in digits)}") if digits else value


def _shares(pad: Pad) -> None:
    for found in list(pad.matches(_FRACTION)):
        part = _pointed(found[2], found[3])
        if found[1] == "百":
            pad.quantity(found, [part], "percent", True)
        elif found[1] in ("千", "万"):
            pad.quantity(found, [part / MAGNITUDE[found[1]], part], "fraction")
        elif whole := _value(found[1]):
            share = part / whole
            pad.quantity(found, [share, round(100 * share, 1), round(100 * share), int(100 * share)], "fraction")
    for found in list(pad.matches(_BASIS)):
        pad.quantity(found, [scaled(_value(found[1]), 0.01), _value(found[1])], "points", True)
    for found in list(pad.matches(_DISCOUNT)):  # 七折: 70 per cent of the price, 30 per cent off
        tenths = _value(found[1])
        pad.quantity(found, [tenths * 10, 100 - tenths * 10], "percent")
    for found in list(pad.matches(_PERCENT)):
        kind = "points" if "点" in found[3] or "點" in found[3] else "percent"
        for group in (1, 2):
            if found[group]:
                pad.quantity(found, [decimal(found[group])], kind, True)
    for found in list(pad.matches(_POINTS)):
        pad.quantity(found, [_pointed(found[1], found[2])], "points", True)
    for found in list(pad.matches(_TENTHS)):
        share = DIGITS[found[1]] * 10 + (DIGITS[found[2]] if found[2] else 0)
        pad.quantity(found, [float(share), share / 100], "percent")


def _magnitude(characters: str | None) -> int:
    factor = 1
    for c in characters or "":
        factor *= MAGNITUDE[c]
    return factor


def _numbers(pad: Pad) -> None:
    for found in list(pad.matches(_RANGE)):
        factor = _magnitude(found[3])
        if factor == 1:
            continue
        low, high = decimal(found[1]), decimal(found[2])
        pad.quantity(found, [scaled(low, factor), low], certain=True)
        pad.quantity(found, [scaled(high, factor)], certain=True)
    for found in list(pad.matches(_MIXED)):
        if found[1].count(".") + found[3].count(".") == 0:
            rest = scaled(decimal(found[3]), _magnitude(found[4]))
            pad.quantity(found, [scaled(decimal(found[1]), MAGNITUDE[found[2]]) + rest], certain=True)
    for found in list(pad.matches(_NUMBER)):
        if found[1].count(".") > 1 or len(found[1]) > 18:
            pad.strike(found)
            continue
        value = scaled(decimal(found[1]), _magnitude(found[2]))
        coded = found[1].startswith("0") and len(found[1]) > 1 and "." not in found[1]
        in_word = bool(re.match(r"[A-Za-z]", pad.text[max(0, found.start() - 1) : found.start()]))
        pad.quantity(found, _converted(pad.text, found.start(), found.end(), [value]), certain=value != 0 and not coded and not in_word)
    for found in list(pad.matches(_NUMERAL)):
        _numeral(pad, found)


def _numeral(pad: Pad, found: re.Match[str]) -> None:
    """A numeral in characters; it is certain only where it cannot be a word: thirteen or more, with a magnitude."""
    numeral, estimate, factor, digits = found[1], found[2], found[3], found[4]
    if numeral in _FORMAL:
        pad.strike(found)
        return
    try:
        values = [v * _magnitude(factor) for v in chinese_numeral(numeral)] if estimate else chinese_numeral(numeral + factor)
    except KeyError:
        pad.strike(found)
        return
    if digits and values:
        values = [float(f"{int(values[0])}.{''.join(str(DIGITS[c]) for c in digits)}")]
    before = pad.text[max(0, found.start() - 1) : found.start()]
    if before in ("数", "几", "上", "成", "數", "幾") and not any(c in DIGITS for c in numeral):  # 数百: some hundreds
        pad.quantity(found, [float(_magnitude(numeral + factor))], "round")
        return
    whole = numeral + factor
    certain = values[0] >= 13 and any(c in MAGNITUDE for c in whole) and any(c in DIGITS for c in whole) and before != "第"
    if len(numeral) == 2 and all(c in DIGITS for c in numeral):  # 九八(年): short years
        values = [*values, 1900 + values[-1]]
    kind = "ordinal" if before == "第" else "number"
    start = found.start() - 1 if kind == "ordinal" else found.start()
    pad.read(start, found.end(), _converted(pad.text, found.start(), found.end(), values), kind, certain)


def _converted(text: str, start: int, end: int, values: list[float]) -> list[float]:
    """The values, and what they become in the units of English, or as a multiple put the English way."""
    value, tail = values[0], text[end : end + 5]
    if _TIMES.match(tail):
        # 增长两倍 is "tripled", and often put as "doubled"; 是…的两倍 is "twice". Either may be put in per cent.
        grown = [value + 1, (value + 1) * 100] if _GROWN.search(text[max(0, start - 8) : start]) else [(value - 1) * 100]
        return [*values, value * 100, *grown]
    if _CELSIUS.match(tail):
        return [*values, value * 1.8 + 32]
    return [*values, *(value * factor for unit, factors in _UNITS if unit.match(tail) for factor in factors)]
