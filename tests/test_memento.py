"""The Wayback Machine as it answered when its answers were recorded, and as other archives speak."""

from __future__ import annotations

import base64
import gzip
import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sourcetrace.provenance.recovery.lead import Find, Lead
from sourcetrace.provenance.recovery.memento import NamedCapture, Row, TimeMap, Wayback, nearest_first, parse_index
from stand_in import Reply, World, page

ARCHIVE = "web.archive.org"


def recorded(folder: Path, name: str) -> list[dict[str, Any]]:
    text = (folder / "wayback" / f"{name}.yaml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text)["interactions"])


def play(world: World, interactions: list[dict[str, Any]]) -> None:
    """Answer as recorded: by the address asked for, else 404 without Memento-Datetime."""
    replies: dict[str, Reply] = {}
    for one in interactions:
        response = one["response"]
        body = response["body"]["string"]
        headers = {k: ", ".join(v) for k, v in response["headers"].items() if k.lower() not in ("transfer-encoding", "connection", "content-length")}
        replies[one["request"]["uri"].split(ARCHIVE, 1)[1]] = Reply(body if isinstance(body, bytes) else body.encode(), response["status"]["code"], headers)
    world.hosts[ARCHIVE] = lambda path, _: replies.get(path, Reply(b"", 404))


def replayed(world: World, url: str, stamp: str, exact: bool = True) -> Find:
    with world.client() as client:
        return Wayback(client)._find(Lead(None, url), stamp, url, "X" if exact else None, ())


def indexed(world: World, folder: Path, name: str) -> list[Row]:
    """All rows of a recorded index query, by its recorded pages."""
    rows: list[Row] = []
    for one in recorded(folder, name):
        body = one["response"]["body"]["string"]
        if isinstance(body, bytes):
            body = (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()
        rows += parse_index(body)[0]
    del world
    return rows


CASES = {
    # cassette: (address, timestamp, outcome, words of the reason)
    "test_get_memento": ("https://www.fws.gov/birds/", "20171124151315", "captured", "2017-11-24T15:13:15Z"),
    "test_get_memento_raises_blocked_error": ("https://nationalpost.com/health/", "20170929002712", "failed", "withholds"),
    "test_get_memento_raises_no_memento_error": ("https://this-is-not-real-url.whatever/", "20170929002712", "failed", "no capture"),
    "test_get_memento_should_fail_for_non_playbackable_mementos": (
        "https://www.fws.gov/birds/",
        "20150509080314",
        "failed",
        "Not playable: the archive redirects to its capture of 2015-05-03T09:01:25Z",
    ),
    "test_get_memento_raises_for_mementos_that_redirect_in_a_loop": (
        "https://link.springer.com/article/10.1007/s00382-012-1331-2",
        "20200925075402",
        "failed",
        "loop",
    ),
    "test_get_memento_works_on_archived_rate_limit_responses": ("http://www.reddit.com/r/PokemonGiveaway", "20150129034904", "failed", "site's own answer 429"),
    "test_get_memento_with_path_based_redirects": (
        "https://www.whitehouse.gov/administration/eop/ostp/about/student/faqs",
        "20201027215555",
        "failed",
        "site's own answer 404",
    ),
    "test_get_memento_with_redirects": ("https://www.epa.gov/ghgreporting/san5779-factsheet", "20180808094144", "captured", "2018-08-08T10:45:00Z"),
}


@pytest.mark.data
@pytest.mark.parametrize("name", CASES)
def test_recorded_mementos(world: World, data: Path, name: str) -> None:
    url, stamp, outcome, reason = CASES[name]
    play(world, recorded(data, name))
    find = replayed(world, url, stamp)
    assert (find.outcome, reason in find.reason) == (outcome, True), find.reason
    assert len(find.exchanges) == len(world.asked)
    if outcome == "captured":
        assert find.received
        assert find.received.memento
        assert find.received.memento.archive == ARCHIVE


@pytest.mark.data
def test_a_recorded_memento_says_where_it_comes_from(world: World, data: Path) -> None:
    play(world, recorded(data, "test_get_memento"))
    find = replayed(world, "https://www.fws.gov/birds/", "20171124151315", exact=False)
    assert find.received
    assert find.received.memento
    assert find.received.memento.original == "https://www.fws.gov/birds/"
    assert find.received.memento.source == "archiveteam_archivebot_go_20171125060002/nostalgia.esmartkid.com-inf-20171124-135423-93c54-00000.warc.gz"


@pytest.mark.data
def test_an_inexact_time_is_followed_to_the_capture(world: World, data: Path) -> None:
    play(world, recorded(data, "test_get_memento_with_inexact_string_datetime"))
    find = replayed(world, "https://www.fws.gov/birds/", "20171124151310", exact=False)
    assert find.outcome == "captured"


@pytest.mark.data
def test_a_blocked_address_is_not_one_that_was_never_archived(world: World, data: Path) -> None:
    blocked = recorded(data, "test_search_raises_for_blocked_urls")[0]["response"]
    headers = {k: v[0] for k, v in blocked["headers"].items() if k.startswith("X-Archive")}
    world.hosts[ARCHIVE] = lambda path, _: Reply(b"", 403, headers) if "nationalpost" in path else Reply(b"", 200)
    with world.client() as client:
        way = Wayback(client)
        (first,) = way.finds(Lead(None, "https://nationalpost.com/health"), way.targets(Lead(None, "https://nationalpost.com/health"))[0])
        (second,) = way.finds(Lead(None, "https://news.example/a"), way.targets(Lead(None, "https://news.example/a"))[0])
    assert "withholds this address" in first.reason
    assert "has no capture" in second.reason


@pytest.mark.data
def test_recorded_indexes_hold_no_row_twice(world: World, data: Path) -> None:
    rows = indexed(world, data, "test_search")
    assert [(r.timestamp, r.original, r.status, r.digest) for r in rows] == [
        ("19961231235847", "http://www.nasa.gov:80/", 200, "MGIGF4GRGGF5GKV6VNCBAXOE3OR5BTZC")
    ]
    for name in ("test_search_multipage", "test_search_does_not_repeat_results", "test_search_with_date"):
        for one in recorded(data, name):
            body = one["response"]["body"]["string"]
            body = (
                gzip.decompress(body) if isinstance(body, bytes) and body[:2] == b"\x1f\x8b" else body if isinstance(body, bytes) else body.encode()
            ).decode()
            rows, key = parse_index(body)
            lines = body.rstrip("\n").split("\n")
            assert len(set(rows)) == len(rows)
            assert (key is not None) == (len(lines) > 1 and lines[-2] == ""), lines[-2:]


@pytest.mark.data
def test_the_next_page_is_asked_for_as_recorded(world: World, data: Path) -> None:
    """The key goes back encoded once more, as the recorded client sent it."""
    keys = [one["request"]["uri"].split("resumeKey=")[1] for one in recorded(data, "test_search_multipage") if "resumeKey=" in one["request"]["uri"]]
    bodies = [one["response"]["body"]["string"] for one in recorded(data, "test_search_multipage")]
    texts = [(gzip.decompress(b) if isinstance(b, bytes) and b[:2] == b"\x1f\x8b" else b if isinstance(b, bytes) else b.encode()) for b in bodies]
    asked: list[str] = []

    def answer(path: str, _: dict[str, str]) -> Reply:
        asked.append(path)
        return Reply(texts[min(len(asked), len(texts)) - 1])

    world.hosts[ARCHIVE] = answer
    with world.client() as client:
        Wayback(client)._index("cnn.com")
    sent = [path.split("resumeKey=")[1] for path in asked if "resumeKey=" in path]
    assert sent == keys[: len(sent)]
    assert len(sent) == 2


# --- a Wayback of our own ------------------------------------------------------------------------------------------------

URL = "https://news.example/story/12345"


def row(stamp: str, body: bytes, status: str = "200", mime: str = "text/html") -> str:
    digest = base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
    return f"example,news)/story/12345 {stamp} {URL} {mime} {status} {digest} {len(body)}"


def archive(world: World, captures: dict[str, bytes], served: dict[str, Reply] | None = None, rows: list[str] | None = None) -> None:
    lines = rows if rows is not None else [row(stamp, body) for stamp, body in captures.items()]

    def answer(path: str, _: dict[str, str]) -> Reply:
        if path.startswith("/cdx/"):
            return Reply(("\n".join(lines) + "\n").encode() if lines else b"")
        stamp = path.removeprefix("/web/")[:14]
        if served and stamp in served:
            return served[stamp]
        if stamp not in captures:
            return Reply(b"<html>Wayback Machine</html>", 404)
        return Reply(
            captures[stamp], headers={"Content-Type": "text/html", "Memento-Datetime": "Mon, 09 Feb 2026 00:00:00 GMT", "Link": f'<{URL}>; rel="original"'}
        )

    world.hosts[ARCHIVE] = answer


def finds(world: World, published: str | None = None, every: bool = False, written: str = "") -> list[Find]:
    lead = Lead("r1", URL, written, published)
    with world.client() as client:
        way = Wayback(client, every)
        return [find for target in way.targets(lead) for find in way.finds(lead, target)]


def test_the_digest_of_the_index_is_checked(world: World) -> None:
    archive(world, {"20260209000000": b"<p>as captured</p>"})
    (find,) = finds(world)
    assert find.received
    assert find.received.memento
    assert find.received.memento.digest_check == "agrees"
    archive(world, {"20260209000000": b"<p>changed since</p>"}, rows=[row("20260209000000", b"<p>as captured</p>")])
    (find,) = finds(world)
    assert (find.outcome, find.received) == ("failed", None)
    assert "SHA-1 differs" in find.reason


def test_captures_come_in_the_order_the_translator_may_have_seen_them(world: World) -> None:
    archive(world, {stamp: f"<p>{stamp}</p>".encode() for stamp in ("20260101000000", "20260208120000", "20260301000000", "20260210000000")})
    order = [find.target.split("/web/")[1][:8] for find in finds(world, published="2026-02-09", every=True)]
    assert order == ["20260210", "20260208", "20260101", "20260301"]  # the day may have been over earlier here than there


def test_the_same_bytes_are_replayed_once(world: World) -> None:
    archive(world, {f"202602{day:02}000000": b"<p>the same</p>" for day in range(1, 20)})
    assert len(finds(world, every=True)) == 1
    assert len(world.pages_asked()) == 2


def test_pictures_errors_and_redirects_in_the_index_are_no_pages(world: World) -> None:
    archive(world, {}, rows=[row("20260209000000", b"x", "404"), row("20260210000000", b"x", "302"), row("20260211000000", b"x", "200", "image/png")])
    (find,) = finds(world)
    assert "none of them a page" in find.reason


def test_an_archive_s_address_in_the_article_is_tried_as_it_stands(world: World) -> None:
    archive(world, {"20260209101112": b"<p>this one</p>"}, rows=[])
    lead = Lead("r1", URL, f"https://web.archive.org/web/20260209101112/{URL}")
    with world.client() as client:
        way = NamedCapture(client)
        (found,) = [find for target in way.targets(lead) for find in way.finds(lead, target)]
        assert way.targets(Lead("r1", URL, URL)) == []
    assert found.outcome == "captured"
    assert "/web/20260209101112id_/" in found.target


def test_dates_that_are_none_are_no_failure(world: World) -> None:
    for stated in ("Fri, 31 Dec 9999 23:59:59 -1200", "Fri, 31 Dec 99999999999999999999 00:00:00 GMT", "nonsense"):
        reply = Reply(b"<p>x</p>", headers={"Memento-Datetime": stated, "Retry-After": stated})
        archive(world, {"20260209000000": b"<p>x</p>"}, served={"20260209000000": reply})
        (find,) = finds(world)
        assert find.outcome == "captured"


def test_what_a_redirect_put_into_an_address_is_told_to_no_archive(world: World) -> None:
    lead = Lead("r1", URL, known=[f"{URL}?session_token=SECRET"])
    with world.client() as client:
        assert not any("SECRET" in target for target in Wayback(client).targets(lead))


def test_a_rate_limit_stops_the_archive(world: World) -> None:
    world.hosts[ARCHIVE] = lambda *_: Reply(status=429, headers={"Retry-After": "60"})
    lead = Lead(None, "https://www.toutiao.com/article/1856590871734284/")
    with world.client() as client:
        way = Wayback(client)
        found = [find for target in way.targets(lead) for find in way.finds(lead, target)]
    assert {f.outcome for f in found} == {"refused"}
    assert len(world.asked) == 1
    assert "60 s" in found[0].reason


def test_the_archive_never_leads_elsewhere(world: World) -> None:
    archive(
        world,
        {"20260209000000": b"x"},
        served={"20260209000000": Reply(status=302, headers={"Location": "https://other.example/", "Memento-Datetime": "Mon, 09 Feb 2026 00:00:00 GMT"})},
    )
    (find,) = finds(world)
    assert "out of itself" in find.reason
    assert all(host == ARCHIVE for host, _ in world.asked)


TIMEMAP = """<https://news.example/story/12345>; rel="original",
<https://archive.example/web/20260101000000/https://news.example/story/12345>; rel="first memento"; datetime="Thu, 01 Jan 2026 00:00:00 GMT",
<https://web.archive.org/web/20260102000000/https://news.example/story/12345>; rel="memento"; datetime="Fri, 02 Jan 2026 00:00:00 GMT",
<https://archive.example/web/20260201000000/https://news.example/story/12345>; rel="last memento"; datetime="Sun, 01 Feb 2026 00:00:00 GMT"
"""


def test_other_archives_by_an_aggregator(world: World) -> None:
    world.hosts["aggregator.example"] = {"/timemap/link/https://news.example/story/12345": Reply(TIMEMAP.encode())}
    world.hosts["archive.example"] = {
        "/web/20260201000000id_/https://news.example/story/12345": page("<p>wall</p>"),
        "/web/20260101000000id_/https://news.example/story/12345": page("<p>it</p>", **{"Memento-Datetime": "Thu, 01 Jan 2026 00:00:00 GMT"}),
    }
    lead = Lead("r1", URL, "", "2026-02-09")
    with world.client() as client:
        way = TimeMap(client, "Memento aggregator", "https://aggregator.example/timemap/link/")
        found = [find for target in way.targets(lead) for find in way.finds(lead, target)]
    assert [f.outcome for f in found] == ["failed", "captured"]
    assert "without Memento-Datetime" in found[0].reason
    assert not any(host == ARCHIVE for host, _ in world.asked)


@given(st.lists(st.integers(20200101000000, 20291231000000).map(str), unique=True, max_size=12), st.dates().map(str))
def test_every_capture_has_one_place_in_the_order(stamps: list[str], published: str) -> None:
    order = nearest_first(stamps, published, None)
    assert sorted(order) == sorted(stamps)


@given(st.text(max_size=300))
def test_no_index_makes_the_parser_fail(text: str) -> None:
    rows, _ = parse_index(text)
    assert len(set(rows)) == len(rows)
