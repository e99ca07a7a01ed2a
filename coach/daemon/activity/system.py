"""The sources that this system has."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from coach.daemon.activity.asking import Activity
from coach.daemon.activity.parts import by_part

if TYPE_CHECKING:
    from coach.daemon.activity.parts import PartStatus
    from coach.daemon.activity.port import Source

PATIENT = 2.0
"""Seconds that a source may take when a person asks whether it works."""


def sources_here(platform: str = sys.platform) -> tuple[Source, ...]:
    """Every source that could tell something on such a system, whether it works or not."""
    if platform == "win32":
        from coach.daemon.activity.windows import windows_sources  # noqa: PLC0415 — one system each

        return windows_sources()
    if platform == "darwin":
        from coach.daemon.activity.macos import macos_sources  # noqa: PLC0415 — one system each

        return macos_sources()
    from coach.daemon.activity.linux import linux_sources  # noqa: PLC0415 — one system each

    return linux_sources()


def open_activity() -> Activity:
    """What the daemon asks."""
    return Activity(sources_here())


def parts_here() -> tuple[PartStatus, ...]:
    """For `coach doctor`: what is known of each part now, asked with patience."""
    return by_part(Activity(sources_here(), PATIENT).ask().sources)
