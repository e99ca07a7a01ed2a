"""One daemon a person."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from coach.daemon.lock import NAME, lock_holder, only_daemon
from coach.errors import DaemonError
from coach.home import find_home

HOLD = """
import sys
from coach.daemon.lock import only_daemon
from coach.home import find_home
with only_daemon(find_home()):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_one_says_who_holds_it():
    """A second coach ends with 6 and names the process that is running."""
    with (
        only_daemon(find_home()),
        pytest.raises(DaemonError, match=f"process {os.getpid()}"),
        only_daemon(find_home()),
    ):
        pytest.fail("two held it")


def test_it_is_given_back():
    """After the lock is released, another can take it."""
    for _ in range(2):
        with only_daemon(find_home()):
            pass


def test_the_process_that_holds_it_is_known():
    """Only a living process holds the lock, whatever the file says; asking does not take the lock."""
    home = find_home()
    assert lock_holder(home) is None
    with only_daemon(home):
        assert lock_holder(home) == str(os.getpid())
    assert lock_holder(home) is None
    (home.state / NAME).write_text("4711", encoding="ascii")  # of one that was killed
    assert lock_holder(home) is None
    with only_daemon(home):
        assert lock_holder(home) == str(os.getpid())


@pytest.mark.real
def test_a_killed_process_gives_it_back():
    """The system releases the lock of a killed process."""
    holder = subprocess.Popen([sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(DaemonError, match=f"process {holder.pid}"), only_daemon(find_home()):
        pytest.fail("two held it")
    holder.kill()
    holder.communicate()
    with only_daemon(find_home()):
        pass


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
def test_the_lock_is_private():
    """Other users cannot read the lock file."""
    with only_daemon(find_home()):
        assert (find_home().state / "lock").stat().st_mode & 0o777 == 0o600
