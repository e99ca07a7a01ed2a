"""Starting at login on Windows: a task of the Task Scheduler."""

from __future__ import annotations

import subprocess
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from coach.autostart.entry import DESCRIPTION, NAME, AutostartStatus, LaunchCommand
from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.autostart.entry import Run

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
ENCODING = "utf-16"
"""What schtasks reads without complaint; the XML says so itself."""
FRONT_DOOR = "from coach.commands import main; main()"
NORMAL_PRIORITY = "5"
"""Tasks run below normal (7) by default; words must come on the instant."""


def task_xml(launch: LaunchCommand, user: str) -> str:
    r"""The task's XML for that user (`DOMAIN\name`): at their login only, in their own session.

    On battery as well, without a limit of time, never two at once, started again three times a minute
    apart. Raises `CoachError` for a path with control characters: XML cannot hold one.
    """
    program, *arguments = launch.command
    root = ET.Element("Task", {"version": "1.2", "xmlns": NAMESPACE})
    _add(root, "RegistrationInfo", {"Description": DESCRIPTION})
    trigger = ET.SubElement(ET.SubElement(root, "Triggers"), "LogonTrigger")
    _fill(trigger, {"Enabled": "true", "UserId": user})
    principal = ET.SubElement(ET.SubElement(root, "Principals"), "Principal", {"id": "Author"})
    _fill(principal, {"UserId": user, "LogonType": "InteractiveToken", "RunLevel": "LeastPrivilege"})
    settings = _add(
        root,
        "Settings",
        {
            "MultipleInstancesPolicy": "IgnoreNew",
            "DisallowStartIfOnBatteries": "false",
            "StopIfGoingOnBatteries": "false",
            "ExecutionTimeLimit": "PT0S",
            "Priority": NORMAL_PRIORITY,
        },
    )
    _add(settings, "RestartOnFailure", {"Interval": "PT1M", "Count": "3"})
    actions = ET.SubElement(root, "Actions", {"Context": "Author"})
    _add(actions, "Exec", {"Command": program, "Arguments": subprocess.list2cmdline(arguments)})
    ET.indent(root)
    if any(unicodedata.category(letter) in ("Cc", "Cs") for word in launch.command for letter in word):
        raise CoachError(
            "A path of the coach has characters that a scheduled task cannot hold.",
            hint="Install the coach in a folder with a plain name, or set COACH_HOME to one.",
        )
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{body}\n'


def windowless(interpreter: Path, coach_home: Path | None) -> LaunchCommand:
    """How the coach starts without a console window: by the interpreter that has none.

    A task cannot set variables, so the code itself does. Between two `%` the Task Scheduler looks for a
    variable's name, so the code holds none.
    """
    beside = interpreter.with_name("pythonw.exe")
    code = FRONT_DOOR
    if coach_home is not None:
        named = repr(str(coach_home)).replace("%", r"\x25")
        code = f"import os; os.environ['COACH_HOME'] = {named}; {code}"
    return LaunchCommand((str(beside if beside.is_file() else interpreter), "-P", "-c", code, "start"))


def parse_task(xml: str) -> tuple[tuple[str, str], bool] | None:
    """A task's program, arguments and whether it is enabled; None if this is not a task's XML.

    `schtasks` prints the XML in the console's encoding, whatever its first line says.
    """
    try:
        root = ET.fromstring(xml[max(0, xml.find("<Task")) :])  # noqa: S314 — the system's own answer
    except ET.ParseError:
        return None
    spaces = {"t": NAMESPACE}
    program = root.findtext("t:Actions/t:Exec/t:Command", "", spaces)
    arguments = root.findtext("t:Actions/t:Exec/t:Arguments", "", spaces)
    switches = [
        root.findtext(path, "true", spaces).strip()
        for path in ("t:Settings/t:Enabled", "t:Triggers/t:LogonTrigger/t:Enabled")
    ]
    return (program, arguments), "false" not in switches


class ScheduledTask:
    """The person's task, run at their next login."""

    def __init__(self, launch: LaunchCommand, user: str, run: Run) -> None:
        self._launch = launch
        self._user = user
        self._run = run

    def text(self) -> str:
        """The task's XML."""
        return task_xml(self._launch, self._user)

    def on(self) -> str:
        """Create or replace the task with schtasks."""
        text = self.text()
        with tempfile.TemporaryDirectory(prefix="coach-") as folder:
            path = Path(folder) / "task.xml"
            path.write_text(text, encoding=ENCODING)
            answer = self._run(("schtasks", "/Create", "/TN", NAME, "/XML", str(path), "/F"))
        if answer.code != 0:
            raise CoachError(
                f"The Task Scheduler refused: {answer.reason}",
                hint="Put a shortcut to `coach start` into the folder that `shell:startup` opens.",
            )
        return NAME

    def off(self) -> bool:
        """Delete the task with schtasks; a running coach goes on until logout."""
        if self._query() is None:
            return False
        answer = self._run(("schtasks", "/Delete", "/TN", NAME, "/F"))
        if answer.code != 0:
            raise CoachError(f"The Task Scheduler refused: {answer.reason}")
        return True

    def status(self) -> AutostartStatus:
        """The status according to the Task Scheduler."""
        found = self._query()
        if found is None:
            return AutostartStatus(is_on=False, entry=NAME)
        starts, is_enabled = found
        return AutostartStatus(
            is_on=is_enabled,
            entry=NAME,
            is_current=starts == (self._launch.command[0], subprocess.list2cmdline(self._launch.command[1:])),
            note="" if is_enabled else "The task is there, but disabled.",
        )

    def start(self) -> bool:
        """Run the task now."""
        return self._run(("schtasks", "/Run", "/TN", NAME)).code == 0

    def _query(self) -> tuple[tuple[str, str], bool] | None:
        answer = self._run(("schtasks", "/Query", "/TN", NAME, "/XML"))
        return parse_task(answer.out) if answer.code == 0 else None


def _add(parent: ET.Element, name: str, texts: dict[str, str]) -> ET.Element:
    child = ET.SubElement(parent, name)
    _fill(child, texts)
    return child


def _fill(parent: ET.Element, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text
