"""Pages that a browser saved with a folder of parts (`Page.html`, `Page_files/`): where the article is in a frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

__all__ = ["page_file"]

_FOLDERS = ("_files", ".files", "-Dateien", "_fichiers", "_archivos", "_arquivos", "_file")
_FRAMES = 20
_LARGEST = 20_000_000  # bytes
_FRAME = re.compile(rb"""<i?frame\b[^>]{0,2000}?\bsrc\s*=\s*["']?([^"'\s>]{1,500})""", re.IGNORECASE)
_LITTLE, _MUCH = 200, 400  # letters: a page that only frames another, and a frame that may be an article


def page_file(path: Path) -> Path:
    """The file that holds the text: the page, or the saved frame inside it where the page itself shows next to nothing.

    Frames are looked for in the page's own folder only, and never through links.
    """
    if path.suffix.lower() not in (".html", ".htm", ".xhtml"):
        return path
    folder = next((f for end in _FOLDERS if (f := path.with_name(path.stem + end)).is_dir() and not f.is_symlink()), None)
    if folder is None or not path.is_file() or path.stat().st_size > _LARGEST:
        return path
    data = path.read_bytes()
    own = _letters(data)
    if own >= _LITTLE:
        return path
    frames = [(_letters(frame.read_bytes()), frame) for frame in _frames(data, folder)]
    letters, best = max(frames, default=(0, path))
    return best if letters >= max(_MUCH, 3 * own) else path


def _frames(data: bytes, folder: Path) -> Iterator[Path]:
    for source in _FRAME.findall(data)[:_FRAMES]:
        name = PurePosixPath(unquote(urlsplit(source.decode("utf-8", "replace")).path)).name
        frame = folder / name
        if name not in ("", ".", "..") and frame.is_file() and not frame.is_symlink() and frame.stat().st_size <= _LARGEST:
            yield frame


def _letters(data: bytes) -> int:
    """Letters that the page shows, about: markup and scripts taken out."""
    from sourcetrace.provenance.decoding import declared_label, decode
    from sourcetrace.provenance.extraction import write_all

    return sum(map(str.isalnum, write_all(decode(data, declared_label(data)).text)[0]))
