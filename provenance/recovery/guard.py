"""Which addresses a request may go to. The rules are about where a connection leads, not how an address is spelled."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterator
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

import idna
from sourcetrace.translate.text import lone_surrogate

__all__ = ["Forbidden", "Resolver", "check_url", "forbidden_network", "is_ip", "is_private", "permitted_addresses", "resolve", "unsplit"]

Resolver = Callable[[str, int], list[str]]
"""(host, port) → its addresses as text; raises OSError where there are none."""


class Forbidden(Exception):  # noqa: N818, it names what happened
    """A request that must not be made; the message says why in one sentence."""


_PORTS = {"http": 80, "https": 443}
# C0 and C1 controls, space, DEL: in an address they would end a header line or a record.
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f]")
_LONGEST = 8192  # characters of an address; servers refuse longer ones


def check_url(url: str, allow_private: bool = False) -> SplitResult:
    """An address in the form it will be requested in: ASCII host, percent-encoded path, no fragment.

    Args:
        url: the address.
        allow_private: permit ports other than 80 and 443, as for one's own server.

    Raises:
        Forbidden: scheme, user information, port, host or characters are not permitted.
    """
    if len(url) > _LONGEST:
        raise Forbidden(f"The address has {len(url):,} characters; none that long is requested.")
    if _CONTROL.search(url) or lone_surrogate(url) is not None:
        raise Forbidden("The address holds control characters or spaces.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Forbidden(f"The address is malformed ({error}).") from None
    if parts.scheme.lower() not in _PORTS:
        raise Forbidden(f"Only http and https are requested, not {parts.scheme or 'an address without a scheme'}.")
    if "@" in parts.netloc:
        raise Forbidden("The address holds a user name or password; neither is ever sent.")
    if not host or "\\" in url:
        raise Forbidden("The address names no host.")
    if port is not None and port not in _PORTS.values() and not allow_private:
        raise Forbidden(f"Port {port} is neither 80 nor 443; for your own server give --allow-private.")
    host = _ascii_host(host, allow_private)
    netloc = f"[{host}]" if ":" in host else host
    netloc += f":{port}" if port not in (None, _PORTS[parts.scheme.lower()]) else ""
    # Percent signs that are there already stay: the address is sent as it was found.
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._|[]")
    return SplitResult(parts.scheme.lower(), netloc, path, quote(parts.query, safe="/%:@!$&'()*+,;=~-._?|[]"), "")


def _ascii_host(host: str, allow_private: bool) -> str:
    host = host.rstrip(".").lower()
    try:
        return str(ipaddress.ip_address(host.split("%")[0]))
    except ValueError:
        pass
    # A last label of digits or hexadecimals is an IPv4 address in one of its old spellings (127.1, 0x7f.1, 2130706433).
    if re.fullmatch(r"(?:0x[0-9a-f]*|\d+)", host.rsplit(".", 1)[-1]):
        raise Forbidden(f"{host} is an unusual spelling of an IP address.")
    try:
        host = idna.encode(host, uts46=True).decode("ascii") if not host.isascii() else host
        for label in host.split("."):
            if label.startswith("xn--"):
                idna.decode(label)
    except (idna.IDNAError, UnicodeError):
        raise Forbidden("The host is no valid name.") from None
    if not re.fullmatch(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", host) or len(host) > 253:
        raise Forbidden("The host is no valid name.")
    if not allow_private and ("." not in host or host.endswith((".localhost", ".local", ".internal", ".home.arpa", ".onion"))):
        raise Forbidden(f"{host} is a name of this machine's own network; for your own server give --allow-private.")
    return host


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, by the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


# A NAT64 address stands for the IPv4 address in its last 32 bits (RFC 6052); DNS64 gives it to hosts that have only IPv4.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # IPv4-compatible, deprecated (RFC 4291)
_DOCUMENTATION = ipaddress.IPv6Network("3fff::/20")  # RFC 9637; older Pythons do not know it
_RELAY = ipaddress.IPv4Network("192.88.99.0/24")  # 6to4 relay anycast, deprecated (RFC 7526)
_METADATA = frozenset(map(ipaddress.ip_address, ("169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "fd00:ec2::254")))

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def forbidden_network(address: str, allow_private: bool = False) -> str | None:
    """Why an address must not be connected to; None where it may.

    Addresses inside others (IPv4-mapped, NAT64, 6to4, Teredo) are judged, too: a packet may come out at them. What leads
    to a cloud's metadata, to nobody or to everybody stays forbidden whatever is allowed.
    """
    try:
        found = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return "is no IP address"
    return next((reason for inner in _judged(found) if (reason := _reason(inner, allow_private))), None)


def _judged(address: IPAddress) -> Iterator[IPAddress]:
    """The address itself, unless it only stands for another, and those inside it."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
        return
    low = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.ipv4_mapped is not None or address in _NAT64:
        yield low
        return
    yield address
    if address in _COMPATIBLE and int(address) > 1:
        yield low
    if address.sixtofour is not None:
        yield address.sixtofour
    yield from address.teredo or ()


def _reason(address: IPAddress, allow_private: bool) -> str | None:
    checks = (
        (address in _METADATA, "is a metadata service of a cloud"),
        (address.is_unspecified, "is no host's address"),
        (address.is_multicast, "is multicast"),
        (isinstance(address, ipaddress.IPv4Address) and address in _RELAY, "is a relay's"),
        (address.is_loopback and not allow_private, "is this machine's own"),
        (address.is_link_local and not allow_private, "is link-local"),
        (address.is_private and not allow_private, "is in a private network"),
        (isinstance(address, ipaddress.IPv6Address) and (address.is_site_local or address in _DOCUMENTATION) and not allow_private, "is not public"),
        (address.is_reserved and not address.is_private and not address.is_loopback, "is reserved"),
        (not address.is_global and not allow_private, "is not public"),
    )
    return next((reason for holds, reason in checks if holds), None)


def is_private(address: str) -> bool:
    """Whether an address is one that only `--allow-private` permits."""
    return forbidden_network(address) is not None


def permitted_addresses(host: str, port: int, resolver: Resolver, allow_private: bool) -> list[str]:
    """The addresses of a host, every one of which may be connected to.

    One forbidden address among them refuses all: a name that leads to both is no honest name.

    Raises:
        Forbidden: one of them is forbidden.
        OSError: the name leads nowhere.
    """
    addresses = [host] if is_ip(host) else resolver(host, port)
    if not addresses:
        raise OSError("the name leads to no address")
    for address in addresses:
        reason = forbidden_network(address, allow_private)
        if reason:
            remedy = "" if allow_private else "; for your own server give --allow-private"
            raise Forbidden(f"{host} leads to {address}, which {reason}{remedy}.")
    return addresses


def is_ip(host: str) -> bool:
    """Whether a host is an IP address and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def unsplit(parts: SplitResult) -> str:
    """The address again as text."""
    return urlunsplit(parts)
