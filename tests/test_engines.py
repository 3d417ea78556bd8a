"""Argos packages and what goes through them: a real package, trained for these tests (see tests/engine/make_package.py)."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import msgspec
import pytest
from conftest import DIGEST, PACKAGE, Run
from hypothesis import given
from sourcetrace.translate import translate
from sourcetrace.translate.engines import faults
from sourcetrace.translate.engines.argos import Argos, _argos_package, argos
from sourcetrace.translate.engines.cache import Cache
from sourcetrace.translate.engines.home import home
from sourcetrace.translate.engines.packages import Installed, Metadata, Missing, PackageError, check, install, installed, remove, route
from sourcetrace.translate.engines.seam import Translation
from sourcetrace.translate.translation import translate_text


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the package installed; copied for each test that wants it."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCETRACE_HOME", str(folder))
        install(PACKAGE)
    return folder


@pytest.fixture
def with_package(unpacked: Path, empty_home: Path) -> Installed:
    shutil.copytree(unpacked, empty_home)
    return installed()[0]


SENTENCES = [
    f"{who}{when}{do}了{what}。"
    for who, when, do, what in itertools.islice(
        itertools.product(("财政部", "央行", "该公司"), ("周一", "昨天", "去年"), ("批准", "推迟", "取消"), ("预算", "新计划", "减税措施", "铁路工程")), 40
    )
] + ["外交部周二没有批准贸易协议。", "出口今年增长了5.3%。", "总理3月5日访问了东京。", "银行投资50亿美元。"]


# --- the package ------------------------------------------------------------------------------------------------------------


def test_the_package_is_the_one_that_is_named() -> None:
    assert hashlib.sha256(PACKAGE.read_bytes()).hexdigest() == DIGEST
    assert PACKAGE.stat().st_size < 3_000_000


def test_install_list_remove(empty_home: Path) -> None:
    made = install(PACKAGE, expected=DIGEST)
    assert made.pair == "zh-en"
    assert made.receipt is not None
    assert (made.receipt.source, made.receipt.archive, made.receipt.size) == ("zh_en.argosmodel", f"sha256:{DIGEST}", PACKAGE.stat().st_size)
    assert installed() == [made]
    lines = "".join(f"{v.removeprefix('sha256:')}  {k}\n" for k, v in sorted(made.receipt.files.items()))
    assert made.receipt.digest == "sha256:" + hashlib.sha256(lines.encode()).hexdigest()
    summed = subprocess.run(["sha256sum", "model/model.bin"], cwd=made.folder, capture_output=True, text=True, check=True).stdout.split()[0]
    assert made.receipt.files["model/model.bin"] == f"sha256:{summed}"
    assert remove("zh-en").name == made.name
    assert installed() == []
    assert not list((empty_home / "packages").iterdir())


def test_installing_again_replaces(with_package: Installed) -> None:
    (with_package.folder / "model" / "model.bin").write_bytes(b"broken")
    install(PACKAGE)
    assert check(installed()[0]).archive == f"sha256:{DIGEST}"
    assert len(installed()) == 1


def test_installing_at_once_leaves_one_whole_package(empty_home: Path) -> None:
    code = "import sys; from pathlib import Path; from sourcetrace.translate.engines.packages import install; install(Path(sys.argv[1]))"
    running = [subprocess.Popen([sys.executable, "-c", code, str(PACKAGE)]) for _ in range(3)]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    assert [p.name for p in (empty_home / "packages").iterdir()] == [installed()[0].name]
    assert check(installed()[0]).archive == f"sha256:{DIGEST}"


def _changed(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The package with other members."""
    with zipfile.ZipFile(PACKAGE) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    return _zipped(members)


def _zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


ROOT = "translate-zh_en-0_1"


