"""What a stranger finds beside the evidence: what each part is, and how to check it without this program."""

from __future__ import annotations

__all__ = ["ARCHIVE_README", "TRACE_README"]

_CAPTURES = """\
    work=$(mktemp -d)                         # nothing must be added to this folder
    unzip capture.wacz -d $work
    sha256sum $work/archive/*.warc            # the digest in $work/datapackage.json
    warcio check $work/archive/*.warc         # or any other WARC tool: digests of every record
    sha256sum $work/datapackage.json          # the digest in $work/datapackage-digest.json

A capture opens in any replayer: https://replayweb.page (choose the file; it stays in your browser), or pywb. In the WARC lie the
requests and answers as they went over the wire, and a conversion record with the text that was read from the page. Cookies and
secrets in addresses were replaced by REDACTED before anything was written; the metadata record says where."""

_TIME = """\
A token (RFC 3161) is over one line of the ledger, without the end of the line. Take the line that its number names, counted from
0; for 0007-authority.tsr

    work=$(mktemp -d)
    sed -n 8p {ledger} | tr -d '\\n' > $work/line
    openssl ts -reply -in timestamps/0007-authority.tsr -text
    openssl ts -verify -data $work/line -in timestamps/0007-authority.tsr -CAfile ROOT.pem -untrusted timestamps/0007-authority.pem

where ROOT.pem is a root certificate that you got from the authority yourself, not from here. Where a line says "signed":

    printf %s PUBLIC_KEY  | base64 -d > $work/key.der     # and SIGNATURE to $work/signature.bin in the same way
    openssl pkeyutl -verify -pubin -keyform DER -inkey $work/key.der -rawin -in $work/line -sigfile $work/signature.bin

where line is the one before it."""

_LEDGER = """\
Every line of the ledger holds the SHA-256 of the line before it ("previous"):

    sed -n 1p {ledger} | tr -d '\\n' | sha256sum       # stands in line 2, and so on

Times in the ledger are those of the machine that wrote it. Only a token of an authority dates it."""

_LIMITS = """\
What no check here can prove: that a server really sent what was captured (a TLS connection leaves no proof behind), and that
whoever made this did not make it so. Digests show change, not authorship."""

TRACE_README = f"""\
This folder is a trace: an article, the original it was translated from as far as it could be recovered, and where the two differ.
It is a BagIt bag (RFC 8493). It was made by Sourcetrace, and can be checked with it:

    sourcetrace verify .

WHAT IS WHAT
    data/report.html            the report, for reading
    data/trace.json             the record: everything found, with every attempt to get the original
    data/ledger.jsonl           what was done, a line each, people's decisions on departures included; see below
    data/article.*              the article as it was handed in; a .wacz where it was fetched from an address
    data/original.*             the original as the user gave it, if so
    data/capture-N.wacz         what was received from the web, as it was received (WACZ 1.1.1)
    timestamps/                 tokens of authorities over the ledger, if there are any
    manifest-sha256.txt         digests of the files in data
    tagmanifest-sha256.txt      digests of the other files; note its own digest elsewhere to know this folder again

CHECKING WITHOUT THIS PROGRAM
    sha256sum -c manifest-sha256.txt
    sha256sum -c tagmanifest-sha256.txt

{_CAPTURES}

{_LEDGER.format(ledger="data/ledger.jsonl")}

{_TIME.format(ledger="data/ledger.jsonl")}

{_LIMITS}
"""

ARCHIVE_README = f"""\
This folder is an archive of captures and traces. It was made by Sourcetrace, and can be checked with it:

    sourcetrace verify .

WHAT IS WHAT
    ledger.jsonl        what came in, a line each; see below
    ledger.head         number and digest of its last line
    captures/           what was received from the web, or files, one WACZ 1.1.1 each
    traces/             trace folders; each has a README of its own
    timestamps/         tokens of authorities over the ledger
    incoming/           what was being written; a file here that the ledger names is complete
    index.sqlite        made from the ledger to find things; no evidence, and can be deleted

CHECKING WITHOUT THIS PROGRAM
The ledger gives the digest of every file:

    sha256sum captures/*.wacz

{_CAPTURES}
A capture that says "revisit" holds no body of its own: the same bytes lie in an earlier capture, which the record names
(WARC-Refers-To-Target-URI and -Date; "revisit" in the ledger).

{_LEDGER.format(ledger="ledger.jsonl")}

{_TIME.format(ledger="ledger.jsonl")}

{_LIMITS}
"""
