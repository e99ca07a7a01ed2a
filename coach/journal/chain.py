"""The hash chain of the journal's events: it shows changes and losses that SQLite's own checks cannot see.

Every installation has a chain of its own, under a random writer id. An event's content has a digest; a link
is the writer, the number of the event in its chain (from 1), the hash of the link before, and that digest.
So any event that was changed, removed or put in another's place breaks the chain. `seq` is not hashed:
chains of several installations can be merged into one journal. An erased event leaves its link as a
tombstone; the digest does not give the content away, because it covers the event's random id, which a
tombstone does not keep.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ERASED = "erased"
"""The kind of a tombstone."""
_NOTHING = bytes(32)
"""What the first link of a chain has in place of the hash before it."""
_DOMAIN = b"coach journal link 1\x00"


class ChainLink(NamedTuple):
    """The chain's part of an event's row, in the order of its columns."""

    writer: str
    number: int
    previous: bytes
    content: bytes


class ChainEnd(NamedTuple):
    """The last link of a chain: its number, 0 for an empty chain, and its hash."""

    number: int = 0
    hash: bytes = _NOTHING


class ChainRecord(NamedTuple):
    """A row to be checked: its position, its link, and the content that was hashed."""

    seq: int
    link: ChainLink
    content: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ChainFault:
    """What is wrong with events `first` to `last` of a writer's chain; `seq`: the row that showed it."""

    kind: Literal["changed", "missing", "broken"]
    writer: str
    first: int
    last: int
    seq: int


_quoted = json.encoder.encode_basestring_ascii


def new_writer_id() -> str:
    """An id for a new chain."""
    return uuid4().hex[:16]


def content_digest(content: Sequence[object]) -> bytes:
    """The SHA-256 of an event's columns as they are stored, from `id` to `data`."""
    try:
        text = _content_text(content)
    except (TypeError, ValueError):  # damage has changed a type
        text = json.dumps(list(content), separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode("ascii")).digest()


def _content_text(content: Sequence[Any]) -> str:
    """The text that `json.dumps` makes of a whole event, in a third of the time.

    Raises `TypeError` or `ValueError` for columns of other types.
    """
    event, kind, at, offset, session, routine, digest, data = content
    return (
        f"[{_quoted(event)},{_quoted(kind)},{at:d},{offset:d},"
        f"{_quoted(session)},{_quoted(routine)},{_quoted(digest)},{_quoted(data)}]"
    )


def link_hash(link: ChainLink) -> bytes:
    """The SHA-256 of a link, which the next link holds."""
    number = f"{link.writer}\x00{link.number}\x00".encode("utf-8", "backslashreplace")
    return hashlib.sha256(_DOMAIN + number + _bytes(link.previous) + _bytes(link.content)).digest()


def next_link(writer: str, end: ChainEnd, content: Sequence[object]) -> ChainLink:
    """The link for that content after the end of a chain."""
    return ChainLink(writer, end.number + 1, end.hash, content_digest(content))


def end_at(link: ChainLink) -> ChainEnd:
    """The end of a chain whose last link is that one."""
    return ChainEnd(link.number, link_hash(link))


def find_faults(records: Iterable[ChainRecord], ends: dict[str, ChainEnd]) -> Iterator[ChainFault]:
    """The faults of these records, which come sorted by writer and number.

    `ends`: where the check of each chain begins, empty to check all from their beginning; it is advanced.
    """
    for seq, link, content in records:
        end = ends.get(link.writer, ChainEnd())
        if not isinstance(link.number, int) or link.number <= end.number:
            yield ChainFault("broken", link.writer, end.number, end.number, seq)
            continue
        if link.number > end.number + 1:
            yield ChainFault("missing", link.writer, end.number + 1, link.number - 1, seq)
        elif link.previous != end.hash:
            yield ChainFault("broken", link.writer, link.number, link.number, seq)
        if content[1] != ERASED and content_digest(content) != link.content:
            yield ChainFault("changed", link.writer, link.number, link.number, seq)
        ends[link.writer] = end_at(link)


def _bytes(value: object) -> bytes:
    """The hash as bytes; a damaged one is returned as it is, and matches nothing."""
    return value if isinstance(value, bytes) else repr(value).encode()
