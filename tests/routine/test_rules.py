"""What fields must be to each other."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        (
            "move: 8 reps\ntempo: 2 s up, 2 s down\npace: 2 s",
            "5:5: error[conflict]: 'tempo' and 'pace' both say how fast; keep one of them",
        ),
        (
            "move: 8 reps\npace: 2 s\nup_to: 90 s",
            (
                "5:5: error[conflict]: 'up_to' only limits how long 'pace: own' waits for repetitions; "
                "leave it out, or write 'pace: own'"
            ),
        ),
        (
            "move: 60 s\npace: own\nup_to: 90 s",
            (
                "5:5: error[conflict]: 'up_to' only limits how long 'pace: own' waits for repetitions; "
                "leave it out"
            ),
        ),
        (
            "move: 8 reps",
            (
                "3:5: warning[no-tempo]: without tempo or pace, each repetition takes 4 s; "
                "write 'tempo: 2 s up, 2 s down', 'pace: 4 s' or 'pace: own'"
            ),
        ),
        (
            "breathe: {in: 2 s, out: 4 s}",
            (
                "3:5: error[missing-field]: nothing says how long to breathe like this; "
                "write 'for: 5 min' or 'cycles: 30'"
            ),
        ),
        (
            "breathe: {in: 2 s, out: 4 s}\nfor: 1 min\ncycles: 10",
            "5:5: error[conflict]: 'for' and 'cycles' both say how long; keep one of them",
        ),
        (
            "breathe: {in: 2 s, out: 4 s}\ncycles: 10\nwithout_holds: {in: 4 s, hold: 1 s, out: 4 s}",
            (
                "5:5: error[conflict]: 'without_holds' has a hold; "
                "leave it out there: it is for people who must not hold their breath"
            ),
        ),
        (
            "ask: pian",
            (
                "3:10: error[unknown-word]: 'pian' is neither pain nor effort; "
                "did you mean 'pain'? Put a question of your own in quotes"
            ),
        ),
        (
            "repeat: 3\nsteps:\n  - say: A\n  - rest: 5 s",
            (
                "6:9: warning[rest-at-end]: this repeat ends with a rest, also after its last round; "
                "write 'rest' next to 'repeat' instead: that rest comes between the rounds"
            ),
        ),
    ],
)
def test_fields_that_do_not_go_together_are_told(told_of_step, step, problem):
    """What says one thing twice, nothing at all, or something for nothing."""
    assert told_of_step(step) == [problem]


@pytest.mark.parametrize("step", ["move: 60 s", "ask: Well?", 'ask: "pian"', "move: 60 s\npace: own"])
def test_fields_that_go_together_are_not(told_of_step, step):
    """A movement by time needs no tempo; a question may be any."""
    assert told_of_step(step) == []


@pytest.mark.parametrize(
    ("dose", "problem"),
    [
        ("{per_day: 2, every: 1 h}", "2:20: error[conflict]: 'per_day' and 'every' both say how often a day"),
        (
            "{days_per_week: 2, days: [mon]}",
            "2:26: error[conflict]: 'days_per_week' and 'days' both say on which days",
        ),
        (
            "{rest_days: 1, days: [mon]}",
            "2:22: error[conflict]: 'rest_days' and 'days' both say on which days",
        ),
    ],
)
def test_a_dose_says_each_thing_once(told, dose, problem):
    """Two ways of saying how often would have to agree."""
    assert told(f"title: T\ndose: {dose}\nsteps: [{{say: A}}]") == [f"{problem}; keep one of them"]


@pytest.mark.parametrize(
    ("field", "text", "before", "example"),
    [
        ("not_for", "Do not do this if your neck hurts.", "Not for you if you have:", "a recent neck injury"),
        ("not_for", "[a new knee, if your knee is hot]", "Not for you if you have:", "a recent neck injury"),
        ("stop_if", "You feel numb", "Stop if you notice:", "numbness in a leg"),
        ("stop_if", "[numbness.]", "Stop if you notice:", "numbness in a leg"),
        ("stop_if", '["Don\'t go on when it tingles"]', "Stop if you notice:", "numbness in a leg"),
    ],
)
def test_safety_phrases_are_no_sentences(told, field, text, before, example):
    """A sentence behind the coach's own words would say the reverse of what is meant."""
    (problem,) = told(f"title: T\n{field}: {text}\nsteps: [{{say: A}}]")
    where, _, message = problem.partition(" ")
    assert where.startswith("2:")
    assert message == (
        f"error[noun-phrase]: '{field}' takes a noun phrase, not a sentence: the coach says \"{before}\" "
        f"first; write '{example}'; whole sentences belong in 'cautions'"
    )


@pytest.mark.parametrize(
    "phrase",
    ["a recent neck injury", "numbness", "double vision", "dizziness on looking up", "donor scars"],
)
def test_noun_phrases_are_safety_phrases(told, phrase):
    """What goes on where the coach's sentence begins is left alone."""
    assert told(f"title: T\nnot_for: {phrase}\nstop_if: [{phrase}]\nsteps: [{{say: A}}]") == []


def test_pain_that_rises_needs_a_first_answer(told):
    """`ask: pain` comes before the first exercise, in a repeat or not; a bad step hides the question."""
    head = "title: T\npain_rise: 2\nsteps:"
    problem = (
        "2:1: error[pain-rise]: 'pain_rise' compares with a first answer, and nothing asks for one; "
        "put '- ask: pain' before the first exercise"
    )
    assert told(f"{head} [{{say: A}}, {{ask: pain}}, {{hold: 5 s}}]") == []
    assert told(f"{head} [{{repeat: 2, steps: [{{ask: pain}}, {{hold: 5 s}}]}}]") == []
    assert told(f"{head} [{{hold: 5 s}}, {{ask: pain}}]") == [problem]
    assert told(f"{head} [{{ask: effort}}, {{hold: 5 s}}]") == [problem]
    assert [line.split(":")[2] for line in told(f"{head} [{{ask: pian}}, {{hold: 5 s}}]")] == [
        " error[unknown-word]"
    ]
