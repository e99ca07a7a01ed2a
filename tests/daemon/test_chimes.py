"""The chimes of a plan: made when it is read and when a sound file changes, and kept if that breaks."""

from __future__ import annotations

from datetime import time

import numpy as np
import pytest
import soundfile

from coach.daemon.chimes import chime_task, make_chimes
from coach.home import find_home
from coach.plan.model import AtTimes, Call, Plan, Reminder
from coach.problems import TextPosition
from coach.session.rendering_file import RenderingFile


@pytest.fixture
def gong():
    """A sound file of a tenth of a second beside the plan."""
    file = find_home().config / "gong.wav"
    file.parent.mkdir(parents=True, exist_ok=True)
    write(file, 0.1)
    return file


def write(file, seconds):
    """Write a sound file of that length."""
    soundfile.write(file, np.full(round(seconds * 48_000), 0.5), 48_000)


def plan(**water):
    """A plan with that reminder in its second line."""
    reminder = Reminder(
        id="water", routine="sip-water", cadence=AtTimes((time(10),)), mark=TextPosition(2, 3), **water
    )
    return Plan(reminders=(reminder,), file="plan.yaml")


def samples(call):
    """The samples of that call's chime; None if there is none."""
    task = chime_task(find_home(), call)
    if task is None:
        return None
    with RenderingFile(task.rendering) as file:
        return np.frombuffer(file.read(0, file.rendering.frames), dtype=np.float32)


@pytest.mark.usefixtures("gong")
def test_a_chime_is_made_at_the_volume_of_its_reminder():
    """Each sound and volume has one private file, and a plan without chimes has none."""
    home = find_home()
    assert make_chimes(home, plan()) == []
    assert samples(Call("chime", None, "bell")) is None
    assert make_chimes(home, plan(how="chime", sound="gong.wav", volume=0.5)) == []
    found = samples(Call("chime", 0.5, "gong.wav"))
    assert len(found) == 4_800
    assert found == pytest.approx(np.full(4_800, 0.25), abs=1e-3)
    assert oct(chime_task(home, Call("chime", 0.5, "gong.wav")).rendering.stat().st_mode)[-3:] == "600"
    assert make_chimes(home, plan(how="chime")) == []
    assert samples(Call("chime", 0.5, "gong.wav")) is None
    assert np.abs(samples(Call("chime", None, "bell"))).max() == pytest.approx(0.16)


def test_an_edited_sound_is_made_again_and_a_broken_one_named(gong):
    """A broken sound is reported with its place in the plan, and the last good one stays in use."""
    home, chiming = find_home(), plan(how="chime", sound="gong.wav")
    call = chiming.call("water")
    make_chimes(home, chiming)
    write(gong, 0.2)
    assert make_chimes(home, chiming) == []
    assert len(samples(call)) == 9_600
    gong.write_text("no sound")
    [problem] = make_chimes(home, chiming)
    assert problem == (
        "plan.yaml:2:3: warning[sound]: 'sound': gong.wav is not a sound file that the coach can read; the"
        " last good one is played"
    )
    assert len(samples(call)) == 9_600


def test_a_sound_that_could_never_be_read_leaves_the_notification(gong):
    """A sound that could never be read is not played, and the problem says so."""
    gong.unlink()
    chiming = plan(how="chime", sound="gong.wav")
    assert make_chimes(find_home(), chiming) == [
        "plan.yaml:2:3: warning[sound]: 'sound': gong.wav is not a file; without it, nothing is played"
    ]
    assert samples(chiming.call("water")) is None


def test_a_chime_without_volume_says_that_nobody_hears_it():
    """A chime at volume 0 is never recorded as heard."""
    make_chimes(find_home(), plan(how="chime", volume=0.0))
    with RenderingFile(chime_task(find_home(), Call("chime", 0.0, "bell")).rendering) as file:
        assert file.rendering.ended == {"heard": "no"}


def test_a_sound_of_a_user_who_does_not_exist_costs_only_that_sound():
    """`~name` without such a user is a file that is not there."""
    [problem] = make_chimes(find_home(), plan(how="chime", sound="~no-such-user-here/gong.wav"))
    assert "gong.wav is not a file" in problem
