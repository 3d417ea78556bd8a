"""The report: one self-contained HTML page, made from the trace alone.

No network, no archived markup, no inline attribute that a strict content security policy would refuse: the style and the
script are allowed by their digests.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sourcetrace.provenance.record import Trace

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["render", "visible"]


def render(trace: Trace) -> str:
    """The report of a trace as HTML."""
    from sourcetrace.provenance.report.view import view_of

    style, script = _part("style.css"), _part("script.js")
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    return _template().render(v=view_of(trace), style=style, script=script, policy=policy) + "\n"


def _part(name: str) -> str:
    return (files("sourcetrace.provenance.report") / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"


# Characters that would change how the page reads around them, shown by their number instead.
_CONTROLS = {
    c: f"⟨U+{c:04X}⟩"
    for c in (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x2028, 0x2029, 0x200E, 0x200F)
}


def visible(text: str) -> str:
    """The text with control and direction-changing characters shown by number."""
    return text.translate(_CONTROLS)


def _finalised(value: Any) -> Any:
    """What the template is about to write."""
    return visible(value) if type(value) is str else value


@functools.cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    # Escaping makes markup harmless, `finalize` makes control characters so: whatever the template writes passes both.
    environment = Environment(autoescape=True, undefined=StrictUndefined, finalize=_finalised, trim_blocks=True, lstrip_blocks=True)
    # Our own two files, which hold no markup; everything else is escaped.
    environment.filters["ours"] = Markup
    return environment.from_string(_part("template.html"))
