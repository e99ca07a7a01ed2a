"""Whole sessions in real time: what a sound server played, beside the rendered file; and without a server.

All run at once, each on a sink or a server of its own: together they take as long as the longest.
"""

from __future__ import annotations

import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

import pulse_server
from audio_analysis import RATE, place, read_rendered
from coach_process import CoachProcess, coach, logged
from stall_detector import StallDetector

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or not pulse_server.is_here(), reason=pulse_server.MISSING
)

BUFFER = 0.04
"""Seconds of the device's buffer (docs/architecture.md, Sound)."""
NEAR = 0.5
"""So near in time a break of the machine's explains one of ours: recordings come in blocks of 0.1 s."""
SCHEDULING = 0.5
"""A line may be read so much later than it was due, on a machine that is busy."""
NONE = "No sound device was found. The session continues as text, at the right pace."
GONE = "The sound device was lost. The session continues silently, at the right pace."
BACK = "The sound device is back, and so is the sound."
SENTENCES = (
    "Sit tall.", "Let your jaw go.", "Drop your shoulders.", "Open your hands.", "Look far away.",
    "Feel both feet.", "Turn to the left.", "Turn to the right.", "Reach up high.", "Lean back a little.",
    "Stretch your legs.", "Blink a few times.", "Roll your ankles.", "Breathe out slowly.", "Smile.",
)  # fmt: skip


def routine_of(sentences, kind):
    """A routine of that kind, that says these with a rest behind each."""
    steps = "".join(f"  - say: {sentence}\n  - rest: 1 s\n" for sentence in sentences)
    return f"title: Sentences\nkind: {kind}\nsteps:\n{steps}"


@dataclass
class LiveResult:
    """One session in real time that is over."""

    code: int
    said: list
    lines: list
    errors: list
    logged: dict
    rendered: object
    seconds: float = 0.0
    recording: object = None
    began: float = 0.0
    extra: dict = field(default_factory=dict)

    def lateness(self, cue):
        """By how many seconds that cue's line came later than its time."""
        moment = next(moment for moment, line in self.lines if line.endswith(f"  {cue.text}"))
        return moment - cue.begin / RATE

    def notes(self):
        """The sentences about the session."""
        return [line.split("note: ")[1] for line in self.said if line.strip().startswith("note: ")]


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """Makes homes that hold a routine of sentences, and its rendered file; all share their clips."""
    first = tmp_path_factory.mktemp("live")
    clips = first / "clips"

    def home(name, count, kind="habit"):  # before which no notices are heard
        folder = first / name
        (folder / "routines").mkdir(parents=True)
        clips.mkdir(exist_ok=True)
        (folder / "clips").symlink_to(clips)
        (folder / "routines" / "sentences.yaml").write_text(
            routine_of(SENTENCES[:count], kind), encoding="utf-8"
        )
        sound, timeline = folder / "it.wav", folder / "it.json"
        coach(folder, "render", "sentences", "-o", str(sound), "--timeline", str(timeline))
        return folder, read_rendered(sound, timeline)

    return home


def over(running, home, rendered, **more):
    """That session, once it has ended."""
    began = time.time()
    code = running.finish(120)
    errors = [line for _, line in running.errors]
    return LiveResult(
        code, running.said, running.lines, errors, logged(home)[-1], rendered, time.time() - began, **more
    )


def perform_posture(homes, server):
    """Of a kind with notices, whose clips are there; beside plain streams."""
    home, rendered = homes("posture", 9, "posture")
    coach(home, "do", "sentences", "--fast")
    recording = server.record("coach_test")
    recording.wait_until_running()
    machine = StallDetector(server, ("plain_1", "plain_2"), 45.0)
    with CoachProcess(
        home, "do", "sentences", "--plain", PULSE_SINK="coach_test", **server.environment
    ) as run:
        results = over(run, home, rendered)
    time.sleep(0.3)
    results.recording, results.began = recording.finish()
    results.extra["stalls"] = machine.finish()
    return results


