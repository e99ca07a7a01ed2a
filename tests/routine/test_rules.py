"""What fields must be to each other.

Mutants of `rules.py` that change nothing: `else 1` in `_characters`, as a safety text that is neither text
nor list is an error, and a routine with errors has no place; `<` for the fields of a repeat, which has
`repeat` too; and a condition of one for none, as no answer is limited to less than ten.
"""

from __future__ import annotations

import pytest

from coach.problems import TextPosition


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
                "3:5: error[missing-field]: this step does not say how long it lasts; "
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
            "repeat: 3\nsteps:\n  - say: A\n  - rest: 4 s\n  - rest: 5 s",
            (
                "7:9: warning[rest-at-end]: this repeat ends with a rest, also after its last round; "
                "write 'rest' next to 'repeat' instead: that rest comes between the rounds"
            ),
        ),
    ],
)
def test_fields_that_do_not_go_together_are_reported(problems_in_step, step, problem):
    """Fields that say one thing twice, nothing at all, or something for nothing are reported."""
    assert problems_in_step(step) == [problem]


@pytest.mark.parametrize(
    "step",
    [
        "move: 60 s",
        "ask: Well?",
        "ask: effort ?",
        'ask: "pian"',
        "move: 60 s\npace: own",
        "move: 8 reps\ntempo: 2 s up, 2 s down",
        "move: 8 reps\npace: own\nup_to: 90 s",
        "breathe: {in: 2 s, out: 4 s}\nfor: 1 min",
        "breathe: {in: 2 s, out: 4 s}\ncycles: 10",
        "repeat: 3\nsteps:\n  - rest: 5 s",
        "repeat: 3\nsteps:\n  - rest: 5 s\n  - say: A",
    ],
)
def test_fields_that_go_together_are_not(problems_in_step, step):
    """A movement by time needs no tempo, a question may be any text, and a repeat may be a single rest."""
    assert problems_in_step(step) == []


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
def test_a_dose_says_each_thing_once(problems_in, dose, problem):
    """Two ways of saying how often would have to agree."""
    assert problems_in(f"title: T\ndose: {dose}\nsteps: [{{say: A}}]") == [f"{problem}; keep one of them"]


@pytest.mark.parametrize(
    ("field", "text", "before", "example"),
    [
        (
            "not_for",
            "Do not do this if your neck hurts.",
            "If you have …: leave this out.",
            "a recent neck injury",
        ),
        (
            "not_for",
            "[a new knee, if your knee is hot]",
            "If you have …: leave this out.",
            "a recent neck injury",
        ),
        ("stop_if", "You feel numb", "If you notice …: stop.", "numbness in a leg"),
        ("stop_if", "[numbness.]", "If you notice …: stop.", "numbness in a leg"),
        ("stop_if", '["Don\'t go on when it tingles"]', "If you notice …: stop.", "numbness in a leg"),
    ],
)
def test_safety_phrases_are_no_sentences(problems_in, field, text, before, example):
    """A sentence within the coach's own would say the reverse of what is meant."""
    (problem,) = problems_in(f"title: T\n{field}: {text}\nsteps: [{{say: A}}]")
    where, _, message = problem.partition(" ")
    assert where.startswith("2:")
    assert message == (
        f"error[noun-phrase]: '{field}' takes a noun phrase, not a sentence: the coach says \"{before}\""
        f"; write '{example}'; whole sentences belong in 'cautions'"
    )


@pytest.mark.parametrize(
    ("written", "before", "verb", "remedy"),
    [
        ("not_for: have had a stroke", "If you have …: leave this out.", "have had", "a stroke"),
        ("not_for: are pregnant", "If you have …: leave this out.", "are", "a recent neck injury"),
        ("stop_if: feel a stitch", "If you notice …: stop.", "feel", "a stitch"),
    ],
)
def test_safety_phrases_begin_without_a_verb(problems_in, written, before, verb, remedy):
    """The coach's own sentence has one, so that a second is one too many."""
    problem = (
        f"2:10: warning[noun-phrase]: the coach says \"{before}\", and '{verb}' does not fit into it; "
        f"write '{remedy}'"
    )
    assert problems_in(f"title: T\n{written}\nsteps: [{{say: A}}]") == [problem]


