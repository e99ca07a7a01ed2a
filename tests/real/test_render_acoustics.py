"""The sound of rendered files, measured from samples and timeline alone, without the program's help."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
import yaml

from audio_analysis import RATE, loudness, pitches, place, read_rendered, sounding, voiced_at
from coach_process import coach

FOLDER = Path(__file__).parents[2] / "routines" / "en"
ROUTINES = (
    "breathing-478", "breathing-box", "breathing-coherent", "breathing-pursed-lips", "breathing-sigh",
    "calm-minute", "calves-before-bed", "desk-neck", "eyes-far", "low-back-gentle", "morning",
    "neck-strength", "office-3", "posture-sitting", "seated-older-adults", "sip-water",
)  # fmt: skip
"""One of each shape: all of them would take too long."""
BREATHING = [name for name in ROUTINES if name.startswith("breathing-")]
MILLISECOND = RATE // 1000
WORD_ONSET = 20 * MILLISECOND
"""Clips keep 10 ms before their words, and 5 ms are looked at at once: a word's onset is known to 15 ms."""
GAP = round(0.15 * RATE)
"""Two spoken cues are so far apart, at least (docs/architecture.md, Sound)."""
HEARD = 12
"""Texts of a routine that are listened to, distinguished from all of its texts: each takes a second."""

each_routine = pytest.mark.parametrize("routine", ROUTINES)
each_breathing = pytest.mark.parametrize("routine", BREATHING)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """One home for all: clips are made once."""
    return tmp_path_factory.mktemp("renders")


@pytest.fixture(scope="module")
def render(home):
    """Renders a routine, once: gives what its two files hold."""
    done = {}

    def once(routine):
        if routine not in done:
            sound, timeline = home / f"{routine}.wav", home / f"{routine}.json"
            coach(home, "render", routine, "-o", str(sound), "--timeline", str(timeline))
            done[routine] = read_rendered(sound, timeline)
        return done[routine]

    return once


def written_holds(steps):
    """The seconds of every hold that those written steps hold, sets, sides and repetitions unrolled."""
    seconds = []
    for step in steps:
        if "hold" in step:
            number, unit = step["hold"].split()
            assert unit == "s"
            sides = 2 if step.get("side") in {"each", "alternate"} else 1
            seconds += [float(number)] * sides * step.get("reps", 1) * step.get("sets", 1)
    return seconds


def cycles_of(rendered):
    """The phases of a breathing routine, one list for each breath."""
    phases = rendered.of("breathe")
    length = [phase.phase for phase in phases[1:]].index("in") + 1
    return [phases[at : at + length] for at in range(0, len(phases), length)]


@each_routine
def test_a_file_is_as_long_as_its_timeline(render, routine):
    """The lengths are equal to the sample."""
    rendered = render(routine)
    assert len(rendered.samples) == round(rendered.seconds * RATE)


@each_routine
def test_sound_is_where_the_timeline_says_and_nowhere_else(render, routine):
    """Outside the cues every sample is zero; within each there is something to hear."""
    rendered = render(routine)
    silent = np.ones(len(rendered.samples), dtype=bool)
    for cue in rendered.heard:
        silent[cue.begin : cue.end] = False
    assert not rendered.samples[silent].any()
    assert [cue for cue in rendered.heard if loudness(rendered.sound(cue)) < -45] == []


@each_routine
def test_no_two_words_overlap(render, routine):
    """At least 0.15 s lie between two spoken cues, from the true end of one to the beginning of the next."""
    rendered = render(routine)
    spoken = rendered.of("say", "count")
    assert [(a.text, b.text) for a, b in pairwise(spoken) if b.begin - a.end < GAP] == []


@each_routine
def test_the_same_words_are_the_same_samples(render, routine):
    """A cue begins on its sample: what is said twice is the same twice, bit by bit from its instant."""
    rendered = render(routine)
    tones = np.zeros(len(rendered.samples), dtype=bool)
    for cue in rendered.of("tone"):
        tones[cue.begin : cue.end] = True
    first = {}
    for cue in rendered.of("say", "count"):
        if not tones[cue.begin : cue.end].any():
            sound = rendered.samples[cue.begin : cue.end]
            assert np.array_equal(sound, first.setdefault(cue.text, sound)), cue


@each_routine
def test_holds_last_as_the_author_wrote(render, routine):
    """Each hold of the file is there, in order, with exactly its seconds."""
    steps = yaml.safe_load((FOLDER / f"{routine}.yaml").read_text(encoding="utf-8"))["steps"]
    holds = [(hold.end - hold.begin) / RATE for hold in render(routine).of("hold")]
    assert holds == written_holds(steps)


@each_routine
def test_a_hold_begins_on_the_sample_of_its_start_tone(render, routine):
    """After silence its first sample is the first that is not zero, and there is no such tone elsewhere.

    The start tone is one steady pitch, found without looking at the timeline.
    """
    rendered = render(routine)
    stretches = sounding(rendered.samples, silence=10 * MILLISECOND)
    steady = {}
    for begin, end in stretches:
        if 0.25 * RATE < end - begin <= 0.3 * RATE:
            heard = pitches(rendered.samples[begin:end] / 32768.0)
            if max(heard) / min(heard) < 1.005:
                steady.setdefault(round(heard[0] / 5), []).append(begin)
    holds = [hold.begin for hold in rendered.of("hold")]
    assert holds in steady.values() if holds else not steady


