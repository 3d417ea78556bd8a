"""Making good on `--offline`: the interpreter itself refuses every socket."""

from __future__ import annotations

from typing import Any

__all__ = ["refuse_sockets"]


def refuse_sockets(event: str, _arguments: tuple[Any, ...]) -> None:
    """For `sys.addaudithook`; what was added there cannot be taken away again."""
    if event.startswith("socket.") and event != "socket.gethostname":  # warcio asks for this machine's own name, which opens nothing
        raise PermissionError(f"--offline forbids {event}")
