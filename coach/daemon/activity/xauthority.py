"""The file of X11's keys: which key opens which display."""

from __future__ import annotations

import struct
from dataclasses import dataclass

COOKIE = b"MIT-MAGIC-COOKIE-1"
FAMILY = 2
"""Bytes of an address family."""


@dataclass(frozen=True, slots=True)
class Key:
    """One entry: for which host and display, what kind of key, and the key."""

    address: bytes
    display: bytes
    kind: bytes
    data: bytes


def keys(content: bytes) -> tuple[Key, ...]:
    """The entries of such a file; what is cut off at its end is left out.

    Each is the family of its address in two bytes (the display's number is enough for us), then four
    fields, each after its length in two bytes.
    """
    found: list[Key] = []
    at = FAMILY
    try:
        while at < len(content):
            fields = []
            for _ in range(4):
                (length,) = struct.unpack_from(">H", content, at)
                at += 2
                (field,) = struct.unpack_from(f"{length}s", content, at)
                at += length
                fields.append(field)
            found.append(Key(*fields))
            at += FAMILY
    except struct.error:
        pass
    return tuple(found)


def key_for(found: tuple[Key, ...], display: int, host: bytes) -> Key | None:
    """The cookie for that display: this host's rather than any other's; None when there is none."""
    number = str(display).encode()
    fitting = [key for key in found if key.kind == COOKIE and key.display in (number, b"")]
    return next((key for key in fitting if key.address == host), fitting[0] if fitting else None)
