"""A time-stamping authority (RFC 3161) made with openssl, for tests: root, intermediate, signer, and an HTTP answer."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

CONFIG = """
[req]
distinguished_name = dn
[dn]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
# openssl puts signer and intermediate into a token in this order, which is that of DER only if the first is the shorter one;
# strict readers, ours among them, take nothing else.
[middle]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
nsComment = "An intermediate authority made for a test; this comment is here only to make its certificate longer than the signer's."
[signer]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = tsa1
[tsa1]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/signer.pem
certs = {folder}/middle.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
"""


@dataclass
class Authority:
    """Where its files lie: `root.pem` is what somebody would trust."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def answer(self, request: bytes) -> bytes:
        """The whole answer to a request."""
        (self.folder / "request.tsq").write_bytes(request)
        openssl(
            "ts", "-reply", "-config", self.folder / "config", "-section", "tsa1", "-queryfile", self.folder / "request.tsq", "-out", self.folder / "answer.tsr"
        )
        return (self.folder / "answer.tsr").read_bytes()


def openssl(*arguments: object) -> str:
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "replace")


def make_authority(folder: Path) -> Authority:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on this machine: tokens were not tried with a local authority")
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "config"
    config.write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    issuer = None
    for name, extensions in (("root", "root"), ("middle", "middle"), ("signer", "signer")):
        key, request, certificate = folder / f"{name}.key", folder / f"{name}.csr", folder / f"{name}.pem"
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key)
        openssl("req", "-new", "-config", config, "-key", key, "-subj", f"/CN=Test {name} of {folder.name}", "-out", request)
        signed = ["-CA", folder / f"{issuer}.pem", "-CAkey", folder / f"{issuer}.key", "-CAcreateserial"] if issuer else ["-key", key]
        openssl("x509", "-req", "-in", request, *signed, "-days", "30", "-extfile", config, "-extensions", extensions, "-out", certificate)
        issuer = name
    return Authority(folder)
