"""What a site is: how its addresses look, where its pages keep the body, and by which routes an item can be had."""

from __future__ import annotations

import datetime
import html as entities
import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Embedded", "Route", "Site", "find_object", "json_after", "moment", "paragraphs"]


@dataclass(frozen=True)
class Embedded:
    """An article that a page or an answer keeps as data instead of markup.

    Attributes:
        html: the body as HTML; made of `paragraphs` where the site gives plain text.
        kind: what it was found in, e.g. `gallery` or `info JSON`.
    """

    html: str
    kind: str
    title: str | None = None
    author: str | None = None
    published: str | None = None

    def __post_init__(self) -> None:
        """Hold a site's data to its types: what should be text and is something else is nothing."""
        for name, nothing in (("html", ""), ("title", None), ("author", None), ("published", None)):
            value = getattr(self, name)
            object.__setattr__(self, name, (value.strip() or nothing) if isinstance(value, str) else nothing)


@dataclass(frozen=True)
class Route:
    """An address at which a site gives an item.

    Attributes:
        mobile: the site answers a telephone's browser here.
        what: what the address leads to, for the record.
    """

    url: str
    what: str
    mobile: bool = False


def _no_routes(_item: str, _url: str) -> Iterator[Route]:
    return iter(())


def _no_time(_item: str) -> str | None:
    return None


def _nothing_in_page(_html: str) -> Embedded | None:
    return None


def _nothing_in_answer(_answer: Any) -> Embedded | None:
    return None


@dataclass(frozen=True)
class Site:
    """A site originals come from.

    Attributes:
        hosts: host suffixes.
        item: pattern of the item's id in path and query; the first group that matches is the id.
        containers: CSS selectors of the element that holds the body, the likeliest first.
        drop: CSS selectors of what stands inside the container and is not the article.
        blocks: CSS selector of the body's parts, where the container holds much else.
        embedded: the article in a page's data; asked before the containers where it returns something.
        answer: the article in a JSON answer of one of the routes.
        routes: addresses at which the item can be had, the likeliest first; called with the id and the address.
        inferred_time: when the item was made, read from its id.
        aliases: other addresses of the same item, for asking archives.
    """

    name: str
    language: str
    hosts: tuple[str, ...]
    item: str
    containers: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    blocks: str = ""
    embedded: Callable[[str], Embedded | None] = _nothing_in_page
    answer: Callable[[Any], Embedded | None] = _nothing_in_answer
    routes: Callable[[str, str], Iterator[Route]] = _no_routes
    inferred_time: Callable[[str], str | None] = _no_time
    aliases: Callable[[str, str], Iterator[str]] = field(default=lambda _item, _url: iter(()))


def paragraphs(text: str) -> str:
    """Plain text as HTML: one paragraph a line."""
    return "".join(f"<p>{entities.escape(line)}</p>" for line in text.splitlines() if line.strip())


_DEPTH = 200_000  # nodes of a page's data that are looked at


def find_object(data: Any, *keys: str) -> dict[str, Any] | None:
    """The first object, breadth first, that has one of `keys` with an object under it; that inner object."""
    nodes = deque([data])
    for _ in range(_DEPTH):
        if not nodes:
            return None
        node = nodes.popleft()
        if isinstance(node, dict):
            inner: dict[str, Any] | None = next((node[k] for k in keys if isinstance(node.get(k), dict)), None)
            if inner is not None:
                return inner
            nodes.extend(v for v in node.values() if isinstance(v, dict | list))
        elif isinstance(node, list):
            nodes.extend(v for v in node if isinstance(v, dict | list))
    return None


def json_after(html: str, pattern: str) -> Any:
    """The JSON value that begins where `pattern` ends; None where there is none."""
    found = re.search(pattern, html)
    if not found:
        return None
    start = re.compile(r"\s*").match(html, found.end())
    try:
        return json.JSONDecoder(strict=False).raw_decode(html, start.end() if start else found.end())[0]
    except (ValueError, RecursionError):  # data of another shape than the site is known to write
        return None


def moment(value: Any) -> str | None:
    """A time in seconds or milliseconds since 1970, as a number or digits, in RFC 3339; text is given back as it is."""
    if isinstance(value, str) and not value.strip().isdecimal():
        return value.strip() or None
    try:
        seconds = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if seconds > 10**11:
        seconds //= 1000
    if not 0 < seconds < 4_102_444_800:  # … 2100
        return None
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
