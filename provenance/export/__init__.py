"""What a trace is handed on as: one file a format, all of them listed here.

A format turns a `Material` (the trace as people left it) into bytes. Adding one means adding its file and a line in `FORMATS`.
"""

from __future__ import annotations

from sourcetrace.provenance.export import (
    annotation,
    csv_table,
    docx,
    html,
    jsonl,
    markdown,
    mqm,
    prov,
    schema_org,
    summary,
    tmx,
    xliff,
    xliff_1,
    xlsx,
)
from sourcetrace.provenance.export.base import CHOICES, Choice, Format, Material, material, material_of
from sourcetrace.provenance.opening import open_trace
from sourcetrace.translate.text import InputError

__all__ = ["CHOICES", "FORMATS", "Choice", "Format", "Material", "export", "exported", "format_of", "material", "material_of"]

FORMATS: tuple[Format, ...] = (
    html.FORMAT,
    tmx.FORMAT,
    xliff.FORMAT,
    xliff_1.FORMAT,
    csv_table.FORMAT,
    xlsx.FORMAT,
    docx.FORMAT,
    jsonl.FORMAT,
    annotation.FORMAT,
    prov.FORMAT,
    schema_org.FORMAT,
    mqm.FORMAT,
    markdown.FORMAT,
    summary.FORMAT,
)


def format_of(name: str) -> Format:
    """A format by its name.

    Raises:
        InputError: there is none of that name.
    """
    found = next((one for one in FORMATS if one.name == name), None)
    if found is None:
        raise InputError(f"There is no format {name}; give one of {', '.join(one.name for one in FORMATS)}.")
    return found


def export(path: str, to: str, choice: Choice = "standing") -> bytes:
    """A trace in another format.

    Args:
        path: the trace folder, or its trace.json.
        to: name of the format, see `FORMATS`.
        choice: which departures go with it, see `Choice`.

    Raises:
        InputError: there is no trace, no such format, the format needs an original and there is none, or a package is missing.
    """
    return exported(material(open_trace(path), choice), format_of(to))


def exported(what: Material, to: Format) -> bytes:
    """A material in a format.

    Raises:
        InputError: the format needs an original and there is none, or a package is missing.
    """
    if to.bilingual and what.comparison is None:
        raise InputError(f"This trace has no original, and {to.name} holds both texts; html, markdown, summary, prov, schema-org and jsonl do without.")
    return to.make(what)
