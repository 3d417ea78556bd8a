"""Negation in Spanish."""

from __future__ import annotations

from sourcetrace.translate.polarity.model import negators

__all__ = ["NEGATORS"]

NEGATORS = negators(
    denying=r"\b(?:no|nunca|jamás|nada|nadie|ni|ningun[ao]s?|ningún|sin|tampoco)\b",
    harmless=(
        r"\b(?:no|ni) (?:sol[oa]|sólo|solamente|únicamente|simplemente|meramente|menos de|más de|obstante|hace mucho|más que|menos que|hace más que)\b|\bno fue sino\b|\bno es sino\b|\bsino hasta\b|\bno (?:\S{1,20} )?hasta\b|\bsin (?:embargo|duda|cesar|falta|precedentes)\b"
        r"|\bo no\b|\b(?:no hay nadie|nadie hay) que no\b|\bno (?:puede|pueden|pudo|cabe) (?:menos que|sino)\b|\bno (?:muy |tan )?lejos\b|\bno es (?:otr[oa] que|de extrañar)\b|\bnunca antes\b|\bno en vano\b|\bni más ni menos\b|\bmás que nunca\b|\bmás que nada\b|\bnada más\b|\bantes que nada\b|\bpor nada\b|\bno\.? ?\d"
    ),
    implied=(
        r"\b(?:falt\w*|carec\w*|carenc\w*|frac[au]s\w*|rechaz\w*|neg(?:ar|ó|aron|ado|ada|aba|ativa|ativo|ación)\w*|nieg\w*|desm(?:ent|int|ient)\w*|impid\w*|imped\w*|prohib\w*|evit\w*|ausen\w*|priv\w*|imposib\w*|in(?:capa|sufic|compl|exact|correc|válid|visib|aprop|coher|efic|signif|habit|esperad|ciert|decis"
        r"|defin|igual|útil|just|estab|desea|satisf|acept|conscien|depend|édit|exist|finit|usual|usit|dispon|segur|cumpl|usad|vic|adecu|tocab|alter|adver)\w*|ilegal\w*|irreg\w*|irresp\w*|ilimit\w*|des(?:conoc|acuerd|aprob|ventaj|hab|emple|aparec|carta|estim|iguald|favor|aten)\w*|en vez|en lugar|salvo|excepto"
        r"|exclu\w*|ces(?:ar|ó|aron|ado)\w*|ignor\w*)\b"
    ),
    faint=r"\b(?:rar[ao]\w*|apenas|poc[ao]s?|menos|fuera|contra|opon\w*|opus\w*|opuest\w*|cancel\w*|abandon\w*|demasiad\w*|sol[oa]|sólo|solamente|únic\w*|perd\w*|pérdid\w*|pierd\w*|dud\w*|cero|antes|difícil\w*|dificult\w*|lejos|vano|suspen\w*|bloque\w*|dej(?:ar|ó|aron|ado|a|an)|libre\w*|gratu\w*|todavía|aún|excepción|vací\w*)\b",
    concord=True,
)
