"""A person's signature over a line of the ledger: Ed25519 (RFC 8032), with a key of the user's own, as `openssl genpkey` makes it."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from pathlib import Path

from sourcetrace.translate.text import InputError

__all__ = ["Signature", "fingerprint", "holds", "read_public_key", "sign"]


@dataclass(frozen=True)
class Signature:
    """Both in base64: the public key as DER (SubjectPublicKeyInfo), and the 64 bytes of the signature."""

    public_key: str
    signature: str


def sign(line: bytes, key: Path) -> Signature:
    """Sign a line.

    Raises:
        InputError: the file holds no Ed25519 key, or one with a password.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    advice = "make one with `openssl genpkey -algorithm ed25519 -out key.pem`"
    try:
        found = load_pem_private_key(key.read_bytes(), None)
    except OSError as error:
        raise InputError(f"{key} cannot be read: {(error.strerror or str(error)).lower()}.") from None
    except TypeError:
        raise InputError(f"{key} is protected by a password, which cannot be asked for here; give a key without one.") from None
    except (ValueError, UnsupportedAlgorithm):
        raise InputError(f"{key} holds no private key in PEM; {advice}.") from None
    if not isinstance(found, Ed25519PrivateKey):
        raise InputError(f"{key} holds no Ed25519 key; {advice}.")
    public = found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Signature(base64.b64encode(public).decode(), base64.b64encode(found.sign(line)).decode())


def holds(signature: Signature, line: bytes) -> bool:
    """Whether the signature is of that line, by that key."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(base64.b64decode(signature.public_key, validate=True))
        if not isinstance(key, Ed25519PublicKey):
            return False
        key.verify(base64.b64decode(signature.signature, validate=True), line)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, binascii.Error):
        return False
    return True


def fingerprint(public_key: str) -> str:
    """The SHA-256 of a key, by which people tell each other which one is theirs."""
    try:
        return hashlib.sha256(base64.b64decode(public_key, validate=True)).hexdigest()
    except (ValueError, binascii.Error):
        return "that cannot be read"


def read_public_key(path: Path) -> str:
    """A public key in PEM, as it stands in the ledger.

    Raises:
        InputError: the file holds none.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

    try:
        key = load_pem_public_key(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from None
    except (ValueError, UnsupportedAlgorithm):
        raise InputError(f"{path} holds no public key in PEM; get one with `openssl pkey -in key.pem -pubout`.") from None
    return base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
