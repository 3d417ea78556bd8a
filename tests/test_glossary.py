"""The user's glossary: read from CSV and TBX, and stronger than every table."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from sourcetrace.provenance.cli import cli
from sourcetrace.translate import Context, InputError, Term, compare, read_glossary
from sourcetrace.translate.glossary import occurring

SOURCE = "蓝鹤集团董事长杜仲平宣布，云门计划明年启动。"
TBX = """<?xml version="1.0"?><tbx xmlns="urn:iso:std:iso:30042:ed-2"><text><body><conceptEntry id="c1">
<langSec xml:lang="zh-CN"><termSec><term>蓝鹤集团</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>Blue Crane Group</term></termSec><termSec><term>Blue Crane</term></termSec></langSec>
</conceptEntry></body></text></tbx>"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "蓝鹤集团,Blue Crane Group,Blue Crane\n",
        "source,target\n蓝鹤集团,Blue Crane Group\n蓝鹤集团,Blue Crane\n",
        "\ufeff蓝鹤集团;Blue Crane Group;Blue Crane",
        "蓝鹤集团\tBlue Crane Group\tBlue Crane\n",
        TBX,
    ],
)
def test_every_way_of_writing_it_gives_the_same_terms(tmp_path: Path, text: str) -> None:
    assert read_glossary(written(tmp_path, "g.any", text)) == (Term("蓝鹤集团", ("Blue Crane Group", "Blue Crane")),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "has no term"),
        ("蓝鹤集团\n", "has no term"),
        ("<tbx", "no valid XML"),
        ('"蓝鹤,x\n', "no valid CSV"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "has no term"),
    ],
)
def test_what_is_no_glossary_is_refused_in_one_sentence(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_glossary(written(tmp_path, "g.csv", text))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_glossary(tmp_path / "none.csv")


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret", "Blue Crane")
    text = f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]>' + TBX.split("?>", 1)[1].replace("Blue Crane Group", "&b;")
    assert read_glossary(written(tmp_path, "g.tbx", text))[0].targets == ("Blue Crane",)


def test_a_term_that_is_put_otherwise_is_flagged_with_the_right_way() -> None:
    context = Context(glossary=(Term("蓝鹤集团", ("Blue Crane Group",)), Term("云门计划", ("Cloudgate",))))
    found = compare(SOURCE, "Du Zhongping, chairman of Azure Heron Group, announced that Cloudgate will start next year.", "zh", "en", context)
    (flag,) = [d for d in found.departures if d.check == "glossary"]
    assert (flag.kind, flag.tier, flag.evidence["proposed"]) == ("term", "flag", "Blue Crane Group")
    assert flag.source[0].of(found.source.text) == "蓝鹤集团"
    assert found.glossary == context.glossary


def test_it_overrides_the_tables() -> None:
    text, english = "广州市长出席会议。", "The mayor of Canton-on-Pearl attended the meeting, Xhosale said."
    named = Context(glossary=(Term("市长", ("Xhosale",)),))
    assert any("Xhosale" in d.message for d in compare(text, english, "zh", "en").departures)
    assert not any("Xhosale" in d.message for d in compare(text, english, "zh", "en", named).departures if d.check == "name")


def test_a_term_inside_a_longer_one_is_not_asked_for() -> None:
    terms = (Term("云门", ("Cloud Gate",)), Term("云门计划", ("Cloudgate",)))
    assert occurring(terms, "云门计划启动") == (terms[1],)
    assert occurring(terms, "云门和云门计划") == terms


def test_the_command_takes_it_and_refuses_a_bad_one(tmp_path: Path) -> None:
    source, target = written(tmp_path, "s.txt", SOURCE), written(tmp_path, "t.txt", "Du Zhongping of Azure Heron announced that the project starts next year.")
    glossary = written(tmp_path, "g.csv", "蓝鹤集团,Blue Crane\n")
    run = CliRunner().invoke(cli, ["compare", str(source), str(target), "--no-models", "--glossary", str(glossary), "--from", "zh", "--to", "en", "--force"])
    assert run.exit_code == 0
    assert "Blue Crane" in run.output
    bad = CliRunner().invoke(cli, ["compare", str(source), str(target), "--glossary", str(tmp_path / "none.csv")])
    assert bad.exit_code == 2
