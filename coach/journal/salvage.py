"""Reads events from a damaged database page by page, without its header, tree or indices.

A row lies in a leaf page of the table's b-tree, and what does not fit there in a list of overflow pages
(https://www.sqlite.org/fileformat.html, sections 1.6 and 2.1). So every page that looks like a leaf is read,
and every cell of it that looks like an event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from coach.journal.chain import ERASED, ChainLink, content_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from mmap import mmap

_MAGIC: Final = b"SQLite format 3\x00"
_USUAL_PAGE: Final = 4096
_TABLE_LEAF: Final = 0x0D
_HEADER: Final = 100
"""Bytes of the file's header, before the first page's own."""
_CONTENT: Final = 9
"""Columns of an event without its link, `seq` first."""
_ALL: Final = 13
_LARGEST: Final = 1 << 20
"""Bytes of a row; an event has some 300."""
_TYPES: Final = (str, str, int, int, str, str, str, str)


class FoundRow(NamedTuple):
    """An event's row: the columns of its content, and of its link if that could be read.

    `is_whole`: the content matches the digest in its link, or was erased.
    """

    seq: int
    content: tuple[str, str, int, int, str, str, str, str]
    link: ChainLink | None
    is_whole: bool


def found_row(seq: int, columns: Sequence[object]) -> FoundRow | None:
    """The row if it looks like an event: content, then the link's columns if there are any."""
    content, rest = tuple(columns[: _CONTENT - 1]), columns[_CONTENT - 1 :]
    if len(content) != len(_TYPES) or not all(map(isinstance, content, _TYPES)) or not content[0]:
        return None
    link = ChainLink(*rest) if len(rest) == _ALL - _CONTENT else None  # type: ignore[arg-type]  # checked here
    if link is not None and not all(map(isinstance, link, (str, int, bytes, bytes))):
        link = None
    is_whole = link is not None and link.writer != ""
    if content[1] != ERASED:  # the digest is that of the content that was erased
        is_whole = is_whole and link is not None and content_digest(content) == link.content
    return FoundRow(seq, content, link, is_whole)  # type: ignore[arg-type]  # by _TYPES


def salvage(data: bytes | mmap) -> Iterator[FoundRow]:
    """Every row in that database file that looks like an event, some more than once; never raises."""
    for size in _page_sizes(data):
        for start in range(0, len(data) - size + 1, size):
            yield from _rows_of_page(data, start, size)


def _page_sizes(data: bytes | mmap) -> set[int]:
    """The page size from the header, and the usual one in case the header is damaged."""
    size = int.from_bytes(data[16:18], "big")
    size = 65536 if size == 1 else size
    is_size = data[:16] == _MAGIC and 512 <= size <= 65536 and size & (size - 1) == 0  # noqa: PLR2004 — by the format
    return {size, _USUAL_PAGE} if is_size else {_USUAL_PAGE}


def _rows_of_page(data: bytes | mmap, start: int, size: int) -> Iterator[FoundRow]:
    head = start + (_HEADER if start == 0 else 0)
    if data[head] != _TABLE_LEAF:
        return
    count = int.from_bytes(data[head + 3 : head + 5], "big")
    for number in range(min(count, size // 4)):
        pointer = head + 8 + 2 * number
        cell = int.from_bytes(data[pointer : pointer + 2], "big")
        try:
            row = _row_of_cell(data, start, size, cell)
        except (IndexError, ValueError):
            continue
        if row is not None:
            yield row


def _row_of_cell(data: bytes | mmap, start: int, size: int, cell: int) -> FoundRow | None:
    length, at = _varint(data, start + cell)
    seq, at = _varint(data, at)
    if not 0 < length <= _LARGEST:
        return None
    columns = _columns(_payload(data, start, size, at, length))
    return found_row(seq, columns[1:]) if columns and columns[0] is None else None


def _payload(data: bytes | mmap, start: int, size: int, at: int, length: int) -> bytes:
    """The bytes of a record with its overflow pages; a page's reserved bytes are assumed to be none."""
    most, least = size - 35, (size - 12) * 32 // 255 - 23
    if length <= most:
        payload = data[at : at + length]
        if at + length > start + size:
            raise ValueError("the cell leaves its page")
        return payload
    local = least + (length - least) % (size - 4)
    local = local if local <= most else least
    parts = [data[at : at + local]]
    page = int.from_bytes(data[at + local : at + local + 4], "big")
    left = length - local
    while left > 0:
        begin = (page - 1) * size
        if page == 0 or begin + size > len(data):
            raise ValueError("an overflow page is missing")
        parts.append(data[begin + 4 : begin + 4 + min(left, size - 4)])
        page, left = int.from_bytes(data[begin : begin + 4], "big"), left - (size - 4)
    return b"".join(parts)


def _columns(payload: bytes) -> list[object]:
    """The values of a record; raises `ValueError` or `IndexError` if it is not one."""
    end, at = _varint(payload, 0)
    types = []
    while at < end:
        code, at = _varint(payload, at)
        types.append(code)
    if not _CONTENT <= len(types) <= _ALL:
        raise ValueError("it is not an event")
    values = []
    for code in types:
        value, at = _value(payload, at, code)
        values.append(value)
    return values


_INTEGER_BYTES: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def _value(payload: bytes, at: int, code: int) -> tuple[object, int]:
    """A value by its serial type, and where the next one begins."""
    if code == 0:
        return None, at
    if code in (8, 9):
        return code - 8, at
    if code in _INTEGER_BYTES:
        end = at + _INTEGER_BYTES[code]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if code < 12:  # noqa: PLR2004 — a float or a type that is not used: no column of an event
        raise ValueError("it is not an event")
    end = at + (code - 12) // 2
    if end > len(payload):
        raise ValueError("the record is too short")
    value = payload[at:end]
    return (value.decode("utf-8", "backslashreplace") if code % 2 else value), end


def _varint(data: bytes | mmap, at: int) -> tuple[int, int]:
    """A variable-length integer, and where the next byte is; raises `IndexError` at the end."""
    value = 0
    for number in range(9):
        byte = data[at + number]
        if number == 8:  # noqa: PLR2004 — the ninth byte has eight bits
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:  # noqa: PLR2004 — the high bit says that another byte follows
            return value, at + number + 1
    raise ValueError("not an integer")
