"""Negation in German."""

from __future__ import annotations

from sourcetrace.translate.polarity.model import negators

__all__ = ["NEGATORS"]

NEGATORS = negators(
    denying=r"\b(?:nicht|nichts|nie|niemals|niemand\w{0,2}|nirgend\w{0,5}|kein(?:e[nmrs]?|erlei|esfalls|eswegs)?|ohne|weder|nein)\b|\bnicht(?=\w{4})",
    harmless=(
        r"\bnicht (?:nur|bloß|allein|zuletzt|einmal mehr als|mehr als|weniger als|umsonst)\b|\bnicht (?:selten|lange|weit|ganz|unbedingt|unerheblich\w*|unwesentlich\w*|wenige\w*)\b|\bnie(?: zuvor| da ?gewesen\w*)|\bnicht anders als\b|\bnicht minder\b|\bnichts (?:anderes )?als\b|\bohne (?:weiteres|zweifel)\b|\bzweifellos\b|\boder nicht\b|\bsowieso nicht\b|\bzunichte\w*|\bvernicht\w*"
        r"|\bkein(?:e[nmrs]?)? geringere[rnms]?\b|\bohnehin\b|\bwenn nicht gar\b"
    ),
    implied=(
        r"\b(?:un(?!d\b|s\b|ser|ter|ion|ivers|gefähr|iform|garn|gar|esco|o\b|fall)\w{4,}|\w{3,}(?:los|leer)(?:e[nmrs]?|igkeit)?|miss\w{3,}|fehl\w*|mangel\w*|mangeln\w*|scheiter\w*|gescheitert\w*|versag\w*|verweiger\w*|weiger\w*|geweigert|ablehn\w*|abgelehnt\w*|lehn(?:t|te|ten)"
        r"|bestr(?:eit|itt)\w*|dementier\w*|leugn\w*|verhinder\w*|verb(?:ie|o)t\w*|untersag\w*|vermeid\w*|vermied\w*|verzicht\w*|kaum|abwesen\w*|statt|anstatt|anstelle|ausgenommen|ausgeschlossen\w*|ausschl\w*"
        r"|hör(?:t|te|ten) auf|ignorier\w*|verpass\w*|illegal\w*|inoffiziell\w*"
        r"|in(?:stabil|akzept|aktiv|kompet|diskut)\w*|frei|ausbl\w*|ausgeblieben|vergeblich\w*|nicht-\w+)\b"
    ),
    faint=r"\b(?:selten\w*|wenig\w*|außer\w*|noch|erst|nur|lediglich|gegen|wider\w*|aufhör\w*|einstell\w*|eingestellt\w*|abges\w*|absag\w*|aufgeb\w*|aufgegeben|zu|verlor\w*|verlier\w*|verlust\w*|zweifel\w*|null|bevor|schwer\w*|schwierig\w*|weniger|sonst|trotz\w*|befrei\w*|frei|leer|entfall\w*|ausfall\w*|anders|stopp\w*|ende\w*|beend\w*|irr\w*|hinder\w*|weit entfernt)\b",
)
