"""What is said between the parts of a batch: items, settings, tasks, and how they end."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from sourcetrace.provenance.addresses import WAYBACK
from sourcetrace.translate.glossary import Term
from sourcetrace.translate.text import digest

if TYPE_CHECKING:  # the store and the status load none of what fetches
    from sourcetrace.provenance.recovery.chain import Options
    from sourcetrace.provenance.recovery.fetch import Client, Limits

__all__ = ["Ended", "Ending", "Item", "Manners", "Settings", "Task", "Told"]


class Item(msgspec.Struct, frozen=True):
    """One article of an input.

    Attributes:
        article: path or address.
        source: path or address of its original, where the input names one.
        id: the user's own name for it; the article's path or address where there is none.
        page: of a capture taken out of a WARC or WACZ, the address it was captured at.
    """

    article: str
    source: str | None = None
    id: str = ""
    page: str | None = None


class Settings(msgspec.Struct, frozen=True):
    """All that makes a difference to a record, but the inputs. Same inputs and settings give the same record, so it is made once.

    Attributes:
        models: ask the translation engine and the language model that are installed.
        lm: path of a GGUF file to weigh the English with.
        software: the version; what another version found is found again.
    """

    offline: bool = False
    force: bool = False
    encoding: str | None = None
    models: bool = True
    lm: str | None = None
    glossary: tuple[Term, ...] = ()
    timeout: float = 30.0
    max_bytes: int = 10_000_000
    all_captures: bool = False
    archive: str | None = None
    images: bool = False
    browser: bool = False
    wayback: str = WAYBACK
    aggregator: str | None = None
    archive_today: bool = False
    robots: bool = True
    allow_private: bool = False
    software: str = msgspec.field(default_factory=lambda: version("sourcetrace"))

    @property
    def digest(self) -> str:
        """Of all of them."""
        return digest(msgspec.json.encode(self))

    @property
    def limits(self) -> Limits:
        """Of each fetch."""
        from sourcetrace.provenance.recovery.fetch import Limits

        return Limits(timeout=self.timeout, max_bytes=self.max_bytes)

    def options(self, client: Client | None = None) -> Options:
        """How the original is looked for."""
        from sourcetrace.provenance.recovery.chain import Options

        return Options(
            offline=self.offline,
            limits=self.limits,
            allow_private=self.allow_private,
            robots=self.robots,
            all_captures=self.all_captures,
            archive=Path(self.archive) if self.archive else None,
            wayback=self.wayback,
            aggregator=self.aggregator,
            archive_today=self.archive_today,
            browser=self.browser,
            images=self.images,
            client=client,
        )


class Manners(msgspec.Struct, frozen=True):
    """How hosts and failing jobs are treated. It makes no difference to a record, so it may be another in every run.

    Attributes:
        at_once: connections open at once, to all hosts together.
        pause: seconds between two requests to one host.
        retries: how often a job is tried again after passing trouble, or the death of its process.
    """

    at_once: int = 32
    pause: float = 1.0
    retries: int = 2


class Task(msgspec.Struct, frozen=True):
    """One article to be worked on, as it is handed to another process.

    Attributes:
        number: of the job.
        article, source: absolute paths, or addresses.
        staged: file in which the fetching stage left, or leaves, what it gathered.
        out: the trace folder to write.
        digests: SHA-256 of the article's and the source's file when they were queued; empty of what is none, or could not be read.
        tries_left: how often it is tried again where trouble may pass; then what could not be had is told.
    """

    number: int
    article: str
    source: str | None
    staged: str
    out: str
    settings: Settings
    digests: tuple[str, str] = ("", "")
    tries_left: int = 0


# done: the trace lies there; gathered: what is on the web was got; refused: the input cannot be worked on; died: its process ended;
# slow, large: it took more than it may; unwritten: what it made could not be kept, which is nobody's fault but the disk's. Four are only told in between, by the fetching stage: out, back: on a visit to a host, and
# back from it; failed: a try came to nothing, another follows; put off: a host asked us to come back later.
Ending = Literal["done", "gathered", "refused", "died", "slow", "large", "unwritten", "out", "back", "failed", "put off"]


class Told(msgspec.Struct, frozen=True):
    """What a trace says, in a row of the results; the rest is in its folder.

    Attributes:
        outlet: who published the English: its site's name, else its host.
        title, published: of the English.
        language: of the original, as far as is known.
        original: its address: of the capture that was compared, else as the article names it.
        recovered_by: the way that brought it; None where none did.
        obstacle: of an original that was not recovered, what stood in the way, in a word or two.
        verdict: how the two texts go together (`Pair.verdict`).
        passages: number of beads.
        flags: departures that are shown and counted; `by_severity`, `by_check`, `by_kind` count them.
        points: MQM's: 25 a critical flag, 5 a major, 1 a minor one.
        highest_risk: of a passage; None where risks were not judged.
        comparison: digest of the comparison, the same whenever it is made again.
    """

    headline: str
    outlet: str | None
    title: str | None
    published: str | None
    language: str | None
    original: str | None
    original_outlet: str | None
    recovered_by: str | None
    obstacle: str | None
    attempts: int
    verdict: str | None
    passages: int
    flags: int
    by_severity: dict[str, int]
    by_check: dict[str, int]
    by_kind: dict[str, int]
    points: int
    highest_risk: float | None
    article_digest: str
    comparison: str | None

    @property
    def recovered(self) -> bool:
        """Whether there is an original to compare with."""
        return self.recovered_by is not None


class Ended(msgspec.Struct, frozen=True):
    """How the work on a task ended, or how a try did.

    Attributes:
        reason: one sentence, where it is not done.
        told: of a trace that is there.
        seconds: by stage, writing included.
        memory: most that the worker ever took, bytes.
        finished: RFC 3339; a clock field.
        host: of the fetching stage, which host was in the way.
    """

    number: int
    how: Ending
    reason: str = ""
    told: Told | None = None
    seconds: dict[str, float] = {}
    memory: int = 0
    finished: str = ""
    host: str = ""
