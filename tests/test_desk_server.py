"""The desk's server: who gets in, what it answers, what survives a crash."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest
from conftest import Run
from served import Served, served
from sourcetrace.provenance.review.desk import Desk
from sourcetrace.provenance.review.keys import ACTIONS


@pytest.fixture
def desk(busy_trace: Path, tmp_path: Path) -> Iterator[Served]:
    with served(busy_trace, SOURCETRACE_HOME=str(tmp_path / "home")) as found:
        yield found


def origin(url: str) -> str:
    return f"http://{urlsplit(url).netloc}"


def act(url: str, by: str, what: dict[str, object], **headers: str) -> httpx.Response:
    return httpx.post(f"{url}api/act", json={"by": by, "what": what}, headers={"origin": origin(url), **headers})


CONFIRM = {"do": "decide", "departure": "d1", "decision": "confirmed"}


def test_only_this_machine_and_only_with_the_token(desk: Served) -> None:
    base = origin(desk.url)
    assert httpx.get(desk.url).status_code == 200
    for path in ("/", "/api/index", "/review.js", f"{urlsplit(desk.url).path[:-2]}/", "/..%2f"):
        assert httpx.get(base + path).status_code == 404
    port = urlsplit(desk.url).port
    own = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)} | {"127.0.0.2"}
    for address in own - {"127.0.0.1", "::1"}:
        with pytest.raises(OSError, match=r".*"), socket.create_connection((address, port), timeout=0.5):
            pass


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "evil.example:80"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
    ],
)
def test_what_another_site_could_send_is_refused(desk: Served, busy_trace: Path, headers: dict[str, str]) -> None:
    body = json.dumps({"by": "Eve", "what": CONFIRM})
    known = {"origin": origin(desk.url), "content-type": "application/json"}
    answer = httpx.post(f"{desk.url}api/act", content=body, headers={**known, **headers})
    assert answer.status_code == 403
    assert Desk(busy_trace).review.active == ()
    if not {"origin", "content-type"} & set(headers):
        assert httpx.get(desk.url, headers=headers).status_code == 403


def test_no_origin_no_act(desk: Served, busy_trace: Path) -> None:
    assert httpx.post(f"{desk.url}api/act", json={"by": "Eve", "what": CONFIRM}).status_code == 403
    assert Desk(busy_trace).review.active == ()


@pytest.mark.parametrize("path", ["", "api/index", "review.js", "report", "export/tmx", "nothing"])
def test_every_answer_carries_the_headers(desk: Served, path: str) -> None:
    headers = httpx.get(desk.url + path).headers
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy", "cache-control"):
        assert name in headers, name
    assert "unsafe" not in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers


def test_the_page_asks_for_nothing_from_elsewhere(desk: Served) -> None:
    page = httpx.get(desk.url).text
    for name in ("src=", "href="):
        for part in page.split(name)[1:]:
            address = part[1:].split('"')[0]
            assert not address.startswith(("http", "//", "data:", "javascript:")), address
    assert "<style" not in page
    assert " style=" not in page
    assert "onclick" not in page


def test_acts_are_answered_and_kept(desk: Served, busy_trace: Path) -> None:
    answer = act(desk.url, "Ann", CONFIRM).json()
    assert [d["status"] for d in answer["departures"]] == ["confirmed"]
    version = answer["version"]
    assert httpx.get(f"{desk.url}api/changes?since={version}").json() == {"version": version}
    with_other_program = Desk(busy_trace)
    with_other_program.perform("Bo", msgspec.convert({"do": "decide", "departure": "d1", "decision": "dismissed"}, type=_request()))
    changed = httpx.get(f"{desk.url}api/changes?since={version}").json()
    assert [d["status"] for d in changed["departures"]] == ["disputed"]
    merged = act(desk.url, "Ann", {"do": "merge", "beads": ["b1", "b2"]}).json()
    assert len(merged["index"]["beads"]) == 39


def _request() -> object:
    from sourcetrace.provenance.review.desk import Request

    return Request


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b'{"by": "Ann"}', 400),
        (b'{"by": "Ann", "what": {"do": "format disk"}}', 400),
        (b'{"by": "Ann", "what": {"do": "undo", "more": 1}}', 400),
        (b'{"by": "", "what": {"do": "decide", "departure": "d1", "decision": "confirmed"}}', 409),
        (b'{"by": "Ann", "what": {"do": "decide", "departure": "zz", "decision": "confirmed"}}', 409),
        (b'{"by": "Ann", "what": {"do": "comment", "on": "d1", "text": "' + b"x" * 300_000 + b'"}}', 409),
        (b"\xff\xfe", 400),
        (b'{"by": "A\xff", "what": {"do": "undo"}}', 400),
    ],
)
def test_wrong_requests_get_a_sentence(desk: Served, busy_trace: Path, body: bytes, status: int) -> None:
    answer = httpx.post(f"{desk.url}api/act", content=body, headers={"origin": origin(desk.url), "content-type": "application/json"})
    assert answer.status_code == status
    assert answer.json()["error"]
    assert Desk(busy_trace).review.active == ()


@pytest.mark.parametrize(
    "query", ["api/rows?from=-1&to=5", "api/rows?from=x", "api/more?bead=zz&side=source", "api/find?q=", "api/changes?since=99999999999999"]
)
def test_wrong_numbers_break_nothing(desk: Served, query: str) -> None:
    assert httpx.get(desk.url + query).status_code in (200, 409)


def test_rows_search_and_more(desk: Served) -> None:
    index = httpx.get(f"{desk.url}api/index").json()
    assert len(index["beads"]) == 40
    assert len(index["departures"]) == 34
    rows = httpx.get(f"{desk.url}api/rows?from=10&to=12").json()
    assert [row["id"] for row in rows] == [bead[0] for bead in index["beads"][10:12]]
    assert "".join(piece["t"] for piece in rows[0]["target"]).startswith("Last year")
    assert httpx.get(f"{desk.url}api/find", params={"q": "TRACTORS", "where": "target"}).json() == [34]
    assert httpx.get(f"{desk.url}api/find", params={"q": "拖拉机", "where": "source"}).json() == [34]
    assert httpx.get(f"{desk.url}api/find", params={"q": "拖拉机", "where": "target"}).json() == []


def test_every_format_can_be_had_from_the_page(desk: Served) -> None:
    from sourcetrace.provenance.export import FORMATS

    for one in FORMATS:
        answer = httpx.get(f"{desk.url}export/{one.name}")
        assert answer.status_code == 200, one.name
        assert f'filename="busy.trace{one.suffix}"' in answer.headers["content-disposition"]
    assert httpx.get(f"{desk.url}export/nothing").status_code == 409
    assert "34 departures" in httpx.get(f"{desk.url}report").text


def test_nothing_is_lost_when_the_server_is_killed(busy_trace: Path) -> None:
    with served(busy_trace) as first:
        for number in range(1, 16):
            assert act(first.url, "Ann", {"do": "decide", "departure": f"d{number}", "decision": "confirmed"}).status_code == 200
        first.kill()
    assert len(Desk(busy_trace).review.active) == 15
    with served(busy_trace) as second:
        for number in range(16, 31):
            assert act(second.url, "Ann", {"do": "decide", "departure": f"d{number}", "decision": "dismissed"}).status_code == 200
        told = second.interrupt()
        assert second.process.returncode == 0
    assert "15 confirmed, 15 dismissed, 4 open" in told
    assert "15 acts since the desk was opened, 30 entered in the ledger" in told


def test_a_terminated_desk_enters_what_was_done_too(busy_trace: Path) -> None:
    with served(busy_trace) as desk:
        act(desk.url, "Ann", CONFIRM)
        desk.process.terminate()
        desk.process.wait(20)
    assert '"decided"' in (busy_trace / "data" / "ledger.jsonl").read_text(encoding="utf-8")


def test_keys_are_kept_for_the_user_and_must_be_keys(busy_trace: Path, tmp_path: Path) -> None:
    home = str(tmp_path / "home")
    with served(busy_trace, SOURCETRACE_HOME=home) as desk:
        own = {"origin": origin(desk.url)}
        assert httpx.post(f"{desk.url}api/keys", json={"by_action": {"confirm": "Y"}}, headers=own).status_code == 200
        for wrong in ({"confirm": "yes"}, {"nothing": "q"}, {"confirm": "x"}, {"confirm": " "}):
            assert httpx.post(f"{desk.url}api/keys", json={"by_action": wrong}, headers=own).status_code == 409
    with served(busy_trace, SOURCETRACE_HOME=home) as desk:
        page = httpx.get(desk.url).text
    assert "&#34;confirm&#34;:&#34;Y&#34;" in page
    assert len(ACTIONS) == len(set(ACTIONS.values()))


def test_the_command_refuses_in_one_sentence(sourcetrace: Run, busy_trace: Path, tmp_path: Path) -> None:
    for arguments, told in (
        (("review", tmp_path / "nothing"), "There is no trace"),
        (("review", busy_trace, "--name", "\x1b[31m"), "Give a name"),
        (("review", busy_trace, "--merge", tmp_path / "x"), "no file of decisions"),
    ):
        done = sourcetrace(*arguments)
        assert done.returncode == 2
        assert told in done.stderr
        assert done.stderr.count("\n") == 1
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    done = sourcetrace("review", busy_trace, "--port", str(taken.getsockname()[1]))
    taken.close()
    assert done.returncode == 2
    assert "another --port" in done.stderr


def test_merge_only_ends_at_once(sourcetrace: Run, busy_trace: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(busy_trace, tmp_path / "bo" / "busy.trace")
    _bo(tmp_path / "bo" / "busy.trace")
    done = sourcetrace("review", busy_trace, "--merge", tmp_path / "bo" / "busy.trace.decisions.jsonl", "--merge-only")
    assert done.returncode == 0, done.stderr
    assert "Reviewed by Bo: 1 confirmed, 33 open." in done.stdout


def _bo(trace: Path) -> None:
    from sourcetrace.provenance.review.desk import Decide

    Desk(trace).perform("Bo", Decide("d1", "confirmed"))
