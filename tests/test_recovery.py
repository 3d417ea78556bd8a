"""The chain as a whole: against stand-ins for the sites and archives, and from there to a trace that verifies."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import RECONSTRUCTION, SEED
from sourcetrace.provenance import recover, trace, verify
from sourcetrace.provenance.archiving.wacz import held_in
from sourcetrace.provenance.pipeline import recover_with_bytes
from sourcetrace.provenance.record import Trace, decode, encode
from sourcetrace.provenance.recovery.chain import Options
from sourcetrace.provenance.recovery.fetch import Limits
from sourcetrace.provenance.recovery.lead import same_item
from sourcetrace.provenance.verification.capture import examine
from sourcetrace.translate.text import InputError, digest
from stand_in import Reply, World, page

ITEM = "1856590871734284"
SHELL = page("<!DOCTYPE html><html><head><title>今日头条</title><script src=/a.js></script></head><body><div id=root></div></body></html>")
NOTHING_ARCHIVED = Reply(b"", 200)


def info(text: str) -> Reply:
    """The info JSON of a micro-post, as the site gives it."""
    post = {"title": "", "content": text, "create_time": 1770583030, "user": {"info": {"name": "某作者"}}}
    return Reply(json.dumps({"success": True, "data": {"thread": {"thread_base": post}}}).encode(), headers={"Content-Type": "application/json"})


def toutiao(world: World, answers: dict[str, Reply]) -> None:
    """The desktop address gives a shell, the mobile site what it is told."""
    world.hosts |= {
        "toutiao.com": {f"/article/{ITEM}/": Reply(status=301, headers={"Location": f"https://www.toutiao.com/article/{ITEM}/"})},
        "www.toutiao.com": {f"/article/{ITEM}/": SHELL},
        "m.toutiao.com": answers,
        "web.archive.org": lambda *_: NOTHING_ARCHIVED,
    }


@pytest.fixture
def options(world: World) -> Callable[..., Options]:
    def make(**changes: Any) -> Options:
        return Options(client=world.client(robots=changes.pop("robots", True)), **changes)

    return make


def kinds(record: Trace) -> list[tuple[str, str]]:
    return [(a.kind, a.outcome) for a in record.attempts]


def test_the_seed_is_recovered_from_a_stand_in(world: World, options: Callable[..., Options], reconstruction: str, tmp_path: Path) -> None:
    toutiao(world, {f"/i{ITEM}/info/v2/": info(reconstruction)})
    record = trace(SEED, out=tmp_path / "t", options=options())
    assert kinds(record) == [("live", "rejected"), ("site route", "failed"), ("site route", "captured")]
    assert record.original
    assert record.comparison
    assert record.original.article.file == "data/capture-1.wacz"
    assert record.original.article.author == "某作者"
    assert record.original.article.published == "2026-02-08T20:37:10Z"
    capture = record.captures[0]
    assert capture.judgement.certain
    assert capture.url == f"https://m.toutiao.com/i{ITEM}/info/v2/"
    packed = (tmp_path / "t/data/capture-1.wacz").read_bytes()
    assert capture.file_digest == digest(packed)
    assert held_in(packed, capture.digest)
    assert capture.digest == record.attempts[2].exchanges[-1].digest
    assert record.attempts[2].when
    assert record.attempts[0].exchanges[1].location == f"https://www.toutiao.com/article/{ITEM}/"
    assert {e.address for a in record.attempts for e in a.exchanges} == {"127.0.0.2"}
    # The flags are those of the reconstruction given as a file: the text is the same.
    assert record.summary.flags == trace(SEED, RECONSTRUCTION, offline=True).summary.flags
    checked = verify(tmp_path / "t")
    assert checked.ok, [f for f in checked.findings if f.state == "fail"]


@pytest.mark.parametrize("form", ["w", "article", "short"])
def test_other_forms_of_the_address(world: World, options: Callable[..., Options], reconstruction: str, tmp_path: Path, seed: str, form: str) -> None:
    address = {"w": f"www.toutiao.com/w/{ITEM}/", "article": f"m.toutiao.com/i{ITEM}/", "short": "m.toutiao.com/is/AbC-d_1/"}[form]
    toutiao(
        world,
        {
            f"/i{ITEM}/info/v2/": info(reconstruction),
            "/is/AbC-d_1/": Reply(status=302, headers={"Location": f"https://www.toutiao.com/article/{ITEM}/?from=x"}),
        },
    )
    article = tmp_path / "a.txt"
    article.write_text(seed.replace("toutiao.com/article/1856590871734284/", address), encoding="utf-8")
    record = trace(article, options=options())
    assert record.original, kinds(record)
    assert record.attempts[-1].kind in ("site route", "live")


def test_the_mobile_page_with_rendered_data(world: World, options: Callable[..., Options], reconstruction: str) -> None:
    from urllib.parse import quote

    data = {"articleInfo": {"thread": {"threadBase": {"title": "", "content": reconstruction, "createTime": 1770583030, "user": {"info": {"name": "某作者"}}}}}}
    toutiao(
        world,
        {
            f"/w/{ITEM}/": page(
                f'<html><body><div id=root></div><script id="RENDER_DATA" type="application/json">{quote(json.dumps(data))}</script></body></html>'
            )
        },
    )
    record = trace(SEED, options=options())
    assert kinds(record) == [("live", "rejected"), ("site route", "captured")]


def test_an_archive_has_what_the_site_has_no_more(world: World, options: Callable[..., Options], reconstruction: str, tmp_path: Path) -> None:
    toutiao(world, {f"/i{ITEM}/info/v2/": Reply(b'{"success": false, "data": null}', headers={"Content-Type": "application/json"})})
    body = f"<html><head><title>x</title></head><body><article>{''.join(f'<p>{line}</p>' for line in reconstruction.splitlines())}</article></body></html>".encode()
    from test_memento import row

    line = row("20260209010203", body).replace("https://news.example/story/12345", f"https://m.toutiao.com/i{ITEM}/")

    def archive(path: str, _: dict[str, str]) -> Reply:
        if path.startswith("/cdx/"):
            return Reply(line.encode() + b"\n" if f"m.toutiao.com%2Fi{ITEM}" in path else b"")
        headers = {
            "Content-Type": "text/html",
            "Memento-Datetime": "Mon, 09 Feb 2026 01:02:03 GMT",
            "Link": f'<https://m.toutiao.com/i{ITEM}/>; rel="original"',
        }
        return Reply(body, headers=headers)

    world.hosts["web.archive.org"] = archive
    record = trace(SEED, out=tmp_path / "t", options=options())
    assert record.original, kinds(record)
    capture = next(c for c in record.captures if c.id == record.original.capture)
    assert capture.memento
    assert (capture.memento.datetime, capture.memento.digest_check) == ("2026-02-09T01:02:03Z", "agrees")
    assert "web.archive.org" in record.original.caveat
    checked = verify(tmp_path / "t")
    assert checked.ok, [f for f in checked.findings if f.state == "fail"]


def test_nothing_is_to_be_had_and_that_is_a_result(world: World, options: Callable[..., Options], tmp_path: Path) -> None:
    gone = page("<html><head><title>页面不存在</title></head><body><p>抱歉，您访问的内容已被作者删除。</p></body></html>")
    toutiao(world, dict.fromkeys([f"/w/{ITEM}/", f"/i{ITEM}/", f"/i{ITEM}/info/", f"/i{ITEM}/info/v2/"], gone))
    record = trace(SEED, out=tmp_path / "t", options=options())
    assert record.comparison is None
    assert not record.summary.recovered
    assert {a.outcome for a in record.attempts} == {"rejected", "failed"}
    assert "not recovered after" in record.summary.headline
    assert any("--archive-today" in step for step in record.summary.next_steps)
    assert sum(a.reason.startswith("The same bytes as") for a in record.attempts) == 3
    checked = verify(tmp_path / "t")
    assert checked.ok, [f for f in checked.findings if f.state == "fail"]
    report = (tmp_path / "t/data/report.html").read_text(encoding="utf-8")
    assert "has no capture of this address" in report


def test_robots_stop_us_and_we_say_so(world: World, options: Callable[..., Options], reconstruction: str) -> None:
    toutiao(world, {f"/i{ITEM}/info/v2/": info(reconstruction)})
    for host in ("toutiao.com", "www.toutiao.com", "m.toutiao.com"):
        known = world.hosts[host]
        assert isinstance(known, dict)
        known["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /\n")
    record = trace(SEED, options=options())
    assert {a.outcome for a in record.attempts if a.kind in ("live", "site route")} == {"refused"}
    assert any("--ignore-robots" in step for step in record.summary.next_steps)
    assert trace(SEED, options=options(robots=False)).original


def test_captures_side_by_side(world: World, options: Callable[..., Options], reconstruction: str, tmp_path: Path, seed: str) -> None:
    """With --all-captures the one that the translator could have seen is taken, not the first."""
    from test_memento import row

    toutiao(world, {f"/i{ITEM}/info/v2/": info(reconstruction + "\n（本文已于三月更新。）")})
    versions = {
        stamp: f"<html><body><article>{''.join(f'<p>{line}</p>' for line in reconstruction.splitlines())}<p>{stamp}</p></article></body></html>".encode()
        for stamp in ("20260209060000", "20260501000000")
    }
    lines = [row(stamp, body).replace("https://news.example/story/12345", f"https://www.toutiao.com/w/{ITEM}/") for stamp, body in versions.items()]

    def archive(path: str, _: dict[str, str]) -> Reply:
        if path.startswith("/cdx/"):
            return Reply("\n".join(lines).encode() if f"www.toutiao.com%2Fw%2F{ITEM}" in path else b"")
        stamp = path.removeprefix("/web/")[:14]
        when = {"20260209060000": "Mon, 09 Feb 2026 06:00:00 GMT", "20260501000000": "Fri, 01 May 2026 00:00:00 GMT"}[stamp]
        return Reply(versions[stamp], headers={"Content-Type": "text/html", "Memento-Datetime": when})

    world.hosts["web.archive.org"] = archive
    article = tmp_path / "a.md"
    article.write_text(f"---\ndate: 2026-02-10\n---\n{seed}", encoding="utf-8")
    record = trace(article, options=options(all_captures=True))
    assert record.original
    assert len([c for c in record.captures if c.judgement.passed]) == 3
    chosen = next(c for c in record.captures if c.id == record.original.capture)
    assert chosen.memento
    assert chosen.memento.datetime == "2026-02-09T06:00:00Z"
    assert "could have seen by 2026-02-10" in record.original.why


def test_the_images_of_the_original_are_kept_by_choice(world: World, options: Callable[..., Options], reconstruction: str, tmp_path: Path) -> None:
    body = "".join(f"<p>{line}</p>" for line in reconstruction.splitlines() if line.strip())
    html = f"<html lang=zh><head><title>高市</title></head><body><img src=/logo.png><article>{body}<img src=a.png><img src=/none.png></article></body></html>"
    png = Reply(b"\x89PNG", headers={"Content-Type": "image/png"})
    world.hosts["news.example"] = {"/zh/1": page(html), "/zh/a.png": png, "/logo.png": png, "/none.png": Reply(b"", 404)}
    for images in (False, True):
        record = trace(SEED, "https://news.example/zh/1", tmp_path / f"t{images}", options=options(images=images))
        (capture,) = record.captures
        examined = examine((tmp_path / f"t{images}" / capture.file).read_bytes())
        assert examined.faults == []
        assert sorted(held.url for held in examined.held.values())[1:] == (["https://news.example/zh/a.png"] if images else [])
        assert verify(tmp_path / f"t{images}").ok
    assert ("news.example", "/logo.png") not in world.asked


def test_an_earlier_trace_is_an_archive(world: World, options: Callable[..., Options], reconstruction: str, tmp_path: Path) -> None:
    toutiao(world, {f"/i{ITEM}/info/v2/": info(reconstruction)})
    (tmp_path / "traces").mkdir()
    trace(SEED, out=tmp_path / "traces/first.trace", options=options())
    record = trace(SEED, out=tmp_path / "second.trace", offline=True, options=Options(archive=tmp_path / "traces"))
    assert kinds(record)[0] == ("trace archive", "captured")
    assert record.original
    assert "kept since" in record.original.caveat
    assert verify(tmp_path / "second.trace").ok
    kept = tmp_path / "traces/first.trace/data/capture-1.wacz"
    kept.write_bytes(kept.read_bytes() + b" ")
    changed = trace(SEED, offline=True, options=Options(archive=tmp_path / "traces"))
    assert kinds(changed)[0] == ("trace archive", "failed")
    assert "digest differs" in changed.attempts[0].reason


def test_the_article_itself_from_an_address(world: World, options: Callable[..., Options], reconstruction: str, seed: str, tmp_path: Path) -> None:
    toutiao(world, {f"/i{ITEM}/info/v2/": info(reconstruction)})
    html = f"<html lang=en><head><title>On the visit</title></head><body><article>{''.join(f'<p>{p}</p>' for p in seed.splitlines() if p.strip())}</article></body></html>"
    world.hosts["english.example"] = {"/story": page(html)}
    record = trace("https://english.example/story", out=tmp_path / "t", options=options())
    assert kinds(record)[0] == ("article", "captured")
    assert record.article.url == "https://english.example/story"
    assert record.original
    checked = verify(tmp_path / "t")
    assert checked.ok, [f for f in checked.findings if f.state == "fail"]
    with pytest.raises(InputError, match="--offline forbids"):
        trace("https://english.example/story", offline=True)


def test_a_source_by_its_address(world: World, options: Callable[..., Options], reconstruction: str) -> None:
    toutiao(world, {f"/i{ITEM}/info/v2/": info(reconstruction)})
    record = trace(SEED, f"https://www.toutiao.com/w/{ITEM}/", options=options())
    assert record.original
    assert record.attempts[0].reference is None
    assert record.attempts[0].target == f"https://www.toutiao.com/w/{ITEM}/"


def test_a_page_about_something_else_is_not_the_original(world: World, options: Callable[..., Options]) -> None:
    other = "博物馆买下了一幅画。画上是冬天的湖。评论家称赞了它的色彩。画家于一九一一年去世。他的信件在巴黎售出。这家人后来搬到了南方。" * 3
    toutiao(world, {f"/i{ITEM}/info/v2/": info(other)})
    record = trace(SEED, options=options())
    assert record.original is None
    assert any("does not read as the original" in a.reason for a in record.attempts)
    assert [c.judgement.passed for c in record.captures] == [False]


def test_recover_tells_the_attempts_alone(world: World, options: Callable[..., Options], reconstruction: str) -> None:
    toutiao(world, {f"/i{ITEM}/info/v2/": info(reconstruction)})
    recovery, recovered = recover_with_bytes(f"https://toutiao.com/article/{ITEM}/", options=options())
    assert recovery.original == "c1"
    assert (recovery.language, recovery.next_steps) == ("zh", ())
    assert recovered.found["c1"].document.text.startswith(reconstruction[:12])
    assert "no English to compare" in recovery.captures[0].judgement.reasons[0]


def test_a_saved_wall_is_refused_as_the_original(tmp_path: Path) -> None:
    wall = tmp_path / "wall.html"
    wall.write_text(
        "<html><head><title>微信公众平台</title></head><body><h2>环境异常</h2><p>当前环境异常，完成验证后即可继续访问。</p><a>去验证</a></body></html>",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="wall"):
        trace(SEED, wall, offline=True)
    assert trace(SEED, wall, offline=True, force=True).comparison


def test_the_record_of_a_recovery_survives_a_round_trip(world: World, options: Callable[..., Options], reconstruction: str) -> None:
    toutiao(world, {f"/i{ITEM}/info/v2/": info(reconstruction)})
    record = trace(SEED, options=options())
    assert encode(decode(encode(record))) == encode(record)


def test_no_limit_is_a_surprise() -> None:
    assert Limits().max_bytes == 10_000_000
    with pytest.raises(InputError, match="is no folder"):
        recover(SEED, options=Options(offline=True, archive=Path("/nonexistent")))


def test_one_s_own_addresses_are_told_to_no_archive(world: World, options: Callable[..., Options]) -> None:
    port = world._serve("127.0.0.1", None)
    world.hosts |= {"127.0.0.1": {"/a": page("<p>nothing</p>")}, "web.archive.org": lambda *_: NOTHING_ARCHIVED}
    recovery = recover(f"http://127.0.0.1:{port}/a", options=Options(client=world.client(allow_private=True), aggregator="https://aggregator.example"))
    assert [a.kind for a in recovery.attempts] == ["live"]
    assert {host for host, _ in world.asked} == {"127.0.0.1"}


def test_the_capture_that_the_article_names(world: World, options: Callable[..., Options], reconstruction: str, tmp_path: Path, seed: str) -> None:
    """It comes first, and is taken: the translator says that this is what was seen."""
    toutiao(world, {f"/i{ITEM}/info/v2/": info(reconstruction)})
    body = f"<html><body><article>{''.join(f'<p>{line}</p>' for line in reconstruction.splitlines())}</article></body></html>".encode()
    replay = f"/web/20260209010203id_/https://www.toutiao.com/w/{ITEM}/"
    memento = Reply(body, headers={"Content-Type": "text/html", "Memento-Datetime": "Mon, 09 Feb 2026 01:02:03 GMT"})
    world.hosts["web.archive.org"] = lambda path, _: memento if path == replay else NOTHING_ARCHIVED
    named = f"https://web.archive.org/web/20260209010203/https://www.toutiao.com/w/{ITEM}/"
    article = tmp_path / "a.txt"
    article.write_text(seed.replace("toutiao.com/article/1856590871734284/", named), encoding="utf-8")
    for record in (trace(article, options=options()), trace(SEED, named, options=options()), trace(article, options=options(all_captures=True))):
        assert record.original
        assert kinds(record)[0] == ("named capture", "captured")
        assert "which the article itself names" in record.original.why
        assert record.captures[0].memento


def test_a_trace_with_captures_is_replaced_when_asked(world: World, options: Callable[..., Options], reconstruction: str, tmp_path: Path) -> None:
    toutiao(world, {f"/i{ITEM}/info/v2/": info(reconstruction)})
    for overwrite in (False, True):
        trace(SEED, out=tmp_path / "t", options=options(), overwrite=overwrite)
    assert [p.name for p in tmp_path.iterdir()] == ["t"]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (f"https://toutiao.com/article/{ITEM}/", f"https://m.toutiao.com/w/{ITEM}/", True),
        ("http://www.news.example/a/", "https://news.example/a#top", True),
        ("https://news.qq.com/a/20200101/012345.htm", "https://news.qq.com/a/20190505/012345.htm", False),
        ("https://elpais.com/2026-02-09/uno.html", "https://elpais.com/2026-02-09/dos.html", False),
        ("https://news.naver.com/main/read.nhn?oid=001&aid=1", "https://news.naver.com/main/read.nhn?oid=002&aid=1", False),
        ("https://site.example/#/p/1", "https://site.example/#/p/2", False),
    ],
)
def test_which_addresses_lead_to_the_same_item(a: str, b: str, same: bool) -> None:
    assert same_item(a, b) == same_item(b, a) == same


def test_a_lone_surrogate_in_a_title_is_no_failure(world: World, options: Callable[..., Options], reconstruction: str, tmp_path: Path) -> None:
    data = {"success": True, "data": {"title": "x\ud800y", "content": "".join(f"<p>{line}</p>" for line in reconstruction.splitlines()), "source": "\udfff"}}
    toutiao(world, {f"/i{ITEM}/info/v2/": Reply(json.dumps(data).encode(), headers={"Content-Type": "application/json"})})
    record = trace(SEED, out=tmp_path / "t", options=options())
    assert record.original
    assert record.original.article.title == "x?y"
    checked = verify(tmp_path / "t")
    assert checked.ok, [f for f in checked.findings if f.state == "fail"]


def test_a_machine_without_a_connection_is_told_so(world: World, options: Callable[..., Options]) -> None:
    world.addresses |= {host: [] for host in ("toutiao.com", "m.toutiao.com", "www.toutiao.com", "web.archive.org")}
    steps = trace(SEED, options=options()).summary.next_steps
    assert "No host could be reached" in steps[0]
    assert any("web.archive.org/web/*/" in step for step in steps)
