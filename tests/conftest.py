"""Shared fixtures. No test may reach the network: a hook refuses every address but loopback in the tests' own interpreter.

Commands run in processes of their own; `test_cli` proves for each of them that it opens no socket.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from stand_in import PUBLIC, World

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from sourcetrace.translate import Departure

# The first example of a property loads models and libraries, so that no time of a single one says anything.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "seeds" / "000_3c0d757ca3304e17.txt"
RECONSTRUCTION = ROOT / "seeds" / "000_3c0d757ca3304e17.reconstruction.zh.txt"
PACKAGE = ROOT / "tests" / "engine" / "zh_en.argosmodel"
DIGEST = PACKAGE.with_suffix(".argosmodel.sha256").read_text(encoding="ascii").split()[0]


def find_departures_in(source: str, target: str, language: str = "zh") -> list[Departure]:
    """Departures of one passage."""
    from sourcetrace.translate.alignment import Bead, make_side
    from sourcetrace.translate.departures import CHECKS, Document, find_departures

    left, right = make_side(source, language), make_side(target, "en")
    bead = Bead("b1", tuple(range(len(left.sentences))), tuple(range(len(right.sentences))), 1.0)
    return find_departures(Document(left, right, [bead]), CHECKS)


def find_flags(source: str, target: str, language: str = "zh") -> list[Departure]:
    """The flags of one passage."""
    return [d for d in find_departures_in(source, target, language) if d.tier == "flag"]


def _loopback_only(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in ("127.0.0.1", "127.0.0.2", "::1", "localhost"):
            raise PermissionError(f"a test tried to connect to {address!r}")


sys.addaudithook(_loopback_only)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests depend on nothing the user has set."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONPATH", "ARGOS_PACKAGES_DIR", "ARGOS_TRANSLATE_PACKAGE_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name in [
        n
        for n in os.environ
        if n.startswith("SOURCETRACE_") and n not in ("SOURCETRACE_DATA", "SOURCETRACE_JUDGES", "SOURCETRACE_REQUIRE_BROWSER", "SOURCETRACE_REQUIRE_JUDGES")
    ]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def seed() -> str:
    return SEED.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def reconstruction() -> str:
    return RECONSTRUCTION.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def data() -> Path:
    """The benchmark data, or a skip that says so."""
    named = os.environ.get("SOURCETRACE_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"the benchmark data is not at {folder}: quality floors were not checked")
    return folder


@pytest.fixture
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without models: our folder for them, and no other Argos installation."""
    monkeypatch.setenv("SOURCETRACE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "home"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Hosts on loopback, one address of which plays a public one."""
    from sourcetrace.provenance.recovery import connection, guard

    real = guard.forbidden_network

    def judged(address: str, allow_private: bool = False) -> str | None:
        return None if address == PUBLIC else real(address, allow_private)

    monkeypatch.setattr(guard, "forbidden_network", judged)
    monkeypatch.setattr(connection, "forbidden_network", judged)
    made = World().start()
    yield made
    made.stop()


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where commands keep models, unless a test says otherwise: a language model that is installed is then converted once."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def sourcetrace(tmp_path: Path, shared_home: Path) -> Run:
    """Run the command in a fresh process, in an empty folder."""

    def run(*arguments: str | Path, stdin: bytes | None = None, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        program = Path(sys.executable).with_name("sourcetrace")
        done = subprocess.run(
            [str(program), *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=cwd or tmp_path,
            timeout=120,
            env={**os.environ, "SOURCETRACE_HOME": str(shared_home), "XDG_DATA_HOME": str(shared_home), **environment},
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run


@pytest.fixture(scope="session")
def seed_trace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trace folder of the seed with its reconstruction."""
    from sourcetrace.provenance import trace

    folder = tmp_path_factory.mktemp("traces") / "seed.trace"
    trace(SEED, RECONSTRUCTION, folder, offline=True)
    return folder


def require_chromium() -> str:
    """Where Chromium is; a skip, or a failure where it is required."""
    path = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("SOURCETRACE_REQUIRE_BROWSER"):
            pytest.fail("no Chromium on this machine, and SOURCETRACE_REQUIRE_BROWSER is set")
        pytest.skip("no Chromium on this machine: the page was not tried in a browser")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = require_chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def made_busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trace folder with 34 flags, not to be written to."""
    import busy
    from sourcetrace.provenance import trace

    folder = tmp_path_factory.mktemp("busy")
    original, article = busy.write(folder)
    trace(article, original, folder / "busy.trace", offline=True)
    return folder / "busy.trace"


@pytest.fixture
def busy_trace(made_busy: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(made_busy, tmp_path / "busy.trace")
    return tmp_path / "busy.trace"
