"""Renderings: short routines of words that a small process plays without the rest of the coach.

Changes that mutation tests find unnoticed and that change nothing: how long is waited for the next command,
which only costs time; whether the very last instant belongs to the session. `main` and `_lead` are a process:
`tests/real/test_rendered_session.py` runs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from coach.home import find_home
from coach.journal.store import open_journal
from coach.routine.model import Ask, Hold, Routine, Say, Variants
from coach.scales import SAMPLE_RATE
from coach.session import rendering as rendering_module
from coach.session.announcement import BEFORE_WORDS
from coach.session.performance import Performance
from coach.session.prepare import prepare
from coach.session.rendering import Renderer, RenderingSettings, is_only_words, performed
from coach.session.rendering_file import RenderingFile
from coach.sound.tones import tone
from coach.testing import FakeClock, FakeOutput, FakeVoice
from coach.timeline.model import TONE_SECONDS, Delivery, ToneSet
from rendered_sessions import SIP, RenderedHarness


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
    """A rendered session reports the same events and data, and whether the device could be heard."""
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
    """The next sessions of a routine with variants have a rendering each."""
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
