"""The desk in a real browser: everything a reviewer can do, by keyboard and by mouse, on friendly and on hostile traces."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import hostile
import msgspec
import pytest
from accessible import axe_findings
from conftest import ROOT
from served import Served, served
from sourcetrace.provenance import trace
from sourcetrace.provenance.archiving.acts import Decided
from sourcetrace.provenance.opening import open_trace
from sourcetrace.provenance.report import render
from sourcetrace.provenance.review.desk import Decide, Desk, Mark, Merge, Unlink

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

PICTURES = ROOT / "build" / "screenshots"  # for people to look at after a run


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


class Room:
    """A desk's server, and pages on it that may neither fail nor ask for anything elsewhere."""

    def __init__(self, browser: Browser, stack: ExitStack, home: Path) -> None:
        self._browser, self._stack, self._home = browser, stack, home
        self.faults: list[str] = []

    def serve(self, path: Path, *arguments: str) -> Served:
        return self._stack.enter_context(served(path, *arguments, SOURCETRACE_HOME=str(self._home)))

    def open(self, desk: Served, name: str = "Ann", width: int = 1440, height: int = 900, scheme: str = "light") -> Page:
        context = self._browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
        self._stack.callback(context.close)
        context.set_default_timeout(15_000)
        page = context.new_page()
        own = urlsplit(desk.url).netloc
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        # That the desk refused something (409) is told on the page; the browser notes it, too.
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" and "409" not in message.text else None)
        page.on("request", lambda request: self.faults.append(request.url) if urlsplit(request.url).netloc != own else None)
        page.goto(desk.url)
        page.wait_for_selector("#feed .bead .text")
        if name:
            page.fill("#who", name)
            page.keyboard.press("Tab")
            page.locator("#inspector").focus()
        return page


@pytest.fixture
def room(browser: Browser, tmp_path: Path) -> Iterator[Room]:
    with ExitStack() as stack:
        made = Room(browser, stack, tmp_path / "home")
        yield made
        assert made.faults == []


@pytest.fixture
def seed_copy(seed_trace: Path, tmp_path: Path) -> Path:
    """The seed's trace, to be decided on."""
    shutil.copytree(seed_trace, tmp_path / "copy" / "seed.trace")
    return tmp_path / "copy" / "seed.trace"


@pytest.fixture
def page(room: Room, busy_trace: Path) -> Page:
    return room.open(room.serve(busy_trace))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def scroll_to(page: Page, selector: str) -> None:
    """In one step of the page's own, for rows are exchanged while one scrolls, and a handle taken before may be of a row that is gone."""
    page.wait_for_selector(selector)
    page.evaluate("s => document.querySelector(s).scrollIntoView({block: 'nearest'})", selector)


def decided(page: Page, count: int, of: int = 34) -> None:
    page.get_by_text(re.compile(rf"\b{count} of {of} decided by you")).wait_for()


def heading(page: Page) -> str:
    return page.inner_text("#inspector h2")


def answer(page: Page, **values: str) -> None:
    """Fill in the form in the dialog, and send it."""
    page.wait_for_selector("#form[open]")
    for name, value in values.items():
        field = page.locator(f"#form [name={name}]")
        if field.first.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        elif field.first.get_attribute("type") == "radio":
            page.check(f"#form [name={name}][value={value}]")
        else:
            field.fill(value)
    page.click("#formgo")


# --- thirty by keyboard ------------------------------------------------------------------------------------------------------


def test_thirty_departures_by_keyboard_alone_server_and_browser_killed_in_the_middle(room: Room, busy_trace: Path, browser: Browser) -> None:
    first = room.serve(busy_trace)
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(first.url)
    page.wait_for_selector("#feed .bead .text")
    page.keyboard.type("Ann")  # the name is asked for, and has the focus
    press(page, "Enter", "Escape")
    for number in range(15):
        press(page, "c" if number % 2 else "x")
    decided(page, 15)
    picture(page, "review-fifteen")
    context.close()
    first.kill()
    second = room.serve(busy_trace)
    page = room.open(second)
    decided(page, 15)
    assert heading(page).startswith("16 ")  # goes on where nothing is decided yet
    for number in range(15):
        press(page, "c" if number % 2 else "x")
    decided(page, 30)
    told = second.interrupt()
    assert "14 confirmed, 16 dismissed, 4 open" in told or "15 confirmed, 15 dismissed, 4 open" in told
    assert len(Desk(busy_trace).review.active) == 30


