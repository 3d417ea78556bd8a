"""Every export, opened again: by our own reader, by a tool that is not ours, and against its schema where one is to be had."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import ROOT, SEED, Run
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt
from sourcetrace.provenance import trace
from sourcetrace.provenance.commands.review import _FORMATS
from sourcetrace.provenance.export import FORMATS, Choice, Material, export, exported, format_of, material
from sourcetrace.provenance.export.base import pieces, xml_text
from sourcetrace.provenance.export.its import ITS
from sourcetrace.provenance.export.mqm import read_mqm
from sourcetrace.provenance.export.table import looks_like_formula
from sourcetrace.provenance.export.tmx import DEPARTURE
from sourcetrace.provenance.opening import OpenedTrace, open_trace
from sourcetrace.provenance.record import Trace, decode
from sourcetrace.provenance.review.desk import Decide, Desk, Mark, Merge
from sourcetrace.provenance.review.state import Review, review
from sourcetrace.translate import InputError, Span
from sourcetrace.translate.alignment import Bead, Side
from sourcetrace.translate.departures import Departure
from sourcetrace.translate.text import digest

JUDGES = Path(os.environ.get("SOURCETRACE_JUDGES") or ROOT / ".venv" / "judges") / "bin" / "python"
SCHEMAS = Path(os.environ.get("SOURCETRACE_SCHEMAS") or ROOT / ".venv" / "schemas")


def read_back(name: str, data: bytes, folder: Path) -> Any:
    """What a tool that is not ours finds in an export."""
    if not JUDGES.exists():
        if os.environ.get("SOURCETRACE_REQUIRE_JUDGES"):
            pytest.fail(f"{JUDGES} is not there, and SOURCETRACE_REQUIRE_JUDGES is set")
        pytest.skip(f"{JUDGES} is not there: no independent reader was asked; `make test` installs them")
    path = folder / f"export{format_of(name).suffix}"
    path.write_bytes(data)
    done = subprocess.run([str(JUDGES), str(ROOT / "tests" / "read_back.py"), name, str(path)], capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def schema(name: str) -> bytes:
    path = SCHEMAS / name
    if not path.exists():
        if os.environ.get("SOURCETRACE_REQUIRE_SCHEMAS"):
            pytest.fail(f"{path} is not there, and SOURCETRACE_REQUIRE_SCHEMAS is set")
        pytest.skip(f"{path} is not there: the export was not validated; `tests/schemas.sh {SCHEMAS}` fetches it")
    return path.read_bytes()


# --- a trace that is hard to write -------------------------------------------------------------------------------------------

SOURCE = ("=1+1，他有3万元。", "𠮷野家有5万辆车\u202e倒。", "只在原文里的一句。", "@SUM(A1)\t卖了7万本书\x07。", "第一句。", "第二句。")
TARGET = (
    '=HYPERLINK("http://evil.example","x") <b>He</b> has 3,000 yuan & more.',
    "-2+3 Yoshinoya owns 5,000 cars, naïve 👩‍👩‍👧 too.",
    "Only in English ]]> <!-- <script>alert(1)</script>",
    "+cmd|' /C calc'!A0 sold 7,000 books, <v>they</v> said\t&amp;.",
    "One. And the second.",
)
BEADS = (((0,), (0,)), ((1,), (1,)), ((2,), ()), ((), (2,)), ((3,), (3,)), ((4, 5), (4,)))


def side(sentences: tuple[str, ...], language: str) -> Side:
    text, spans = "", []
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + "\n"
    return Side(language, text, digest(text), tuple(spans))


def spans_of(whole: Side, *words: str) -> tuple[Span, ...]:
    return tuple(Span(whole.text.index(word), whole.text.index(word) + len(word)) for word in words)


@pytest.fixture(scope="module")
def nasty(seed_trace: Path) -> Trace:
    """The record of the seed with other texts: formulas, markup, controls, one-sided beads, departures that overlap."""
    record = decode((seed_trace / "data/trace.json").read_bytes())
    assert record.comparison
    assert record.original
    source, target = side(SOURCE, "zh"), side(TARGET, "en")
    beads = tuple(Bead(f"b{n}", *own, 0.5 + n / 20) for n, own in enumerate(BEADS, 1))
    found = (
        ("b1", "quantity", "major", ("3万元",), ("3,000 yuan",)),
        ("b1", "name", "minor", ("他有3万",), ("<b>He</b> has 3,000",)),
        ("b2", "quantity", "critical", ("5万辆车", "𠮷野家"), ("5,000 cars",)),
        ("b3", "omission", "major", ("只在原文里的一句。",), ()),
        ("b4", "addition", "major", (), ("Only in English ]]> <!-- <script>alert(1)</script>",)),
        ("b5", "quantity", "major", ("7万本书\x07",), ("7,000 books", "<v>they</v>")),
    )
    departures = tuple(
        Departure(
            f"d{n}", bead, check, "kind", "Accuracy/Mistranslation", "flag", severity, None, None, spans_of(target, *there), spans_of(source, *here),  # type: ignore[arg-type]
            '=1+1 <img src=x onerror="alert(1)"> | [x](javascript:alert(1)) \u202e', {"proposed": "@x"},
        )
        for n, (bead, check, severity, here, there) in enumerate(found, 1)
    )  # fmt: skip
    comparison = msgspec.structs.replace(record.comparison, source=source, target=target, beads=beads, departures=departures, risks=(), links=(), opinions=())
    article = msgspec.structs.replace(record.article, text=target.text, text_digest=target.sha256, title="=cmd|<b>title</b>\x07 *x*")
    original = msgspec.structs.replace(record.original, article=msgspec.structs.replace(record.original.article, text=source.text, text_digest=source.sha256))
    return msgspec.structs.replace(record, article=article, original=original, comparison=comparison)


def of(record: Trace, choice: Choice = "standing", reviewed: Review | None = None) -> Material:
    made = material(OpenedTrace("nasty.trace", digest("x"), record, None), choice)
    return msgspec.structs.replace(made, review=reviewed) if reviewed else made


@pytest.fixture(scope="module")
def what(nasty: Trace) -> Material:
    return of(nasty)


def local(whole: Material, name: str) -> list[tuple[str, list[list[int]]]]:
    """(departure, its spans in its bead's side), of every departure."""
    return [(m.standing.departure.id, [[s.start, s.end] for s in getattr(m, name)]) for unit in whole.units for m in unit.marks]


# --- what all of them share --------------------------------------------------------------------------------------------------


def test_the_command_knows_every_format_and_every_name_is_one() -> None:
    assert tuple(one.name for one in FORMATS) == _FORMATS
    assert len({one.name for one in FORMATS}) == len(FORMATS)
    with pytest.raises(InputError, match="give one of html, tmx"):
        format_of("doc")


@given(st.text("abcd", max_size=12), st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=4))
def test_pieces_are_the_text_and_carry_the_marks_on_them(text: str, raw: list[tuple[int, int]]) -> None:
    marks = [(Span(min(a, b, len(text)), min(max(a, b), len(text))), str(n)) for n, (a, b) in enumerate(raw)]
    cut = list(pieces(text, marks))
    assert "".join(part for part, _ in cut) == text
    for span, name in marks:
        assert "".join(part for part, names in cut if name in names) == span.of(text)


