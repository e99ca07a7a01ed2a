"""Sessions that nobody can hear, on a real sound server and without one: none of them counts as done."""

from __future__ import annotations

import pytest

import pulse_server
from coach_process import coach, logged


@pytest.mark.skipif(not pulse_server.is_here(), reason=pulse_server.MISSING)
@pytest.mark.parametrize(
    ("options", "setting", "expected"),
    [
        ((), None, ("completed", "yes", True)),
        ((), ("set-sink-mute", "@DEFAULT_SINK@", "1"), ("completed", "no", False)),
        ((), ("set-sink-volume", "@DEFAULT_SINK@", "0%"), ("completed", "no", False)),
        (("--volume", "0"), None, ("completed", "no", False)),
        (("--mute",), None, ("completed", "no", False)),
    ],
)
def test_what_nobody_can_hear_does_not_count_as_done(tmp_path, options, setting, expected):
    """A session that was begun by hand and led to its end: the journal says whether it was heard."""
    with pulse_server.PulseServer() as server:
        if setting is not None:
            server.pactl(*setting)
        assert logged_after(tmp_path, *options, **server.environment) == expected


def test_a_device_that_is_gone_does_not_count_as_done(tmp_path):
    """Without any server nothing is heard."""
    nowhere = {"PULSE_SERVER": f"unix:{tmp_path}/none", "ALSA_CONFIG_PATH": str(tmp_path / "none")}
    assert logged_after(tmp_path, **nowhere) == ("completed", "no", False)


def logged_after(folder, *options, **surroundings):
    """Lead a routine of a second by hand; returns what `coach log` says of it."""
    routine = folder / "brief.yaml"
    routine.write_text("title: Brief\nkind: habit\nsteps: [{rest: 1 s}]\n")
    coach(folder, "do", str(routine), "--plain", *options, **surroundings)
    (session,) = logged(folder)
    return session["outcome"], session["heard"], session["confirmed"]
