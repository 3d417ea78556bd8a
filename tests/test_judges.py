"""Public tools as judges of what we write: warcio, FastWARC, py-wacz, bagit, pywb with Chromium looking at it, and the SURT of the Internet Archive.

All but warcio and bagit live in an environment of their own (`tests/judges.in`), which `make test` makes.
"""

from __future__ import annotations

import json
import os
import random
import socket
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from sourcetrace.provenance import Options, archive, read, verify
from sourcetrace.provenance.archiving.folder import Archive
from sourcetrace.provenance.archiving.surt import surt
from sourcetrace.provenance.custody import export
from stand_in import Reply, World, page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

JUDGES = Path(os.environ.get("SOURCETRACE_JUDGES") or ROOT / ".venv" / "judges") / "bin"


def judge(tool: str, *arguments: object, cwd: Path | None = None, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    path = JUDGES / tool
    if not path.exists():
        if os.environ.get("SOURCETRACE_REQUIRE_JUDGES"):
            pytest.fail(f"{tool} is not at {path}, and SOURCETRACE_REQUIRE_JUDGES is set")
        pytest.skip(f"{tool} is not at {path}: an independent tool was not asked; `make test` installs it")
    return subprocess.run([str(path), *map(str, arguments)], capture_output=True, text=True, cwd=cwd, input=stdin, timeout=120, check=False)


def picture(red: int) -> bytes:
    """A PNG of two by two pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([red, 0, 0]) * 2 for _ in range(2))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


TEXT = "".join(f"<p>这是第{n}段，说的是河边公园里的树，和去年秋天在那里种树的人们。</p>" for n in range(1, 9))
HTML = f"<html lang=zh><head><meta charset=utf-8><title>河边的树</title></head><body><article>{TEXT}<img src=/a.png></article></body></html>"
URLS = ("https://news.example/old", "https://news.example/trees?b=2&a=1")


@pytest.fixture
def kept(world: World, tmp_path: Path) -> Path:
    """An archive of a redirect to a page with an image, and the page again."""
    world.hosts["news.example"] = {
        "/old": Reply(status=301, headers={"Location": "/trees?b=2&a=1"}),
        "/trees?b=2&a=1": page(HTML, **{"Content-Encoding": "identity", "Set-Cookie": "a=b"}),
        "/a.png": Reply(picture(200), headers={"Content-Type": "image/png"}),
    }
    with world.client() as client:
        outcomes = [one.outcome for one in archive(URLS, tmp_path / "archive", options=Options(client=client, images=True))]
    assert outcomes == ["captured", "revisit"]
    return tmp_path / "archive"


def warcs(kept: Path, where: Path) -> list[Path]:
    import zipfile

    found = []
    for path in sorted((kept / "captures").iterdir()):
        with zipfile.ZipFile(path) as packed:
            found.append(Path(packed.extract("archive/data.warc", where / path.stem)))
    return found


def test_warcio_finds_every_digest_right(kept: Path, tmp_path: Path) -> None:
    for path in warcs(kept, tmp_path):
        done = subprocess.run([str(Path(sys.executable).with_name("warcio")), "check", "-v", str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        assert "digest fail" not in done.stdout
        assert "digest pass" in done.stdout


FASTWARC = """
import sys
from fastwarc.warc import ArchiveIterator, WarcRecordType
seen = 0
for http in (False, True):
    for record in ArchiveIterator(open(sys.argv[1], "rb"), parse_http=http):
        if record.record_type == WarcRecordType.revisit:
            continue
        check = record.verify_payload_digest if http and record.is_http else record.verify_block_digest
        if http and not record.is_http:
            continue
        assert check(), (record.record_type, record.headers)
        seen += 1
print(seen)
"""


def test_fastwarc_finds_every_digest_right(kept: Path, tmp_path: Path) -> None:
    for path in warcs(kept, tmp_path):
        done = judge("python", "-c", FASTWARC, path)
        assert done.returncode == 0, done.stderr
        assert int(done.stdout) >= 5


def test_py_wacz_finds_every_capture_and_the_whole_valid(kept: Path, tmp_path: Path) -> None:
    export(kept, tmp_path / "all.wacz")
    for path in (*sorted((kept / "captures").iterdir()), tmp_path / "all.wacz"):
        done = judge("wacz", "validate", "-f", path)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "is valid" in done.stdout


def test_the_keys_of_the_index_are_those_of_the_internet_archive() -> None:
    chance = random.Random(3)
    hosts = [
        "news.example",
        "WWW.News.Example",
        "www2.news.example:8080",
        "例え.jp",
        "xn--r8jz45g.jp",
        "192.0.2.7",
        "a.b.c.news.example.",
        "user:pw@news.example:443",
    ]
    paths = [
        "",
        "/",
        "//",
        "/A/b/",
        "/a/../b/./c//d",
        "/中文/%E4%B8%AD",
        "/a%20b c",
        "/%25%32%35",
        "/(S(4hqa0555fwsecu455xqckv45))/x.aspx",
        "/web/2020id_/http://x.example/Y",
    ]
    queries = ["", "?", "?b=2&a=1", "?A=中&b=%E4", "?x=%26&y=1+2", "?&&b=1&", "?sid=9682993c8daa2c5497996114facdc805&b=2", "?q=a/b?c", "?b&a=&a"]
    ends = ["", "#top", "#!/x"]
    urls = [f"http{chance.choice(['', 's'])}://{chance.choice(hosts)}{chance.choice(paths)}{chance.choice(queries)}{chance.choice(ends)}" for _ in range(400)]
    done = judge("python", "-c", "import sys, json, surt; print(json.dumps([surt.surt(u) for u in json.load(sys.stdin)]))", stdin=json.dumps(urls))
    assert done.returncode == 0, done.stderr
    assert {url: surt(url) for url in urls} == dict(zip(urls, json.loads(done.stdout), strict=True))


@pytest.fixture
def replayer(kept: Path, tmp_path: Path) -> Iterator[str]:
    """pywb with all captures of the archive, at its own address."""
    export(kept, tmp_path / "all.wacz")
    place = tmp_path / "pywb"
    place.mkdir()
    assert judge("wb-manager", "init", "kept", cwd=place).returncode == 0
    added = judge("wb-manager", "add", "--unpack-wacz", "kept", tmp_path / "all.wacz", cwd=place)
    assert added.returncode == 0, added.stderr
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([str(JUDGES / "wayback"), "-b", "127.0.0.1", "-p", str(port)], cwd=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/kept"
        server.terminate()


def test_pywb_replays_the_pages_and_chromium_sees_them(replayer: str, kept: Path, browser: Browser) -> None:
    times = [captured.when for _, captured in Archive(kept).captures()]
    tab = browser.new_page()
    for url, when in zip(URLS, times, strict=True):
        answer = tab.goto(f"{replayer}/{''.join(c for c in when if c.isdigit())}/{url}")
        assert answer
        assert answer.status == 200, url
        replayed = tab.frame_locator("iframe")
        assert "这是第8段" in replayed.locator("article").inner_text()
        replayed.locator("article img").evaluate("image => image.decode()")
        assert replayed.locator("article img").evaluate("image => image.naturalWidth") == 2
    tab.close()


@pytest.mark.parametrize("packed", [True, False])
def test_what_other_tools_made_is_read_and_checked(packed: bool, tmp_path: Path) -> None:
    from io import BytesIO

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    path = tmp_path / f"other.warc{'.gz' if packed else ''}"
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=packed)
        writer.write_record(writer.create_warcinfo_record("other.warc", {"software": "another"}))
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        body = HTML.encode()
        record = writer.create_warc_record("https://news.example/trees", "response", BytesIO(body), len(body), http_headers=headers)
        writer.write_record(record)
    assert "这是第8段" in read(path).text
    made = tmp_path / "other.wacz"
    done = judge("wacz", "create", "-f", path, "-o", made, "--detect-pages")
    assert done.returncode == 0, done.stderr
    assert "这是第8段" in read(made).text
    found = verify(made)
    assert [f for f in found.findings if f.state == "fail" and f.check in ("package", "records", "index")] == []
    data = bytearray(made.read_bytes())
    at = data.find(b"PK\x03\x04")
    data[at + 200] ^= 1
    made.write_bytes(bytes(data))
    assert not verify(made).ok
