"""The variables of the person's desktop, also where the coach was started before there was one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.daemon.activity.port import SourceFault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.daemon.activity.programs import Ask

WANTED = frozenset({"DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP"})
"""What tells of a desktop."""
IN_LOGIN = "Start the coach within your desktop's login, as `coach autostart on` does."


class Surroundings:
    """Our own variables and, where they know no desktop, those that the desktop told systemd.

    A user unit starts with the first login and so before the desktop; desktops hand their variables to
    systemd's user instance as they come up (`systemctl --user import-environment`).
    """

    def __init__(self, environment: Mapping[str, str], ask: Ask) -> None:
        self.own = dict(environment)
        self._ask = ask

    def now(self, seconds: float) -> dict[str, str]:
        """The variables as they are now."""
        own = dict(self.own)
        if "DISPLAY" in own or "WAYLAND_DISPLAY" in own:
            return own
        try:
            printed = self._ask(("systemctl", "--user", "show-environment"), own, seconds)
        except SourceFault:
            return own
        return {**desktop_variables(printed), **own}


def desktop_variables(printed: str) -> dict[str, str]:
    """What `show-environment` prints of a desktop; a value it had to quote is none that we can use."""
    pairs = [line.split("=", 1) for line in printed.splitlines() if "=" in line]
    return {name: value for name, value in pairs if name in WANTED and not value.startswith("$'")}
