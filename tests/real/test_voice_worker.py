"""The real worker with the real engine: every word there, whole, and understood."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from coach.home import Home
from coach.voice.clip import read_clip, resampled
from coach.voice.estimate import estimate
from coach.voice.open import open_voice
from coach.voice.process import VoiceProcess
from coach.voice.voice import VoiceFault, make_clips
from speaking_worker import spoken

PLACES = (
    "neck",
    "left shoulder",
    "right shoulder",
    "wrist",
    "upper back",
    "hip",
    "calf",
    "knee",
    "ankle",
    "jaw",
)
DOINGS = (
    "Stretch your",
    "Relax your",
    "Slowly turn your",
    "Breathe into your",
    "Let go of your",
    "Warm your",
)
SIXTY = tuple(f"{doing} {place}." for doing in DOINGS for place in PLACES)


@pytest.fixture
def home(tmp_path):
    """A person's folders."""
    root = tmp_path / "home"
    return Home(config=root, data=root, cache=root, state=root / "state")


def test_sixty_utterances_are_all_there_and_all_different(voice_process):
    """One after the other, none lost, none swallowed by the next, each about as long as it must be."""
    clips = [spoken(voice_process, text) for text in SIXTY]
    assert len({clip.samples.tobytes() for clip in clips}) == 60
    ratios = [clip.seconds / estimate(text) for text, clip in zip(SIXTY, clips, strict=True)]
    assert (min(ratios) > 0.7, max(ratios) < 1.4) == (True, True)


def test_the_first_utterance_is_there_and_whole(voice_process):
    """A new engine's first run loop ends before anything is spoken: its clip is as long as a later one.

    To 10 ms, as eSpeak NG's own flutter makes no two utterances the same.
    """
    first = spoken(voice_process, SIXTY[0])
    spoken(voice_process, SIXTY[1])
    assert first.seconds == pytest.approx(spoken(voice_process, SIXTY[0]).seconds, abs=0.01)


def test_a_text_of_any_length_is_whole(voice_process):
    """pyttsx3's loop ends long before eSpeak does: no part of 500 or 3,000 characters is lost."""
    one = spoken(voice_process, "breathe in and out slowly").seconds
    for times in (2, 20, 120):
        text = ", ".join(["breathe in and out slowly"] * times)
        assert spoken(voice_process, text).seconds / times == pytest.approx(one, rel=0.25)


def test_the_last_word_is_not_cut_off(voice_process):
    """The words after the comma take as long behind a long text as behind a short one."""
    tails = []
    for times in (1, 25):
        begin = ", ".join(["hold"] * times)
        with_tail = spoken(voice_process, f"{begin}, and slowly come back to the middle").seconds
        tails.append(with_tail - spoken(voice_process, begin).seconds)
    assert tails[0] == pytest.approx(tails[1], abs=0.1)


def test_the_rate_is_words_a_minute(voice_process):
    """Twice the rate, half the time; and the voice is the one that is asked for."""
    slow, usual, fast = (spoken(voice_process, SIXTY[3], rate=rate).seconds for rate in (100, 150, 300))
    assert (slow / usual, fast / usual) == (pytest.approx(1.5, rel=0.1), pytest.approx(0.5, rel=0.15))
    assert abs(usual - spoken(voice_process, SIXTY[3], voice="gmw/de").seconds) > 0.01


def test_every_change_of_the_rate_is_taken(voice_process):
    """No change of the rate is lost, although pyttsx3 alone loses one in ten without a message."""
    usual = {rate: spoken(voice_process, SIXTY[3], rate=rate).seconds for rate in (100, 150, 300)}
    for number in range(60):
        rate = (100, 150, 300)[number % 3]
        seconds = spoken(voice_process, SIXTY[3], rate=rate).seconds
        assert seconds == pytest.approx(usual[rate], abs=0.01), (number, rate)


def test_what_one_language_is_spoken_with_does_not_stay_for_the_next(voice_process):
    """After Spanish, with its gaps and its rate, English takes as long as before."""
    english = spoken(voice_process, SIXTY[3]).seconds
    for _ in range(3):
        spoken(voice_process, "uno dos tres cuatro cinco seis", voice="roa/es")
        assert spoken(voice_process, SIXTY[3]).seconds == pytest.approx(english, abs=0.01)


def test_without_its_variant_a_voice_speaks_as_it_is(tmp_path):
    """An eSpeak NG without the variant that French is spoken with speaks French all the same."""
    folder = tmp_path / "spool"
    folder.mkdir()
    worker = (
        "import coach.voice.platforms as platforms; platforms._CLEARER = {'fr': ('+none', 0, 1.0)}; "
        "from coach.voice.worker import main; main()"
    )
    file = tmp_path / "words.wav"
    request = {"id": 1, "do": "speak", "within": 20, "text": "un", "voice": "roa/fr", "rate": 150}
    request["file"] = str(file)
    command = [sys.executable, "-c", worker, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline()) == {"id": 1}
        process.stdin.close()
    assert read_clip(file).seconds > 0.1


def test_every_voice_that_is_listed_speaks(voice_process):
    """A sample of the listed voices speaks; those without a dictionary are not listed."""
    voices = voice_process.voices()
    assert len(voices) > 50
    assert {"en-gb", "en-us", "de", "fr-fr"} <= {voice.language for voice in voices}
    for voice in voices[::7]:
        assert spoken(voice_process, "one 2 3", voice=voice.id).seconds > 0.3, voice.id


def test_an_unknown_voice_is_a_fault(voice_process):
    """An unknown voice raises instead of speaking with another one."""
    with pytest.raises(VoiceFault, match="engine failed: the engine"):
        spoken(voice_process, "one", voice="gmw/nobody")
    assert spoken(voice_process, "one").seconds > 0.2


