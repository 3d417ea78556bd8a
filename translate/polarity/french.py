"""Negation in French."""

from __future__ import annotations

from sourcetrace.translate.polarity.model import negators

__all__ = ["NEGATORS"]

NEGATORS = negators(
    denying=(
        r"\b(?:pas|jamais|aucun(?:e|s|es)?|rien|sans|ni|nul(?:le|s|les)?|nulle part|nullement|aucunement|guère|non)\b|\bn(?:e\s|['’])\S{1,20}\s(?:\S{1,20}\s)?(?:plus|personne|point)\b"
        r"|\bpersonne\s(?:ne\b|n['’])"
    ),
    harmless=(
        r"\b(?:pas|non) (?:seulement|uniquement|simplement|moins d|loin d)|\bpas (?:mal|à pas|de la porte|encore)\b(?<!pas encore)|\b(?:un|le|du|au|ce|premier|grand|petit|faux|des|les|ses|de) (?:grand |petit |premier )?pas\b"
        r"|\bnul(?:le)? n['’]ignore\b|\bpersonne n['’]ignore\b|\bn['’]est pas sans\b"
        r"|\bsans (?:doute|cesse|arrêt|plus attendre|conteste|fil|papiers|abri|emploi|précédent)\b|\brien (?:que|qu['’])|\bni plus ni moins\b|\bplus que jamais\b|\bpour rien\b|\bn['’]importe\b|\bsi jamais\b|\bil n[’']y a pas (?:si )?longtemps|\bn[’']est autre que\b|\bnon loin\b|\bpas moins\b|\bpas étonnant\b|\bou non\b|\bou pas\b"
        r"|\b(?:ne|n['’])\s?(?:peu\w*|pouv\w*|pourr\w*|saur\w*) que\b|\bpas plus (?:de|tard|que)\b|\bpas plus d['’]|\bsauf\b"
    ),
    implied=(
        r"\b(?:manqu\w*|échou\w*|échec\w*|refus\w*|rejet\w*|ni(?:e|é|a|ait|ent|er|ant|és|ée)|démen\w*|empêch\w*|interdi\w*|interdit\w*|évit\w*|absen\w*|dépourvu\w*|priv\w*|faute de|défaut de|impossib\w*|in(?:capab|suffis|compl|exact"
        r"|correct|valid|visib|approp|cohér|effic|signif|habit|connu|attend|certain|déci|défin|égal|util|just|stab|désir|satisf|accept|conscien|dépend|touch|vaincu|achev|édit|exist|fini|usit|aptitude|disponib|égalité)\w*|illég\w*|irrég\w*|irresp\w*|illimit\w*"
        r"|mé(?:conn|cont|fi|pris)\w*|dés(?:accord|avantag|intér|approuv)\w*|malhonn\w*|au lieu|sauf|excepté|hormis|exclu\w*"
        r"|non-\w+|négligea\w*)\b"
    ),
    faint=r"\b(?:rare\w*|à peine|peu|plutôt|hors|contre|oppos\w*|cess\w*|annul\w*|abandon\w*|trop|seul\w*|uniquement|ne|n['’]\w+|perdu\w*|perd\w*|perte\w*|doute\w*|zéro|avant|difficile\w*|difficult\w*|loin|moins|vain|interrom\w*|suspen\w*|bloqu\w*|lutt\w*|libre\w*|gratuit\w*|épargn\w*|vide\w*|nu|malgré|pourtant|plus|ignor\w*)\b",
    companion=r"\bne\s|\bn['’](?=\w)",
    concord=True,
)
