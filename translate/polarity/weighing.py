"""Vectors of many short lists of texts at once: the encoder takes as long for one text as for ten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sourcetrace.translate.encoder import Vectors, encode

__all__ = ["encoded"]


def encoded(texts: Mapping[str, Sequence[str]]) -> dict[str, Vectors]:
    """The vectors of every list, by its key."""
    vectors = encode([text for own in texts.values() for text in own])
    found, start = {}, 0
    for key, own in texts.items():
        found[key] = vectors[start : start + len(own)]
        start += len(own)
    return found
