"""The review desk on a trace of 20,000 passages, one of five megabytes a side, all of it hostile, in Chromium.

    python benchmarks/desk.py [--beads N] [--write]

The ratio is to a page of the same passages in plain rows, all at once, in the same browser in the same run: what a page without windowing
costs. Times are of this machine, without a graphics card.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from html import escape
from pathlib import Path
from typing import Any

from data import signature
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import hostile  # noqa: E402 — the tests' own record
from sourcetrace.provenance import Trace, trace  # noqa: E402

_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_SCROLL = """async (name) => {
  const view = name ? document.getElementById(name) : document.scrollingElement, gaps = [];
  let last = performance.now();
  for (let n = 0; n < 240; n += 1) {
    view.scrollTop += 150;
    await new Promise((next) => requestAnimationFrame(next));
    const now = performance.now();
    gaps.push(now - last);
    last = now;
  }
  return gaps.sort((a, b) => a - b);
}"""


def record() -> Trace:
    """The seed's record, with the texts of a hostile one."""
    seed = ROOT / "seeds" / "000_3c0d757ca3304e17"
    return trace(f"{seed}.txt", f"{seed}.reconstruction.zh.txt", offline=True)


def plain(whole: Trace, folder: Path) -> Path:
    """All passages in rows of two cells, without anything else, long ones cut as the desk cuts them: whole ones hold up Chromium for minutes."""
    assert whole.comparison
    source, target = whole.comparison.source, whole.comparison.target
    rows = "".join(
        f"<div><p>{escape(a.of(source.text)[:3000])}</p><p>{escape(b.of(target.text)[:3000])}</p></div>"
        for a, b in zip(source.sentences, target.sentences, strict=True)
    )
    path = folder / "plain.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><style>div{{display:grid;grid-template-columns:1fr 1fr}}</style>{rows}", encoding="utf-8")
    return path


def measured(page: Page, address: str, ready: str, scroller: str) -> dict[str, float]:
    """First paint, the time until rows are there, and the frames while scrolling, in milliseconds."""
    start = time.perf_counter()
    page.goto(address, wait_until="commit", timeout=120_000)
    page.wait_for_selector(ready, timeout=120_000, state="attached")
    rows = 1000 * (time.perf_counter() - start)
    page.wait_for_timeout(500)
    gaps: list[float] = page.evaluate(_SCROLL, scroller)
    paint: Any = page.evaluate(_PAINT)
    return {"first paint": float(paint or 0), "rows": rows, "median frame": statistics.median(gaps), "95 % of frames": gaps[int(len(gaps) * 0.95)]}


def decision(page: Page) -> float:
    """Milliseconds from a key to the next departure, with the decision on the disk; the median of fifteen."""
    page.fill("#who", "Ann")
    page.keyboard.press("Tab")
    page.locator("#inspector").focus()
    times = []
    for _ in range(15):
        before = page.inner_text("#inspector h2")
        start = time.perf_counter()
        page.keyboard.press("c")
        while page.inner_text("#inspector h2") == before:
            page.wait_for_timeout(2)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main() -> None:
    """Measure, and print or write a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--beads", type=int, default=20_000)
    parser.add_argument("--write", action="store_true", help="put the table into docs/review.md")
    given = parser.parse_args()
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        sys.exit("There is no Chromium on this machine; nothing was measured.")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        whole = hostile.big(record(), given.beads)
        place = hostile.folder(folder / "big.trace", whole)
        start = time.perf_counter()
        program = Path(sys.executable).with_name("sourcetrace")
        desk = subprocess.Popen([program, "review", place, "--no-open", "--quiet"], stdout=subprocess.PIPE, text=True)  # noqa: S603, our own command
        assert desk.stdout
        address = desk.stdout.readline().removeprefix("Review: ").strip()
        opened = 1000 * (time.perf_counter() - start)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            own = measured(page, address, "#feed .bead .text", "scroller")
            rows = page.evaluate("document.querySelectorAll('#feed .bead').length")
            own["a decision"] = decision(page)
            page.close()
            peer = measured(browser.new_page(viewport={"width": 1440, "height": 900}), plain(whole, folder).as_uri(), "div:last-of-type p", "")
        finally:
            browser.close()
            desk.terminate()
            desk.wait(30)
    table = [["", "the desk", "plain rows, all at once"], ["---"] * 3]
    table += [[name, f"{value:,.0f} ms", f"{peer[name]:,.0f} ms" if name in peer else ""] for name, value in own.items()]
    table += [["passages in the page", str(rows), f"{given.beads:,}"], ["opening the trace, command included", f"{opened:,.0f} ms", ""]]
    text = "\n".join("| " + " | ".join(row) + " |" for row in table)
    signed = f"{signature('starlette', 'uvicorn')} | {given.beads:,} passages"
    print(f"{text}\n\n{signed}")
    if given.write:
        page_path = ROOT / "docs" / "review.md"
        content = page_path.read_text(encoding="utf-8")
        made = re.sub(r"(<!-- desk -->\n).*?(<!-- /desk -->)", lambda m: f"{m[1]}{text}\n\n{signed}\n{m[2]}", content, flags=re.DOTALL)
        page_path.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