def _symlink() -> bytes:
    buffer = io.BytesIO(PACKAGE.read_bytes())
    with zipfile.ZipFile(buffer, "a") as archive:
        entry = zipfile.ZipInfo(f"{ROOT}/link")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return buffer.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "not a zip": (lambda: b"nothing of the kind", "not a ZIP"),
    "cut off": (lambda: PACKAGE.read_bytes()[:500_000], "not a ZIP"),
    "a byte changed": (lambda: PACKAGE.read_bytes()[:400_000] + b"\0" + PACKAGE.read_bytes()[400_001:], "damaged|cannot be loaded"),
    "climbs out": (lambda: _changed(lambda m: m.update({f"{ROOT}/../../evil": b"x"})), "refused"),
    "climbs out with backslashes": (lambda: _changed(lambda m: m.update({f"{ROOT}\\..\\..\\evil": b"x"})), "refused"),
    "absolute": (lambda: _changed(lambda m: m.update({"/tmp/evil": b"x"})), "refused"),
    "a link": (_symlink, "refused"),
    "a control character": (lambda: _changed(lambda m: m.update({f"{ROOT}/a\x1b[31m": b"x"})), "refused"),
    "two folders": (lambda: _changed(lambda m: m.update({"other/file": b"x"})), "one folder"),
    "no metadata": (lambda: _changed(lambda m: m.pop(f"{ROOT}/metadata.json")), "lacks"),
    "no model": (lambda: _changed(lambda m: m.pop(f"{ROOT}/model/model.bin")), "lacks"),
    "metadata is no JSON": (lambda: _changed(lambda m: m.update({f"{ROOT}/metadata.json": b"{"})), "names no languages"),
    "codes are paths": (lambda: _changed(lambda m: m.update({f"{ROOT}/metadata.json": b'{"from_code": "../x", "to_code": "en"}'})), "codes"),
    "another kind": (lambda: _changed(lambda m: m.update({f"{ROOT}/metadata.json": b'{"from_code": "zh", "to_code": "en", "type": "sbd"}'})), "another kind"),
    "model is nonsense": (lambda: _changed(lambda m: m.update({f"{ROOT}/model/model.bin": b"\x06\0\0\0" * 50})), "cannot be loaded"),
    "model is cut": (lambda: _changed(lambda m: m.update({f"{ROOT}/model/model.bin": m[f"{ROOT}/model/model.bin"][:90_000]})), "cannot be loaded"),
    "no tokenizer": (lambda: _changed(lambda m: m.pop(f"{ROOT}/sentencepiece.model")), "cannot be loaded"),
    "a bomb": (lambda: _changed(lambda m: m.update({f"{ROOT}/zeros": bytes(300_000_000)})), "more than a package"),
    "many files": (lambda: _changed(lambda m: m.update({f"{ROOT}/f{n}": b"" for n in range(2_100)})), "more than a package"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_packages_are_refused_with_nothing_installed(case: str, empty_home: Path, tmp_path: Path) -> None:
    make, told = BAD[case]
    path = tmp_path / "bad.argosmodel"
    path.write_bytes(make())
    with pytest.raises(PackageError, match=told) as refused:
        install(path)
    assert "\n" not in str(refused.value)
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and p != path and "argos-translate" not in str(p)]


def test_another_digest_is_refused(empty_home: Path) -> None:
    with pytest.raises(PackageError, match="not the one you gave"):
        install(PACKAGE, expected="0" * 64)
    assert installed() == []


@pytest.mark.parametrize("file", ["model/model.bin", "sentencepiece.model", "model/config.json", "metadata.json"])
def test_a_changed_file_is_refused_when_it_is_loaded(file: str, with_package: Installed) -> None:
    path = with_package.folder / file
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(PackageError, match=re.escape(file)) if file != "metadata.json" else pytest.raises((PackageError, Missing)):
        translate(["财政部批准了预算。"], "zh")


def test_added_and_missing_files_are_refused(with_package: Installed) -> None:
    (with_package.folder / "model" / "extra.bin").write_bytes(b"x")
    with pytest.raises(PackageError, match=r"extra\.bin"):
        translate(["财政部批准了预算。"], "zh")
    (with_package.folder / "model" / "extra.bin").unlink()
    (with_package.folder / "README.md").unlink()
    with pytest.raises(PackageError, match=r"README\.md"):
        translate(["财政部批准了预算。"], "zh")


def test_a_package_with_a_broken_receipt_is_not_used_and_can_be_removed(with_package: Installed) -> None:
    (with_package.folder / "sourcetrace.json").write_bytes(b"{")
    with pytest.raises(PackageError, match="is not what was installed"):
        translate(["财政部批准了预算。"], "zh")
    assert remove("zh-en").name == with_package.name