@given(st.text())
def test_any_text_can_stand_in_xml(text: str) -> None:
    element = etree.Element("x")
    element.text = xml_text(text)
    again = etree.fromstring(etree.tostring(element))
    assert (again.text or "").replace("\r", "\n") == xml_text(text).replace("\r", "\n")


@pytest.mark.parametrize("choice", ["standing", "confirmed", "all"])
@pytest.mark.parametrize("name", _FORMATS)
def test_every_format_is_written_twice_the_same_with_every_choice(nasty: Trace, name: str, choice: Choice) -> None:
    if name in ("xlsx", "docx"):  # they hold the time at which they were written
        assert exported(of(nasty, choice), format_of(name))
        return
    assert exported(of(nasty, choice), format_of(name)) == exported(of(nasty, choice), format_of(name))


def test_decisions_change_what_is_handed_on(busy_trace: Path) -> None:
    desk = Desk(busy_trace)
    before = {one.name: export(str(busy_trace), one.name) for one in FORMATS}
    desk.perform("Ann", Decide("d1", "dismissed"))
    desk.perform("Ann", Decide("d2", "confirmed", severity="critical", right="280,000"))
    marked = desk.perform("Ann", Mark("b1", "minor", "Style/Register", target_words="factory"))
    desk.perform("Ann", Merge(("b3", "b4")))
    after = {one.name: export(str(busy_trace), one.name) for one in FORMATS}
    assert [name for name in before if before[name] == after[name]] == []
    confirmed = json.loads(b"[" + b",".join(export(str(busy_trace), "jsonl", "confirmed").splitlines()) + b"]")
    departures = [line for line in confirmed if line["type"] == "departure"]
    assert [(d["id"], d["severity"], d["right"], d["status"]) for d in departures] == [
        (f"m{marked.act}", "minor", "", "confirmed"),
        ("d2", "critical", "280,000", "confirmed"),
    ]
    assert sum(line["type"] == "bead" for line in confirmed) == 39
    everything = [json.loads(line) for line in export(str(busy_trace), "jsonl", "all").splitlines()]
    assert {line["id"]: line["status"] for line in everything if line["type"] == "departure"}["d1"] == "dismissed"
    told = export(str(busy_trace), "summary").decode()
    assert "2 confirmed, 1 dismissed, 32 open" in told
    assert "Should read: 280,000" in told
    page = export(str(busy_trace), "html", "all").decode()
    assert '<b class="status">dismissed</b>' not in export(str(busy_trace), "html").decode()
    assert "Reviewed by Ann: 2 confirmed, 1 dismissed, 32 open." in page
    assert '<b class="status">dismissed</b>' in page


