"""Formats that hold a document inside: each module takes bytes and gives the page or the prose in them, within bounds.

A format is added by writing its module and naming it in `article._READERS`.
"""

from __future__ import annotations

import msgspec

__all__ = ["Part", "Prose", "Unreadable"]


class Unreadable(ValueError):  # noqa: N818, it says what the bytes are
    """The bytes cannot be read in their format; the message ends a sentence that begins with the file's name."""


class Part(msgspec.Struct, frozen=True):
    """A page inside an archive.

    Attributes:
        content_type: as stated for it, with its charset.
        url: where it came from.
        note: what else the archive holds.
    """

    data: bytes
    url: str | None
    content_type: str | None
    note: str = ""


class Prose(msgspec.Struct, frozen=True):
    """A document whose whole text is its body, as simple HTML."""

    html: str
    title: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
