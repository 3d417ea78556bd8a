"""schema.org as JSON-LD: the article, the work it is a translation of, what it says it is based on, and what was kept of them."""

from __future__ import annotations

from typing import Any

import msgspec
from sourcetrace.provenance.export.annotation import named_by_digest
from sourcetrace.provenance.export.base import Format, Material
from sourcetrace.provenance.record import Article
from sourcetrace.provenance.references import WORTH_FOLLOWING
from sourcetrace.provenance.report.view import reviewed_in_words, title_of

__all__ = ["FORMAT"]


def _make(what: Material) -> bytes:
    record = what.record
    article = {"@context": "https://schema.org", **_work(record.article, title_of(record)), "@id": named_by_digest(record.article.text_digest)}
    named = [r for r in record.references if r.score >= WORTH_FOLLOWING and r.url]
    if record.original:
        original = _work(record.original.article, record.original.article.title)
        article["translationOfWork"] = {**original, "@id": named_by_digest(record.original.article.text_digest), "abstract": record.original.caveat}
        article["isBasedOn"] = article["translationOfWork"]["@id"]
    if named:
        based: list[Any] = [{"@type": "CreativeWork", "url": r.url} for r in named]
        article["isBasedOn"] = [*([article["isBasedOn"]] if "isBasedOn" in article else []), *based]
    article["subjectOf"] = {
        "@type": "Report",
        "@id": named_by_digest(what.digest),
        "name": "Trace by Sourcetrace",
        "abstract": record.summary.headline,
        "dateCreated": record.clock.finished,
        "creator": {"@type": "SoftwareApplication", "name": "Sourcetrace", "softwareVersion": record.environment.sourcetrace},
        **_reviewed(what),
    }
    return msgspec.json.format(msgspec.json.encode(article), indent=1) + b"\n"


def _work(article: Article, title: str | None) -> dict[str, Any]:
    """An article as a creative work; its bytes as it was received stand in `encoding`."""
    known = {
        "@type": "Article",
        "headline": title,
        "url": article.url,
        "inLanguage": article.language,
        "author": {"@type": "Person", "name": article.author} if article.author else None,
        "datePublished": article.published,
        "publisher": {"@type": "Organization", "name": article.site} if article.site else None,
        "encoding": {
            "@type": "MediaObject",
            "@id": named_by_digest(article.digest),
            "encodingFormat": article.media_type,
            "contentSize": f"{article.size} B",
            "sha256": article.digest.removeprefix("sha256:"),
        },
    }
    return {name: value for name, value in known.items() if value is not None}


def _reviewed(what: Material) -> dict[str, Any]:
    if what.review is None or not what.review.reviewers:
        return {}
    return {"contributor": [{"@type": "Person", "name": name} for name in what.review.reviewers], "description": reviewed_in_words(what.review)}


FORMAT = Format("schema-org", ".jsonld", "application/ld+json", "schema.org: the article as a translation of its original", _make, bilingual=False)