def test_a_departure_has_one_number_everywhere(busy_trace: Path) -> None:
    desk = Desk(busy_trace)
    desk.perform("Ann", Decide("d1", "dismissed"))
    desk.perform("Ann", Mark("b1", "critical", "Style/Register", target_words="factory"))
    told = export(str(busy_trace), "summary").decode()
    assert "2. [major, quantity, open] The original says 28万" in told
    assert "35. [critical, reviewer, confirmed]" in told
    assert "| 35 | critical | reviewer | confirmed |" in export(str(busy_trace), "markdown").decode()
    assert desk.now().rows.numbers["d2"] == 2
    desk.perform("Bo", Mark("b1", "minor", "Style/Register", target_words="cars"))  # comes later in time, though not in the text
    desk.perform("Bo", Mark("b1", "minor", "Style/Register", target_words="Last"))
    assert [one.number for one in sorted(desk.review.standings, key=lambda s: s.departure.target)][:4] == [37, 35, 36, 1]


def test_a_record_that_was_changed_is_not_handed_on(sourcetrace: Run, busy_trace: Path) -> None:
    path = busy_trace / "data" / "trace.json"
    path.write_bytes(path.read_bytes().replace("27万".encode(), "29万".encode(), 1))
    for command in (("export", busy_trace, "--to", "summary"), ("review", busy_trace, "--no-open")):
        done = sourcetrace(*command)
        assert done.returncode == 2
        assert "was changed since it was written" in done.stderr


def test_a_trace_without_original_can_be_handed_on_too(tmp_path: Path) -> None:
    trace(SEED, out=tmp_path / "t", offline=True)
    opened = material(open_trace(tmp_path / "t"))
    for one in FORMATS:
        if one.bilingual:
            with pytest.raises(InputError, match="no original"):
                exported(opened, one)
        else:
            assert exported(opened, one)
    assert b"was not recovered" in exported(opened, format_of("summary"))
    for name in ("summary", "markdown"):
        assert exported(opened, format_of(name)).decode().count("[ ] quotation") > 0


def test_what_was_dismissed_is_no_rating(busy_trace: Path) -> None:
    desk = Desk(busy_trace)
    desk.perform("Ann", Decide("d1", "dismissed"))
    ratings = read_mqm(export(str(busy_trace), "mqm", "all").decode("utf-8"))
    assert "d1" not in {rating.metadata["departure"] for rating in ratings}


# --- translation memories ----------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """As XML holds it and gives it back."""
    return xml_text(text)


