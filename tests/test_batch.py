"""Many articles: each once, whatever is killed in between; hosts are met politely; what cannot be worked on is set aside."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import corpus
import msgspec
import psutil
import pytest
from accessible import axe_findings
from conftest import ROOT, Run
from many_hosts import Hosts, article
from sourcetrace.provenance import batch, batch_report, verify
from sourcetrace.provenance.batching.engines import ENGINES
from sourcetrace.provenance.batching.events import Event, Finished, Gathered, Progress, Tried
from sourcetrace.provenance.batching.job import Manners, Settings
from sourcetrace.provenance.batching.store import Store
from sourcetrace.provenance.record import Clock, decode
from sourcetrace.translate.text import InputError, digest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PICTURES = ROOT / "build" / "screenshots"  # for people to look at after a run
OFFLINE = Settings(offline=True, models=False)
COMMAND = str(Path(sys.executable).with_name("sourcetrace"))


def results(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "results.jsonl").read_text(encoding="utf-8").splitlines()]


def without_clock(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ("seconds", "finished")}


def record(folder: Path, row: dict[str, Any]) -> bytes:
    """A trace without its clock fields."""
    trace = decode((folder / row["trace"] / "data" / "trace.json").read_bytes())
    attempts = tuple(msgspec.structs.replace(a, when=None, exchanges=()) for a in trace.attempts)
    return msgspec.json.encode(msgspec.structs.replace(trace, clock=Clock("", "", {}), attempts=attempts))


def same(one: Path, other: Path) -> None:
    """Two batches came to the same, but for the clock."""
    first, second = results(one), results(other)
    assert list(map(without_clock, first)) == list(map(without_clock, second))
    assert [record(one, row) for row in first] == [record(other, row) for row in second]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus.write(tmp_path_factory.mktemp("corpus"), 24)


@pytest.fixture(scope="module")
def undisturbed(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    batch(table, folder, settings=OFFLINE, engine="in-process")
    return folder


def test_every_article_has_a_trace_and_a_row(undisturbed: Path) -> None:
    rows = results(undisturbed)
    assert [row["id"] for row in rows] == [f"n{n:03d}" for n in range(24)]
    assert {row["outcome"] for row in rows} == {"compared"}
    assert [row["flags"] > 0 for row in rows] == [n % 3 == 2 for n in range(24)]
    assert all(row["points"] == 5 * row["by_severity"].get("major", 0) + row["by_severity"].get("minor", 0) for row in rows)
    assert len({row["trace"] for row in rows}) == 24
    for row in rows[:3]:
        assert verify(undisturbed / row["trace"]).ok
        comparison = decode((undisturbed / row["trace"] / "data" / "trace.json").read_bytes()).comparison
        assert row["comparison"] == digest(msgspec.json.encode(comparison))


def test_processes_come_to_the_same(undisturbed: Path, table: Path, tmp_path: Path) -> None:
    told: list[Event] = []
    collection = batch(table, tmp_path / "out", settings=OFFLINE, workers=2, tell=told.append)
    same(tmp_path / "out", undisturbed)
    assert (collection.articles, collection.compared, collection.flagged, collection.open) == (24, 24, 8, 0)
    assert sum(isinstance(event, Finished) for event in told) == 24
    outer = [stage.name.partition("/")[0] for stage in collection.stages]
    assert outer == sorted(outer, key=outer.index)  # each part stands behind its own stage
    last = [event for event in told if isinstance(event, Progress)][-1]
    assert (last.done, last.jobs, last.aside) == (24, 24, 0)


def test_what_is_done_stays_done(undisturbed: Path, table: Path, tmp_path: Path) -> None:
    shutil.copytree(undisturbed, tmp_path / "out")
    before = (tmp_path / "out" / "results.jsonl").read_bytes()
    told: list[Event] = []
    batch(table, tmp_path / "out", settings=OFFLINE, tell=told.append)
    assert not [event for event in told if isinstance(event, Finished)]
    assert (tmp_path / "out" / "results.jsonl").read_bytes() == before


def test_a_changed_article_is_traced_again_and_the_old_trace_stays(table: Path, tmp_path: Path) -> None:
    shutil.copytree(table.parent, tmp_path / "in")
    (tmp_path / "in" / "corpus.csv").write_text("article,source\n000.txt,000.zh.txt\n001.txt,001.zh.txt\n", encoding="utf-8")
    batch(tmp_path / "in" / "corpus.csv", tmp_path / "out", settings=OFFLINE, engine="in-process")
    first = results(tmp_path / "out")
    article = tmp_path / "in" / "000.txt"
    article.write_text(article.read_text(encoding="utf-8").replace("12 cargo", "21 cargo"), encoding="utf-8")
    batch(tmp_path / "in" / "corpus.csv", tmp_path / "out", settings=OFFLINE, engine="in-process")
    second = results(tmp_path / "out")
    assert len(second) == 2
    assert second[0]["trace"] != first[0]["trace"]
    assert second[0]["flags"] == 1
    assert second[1] == first[1]
    assert (tmp_path / "out" / first[0]["trace"]).is_dir()


def test_other_settings_are_other_jobs(table: Path, tmp_path: Path) -> None:
    (tmp_path / "list.tsv").write_text(f"article\tsource\n{table.parent}/000.txt\t{table.parent}/000.zh.txt\n", encoding="utf-8")
    batch(tmp_path / "list.tsv", tmp_path / "out", settings=OFFLINE, engine="in-process")
    first = results(tmp_path / "out")
    batch(tmp_path / "list.tsv", tmp_path / "out", settings=Settings(offline=True, models=False, force=True), engine="in-process")
    (second,) = results(tmp_path / "out")
    assert second["trace"] != first[0]["trace"]
    batch(tmp_path / "list.tsv", tmp_path / "out", settings=OFFLINE, engine="in-process")
    assert results(tmp_path / "out") == first


def test_the_same_bytes_share_a_trace(table: Path, tmp_path: Path) -> None:
    shutil.copy(table.parent / "000.txt", tmp_path / "a.txt")
    shutil.copy(table.parent / "000.txt", tmp_path / "b.txt")
    told: list[Any] = []
    batch([tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "a.txt"], tmp_path / "out", settings=OFFLINE, engine="in-process", tell=told.append)
    one, other = results(tmp_path / "out")
    assert one["trace"] == other["trace"]
    assert (told[0].new, told[0].known, told[0].shared) == (2, 1, 1)


# --- poison -------------------------------------------------------------------------------------------------------------------


def test_poison_is_set_aside_with_its_reason_and_the_others_go_on(table: Path, tmp_path: Path) -> None:
    for name, data in (
        ("empty.txt", b""),
        ("chinese.txt", "这是一篇中文文章，讲的是港口的事情。".encode() * 20),
        ("broken.docx", b"PK\x03\x04nothing"),
        ("picture.txt", b"\x89PNG\r\n"),
    ):
        (tmp_path / name).write_bytes(data)
    shutil.copy(table.parent / "000.txt", tmp_path / "good.txt")
    collection = batch([tmp_path], tmp_path / "out", settings=OFFLINE, workers=1)
    rows = {Path(row["id"]).name: row for row in results(tmp_path / "out")}
    assert (collection.set_aside, collection.not_recovered, collection.articles) == (4, 1, 5)
    assert "is empty" in rows["empty.txt"]["reason"]
    assert "Chinese, not English" in rows["chinese.txt"]["reason"]
    assert rows["broken.docx"]["outcome"] == rows["picture.txt"]["outcome"] == "set aside"
    assert rows["good.txt"]["outcome"] == "not recovered"
    assert rows["empty.txt"]["trace"] is None


def test_retry_queues_again_what_was_set_aside(table: Path, tmp_path: Path, sourcetrace: Run) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    shutil.copy(table.parent / "001.txt", tmp_path / "b.txt")
    out = tmp_path / "out"
    batch([tmp_path / "a.txt", tmp_path / "b.txt"], out, settings=OFFLINE, engine="in-process")
    (tmp_path / "a.txt").write_text((table.parent / "000.txt").read_text(encoding="utf-8"), encoding="utf-8")
    assert "1 queued again" in sourcetrace("batch", "retry", out).stdout
    batch([], out, engine="in-process")
    assert [row["outcome"] for row in results(out)] == ["not recovered", "not recovered"]
    assert json.loads(sourcetrace("batch", "retry", out, "--not-recovered", "--id", tmp_path / "b.txt", "--json").stdout) == {"queued": 1}
    batch([], out, engine="in-process")
    assert results(out)[1]["trace"].endswith("-2.trace")
    assert len(list(out.glob("traces/*/*.trace"))) == 3


def test_an_article_that_takes_too_long_or_too_much_is_set_aside(table: Path, tmp_path: Path) -> None:
    batch(table.parent / "000.txt", tmp_path / "slow", settings=OFFLINE, workers=1, seconds=0.05)
    (slow,) = results(tmp_path / "slow")
    assert "not done after 0.05 s" in slow["reason"]
    batch(table.parent / "000.txt", tmp_path / "large", settings=OFFLINE, workers=1, memory=20_000_000)
    (large,) = results(tmp_path / "large")
    assert "more than a worker may" in large["reason"]


def test_a_job_whose_process_always_dies_is_set_aside(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a document that crashes a library: here, an environment in which Python itself cannot start the worker's module."""
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "sitecustomize.py").write_text(
        "import sys\nif any('batching.work' in a for a in sys.orig_argv):\n    import os, threading\n"
        "    def end():\n        line = os.read(0, 1 << 20)\n        os._exit(3)\n    threading.Thread(target=end, daemon=True).start()\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "bad"))
    told: list[Event] = []
    collection = batch(table.parent / "000.txt", tmp_path / "out", settings=OFFLINE, workers=1, manners=Manners(retries=1), tell=told.append)
    assert collection.set_aside == 1
    assert "ended with 3" in results(tmp_path / "out")[0]["reason"]
    assert sum(isinstance(event, Tried) for event in told) == 1


# --- killed -------------------------------------------------------------------------------------------------------------------


def _begun(table: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [COMMAND, "batch", str(table), "--out", str(out), "--offline", "--no-models", "--workers", "2", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _workers(parent: int) -> list[psutil.Process]:
    with contextlib.suppress(psutil.NoSuchProcess):
        return [child for child in psutil.Process(parent).children(recursive=True) if "sourcetrace.provenance.batching.work" in child.cmdline()]
    return []


def _done(out: Path) -> int:
    return len(list(out.glob("traces/*/*.trace")))


def _wait(condition: Any, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


def test_a_parent_that_is_killed_leaves_no_worker_and_the_next_run_finishes(undisturbed: Path, table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for wanted in (3, 9, 15):
        process = _begun(table, out)
        _wait(lambda: _done(out) >= wanted)  # noqa: B023, called at once
        workers = _workers(process.pid)
        process.kill()
        process.wait()
        assert workers
        _wait(lambda: not any(worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE for worker in workers))  # noqa: B023
    process = _begun(table, out)
    assert process.wait(120) == 0
    same(out, undisturbed)
    assert _done(out) == 24
    assert not list(out.glob("traces/*/.*"))


def test_workers_that_are_killed_at_random_cost_nothing_but_time(undisturbed: Path, table: Path, tmp_path: Path) -> None:
    out, chance = tmp_path / "out", random.Random(3)
    process = _begun(table, out, "--retries", "10")
    killed = 0
    while process.poll() is None:
        workers = _workers(process.pid)
        if _done(out) > 3 * killed and killed < 5 and workers:
            with contextlib.suppress(psutil.NoSuchProcess):
                chance.choice(workers).kill()
                killed += 1
        time.sleep(0.05)
    assert process.returncode == 0
    assert killed == 5
    same(out, undisturbed)
    assert _done(out) == 24


def test_an_interrupt_lets_what_is_under_way_finish(undisturbed: Path, table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = _begun(table, out)
    _wait(lambda: _done(out) >= 4)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    rows = results(out)
    assert 4 <= len(rows) < 24
    assert len(rows) == _done(out)
    with Store(out) as store:
        assert store.counts().ready == 24 - len(rows)
    batch([], out, workers=2)
    same(out, undisturbed)


def test_two_runs_on_one_folder_are_refused_and_status_tells_of_the_first(tmp_path: Path, sourcetrace: Run) -> None:
    out = tmp_path / "out"
    process = _begun(corpus.write(tmp_path / "in", 100), out)
    _wait(lambda: _done(out) >= 2)
    found = json.loads(sourcetrace("batch", "status", out, "--json").stdout)
    assert found["running"]
    assert found["counts"]["done"] >= 1
    refused = sourcetrace("batch", "--out", out)
    assert process.poll() is None
    assert refused.returncode == 2
    assert "Another run is at work" in refused.stderr
    process.send_signal(signal.SIGTERM)
    assert process.wait(120) == 143
    assert not json.loads(sourcetrace("batch", "status", out, "--json").stdout)["running"]


# --- a cluster ------------------------------------------------------------------------------------------------------------------


def _documented(beginning: str) -> list[list[str]]:
    """The commands in docs/scale.md that begin so."""
    text = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    return [line.split() for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines() if line.startswith(beginning)]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler, and the workers of two machines, started by the commands that docs/scale.md gives, but for the address."""
    where = f"127.0.0.1:{_free_port()}"
    started: list[subprocess.Popen[bytes]] = []

    def start(command: list[str], *more: str) -> subprocess.Popen[bytes]:
        here = re.sub(r"(?:127\.0\.0\.1|10\.0\.0\.1)(:8786)?", lambda found: where if found[1] else "127.0.0.1", " ".join(command)).replace(
            "8786", where.partition(":")[2]
        )
        started.append(
            subprocess.Popen(
                [str(Path(sys.executable).with_name("dask")), *here.split()[1:], *more],
                cwd=tmp_path,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )
        return started[-1]

    one, several = _documented("dask scheduler")
    assert one == [word.replace("10.0.0.1", "127.0.0.1") for word in several]
    start(one)
    workers = [start(command, "--local-directory", str(tmp_path / f"w{n}")) for n, command in enumerate(_documented("dask worker"))]
    assert len(workers) == 2
    try:
        yield f"tcp://{where}", workers
    finally:
        for process in started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_a_cluster_whose_workers_are_killed_comes_to_the_same(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], undisturbed: Path, table: Path, tmp_path: Path
) -> None:
    where, workers = cluster
    out = tmp_path / "out"
    (command,) = [line for line in _documented("sourcetrace batch") if "--chunk" in line]
    given = {"articles.csv": str(table), "/shared/collection": str(out), "tcp://10.0.0.1:8786": where, "8": "3"}
    process = subprocess.Popen(
        [COMMAND, *(given.get(word, word) for word in command[1:]), "--no-models"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    _wait(lambda: _done(out) >= 4)
    # The process that dask's nanny watches, not the nanny: it is started again.
    for child in psutil.Process(workers[0].pid).children(recursive=True):
        if "sourcetrace.provenance.batching.work" not in child.cmdline():
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
    _wait(lambda: _done(out) >= 10)
    os.killpg(workers[1].pid, signal.SIGKILL)  # a machine that is gone
    _, told = process.communicate(timeout=180)
    assert process.returncode == 0, told
    first, second = results(out), results(undisturbed)
    assert [row["id"] for row in first] == [row["id"] for row in second]
    assert [row["comparison"] for row in first] == [row["comparison"] for row in second]
    assert _done(out) == 24


def test_a_cluster_needs_sockets_and_an_address_that_answers(table: Path, tmp_path: Path, sourcetrace: Run) -> None:
    refused = sourcetrace("batch", table, "--out", tmp_path / "o", "--engine", "dask", "--offline")
    assert refused.returncode == 2
    assert "--offline forbids" in refused.stderr
    assert "Traceback" not in refused.stderr


# --- hosts ----------------------------------------------------------------------------------------------------------------------


def test_hosts_are_met_one_visitor_at_a_time_with_a_pause_between(tmp_path: Path, sourcetrace: Run) -> None:
    pause, pages = 0.3, 6
    hosts = Hosts(["plain"] * 14 + ["slow"] * 3 + ["limiting"] * 3 + ["refusing"] * 2, latency=0.5).start()
    try:
        (tmp_path / "list.txt").write_text("\n".join(hosts.addresses(pages)), encoding="utf-8")
        told: list[Event] = []
        settings = Settings(models=False, allow_private=True)
        collection = batch(tmp_path / "list.txt", tmp_path / "out", settings=settings, manners=Manners(pause=pause), workers=2, tell=told.append)
    finally:
        hosts.stop()
    assert collection.not_recovered == 20 * pages  # they name no original; their traces say so
    assert collection.set_aside == 2 * pages
    assert min(hosts.gaps().values()) > pause - 0.02
    assert max(host.most_inside for host in hosts.hosts.values()) == 1
    for host in hosts.hosts.values():
        if host.kind == "limiting":  # it was left alone for as long as it asked
            (at,) = [n for n, (_, _, status) in enumerate(host.asked) if status == 429]
            assert host.asked[at + 1][0] - host.asked[at][0] >= host.retry_after
        if host.kind != "refusing":
            paths = [path for _, path, status in host.asked if status == 200]
            assert len(paths) == len(set(paths)) == pages
    reasons = [row["reason"] for row in results(tmp_path / "out") if row["outcome"] == "set aside"]
    assert all("cannot be reached" in reason or "in a row; it is not asked again" in reason for reason in reasons)
    assert {event.how for event in told if isinstance(event, Tried)} == {"failed", "put off"}
    refused = next(row["id"] for row in results(tmp_path / "out") if "cannot be reached" in row["reason"] or "in a row" in row["reason"])
    told_of = sourcetrace("batch", "status", tmp_path / "out", "--id", refused)
    assert "set aside" in told_of.stdout
    assert sourcetrace("batch", "status", tmp_path / "out", "--id", "nobody").returncode == 2
    limited = [row["id"] for row in results(tmp_path / "out") if row["outcome"] != "set aside"]
    tries = json.loads(sourcetrace("batch", "status", tmp_path / "out", "--json", *(x for one in limited for x in ("--id", one))).stdout)["inputs"]
    assert sum(trouble["how"] == "put off" for one in tries for trouble in one["tries"]) == 3


def test_an_original_on_the_web_is_fetched_and_compared(tmp_path: Path) -> None:
    hosts = Hosts(["plain"]).start()
    try:
        (tmp_path / "a.txt").write_text(f"{corpus.texts(1)[1]}\n\nOriginal: http://127.1.0.1:{hosts.port}/gone\n", encoding="utf-8")
        settings = Settings(models=False, allow_private=True, wayback=f"http://127.1.0.1:{hosts.port}")
        collection = batch(tmp_path / "a.txt", tmp_path / "out", settings=settings, manners=Manners(pause=0.05), workers=1)
    finally:
        hosts.stop()
    assert collection.not_recovered == 1
    assert collection.obstacles == {"gone": 1}
    assert not list((tmp_path / "out" / "staged").glob("*/*"))


def test_an_archive_that_all_articles_lead_to_is_met_as_politely(tmp_path: Path) -> None:
    """It is nobody's first host, and threads wait for it side by side."""
    hosts = Hosts(["plain"] * 8 + ["limiting"], latency=0.0).start()
    archive = hosts.hosts["127.1.0.9"]
    archive.latency, archive.retry_after = 0.2, 1
    try:
        for n in range(1, 9):
            (tmp_path / f"{n}.txt").write_text(f"{corpus.texts(n)[1]}\n\nOriginal: http://127.1.0.{n}:{hosts.port}/gone/{n}\n", encoding="utf-8")
        settings = Settings(models=False, allow_private=True, wayback=f"http://127.1.0.9:{hosts.port}")
        collection = batch(sorted(tmp_path.glob("*.txt")), tmp_path / "out", settings=settings, manners=Manners(pause=0.1), workers=1)
    finally:
        hosts.stop()
    assert (collection.not_recovered, collection.set_aside, collection.open) == (8, 0, 0)
    assert archive.most_inside == 1
    assert hosts.gaps()["127.1.0.9"] > 0.08
    told_to_wait = [at for at, (_, _, status) in enumerate(archive.asked[:-1]) if status == 429]
    assert told_to_wait
    assert all(archive.asked[at + 1][0] - archive.asked[at][0] >= 1 for at in told_to_wait)
    records = [decode((tmp_path / "out" / row["trace"] / "data" / "trace.json").read_bytes()) for row in results(tmp_path / "out")]
    assert not [a.reason for record in records for a in record.attempts if "in a row" in a.reason or "asked us to stop" in a.reason]


def test_a_fetching_stage_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    hosts = Hosts(["plain"] * 4).start()
    killed: list[int] = []

    def tell(event: Event) -> None:
        if isinstance(event, Gathered) and not killed:
            (stage,) = [c for c in psutil.Process().children() if "sourcetrace.provenance.batching.fetching" in c.cmdline()]
            stage.kill()
            killed.append(stage.pid)

    try:
        (tmp_path / "list.txt").write_text("\n".join(hosts.addresses(5)), encoding="utf-8")
        collection = batch(
            tmp_path / "list.txt", tmp_path / "out", settings=Settings(models=False, allow_private=True), manners=Manners(pause=0.3), workers=1, tell=tell
        )
    finally:
        hosts.stop()
    assert killed
    assert (collection.not_recovered, collection.set_aside) == (20, 0)
    assert sum(len(host.asked) for host in hosts.hosts.values()) <= 20 + 8 + 4  # pages, robots.txt twice each, and what was under way


def test_a_page_that_crashes_the_fetching_stage_is_set_aside_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a fault in a C library would: here, a hook ends the process when it looks up one host."""
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "sitecustomize.py").write_text(
        "import os, sys\ndef hook(event, arguments):\n    if event == 'socket.getaddrinfo' and arguments[0] == '127.1.0.3':\n        os._exit(9)\nsys.addaudithook(hook)\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "bad"))
    hosts = Hosts(["plain"] * 4).start()
    try:
        (tmp_path / "list.txt").write_text("\n".join(hosts.addresses(1)), encoding="utf-8")
        settings = Settings(models=False, allow_private=True)
        collection = batch(tmp_path / "list.txt", tmp_path / "out", settings=settings, workers=1, manners=Manners(pause=0.1, retries=1))
    finally:
        hosts.stop()
    assert (collection.not_recovered, collection.set_aside) == (3, 1)
    (row,) = [row for row in results(tmp_path / "out") if row["outcome"] == "set aside"]
    assert "127.1.0.3" in row["id"]
    assert "ended with 9" in row["reason"]


# --- inputs ---------------------------------------------------------------------------------------------------------------------


def names(folder: Path) -> list[str]:
    with Store(folder) as store:
        return [row[0] for row in store._db.execute("SELECT id FROM inputs ORDER BY number")]


@pytest.fixture
def queue(tmp_path: Path) -> Any:
    """Queue inputs without working on them."""
    from sourcetrace.provenance.batching.batch import _queue

    def queued(*given: Path | str) -> list[str]:
        with Store(tmp_path / "queue", create=True) as store:
            _queue(store, [str(one) for one in given], OFFLINE, lambda _: None, lambda: False)
        return names(tmp_path / "queue")

    return queued


def test_folders_patterns_and_files(queue: Any, tmp_path: Path) -> None:
    for name in ("in/b.txt", "in/a.html", "in/deep/c.md", "in/.hidden.txt", "in/x.jpg", "in/t.trace/bagit.txt", "in/t.trace/data/article.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("A text of its own.", encoding="utf-8")
    assert [Path(name).name for name in queue(tmp_path / "in")] == ["a.html", "b.txt", "c.md"]
    assert len(queue(str(tmp_path / "in" / "**" / "*.md"))) == 3  # known already


def test_lists_tables_and_feeds(queue: Any, tmp_path: Path) -> None:
    (tmp_path / "l.txt").write_text("# a list\nhttps://a.example/1\n\nhttps://a.example/2\tzh/2.html\n", encoding="utf-8")
    (tmp_path / "t.csv").write_text("﻿id;article;source\n七;https://a.example/3;\n", encoding="utf-8")
    (tmp_path / "t.jsonl").write_text('{"article": "https://a.example/4", "id": 4}\n', encoding="utf-8")
    (tmp_path / "f.xml").write_text(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item><title>x</title><link>https://a.example/5</link><guid>g5</guid></item></channel></rss>',
        encoding="utf-8",
    )
    (tmp_path / "g.atom").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>urn:6</id><title>y</title><link href="https://a.example/6"/></entry></feed>',
        encoding="utf-8",
    )
    found = queue(*(tmp_path / name for name in ("l.txt", "t.csv", "t.jsonl", "f.xml", "g.atom")))
    assert found == ["https://a.example/1", "https://a.example/2", "七", "4", "g5", "urn:6"]
    with Store(tmp_path / "queue") as store:
        sources = [row[0] for row in store._db.execute("SELECT source FROM inputs ORDER BY number")]
    assert sources[1] == str(tmp_path / "zh" / "2.html")


def test_a_feed_behind_an_address_is_read_and_its_pages_are_traced(tmp_path: Path, sourcetrace: Run) -> None:
    hosts = Hosts(["plain"] * 2).start()
    hosts.feed = f"<rss version='2.0'><channel><title>t</title><item><link>http://127.1.0.2:{hosts.port}/a/7</link><guid>seven</guid></item></channel></rss>"
    try:
        feed = f"feed:http://127.1.0.1:{hosts.port}/feed"
        done = sourcetrace("batch", feed, "--out", tmp_path / "out", "--allow-private", "--no-models", "--pause", "0.05", "--workers", "1")
    finally:
        hosts.stop()
    assert done.returncode == 0, done.stderr
    (row,) = results(tmp_path / "out")
    assert (row["id"], row["outcome"], row["title"]) == ("seven", "not recovered", "Ships in the harbour, report 7")


def test_pages_of_collections(queue: Any, tmp_path: Path) -> None:
    def member(number: int) -> bytes:
        http = f"HTTP/1.1 {'200 OK' if number < 2 else '404 Not Found'}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode() + article(number)
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\nWARC-Date: 2026-11-01T00:00:00Z\r\n"
        head += f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{number}>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        return gzip.compress(head.encode() + http + b"\r\n\r\n")

    (tmp_path / "c.warc.gz").write_bytes(b"".join(map(member, range(3))))
    with zipfile.ZipFile(tmp_path / "c.wacz", "w") as packed:
        packed.writestr("archive/data.warc.gz", (tmp_path / "c.warc.gz").read_bytes())
        packed.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n{"url": "https://a.example/1"}\n')
    assert queue(tmp_path / "c.wacz") == [f"{tmp_path}/c.wacz#https://a.example/1"]
    assert queue(tmp_path / "c.warc.gz")[1:] == [f"{tmp_path}/c.warc.gz#https://a.example/{n}" for n in range(2)]
    collection = batch(tmp_path / "c.warc.gz", tmp_path / "out", settings=OFFLINE, engine="in-process")
    rows = results(tmp_path / "out")
    assert collection.not_recovered == 2
    assert [row["page"] for row in rows] == ["https://a.example/0", "https://a.example/1"]
    assert [row["outlet"] for row in rows] == ["a.example", "a.example"]
    assert verify(tmp_path / "out" / rows[0]["trace"]).ok


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("t.csv", "a,b\n1,2\n", "no column `article`"),
        ("t.jsonl", "nonsense\n", "is no JSON"),
        ("t.jsonl", "[1]\n", "is no object"),
        ("t.jsonl", '{"article": ["x"]}\n', "article in row 1"),
        ("t.jsonl", '{"article": "' + 9000 * "x" + '"}\n', "longer than a name"),
        ("f.rss", "<rss></rss>", "is no feed"),
        ("c.warc", "WARC/1.0\r\nbroken", "cannot be read as a collection"),
        ("missing", None, "does not exist"),
        ("none-*.txt", None, "matches nothing"),
    ],
)
def test_an_input_that_cannot_be_read_is_one_sentence(name: str, text: str | None, told: str, tmp_path: Path, sourcetrace: Run) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = sourcetrace("batch", tmp_path / name, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_folder_that_is_no_batch_is_left_alone(tmp_path: Path, sourcetrace: Run) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    done = sourcetrace("batch", tmp_path / "mine" / "notes.txt", "--out", tmp_path / "mine")
    assert done.returncode == 2
    assert "holds no batch" in done.stderr
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["notes.txt"]
    assert sourcetrace("batch", "status", tmp_path / "mine").returncode == 2


# --- what is told -----------------------------------------------------------------------------------------------------------------


def test_the_command_tells_programs_everything(table: Path, tmp_path: Path, sourcetrace: Run) -> None:
    done = sourcetrace(
        "batch", table.parent / "000.txt", table.parent / "001.txt", "--out", tmp_path / "out", "--offline", "--no-models", "--workers", "1",
        "--events", tmp_path / "events", "--json", "--profile", "--parquet",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["articles"] == 2
    events = [json.loads(line) for line in (tmp_path / "events").read_text(encoding="utf-8").splitlines()]
    assert events[0]["event"] == "queued"
    assert sum(event["event"] == "finished" for event in events) == 2
    assert re.search(r"^ +[\d.]+ +\d+% .*  reading the article$", done.stderr, re.MULTILINE)
    assert "2 of 2 (100 %)" in done.stderr
    import pyarrow.parquet

    rows = pyarrow.parquet.read_table(tmp_path / "out" / "results.parquet").to_pylist()
    assert [row["id"] for row in rows] == [row["id"] for row in results(tmp_path / "out")]
    assert set(rows[0]) == set(results(tmp_path / "out")[0])


def test_no_socket_is_opened_offline(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by the parent nor by its workers: the first one in any of these processes ends it."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(
        f"import sys\ndef hook(event, arguments):\n    if event.startswith('socket.') and event != 'socket.gethostname':\n"
        f"        open({str(tmp_path / 'opened')!r}, 'a').write(event + chr(10))\nsys.addaudithook(hook)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [COMMAND, "batch", str(table.parent / "000.txt"), "--out", str(tmp_path / "out"), "--offline", "--no-models"],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "hook")},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "opened").exists()


def test_going_on_offline_fetches_nothing(table: Path, tmp_path: Path) -> None:
    """What was queued for the web waits; what needs none is done."""
    from sourcetrace.provenance.batching.batch import _queue

    with Store(tmp_path / "out", create=True) as store:
        _queue(store, ["http://127.1.0.9:9/a", str(table)], Settings(models=False), lambda _: None, lambda: False)
    collection = batch([], tmp_path / "out", settings=OFFLINE, workers=2)
    assert (collection.compared, collection.open) == (24, 1)


def test_names_that_no_file_and_no_host_can_have_are_set_aside(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(
        '{"article": "a\\u0000b"}\n{"article": "http://[::1"}\n{"article": "http://a b/"}\n{"article": "http://h:99999/"}\n', encoding="utf-8"
    )
    collection = batch(tmp_path / "t.jsonl", tmp_path / "out", settings=Settings(models=False, allow_private=True), workers=1)
    assert (collection.set_aside, collection.open) == (4, 0)
    reasons = [row["reason"] for row in results(tmp_path / "out")]
    assert "no name that a file can have" in reasons[0]
    assert all("was not read" in reason for reason in reasons[1:]), reasons


def test_a_file_that_changes_before_its_turn_is_not_taken_for_what_was_queued(table: Path, tmp_path: Path) -> None:
    from sourcetrace.provenance.batching.batch import _queue

    article = tmp_path / "a.txt"
    shutil.copy(table.parent / "000.txt", article)
    with Store(tmp_path / "out", create=True) as store:
        _queue(store, [str(article)], OFFLINE, lambda _: None, lambda: False)
    shutil.copy(table.parent / "001.txt", article)
    batch([], tmp_path / "out", settings=OFFLINE, engine="in-process")
    assert "has changed since it was queued" in results(tmp_path / "out")[0]["reason"]
    batch(article, tmp_path / "out", settings=OFFLINE, engine="in-process")
    (row,) = results(tmp_path / "out")
    assert row["outcome"] == "not recovered"


def test_what_cannot_be_written_is_no_fault_of_the_articles(table: Path, tmp_path: Path, sourcetrace: Run) -> None:
    out = tmp_path / "out"
    with Store(out, create=True):
        (out / "traces").write_text("in the way of the folder", encoding="utf-8")
    done = sourcetrace("batch", table, "--out", out, "--offline", "--no-models", "--workers", "1")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    with Store(out) as store:
        assert (store.counts().ready, store.counts().aside) == (24, 0)
    (out / "traces").unlink()
    assert batch([], out, settings=OFFLINE, workers=2).compared == 24


def test_nothing_is_loaded_from_the_folder_one_happens_to_be_in(table: Path, tmp_path: Path, sourcetrace: Run) -> None:
    for name in ("queue", "json", "numpy"):
        (tmp_path / f"{name}.py").write_text("open('loaded', 'w').close()\nraise SystemExit(5)\n", encoding="utf-8")
    done = sourcetrace("batch", table.parent / "000.txt", "--out", "out", "--offline", "--no-models", "--workers", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "loaded").exists()
    assert results(tmp_path / "out")[0]["outcome"] == "not recovered"


def test_a_batch_does_not_eat_what_it_wrote(table: Path, tmp_path: Path, sourcetrace: Run) -> None:
    shutil.copy(table.parent / "000.txt", tmp_path / "a.txt")
    for _ in range(2):
        done = sourcetrace("batch", "**/*.txt", "--out", "out", "--offline", "--no-models", "--workers", "1", "--json", cwd=tmp_path)
        assert json.loads(done.stdout)["articles"] == 1, done.stderr


def test_lists_with_the_same_relative_names_do_not_replace_each_other(table: Path, tmp_path: Path, sourcetrace: Run) -> None:
    for month, number in (("jan", "000"), ("feb", "001")):
        (tmp_path / month).mkdir()
        shutil.copy(table.parent / f"{number}.txt", tmp_path / month / "a.txt")
        sourcetrace("batch", "a.txt", "--out", "../out", "--offline", "--no-models", "--workers", "1", cwd=tmp_path / month)
    assert [row["article"] for row in results(tmp_path / "out")] == [str(tmp_path / "jan" / "a.txt"), str(tmp_path / "feb" / "a.txt")]


def test_what_cannot_be_read_in_a_folder_is_left_out_and_counted(table: Path, tmp_path: Path) -> None:
    home = tmp_path / "in"
    (home / "deep").mkdir(parents=True)
    shutil.copy(table.parent / "000.txt", home / "a.txt")
    (home / "broken.warc.gz").write_bytes(b"\x1f\x8bnothing")
    (home / "gone.warc").symlink_to(home / "nowhere")
    Path(os.fsdecode(os.fsencode(home) + b"/deep/na\xffme.txt")).write_text("A text.", encoding="utf-8")
    told: list[Any] = []
    collection = batch(home, tmp_path / "out", settings=OFFLINE, engine="in-process", tell=told.append)
    assert collection.articles == 1
    assert told[0].left_out == 3


def test_the_report_escapes_what_comes_from_outside(table: Path, tmp_path: Path, sourcetrace: Run) -> None:
    (tmp_path / "t.jsonl").write_text(
        json.dumps({"article": str(table.parent / "002.txt"), "source": str(table.parent / "002.zh.txt"), "id": "<script>alert(1)</script>\u202e"}) + "\n",
        encoding="utf-8",
    )
    batch(tmp_path / "t.jsonl", tmp_path / "out", settings=OFFLINE, engine="in-process")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "\u202e" not in page
    assert "default-src &#39;none&#39;" in page
    assert batch_report(tmp_path / "out").worst[0].id.startswith("<script>")
    told = sourcetrace("batch", "report", tmp_path / "out")
    assert "1 article: 1 compared" in told.stdout
    assert "\u202e" not in told.stdout
    assert re.search(r"^Decide: sourcetrace review .*\.trace$", told.stdout, re.MULTILINE)


@pytest.mark.browser
def test_axe_finds_nothing_serious_on_the_report(undisturbed: Path, browser: Browser) -> None:
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport={"width": 1100, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))  # noqa: B023, read in the same turn
        page.goto((undisturbed / "report.html").as_uri())
        assert page.locator("a[href$='data/report.html']").count() == 8
        page.screenshot(path=PICTURES / f"collection-{scheme}.png")
        assert axe_findings(page) == []
        page.locator("a[href$='data/report.html']").first.click()
        page.wait_for_selector("text=Skip to the text", state="attached")
        assert all(url.startswith("file:") for url in asked)
        context.close()


def test_engines_are_named_once() -> None:
    from sourcetrace.provenance.commands.batch import _ENGINES

    assert list(ENGINES) == list(_ENGINES)


def test_an_engine_without_its_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch, table: Path, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"sourcetrace\[cluster\]"):
        batch(table, tmp_path / "out", settings=Settings(models=False), engine="dask")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"sourcetrace\[parquet\]"):
        batch(table.parent / "000.txt", tmp_path / "out2", settings=OFFLINE, engine="in-process", parquet=True)
