"""Translation: our batches against the `argos-translate` command, on the same package, in one run.

    python benchmarks/translation.py [--package FILE.argosmodel] [--text FILE]

By default the small package of the tests, and 200 sentences of its grammar. Both are processes of their own, timed whole, on the
full text and on one sentence; the difference is the work, start-up apart. Argos's own sentence splitter downloads a model at first
use, so it gets a sentence a line and a splitter that leaves lines whole, which costs it nothing. Both search with Argos's beam.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from data import signature

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3
# The command as it is installed, but for the splitter.
THEIRS = """
import sys
from argostranslate import cli, sbd
sbd.MiniSBDSentencizer.__init__ = lambda self, package: None
sbd.MiniSBDSentencizer.split_sentences = lambda self, text: [text]
sys.argv = ["argos-translate", "--from-lang", sys.argv[1], "--to-lang", sys.argv[2]]
cli.main()
"""


def sentences() -> list[str]:
    """200 sentences of the grammar that the package of the tests was trained on."""
    who, when = ("财政部", "外交部", "央行", "市政府", "该公司", "总理", "发言人", "法院"), ("周一", "周二", "周五", "昨天", "上周", "去年")
    do, what = ("宣布", "批准", "公布", "讨论", "支持", "推迟", "取消"), ("新计划", "预算", "贸易协议", "改革方案", "调查结果", "铁路工程", "减税措施")
    chosen = random.Random(5)  # noqa: S311, the same sentences every time
    return [f"{chosen.choice(who)}{chosen.choice(when)}{chosen.choice(('没有', ''))}{chosen.choice(do)}{chosen.choice(what)}。" for _ in range(200)]


def timed(command: list[str], text: str, environment: dict[str, str]) -> tuple[float, float, str]:
    """Seconds, peak memory in MB and output of a process."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as given, tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        given.write(text)
        given.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=given, stdout=out, env={**os.environ, **environment})  # noqa: S603, commands of this file
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        if status:
            sys.exit(f"{command[0]} failed.")
        out.seek(0)
        return seconds, usage.ru_maxrss / 1e3, out.read()


def main() -> None:
    """Time both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", type=Path, default=ROOT / "tests" / "engine" / "zh_en.argosmodel")
    parser.add_argument("--text", type=Path, help="a sentence a line")
    given = parser.parse_args()
    lines = given.text.read_text(encoding="utf-8").split("\n") if given.text else sentences()
    lines = [line.strip() for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["SOURCETRACE_HOME"] = scratch
        from sourcetrace.translate.engines.packages import install

        made = install(given.package)
        source, target = made.pair.split("-")
        own = [str(Path(sys.executable).with_name("sourcetrace")), "translate", "-", "--from", source, "--to", target, "--quiet"]
        theirs = [sys.executable, "-c", THEIRS, source, target]
        folders = {"ARGOS_PACKAGES_DIR": str(made.folder.parent), "XDG_DATA_HOME": scratch, "XDG_CONFIG_HOME": scratch, "XDG_CACHE_HOME": scratch}
        work: dict[str, float] = {}
        outputs: dict[str, str] = {}
        for name, command, environment in (("sourcetrace", own, {}), ("argos-translate", theirs, folders)):
            times: dict[int, list[tuple[float, float]]] = {1: [], len(lines): []}
            for _ in range(RUNS):
                for count, found in times.items():
                    cache = Path(scratch) / "cache" / "translations-1.sqlite"
                    cache.unlink(missing_ok=True)
                    seconds, memory, outputs[name] = timed(command, "\n".join(lines[:count]), environment)
                    found.append((seconds, memory))
            whole, start = (min(seconds for seconds, _ in times[count]) for count in (len(lines), 1))
            memory = max(memory for _, memory in times[len(lines)])
            work[name] = whole - start
            print(f"{name:16s} start {start:.2f} s, {len(lines)} sentences {whole:.2f} s: {len(lines) / work[name]:.0f} sentences/s, peak {memory:.0f} MB")
    same = outputs["sourcetrace"].strip() == outputs["argos-translate"].strip()
    print(f"{work['argos-translate'] / work['sourcetrace']:.1f} times as fast, start-up apart; the texts are {'identical' if same else 'NOT identical'}")
    print(signature("argos-translate-lt", "ctranslate2"), made.receipt.digest if made.receipt else "", sep=" | ")


if __name__ == "__main__":
    main()