def perform_silent(homes, no_sound):
    """Perform without a device."""
    home, rendered = homes("silent", 6)
    with CoachProcess(home, "do", "sentences", "--plain", **no_sound) as run:
        return over(run, home, rendered)


def perform_ended(homes, server, number):
    """End the session by a signal in the third sentence."""
    home, rendered = homes(f"signal-{int(number)}", 6)
    with CoachProcess(home, "do", "sentences", "--plain", PULSE_SINK="other", **server.environment) as run:
        run.wait_for(SENTENCES[2])
        run.signal(number)
        return over(run, home, rendered)


def perform_bereft(homes):
    """Kill its sound server in mid-session, and start it again."""
    home, rendered = homes("bereft", 12)
    with (
        pulse_server.PulseServer() as server,
        CoachProcess(home, "do", "sentences", "--plain", **server.environment) as run,
    ):
        run.wait_for(SENTENCES[2])
        killed = time.time()
        server.kill()
        gone = run.wait_for(GONE)
        run.wait_for(SENTENCES[5])
        server.start()
        started = time.time()
        recording = server.record()
        recording.wait_until_running()
        back = run.wait_for(BACK)
        results = over(
            run, home, rendered, extra={"killed": killed, "gone": gone, "started": started, "back": back}
        )
        time.sleep(0.3)
        results.recording, results.began = recording.finish()
    return results


@pytest.fixture(scope="module")
def results(homes, no_sound):
    """All the sessions, by name."""
    sinks = ("coach_test", "other", "plain_1", "plain_2")
    # eSpeak's sound of a sentence depends on those before it: made at the same time by several, the file that
    # one has rendered and the clip that all keep would differ.
    homes("clips for all", len(SENTENCES))
    with pulse_server.PulseServer(sinks) as server, ThreadPoolExecutor(8) as pool:
        tasks = {
            "posture": pool.submit(perform_posture, homes, server),
            "silent": pool.submit(perform_silent, homes, no_sound),
            "SIGINT": pool.submit(perform_ended, homes, server, signal.SIGINT),
            "SIGTERM": pool.submit(perform_ended, homes, server, signal.SIGTERM),
            "bereft": pool.submit(perform_bereft, homes),
        }
        return {name: task.result() for name, task in tasks.items()}


