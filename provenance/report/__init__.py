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
from sourcetrace.translate.text import visible

if TYPE_CHECKING:
    from jinja2 import Environment
    from sourcetrace.provenance.review.state import Review

__all__ = ["environment", "part", "policy_hash", "render"]


def render(trace: Trace, review: Review | None = None) -> str:
    """The report of a trace as HTML, with what people decided where that is given."""
    from sourcetrace.provenance.report.view import view_of

    style, script = part("style.css"), part("script.js")
    policy = f"default-src 'none'; style-src {policy_hash(style)}; script-src {policy_hash(script)}; base-uri 'none'; form-action 'none'"
    return environment().get_template("template.html").render(v=view_of(trace, review), style=style, script=script, policy=policy) + "\n"


def part(name: str) -> str:
    """A file of this package."""
    return (files("sourcetrace.provenance.report") / name).read_text(encoding="utf-8")


def policy_hash(content: str) -> str:
    """What a content security policy allows an inline style or script by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"


def _finalised(value: Any) -> Any:
    """What the template is about to write."""
    return visible(value) if type(value) is str else value


@functools.cache
def environment() -> Environment:
    """Where pages are made: whatever a template writes is escaped, and its control characters are shown by number."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(autoescape=True, loader=FunctionLoader(part), undefined=StrictUndefined, finalize=_finalised, trim_blocks=True, lstrip_blocks=True)
    # Our own style and script, which hold no markup; everything else is escaped.
    made.filters["ours"] = Markup
    return made
