"""A rendered session as it is steered: paused, skipped in, stopped, and asked about pain."""

from __future__ import annotations

import numpy as np
import pytest

from coach.scales import SAMPLE_RATE
from coach.session.interface import Command
from coach.session.rendered_player import RenderedPlayer
from coach.session.transport import FADE_FRAMES
from coach.timeline.model import Delivery
from rendered_sessions import SIP, TWO_RESTS, RenderedHarness


def test_a_pause_is_silent_at_once_and_loses_nothing(rendered):
    """After a fade of 20 ms it is silent, and later goes on where the fade began."""
    with rendered("A sentence that is long enough to be paused.") as file:
        whole = np.frombuffer(file.read(0, SAMPLE_RATE), np.float32)
        player = RenderedPlayer(file, lambda _: None)
        player.play()
        first = np.frombuffer(player.pull(9_600).tobytes(), np.float32)
        player.pause()
        ahead = np.frombuffer(player.ahead(0, 4_800, 0.0).tobytes(), np.float32)
        silence = np.frombuffer(player.pull(4_800).tobytes(), np.float32)
        player.play()
        player.changed.clear()
        player.ahead(0, 9_600, 0.0)
        rest = np.frombuffer(player.pull(9_600).tobytes(), np.float32)
    assert np.array_equal(ahead, silence)
    assert silence[:FADE_FRAMES].any()
    assert not silence[FADE_FRAMES:].any()
    assert np.array_equal(np.concatenate((first, rest)), whole[:19_200])


@pytest.fixture
def led(rendered):
    """A session of two short sentences, of which a tenth of a second was played."""
    with rendered(SIP) as file:
        led = RenderedHarness(file)
        led.session.begin()
        led.pull(0.1)
        yield led


def test_commands_are_recorded(led):
    """Pause, resume and skip are recorded as in any other session."""
    led.send("pause")
    led.pull(5.0)
    led.send("resume")
    led.send("next")
    led.pull(10.0)
    led.end()
    assert led.kinds == [
        "session-started", ("step-started", 0), ("paused", 0), ("resumed", 0), ("step-skipped", 0),
        ("step-started", 1), ("step-done", 1), ("step-started", 2), "session-ended",
    ]  # fmt: skip
    assert (led.events[-1][1]["outcome"], led.events[-1][1]["steps_done"]) == ("completed", 1)


@pytest.mark.parametrize("routine", [SIP, TWO_RESTS], ids=["one-rest", "two-rests"])
@pytest.mark.parametrize(
    "commands",
    [
        "next",
        "wait next next",
        "wait next wait next wait next wait next",
        "wait next wait next wait previous",
        "wait next wait previous wait next wait next",
        "wait next wait next wait previous wait next",
        "wait next wait next wait previous wait previous",
        "wait next wait next wait previous wait previous wait previous",
        "wait next wait previous wait next wait next wait previous wait repeat",
        "wait previous wait repeat",
        "wait next wait repeat wait next wait previous wait repeat",
        "wait previous wait next wait",
        "wait wait wait repeat",
        "wait wait wait wait previous wait",
    ],
)
def test_it_skips_and_goes_back_as_a_whole_session_does(rendered, make_performance, routine, commands):
    """Whatever the person skips or does again, the same steps begin, are skipped and are done."""
    whole = make_performance(*routine.steps, kind=routine.kind, delivery=Delivery(ask_seconds=0.0))
    whole.begin()
    with rendered(routine) as file:
        led = RenderedHarness(file)
        led.session.begin()
        for command in commands.split():
            if command == "wait":
                led.pull(0.2)
                whole.play(0.2)
            else:
                led.send(command)
                whole.command(command)
                whole.play(0.02)
        led.pull(20.0)
        whole.finish()
        led.end()
    steps = [event for event in led.events if event[0].startswith("step-")]
    assert steps == [event for event in whole.heard.events if event[0].startswith("step-")]
    ended, expected = led.events[-1][1], whole.heard.events[-1][1]
    assert [ended[key] for key in ("outcome", "steps_done")] == [
        expected[key] for key in ("outcome", "steps_done")
    ]


ASKED = ("asked", {"step": 0, "question": "pain", "hurts": True})


def answered(pain):
    """The event of that answer."""
    return ("answered", {"step": 0, "question": "pain", "pain": pain, "hurts": True})


@pytest.mark.parametrize(
    ("commands", "between"),
    [
        ([Command("stop")], []),
        ([Command("hurts", 3)], [ASKED, answered(3)]),
        ([Command("hurts"), Command("answer", 4)], [ASKED, answered(4)]),
        ([Command("hurts"), Command("hurts", 5)], [ASKED, answered(5)]),
        ([Command("hurts"), Command("hurts"), Command("answer")], [ASKED, answered(None)]),
        ([Command("hurts"), Command("next"), Command("stop")], [ASKED]),
        ([Command("answer", 4), Command("stop")], []),
    ],
)
def test_it_ends_when_stopped_or_after_an_answer_about_pain(led, commands, between):
    """After "this hurts" it asks how much, unless that is known, and ends whatever the answer is."""
    for command in commands:
        led.session.command(command)
        led.pull(0.1)
    assert led.session._ends_at is not None, "it waits for an answer"
    led.end()
    assert [event for event in led.events if event[0] in {"asked", "answered"}] == between
    assert led.kinds[-1] == "session-ended"
    assert led.events[-1][1]["outcome"] == "stopped"


def test_its_last_samples_do_not_end_the_question(led):
    """If the end is reached just as it hurts, the answer is awaited and recorded anyway."""
    led.send("hurts")
    led.session._handle(led.file.rendering.frames)
    led.send("answer", pain=4)
    led.end()
    assert [event[1].get("pain") for event in led.events if event[0] == "answered"] == [4]
    assert led.events[-1][1]["outcome"] == "stopped"


def test_it_is_asked_by_voice_how_much_it_hurts(led):
    """The words fade out, the question is heard in their place, and a stop ends it within 20 ms."""
    question = np.frombuffer(led.file.question(), np.float32)
    led.send("hurts")
    asked = np.concatenate((led.pull(0.99), led.pull(0.5)))
    led.send("stop")
    after = led.pull(1.0)
    assert np.array_equal(asked[FADE_FRAMES:], question[FADE_FRAMES : len(asked)])
    assert not after[FADE_FRAMES:].any()


def test_no_answer_about_pain_within_15_seconds_ends_it(led):
    """Somebody who is hurt is never led on without an answer."""
    led.send("hurts")
    assert led.session._answer_by == led.clock.monotonic() + len(led.file.question()) / 4 / SAMPLE_RATE + 15.0
    led.clock.advance(len(led.file.question()) / 4 / SAMPLE_RATE + 15.0)
    led.end()
    assert led.events[-2] == answered(None)
    assert led.events[-1][1]["outcome"] == "stopped"


def test_it_can_be_paused_again_after_it_went_on(led):
    """Each pause and each resumption is recorded; a resumption without a pause changes nothing."""
    led.send("resume")
    for _ in range(2):
        led.send("pause")
        assert not led.pull(0.05)[FADE_FRAMES:].any()
        led.send("resume")
        assert led.pull(0.1).any()
    assert led.kinds[2:] == [("paused", 0), ("resumed", 0)] * 2


def test_this_hurts_without_a_number_waits_for_the_answer(led):
    """The question stays open: nothing is recorded as answered, and the session does not end."""
    led.send("hurts")
    assert (led.kinds[-1], led.session._ends_at) == (("asked", 0), None)
    led.send("hurts")
    assert (led.kinds[-1], led.session._ends_at) == (("asked", 0), None)