def test_tmx(what: Material, tmp_path: Path) -> None:
    data = exported(what, format_of("tmx"))
    root = etree.fromstring(data)
    units = root.findall(".//tu")
    assert [unit.get("tuid") for unit in units] == [unit.bead.id for unit in what.units]
    assert [[seg.text for seg in unit.iter("seg")] for unit in units] == [[plain(t) for t in (u.source, u.target) if t] for u in what.units]
    told = [msgspec.json.decode(prop.text) for unit in units for prop in unit.iter("prop") if prop.get("type") == DEPARTURE]
    texts = {unit.get("tuid"): {tuv.get("{http://www.w3.org/XML/1998/namespace}lang"): tuv.find("seg").text for tuv in unit.iter("tuv")} for unit in units}
    beads = {one.departure.id: one.departure for one in what.chosen}
    for one in told:
        departure = beads[one["id"]]
        for name, language, whole in (("source", "zh", what.both.source), ("target", "en", what.both.target)):
            words = [texts[departure.bead][language][s["start"] : s["end"]] for s in one[name]]
            assert words == [plain(span.of(whole.text)) for span in getattr(departure, name)]
    read = read_back("tmx", data, tmp_path)
    assert [pair[0] for pair in read if pair[1]][:2] == [plain(SOURCE[0]), plain(SOURCE[1])]
    assert len(read) == len(what.units)


def test_tmx_is_valid(what: Material) -> None:
    dtd = etree.DTD(io.BytesIO(schema("tmx14.dtd")))
    tree = etree.fromstring(exported(what, format_of("tmx")))
    assert dtd.validate(tree), dtd.error_log
    tree.find("header").attrib.pop("segtype")
    assert not dtd.validate(tree)


class Local(etree.Resolver):
    """Finds what a schema imports beside it, and nothing on the web."""

    def resolve(self, url: str, _public: str, context: object) -> object:
        return self.resolve_string(schema(url.rsplit("/", 1)[-1]), context)


def xml_schema(name: str) -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.fromstring(schema(name), parser))


TYPES = frozenset(
    "terminology mistranslation omission untranslated addition duplication inconsistency grammar legal register locale-specific-content locale-violation style "
    "characters misspelling typographical formatting inconsistent-entities numbers markup pattern-problem whitespace internationalization length "
    "non-conformance uncategorized other".split()
)  # ITS 2.0, 8.17 Localization Quality Issue


def marks_in(root: Any, name: str, namespace: str, unit: str) -> dict[str, list[str]]:
    """By issue: the texts its markers stand on, in `source` or `target`; neighbouring ones taken together."""
    found: dict[str, list[str]] = {}
    for element in root.iter(f"{{{namespace}}}{unit}"):
        for place in element.iter(f"{{{namespace}}}{name}"):
            for mark in place.iter(f"{{{namespace}}}mrk"):
                issue = mark.get(f"{{{ITS}}}locQualityIssuesRef").partition("lqi-")[2]
                found.setdefault(issue, []).append("".join(mark.itertext()))
    return found


@pytest.mark.parametrize(
    ("name", "namespace", "unit"),
    [("xliff", "urn:oasis:names:tc:xliff:document:2.0", "unit"), ("xliff12", "urn:oasis:names:tc:xliff:document:1.2", "trans-unit")],
)
def test_xliff_holds_the_texts_and_markers_on_the_words(what: Material, tmp_path: Path, name: str, namespace: str, unit: str) -> None:
    data = exported(what, format_of(name))
    root = etree.fromstring(data)
    units = list(root.iter(f"{{{namespace}}}{unit}"))
    assert [one.get("id") for one in units] == [one.bead.id for one in what.units]
    for side_name in ("source", "target"):
        texts = ["".join("".join(t.itertext()) for t in one.iter(f"{{{namespace}}}{side_name}")) for one in units]
        assert texts == [plain(getattr(one, side_name)) for one in what.units]
        marked = marks_in(root, side_name, namespace, unit)
        whole = getattr(what.both, side_name).text
        for standing in what.chosen:
            words = "".join(span.of(whole) for span in sorted(getattr(standing.departure, side_name)))
            assert "".join(marked.get(standing.departure.id, [])) == plain(words), standing.departure.id
    read = read_back(name, data, tmp_path)
    texts = {one[0].partition("::")[0]: one[1:3] for one in read}
    for one in what.units:
        if one.source and one.target:
            assert texts[one.bead.id] == [plain(one.source), plain(one.target)]


