"""What the checks of whole sessions share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def no_sound():
    """An environment in which neither PulseAudio nor ALSA nor JACK has anything to offer."""
    if sys.platform != "linux":
        pytest.skip("sound is taken away here as Linux allows it")
    return {
        "PULSE_SERVER": "unix:/nonexistent/native",
        "ALSA_CONFIG_PATH": "/dev/null",
        "JACK_NO_START_SERVER": "1",
    }


def pytest_collection_modifyitems(items):
    """Try again, at most twice, what is measured by the clock on the wall.

    A shared machine stands still for tenths of a second every few minutes, which no tolerance derived
    from physics can cover. A real fault fails all three times.
    """
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here:
            item.add_marker(pytest.mark.flaky(reruns=2))
