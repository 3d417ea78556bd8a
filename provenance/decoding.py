"""Bytes → text, decoded once, with the reason for the encoding and a count of what could not be decoded.

Order: byte order mark, valid UTF-8, the declared label (mapped as the WHATWG Encoding Standard does: gb2312 is gb18030,
shift_jis is cp932 …), detection on all bytes. A label that is contradicted by the bytes is not believed.
"""

from __future__ import annotations

import codecs
import re

import msgspec

__all__ = ["Decoded", "declared_label", "decode"]


class Decoded(msgspec.Struct, frozen=True):
    """A decoded text.

    Attributes:
        encoding: the codec used, in Python's name.
        how: `bom`, `utf-8`, `declared`, `detected` or `given`.
        replaced: replacement characters (U+FFFD) that decoding put in.
        present: replacement characters that stood in the bytes already: damage done before us.
        fault: byte offset of the first bytes that could not be decoded, or None.
    """

    text: str
    encoding: str
    how: str
    replaced: int = 0
    present: int = 0
    fault: int | None = None


_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Label (lower case, no separators) → codec. WHATWG's supersets, where Python's codec of that name is too narrow.
_SUPERSETS = {
    "gb2312": "gb18030", "gb231280": "gb18030", "gbk": "gb18030", "xgbk": "gb18030", "cp936": "gb18030", "chinese": "gb18030", "hz": "gb18030",
    "shiftjis": "cp932", "sjis": "cp932", "xsjis": "cp932", "windows31j": "cp932", "mskanji": "cp932",
    "euckr": "cp949", "ksc56011987": "cp949", "ksc5601": "cp949", "windows949": "cp949",
    "big5": "big5hkscs", "xxbig5": "big5hkscs", "cnbig5": "big5hkscs",
    "iso88591": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "usascii": "cp1252", "iso88599": "cp1254", "windows874": "cp874", "tis620": "cp874",
}  # fmt: skip
_LABEL = re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w:.-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w:.-]+)""", re.IGNORECASE)
_PRESCAN = 4096  # bytes; WHATWG looks at 1,024, but real pages put scripts before their label
_REPLACEMENT = "\ufffd"


def declared_label(data: bytes) -> str | None:
    """The encoding that an HTML or XML document declares in its first bytes."""
    found = _LABEL.search(data[:_PRESCAN])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


# Python's codecs that are no encodings of texts.
_NO_TEXT = frozenset({"undefined", "idna", "punycode", "unicodeescape", "rawunicodeescape", "utf7"})


def decode(data: bytes, declared: str | None = None, given: str | None = None) -> Decoded:
    """Decode `data`.

    Args:
        data: the bytes as received.
        declared: the label the document or its server declares.
        given: a codec the user insists on.

    Raises:
        LookupError: `given` is no known encoding.
    """
    if given is not None:
        codec = _codec(given)
        if codec is None:
            raise LookupError(given)
        return _with(data, codec, "given")
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _with(data, codec, "bom")
    tried = [("utf-8", "utf-8")]
    if _SURROGATE.search(data) and _strictly(data, "utf-8", "surrogatepass"):
        # UTF-8 but for surrogates, which no text can hold: the reader says so, rather than another codec making letters of them.
        return Decoded(data.decode("utf-8", "surrogatepass"), "utf-8", "utf-8")
    label = _codec(declared) if declared else None
    if label and not _contradicted(data, label):
        tried.append((label, "declared"))
    for codec, how in tried:
        if _strictly(data, codec) and (codec == "utf-8" or not _mostly_utf8(data)):
            return _with(data, codec, how)
    detected = None if _mostly_utf8(data) else _detected(data)
    if detected and _strictly(data, detected):
        return _with(data, detected, "detected")
    if detected:
        tried.append((detected, "detected"))
    # No encoding fits all bytes: the one that loses least, and the loss is on record.
    return min((_with(data, codec, how) for codec, how in tried), key=lambda d: d.replaced)


# Share of the non-ASCII sequences that are valid UTF-8. A text in a legacy encoding has a tenth by chance; a text with
# more was UTF-8 until something else was pasted into it, and many codecs would decode the mixture without complaint.
_MIXED = 0.3


def _mostly_utf8(data: bytes) -> bool:
    valid = sum(not c.isascii() for c in data.decode("utf-8", "ignore"))
    invalid = data.decode("utf-8", "replace").count(_REPLACEMENT)
    return valid > _MIXED * (valid + invalid)


def _codec(label: str) -> str | None:
    plain = re.sub(r"[^a-z0-9]", "", label.lower())
    if plain in _SUPERSETS:
        return _SUPERSETS[plain]
    try:
        codec = codecs.lookup(label).name
        b"a".decode(codec)  # a page may claim to be rot13 or zlib, which are no encodings of texts
    except (LookupError, ValueError):
        return None
    return None if plain in _NO_TEXT else codec


_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")


def _strictly(data: bytes, codec: str, errors: str = "strict") -> bool:
    try:
        data.decode(codec, errors)
    except (UnicodeDecodeError, UnicodeError):
        return False
    return True


def _contradicted(data: bytes, codec: str) -> bool:
    """A single-byte codec decodes anything; it is not believed where the bytes are plainly a double-byte text."""
    if not codec.startswith(("cp125", "iso8859", "latin", "ascii", "koi8", "mac")):
        return False
    high = sum(byte >= 0x80 for byte in data[:65536])
    if high < 0.2 * min(len(data), 65536) or high < 8:
        return False
    return _detected(data) in ("gb18030", "cp932", "cp949", "big5hkscs", "euc_jp")


# Bytes of multi-byte characters: a high byte and, in the East Asian encodings, perhaps a low one after it.
_HIGH = re.compile(rb"(?:[\x80-\xff][\x30-\x7e]?)+")


def _detected(data: bytes) -> str | None:
    """charset-normalizer's guess, made on what tells: in a page of markup and scripts the text may be a few bytes in a thousand."""
    from charset_normalizer import from_bytes

    runs = _HIGH.findall(data)
    dense = b" ".join(runs)
    # Words of another script are runs of such bytes; accents in a Latin text stand alone, and need their neighbours to be read.
    foreign = len(dense) >= 4 * len(runs) > 0
    telling = dense if foreign and len(dense) < 0.2 * len(data) else data
    # A page's scraps of text look disorderly, so that a good guess may fail the library's usual threshold of .2.
    best = from_bytes(telling).best() or from_bytes(telling, threshold=0.5).best()
    return _codec(best.encoding) if best else None


def _with(data: bytes, codec: str, how: str) -> Decoded:
    try:
        text, fault = data.decode(codec), None
    except UnicodeDecodeError as error:
        text, fault = data.decode(codec, "replace"), error.start
    total = text.count(_REPLACEMENT)
    if fault is None:
        return Decoded(text, codec, how, present=total)
    present = data.count(_REPLACEMENT.encode(codec, "ignore") or b"\xff\xfe\xff\xfe") if codec.startswith("utf") else 0
    return Decoded(text, codec, how, replaced=total - present, present=present, fault=fault)
