"""What a person reads of a batch in the terminal, safe to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click
from sourcetrace.provenance.printable import clipped, shown

if TYPE_CHECKING:
    from sourcetrace.provenance.batching.collection import Collection
    from sourcetrace.provenance.batching.status import Status

__all__ = ["collection_lines", "profile_lines", "status_lines"]

_STATES = {"waiting": "waiting for the web", "ready": "ready", "done": "traced", "aside": "set aside", "left": "replaced by another article or other settings"}
_LISTED = 10  # articles in the terminal; the page has more


def collection_lines(collection: Collection) -> Iterator[str]:
    """A collection in short: how many, which depart most, what stood in the way."""
    c = collection
    yield click.style(
        f"{c.articles:,} {'article' if c.articles == 1 else 'articles'}: {c.compared:,} compared, {c.not_recovered:,} not recovered, {c.set_aside:,} set aside.",
        bold=True,
    )
    if c.open:
        yield f"{c.open:,} still wait; the same command goes on with them, without --offline where they wait for the web."
    if c.flags:
        checks = ", ".join(f"{count:,} {name}" for name, count in c.by_check.items())
        yield f"{c.flags:,} flags in {c.flagged:,} {'article' if c.flagged == 1 else 'articles'}: {checks}."
        yield ""
        yield "Worst first (MQM points, flags):"
        for worst in c.worst[:_LISTED]:
            yield f"  {worst.points:4d} {worst.flags:3d}  {clipped(shown(worst.title or worst.id), 60)}  {shown(worst.trace)}"
    for title, counts in (("Recovered by", c.recovered_by), ("Not recovered", c.obstacles)):
        if counts:
            yield f"{title}: {', '.join(f'{name} {count:,}' for name, count in counts.items())}."
    yield from _aside(c.aside[:_LISTED])


def _aside(inputs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What was set aside, and why; most reasons begin with the name."""
    for name, reason in inputs:
        yield f"Set aside: {shown(reason) if reason.startswith(name) else f'{clipped(shown(name), 60)}: {shown(reason)}'}"


def profile_lines(collection: Collection) -> Iterator[str]:
    """Where the time went, stage by stage."""
    total = sum(stage.total for stage in collection.stages if "/" not in stage.name) or 1.0
    yield f"{'seconds':>10} {'share':>6} {'median':>8} {'95 %':>8}  stage"
    for stage in collection.stages:
        yield f"{stage.total:10,.1f} {stage.total / total:6.0%} {stage.median:8.3f} {stage.p95:8.3f}  {stage.name}"


def status_lines(status: Status) -> Iterator[str]:
    """How far a batch is."""
    c = status.counts
    yield click.style(f"{c.done + c.aside:,} of {c.jobs:,} done{', at work now' if status.running else ''}.", bold=True)
    yield f"{c.done:,} traced, {c.aside:,} set aside, {c.ready:,} ready, {c.waiting:,} waiting for the web; {c.inputs:,} inputs."
    if not status.inputs:
        yield from _aside(status.aside)
    for fate in status.inputs:
        yield f"{shown(fate.id)}: {_STATES[fate.state]}. {shown(fate.trace or fate.reason)}"
        for one in fate.tries:
            yield f"  {one.at}  {one.how}: {shown(one.reason)}"
