"""Archives: capturing into them, the ledger, time and signature, handing on."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
import rfc8785
from authority import Authority, make_authority, openssl
from conftest import ROOT, SEED, Run
from hypothesis import given
from hypothesis import strategies as st
from sourcetrace.provenance import Options, archive, read, stamp, verify
from sourcetrace.provenance.archiving.folder import Archive
from sourcetrace.provenance.archiving.ledger import FIRST, Broken, Captured, Extracted, Failed, Filed, Ledger, chained, noted_head, parsed
from sourcetrace.provenance.archiving.records import records
from sourcetrace.provenance.archiving.wacz import pack
from sourcetrace.provenance.archiving.warc import Content, Earlier, File, Reading, write_warc
from sourcetrace.provenance.custody import _Stamper, export, look, unstamped
from sourcetrace.provenance.formats.zipped import Zip
from sourcetrace.provenance.publishing import Keys
from sourcetrace.provenance.verification.finding import Verification
from sourcetrace.provenance.wire import Message
from sourcetrace.translate import InputError
from sourcetrace.translate.text import digest
from stand_in import Reply, World, page

TEXT = "".join(f"<p>这是第{n}段，说的是河边公园里的树，和去年秋天在那里种树的人们。</p>" for n in range(1, 9))
PAGE = f"<html lang=zh><head><title>河边的树</title></head><body><article>{TEXT}<img src=/a.png><img data-src=/b.png src=data:,></article></body></html>"


def message(body: bytes = PAGE.encode(), url: str = "https://news.example/trees", **headers: str) -> Message:
    received = {"Content-Type": "text/html; charset=utf-8", **headers}
    return Message(
        url,
        "192.0.2.7",
        "2026-05-02T08:30:00Z",
        "GET",
        ((b"Host", b"news.example"), (b"Cookie", b"id=7")),
        "HTTP/1.1",
        200,
        "OK",
        tuple((name.replace("_", "-").encode("latin-1"), value.encode("latin-1")) for name, value in received.items()),
        body,
    )


def content(*messages: Message, **more: Any) -> Content:
    chosen = messages or (message(),)
    return Content(chosen[-1].url, "2026-05-02T08:30:00Z", "河边的树", chosen, reading=Reading("这是第1段。", {"method": "x"}), **more)


def by_kind(data: bytes) -> dict[str, Any]:
    return {record.kind: record for record in records(data)}


# --- WARC and WACZ --------------------------------------------------------------------------------------------------------


def test_a_capture_holds_what_was_asked_and_answered_byte_for_byte() -> None:
    body = gzip.compress(PAGE.encode(), mtime=0)
    written = write_warc(content(message(body, Content_Encoding="gzip", X_Café="naïve")))
    kinds = by_kind(written.data)
    assert set(kinds) == {"warcinfo", "response", "request", "conversion", "metadata"}
    assert bytes(kinds["response"].payload) == body
    assert "X-Café: naïve\r\n".encode("latin-1") in kinds["response"].head
    assert bytes(kinds["conversion"].block).decode() == "这是第1段。"
    assert kinds["conversion"].headers["warc-refers-to"] == kinds["response"].headers["warc-record-id"]
    assert kinds["request"].headers["warc-concurrent-to"] == kinds["response"].headers["warc-record-id"]
    assert kinds["response"].headers["warc-payload-digest"] == digest(body)
    assert kinds["response"].headers["warc-ip-address"] == "192.0.2.7"
    assert all(list(record.faults()) == [] for record in records(written.data))


def test_secrets_are_not_kept_and_that_is_told() -> None:
    sent = message(url="https://me:word@news.example/trees?id=3&token=geheim", Set_Cookie="s=geheim", Location="/x?sign=geheim", Transfer_Encoding="chunked")
    data = write_warc(content(sent)).data
    assert b"geheim" not in data
    assert b"word" not in data
    assert b"id=7" not in data
    facts = msgspec.json.decode(by_kind(data)["metadata"].block)
    assert len(facts["changed"]) == 5
    assert any("Set-Cookie" in change for change in facts["changed"])
    assert any("Transfer-Encoding: chunked" in change for change in facts["changed"])
    assert b"id=3&token=REDACTED" in data
    assert by_kind(data)["response"].header("transfer-encoding") is None


@pytest.mark.parametrize(
    "bad",
    [
        message(url="https://news.example/\r\nWARC-Injected: yes"),
        message(Content_Type="text/html\r\nX-Evil: 1"),
        message(**{"X\nY": "1"}),
        message(X_Nul="a\0b"),
    ],
)
def test_headers_that_would_make_others_are_refused(bad: Message) -> None:
    with pytest.raises(InputError, match="control character"):
        write_warc(content(bad))


def test_the_same_content_gives_the_same_bytes() -> None:
    assert pack(content()) == pack(content())
    assert pack(content()) != pack(content(message(b"x")))


def test_what_is_known_already_is_pointed_to() -> None:
    written = write_warc(content(), lambda _: Earlier("https://news.example/trees", "2026-01-01T00:00:00Z"))
    revisit = by_kind(written.data)["revisit"]
    assert revisit.headers["warc-payload-digest"] == digest(PAGE.encode())
    assert revisit.headers["warc-refers-to-date"] == "2026-01-01T00:00:00Z"
    assert revisit.headers["warc-profile"].endswith("warc/1.1/revisit/identical-payload-digest")
    assert bytes(revisit.payload) == b""
    assert len(written.data) < 5000


def test_a_file_is_a_resource() -> None:
    file = File("file:///trees.html", "2026-05-02T08:30:00Z", "text/html", PAGE.encode())
    data = write_warc(Content(file.url, file.when, "T", file=file)).data
    assert bytes(by_kind(data)["resource"].block) == PAGE.encode()


@given(st.binary(max_size=200), st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=20))
def test_any_payload_comes_back(body: bytes, value: str) -> None:
    written = write_warc(content(message(body, X_Value=value.strip())))
    found = list(records(written.data))
    assert [list(record.faults()) for record in found] == [[]] * 5
    assert bytes(found[1].payload) == body
    assert sum(record.length for record in found) == len(written.data)
    for row in written.rows:
        assert written.data[row.offset : row.offset + row.length] in written.data


# --- the ledger -----------------------------------------------------------------------------------------------------------

events = st.one_of(
    st.builds(Captured, st.text(), st.text(), st.text(), st.text(), st.text(), st.integers(0, 2**53 - 1), st.text(), st.text()),
    st.builds(Extracted, st.text(), st.text(), st.text(), st.text(), st.text()),
    st.builds(Failed, st.text(), st.text(), st.text()),
    st.builds(Filed, st.text(), st.text(), st.text(), st.text()),
)


@given(st.lists(events, max_size=6), st.text())
def test_lines_are_canonical_json_and_chained(given_events: list[Any], at: str) -> None:
    lines = [line for _, line in chained(given_events, at)]
    assert all(line == rfc8785.dumps(json.loads(line)) for line in lines)
    assert [entry.what for entry, _ in parsed(b"".join(line + b"\n" for line in lines))] == given_events
    previous = FIRST
    for line in lines:
        assert json.loads(line)["previous"] == previous
        previous = digest(line)


def test_a_ledger_out_of_order_is_broken() -> None:
    lines = [line for _, line in chained([Failed("a", "b", str(n)) for n in range(5)], "t")]
    for order in ([0, 2, 1, 3, 4], [1, 0, 2, 3, 4], [0, 1, 3, 4], [1, 2, 3, 4], [0, 0, 1, 2], [0, 1, 2, 3, 4, 4]):
        with pytest.raises(Broken, match="does not follow"):
            list(parsed(b"".join(lines[n] + b"\n" for n in order)))
    spaced = lines[0].replace(b":", b": ", 1)
    with pytest.raises(Broken, match="otherwise than we write it"):
        list(parsed(spaced + b"\n"))
    with pytest.raises(Broken, match="no entry"):
        list(parsed(lines[0].replace(b'"failed"', b'"unheard of"') + b"\n"))


def test_a_line_cut_off_anywhere_is_taken_away_by_the_next_writer(tmp_path: Path) -> None:
    whole = b"".join(line + b"\n" for _, line in chained([Failed("a", "b", "c"), Failed("d", "é中", "f")], "t"))
    first = whole.index(b"\n") + 1
    for size in range(first, len(whole)):
        ledger = Ledger(tmp_path / "ledger.jsonl")
        ledger.path.write_bytes(whole[:size])
        noted_head(ledger.path).unlink(missing_ok=True)
        assert len(list(ledger.entries())) == 1
        with ledger.writing() as writing:
            writing.append([Failed("g", "h", "i")], "t")
        assert [entry.what.url for entry, _ in ledger.entries() if isinstance(entry.what, Failed)] == ["a", "g"]


# --- the archive ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def options(world: World) -> Iterator[Options]:
    client = world.client()
    yield Options(client=client, images=True)
    client.close()


def news(world: World, **more: Reply) -> None:
    picture = {"Content-Type": "image/png"}
    world.hosts["news.example"] = {
        "/trees": page(PAGE, **{"Set-Cookie": "geheim=1"}),
        "/old": Reply(status=302, headers={"Location": "/trees?token=geheim"}),
        "/trees?token=geheim": page(PAGE),
        "/a.png": Reply(b"\x89PNG one", headers=picture),
        "/b.png": Reply(b"\x89PNG two", headers=picture),
        "/gone": Reply(b"gone", 404),
        **more,
    }


def failures(found: Verification) -> list[str]:
    return [f"{f.check}: {f.message}" for f in found.findings if f.state == "fail"]


def test_a_page_is_archived_with_its_images_and_redirects(world: World, options: Options, tmp_path: Path) -> None:
    news(world)
    (kept,) = archive("https://news.example/old", tmp_path / "a", options=options)
    assert (kept.outcome, kept.title) == ("captured", "河边的树")
    seen = look(tmp_path / "a", kept.capture or "")
    assert [record.kind for record in seen.records if record.kind != "request"] == [
        "warcinfo",
        "response",
        "response",
        "conversion",
        "metadata",
        "response",
        "response",
    ]
    assert [record.url.rsplit("/", 1)[-1] for record in seen.records if record.kind == "response"] == ["old", "trees?token=REDACTED", "a.png", "b.png"]
    assert "这是第8段" in seen.text
    found = verify(tmp_path / "a", deep=True)
    assert failures(found) == []
    assert {f.check for f in found.findings if f.state == "pass"} >= {"ledger", "captures", "records", "index", "texts"}
    packed = (tmp_path / "a" / (kept.file or "")).read_bytes()
    assert b"geheim" not in packed
    assert read(packed).title == "河边的树"


def test_the_same_thing_twice_adds_a_revisit_not_a_copy(world: World, options: Options, tmp_path: Path) -> None:
    news(world)
    first, second = (archive("https://news.example/trees", tmp_path / "a", options=options)[0] for _ in range(2))
    assert (first.outcome, second.outcome) == ("captured", "revisit")
    assert first.capture in second.reason
    holds = [capture.holds for _, capture in Archive(tmp_path / "a").captures()]
    assert [len(h) for h in holds] == [3, 0]
    assert failures(verify(tmp_path / "a", deep=True)) == []
    assert [one.outcome for one in archive(["https://news.example/trees"], tmp_path / "a", options=options, new_only=True)] == ["present"]


def test_failures_are_told_recorded_and_stop_nothing(world: World, options: Options, tmp_path: Path) -> None:
    news(world)
    targets = ["https://news.example/gone", "http://127.0.0.1/x", tmp_path / "none.txt", tmp_path, "https://news.example/trees"]
    outcomes = [one.outcome for one in archive(targets, tmp_path / "a", options=options)]
    assert outcomes == ["failed", "failed", "failed", "failed", "captured"]
    reasons = [entry.what.reason for entry, _ in Archive(tmp_path / "a").entries() if isinstance(entry.what, Failed)]
    assert len(reasons) == 2
    assert "404" in reasons[0]
    assert "this machine's own" in reasons[1]


def test_files_and_traces_are_archived(seed_trace: Path, tmp_path: Path) -> None:
    picture = tmp_path / "图.png"
    picture.write_bytes(b"\x89PNG")
    offline = Options(offline=True)
    kept = archive([SEED, picture, seed_trace, seed_trace, "https://news.example/x"], tmp_path / "a", options=offline)
    assert [one.outcome for one in kept] == ["captured", "captured", "filed", "present", "failed"]
    assert "No text" in kept[1].reason
    found = verify(tmp_path / "a", deep=True)
    assert failures(found) == []
    assert any("passes all" in f.message for f in found.findings if f.check == "traces")


def test_a_broken_trace_is_not_filed(seed_trace: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(seed_trace, tmp_path / "t"))
    (copy / "data/article.txt").write_text("Other words.")
    (kept,) = archive(copy, tmp_path / "a", options=Options(offline=True))
    assert kept.outcome == "failed"
    assert "has been changed" in kept.reason


def test_traces_share_the_bytes_of_captures(world: World, options: Options, tmp_path: Path) -> None:
    news(world)
    english = "<p>This is a paragraph about the trees in the park by the river, and the people who planted them there last autumn.</p>"
    article = tmp_path / "english.html"
    article.write_text(f"<html><title>Trees</title><article>{english * 8}<p>Original: https://news.example/trees</p></article></html>", encoding="utf-8")
    from sourcetrace.provenance import trace

    archive("https://news.example/trees", tmp_path / "a", options=options)
    record = trace(article, out=tmp_path / "t", offline=True, options=Options(archive=tmp_path / "a"), force=True)
    assert record.attempts[0].kind == "trace archive"
    assert record.captures
    archive(tmp_path / "t", tmp_path / "a", options=Options(offline=True))
    (capture,) = (tmp_path / "a/captures").iterdir()
    assert capture.stat().st_nlink == 2
    assert failures(verify(tmp_path / "a")) == []


def test_two_writers_at_once(tmp_path: Path) -> None:
    program = """
