"""What the checks of whole sessions share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

MEASURED = {
    "test_daemon": "the instants at which what a plan calls for begins",
    "test_session_control": "the instant of the first sample, and how long a session lasted",
    "test_session_live": "recorded sound, and when each line came",
    "test_sound_pulseaudio": "recorded sound, and the pace of the samples",
    "test_sound_without_device": "the pace of the samples",
}
"""The modules that hold sound, or the instants of a live session, against the clock on the wall; and what.

A shared machine stands still for tenths of a second every few minutes, which no tolerance derived from
physics can cover: these are tried again, at most twice. A real fault fails all three times. Everything
else here (files, the journal, the API, the voice) must pass at once.
"""


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
    """Try what is measured again."""
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here and item.path.stem in MEASURED:
            item.add_marker(pytest.mark.flaky(reruns=2))
