"""Workers that hang, crash, lie or talk rubbish: real processes, each survived in bounded time."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from coach.voice.cache import ClipCache
from coach.voice.cached_voice import CachedVoice
from coach.voice.process import Deadlines, VoiceProcess
from coach.voice.saved_choices import SavedChoices
from coach.voice.voice import VoiceFault, make_clips

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

TEXTS = ("one", "two", "three", "four", "five", "six")
DEADLINES = Deadlines(start=10.0, utterance=1.5, character=0.0)
"""Longer than a busy machine needs for what a healthy worker does, and no longer than it must be."""
HANGS = 60.0
"""Seconds after which something that is to end is taken to hang."""

WORKER = """
import json, math, os, signal, struct, subprocess, sys, time, wave

def answer(request, **more):
    sys.stdout.write(json.dumps({"id": request["id"], **more}) + "\\n")
    sys.stdout.flush()

def sound(amplitude=8000):
    hum = [int(amplitude * math.sin(n / 9)) for n in range(8000)]
    return struct.pack("<8000h", *hum)

def write(path, amplitude=8000):
    with wave.open(path, "wb") as file:
        file.setnchannels(1); file.setsampwidth(2); file.setframerate(22050)
        file.writeframes(sound(amplitude))

def greet(request):
    if request["do"] == "hello":
        answer(request, engine="bad", version="1", default="", suffix=".wav", files=[])
    else:
        answer(request, voices=[{"id": "v", "name": "V", "language": "en", "gender": ""}])

def serve(speak):
    for line in iter(sys.stdin.readline, ""):
        request = json.loads(line)
        if request["do"] == "speak":
            speak(request)
        else:
            greet(request)

"""

HEALTHY = """
def speak(request):
    write(request["file"])
    answer(request)
serve(speak)
"""

SERVES_ALL = {
    "healthy": HEALTHY,
    "crashes after every utterance": """
def speak(request):
    write(request["file"])
    answer(request)
    os.kill(os.getpid(), signal.SIGSEGV)
serve(speak)
""",
    "rubbish around every answer": """
def rubbish():
    out = sys.stdout.buffer
    out.write(b"\\x00\\xff\\xfe binary \\n\\n{\\n[1, 2]\\nnull\\n{}\\n")
    out.write(b'{"id": 999999}\\n{"id": "1"}\\n{"id": null}\\n')
    out.write(b"{" + b"[" * 200_000 + b"\\n")
    out.write(b"x" * 3_000_000 + b"\\n")
    out.flush()
def speak(request):
    rubbish()
    write(request["file"])
    sys.stdout.write("no line end before it ")
    sys.stdout.write("\\n")
    answer(request)
    rubbish()
rubbish()
serve(speak)
""",
    "hangs on its way out": """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
def speak(request):
    write(request["file"])
    answer(request)
serve(speak)
while True:
    time.sleep(60)
""",
    "dies now and then": """
def speak(request):
    if request["file"].endswith(("/2.wav", "/5.wav")):
        sys.exit(7)
    write(request["file"])
    answer(request)
serve(speak)
""",
}

SERVES_NONE = {
    "hangs at the first utterance": """
serve(lambda request: time.sleep(600))
""",
    "hangs and heeds no signal but the last": """
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
serve(lambda request: time.sleep(600))
""",
    "crashes at the first utterance": """
serve(lambda request: os.kill(os.getpid(), signal.SIGSEGV))
""",
    "floods instead of answering": """
def flood(request):
    while True:
        sys.stdout.write('{"id": -1}\\n' * 1000)
serve(flood)
""",
    "answers without a line end": """
def speak(request):
    while True:
        sys.stdout.write("x" * 65536)
serve(speak)
""",
    "says done and writes nothing": """
serve(answer)
""",
    "says done and writes an empty file": """
def speak(request):
    open(request["file"], "wb").close()
    answer(request)
serve(speak)
""",
    "says done and writes half a file": """
def speak(request):
    write(request["file"])
    os.truncate(request["file"], 8000)
    answer(request)
serve(speak)
""",
    "says done and writes silence": """
def speak(request):
    write(request["file"], amplitude=0)
    answer(request)
serve(speak)
""",
    "says done and writes text": """
def speak(request):
    open(request["file"], "w").write("words " * 1000)
    answer(request)
serve(speak)
""",
    "makes a folder of its file": """
def speak(request):
    os.mkdir(request["file"])
    answer(request)
serve(speak)
""",
    "closes its output and lives on": """
def speak(request):
    os.close(1)
    time.sleep(600)
serve(speak)
""",
    "leaves a player behind": """
def speak(request):
    player = subprocess.Popen(["sleep", "600"])
    print(player.pid, file=sys.stderr, flush=True)
    time.sleep(600)