@pytest.mark.parametrize("name", ["xliff", "xliff12"])
def test_its_issues_are_of_the_standards_types_and_every_pointer_leads_to_one(what: Material, name: str) -> None:
    root = etree.fromstring(exported(what, format_of(name)))
    lists = {one.get("{http://www.w3.org/XML/1998/namespace}id"): one for one in root.iter(f"{{{ITS}}}locQualityIssues")}
    assert len(lists) == len(what.chosen)
    for one in lists.values():
        (issue,) = one
        assert issue.get("locQualityIssueType") in TYPES
        assert 0 <= float(issue.get("locQualityIssueSeverity")) <= 100
        assert issue.get("locQualityIssueEnabled") in ("yes", "no")
    pointers = [mark.get(f"{{{ITS}}}locQualityIssuesRef") for mark in root.iter("{*}mrk")]
    assert {p.rpartition("#")[2].rpartition("=")[2] for p in pointers} <= set(lists)
    if name == "xliff":
        assert {mark.get("type") for mark in root.iter("{*}mrk")} == {"its:generic"}
        for unit in root.iter("{*}unit"):
            ids = [part.get("id") for part in unit.iter("{*}mrk", "{*}segment")]
            assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", ["xliff", "xliff12"])
def test_hundreds_of_departures_on_one_word_can_still_be_read(nasty: Trace, name: str) -> None:
    assert nasty.comparison
    first = nasty.comparison.departures[0]
    many = tuple(msgspec.structs.replace(first, id=f"d{n}") for n in range(1, 401))
    record = msgspec.structs.replace(nasty, comparison=msgspec.structs.replace(nasty.comparison, departures=many))
    root = etree.fromstring(exported(of(record), format_of(name)))
    assert len(list(root.iter(f"{{{ITS}}}locQualityIssues"))) == 400


def test_xliff_2_is_valid(what: Material) -> None:
    """Against the core schema; what ITS adds is checked by the test before, for its own schema is in no registry."""
    found = xml_schema("xliff-core-2.0.xsd")
    tree = etree.fromstring(exported(what, format_of("xliff")))
    assert found.validate(tree), found.error_log
    next(tree.iter("{*}unit")).attrib.pop("id")
    assert not found.validate(tree)


def test_xliff_1_is_valid(what: Material) -> None:
    """Against the strict schema, which knows no other namespace: without what ITS adds."""
    found = xml_schema("xliff-core-1.2-strict.xsd")
    tree = etree.fromstring(exported(what, format_of("xliff12")))
    for element in list(tree.iter()):
        for attribute in [a for a in element.attrib if a.startswith(f"{{{ITS}}}")]:
            del element.attrib[attribute]
    for element in list(tree.iter(f"{{{ITS}}}locQualityIssues")):
        element.getparent().remove(element)
    assert found.validate(tree), found.error_log
    next(tree.iter("{*}trans-unit")).attrib.pop("id")
    assert not found.validate(tree)


# --- tables ------------------------------------------------------------------------------------------------------------------


def test_csv_has_every_bead_and_no_formula(what: Material) -> None:
    data = exported(what, format_of("csv"))
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert list(dict.fromkeys(row["bead"] for row in rows)) == [unit.bead.id for unit in what.units]
    assert [row["departure"] for row in rows if row["departure"]] == [one.departure.id for one in what.chosen]
    assert [int(row["number"]) for row in rows if row["number"]] == [one.number for one in what.chosen]
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell in row:
            assert cell[:1] == "'" or not looks_like_formula(cell), cell
    assert rows[0]["English"] == f"'{TARGET[0]}"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "＝1", "\t=1", "\r\n=1", " =1", "\u00a0=1", "\u3000＠x", "|x", "%x", "\ta"])
def test_what_a_spreadsheet_might_calculate(text: str) -> None:
    assert looks_like_formula(text)


@pytest.mark.parametrize("text", ["", "a=1", "1-2", "'=1", "中文", "3%"])
def test_what_it_will_not(text: str) -> None:
    assert not looks_like_formula(text)


def test_xlsx_has_text_cells_only(what: Material, tmp_path: Path) -> None:
    data = exported(what, format_of("xlsx"))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
        assert not [name for name in book.namelist() if "external" in name.lower()]
    assert len(sheets) == 3
    for sheet in sheets:
        assert not etree.fromstring(sheet).findall(".//{*}f")
    read = read_back("xlsx", data, tmp_path)
    assert [row[0] for row in read["Passages"][1:]] == [unit.bead.id for unit in what.units]
    assert read["Passages"][1][2] == TARGET[0]
    heads = read["Departures"][0]
    first = dict(zip(heads, read["Departures"][1], strict=False))
    assert (first["departure"], first["severity"]) == ("d1", "major")
    for row, standing in zip(read["Departures"][1:], what.chosen, strict=True):
        spans = [int(cell) if cell != "" else None for cell in row[-4:]]
        own = standing.departure
        assert spans == [edge for s in (own.source, own.target) for edge in ((s[0].start, s[-1].end) if s else (None, None))]


