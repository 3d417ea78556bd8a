"""Argos's index of packages, and getting one from it: through the guarded client, whole or not at all."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sourcetrace.provenance.recovery.fetch import Client, FetchStopped, Limits, shortened
from sourcetrace.translate.engines.packages import PackageError
from sourcetrace.translate.engines.seam import Progress

__all__ = ["INDEX", "LIMITS", "Offered", "downloaded", "offered", "wanted"]

INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/index.json"
# The largest packages have some 300 MB; a slow line takes an hour for one.
LIMITS = Limits(timeout=3600, max_bytes=2_000_000_000)


class Offered(msgspec.Struct, frozen=True):
    """A package as the index lists it. It states no digest: what was received is noted when it is installed."""

    from_code: str
    to_code: str
    package_version: str = ""
    from_name: str = ""
    to_name: str = ""
    type: str = "translate"
    links: tuple[str, ...] = ()

    @property
    def pair(self) -> str:
        """`zh-en`."""
        return f"{self.from_code}-{self.to_code}"


class _Line(msgspec.Struct, frozen=True):
    """A line of the index; those for other purposes name no languages."""

    from_code: str | None = None
    to_code: str | None = None
    package_version: str = ""
    from_name: str = ""
    to_name: str = ""
    type: str = "translate"
    links: tuple[str, ...] = ()


def offered(client: Client, index: str = INDEX) -> list[Offered]:
    """The packages of the index that translate.

    Raises:
        PackageError: it cannot be had or read.
    """
    try:
        answer = client.fetch(index, accept="application/json", robots=False)
    except FetchStopped as error:
        raise PackageError(f"The index of packages cannot be had: {error} A package you have as a file needs no index.") from None
    if answer.status != 200:
        raise PackageError(f"The index of packages cannot be had: {shortened(index)} answers {answer.status}.")
    try:
        lines = msgspec.json.decode(answer.body, type=list[_Line])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise PackageError(f"What {shortened(index)} sends is no index of packages.") from None
    return sorted(
        (
            Offered(line.from_code, line.to_code, line.package_version, line.from_name, line.to_name, line.type, line.links)
            for line in lines
            if line.from_code and line.to_code and line.type == "translate"
        ),
        key=lambda one: (one.pair, one.package_version),
    )


def wanted(pair: str, packages: Iterable[Offered]) -> list[Offered]:
    """The packages for a pair of languages: one, or two by way of English.

    Raises:
        PackageError: the index has none.
    """
    newest = {one.pair: one for one in sorted(packages, key=lambda one: [int(n) for n in re.findall(r"\d{1,9}", one.package_version)])}
    source, _, target = pair.partition("-")
    for way in ([pair], [f"{source}-en", f"en-{target}"]):
        if all(step in newest for step in way):
            return [newest[step] for step in way]
    raise PackageError(f"The index has no package for {pair}; `sourcetrace models list --available` shows what there is.")


@contextmanager
def downloaded(client: Client, links: Iterable[str], name: str, progress: Progress) -> Iterator[tuple[Path, str]]:
    """A package as a file, and the address it came from; the file is gone afterwards.

    Raises:
        PackageError: it cannot be had from any of its addresses; the message tells each.
    """
    told = []
    for link in links:
        if not link.startswith(("http://", "https://")):
            continue  # ipfs and the like
        progress(f"downloading {name} from {shortened(link)}")
        try:
            answer = client.fetch(link, accept="application/octet-stream", robots=False)
        except FetchStopped as error:
            told.append(str(error))
            continue
        if answer.status != 200:
            told.append(f"{shortened(link)} answers {answer.status}.")
            continue
        with tempfile.TemporaryDirectory(prefix="sourcetrace-") as folder:
            path = Path(folder) / "package.argosmodel"
            path.write_bytes(answer.body)
            yield path, answer.url
        return
    raise PackageError(f"{name} cannot be had. {' '.join(told) or 'The index names no address for it.'}")
