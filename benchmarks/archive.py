"""An archive of ten thousand captures: what adding one more costs, and how fast it is verified beside `sha256sum`.

    python benchmarks/archive.py [CAPTURES]

Bodies are random bytes, as compressed pages are for whoever hashes them; their sizes spread around 25 kB, the median of the pages in
the benchmark data when they are sent compressed.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from data import signature
from sourcetrace.provenance.archiving.folder import Archive
from sourcetrace.provenance.archiving.warc import Content, Reading
from sourcetrace.provenance.verification.verify import verify
from sourcetrace.provenance.wire import Message

MEDIAN = 25_000  # bytes of a page as sent
SAMPLE = 25  # captures added for one figure
ROUNDS = 3  # of both, one after the other; medians are told


def content(number: int, chance: random.Random) -> Content:
    """A page of its own."""
    url = f"https://news{number % 97}.example/{number}"
    when = f"2026-{1 + number % 12:02d}-{1 + number % 28:02d}T08:30:00Z"
    body = chance.randbytes(int(chance.lognormvariate(0, 0.6) * MEDIAN))
    headers = ((b"Content-Type", b"text/html; charset=utf-8"), (b"Content-Encoding", b"gzip"))
    message = Message(url, "192.0.2.7", when, "GET", ((b"Host", b"news.example"),), "HTTP/1.1", 200, "OK", headers, body)
    return Content(url, when, f"第{number}篇", (message,), reading=Reading(f"第{number}篇。" * 300, {"method": "container"}))


def added(archive: Archive, first: int, count: int, chance: random.Random) -> float:
    """Median milliseconds of adding one; making its content is not counted."""
    times = []
    for number in range(first, first + count):
        made = content(number, chance)
        start = time.perf_counter()
        archive.add(made, "container", "2026-05-02T08:30:00Z")
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def seconds(work: Callable[[], None]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def hashed(files: list[str]) -> None:
    """The peer: every file once."""
    subprocess.run(["xargs", "-0", "sha256sum"], input="\0".join(files), text=True, stdout=subprocess.DEVNULL, check=True)  # noqa: S607, the system's own


def checked(folder: Path) -> None:
    """Ours: every check of an archive."""
    if not verify(folder).ok:
        sys.exit("The archive does not verify.")


def main() -> None:
    """Print what adding and verifying cost."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    chance = random.Random(2026)  # noqa: S311, nothing secret
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "archive", create=True)
        empty = added(archive, 0, SAMPLE, chance)
        added(archive, SAMPLE, count - 2 * SAMPLE, chance)
        full = added(archive, count - SAMPLE, SAMPLE, chance)
        print(f"adding one capture: {empty:.1f} ms to an empty archive, {full:.1f} ms to one of {count:,}: {full - empty:+.1f} ms")
        files = [str(path) for path in (archive.folder / "captures").iterdir()]
        megabytes = sum(Path(file).stat().st_size for file in files) / 1e6
        rounds = [(seconds(lambda: hashed(files)), seconds(lambda: checked(archive.folder))) for _ in range(ROUNDS)]
        peer, own = (statistics.median(column) for column in zip(*rounds, strict=True))
        ratio = statistics.median(own / peer for peer, own in rounds)
        ours = f"{megabytes:,.0f} MB in {own:.1f} s, {megabytes / own:.0f} MB/s"
        print(f"verify: {ours}; sha256sum {peer:.1f} s, {megabytes / peer:.0f} MB/s; ratio {ratio:.2f}")
    print(signature())


if __name__ == "__main__":
    main()
