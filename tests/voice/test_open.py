"""A voice as a session uses it: cache first, worker only when it must, no fault without a sentence."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile
from hypothesis import assume, given
from hypothesis import strategies as st

from coach.home import Home
from coach.voice import open as room
from coach.voice.cached_voice import short_name
from coach.voice.choose import EngineVoice, NoSuchVoice
from coach.voice.natural import NaturalVoice
from coach.voice.open import open_preferred_voice, open_voice
from coach.voice.process import EngineFacts, VoiceGivenUp
from coach.voice.speakable import LONGEST, speakable
from coach.voice.voice import VoiceFault, make_clips

BRITISH = EngineVoice("gmw/en", "English (Great Britain)", "en-gb", "male")
AMERICAN = EngineVoice("gmw/en-us", "English (America)", "en-us", "male")
GERMAN = EngineVoice("gmw/de", "German", "de", "male")
NONE_LEFT = (
    "The speech engine was ended by signal 11. No other voice is left. `coach doctor` says what is wrong."
)


class Machine:
    """A computer with a speech engine that the test can change; counts what it is asked."""

    def __init__(self):
        self.voices = (BRITISH, AMERICAN, GERMAN)
        self.version = "1.52.0"
        self.broken = False
        self.fails_for = set()
        self.asked = []
        self.closed = 0

    @classmethod
    def broken_one(cls):
        """One whose engine does not start."""
        machine = cls()
        machine.broken = True
        return machine

    def process(self, log_file, *, command=None, model=None):
        """In the place of `VoiceProcess`."""
        assert log_file.name == "voice.log"
        assert (command, model) == (None, None)
        return Engine(self)


class Engine:
    """A worker on that machine."""

    def __init__(self, machine):
        self.machine = machine
        self.gone = False

    def _check(self):
        if self.gone or self.machine.broken:
            raise VoiceGivenUp("The speech engine was ended by signal 11.")

    def facts(self):
        """What the engine is."""
        self._check()
        self.machine.asked.append("facts")
        return EngineFacts("espeak", self.machine.version, "gmw/en", ".wav")

    def voices(self):
        """Its voices."""
        self._check()
        return self.machine.voices

    def speak(self, text, voice, rate, read):
        """A hum through a real file."""
        self._check()
        self.machine.asked.append((text, voice, rate))
        if text in self.machine.fails_for:
            raise VoiceFault("The speech engine wrote no file.")
        path = self.machine.folder / "file.wav"
        soundfile.write(path, 0.2 * np.sin(np.arange(2_000 + 100 * len(text)) / 9), 22_050)
        return read(path)

    def close(self):
        """No more."""
        self.gone = True
        self.machine.closed += 1


@pytest.fixture
def home(tmp_path):
    """A person's folders."""
    root = tmp_path / "home"
    return Home(config=root, data=root, cache=root, state=root / "state")


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """The computer, in the place of the real one."""
    machine = Machine()
    machine.folder = tmp_path
    monkeypatch.setattr(room, "VoiceProcess", machine.process)
    return machine


def test_the_first_time_the_engine_is_asked_and_the_second_time_the_disk(home, machine):
    """A second session of the same words starts no engine."""
    texts = ["Left side.", "three"]
    first = open_voice(home, "en")
    made, _ = make_clips(first, texts)
    assert machine.asked == ["facts", ("Left side.", "gmw/en", 150), ("three", "gmw/en", 150)]
    machine.asked.clear()
    again, missing = make_clips(open_voice(home, "en"), texts)
    assert (machine.asked, missing) == ([], ())
    assert all(np.array_equal(made[text].samples, again[text].samples) for text in texts)


def test_the_label_is_known_without_the_engine(home, machine):
    """The voice's label for the journal needs no engine the second time."""
    labels = [open_voice(home, "en").label, open_voice(home, "en", rate=120).label]
    assert (labels, machine.asked) == (["espeak/en-gb@150", "espeak/en-gb@120"], ["facts"])


