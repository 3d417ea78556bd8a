from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from hostile import poisoned
from sourcetrace.provenance.record import Trace, decode
from sourcetrace.provenance.report import render
from sourcetrace.provenance.report.map import map_of
from sourcetrace.provenance.report.view import view_of
from sourcetrace.translate import compare
from sourcetrace.translate.text import visible

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def record(seed_trace: Path) -> Trace:
    return decode((seed_trace / "data/trace.json").read_bytes())


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Tags()
    parser.feed(page)
    return parser.tags


def test_the_page_loads_nothing_and_allows_nothing(record: Trace) -> None:
    page = render(record)
    found = tags(page)
    assert not [a for _, a in found if {"src", "srcset", "style", "onclick", "onload", "action"} & set(a)]
    assert all((a.get("href") or "#").startswith("#") for _, a in found)
    assert not [t for t, _ in found if t in ("link", "iframe", "object", "embed", "img", "base", "form")]
    policy = next(a["content"] for t, a in found if t == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    assert policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for name, content in (("style", re.search(r"<style>(.*?)</style>", page, re.DOTALL)), ("script", re.search(r"<script>(.*?)</script>", page, re.DOTALL))):
        assert content
        assert f"{name}-src 'sha256-{base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()}'" in policy


def test_the_text_of_both_sides_is_all_there(record: Trace, seed: str, reconstruction: str) -> None:
    rows = view_of(record)["rows"]
    for side, text in (("source", reconstruction), ("target", seed)):
        shown = "".join(p.text for row in rows for p in getattr(row, side))
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)


def test_marks_stand_on_both_sides_of_every_flag(record: Trace) -> None:
    assert record.comparison
    rows = view_of(record)["rows"]
    for departure in record.comparison.flags:
        for side in ("source", "target"):
            marked = "".join(p.text for row in rows for p in getattr(row, side) if departure.id in p.marks)
            text = getattr(record.comparison, side).text
            assert marked == "".join(s.of(text) for s in getattr(departure, side))


def test_the_reconstruction_is_labelled_and_the_page_is_made_from_the_record_alone(record: Trace, seed_trace: Path) -> None:
    page = render(record)
    assert page == (seed_trace / "data/report.html").read_text(encoding="utf-8")
    assert "This is a reconstruction" in page
    assert "2026-02-08T20:37:10Z" in page


def test_hostile_text_stays_text(record: Trace) -> None:
    page = render(poisoned(record))
    assert "<script>window" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert "\x07" not in page
    assert "{{7*7}}" in page
    assert page.count("<script>") == 1


def test_controls_are_shown_by_number() -> None:
    assert visible("a\u202eb\x1bc\n") == "a⟨U+202E⟩b⟨U+001B⟩c\n"


@pytest.mark.parametrize(
    ("rate", "told"),
    [
        (None, "precision not measured"),
        (0.0, "precision not measured · none on the right sentences measured"),
        (1.42, "precision not measured · 1.4 of 1,000 right sentences had one"),
    ],
)
def test_a_card_tells_no_more_than_was_measured(record: Trace, rate: float | None, told: str) -> None:
    assert record.comparison
    flags = [msgspec.structs.replace(d, confidence=None, false_rate=rate) for d in record.comparison.departures if d.tier == "flag"]
    page = render(msgspec.structs.replace(record, comparison=msgspec.structs.replace(record.comparison, departures=flags)))
    assert f"{told}<" in page
    assert page.count("right sentences") == page.count(f"{told}<") * ("right" in told)


def test_the_map_holds_every_sentence_and_bead(record: Trace) -> None:
    assert record.comparison
    drawn = map_of(record.comparison)
    assert len(drawn.bars) == len(record.comparison.source.sentences) + len(record.comparison.target.sentences)
    assert len(drawn.ribbons) == sum(bool(b.source and b.target) for b in record.comparison.beads)
    assert sum(d.count for d in drawn.dots) == len(record.comparison.flags)
    assert all(bar.y >= 0 and bar.y + bar.height <= drawn.height + 1 for bar in drawn.bars)


