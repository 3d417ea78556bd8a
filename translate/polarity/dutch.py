"""Negation in Dutch."""

from __future__ import annotations

from sourcetrace.translate.polarity.model import negators

__all__ = ["NEGATORS"]

NEGATORS = negators(
    denying=r"\b(?:niet|niets|niks|nooit|niemand|nergens|geen|geenszins|zonder|noch|nee)\b|\bniet-(?=\w)",
    harmless=(
        r"\bniet (?:veel later|lang (?:daarna|geleden)|alleen|slechts|enkel|louter|zozeer|minder dan|meer dan|in de laatste plaats)\b|\b(?:niets|geen) anders dan\b|\bof niet\b|\bnog nooit (?:zo|eerder zo)\b|\bniet zelden\b|\bniet ver\b|\bniet voor niets\b|\bniet anders dan\b|\bnooit eerder\b|\bzonder (?:twijfel|meer)\b|\bzondermeer\b|\bteniet\w*|\bniettemin\b|\bniettegenstaande\b"
    ),
    implied=(
        r"\b(?:on(?!der|s\b|ze\b|geveer|line|tw|tv|tst|tm|th|tb|tg|tl|td|tk|tz|ts)\w{4,}|\w{3,}(?:loos|loze|vrij|vrije)|mis\w{3,}|gebrek\w*|ontbre\w*|ontbrak\w*|faal\w*|falen\w*|gefaald|mislukt\w*|weiger\w*|geweigerd|verwerp\w*|verwierp\w*|afgewezen|wees af|wijst af|ontken\w*|voorkom\w*|voorkwam\w*|verhinder\w*"
        r"|verb(?:ie|o)d\w*|vermijd\w*|vermeden|nauwelijks|amper|afwezig\w*|tenzij|in plaats|uitgezonderd|uitgesloten|uitsluit\w*"
        r"|negeer\w*|genegeerd|illegal\w*|illegaal|in(?:capab|stabiel|actief|compleet|effect)\w*|vrij|te)\b"
    ),
    faint=r"\b(?:weinig|nog|pas|slechts|alleen|enkel|tegen|stop\w*|gestopt|annul\w*|geannuleerd|afgelast|opgegeven|verlor\w*|verlies\w*|verliez\w*|twijfel\w*|nul|voordat|voor|moeilijk\w*|lastig\w*|verre van|minder|anders|zonder\w*|zelden|zeldzaam|behalve)\b",
)
