from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import bagit
import pytest
from sourcetrace.provenance import verify
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
    assert any("no independent clock" in line for line in found.not_proven)


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


def test_a_manifest_that_points_outside_is_refused(folder: Path) -> None:
    manifest = folder / "manifest-sha256.txt"
    manifest.write_text(manifest.read_text() + f"{'0' * 64}  data/../../../etc/passwd\n")
    assert "not inside the folder" in failed(folder)


def test_a_record_that_does_not_belong_to_the_files_is_found_even_with_new_digests(folder: Path) -> None:
    path = folder / "data/trace.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["article"]["text"] = record["article"]["text"].replace("$55 billion", "$550 billion")
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    bagit.Bag(str(folder)).save(manifests=True)
    assert "another text than the text in the record" in failed(folder)


def test_a_record_of_another_version_cannot_make_the_report_again(folder: Path) -> None:
    path = folder / "data/trace.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"sourcetrace": "', '"sourcetrace": "0.0.'), encoding="utf-8")
    bagit.Bag(str(folder)).save(manifests=True)
    assert [f.state for f in verify(folder).findings if f.check == "report"] == ["not checked"]


def test_what_is_no_trace_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        verify(tmp_path / "none")
    with pytest.raises(InputError, match="no trace folder"):
        verify(tmp_path)
