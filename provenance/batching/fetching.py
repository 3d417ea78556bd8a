"""The fetching stage, a process of its own: it gets what lies on the web, politely, and leaves it on the disk for whoever compares.

    python -m sourcetrace.provenance.batching.fetching --at-once 32 --pause 1

So no worker waits for a network, and no host meets more than one visitor at a time, however many workers there are. An article goes
through it in two visits: one for itself, where it was given as an address, and one for its original.
"""

from __future__ import annotations

import argparse
import math
import os
import ssl
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from sourcetrace.provenance.addresses import is_address
from sourcetrace.provenance.archiving.disk import replacing
from sourcetrace.provenance.article import read
from sourcetrace.provenance.batching.job import Ended, Settings, Task
from sourcetrace.provenance.batching.lanes import Backoff, Lanes
from sourcetrace.provenance.batching.speech import Speech
from sourcetrace.provenance.batching.work import require_queued
from sourcetrace.provenance.pipeline import Given, gather, open_article
from sourcetrace.provenance.recovery.attempt import Exchange, may_pass
from sourcetrace.provenance.recovery.chain import NotReceived
from sourcetrace.provenance.recovery.courtesy import Courtesy, host_key
from sourcetrace.provenance.recovery.fetch import Client, Limits
from sourcetrace.provenance.recovery.gate import Expected, judge
from sourcetrace.provenance.references import WORTH_FOLLOWING
from sourcetrace.provenance.wire import now
from sourcetrace.translate.encoder import EncoderError
from sourcetrace.translate.text import InputError, NotWritten

__all__ = ["Fetching", "Visit"]

_REOPENS = 30.0  # seconds after which a host that asked us to stop, not saying for how long, is asked again
_WAITS = 5  # times that one article lets itself be put off by hosts that ask for patience, before that counts as a try
_THREADS = 4  # for each connection: most wait for their turn at a second host, an archive's say


@dataclass(frozen=True)
class Visit:
    """An article on its way through the stage.

    Attributes:
        opened: whether the article itself has been got; it then lies beside what is to be staged.
        tries: that came to nothing so far; `waits` counts those in which a host asked us to come back later.
    """

    task: Task
    opened: bool = False
    tries: int = 0
    waits: int = 0

    @property
    def given(self) -> Path:
        """Where the article waits between its two visits."""
        return Path(f"{self.task.staged}.given")

    @property
    def last(self) -> bool:
        """Whether no further try follows."""
        return self.tries >= self.task.tries_left


@dataclass(frozen=True)
class _Result:
    """What a visit came to.

    Attributes:
        ended: the end of the task in this stage, and where to go on to, or what stood in the way this time.
        passing: hosts whose trouble may pass; of these, `asked` were asked, and the others had asked for patience before.
        well: hosts that answered as they should.
    """

    ended: Ended | None = None
    onward: tuple[str, Visit] | None = None
    trouble: str = ""
    passing: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    well: tuple[str, ...] = ()


