"""Symbols and codes of currencies, which are the same in every language."""

from __future__ import annotations

import re

from sourcetrace.translate.figures.model import Money, Pad
from sourcetrace.translate.text import Span

__all__ = ["add_signs"]

# The more specific first: what they took, the bare dollar does not see.
_SIGNS = [
    (code, re.compile(pattern))
    for code, pattern in {
        "USD": r"(?<![A-Za-z])US ?\$|(?<![A-Za-z])USD(?![A-Za-z])",
        "HKD": r"HK ?\$|(?<![A-Za-z])HKD(?![A-Za-z])",
        "AUD": r"(?<![A-Za-z])AU?D? ?\$|(?<![A-Za-z])AUD(?![A-Za-z])",
        "CAD": r"(?<![A-Za-z])CA?D? ?\$|(?<![A-Za-z])CAD(?![A-Za-z])",
        "SGD": r"(?<![A-Za-z])S(?:GD)? ?\$|(?<![A-Za-z])SGD(?![A-Za-z])",
        "TWD": r"NT ?\$|(?<![A-Za-z])TWD(?![A-Za-z])",
        "BRL": r"(?<![A-Za-z])R ?\$|(?<![A-Za-z])BRL(?![A-Za-z])",
        "EUR": r"€|(?<![A-Za-z])EUR(?![A-Za-z])",
        "GBP": r"£|(?<![A-Za-z])GBP(?![A-Za-z])",
        "JPY": r"JP ?[¥￥]|(?<![A-Za-z])JPY(?![A-Za-z])",
        "CNY": r"CN ?[¥￥]|(?<![A-Za-z])CNY(?![A-Za-z])|(?<![A-Za-z])RMB(?![A-Za-z])",
        "KRW": r"₩|(?<![A-Za-z])KRW(?![A-Za-z])",
        "RUB": r"₽|(?<![A-Za-z])RUB(?![A-Za-z])",
        "INR": r"₹|(?<![A-Za-z])INR(?![A-Za-z])",
        "UAH": r"₴|(?<![A-Za-z])UAH(?![A-Za-z])",
        "TRY": r"₺|(?<![A-Za-z])TRY(?![A-Za-z])",
        "VND": r"₫|(?<![A-Za-z])VND(?![A-Za-z])",
        "PLN": r"(?<![A-Za-z])PLN(?![A-Za-z])|zł\b",
        "CHF": r"(?<![A-Za-z])CHF(?![A-Za-z])",
        "dollar": r"\$",
    }.items()
]


def add_signs(pad: Pad) -> None:
    """Add the currencies named by a sign or code; what has been read as one already is left alone."""
    left = list(pad.text)
    _blank(left, [money.span for money in pad.money])
    for code, pattern in _SIGNS:
        spans = [Span(*found.span()) for found in pattern.finditer("".join(left))]
        pad.money += [Money(code, span) for span in spans]
        _blank(left, spans)


def _blank(characters: list[str], spans: list[Span]) -> None:
    for span in spans:
        characters[span.start : span.end] = "\x00" * (span.end - span.start)