import sys
from sourcetrace.provenance.archiving.folder import Archive
from sourcetrace.provenance.archiving.warc import Content, File
place = Archive(sys.argv[1], create=True)
for n in range(40):
    body = f"{'same' if n % 2 else sys.argv[2]} {n}".encode()
    file = File(f"file:///{sys.argv[2]}/{n}", "2026-05-02T08:30:00Z", "text/plain", body)
    place.add(Content(file.url, file.when, None, file=file), "", "2026-05-02T08:30:00Z")
"""
    writers = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "a"), name]) for name in ("one", "two", "three")]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    found = verify(tmp_path / "a")
    assert failures(found) == []
    captures = [capture for _, capture in Archive(tmp_path / "a").captures()]
    assert len(captures) == 120
    assert sum(bool(capture.revisit) for capture in captures) == 40  # 20 bodies that all three have


def test_the_index_is_made_again_where_it_is_missing_damaged_or_of_another_ledger(tmp_path: Path) -> None:
    def add(folder: Path, body: bytes) -> bool:
        file = File("file:///x", "2026-05-02T08:30:00Z", "text/plain", body)
        return bool(Archive(folder, create=True).add(Content(file.url, file.when, None, file=file), "", "2026-05-02T08:30:00Z").revisit)

    assert not add(tmp_path / "a", b"one")
    assert not add(tmp_path / "b", b"two, which is longer, and so is its ledger" * 9)
    index = tmp_path / "a/index.sqlite"
    for damage in (index.unlink, lambda: index.write_bytes(b"no database"), lambda: shutil.copy(tmp_path / "b/index.sqlite", index)):
        damage()
        file = File("file:///y", f"2026-05-02T08:30:0{random.randrange(9)}Z", "text/plain", b"one")
        assert Archive(tmp_path / "a").add(Content(file.url, file.when, None, file=file), "", "t").revisit
    assert failures(verify(tmp_path / "a")) == []


def test_what_an_archive_must_not_hold(tmp_path: Path) -> None:
    archive(SEED, tmp_path / "a", options=Options(offline=True))
    for name, told in (("captures/extra.wacz", "in no entry"), ("strange.txt", "does not belong"), ("timestamps/x.tsr", "in no entry")):
        (tmp_path / "a" / name).write_bytes(b"x")
        assert any(told in fault for fault in failures(verify(tmp_path / "a"))), name
        (tmp_path / "a" / name).unlink()
    (tmp_path / "a/incoming/captures!left.wacz").write_bytes(b"half")
    found = verify(tmp_path / "a")
    assert found.ok
    assert any("1 unfinished" in f.message for f in found.findings)
    archive(SEED, tmp_path / "a", options=Options(offline=True))
    assert not list((tmp_path / "a/incoming").iterdir())


def test_a_change_in_a_trace_of_an_archive_is_found(seed_trace: Path, tmp_path: Path) -> None:
    archive(seed_trace, tmp_path / "a", options=Options(offline=True))
    for path in sorted(p for p in (tmp_path / "a/traces").rglob("*") if p.is_file()):
        whole = path.read_bytes()
        path.write_bytes(whole[:-9] + b"?" + whole[-8:])
        assert not verify(tmp_path / "a").ok, path.name
        path.write_bytes(whole)


def test_every_change_in_an_archive_is_found(tmp_path: Path) -> None:
    archive([SEED, SEED], tmp_path / "a", options=Options(offline=True))
    chance = random.Random(4)
    not_evidence = {"index.sqlite", "README.txt"}
    for path in sorted(p for p in (tmp_path / "a").rglob("*") if p.is_file() and p.relative_to(tmp_path / "a").as_posix() not in not_evidence):
        whole = path.read_bytes()
        for offset in {0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(4))}:
            path.write_bytes(whole[:offset] + bytes([whole[offset] ^ 1 << chance.randrange(8)]) + whole[offset + 1 :])
            found = verify(tmp_path / "a")
            assert not found.ok, (path.name, offset)
        path.unlink()
        if path.parent != tmp_path / "a" or path.name != "ledger.jsonl":
            assert not verify(tmp_path / "a").ok, path.name
        path.write_bytes(whole)
    assert verify(tmp_path / "a").ok


def rewritten(folder: Path, change: Callable[[list[Any]], list[Any]]) -> None:
    """The ledger with other events, as somebody would write it who wants to go unnoticed."""
    ledger = folder / "ledger.jsonl"
    kept = [(entry.at, entry.what) for entry, _ in Ledger(ledger).entries()]
    lines = [line for _, line in chained(change([what for _, what in kept]), kept[0][0])]
    ledger.write_bytes(b"".join(line + b"\n" for line in lines))
    noted_head(ledger).write_text(f"{len(lines) - 1} {digest(lines[-1])}\n")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda events: [*events, events[1]], "entered twice"),
        (lambda events: [events[0], msgspec.structs.replace(events[1], size=1), *events[2:]], "another size"),
        (lambda events: [events[0], msgspec.structs.replace(events[1], title="Another"), *events[2:]], "another page"),
        (
            lambda events: [events[0], events[1], msgspec.structs.replace(events[2], text="sha256:" + "0" * 64), *events[3:]],
            "not the one that the ledger names",
        ),
        (lambda events: [*events[:3], msgspec.structs.replace(events[3], revisit="nowhere"), *events[4:]], "does not hold"),
        (lambda events: [events[0], *events[3:]], "does not hold"),
        (lambda events: [events[0], msgspec.structs.replace(events[1], file="captures/../ledger.jsonl"), *events[2:]], "missing"),
        (lambda events: [events[0], msgspec.structs.replace(events[1], file="ledger.jsonl"), *events[2:]], "missing"),
    ],
)
def test_a_ledger_that_was_written_anew_does_not_agree_with_its_captures(change: Any, told: str, world: World, options: Options, tmp_path: Path) -> None:
    news(world)
    archive("https://news.example/trees", tmp_path / "a", options=options)
    time.sleep(1)
    archive("https://news.example/trees", tmp_path / "a", options=options)
    assert failures(verify(tmp_path / "a")) == []
    rewritten(tmp_path / "a", change)
    assert any(told in fault for fault in failures(verify(tmp_path / "a"))), failures(verify(tmp_path / "a"))


def test_a_text_that_was_exchanged_in_a_capture_is_found() -> None:
    forged = write_warc(content()).data.replace("这是第1段。".encode(), "那是第9段。".encode())
    fixed = forged.replace(digest("这是第1段。").encode(), digest("那是第9段。").encode(), 2)  # the conversion's own two digests
    from sourcetrace.provenance.verification.capture import Examination, _examine_warc

    seen = Examination(ours=True)
    _examine_warc("archive/data.warc", fixed, seen, [])
    assert any("not the one that was read" in message for _, message in seen.faults)


def test_traces_of_the_same_name_lie_beside_one_another(seed_trace: Path, tmp_path: Path) -> None:
    offline = Options(offline=True)
    folders = [tmp_path / "one/x", tmp_path / "two/x-2", tmp_path / "three/x", tmp_path / "four/x_"]
    for number, folder in enumerate(folders):
        shutil.copytree(seed_trace, folder)
        openssl("genpkey", "-algorithm", "ed25519", "-out", tmp_path / f"{number}.pem")
        stamp(folder, authorities=[], key=tmp_path / f"{number}.pem", options=offline)
    assert [one.outcome for one in archive(folders, tmp_path / "a", options=offline)] == ["filed"] * 4
    archive(SEED, tmp_path / "a", options=offline)
    assert sorted(path.name for path in (tmp_path / "a/traces").iterdir()) == ["x", "x-2", "x-3", "x_"]
    assert failures(verify(tmp_path / "a")) == []


def test_what_is_gone_is_not_pointed_to(tmp_path: Path) -> None:
    offline = Options(offline=True)
    (first,) = archive(SEED, tmp_path / "a", options=offline)
    (tmp_path / "a" / (first.file or "")).write_bytes(b"damaged")
    time.sleep(1)
    (second,) = archive(SEED, tmp_path / "a", options=offline)
    assert second.outcome == "captured"
    assert len(failures(verify(tmp_path / "a"))) == 1


def test_a_title_of_any_length(tmp_path: Path) -> None:
    (tmp_path / "long.html").write_text(f"<html><title>{'长' * 400_000}</title><article>{TEXT}</article></html>", encoding="utf-8")
    for _ in range(2):
        assert archive(tmp_path / "long.html", tmp_path / "a", options=Options(offline=True))[0].outcome != "failed"
    assert failures(verify(tmp_path / "a")) == []


def test_one_hostile_header_does_not_stop_the_others(world: World, options: Options, tmp_path: Path) -> None:
    def hostile(path: str, headers: dict[str, str]) -> Reply:
        return Reply(
            raw=True, stream=lambda out: out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-A: a\x01b\r\nConnection: close\r\n\r\n" + PAGE.encode())
        )

    news(world)
    world.hosts["site.example"] = hostile
    outcomes = [one.outcome for one in archive(["https://site.example/", "https://news.example/trees"], tmp_path / "a", options=options)]
    assert outcomes == ["failed", "captured"]


def test_a_damaged_trace_is_not_stamped_and_none_inside_an_archive(seed_trace: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(seed_trace, tmp_path / "t"))
    archive(copy, tmp_path / "a", options=Options(offline=True))
    with pytest.raises(InputError, match="lies in an archive"):
        stamp(tmp_path / "a/traces/t", authorities=[])
    (copy / "README.txt").write_text("Trust everything.")
    with pytest.raises(InputError, match="no whole trace"):
        stamp(copy, authorities=[])


def test_a_ledger_without_its_end_is_not_written_to(tmp_path: Path) -> None:
    archive([SEED, SEED], tmp_path / "a", options=Options(offline=True))
    ledger = tmp_path / "a/ledger.jsonl"
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:-1]))
    with pytest.raises(InputError, match="changed or taken away"):
        archive(SEED, tmp_path / "a", options=Options(offline=True))
    assert any("taken away" in fault for fault in failures(verify(tmp_path / "a")))


def test_stamps_at_the_same_time_do_not_overwrite_one_another(world: World, authority: Authority, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    archive(SEED, folder, options=Options(offline=True))
    address = timed(world, authority)
    both = [
        _Stamper([entry for entry, _ in Ledger(folder / "ledger.jsonl").entries()], [authority.root], Options(client=world.client()), lambda _: None)
        for _ in "ab"
    ]
    for one in both:
        one.ask(address[0])
    for one in both:
        Archive(folder).add_files(one.files, one.events, "2026-05-02T08:30:00Z")
    assert len(list((folder / "timestamps").glob("*.tsr"))) == 2
    assert failures(verify(folder, trust=[authority.root])) == []


def test_a_time_that_the_token_does_not_state(world: World, authority: Authority, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    archive(SEED, folder, options=Options(offline=True))
    stamp(folder, authorities=timed(world, authority), trust=[authority.root], options=Options(client=world.client()))
    rewritten(folder, lambda events: [*events[:-1], msgspec.structs.replace(events[-1], time="1999-01-01T00:00:00Z")])
    assert any("another time" in fault for fault in failures(verify(folder, trust=[authority.root])))


def test_captures_go_with_the_images_they_point_to(world: World, options: Options, tmp_path: Path) -> None:
    news(world, **{"/other": page(PAGE.replace("树", "花"))})
    kept = archive(["https://news.example/trees", "https://news.example/other"], tmp_path / "a", options=options)
    assert export(tmp_path / "a", tmp_path / "one.wacz", [kept[1].capture or ""]) == 2
    assert all(f.state == "pass" for f in verify(tmp_path / "one.wacz").findings)


def test_a_folder_called_archive_is_verified_as_a_zip_file(tmp_path: Path) -> None:
    archive(SEED, tmp_path / "archive", options=Options(offline=True))
    export(tmp_path / "archive", tmp_path / "o.zip")
    assert verify(tmp_path / "o.zip").ok
    with pytest.raises(InputError, match="in the folder itself"):
        export(tmp_path / "archive", tmp_path / "archive/o.zip")


def test_hostile_captures_get_a_finding(tmp_path: Path) -> None:
    import zipfile

    from sourcetrace.provenance.verification.capture import examine

    whole = {name: Zip(pack(content())).read(name) for name in Zip(pack(content())).names}
    odd = write_warc(content()).data.replace(b"WARC-Block-Digest: sha256:", b"WARC-Block-Digest: foo:", 1)
    for name, data in (("archive/data.warc", odd), ("datapackage.json", b"[" * 200_000), ("pages/pages.jsonl", b"[" * 200_000), ("hidden/", b"x" * 99)):
        with zipfile.ZipFile(tmp_path / "odd.wacz", "w") as packer:
            for inside, kept in {**whole, name: data}.items():
                packer.writestr(inside, kept)
        assert examine((tmp_path / "odd.wacz").read_bytes()).faults, name
        assert not verify(tmp_path / "odd.wacz").ok


def test_of_many_packed_records_only_a_window_is_copied_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from sourcetrace.provenance.archiving import records as module

    fed: list[int] = []
    real = zlib.decompressobj

    class Watched:
        """A decoder that tells how much it is given: what it leaves over is copied each time."""

        def __init__(self, bits: int) -> None:
            self._inner = real(bits)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._inner, name)

        def decompress(self, data: Any, most: int) -> bytes:
            fed.append(len(data))
            return self._inner.decompress(data, most)

    member = gzip.compress(b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 0\r\n\r\n\r\n\r\n")
    whole = member * 2_000
    monkeypatch.setattr(module.zlib, "decompressobj", Watched)
    assert len(list(records(whole))) == 2_000
    assert max(fed) < len(whole)
    assert max(fed) <= 65_536


def test_secrets_in_fragments_and_headers() -> None:
    sent = message(url="https://news.example/trees?sig=geheim&id=4", Location="/ok#access_token=geheim", **{"X-Auth-Token": "geheim"})
    data = write_warc(content(sent)).data
    assert b"geheim" not in data
    assert b"id=4" in data


# --- killed ---------------------------------------------------------------------------------------------------------------

KILLS = int(os.environ.get("SOURCETRACE_KILLS", "12"))


def test_killed_at_any_moment_nothing_reported_is_lost(world: World, tmp_path: Path) -> None:
    pages = {f"/{n}": page(PAGE.replace("河边", f"河边{n}"), **{"X-N": str(n)}) for n in range(50)}
    world.hosts["127.0.0.1"] = pages
    world.hosts["127.0.0.2"] = pages
    program = [sys.executable, str(ROOT / "tests" / "killed.py"), f"http://127.0.0.2:{world.port}"]
    chance = random.Random(9)
    finished = 0
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as helper:
        assert helper.stdin
        assert helper.stdout
        for n in range(KILLS):
            folder, told = tmp_path / f"a{n % 7}", tmp_path / f"told{n}"
            if n % 7 == n:
                shutil.rmtree(folder, ignore_errors=True)
            helper.stdin.write(f"{folder}\t{told}\n")
            helper.stdin.flush()
            child = int(helper.stdout.readline())
            time.sleep(chance.random() ** 2 * 2.5)
            with suppress(ProcessLookupError):  # done already
                os.kill(child, signal.SIGKILL)
            assert helper.stdout.readline() == "ended\n"
            reported = told.read_text().split() if told.exists() else []
            finished += len(reported)
            if not (folder / "ledger.jsonl").exists():
                assert not reported
                continue
            found = verify(folder)
            assert failures(found) == [], n
            there = {capture.capture for _, capture in Archive(folder).captures()}
            assert set(reported) <= there, n
        helper.stdin.close()
    assert finished


# --- time and signature ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


def timed(world: World, *authorities: Authority) -> list[str]:
    """Their addresses in this world."""
    addresses = []
    for number, one in enumerate(authorities, 1):
        host = f"tsa{number}.example"
        world.hosts[host] = lambda _path, _headers, one=one: Reply(one.answer(world.bodies[-1]), headers={"Content-Type": "application/timestamp-reply"})  # type: ignore[misc]
        addresses.append(f"http://{host}/")
    return addresses


@pytest.mark.parametrize("kind", ["archive", "trace"])
def test_a_token_dates_the_ledger_and_openssl_agrees(kind: str, world: World, authority: Authority, seed_trace: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    if kind == "archive":
        archive(SEED, folder, options=Options(offline=True))
        ledger = folder / "ledger.jsonl"
    else:
        shutil.copytree(seed_trace, folder)
        ledger = folder / "data/ledger.jsonl"
    line = ledger.read_bytes().splitlines()[-1]
    (mark,) = stamp(folder, authorities=timed(world, authority), trust=[authority.root], options=Options(client=world.client()))
    assert (mark.outcome, mark.head) == ("stamped", digest(line))
    found = verify(folder, trust=[authority.root])
    assert failures(found) == []
    assert any("signed at 20" in line for line in found.proven)
    assert not any("When it was made" in line for line in found.not_proven)
    strange = verify(folder)
    assert [f.state for f in strange.findings if f.check == "time"] == ["not checked"]
    assert any("When it was made" in line for line in strange.not_proven)
    (token,) = (folder / "timestamps").glob("*.tsr")
    (tmp_path / "line").write_bytes(line)
    assert "Granted" in openssl("ts", "-reply", "-in", token, "-text")
    told = openssl("ts", "-verify", "-data", tmp_path / "line", "-in", token, "-CAfile", authority.root, "-untrusted", token.with_suffix(".pem"))
    assert "Verification: OK" in told
    assert unstamped([entry for entry, _ in Ledger(ledger).entries()]) == 0


def test_a_token_that_was_exchanged_or_moved_is_found(world: World, authority: Authority, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    archive(SEED, folder, options=Options(offline=True))
    address = timed(world, authority)
    for _ in range(2):
        stamp(folder, authorities=address, trust=[authority.root], options=Options(client=world.client()))
        archive(SEED, folder, options=Options(offline=True))
    first, second = sorted((folder / "timestamps").glob("*.tsr"))
    kept = first.read_bytes(), second.read_bytes()
    first.write_bytes(kept[1])
    second.write_bytes(kept[0])
    assert any("are not what the ledger says" in fault for fault in failures(verify(folder, trust=[authority.root])))
    first.unlink()
    assert any("missing" in fault for fault in failures(verify(folder, trust=[authority.root])))


def test_a_forged_token_is_not_kept(world: World, authority: Authority, tmp_path: Path) -> None:
    folder = tmp_path / "a"
    archive(SEED, folder, options=Options(offline=True))
    other = make_authority(tmp_path / "other")
    from sourcetrace.provenance.archiving.timestamp import check, read_certificates, request_for

    request = request_for(b"another line")
    old = authority.answer(request.data)
    world.hosts["tsa.example"] = {"/": Reply(b"")}
    answers = {"/old": Reply(old), "/junk": Reply(b"junk"), "/empty": Reply(b""), "/no": Reply(b"", 503), "/long": Reply(b"x" * 11_000_000)}
    world.hosts["tsa.example"] = answers
    marks = stamp(folder, authorities=[f"http://tsa.example{path}" for path in answers], options=Options(client=world.client()))
    assert [mark.outcome for mark in marks] == ["failed"] * 5
    assert not list((folder / "timestamps").iterdir())
    trusted = read_certificates(authority.root)
    assert check(old, b"another line", trusted, nonce=request.nonce).trusted
    assert check(old, b"another line", trusted, nonce=1).fault
    assert check(old, b"a line", trusted).fault
    assert not check(old, b"another line", read_certificates(other.root), authority.root.read_bytes()).trusted
    for offset in range(len(old)):
        changed = check(old[:offset] + bytes([old[offset] ^ 4]) + old[offset + 1 :], b"another line", trusted)
        assert not changed.trusted or changed.time == check(old, b"another line", trusted).time


def test_a_promise_of_a_calendar_is_kept_beside_the_token(world: World, tmp_path: Path) -> None:
    from opentimestamps.core.notary import PendingAttestation
    from opentimestamps.core.serialize import BytesSerializationContext
    from opentimestamps.core.timestamp import Timestamp

    def calendar(path: str, headers: dict[str, str]) -> Reply:
        assert path == "/digest"
        promise = Timestamp(world.bodies[-1])
        promise.attestations.add(PendingAttestation("https://calendar.example"))
        out = BytesSerializationContext()
        promise.serialize(out)
        return Reply(out.getbytes())

    world.hosts["calendar.example"] = calendar
    world.hosts["junk.example"] = lambda path, headers: Reply(b"junk")
    folder = tmp_path / "a"
    archive(SEED, folder, options=Options(offline=True))
    options = Options(client=world.client())
    for _ in range(2):
        marks = stamp(folder, authorities=[], calendars=["http://calendar.example/", "http://junk.example"], options=options)
        assert [mark.outcome for mark in marks] == ["stamped", "failed"]
    line = (folder / "ledger.jsonl").read_bytes().splitlines()[-2]
    assert digest(line)[7:] not in {body.hex() for body in world.bodies}  # the calendar learns nothing
    found = verify(folder)
    assert failures(found) == []
    assert all(f.state == "not checked" and "attested by calendar https://calendar.example" in f.message for f in found.findings if f.check == "time")
    proofs = sorted((folder / "timestamps").iterdir())
    assert len(proofs) == 2
    proofs[0].write_bytes(proofs[1].read_bytes())
    assert not verify(folder).ok


def test_offline_it_waits(tmp_path: Path, sourcetrace: Run) -> None:
    archive(SEED, tmp_path / "a", options=Options(offline=True))
    done = sourcetrace("archive", "stamp", "a", "--offline")
    assert done.returncode == 1
    assert "--offline forbids" in done.stdout
    assert "not dated by any authority yet" in sourcetrace("archive", "list", "a").stdout


def test_a_signature_of_the_users_key(tmp_path: Path, sourcetrace: Run) -> None:
    archive(SEED, tmp_path / "a", options=Options(offline=True))
    for name in ("key", "other"):
        openssl("genpkey", "-algorithm", "ed25519", "-out", tmp_path / f"{name}.pem")
        openssl("pkey", "-in", tmp_path / f"{name}.pem", "-pubout", "-out", tmp_path / f"{name}.pub")
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", tmp_path / "ec.pem")
    line = (tmp_path / "a/ledger.jsonl").read_bytes().splitlines()[-1]
    assert sourcetrace("archive", "stamp", "a", "--key", "key.pem", "--no-authority").returncode == 0
    assert sourcetrace("verify", "a", "--signer", "key.pub").returncode == 0
    wrong = sourcetrace("verify", "a", "--signer", "other.pub")
    assert wrong.returncode == 1
    assert "Nothing here is signed with the key that you named" in wrong.stdout
    entry = json.loads((tmp_path / "a/ledger.jsonl").read_bytes().splitlines()[-1])["what"]
    import base64

    (tmp_path / "key.der").write_bytes(base64.b64decode(entry["public_key"]))
    (tmp_path / "signature.bin").write_bytes(base64.b64decode(entry["signature"]))
    (tmp_path / "line").write_bytes(line)
    told = openssl(
        "pkeyutl",
        "-verify",
        "-pubin",
        "-keyform",
        "DER",
        "-inkey",
        tmp_path / "key.der",
        "-rawin",
        "-in",
        tmp_path / "line",
        "-sigfile",
        tmp_path / "signature.bin",
    )
    assert "Verified Successfully" in told
    for file, sentence in (("ec.pem", "no Ed25519 key"), ("key.pub", "no private key"), ("none.pem", "no such file")):
        refused = sourcetrace("archive", "stamp", "a", "--key", file, "--no-authority")
        assert refused.returncode == 2
        assert sentence in refused.stderr


# --- a public copy --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("orders", "status", "rows", "outcome", "said"),
    [
        ({"job_id": "spn2-1"}, {"status": "success"}, 1, "published", "capture made since"),
        ({"job_id": "spn2-1"}, {"status": "error", "status_ext": "error:blocked-url", "message": "no"}, 0, "failed", "blocked-url"),
        ({"job_id": "spn2-1"}, {"status": "error", "message": "520"}, 1, "published", "capture made since"),
        ({"job_id": "spn2-1"}, {"status": "success"}, 0, "failed", "no capture made since"),
        ({"message": "You need to be logged in"}, {}, 0, "failed", "logged in"),
        (None, {}, 0, "failed", "401"),
    ],
)
def test_a_public_copy_is_judged_by_the_index(
    world: World, tmp_path: Path, orders: Any, status: Any, rows: int, outcome: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sourcetrace.provenance import publishing

    monkeypatch.setattr(publishing, "_PAUSE", 0.0)
    publish = publishing.publish
    news(world)

    def wayback(path: str, headers: dict[str, str]) -> Reply:
        if path.startswith("/cdx/"):
            assert "authorization" not in headers
            row = "example,news)/trees 29990102030405 https://news.example/trees text/html 200 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA 100\n"
            return Reply(row.encode() * rows)
        assert headers["authorization"] == "LOW key:geheim"
        if orders is None:
            return Reply(b"<html>", 401)
        return Reply(json.dumps(orders if path == "/save" else status).encode())

    world.hosts["web.archive.org"] = wayback
    made = publish(world.client(), "https://news.example/trees", Keys("key", "geheim"), pause=0.0, patience=0.2)
    assert made.outcome == outcome
    assert said in made.reason
    assert (made.memento == "https://web.archive.org/web/29990102030405/https://news.example/trees") == (outcome == "published")
    assert "geheim" not in repr(made) + repr(Keys("key", "geheim"))


def test_that_no_public_copy_could_be_made_is_recorded_and_no_failure(world: World, tmp_path: Path) -> None:
    news(world)
    world.hosts["web.archive.org"] = {}
    options = Options(client=world.client())
    (kept,) = archive("https://news.example/trees", tmp_path / "a", options=options, public=Keys("key", "geheim"))
    assert kept.outcome == "captured"
    assert kept.public
    assert kept.public.startswith("failed")
    assert b"geheim" not in (tmp_path / "a/ledger.jsonl").read_bytes()
    assert b'"published"' in (tmp_path / "a/ledger.jsonl").read_bytes()


# --- handing on -----------------------------------------------------------------------------------------------------------


def test_captures_are_handed_on_with_what_they_point_to(world: World, options: Options, tmp_path: Path) -> None:
    news(world, **{"/other": page(PAGE.replace("树", "花"))})
    archive(["https://news.example/trees", "https://news.example/other", "https://news.example/trees"], tmp_path / "a", options=options)
    names = [capture.capture for _, capture in Archive(tmp_path / "a").captures()]
    assert export(tmp_path / "a", tmp_path / "one.wacz", [names[2]]) == 2
    assert export(tmp_path / "a", tmp_path / "all.wacz") == 3
    for name in ("one.wacz", "all.wacz"):
        assert failures(verify(tmp_path / name)) == []
    with pytest.raises(InputError, match="exists already"):
        export(tmp_path / "a", tmp_path / "all.wacz")
    with pytest.raises(InputError, match="o capture is called"):
        export(tmp_path / "a", tmp_path / "x.wacz", ["nothing"])


@pytest.mark.parametrize("kind", ["archive", "trace"])
def test_a_zip_file_of_the_folder_is_verified_as_the_folder_is(kind: str, seed_trace: Path, tmp_path: Path) -> None:
    folder = seed_trace
    if kind == "archive":
        folder = tmp_path / "a"
        archive(SEED, folder, options=Options(offline=True))
    export(folder, tmp_path / "f.zip")
    found = verify(tmp_path / "f.zip")
    assert (found.kind, failures(found)) == (kind, [])


def test_hostile_zip_files_are_refused(tmp_path: Path) -> None:
    import zipfile

    def made(name: str, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as packer:
            for inside, data in entries:
                packer.writestr(inside, data)
        return tmp_path / name

    link = zipfile.ZipInfo("data/link")
    link.external_attr = 0o120777 << 16
    cases = [
        made("up.zip", ("../../evil", b"x")),
        made("root.zip", ("/evil", b"x")),
        made("link.zip", (link, b"/etc/passwd")),
        made("bomb.zip", ("data/trace.json", b"\0" * 300_000_000)),
    ]
    (tmp_path / "cut.zip").write_bytes(cases[0].read_bytes()[:-8])
    (tmp_path / "text.zip").write_bytes(b"no zip")
    for path in (*cases, tmp_path / "cut.zip", tmp_path / "text.zip"):
        with pytest.raises(InputError):
            verify(path)
    assert not (tmp_path.parent / "evil").exists()


def test_a_capture_alone_that_was_changed_is_found() -> None:
    from sourcetrace.provenance.verification.capture import examine, repacked

    data = pack(content())
    chance = random.Random(7)
    missed = []
    for offset in sorted({*range(200), *(chance.randrange(len(data)) for _ in range(600)), *range(len(data) - 100, len(data))}):
        changed = data[:offset] + bytes([data[offset] ^ 1 << chance.randrange(8)]) + data[offset + 1 :]
        seen = examine(changed)
        try:
            same = not seen.faults and repacked(changed) == changed
        except ValueError:
            same = False
        if same and seen.ours:
            missed.append(offset)
    assert missed == []
    zipped = Zip(data)
    assert zipped.names[0] == "archive/data.warc"


def test_a_request_in_progress_does_not_hold_up_another_writer(tmp_path: Path) -> None:
    place = Archive(tmp_path / "a", create=True)
    done: list[str] = []

    def write(name: str) -> None:
        file = File(f"file:///{name}", "2026-05-02T08:30:00Z", "text/plain", name.encode())
        done.append(place.add(Content(file.url, file.when, None, file=file), "", "t").capture)

    threads = [threading.Thread(target=write, args=(f"f{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(set(done)) == 8
    assert failures(verify(tmp_path / "a")) == []


# --- the command ----------------------------------------------------------------------------------------------------------


def test_the_command_from_end_to_end(tmp_path: Path, sourcetrace: Run) -> None:
    shutil.copy(SEED, tmp_path / "article.txt")
    (tmp_path / "list.txt").write_text("# what to keep\narticle.txt\n\nnone.txt\n")
    done = sourcetrace("archive", "--list", "list.txt", "--to", "a", "--offline")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].startswith("captured")
    assert "does not exist" in done.stdout
    listed = json.loads(sourcetrace("archive", "list", "a", "--json").stdout)
    assert [entry["what"]["event"] for entry in listed] == ["opened", "captured", "extracted"]
    name = listed[1]["what"]["capture"]
    assert sourcetrace("archive", "show", "a", name, "--text").stdout.strip() == SEED.read_text().strip()
    assert "resource" in sourcetrace("archive", "show", "a", name[:12]).stdout
    assert sourcetrace("archive", "export", "a", "--to", "a.wacz").returncode == 0
    verified = sourcetrace("verify", "a.wacz", "--json", "--offline")
    assert json.loads(verified.stdout)["ok"]
    assert sourcetrace("verify", "a", "--deep", "--offline").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["archive", "x.txt", "--to", "file"], "is a file"),
        (["archive", "x.txt", "--to", "full"], "which no archive does"),
        (["archive", "--to", "a"], "Name what is to be archived"),
        (["archive", "list", "full"], "is no archive"),
        (["archive", "show", "a", "nothing"], "o capture is called"),
        (["archive", "export", "a", "--to", "x.tar"], "must end in .wacz or .zip"),
        (["archive", "stamp", "full"], "has no ledger"),
        (["archive", "stamp", "a", "--no-authority"], "give one of them, and no --authority"),
        (["archive", "x.txt", "--to", "a", "--public"], "SOURCETRACE_IA_ACCESS_KEY"),
        (["verify", "full"], "no trace folder and no archive"),
        (["verify", "a", "--trust", "file"], "holds no certificate"),
        (["verify", "file"], "is no ZIP file"),
    ],
)
def test_wrong_use_gets_one_sentence(arguments: list[str], sentence: str, tmp_path: Path, sourcetrace: Run) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/something").write_text("x")
    archive(SEED, tmp_path / "a", options=Options(offline=True))
    done = sourcetrace(*arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_broken_ledger_is_not_written_to(tmp_path: Path, sourcetrace: Run) -> None:
    archive([SEED, SEED], tmp_path / "a", options=Options(offline=True))
    ledger = tmp_path / "a/ledger.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join([lines[0], *lines[2:]]))
    before = ledger.read_bytes()
    done = sourcetrace("archive", SEED, "--to", "a", "--offline")
    assert done.returncode == 2
    assert ledger.read_bytes() == before
