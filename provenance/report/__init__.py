"""The report: one self-contained HTML page, made from the trace alone.

No network, no archived markup, no inline attribute that a strict content security policy would refuse: the style and the
script are allowed by their digests.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from sourcetrace.provenance.record import Trace

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["render"]


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


@functools.cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    # Our own two files, which hold no markup; everything else is escaped.
    environment.filters["ours"] = Markup
    return environment.from_string(_part("template.html"))
