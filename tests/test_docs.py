"""Documentation that cannot lie: every command, option and public name is there, and nothing else is."""

from __future__ import annotations

import importlib
import inspect
import json
import re

import click
import pytest
from conftest import ROOT
from sourcetrace.provenance.cli import cli
from sourcetrace.provenance.record import json_schema

COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
API = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")


def flat() -> dict[str, click.Command]:
    """Every command by what one types; of a group its own name stands for adding to it."""
    commands: dict[str, click.Command] = {}
    for name, command in cli.commands.items():
        if isinstance(command, click.Group):
            commands |= {name if inner == "add" else f"{name} {inner}": found for inner, found in command.commands.items()}
        else:
            commands[name] = command
    return commands


def section(command: str) -> str:
    found = re.search(rf"^## {command}$(.*?)(?=^## |\Z)", COMMANDS, re.MULTILINE | re.DOTALL)
    assert found, f"docs/commands.md has no section on {command}"
    return found[1]


@pytest.mark.parametrize("name", sorted(flat()))
def test_every_option_of_every_command_is_documented_and_no_other(name: str) -> None:
    command = flat()[name]
    options = {o for p in command.params if isinstance(p, click.Option) for o in (*p.opts, *p.secondary_opts)}
    assert set(re.findall(r"^\| `(--[a-z0-9-]+)", section(name), re.MULTILINE)) == options
    needed = [p for p in command.params if isinstance(p, click.Argument) and p.name and not (p.metavar or "").startswith("[")]
    usage = re.search(rf"^sourcetrace {name}(.*)$", section(name), re.MULTILINE)
    assert usage
    plain = re.sub(r"--[a-z-]+ [A-Z|]+", "", usage[1].split("[")[0])
    assert plain.split() == [(p.metavar or p.name or "").upper() for p in needed]


def test_every_documented_command_exists() -> None:
    assert re.findall(r"^## ([a-z]+(?: [a-z]+)?)$", COMMANDS, re.MULTILINE) == list(flat())


@pytest.mark.parametrize(
    "text", [README, COMMANDS, (ROOT / "docs" / "scale.md").read_text(encoding="utf-8"), (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")]
)
def test_commands_and_targets_in_the_text_exist(text: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for block in re.findall(r"```(?:sh|text|console)?\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            if found := re.match(r"\$?\s*sourcetrace (\w+)(?: (list|show|stamp|export|install|remove|status|retry|report)\b)?(.*)", line):
                name = f"{found[1]} {found[2]}" if found[2] else found[1]
                assert name in flat(), line
                known = {o for p in flat()[name].params for o in p.opts}
                assert set(re.findall(r"(?<!\S)(--[a-z0-9-]+)", found[3])) <= known | {"--help"}, line
            if found := re.match(r"\$?\s*make (\w+)", line):
                assert found[1] in targets, line
            if found := re.match(r"\$?\s*python (benchmarks/\w+\.py)", line):
                assert (ROOT / found[1]).is_file(), line


def test_links_lead_somewhere() -> None:
    for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"), ROOT / "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (path.parent / target).exists(), (path.name, target)


def test_the_published_schema_is_the_one_in_force() -> None:
    assert json.loads((ROOT / "docs" / "trace.schema.json").read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize("name", ["sourcetrace.translate", "sourcetrace.provenance"])
def test_the_public_names_are_sorted_there_and_documented(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__all__ == sorted(module.__all__)
    for public in module.__all__:
        value = getattr(module, public)
        assert inspect.getdoc(value), public
        assert f"`{public}" in API, f"docs/python.md does not mention {public}"
    assert dir(module) == module.__all__


def test_every_check_is_documented() -> None:
    from sourcetrace.translate.departures import CHECKS

    text = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\w+)$", text, re.MULTILINE) == [check.name for check in CHECKS]


def test_the_version_is_in_the_changelog() -> None:
    from importlib.metadata import version

    assert f"## {version('sourcetrace')}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
