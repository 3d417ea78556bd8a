"""What is done for one task, and the process that does it for one after another, with each model loaded once.

python -m sourcetrace.provenance.batching.work
"""

from __future__ import annotations

import functools
import hashlib
import os
import resource
import sys
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from sourcetrace.provenance.addresses import is_address
from sourcetrace.provenance.batching.job import Ended, Settings, Task, Told
from sourcetrace.provenance.pipeline import Finished, Gathered, finish, gather, open_article
from sourcetrace.provenance.record import Trace
from sourcetrace.provenance.recovery.attempt import Attempt
from sourcetrace.provenance.references import WORTH_FOLLOWING
from sourcetrace.provenance.sites import identify
from sourcetrace.provenance.verification.bag import check_bag
from sourcetrace.provenance.verification.trace import read_record
from sourcetrace.provenance.wire import now
from sourcetrace.translate.encoder import EncoderError
from sourcetrace.translate.engines.reference import Engines, FindEngines
from sourcetrace.translate.engines.seam import Progress
from sourcetrace.translate.text import InputError, NotWritten, digest

__all__ = ["POINTS", "Worker", "require_queued", "told_by"]

# Weights of MQM's scoring model (Lommel et al. 2024; ASTM F3575 has the same for minor, major and critical).
POINTS = {"critical": 25, "major": 5, "minor": 1, "neutral": 0}
_NICE = 5  # behind the fetching stage, whose pauses are promises
_LANGUAGES = 2  # of originals whose engines are kept in memory


class Worker:
    """Does one task after another."""

    def __init__(self) -> None:
        self._engines: dict[str | None, FindEngines] = {}

    def __call__(self, task: Task) -> Ended:
        """Make the trace of a task; one that is there already is taken for what it is."""
        try:
            _require_same(task.settings.software)
            done = self._found(task) or self._made(task)
        except NotWritten as error:
            return Ended(task.number, "unwritten", str(error), memory=_most(), finished=now())
        except (InputError, EncoderError) as error:
            return Ended(task.number, "refused", str(error), memory=_most(), finished=now())
        except MemoryError:
            return Ended(task.number, "large", "It needs more memory than there is.", memory=_most(), finished=now())
        return Ended(task.number, "done", told=told_by(done.record), seconds=done.seconds, memory=_most(), finished=done.record.clock.finished)

    def _made(self, task: Task) -> Finished:
        settings = task.settings
        try:
            return finish(_gathered(task), task.out, offline=settings.offline, force=settings.force, engines=self._asked(settings), glossary=settings.glossary)
        except InputError:
            found = self._found(task)  # another process, thought lost, may have come first
            if found is None:
                raise
            return found

    def _found(self, task: Task) -> Finished | None:
        """What was written before a process ended that could not tell of it."""
        folder = Path(task.out)
        if not (folder / "data" / "trace.json").is_file():
            return None
        fault = next((f.message for f in check_bag(folder) if f.state == "fail"), None)
        record = read_record(folder)
        if fault or not isinstance(record, Trace):
            raise InputError(f"{folder} is not what was written there ({fault or 'it has no record'}); move it away, and try again.")
        return Finished(record, record.clock.seconds)

    def _asked(self, settings: Settings) -> FindEngines | None:
        if not settings.models:
            return None
        if settings.lm not in self._engines:
            self._engines[settings.lm] = _kept(Path(settings.lm) if settings.lm else None)
        return self._engines[settings.lm]


def _require_same(software: str) -> None:
    if software != version("sourcetrace"):
        raise InputError(f"This worker has Sourcetrace {version('sourcetrace')}, the batch {software}; install the same everywhere.")


def _gathered(task: Task) -> Gathered:
    """What the fetching stage left; of a task that needs no network, what is read now."""
    staged, settings = Path(task.staged), task.settings
    if staged.is_file():
        return msgspec.msgpack.decode(staged.read_bytes(), type=Gathered)
    require_queued(task)
    options = settings.options()
    given = open_article(task.article, options=options, encoding=settings.encoding, force=settings.force)
    return gather(given, task.source, options=options, encoding=settings.encoding, force=settings.force)


