"""The trace's types: what stands in `trace.json`, and its JSON Schema.

Everything a person sees is made from a `Trace` alone. Clock fields are kept apart (`Clock`), so that two runs on the same
inputs differ in nothing else.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sourcetrace.provenance.article import Document, Encoding
from sourcetrace.provenance.claims import Claim
from sourcetrace.provenance.extraction import Extraction
from sourcetrace.provenance.origin import Origin
from sourcetrace.provenance.recovery.attempt import Attempt, Capture
from sourcetrace.provenance.references import Reference
from sourcetrace.translate.comparison import Comparison
from sourcetrace.translate.engines.reference import ReferenceTranslation

__all__ = ["SCHEMA", "Article", "Clock", "Environment", "Original", "Summary", "Trace", "decode", "encode", "json_schema"]

SCHEMA = "sourcetrace/trace/1"


class Article(msgspec.Struct, frozen=True):
    """What was handed in, or found as its original.

    Attributes:
        file: where its bytes lie in the trace folder: a WACZ with what was asked and answered, or the file itself.
        file_digest: of that file.
        content_type: as a server stated it; None for a file.
        content_encoding: `gzip` or `deflate` where the bytes are packed so.
        digest: of the bytes as received; `size` counts them.
        text: the body; offsets of references, clues and claims are code points into it.
        language: detected.
    """

    name: str
    file: str
    file_digest: str
    media_type: str
    content_type: str | None
    content_encoding: str
    digest: str
    size: int
    text: str
    text_digest: str
    language: str
    title: str | None
    author: str | None
    published: str | None
    site: str | None
    url: str | None
    encoding: Encoding
    extraction: Extraction


class Original(msgspec.Struct, frozen=True):
    """The capture that was compared, and why that one."""

    capture: str
    why: str
    caveat: str
    article: Article


class Summary(msgspec.Struct, frozen=True):
    """The trace in a few lines.

    Attributes:
        recovered: whether an original is at hand.
        headline: one sentence.
        flags: number of departures that are shown and counted, by severity.
        by_check: the same, by check.
        next_steps: what the reader can do now.
    """

    recovered: bool
    headline: str
    flags: dict[str, int]
    by_check: dict[str, int]
    next_steps: tuple[str, ...]


class Environment(msgspec.Struct, frozen=True):
    """What the trace was made with."""

    sourcetrace: str
    python: str
    packages: dict[str, str]
    encoder: str
    tables: str
    offline: bool


class Clock(msgspec.Struct, frozen=True):
    """RFC 3339 times in UTC, and seconds per stage. With `when` of an attempt, all that differs between two runs on the same inputs.

    Attributes:
        seconds: of wall clock by stage; a part of a stage is named `stage/part`. Writing the record is not in it.
    """

    started: str
    finished: str
    seconds: dict[str, float]


class Trace(msgspec.Struct, frozen=True):
    """Everything found about one article.

    Attributes:
        comparison: None where no original is at hand.
        reference_translation: a machine translation of the original; None where none was made.
        checklist: claims that can be checked without the original; empty where there is one.
    """

    schema: str
    article: Article
    origin: Origin
    references: tuple[Reference, ...]
    attempts: tuple[Attempt, ...]
    captures: tuple[Capture, ...]
    original: Original | None
    comparison: Comparison | None
    reference_translation: ReferenceTranslation | None
    checklist: tuple[Claim, ...]
    summary: Summary
    environment: Environment
    clock: Clock

    def _repr_html_(self) -> str:
        """What was found, and both sides beside each other, in a notebook."""
        from html import escape

        from sourcetrace.translate.display import table_of
        from sourcetrace.translate.text import visible

        caveat = f"<p><i>{escape(visible(self.original.caveat))}</i></p>" if self.original else ""
        table = table_of(self.comparison) if self.comparison else ""
        return f"<p><b>{escape(visible(self.summary.headline))}</b></p>{caveat}{table}"


def article_of(
    document: Document, file: str, file_digest: str, language: str, raw: bytes, content_type: str | None = None, content_encoding: str = ""
) -> Article:
    """A document as it stands in the record; `raw` are its bytes as received."""
    from sourcetrace.translate.text import digest

    address = document.name.startswith(("http://", "https://"))
    return Article(
        name=document.name if address else document.name.rsplit("/", 1)[-1],  # the user's folders are nobody's business
        file=file,
        file_digest=file_digest,
        media_type=document.media_type,
        content_type=content_type,
        content_encoding=content_encoding,
        digest=digest(raw),
        size=len(raw),
        text=document.text,
        text_digest=digest(document.text),
        language=language,
        title=document.title,
        author=document.author,
        published=document.published,
        site=document.site,
        url=document.url,
        encoding=document.encoding,
        extraction=document.extraction,
    )


def encode(trace: Trace) -> bytes:
    """`trace.json`: UTF-8, indented, keys in the order of the types."""
    return msgspec.json.format(msgspec.json.encode(trace), indent=1) + b"\n"


def decode(data: bytes) -> Trace:
    """Read `trace.json`.

    Raises:
        msgspec.ValidationError: it does not fit the schema.
        msgspec.DecodeError: it is no JSON.
        UnicodeDecodeError: it is no UTF-8.
    """
    trace = msgspec.json.decode(data, type=Trace)
    if trace.schema != SCHEMA:
        raise msgspec.ValidationError(f"schema is {trace.schema}, not {SCHEMA}")
    return trace


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `trace.json`."""
    # By way of JSON, so that what is published and what is in force are equal as Python values, too.
    schema = msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(Trace)))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **schema}