def test_two_reviewers_at_once_are_both_kept_and_their_differences_shown(room: Room, busy_trace: Path) -> None:
    desk = room.serve(busy_trace)
    ann, bo = room.open(desk, "Ann"), room.open(desk, "Bo")
    for _ in range(5):
        press(ann, "c")
        press(bo, "x")
    decided(ann, 5)
    decided(bo, 5)
    bo.get_by_text("5 disputed").wait_for()
    press(bo, "p")
    assert "disputed" in heading(bo)
    assert "Ann confirmed" in bo.inner_text("#inspector")
    picture(bo, "review-disputed")
    found = Desk(busy_trace).review
    assert sorted((act.by for act in found.active), key=str) == ["Ann"] * 5 + ["Bo"] * 5
    assert sum(one.status == "disputed" for one in found.standings) == 5


def test_what_another_program_writes_appears_by_itself(room: Room, busy_trace: Path) -> None:
    page = room.open(room.serve(busy_trace))
    Desk(busy_trace).perform("Bo", Decide("d1", "dismissed"))
    page.get_by_text("Bo dismissed").wait_for()


def test_a_desk_that_is_gone_says_so_and_keeps_nothing_back(room: Room, busy_trace: Path) -> None:
    desk = room.serve(busy_trace)
    page = room.open(desk)
    press(page, "c")
    decided(page, 1)
    desk.kill()
    press(page, "c")
    page.get_by_text("The desk does not answer").wait_for()
    decided(page, 1)
    room.faults.clear()  # that the connection is refused is what the browser reports here


def slow(page: Page, milliseconds: int = 800) -> None:
    """Let the desk take its time with acts."""

    def late(route: Route) -> None:
        time.sleep(milliseconds / 1000)
        route.continue_()

    page.route("**/api/act*", late)


def test_a_decision_is_on_what_was_shown_however_slow_the_desk(page: Page, busy_trace: Path) -> None:
    slow(page)
    press(page, "c", "e")  # the form is about the second departure, for the first is decided by then
    page.wait_for_selector("#form[open]")
    assert "28万" in page.inner_text("#formtext")
    page.keyboard.type("TWO")
    page.click("#formgo")
    decided(page, 2)
    press(page, "x")
    page.locator("#feed #b20 .source").click()  # goes there when the decision is done
    decided(page, 3)
    assert "b20" in page.locator("#feed .bead.now").get_attribute("id").split()  # type: ignore[union-attr]
    acts = [act for act in Desk(busy_trace).review.active if isinstance(act, Decided)]
    assert [(act.departure, act.decision) for act in acts] == [("d1", "confirmed"), ("d2", "confirmed"), ("d3", "dismissed")]
    assert acts[1].right.endswith("TWO")


def test_what_was_typed_stays_until_it_is_kept(page: Page, busy_trace: Path) -> None:
    press(page, "m")
    page.fill("#form [name=text]", "x" * 10_001)
    page.click("#formgo")
    page.locator("#formtrouble", has_text="too long").wait_for()
    assert len(page.input_value("#form [name=text]")) == 10_001
    page.fill("#form [name=text]", "short")
    page.click("#formgo")
    page.wait_for_selector("#form", state="hidden")
    press(page, "e")
    page.wait_for_selector("#form[open]")
    Desk(busy_trace).perform("Bo", Unlink("b7"))  # its passage is paired anew while the form is open
    page.fill("#form [name=note]", "mine")
    page.click("#formgo")
    page.locator("#formtrouble", has_text="paired its sentences anew").wait_for()
    assert page.input_value("#form [name=note]") == "mine"


def test_what_others_do_moves_nothing_under_the_reader(page: Page, busy_trace: Path) -> None:
    page.locator("#feed #b20 .source").click()
    page.evaluate("document.getElementById('scroller').scrollTop += 300")
    page.locator("#inspector [data-do=confirm]").focus()
    page.wait_for_timeout(200)
    before = page.evaluate("document.getElementById('scroller').scrollTop")
    other = Desk(busy_trace)
    other.perform("Bo", Mark("b2", "minor", "Style", target_words="factory"))
    other.perform("Bo", Decide("d14", "dismissed"))
    page.get_by_text("Bo dismissed").wait_for()
    assert abs(page.evaluate("document.getElementById('scroller').scrollTop") - before) < 5
    assert page.evaluate("document.activeElement.dataset.do") == "confirm"


