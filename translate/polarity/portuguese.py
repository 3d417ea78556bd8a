"""Negation in Portuguese."""

from __future__ import annotations

from sourcetrace.translate.polarity.model import negators

__all__ = ["NEGATORS"]

NEGATORS = negators(
    denying=r"\b(?:não|nunca|jamais|nada|ninguém|nem|nenhu(?:m|ma|ns|mas)|sem|tampouco)\b",
    harmless=(
        r"\bnão (?:só|somente|apenas|obstante|mais (?:de|do que|que)|menos (?:de|do que|que))\b|\bsem (?:dúvida|cessar|precedentes)\b|\bnão (?:muito |tão )?(?:longe|é outr[oa] senão|é de admirar|é à toa)\b|\bnunca antes\b|\bou não\b|\bmais (?:do )?que nunca\b|\bnada mais\b|\bantes de mais nada\b|\bmais (?:do )?que nada\b|\bnem mais nem menos\b|\bnem (?:só|apenas)\b|\bpor nada\b"
    ),
    implied=(
        r"\b(?:falt\w*|falh\w*|car[eê]nc\w*|frac[as]+\w*|rejei\w*|recus\w*|neg(?:ar|ou|aram|ado|ada|ativa|ativo|ação)\w*|desm(?:ent|int)\w*|imped\w*|impeç\w*|proib\w*|evit\w*|aus[eê]n\w*|priv\w*|imposs\w*|in(?:capa|sufic|compl|exat|corre|válid|vis[ií]|apropr|coer|efic|signif|abit|esperad|cert|decis"
        r"|defin|ig|útil|just|est[aá]v|desej|satisf|aceit|conscien|depend|édit|exist|finit|usita|dispon|segur|cumpr|adequ|alter)\w*|desigual\w*|ilegal\w*|irreg\w*|irresp\w*|ilimit\w*|des(?:conhec|acord|aprov|vant|empreg|aparec|cart|favor|aten)\w*|em vez|ao invés|salvo|exceto|exclu\w*"
        r"|op(?:õe|us|ôs|ost|or)\w*|ignor\w*)\b"
    ),
    faint=r"\b(?:rar[ao]\w*|mal|pouc[ao]s?|menos|fora|contra|cancel\w*|abandon\w*|demais|só|somente|apenas|únic\w*|perd\w*|dúvid\w*|duvid\w*|zero|antes|difícil|difíceis|dificul\w*|longe|vão|suspen\w*|bloque\w*|deix\w*|livre\w*|gratu\w*|ainda|sequer|vazi\w*|cess\w*)\b",
    concord=True,
)
