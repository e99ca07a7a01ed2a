"""The process of the notifications: what it shows, how it fails, and that it alone has the library."""

from __future__ import annotations

import asyncio
import json
import sys

import pytest

from coach.daemon import notifier_process
from coach.daemon.notifications import (
    NotificationsUnavailable,
)
from coach.daemon.notifier_process import NotifierProcess

BUTTONS = [("later", "Later")]
CHILD = """
import json, sys
print(json.dumps(json.loads(sys.argv[1])), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if request.get("message") == "crash":
        break
    answer = {"failed": "full", "todo": "Wait."} if request.get("message") == "fail" else {"shown": "a"}
    print(json.dumps({"id": request["id"], **answer}), flush=True)
    print(json.dumps({"pressed": request["id"], "choice": "later"}), flush=True)
"""


def process_that_begins_with(first, monkeypatch):
    """The notifications of a process that says that first."""
    command = (sys.executable, "-c", CHILD, json.dumps(first))
    monkeypatch.setattr(notifier_process, "COMMAND", command)
    monkeypatch.setattr(notifier_process, "is_installed", lambda: True)
    return NotifierProcess.open


@pytest.mark.real
def test_a_process_shows_fails_and_may_be_gone(monkeypatch, tmp_path):
    """A press is passed on, a failure and the end of the process are reported, and nothing is left behind."""
    begin = process_that_begins_with({"ready": True, "buttons": True}, monkeypatch)

    async def story():
        pressed = asyncio.Queue()
        desktop = await begin(tmp_path / "log")
        assert await desktop.show("Neck", "Six minutes", BUTTONS, pressed.put_nowait) == "a"
        assert await pressed.get() == "later"
        with pytest.raises(NotificationsUnavailable, match="full") as failure:
            await desktop.show("Neck", "fail", BUTTONS, pressed.put_nowait)
        assert failure.value.todo == "Wait."
        for _ in range(2):
            with pytest.raises(NotificationsUnavailable, match="has ended"):
                await desktop.show("Neck", "crash", BUTTONS, pressed.put_nowait)
        desktop.close()
        await desktop.ended()

    asyncio.run(story())


@pytest.mark.real
def test_a_process_without_a_desktop_says_why(monkeypatch, tmp_path):
    """A process without a desktop gives the library's reason."""
    begin = process_that_begins_with({"failed": "no desktop", "todo": "Log in."}, monkeypatch)
    with pytest.raises(NotificationsUnavailable, match="no desktop") as failure:
        asyncio.run(begin(tmp_path / "log"))
    assert failure.value.todo == "Log in."


@pytest.mark.real
def test_the_daemon_does_not_import_the_library():
    """The daemon never imports the notification library, so that it stays small."""
    code = "import sys, coach.daemon.run; sys.exit('desktop_notifier' in sys.modules)"

    async def run():
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
        return await process.wait()

    assert asyncio.run(run()) == 0
