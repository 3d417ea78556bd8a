"""A Word document: both texts in a table, the words concerned highlighted, a comment on each departure."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sourcetrace.provenance.export.base import MACHINE, Format, Mark, Material, Unit, extra_needed, pieces, printable
from sourcetrace.provenance.export.summary import facts
from sourcetrace.provenance.report.view import direction, said_of, title_of
from sourcetrace.translate.text import Span

if TYPE_CHECKING:
    from docx.text.run import Run

__all__ = ["FORMAT"]

_FONTS = {"zh": "Noto Sans CJK SC", "ja": "Noto Sans CJK JP", "ko": "Noto Sans CJK KR"}
_LOCALES = {"zh": "zh-CN", "ja": "ja-JP", "ko": "ko-KR", "en": "en-GB"}


def _make(what: Material) -> bytes:
    try:
        import docx
    except ImportError:
        raise extra_needed("docx", "python-docx") from None
    document = docx.Document()
    if not hasattr(document, "add_comment"):
        raise extra_needed("docx", "python-docx 1.2 or newer")
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    document.core_properties.title = printable(title_of(what.record))[:250]
    document.core_properties.author = "Sourcetrace"
    document.add_heading(printable(title_of(what.record)), 1)
    for name, value in list(facts(what))[1:]:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value)
    _table(document, what)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: Any, what: Material) -> None:
    from docx.shared import Cm

    third = any(unit.reference for unit in what.units)
    heads = ["", "Original", "English", *(["Machine translation"] if third else [])]
    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    widths = [Cm(1.4), *[Cm(23.5 / (len(heads) - 1))] * (len(heads) - 1)]
    for cell, head, width in zip(table.rows[0].cells, heads, widths, strict=True):
        cell.text, cell.width = head, width
    _repeated(table.rows[0])
    for unit in what.units:
        _row(document, table.add_row().cells, unit, what.both.source.language, third)


def _repeated(row: Any) -> None:
    """Show a row again at the top of every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001, python-docx has no name for it


def _row(document: Any, cells: Any, unit: Unit, language: str, third: bool) -> None:
    cells[0].text = unit.bead.id
    source = _text(cells[1].paragraphs[0], unit.source, [(s, m) for m in unit.marks for s in m.source], language)
    target = _text(cells[2].paragraphs[0], unit.target, [(s, m) for m in unit.marks for s in m.target], "en")
    if third:
        cells[3].text = printable(unit.reference)
    for mark in unit.marks:
        name = mark.standing.departure.id
        runs = target.get(name) or source.get(name) or target.get("") or source.get("") or cells[0].paragraphs[0].runs
        document.add_comment([runs[0], runs[-1]], _told(mark), author=_author(mark), initials=_author(mark)[:2])
    for comment in unit.comments:
        document.add_comment(cells[0].paragraphs[0].runs, printable(comment.text), author=printable(comment.by), initials=printable(comment.by)[:2])


def _text(paragraph: Any, text: str, marks: Iterable[tuple[Span, Mark]], language: str) -> dict[str, list[Run]]:
    """Write a text in runs; those of each departure by its name, all of them under an empty one."""
    from docx.enum.text import WD_COLOR_INDEX

    made: dict[str, list[Run]] = {}
    for stretch, names in pieces(text, [(span, mark.standing.departure.id) for span, mark in marks]):
        run = paragraph.add_run(printable(stretch))
        _language(run, language)
        if names:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        for name in ("", *names):
            made.setdefault(name, []).append(run)
    if direction(language) == "rtl":
        _leftwards(paragraph)
    return made


def _language(run: Run, language: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = run._r.get_or_add_rPr()  # noqa: SLF001, python-docx has no name for languages
    rtl = direction(language) == "rtl"
    if language in _FONTS:
        run.font.name = _FONTS[language]
        fonts = properties.rFonts
        assert fonts is not None, "a run with a font has the element for it"
        fonts.set(qn("w:eastAsia"), _FONTS[language])
    if rtl:
        run.font.rtl = True
    element = OxmlElement("w:lang")
    code = _LOCALES.get(language, language)
    element.set(qn("w:bidi" if rtl else "w:eastAsia" if language in _FONTS else "w:val"), code)
    properties.append(element)


def _leftwards(paragraph: Any) -> None:
    from docx.oxml import OxmlElement

    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001, python-docx has no name for it


def _author(mark: Mark) -> str:
    """Who found it; what others say of it stands in the comment."""
    return printable(mark.standing.marked_by or MACHINE.capitalize())[:80]


def _told(mark: Mark) -> str:
    one = mark.standing
    told = [f"{one.departure.severity} {one.departure.check}, {one.status} ({one.departure.mqm}). {one.departure.message}"]
    told += [f"Should read: {one.right}"] if one.right else []
    return printable("\n".join([*told, *said_of(one)]))


FORMAT = Format(
    "docx",
    ".docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "a table of both texts with comments, for Word",
    _make,
    binary=True,
)
