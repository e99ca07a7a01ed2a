"""What the tests of real processes, devices and time share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ALONE = {
    "test_daemon": "the instants at which what a plan calls for begins",
    "test_session_control": "the instant of the first sample, and how long a session lasted",
    "test_session_live": "recorded sound, and when each line came",
    "test_sound_pulseaudio": "recorded sound, and the pace of the samples",
    "test_sound_without_device": "the pace of the samples",
}
"""The modules that hold sound, or the instants of a live session, against the clock on the wall; and what."""


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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark them, and keep each module on one worker: what its tests share is made once."""
    here = Path(__file__).parent
    for item in items:
        if item.path.parent != here:
            continue
        item.add_marker(pytest.mark.real)
        if item.path.stem in ALONE:
            item.add_marker(pytest.mark.alone)
            item.add_marker(pytest.mark.xdist_group("alone"))
        else:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
