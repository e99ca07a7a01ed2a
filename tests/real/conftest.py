"""What the tests of real processes, devices and time share."""

from __future__ import annotations

import sys
from itertools import count
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coach.home import Home
    from coach.voice.process import VoiceProcess
    from postgres_server import PostgresServer

_DATABASES = count()


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


@pytest.fixture(scope="module")  # one of the session could be stopped by a test that may start no process
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL of our own, which the tests of one module share."""
    from postgres_server import PROGRAMS, postgres_server

    if not PROGRAMS.exists():
        pytest.skip("Debian's package postgresql is not installed")
    with postgres_server() as server:
        yield server


@pytest.fixture
def clinic(postgres: PostgresServer) -> Iterator[str]:
    """The name of a database with the coach's tables."""
    with postgres.database(f"clinic{next(_DATABASES)}") as name:
        yield name


@pytest.fixture
def patient_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The home of a patient, with a journal of three events."""
    from clinic_pushes import START, event, home_in, write

    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    found = home_in(tmp_path)
    write(found, [event("paused", START, {"step": 1}, routine="desk-neck") for _ in range(3)])
    return found


@pytest.fixture
def voice_process(tmp_path: Path) -> Iterator[VoiceProcess]:
    """The worker, closed afterwards."""
    from coach.voice.process import VoiceProcess

    started = VoiceProcess(tmp_path / "voice.log")
    yield started
    started.close()
