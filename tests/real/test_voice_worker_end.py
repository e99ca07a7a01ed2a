"""The real worker ends with its owner, whatever ends that, is replaced when it dies, and leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coach.voice.process import VoiceGivenUp
from speaking_worker import spoken, worker_of

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into Linux' process table")
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs signals")


def wait_until(what, seconds=10.0):
    """Whether that becomes true in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.02)
    return False


def is_alive(pid):
    """Whether a process of that number runs, and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@POSIX
def test_a_killed_worker_leaves_nothing_and_is_replaced(voice_process, tmp_path, monkeypatch):
    """No player goes on talking, no file stays, and the next words are there."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    spoken(voice_process, "one")
    worker = worker_of(voice_process)
    group = os.getpgid(worker)
    assert group != os.getpgid(0)
    os.kill(worker, signal.SIGKILL)
    assert spoken(voice_process, "two").seconds > 0.2
    voice_process.close()
    assert list(tmp_path.glob("coach-voice-*")) == []
    with pytest.raises(ProcessLookupError):  # a player would be of the worker's group
        os.killpg(group, 0)


@POSIX
def test_an_interruption_from_the_terminal_is_not_the_workers(voice_process):
    """Ctrl-C is for the session: the worker is in a group of its own, and would ignore it anyway."""
    spoken(voice_process, "one")
    before = worker_of(voice_process)
    assert os.getpgid(before) != os.getpgid(0)
    os.kill(before, signal.SIGINT)
    spoken(voice_process, "two")
    assert worker_of(voice_process) == before


OWNER = """
import sys, time
from coach.voice.clip import read_clip
from coach.voice.process import VoiceProcess
process = VoiceProcess()
process.speak("one", "gmw/en", 150, read_clip)
print(process._running.child._process.pid, process._running.spool().folder, flush=True)
time.sleep(60)
"""


@LINUX
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_owner_takes_the_worker_and_its_folder_along(end):
    """`kill -9` of the session: the worker sees the end of its input, clears up and goes."""
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True)
    pid, folder = owner.stdout.readline().split()
    assert is_alive(int(pid))
    owner.send_signal(end)
    owner.communicate()
    assert wait_until(lambda: not is_alive(int(pid)))
    assert wait_until(lambda: not Path(folder).exists())


HUNG_OWNER = """
import sys, time
from coach.voice.process import Deadlines, VoiceProcess
process = VoiceProcess(command=[sys.executable, "-c", sys.argv[1]], deadlines=Deadlines(start=1.0))
import threading
threading.Thread(target=lambda: process.facts(), daemon=True).start()
while process._running.child is None:
    time.sleep(0.01)
print(process._running.child._process.pid, flush=True)
time.sleep(60)
"""
HANGS_IN_PYTHON = """
import time
from coach.voice import worker
class Hung:
    def __init__(self, *_): time.sleep(600)
worker.Engine = Hung
worker.main()
"""
HANGS_WITH_THE_LOCK = HANGS_IN_PYTHON.replace(
    "time.sleep(600)", "__import__('ctypes').PyDLL(None).sleep(600)"
)


@LINUX
@pytest.mark.parametrize("how", [HANGS_IN_PYTHON, HANGS_WITH_THE_LOCK])
def test_even_a_hung_worker_ends_with_its_owner(how):
    """Hung in a call, even in one that keeps the interpreter's lock: it ends within its grace."""
    owner = subprocess.Popen([sys.executable, "-c", HUNG_OWNER, how], stdout=subprocess.PIPE, text=True)
    pid = int(owner.stdout.readline())
    time.sleep(0.3)
    owner.kill()
    owner.communicate()
    assert wait_until(lambda: not is_alive(pid), seconds=15)


@LINUX
def test_an_owner_that_just_ends_takes_the_worker_along():
    """Without closing anything: the end of the interpreter is enough."""
    script = OWNER.replace("time.sleep(60)", "")
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    pid, folder = ended.stdout.split()
    assert not is_alive(int(pid))
    assert not Path(folder).exists()


def test_a_closed_voice_starts_no_worker_again(voice_process):
    """After closing, asking costs nothing."""
    spoken(voice_process, "one")
    voice_process.close()
    for _ in range(100):
        with pytest.raises(VoiceGivenUp):
            spoken(voice_process, "two")
        assert voice_process._running.child is None
