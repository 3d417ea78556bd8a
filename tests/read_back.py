"""Reads an export with a tool that is not ours, and prints what it found as JSON. Runs in the judges' environment: `read_back.py FORMAT FILE`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def tmx(path: Path) -> Any:
    from translate.storage.tmx import tmxfile

    with path.open("rb") as file:
        return [[unit.source, unit.target, unit.getnotes()] for unit in tmxfile(file, "zh", "en").units]


def xliff(path: Path) -> Any:
    from translate.storage.xliff2 import Xliff2File

    return [[unit.getid(), str(unit.source), str(unit.target or "")] for unit in Xliff2File.parsefile(str(path)).units]


def xliff12(path: Path) -> Any:
    from translate.storage.xliff import xlifffile

    return [[unit.getid().split("\x04")[-1], str(unit.source), str(unit.target or ""), unit.getnotes()] for unit in xlifffile.parsefile(str(path)).units]


def xlsx(path: Path) -> Any:
    from python_calamine import load_workbook

    book = load_workbook(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def docx(path: Path) -> Any:
    from docx2python import docx2python

    with docx2python(path) as found:
        tables = [table for table in found.body if len(table) > 1]
        rows = [["\n".join(cell) for cell in row] for row in tables[0]]
        return {"rows": rows, "comments": [list(comment) for comment in found.comments]}


def prov(path: Path) -> Any:
    from prov.model import ProvActivity, ProvAgent, ProvDocument, ProvEntity

    found = ProvDocument.deserialize(str(path), format="json")
    kinds = {"entity": ProvEntity, "activity": ProvActivity, "agent": ProvAgent}
    return {name: sorted(str(record.identifier) for record in found.get_records(kind)) for name, kind in kinds.items()} | {
        "derivations": sum("wasDerivedFrom" in str(record) for record in found.get_records())
    }


# The terms of the Web Annotation vocabulary that we use, after the W3C's recommendation; its context itself is on the web.
ANNOTATION: dict[str, Any] = {
    "oa": "http://www.w3.org/ns/oa#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "as": "http://www.w3.org/ns/activitystreams#",
    "id": {"@id": "@id", "@type": "@id"}, "type": {"@id": "@type", "@type": "@vocab"},
    "Annotation": "oa:Annotation", "SpecificResource": "oa:SpecificResource", "TextualBody": "oa:TextualBody",
    "TextPositionSelector": "oa:TextPositionSelector", "TextQuoteSelector": "oa:TextQuoteSelector", "AnnotationPage": "as:OrderedCollectionPage",
    "items": {"@id": "as:items", "@container": "@list"}, "body": {"@id": "oa:hasBody"}, "target": {"@id": "oa:hasTarget"},
    "source": {"@id": "oa:hasSource"}, "selector": {"@id": "oa:hasSelector"}, "start": "oa:start", "end": "oa:end", "exact": "oa:exact",
    "value": "rdf:value", "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"}, "assessing": "oa:assessing", "linking": "oa:linking",
}  # fmt: skip


def _graph(path: Path, contexts: dict[str, Any]) -> Any:
    from pyld import jsonld
    from rdflib import Graph

    def loader(url: str, _options: Any = None) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": contexts[url]}, "contentType": "application/ld+json"}

    document = json.loads(path.read_text(encoding="utf-8"))
    quads = jsonld.to_rdf(document, {"documentLoader": loader, "format": "application/n-quads"})
    return Graph().parse(data=quads, format="nt")


def annotation(path: Path) -> Any:
    graph = _graph(path, {"http://www.w3.org/ns/anno.jsonld": ANNOTATION})
    rows = graph.query("""PREFIX oa: <http://www.w3.org/ns/oa#> SELECT ?a ?m ?s ?from ?to WHERE {
        ?a a oa:Annotation ; oa:motivatedBy ?m ; oa:hasTarget ?t . ?t oa:hasSource ?s ; oa:hasSelector ?p . ?p a oa:TextPositionSelector ; oa:start ?from ; oa:end ?to }""")
    return [[str(a).partition("#")[2], str(m).partition("#")[2], str(s), int(start), int(end)] for a, m, s, start, end in rows]


def schema_org(path: Path) -> Any:
    from rdflib import RDF, SDO

    graph = _graph(path, {"https://schema.org": {"@vocab": "https://schema.org/"}})
    terms = {str(p) for p in graph.predicates() if p != RDF.type} | {str(o) for o in graph.objects(None, RDF.type)}
    names = [term.rsplit("/", 1)[1] for term in terms]
    return {"unknown": sorted(name for name in names if name not in SDO), "terms": sorted(names)}


if __name__ == "__main__":
    readers = {"tmx": tmx, "xliff": xliff, "xliff12": xliff12, "xlsx": xlsx, "docx": docx, "prov": prov, "annotation": annotation, "schema-org": schema_org}
    sys.stdout.write(json.dumps(readers[sys.argv[1]](Path(sys.argv[2])), default=str))
