"""Lowering music while the coach speaks: a real PulseAudio server that is set up for it."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

import pulse_server
from coach.daemon.speakers import DUCKING
from pulse_server import RATE, SAMPLES, PulseServer

pytestmark = pytest.mark.skipif(not pulse_server.is_here(), reason=pulse_server.MISSING)
ROUTINE = "title: Silence\nkind: habit\nsteps: [{rest: 60 s}]\n"
COACH = (sys.executable, "-P", "-m", "coach", "do")
LOWERED = "trigger_roles=a11y ducking_roles=music volume=-20dB"


def loudness(source, environment):
    """The loudest sample of half a second of that source."""
    command = ["parec", f"--device={source}", "--latency-msec=50", *SAMPLES]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as recorder:
        heard = recorder.stdout.read(RATE // 2 * 4)
        recorder.kill()
    return float(np.abs(np.frombuffer(heard, "<f4")).max())


@pytest.mark.parametrize(("variables", "is_lowered"), [({}, False), (DUCKING, True)])
def test_music_is_lowered_while_a_session_is_led(tmp_path, variables, is_lowered):
    """By the role of our streams, and by the server's own module; without the role it stays as it is."""
    (tmp_path / "silence.yaml").write_text(ROUTINE, encoding="utf-8")
    with PulseServer() as server:
        around = {**os.environ, **server.environment, "COACH_HOME": str(tmp_path / "home")}
        module = ["pactl", "load-module", "module-role-ducking", *LOWERED.split()]
        subprocess.run(module, env=around, check=True, capture_output=True)
        tone = np.full(RATE * 60, 0.5, "<f4").tobytes()
        (tmp_path / "music").write_bytes(tone)
        play = ["pacat", "--property=media.role=music", *SAMPLES, str(tmp_path / "music")]
        music = subprocess.Popen(play, env=around)
        session = subprocess.Popen(
            [*COACH, str(tmp_path / "silence.yaml"), "--plain", "--no-plan", "--detail", "tones"],
            env={**around, **variables}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert session.stdout.readline()  # it has begun
            level = loudness("coach_test.monitor", around)
        finally:
            for process in (session, music):
                process.kill()
                process.wait()
            session.stdout.close()
    assert (level < 0.1) == is_lowered, level