def test_a_cell_that_is_too_long_says_so(nasty: Trace, tmp_path: Path) -> None:
    assert nasty.comparison
    target = side(("x" * 40_000, "😀" * 20_000, *TARGET[2:]), "en")
    big = msgspec.structs.replace(nasty, comparison=msgspec.structs.replace(nasty.comparison, target=target, departures=()))
    read = read_back("xlsx", exported(of(big), format_of("xlsx")), tmp_path)
    assert len(read["Passages"][1][2]) == 32_767
    assert len(read["Passages"][2][2].encode("utf-16-le")) // 2 <= 32_767
    assert read["Passages"][1][2].endswith("trace.json has the whole)")


def test_docx_has_a_comment_on_every_departure(what: Material, tmp_path: Path) -> None:
    read = read_back("docx", exported(what, format_of("docx")), tmp_path)
    assert [row[0] for row in read["rows"][1:]] == [unit.bead.id for unit in what.units]
    comments = read["comments"]
    assert len(comments) == len(what.chosen)
    anchors = {re.search(r"(quantity|name|omission|addition)", text)[1]: anchor for anchor, _, _, text in comments[::-1]}  # type: ignore[index]
    assert anchors["omission"] == SOURCE[2]
    assert anchors["name"] == "<b>He</b> has 3,000"


def test_docx_of_a_text_from_right_to_left(nasty: Trace) -> None:
    assert nasty.comparison
    source = msgspec.structs.replace(side(("أعلنت الحكومة.",) * 6, "ar"), language="ar")
    record = msgspec.structs.replace(nasty, comparison=msgspec.structs.replace(nasty.comparison, source=source, departures=()))
    with zipfile.ZipFile(io.BytesIO(exported(of(record), format_of("docx")))) as document:
        body = document.read("word/document.xml")
    assert b"<w:bidi/>" in body
    assert b"<w:rtl/>" in body
    assert b'w:bidi="ar"' in body


# --- lines and links ---------------------------------------------------------------------------------------------------------


def test_jsonl_has_the_spans_of_the_record(what: Material) -> None:
    lines = [json.loads(line) for line in exported(what, format_of("jsonl")).decode().split("\n") if line]
    beads, departures = ([line for line in lines if line["type"] == kind] for kind in ("bead", "departure"))
    assert [line["id"] for line in beads] == [unit.bead.id for unit in what.units]
    for line in beads:
        if line["source_span"]:
            assert what.both.source.text[line["source_span"]["start"] : line["source_span"]["end"]] == line["source"]
    known = {one.departure.id: one.departure for one in what.chosen}
    assert {line["id"]: line["source"] for line in departures} == {name: [msgspec.to_builtins(s) for s in d.source] for name, d in known.items()}
    assert lines[0]["type"] == "trace"


def test_annotations_point_to_the_same_words(what: Material, tmp_path: Path) -> None:
    data = exported(what, format_of("annotation"))
    page = json.loads(data)
    for one in page["items"]:
        assert {"id", "type", "motivation", "target", "body"} <= set(one)
        assert one["type"] == "Annotation"
        for target in one["target"] if isinstance(one["target"], list) else [one["target"]]:
            position, quote = target["selector"]
            whole = what.both.source if target["source"]["language"] == "zh" else what.both.target
            assert whole.text[position["start"] : position["end"]] == quote["exact"]
            assert whole.text[: position["start"]].endswith(quote["prefix"])
            assert whole.text[position["end"] :].startswith(quote["suffix"])
    read = read_back("annotation", data, tmp_path)
    beads = {one[0] for one in read if one[1] == "linking"}
    assert beads == {f"bead-{unit.bead.id}" for unit in what.units}
    spans = sorted((one[0], one[3], one[4]) for one in read if one[1] == "assessing")
    assert spans == sorted((s.departure.id, span.start, span.end) for s in what.chosen for span in (*s.departure.source, *s.departure.target))


