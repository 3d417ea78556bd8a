"""PDF, by pypdf: the text layer, page by page. A scan has none, and says so."""

from __future__ import annotations

import html
import io
import logging
import re

from sourcetrace.provenance.formats import Prose, Unreadable

__all__ = ["prose"]

_PAGES = 500
_TOTAL = 5_000_000  # characters


def prose(data: bytes) -> Prose:
    """The text of all pages; lines of one paragraph are joined.

    Raises:
        Unreadable: it is damaged, encrypted, too long, has no text, or pypdf is not installed.
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise Unreadable('needs pypdf to be read: pip install "sourcetrace[formats]"') from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("is encrypted; open it with its password and save it without")
        if len(reader.pages) > _PAGES:
            raise Unreadable(f"has {len(reader.pages):,} pages, more than the {_PAGES} that are read")
        pages, total = [], 0
        for page in reader.pages:
            pages.append(page.extract_text())
            total += len(pages[-1])
            if total > _TOTAL:
                raise Unreadable(f"holds more than {_TOTAL:,} characters")
        facts = reader.metadata
        title = str(facts.title) if facts and facts.title else None
        author = str(facts.author) if facts and facts.author else None
    except Unreadable:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError, NotImplementedError, AssertionError, OSError) as error:
        # pypdf raises all of these on files that are not as the standard has them.
        raise Unreadable(f"is no PDF that can be read ({type(error).__name__}); save its text as .txt") from None
    text = "\n\n".join(pages)
    if not text.strip():
        raise Unreadable("has no text layer: it is a scan; put its text into a .txt file")
    return Prose("".join(f"<p>{html.escape(p)}</p>" for p in _paragraphs(text)), title, author)


_CLOSED = re.compile(r"[。．！？!?…：:；;」』”\"）)]\s*$|\.\s*$")


def _paragraphs(text: str) -> list[str]:
    """Lines joined where one runs on into the next: nothing between characters written without spaces, a space elsewhere."""
    lines = [line.strip() for line in text.splitlines()]
    widest = max((len(line) for line in lines), default=0)
    out: list[str] = []
    runs_on = False
    for line in lines:
        if not line:
            runs_on = runs_on and bool(out) and not _CLOSED.search(out[-1])
            continue
        if runs_on and out:
            gap = "" if out[-1][-1:] > "\u2e7f" and line[:1] > "\u2e7f" else " "
            out[-1] = out[-1].removesuffix("-") + line if out[-1].endswith("-") and line[:1].islower() else out[-1] + gap + line
        else:
            out.append(line)
        # A line much shorter than the widest ends its paragraph; a full one runs on unless it closes a sentence short of the edge.
        runs_on = len(line) >= 0.75 * widest or not _CLOSED.search(line)
        if len(line) < 0.5 * widest:
            runs_on = False
    return out