serve(speak)
""",
}

NEVER_SPEAKS = {
    "hangs at once": "time.sleep(600)",
    "crashes at once": "sys.exit(3)",
    "crashes in C at once": "os.kill(os.getpid(), signal.SIGSEGV)",
    "has no such module": "import no_such_module",
    "never reads": "sys.stdout.write('{}\\n' * 10); sys.stdout.flush(); time.sleep(600)",
    "says hello in strange words": 'answer({"id": 1}, engine=[], suffix="/etc/x")',
    "has no engine": 'answer(json.loads(sys.stdin.readline()), error="the engine raised RuntimeError")',
}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the worker's stderr goes."""
    return tmp_path / "voice.log"


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary folder of our own, empty again at the end."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def voice_of(
    tmp_path: Path, script: str, log: Path | None = None, deadlines: Deadlines = DEADLINES
) -> CachedVoice:
    """A voice whose worker is that script."""
    path = tmp_path / "worker.py"
    path.write_text(WORKER + script)
    return cached_voice(tmp_path, [sys.executable, str(path)], log, deadlines)


def cached_voice(
    tmp_path: Path, command: Sequence[str], log: Path | None, deadlines: Deadlines = DEADLINES
) -> CachedVoice:
    """A voice as a session has it, with short deadlines."""
    process = VoiceProcess(log, command=command, deadlines=deadlines)
    clips = tmp_path / "clips"
    return CachedVoice(
        process,
        ClipCache(clips),
        SavedChoices(clips),
        language="en",
        name=None,
        rate=150,
        log=lambda _sentence: None,
    )


def wait_until_gone(pid: int) -> None:
    """Return when no process of that number runs any more, but perhaps as a zombie."""
    deadline = time.monotonic() + HANGS
    while True:
        try:
            with open(f"/proc/{pid}/stat", encoding="ascii") as file:  # noqa: PTH123 — proc is no tree of files
                if file.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return
        except OSError:
            return
        assert time.monotonic() < deadline, f"process {pid} still runs"
        time.sleep(0.01)


@pytest.mark.usefixtures("spool")
@pytest.mark.parametrize("how", SERVES_ALL)
def test_what_can_be_made_is_made(tmp_path: Path, how: str) -> None:
    """A worker that fails between two utterances, or talks beside its answers, costs none of them."""
    voice = voice_of(tmp_path, SERVES_ALL[how])
    began = time.monotonic()
    clips, missing = make_clips(voice, TEXTS)
    voice.close()
    assert (tuple(clips), missing) == (TEXTS, ())
    assert time.monotonic() - began < HANGS


@pytest.mark.usefixtures("spool")
@pytest.mark.parametrize("how", SERVES_NONE)
def test_what_cannot_be_made_is_missing_and_soon_so(tmp_path: Path, how: str, log: Path) -> None:
    """Every text is missing, after at most three deadlines and starts; what was kept is still given."""
    good = voice_of(tmp_path, HEALTHY)
    make_clips(good, ["kept"])
    good.close()
    voice = voice_of(tmp_path, SERVES_NONE[how], log)
    began = time.monotonic()
    clips, missing = make_clips(voice, [*TEXTS, "kept"])
    voice.close()
    assert (tuple(clips), missing) == (("kept",), TEXTS)
    assert time.monotonic() - began < HANGS
    for line in log.read_text().split():
        if line.isdigit():  # it was killed, and is gone as soon as the system comes to it
            wait_until_gone(int(line))


@pytest.mark.usefixtures("spool")
@pytest.mark.parametrize("how", NEVER_SPEAKS)
def test_a_worker_that_never_comes_up_is_reported_and_given_up(tmp_path: Path, how: str) -> None:
    """Opening fails with a sentence and advice after two starts; further requests cost nothing."""
    voice = voice_of(tmp_path, NEVER_SPEAKS[how], deadlines=Deadlines(start=1.0))
    began = time.monotonic()
    with pytest.raises(VoiceFault) as caught:
        voice.identify()
    assert caught.value.message
    assert caught.value.hint
    assert make_clips(voice, TEXTS) == ({}, TEXTS)
    assert make_clips(voice, [f"text {number}" for number in range(200)])[0] == {}  # no second for each
    voice.close()
    assert time.monotonic() - began < HANGS


@pytest.mark.usefixtures("spool")
@pytest.mark.parametrize("command", [["/no/such/python"], ["/"], [os.devnull], [""]])
def test_a_missing_interpreter_is_a_fault_at_once(tmp_path: Path, command: list[str]) -> None:
    """Nothing to start: no deadline is waited for."""
    voice = cached_voice(tmp_path, command, None)
    began = time.monotonic()
    with pytest.raises(VoiceFault, match="cannot be started"):
        voice.identify()
    assert make_clips(voice, TEXTS) == ({}, TEXTS)
    voice.close()
    assert time.monotonic() - began < HANGS