@pytest.mark.parametrize(
    "phrase",
    [
        "a recent neck injury",
        "numbness",
        "double vision",
        "dizziness on looking up",
        "donor scars",
        "hazy sight",
    ],
)
def test_noun_phrases_are_safety_phrases(problems_in, phrase):
    """A phrase that continues the coach's sentence is accepted."""
    assert problems_in(f"title: T\nnot_for: {phrase}\nstop_if: [{phrase}]\nsteps: [{{say: A}}]") == []


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("title: T\nsteps: [{say: A}]", TextPosition()),
        ("title: T\ncautions: Rise.\nsteps: [{say: A}]", TextPosition(2, 1)),
        ("title: T\ncautions: [Rise.]\nstop_if: numbness in a leg\nsteps: [{say: A}]", TextPosition(3, 1)),
        ("title: T\ncautions: [Rise., Sit.]\nstop_if: numbness\nsteps: [{say: A}]", TextPosition(2, 1)),
        (
            "{title: T, not_for: [scars, a recent neck injury], stop_if: numbness, steps: [{say: A}]}",
            TextPosition(1, 12),
        ),
    ],
)
def test_a_routine_names_the_place_of_its_longest_safety_text(examined, text, mark):
    """The longest field by its characters counts, as text or list; without one it is the beginning."""
    assert examined(text).routine.mark == mark


def test_pain_that_rises_needs_a_first_answer(problems_in):
    """`ask: pain` must come before the first exercise, in a repeat or not; a bad step hides the question."""
    head = "title: T\npain_rise: 2\nsteps:"
    problem = (
        "2:1: error[pain-rise]: 'pain_rise' compares with a first answer, but no step asks for one; "
        "put '- ask: pain' before the first exercise"
    )
    assert problems_in(f"{head} [{{say: A}}, {{ask: pain}}, {{hold: 5 s}}]") == []
    assert problems_in(f"{head} [{{repeat: 2, steps: [{{ask: pain}}, {{hold: 5 s}}]}}]") == []
    assert problems_in(f"{head} [{{hold: 5 s}}, {{ask: pain}}]") == [problem]
    assert problems_in(f"{head} [{{ask: effort}}, {{hold: 5 s}}]") == [problem]
    assert [line.split(":")[2] for line in problems_in(f"{head} [{{ask: pian}}, {{hold: 5 s}}]")] == [
        " error[unknown-word]"
    ]


def limits_of(examined, head):
    """The pain limit and the pain rise of a routine with these fields; None: it has errors."""
    found = examined(f"title: T\n{head}\nsteps: [{{ask: pain}}, {{hold: 5 s}}]").routine
    return found and (found.pain_limit, found.pain_rise)


def test_a_routine_ends_at_a_pain_of_six_or_less(examined):
    """An author may only lower the limit, and leaves it at six by saying nothing."""
    assert limits_of(examined, "areas: neck") == (6, None)
    limits = {limit: limits_of(examined, f"pain_limit: {limit}") for limit in range(12)}
    allowed = {limit: (limit, None) for limit in range(1, 7)}
    assert limits == {limit: allowed.get(limit) for limit in range(12)}


def test_pain_rises_by_one_to_ten(examined):
    """A rise of nothing is no rise, and one of more than ten is impossible."""
    rises = {rise: limits_of(examined, f"pain_rise: {rise}") for rise in range(13)}
    allowed = {rise: (6, rise) for rise in range(1, 11)}
    assert rises == {rise: allowed.get(rise) for rise in range(13)}


