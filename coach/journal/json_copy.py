"""The journal as one JSON document: every event as it was written, for other programs and for a merge.

An event is an object with the columns of its row: `id`, `kind`, `at` (microseconds since 1970, UTC),
`offset_minutes`, `session`, `routine`, `digest`, `data`, and its place in its chain (`writer`, `number`,
`previous`, `content`). `data` is an object; where the stored text is none, or another text of the same
object, it is that text. What was erased stays an empty link.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from coach.errors import FileError
from coach.journal.events import COLUMNS, LINK_COLUMNS, to_microseconds
from coach.journal.salvage import found_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from coach.journal.salvage import FoundRow
    from coach.journal.store import Journal

_PAGE = 2000
"""Events that are read at once: some 20 ms, in which no event can be written."""
_CHUNK = 1 << 20
"""Bytes that are read at once; an event has some 600."""
_NAMES = (*COLUMNS.split(", "), *LINK_COLUMNS.split(", "))
_ROWS = f"""
    SELECT seq, {COLUMNS}, {LINK_COLUMNS} FROM events WHERE seq > ? AND at >= ? ORDER BY seq LIMIT {_PAGE}
"""  # noqa: S608 — built from our own constants
_FORMAT = "coach-journal-1"
_HEAD = re.compile(
    rb'\s*\{\s*"format"\s*:\s*"coach-journal-([0-9]+)"\s*,\s*"redacted"\s*:\s*(true|false)\s*,'
    rb'\s*"events"\s*:\s*\['
)
_HEAD_BYTES = 200
Event = dict[str, Any]


def write_json(
    journal: Journal,
    target: TextIO,
    *,
    since: datetime | None = None,
    redacted: Callable[[Event], Event] | None = None,
) -> int:
    """Write the events since then, a page at a time, and return how many.

    `redacted`: leaves something out of an event; such a document cannot be merged. Raises `JournalError`.
    """
    head = {"format": _FORMAT, "redacted": redacted is not None}
    target.write(json.dumps(head)[:-1] + ', "events": [')
    after, count = 0, 0
    earliest = 0 if since is None else to_microseconds(since)
    while rows := journal.rows(_ROWS, after, earliest):
        for seq, *columns in rows:
            event = _event(columns)
            after = seq
            line = json.dumps(event if redacted is None else redacted(event), separators=(",", ":"))
            target.write(("\n" if count == 0 else ",\n") + line)
            count += 1
    target.write("\n]}\n")
    return count


def _event(columns: list[Any]) -> Event:
    event = dict(zip(_NAMES, columns, strict=True))
    event |= {name: bytes(event[name]).hex() for name in ("previous", "content")}
    try:
        data = json.loads(event["data"])
    except ValueError:
        return event
    if isinstance(data, dict) and _as_json(data) == event["data"]:
        event["data"] = data
    return event


def _as_json(data: dict[str, Any]) -> str:
    """As it is stored: see `events.to_json`."""
    return json.dumps(data, separators=(",", ":"))


def is_json(file: Path) -> bool:
    """Whether that file begins as a JSON object does. Raises `OSError`."""
    with file.open("rb") as opened:
        return opened.read(_HEAD_BYTES).lstrip()[:1] == b"{"


def check_json(file: Path) -> None:
    """Raise `FileError` unless that is a whole journal as JSON, which this coach can read."""
    with file.open("rb") as opened:
        head = _HEAD.match(opened.read(_HEAD_BYTES))
    if head is None:
        raise FileError(f"{file} is not a journal as `coach export journal --format json` writes it.")
    if head[1] != b"1":
        raise FileError(
            f"{file} was written by a newer version of the coach.", hint="Update the coach first."
        )
    if head[2] == b"true":
        raise FileError(
            f"{file} cannot be merged: something was left out of its events.",
            hint="Export it once more without --redact.",
        )


def rows_of_json(opened: BinaryIO) -> Iterator[FoundRow]:
    """The events of such a document; what is no event, and all behind a damaged place, is left out."""
    for seq, event in enumerate(_objects(opened), start=1):
        row = _row(seq, event)
        if row is not None:
            yield row


def _objects(opened: BinaryIO) -> Iterator[object]:
    decoder = json.JSONDecoder()
    head = _HEAD.match(first := opened.read(_CHUNK))
    rest = first[head.end() :] if head is not None else b""
    while True:
        text, place = rest.decode("utf-8", "ignore"), 0  # a letter may be cut in two: it is read again below
        while True:
            place = _beyond_comma(text, place)
            try:
                found, place = decoder.raw_decode(text, place)
            except (ValueError, RecursionError):
                break
            yield found
        rest = rest[len(text[:place].encode()) :]
        more = opened.read(_CHUNK)
        if not more or len(rest) > _CHUNK:
            return
        rest += more


def _beyond_comma(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n,":
        place += 1
    return place


def _row(seq: int, event: object) -> FoundRow | None:
    if not isinstance(event, dict):
        return None
    columns = [event.get(name) for name in _NAMES]
    try:
        if isinstance(event.get("data"), dict):
            columns[_NAMES.index("data")] = _as_json(event["data"])
        for name in ("previous", "content"):
            columns[_NAMES.index(name)] = bytes.fromhex(event[name])
    except (KeyError, TypeError, ValueError):
        return None
    return found_row(seq, columns)