def places(results, cues):
    """Where in the recording each cue is, less where it is in the file, in samples; and how alike."""
    found = []
    offset = None
    for cue in cues:
        sound = results.rendered.sound(cue)
        if offset is None:
            at, alike = place(sound, results.recording)
        else:
            begin = max(0, cue.begin + offset - RATE // 2)
            at, alike = place(sound, results.recording[begin : cue.end + offset + RATE // 2])
            at += begin
        offset = at - cue.begin
        found.append((cue, offset, alike))
    return found


def test_what_is_heard_is_what_was_rendered(results):
    """Every cue is on the monitor, sample by sample as in the file, at one and the same distance from it.

    What the machine broke, it broke in plain streams too, or it was seen to stand still.
    """
    session = results["posture"]
    cues = [cue for cue in session.rendered.heard if cue.step is not None]
    found = places(session, cues)
    offsets = [offset for _, offset, _ in found]
    breaks = []
    for (before, last, _), (cue, offset, alike) in pairwise([found[0], *found]):
        if offset != last or alike < 0.99:
            breaks.append((before, cue, (offset - last) / RATE))
    print(  # noqa: T201 — figures, for `pytest -rP`
        f"{len(cues)} cues, spread {1000 * (max(offsets) - min(offsets)) / RATE:.2f} ms, least alike "
        f"{min(alike for *_, alike in found):.6f}; {len(breaks)} breaks, stalls {session.extra['stalls']}"
    )
    for before, cue, shift in breaks:
        # It lies between the beginning of the cue before, which was in place, and the end of this one.
        since = session.began + (before.begin + min(offsets)) / RATE - NEAR
        until = session.began + (cue.end + max(offsets)) / RATE + NEAR
        assert any(since < moment < until for moment in session.extra["stalls"]), (cue, shift)
    assert session.code == 0
    assert session.notes() == []


def test_a_line_comes_with_its_cue(results):
    """The printed line of a cue comes when its sound is given to the device: never before, nor much later."""
    session = results["posture"]
    cues = [cue for cue in session.rendered.of("say") if cue.step is not None]
    ((_, offset, _),) = places(session, cues[:1])
    for cue in cues:
        early = session.began + (cue.begin + offset) / RATE - cue.begin / RATE - session.lateness(cue)
        assert -SCHEDULING < early < 0.2 + 2 * BUFFER, cue  # a recorded block is 0.1 s


def test_the_journal_agrees_with_what_was_heard(results):
    """Completed, all steps, as long as the rendering, with the notices that nobody had heard before."""
    session = results["posture"]
    own = [cue for cue in session.rendered.heard if cue.step is not None]
    assert session.logged["outcome"] == "completed"
    assert session.logged["steps_done"] == session.logged["steps"] == own[-1].step // 2 + 1  # the rests
    assert session.logged["seconds"] == pytest.approx(session.rendered.seconds, abs=0.001)


def drift(session, cues):
    """By how much later lines come in the second half; only the soonest count, as a line may be held up."""
    late = [session.lateness(cue) for cue in cues]
    half = len(late) // 2
    return min(late[half:]) - min(late[:half])


def test_without_a_device_the_pace_is_right(results):
    """The same instants, the sentence about it said once, nothing on stderr, all steps done, exit code 0."""
    session = results["silent"]
    cues = session.rendered.of("say")
    late = [session.lateness(cue) for cue in cues]
    assert abs(drift(session, cues)) < BUFFER
    assert sorted(late)[len(late) // 2] - min(late) < SCHEDULING
    assert session.notes() == [NONE]
    assert session.errors == []
    assert session.code == 0
    assert session.logged["outcome"] == "completed"


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_ends_a_session_cleanly(results, name):
    """At once, with exit code 130, the end on the screen and in the journal, and nothing on stderr."""
    session = results[name]
    assert session.code == 130
    assert session.seconds < 15.0
    assert session.errors == []
    done = sum("done: step" in line for line in session.said)
    assert done >= 2  # each sentence has a rest, which counts
    assert session.said[-1].strip() == f"stopped: {done} of {session.logged['steps']} steps done"
    assert (session.logged["outcome"], session.logged["steps_done"]) == ("stopped", done)
    assert session.logged["ended"] is not None


def test_a_server_that_dies_is_reported_once_and_the_session_goes_on(results):
    """A dead server is noticed, the pace kept, the sound's return reported, and all completed."""
    session = results["bereft"]
    assert session.notes() == [GONE, BACK]
    assert session.extra["killed"] < session.extra["gone"] < session.extra["started"] < session.extra["back"]
    assert session.code == 0
    assert session.errors == []
    assert (session.logged["outcome"], session.logged["steps_done"]) == ("completed", session.logged["steps"])
    silent = [
        cue for cue in session.rendered.of("say")
        if session.extra["gone"] < session.lateness(cue) + cue.begin / RATE < session.extra["back"]
    ]  # fmt: skip
    assert len(silent) >= 3
    assert abs(drift(session, silent)) < BUFFER


def test_sound_that_is_back_is_whole(results):
    """Every cue that begins once sound is back is on the new server's monitor, evenly."""
    session = results["bereft"]
    cues = [
        cue for cue in session.rendered.heard
        if session.lateness(cue) + cue.begin / RATE > session.extra["back"] + 0.2
    ]  # fmt: skip
    assert len(cues) >= 2
    found = places(session, cues)
    offsets = [offset for _, offset, _ in found]
    assert sorted(alike for *_, alike in found)[1] > 0.99  # one may have been broken by the machine
    assert (max(offsets) - min(offsets)) / RATE < BUFFER
