"""A session behind a small speaker in a room: tones and words can still be told apart from each other."""

from __future__ import annotations

import numpy as np
import pytest

from audio_analysis import read_rendered
from coach.sound.tones import NOTES
from coach_process import coach
from room_acoustics import in_a_room, is_tone_heard

HEARD = 6
"""Texts that are listened to: each takes a second."""
NOISE_DB = -20.0
"""Beside the words: a fan, or a road behind a window."""
QUIET_DB = -30.0
"""At the far end of a room."""


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """The rendering of a session with tones and sides."""
    home = tmp_path_factory.mktemp("small")
    sound, timeline = home / "session.wav", home / "session.json"
    chosen = ("--voice", "gmw/en", "-o", str(sound), "--timeline", str(timeline))
    coach(home, "render", "office-3", *chosen)
    return read_rendered(sound, timeline)


@pytest.fixture(scope="module", params=["noise", "quiet"])
def heard(session, request):
    """All of it as a listener hears it in that room."""
    sound = in_a_room(session.samples / 32768.0)
    words = np.concatenate([sound[cue.begin : cue.end] for cue in session.of("say", "count")])
    if request.param == "noise":
        level = np.sqrt(np.square(words).mean()) * 10 ** (NOISE_DB / 20)
        return sound + np.random.default_rng(1).normal(0.0, level, len(sound))
    return np.round(sound * 10 ** (QUIET_DB / 20) * 32768.0) / 32768.0


def test_each_tone_is_heard_in_its_place_by_its_pitch(session, heard):
    """Behind the speaker a tone has the pitch of its note, or of the note's overtone."""
    tones = session.of("tone")
    lost = [
        tone for tone in tones if not is_tone_heard(heard, tone.begin, tone.end, NOTES["soft"][tone.text])
    ]
    assert len(tones) > 20
    assert lost == []


def test_most_words_are_told_from_all_others_of_the_session(session, heard):
    """A recogniser that knows the session's sentences picks the right one in most cases."""
    pytest.importorskip("pocketsphinx", reason="the recogniser is not installed")
    from speech_recogniser import Recogniser, words_of

    first = {cue.text: cue for cue in reversed(session.of("say", "count"))}
    ears = Recogniser(first)
    chosen = list(first.values())[:: -(-len(first) // HEARD)]
    loud = heard / np.abs(heard).max()
    understood = [ears.hear(loud[cue.begin : cue.end]) == words_of(cue.text) for cue in chosen]
    assert sum(understood) > len(understood) / 2
