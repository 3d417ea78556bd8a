"""Conversions that an English text makes itself: "645 miles (1,040 km)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from sourcetrace.translate.numerals import decimal, halfwidth, plain_cases
from sourcetrace.translate.text import Span

__all__ = ["Conversion", "conversions"]

# Units by dimension, with their size in metres, kilograms and square metres. Speeds are lengths in the same time.
_UNITS: dict[str, tuple[str, float]] = {
    name: (dimension, size)
    for dimension, table in {
        "length": {
            1000.0: "km kms kilometer kilometers kilometre kilometres km/h kph",
            1609.344: "mi mile miles mph",
            1852.0: "nmi",
            500.0: "li",
            1.0: "m meter meters metre metres",
            0.9144: "yd yard yards",
            0.3048: "ft foot feet",
            0.0254: "in inch inches",
            0.01: "cm centimeter centimeters centimetre centimetres",
            0.001: "mm millimeter millimeters millimetre millimetres",
        },
        "mass": {
            1000.0: "tonne tonnes",
            1.0: "kg kilogram kilograms kilo kilos",
            0.5: "jin catty catties",
            0.001: "g gram grams",
            0.45359: "lb lbs pound pounds",
            0.02835: "oz ounce ounces",
        },
        "area": {10_000.0: "ha hectare hectares", 4046.86: "acre acres", 666.67: "mu"},
    }.items()
    for size, names in table.items()
    for name in names.split()
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,12})(?:\.\d{1,6})?"
_CONVERSION = re.compile(
    rf"(?<![\d,.–-])({_NUMBER})[\s-]?({_UNIT})\b(?: per hour| an hour| long| wide| high| deep| tall| away| of [a-z]{{1,12}}){{0,1}}\s?"
    rf"\((?:about |around |some |approximately |or )?({_NUMBER})[\s-]?({_UNIT})(?![\w²])",
    re.IGNORECASE,
)
# "6,000 mu (400 hectares)" and "60 miles (100 km)" are rounded; what differs by more is an error.
_TOLERANCE = 1.15


class Conversion(msgspec.Struct, frozen=True):
    """A quantity and the same in another unit, which do not agree."""

    first: Span
    second: Span


def conversions(text: str) -> Iterator[Conversion]:
    """Conversions that are wrong by more than rounding explains."""
    for found in _CONVERSION.finditer(plain_cases(halfwidth(text))):
        (dimension, size), (other, other_size) = _UNITS[found[2].lower()], _UNITS[found[4].lower()]
        first, second = decimal(found[1]) * size, decimal(found[3]) * other_size
        if dimension == other and size != other_size and first and second and not 1 / _TOLERANCE < first / second < _TOLERANCE:
            yield Conversion(Span(*found.span(1)), Span(*found.span(3)))
