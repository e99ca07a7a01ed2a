"""What the bundled routines say: short, no promises or orders, and every caution and warning they need."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from coach.commands.check import problems_of
from coach.home import PACKAGE
from coach.routine.reading import read_routine
from coach.routine.variants import in_one_wording, texts_of, wordings
from coach.timeline.compose import utterances
from coach.timeline.english import ENGLISH
from coach.timeline.model import Delivery
from coach.timeline.notices import notice_texts
from routine.bundled_library import BUNDLED, bundled, spoken, texts, timeline_of

SHORT = (
    "sip-water", "water-within-reach", "snack-hint", "posture-sitting", "posture-screen", "posture-standing",
    "tension-scan", "eyes-far", "eyes-closed", "calm-minute", "breathing-box", "breathing-478",
    "breathing-coherent", "breathing-sigh", "breathing-pursed-lips",
)  # fmt: skip
"""Those that come so often, or are so short, that the same words would wear out."""

NECK = "If you also see double, slur words or feel your face go numb: call your emergency number."

CALF = [
    "If one calf is hot, swollen or a different colour: do not stretch or rub it.",
    "Get medical help the same day.",
]
WARNINGS = {
    **{id_: [NECK] for id_ in ("desk-neck", "office-3", "office-10", "wind-down", "seated-older-adults")},
    **dict.fromkeys(("calves-before-bed", "feet", "travel-seated", "cramp-now"), CALF),
    "hips": ["If you have a new hip"],
    "hamstrings": ["pain running down a leg"],
    "jaw-eyelids": ["If a twitch stays for more than two weeks: book a visit."],
    "low-back-gentle": ["If you go numb between the legs, or bladder or bowel suddenly change: stop,"],
    "after-run": ["If you felt a pop, or cannot put weight on the leg: do not stretch it."],
    "muscle-relaxation": ["high blood pressure"],
    "neck-strength": [NECK],
    "snack-hint": ["kidney disease", "medicines that raise potassium"],
    "sip-water": ["fluid limit"],
    "water-within-reach": ["fluid limit"],
    "posture-standing": ["unsteady"],
    "walk-break": ["unsteady"],
    "standing-desk": ["unsteady"],
    "morning": ["dizzy on rising"],
}
"""What cautions, `not_for` and `stop_if` must hold."""

TWIST = "If you have osteoporosis, leave the twist out"
HIP = "If you have a new hip, leave this out"
AT_THE_STEP = {
    "desk-neck": ["no full circles", "If you hurt your neck recently, leave this out"],
    "office-3": [
        "no full circles",
        "If your hand or fingers tingle, leave it out",
        "If you hurt your neck or wrist recently, leave this out",
    ],
    "office-10": ["no full circles", "If your hand or fingers tingle", "calf is hot or swollen", HIP],
    "wrists-forearms": ["If your hand or fingers tingle, leave it out"],
    "upper-back": [TWIST],
    "hips": [HIP, "hold on to it"],
    "hamstrings": ["If pain runs down your leg, leave this out"],
    "feet": ["If your feet feel numb", "calf is hot or swollen"],
    "muscle-relaxation": [
        "If a part is sore, leave it out",
        "If it cramps",
        "half effort",
        "Your eyes may stay open",
    ],
    "travel-seated": [TWIST, HIP],
    "morning": [TWIST, "slowly"],
    "wind-down": [HIP, "no full circles"],
    "seated-older-adults": [TWIST, "stable chair without wheels", "no full circles"],
    "neck-strength": ["If your shoulders hurt, stop", "If you have shoulder pain, leave this out"],
    "walk-break": ["If you feel unsteady, hold on to something"],
    "cramp-now": [
        "sit up first, put the light on, and hold on to something",
        "If the calf is not hot or swollen",
    ],
    "calves-before-bed": [
        "Hold on to it throughout",
        "hot or swollen",
        "If standing is hard, do both sitting on the bed",
    ],
    "breathing-box": ["If you feel dizzy"],
    "breathing-478": ["If you feel dizzy"],
    "breathing-coherent": ["If you feel dizzy"],
    "breathing-sigh": ["If you feel dizzy"],
    "sip-water": ["fluid limit"],
    "water-within-reach": ["fluid limit"],
    "posture-sitting": ["Now move", "No position is the right one"],
}
"""What every session must say, not only the first."""

FORBIDDEN = re.compile(
    r"\b(cur(e|es|ed|ing)|treat\w*|prevent\w*|heal(s|ed|ing)?|fix(es|ed)?|diagnos\w*|guarantee\w*|"
    r"reliev\w*|alleviat\w*|(?<!Physical )therap\w*|remed(y|ies)|symptom-free|protect\w*|"
    r"against (cramps?|pain|stiffness|injur\w*)|"
    r"you must|you have to|no pain|push through|you are fine|(correct|perfect|bad|wrong) posture)\b",
    re.IGNORECASE,
)
"""What would promise, judge or command."""
REMEDIES = re.compile(
    r"\b(supplement\w*|magnesium|quinine|potassium|vitamin\w*|(a|the|your) medicine|medicines|medication)\b",
    re.IGNORECASE,
)
"""What no text may name, but for those who must leave a routine out."""

LONGEST_UTTERANCE = 12.0
LONGEST_CUE = 5.0
LONGEST_NOTICE, LONGEST_STOP_RULES = 20.0, 9.0


def said_by_the_author(routine):
    """What any session of it may say in the author's own words."""
    return " ".join(texts(routine.steps))