class Fetching:
    """Sends visitors out to hosts, so many at once.

    Args:
        speech: where tasks come from, and their ends go.
        at_once: connections open at once, to all hosts together.
        pause: seconds between two requests to one host.
        backoff: how hosts that give trouble are treated.
    """

    def __init__(self, speech: Speech, at_once: int, pause: float, backoff: Backoff | None = None) -> None:
        self._speech = speech
        self._courtesy = Courtesy(at_once, _REOPENS)
        self._lanes: Lanes[Visit] = Lanes(self._courtesy.next_turn, backoff)
        self._changed = threading.Condition()
        self._away = 0
        self._most = at_once * _THREADS
        self._pool = ThreadPoolExecutor(self._most)
        self._clients = _Clients(self._courtesy, pause)
        self._known: dict[Settings, Settings] = {}

    def run(self) -> None:
        """Until nobody speaks any more."""
        _rehearse()
        threading.Thread(target=self._listen, daemon=True).start()
        while True:
            with self._changed:
                found = self._lanes.take(time.monotonic()) if self._away < self._most else None
                if found is None:
                    self._changed.wait(self._patience())
                    continue
                self._away += 1
            self._pool.submit(self._visited, *found)

    def _patience(self) -> float | None:
        when = self._lanes.next_time() if self._away < self._most else None
        return None if when is None else max(0.001, when - time.monotonic())

    def _listen(self) -> None:
        """Take tasks in; without that the process is no use, and its end is noticed where its silence is not."""
        try:
            self._hear()
        finally:
            os._exit(70)

    def _hear(self) -> None:
        while True:
            task = self._speech.tasks.get()
            # One object for equal settings: a hundred thousand tasks may wait here.
            task = msgspec.structs.replace(task, settings=self._known.setdefault(task.settings, task.settings))
            visit = Visit(task)
            if Path(task.staged).is_file():  # whoever staged it could not tell of it any more
                self._speech.say(Ended(task.number, "gathered", finished=now()))
                continue
            visit = replace(visit, opened=visit.given.is_file())
            with self._changed:
                self._lanes.add(host_key(task.article) if is_address(task.article) and not visit.opened else "", visit)
                self._changed.notify()

    # --- a visit --------------------------------------------------------------------------------------------------------

    def _visited(self, host: str, visit: Visit) -> None:
        self._speech.say(Ended(visit.task.number, "out"))
        try:
            result = self._original(visit) if visit.opened else self._article(visit)
        except NotWritten as error:
            result = _Result(Ended(visit.task.number, "unwritten", str(error), finished=now()))
        except Exception as error:  # noqa: BLE001, a fault in ours or a library of ours: what a worker dies of, which here would end the visits of others
            traceback.print_exc()
            visit.given.unlink(missing_ok=True)
            result = _Result(
                Ended(visit.task.number, "refused", f"It failed while it was fetched ({type(error).__name__}: {str(error)[:200]}).", finished=now())
            )
        with self._changed:
            self._away -= 1
            # Said before anybody else can set out: what is told of a job comes in its order.
            self._speech.say(self._settled(host, visit, result))
            self._changed.notify()

    def _settled(self, host: str, visit: Visit, result: _Result) -> Ended:
        """Learn what a visit tells of the hosts, and send the visitor on; what is to be told."""
        for name in result.well:
            self._lanes.went_well(name)
        for name in result.asked:
            self._trouble(name)
        self._lanes.leave(host)
        if result.onward is not None:
            self._lanes.add(*result.onward)
        if not result.trouble:
            return result.ended or Ended(visit.task.number, "back")
        patient = all(self._courtesy.closed(name) for name in result.passing) and visit.waits < _WAITS
        # Who found a host closed without asking it has not tried anything; who was told to wait has not failed.
        again = visit if not result.asked else replace(visit, waits=visit.waits + 1) if patient else replace(visit, tries=visit.tries + 1)
        if host in result.passing:  # its lane rests; who was turned away is the first to come back
            self._lanes.add(host, again, first=patient)
        else:
            self._lanes.add(host, again, max(self._courtesy.next_turn(name) for name in result.passing))
        return Ended(visit.task.number, "failed" if again.tries > visit.tries else "put off", result.trouble, finished=now(), host=result.passing[0])

    def _trouble(self, host: str) -> None:
        troubles, rests = self._lanes.trouble(host, time.monotonic())
        self._courtesy.rest(host, rests)
        if self._lanes.given_up(host):
            self._courtesy.give_up(host, f"{host.partition(':')[0]} gave trouble {troubles} times in a row; it is not asked again in this run.")

    def _article(self, visit: Visit) -> _Result:
        """Get the article, or read it, and see where its original should be."""
        task, settings = visit.task, visit.task.settings
        options = settings.options(self._clients.of(settings))
        try:
            require_queued(task)
            given = open_article(task.article, options=options, encoding=settings.encoding, force=settings.force)
        except NotReceived as error:
            host = self._passing("failed", error.exchanges, task.article)
            asked = (host,) if host and error.exchanges else ()
            if not host or (asked and visit.last):
                return _Result(_refused(task, str(error)), asked=asked, well=() if host else _well(error.exchanges))
            return _Result(trouble=str(error), passing=(host,), asked=asked)
        except (InputError, EncoderError) as error:
            return _Result(_refused(task, str(error)))
        _write(visit.given, msgspec.msgpack.encode(given))
        well = tuple(host for attempt in given.attempts for host in _well(attempt.exchanges))
        return _Result(onward=(_first_host(task, given), replace(visit, opened=True, tries=0, waits=0)), well=well)

    def _original(self, visit: Visit) -> _Result:
        """Look for the original, and leave what was gathered; once more later, where only passing trouble stood in the way."""
        task, settings = visit.task, visit.task.settings
        given = msgspec.msgpack.decode(visit.given.read_bytes(), type=Given)
        options = settings.options(self._clients.of(settings))
        try:
            gathered = gather(given, task.source, options=options, encoding=settings.encoding, force=settings.force)
        except (InputError, EncoderError) as error:
            visit.given.unlink()
            return _Result(_refused(task, str(error)))
        attempts = gathered.recovered.attempts
        stopped = [(a, host) for a in attempts if (host := self._passing(a.outcome, a.exchanges, a.target))]
        passing = tuple(dict.fromkeys(host for _, host in stopped))
        asked = tuple(dict.fromkeys(host for a, host in stopped if a.exchanges))
        well = tuple(host for a in attempts for host in _well(a.exchanges) if host not in passing)
        if gathered.recovered.chosen is None and passing and not (asked and visit.last):
            return _Result(trouble=stopped[0][0].reason, passing=passing, asked=asked, well=well)
        _write(Path(task.staged), msgspec.msgpack.encode(gathered))
        visit.given.unlink(missing_ok=True)
        return _Result(Ended(task.number, "gathered", finished=now()), asked=asked, well=well)

    def _passing(self, outcome: str, exchanges: tuple[Exchange, ...], target: str) -> str:
        """The host that was in the way, if that may pass in this run; else empty."""
        host = host_key(exchanges[-1].url if exchanges else target)
        closed = self._courtesy.closed(host)
        if closed is not None:
            return host if closed.until < math.inf and outcome in ("failed", "refused") else ""
        return host if may_pass(outcome, exchanges) else ""


