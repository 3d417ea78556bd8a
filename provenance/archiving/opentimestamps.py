"""Proofs of OpenTimestamps over a line of the ledger: a calendar promises to put a digest into Bitcoin's chain.

A fresh proof holds only the calendar's promise; `ots upgrade` completes it some hours later, and `ots verify` asks the chain.
What is checked here is that the proof is one, and over that line.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import Any

from sourcetrace.translate.text import InputError

__all__ = ["Draft", "attested", "draft", "require_installed"]

_NONCE = 16  # bytes that keep the calendar from learning the digest


@dataclass(frozen=True)
class Draft:
    """A proof that a calendar has yet to promise; `commitment` is what it is sent."""

    commitment: bytes
    _file: Any
    _end: Any

    def finished(self, answer: bytes) -> bytes:
        """The proof with a calendar's answer, as `ots` reads it.

        Raises:
            ValueError: the answer is no promise.
        """
        from opentimestamps.core.serialize import BytesDeserializationContext, BytesSerializationContext, DeserializationError
        from opentimestamps.core.timestamp import Timestamp

        try:
            self._end.merge(Timestamp.deserialize(BytesDeserializationContext(answer), self.commitment))
        except DeserializationError as error:
            raise ValueError(str(error)) from None
        out = BytesSerializationContext()
        self._file.serialize(out)
        return bytes(out.getbytes())


def require_installed() -> None:
    """See that the library is there.

    Raises:
        InputError: it is not.
    """
    try:
        import opentimestamps  # noqa: F401, only whether it is there
    except ImportError:
        raise InputError('OpenTimestamps needs a library: pip install "sourcetrace[opentimestamps]".') from None


def draft(line: bytes) -> Draft:
    """A proof over a line, to be promised by a calendar."""
    from opentimestamps.core.op import OpAppend, OpSHA256
    from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

    file = DetachedTimestampFile(OpSHA256(), Timestamp(hashlib.sha256(line).digest()))
    end = file.timestamp.ops.add(OpAppend(os.urandom(_NONCE))).ops.add(OpSHA256())
    return Draft(bytes(end.msg), file, end)


def attested(proof: bytes, line: bytes) -> list[str]:
    """Who attests what in a proof: `calendar URL` or `Bitcoin block N`; none of it is checked.

    Raises:
        ValueError: it is no proof, or over something else.
    """
    from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
    from opentimestamps.core.serialize import BytesDeserializationContext, DeserializationError
    from opentimestamps.core.timestamp import DetachedTimestampFile

    try:
        file = DetachedTimestampFile.deserialize(BytesDeserializationContext(proof))
    except DeserializationError as error:
        raise ValueError(str(error)) from None
    if file.file_digest != hashlib.sha256(line).digest():
        raise ValueError("it is over something else than this line")
    told = []
    for _, attestation in file.timestamp.all_attestations():
        if isinstance(attestation, PendingAttestation):
            told.append(f"calendar {attestation.uri}")
        elif isinstance(attestation, BitcoinBlockHeaderAttestation):
            told.append(f"Bitcoin block {attestation.height}")
    return sorted(told)
