"""The real worker with the real engine: every word there, whole, and understood; nothing left behind."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from coach.home import Home
from coach.voice.clip import read_clip, resampled
from coach.voice.estimate import estimate
from coach.voice.open import open_voice
from coach.voice.process import VoiceGivenUp, VoiceProcess
from coach.voice.voice import VoiceFault, make_clips

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into Linux' process table")
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs signals")

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
def process(tmp_path):
    """The worker, closed afterwards."""
    started = VoiceProcess(tmp_path / "voice.log")
    yield started
    started.close()


@pytest.fixture
def home(tmp_path):
    """A person's folders."""
    root = tmp_path / "home"
    return Home(config=root, data=root, cache=root, state=root / "state")


def spoken(process, text, voice="gmw/en", rate=150):
    """The clip of a text, past cache and cleaning."""
    return process.speak(text, voice, rate, read_clip)


def worker_of(process):
    """Its process number."""
    return process._running.child._process.pid


def wait_until(what, seconds=10.0):
    """Whether that becomes true in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.02)
    return False


def is_alive(pid):
    """Whether a process of that number runs, and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_sixty_utterances_are_all_there_and_all_different(process):
    """One after the other, none lost, none swallowed by the next, each about as long as it must be."""
    clips = [spoken(process, text) for text in SIXTY]
    assert len({clip.samples.tobytes() for clip in clips}) == 60
    ratios = [clip.seconds / estimate(text) for text, clip in zip(SIXTY, clips, strict=True)]
    assert (min(ratios) > 0.7, max(ratios) < 1.4) == (True, True)


def test_the_first_utterance_is_there_and_whole(process):
    """A new engine's first run loop ends before anything is spoken: its clip is as long as a later one.

    To 10 ms, as eSpeak NG's own flutter makes no two utterances the same.
    """
    first = spoken(process, SIXTY[0])
    spoken(process, SIXTY[1])
    assert first.seconds == pytest.approx(spoken(process, SIXTY[0]).seconds, abs=0.01)


def test_a_text_of_any_length_is_whole(process):
    """pyttsx3's loop ends long before eSpeak does: no part of 500 or 3,000 characters is lost."""
    one = spoken(process, "breathe in and out slowly").seconds
    for times in (2, 20, 120):
        text = ", ".join(["breathe in and out slowly"] * times)
        assert spoken(process, text).seconds / times == pytest.approx(one, rel=0.25)


def test_the_last_word_is_not_cut_off(process):
    """The words after the comma take as long behind a long text as behind a short one."""
    tails = []
    for times in (1, 25):
        begin = ", ".join(["hold"] * times)
        with_tail = spoken(process, f"{begin}, and slowly come back to the middle").seconds
        tails.append(with_tail - spoken(process, begin).seconds)
    assert tails[0] == pytest.approx(tails[1], abs=0.1)


def test_the_rate_is_words_a_minute(process):
    """Twice the rate, half the time; and the voice is the one that is asked for."""
    slow, usual, fast = (spoken(process, SIXTY[3], rate=rate).seconds for rate in (100, 150, 300))
    assert (slow / usual, fast / usual) == (pytest.approx(1.5, rel=0.1), pytest.approx(0.5, rel=0.15))
    assert abs(usual - spoken(process, SIXTY[3], voice="gmw/de").seconds) > 0.01


def test_every_change_of_the_rate_is_taken(process):
    """None of many changes is lost; pyttsx3 alone loses one in ten without a message."""
    usual = {rate: spoken(process, SIXTY[3], rate=rate).seconds for rate in (100, 150, 300)}
    for number in range(60):
        rate = (100, 150, 300)[number % 3]
        seconds = spoken(process, SIXTY[3], rate=rate).seconds
        assert seconds == pytest.approx(usual[rate], abs=0.01), (number, rate)