@each_routine
def test_a_hold_ends_on_the_sample_of_its_end_tone(render, routine):
    """Two falling tones begin there after silence; where nothing is counted, words begin there."""
    rendered = render(routine)
    beginnings = {begin for begin, _ in sounding(rendered.samples, silence=10 * MILLISECOND)}
    for hold in rendered.of("hold"):
        closing = next(cue for cue in rendered.heard if cue.begin >= hold.end)
        assert closing.begin == hold.end
        sound = rendered.sound(closing)
        if closing.kind == "say":
            assert voiced_at(sound) <= WORD_ONSET
            continue
        assert hold.end in beginnings
        first, second = np.split(sound[: len(sound) // 2 * 2], 2)
        assert np.ptp(pitches(first)) < 5
        assert np.ptp(pitches(second)) < 5
        assert pitches(first)[0] > 1.2 * pitches(second)[0]


@each_routine
def test_the_tick_is_one_second_before_the_start_softer_and_lower(render, routine):
    """Exactly 48,000 samples from the first of the tick to the first of the hold."""
    rendered = render(routine)
    beginnings = {begin for begin, _ in sounding(rendered.samples, silence=10 * MILLISECOND)}
    waits = rendered.of("wait")  # in a long one soft ticks say that the coach is still there
    ticks = [
        tick
        for tick in rendered.of("tone", text="tick")
        if not any(wait.begin < tick.begin < wait.end for wait in waits)
    ]
    starts = {tone.begin: rendered.sound(tone) for tone in rendered.of("tone", text="start")}
    relaxed = routine == "calm-minute"  # nothing is counted there, and nothing ticks
    announced = [tick.begin + RATE for tick in ticks]
    assert announced == ([] if relaxed else [hold.begin for hold in rendered.of("hold")])
    for tick in ticks:
        start = starts[tick.begin + RATE]
        assert tick.begin in beginnings
        assert loudness(rendered.sound(tick)) < loudness(start) - 1
        assert pitches(rendered.sound(tick))[0] < 0.7 * pitches(start)[0]


@each_routine
def test_the_last_seconds_are_counted_one_second_apart(render, routine):
    """The cues exactly, and the words that are heard as closely as a detector can measure."""
    rendered = render(routine)
    counts = rendered.of("count")
    long_holds = [hold for hold in rendered.of("hold") if hold.end - hold.begin >= 8 * RATE]
    if routine == "calm-minute":
        long_holds = []
    expected = [(word, hold.end - back * RATE) for hold in long_holds
                for word, back in (("three", 3), ("two", 2), ("one", 1))]  # fmt: skip
    assert [(count.text, count.begin) for count in counts] == expected
    heard = [count.begin + voiced_at(rendered.sound(count)) for count in counts]
    lateness = [at - count.begin for at, count in zip(heard, counts, strict=True)]
    assert [late for late in lateness if late > WORD_ONSET] == []


@each_breathing
def test_breathing_tones_move_as_the_breath_does(render, routine):
    """Rising in, higher again for the sip, level and quieter in the hold, falling out, nothing in a pause."""
    rendered = render(routine)
    for cycle in cycles_of(rendered)[2:]:  # words lie over the first two
        tracks = {phase.phase: pitches(rendered.sound(phase)) for phase in cycle if phase.phase != "pause"}
        levels = {phase.phase: loudness(rendered.sound(phase)) for phase in cycle}
        rising, falling = tracks["in"], tracks["out"]
        assert all(sooner < later for sooner, later in pairwise(rising))
        assert rising[-1] > 1.5 * rising[0]
        assert all(sooner > later for sooner, later in pairwise(falling))
        assert falling[0] > 1.5 * falling[-1]
        if "sip" in tracks:
            assert all(sooner < later for sooner, later in pairwise(tracks["sip"]))
            assert tracks["sip"][0] > rising[-1]
        if "hold" in tracks:
            assert np.ptp(tracks["hold"]) < 1
            assert levels["hold"] < levels["in"] - 6
        if "pause" in levels:
            pause = next(phase for phase in cycle if phase.phase == "pause")
            assert not rendered.samples[pause.begin : pause.end].any()


@each_breathing
def test_each_phase_of_a_breath_begins_again_on_its_sample(render, routine):
    """A tone has faded to nothing before the next attacks: its first sample is that of its phase."""
    rendered = render(routine)
    for cycle in cycles_of(rendered)[2:]:
        beginnings = [
            cycle[0].begin + begin
            for begin, _ in sounding(rendered.samples[cycle[0].begin : cycle[-1].end], MILLISECOND // 2)
        ]
        assert beginnings == [phase.begin for phase in cycle if phase.phase != "pause"]


@each_breathing
def test_the_first_breaths_sound_as_the_others_but_for_the_words(render, routine):
    """Without its words a phase of the first two breaths is the same phase of the third, to the last bit."""
    rendered = render(routine)
    cycles = cycles_of(rendered)
    worded = np.zeros(len(rendered.samples), dtype=bool)
    for cue in rendered.of("say"):
        worded[cue.begin : cue.end] = True
    for cycle in cycles[:2]:
        for phase, plain in zip(cycle, cycles[2], strict=True):
            differs = rendered.samples[phase.begin : phase.end] != rendered.samples[plain.begin : plain.end]
            here = worded[phase.begin : phase.end]
            assert here[:MILLISECOND].all(), phase
            assert not differs[~here].any(), phase


@each_breathing
def test_a_breath_ends_with_the_way_out(render, routine):
    """All breaths are alike and joined without gaps; after the last out-breath there is no wait."""
    rendered = render(routine)
    cycles = cycles_of(rendered)
    shapes = [[(phase.phase, phase.end - phase.begin) for phase in cycle] for cycle in cycles]
    last = [phase for phase in shapes[0] if phase[0] != "pause"]
    assert shapes == [shapes[0]] * (len(shapes) - 1) + [last]
    assert last[-1][0] == "out"
    assert all(later.begin == sooner.end for sooner, later in pairwise(rendered.of("breathe")))


@each_routine
def test_tones_are_never_louder_than_the_speech(render, routine):
    """The loudest tenth of a second of any tone is below that of the quietest words."""
    rendered = render(routine)
    words = rendered.of("say", "count")
    spoken = np.zeros(len(rendered.samples), dtype=bool)
    for cue in words:
        spoken[cue.begin : cue.end] = True
    tones = [cue for cue in rendered.of("tone") if not spoken[cue.begin : cue.end].any()]
    quietest = min(loudness(rendered.sound(cue)) for cue in words)
    assert [tone for tone in tones if loudness(rendered.sound(tone)) > quietest - 3] == []


@each_routine
def test_words_are_about_as_loud_as_each_other(render, routine):
    """The loudest tenths of a second of all words are within 8 dB: nothing has to be turned up or down."""
    rendered = render(routine)
    levels = [loudness(rendered.sound(cue)) for cue in rendered.of("say", "count")]
    assert max(levels) - min(levels) < 8


@each_routine
def test_nothing_clips(render, routine):
    """No sample reaches full scale, and no three in a row lie flat at the top."""
    samples = np.abs(render(routine).samples.astype(int))
    assert samples.max() < 32767
    loud = samples > 0.9 * samples.max()
    flat = (np.diff(samples) == 0) & loud[1:]
    assert not (flat[1:] & flat[:-1]).any()


@pytest.mark.parametrize("ending", ["flac", "ogg", "mp3"])
def test_every_kind_of_file_is_as_long_and_in_step(render, home, ending):
    """The same length to the sample, also through encoders that pad; the sound is in step from end to end."""
    original = render("eyes-far").samples / 32768.0
    file = home / f"eyes-far.{ending}"
    coach(home, "render", "eyes-far", "-o", str(file))
    samples, rate = soundfile.read(file)
    assert (rate, len(samples)) == (RATE, len(original))
    if ending == "flac":
        assert np.array_equal(samples, original)
    for cue in render("eyes-far").of("say")[::5]:
        before = max(0, cue.begin - RATE // 10)
        at, alike = place(original[cue.begin : cue.end], samples[before : cue.end + RATE // 10])
        assert (before + at, alike > 0.98) == (cue.begin, True)


def hear_some(rendered, texts, turned):
    """What is understood of the first utterances of at most `HEARD` texts, spread over the routine."""
    from speech_recogniser import Recogniser

    ears = Recogniser(texts)
    first = {cue.text: cue for cue in reversed(rendered.of("say", "count")) if cue.text in texts}
    chosen = list(first.values())[:: -(-len(first) // HEARD)]
    return {cue.text: ears.hear(turned(rendered.sound(cue))) for cue in chosen}


@each_routine
def test_the_words_are_understood(render, routine):
    """From all sentences of its routine, a recogniser picks the right one in 9 of 10 cases, but for one."""
    pytest.importorskip("pocketsphinx", reason="the recogniser is not installed")
    from speech_recogniser import words_of

    rendered = render(routine)
    texts = {cue.text for cue in rendered.of("say", "count")}
    heard = hear_some(rendered, texts, lambda sound: sound)
    wrong = {text: words for text, words in heard.items() if words != words_of(text)}
    print(f"{routine}: {len(heard) - len(wrong)} of {len(heard)} understood; not: {wrong}")  # noqa: T201 — figures, for `pytest -rP`
    assert len(wrong) <= len(heard) // 10 + 1


def test_the_recogniser_does_not_guess(render):
    """What is played backwards is not understood: the choice is made by the sound."""
    pytest.importorskip("pocketsphinx", reason="the recogniser is not installed")
    from speech_recogniser import words_of

    rendered = render("breathing-box")
    texts = {cue.text for cue in rendered.of("say", "count")}
    heard = hear_some(rendered, texts, lambda sound: sound[::-1])
    assert sum(words == words_of(text) for text, words in heard.items()) < 0.5 * len(heard)
