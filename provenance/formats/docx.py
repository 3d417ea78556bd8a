"""Word (.docx), by python-docx: paragraphs, tables and links in their order."""

from __future__ import annotations

import html
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from sourcetrace.provenance.formats import Prose, Unreadable
from sourcetrace.provenance.formats.zipped import Zip

__all__ = ["prose"]


_TOTAL = 100_000_000  # bytes of all parts, pictures included


def prose(data: bytes) -> Prose:
    """The text of the document's body; headers, footers and comments are not part of it.

    Raises:
        Unreadable: it is damaged, too large inside, or python-docx is not installed.
    """
    try:
        import docx
        from docx.opc.exceptions import PackageNotFoundError
    except ImportError:
        raise Unreadable('needs python-docx to be read: pip install "sourcetrace[formats]"') from None
    from lxml import etree

    Zip(data).require_total(_TOTAL)  # python-docx unpacks every part, and does not look at sizes
    try:
        document = docx.Document(io.BytesIO(data))
        body = "".join(_block(block) for block in document.iter_inner_content())
        facts = document.core_properties
        created = facts.created
        return Prose(body, facts.title or None, facts.author or None, created.isoformat() if created else None, (facts.language or "").split("-")[0] or None)
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        EOFError,
        OSError,
        NotImplementedError,
        zlib.error,
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
    ):
        raise Unreadable("is no Word document that can be read; save it again as .docx or .txt") from None


def _block(block: Any) -> str:
    if hasattr(block, "rows"):
        return "".join(f"<p>{' '.join(_cells(row))}</p>" for row in block.rows)
    return f"<p>{''.join(_runs(block))}</p>"


def _cells(row: Any) -> Iterator[str]:
    seen = set()
    for cell in row.cells:  # a merged cell is given once for each place it spans
        if id(cell._tc) not in seen:  # noqa: SLF001, python-docx has no public identity
            seen.add(id(cell._tc))  # noqa: SLF001
            yield html.escape(cell.text)


def _runs(paragraph: Any) -> Iterator[str]:
    for part in paragraph.iter_inner_content():
        text = html.escape(part.text).replace("\n", "<br>")
        address = getattr(part, "url", "") or ""
        yield f'<a href="{html.escape(address)}">{text}</a>' if address else text
