"""The folder between the worker and us: private, and gone whatever the end is."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from coach.voice import spool
from coach.voice.spool import Spool

ABANDON = """
import os, sys
from pathlib import Path
from coach.voice.spool import Spool
spool = Spool(Path(sys.argv[1]))
spool.new(".wav").write_bytes(b"words")
print(spool.folder, flush=True)
os.kill(os.getpid(), 9)
"""


def left(parent):
    """What is in the temporary folder."""
    return sorted(path.name for path in parent.iterdir())


def test_it_is_private_and_gone_at_the_end(tmp_path):
    """The folder is private, new each time, and gone after closing, even twice."""
    spool = Spool(tmp_path)
    paths = [spool.new(".wav"), spool.new(".aiff")]
    assert [path.relative_to(spool.folder).as_posix() for path in paths] == ["1.wav", "2.aiff"]
    assert stat.S_IMODE(spool.folder.stat().st_mode) == 0o700
    paths[0].write_bytes(b"words")
    spool.close()
    spool.close()
    assert left(tmp_path) == []


@pytest.mark.real
def test_what_a_killed_process_left_is_cleared_at_the_next_start(tmp_path):
    """A folder that `kill -9` left behind is deleted by the next start."""
    ended = subprocess.run(
        [sys.executable, "-c", ABANDON, str(tmp_path)], check=False, capture_output=True, text=True
    )
    assert left(tmp_path) == [Path(ended.stdout.strip()).name]
    Spool(tmp_path).close()
    assert left(tmp_path) == []


def test_what_a_living_process_uses_is_left_alone(tmp_path):
    """Two processes at once do not delete each other's folders."""
    first = Spool(tmp_path)
    second = Spool(tmp_path)
    assert first.folder.is_dir()
    assert left(tmp_path) == sorted([first.folder.name, second.folder.name])
    first.close()
    second.close()


def test_a_folder_that_was_cleared_is_made_again(tmp_path):
    """If the system empties its temporary folder, ours is made again."""
    spool = Spool(tmp_path)
    shutil.rmtree(spool.folder)
    spool.new(".wav").write_bytes(b"words")
    spool.close()
    assert left(tmp_path) == []


def test_what_is_not_ours_is_not_touched(tmp_path):
    """Other folders are not touched, and a link with our name is not followed."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "file").write_text("theirs")
    (tmp_path / "coach-voice-link").symlink_to(other)
    Spool(tmp_path).close()
    assert (other / "file").read_text() == "theirs"


@pytest.mark.parametrize("moment", ["made", "locked"])
def test_another_process_that_clears_up_meanwhile_takes_no_folder_away(tmp_path, monkeypatch, moment):
    """A process that clears up while another opens its folder does not delete that one."""
    others = []

    def interrupted(step):
        def stepped(*arguments, **named):
            result = step(*arguments, **named)
            monkeypatch.undo()
            others.append(Spool(tmp_path))
            return result

        return stepped

    if moment == "made":
        monkeypatch.setattr(tempfile, "mkdtemp", interrupted(tempfile.mkdtemp))
    else:
        monkeypatch.setattr("coach.voice.spool._locked", interrupted(spool._locked))
    ours = Spool(tmp_path)
    everyone = (ours, *others)
    Spool(tmp_path).close()
    assert [each.folder.is_dir() for each in everyone] == [True] * 2
    for each in everyone:
        each.close()
    assert left(tmp_path) == []
