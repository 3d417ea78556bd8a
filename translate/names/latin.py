"""Names spelled in Latin letters on both sides: the same word, the same word with an ending, or another transcription of it."""

from __future__ import annotations

import functools

__all__ = ["same_name"]

_ENDING = 4  # letters that a case, a possessive or a plural adds at most
_FOREIGN_ENDINGS = frozenset("a e i o u y s us os as is es um on".split()) | {""}
# A stem this long is the same word; below it, so must be the rest.
_LEAST_STEM = 3
# Slavic cases soften the last consonant of a stem: Nevada, w Nevadzie; Praha, v Praze.
_SOFTENED = {
    "d": ("dzi",),
    "t": ("ci",),
    "r": ("rz",),
    "k": ("c",),
    "g": ("dz", "z"),
    "h": ("z", "dz", "sz"),
    "ch": ("sz",),
    "s": ("si",),
    "n": ("ni",),
    "l": ("l",),
}


@functools.lru_cache(1 << 14)
def same_name(english: str, original: str) -> bool:
    """Whether a word of the original is an English name, bare or with an ending; both folded to their letters.

    An ending may take the place of the name's own last vowel or Greek and Latin ending (Nadia: Nadią; Kalousis: Kalousisa),
    and may stand on a softened stem.
    """
    if english == original:
        return True
    shared = next((i for i, (a, b) in enumerate(zip(english, original, strict=False)) if a != b), min(len(english), len(original)))
    ours, others = english[shared:], original[shared:]
    if shared >= _LEAST_STEM and ours in _FOREIGN_ENDINGS and len(others) <= _ENDING and 2 * shared >= len(english):
        # "Marina" and "Mario" share letters, not a stem: the original's rest must be an ending as well.
        return len(ours) <= 1 or others in _FOREIGN_ENDINGS
    return _softened(english, original)


def _softened(english: str, original: str) -> bool:
    stem = english.rstrip("aeiouy")
    for end, forms in _SOFTENED.items():
        if stem.endswith(end) and len(stem) > _LEAST_STEM:
            root = stem[: -len(end)]
            if any(original.startswith(root + form) and len(original) - len(root + form) <= 2 for form in forms):
                return True
    return False
