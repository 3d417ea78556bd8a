"""Where the benchmark data lies, and the signature every figure carries."""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any


def data_folder() -> Path:
    """The benchmark data: `SOURCETRACE_DATA`, else `../shared/data` beside the project. Exits with a sentence if absent."""
    named = os.environ.get("SOURCETRACE_DATA")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        sys.exit(f"The benchmark data is not at {folder}; name its folder in SOURCETRACE_DATA. Nothing was measured.")
    return folder


def departure_rows(name: str) -> list[dict[str, Any]]:
    """All rows of a data file of made departures and right translations."""
    return [json.loads(line) for line in (data_folder() / "departures" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def scorer(folder: Path) -> ModuleType:
    """The alignment data's own scorer."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def signature(*packages: str) -> str:
    """Versions that reproduce a figure."""
    parts = [f"{name} {version(name)}" for name in ("sourcetrace", *packages)]
    return "signature: " + " | ".join([*parts, f"python {platform.python_version()}", platform.machine()])


def store_curve(name: str, about: str, signed: str, points: list[tuple[float, float, int]]) -> None:
    """Put a reliability curve, as (said, seen, cases), into `translate/data/reliability.json`."""
    path = Path(__file__).resolve().parents[1] / "translate" / "data" / "reliability.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    rows = [{"said": round(float(said), 3), "seen": round(float(seen), 3), "cases": int(cases)} for said, seen, cases in points]
    known[name] = {"about": about, "signature": signed, "points": rows}
    path.write_text(json.dumps(dict(sorted(known.items())), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
