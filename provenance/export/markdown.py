"""The summary as Markdown. Whatever comes from outside is escaped: nothing in it becomes a link, an image, a heading or markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sourcetrace.provenance.export.base import Format, Material, printable
from sourcetrace.provenance.export.summary import facts, ordered
from sourcetrace.provenance.report.view import said_of, shortened
from sourcetrace.provenance.review.state import words_of

__all__ = ["FORMAT"]

_QUOTED = 300  # characters of a quotation
# What would become markup in the middle of a line (CommonMark 0.31, and GitHub's tables, strikethrough and bare addresses), or HTML.
_SPECIAL = re.compile(r"[\\`*_\[\]<>#|&~!$^]|:(?=//)|(?<=[Ww]{3})\.|@")


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", " ".join(printable(text).splitlines()))


def _make(what: Material) -> bytes:
    return ("\n".join(_lines(what)).rstrip() + "\n").encode("utf-8")


def _lines(what: Material) -> Iterator[str]:
    told = list(facts(what))
    yield f"# {_text(told[0][1])}"
    yield ""
    for name, value in told[1:]:
        yield f"- **{name}**: {f'`{value}`' if name == 'record' else _text(value)}"
    if not what.record.original:
        yield ""
        yield from (f"- {_text(step)}" for step in what.record.summary.next_steps)
        yield ""
        yield from (f"- [ ] {claim.kind}: {_text(claim.text)}" for claim in what.record.checklist)
    elif what.chosen:
        yield ""
        yield "| | severity | check | stands | original | English | what | should read |"
        yield "|---|---|---|---|---|---|---|---|"
        for one in ordered(what):
            departure = one.departure
            source, target = (_text(shortened(text, _QUOTED)) or "(nothing)" for text in words_of(departure, what.both))
            said = "".join(f"<br>{_text(line)}" for line in said_of(one))
            yield f"| {one.number} | {departure.severity} | {_text(departure.check)} | {one.status} | {source} | {target} | {_text(departure.message)}{said} | {_text(one.right)} |"
        yield ""
        yield "A flag is a place to look; a person decides."


FORMAT = Format("markdown", ".md", "text/markdown", "a summary with a table of departures", _make, bilingual=False)