def test_what_was_found_stays_found_when_sentences_are_paired_anew(page: Page, busy_trace: Path) -> None:
    page.fill("#query", "tractors")
    page.locator("#feed #b35").wait_for()
    Desk(busy_trace).perform("Bo", Merge(("b1", "b2")))
    page.get_by_text("of 39").or_(page.locator("#feed #b35[aria-setsize]")).first.wait_for()
    page.wait_for_timeout(2500)
    assert "tractors" in page.inner_text("#feed #b35")


def test_the_door_leads_to_the_desk(room: Room, busy_trace: Path, browser: Browser, tmp_path: Path) -> None:
    """The browser is opened with a file that leads on, so that the token stands in no command line."""
    desk = room.serve(busy_trace)
    (tmp_path / "door.html").write_text(f'<meta http-equiv="refresh" content="0;url={desk.url}">', encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "door.html").as_uri())
    page.wait_for_selector("#feed .bead .text")
    page.close()


# --- every action ------------------------------------------------------------------------------------------------------------


def test_confirm_dismiss_and_reopen(page: Page, busy_trace: Path) -> None:
    press(page, "c", "x")
    decided(page, 2)
    press(page, "p")
    assert "dismissed" in heading(page)
    page.locator("[data-do=reopen]").click()
    page.locator("#inspector h2 .status.open").wait_for()
    assert [one.status for one in Desk(busy_trace).review.counted][:3] == ["confirmed", "open", "open"]


def test_correct_with_the_right_form_a_severity_and_a_type(page: Page, busy_trace: Path) -> None:
    press(page, "e")
    answer(page, right="270,000", severity="critical", mqm="Accuracy/Undertranslation", note="see table 2")
    decided(page, 1)
    one = Desk(busy_trace).review.standings[0]
    assert (one.right, one.departure.severity, one.departure.mqm, one.verdicts[0].note) == ("270,000", "critical", "Accuracy/Undertranslation", "see table 2")


def test_a_correction_stays_when_it_is_confirmed_again(page: Page, busy_trace: Path) -> None:
    press(page, "e")
    answer(page, right="270,000", severity="critical", note="see table 2")
    decided(page, 1)
    press(page, "p", "c")
    page.wait_for_timeout(400)
    one = Desk(busy_trace).review.standings[0]
    assert len(Desk(busy_trace).review.active) == 2
    assert (one.right, one.departure.severity, one.verdicts[0].note) == ("270,000", "critical", "see table 2")


def test_a_key_that_is_held_decides_once(page: Page, busy_trace: Path) -> None:
    page.keyboard.down("c")
    for _ in range(5):
        page.keyboard.down("c")  # the browser repeats it
    page.keyboard.up("c")
    decided(page, 1)
    page.wait_for_timeout(400)
    assert len(Desk(busy_trace).review.active) == 1


def test_a_form_that_is_left_does_nothing(page: Page, busy_trace: Path) -> None:
    press(page, "e", "Escape")
    page.wait_for_selector("#form", state="hidden")
    press(page, "m")
    page.click("#form [data-close]")
    assert Desk(busy_trace).review.active == ()


def test_comments_on_a_departure_and_on_a_passage(page: Page, busy_trace: Path) -> None:
    press(page, "m")
    answer(page, text="<b>ask</b> the author")
    page.get_by_text("<b>ask</b> the author").wait_for()
    page.locator("#feed .bead").first.click()
    press(page, "m")
    answer(page, text="a passage without a flag")
    page.get_by_text("a passage without a flag").wait_for()
    assert {act.by for act in Desk(busy_trace).review.active} == {"Ann"}


def test_dismiss_all_like_this_and_withdraw_the_rule(page: Page, busy_trace: Path) -> None:
    press(page, "l")
    page.wait_for_selector("#form[open]")
    assert "every quantity, magnitude: 34" in page.inner_text("#fields")
    picture(page, "review-alike")
    answer(page, words="no", note="they count in thousands")
    decided(page, 34)
    assert page.inner_text("#rulecount") == "1"
    press(page, "R")
    assert "Ann dismissed all of: quantity, magnitude" in page.inner_text("#rulelist")
    page.click("#rulelist button")
    decided(page, 0)
    assert Desk(busy_trace).review.rules == ()


