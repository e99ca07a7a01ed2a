"""The scheduled task: its XML, and what `on`, `off` and `status` ask of schtasks. Not run on Windows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest

from coach.autostart.entry import AutostartStatus, LaunchCommand, ProgramResult
from coach.autostart.task_scheduler import FRONT_DOOR, ScheduledTask, parse_task, task_xml, windowless
from coach.errors import CoachError

LAUNCH = LaunchCommand((r"C:\Users\Ann & Söhne\my env\coach.exe", "start", 'say "hello" <now>'))
USER = r"OFFICE\ann"
GOLDEN = r"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Stretch coach: reminds you of stretches and breaks by voice</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>OFFICE\ann</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>OFFICE\ann</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>5</Priority>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>3</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>C:\Users\Ann &amp; Söhne\my env\coach.exe</Command>
      <Arguments>start "say \"hello\" &lt;now&gt;"</Arguments>
    </Exec>
  </Actions>
</Task>
"""


class FakeScheduler:
    """Keeps one task as schtasks would; `refusal` is its answer to whatever changes one."""

    def __init__(self, refusal=None):
        self.refusal = refusal
        self.kept = None
        self.asked = []

    def __call__(self, command):
        """Do what the verb says."""
        self.asked.append(command[:4])
        program, verb, flag, name = command[:4]
        assert (program, flag, name) == ("schtasks", "/TN", "stretch-coach")
        if verb == "/Query":
            missing = ProgramResult(1, err="ERROR: The system cannot find the file specified.")
            return missing if self.kept is None else ProgramResult(0, out=self.kept)
        if self.refusal is not None:
            return self.refusal
        if verb == "/Create":
            assert (command[4], command[6]) == ("/XML", "/F")
            self.kept = Path(command[5]).read_bytes().decode("utf-16")
        elif verb == "/Delete":
            self.kept = None
        return ProgramResult(0)


def test_the_task_to_the_letter():
    """The task is escaped XML, with its arguments quoted as Windows splits them."""
    assert task_xml(LAUNCH, USER) == GOLDEN


@pytest.mark.parametrize("path", ["C:\\a\nb\\coach.exe", "C:\\\ud800\\coach.exe"])
def test_what_no_task_can_hold_is_reported(path):
    """Characters that no task can hold lead to a sentence, not to a broken task."""
    with pytest.raises(CoachError, match="a scheduled task cannot hold"):
        task_xml(LaunchCommand((path, "start")), USER)


@pytest.mark.real
def test_a_home_of_its_own_is_set_by_the_code_itself():
    """COACH_HOME is set by the Python code of the task, whatever characters it has."""
    home = r"D:\100% 'well'\größer"
    launch = windowless(Path("/nowhere/python.exe"), home)
    program, *flags, code, action = launch.command
    assert (Path(program), flags, action) == (Path("/nowhere/python.exe"), ["-P", "-c"], "start")
    assert "%" not in subprocess.list2cmdline(launch.command)
    reported = code.removesuffix(FRONT_DOOR) + "print(ascii(os.environ['COACH_HOME']))"
    done = subprocess.run([sys.executable, "-c", reported], capture_output=True, text=True, check=True)
    assert done.stdout == f"{home!a}\n"


def test_the_interpreter_without_a_window_is_taken(tmp_path):
    """The interpreter without a window is used, so that no console stays open."""
    (tmp_path / "pythonw.exe").touch()
    launch = windowless(tmp_path / "python.exe", None)
    assert launch == LaunchCommand((str(tmp_path / "pythonw.exe"), "-P", "-c", FRONT_DOOR, "start"))


def test_on_and_off():
    """The task is made from a file in the encoding of schtasks, and deleted by its name."""
    scheduler = FakeScheduler()
    entry = ScheduledTask(LAUNCH, USER, scheduler)
    assert entry.status() == AutostartStatus(is_on=False, entry="stretch-coach")
    assert entry.on() == "stretch-coach"
    assert scheduler.kept == GOLDEN
    assert entry.status() == AutostartStatus(is_on=True, entry="stretch-coach")
    assert [entry.off(), entry.off()] == [True, False]
    assert entry.status() == AutostartStatus(is_on=False, entry="stretch-coach")


def test_another_task_of_that_name_is_known():
    """A task of another installation is on, but reported as different."""
    scheduler = FakeScheduler()
    scheduler.kept = GOLDEN.replace("my env", "old env")
    standing = ScheduledTask(LAUNCH, USER, scheduler).status()
    assert (standing.is_on, standing.is_current) == (True, False)


def test_a_disabled_task_is_off():
    """A task that was disabled in the Task Scheduler is off."""
    scheduler = FakeScheduler()
    scheduler.kept = GOLDEN.replace("<Priority>", "<Enabled>false</Enabled><Priority>")
    standing = ScheduledTask(LAUNCH, USER, scheduler).status()
    assert (standing.is_on, standing.note) == (False, "The task is there, but disabled.")


def test_a_refusal_is_reported():
    """A refusal is reported in the scheduler's words, with another way."""
    entry = ScheduledTask(LAUNCH, USER, FakeScheduler(ProgramResult(1, err="ERROR: Access is denied.\r\n")))
    with pytest.raises(CoachError, match=r"refused: ERROR: Access is denied\.") as caught:
        entry.on()
    assert "shell:startup" in caught.value.hint


def test_what_is_no_task_is_none():
    """An unreadable answer counts as no task."""
    assert parse_task("") is None
    assert parse_task("<Task") is None


def test_the_golden_path_is_one_of_windows():
    """The expected paths of these tests are those of Windows on any system."""
    assert PureWindowsPath(LAUNCH.command[0]).name == "coach.exe"


def test_the_task_is_run_now():
    """The task is run by schtasks, and a refusal is passed on."""
    scheduler = FakeScheduler()
    assert ScheduledTask(LAUNCH, USER, scheduler).start() is True
    assert scheduler.asked == [("schtasks", "/Run", "/TN", "stretch-coach")]
    refusal = ProgramResult(1, err="ERROR: The system cannot find the file specified.")
    assert ScheduledTask(LAUNCH, USER, FakeScheduler(refusal)).start() is False