def test_markup_is_never_obeyed(home):
    """Markup makes no long break, other voice or phonemes: the words are spoken, in about their time."""
    voice = open_voice(home, "en")
    tagged = {
        '<break time="9s"/> one two': "one two",
        "[[rate 30]] one two three": "rate 30 one two three",
        "[[w'aI@w'aI@w'aI@]] one two": "w aI w aI w aI one two",
        '<voice name="de">one</voice> two': "one two",
        "one <audio src='/etc/passwd'/> two": "one two",
    }
    lengths = {text: voice.clip(text).seconds / voice.clip(plain).seconds for text, plain in tagged.items()}
    voice.close()
    assert {text: ratio for text, ratio in lengths.items() if not 0.6 < ratio < 2.2} == {}


def test_odd_texts_are_spoken(home):
    """Numbers, units, emoji, quotes and shell signs are words; letters of another script are missing."""
    voice = open_voice(home, "en")
    texts = [
        "Look 6 m away.", "20 x 1.5 kg", "10:30", "100 %", "naïve café", "stretch 🙂 now",
        "'; rm -rf / #", "$(touch x) `y` \\n %s {0}", "a", "A.", "é", "x" * 500,
    ]  # fmt: skip
    others = ("Привет", "你好")
    clips, missing = make_clips(voice, [*texts, *others])
    voice.close()
    assert (tuple(clips), missing) == (tuple(texts), others)


def test_a_session_of_eighty_clips_comes_from_disk_at_once(home):
    """The second time no worker is started, and all clips are there."""
    texts = [*SIXTY, *(f"number {number}" for number in range(20))]
    first = open_voice(home, "en")
    made, missing = make_clips(first, texts)
    first.close()
    assert missing == ()
    second = open_voice(home, "en")
    kept, missing = make_clips(second, texts)
    assert (second._voice._process._running.child, missing) == (None, ())
    second.close()
    assert all(np.array_equal(made[text].samples, kept[text].samples) for text in texts)


def test_the_folder_we_stand_in_is_not_run(tmp_path, monkeypatch):
    """A folder of downloads with a `json.py` in it does not reach the worker's interpreter."""
    for name in ("json", "coach", "pyttsx3", "wave"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    process = VoiceProcess()
    try:
        assert spoken(process, "one").seconds > 0.2
    finally:
        process.close()
    assert not (tmp_path / "ran").exists()


LOUD = """
import ctypes
from coach.voice import engine, worker
speak = engine.Engine.speak
def loud(*what):
    print("printed by Python", flush=True)
    ctypes.CDLL(None).puts(b"printed by C")
    ctypes.CDLL(None).fflush(None)
    return speak(*what)
engine.Engine.speak = loud
worker.main()
"""


def test_what_is_printed_never_reaches_the_protocol(tmp_path):
    """pyttsx3 prints at each file, Python and C may print at any time: every line out is an answer."""
    folder = tmp_path / "spool"
    folder.mkdir()
    words = {"text": "one", "voice": "gmw/en", "rate": 150, "file": str(tmp_path / "1.wav")}
    requests = [
        {"id": 1, "do": "hello", "within": 9},
        {"id": 2, "do": "speak", "within": 9, **words},
    ]
    worker = subprocess.Popen(
        [sys.executable, "-c", LOUD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    for request in requests:
        worker.stdin.write(json.dumps(request).encode() + b"\n")
        worker.stdin.flush()
        assert json.loads(worker.stdout.readline())["id"] == request["id"]
    rest, _ = worker.communicate(timeout=60)
    assert (rest, worker.returncode, folder.exists()) == (b"", 0, False)


def test_the_log_holds_no_words(home):
    """What the libraries print is kept; what was said is not."""
    words = "Vorsicht Bandscheibe seventeen"
    voice = open_voice(home, "en")
    voice.clip(words)
    with pytest.raises(VoiceFault):
        voice._voice._process.speak(words, "gmw/nobody", 150, read_clip)
    voice.close()
    printed = (home.logs / "voice.log").read_text()
    assert "the worker ends: EngineFault" in printed
    assert not [word for word in words.split() if word in printed]


SENTENCES = (
    "left ear towards your left shoulder",
    "right ear towards your right shoulder",
    "and slowly come back",
    "roll both shoulders back in slow easy circles",
    "now turn onto your hands and knees",
    "how much pain is there from zero to ten",
    "take a few sips of water if you are thirsty",
    "look far away and blink slowly five times",
    "breathe in through the nose",
    "let go gently",
    "three",
    "two",
    "one",
)


def test_the_words_are_understood(home):
    """A speech recogniser that may choose among all of them hears each sentence as what it is."""
    pocketsphinx = pytest.importorskip("pocketsphinx")
    grammar = "#JSGF V1.0; grammar coach; public <line> = " + " | ".join(SENTENCES) + ";"
    decoder = pocketsphinx.Decoder(samprate=16_000, loglevel="FATAL")
    decoder.add_jsgf_string("coach", grammar)
    decoder.activate_search("coach")
    voice = open_voice(home, "en")
    heard = []
    for sentence in SENTENCES:
        sound = resampled(voice.clip(sentence.capitalize() + ".").samples, 48_000, 16_000)
        # The recogniser is made for rooms: it normalises by a noise that a computed silence has not.
        room = np.random.default_rng(0).normal(0, 0.0003, len(sound) + 16_000)
        room[8_000:-8_000] += sound
        decoder.start_utt()
        decoder.process_raw((room * 32_767).astype("<i2").tobytes(), full_utt=True)
        decoder.end_utt()
        heard.append(decoder.hyp().hypstr if decoder.hyp() else "")
    voice.close()
    assert tuple(heard) == SENTENCES
