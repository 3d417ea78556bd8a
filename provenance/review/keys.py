"""The reviewer's own keys: kept for this user, whatever trace is open."""

from __future__ import annotations

from pathlib import Path

import msgspec
from sourcetrace.provenance.archiving.disk import replacing
from sourcetrace.translate.engines.home import home
from sourcetrace.translate.text import InputError

__all__ = ["ACTIONS", "Keys", "keep_keys", "kept_keys"]

# What can be done with a key, and the key it has at first. Each can be changed, or taken away (WCAG 2.2, 2.1.4).
ACTIONS = {
    "next": "n",
    "previous": "p",
    "open": "j",
    "risk": "r",
    "confirm": "c",
    "dismiss": "x",
    "reopen": "z",
    "correct": "e",
    "comment": "m",
    "alike": "l",
    "mark": "a",
    "undo": "u",
    "redo": "U",
    "merge": "g",
    "link": "i",
    "split": "s",
    "unlink": "k",
    "search": "/",
    "only": "o",
    "hints": "h",
    "reference": "t",
    "column": "v",
    "readings": "y",
    "compact": "d",
    "theme": "D",
    "pictures": "P",
    "rules": "R",
    "help": "?",
}


class Keys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Keys by what they do.

    Attributes:
        by_action: one character each; empty for none.
    """

    by_action: dict[str, str]


def kept_keys() -> Keys:
    """The user's keys; those of the beginning where nothing is kept, or what is kept cannot be read."""
    try:
        kept = msgspec.json.decode(_file().read_bytes(), type=Keys)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        kept = Keys({})
    return Keys({action: kept.by_action.get(action, key) for action, key in ACTIONS.items()})


def keep_keys(keys: Keys) -> None:
    """Keep them.

    Raises:
        InputError: a key is not one character, does two things, or there is no such thing to do.
    """
    strange = next((action for action in keys.by_action if action not in ACTIONS), None)
    if strange is not None:
        raise InputError(f"There is nothing called {strange[:40]} to do with a key.")
    wanted = {**kept_keys().by_action, **keys.by_action}
    given = [key for key in wanted.values() if key]
    if any(len(key) != 1 or not key.isprintable() or key.isspace() for key in given):
        raise InputError("A key is one printable character.")
    twice = next((key for key in given if given.count(key) > 1), None)
    if twice:
        raise InputError(f"The key {twice} does something else already.")
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The keys cannot be kept in {_file().parent} ({(error.strerror or str(error)).lower()}).") from None
    with replacing(_file()) as file:
        file.write(msgspec.json.encode(Keys(wanted)))


def _file() -> Path:
    return home() / "review-keys.json"