def select(page: Page, side: str, words: str) -> None:
    """Select words in a column as a person does, without going anywhere."""
    page.evaluate(
        """([side, words]) => {
          for (const w of document.querySelectorAll(`#feed .${side} .w`)) {
            const at = w.firstChild.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(w.firstChild, at); range.setEnd(w.firstChild, at + words.length);
            getSelection().removeAllRanges(); getSelection().addRange(range);
            return;
          }
          throw new Error("not there");
        }""",
        [side, words],
    )
    page.wait_for_timeout(50)  # selections are told afterwards


def test_mark_what_was_missed_by_selecting_and_by_typing(page: Page, busy_trace: Path) -> None:
    select(page, "source", "把椅子")
    select(page, "target", "chairs")
    press(page, "a")
    answer(page, mqm="Style/Register", severity="minor", note="seats, rather")
    page.get_by_text("seats, rather").first.wait_for()
    review = Desk(busy_trace).review
    (one,) = [s for s in review.standings if s.marked_by]
    assert one.departure.source[0].of(review.comparison.source.text) == "把椅子"
    assert one.departure.target[0].of(review.comparison.target.text) == "chairs"
    assert one.departure.bead == "b6"
    press(page, "n", "a")
    answer(page, target="factory")
    page.locator("#inspector h2", has_text="reviewer").wait_for()
    press(page, "a")
    answer(page, target="not there")
    page.get_by_text("do not stand in the English").wait_for()


def test_a_selection_that_was_given_up_is_not_taken_for_another(page: Page) -> None:
    select(page, "target", "chairs")
    press(page, "a")
    page.wait_for_selector("#form[open]")
    assert "passage 6" in page.inner_text("#formtitle")
    press(page, "Escape")
    page.wait_for_selector("#form", state="hidden")
    select(page, "source", "张桌子")
    press(page, "a")
    page.wait_for_selector("#form[open]")
    assert "passage 5" in page.inner_text("#formtitle")
    assert page.input_value("#form [name=target]") == ""
    assert page.input_value("#form [name=source]") == "张桌子"


def test_undo_goes_to_what_it_is_about(page: Page) -> None:
    press(page, "c", "x", "c", "c")
    decided(page, 4)
    press(page, "u", "u", "u")
    decided(page, 1)
    assert heading(page).startswith("2 ")
    assert "open" in heading(page)
    press(page, "U")
    decided(page, 2)
    assert "dismissed" in heading(page)


def test_a_filter_shows_what_it_says_and_gives_way_to_where_one_goes(page: Page) -> None:
    press(page, "x", "c")
    decided(page, 2)
    page.select_option("#status", "confirmed")
    page.locator("#feed .bead[aria-setsize='1']").wait_for()
    assert page.locator("#feed .bead").get_attribute("id") == "b8"
    page.keyboard.press("Escape")
    press(page, "r")  # to a passage that is not among them
    page.locator("#feed .bead[aria-setsize='40']").first.wait_for()
    assert page.input_value("#status") == ""


def test_keys_can_all_be_put_back(page: Page, busy_trace: Path) -> None:
    press(page, "?")
    page.get_by_role("button", name=re.compile("^dismiss and go on")).click()
    press(page, "Q")
    page.get_by_role("button", name=re.compile("^dismiss and go on: Q")).wait_for()
    page.click("#resetkeys")
    page.get_by_role("button", name=re.compile("^dismiss and go on: x")).wait_for()
    press(page, "Escape", "x")
    decided(page, 1)


def test_menus_close_when_one_is_done_with_them(page: Page) -> None:
    page.locator("summary", has_text="Export").click()
    page.locator("summary", has_text="Checks").click()
    assert page.locator("details.menu[open]").count() == 1
    page.locator("#feed .bead").first.click()
    assert page.locator("details.menu[open]").count() == 0


def test_offsets_count_code_points_not_what_a_browser_counts(room: Room, tmp_path: Path) -> None:
    (tmp_path / "zh.txt").write_text("𠮷野家𠮷野家去年卖了3万碗面。它今年卖了4万碗面。", encoding="utf-8")
    (tmp_path / "en.txt").write_text("👩‍👩‍👧 Yoshinoya 👩‍👩‍👧 sold 30,000 bowls of noodles last year. This year it sold 40,000 bowls.", encoding="utf-8")
    trace(tmp_path / "en.txt", tmp_path / "zh.txt", tmp_path / "t.trace", offline=True, force=True)
    page = room.open(room.serve(tmp_path / "t.trace"))
    select(page, "target", "Yoshinoya")
    select(page, "source", "野家去年")
    press(page, "a")
    answer(page)
    page.locator("#inspector h2", has_text="reviewer").wait_for()
    review = Desk(tmp_path / "t.trace").review
    (one,) = [s for s in review.standings if s.marked_by]
    assert one.departure.target[0].of(review.comparison.target.text) == "Yoshinoya"
    assert one.departure.source[0].of(review.comparison.source.text) == "野家去年"


