"""Opening what a person names, whatever it may be."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from coach.errors import BadFile, FileError
from coach.files import LARGEST_FILE, SourceText, read_source, refuse_hidden


def refused(path: Path) -> str:
    """Place and code of the one problem."""
    with pytest.raises(BadFile) as caught:
        read_source(path)
    (problem,) = caught.value.problems
    assert problem.file == str(path)
    assert problem.hint
    return f"{problem.line}:{problem.column} {problem.code}"


def test_a_file_is_its_text_and_its_digest(tmp_path):
    """The text has no byte order mark, and the digest is that of the bytes."""
    path = tmp_path / "a.yaml"
    data = b"\xef\xbb\xbftitle: caf\xc3\xa9\r\n"
    path.write_bytes(data)
    assert read_source(path) == SourceText(str(path), "title: café\r\n", hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    ("data", "reported"),
    [
        ("title: a".encode("utf-16"), "1:1 not-utf8"),
        ("title: a".encode("utf-16-le"), "1:1 not-utf8"),
        ("title: a".encode("utf-16-be"), "1:1 not-utf8"),
        ("title: a".encode("utf-32"), "1:1 not-utf8"),
        ("title: a\nname: caf\u00e9\n".encode("latin-1"), "2:10 not-utf8"),
        ("é\r\n".encode() + b"\xff", "2:1 not-utf8"),
        (b"#" * (LARGEST_FILE + 1), "1:1 too-large"),
    ],
)
def test_what_is_not_a_small_file_of_text_is_refused(tmp_path, data, reported):
    """Another encoding is refused where it begins, and so is a file that is too large."""
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    assert refused(path) == reported


def test_the_largest_file_is_still_read(tmp_path):
    """A file of just 256 KiB is read."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"#" * LARGEST_FILE)
    assert len(read_source(path).text) == LARGEST_FILE


def test_a_folder_is_no_file(tmp_path):
    """A folder is refused, with what to do."""
    assert refused(tmp_path) == "1:1 not-a-file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path):
    """A pipe without a writer is refused at once."""
    os.mkfifo(tmp_path / "pipe.yaml")
    assert refused(tmp_path / "pipe.yaml") == "1:1 not-a-file"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no such device")
def test_a_device_is_not_read():
    """A device is refused, as reading it would never end."""
    assert refused(Path("/dev/zero")) == "1:1 not-a-file"


@pytest.mark.parametrize("name", ["missing.yaml", "file.txt/inner.yaml", "nul\0.yaml"])
def test_a_missing_file_is_not_a_bad_one(tmp_path, name):
    """A missing file has no problems of its own, and the message names it."""
    (tmp_path / "file.txt").touch()
    with pytest.raises(FileError, match="file not found") as caught:
        read_source(tmp_path / name)
    assert not isinstance(caught.value, BadFile)
    assert caught.value.message.isprintable()


def test_a_circle_of_links_is_refused(tmp_path):
    """A circle of links, or a link that leads nowhere, is reported."""
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    assert refused(tmp_path / "a.yaml") == "1:1 unreadable"


@pytest.mark.parametrize(
    "hidden", ["\0", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\u200f", "\u2028", "\ufeff"]
)
def test_hidden_characters_are_refused_where_they_stand(hidden):
    """Control and bidirectional characters are refused with line and column; tabs are allowed."""
    source = SourceText("a", f"one\r\n\ttw\u00f6{hidden}")
    with pytest.raises(BadFile) as caught:
        refuse_hidden(source, source.text)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.code) == (2, 5, "control-character")
    assert f"U+{ord(hidden):04X}" in problem.message


def test_hidden_characters_are_reported_together():
    """Hidden characters are reported together, at most as many as a listing has."""
    source = SourceText("a", "a\0b\n\x1b" + "\u202e" * 30_000)
    with pytest.raises(BadFile) as caught:
        refuse_hidden(source, source.text)
    places = [(problem.line, problem.column) for problem in caught.value.problems]
    assert places == [(1, 2), *((2, column) for column in range(1, 20))]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (rb"{\rtf1\ansi title: T}", "Rich Text (RTF)"),
        (b"PK\x03\x04rest", "a word processor's document (such as DOCX or ODT)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old word processor's document (DOC)"),
        (b"%PDF-1.7", "a PDF"),
        (b"\n<!DOCTYPE html><html>", "a web page"),
        (b"<HTML><body>", "a web page"),
    ],
)
def test_a_file_of_another_format_is_named(tmp_path, data, what):
    """What a word processor saves is named as what it is, with a way out."""
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    with pytest.raises(BadFile) as caught:
        read_source(path)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.code) == (1, 1, "not-plain-text")
    assert problem.message.startswith(f"this is {what}")
    assert problem.hint.startswith("save it as plain text (UTF-8)")
