"""Placeholders, and where they mean something."""

from __future__ import annotations

import pytest

from coach.voice.speakable import speakable
from coach.voice.voice import VoiceFault


@pytest.mark.parametrize(
    "step",
    [
        'hold: 20 s\nside: each\ncue: "{side}, not {other_side}, {rep} of {reps}, {set} of {sets}, {hold}"',
        'hold: 20 s\nremind: ["{side} knee", "{hold}"]\nside: left',
        'move: 8 reps\npace: 2 s\nname: "{side} heel, {reps} times"\nside: alternate',
        'say: "{side} foot"\nside: right',
        'repeat: 2\nside: each\nname: "Round {rep} of {reps}, {side}"\nsteps:\n  - say: "{side} foot"',
        'repeat: 2\nside: alternate\nsteps:\n  - repeat: 2\n    steps: [{hold: 5 s, cue: "{side}"}]',
        'hold: 20 s\ncue: {left: "Links", right: "Rechts {rep}"}\nside: each',
    ],
)
def test_placeholders_are_allowed_where_they_mean_something(problems_in_step, step):
    """A side needs a left and right, also from a repeat around it, and numbers need an exercise."""
    assert problems_in_step(step) == []


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        (
            'hold: 20 s\ncue: "Down, {sied} heel"\nside: each',
            "4:17: error[placeholder]: '{sied}' is not a placeholder; did you mean '{side}'?",
        ),
        (
            "hold: 20 s\ncue: Heel {ankle}\nside: each",
            (
                "4:15: error[placeholder]: '{ankle}' is not a placeholder; "
                "write one of {side}, {other_side}, {rep}, {reps}, {set}, {sets}, {hold}"
            ),
        ),
        (
            "hold: 20 s\ncue: Heel { side }\nside: each",
            "4:15: error[placeholder]: '{ side }' is not a placeholder; did you mean '{side}'?",
        ),
        (
            "hold: 20 s\ncue: Down, {side heel",
            (
                "4:16: error[placeholder]: there is a single '{'; "
                "write a placeholder such as '{side}', or leave out the brace"
            ),
        ),
        (
            'hold: 20 s\ncue: "{side} heel"\nside: both',
            (
                "4:11: error[side]: '{side}' is used where there is no left or right; "
                "give the step a side, such as 'side: each', or leave the placeholder out"
            ),
        ),
        (
            'hold: 20 s\ncue: "Not the {other_side} heel"',
            (
                "4:19: error[side]: '{other_side}' is used where there is no left or right; "
                "give the step a side, such as 'side: each', or leave the placeholder out"
            ),
        ),
        (
            'repeat: 2\nside: each\nsteps:\n  - repeat: 2\n    side: both\n    steps: [{say: "{side}"}]',
            (
                "8:24: error[side]: '{side}' is used where there is no left or right; "
                "give the step a side, such as 'side: each', or leave the placeholder out"
            ),
        ),
        (
            "say: Number {rep}",
            (
                "3:17: error[placeholder]: '{rep}' has no meaning in the texts of 'say'; "
                "leave it out, or write the word itself"
            ),
        ),
        (
            "breathe: {in: 2 s, out: 4 s}\ncycles: 4\ncue: For {hold}",
            (
                "5:14: error[placeholder]: '{hold}' has no meaning in the texts of 'breathe'; "
                "leave it out, or write the word itself"
            ),
        ),
        (
            "hold: 20 s\ncue: {left: Links, right: Rechts}",
            (
                "4:10: error[side]: this text differs by side, but there is no left or right here; "
                "write one text, or give the step a 'side'"
            ),
        ),
    ],
)
def test_placeholders_that_mean_nothing_are_reported(problems_in_step, step, problem):
    """If one is misspelt, incomplete or out of place, the problem is at the placeholder itself."""
    assert problems_in_step(step) == [problem]


def test_the_routines_own_texts_have_no_placeholders(problems_in):
    """A title is not spoken on a side."""
    assert problems_in('title: "{reps} times"\nsteps: [{say: A}]') == [
        (
            "1:9: error[placeholder]: '{reps}' has no meaning in the routine's own texts; "
            "leave it out, or write the word itself"
        )
    ]


