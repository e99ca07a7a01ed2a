"""The small process that plays a rendering, where the coach that started it goes on no longer."""

from __future__ import annotations

import json
import os
import subprocess
import time

import pytest

from coach.child_process import python_command
from coach.scales import SAMPLE_RATE
from coach.session.rendering_file import RenderedEvent, RenderedStep, Rendering

SECONDS = 2
STEP = {"step": 0, "name": "Water."}


@pytest.fixture
def playing(request, tmp_path, no_sound):
    """The process, playing that many seconds of nothing on a machine without sound."""
    frames = request.param * SAMPLE_RATE
    rendering = Rendering(
        frames=frames,
        id="sip",
        digest="d",
        steps=(RenderedStep(0, frames, "Water."),),
        events=(RenderedEvent(0, "step-started", STEP), RenderedEvent(frames, "step-done", STEP)),
        started={"title": "A sip"},
        ended={},
    )
    path = tmp_path / "sip.rendering"
    path.write_bytes(rendering.to_line() + bytes(4 * frames))
    process = subprocess.Popen(
        python_command("-m", "coach.session.rendered_session"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **no_sound, "COACH_HOME": str(tmp_path)},
    )
    with process:
        for line in ({"rendering": str(path)}, {"command": "begin"}):
            process.stdin.write(json.dumps(line).encode() + b"\n")
        process.stdin.flush()
        yield process
        process.kill()


def next_event(process):
    """The next line that it prints."""
    return json.loads(process.stdout.readline())


@pytest.mark.parametrize("playing", [SECONDS], indirect=True)
def test_it_plays_to_its_end_when_the_coach_is_killed(playing):
    """A killed coach leaves closed pipes: what is said is said to its end, and then nothing remains."""
    assert [next_event(playing).get("event"), next_event(playing)["rendered"]] == ["ready", "session-started"]
    begun = time.monotonic()
    playing.stdin.close()
    playing.stdout.close()
    assert playing.wait(20) == 0
    assert time.monotonic() - begun >= SECONDS - 0.2


@pytest.mark.parametrize("playing", [60], indirect=True)
def test_a_signal_stops_it_in_order(playing):
    """A signal, as at the end of the desktop's session, stops it in order."""
    assert [next_event(playing).get("event"), next_event(playing)["rendered"]] == ["ready", "session-started"]
    assert next_event(playing)["rendered"] == "step-started"
    playing.terminate()
    rest = [json.loads(line) for line in playing.stdout]
    assert playing.wait(20) == 0
    assert [event["rendered"] for event in rest] == ["session-ended"]
    assert rest[-1]["data"]["outcome"] == "stopped"
