"""The collection report as a page: one file, no scripts, loads nothing."""

from __future__ import annotations

from sourcetrace.provenance.archiving.disk import replacing
from sourcetrace.provenance.batching.collection import Collection, Stage
from sourcetrace.provenance.batching.store import Store
from sourcetrace.provenance.report import environment, part, policy_hash

__all__ = ["REPORT", "render", "top_stages", "write_page"]

REPORT = "report.html"


def top_stages(collection: Collection) -> list[Stage]:
    """The stages themselves, without their parts: together they are all the time that was taken."""
    return [stage for stage in collection.stages if "/" not in stage.name]


def render(collection: Collection) -> str:
    """The page."""
    style = part("style.css") + part("collection.css")
    policy = f"default-src 'none'; style-src {policy_hash(style)}; base-uri 'none'; form-action 'none'"
    total = sum(stage.total for stage in top_stages(collection)) or 1.0
    return environment().get_template("collection.html").render(c=collection, total=total, style=style, policy=policy) + "\n"


def write_page(store: Store, collection: Collection) -> None:
    """Write `report.html`.

    Raises:
        InputError: it cannot be written.
    """
    with replacing(store.folder / REPORT) as file:
        file.write(render(collection).encode("utf-8"))
