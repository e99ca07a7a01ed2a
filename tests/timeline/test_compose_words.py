"""What is said between the exercises: rests, questions, notices, greetings, and the words of a tempo."""

from __future__ import annotations

import pytest

from coach.routine.model import (
    Ask,
    Dose,
    Hold,
    Move,
    Phase,
    Rest,
    Routine,
    Say,
    SidedText,
)
from coach.timeline.compose import utterances
from coach.timeline.english import ENGLISH
from coach.timeline.model import Delivery, GrownRest
from fixed_durations import FixedDurations
from timeline.composed import heard, timeline_of, words_of


def test_own_pace_waits_with_a_soft_tone():
    """The person has at most `up_to`, with a tone every 15 s."""
    timeline = timeline_of(Move(reps=3, name="Sit", pace="own", up_to=40.0))
    assert heard(timeline) == [
        (0.0, "say", "Sit."),
        (1.35, "say", "At your own pace, three repetitions."),
        (6.35, "say", "Ready."),
        (8.35, "tone", "start"),
        (8.35, "move", "Sit"),
        (23.35, "tone", "tick"),
        (38.35, "tone", "tick"),
        (48.35, "tone", "end"),
    ]
    assert timeline.steps[0].own_pace


def test_words_rests_and_questions():
    """A question waits as long as the delivery says, and a rest lasts as written."""
    timeline = timeline_of(Say(text="Sit tall."), Rest(seconds=10.0), Ask(question="pain"))
    assert heard(timeline) == [
        (0.0, "say", "Sit tall."),
        (1.0, "rest", None),
        (1.15, "say", "Rest."),
        (11.0, "say", "How much pain is there, from zero to ten?"),
        (12.0, "ask", "pain"),
    ]
    assert (timeline.seconds, timeline.steps[2].question) == (27.0, "pain")


def test_words_that_inflect():
    """A text that is written for each side is said in the words of that side."""
    name = SidedText("Linkes Bein", "Rechtes Bein")
    timeline = timeline_of(Hold(seconds=10.0, name=name, side="alternate"))
    assert [cue.text for cue in timeline.cues if cue.kind == "hold"] == ["Linkes Bein", "Rechtes Bein"]


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        (
            "full",
            [
                "Neck. The left side.",
                "Left ear down.",
                "No pain.",
                "Soft.",
                "Half-way.",
                "And slowly come back.",
            ],
        ),
        ("brief", ["Neck. The left side.", "No pain.", "Half-way.", "And slowly come back."]),
        ("tones", ["Neck. The left side.", "No pain."]),
    ],
)
def test_less_is_said_as_a_routine_becomes_known(detail, said):
    """Explanations are left out, but cautions and sides stay."""
    step = Hold(
        seconds=20.0, name="Neck", cue="{side} ear down.", remind=("Soft.",), caution="No pain.", side="left"
    )
    timeline = timeline_of(step, delivery=Delivery(detail=detail))
    assert [cue.text for cue in timeline.cues if cue.kind == "say" and cue.step == 0] == said


def test_notices_come_first():
    """The stop rules come before the routine's own notice, and their spans and versions are known."""
    timeline = timeline_of(
        Say(text="Sit."),
        not_for=("a recent neck injury", "dizziness"),
        cautions=("Stay clear of full neck circles.",),
        stop_if=("numbness",),
        delivery=Delivery(notices=frozenset({"stop-rules", "routine"})),
    )
    said = [cue.text for cue in timeline.cues if cue.step is None]
    assert [notice.notice for notice in timeline.notices] == ["stop-rules", "routine"]
    assert said == [
        "If your chest hurts or your sight or speech changes, stop and get help.",
        "If dizzy, sit.",
        "If pain reaches six, stop.",
        "If you have a recent neck injury or dizziness: leave this out.",
        "Stay clear of full neck circles.",
        "If you notice numbness: stop.",
    ]
    assert timeline.notices[0].end <= timeline.notices[1].at + 1e-9
    assert timeline.notices[1].end == timeline.steps[0].at


def test_help_comes_before_its_rules():
    """An `as_needed` routine begins with its action at once, and says the rules afterwards."""
    timeline = timeline_of(
        Say(text="Pull the toes towards you."),
        dose=Dose(as_needed=True),
        delivery=Delivery(notices=frozenset({"stop-rules"})),
    )
    assert timeline.cues[0].text == "Pull the toes towards you."
    assert timeline.notices[0].at >= timeline.steps[0].end


