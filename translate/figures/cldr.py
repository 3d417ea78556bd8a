"""Names of months, weekdays and currencies in CLDR, as word lists. Babel is loaded at the first call."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

import msgspec

__all__ = ["Names", "names_of"]

# Currencies that news of every country name.
_CODES = "USD EUR GBP JPY CNY KRW INR RUB UAH TRY CHF CAD AUD HKD SGD TWD MXN BRL VND IDR PLN THB ZAR SAR AED EGP ILS SEK NOK DKK CZK RON".split()
# Numbers that between them call for every plural form CLDR knows.
_COUNTS = (1, 2, 5, 100)


class Names(msgspec.Struct, frozen=True):
    """Word lists by number of the month (from 1), of the weekday (Monday 0), and by currency."""

    months: dict[int, str]
    short_months: dict[int, str]
    weekdays: dict[int, str]
    currencies: dict[str, str]


@functools.cache
def names_of(language: str) -> Names:
    """CLDR's names in a language; all forms it has."""
    from babel import Locale
    from babel.numbers import get_currency_name

    locale = Locale.parse(language)
    months = [locale.months[use] for use in ("format", "stand-alone")]
    days = [locale.days[use]["wide"] for use in ("format", "stand-alone")]
    currencies = {code: _list(get_currency_name(code, count, locale) for count in _COUNTS) for code in _CODES}
    return Names(
        _by_number(m["wide"] for m in months),
        _by_number(m["abbreviated"] for m in months),
        _by_number(days),
        {code: words for code, words in currencies.items() if words.lower() != code.lower()},
    )


def _by_number(tables: Iterable[Mapping[int, str]]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for table in tables:
        for number, name in table.items():
            found.setdefault(number, []).append(name)
    return {number: _list(names) for number, names in found.items()}


def _list(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(name.rstrip(".").replace("\u00a0", " ").replace(" ", "_") for name in names if len(name) > 1))
