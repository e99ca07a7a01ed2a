"""The player: its samples come in order, whatever it is asked to do."""

from __future__ import annotations

import numpy as np
import pytest

from coach.routine.model import Hold, Routine, Say
from coach.scales import SAMPLE_RATE
from coach.session.player import REVISION_ATTEMPTS, EventReached, Finished, Player
from coach.session.prepare import prepare
from coach.session.timeline_events import CueBegins, StepEnds
from coach.session.transport import FADE_FRAMES
from coach.sound.mixer import Mixer
from coach.testing import FakeClock, FakeVoice
from coach.timeline.model import Delivery
from coach.timeline.playhead import extended


@pytest.fixture
def prepared():
    """Words and a hold."""
    steps = (Say(text="Sit tall."), Hold(seconds=10.0, name="Calf"))
    return prepare(Routine(id="x", title="X", steps=steps), Delivery(), FakeVoice())


@pytest.fixture
def reports():
    """What the player has reported."""
    return []


@pytest.fixture
def player(prepared, reports):
    """A player on a stopped clock."""
    clock = FakeClock()
    made = Player(prepared.timeline, prepared.clips, reports.append, monotonic=clock.monotonic)
    made.clock = clock
    return made


def test_it_is_silent_until_it_plays(player):
    """Samples that are pulled before are silent, and its position stays."""
    assert not player.pull(960).any()
    assert player.position == 0.0


def test_blocks_of_any_size_give_the_same_samples(player, prepared):
    """The samples do not depend on the size of the blocks in which they are pulled."""
    player.play()
    pulled = np.concatenate([player.pull(frames) for frames in (1, 7, 960, 1, 4096, 48_000)])
    assert np.array_equal(pulled, Mixer(prepared.timeline, prepared.clips, 0.8).read(0, len(pulled)))


def test_the_first_sample_falls_on_its_instant(player, prepared):
    """A player that is to begin at an instant is silent until then, even within a block."""
    player.play(player.clock.monotonic() + 0.05)
    first = player.pull(1_920)
    player.clock.advance(0.04)
    second = player.pull(1_920)
    assert not first.any()
    assert not second[:480].any()
    assert np.array_equal(second[480:], Mixer(prepared.timeline, prepared.clips, 0.8).read(0, 1_440))


def test_an_instant_that_is_over_begins_at_once(player, prepared):
    """If the instant has passed, it begins at once and leaves nothing out."""
    player.play(player.clock.monotonic() - 3.0)
    assert np.array_equal(player.pull(960), Mixer(prepared.timeline, prepared.clips, 0.8).read(0, 960))


