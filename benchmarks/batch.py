"""Many articles: throughput against a loop over single ones, a queue of a hundred thousand, and fifty hosts of different tempers.

    python benchmarks/batch.py [--part throughput|queue|hosts] [--articles 1000] [--workers 2]

`throughput`: articles made from the benchmark data (see corpus.py). The peer is a plain loop that calls `trace` for one after another
in one process, its models loaded once, on the same articles, in the same run; both offline and without models.
`queue`: as many inputs as `--inputs`; the time to queue them, to open the store, to tell the status; the parent's memory while it runs.
`hosts`: 50 addresses on loopback (see tests/many_hosts.py). The ideal is what the slowest host needs for its own requests alone.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from corpus import write_corpus
from data import signature

COMMAND = str(Path(sys.executable).with_name("sourcetrace"))
LOOP = """
import csv, sys, time
from pathlib import Path
from sourcetrace.provenance import trace
table, out = Path(sys.argv[1]), Path(sys.argv[2])
rows = list(csv.DictReader(table.open(encoding="utf-8")))
trace(table.parent / rows[0]["article"], table.parent / rows[0]["source"], offline=True)
start = time.perf_counter()
for row in rows:
    trace(table.parent / row["article"], table.parent / row["source"], out / f"{row['id']}.trace", offline=True)
print(time.perf_counter() - start)
"""


def watched(command: list[str], look: Callable[[psutil.Process], None]) -> float:
    """Run a command, looking at it ten times a second; its seconds."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603, our own command
        seen = psutil.Process(process.pid)
        while process.poll() is None:
            with contextlib.suppress(psutil.Error):
                look(seen)
            time.sleep(0.1)
        if process.returncode:
            sys.exit(f"{' '.join(command[:3])} failed with status {process.returncode}.")
    return time.perf_counter() - start


class Memory:
    """The most that the parent, and any one worker, held."""

    def __init__(self) -> None:
        self.parent = self.worker = 0.0

    def __call__(self, process: psutil.Process) -> None:
        """Look at a command and its processes."""
        self.parent = max(self.parent, process.memory_info().rss / 1e6)
        for child in process.children():
            self.worker = max(self.worker, child.memory_info().rss / 1e6)


def rows_of(out: Path) -> list[dict[str, Any]]:
    """The results."""
    return [json.loads(line) for line in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]


def throughput(home: Path, articles: int, workers: int) -> None:
    """Against the loop, and against the sum of the stages."""
    table = write_corpus(home / "corpus", articles)
    print(f"loop over single articles: {articles} articles ...", flush=True)
    done = subprocess.run([sys.executable, "-c", LOOP, str(table), str(home / "loop")], capture_output=True, text=True, check=True)  # noqa: S603, our own
    loop = float(done.stdout)
    print(f"  {loop:.1f} s, {articles / loop:.2f} a second")
    memory, out = Memory(), home / "batch"
    seconds = watched([COMMAND, "batch", str(table), "--out", str(out), "--offline", "--no-models", "--workers", str(workers)], memory)
    rows = rows_of(out)
    stages = sum(value for row in rows for name, value in row["seconds"].items() if "/" not in name)
    assert len(rows) == articles == len({row["trace"] for row in rows})
    print(f"batch on {workers} workers: {seconds:.1f} s with start and report, {articles / seconds:.2f} a second, {loop / seconds:.2f} × the loop")
    print(f"  sum of stage times {stages:.1f} s; {workers} × wall clock is {workers * seconds / stages - 1:.1%} more")
    print(f"  memory: parent {memory.parent:.0f} MB, a worker {memory.worker:.0f} MB at most")
    print(f"  {sum(row['flags'] > 0 for row in rows)} with flags, {sum(row['outcome'] != 'compared' for row in rows)} not compared")


def queue(home: Path, inputs: int) -> None:
    """A store with many inputs."""
    folder = home / "many"
    folder.mkdir()
    with (folder / "many.csv").open("w", encoding="utf-8") as table:
        table.write("id,article\n")
        for number in range(inputs):
            table.write(f"{number},{number % 1000:03d}/{number}.txt\n")
            path = folder / f"{number % 1000:03d}" / f"{number}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"The port counted {number} ships last week, said its head.", encoding="utf-8")
    out, memory = home / "queued", Memory()
    command = [COMMAND, "batch", str(folder / "many.csv"), "--out", str(out), "--offline", "--no-models", "--workers", "2"]
    for again in (False, True):
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603, our own command
            seen, begun = psutil.Process(process.pid), 0.0
            while not begun or time.perf_counter() - begun < 20:
                memory(seen)
                if not begun and any(out.glob("traces/*/*.trace")) and (not again or any(len(c.cmdline()) > 2 for c in seen.children())):
                    begun = time.perf_counter()
                    print(f"{'the same again' if again else f'queueing {inputs:,} files'}: at work after {begun - start:.1f} s", flush=True)
                time.sleep(0.1)
            process.send_signal(2)
            process.wait()
    print(f"  memory of the parent {memory.parent:.0f} MB")
    from sourcetrace.provenance.batching.status import status_of

    start = time.perf_counter()
    found = status_of(out)
    print(f"opening the store and counting: {time.perf_counter() - start:.3f} s ({found.counts.jobs:,} jobs, {found.counts.done} done)")
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([COMMAND, "batch", "status", str(out), "--json"], capture_output=True, check=True)  # noqa: S603, our own command
        times.append(time.perf_counter() - start)
    print(f"`batch status`, a fresh process: {sorted(times)[2]:.2f} s")


def hosts(home: Path, pages: int, pause: float) -> None:
    """Fifty hosts, listed host by host."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from many_hosts import Hosts

    latency = 1.5
    world = Hosts(["plain"] * 35 + ["slow"] * 5 + ["limiting"] * 5 + ["refusing"] * 5, latency=latency).start()
    (home / "list.txt").write_text("\n".join(world.addresses(pages)), encoding="utf-8")
    out = home / "hosts"
    seconds = watched(
        [COMMAND, "batch", str(home / "list.txt"), "--out", str(out), "--allow-private", "--no-models", "--pause", str(pause), "--workers", "2"], lambda _: None
    )
    world.stop()
    needs = {}
    for host in world.hosts.values():
        waits = sum(status == 429 for _, _, status in host.asked) * max(0.0, host.retry_after - pause)
        needs[host.kind] = max(needs.get(host.kind, 0.0), len(host.asked) * max(pause, host.latency) + waits)
    ideal = max(needs.values())
    rows = rows_of(out)
    print(f"{len(world.hosts)} hosts, {pages} pages each, a pause of {pause:g} s: {seconds:.1f} s; ideal {ideal:.1f} s; ratio {seconds / ideal:.2f}")
    print(f"  needed by each kind: {', '.join(f'{kind} {value:.1f} s' for kind, value in needs.items() if value)}")
    print(f"  shortest gap at a host {min(world.gaps().values()):.3f} s; most visitors at one host {max(h.most_inside for h in world.hosts.values())}")
    print(f"  {sum(row['outcome'] == 'set aside' for row in rows)} of {len(rows)} set aside")


def main() -> None:
    """Run the parts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", choices=("throughput", "queue", "hosts"))
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--pages", type=int, default=20)
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        if given.part in (None, "throughput"):
            throughput(Path(folder), given.articles, given.workers)
        if given.part in (None, "queue"):
            queue(Path(folder), given.inputs)
        if given.part in (None, "hosts"):
            hosts(Path(folder), given.pages, 1.0)
    print(signature())


if __name__ == "__main__":
    main()
