"""The index of packages and downloading from it, against a server on loopback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import DIGEST, PACKAGE
from sourcetrace.provenance.model_index import INDEX, Offered, downloaded, offered, wanted
from sourcetrace.translate.engines.packages import PackageError, install, installed
from stand_in import Reply, World


def _line(pair: str, version: str = "1.0", *links: str) -> dict[str, object]:
    source, target = pair.split("-")
    return {"from_code": source, "to_code": target, "package_version": version, "argos_version": "1.5", "links": links, "from_name": "X", "to_name": "Y"}


HOST = "https://raw.githubusercontent.com"
PATH = INDEX.removeprefix(HOST)


def _serve(world: World, lines: object) -> None:
    world.hosts["raw.githubusercontent.com"] = {PATH: Reply(json.dumps(lines).encode(), headers={"Content-Type": "text/plain"})}


def test_the_index_is_read_and_lines_for_other_purposes_are_left_out(world: World) -> None:
    _serve(world, [_line("zh-en", "1.9", "https://models.example/zh_en.argosmodel"), {"type": "sbd", "from_codes": ["en"]}, _line("de-en")])
    found = offered(world.client())
    assert [(one.pair, one.package_version) for one in found] == [("de-en", "1.0"), ("zh-en", "1.9")]
    assert found[1].links == ("https://models.example/zh_en.argosmodel",)


@pytest.mark.parametrize("reply", [Reply(b"<html>", 200), Reply(b"[]", 503), Reply(b'[{"from_code": 3}]')])
def test_a_broken_index_is_told_in_a_sentence(world: World, reply: Reply) -> None:
    world.hosts["raw.githubusercontent.com"] = {PATH: reply}
    with pytest.raises(PackageError, match="index"):
        offered(world.client())


def test_the_newest_and_else_by_way_of_english() -> None:
    there = [Offered(*pair.split("-"), version) for pair, version in (("zh-en", "1.9"), ("zh-en", "1.10"), ("en-de", "1.0"), ("de-fr", "1.0"))]
    assert [(one.pair, one.package_version) for one in wanted("zh-en", there)] == [("zh-en", "1.10")]
    assert [one.pair for one in wanted("zh-de", there)] == ["zh-en", "en-de"]
    with pytest.raises(PackageError, match="no package for zh-fr"):
        wanted("zh-fr", there)


@pytest.mark.usefixtures("empty_home")
def test_a_package_is_downloaded_from_the_first_address_that_gives_it(world: World) -> None:
    world.hosts["gone.example"] = {"/a": Reply(b"", 404)}
    world.hosts["models.example"] = {"/zh_en.argosmodel": Reply(PACKAGE.read_bytes(), headers={"Content-Type": "application/octet-stream"})}
    told: list[str] = []
    links = ["ipfs://nothing", "https://gone.example/a", "https://models.example/zh_en.argosmodel"]
    with downloaded(world.client(), links, "zh-en-1.9", told.append) as (path, address):
        made = install(path, source=address)
    assert not path.exists()
    assert made.receipt is not None
    assert (made.receipt.source, made.receipt.archive) == (links[2], f"sha256:{DIGEST}")
    assert any("models.example" in one for one in told)


@pytest.mark.usefixtures("empty_home")
def test_what_cannot_be_had_or_is_no_package_leaves_nothing(world: World, tmp_path: Path) -> None:
    world.hosts["models.example"] = {"/a": Reply(b"not a package")}
    with pytest.raises(PackageError, match=r"cannot be had.*404"), downloaded(world.client(), ["https://models.example/b"], "zh-en", print):
        pass
    with pytest.raises(PackageError, match="cannot be had"), downloaded(world.client(), [], "zh-en", print):
        pass
    with pytest.raises(PackageError, match="not a ZIP"), downloaded(world.client(), ["https://models.example/a"], "zh-en", print) as (path, address):
        install(path, source=address)
    assert installed() == []
    assert tmp_path.exists()


def test_private_addresses_are_not_asked(world: World) -> None:
    with pytest.raises(PackageError, match="cannot be had"), downloaded(world.client(), ["http://169.254.169.254/x"], "zh-en", print):
        pass
