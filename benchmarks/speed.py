"""Time and memory of the commands, each as a fresh process: median of five runs.

    python benchmarks/speed.py

The last column is a ratio to `python -c "import numpy"` in the same run, which says how fast the machine is.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from data import signature

SEED = Path(__file__).resolve().parents[1] / "seeds" / "000_3c0d757ca3304e17"
RUNS = 5


def measure(command: list[str]) -> tuple[float, float]:
    """(seconds, peak megabytes), medians."""
    seconds, memory = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603, our own commands
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - start)
        memory.append(usage.ru_maxrss / 1024)
        if status:
            sys.exit(f"{' '.join(command)} failed with status {status}.")
    return statistics.median(seconds), statistics.median(memory)


def main() -> None:
    """Print one line a command."""
    program = str(Path(sys.executable).with_name("sourcetrace"))
    base, _ = measure([sys.executable, "-c", "import numpy"])
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "seed.trace")
        trace = ["trace", f"{SEED}.txt", "--source", f"{SEED}.reconstruction.zh.txt", "--out", out, "--overwrite", "--offline", "--quiet"]
        commands = {
            "--help": ["--help"],
            "trace of the seed": trace,
            "compare": ["compare", f"{SEED}.reconstruction.zh.txt", f"{SEED}.txt", "--quiet"],
            "references": ["references", f"{SEED}.txt"],
            "detect": ["detect", f"{SEED}.txt"],
            "verify": ["verify", out],
        }
        for name, arguments in commands.items():
            seconds, megabytes = measure([program, *arguments])
            print(f"{name:20s} {seconds:6.2f} s  {megabytes:5.0f} MB  {seconds / base:5.1f} × importing numpy")
    imports = measure([sys.executable, "-c", "import sourcetrace.translate, sourcetrace.provenance"])
    nothing = measure([sys.executable, "-c", "pass"])
    print(f"{'import':20s} {imports[0] - nothing[0]:6.2f} s more than starting Python")
    print(signature())


if __name__ == "__main__":
    main()