def each_wording(routine):
    """The routine in each of its wordings."""
    return [in_one_wording(routine, wording) for wording in range(wordings(routine))]


def test_no_utterance_is_long(routine):
    """Nothing that is said lasts 12 seconds, and no cue lasts 5."""
    delivery = Delivery(notices=frozenset({"routine"}))
    said = {
        text
        for wording in range(wordings(routine))
        for text in utterances(routine, replace(delivery, wording=wording))
    }
    lengths = {text: spoken(text) for text in said}
    assert {text: length for text, length in lengths.items() if length >= LONGEST_UTTERANCE} == {}

    cues = {cue: spoken(cue) for step in routine.steps for cue in texts_of(getattr(step, "cue", ""))}
    assert {text: length for text, length in cues.items() if length >= LONGEST_CUE} == {}


def test_a_first_session_begins_soon(routine):
    """All that is said before its first own word, the coach's stop rules too, lasts 20 seconds at most.

    Help in a bad moment begins with its action.
    """
    timeline = timeline_of(routine, notices=frozenset(notice_texts(routine, "en")))
    begins = min(cue.at for cue in timeline.cues if cue.step is not None)
    rules = [span for span in timeline.notices if span.notice == "stop-rules"]
    assert begins <= (0.0 if routine.dose.as_needed else LONGEST_NOTICE)
    assert [span for span in rules if span.end - span.at > LONGEST_STOP_RULES] == []


def test_holding_the_breath_is_warned_of(routine):
    """Wherever breath is held, and nowhere else, people who must not are told what to do instead."""
    heard = [cue.text for cue in timeline_of(routine).cues]
    assert (ENGLISH.safety.no_holds in heard) == (routine.id in {"breathing-box", "breathing-478"})


def test_it_makes_no_promise_and_gives_no_order(routine):
    """No text of it promises, diagnoses, commands or names a remedy."""
    said = {text: found[0] for text in texts(routine) if (found := FORBIDDEN.search(text))}
    said |= {
        text: found[0] for text in texts(replace(routine, not_for=())) if (found := REMEDIES.search(text))
    }
    assert said == {}


ORDER_FIRST = re.compile(r"^(?!(If|When)\b).*\b((?<!as )if|when|unless|in case)\b", re.IGNORECASE)
"""A sentence whose condition stands behind its order."""


def test_a_condition_comes_before_its_order(routine):
    """In every sentence the person hears whether it is for them before they could obey it."""
    spoken_texts = [text for name in ("cautions", "steps") for text in texts(getattr(routine, name))]
    sentences = [each for text in spoken_texts for each in re.split(r"(?<=[.!?;])\s+", text)]
    assert [each for each in sentences if ORDER_FIRST.search(each)] == []