def test_merge_split_unlink_and_link(page: Page, busy_trace: Path) -> None:
    press(page, "g")
    page.get_by_text("of 39").first.wait_for()
    press(page, "s")
    answer(page, source="1", target="1")
    page.get_by_text("of 40").first.wait_for()
    press(page, "k")
    page.get_by_text("of 41").first.wait_for()
    page.locator("#feed .bead.now", has_text="nothing in the").wait_for()
    picture(page, "review-unlinked")
    press(page, "g")  # the two sides, linked again
    page.get_by_text("of 40").first.wait_for()
    comparison = Desk(busy_trace).review.comparison
    assert len(comparison.beads) == 40
    assert len(comparison.flags) == 34
    press(page, "u", "u", "u", "u")
    page.get_by_text("Passage 7 of 40").wait_for()
    page.wait_for_timeout(500)
    assert [bead.id for bead in Desk(busy_trace).review.comparison.beads] == [f"b{n}" for n in range(1, 41)]


def test_link_with_a_passage_elsewhere(page: Page, busy_trace: Path) -> None:
    press(page, "k")
    page.get_by_text("of 41").first.wait_for()
    page.locator("#feed #b12 .source").click()
    press(page, "k")
    page.get_by_text("of 42").first.wait_for()
    page.locator("#feed .bead.now", has_text="nothing in the").wait_for()
    press(page, "i")
    page.wait_for_selector("#form[open]")
    assert page.locator("#form option").count() == 2
    answer(page)
    page.get_by_text("of 41").first.wait_for()
    assert len(Desk(busy_trace).review.comparison.beads) == 41


def test_the_menu_hands_on_what_was_chosen(page: Page) -> None:
    press(page, "c")
    decided(page, 1)
    page.locator("summary", has_text="Export").click()
    page.select_option("#choice", "confirmed")
    with page.expect_download() as download:
        page.locator("a[download]", has_text="jsonl").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert download.value.suggested_filename == "busy.trace.jsonl"
    assert sum('"type":"departure"' in line for line in lines) == 1


def test_a_comment_is_taken_back(page: Page, busy_trace: Path) -> None:
    press(page, "m")
    answer(page, text="hasty")
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("hasty").wait_for(state="detached")
    assert Desk(busy_trace).review.active[-1].by == "Ann"
    assert Desk(busy_trace).review.standings[0].comments == ()


def test_undo_and_redo(page: Page) -> None:
    press(page, "c", "c", "c")
    decided(page, 3)
    press(page, "u", "u")
    decided(page, 1)
    press(page, "U")
    decided(page, 2)
    page.click("button[data-do=undo]")
    decided(page, 1)


def test_find_and_filter(page: Page) -> None:
    press(page, "/")
    page.keyboard.type("tractors")
    page.locator("#feed .bead[aria-setsize='1']").wait_for()
    page.keyboard.press("Enter")
    assert "tractors" in page.inner_text("#feed .bead.now")
    page.fill("#query", "")
    page.locator("#feed .bead[aria-setsize='40']").first.wait_for()
    page.locator("#inspector").focus()
    press(page, "o")
    page.locator("#feed .bead[aria-setsize='34']").first.wait_for()
    press(page, "c", "c")
    decided(page, 2)
    page.select_option("#status", "confirmed")
    page.locator("#feed .bead[aria-setsize]").first.wait_for()
    assert int(page.locator("#feed .bead").first.get_attribute("aria-setsize") or 0) <= 3
    page.select_option("#severity", "0")
    page.locator("#nothing").wait_for()
    page.select_option("#status", "")
    page.select_option("#severity", "3")
    page.locator("summary", has_text="Checks").click()
    page.uncheck("#checks input[value=quantity]")
    assert page.inner_text("#progress").endswith("decided by you")
    page.uncheck("#only")
    assert page.locator("#feed mark:not(.off)").count() <= 2


