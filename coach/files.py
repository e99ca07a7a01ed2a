"""Reads the text of a file that a person wrote, safely even if it is not what it seems."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from coach.errors import BadFile, FileError
from coach.problems import MOST_SHOWN, Problem, TextPosition, printable

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 256 * 1024
"""Bytes; a routine of 200 written-out steps takes a fifth of it."""

_OTHER_FORMATS = (
    (rb"{\rtf", "Rich Text (RTF), as word processors save it"),
    (b"pk\x03\x04", "a word processor's document (such as DOCX or ODT), or another packed file"),
    (b"\xd0\xcf\x11\xe0", "an old word processor's document (DOC)"),
    (b"%pdf", "a PDF"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)
"""How files of other formats begin, in small letters."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters, except the tab and line breaks
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # what turns the direction of writing round
    "\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"  # hidden line breaks, stray marks, half characters
)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file's text; `file` is its name for messages, `digest` the SHA-256 of its bytes in hex."""

    file: str
    text: str
    digest: str = ""

    def refusal(self, place: TextPosition, code: str, message: str, hint: str) -> BadFile:
        """The error that this file cannot be read because of what is at that position."""
        return BadFile([Problem(self.file, place.line, place.column, "error", code, message, hint)])


def read_source(path: Path) -> SourceText:
    """The text of a file of at most `LARGEST_FILE` bytes, without a byte order mark.

    Never waits (for a pipe) and never reads without end (a device). Raises `FileError` if nothing is there,
    and `BadFile` if it is not a readable file of UTF-8 text.
    """
    data = _bytes(path)
    source = SourceText(str(path), "", hashlib.sha256(data).hexdigest())
    if len(data) > LARGEST_FILE:
        message = "the file is larger than 256 KiB"
        raise source.refusal(TextPosition(), "too-large", message, "split it into several files")
    for sign, what in _OTHER_FORMATS:
        if data.lstrip()[: len(sign)].lower() == sign:
            message = f"this is {what}, not plain text"
            hint = "save it as plain text (UTF-8), or copy the words into a new file in a text editor"
            raise source.refusal(TextPosition(), "not-plain-text", message, hint)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        raise source.refusal(
            TextPosition(), "not-utf8", "the file is UTF-16, or not text at all", "save it as UTF-8"
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _place(data[: error.start].decode("utf-8"))
        message = f"the byte {data[error.start]:#04x} is not UTF-8"
        raise source.refusal(place, "not-utf8", message, "save the file as UTF-8") from None
    return SourceText(source.file, text.removeprefix("\ufeff"), source.digest)


def refuse_hidden(source: SourceText, text: str, place: TextPosition | None = None) -> None:
    """Raise `BadFile` at the first control or bidirectional character, if the text has one.

    `place`: where the text is in the source; None: it is the source's whole text.
    """
    problems: list[Problem] = []
    for found in islice(_FORBIDDEN.finditer(text), MOST_SHOWN):
        where = place or _place(text[: found.start()])
        message = f"the character U+{ord(found[0]):04X} is invisible and not allowed in a file"
        problems += source.refusal(where, "control-character", message, "delete it").problems
    if problems:
        raise BadFile(problems)


def _bytes(path: Path) -> bytes:
    source = SourceText(str(path), "")
    no_file = source.refusal(TextPosition(), "not-a-file", "this is a folder or a device", "name a text file")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise no_file
        # It may have been exchanged since: without O_NONBLOCK, opening a pipe waits for its writer.
        flags = [getattr(os, name, 0) for name in ("O_NONBLOCK", "O_BINARY", "O_CLOEXEC")]
        with os.fdopen(os.open(path, os.O_RDONLY | sum(flags)), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise no_file
            return stream.read(LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise FileError(f"{printable(str(path))}: file not found") from None
    except OSError as error:
        hint = "check its permissions" if error.errno in {errno.EACCES, errno.EPERM} else "check its name"
        raise source.refusal(
            TextPosition(), "unreadable", f"the file cannot be read: {error.strerror}", hint
        ) from None


def _place(before: str) -> TextPosition:
    """The position of the character after this text."""
    lines = re.split(r"\r\n|\r|\n", before)
    return TextPosition(len(lines), len(lines[-1]) + 1)
