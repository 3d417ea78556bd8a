"""Vectors of many short lists of texts at once: the encoder takes as long for one text as for ten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sourcetrace.translate.encoder import Vectors, encode

__all__ = ["encoded"]


def encoded(texts: Mapping[str, Sequence[str]]) -> dict[str, Vectors]:
    """The vectors of every list, by its key; a text that is given several times is encoded once."""
    rows = {text: row for row, text in enumerate(dict.fromkeys(text for own in texts.values() for text in own))}
    vectors = encode(list(rows))
    return {key: vectors[[rows[text] for text in own]] for key, own in texts.items()}
