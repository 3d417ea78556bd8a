"""The key under which an index holds an address: SURT, the form that Heritrix, the Wayback Machine and pywb sort by.

`http://www.Example.com:80/a?b=2&a=1#c` is `com,example)/a?a=1&b=2`: the host from its end, without `www.`, the default port,
credentials and fragment; path and query in lower case, the query's parts in order. The `surt` package is the reference; it is
not used here because it brings a list of the net's domains with it that it would download.
"""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import quote, unquote_to_bytes, urlsplit

__all__ = ["surt"]

_PORTS = {"http": 80, "https": 443}
_SAFE = "!$&'()*+,-./:;<=>?@[\\]^_`{|}~\""  # all that is left as it stands; space, %, # and what is not ASCII is escaped
_PLAIN = re.compile(f"[A-Za-z0-9{re.escape(_SAFE)}]*")
# What the other tools take for the number of a visit, and leave out.
_VISIT = re.compile(r"(?:(?:jsessionid|phpsessid|sid)=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}|cfid=[^&]+&cftoken=[^&]+)(?:&|$)")
_VISIT_PATH = re.compile(r"/(?:\((?:[a-z]\([0-9a-z]{24}\))+\)|\([0-9a-z]{24}\))/(?=[^?]+\.aspx)")


def surt(url: str) -> str:
    """The key of an address; an address that is none of the web's is its own key, in lower case."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.lower()
    if parts.scheme.lower() not in _PORTS or not parts.hostname:
        return url.lower()
    key = _host(parts.hostname)
    if port not in (None, _PORTS[parts.scheme.lower()]):
        key += f":{port}"
    query = "&".join(sorted(_VISIT.sub("", _escaped(parts.query).lower()).split("&"), key=lambda part: part.split("=", 1)))
    return f"{key}){_path(parts.path)}" + (f"?{query}" if query else "")


def _host(name: str) -> str:
    host = re.sub(r"^www\d*\.", "", re.sub(r"\.+", ".", name.lower()).strip("."))
    with suppress(UnicodeError):  # no name that the web could look up; it stays as it is
        host = host.encode("idna").decode("ascii")
    return ",".join(reversed(host.split(".")))


def _path(path: str) -> str:
    """In lower case, without empty and dotted steps and the slash at the end."""
    steps: list[str] = []
    for step in _escaped(path).split("/"):
        if step == "..":
            steps[-1:] = []
        elif step not in ("", "."):
            steps.append(step)
    return _VISIT_PATH.sub("/", "/" + "/".join(steps).lower())


def _escaped(text: str) -> str:
    """Escapes undone until there are none, then made again where they are needed, as the other tools do."""
    if _PLAIN.fullmatch(text):  # nothing to do for nearly all
        return text
    found = text.encode("utf-8", "surrogateescape")
    for _ in range(10):
        plain = unquote_to_bytes(found)
        if plain == found:
            break
        found = plain
    return quote(found, safe=_SAFE)