def test_neck_exercises_have_the_signs_of_the_neck(routine):
    """Exercises that move the neck have it among their areas, so the coach adds the signs to stop for."""
    moves_it = any(
        "neck" in text.lower() for step in routine.steps for text in texts(getattr(step, "name", ""))
    )
    assert not moves_it or "neck" in routine.areas


def test_it_warns_of_what_it_must(routine):
    """The cautions of its exercises, and who should leave it out, are said before the first session."""
    problems_in = " ".join(notice_texts(routine, "en").get("routine", ()))
    assert [warning for warning in WARNINGS.get(routine.id, []) if warning not in problems_in] == []


def test_it_cautions_in_every_session(routine):
    """What must be heard each time is in the steps."""
    for each in each_wording(routine):
        said = said_by_the_author(each)
        assert [words for words in AT_THE_STEP.get(routine.id, []) if words not in said] == []


def test_it_reminds_to_breathe(routine):
    """In each session the person hears "breathe normally", from the author or from the coach."""
    for wording in range(wordings(routine)):
        heard = [cue.text.lower() for cue in timeline_of(routine, wording=wording).cues if cue.kind == "say"]
        assert any("breathe normally" in text for text in heard), wording


def test_its_lists_are_worded_for_the_coach(routine):
    """`not_for` and `stop_if` are noun phrases behind the coach's words; cautions are sentences."""
    for phrase in (*routine.not_for, *routine.stop_if):
        assert re.fullmatch(r"[a-z].*[a-z]", phrase), phrase
    for sentence in routine.cautions:
        assert re.fullmatch(r"[A-Z].*\.", sentence), sentence


def test_short_ones_do_not_wear_out():
    """Each has eight wordings or more, and no two sessions in a row begin with the same words."""
    for id_ in SHORT:
        routine = bundled(id_)
        assert wordings(routine) >= 8, id_
        said = [
            [cue.text for cue in timeline_of(routine, wording=wording).cues if cue.kind == "say"]
            for wording in range(60)
        ]
        assert [one for one, two in pairwise(said) if one == two] == []
        assert len(set(map(tuple, said))) >= 8, id_


def test_each_habit_has_several_routines():
    """Posture, hydration, eyes and breathing can take turns."""
    kinds = Counter(read_routine(path).kind for path in BUNDLED.iterdir())
    assert {kind: kinds[kind] > 1 for kind in ("posture", "hydration", "eyes", "breathing")} == dict.fromkeys(
        ("posture", "hydration", "eyes", "breathing"), True
    )


def test_water_is_offered_without_an_amount(routine):
    """No text says how much to drink."""
    if routine.kind == "hydration":
        assert re.search(r"\d|glass|litre|bottle|cup", said_by_the_author(routine)) is None


GUIDE = PACKAGE.parent / "docs" / "routine-format.md"


def examples():
    """The whole routines in the guide to the format."""
    blocks = re.findall(r"^```yaml\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [block for block in blocks if re.search(r"^title:", block, re.MULTILINE)]


def fragments():
    """The single steps in the guide, each made a routine of its own."""
    blocks = re.findall(r"^```yaml\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [f"format: 2\ntitle: Example\nsteps:\n{block}" for block in blocks if block.startswith("- ")]


@pytest.mark.skipif(not GUIDE.exists(), reason="an installed package has no docs")
@pytest.mark.parametrize("example", [*examples(), *fragments()] if GUIDE.exists() else [])
def test_the_examples_of_the_guide_read(example, tmp_path):
    """Whatever the guide shows can be copied, and `coach check` finds nothing in it."""
    path = tmp_path / "example.yaml"
    path.write_text(example, encoding="utf-8")
    for image in re.findall(r"image: (\S+\.png)", example):
        (tmp_path / image).write_bytes(b"\x89PNG\r\n\x1a\n")
    assert list(problems_of(path, {})) == []


def test_one_limit_of_pain_in_one_sentence(routine):
    """The stop rules name one limit at most, and it is the one that ends the routine."""
    said = " ".join(text for texts in notice_texts(routine, "en").values() for text in texts)
    limits = re.findall(r"pain reaches (\w+)", said)
    expected = [] if routine.stops_at_pain is None else [ENGLISH.number(routine.stops_at_pain)]
    assert limits in ([], expected)
