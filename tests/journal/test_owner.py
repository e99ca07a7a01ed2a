"""Whether the process of a session is still running."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from coach.journal.owner import (
    LinuxProcesses,
    Owner,
    Process,
    SignalledProcesses,
    is_alive,
    owner_in,
    system_processes,
    this_process,
)

if TYPE_CHECKING:
    from collections.abc import Callable

linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="/proc is Linux's")
posix = pytest.mark.skipif(os.name != "posix", reason="signal 0 is a POSIX matter")


@pytest.mark.parametrize(
    ("owner", "alive"),
    [
        (Owner(77, 5, "this boot"), True),
        (Owner(77, 6, "this boot"), False),
        (Owner(78, 5, "this boot"), False),
        (Owner(77, 5, "another boot"), False),
        (Owner(77, None, "this boot"), True),
        (Owner(77, 5, None), True),
        (Owner(77, None, None), True),
    ],
)
def test_a_process_is_known_by_id_start_and_boot(processes: Any, owner: Owner, *, alive: bool) -> None:
    """Everything that is known must agree, and what is unknown decides nothing."""
    assert is_alive(owner, processes) is alive


def test_a_system_that_shows_no_start_trusts_the_id(processes: Any) -> None:
    """Where start and boot are hidden, a process with that id counts as the owner."""
    hidden = type(processes)({77: None}, None)
    assert is_alive(Owner(77, 5, "this boot"), hidden)
    assert not is_alive(Owner(78, 5, "this boot"), hidden)


@pytest.mark.parametrize("owner", [Owner(77, 5, "this boot"), Owner(77, None, None)])
def test_an_owner_comes_back_from_its_data(owner: Owner) -> None:
    """The data of `session-started` is enough to recognise the process."""
    assert owner_in(owner.to_dict()) == owner


@pytest.mark.parametrize("data", [{}, {"pid": None}, {"pid": "77"}])
def test_data_without_an_owner_has_none(data: dict[str, Any]) -> None:
    """A session that names no process has no owner."""
    assert owner_in(data) is None


def test_this_process_lives() -> None:
    """The process that asks is running, on every system."""
    processes = system_processes()
    assert is_alive(this_process(processes), processes)


@pytest.mark.real
@pytest.mark.parametrize(
    "make", [pytest.param(LinuxProcesses, marks=linux), pytest.param(SignalledProcesses, marks=posix)]
)
def test_a_process_that_has_ended_is_gone(make: Callable[[], Any]) -> None:
    """When its parent has waited for it, its id finds nothing."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert make().find(child.pid) is not None
    assert make().find(child.pid) is None


@pytest.mark.real
@linux
def test_a_process_that_ended_unnoticed_is_gone_too() -> None:
    """A killed process that its parent has not waited for (a zombie) no longer counts."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert LinuxProcesses().find(child.pid) is None


def test_a_name_with_brackets_does_not_confuse(tmp_path: Path) -> None:
    """A program may be called `a) R (b`: the fields are counted after the last bracket."""
    (tmp_path / "9").mkdir()
    fields = " ".join(str(number) for number in range(4, 53))
    (tmp_path / "9" / "stat").write_text(f"9 (a) R (b) S {fields}\n", encoding="ascii")
    assert LinuxProcesses(tmp_path).find(9) == Process(22)


def test_a_container_may_hide_the_boot(tmp_path: Path) -> None:
    """Where `/proc/sys` is missing, the boot is unknown, and that is no error."""
    assert LinuxProcesses(tmp_path).boot() is None
