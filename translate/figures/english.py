"""English figures: $55 billion, two-thirds, Feb. 6, 2026, 3.5 percentage points, the 1980s, twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcetrace.translate.figures.model import Figures, Money, Pad, Shift, scaled
from sourcetrace.translate.numerals import MONTHS, NUMBER_WORDS, SCALES, VULGAR, VULGARS, decimal, halfwidth, plain_cases, word_numeral
from sourcetrace.translate.text import Span

__all__ = ["read_english"]

_MONTH_NUMBERS = MONTHS | {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
_ANY_MONTH = f"(?:{'|'.join(MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_WEEKDAYS = {name: n for n, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_ORDINALS = {w: v for v, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1)}
_ORDINALS |= {w: v for v, w in enumerate("thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(), 13)}
_ORDINALS |= {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90}
_ORDINALS |= {"hundredth": 100}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_PARTS |= {f"{name}s": n for name, n in _PARTS.items() if name not in ("half", "halves")}
_YEAR = r"(?:1[0-9]|20)\d\d"
_TH = r"(?:st|nd|rd|th)?"

# --- dates and times ---
_CLOCK = re.compile(
    r"\b(\d{1,2}):(\d\d)\s*([ap]\.?m\b\.?)?(?![\d%])|\b(\d{1,2})\.(\d\d)\s*([ap]\.?m\b\.?)|\b(\d{1,2})\s*([ap]\.?m\b\.?|o.clock)"
    r"|\b([01]\d|2[0-4])([0-5]\d)(?=\s?(?:UTC|GMT|hours|hrs)\b)",
    re.IGNORECASE,
)
# "between 6 and 7 p.m."
_CLOCKS = re.compile(r"\b(\d{1,2})\s{0,2}(?:-|–|to|and)\s{0,2}(\d{1,2})\s{0,2}([ap])\.?m\b\.?", re.IGNORECASE)
_MONTH_DAY = re.compile(
    rf"\b({_ANY_MONTH})\b\.?\s+(\d{{1,2}}){_TH}\b(?:\s*(?:-|–|—|to|and|,)\s*(\d{{1,2}}){_TH}\b(?![\d%:]|[.,]?\d|\s\w+lion))?(?:,?\s+({_YEAR}))?",
    re.IGNORECASE,
)
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}}){_TH}(?:\s*(?:-|–|to|and)\s*(\d{{1,2}}){_TH})?\s+(?:of\s+)?({_ANY_MONTH})\b\.?(?:,?\s+({_YEAR}))?", re.IGNORECASE)
# Only capitalised: "may" and "march" are verbs.
_MONTH = re.compile(rf"\b({'|'.join(name.capitalize() for name in MONTHS)}|(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.)(?:,?\s({_YEAR}))?")
_CLAUSE = re.compile(r" [a-z]*(?:we|he|it|the|they) ")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})s?\b", re.IGNORECASE)
_DECADE = re.compile(r"\b(?:the )?(\d0|(?:1[0-9]|20)\d0)['’]?s\b")
_COUNTED = "people|yuan|students|meters|km|million|billion|cases|kilo|tons|years|workers|items|square|households|residents|feet|miles|hours|days|patients"
_YEARS = re.compile(rf"\b({_YEAR})(?:\s*[-–—/]\s*({_YEAR}|\d\d))?\b(?![,.]\d|%|\s(?:{_COUNTED}))")
_RELATIVE = re.compile(r"\b(?:last|next|this|previous|following|same) (?:year|month|week)\b|\b(?:yesterday|today|tomorrow)\b", re.IGNORECASE)
_SHIFT = re.compile(r"\b(?:last|next|this) (?:year|month)\b|\b(?:yesterday|today|tomorrow)\b", re.IGNORECASE)
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_ISO = re.compile(r"(?<!\d)((?:1[0-9]|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_BARE_DAY = re.compile(
    r"\b(?:on|by|until|since|from|to|and|of|through|before|after)\s{1,2}(?:the\s{1,2})?(\d{1,2})(?:st|nd|rd|th)\b"
    r"(?=\s{0,2}(?:[.,;:)]|$|and\b|to\b|of (?:this|last|next|the) |at\b|in\b|that\b|when\b|local\b))"
)

# --- quantities ---
_FRACTION = re.compile(
    rf"\b(one|two|three|four|five|six|seven|eight|nine|a|\d)[- ]({'|'.join(_PARTS)})\b(?! (?:of (?:the )?(?:year|20\d\d)|quarter))", re.IGNORECASE
)
_TO_TEN = "one|two|three|four|five|six|seven|eight|nine|ten|\\d{1,3}"
# "Nine in ten", "two out of three"; not "two in ten years".
_OUT_OF = re.compile(
    rf"\b({_TO_TEN}) (?:in|out of)(?: every)? ({_TO_TEN}|twelve|twenty|fifty)\b(?!,?\d|[\s-](?:years?|months?|days?|weeks?|hours?|minutes?|seconds?|games?|matches|races))",
    re.IGNORECASE,
)
_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,18})(?:\.\d{1,12})?"  # bounded: see the Chinese grammar
_CODES = "RMB|USD|EUR|GBP|JPY|CNY|HKD|KRW|INR|IDR|VND|PHP|THB|MYR|SGD|AUD|CAD|NTD|TWD|BRL|MXN|RUB|UAH|TRY|CHF|PKR|BDT"  # of currencies, which are written on to the number
_CODED = re.compile(rf"\b(?:Rp|Rs|RM|{_CODES})$")
_NUMBER = re.compile(
    rf"(?:(?<![\w.])|(?<=\b(?:Rp|Rs|RM))|(?<=\b(?:{_CODES})))(?<!\d,)({_DIGITS})(?:(?:st|nd|rd|th)\b)?(?:\s{{0,2}}(?:-|–|—|to)\s{{0,2}}(?:[A-Z]{{0,3}}[$€£¥])?({_DIGITS}))?"
    r"(?:[\s-]{0,2}(hundred|thousand|million|billion|trillion|bn|mn|mln|bln|tn|m|k|K)\b|(M|B|T)\b)?"
    r"(\s{0,2}(?:-|to|–)?\s{0,2}(?:%|percent\b|per cent\b|(?:percentage|basis) points?\b|pp\b))?"
)
_WORD = re.compile(rf"\b(?:{NUMBER_WORDS}|dozen)\b", re.IGNORECASE)
_JOINT = re.compile(r"(?:[\s-]|,?\s{1,2}and\s{1,2}|,\s)", re.IGNORECASE)
_ONE = re.compile(r"(?<!half )\ban? $", re.IGNORECASE)  # "a million" is a number, "millions" and "the million" are not
_TEENS = frozenset("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split())
_TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())
# Words in one number: "nine hundred and ninety-nine million nine hundred and ninety-nine thousand …" has 12.
_LONGEST = 16
# "tens of thousands", "hundreds of millions", "thousands"
_ROUNDED = re.compile(
    r"\b(?:(tens|hundreds|thousands|dozens)\s{1,2}of\s{1,2})?(?:(hundred)\s{1,2})?(hundreds?|thousands?|millions?|billions?|trillions?)\b",
    re.IGNORECASE,
)
_HALF_A = re.compile(r"\bhalf a (hundred|thousand|million|billion|trillion)\b", re.IGNORECASE)
_SHARE_NEXT = re.compile(r"[\s-]{0,2}(?:(percentage points?)|(percent\b|per cent\b|%))", re.IGNORECASE)
_CENTURY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)[\s-](?:and\s\d{1,2}(?:st|nd|rd|th)[\s-])?centur(?:y|ies)", re.IGNORECASE)
_SLASHED = re.compile(r"(?<![\d/.,])([1-9]\d?)/([1-9]\d{0,2})(?![\d/])")
_ORDINAL = re.compile(rf"\b(?:(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?({'|'.join(_ORDINALS)})\b([\s-]centur(?:y|ies)\b)?", re.IGNORECASE)
_AND_A_HALF = re.compile(rf"\b({_TO_TEN}) and a half(?:[\s-](hundred|thousand|million|billion|trillion)\b)?", re.IGNORECASE)
_SPELLED_PERIOD = re.compile(r"\b(one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|a) (decade|centur)(?:y|ies|s)?\b", re.IGNORECASE)
_ROUND_WORD = re.compile(r"\b(?:(twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies|decade|centur|millenni|dozen)", re.IGNORECASE)
_ROUND = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80, "ninet": 90}
_ROUND |= {"decade": 10, "centur": 100, "millenni": 1000, "dozen": 12}
_MULTIPLE = re.compile(
    r"\b(half|halved|semi\w*|double[sd]?|doubling|twice|dual|both|couple|pair|tripl(?:e[sd]?|ing)|quadruple\w*|once|single|dozens?|quarters?|\w+fold)\b",
    re.IGNORECASE,
)
_MULTIPLES: list[tuple[str, list[float]]] = [
    ("halve", [0.5, 50]),
    ("half", [0.5, 50, 30, 6]),
    ("semi", [0.5]),
    ("doubl", [2, 1, 100, 200]),
    ("tripl", [3, 2, 200, 300]),
    ("quadr", [4, 3, 300, 400]),
    ("quarter", [0.25, 25, 15, 1, 4]),
    ("dozens", [12, 10]),
    ("dozen", [12]),
    ("once", [1]),
    ("single", [1]),
]
_TWO = [2.0]

# The more specific first: what they took, the bare dollar does not see.
_CURRENCIES: list[tuple[str, re.Pattern[str]]] = [
    (code, re.compile(pattern))
    for code, pattern in {
        "USD": r"(?<![A-Za-z])US ?\$|\bUSD(?: ?\$)?|\bU\.?S\.? dollars?\b|\bAmerican dollars?\b|\bgreenbacks?\b",
        "HKD": r"HK ?\$|\bHKD\b|\bHong Kong dollars?\b",
        "AUD": r"(?<![A-Za-z])AU?D? ?\$|\bAUD\b|\bAustralian dollars?\b",
        "CAD": r"(?<![A-Za-z])C(?:AD?)? ?\$|\bCAD\b|\bCanadian dollars?\b",
        "SGD": r"(?<![A-Za-z])S(?:GD)? ?\$|\bSGD\b|\bSingapore(?:an)? dollars?\b",
        "TWD": r"NT ?\$|\bTWD\b|\bTaiwan(?:ese)? dollars?\b",
        "EUR": r"€|\b[Ee]uros?\b|\bEUR\b",
        "JPY": r"\b(?:Japanese )?[Yy]en\b|\bJPY\b",
        "GBP": r"£|\bGBP\b|\bpounds? sterling\b|\bBritish pounds?\b|(?<=\d )pounds?\b(?! of)",
        "KRW": r"\bKRW\b|\b(?:South )?Korean won\b|(?<=\d )won\b|(?<=lion )won\b|₩",
        "CNY": r"\b[Yy]uan\b|\bRMB\b|\bCNY\b|\b[Rr]enminbi\b|¥|￥",
        "RUB": r"\br(?:ou|u)bles?\b|₽",
        "INR": r"\brupees?\b|₹",
        "MOP": r"\bMOP\b|\bpatacas?\b",
        "VND": r"\bVND\b|\bdong\b|₫",
        "MYR": r"\bringgit\b|\bMYR\b|\bRM(?= ?\d)",
        "CHF": r"\bSwiss francs?\b|\bCHF\b",
        "THB": r"\bbaht\b|฿",
        "dollar": r"\$|\b[Dd]ollars?\b",
    }.items()
]


def read_english(text: str) -> Figures:
    """Read the figures of an English passage."""
    pad = Pad(plain_cases(halfwidth(text)))
    _dates(pad)
    _fractions(pad)
    _numbers(pad)
    _rounded(pad)
    _words(pad)
    _money(pad)
    for found in _SHIFT.finditer(pad.text):
        word = found.group().lower()
        by = _DAYS.get(word) if word in _DAYS else {"last": -1, "next": 1}.get(word.split()[0], 0)
        pad.shifts.append(Shift("day" if word in _DAYS else word.split()[1], by or 0, Span(*found.span())))
    return pad.figures(bool(_RELATIVE.search(text)))


def _dates(pad: Pad) -> None:
    for found in list(pad.matches(_CLOCKS)):
        late = 12 if found[3].lower() == "p" else 0
        for group in (1, 2):
            hour = int(found[group])
            if hour <= 12:
                pad.moment("hour", hour + late if hour < 12 else hour, found, group)
        pad.strike(found)
    for found in list(pad.matches(_CLOCK)):
        hour, minute = int(found[1] or found[4] or found[7] or found[9]), int(found[2] or found[5] or found[10] or 0)
        if hour > 24:  # 44:50 is a score or a lap
            continue
        half = (found[3] or found[6] or found[8] or "").lower()
        pad.moment("hour", hour + 12 if half.startswith("p") and hour < 12 else hour, found)
        if found[2] or found[5] or found[10]:
            pad.moment("minute", minute, found)
        pad.strike(found)
    for found in list(pad.matches(_ISO)):
        _iso(pad, found)
    for found in list(pad.matches(_MONTH_DAY)):
        _month_days(pad, found, 1, (2, 3))
    for found in list(pad.matches(_DAY_MONTH)):
        if found[3] != "may":
            _month_days(pad, found, 3, (1, 2))
    for found in list(pad.matches(_BARE_DAY)):
        if 1 <= int(found[1]) <= 31:
            pad.moment("day", int(found[1]), found, 1)
            pad.strike(found)
    for found in list(pad.matches(_MONTH)):
        opens = found.start() == 0 or _CLAUSE.match(pad.text, found.end())
        if found[1] in ("May", "March") and opens and not found[2]:
            continue
        pad.moment("month", _MONTH_NUMBERS[found[1].rstrip(".").lower()], found, 1)
        if found[2]:
            pad.moment("year", int(found[2]), found, 2)
        pad.strike(found)
    for found in list(pad.matches(_WEEKDAY)):
        pad.moment("weekday", _WEEKDAYS[found[1].lower()], found)
    for found in list(pad.matches(_CENTURY)):
        century = float(found[1])
        pad.quantity(found, [century, (century - 1) * 100], "period")
    for found in list(pad.matches(_DECADE)):
        pad.quantity(found, [float(found[1]), float(int(found[1]) % 100)], "period")
    for found in list(pad.matches(_YEARS)):
        if pad.text[max(0, found.start() - 1) : found.start()] in tuple("$€£¥.,-"):
            continue
        pad.moment("year", int(found[1]), found, 1)
        if found[2]:
            pad.moment("year", int(found[2]) if len(found[2]) == 4 else int(found[1][:2] + found[2]), found, 2)
        pad.strike(found)


def _iso(pad: Pad, found: re.Match[str]) -> None:
    year, month, day = (int(found[g]) for g in (1, 2, 3))
    if 1 <= month <= 12 and 1 <= day <= 31:
        for group, (part, value) in enumerate((("year", year), ("month", month), ("day", day)), 1):
            pad.moment(part, value, found, group)
        pad.days.append((month, day, Span(found.start(2), found.end(3))))
        pad.strike(found)


def _month_days(pad: Pad, found: re.Match[str], month_group: int, day_groups: tuple[int, int]) -> None:
    month = _MONTH_NUMBERS[found[month_group].lower()]
    days = [(g, int(found[g])) for g in day_groups if found[g]]
    if any(not 1 <= day <= 31 for _, day in days):
        return
    pad.moment("month", month, found, month_group)
    for group, day in days:
        pad.moment("day", day, found, group)
        pad.days.append((month, day, Span(*found.span())))
    if found[4]:
        pad.moment("year", int(found[4]), found, 4)
    pad.strike(found)


def _fractions(pad: Pad) -> None:
    for found in list(pad.matches(_AND_A_HALF)):
        scale = float(SCALES[found[2].lower()]) if found[2] else 1.0
        pad.quantity(found, [(_small(found[1]) + 0.5) * scale])
    for found in list(pad.matches(_FRACTION)):
        count = 1.0 if found[1].lower() == "a" else float(found[1]) if found[1].isdecimal() else word_numeral(found[1])
        parts = _PARTS[found[2].lower()]
        share = count / parts
        pad.quantity(found, [share, share * 100, round(share * 100), int(share * 100), round(share * 100, 1), count, float(parts)], "fraction")
    for found in list(pad.matches(_OUT_OF)):
        count, whole = _small(found[1]), _small(found[2])
        if count < whole:
            pad.quantity(found, [count / whole, 100 * count / whole, round(100 * count / whole), count, whole], "fraction")
    for found in list(pad.matches(VULGAR)):
        whole, part = float(found[1] or 0), VULGARS[found[2]]
        pad.quantity(found, [whole + part] if whole else [part, part * 100, 1.0, round(1 / part)], "number" if whole else "fraction", bool(whole))
    for found in list(pad.matches(_SLASHED)):
        count, parts = int(found[1]), int(found[2])
        if count < parts:
            pad.quantity(found, [count / parts, 100 * count / parts, float(count), float(parts)], "fraction")


def _small(number: str) -> float:
    return float(number) if number.isdecimal() else word_numeral(number)


def _numbers(pad: Pad) -> None:
    for found in list(pad.matches(_NUMBER)):
        if len(found[1]) > 18 or len(found[2] or "") > 18:
            pad.strike(found)
            continue
        scale, share = (found[3] or "").lower(), found[5] or ""
        kind = "points" if "point" in share or "pp" in share else "percent" if share else "number"
        factor = {"m": 1.0, "k": 1000.0, "": 1.0}.get(scale) or float(SCALES[scale])
        if "basis" in share:
            factor /= 100  # a hundredth of a percentage point
        first = decimal(found[1])
        values = [scaled(first, factor)]
        if found[4]:  # $3M, and a 3B that may be a model
            large = first * {"M": 10**6, "B": 10**9, "T": 10**12}[found[4]]
            values = [large, first] if pad.text[max(0, found.start() - 1) : found.start()] in tuple("$€£¥") else [first, large]
        if scale == "m":  # metres or millions
            values.append(first * 10**6)
        if found[2]:
            values.append(first)
        certain = _stands_alone(pad.text, found)
        kind = "loose" if _in_name(pad.text, found) else kind
        if not found[2]:
            pad.quantity(found, values, kind, certain)
            continue
        pad.read(found.start(1), found.end(1), values, kind, certain)
        pad.read(found.start(2), found.end(), [scaled(decimal(found[2]), factor)], kind, certain)


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    """Whether digits are a number and not part of a name or code (B-52, 007)."""
    coded = found[1].startswith("0") and len(found[1]) > 1 and "." not in found[1]
    return not coded and not _in_name(text, found)


def _in_name(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 2) : found.start()]
    if _CODED.search(text[max(0, found.start() - 4) : found.start()]):
        return False
    return before[-1:].isalpha() or (before[-1:] in ("-", "–") and before[:1].isalpha())


def _words(pad: Pad) -> None:
    for found in list(pad.matches(_HALF_A)):
        pad.quantity(found, [SCALES[found[1].lower()] / 2])
    for found in list(pad.matches(_ORDINAL)):
        number = (word_numeral(found[1]) if found[1] else 0) + _ORDINALS[found[2].lower()]
        if found[3]:
            pad.quantity(found, [number, (number - 1) * 100], "period")
        else:
            pad.quantity(found, [number], "ordinal")
    for start, end in list(_runs(pad)):
        words = pad.text[start:end].lower()
        if words in SCALES and not _ONE.search(pad.text[max(0, start - 8) : start]):
            continue
        share = _SHARE_NEXT.match(pad.text, end)
        kind = "number" if share is None else "points" if share[1] else "percent"
        value = word_numeral(words)
        values = [value, value / 100] if kind == "percent" else [value]
        if words.endswith("dozen"):  # "two dozen" is said of twenty too
            values.append(value / 12 * 10)
        pad.read(start, share.end() if share else end, values, kind)
    for found in _SPELLED_PERIOD.finditer(pad.text):
        count = float(found[1]) if found[1].isdecimal() else 1.0 if found[1].lower() == "a" else word_numeral(found[1])
        pad.support(found, [count * (10 if found[2].lower() == "decade" else 100)])
    for found in _ROUND_WORD.finditer(pad.text):
        pad.support(found, [float(_ROUND[(found[1] or found[0]).lower()])])
    for found in list(pad.matches(_MULTIPLE)):
        pad.support(found, _multiple(found[1].lower()))


def _runs(pad: Pad) -> Iterator[tuple[int, int]]:
    """Runs of number words that make one number: "two hundred and six" is one, "three and six" are two."""
    run: list[re.Match[str]] = []
    for found in pad.matches(_WORD):
        gap = pad.text[run[-1].end() : found.start()] if run else ""
        if run and (len(run) >= _LONGEST or not _continues(run[-1].group().lower(), gap, found.group().lower())):
            yield run[0].start(), run[-1].end()
            run = []
        run.append(found)
    if run:
        yield run[0].start(), run[-1].end()


def _continues(previous: str, gap: str, word: str) -> bool:
    if len(gap) > 7 or not _JOINT.fullmatch(gap):
        return False
    if word in SCALES or word == "dozen":
        return gap in (" ", "-")
    if previous in SCALES:  # "two hundred and six"; "one million, two hundred thousand"
        return True
    return previous in _TENS and gap in (" ", "-") and word not in _TENS and word not in _TEENS and word != "zero"


def _rounded(pad: Pad) -> None:
    """Read orders of magnitude, which are no numbers: "thousands", "tens of thousands"."""
    for found in list(pad.matches(_ROUNDED)):
        words = [w.lower().rstrip("s") for w in found.groups()[:3] if w]
        if not found[1] and not found[3].lower().endswith("s"):
            continue
        factor = 1.0
        for word in words:
            factor *= {"ten": 10, "dozen": 10}.get(word) or SCALES[word]
        pad.quantity(found, [factor], "round")


def _multiple(word: str) -> list[float]:
    if word.endswith("fold"):
        count = word_numeral(word[:-4].rstrip("-"))
        return [count, count - 1] if count else [-1]
    return next((values for beginning, values in _MULTIPLES if word.startswith(beginning)), _TWO)


def _money(pad: Pad) -> None:
    text = pad.text
    for code, pattern in _CURRENCIES:
        spans = [found.span() for found in pattern.finditer(text)]
        pad.money += [Money(code, Span(*span)) for span in spans]
        if code in ("USD", "HKD", "AUD", "CAD", "SGD", "TWD"):
            for start, end in spans:
                text = text[:start] + "\x00" * (end - start) + text[end:]
