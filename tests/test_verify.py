from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bagit
import msgspec
import pytest
from sourcetrace.provenance import Trace, verify
from sourcetrace.provenance.archiving.ledger import chained
from sourcetrace.provenance.pipeline import events_of, summary_of
from sourcetrace.provenance.record import encode
from sourcetrace.provenance.report import render
from sourcetrace.translate import InputError


@pytest.fixture
def folder(seed_trace: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(seed_trace, tmp_path / "copy"))


def failed(folder: Path) -> str:
    found = verify(folder)
    assert not found.ok
    assert not found.proven
    return " ".join(f.message for f in found.findings if f.state == "fail")


def test_an_untouched_folder_passes_and_says_what_is_not_proven(folder: Path) -> None:
    found = verify(folder)
    assert found.ok
    assert all(f.state == "pass" for f in found.findings)
    assert found.proven
    assert any("no clock that is trusted" in line for line in found.not_proven)


def test_a_second_tool_agrees(folder: Path) -> None:
    assert bagit.Bag(str(folder)).is_valid()


def test_any_flipped_byte_is_found(folder: Path) -> None:
    chance = random.Random(2026)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        whole = path.read_bytes()
        for offset in {0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(8))}:
            bit = 1 << chance.randrange(8)
            path.write_bytes(whole[:offset] + bytes([whole[offset] ^ bit]) + whole[offset + 1 :])
            assert not verify(folder).ok, (path.name, offset, bit)
        path.write_bytes(whole)
    assert verify(folder).ok


def test_a_missing_file_is_named(folder: Path) -> None:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        kept = path.read_bytes()
        path.unlink()
        assert path.name in failed(folder)
        path.write_bytes(kept)


def test_an_added_file_and_swapped_files_are_named(folder: Path) -> None:
    (folder / "data/extra.txt").write_text("x")
    assert "data/extra.txt" in failed(folder)
    (folder / "data/extra.txt").unlink()
    a, b = folder / "data/article.txt", folder / "data/original.txt"
    kept = a.read_bytes(), b.read_bytes()
    a.write_bytes(kept[1])
    b.write_bytes(kept[0])
    assert "data/article.txt" in failed(folder)


def test_links_are_not_followed(folder: Path) -> None:
    path = folder / "data/article.txt"
    shutil.move(path, folder.parent / "elsewhere.txt")
    path.symlink_to(folder.parent / "elsewhere.txt")
    assert "no plain file" in failed(folder)


def test_pipes_and_folders_are_not_entered(folder: Path) -> None:
    (folder / "data/empty").mkdir()
    assert "does not belong here" in failed(folder)
    (folder / "data/empty").rmdir()
    (folder / "manifest-sha256.txt").unlink()
    os.mkfifo(folder / "manifest-sha256.txt")
    assert "no plain file" in failed(folder)


def test_a_manifest_that_points_outside_is_refused(folder: Path) -> None:
    manifest = folder / "manifest-sha256.txt"
    manifest.write_text(manifest.read_text() + f"{'0' * 64}  data/../../../etc/passwd\n")
    assert "not inside" in failed(folder)


def reseal(folder: Path, record: dict[str, Any]) -> None:
    """Write an altered record with its report and new manifests, as somebody would who wants to go unnoticed."""
    try:
        trace = msgspec.convert(record, Trace)
        (folder / "data/report.html").write_text(render(trace), encoding="utf-8")
        (folder / "data/trace.json").write_bytes(encode(trace))
        lines = chained(events_of(trace), trace.clock.finished)
        (folder / "data/ledger.jsonl").write_bytes(b"".join(line + b"\n" for _, line in lines))
    except (msgspec.ValidationError, IndexError):
        (folder / "data/trace.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    bagit.Bag(str(folder)).save(manifests=True)


def put(*path: str | int, value: object) -> Callable[[dict[str, Any]], None]:
    def change(record: dict[str, Any]) -> None:
        at: Any = record
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        put("article", "text", value="Another text."),
        put("article", "size", value=1),
        put("article", "title", value="Another title"),
        put("article", "published", value="1999-01-01"),
        put("comparison", "source", "text", value="假假假。"),
        put("comparison", "target", "text", value="Another text."),
        put("comparison", "departures", value=[]),
        put("comparison", "beads", 0, "source", value=[9999]),
        put("comparison", "beads", 0, "source", value=[-1]),
        put("comparison", "departures", 0, "bead", value="b999"),
        put("comparison", "departures", 0, "target", value=[{"start": 0, "end": 99999999}]),
        put("original", value=None),
        put("original", "caveat", value="Verified: this is the page behind the link."),
        put("captures", 0, "file", value="data/nowhere.txt"),
        put("captures", 0, "digest", value="sha256:" + "0" * 64),
        put("references", 0, "url", value="https://example.com/"),
        put("summary", "headline", value="Nothing departs."),
    ],
)
def test_a_record_that_does_not_belong_to_the_files_is_found_even_with_new_digests(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    record = json.loads((folder / "data/trace.json").read_text(encoding="utf-8"))
    change(record)
    reseal(folder, record)
    assert failed(folder)


def test_a_flag_that_was_taken_away_is_missed_when_the_texts_are_compared_again(folder: Path) -> None:
    trace = msgspec.json.decode((folder / "data/trace.json").read_bytes(), type=Trace)
    assert trace.comparison
    less = msgspec.structs.replace(trace.comparison, departures=trace.comparison.departures[1:])
    summary = summary_of(list(trace.references), trace.origin, less, trace.attempts)
    reseal(folder, msgspec.to_builtins(msgspec.structs.replace(trace, comparison=less, summary=summary)))
    assert [f.check for f in verify(folder).findings if f.state == "fail"] == ["comparison"]


def test_a_bead_that_was_moved_is_missed_too(folder: Path) -> None:
    record = json.loads((folder / "data/trace.json").read_text(encoding="utf-8"))
    first, second = record["comparison"]["beads"][3:5]
    first["source"], second["source"] = second["source"], first["source"]
    reseal(folder, record)
    assert "comparison" in [f.check for f in verify(folder).findings if f.state == "fail"]


def test_a_record_that_holds_more_than_a_record_is_refused(folder: Path) -> None:
    path = folder / "data/trace.json"
    path.write_text(path.read_text(encoding="utf-8").replace("{", '{"unknown": 1,', 1), encoding="utf-8")
    bagit.Bag(str(folder)).save(manifests=True)
    assert "more than the record" in failed(folder)


def test_a_record_of_another_version_cannot_make_the_report_again(folder: Path) -> None:
    path = folder / "data/trace.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"sourcetrace": "', '"sourcetrace": "0.0.'), encoding="utf-8")
    bagit.Bag(str(folder)).save(manifests=True)
    found = verify(folder)
    assert [f.state for f in found.findings if f.check == "report"] == ["not checked"]
    assert not any("report" in line for line in found.proven)


def test_what_is_no_trace_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder or file"):
        verify(tmp_path / "none")
    with pytest.raises(InputError, match="no trace folder"):
        verify(tmp_path)
