"""How often what we say was so: reliability curves of the probabilities that stand in a record, as the benchmarks measured them."""

from __future__ import annotations

import functools
from importlib.resources import files

import msgspec

__all__ = ["Curve", "Point", "curves"]


class Point(msgspec.Struct, frozen=True):
    """Cases of about the same probability.

    Attributes:
        said: their mean probability, 0–1.
        seen: the share in which it was so.
        cases: how many there were.
    """

    said: float
    seen: float
    cases: int


class Curve(msgspec.Struct, frozen=True):
    """Said against seen.

    Attributes:
        about: what the probability is of, in a few words.
        signature: of the benchmark and what it was measured with.
    """

    about: str
    signature: str
    points: tuple[Point, ...]


@functools.cache
def curves() -> dict[str, Curve]:
    """Every curve: `beads`, `risk`, `risk with a language model`."""
    raw = (files("sourcetrace.translate.data") / "reliability.json").read_bytes()
    return msgspec.json.decode(raw, type=dict[str, Curve])
