"""Notices what only a test marked `real` may do: start a process, reach another machine, sleep."""

from __future__ import annotations

import sys
import time

EVENTS = {
    "subprocess.Popen": "starts a process",
    "os.posix_spawn": "starts a process",
    "os.fork": "starts a process",
    "os.system": "starts a process",
    "socket.connect": "connects to another machine",
}
"""The audit events that Python raises for it, whoever calls."""
LONGEST_NAP = 0.1
"""Seconds: what the coach itself sleeps at most before it tries again to write a file or the journal."""
offences = set()
"""What was done since this was last cleared."""
_sleep = time.sleep


def _notice(event, arguments, events=EVENTS):  # when Python ends, the module's own names are gone first
    if event in events and (event != "socket.connect" or _is_elsewhere(arguments[1])):
        offences.add(events[event])


def _is_elsewhere(address):
    """Whether it is another machine's; a server in the test's own process has one of this machine's."""
    return isinstance(address, tuple) and not str(address[0]).startswith(("127.", "::1", "localhost"))


def _noticed_sleep(seconds):
    """As `time.sleep`, which raises no audit event before Python 3.13."""
    if seconds > LONGEST_NAP:
        offences.add("sleeps in real time")
    _sleep(seconds)


sys.addaudithook(_notice)
time.sleep = _noticed_sleep
