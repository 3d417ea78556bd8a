"""Checking a ledger: its chain, the tokens over its heads, the signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sourcetrace.provenance.archiving import opentimestamps
from sourcetrace.provenance.archiving.ledger import Broken, Entry, Signed, Stamped, line_of, parsed
from sourcetrace.provenance.archiving.signature import Signature, fingerprint, holds
from sourcetrace.provenance.archiving.timestamp import check
from sourcetrace.provenance.verification.finding import Finding
from sourcetrace.translate.text import InputError, digest

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = ["Chain", "Trust", "check_chain", "check_marks"]


@dataclass(frozen=True)
class Trust:
    """What the one who verifies trusts beforehand.

    Attributes:
        roots: PEM files with roots of authorities, beside the common store.
        signer: the public key that must have signed, as it stands in a ledger; None for any.
    """

    roots: tuple[Path, ...] = ()
    signer: str | None = None

    def certificates(self) -> list[Certificate]:
        """All roots that are trusted."""
        from sourcetrace.provenance.archiving.timestamp import roots

        return roots(self.roots)


@dataclass
class Chain:
    """A ledger that was read.

    Attributes:
        entries: with the digest of each line.
        whole: the chain holds.
        dated: number of the last entry that a trusted token covers, -1 for none.
        signed: number of the last entry that a signature covers, -1 for none.
    """

    entries: list[tuple[Entry, str]] = field(default_factory=list)
    whole: bool = True
    dated: int = -1
    signed: int = -1


def check_chain(data: bytes, finished: bool) -> tuple[Chain, list[Finding]]:
    """Read a ledger.

    Args:
        data: its bytes.
        finished: nobody is writing to it any more, so a line without an end is a fault.
    """
    chain = Chain()
    try:
        for entry, line in parsed(data):
            chain.entries.append((entry, line))
    except Broken as error:
        chain.whole = False
        return chain, [Finding("ledger", "fail", str(error))]
    if not chain.entries and not finished and not data:
        return chain, [Finding("ledger", "pass", "The ledger has no entry yet: the program was ended when it began it.")]
    if not chain.entries:
        chain.whole = False
        return chain, [Finding("ledger", "fail", "The ledger has no entry.")]
    rest = len(data) - data.rfind(b"\n") - 1
    if rest and finished:
        chain.whole = False
        return chain, [Finding("ledger", "fail", "The last line of the ledger is cut off.")]
    note = f" {rest} bytes after it are a line that was never finished, and no entry." if rest else ""
    return chain, [Finding("ledger", "pass", f"All {len(chain.entries):,} entries follow from one another; the head is {chain.entries[-1][1][:19]}….{note}")]


def check_marks(chain: Chain, read: Callable[[str], bytes], trust: Trust) -> Iterator[Finding]:
    """The tokens and signatures; what they cover is noted in `chain`.

    Args:
        chain: a chain that holds.
        read: bytes of a file that an entry names; raises OSError or ValueError.
        trust: what is trusted beforehand.
    """
    lines = {line: entry for entry, line in chain.entries}
    for entry, _ in chain.entries:
        if isinstance(entry.what, Stamped):
            yield _token(chain, entry, entry.what, lines, read, trust)
        elif isinstance(entry.what, Signed):
            yield _signature(chain, entry, entry.what, lines, trust)
    yield from _uncovered(chain, "time", chain.dated, "dated by no token that is trusted here")
    yield from _uncovered(chain, "signature", chain.signed, "signed by nobody" if not trust.signer else "not signed with the key that you named")
    if trust.signer and chain.signed < 0:
        yield Finding("signature", "fail", "Nothing here is signed with the key that you named.")


def _uncovered(chain: Chain, check: str, covered: int, what: str) -> Iterator[Finding]:
    """Entries after the last that a token or signature covers, but for tokens and signatures themselves."""
    later = sum(not isinstance(entry.what, Stamped | Signed) for entry, _ in chain.entries[covered + 1 :])
    if covered >= 0 and later:
        yield Finding(check, "not checked", f"The last {later} entries are {what}.")


def _token(chain: Chain, entry: Entry, what: Stamped, lines: dict[str, Entry], read: Callable[[str], bytes], trust: Trust) -> Finding:
    over = lines.get(what.head)
    if over is None or over.number >= entry.number:
        return Finding("time", "fail", f"The token {what.file} is over no earlier line of this ledger.")
    try:
        answer, stored = read(what.file), read(what.chain) if what.chain else b""
    except (OSError, ValueError):
        return Finding("time", "fail", f"{what.file} or its certificates are missing.")
    if digest(answer) != what.digest or (what.chain and digest(stored) != what.chain_digest):
        return Finding("time", "fail", f"{what.file} or its certificates are not what the ledger says.")
    if what.kind != "rfc3161":
        return _proof(what, answer, line_of(over))
    try:
        token = check(answer, line_of(over), trust.certificates(), stored)
    except ValueError:
        return Finding("time", "fail", f"{what.chain} holds no certificates.")
    if token.fault:
        return Finding("time", "fail", f"{what.file}: {token.fault}")
    if token.time is None or what.time != token.time.isoformat().replace("+00:00", "Z"):
        return Finding("time", "fail", f"The ledger gives another time than {what.file} states.")
    when = what.time
    told = f"{token.authority} signed at {when} that the first {over.number + 1} entries were there"
    if token.root is None:
        return Finding(
            "time", "not checked", f"{what.file} says that {told}; no root is at hand to check its signature with. Give the authority's with --trust."
        )
    if not token.trusted:
        return Finding(
            "time",
            "not checked",
            f"{told}; its signature holds, but its root ({token.root}) is not trusted here. Compare it with the authority's own, and give it with --trust.",
        )
    chain.dated = max(chain.dated, over.number)
    return Finding("time", "pass", f"{told} (root {token.root}).")


def _proof(what: Stamped, answer: bytes, line: bytes) -> Finding:
    """A proof of OpenTimestamps, which only Bitcoin's chain can confirm."""
    try:
        opentimestamps.require_installed()
        told = ", ".join(opentimestamps.attested(answer, line)) or "nobody"
    except InputError as error:
        return Finding("time", "not checked", f"{what.file}: {error}")
    except ValueError as error:
        return Finding("time", "fail", f"{what.file} is no proof of OpenTimestamps over this line ({str(error)[:120]}).")
    return Finding("time", "not checked", f"{what.file} is a proof over this line, attested by {told}; `ots verify` asks Bitcoin's chain.")


def _signature(chain: Chain, entry: Entry, what: Signed, lines: dict[str, Entry], trust: Trust) -> Finding:
    over = lines.get(what.head)
    if over is None or over.number >= entry.number:
        return Finding("signature", "fail", "A signature is over no earlier line of this ledger.")
    if not holds(Signature(what.public_key, what.signature), line_of(over)):
        return Finding("signature", "fail", f"The signature in entry {entry.number} does not hold.")
    name = fingerprint(what.public_key)
    if trust.signer and what.public_key != trust.signer:
        return Finding("signature", "not checked", f"The first {over.number + 1} entries are signed with another key than the one you named ({name}).")
    chain.signed = max(chain.signed, over.number)
    return Finding("signature", "pass", f"The first {over.number + 1} entries are signed with the key whose SHA-256 is {name}.")
