from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from conftest import RECONSTRUCTION, SEED
from sourcetrace.provenance import trace
from sourcetrace.provenance.archiving.bag import write_bag
from sourcetrace.provenance.record import Clock, decode, encode
from sourcetrace.translate import InputError


def test_the_trace_folder_is_a_bag_with_everything_in_it(seed_trace: Path) -> None:
    files = sorted(p.relative_to(seed_trace).as_posix() for p in seed_trace.rglob("*") if p.is_file())
    assert files == sorted(
        [
            "README.txt",
            "bag-info.txt",
            "bagit.txt",
            "data/article.txt",
            "data/ledger.jsonl",
            "data/original.txt",
            "data/report.html",
            "data/trace.json",
            "manifest-sha256.txt",
            "tagmanifest-sha256.txt",
        ]
    )
    assert (seed_trace / "data").stat().st_mode == seed_trace.stat().st_mode
    assert (seed_trace / "data/article.txt").read_bytes() == SEED.read_bytes()
    assert (seed_trace / "data/original.txt").read_bytes() == RECONSTRUCTION.read_bytes()
    done = subprocess.run(["sha256sum", "--check", "--strict", "manifest-sha256.txt"], cwd=seed_trace, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_record_says_what_was_found(seed_trace: Path) -> None:
    record = decode((seed_trace / "data/trace.json").read_bytes())
    assert (record.origin.language, record.origin.decided_by) == ("zh", "original")
    assert record.references[0].inferred_time == "2026-02-08T20:37:10Z"
    assert [(a.kind, a.outcome) for a in record.attempts] == [("user file", "captured"), ("live", "refused")]
    assert record.original
    assert "reconstruction" in record.original.caveat
    assert record.comparison
    assert record.summary.flags == {"major": len(record.comparison.flags)}
    assert record.reference_translation is None
    assert str(SEED.parent) not in (seed_trace / "data/trace.json").read_text(encoding="utf-8")


def test_the_record_survives_a_round_trip(seed_trace: Path) -> None:
    data = (seed_trace / "data/trace.json").read_bytes()
    assert encode(decode(data)) == data
    with pytest.raises(msgspec.ValidationError, match="schema"):
        decode(data.replace(b"sourcetrace/trace/1", b"sourcetrace/trace/9", 1))


def test_two_runs_differ_in_the_clock_alone(seed_trace: Path) -> None:
    first = decode((seed_trace / "data/trace.json").read_bytes())
    second = trace(SEED, RECONSTRUCTION, offline=True)
    parts = {name: seconds for name, seconds in second.clock.seconds.items() if name.startswith("comparing/")}
    assert {"comparing/aligning", "comparing/checking"} <= set(parts)
    assert sum(parts.values()) <= second.clock.seconds["comparing"] + 0.01
    same = Clock("", "", {})
    assert encode(msgspec.structs.replace(first, clock=same)) == encode(msgspec.structs.replace(second, clock=same))
    assert datetime.datetime.fromisoformat(second.clock.started).utcoffset() == datetime.timedelta(0)


def test_without_an_original_the_trace_still_helps(tmp_path: Path) -> None:
    record = trace(SEED, out=tmp_path / "t", offline=True)
    assert record.comparison is None
    assert not record.summary.recovered
    assert "not recovered" in record.summary.headline
    assert record.origin.language == "zh"
    assert {(a.outcome, a.reason) for a in record.attempts} == {("refused", "--offline forbids every connection.")}
    assert [a.kind for a in record.attempts] == ["live"] + 5 * ["site route"] + 6 * ["Wayback Machine"]
    assert record.attempts[0].target == "https://toutiao.com/article/1856590871734284/"
    assert all(a.when is None and a.exchanges == () for a in record.attempts)
    assert {c.kind for c in record.checklist} == {"quotation", "number", "date", "name"}
    assert all(c.span.of(record.article.text).strip('"') in (c.text, c.span.of(record.article.text)) for c in record.checklist)
    assert any("--source" in step for step in record.summary.next_steps)
    page = (tmp_path / "t/data/report.html").read_text(encoding="utf-8")
    assert "$55 billion" in page
    assert "not recovered" in page


def test_an_article_that_names_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The council met on Tuesday. It voted to repair the old bridge, said the mayor.", encoding="utf-8")
    record = trace(path, offline=True)
    assert record.references == ()
    assert record.attempts == ()
    assert "names no original" in record.summary.headline


def refused(article: Path, source: Path | None = None, out: Path | None = None) -> str:
    with pytest.raises(InputError) as caught:
        trace(article, source, out, offline=True)
    return str(caught.value)


def test_wrong_inputs_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert "not English" in refused(RECONSTRUCTION, SEED, out)
    assert "Both texts are English" in refused(SEED, SEED, out)
    other = tmp_path / "other.txt"
    other.write_text("博物馆买下了一幅画。画上是冬天的湖。评论家称赞了它的色彩。画家于1911年去世。他的信件在巴黎售出。这家人后来搬到了南方。", encoding="utf-8")
    assert "do not look like translations" in refused(SEED, other, out)
    assert not out.exists()
    assert trace(SEED, other, offline=True, force=True).comparison is not None


def test_a_folder_that_is_no_trace_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/file").write_text("x")
    for overwrite in (False, True):
        with pytest.raises(InputError, match="no trace folder"):
            write_bag(tmp_path / "precious", {"data/trace.json": b"{}"}, "2026-01-01", "x", overwrite)
    assert (tmp_path / "precious/file").read_text() == "x"


def test_an_old_trace_is_replaced_only_when_asked(tmp_path: Path) -> None:
    write_bag(tmp_path / "t", {"data/trace.json": b"1"}, "2026-01-01", "x")
    with pytest.raises(InputError, match="--overwrite"):
        write_bag(tmp_path / "t", {"data/trace.json": b"2"}, "2026-01-01", "x")
    write_bag(tmp_path / "t", {"data/trace.json": b"3"}, "2026-01-01", "x", overwrite=True)
    assert (tmp_path / "t/data/trace.json").read_bytes() == b"3"
    assert [p.name for p in tmp_path.iterdir()] == ["t"]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the full disk: both end in an OSError while writing."""
    code = f"""
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
from sourcetrace.provenance.archiving.bag import write_bag
from sourcetrace.translate.text import InputError
try:
    write_bag(Path({str(tmp_path / "t")!r}), {{"data/trace.json": b"x" * 10000, "data/report.html": b"y" * 100000}}, "2026-01-01", "x")
except InputError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "nothing was left behind" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, shared_home: Path, sent: signal.Signals) -> None:
    program = Path(sys.executable).with_name("sourcetrace")
    process = subprocess.Popen(
        [str(program), "trace", str(SEED), "--source", str(RECONSTRUCTION), "--out", "t"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "SOURCETRACE_HOME": str(shared_home)},
    )
    assert process.stderr
    for line in process.stderr:
        if b"comparing" in line:
            break
    process.send_signal(sent)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == (130 if sent == signal.SIGINT else 143)
    assert b"Traceback" not in errors
    assert b"interrupted" in errors
    assert list(tmp_path.iterdir()) == []
