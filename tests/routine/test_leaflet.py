"""A leaflet's text becomes a draft: its doses exactly, guesses marked, no line lost, no dose made up."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.files import SourceText
from coach.routine.draft import written
from coach.routine.leaflet import draft_of
from coach.routine.model import Dose, Hold, Move, Say
from coach.routine.parsing import parse_routine


def read(text):
    """The routine that a leaflet's draft is read as, and the fields that were guessed."""
    draft = written(draft_of(text, "Sheet"))
    routine, problems = parse_routine(SourceText("sheet.yaml", draft), "sheet")
    assert problems == ()
    guessed = [re.sub(r"^.*?(\w+):.*", r"\1", line) for line in draft.splitlines()[1:] if "# guess" in line]
    return routine, [name for name in guessed if name not in {"cautions", "kind", "pace"}]


def hold(seconds, name, **fields):
    """A hold as the sentences below say it."""
    return Hold(seconds=seconds, name=name, **fields)


def move(name, **fields):
    """A movement with the coach's usual speed, which is marked as a guess."""
    return Move(name=name, **({"pace": 4.0} if "reps" in fields else {}), **fields)


EACH, TWICE = {"side": "each"}, Dose(per_day=2)
SENTENCES = [
    ("Calf stretch, 3 x 30 sec each side, twice a day", hold(30, "Calf stretch", reps=3, **EACH), TWICE, []),
    ("Hold the stretch for 20-30 seconds and repeat 3 times on each leg.",
     hold(20, "Hold the stretch", reps=3, **EACH), Dose(), ["hold"]),
    ("Chin tucks: 10 reps, 3 sets, hold 5 seconds each", hold(5, "Chin tucks", sets=3, reps=10), Dose(), []),
    ("Wall push-ups \u2013 2 \u00d7 12, rest 60 s between sets",
     move("Wall push-ups", sets=2, reps=12, set_rest=60.0), Dose(), []),
    ("Shoulder rolls backwards x 10", move("Shoulder rolls backwards", reps=10), Dose(), []),
    ("Heel raises 3 sets of 15, both legs, twice daily",
     move("Heel raises", sets=3, reps=15, **EACH), TWICE, ["side"]),
    ("Ankle circles 10 times each direction, every 2 hours",
     move("Ankle circles", reps=10, **EACH), Dose(every=7200.0), []),
    ("Bridge: lie on your back. Lift your hips. Hold for 10 secs, 8-10 repetitions, once a day for 6 weeks.",
     hold(10, "Bridge", cue="Lie on your back. Lift your hips.", position="lying", reps=8),
     Dose(per_day=1, weeks=6), ["reps"]),
    ("Plank 30 seconds x 3", hold(30, "Plank", reps=3), Dose(), []),
    ("Hamstring stretch 2 x 1 min each leg, 5 days a week",
     hold(60, "Hamstring stretch", reps=2, **EACH), Dose(days_per_week=5), []),
    ("Bicep curls with 2 kg, 3x8-12",
     move("Bicep curls", reps=8, most_reps=12, sets=3, load="2 kg"), Dose(), []),
    ("Sit to stand, 10 reps, 3 times per day",
     move("Sit to stand", reps=10, position="seated"), Dose(per_day=3), []),
    ("Pelvic floor: squeeze and hold up to 10 seconds, relax 4 seconds, repeat 10 times",
     hold(10, "Pelvic floor", as_able=True, cue="Squeeze and hold up to 10 seconds.", reps=10, rest=4.0),
     Dose(), []),
    ("Walk for 10 minutes, three times a week", move("Walk", seconds=600.0), Dose(days_per_week=3), ["move"]),
    ("Side-lying leg lift, 2 sets of 10 each leg, red band",
     move("Side-lying leg lift", sets=2, reps=10, load="red band", position="side-lying", **EACH),
     Dose(), []),
    ("Neck rotation: turn your head slowly to the left, hold 15\u2033, repeat 4x, other side",
     hold(15, "Neck rotation", cue="Turn your head slowly to the left.", reps=4, **EACH), Dose(), ["cue"]),
    ("Prone press-ups: 10 repetitions every 2-3 hours",
     move("Prone press-ups", reps=10, position="prone"), Dose(every=7200.0), ["dose"]),
    ("Marching on the spot for 2 min", move("Marching on the spot", seconds=120.0), Dose(), ["move"]),
    ("Stand on one leg for 30 s, each side, morning and evening",
     move("Stand on one leg", seconds=30.0, position="standing", **EACH), TWICE, ["move"]),
    ("Deep breathing", Say(text="Deep breathing."), Dose(), ["say"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "step", "dose", "guessed"), SENTENCES, ids=[each[0] for each in SENTENCES])
def test_a_sentence_from_a_leaflet(text, step, dose, guessed):
    """A sentence gives the exercise and dose that a person reads, and marks what could mean another."""
    routine, names = read(text)
    assert (routine.steps, routine.dose, names) == ((step,), dose, guessed)


SHEET = """Knee programme

1. Quad sets: Tighten the muscle on top of your thigh. Hold 5 seconds. Repeat 10 times.
2) Heel slides 2x15, right leg only
\u2022 Clamshells
   Keep your feet together.
Bring this sheet to your next appointment in 2 weeks.
Do this programme three times a week for 6 weeks.
Stop if your knee swells
"""


def test_a_whole_sheet():
    """The first line is the title, bullets and numbers are exercises, a condition is a caution."""
    routine, guessed = read(SHEET)
    assert routine.title == "Knee programme"
    assert routine.summary == "Heel slides: right side only."
    assert routine.cautions == ("Stop if your knee swells.",)
    assert routine.dose == Dose(days_per_week=3, weeks=6)
    assert routine.steps == (
        hold(5, "Quad sets", cue="Tighten the muscle on top of your thigh.", reps=10),
        move("Heel slides", reps=15, sets=2, side="right"),
        Say(
            text="Clamshells. Keep your feet together. Bring this sheet to your next appointment in 2 weeks."
        ),
    )
    assert guessed == ["say"]


def test_no_line_of_the_sheet_is_lost():
    """Every line is in the draft: as a comment above its step, as a caution, or among those not used."""
    draft = written(draft_of(SHEET, "Sheet"))
    for line in filter(None, map(str.strip, SHEET.splitlines())):
        bare = re.sub(r"^(?:[0-9][.)]|\u2022) +", "", line)
        assert bare in draft


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"]),
        max_size=200,
    )
)
def test_any_text_becomes_a_file_without_an_error(text):
    """Whatever is on a sheet, the draft can be read."""
    draft = written(draft_of(text, "Sheet"))
    routine, problems = parse_routine(SourceText("sheet.yaml", draft), "sheet")
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert routine is not None


@given(sets=st.integers(1, 9), reps=st.integers(1, 20), seconds=st.integers(5, 40), times=st.integers(1, 9))
def test_the_figures_are_those_of_the_sheet(sets, reps, seconds, times):
    """Sets, repetitions, seconds and times a day come out as they are on the sheet."""
    routine, _ = read(f"Wall slide, {sets} sets of {reps}, hold {seconds} s, {times} times a day")
    assert routine.steps == (hold(seconds, "Wall slide", sets=sets, reps=reps),)
    assert routine.dose == Dose(per_day=times)