def test_escape_ends_a_search_and_nothing_hidden_is_merged(page: Page, busy_trace: Path) -> None:
    press(page, "/")
    page.keyboard.type("tractors")
    page.locator("#feed .bead[aria-setsize='1']").wait_for()
    page.keyboard.press("Enter")
    page.locator("#feed .bead.now", has_text="tractors").wait_for()
    press(page, "g")
    page.get_by_text("not shown by this search").wait_for()
    press(page, "/", "Escape")
    page.locator("#feed .bead[aria-setsize='40']").first.wait_for()
    assert Desk(busy_trace).review.active == ()


def test_the_riskiest_first(page: Page, busy_trace: Path) -> None:
    risks = sorted(Desk(busy_trace).review.comparison.risks, key=lambda r: -r.probability)
    press(page, "r")
    page.locator(f"#feed .bead.now#{risks[0].bead}").wait_for()
    press(page, "r")
    page.locator(f"#feed .bead.now#{risks[1].bead}").wait_for()


def test_keys_are_shown_changed_and_kept(room: Room, busy_trace: Path) -> None:
    page = room.open(room.serve(busy_trace))
    press(page, "?")
    assert "confirm and go on" in page.inner_text("#help")
    picture(page, "review-keys")
    change = page.get_by_role("button", name=re.compile("^confirm and go on"))
    change.click()
    press(page, "Y")
    page.get_by_role("button", name="confirm and go on: Y, change").or_(page.locator("#keylist button", has_text="Y")).first.wait_for()
    press(page, "Escape", "Y")
    decided(page, 1)
    press(page, "c")
    page.wait_for_timeout(200)
    decided(page, 1)
    page = room.open(room.serve(busy_trace))
    press(page, "Y")
    decided(page, 2)


def test_keys_do_nothing_while_one_types(page: Page, busy_trace: Path) -> None:
    page.fill("#query", "")
    page.focus("#query")
    page.keyboard.type("cxu")
    page.wait_for_timeout(300)
    assert Desk(busy_trace).review.active == ()


def test_a_mark_leads_to_its_departure_and_a_clause_to_its_answer(room: Room, seed_copy: Path) -> None:
    page = room.open(room.serve(seed_copy))
    page.locator("#feed mark", has_text="5500亿美元").click()
    assert "5500亿美元" in page.inner_text("#inspector")
    clause = page.locator("#feed .source .clause").first
    clause.hover()
    bead = page.locator("#feed .bead", has=page.locator(".answers")).first
    assert bead.locator(".target .answers").count() > 0


def test_the_map_leads_to_a_passage(room: Room, seed_copy: Path) -> None:
    page = room.open(room.serve(seed_copy))
    page.locator(".map svg a:has(circle)").nth(3).click()
    assert page.locator("#feed .bead.now").count() == 1
    press(page, "P")
    assert page.locator("#pictures svg").count() >= 3
    picture(page, "review-pictures")
    page.locator("#pictures svg a:has(circle)").first.click()
    page.wait_for_selector("#pictures", state="hidden")


def test_names_in_latin_letters_on_demand(room: Room, seed_copy: Path) -> None:
    page = room.open(room.serve(seed_copy))
    assert not page.locator("rt").first.is_visible()
    press(page, "y")
    assert page.locator("rt", has_text="Takaichi Sanae").first.is_visible()
    picture(page, "review-readings")


def test_a_machine_translation_is_a_third_column(room: Room, seed_trace: Path, tmp_path: Path) -> None:
    from sourcetrace.translate.engines.reference import ReferenceTranslation
    from sourcetrace.translate.engines.seam import Translation

    record = open_trace(seed_trace).record
    assert record.comparison
    said = tuple(Translation(f"What sentence {n} says.") for n in range(len(record.comparison.source.sentences)))
    page = room.open(
        room.serve(hostile.folder(tmp_path / "t.trace", msgspec.structs.replace(record, reference_translation=ReferenceTranslation("e", "en", (), said))))
    )
    reference = page.locator("#feed .reference").first
    assert reference.is_visible()
    press(page, "v")
    boxes = [page.locator(f"#feed .bead .{name}").first.bounding_box() for name in ("source", "target", "reference")]
    assert [b and round(b["y"]) for b in boxes] == [round(boxes[0]["y"])] * 3 if boxes[0] else False
    picture(page, "review-three-columns")
    press(page, "t")
    assert not reference.is_visible()


# --- how it looks ------------------------------------------------------------------------------------------------------------