def test_a_pause_fades_over_20_ms(player, prepared):
    """What was sounding fades out, and then it is silent; the position stays."""
    player.play()
    player.pull(9_600)
    player.pause()
    tail = player.pull(SAMPLE_RATE // 10)
    ramp = np.linspace(1.0, 0.0, FADE_FRAMES, dtype=np.float32)
    expected = Mixer(prepared.timeline, prepared.clips, 0.8).read(9_600, FADE_FRAMES) * ramp
    assert np.array_equal(tail[:FADE_FRAMES], expected)
    assert not tail[FADE_FRAMES:].any()
    assert player.position == 0.2


def test_an_aside_is_heard_while_it_is_paused(player, prepared, reports):
    """Words outside the timeline are spoken during a pause, and their end is reported once."""
    player.speak_aside("aside", ("Let go gently.",))
    clip = prepared.clips["Let go gently."].samples * np.float32(0.8)
    heard = player.pull(2 * SAMPLE_RATE)
    assert np.array_equal(heard[: len(clip)], clip)
    assert reports == [Finished("aside")]


def test_an_aside_without_a_clip_is_over_at_once(player, reports):
    """Words for which the voice has failed hold nothing up."""
    player.speak_aside("aside", ("Nobody ever said this.",))
    player.pull(SAMPLE_RATE)
    assert reports == [Finished("aside")]


def test_timers_run_out_after_their_time(player, reports):
    """A timer counts pulled samples, playing or not; one that was cancelled never reports."""
    player.set_timer("answer", 1.0)
    player.set_timer("never", 0.5)
    player.cancel("never")
    player.pull(SAMPLE_RATE // 2)
    assert (reports, player.seconds_until("answer")) == ([], 0.5)
    player.pull(SAMPLE_RATE // 2)
    assert (reports, player.seconds_until("answer")) == ([Finished("answer")], None)


def test_what_was_performed_is_counted(player):
    """Seconds that are repeated count again, and pauses do not count."""
    player.play()
    player.pull(SAMPLE_RATE)
    player.go_to(player.timeline, 0.0)
    player.pull(SAMPLE_RATE)
    player.pause()
    player.pull(SAMPLE_RATE)
    assert player.performed_seconds == 2.0


def test_stopped_before_its_instant_nothing_is_heard(player):
    """A player that still waits for its instant has nothing to fade out."""
    player.play(player.clock.monotonic() + 3600.0)
    player.pull(960)
    player.pause()
    assert not player.pull(4_800).any()


def test_words_that_are_cut_off_fade_over_20_ms(player, prepared):
    """An aside that is silenced in the middle of a word fades out like everything else."""
    player.speak_aside("aside", ("Let go gently.",))
    player.pull(4_800)
    player.cancel("aside")
    tail = player.pull(4_800)
    clip = prepared.clips["Let go gently."].samples[4_800 : 4_800 + FADE_FRAMES] * np.float32(0.8)
    assert np.allclose(
        tail[:FADE_FRAMES], clip * np.linspace(1.0, 0.0, FADE_FRAMES, dtype=np.float32), atol=1e-6
    )
    assert not tail[FADE_FRAMES:].any()


def longer_while_it_plays(player, times):
    """Adds ten seconds; while that is computed, the output pulls another block, so many times."""
    left = [times]

    def revised(timeline, at):
        made = extended(timeline, at, 10.0)
        if left[0]:
            left[0] -= 1
            player.heard.append(player.pull(1_920))
        return made

    return revised


@pytest.mark.parametrize("times", [0, 1, 2, REVISION_ATTEMPTS])
@pytest.mark.parametrize(
    "place",
    [(edge, before) for edge in ("start", "three", "end") for before in (0.0, 0.02, 0.039)],
)
def test_ten_seconds_more_while_the_sound_goes_on(player, prepared, reports, place, times):
    """Whatever is played while the timeline is changed, each sample and each event comes once."""
    hold = next(cue for cue in prepared.timeline.cues if cue.kind == "hold")
    edge, before = place
    instant = {"start": hold.at, "three": hold.end - 3.0, "end": hold.end}[edge] - before
    player.heard = []
    player.play()
    player.heard.append(player.pull(round(instant * SAMPLE_RATE)))
    player.revise(longer_while_it_plays(player, times))
    while player.position < player.timeline.seconds:
        player.heard.append(player.pull(4_800))
    heard = np.concatenate(player.heard)
    assert player.timeline.seconds == prepared.timeline.seconds + 10.0
    assert np.array_equal(heard, Mixer(player.timeline, prepared.clips, 0.8).read(0, len(heard)))
    events = [item.event for item in reports if isinstance(item, EventReached)]
    begun = [event.cue for event in events if isinstance(event, CueBegins)]
    assert [(cue.at, cue.text) for cue in begun] == [(cue.at, cue.text) for cue in player.timeline.cues]
    assert [event.step.end for event in events if isinstance(event, StepEnds)] == [
        step.end for step in player.timeline.steps
    ]


def ahead(player, start, frames, heard_at=0.0):
    """What the player says will be pulled, when a device asks that has noticed every change."""
    player.changed.clear()
    return player.ahead(start, frames, heard_at)


def test_what_is_said_ahead_is_what_is_pulled(player):
    """Looking ahead gives what is pulled, with a pause's fade and an aside too, and consumes nothing."""
    player.play()
    player.pull(9_600)
    said = ahead(player, 0, 24_000)
    assert np.array_equal(np.concatenate([said[:5_000], ahead(player, 5_000, 19_000)]), said)
    assert np.array_equal(player.pull(24_000), said)
    player.pause()
    player.speak_aside("aside", ("Sit tall.",))
    said = ahead(player, 0, 24_000)
    assert said.any()
    assert np.array_equal(np.concatenate([player.pull(960) for _ in range(25)]), said)


def test_it_says_that_something_else_comes_now(player, prepared):
    """The player reports a change after a command that changes what is heard, not after looks or pulls."""
    commands = (
        player.play,
        player.pause,
        lambda: player.go_to(prepared.timeline, 1.0),
        lambda: player.speak_aside("aside", ("Sit tall.",)),
        lambda: player.cancel("aside"),
        lambda: player.revise(lambda timeline, at: extended(timeline, at, 10.0)),
    )
    for command in commands:
        ahead(player, 0, 960)
        player.pull(960)
        assert not player.changed.is_set()
        command()
        assert player.changed.is_set()


def test_a_beginning_is_placed_by_when_it_is_heard(player, prepared):
    """The block in which its instant falls settles its sample, whatever the clock says at the pull."""
    mixed = Mixer(prepared.timeline, prepared.clips, 0.8).read(0, 960)
    player.play(1_000.0)
    assert not ahead(player, 0, 4_800, 999.85).any()
    assert not ahead(player, 4_800, 4_800, 999.95)[:2_400].any()
    assert np.array_equal(ahead(player, 4_800, 4_800, 999.95)[2_400:3_360], mixed)
    player.clock.advance(5_000.0)
    assert not player.pull(7_200).any()
    assert np.array_equal(player.pull(960), mixed)


def test_a_beginning_that_is_over_is_placed_at_once(player, prepared):
    """A beginning that is over goes into the block asked for, as earlier ones have been handed over."""
    player.play(1_000.0)
    mixed = Mixer(prepared.timeline, prepared.clips, 0.8).read(0, 960)
    assert np.array_equal(ahead(player, 480, 960, 1_003.0), mixed)
    assert not player.pull(480).any()
    assert np.array_equal(player.pull(960), mixed)


def test_a_beginning_is_not_placed_behind_what_is_about_to_be_written_again(player, prepared):
    """A device that writes a second ahead does so just as the start comes, and only then notices it.

    What it had written before is replaced, and the start belongs there.
    """
    mixed = Mixer(prepared.timeline, prepared.clips, 0.8).read(0, 960)
    player.play(1_000.0)
    assert not player.ahead(48_000, 960, 1_000.5).any()
    assert np.array_equal(ahead(player, 0, 48_000, 999.5)[24_000:24_960], mixed)


@pytest.mark.parametrize("begin", ["play", "go_to"])
def test_what_was_written_before_the_beginning_takes_nothing_of_it(player, prepared, begin):
    """The device consumes what it wrote before it notices: the sound begins, whole, with what follows."""
    ahead(player, 0, 960)
    if begin == "go_to":
        player.play()
        ahead(player, 0, 960)
        player.pull(960)
    player.play() if begin == "play" else player.go_to(prepared.timeline, 0.0)
    player.pull(480)
    assert player.position == 0.0
    mixed = Mixer(prepared.timeline, prepared.clips, 0.8).read(0, 9_600)
    assert np.array_equal(ahead(player, 1_440, 9_600), mixed)
    player.pull(1_440)
    assert np.array_equal(player.pull(9_600), mixed)


def test_without_a_device_a_beginning_waits_for_nobody(player, prepared):
    """Once the device is lost, nothing is written ahead any more; at the next pull but one it begins."""
    ahead(player, 0, 960)
    player.play()
    assert not player.pull(960).any()
    assert np.array_equal(player.pull(960), Mixer(prepared.timeline, prepared.clips, 0.8).read(0, 960))


def test_it_rests_while_nothing_is_heard_and_no_timer_runs(player):
    """The player rests, to spare the device, unless it plays, waits, fades out, speaks or counts."""
    seen = [player.is_resting]
    player.play(player.clock.monotonic() + 3600.0)
    seen.append(player.is_resting)
    player.play()
    player.pull(960)
    player.pause()
    seen.append(player.is_resting)
    player.pull(960)
    seen.append(player.is_resting)
    player.set_timer("late", 1.0)
    seen.append(player.is_resting)
    player.cancel("late")
    player.speak_aside("aside", ("Sit tall.",))
    seen.append(player.is_resting)
    player.cancel("aside")
    player.pull(960)
    seen.append(player.is_resting)
    assert seen == [True, False, False, True, False, False, True]