def _well(exchanges: tuple[Exchange, ...]) -> tuple[str, ...]:
    """Hosts that answered, and not with trouble."""
    return tuple(dict.fromkeys(host_key(e.url) for e in exchanges if e.status is not None and not may_pass("failed", (e,))))


def _refused(task: Task, reason: str) -> Ended:
    return Ended(task.number, "refused", reason, finished=now())


def _first_host(task: Task, given: Given) -> str:
    """The host that is visited for the original; `""` where none is."""
    if task.source is not None:
        return host_key(task.source) if is_address(task.source) else ""
    named = next((r.url for r in given.references if r.url and r.score >= WORTH_FOLLOWING), None)
    return host_key(named) if named else ""


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(data)


class _Clients:
    """A client for every thread and sort of settings, all with the same courtesy and the same trust."""

    def __init__(self, courtesy: Courtesy, pause: float) -> None:
        self._courtesy, self._pause = courtesy, pause
        self._context = ssl.create_default_context()
        self._own = threading.local()

    def of(self, settings: Settings) -> Client:
        """This thread's."""
        made: dict[tuple[Limits, bool, bool], Client] = self._own.__dict__.setdefault("clients", {})
        key = (replace(settings.limits, pause=self._pause), settings.allow_private, settings.robots)
        if key not in made:
            made[key] = Client(key[0], allow_private=key[1], robots=key[2], context=self._context, courtesy=self._courtesy)
        return made[key]


_REHEARSAL = (
    "<html><body><article>" + "<p>The town counted its ships, and its council told the papers how many there were.</p>" * 4 + "</article></body></html>"
)


def _rehearse() -> None:
    """Load every model that reading and judging need, before there are threads, each of which would load its own."""
    document = read(_REHEARSAL.encode(), name="rehearsal")
    judge(document, Expected(text=document.text), document.text)


def main() -> None:
    """Fetch what is asked for, until nobody speaks any more."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--at-once", type=int, required=True)
    parser.add_argument("--pause", type=float, required=True)
    given = parser.parse_args()
    Fetching(Speech(), given.at_once, given.pause).run()


if __name__ == "__main__":
    main()