def test_a_source_written_from_right_to_left() -> None:
    comparison = compare(
        "أعلنت الحكومة أمس عن ميزانية جديدة. انتقدت المعارضة الخطة.", "The government announced a new budget yesterday. The opposition criticised the plan."
    )
    assert comparison.source.language == "ar"
    from sourcetrace.provenance.report.view import direction

    assert direction("ar") == "rtl"


# --- in a real browser -------------------------------------------------------------------------------------------------


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("request", lambda request: faults.append(request.url) if not request.url.startswith("file:") else None)
    yield opened
    assert faults == []
    context.close()


@pytest.mark.browser
def test_keys_walk_through_the_departures(page: Page, seed_trace: Path, record: Trace) -> None:
    assert record.comparison
    page.goto((seed_trace / "data/report.html").as_uri())
    count = len(record.comparison.flags)
    assert page.inner_text("#where") == f"{count} shown"
    page.keyboard.press("n")
    assert page.inner_text("#where") == f"1 of {count}"
    assert page.evaluate("document.activeElement.classList.contains('card')")
    for _ in range(count):
        page.keyboard.press("n")
    assert page.inner_text("#where") == f"1 of {count}"
    page.keyboard.press("p")
    assert page.inner_text("#where") == f"{count} of {count}"
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


@pytest.mark.browser
def test_a_clause_shows_what_answers_it(page: Page, seed_trace: Path, record: Trace) -> None:
    assert record.comparison
    link = record.comparison.links[0]
    texts = link.source.of(record.comparison.source.text), link.target.of(record.comparison.target.text)
    page.goto((seed_trace / "data/report.html").as_uri())
    bead = page.locator(f"#{link.bead}")
    bead.locator(".source .clause").first.hover()
    assert bead.locator(".source .answers").all_inner_texts()[0] in texts[0]
    assert bead.locator(".target .answers").count() > 0
    page.locator(".clause mark:not(.hint)").first.click()
    assert page.locator(".bead.now .answers mark").count() > 0


@pytest.mark.browser
def test_filters_hide_cards_and_marks(page: Page, seed_trace: Path, record: Trace) -> None:
    assert record.comparison
    page.goto((seed_trace / "data/report.html").as_uri())
    page.uncheck("input[value=name]")
    assert page.locator(".card:visible").count() == 1
    assert page.locator("mark:not(.off):not(.hint)").count() == 2
    page.keyboard.press("o")
    assert page.locator(".bead:visible").count() == 1
    page.select_option("[name=severity]", "0")
    assert page.locator("#nothing").is_visible()
    page.select_option("[name=severity]", "3")
    page.check("input[value=name]")
    page.check("input[name=hints]")
    assert page.locator(".card:visible").count() == len(record.comparison.departures)


@pytest.mark.browser
def test_the_map_can_be_clicked_and_a_mark_leads_to_its_card(page: Page, seed_trace: Path) -> None:
    page.goto((seed_trace / "data/report.html").as_uri())
    page.locator(".map svg a:has(circle)").nth(3).click()
    assert re.search(r"#b\d+$", page.url)
    page.locator("mark.major").first.click()
    assert page.locator(".card.now").count() == 1


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_overflows(page: Page, seed_trace: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((seed_trace / "data/report.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_no_script_of_a_hostile_trace_runs(page: Page, record: Trace, tmp_path: Path) -> None:
    (tmp_path / "hostile.html").write_text(render(poisoned(record)), encoding="utf-8")
    page.goto((tmp_path / "hostile.html").as_uri())
    assert page.evaluate("window.hacked === undefined")
    page.keyboard.press("n")
    assert page.inner_text("#where").startswith("1 of")


@pytest.mark.browser
def test_a_trace_without_original_is_a_page_too(page: Page, tmp_path: Path) -> None:
    from conftest import SEED
    from sourcetrace.provenance import trace

    trace(SEED, out=tmp_path / "t", offline=True)
    page.goto((tmp_path / "t/data/report.html").as_uri())
    assert page.locator("ul.claims input").count() > 10
    assert "not recovered" in page.inner_text(".headline")