def test_light_and_dark_by_key(page: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    press(page, "D")
    assert page.evaluate(ground) != light
    press(page, "D")
    assert page.evaluate(ground) == light


def test_the_end_is_told(room: Room, seed_copy: Path) -> None:
    page = room.open(room.serve(seed_copy))
    press(page, *"ccccccc")
    decided(page, 7, 7)
    assert "You have decided on every flag" in page.inner_text("#inspector")


def test_a_name_is_one_however_it_is_typed(room: Room, busy_trace: Path) -> None:
    page = room.open(room.serve(busy_trace), "Jose\u0301")
    press(page, "c")
    decided(page, 1)
    assert Desk(busy_trace).review.reviewers == ("José",)


def test_forty_passages_fit_on_the_screen_of_a_laptop(page: Page) -> None:
    press(page, "d")
    page.wait_for_timeout(200)
    seen = page.evaluate(
        """() => { const box = document.getElementById("scroller").getBoundingClientRect();
          return [...document.querySelectorAll("#feed .bead")].filter((b) => { const r = b.getBoundingClientRect(); return r.height > 0 && r.top >= box.top - 1 && r.bottom <= innerHeight + 1; }).length; }"""
    )
    picture(page, "review-compact")
    assert seen >= 38  # of forty: the one at hand is shown in full


LANGUAGES = {
    "zh-hant": ("政府昨天公布了新預算。反對黨批評了3萬元的支出。", "The government announced a new budget yesterday. The opposition criticised the spending of 3,000 yuan."),
    "ja": ("政府は昨日、新しい予算案を発表した。野党は5万円の支出を批判した。", "The government announced a new budget yesterday. The opposition criticised the spending of 5,000 yen."),
    "ko": ("정부는 어제 새 예산안을 발표했다. 야당은 5만 원의 지출을 비판했다.", "The government announced a new budget yesterday. The opposition criticised the spending of 5,000 won."),
    "ar": ("أعلنت الحكومة أمس عن ميزانية جديدة. انتقدت المعارضة إنفاق 5 آلاف دينار.", "The government announced a new budget yesterday. The opposition criticised the spending of 500 dinars."),
    "ru": ("Правительство вчера объявило новый бюджет. Оппозиция раскритиковала расходы в 5 тысяч рублей.", "The government announced a new budget yesterday. The opposition criticised spending of 500 roubles."),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_samples_of_other_scripts(room: Room, tmp_path: Path, language: str) -> None:
    source, target = LANGUAGES[language]
    (tmp_path / "o.txt").write_text(source, encoding="utf-8")
    (tmp_path / "e.txt").write_text(target, encoding="utf-8")
    trace(tmp_path / "e.txt", tmp_path / "o.txt", tmp_path / "t.trace", offline=True, force=True)
    page = room.open(room.serve(tmp_path / "t.trace"), width=1100, height=500)
    cell = page.locator("#feed .source").first
    assert cell.get_attribute("lang") == ("zh-Hant" if language == "zh-hant" else language)
    assert cell.evaluate("e => getComputedStyle(e).direction") == ("rtl" if language == "ar" else "ltr")
    shown = re.sub(r"\s", "", page.evaluate("[...document.querySelectorAll('#feed .source .w')].map((w) => w.textContent).join('')"))
    assert shown == re.sub(r"\s", "", source)  # traditional characters stay traditional
    picture(page, f"review-{language}")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (720, 450), (640, 400), (360, 640)])
