"""Tokens of time-stamping authorities (RFC 3161) over a line of the ledger.

The token's imprint is the SHA-256 of the line, which is the digest the next line holds. The whole answer is stored, and the
certificates that it needs, so that it can be checked when the authority is long gone. Whether an authority's root is to be
trusted nobody can tell from what it sent: roots come from the certificate store (certifi) or from whoever verifies.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sourcetrace.translate.text import InputError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

__all__ = ["AUTHORITIES", "Request", "Token", "check", "read_certificates", "request_for", "roots"]

# Two that anybody may use, of different owners, whose roots lie in the common store.
AUTHORITIES = ("http://timestamp.digicert.com", "http://timestamp.sectigo.com")

_SHA256 = "2.16.840.1.101.3.4.2.1"


@dataclass(frozen=True)
class Request:
    """What is sent to an authority."""

    data: bytes
    nonce: int


@dataclass(frozen=True)
class Token:
    """What an authority's answer is worth.

    Attributes:
        fault: why it proves nothing; None where nothing speaks against it.
        time: as the authority states it.
        authority: the name in its certificate.
        root: name and SHA-256 of the root that it leads to; None where no root is at hand, and its signature was not checked.
        trusted: the root is one that was trusted beforehand, not one that came with it.
        chain: the certificates it needs, root last where there is one; PEM.
    """

    fault: str | None
    time: datetime.datetime | None = None
    authority: str = ""
    root: str | None = None
    trusted: bool = False
    chain: bytes = b""


def request_for(line: bytes) -> Request:
    """The request for a token over a line."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    made = TimestampRequestBuilder().data(line).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True).cert_request(cert_request=True).build()
    assert made.nonce is not None, "it was asked for"
    return Request(made.as_bytes(), made.nonce)


def roots(extra: Iterable[Path] = ()) -> list[Certificate]:
    """The roots that are trusted: those of the common store, and what the user names.

    Raises:
        InputError: a file holds no certificates.
    """
    import certifi

    return [*_store(Path(certifi.where()).read_bytes()), *(found for path in extra for found in read_certificates(path))]


