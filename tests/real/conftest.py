"""What the tests of real processes, devices and time share."""

from __future__ import annotations

import sys

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
