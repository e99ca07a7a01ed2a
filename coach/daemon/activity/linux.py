"""The sources of a Linux desktop, and of whatever else has X11 or D-Bus."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from coach.daemon.activity import desktops
from coach.daemon.activity.programs import ask_program
from coach.daemon.activity.pulse import PulseSource
from coach.daemon.activity.surroundings import Surroundings
from coach.daemon.activity.x11 import X11Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.daemon.activity.port import Source
    from coach.daemon.activity.programs import Ask


def linux_sources(environment: Mapping[str, str] | None = None, ask: Ask = ask_program) -> tuple[Source, ...]:
    """All of them, for these variables (our own when none are given)."""
    own = dict(os.environ) if environment is None else environment
    around = Surroundings(own, ask)
    return (
        X11Source(around),
        desktops.BusSource("GNOME's idle monitor", ("idle time",), desktops.MUTTER, around, ask),
        desktops.BusSource("GNOME's screen", ("lock",), desktops.GNOME_SCREEN, around, ask),
        desktops.BusSource("KDE's screen", ("lock",), desktops.KDE_SCREEN, around, ask),
        desktops.BusSource("logind", ("idle time", "lock"), desktops.LOGIND, around, ask),
        PulseSource(own, ask),
        desktops.QuietSetting(around, ask),
        desktops.BusSource(
            "KDE's notifications", ("do-not-disturb",), desktops.KDE_NOTIFICATIONS, around, ask
        ),
    )
