"""Negation in Polish."""

from __future__ import annotations

from sourcetrace.translate.polarity.model import negators

__all__ = ["NEGATORS"]

NEGATORS = negators(
    denying=r"\b(?:nie|nigdy|nikt|nikogo|nikomu|nikim|nic|niczego|niczemu|niczym|nigdzie|żad(?:en|na|ne|nego|nej|nych|nym|nemu|ną)|bez|brak|ani)\b",
    harmless=(
        r"\bnie (?:tylko|mniej|więcej|wcześniej|później|jeden|jedna|dalej|bez)\b|\b(?:niemniej|nie tak dawno|nie tak dawny\w*|nic dziwnego|jak nigdy|nie da się ukryć|jeszcze nigdy tak|nie kto inny|nic innego jak|dopóki nie|póki nie|czy nie|lub nie|bez wątpienia|o mało nie|nie może nie)\b"
    ),
    implied=(
        r"\b(?:nie(?!dziel|dawn|mc|mie|bie|bo|któr|mal|miec|zbęd|ob|umy)\w{3,}|bez\w{3,}|brak\w*|odm[óo]w\w*|odrzuc\w*|zaprzecz\w*|zapobie\w*|zakaz\w*|zabr[ao]n\w*|uniemożliw\w*|unik\w*|powstrzym\w*|poraż\w*|ledwo|ledwie|mał[oya]\w*|zamiast"
        r"|ignor\w*|pozbaw\w*)\b"
    ),
    faint=r"\b(?:rzadk\w*|oprócz|poza|wyjątk\w*|wyklucz\w*|przeciw\w*|sprzeciw\w*|przesta\w*|zaprzest\w*|odwoł\w*|zbyt|tylko|jedynie|strac\w*|utra\w*|straty|wątp\w*|zero|zanim|trudn\w*|ciężk\w*|dalek\w*|wolny\w*|wolne|jeszcze|dopiero|inaczej|pust\w*|mniej\w*|niż)\b",
    concord=True,
)
