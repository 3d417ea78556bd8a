"""Negation in Italian."""

from __future__ import annotations

from sourcetrace.translate.polarity.model import negators

__all__ = ["NEGATORS"]

NEGATORS = negators(
    denying=r"\b(?:non|mai|niente|nulla|nessun[oa]?|né|senza|nemmeno|neanche|neppure|mica)\b|\bnessun['’]",
    harmless=(
        r"\bnon (?:sol[oa]|soltanto|solamente|unicamente|semplicemente|meno di|più (?:di|tardi)|appena|a caso)\b|\bsenz['’]altro\b|\bsenza (?:dubbio|sosta|precedenti)\b|\bo (?:no|meno|non)\b|\b(?:più|come|quanto) mai\b|\bse mai\b|\bniente meno\b|\bnon fanno che\b|\bnon fa che\b|\bnon (?:molto |troppo )?(?:lontano|lungi)\b|\bnon è altro che\b|\bmai (?:prima|vist[oaei])\b|\bnonostante\b"
    ),
    implied=(
        r"\b(?:manc\w*|fall\w*|rifiut\w*|respin\w*|neg(?:are|ato|ata|ò|ano|ava|ativo|ativa|azione)\w*|smenti\w*|imped\w*|viet\w*|proib\w*|divieto|evit\w*|assen\w*|priv[aoei]\w*|impossib\w*|in(?:cap|suff|comp|esatt|corrett|valid|visib|appropr|coer|effic|signif|abit|attes|cert|decis|defin|ugua|util|giust|stab|desid|sodd|accett"
        r"|consap|dipend|edit|esist|finit|consuet|dispon|sicur|adegu|alter|osserv)\w*|illegal\w*|irreg\w*|irresp\w*|illimit\w*|dis(?:accor|approv|occup|uguagl|pers)\w*|s(?:conosciut|favor|vantagg|content|profess)\w*|tranne|eccetto|salvo|esclus\w*|esclud\w*"
        r"|smes\w*|smett\w*|ignor\w*|liber\w*)\b"
    ),
    faint=r"\b(?:rar[aoei]\w*|appena|poc[aoh]\w*|invece|piuttosto|meno|fuori|contro|oppo\w*|cess\w*|annull\w*|abbandon\w*|troppo|sol[aoei]|soltanto|solamente|unic\w*|pers[aoei]|perd\w*|dubb\w*|zero|prima|diffic\w*|lontan\w*|invano|sospes\w*|blocc\w*|gratu\w*|ancora|altriment\w*|vuot\w*)\b",
    concord=True,
)
