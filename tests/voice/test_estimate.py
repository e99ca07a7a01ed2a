"""How long a text will take to say: close to eSpeak NG's own clips, never absurd."""

from __future__ import annotations

import statistics
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.home import find_home
from coach.routine.library import find_routine
from coach.routine.reading import read_routine
from coach.timeline.compose import compose
from coach.timeline.model import Delivery
from coach.voice.estimate import EstimatedTimes, estimate, estimated_seconds

MEASURED = {  # the trimmed clips of eSpeak NG 1.52, en-gb, 150 words a minute
    "three": 0.389,
    "two": 0.366,
    "one": 0.417,
    "Again.": 0.499,
    "Two of three.": 0.757,
    "And slowly come back.": 1.338,
    "Left ear towards your left shoulder.": 2.222,
    "Now come to sitting. Take your time.": 2.66,
    "How much pain is there, from zero to ten?": 2.879,
    "Squeeze your shoulder blades together, as if holding a pencil between them.": 4.614,
}


def measured_errors():
    """How far the estimate is from each, as a part of it."""
    return [abs(estimate(text) - seconds) / seconds for text, seconds in MEASURED.items()]


def test_english_is_close_to_what_was_measured():
    """Half of the English lines are within a twelfth of eSpeak's time, and all within a quarter."""
    errors = measured_errors()
    assert statistics.median(errors) < 1 / 12
    assert max(errors) < 0.25


def test_half_the_rate_takes_twice_as_long():
    """Half the rate takes twice as long."""
    text = "Left ear towards your left shoulder."
    assert estimate(text, rate=75) == pytest.approx(2 * estimate(text, rate=150), abs=0.001)
    assert estimate(text, rate=300) == pytest.approx(estimate(text, rate=150) / 2, abs=0.001)


def test_numbers_take_as_long_as_their_words():
    """Digits take as long as their words, decimal points and hundreds too."""
    pairs = {
        "Hold for 30 seconds.": "Hold for thirty seconds.",
        "In for 5.5 seconds.": "In for five point five seconds.",
        "120 times": "one hundred and twenty times",
        "At 21 degrees": "At twenty one degrees",
        "700": "seven hundred",
        "2048": "two thousand and forty-eight",
    }
    assert {digits: estimate(digits) for digits in pairs} == {
        digits: estimate(words) for digits, words in pairs.items()
    }


def test_a_pause_inside_counts_and_one_at_the_end_does_not():
    """Punctuation costs time between words, and none at the end, where clips are trimmed."""
    assert estimate("breathe in") == estimate("breathe in.") == estimate("breathe in …")
    times = [estimate(text) for text in ("in out", "in, out", "in: out", "in. out")]
    assert times == sorted(times)
    assert len(set(times)) == len(times)


@pytest.mark.parametrize(
    ("language", "text", "seconds"),
    [
        ("de", "Linkes Ohr zur linken Schulter.", 2.116),
        ("fr", "Continuez à respirer calmement.", 1.781),
        ("es", "Siga respirando con calma.", 1.745),
        ("it_IT", "Ora il lato destro.", 1.279),
        ("ru", "Теперь правая сторона.", 1.334),
        ("cmn", "慢慢回来。", 1.133),
    ],
)
def test_other_languages_are_in_the_right_region(language, text, seconds):
    """In any language the estimate is within a third of eSpeak's time."""
    assert estimate(text, language) == pytest.approx(seconds, rel=1 / 3)


@given(st.text(max_size=300), st.sampled_from(["en", "de", "ja", "", "x-y-z"]), st.integers(80, 400))
def test_any_text_has_a_sane_time(text, language, rate):
    """Any text gets between 0.2 s and a slow reading of each character, in whole milliseconds."""
    seconds = estimate(text, language, rate)
    assert 0.2 <= seconds <= 0.2 + (1 + len(text)) * 150 / rate
    assert seconds == round(seconds, 3)


@given(st.lists(st.sampled_from(["left", "shoulder", "slowly", "in", "20"]), min_size=1, max_size=20))
def test_more_words_take_longer(words):
    """Another word never makes a line shorter."""
    assert estimate(" ".join([*words, "again"])) > estimate(" ".join(words)) - 0.05


@pytest.mark.real
def test_it_imports_nothing_heavy():
    """The estimate imports neither numpy nor a speech library."""
    script = "import sys, coach.voice.estimate as e; e.estimate('one'); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    ).stdout.split()
    assert {"numpy", "pyttsx3", "soundfile", "subprocess"} & set(loaded) == set()


def test_a_routine_takes_as_long_as_its_preview_says():
    """A routine's estimated length is that of its preview, with its language's words."""
    home = find_home()
    routine = read_routine(find_routine("desk-neck", home))
    times = EstimatedTimes(routine.language)
    timeline = compose(routine, Delivery(language=routine.language), times)
    assert estimated_seconds(routine) == timeline.seconds
    assert 300.0 < estimated_seconds(routine) < 600.0