def _store(pem: bytes) -> list[Certificate]:
    """The common store, without what this library no longer takes for a certificate: some old roots have odd numbers."""
    from cryptography.utils import CryptographyDeprecationWarning

    found: list[Certificate] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        for block in re.findall(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", pem, re.DOTALL):
            with suppress(ValueError):
                found += _certificates(block)
    return found


def read_certificates(path: Path) -> list[Certificate]:
    """Certificates from a PEM file.

    Raises:
        InputError: it cannot be read, or holds none.
    """
    try:
        return _certificates(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from None
    except ValueError:
        raise InputError(f"{path} holds no certificate; give a PEM file with the root of the authority.") from None


def _certificates(pem: bytes) -> list[Certificate]:
    from cryptography.x509 import load_pem_x509_certificates

    return load_pem_x509_certificates(pem)


def check(answer: bytes, line: bytes, trusted: Sequence[Certificate], stored: bytes = b"", nonce: int | None = None) -> Token:
    """Check an authority's whole answer, offline.

    Args:
        answer: the DER bytes as they were received.
        line: what the token must be over.
        trusted: roots trusted beforehand.
        stored: certificates kept beside it, PEM; none of them is trusted for being there.
        nonce: of the request, where it is at hand.
    """
    try:
        return _checked(answer, line, trusted, stored, nonce)
    except _unreadable() as error:  # certificates are parsed piece by piece, as they are looked at
        return Token(f"The answer cannot be read as a token ({str(error)[:120]}).")


def _checked(answer: bytes, line: bytes, trusted: Sequence[Certificate], stored: bytes, nonce: int | None) -> Token:
    from rfc3161_client import decode_timestamp_response

    response = decode_timestamp_response(answer)
    if response.status != 0:
        return Token(f"The authority refused: {' '.join(response.status_string)[:200] or response.status}.")
    imprint = response.tst_info.message_imprint
    if imprint.hash_algorithm.dotted_string != _SHA256 or imprint.message != hashlib.sha256(line).digest():
        return Token("The token is over something else than this line.")
    if nonce is not None and response.tst_info.nonce != nonce:
        return Token("The token answers another request.")
    return _judged(response, _known(response, stored), trusted)


def _unreadable() -> tuple[type[Exception], ...]:
    """What the libraries raise where bytes are no certificate or token."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.x509 import DuplicateExtension, InvalidVersion, UnsupportedGeneralNameType

    # LookupError: rfc3161-client looks the kinds of strings in names up in a table.
    return ValueError, LookupError, OverflowError, UnsupportedAlgorithm, DuplicateExtension, InvalidVersion, UnsupportedGeneralNameType


def _known(response: TimeStampResponse, stored: bytes) -> list[Certificate]:
    """The certificates at hand, those in the token first, without repeats."""
    from cryptography.x509 import load_der_x509_certificate

    own = [load_der_x509_certificate(der) for der in response.signed_data.certificates]
    return list(dict.fromkeys([*own, *(_certificates(stored) if stored.strip() else [])]))


def _judged(response: TimeStampResponse, known: list[Certificate], trusted: Sequence[Certificate]) -> Token:
    signer = _signer(response, known)
    if signer is None:
        return Token("The certificate that signed the token is not at hand.")
    time, name = response.tst_info.gen_time.astimezone(datetime.UTC), _name(signer)
    own = [c for c in known if c.issuer == c.subject]
    fault = None
    for anchors, trust in ((trusted, True), (own, False)):
        path = _path(signer, known, anchors)
        if path is None:
            continue
        fault = _failed(response, signer, path)
        if fault:
            continue
        return Token(None, time, name, _fingerprint(path[-1]), trust, _pem([signer, *path]))
    return Token(fault, time, name, chain=_pem(known))


def _signer(response: TimeStampResponse, known: list[Certificate]) -> Certificate | None:
    infos = list(response.signed_data.signer_infos)
    if len(infos) != 1:
        return None
    return next((c for c in known if (c.issuer, c.serial_number) == (infos[0].issuer, infos[0].serial_number)), None)


def _path(signer: Certificate, known: Sequence[Certificate], anchors: Sequence[Certificate]) -> list[Certificate] | None:
    """Certificates from the signer's issuer up to an anchor, each signed by the next; None where there is no such way."""
    path: list[Certificate] = []
    at = signer
    for _ in range(8):
        anchor = next((c for c in anchors if _issued(at, c)), None)
        if anchor is not None:
            return [*path, anchor]
        above = next((c for c in known if c not in path and c.issuer != c.subject and _issued(at, c)), None)
        if above is None:
            return None
        path.append(above)
        at = above
    return None


def _issued(child: Certificate, parent: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    if child.issuer != parent.subject:
        return False
    try:
        child.verify_directly_issued_by(parent)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _failed(response: TimeStampResponse, signer: Certificate, path: list[Certificate]) -> str | None:
    """What does not hold of the signature, the purpose of the certificate and the validity of all at the time stated."""
    from rfc3161_client import VerifierBuilder
    from rfc3161_client.errors import VerificationError

    builder = VerifierBuilder(tsa_certificate=signer, intermediates=list(path[:-1]), roots=[path[-1]])
    try:
        builder.build().verify(response, response.tst_info.message_imprint.message)
    except VerificationError as error:
        return f"It does not hold ({str(error)[:160]})."
    return None


def _name(certificate: Certificate) -> str:
    from cryptography.x509.oid import NameOID

    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME) or certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _fingerprint(certificate: Certificate) -> str:
    from cryptography.hazmat.primitives.hashes import SHA256

    return f"{_name(certificate)}, SHA-256 {certificate.fingerprint(SHA256()).hex()}"


def _pem(certificates: Iterable[Certificate]) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return b"".join(c.public_bytes(Encoding.PEM) for c in dict.fromkeys(certificates))
