"""The environment variables of the person's desktop, its programs, run with a deadline, and its sockets."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from coach.activity.source import LATE, SourceFault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Ask = Callable[[Sequence[str], Mapping[str, str], float], str]
    """What that program prints, with these variables, within that many seconds; raises `SourceFault`."""

COMES_WITH = {
    "busctl": "busctl, which comes with systemd",
    "gsettings": "gsettings (Debian: libglib2.0-bin)",
    "pactl": "pactl (Debian: pulseaudio-utils)",
    "pw-dump": "pw-dump (Debian: pipewire-bin)",
    "xfconf-query": "xfconf-query (Debian: xfconf)",
}
"""The package to install for a program that is missing."""


def ask_program(command: Sequence[str], environment: Mapping[str, str], seconds: float) -> str:
    """What the program prints on stdout; raises `SourceFault` if it is missing, fails or is too slow."""
    try:
        done = subprocess.run(
            list(command),
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except FileNotFoundError:
        todo = f"Install {COMES_WITH[command[0]]}." if command[0] in COMES_WITH else ""
        raise SourceFault(f"the program {command[0]} is missing", todo) from None
    except subprocess.TimeoutExpired:
        raise SourceFault(f"{command[0]} did not answer within {seconds:g} s", LATE) from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SourceFault(said[-1] if said else f"{command[0]} ended with {done.returncode}")
    return done.stdout.decode("utf-8", "replace")


def receive_exactly(receive: Callable[[int], bytes], count: int, name: str) -> bytes:
    """That many bytes from a server of the desktop; raises `SourceFault` if it sends fewer.

    `receive`: gives at most so many bytes, none at the end. `name`: the server's, for a person.
    """
    received = b""
    while len(received) < count:
        block = receive(count - len(received))
        if not block:
            raise SourceFault(f"{name} closed the connection")
        received += block
    return received


WANTED = frozenset({"DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP"})
"""The variables that describe a desktop."""
IN_LOGIN = "Start the coach from within your desktop session, as `coach autostart on` does."


class DesktopEnvironment:
    """Our own variables and, where they name no desktop, those that the desktop gave to systemd.

    A user unit starts with the first login and so before the desktop; desktops hand their variables to
    systemd's user instance as they come up (`systemctl --user import-environment`).
    """

    def __init__(self, environment: Mapping[str, str], ask: Ask) -> None:
        self.own = dict(environment)
        self._ask = ask

    def now(self, seconds: float) -> dict[str, str]:
        """Our own variables now, with those that the desktop gave to systemd where ours name none."""
        own = dict(self.own)
        if "DISPLAY" in own or "WAYLAND_DISPLAY" in own:
            return own
        try:
            printed = self._ask(("systemctl", "--user", "show-environment"), own, seconds)
        except SourceFault:
            return own
        return {**desktop_variables(printed), **own}


def desktop_variables(printed: str) -> dict[str, str]:
    """A desktop's variables in the output of `show-environment`; quoted values are left out."""
    pairs = [line.split("=", 1) for line in printed.splitlines() if "=" in line]
    return {name: value for name, value in pairs if name in WANTED and not value.startswith("$'")}
