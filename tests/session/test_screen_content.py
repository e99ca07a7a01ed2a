"""What the screen shows, and where, at one snapshot of a performance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.session.interface import Snapshot
from coach.session.screen_content import KEYS, MARGIN, PATIENCE, DigitEntry, ScreenContent, content_of
from coach.timeline.model import Cue, NoticeSpan, StepSpan, Timeline

NOTHING = DigitEntry()

TIMELINE = Timeline(
    routine="neck",
    title="Neck",
    language="en",
    seconds=200.0,
    cues=(
        Cue(at=0.0, seconds=4.0, kind="say", text="If your chest hurts, stop and get help."),
        Cue(at=5.0, seconds=2.0, kind="say", text="Sit tall.", step=0),
        Cue(at=10.0, seconds=2.0, kind="say", text="Left ear down.", step=1, side="left", set=1, rep=1),
        Cue(at=20.0, seconds=20.0, kind="hold", text="Side bend", step=1, side="left", set=1, rep=1),
        Cue(at=40.0, seconds=5.0, kind="rest", step=1, side="left", set=1, rep=2),
        Cue(at=45.0, seconds=20.0, kind="hold", text="Side bend", step=1, side="left", set=1, rep=2),
        Cue(at=70.0, seconds=4.0, kind="move", text="Rolls", step=2, set=1, rep=1),
        Cue(at=74.0, seconds=4.0, kind="move", text="Rolls", step=2, set=1, rep=2),
        Cue(at=80.0, seconds=4.0, kind="move", text="Rolls", step=2, set=2, rep=1),
        Cue(at=84.0, seconds=4.0, kind="move", text="Rolls", step=2, set=2, rep=2),
        Cue(at=90.0, seconds=4.0, kind="breathe", step=3, rep=1, phase="in"),
        Cue(at=94.0, seconds=1.0, kind="breathe", step=3, rep=1, phase="sip"),
        Cue(at=95.0, seconds=4.0, kind="breathe", step=3, rep=1, phase="out"),
        Cue(at=99.0, seconds=2.0, kind="breathe", step=3, rep=1, phase="pause"),
        Cue(at=101.0, seconds=4.0, kind="breathe", step=3, rep=2, phase="in"),
        Cue(at=110.0, seconds=60.0, kind="move", text="Squats", step=4, set=1),
        Cue(at=172.0, seconds=2.0, kind="say", text="How much pain?", step=5),
        Cue(at=175.0, seconds=15.0, kind="ask", text="pain", step=5),
        Cue(at=192.0, seconds=2.0, kind="say", text="Well done."),
    ),
    steps=(
        StepSpan(index=0, kind="say", name="Sit tall.", at=5.0, seconds=5.0),
        StepSpan(index=1, kind="hold", name="Side bend", at=10.0, seconds=60.0),
        StepSpan(index=2, kind="move", name="Rolls", at=70.0, seconds=20.0),
        StepSpan(index=3, kind="breathe", name="Sighing", at=90.0, seconds=20.0),
        StepSpan(index=4, kind="move", name="Squats", at=110.0, seconds=60.0, own_pace=True),
        StepSpan(index=5, kind="ask", name="How much pain?", at=170.0, seconds=20.0, question="pain"),
    ),
    notices=(NoticeSpan("stop-rules", "v1", 0.0, 5.0),),
)


def moment(position, state="performing", **more):
    """The snapshot of that timeline at that position."""
    return Snapshot(timeline=TIMELINE, position=position, state=state, **more)


def seen(position, state="performing", **more):
    """The content for that snapshot, with nothing typed."""
    return content_of(moment(position, state, **more), "Neck", NOTHING)


def test_a_hold_shows_everything_at_once():
    """Exercise, side, seconds, repetition, the last words, what comes next, is done and remains are shown."""
    assert seen(25.0, steps_done=frozenset({0}), remarks=("No audio device.",)) == ScreenContent(
        mood="working",
        title="Neck",
        place="Step 2 of 6",
        name="Side bend",
        side="LEFT",
        figures="15",
        stage="Left ear down.",
        caption="Hold 1 of 2",
        left=0.75,
        words="Left ear down.",
        next="Rolls",
        done="1 of 4 done",
        progress=0.125,
        remaining="2:55 left",
        remarks=("No audio device.",),
        keys=KEYS,
    )


def test_done_is_only_what_was_committed():
    """A step that was played is not called done until the snapshot says so."""
    assert seen(100.0).done == "0 of 4 done"
    assert seen(100.0, steps_done=frozenset({0, 2})).done == "2 of 4 done"


def test_before_a_hold_its_words_are_read_and_then_it_is_counted_in():
    """At first the words are large with the seconds below, and in the last five seconds the figures are."""
    early, late = seen(13.0), seen(15.5)
    assert (early.figures, early.stage, early.caption) == ("", "Left ear down.", "Begins in 7 s")
    assert (late.figures, late.words, late.caption) == ("5", "Left ear down.", "Get ready")
    assert {early.side, late.side} == {"LEFT"}
    assert {early.mood, late.mood} == {"listening"}


def test_a_rest_says_so_and_what_ends_it():
    """A rest counts down, without a side, and names the exercise that follows with its side."""
    resting = seen(41.0)
    assert (resting.mood, resting.name, resting.side, resting.figures) == ("resting", "Rest", "", "4")
    assert resting.next == "Side bend, left"


def test_repetitions_are_shown_as_the_voice_counts_them():
    """In a movement the large figure is the number that the voice says, not the seconds of one repetition."""
    assert (seen(85.0).figures, seen(85.0).caption) == ("2", "Repetition 2 of 2 · Set 2 of 2")


@pytest.mark.parametrize(
    ("position", "name", "figures", "left"),
    [
        (91.0, "Breathe in", "3", 0.25),
        (94.5, "Sip", "1", 1.0),
        (96.0, "Breathe out", "3", 0.75),
        (100.0, "Pause", "1", 0.0),
    ],
)
def test_a_breath_fills_the_bar_and_empties_it(position, name, figures, left):
    """Breathing in fills, a sip stays full, breathing out empties; the phase is named."""
    breath = seen(position)
    assert (breath.name, breath.figures, breath.left) == (name, figures, left)
    assert breath.caption == "Breath 1 of 2"


def test_an_exercise_at_ones_own_pace_names_the_key_that_ends_it():
    """Where nothing is counted, the line below says how to go on."""
    own = seen(120.0)
    assert (own.figures, own.stage, own.caption) == (
        "",
        "At your own pace",
        "n when you are done · 50 s left",
    )


def test_a_pause_says_how_to_go_on():
    """During a pause nothing moves, and the key that goes on is named twice."""
    paused = seen(25.0, "paused")
    assert (paused.mood, paused.figures, paused.caption) == ("paused", "15", "Paused · space to resume")
    assert paused.keys == (("space", "resume"), *KEYS[1:])


def test_a_notice_that_is_to_be_read_names_its_key_twice():
    """While the session waits for the person to read, the caption and the keys say how to go on."""
    waiting = seen(1.0, "paused", to_read=True)
    assert (waiting.caption, waiting.keys[0]) == ("Space when you have read it", ("space", "go on"))


def test_a_notice_can_be_skipped():
    """During a notice its words are large and Enter is offered."""
    notice = seen(1.0)
    assert (notice.name, notice.stage, notice.caption, notice.place) == (
        "When to stop",
        "If your chest hurts, stop and get help.",
        "Enter skips this",
        "",
    )
    assert notice.keys[0] == ("Enter", "skip")


def test_a_question_stands_alone():
    """Only the question, how to answer and the seconds left are shown, and no figures of the hold."""
    asked = seen(25.0, "asking", question="How much pain?", answer_within=11.2)
    assert (asked.mood, asked.name, asked.side, asked.figures) == ("asking", "", "", "")
    assert (asked.stage, asked.caption) == (
        "How much pain?",
        "Press a number, 0 to 10 · 12 s left",
    )
    assert (asked.left, asked.words) == (0.0, "")
    assert asked.keys[0] == ("0 to 10", "answer")


def test_a_question_is_not_repeated_below():
    """Of the words that are spoken with a question only the others are shown below it."""
    more = {"question": "How much pain?", "aside": "Let go gently. How much pain?"}
    asked = seen(25.0, "asking", **more)
    assert (asked.stage, asked.words) == ("How much pain?", "Let go gently.")


def test_a_question_of_the_routine_shows_its_time_as_a_bar():
    """The bar of an `ask` step empties with the time to answer."""
    assert seen(178.75, "asking", question="How much pain?", answer_within=11.25).left == 0.75


def test_a_one_is_shown_while_it_waits():
    """The `1` is large, with the question above it and what a `0` would make of it below."""
    waiting = content_of(
        moment(25.0, "asking", question="How much pain?", answer_within=11.2), "Neck", DigitEntry(5.0)
    )
    assert (waiting.figures, waiting.name, waiting.caption) == (
        "1",
        "How much pain?",
        "Press 0 for 10 · 12 s left",
    )


def test_the_question_is_not_shown_twice_while_it_is_spoken():
    """Until the time to answer begins, the question of an `ask` step is shown in one place only."""
    assert (seen(173.0).name, seen(173.0).stage, seen(173.0).caption) == ("", "How much pain?", "")


def test_words_outside_the_timeline_replace_the_countdown():
    """While "Let go gently" is said nothing on the screen tells the person to go on holding."""
    aside = seen(25.0, aside="Let go gently.")
    assert (aside.figures, aside.stage, aside.caption, aside.left) == (
        "",
        "Let go gently.",
        "",
        0.0,
    )
    assert (aside.words, aside.mood) == ("", "listening")


def test_the_end_comes_last():
    """During the last words only the end comes next."""
    last = seen(193.0)
    assert (last.next, last.stage, last.caption) == ("the end", "Well done.", "")


def test_control_sequences_in_a_file_never_reach_the_screen():
    """Names, words, questions and remarks are stripped of them; the title too."""
    hostile = replace(
        TIMELINE,
        cues=(Cue(at=0.0, seconds=9.0, kind="hold", text="\x1b[31mBend\x07", step=0, side="left"),),
        steps=(StepSpan(index=0, kind="hold", name="\x1b[31mBend\x07", at=0.0, seconds=200.0),),
        notices=(),
    )
    shown = content_of(
        Snapshot(timeline=hostile, position=1.0, state="performing", remarks=("\x1b[2Jgone",)),
        "\x1b]0;title\x07Neck",
        NOTHING,
    )
    assert (shown.title, shown.name, shown.remarks) == ("Neck", "Bend", ("gone",))


def test_what_is_only_shown_is_below():
    """A text that is only shown stands as the latest remark, on one line, as long as the step lasts."""
    step = replace(TIMELINE.steps[1], shown=("A mirror helps.", "https://example.org/\x1b[2Jneck"))
    steps = (TIMELINE.steps[0], step, *TIMELINE.steps[2:])
    timeline = replace(TIMELINE, steps=steps)

    def remarks(position):
        return content_of(
            Snapshot(timeline=timeline, position=position, state="performing", remarks=("Quiet.",)),
            "",
            NOTHING,
        ).remarks

    assert remarks(15.0) == ("Quiet.", "A mirror helps. · https://example.org/neck")
    assert remarks(75.0) == ("Quiet.",)


NO_DIGITS = DigitEntry()


def typed(presses, until):
    """All answers given by these (digit, instant) presses, and by waiting until then."""
    entry, answers = NO_DIGITS, []
    for digit, now in presses:
        entry, waited = entry.wait(now)
        entry, pressed = entry.press(digit, now)
        answers += [answer for answer in (waited, pressed) if answer is not None]
    entry, waited = entry.wait(until)
    return answers + ([waited] if waited is not None else [])


def test_every_digit_but_one_answers_at_once():
    """The digits 0 and 2 to 9 are an answer as soon as they are pressed."""
    assert [NO_DIGITS.press(digit, 5.0) for digit in (0, 2, 3, 4, 5, 6, 7, 8, 9)] == [
        (NO_DIGITS, digit) for digit in (0, 2, 3, 4, 5, 6, 7, 8, 9)
    ]


def test_one_waits_for_a_nought():
    """A `1` is an answer only when the time for a `0` is over."""
    entry, answer = NO_DIGITS.press(1, 5.0)
    assert (entry, answer) == (DigitEntry(5.0 + PATIENCE), None)
    assert entry.wait(5.0 + PATIENCE - 0.001) == (entry, None)
    assert entry.wait(5.0 + PATIENCE) == (NO_DIGITS, 1)


def test_a_nought_in_time_makes_ten():
    """A `1` and then a `0` in time are an answer of ten."""
    assert typed([(1, 5.0), (0, 6.4)], 9.0) == [10]


def test_a_nought_too_late_is_not_ten():
    """A `0` that comes later finds that the `1` has been answered, even if nothing was drawn meanwhile."""
    entry, _ = NO_DIGITS.press(1, 5.0)
    assert entry.press(0, 5.0 + PATIENCE) == (NO_DIGITS, 1)


def test_another_digit_corrects_a_one():
    """A `1` and then a `4` are 4, and a second `1` is 1: never fourteen or eleven."""
    assert typed([(1, 5.0), (4, 5.5)], 9.0) == [4]
    assert typed([(1, 5.0), (1, 5.5)], 9.0) == [1]


def test_enter_gives_a_waiting_one():
    """Enter makes a waiting `1` the answer, and does nothing else."""
    entry, _ = NO_DIGITS.press(1, 5.0)
    assert entry.confirm() == (NO_DIGITS, 1)
    assert NO_DIGITS.confirm() == (NO_DIGITS, None)


def test_a_one_is_given_before_the_question_closes():
    """A `1` shortly before the end of the question is answered in time."""
    entry, answer = NO_DIGITS.press(1, 5.0, within=1.0)
    assert (entry, answer) == (DigitEntry(5.0 + 1.0 - MARGIN), None)
    assert NO_DIGITS.press(1, 5.0, within=MARGIN) == (NO_DIGITS, 1)


@given(st.lists(st.tuples(st.integers(0, 9), st.floats(0, 4)), min_size=1, max_size=6))
def test_whatever_is_typed_gives_answers_from_nought_to_ten(steps):
    """Any keys at any pace give answers from 0 to 10, and no digit is left over."""
    now, presses = 0.0, []
    for digit, pause in steps:
        now += pause
        presses.append((digit, now))
    answers = typed(presses, now + PATIENCE + 0.001)
    assert answers
    assert all(0 <= answer <= 10 for answer in answers)


@pytest.mark.parametrize(
    ("presses", "answer"),
    [([(1, 0.0), (2, 0.5)], 12), ([(9, 0.0), (9, 0.5)], 99), ([(7, 0.0)], 7), ([(0, 0.0)], 0)],
)
def test_a_number_may_have_two_digits(presses, answer):
    """Where a number is asked for, a second digit in time belongs to the first."""
    entry, answers = NO_DIGITS, []
    for digit, now in presses:
        entry, given = entry.press(digit, now, highest=99)
        answers.append(given)
    answers.append(entry.wait(9.0)[1])
    assert [given for given in answers if given is not None] == [answer]
