"""The page itself, as its address is named, and by the site's own routes."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from sourcetrace.provenance.recovery.fetch import Answer, Client, FetchStopped
from sourcetrace.provenance.recovery.lead import Find, Lead, Received, stopped
from sourcetrace.provenance.recovery.memento import memento_of
from sourcetrace.provenance.sites import Route, site_of
from sourcetrace.provenance.sites import host_of as host

__all__ = ["Live", "SiteRoutes"]


class Live:
    """The address as the article names it."""

    kind = "live"
    networked = True

    def __init__(self, client: Client) -> None:
        self._client = client

    def targets(self, lead: Lead) -> list[str]:
        """The one address."""
        return [lead.url]

    def finds(self, lead: Lead, target: str) -> Iterator[Find]:
        """The page, and where its redirects led."""
        try:
            answer = self._client.fetch(target, language=lead.language or "en")
        except FetchStopped as error:
            yield stopped(self.kind, target, error)
            return
        if answer.url != target:
            lead.known.append(answer.url)
        yield of_answer(self.kind, target, answer)


class SiteRoutes:
    """Where the site gives the item by other ways: its mobile page, its JSON."""

    kind = "site route"
    networked = True

    def __init__(self, client: Client) -> None:
        self._client = client

    def targets(self, lead: Lead) -> list[str]:
        """The routes of every item that the lead's addresses name."""
        return list(self._routes(lead))

    def finds(self, lead: Lead, target: str) -> Iterator[Find]:
        """One route's answer."""
        route = self._routes(lead)[target]
        try:
            answer = self._client.fetch(target, language=lead.language or "en", mobile=route.mobile)
        except FetchStopped as error:
            yield stopped(self.kind, target, error)
            return
        yield of_answer(self.kind, target, answer, route.what)

    def _routes(self, lead: Lead) -> dict[str, Route]:
        routes: dict[str, Route] = {}
        for url, item in lead.items:
            site = site_of(host(url))
            if site and item.id:
                routes |= {route.url: route for route in site.routes(item.id, url) if route.url not in (lead.url, *lead.known)}
        return routes


def of_answer(kind: str, target: str, answer: Answer, what: str = "page") -> Find:
    """What an answer of a live server is worth: its body where it is 200, else what the status means."""
    if answer.status == HTTPStatus.OK and "memento-datetime" in answer.headers:
        memento = memento_of(answer, None)
        note = "This archive may rewrite the pages it shows, so the bytes need not be those of the site."
        return Find(
            kind,
            target,
            "captured",
            f"Captured by {memento.archive} {memento.datetime}.",
            answer.when,
            answer.exchanges,
            Received.from_answer(answer, memento, note=note),
        )
    if answer.status == HTTPStatus.OK:
        reason = f"{what[0].upper()}{what[1:]} received."
        return Find(kind, target, "captured", reason, answer.when, answer.exchanges, Received.from_answer(answer, note=_downgraded(answer)))
    return Find(kind, target, "failed", f"{host(answer.url)} answered {_status(answer.status)}.", answer.when, answer.exchanges)


def _downgraded(answer: Answer) -> str:
    return "A redirect led from https to http: anyone on the way could have changed this page." if any("to http" in e.note for e in answer.exchanges) else ""


def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)
