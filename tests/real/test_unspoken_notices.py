"""Real sessions that are not heard: they wait at each safety notice until the person has read it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from pulse_server import MISSING, PulseServer, is_here

pytestmark = pytest.mark.real
DO = (sys.executable, "-m", "coach", "do", "desk-neck")


@pytest.fixture
def around(tmp_path):
    """The environment of a person who reads instead of hearing."""
    environment = {**os.environ, "COACH_HOME": str(tmp_path), "PYTHONUTF8": "1"}
    command = (sys.executable, "-m", "coach", "profile", "--shown-as-text")
    subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60)
    return environment


def until(child, name):
    """The next event of that name."""
    for line in child.stdout:
        event = json.loads(line)
        if event["event"] == name:
            return event
    return pytest.fail(f"there was no {name}")


def test_a_controlled_session_waits_until_each_notice_was_read(around):
    """The controlling program gets the texts, and `resume` goes on to the next one, then to the exercise."""
    with subprocess.Popen(
        (*DO, "--control"), env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:

        def send(command):
            child.stdin.write(json.dumps({"command": command}) + "\n")
            child.stdin.flush()

        try:
            assert "stop and get help" in until(child, "to-read")["texts"][0]
            send("resume")
            given = until(child, "notice-given")
            assert (given["notice"], given["heard"], given["acknowledged"]) == ("stop-rules", False, True)
            assert until(child, "to-read")["texts"] != []
            send("resume")
            assert until(child, "notice-given")["notice"] == "routine"
            assert until(child, "step-started")["step"] == 0
            send("stop")
            assert until(child, "session-ended")["outcome"] == "stopped"
        finally:
            child.kill()


@pytest.fixture
def server():
    """A sound server of our own."""
    if not is_here():
        pytest.skip(MISSING)
    with PulseServer() as it:
        yield it


@pytest.mark.parametrize("how", ["--mute", "--volume=0", "sink", "none"])
def test_a_notice_that_cannot_be_heard_is_shown_until_it_was_read(tmp_path, server, how):
    """A notice is shown until read if no sound can be heard; else it is spoken and counts as heard."""
    environment = {**os.environ, **server.environment, "COACH_HOME": str(tmp_path), "PYTHONUTF8": "1"}
    if how == "sink":
        server.pactl("set-sink-mute", "coach_test", "1")
    command = (*DO, "--control", *([how] if how.startswith("-") else []))
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            if how == "none":
                given = until(child, "notice-given")
                assert (given["notice"], given["heard"]) == ("stop-rules", True)
                return
            assert "stop and get help" in until(child, "to-read")["texts"][0]
            child.stdin.write('{"command": "resume"}\n')
            child.stdin.flush()
            given = until(child, "notice-given")
            assert (given["notice"], given["heard"], given["acknowledged"]) == ("stop-rules", False, True)
        finally:
            child.kill()


def test_a_session_whose_program_is_gone_waits_for_nobody(around):
    """The notices of a session without its program go by, and are due again."""
    command = (*DO, "--control", "--from", "5")
    with subprocess.Popen(
        command, env=around, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            assert until(child, "step-started")["event"] == "step-started"
        finally:
            child.terminate()