@pytest.mark.parametrize(
    ("step", "place", "what"),
    [
        ("move: 8-12 reps\npace: 4 s", "3:11", "a range of repetitions"),
        ("move: 8 reps\npace: 4 s\nsets: 2-3", "5:11", "a range of sets"),
        ("hold: up to 20 s", "3:11", "'up to'"),
        ("hold: 5 breaths", "3:11", "a hold in breaths"),
        ("hold: 20 s\nsets: 2-3", "4:11", "a range of sets"),
    ],
)
def test_what_is_done_as_one_is_able_needs_the_second_format(
    problems_in, problems_in_step, step, place, what
):
    """In a file of the first its amounts are figures, so that nothing in it changes."""
    problem = f"{what} needs format 2, but this file has format 1; write 'format: 2' at the top"
    assert problems_in_step(step) == [f"{place}: error[format]: {problem}"]
    fields = step.replace("\n", ", ")
    assert problems_in(f"format: 2\ntitle: T\nsteps: [{{{fields}}}]") == []


PAIN = (
    "format: 2\ntitle: T\npain_limit: 5\nsteps:\n  - ask: pain\n    if: {at_least: %d, then: stop}\n"
    "  - hold: 20 s\n"
)


@pytest.mark.parametrize(("pain", "limit"), [(3, 3), (5, 5)])
def test_a_routine_has_one_limit_of_pain(examined, pain, limit):
    """A question that ends it at less lowers the limit, so that the stop rules name the same number."""
    came = examined(PAIN % pain)
    assert (came.problems, came.routine.pain_limit) == ((), limit)


def test_a_rule_above_the_limit_is_noted(problems_in):
    """A rule above the pain limit is noted, as it never has an effect: the routine ends before."""
    assert problems_in(PAIN % 7) == [
        (
            "5:5: warning[pain-limit]: the routine ends at a pain of 5 already; "
            "leave this 'if' out, or lower its 'at_least'"
        )
    ]


def test_every_question_may_lower_the_limit_of_pain(examined):
    """The lowest that any of them names holds, whatever is asked before and between."""
    asked = "".join(
        f"  - ask: {question}\n    if: {{at_least: {amount}, then: stop}}\n"
        for question, amount in (("effort", 1), ("pain", 4), ("pain", 3), ("pain", 5))
    )
    steps = f"  - ask: pain\n    if: {{at_most: 2, then: stop}}\n{asked}  - hold: 20 s\n"
    came = examined(f"format: 2\ntitle: T\nsteps:\n{steps}")
    assert (came.problems, came.routine.pain_limit) == ((), 3)


SKIP = "  - ask: pain\n    if: {at_least: 5, skip_to: Bridge}\n"
NAMED = "  - hold: 20 s\n    name: %s\n"
NO_NAME = "error[skip-to]: no step after this question has the name 'Bridge'; "


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        (f"  - say: Lie down.\n{SKIP}{NAMED % 'Bridge'}", None),
        (f"{SKIP}  - breathe: {{in: 2 s, out: 4 s}}\n    cycles: 3\n    name: Bridge\n", None),
        (f"{NAMED % 'Bridge'}{SKIP}", f"6:5: {NO_NAME}give a later step that name"),
        (
            f"  - say: Lie down.\n{SKIP}  - hold: 20 s\n{NAMED % '{left: L, right: R}'}    side: each\n",
            f"5:5: {NO_NAME}give a later step that name",
        ),
        (
            f"{SKIP}  - hold: 20 s\n{''.join(NAMED % f'Step {number}' for number in range(1, 12))}",
            f"4:5: {NO_NAME}write one of {', '.join(f'Step {number}' for number in range(1, 11))}",
        ),
    ],
)
def test_a_question_skips_to_a_later_step(problems_in, steps, problem):
    """The step is found by a name of one text; the message offers those there are, the first ten at most."""
    assert problems_in(f"format: 2\ntitle: T\nsteps:\n{steps}") == ([] if problem is None else [problem])


def test_a_comma_in_braces_ends_a_text(problems_in):
    """The message says what to do, and not that the rest is an unknown field."""
    text = "format: 2\ntitle: T\nsteps:\n  - ask: pain\n    if: {at_most: 1, say: Good, take more.}\n"
    expected = (
        "5:33: error[needs-quotes]: within braces a comma ends the text, before 'take more.'; "
        "put the whole text in double quotes"
    )
    assert problems_in(text) == [expected]