def require_queued(task: Task) -> None:
    """See that the files are those that were queued, for the trace is known by their digests.

    Raises:
        InputError: one has changed since, or is no file.
    """
    for name, expected in zip((task.article, task.source), task.digests, strict=True):
        if name is None or is_address(name):
            continue
        path = Path(name)
        if path.exists() and not path.is_file():
            raise InputError(f"{name} is no regular file; give a document.")
        if expected and path.is_file():
            with path.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                    raise InputError(f"{name} has changed since it was queued; give it to `sourcetrace batch` again.")


def _kept(model: Path | None) -> FindEngines:
    """Engines that stay in memory, of the languages asked for last."""
    from sourcetrace.translate.engines.language_model import prepare_apart
    from sourcetrace.translate.engines.reference import engines_of_this_machine

    @functools.lru_cache(maxsize=_LANGUAGES)
    def of(language: str) -> Engines:
        prepare_apart(model)
        return engines_of_this_machine(language, model=model)

    def find(language: str, progress: Progress | None = None) -> Engines:  # noqa: ARG001, nobody watches
        return of(language)

    return find


def _most() -> int:
    """Most memory that this process ever held, bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


# --- what a trace says, in a row ------------------------------------------------------------------------------------------


def told_by(record: Trace) -> Told:
    """The row of a trace; follows from the record alone."""
    comparison, named = record.comparison, next((r.url for r in record.references if r.url and r.score >= WORTH_FOLLOWING), None)
    flags = comparison.flags if comparison else []
    capture = next((c for c in record.captures if record.original and c.id == record.original.capture), None)
    attempt = next((a for a in record.attempts if capture and a.id == capture.attempt), None)
    original = (capture.url if capture else None) or named
    return Told(
        headline=record.summary.headline,
        outlet=record.article.site or _host(record.article.url),
        title=record.article.title,
        published=record.article.published,
        language=comparison.source.language if comparison else record.origin.language if record.origin.evidence else None,
        original=original,
        original_outlet=_outlet(named or original),
        recovered_by=attempt.kind if attempt else None,
        obstacle=None if comparison else obstacle_of(record.attempts),
        attempts=len(record.attempts),
        verdict=comparison.pair.verdict if comparison else None,
        passages=len(comparison.beads) if comparison else 0,
        flags=len(flags),
        by_severity=_counted(d.severity for d in flags),
        by_check=_counted(d.check for d in flags),
        by_kind=_counted(f"{d.check}/{d.kind}" for d in flags),
        points=sum(POINTS[d.severity] for d in flags),
        highest_risk=round(max((risk.probability for risk in comparison.risks), default=0.0), 3) if comparison and comparison.risks else None,
        article_digest=record.article.digest,
        comparison=digest(msgspec.json.encode(comparison)) if comparison else None,
    )


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _host(url: str | None) -> str | None:
    return ((urlsplit(url).hostname or "").removeprefix("www.") or None) if url else None


def _outlet(url: str | None) -> str | None:
    item = identify(url) if url else None
    return item.site if item else _host(url)


def obstacle_of(attempts: tuple[Attempt, ...]) -> str:
    """What stood between an article and its original, in a word or two: the first that applies."""
    tried = [a for a in attempts if a.kind != "article"]
    if not tried:
        return "no address named"
    if all(a.outcome == "refused" and "--offline" in a.reason for a in tried):
        return "offline"
    if any(a.outcome == "rejected" for a in tried):
        return "not the article"
    if any(e.status == 429 for a in tried for e in a.exchanges) or any("asked us to stop" in a.reason for a in tried):
        return "asked to stop"
    if any("robots.txt" in a.reason for a in tried):
        return "robots.txt"
    if any(e.status in (404, 410) for a in tried for e in a.exchanges):
        return "gone"
    if not any(e.status for a in tried for e in a.exchanges):
        return "not reached"
    return "refused or failed"


def main() -> None:
    """Work on what is heard, until nobody speaks any more."""
    from sourcetrace.provenance.batching.speech import Speech

    if "--offline" in sys.argv[1:]:
        from sourcetrace.provenance.offline import refuse_sockets

        sys.addaudithook(refuse_sockets)
    os.nice(_NICE)
    speech, worker = Speech(), Worker()
    while True:
        speech.say(worker(speech.tasks.get()))


if __name__ == "__main__":
    main()