def test_prov_says_what_came_from_what(busy_trace: Path, tmp_path: Path) -> None:
    desk = Desk(busy_trace)
    act = desk.perform("Ann", Decide("d2", "confirmed"))
    read = read_back("prov", export(str(busy_trace), "prov"), tmp_path)
    assert {"trace:article-text", "trace:original-text", "trace:record", "trace:departure-d2"} <= set(read["entity"])
    assert f"trace:act-{act.act}" in read["activity"]
    assert read["agent"] == ["trace:reviewer-1", "trace:sourcetrace"]
    assert read["derivations"] >= 5


def test_schema_org_uses_its_terms_only(what: Material, tmp_path: Path) -> None:
    data = exported(what, format_of("schema-org"))
    read = read_back("schema-org", data, tmp_path)
    assert read["unknown"] == []
    assert {"translationOfWork", "isBasedOn", "inLanguage"} <= set(read["terms"])
    article = json.loads(data)
    assert article["translationOfWork"]["inLanguage"] == "zh"
    assert article["encoding"]["sha256"] == what.record.article.digest.removeprefix("sha256:")


# --- MQM ---------------------------------------------------------------------------------------------------------------------


def test_mqm_read_back_gives_the_same_spans_of_a_confirmed_set(busy_trace: Path) -> None:
    desk = Desk(busy_trace)
    for number in range(1, 21):
        desk.perform("Ann", Decide(f"d{number}", "confirmed" if number % 3 else "dismissed", severity="minor" if number % 2 and number % 3 else ""))
    desk.perform("Ann", Mark("b2", "critical", "Style/Register", source_words="工厂", target_words="factory"))
    data = export(str(busy_trace), "mqm", "confirmed").decode("utf-8")
    whole = material(open_trace(busy_trace), "confirmed")
    ratings = read_mqm(data)
    assert len(ratings) == len(whole.chosen) == 15
    units = {unit.bead.id: unit for unit in whole.units}
    for rating, standing in zip(ratings, whole.chosen, strict=True):
        departure, unit = standing.departure, units[standing.departure.bead]
        assert rating.metadata["departure"] == departure.id
        assert (rating.rater, rating.category, rating.severity) == ("Ann", departure.mqm, departure.severity.capitalize())
        assert tuple(s.shift(unit.source_span.start) for s in rating.source_spans) == departure.source
        assert tuple(s.shift(unit.target_span.start) for s in rating.target_spans) == departure.target
    silent = [line.split("\t") for line in data.split("\n")[1:] if line and not line.split("\t")[7]]
    assert len(silent) == 40 - len({one.departure.bead for one in whole.chosen})
    assert {(fields[4], fields[7], fields[8]) for fields in silent} == {("", "", "")}  # nobody is made to say that there was no error


def test_mqm_lines_have_ten_columns_and_no_markup_but_its_own(what: Material) -> None:
    lines = exported(what, format_of("mqm")).decode("utf-8").rstrip("\n").split("\n")
    assert lines[0].startswith("system\tdoc\t")
    for line in lines:
        fields = line.split("\t")
        assert len(fields) == 10
        assert not re.search("<(?!/?v>)", "".join(fields[:7]))
        if line != lines[0]:
            json.loads(fields[9])
    ratings = {rating.metadata["departure"]: rating for rating in read_mqm("\n".join(lines))}
    for name, spans in local(what, "target"):
        assert [[s.start, s.end] for s in ratings[name].target_spans] == spans
    assert ratings["d6"].target == TARGET[3].replace("\t", " ")


def test_notes_are_no_markup_in_the_viewer_either(what: Material) -> None:
    lines = exported(what, format_of("mqm")).decode("utf-8").rstrip("\n").split("\n")[1:]
    assert not [line for line in lines if re.search("<(?!/?v>)", line)]
    notes = [rating.metadata["note"] for rating in read_mqm("\n".join(lines))]
    assert set(notes) == {what.chosen[0].departure.message}


def test_files_of_others_are_read_and_what_is_none_is_refused() -> None:
    text = "system\tdoc\tdoc_id\tseg_id\trater\tsource\ttarget\tcategory\tseverity\nA\td\t1\t1\tr1\t源\tthe <v>word</v> here\tAccuracy\tMajor\n"
    (rating,) = read_mqm(text)
    assert rating.target_spans == (Span(4, 8),)
    assert rating.metadata == {}
    with pytest.raises(InputError, match="Line 1 has 2 columns"):
        read_mqm("a\tb\n")
    with pytest.raises(InputError, match="number of its segment"):
        read_mqm(text.replace("\t1\t1\tr1", "\tx\t1\tr1"))