def test_nothing_is_cut_off_when_zoomed(room: Room, seed_copy: Path, width: int, height: int) -> None:
    """A laptop's screen at 200 % is 720 × 450 pixels."""
    page = room.open(room.serve(seed_copy), width=width, height=height)
    press(page, "c")
    decided(page, 1, 7)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for selector in ("#inspector button[data-do=confirm]", "#query", "#feed .bead.now"):
        scroll_to(page, selector)
        page.locator(selector).first.wait_for()
    picture(page, f"review-{width}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_desk(room: Room, seed_copy: Path, scheme: str) -> None:
    page = room.open(room.serve(seed_copy), scheme=scheme)
    assert axe_findings(page) == []
    press(page, "c", "x")
    decided(page, 2, 7)
    for keys in (("p",), ("d", "y", "h"), ("?",), ("Escape", "e"), ("Escape", "a"), ("Escape", "l"), ("Escape", "P"), ("Escape", "R")):
        press(page, *keys)
        page.wait_for_timeout(150)
        assert axe_findings(page) == [], keys
    picture(page, f"review-{scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_report(browser: Browser, busy_trace: Path, seed_trace: Path, tmp_path: Path, scheme: str) -> None:
    desk = Desk(busy_trace)
    desk.perform("Ann", Decide("d1", "dismissed"))
    desk.perform("Ann", Decide("d2", "confirmed", right="280,000"))
    pages = {"seed": render(open_trace(seed_trace).record), "busy": render(desk.opened.record, desk.review)}
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for name, content in pages.items():
        (tmp_path / f"{name}.html").write_text(content, encoding="utf-8")
        page.goto((tmp_path / f"{name}.html").as_uri())
        page.locator(".pictures summary").click()
        page.locator(".facts > details").first.locator("summary").click()
        assert axe_findings(page) == [], name
        press(page, "h", "y", "n")
        assert axe_findings(page) == [], name
        picture(page, f"report-{name}-{scheme}")
    context.close()


def test_the_report_prints(browser: Browser, seed_trace: Path, tmp_path: Path) -> None:
    from pypdf import PdfReader

    page = browser.new_page()
    page.goto((seed_trace / "data/report.html").as_uri())
    page.pdf(path=tmp_path / "report.pdf", format="A4")
    page.close()
    text = "".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "report.pdf").pages)
    assert "Hayami Asana posted on X today" in text
    assert "MAJOR" in text.upper()
    assert "Statement: The article represents the views of the author alone." in " ".join(text.split())


# --- a hostile trace ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def big(seed_trace: Path, tmp_path: Path) -> Path:
    return hostile.folder(tmp_path / "big.trace", hostile.big(open_trace(seed_trace).record))


def rows_in(page: Page) -> int:
    return int(page.evaluate("document.querySelectorAll('#feed .bead').length"))


def test_a_hostile_trace_of_twenty_thousand_beads_is_a_page_like_any_other(room: Room, big: Path) -> None:
    page = room.open(room.serve(big))
    assert rows_in(page) < 120  # only what is near the window is in the document
    press(page, "c")
    decided(page, 1, 2000)
    page.evaluate("document.getElementById('scroller').scrollTop = document.getElementById('scroller').scrollHeight / 2")
    page.wait_for_timeout(600)
    middle = [int(bead[1:]) for bead in page.evaluate("[...document.querySelectorAll('#feed .bead')].map((b) => b.id)")]
    assert 2_000 < min(middle) < max(middle) < 19_900
    assert rows_in(page) < 120
    page.evaluate("document.getElementById('scroller').scrollTop = 1e9")
    page.locator("#b20000 .text").first.wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("document.getElementById('b20000').getBoundingClientRect().bottom <= innerHeight + 1")  # the end is the end
    press(page, "r", "j", "/")
    page.keyboard.type("19999.")
    page.locator("#feed .bead[aria-setsize='1']").wait_for(timeout=20_000)
    page.fill("#query", "")
    page.locator("#feed .bead[aria-setsize='20000']").first.wait_for()
    assert page.evaluate("window.hacked === undefined")
    assert page.locator("#feed img, #feed script, #inspector img").count() == 0
    assert "⟨U+202E⟩" in page.inner_text("body")
    picture(page, "review-hostile")


def test_a_sentence_of_five_megabytes_is_given_piece_by_piece(room: Room, big: Path) -> None:
    page = room.open(room.serve(big))
    press(page, "/")
    page.keyboard.type(" 4.")
    page.locator("#inspector").focus()
    page.fill("#query", "")
    long = page.locator("#feed #b4 .target")
    scroll_to(page, "#feed #b4")
    before = len(long.inner_text())
    assert before < 5_000
    long.locator("button.more").click()
    long.locator("button.more").wait_for()
    page.wait_for_timeout(300)
    assert before < len(long.inner_text()) < 10_000


def test_words_behind_a_control_character_are_marked_where_they_stand(room: Room, seed_trace: Path, tmp_path: Path) -> None:
    path = hostile.folder(tmp_path / "small.trace", hostile.big(open_trace(seed_trace).record, beads=100, longest=2000))
    page = room.open(room.serve(path))
    select(page, "target", "{{7*7}}")
    press(page, "a")
    answer(page)
    page.locator("#inspector h2", has_text="reviewer").wait_for()
    review = Desk(path).review
    (one,) = [s for s in review.standings if s.marked_by]
    assert one.departure.target[0].of(review.comparison.target.text) == "{{7*7}}"
