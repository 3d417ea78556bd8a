"""For `test_custody`: archives fifty pages in a child process each time it is told to, so that the child can be killed at any moment."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sourcetrace.provenance.custody import archive_each
from sourcetrace.provenance.recovery.chain import Options
from sourcetrace.provenance.recovery.fetch import Limits


def work(base: str, folder: str, told: str) -> None:
    options = Options(allow_private=True, limits=Limits(pause=0.0))
    with Path(told).open("a", encoding="utf-8", buffering=1) as out:
        for kept in archive_each([f"{base}/{n}" for n in range(50)], folder, options=options):
            if kept.capture:
                out.write(f"{kept.capture}\n")


def main() -> None:
    base = sys.argv[1]
    for line in sys.stdin:
        folder, told = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            work(base, folder, told)
            os._exit(0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main()