def test_a_person_chooses_another_voice(home, machine):
    """A voice chosen by name speaks whatever the language is, and has clips of its own."""
    open_voice(home, "en").clip("three")
    voice = open_voice(home, "en", "german", 200)
    voice.clip("three")
    assert voice.label == "espeak/de@200"
    assert machine.asked[-1] == ("three", "gmw/de", 200)


def test_markup_never_reaches_the_engine(home, machine):
    """Texts are made plain before they reach the engine, and those that sound the same share a clip."""
    voice = open_voice(home, "en")
    voice.clip("in <b>now</b>")
    voice.clip("in  now")
    assert machine.asked == ["facts", ("in now", "gmw/en", 150)]


def test_a_text_without_words_is_a_fault_of_its_own(home, machine):
    """A text without words is a fault for which the engine is neither asked nor blamed."""
    with pytest.raises(VoiceFault):
        open_voice(home, "en").clip("…")
    assert machine.asked == ["facts"]


def test_a_language_without_a_voice(home, machine):
    """A missing language is reported at the opening with the nearest one, and the worker is ended."""
    with pytest.raises(NoSuchVoice, match="There is no voice for 'gsw' here; the nearest is German"):
        open_voice(home, "gsw")
    assert machine.closed == 1


def test_no_engine_at_all(home, machine):
    """Without an engine and without clips the opening fails, and the worker is ended."""
    machine.broken = True
    with pytest.raises(VoiceFault):
        open_voice(home, "en")
    assert machine.closed == 1


def test_a_broken_engine_still_has_its_clips(home, machine):
    """With a broken engine known words are still heard, others are missing, and it is said once."""
    make_clips(open_voice(home, "en"), ["one", "two"])
    machine.broken = True
    reported = []
    clips, missing = make_clips(open_voice(home, "en", log=reported.append), ["one", "new", "two", "newer"])
    assert (list(clips), missing, reported) == (["one", "two"], ("new", "newer"), [NONE_LEFT])


def test_an_engine_that_went_away_still_has_its_clips(home, machine, monkeypatch):
    """With a removed engine its old clips are still heard; the person is told with the first new text."""
    make_clips(open_voice(home, "en"), ["one"])
    machine.broken = True
    monkeypatch.setattr("platform.release", lambda: "another")
    reported = []
    voice = open_voice(home, "en", log=reported.append)
    assert voice.label == "espeak/en-gb@150"
    assert (make_clips(voice, ["one"])[1], reported) == ((), [])
    assert (make_clips(voice, ["one", "new"])[1], reported) == (("new",), [NONE_LEFT])


def test_an_engine_that_changed_is_noticed_when_it_is_asked(home, machine):
    """A new version of the engine is noticed with the first missing clip, and has clips of its own."""
    make_clips(open_voice(home, "en"), ["one"])
    machine.version = "1.53"
    machine.asked.clear()
    reported = []
    make_clips(open_voice(home, "en", log=reported.append), ["new", "one"])
    assert machine.asked == ["facts", ("new", "gmw/en", 150), ("one", "gmw/en", 150)]
    assert reported == ["The speech engine has changed, so its clips are made again."]
    machine.asked.clear()
    make_clips(open_voice(home, "en"), ["new", "one"])
    assert machine.asked == []


def test_one_text_that_fails_costs_that_text(home, machine):
    """A text that fails costs only that text."""
    machine.fails_for.add("two")
    clips, missing = make_clips(open_voice(home, "en"), ["one", "two", "three"])
    assert (list(clips), missing) == (["one", "three"], ("two",))


@pytest.mark.usefixtures("machine")
def test_a_folder_that_cannot_be_written_does_not_stop_speech(home):
    """If the clips cannot be kept, that is said once, and they are made again each time."""
    home.cache.mkdir(parents=True)
    home.clips.write_text("in the way")
    reported = []
    voice = open_voice(home, "en", log=reported.append)
    clips, missing = make_clips(voice, ["one", "two"])
    assert (list(clips), missing) == (["one", "two"], ())
    assert reported == ["Clips cannot be saved to disk, so they are made again each time."]


