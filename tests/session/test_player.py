"""The player: samples in order, whatever is asked of it."""

from __future__ import annotations

import numpy as np
import pytest

from coach.routine.model import Hold, Routine, Say
from coach.session.player import FADE, Player, Rang
from coach.session.prepare import prepare
from coach.sound.mixer import Mixer
from coach.testing import FakeClock, FakeVoice
from coach.timeline.model import Manner
from coach.units import SAMPLE_RATE


@pytest.fixture
def prepared():
    """Words and a hold."""
    steps = (Say(text="Sit tall."), Hold(seconds=10.0, name="Calf"))
    return prepare(Routine(id="x", title="X", steps=steps), Manner(), FakeVoice())


@pytest.fixture
def passed():
    """What the player told."""
    return []


@pytest.fixture
def player(prepared, passed):
    """A player on a clock that stands still."""
    clock = FakeClock()
    made = Player(prepared.timeline, prepared.clips, passed.append, monotonic=clock.monotonic)
    made.clock = clock
    return made


def test_it_is_silent_until_it_plays(player):
    """Pulled on silence, its position stays."""
    assert not player.pull(960).any()
    assert player.position == 0.0


def test_blocks_of_any_size_give_the_same_samples(player, prepared):
    """What is handed out does not depend on how it is asked for."""
    player.play()
    pulled = np.concatenate([player.pull(frames) for frames in (1, 7, 960, 1, 4096, 48_000)])
    assert np.array_equal(pulled, Mixer(prepared.timeline, prepared.clips, 0.8).read(0, len(pulled)))


def test_the_first_sample_falls_on_its_instant(player, prepared):
    """Begun at an instant, it is silent until exactly then, in the middle of a block if need be."""
    player.play(player.clock.monotonic() + 0.05)
    first = player.pull(1_920)
    player.clock.advance(0.04)
    second = player.pull(1_920)
    assert not first.any()
    assert not second[:480].any()
    assert np.array_equal(second[480:], Mixer(prepared.timeline, prepared.clips, 0.8).read(0, 1_440))


def test_an_instant_that_is_over_begins_at_once(player, prepared):
    """Late is late: nothing is left out."""
    player.play(player.clock.monotonic() - 3.0)
    assert np.array_equal(player.pull(960), Mixer(prepared.timeline, prepared.clips, 0.8).read(0, 960))


def test_a_pause_fades_over_20_ms(player, prepared):
    """The tail of what was sounding, let down to nothing, then silence; the position stays."""
    player.play()
    player.pull(9_600)
    player.pause()
    tail = player.pull(SAMPLE_RATE // 10)
    ramp = np.linspace(1.0, 0.0, FADE, dtype=np.float32)
    expected = Mixer(prepared.timeline, prepared.clips, 0.8).read(9_600, FADE) * ramp
    assert np.array_equal(tail[:FADE], expected)
    assert not tail[FADE:].any()
    assert player.position == 0.2


def test_an_aside_is_heard_while_it_is_paused(player, prepared, passed):
    """Words outside the timeline are spoken over the silence, and their end is told once."""
    player.speak_aside("aside", ("Let go gently.",))
    clip = prepared.clips["Let go gently."].samples * np.float32(0.8)
    heard = player.pull(2 * SAMPLE_RATE)
    assert np.array_equal(heard[: len(clip)], clip)
    assert passed == [Rang("aside")]


def test_an_aside_without_a_clip_is_over_at_once(player, passed):
    """A voice that failed holds nothing up."""
    player.speak_aside("aside", ("Nobody ever said this.",))
    player.pull(SAMPLE_RATE)
    assert passed == [Rang("aside")]


def test_bells_ring_after_their_time(player, passed):
    """Counted in what was pulled, playing or not; one that is silenced never rings."""
    player.ring("answer", 1.0)
    player.ring("never", 0.5)
    player.silence("never")
    player.pull(SAMPLE_RATE // 2)
    assert (passed, player.seconds_until("answer")) == ([], 0.5)
    player.pull(SAMPLE_RATE // 2)
    assert (passed, player.seconds_until("answer")) == ([Rang("answer")], None)


def test_what_was_performed_is_counted(player):
    """Repeats count again, pauses do not."""
    player.play()
    player.pull(SAMPLE_RATE)
    player.go_to(player.timeline, 0.0)
    player.pull(SAMPLE_RATE)
    player.pause()
    player.pull(SAMPLE_RATE)
    assert player.performed_seconds == 2.0


def test_stopped_before_its_instant_nothing_is_heard(player):
    """What waits for its instant has not sounded: there is nothing to fade."""
    player.play(player.clock.monotonic() + 3600.0)
    player.pull(960)
    player.pause()
    assert not player.pull(4_800).any()
