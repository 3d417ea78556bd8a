"""The two texts: language, sentences, alignment, departures. Knows nothing of the web.

Names are loaded when first used, so that importing the package costs nothing. Modules bear other names than the functions
(`alignment.align`), because a submodule would otherwise take the function's place once it is loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sourcetrace.translate.alignment import Alignment, Bead, Side, align, align_sentences
    from sourcetrace.translate.comparison import Comparison, Context, compare
    from sourcetrace.translate.departures.base import Departure
    from sourcetrace.translate.engines.reference import Engines, engines_of_this_machine
    from sourcetrace.translate.engines.seam import Judge, Translation, Translator
    from sourcetrace.translate.glossary import Term, read_glossary
    from sourcetrace.translate.language import Detection, detect
    from sourcetrace.translate.sentences import segment
    from sourcetrace.translate.text import InputError, Span
    from sourcetrace.translate.translation import translate, translate_text

__all__ = [
    "Alignment",
    "Bead",
    "Comparison",
    "Context",
    "Departure",
    "Detection",
    "Engines",
    "InputError",
    "Judge",
    "Side",
    "Span",
    "Term",
    "Translation",
    "Translator",
    "align",
    "align_sentences",
    "compare",
    "detect",
    "engines_of_this_machine",
    "read_glossary",
    "segment",
    "translate",
    "translate_text",
]

_HOMES = {
    "alignment": ("Alignment", "Bead", "Side", "align", "align_sentences"),
    "comparison": ("Comparison", "Context", "compare"),
    "departures.base": ("Departure",),
    "engines.reference": ("Engines", "engines_of_this_machine"),
    "engines.seam": ("Judge", "Translation", "Translator"),
    "glossary": ("Term", "read_glossary"),
    "language": ("Detection", "detect"),
    "sentences": ("segment",),
    "text": ("InputError", "Span"),
    "translation": ("translate", "translate_text"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
