"""Renderings: short routines of words that a small process plays without the rest of the coach.

Changes that mutation tests find unnoticed and that change nothing: how long is waited for the next command,
which only costs time; whether the very last instant belongs to the session. `main` and `_lead` are a process:
`tests/real/test_rendered_session.py` runs it.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from coach.home import find_home
from coach.journal.store import open_journal
from coach.routine.model import Ask, Hold, Rest, Routine, Say, Variants
from coach.scales import SAMPLE_RATE
from coach.session import rendering as rendering_module
from coach.session.announcement import BEFORE_WORDS
from coach.session.interface import Command
from coach.session.performance import Performance
from coach.session.prepare import prepare
from coach.session.rendered_player import RenderedPlayer
from coach.session.rendered_session import RenderedSession
from coach.session.rendering import Renderer, RenderingSettings, is_only_words, performed
from coach.session.rendering_file import RenderingFile
from coach.session.transport import FADE_FRAMES
from coach.sound.tones import tone
from coach.testing import FakeClock, FakeOutput, FakeVoice
from coach.timeline.model import TONE_SECONDS, Delivery, ToneSet

SIP = Routine(
    id="sip",
    title="A sip",
    kind="hydration",
    digest="d",
    steps=(Say(text="Water."), Rest(seconds=2.0), Say(text="Sip.")),
)

TWO_RESTS = replace(SIP, steps=(Rest(seconds=1.0), Say(text="Water."), Rest(seconds=2.0), Say(text="Sip.")))


@pytest.fixture
def renderer(monkeypatch):
    """A renderer with a voice that always works, in the home of the test."""
    monkeypatch.setattr(rendering_module, "open_preferred_voice", lambda *_, **_options: FakeVoice())
    return Renderer(find_home(), FakeClock(), RenderingSettings())


@pytest.fixture
def rendered(renderer):
    """The file in which a sentence or a routine was rendered, open."""

    @contextmanager
    def of(what):
        if isinstance(what, Routine):
            open_journal(find_home(), FakeClock()).close()
            name = renderer.routine(what)["files"]["full/0"]
        else:
            name = renderer.sentence(what, "en")
        with RenderingFile(find_home().clips / name) as file:
            yield file

    return of


class RenderedHarness:
    """A rendered session whose samples the test pulls."""

    def __init__(self, file):
        self.clock = FakeClock()
        self.events = []
        self.output = FakeOutput(block_frames=480)
        self.session = RenderedSession(
            file, lambda kind, data: self.events.append((kind, data)), self.clock.monotonic
        )
        self.output.start(self.session.player, print)

    def pull(self, seconds):
        """Play that much, and handle what it reached."""
        samples = self.output.play(seconds)
        while not self.session._inbox.empty():
            self.session._handle(self.session._inbox.get())
        return samples

    def send(self, name, **fields):
        """Give a command."""
        self.session.command(Command(name, **fields))
        self.pull(0.01)

    def end(self):
        """Play to the end of what is left."""
        self.clock.advance(1.0)
        self.session.run(self.output)

    @property
    def kinds(self):
        """The kind of each event, and its step if it has one."""
        return [(kind, data["step"]) if "step" in data else kind for kind, data in self.events]


def test_only_words_and_rests_are_rendered():
    """A person who holds, moves, breathes or is asked something may want to control the session."""
    ask = Ask(question="pain")
    hold = Hold(seconds=10.0, name="Calf")
    assert [
        is_only_words(Routine(id="x", title="X", steps=steps)) for steps in (SIP.steps, (ask,), (hold,))
    ] == [
        True,
        False,
        False,
    ]


def test_it_reports_what_an_undisturbed_session_records(rendered):
    """It reports the same events with the same data, and whether the device could be heard."""
    voice = FakeVoice()
    prepared = prepare(SIP, Delivery(ask_seconds=0.0), voice)
    expected = performed(prepared)
    with rendered(SIP) as file:
        led = RenderedHarness(file)
        led.session.begin()
        led.pull(10.0)
        led.end()
    assert led.events == [
        ("session-started", expected.started),
        *((event.kind, event.data) for event in expected.events),
        ("session-ended", {**expected.ended, "heard": "yes"}),
    ]
    assert expected.ended["outcome"] == "completed"


def test_its_samples_are_those_of_the_session(rendered):
    """Every sample is the same, at the same place."""
    prepared = prepare(SIP, Delivery(ask_seconds=0.0), FakeVoice())
    live = FakeOutput()
    performance = Performance(prepared, rendering_module._EventCollector().listen)
    live.start(performance.player, print)
    performance.begin()
    with rendered(SIP) as file:
        led = RenderedHarness(file)
        led.session.begin()
        assert np.array_equal(led.pull(5.0), live.play(5.0))


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


def test_commands_are_recorded(rendered):
    """Pause, resume and skip are recorded as in any other session."""
    with rendered(SIP) as file:
        led = RenderedHarness(file)
        led.session.begin()
        led.pull(0.1)
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
def test_it_ends_when_stopped_or_after_an_answer_about_pain(rendered, commands, between):
    """After "this hurts" it asks how much, unless that is known, and ends whatever the answer is."""
    with rendered(SIP) as file:
        led = RenderedHarness(file)
        led.session.begin()
        led.pull(0.1)
        for command in commands:
            led.session.command(command)
            led.pull(0.1)
        assert led.session._ends_at is not None, "it waits for an answer"
        led.end()
    assert [event for event in led.events if event[0] in {"asked", "answered"}] == between
    assert led.kinds[-1] == "session-ended"
    assert led.events[-1][1]["outcome"] == "stopped"


def test_its_last_samples_do_not_end_the_question(rendered):
    """If the end is reached just as it hurts, the answer is awaited and recorded anyway."""
    with rendered(SIP) as file:
        led = RenderedHarness(file)
        led.session.begin()
        led.pull(0.1)
        led.send("hurts")
        led.session._handle(file.rendering.frames)
        led.send("answer", pain=4)
        led.end()
    assert [event[1].get("pain") for event in led.events if event[0] == "answered"] == [4]
    assert led.events[-1][1]["outcome"] == "stopped"


def test_it_is_asked_by_voice_how_much_it_hurts(rendered):
    """The words fade out, the question is heard in their place, and a stop ends it within 20 ms."""
    with rendered(SIP) as file:
        question = np.frombuffer(file.question(), np.float32)
        led = RenderedHarness(file)
        led.session.begin()
        led.pull(0.1)
        led.send("hurts")
        asked = np.concatenate((led.pull(0.99), led.pull(0.5)))
        led.send("stop")
        after = led.pull(1.0)
    assert np.array_equal(asked[FADE_FRAMES:], question[FADE_FRAMES : len(asked)])
    assert not after[FADE_FRAMES:].any()


def test_no_answer_about_pain_within_15_seconds_ends_it(rendered):
    """Somebody who is hurt is never led on without an answer."""
    with rendered(SIP) as file:
        led = RenderedHarness(file)
        led.session.begin()
        led.pull(0.1)
        led.send("hurts")
        assert led.session._answer_by == led.clock.monotonic() + len(file.question()) / 4 / SAMPLE_RATE + 15.0
        led.clock.advance(len(file.question()) / 4 / SAMPLE_RATE + 15.0)
        led.end()
    assert led.events[-2] == answered(None)
    assert led.events[-1][1]["outcome"] == "stopped"


def test_a_sentence_is_said_and_reports_nothing(rendered):
    """An announcement is not a session, and has no events."""
    with rendered("Desk neck, six minutes.") as file:
        led = RenderedHarness(file)
        led.session.begin()
        assert led.pull(3.0).any()
        led.end()
    assert led.events == []


@pytest.mark.parametrize("tones", get_args(ToneSet))
def test_an_announcement_begins_with_the_chime_of_its_set_of_tones(tones, renderer):
    """The chime is on the first sample, then there is silence, then come the words."""
    renderer = Renderer(find_home(), FakeClock(), RenderingSettings(tones=tones, volume=1.0))
    clip = FakeVoice().clip("Time.").samples
    chime = tone("announcement", TONE_SECONDS["announcement"], gentle=False, of=tones)
    with RenderingFile(find_home().clips / renderer.sentence("Time.", "en")) as file:
        samples = np.frombuffer(file.read(0, file.rendering.frames), np.float32)
    words = round((TONE_SECONDS["announcement"] + BEFORE_WORDS) * SAMPLE_RATE)
    assert_array_equal(samples[: len(chime)], chime)
    assert not samples[len(chime) : words].any()
    assert_array_equal(samples[words : words + len(clip)], clip)


def test_what_its_notices_precede_is_rendered_later(renderer):
    """A routine whose notices are due is led by a whole session, with the notices first."""
    open_journal(find_home(), FakeClock()).close()
    neck = Routine(id="neck", title="Neck", kind="stretch", steps=(Say(text="Sit."),))
    assert renderer.routine(neck) == {"files": {}}


def test_variants_are_rendered_ahead(renderer):
    """There is a rendering for each of the next sessions."""
    open_journal(find_home(), FakeClock()).close()
    either = Routine(
        id="x", title="X", kind="hydration", steps=(Say(text=Variants(any=("Water.", "Have a sip."))),)
    )
    found = renderer.routine(either)
    assert set(found["files"]) == {f"{detail}/{n}" for detail in ("full", "brief") for n in range(8)}
    assert (found["varies"], found["full_until"]) == (True, 5)


def test_others_are_deleted_and_bad_files_left_out(renderer, tmp_path):
    """What the plan no longer needs is deleted, and what cannot be read is not rendered."""
    home = find_home()
    old = home.clips / "old.rendering"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"")
    found = renderer.render([str(tmp_path / "none.yaml")], {"Time.": "en"})
    assert not old.exists()
    assert found["routines"] == {}
    assert (home.clips / found["sentences"]["Time."]).is_file()


@pytest.mark.parametrize("content", [b"", b"{}\n", b'{"format": 1, "frames": 3}\n', b"[]\n"])
def test_what_is_not_whole_is_refused(tmp_path, content):
    """A damaged rendering is not played, so that the whole coach can lead the routine."""
    path = tmp_path / "x.rendering"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"."):
        RenderingFile(path)


def test_a_reminder_with_a_volume_of_its_own_plays_it_louder_or_softer(rendered):
    """The samples are those of the rendering, times that; silence stays silence."""
    with rendered("A sip.") as file, RenderingFile(Path(file._file.name), 0.5) as softer:
        frames = file.rendering.frames
        usual = np.frombuffer(file.read(0, frames + 10), np.float32)
        assert np.frombuffer(softer.read(0, frames + 10), np.float32) == pytest.approx(usual / 2)


def test_it_can_be_paused_again_after_it_went_on(rendered):
    """Each pause and each resumption is recorded; a resumption without a pause changes nothing."""
    with rendered(SIP) as file:
        led = RenderedHarness(file)
        led.session.begin()
        led.send("resume")
        for _ in range(2):
            led.send("pause")
            assert not led.pull(0.05)[FADE_FRAMES:].any()
            led.send("resume")
            assert led.pull(0.1).any()
    assert led.kinds[2:] == [("paused", 0), ("resumed", 0)] * 2


def test_this_hurts_without_a_number_waits_for_the_answer(rendered):
    """The question stays open: nothing is recorded as answered, and the session does not end."""
    with rendered(SIP) as file:
        led = RenderedHarness(file)
        led.session.begin()
        led.pull(0.1)
        led.send("hurts")
        assert (led.kinds[-1], led.session._ends_at) == (("asked", 0), None)
        led.send("hurts")
        assert (led.kinds[-1], led.session._ends_at) == (("asked", 0), None)
