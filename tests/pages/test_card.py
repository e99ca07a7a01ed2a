"""The card of a routine: what it says first, what it leaves out, and what it never leaves out."""

from __future__ import annotations

import re
from html import unescape

import pytest

from coach.home import bundled_routines
from coach.pages.card import MOST_LETTERS, CardStep, card_of, card_page
from coach.routine.model import Ask, Breathe, BreathPattern, Hold, Move, Repeat, Rest, Routine, Say, Variants
from coach.routine.reading import read_routine
from coach.timeline.english_safety import ENGLISH_SAFETY

ROUTINES = {path.stem: read_routine(path) for path in sorted((bundled_routines() / "en").glob("*.yaml"))}
CRAMP = ROUTINES["cramp-now"]
ORIGIN = (
    "Routine cramp-now, by Stretch Coach authors. No clinician has reviewed it. Coach is no medical device."
)
SHORT = sorted(name for name, routine in ROUTINES.items() if card_of(routine).letters <= MOST_LETTERS)


def lines(page: str) -> list[str]:
    """What a person reads of a page, a line for each paragraph."""
    body = page.partition("<body")[2]
    paragraphs = re.findall(r"<(?:p|footer)\b[^>]*>(.*?)</(?:p|footer)>", body, re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", each)).strip() for each in paragraphs]


def test_the_card_for_a_cramp_begins_with_the_action():
    """The action is the first thing on it, then the caution, the rest, the stop rule and the number."""
    assert lines(card_page(card_of(CRAMP), number="112")) == [
        "Pull your toes towards you. hold 30 s",
        "Breathe normally.",
        "Keep the knee straight.",
        "If it eases, ease off too.",
        CRAMP.cautions[0],
        "If you would rather stand on it, sit up first, put the light on, and hold on to something.",
        "If the calf is not hot or swollen, rub it softly. You can note it down tomorrow.",
        ENGLISH_SAFETY.stretch_as_needed,
        "Emergency number: 112",
        f"Help for a cramp. {ORIGIN}",
    ]


def test_every_kind_of_step_has_its_place():
    """Each step says what to do and how much; a repeat is written once, and a question not at all."""
    routine = Routine(
        id="r",
        title="R",
        steps=(
            Say(text=Variants(any=("First.", "Second."))),
            Hold(seconds=20, name="Neck", cue="{side} ear down.", side="each", caution="If dizzy: stop."),
            Repeat(times=3, steps=(Move(reps=10, name="Heel raises", load="a band", sets=2),)),
            Breathe(pattern=BreathPattern(inhale=4, exhale=6), cycles=5),
            Rest(seconds=10),
            Ask(question="pain"),
        ),
    )
    assert card_of(routine).steps == (
        CardStep(action="First."),
        CardStep(action="Left ear down.", amount="hold 20 s, on each side", notes=("If dizzy: stop.",)),
        CardStep(action="Heel raises", amount="10 times, 2 sets, a band"),
        CardStep(action="Breathe", amount="in 4 s, out 6 s, 5 breaths"),
        CardStep(action="Rest", amount="10 s"),
    )


@pytest.mark.parametrize("name", SHORT)
def test_every_card_has_the_stop_rules_and_cautions(name):
    """No card leaves out a caution of its routine, or the stop rules that are spoken before it."""
    routine = ROUTINES[name]
    shown = lines(card_page(card_of(routine), number=""))
    assert [text for text in (*routine.cautions, *card_of(routine).stop_rules) if text not in shown] == []
    assert routine.kind in ("hydration", "habit") or any("stop" in text or "help" in text for text in shown)


def test_without_a_number_there_is_a_line_to_write_it_on():
    """The card says where the number belongs, and asks for none."""
    page = card_page(card_of(CRAMP), number="")
    assert '<span class="blank">' in page
    assert '<span class="blank">' not in card_page(card_of(CRAMP), number="112")


def test_a_longer_text_has_smaller_type():
    """Type shrinks with the root of the text's length, and is never larger than full size."""
    short, long = (card_of(Routine(id="r", title="R", steps=(Say(text="a" * n),))) for n in (100, 800))
    assert (short.letters, long.letters, short.fit) == (
        100 + len(short.stop_rules[0]),
        800 + len(long.stop_rules[0]),
        1.0,
    )
    assert 0.5 < long.fit < 1.0