def test_defaults_are_checked_where_they_are_used(problems_in):
    """A default release with a side is wrong only for a step without one."""
    head = 'title: T\ndefaults: {release: "{side} leg down"}\nsteps:\n  - hold: 20 s\n    side: each\n'
    assert problems_in(head) == []
    assert problems_in(f"{head}  - hold: 10 s\n") == [
        (
            "2:22: error[side]: '{side}' is used where there is no left or right; "
            "give the step a side, such as 'side: each', or leave the placeholder out"
        )
    ]


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ('say: "..."', "3:10: error[nothing-to-say]: there is nothing to say in '...'; write 'say'"),
        ('ask: "?"', "3:10: error[nothing-to-say]: there is nothing to say in '?'; write 'ask'"),
        (
            'hold: 20 s\nremind: [Breathe., "\U0001f60a"]',
            "4:24: error[nothing-to-say]: there is nothing to say in '\U0001f60a'; write 'remind'",
        ),
        (
            'hold: 20 s\nside: each\ncue: {left: Links, right: "**"}',
            "5:31: error[nothing-to-say]: there is nothing to say in '**'; write 'cue'",
        ),
    ],
)
def test_a_text_of_which_nothing_is_spoken_is_reported(problems_in_step, step, problem):
    """A voice makes no sound of a text without a letter or a digit."""
    assert problems_in_step(step) == [f"{problem} in words, with a letter or a digit, or leave it out"]


@pytest.mark.parametrize(
    "step",
    [
        'say: "5"',
        'say: "¡Ya!"',
        'say: "\u00d73, 5 µg of \u03b1"',
        'hold: 5 s\nload: "-"',
        "hold: 5 s\nload: 深",
    ],
)
def test_a_text_with_a_letter_or_a_digit_is_spoken(problems_in_step, step):
    """A text that is only shown needs none, and may be in any script."""
    assert problems_in_step(step) == []


@pytest.mark.parametrize(
    ("language", "steps", "problem"),
    [
        (
            "en",
            "[{say: 左耳靠近左肩。}]",
            (
                "3:15: warning[not-spoken]: no voice for 'en' can say '左耳靠近左肩。'; "
                "this is only shown, with a tone; write it in that language, or change 'language'"
            ),
        ),
        (
            "de-AT",
            '\n  - say: "Links (左耳), dann rechts."',
            (
                "4:18: warning[not-spoken]: no voice for 'de-AT' can say '左耳'; "
                "it is left out when this is spoken; write it in that language, or change 'language'"
            ),
        ),
        (
            "ru",
            '\n  - hold: 5 s\n    cue: "Вдох &alpha; носом"',
            (
                "5:11: warning[not-spoken]: no voice for 'ru' can say '\u03b1'; "
                "it is left out when this is spoken; write it in that language, or change 'language'"
            ),
        ),
        (
            "en",
            '[{say: "<b>&nbsp;</b>"}]',
            (
                "3:15: error[nothing-to-say]: there is nothing to say in '<b>&nbsp;</b>'; "
                "write 'say' in words, with a letter or a digit, or leave it out"
            ),
        ),
    ],
)
def test_letters_of_another_script_are_reported(problems_in, language, steps, problem):
    """A voice leaves them out, so the person would miss those words, or all of them."""
    found = problems_in(f"language: {language}\ntitle: T\nsteps: {steps}")
    assert [each for each in found if "unknown-language" not in each] == [problem]


@pytest.mark.parametrize(
    ("language", "text"), [("zh", "左耳靠近左肩。"), ("ru", "Вдох носом, TENS."), ("qq", "深く")]
)
def test_letters_of_the_languages_own_script_are_spoken(problems_in, language, text):
    """Latin letters belong to every language; of an unknown language nothing is known to be wrong."""
    found = problems_in(f"language: {language}\ntitle: T\nsteps: [{{say: '{text}'}}]")
    assert [each for each in found if "unknown-language" not in each] == []


def test_what_cannot_be_spoken_is_what_the_voice_refuses():
    """The rule is the voice's own: a text that passes has words for the voice."""
    with pytest.raises(VoiceFault):
        speakable("...\N{SMILING FACE WITH SMILING EYES}")


def test_safety_texts_must_be_speakable_too(problems_in):
    """Placeholders are checked in safety texts too, which are said before anything else."""
    assert problems_in('title: T\ncautions: ["!"]\nsteps: [{say: A}]') == [
        (
            "2:12: error[nothing-to-say]: there is nothing to say in '!'; "
            "write 'cautions' in words, with a letter or a digit, or leave it out"
        )
    ]
