"""The advice that a timeline gives to the author."""

from __future__ import annotations

from coach.problems import Problem, TextPosition
from coach.routine.model import Hold, Move, Phase, Repeat, Rest, Routine, Say, SidedText
from coach.timeline.advice import advice
from coach.timeline.compose import compose
from coach.timeline.model import Delivery, DroppedWords, GrownRest, Timeline
from fixed_durations import FixedDurations


def timeline(**parts):
    """An empty timeline with these parts."""
    return Timeline(routine="r", title="R", language="en", seconds=0.0, cues=(), **parts)


def routine(*steps):
    """A routine of these steps."""
    return Routine(id="r", title="R", steps=steps)


def test_a_rest_that_grew_is_reported_once_with_the_most_that_it_grew():
    """A rest that grew is reported at the step where it was written, with one that is long enough."""
    grown_rests = (
        GrownRest(step=0, what="rest", written=5.0, seconds=1.25, mark=TextPosition(4, 5)),
        GrownRest(step=0, what="rest", written=5.0, seconds=2.31, mark=TextPosition(4, 5)),
        GrownRest(step=0, what="set_rest", written=90.0, seconds=3.0, setup=15.0, mark=TextPosition(4, 5)),
        GrownRest(step=1, what="rest", written=5.0, seconds=0.05, mark=TextPosition(9, 5)),
        GrownRest(
            step=1,
            what="rest",
            written=15.0,
            seconds=1.0,
            setup=2.0,
            waited=10.0,
            of_repeat=True,
            mark=TextPosition(10, 5),
        ),
    )
    assert advice(routine(Say(text="A"), Say(text="B")), [timeline(grown_rests=grown_rests)], "r.yaml") == (
        Problem(
            "r.yaml", 4, 5, "warning", "rest-grows",
            "what is said does not fit into 5 s between the repetitions or sides: the rest grows by 2.3 s",
            "say less, or give it more time",
        ),
        Problem(
            "r.yaml", 4, 5, "warning", "rest-grows",
            "what is said, with 15 s to get into position, does not fit into 1 min 30 s between the sets: "
            "the set rest grows by 3.0 s",
            "say less, or give it more time",
        ),
        Problem(
            "r.yaml", 10, 5, "warning", "rest-grows",
            "what is said, with 12 s to change position, does not fit into 15 s between the rounds: "
            "the rest grows by 1.0 s",
            "say less, or give it more time",
        ),
    )  # fmt: skip


def test_a_reminder_that_was_left_out_is_reported_once_whatever_the_side():
    """Words of the coach's own, such as half-way, are not for the author to fix."""
    hold = Hold(
        seconds=9.0,
        remind=("{side} knee straight.", SidedText("Links (tief).", "Rechts (tief).")),
        side="each",
        mark=TextPosition(4, 5),
    )
    dropped = (
        DroppedWords(3.0, "Left knee straight.", 1, "no room"),
        DroppedWords(9.0, "Left knee straight.", 1, "no room"),
        DroppedWords(5.0, "Rechts (tief).", 1, "no room"),
        DroppedWords(5.0, "Half-way.", 1, "no room"),
        DroppedWords(1.0, "Left knee straight.", 0, "a say step reminds of nothing"),
    )
    reported = advice(routine(Say(text="A"), hold), [timeline(dropped=dropped)], "r.yaml")
    assert reported == tuple(
        Problem(
            "r.yaml", 4, 5, "warning", "reminder-left-out",
            f"no room for the reminder '{text}': it is left out", "say less, or give it more time",
        )
        for text in ("Left knee straight.", "Rechts (tief).")
    )  # fmt: skip


def test_a_word_of_a_tempo_without_time_is_reported():
    """At its step, once for all sets and sides; a phase too short for any word is no mistake."""
    tempo = (Phase("straighten it slowly", 1.0), Phase("pause", 0.5), Phase("down", 2.0))
    move = Move(reps=3, tempo=tempo, sets=2, side="each", mark=TextPosition(6, 9))
    drawn = routine(Say(text="A"), move)
    assert advice(drawn, [compose(drawn, Delivery(), FixedDurations(1.0))], "r.yaml") == (
        Problem(
            "r.yaml", 6, 9, "warning", "word-left-out",
            "no time for the word 'straighten it slowly' in its 1 s: a tone sounds instead",
            "write one short word, and explain it in the 'cue'",
        ),
    )  # fmt: skip


def test_a_composed_routine_is_reported_at_its_steps():
    """Slow words make the rest grow and leave no room for a reminder, inside a repeat too."""
    hold = Hold(seconds=10.0, reps=2, rest=2.0, remind=("Breathe.",), name="Calf", mark=TextPosition(6, 9))
    drawn = routine(Repeat(times=2, steps=(hold, Rest(seconds=5.0)), mark=TextPosition(4, 5)))
    reported = advice(drawn, [compose(drawn, Delivery(), FixedDurations(8.0))], "r.yaml")
    assert [(problem.line, problem.column, problem.code) for problem in reported] == [
        (6, 9, "reminder-left-out"),
        (6, 9, "rest-grows"),
    ]


def test_what_fits_is_not_reported():
    """A routine with room for its words has no advice."""
    drawn = routine(
        Hold(seconds=30.0, reps=2, rest=9.0, side="each", remind=("Breathe.",)),
        Move(reps=8, pace=4.0, remind=("Slowly.",)),
    )
    assert advice(drawn, [compose(drawn, Delivery(), FixedDurations(0.8))], "r.yaml") == ()
