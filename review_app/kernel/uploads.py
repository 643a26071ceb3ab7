"""Files that people sent: kept under random names in the data folder, outside the web root."""

import secrets
from pathlib import Path
from typing import IO

from flask import current_app

_ALPHABET = frozenset("0123456789abcdef")


def reserve() -> str:
    """Make an empty file that only this account can read; returns its random name."""
    name = secrets.token_hex(16)
    (_folder() / name).touch(mode=0o600)
    return name


def keep(stream: IO[bytes]) -> str:
    """Write *stream* to a file of ours; returns its random name."""
    name = reserve()
    with path_of(name).open("wb") as file:
        while chunk := stream.read(1 << 20):
            file.write(chunk)
    return name


def path_of(name: str) -> Path:
    """Return where the file *name* lies.

    :raises ValueError: when *name* is none of ours.
    """
    if not name or not set(name) <= _ALPHABET:
        raise ValueError("not the name of an upload")
    return _folder() / name


def read(name: str) -> bytes:
    """Return what the file *name* holds."""
    return path_of(name).read_bytes()


def remove(names: list[str]) -> None:
    """Delete the files; those that are gone already are no fault."""
    for name in names:
        path_of(name).unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(current_app.config["DATA_DIR"]) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