def test_a_link_in_a_package_is_refused(with_package: Installed) -> None:
    (with_package.folder / "model" / "link.bin").symlink_to("/etc/passwd")
    with pytest.raises(PackageError, match="no plain file"):
        translate(["财政部批准了预算。"], "zh")


def test_a_package_of_another_installation_is_used_and_never_written(unpacked: Path, empty_home: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "data" / "argos-translate" / "packages" / ROOT
    shutil.copytree(unpacked / "packages" / ROOT, theirs)
    (theirs / "sourcetrace.json").unlink()
    before = {p: p.read_bytes() for p in theirs.rglob("*") if p.is_file()}
    assert installed()[0].receipt is None
    assert translate(["财政部周五批准了预算。"], "zh")[0].text == "The Ministry of Finance approved the budget on Friday."
    seen = installed()[0]
    assert seen.receipt is not None
    assert (seen.receipt.source, seen.receipt.archive, seen.ours) == ("found", None, False)
    assert {p: p.read_bytes() for p in theirs.rglob("*") if p.is_file()} == before
    (theirs / "model" / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(PackageError, match=r"config\.json differs"):
        translate(["总理昨天访问了东京。"], "zh")
    with pytest.raises(PackageError, match="belongs to Argos"):
        remove("zh-en")


def test_our_own_package_comes_first(with_package: Installed, tmp_path: Path) -> None:
    theirs = tmp_path / "data" / "argos-translate" / "packages" / "translate-zh_en-9_9"
    shutil.copytree(with_package.folder, theirs)
    assert [one.ours for one in installed()] == [True, False]
    assert route("zh", "en")[0].ours


def _one(pair: str, version: str = "1.0") -> Installed:
    source, target = pair.split("-")
    return Installed(f"translate-{pair}-{version}", Path("nowhere"), Metadata(source, target, version), True, None)


@pytest.mark.parametrize(
    ("there", "wanted", "way"),
    [
        (["zh-en"], "zh-en", ["zh-en"]),
        (["zh-en", "en-de"], "zh-de", ["zh-en", "en-de"]),
        (["zh-fr", "fr-de", "zh-en", "en-de"], "zh-de", ["zh-en", "en-de"]),
        (["zh-en", "en-fr", "fr-de"], "zh-de", ["zh-en", "en-fr", "fr-de"]),
        (["zt-en"], "zh-en", ["zt-en"]),
        (["zh-en", "zt-en"], "zh-en", ["zh-en"]),
        (["en-pb"], "en-pt", ["en-pb"]),
    ],
)
def test_the_way_from_one_language_to_another(there: list[str], wanted: str, way: list[str]) -> None:
    source, target = wanted.split("-")
    assert [one.pair for one in route(source, target, [_one(pair) for pair in there])] == way


@pytest.mark.parametrize("there", [[], ["en-zh"], ["zh-fr", "de-en"], ["zh-fr", "fr-es", "es-it", "it-en"]])
def test_no_way_names_the_command(there: list[str]) -> None:
    with pytest.raises(Missing, match="sourcetrace models install zh-en"):
        route("zh", "en", [_one(pair) for pair in there])


# --- translating --------------------------------------------------------------------------------------------------------------


def test_our_batches_give_what_argos_gives(with_package: Installed) -> None:
    """Against `argostranslate`'s own function, sentence by sentence, with a splitter that leaves sentences whole."""
    import ctranslate2

    package = _argos_package(with_package.folder)
    from argostranslate.translate import apply_packaged_translation

    class Whole:
        def split_sentences(self, text: str) -> list[str]:
            return [text]

    translator = ctranslate2.Translator(str(with_package.folder / "model"))
    theirs = [apply_packaged_translation(package, sentence, translator, Whole(), 1)[0].value for sentence in SENTENCES]  # type: ignore[arg-type]
    assert [one.text for one in translate(SENTENCES, "zh")] == theirs


def test_translations_are_right_and_in_order(with_package: Installed) -> None:
    found = translate(["出口今年增长了5.3%。", "财政部周五批准了预算。", "外交部周二没有批准贸易协议。"], "zh", "en")
    assert [one.text for one in found] == [
        "Exports rose by 5.3 percent this year.",
        "The Ministry of Finance approved the budget on Friday.",
        "The Foreign Ministry did not approve the trade agreement on Tuesday.",
    ]
    assert all(one.score is not None and -1 < one.score <= 0 and not one.faults for one in found)


def test_equal_sentences_and_none_at_all(with_package: Installed) -> None:
    assert translate([], "zh") == []
    first, second = translate(["财政部周五批准了预算。"] * 2, "zh")
    assert first == second
    assert translate([""], "zh")[0].faults == ()


def test_two_packages_in_a_row_are_one_after_the_other(with_package: Installed) -> None:
    """The same model twice, under other languages: what comes out is what the second makes of what the first made."""
    data = json.loads((with_package.folder / "metadata.json").read_bytes())
    for source, target in (("zh", "es"), ("es", "fr")):
        folder = with_package.folder.with_name(f"translate-{source}_{target}-1_0")
        shutil.copytree(with_package.folder, folder)
        (folder / "sourcetrace.json").unlink()
        (folder / "metadata.json").write_text(json.dumps({**data, "from_code": source, "to_code": target}), encoding="utf-8")
    sentence = "财政部周五批准了预算。"
    first = translate([sentence], "zh", "es")[0].text
    engine = argos("zh", "fr")
    assert [one.pair for one in engine.way] == ["zh-es", "es-fr"]
    assert engine.translate([sentence])[0].text == translate([first], "es", "fr")[0].text
    assert engine.score([(sentence, "x")])[0].skipped


def test_the_cache_gives_what_was_made_and_holds_no_sentence(with_package: Installed, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.sqlite")
    first = Argos([with_package], cache=cache).translate(SENTENCES)

    class Mute(Argos):
        def _translated(self, sentences: list[str]) -> list[Translation]:
            raise AssertionError(sentences)

    assert Mute([with_package], cache=cache).translate(SENTENCES) == first
    assert SENTENCES[0].encode() not in (tmp_path / "cache.sqlite").read_bytes()
    (tmp_path / "cache.sqlite").write_bytes(b"not a database" * 100)
    assert Argos([with_package], cache=cache).translate(SENTENCES[:3]) == first[:3]


def test_lines_and_paragraphs_are_kept(with_package: Installed) -> None:
    text = "\n财政部周五批准了预算。出口今年增长了5.3%。\n\n\t总理3月5日访问了东京。\n"
    found = translate_text(text, "zh")
    assert found.text == (
        "\nThe Ministry of Finance approved the budget on Friday. Exports rose by 5.3 percent this year.\n\n\tThe prime minister visited Tokyo on March 5.\n"
    )
    assert [s.source.of(text) for s in found.sentences] == ["财政部周五批准了预算。", "出口今年增长了5.3%。", "总理3月5日访问了东京。"]


def test_a_sentence_longer_than_the_model_holds_is_told_and_the_others_are_translated(with_package: Installed) -> None:
    """The package's table of positions ends at 128."""
    long = "财政部周五批准了预算，" * 40 + "央行没有。"
    found = translate(["出口今年增长了5.3%。", long, "财政部周五批准了预算。"], "zh")
    assert found[1].faults == (faults.EMPTY,)
    assert [found[0].text, found[2].text] == ["Exports rose by 5.3 percent this year.", "The Ministry of Finance approved the budget on Friday."]
    scores = Argos([with_package]).score([("出口今年增长了5.3%。", "Exports rose."), (long, "The budget.")])
    assert scores[0].tokens
    assert (scores[1].tokens, bool(scores[1].skipped)) == ((), True)


def test_nothing_in_the_present_folder_is_imported(empty_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("sentencepiece", "ctranslate2", "argostranslate"):
        (tmp_path / f"{name}.py").write_text("open('imported', 'w').close()", encoding="utf-8")
    install(PACKAGE)
    assert not (tmp_path / "imported").exists()


def test_another_pair_than_was_asked_for_is_refused(empty_home: Path) -> None:
    with pytest.raises(PackageError, match="not zh-fr"):
        install(PACKAGE, pair="zh-fr")
    assert installed() == []


def test_a_folder_that_cannot_be_read_is_told_in_a_sentence(with_package: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied", "packages")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(PackageError, match="cannot be read"):
        installed()


@pytest.mark.parametrize("damage", ["no tokenizer", "odd prefix", "deep metadata"])
def test_odd_packages_of_others_are_refused_in_a_sentence(damage: str, unpacked: Path, empty_home: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "data" / "argos-translate" / "packages" / ROOT
    shutil.copytree(unpacked / "packages" / ROOT, theirs)
    (theirs / "sourcetrace.json").unlink()
    metadata = json.loads((theirs / "metadata.json").read_bytes())
    if damage == "no tokenizer":
        (theirs / "sentencepiece.model").unlink()
    elif damage == "odd prefix":
        (theirs / "metadata.json").write_text(json.dumps({**metadata, "languages": 5}), encoding="utf-8")
    else:
        (theirs / "metadata.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises((PackageError, Missing)):
        translate(["财政部批准了预算。"], "zh")


def test_progress_is_told_of_long_texts(with_package: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sourcetrace.translate.engines.argos._STEP", 10)
    told: list[str] = []
    Argos([with_package]).translate(SENTENCES, told.append)
    assert told[0].startswith("translating, sentence 0 of")
    assert len(told) > 3


# --- scoring ------------------------------------------------------------------------------------------------------------------


def test_the_engine_finds_the_wrong_word_implausible(with_package: Installed) -> None:
    source = "外交部周二没有批准贸易协议。"
    right, wrong = "The Foreign Ministry did not approve the trade agreement on Tuesday.", "The Foreign Ministry did not approve the trade agreement on Friday."
    scores = Argos([with_package]).score([(source, right), (source, wrong)])
    least = min(scores[1].tokens, key=lambda token: token.score)
    assert "Friday".startswith(wrong[least.start : least.end].strip()[:3])
    assert least.score < -3 < min(token.score for token in scores[0].tokens)
    for text, found in ((right, scores[0]), (wrong, scores[1])):
        assert "".join(text[t.start : t.end] for t in found.tokens) == text.replace(" ", "")


# --- the engine's own faults ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "output", "found"),
    [
        ("检测结果为阴性。", "", (faults.EMPTY,)),
        ("检测结果为阴性。", "negative negative negative negative negative", (faults.REPEATED,)),
        ("检测结果为阴性。", "阴性阴性阴性阴性阴性", (faults.REPEATED, faults.COPIED)),
        ("It said that the plan would be approved.", "It said that the plan would be approved.", (faults.COPIED,)),
        ("他们在2019年投资了€500。", "They invested $500 in 2019.", (faults.CURRENCY,)),
        ("他们在2019年投资了。", "They invested in 2018.", (faults.DIGITS,)),
        ("他们投资了35亿元。", "They invested 3.5 billion yuan.", ()),
        ("他们投资了1,500元。", "They invested 1500 yuan.", ()),
        ("会议于５月１２日举行。", "The meeting was held on May 12.", ()),
        ("哈哈哈哈哈哈哈哈", "Hahahahahahahaha", ()),
        ("会议于10月15日15:30举行。", "The meeting was held on October 15 at 3:30 p.m.", ()),
        ("50多万人受灾。", "More than 500,000 people were affected.", ()),
        ("一百万。", "It is 1000000000.", ()),
        ("好。", "Good.", ()),
        ("", "", ()),
        ("增长了很多很多。", "It has grown very, very much.", ()),
    ],
)
def test_faults(source: str, output: str, found: tuple[str, ...]) -> None:
    assert faults.faults_of(source, output, "en") == found


def test_a_text_that_was_cut_off_says_so() -> None:
    assert faults.faults_of("一二三。", "One two three", "en", limit_reached=True) == (faults.CUT,)


@given(st.text(max_size=300), st.text(max_size=300))
def test_faults_never_fail_and_come_from_the_list(source: str, output: str) -> None:
    known = {faults.EMPTY, faults.REPEATED, faults.COPIED, faults.CUT, faults.DIGITS, faults.CURRENCY}
    assert set(faults.faults_of(source, output, "en")) <= known


# --- commands -------------------------------------------------------------------------------------------------------------------


def test_the_commands_from_installing_to_removing(sourcetrace: Run, tmp_path: Path) -> None:
    where = {"SOURCETRACE_HOME": str(tmp_path / "home"), "XDG_DATA_HOME": str(tmp_path / "data")}
    (tmp_path / "zh.txt").write_text("财政部周五批准了预算。\n\n出口今年增长了5.3%。\n", encoding="utf-8")
    missing = sourcetrace("translate", "zh.txt", **where)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "sourcetrace models install zh-en" in missing.stderr
    refused = sourcetrace("models", "install", PACKAGE, "--sha256", "0" * 64, **where)
    assert refused.returncode == 2
    done = sourcetrace("models", "install", PACKAGE, "--sha256", DIGEST, "--json", "--offline", **where)
    assert done.returncode == 0
    assert json.loads(done.stdout)[0]["archive"] == f"sha256:{DIGEST}"
    listed = sourcetrace("models", "list", **where)
    assert "translate-zh_en-0_1" in listed.stdout
    assert DIGEST in listed.stdout
    text = sourcetrace("translate", "zh.txt", "--offline", **where)
    assert text.stdout == "The Ministry of Finance approved the budget on Friday.\n\nExports rose by 5.3 percent this year.\n"
    piped = sourcetrace("translate", "-", "--from", "zh", "--json", stdin="总理3月5日访问了东京。".encode(), **where)
    assert json.loads(piped.stdout)["sentences"][0]["text"] == "The prime minister visited Tokyo on March 5."
    assert sourcetrace("models", "remove", "zh-en", **where).returncode == 0
    assert sourcetrace("models", "remove", "zh-en", **where).returncode == 2
    assert sourcetrace("translate", "zh.txt", **where).returncode == 2


def test_offline_refuses_to_download(sourcetrace: Run, tmp_path: Path) -> None:
    done = sourcetrace("models", "install", "zh-en", "--offline", SOURCETRACE_HOME=str(tmp_path / "home"))
    assert done.returncode == 2
    assert "--offline forbids" in done.stderr


def test_importing_loads_no_engine() -> None:
    code = (
        "import sys, sourcetrace.translate as t, sourcetrace.provenance, sourcetrace.provenance.cli; t.compare; t.translate\n"
        "print([m for m in ('ctranslate2', 'onnxruntime', 'argostranslate', 'sentencepiece', 'gguf') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_nothing_is_made_outside_our_home(with_package: Installed, tmp_path: Path) -> None:
    """Importing `argostranslate` makes folders; a process of its own shows where."""
    code = "from sourcetrace.translate import translate; print(translate(['财政部周五批准了预算。'], 'zh')[0].text)"
    away = tmp_path / "away"
    away.mkdir()
    environment = {"PATH": "/usr/bin", "HOME": str(away), "SOURCETRACE_HOME": str(home())}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.startswith("The Ministry of Finance")
    assert list(away.iterdir()) == []


def test_a_translation_is_json(with_package: Installed) -> None:
    made = translate_text("财政部周五批准了预算。", "zh")
    assert json.loads(msgspec.json.encode(made))["engine"].startswith(f"argos:{ROOT}@sha256:")


HOOK = """
import sys
def refuse(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        sys.stderr.write(f"SOCKET {event}\\\\n")
        raise RuntimeError(event)
sys.addaudithook(refuse)
"""


def test_no_socket_is_opened_also_at_first_use(sourcetrace: Run, tmp_path: Path) -> None:
    """A hook in every interpreter that is started, that of the trial too, sees the sockets of all libraries."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    (tmp_path / "zh.txt").write_text("财政部周五批准了预算。出口今年增长了5.3%。总理3月5日访问了东京。", encoding="utf-8")
    (tmp_path / "en.txt").write_text(
        "The Ministry of Finance approved the budget on Friday. Exports rose by 5.3 percent this year. The prime minister visited Tokyo on March 5.",
        encoding="utf-8",
    )
    where = {"SOURCETRACE_HOME": str(tmp_path / "home"), "XDG_DATA_HOME": str(tmp_path / "data"), "PYTHONPATH": str(tmp_path / "hook")}
    for command in (
        ["models", "install", PACKAGE],
        ["models", "list"],
        ["translate", "zh.txt"],
        ["compare", "zh.txt", "en.txt"],
        ["trace", "en.txt", "--source", "zh.txt"],
    ):
        done = sourcetrace(*command, "--offline", **where)
        assert done.returncode == 0, done.stderr
        assert "SOCKET" not in done.stderr
    assert "machine reading" in done.stdout
    assert "weighed by" in done.stdout