# --- to read and to paste ----------------------------------------------------------------------------------------------------


def test_html_is_the_report(what: Material) -> None:
    page = exported(what, format_of("html")).decode("utf-8")
    tree = etree.HTML(page)
    assert [bead.get("id") for bead in tree.iter("article")] == [unit.bead.id for unit in what.units]
    assert len(list(tree.iter("script"))) == 1
    assert not list(tree.iter("img"))
    assert "\u202e" not in page


def rendered(text: str) -> Iterator[Any]:
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text):
        yield token
        yield from token.children or []


def test_markdown_holds_no_markup_from_outside(what: Material) -> None:
    text = exported(what, format_of("markdown")).decode("utf-8")
    tokens = list(rendered(text))
    kinds = {token.type for token in tokens}
    assert not kinds & {"link_open", "image", "html_block", "fence", "code_block", "em_open"}
    assert {token.content for token in tokens if token.type == "html_inline"} <= {"<br>"}
    rows = sum(token.type == "tr_open" for token in tokens)
    assert rows == 1 + len(what.chosen)
    assert "\u202e" not in text


def test_the_summary_is_plain_text_for_a_mail(what: Material) -> None:
    text = exported(what, format_of("summary")).decode("utf-8")
    assert text.count("Original: ") == len(what.chosen) + 1
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", text)
    assert text.endswith("\n")


# --- the command -------------------------------------------------------------------------------------------------------------


def test_the_command_writes_to_the_output_or_whole_into_a_file(sourcetrace: Run, made_busy: Path, tmp_path: Path) -> None:
    done = sourcetrace("export", made_busy, "--to", "mqm")
    assert done.returncode == 0
    assert len(read_mqm(done.stdout)) == 34
    done = sourcetrace("export", made_busy, "--to", "xlsx", "--out", tmp_path / "x.xlsx", "--offline")
    assert done.returncode == 0, done.stderr
    assert zipfile.is_zipfile(tmp_path / "x.xlsx")
    again = sourcetrace("export", made_busy, "--to", "xlsx", "--out", tmp_path / "x.xlsx")
    assert again.returncode == 2
    assert "--overwrite" in again.stderr
    assert sourcetrace("export", made_busy, "--to", "csv", "--out", tmp_path / "x.xlsx", "--overwrite").returncode == 0
    assert (tmp_path / "x.xlsx").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nothing", "--to", "tmx"), "no trace at"),
        (("{busy}", "--to", "pdf"), "Invalid value"),
        (("{busy}", "--to", "tmx", "--out", "/nowhere/x"), "cannot be written"),
    ],
)
def test_the_command_refuses_in_a_sentence(sourcetrace: Run, made_busy: Path, arguments: tuple[str, ...], told: str) -> None:
    done = sourcetrace("export", *(str(made_busy) if a == "{busy}" else a for a in arguments))
    assert done.returncode == 2
    assert told in done.stderr


def test_a_package_that_is_missing_is_named(made_busy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in ("openpyxl", "docx"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("xlsx", "docx"):
        with pytest.raises(InputError, match=r"sourcetrace\[export\]"):
            export(str(made_busy), name)


# --- notebooks ---------------------------------------------------------------------------------------------------------------


def test_a_notebook_shows_both_sides(nasty: Trace) -> None:
    assert nasty.comparison
    for shown in (nasty._repr_html_(), nasty.comparison._repr_html_()):
        tree = etree.HTML(shown)
        assert len(list(tree.iter("tr"))) == 1 + len(BEADS)
        assert not list(tree.iter("script"))
        assert not list(tree.iter("img"))
        assert "\u202e" not in shown
        marked = ["".join(mark.itertext()) for mark in tree.iter("mark")]
        assert "只在原文里的一句。" in marked
    assert html.escape(nasty.summary.headline) in nasty._repr_html_()


def test_the_review_of_a_trace_is_a_function_of_its_acts(nasty: Trace) -> None:
    assert nasty.comparison
    assert review(nasty.comparison, []).comparison == nasty.comparison
