"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys

import pytest

from coach.atomic_write import AtomicFiles, write_atomically, write_private_file, writing
from coach.errors import DaemonError, FileError

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes, links and limits of this kind are POSIX's")
DURABLE = pytest.mark.parametrize("durable", [False, True])


def contents(folder):
    """Every file of a folder, hidden ones too, with its text."""
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def no_space(*_arguments):
    """What the system says when the disk is full."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@POSIX
@DURABLE
def test_a_private_file_takes_the_place_of_the_old_one(tmp_path, durable):
    """A private file replaces the old one with mode 0600, in a folder of 0700 that is made for it."""
    path = tmp_path / "a" / "b" / "file"
    write_private_file(path, "old", durable=durable)
    path.chmod(0o644)
    path.parent.chmod(0o755)
    write_private_file(path, b"new", durable=durable)
    assert contents(path.parent) == {"file": "new"}
    places = (tmp_path / "a", path.parent, path)
    assert [stat.S_IMODE(place.stat().st_mode) for place in places] == [0o700, 0o700, 0o600]


def test_text_is_utf8_with_the_line_ends_as_given(tmp_path):
    """Text is written as UTF-8 with unchanged line ends on every system."""
    write_atomically(tmp_path / "file", "é\nü\r\n", durable=False)
    assert (tmp_path / "file").read_bytes() == "é\nü\r\n".encode()


@POSIX
def test_the_folder_of_a_file_that_is_not_private_is_left_as_it_is(tmp_path):
    """The folder of any other file is neither made nor closed to others."""
    tmp_path.chmod(0o755)
    write_atomically(tmp_path / "file", "new", durable=True, mode=0o644)
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "no" / "file", "new", durable=True)
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (tmp_path, tmp_path / "file")]
    assert (modes, contents(tmp_path)) == ([0o755, 0o644], {"file": "new"})


@pytest.mark.parametrize("step", ["coach.atomic_write.os.fsync", "pathlib.Path.replace"])
def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch, step):
    """A full disk leaves the old file and no temporary one, and the error names the file."""
    path = tmp_path / "file"
    path.write_text("old")
    monkeypatch.setattr(step, no_space)
    with pytest.raises(OSError, match="No space left") as caught:
        write_atomically(path, "new", durable=True)
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(path))
    assert contents(tmp_path) == {"file": "old"}


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on a file's size is set with Linux's resource")
def test_a_write_that_stops_half_way_leaves_the_old_file(tmp_path):
    """A write that stops half-way leaves the old file."""
    import resource

    path = tmp_path / "file"
    path.write_text("old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large") as caught:
            write_atomically(path, b"x" * 1_001, durable=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (caught.value.filename, contents(tmp_path)) == (str(path), {"file": "old"})


@DURABLE
def test_several_files_appear_together(tmp_path, durable):
    """None of several files appears before the end of the block, and all of them after it."""
    (tmp_path / "one").write_text("old")
    with AtomicFiles(durable=durable) as files:
        files.add(tmp_path / "one", "1")
        files.open(tmp_path / "two").write(b"2")
        seen = {name: text for name, text in contents(tmp_path).items() if not name.startswith(".coach-")}
        assert seen == {"one": "old"}
    assert contents(tmp_path) == {"one": "1", "two": "2"}


@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError, ValueError])
def test_an_exception_in_the_block_leaves_every_file_as_it_was(tmp_path, fault):
    """Any exception in the block, even an interruption, leaves every file as it was."""
    (tmp_path / "one").write_text("old")

    def write_and_fail():
        with AtomicFiles(durable=False) as files:
            files.add(tmp_path / "one", "1")
            files.add(tmp_path / "two", "2")
            raise fault

    with pytest.raises(fault):
        write_and_fail()
    assert contents(tmp_path) == {"one": "old"}


def test_a_file_that_cannot_be_written_leaves_the_others_as_they_were(tmp_path):
    """If one file cannot be written, the others stay as they were, and the error names it."""
    (tmp_path / "one").write_text("old")

    def write_both():
        with AtomicFiles(durable=False) as files:
            files.add(tmp_path / "one", "1")
            files.add(tmp_path / "no" / "two", "2")

    with pytest.raises(FileNotFoundError) as caught:
        write_both()
    assert (caught.value.filename, contents(tmp_path)) == (str(tmp_path / "no" / "two"), {"one": "old"})


@pytest.mark.parametrize("error", [FileError, DaemonError])
def test_a_person_is_told_which_file_cannot_be_written_and_why(tmp_path, error):
    """What the system refuses becomes the error that was asked for, with file, reason and hint."""
    path = tmp_path / "no\x07folder" / "file"
    with pytest.raises(error) as caught, writing(path, hint="Make room.", error=error):
        no_space()
    expected = rf"{tmp_path}/no\x07folder/file cannot be written: No space left on device."
    assert (caught.value.message, caught.value.hint) == (expected, "Make room.")


def test_without_overwriting_a_file_that_is_there_is_refused(tmp_path):
    """Without overwriting, an existing file is refused, even one that has just appeared."""
    path = tmp_path / "file"
    write_atomically(path, "first", durable=True, overwrite=False)
    with pytest.raises(FileExistsError) as caught:
        write_atomically(path, "second", durable=True, overwrite=False)
    assert (caught.value.filename, contents(tmp_path)) == (str(path), {"file": "first"})


@POSIX
def test_without_overwriting_and_without_hard_links_too(tmp_path, monkeypatch):
    """The same holds on file systems without hard links, such as FAT."""

    def refuse(*_arguments):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)
    test_without_overwriting_a_file_that_is_there_is_refused(tmp_path)


@POSIX
def test_a_link_stays_a_link(tmp_path):
    """For a symbolic link the file that it leads to is replaced or made."""
    (tmp_path / "real").write_text("old")
    for name, target in (("link", "real"), ("dangling", "later")):
        (tmp_path / name).symlink_to(target)
        write_atomically(tmp_path / name, name, durable=False)
    assert contents(tmp_path) == {"real": "link", "link": "link", "later": "dangling", "dangling": "dangling"}
    assert [(tmp_path / name).is_symlink() for name in ("link", "dangling", "real", "later")] == [
        True,
        True,
        False,
        False,
    ]


@POSIX
def test_without_overwriting_no_link_is_followed(tmp_path):
    """Without overwriting no link is followed, not even one that leads nowhere."""
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        write_atomically(tmp_path / "link", "new", durable=False, overwrite=False)
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


@POSIX
def test_a_link_to_itself_is_refused(tmp_path):
    """A circle of links is refused."""
    for name, target in (("self", "self"), ("one", "two"), ("two", "one")):
        (tmp_path / name).symlink_to(target)
    for name in ("self", "one"):
        with pytest.raises(OSError, match="symbolic links") as caught:
            write_atomically(tmp_path / name, "new", durable=False)
        assert (caught.value.errno, caught.value.filename) == (errno.ELOOP, str(tmp_path / name))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "self", "two"]


def test_the_longest_name_that_a_folder_takes_is_taken(tmp_path):
    """The longest allowed name works, and a longer one is an `OSError`."""
    write_atomically(tmp_path / ("n" * 255), "new", durable=False)
    with pytest.raises(OSError, match="too long"):
        write_atomically(tmp_path / ("n" * 256), "new", durable=False)
    assert contents(tmp_path) == {"n" * 255: "new"}


@DURABLE
@POSIX
def test_durable_means_synced_before_the_rename_and_the_folder_after_it(tmp_path, monkeypatch, durable):
    """`durable` syncs the file before its rename and the folder after it; otherwise nothing is synced."""
    steps = []
    replace = type(tmp_path).replace

    def sync(descriptor):
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")

    def renamed(path, target):
        steps.append("rename")
        replace(path, target)

    monkeypatch.setattr("coach.atomic_write.os.fsync", sync)
    monkeypatch.setattr("pathlib.Path.replace", renamed)
    write_atomically(tmp_path / "file", "new", durable=durable)
    assert steps == (["file", "rename", "folder"] if durable else ["rename"])


@pytest.mark.real
def test_a_process_that_is_killed_leaves_the_old_file(tmp_path):
    """A process that is killed while it writes leaves the old file."""
    (tmp_path / "file").write_text("old")
    program = (
        "import os, pathlib, sys\n"
        "from coach.atomic_write import AtomicFiles\n"
        "with AtomicFiles(durable=True) as files:\n"
        "    files.open(pathlib.Path(sys.argv[1])).write(b'half')\n"
        "    os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "file")], check=False)
    left = [name for name in contents(tmp_path) if name != "file"]
    assert (done.returncode, (tmp_path / "file").read_text(), len(left)) == (9, "old", 1)
    assert (left[0].startswith(".coach-"), left[0].endswith(".part")) == (True, True)