def test_a_voice_is_called_by_its_language_where_that_says_which(machine):
    """A voice is called by its language, or by its name if several speak it."""
    other = EngineVoice("x", "Daniel", "en-gb", "male")
    assert short_name(BRITISH, machine.voices) == "en-gb"
    assert short_name(other, (BRITISH, other)) == "Daniel"
    assert short_name(EngineVoice("y", "Nobody", ""), ()) == "Nobody"


def test_closing_ends_the_worker(home, machine):
    """After closing, clips on disk are still given and new ones are not made."""
    voice = open_voice(home, "en")
    voice.clip("one")
    voice.close()
    assert machine.closed == 1
    assert voice.clip("one").seconds > 0
    with pytest.raises(VoiceFault):
        voice.clip("new")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Look 6 m away, for 20 s.", "Look six metres away, for twenty seconds."),
        ('<break time="60s"/>Breathe <b>in</b>', "Breathe in"),
        ("[[rate 500]] Breathe [[slnc 9000]]", "((rate five hundred)) Breathe ((slnc nine thousand))"),
        ("[[h@'loU]]", "((h at 'loU))"),
        ("one\n\ttwo\r\nthree\u00a0four", "one two three four"),
        ("a\x00b\x1b[31mc\u202ed\u200be", "a b (thirty-one mc d e"),
        ("lone \ud800 half", "lone half"),
        ("e\u0301paule", "épaule"),
    ],
)
def test_nothing_in_it_is_a_command(text, expected):
    """Markup, phonemes, commands and control characters are removed, and words, numbers and marks stay."""
    assert speakable(text) == expected


@pytest.mark.parametrize("text", ["", "   ", "…", "?!", "<>", "\x00", "\ud800"])
def test_nothing_to_say_is_a_fault(text):
    """A text that no engine can speak is a fault, and the engine is not asked."""
    with pytest.raises(VoiceFault):
        speakable(text)


def test_far_too_much_is_a_fault():
    """A text far beyond a routine's limit is a fault."""
    assert speakable("word " * (LONGEST // 5))
    with pytest.raises(VoiceFault):
        speakable("x" * (LONGEST + 1))


@given(st.text(max_size=200))
def test_what_comes_out_is_plain(text):
    """Plain text is one line without brackets that an engine obeys, and does not change again."""
    try:
        words = speakable(text)
    except VoiceFault:
        assume(False)
    assert not set("<>[]\n\x00") & set(words)
    assert words == words.strip()
    assert words.encode("utf-8")
    assert speakable(words) == words


def test_the_plan_s_voice_speaks_texts_of_its_language(home, machine):
    """The named voice speaks its own language; a text of another one gets the best of that."""
    assert machine.voices
    labels = [open_preferred_voice(home, language, "gmw/en-us").label for language in ("en", "de")]
    assert labels == ["espeak/en-us@150", "espeak/de@150"]


def test_a_voice_of_the_plan_that_is_gone_is_replaced(home, machine):
    """When there is no voice of that name the best of the language speaks, and a sentence says so."""
    assert machine.voices
    said = []
    assert open_preferred_voice(home, "en", "amy", log=said.append).label == "espeak/en-gb@150"
    assert said == ["There is no voice called 'amy'. The best other voice speaks instead."]


def test_natural_voices_come_first_and_the_system_s_last(home, machine, monkeypatch):
    """Each natural voice has a worker with its model; the system's voice has none and is the last."""
    models = []

    def process(_log, *, command=None, model=None):
        assert command is None
        models.append(model)
        if model is None:
            return Engine(machine)
        return Engine(Machine.broken_one())

    monkeypatch.setattr(room, "VoiceProcess", process)
    natural = [NaturalVoice(name, home.data / f"{name}.onnx", "en-us") for name in ("joe", "amy")]
    monkeypatch.setattr(room, "candidates", lambda _home, _language, _name: natural)
    said = []
    assert open_voice(home, "en", "joe", log=said.append).label == "espeak/en-us@150"
    assert models == [home.data / "joe.onnx", home.data / "amy.onnx", None]
    lesser = "A less natural voice speaks instead: English (America). `coach doctor` says what is wrong."
    assert said == [f"The speech engine was ended by signal 11. {lesser}"]