def test_every_voice_that_is_listed_speaks(process):
    """Those without a dictionary are not listed: a sample of all languages, each with sound."""
    voices = process.voices()
    assert len(voices) > 50
    assert {"en-gb", "en-us", "de", "fr-fr"} <= {voice.language for voice in voices}
    for voice in voices[::7]:
        assert spoken(process, "one 2 3", voice=voice.id).seconds > 0.3, voice.id


def test_an_unknown_voice_is_a_fault(process):
    """It raises instead of speaking with another voice."""
    with pytest.raises(VoiceFault, match="engine failed: the engine"):
        spoken(process, "one", voice="gmw/nobody")
    assert spoken(process, "one").seconds > 0.2


def test_markup_is_never_obeyed(home):
    """Neither a long break nor another voice nor phonemes: the words alone, in about their time."""
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


@LINUX
def test_the_engine_of_the_wheel_is_what_speaks(process):
    """Its library is the only eSpeak in the worker's memory, though the system may have one."""
    pytest.importorskip("espeakng_loader")
    spoken(process, "one")
    maps = Path(f"/proc/{worker_of(process)}/maps").read_text()
    loaded = {Path(line.split()[-1]).parent.name for line in maps.splitlines() if "libespeak" in line}
    assert loaded == {"espeakng_loader"}
    assert [Path(file).parent.name for file in process.facts().files] == ["espeakng_loader"]


HIDE = """
for library in $(ls /usr/lib/*/libespeak* /usr/lib/libespeak* /usr/local/lib/libespeak* 2>/dev/null); do
    mount --bind /dev/null "$(readlink -f "$library")" 2>/dev/null
done
for data in /usr/lib/*/espeak-ng-data /usr/share/espeak-ng-data; do
    [ -d "$data" ] && mount -t tmpfs none "$data"
done
"$1" -c 'import ctypes; ctypes.CDLL("libespeak-ng.so.1")' 2>/dev/null && exit 77
exec "$1" -P -m coach.voice.worker "$2"
"""


@LINUX
def test_a_system_without_any_espeak_speaks(tmp_path):
    """The system's library and data hidden from the worker: the wheel alone is enough."""
    pytest.importorskip("espeakng_loader")
    if subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system lets nobody hide a file from one process")
    command = ["unshare", "-m", "sh", "-c", HIDE, "hide", sys.executable]
    process = VoiceProcess(tmp_path / "voice.log", command=command)
    try:
        assert spoken(process, "left shoulder").seconds > 0.4
    finally:
        process.close()


WITHOUT_WHEEL = """
import sys
sys.modules["espeakng_loader"] = None
from coach.voice.worker import main
main()
"""


@LINUX
def test_a_system_without_the_wheel_takes_its_own(tmp_path):
    """The other way round: the system's eSpeak NG speaks, or its absence is reported with a remedy."""
    process = VoiceProcess(tmp_path / "voice.log", command=[sys.executable, "-c", WITHOUT_WHEEL])
    try:
        if shutil.which("espeak-ng"):
            assert spoken(process, "left shoulder").seconds > 0.4
            assert not any("espeakng_loader" in file for file in process.facts().files)
        else:
            with pytest.raises(VoiceFault) as caught:
                process.facts()
            assert "espeakng-loader" in caught.value.hint
    finally:
        process.close()


@LINUX
def test_a_deep_installation_speaks(tmp_path):
    """The path of its data may be as long as it likes, though eSpeak NG ends the process over a long one."""
    loader = pytest.importorskip("espeakng_loader")
    deep = tmp_path.joinpath(*["deep" * 20] * 3)
    shutil.copytree(Path(loader.__file__).parent, deep / "espeakng_loader")
    script = f"import sys; sys.path.insert(0, {str(deep)!r})\nfrom coach.voice.worker import main\nmain()"
    process = VoiceProcess(tmp_path / "voice.log", command=[sys.executable, "-c", script])
    try:
        assert spoken(process, "left shoulder").seconds > 0.4
        assert process.facts().files[0].startswith(str(deep))
    finally:
        process.close()


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


