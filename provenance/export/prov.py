"""W3C PROV as PROV-JSON: what was received, what was made of it, by which program, and who decided on it.

That the English was made from the original is what the article claims and the alignment supports; it stands as a derivation of the type
`sourcetrace:ClaimedTranslation`, not as something that was seen.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec
from sourcetrace.provenance.archiving.acts import Undone
from sourcetrace.provenance.export.base import Format, Material
from sourcetrace.provenance.record import Article, Trace
from sourcetrace.provenance.software import software

__all__ = ["FORMAT"]

_PREFIXES = {"sourcetrace": "https://sourcetrace.invalid/ns#", "trace": "https://sourcetrace.invalid/trace#"}

Kinds = dict[str, dict[str, dict[str, Any]]]


def _make(what: Material) -> bytes:
    document = _Document()
    _fill(document, what)
    return msgspec.json.format(msgspec.json.encode({"prefix": _PREFIXES, **document.kinds}), indent=1) + b"\n"


class _Document:
    """Collects what PROV-JSON holds by kind."""

    def __init__(self) -> None:
        self.kinds: Kinds = defaultdict(dict)
        self._count = 0

    def entity(self, name: str, kind: str, **known: Any) -> str:
        return self._thing("entity", name, {"prov:type": {"$": f"sourcetrace:{kind}", "type": "prov:QUALIFIED_NAME"}, **known})

    def activity(self, name: str, kind: str, when: str | None, **known: Any) -> str:
        times = {"prov:startTime": when} if when else {}
        return self._thing("activity", name, {"prov:type": {"$": f"sourcetrace:{kind}", "type": "prov:QUALIFIED_NAME"}, **times, **known})

    def agent(self, name: str, kind: str, label: str) -> str:
        return self._thing("agent", name, {"prov:type": {"$": f"prov:{kind}", "type": "prov:QUALIFIED_NAME"}, "prov:label": label})

    def relation(self, kind: str, **ends: Any) -> None:
        self._count += 1
        self.kinds[kind][f"_:r{self._count}"] = {f"prov:{name}": value for name, value in ends.items()}

    def _thing(self, kind: str, name: str, known: dict[str, Any]) -> str:
        full = f"trace:{name}"
        self.kinds[kind][full] = {key.replace("__", ":"): value for key, value in known.items() if value is not None}
        return full


def _fill(document: _Document, what: Material) -> None:
    record = what.record
    program = document.agent("sourcetrace", "SoftwareAgent", software())
    article = _article(document, "article", record.article, program, record)
    for capture in record.captures:
        attempt = next((a for a in record.attempts if a.id == capture.attempt), None)
        got = document.activity(f"attempt-{capture.attempt}", "Attempt", attempt.when if attempt else None, sourcetrace__kind=attempt.kind if attempt else None)
        held = document.entity(
            f"capture-{capture.id}", "Capture", sourcetrace__digest=capture.digest, sourcetrace__url=capture.url, sourcetrace__file=capture.file
        )
        document.relation("wasGeneratedBy", entity=held, activity=got)
        document.relation("wasAssociatedWith", activity=got, agent=program)
    written = document.entity("record", "Record", sourcetrace__digest=what.digest)
    document.relation("wasDerivedFrom", generatedEntity=written, usedEntity=article)
    if record.original:
        original = _article(document, "original", record.original.article, program, record)
        document.relation("wasDerivedFrom", generatedEntity=original, usedEntity=f"trace:capture-{record.original.capture}")
        document.relation(
            "wasDerivedFrom", generatedEntity=article, usedEntity=original, type={"$": "sourcetrace:ClaimedTranslation", "type": "prov:QUALIFIED_NAME"}
        )
        _compared(document, what, article, original, written, program)


def _article(document: _Document, name: str, article: Article, program: str, record: Trace) -> str:
    """A text, read from bytes."""
    received = document.entity(f"{name}-bytes", "Received", sourcetrace__digest=article.digest, sourcetrace__name=article.url or article.name)
    text = document.entity(f"{name}-text", "Text", sourcetrace__digest=article.text_digest, sourcetrace__language=article.language, prov__label=article.title)
    reading = document.activity(f"{name}-reading", "Extraction", record.clock.started, sourcetrace__method=article.extraction.method)
    document.relation("used", activity=reading, entity=received)
    document.relation("wasGeneratedBy", entity=text, activity=reading)
    document.relation("wasDerivedFrom", generatedEntity=text, usedEntity=received)
    document.relation("wasAssociatedWith", activity=reading, agent=program)
    return text


def _compared(document: _Document, what: Material, article: str, original: str, written: str, program: str) -> None:
    record, review = what.record, what.review
    comparing = document.activity(
        "comparing", "Comparison", record.clock.started, sourcetrace__signature=what.both.signature, sourcetrace__beads=len(what.both.beads)
    )
    for text in (article, original):
        document.relation("used", activity=comparing, entity=text)
    document.relation("wasAssociatedWith", activity=comparing, agent=program)
    document.relation("wasGeneratedBy", entity=written, activity=comparing)
    if record.reference_translation:
        made = document.entity("reference-translation", "MachineTranslation", sourcetrace__engine=record.reference_translation.engine)
        document.relation("wasDerivedFrom", generatedEntity=made, usedEntity=original)
    for standing in what.chosen:
        departure = standing.departure
        entity = document.entity(
            f"departure-{departure.id}",
            "Departure",
            sourcetrace__check=departure.check,
            sourcetrace__mqm=departure.mqm,
            sourcetrace__severity=departure.severity,
            sourcetrace__status=standing.status,
            sourcetrace__bead=departure.bead,
            prov__label=departure.message,
        )
        document.relation("wasDerivedFrom", generatedEntity=entity, usedEntity=written)
    if review:
        _reviewed(document, what)


def _reviewed(document: _Document, what: Material) -> None:
    """Who decided what, and when; what was taken back is left out."""
    assert what.review is not None
    people = {name: document.agent(f"reviewer-{number}", "Person", name) for number, name in enumerate(what.review.reviewers, 1)}
    known = {f"trace:departure-{one.departure.id}" for one in what.chosen}
    for act in what.review.active:
        if isinstance(act, Undone):
            continue
        kind = type(act).__name__
        done = document.activity(f"act-{act.act}", kind, act.when)
        document.relation("wasAssociatedWith", activity=done, agent=people[act.by])
        departure = f"trace:departure-{getattr(act, 'departure', getattr(act, 'on', ''))}"
        if departure in known:
            document.relation("used", activity=done, entity=departure)


FORMAT = Format("prov", ".provjson", "application/json", "W3C PROV-JSON: what was received and made, by whom", _make, bilingual=False)