def test_the_rules_are_said_before_the_goodbye():
    """People stop listening when they have heard that it is over."""
    timeline = timeline_of(
        Hold(seconds=5.0, name="Calf"),
        dose=Dose(as_needed=True),
        delivery=Delivery(notices=frozenset({"stop-rules"})),
    )
    last = [cue.text for cue in timeline.cues if cue.kind == "say"][-4:]
    rules = ENGLISH.safety.general.replace("{limit}", "six")
    assert [" ".join(last[:-1]), last[-1]] == [rules, ENGLISH.finished]


def test_breathing_has_a_rule_of_its_own():
    """The rule of breathing says not to do it while driving, or in or near water."""
    said = utterances(
        Routine(id="b", title="B", kind="breathing", steps=(Say(text="Sit."),)),
        Delivery(notices=frozenset({"routine"})),
    )
    assert said[0].startswith("While driving, or in or near water")


@pytest.mark.parametrize(
    ("notices", "dose", "said"),
    [
        ((), Dose(), ["Welcome back.", "Sit."]),
        (("routine",), Dose(), ["Welcome back.", "Rise slowly.", "Sit."]),
        (("routine",), Dose(as_needed=True), ["Sit.", "Rise slowly."]),
    ],
)
def test_a_greeting_is_the_first_word(notices, dose, said):
    """A greeting comes before the notices and is skipped with them; help in a bad moment has none."""
    timeline = timeline_of(
        Say(text="Sit."),
        cautions=("Rise slowly.",),
        dose=dose,
        delivery=Delivery(notices=frozenset(notices), welcomes_back=True),
    )
    assert [cue.text for cue in timeline.cues] == said
    first = timeline.notices[0] if notices and not dose.as_needed else timeline.steps[0]
    assert first.at == 0.0


def test_the_cue_is_said_again_for_the_other_side():
    """The first time that the other leg's turn comes its cue is said too, however short the rest."""
    step = Hold(seconds=5.0, name="Calf", cue="That heel down.", side="each", rest=5.0, sets=2, set_rest=20.0)
    timeline = timeline_of(step, times=FixedDurations(0.5))
    assert [cue.set for cue in timeline.cues if cue.text == "That heel down."] == [1, 1]
    # the way back 2, side 0.5, gap 0.35, cue 0.5, setup 2, lead-in 1
    assert timeline.grown_rests == (
        GrownRest(step=0, what="rest", written=5.0, seconds=1.35, setup=2.0, by_design=True),
    )


def test_an_effort_is_let_go_at_once():
    """Holding against a resistance ends with "And relax", not with a slow way back."""
    timeline = timeline_of(Hold(seconds=5.0, name="Bridge"), kind="strength")
    assert [cue.text for cue in timeline.cues if cue.kind == "say" and cue.at > 10.0] == [
        "And relax.", ENGLISH.finished,
    ]  # fmt: skip


def test_without_counting_a_hold_still_ends_with_its_tones():
    """`count: none` takes the count, half-way and the tick; where it begins and ends is still heard."""
    timeline = timeline_of(Hold(seconds=20.0, name="Neck", count="none"))
    assert [(cue.at, cue.text) for cue in timeline.cues if cue.kind == "tone"] == [
        (6.0, "start"), (26.0, "end"),
    ]  # fmt: skip
    assert timeline.cues[-2].text == "And slowly come back."


def test_two_questions_keep_apart():
    """The second question waits a moment, so that it is not taken for a word on the first answer."""
    timeline = timeline_of(Ask(question="pain"), Ask(question="effort"), delivery=Delivery(ask_seconds=5.0))
    assert heard(timeline) == [
        (0.0, "say", ENGLISH.questions["pain"]),
        (1.0, "ask", "pain"),
        (7.5, "say", ENGLISH.questions["effort"]),
        (8.5, "ask", "effort"),
    ]


def test_a_phase_of_a_second_has_its_word_if_there_is_time():
    """Half a second of words fits into a phase of one second, and 0.9 s with its silence does not."""
    step = Move(reps=3, name="Press", tempo=(Phase("push", 1.0), Phase("back", 3.0)))
    assert words_of(step, 0.5)[:4] == [(0.0, "Push."), (1.0, "Back."), (4.0, "Push."), (5.0, "Back.")]
    assert words_of(step, 0.9)[:2] == [(1.0, "Back."), (5.0, "Back.")]


def test_the_words_of_the_tempo_can_be_said_every_time():
    """With `words: every` no repetition is without them, but for the last, which is announced."""
    tempo = (Phase("push", 2.0), Phase("back", 3.0))
    step = Move(reps=4, name="Press", tempo=tempo, words="every")
    assert [text for _, text in words_of(step, 0.5)] == ["Push.", "Back."] * 3 + [
        "Last one.",
        "Push.",
        "Back.",
    ]