@POSIX
def test_a_killed_worker_leaves_nothing_and_is_replaced(process, tmp_path, monkeypatch):
    """No player goes on talking, no file stays, and the next words are there."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    spoken(process, "one")
    worker = worker_of(process)
    group = os.getpgid(worker)
    assert group != os.getpgid(0)
    os.kill(worker, signal.SIGKILL)
    assert spoken(process, "two").seconds > 0.2
    process.close()
    assert list(tmp_path.glob("coach-voice-*")) == []
    with pytest.raises(ProcessLookupError):  # a player would be of the worker's group
        os.killpg(group, 0)


@POSIX
def test_an_interruption_from_the_terminal_is_not_the_workers(process):
    """Ctrl-C is for the session: the worker is in a group of its own, and would ignore it anyway."""
    spoken(process, "one")
    before = worker_of(process)
    assert os.getpgid(before) != os.getpgid(0)
    os.kill(before, signal.SIGINT)
    spoken(process, "two")
    assert worker_of(process) == before


OWNER = """
import sys, time
from coach.voice.clip import read_clip
from coach.voice.process import VoiceProcess
process = VoiceProcess()
process.speak("one", "gmw/en", 150, read_clip)
print(process._running.child._process.pid, process._running.spool().folder, flush=True)
time.sleep(60)
"""


@LINUX
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_owner_takes_the_worker_and_its_folder_along(end):
    """`kill -9` of the session: the worker sees the end of its input, clears up and goes."""
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True)
    pid, folder = owner.stdout.readline().split()
    assert is_alive(int(pid))
    owner.send_signal(end)
    owner.communicate()
    assert wait_until(lambda: not is_alive(int(pid)))
    assert wait_until(lambda: not Path(folder).exists())


HUNG_OWNER = """
import sys, time
from coach.voice.process import Deadlines, VoiceProcess
process = VoiceProcess(command=[sys.executable, "-c", sys.argv[1]], deadlines=Deadlines(start=1.0))
import threading
threading.Thread(target=lambda: process.facts(), daemon=True).start()
while process._running.child is None:
    time.sleep(0.01)
print(process._running.child._process.pid, flush=True)
time.sleep(60)
"""
HANGS_IN_PYTHON = """
import time
from coach.voice import worker
class Hung:
    def __init__(self, *_): time.sleep(600)
worker.Engine = Hung
worker.main()
"""
HANGS_WITH_THE_LOCK = HANGS_IN_PYTHON.replace(
    "time.sleep(600)", "__import__('ctypes').PyDLL(None).sleep(600)"
)


@LINUX
@pytest.mark.parametrize("how", [HANGS_IN_PYTHON, HANGS_WITH_THE_LOCK])
def test_even_a_hung_worker_ends_with_its_owner(how):
    """Hung in a call, even in one that keeps the interpreter's lock: it ends within its grace."""
    owner = subprocess.Popen([sys.executable, "-c", HUNG_OWNER, how], stdout=subprocess.PIPE, text=True)
    pid = int(owner.stdout.readline())
    time.sleep(0.3)
    owner.kill()
    owner.communicate()
    assert wait_until(lambda: not is_alive(pid), seconds=15)


@LINUX
def test_an_owner_that_just_ends_takes_the_worker_along():
    """Without closing anything: the end of the interpreter is enough."""
    script = OWNER.replace("time.sleep(60)", "")
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    pid, folder = ended.stdout.split()
    assert not is_alive(int(pid))
    assert not Path(folder).exists()


def test_a_closed_voice_starts_no_worker_again(process):
    """After closing, asking costs nothing."""
    spoken(process, "one")
    process.close()
    for _ in range(100):
        with pytest.raises(VoiceGivenUp):
            spoken(process, "two")
        assert process._running.child is None


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
