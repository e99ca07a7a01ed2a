"""The bundled routines: they read without a problem, and are dosed, cautioned and worded as they must be."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import pairwise

import pytest

from coach.commands.check import problems_of
from coach.home import PACKAGE, bundled_routines
from coach.routine.model import Breathe, Dose
from coach.routine.reading import examine_routine, read_routine
from coach.routine.variants import in_one_wording, texts_of, wordings
from coach.timeline.compose import compose, utterances
from coach.timeline.english import ENGLISH
from coach.timeline.model import Delivery
from coach.timeline.notices import notice_texts
from coach.voice.estimate import estimate

BUNDLED = bundled_routines() / "en"
LEFT_AND_RIGHT = ("left", "right")
RATE = 150


def on(sides, name, seconds, reps):
    """That many holds or repetitions on each of these sides."""
    return {(name, side, seconds): reps for side in sides}


DOSES = {
    "desk-neck": (
        on(LEFT_AND_RIGHT, "Neck side bend", 20.0, 2)
        | on(LEFT_AND_RIGHT, "Neck turn", 20.0, 2)
        | on([None], "Shoulder blade squeeze", 5.0, 6)
        | on([None], "Shoulder rolls", 4.0, 8)
        | on([None], "Chest opener", 20.0, 2)
    ),
    "office-3": (
        on(LEFT_AND_RIGHT, "Neck side bend", 15.0, 1)
        | on([None], "Shoulder blade squeeze", 5.0, 5)
        | on(LEFT_AND_RIGHT, "Wrist stretch", 15.0, 1)
        | on([None], "Overhead reach", 10.0, 2)
    ),
    "calves-before-bed": (
        on(LEFT_AND_RIGHT, "Calf stretch", 10.0, 3) | on(LEFT_AND_RIGHT, "Hamstring stretch", 10.0, 3)
    ),
    "wrists-forearms": (
        on(LEFT_AND_RIGHT, "Palm side of the forearm", 20.0, 2)
        | on(LEFT_AND_RIGHT, "Back of the forearm", 20.0, 2)
        | on([None], "Fist to open hand", 4.0, 6)
        | on([None], "Prayer", 10.0, 2)
    ),
    "upper-back": (
        on(LEFT_AND_RIGHT, "Seated twist", 15.0, 2)
        | on([None], "Hug", 20.0, 2)
        | on([None], "Shoulder blade squeeze", 5.0, 6)
        | on([None], "Reach", 4.0, 6)
    ),
    "hips": on(LEFT_AND_RIGHT, "Hip flexor stretch", 30.0, 2) | on(LEFT_AND_RIGHT, "Figure four", 30.0, 2),
    "hamstrings": on(LEFT_AND_RIGHT, "Hamstring stretch", 30.0, 2),
    "feet": (
        on(LEFT_AND_RIGHT, "Sole stretch", 20.0, 3)
        | on([None], "Toe spread", 5.0, 8)
        | on(LEFT_AND_RIGHT, "Calf stretch", 30.0, 1)
    ),
    "jaw-eyelids": (
        on([None], "Soft jaw", 5.0, 6)
        | on([None], "Eyes closed", 30.0, 1)
        | on([None], "Brow release", 10.0, 3)
        | on([None], "Easy breathing", 60.0, 1)
    ),
    "muscle-relaxation": (
        {
            (name, None, 7.0): 1
            for name in (
                "Right hand and forearm",
                "Right upper arm",
                "Left hand and forearm",
                "Left upper arm",
                "Forehead",
                "Eyes and nose",
                "Mouth and jaw",
                "Throat",
                "Chest, shoulders and upper back",
                "Belly",
                "Right thigh",
                "Left thigh",
            )
        }
        | {(name, None, 4.0): 1 for name in ("Right calf", "Right foot", "Left calf", "Left foot")}
    ),
    "after-run": {
        (name, side, 30.0): 2
        for name in ("Calf stretch", "Front of the thigh", "Hamstring stretch", "Hip stretch")
        for side in LEFT_AND_RIGHT
    },
    "low-back-gentle": (
        on([None], "Pelvic tilt", 5.0, 10)
        | on(LEFT_AND_RIGHT, "Knee to chest", 15.0, 2)
        | on(LEFT_AND_RIGHT, "Knees to the side", 20.0, 2)
        | on([None], "Cat and cow", 4.0, 6)
    ),
    "standing-desk": (
        on(LEFT_AND_RIGHT, "Calf stretch", 20.0, 1)
        | on(LEFT_AND_RIGHT, "Hip flexor stretch", 20.0, 1)
        | on([None], "Heel raises", 3.0, 10)
        | on(LEFT_AND_RIGHT, "Side reach", 10.0, 1)
    ),
    "travel-seated": (
        on(LEFT_AND_RIGHT, "Ankle pumps", 2.0, 10)
        | on([None], "Heel raises", 2.0, 10)
        | on(LEFT_AND_RIGHT, "Seated twist", 15.0, 1)
        | on([None], "Shoulders back", 10.0, 2)
        | on(LEFT_AND_RIGHT, "Figure four", 20.0, 1)
    ),
    "morning": (
        on([None], "Long reach", 10.0, 2)
        | on([None], "Cat and cow", 4.0, 6)
        | on(LEFT_AND_RIGHT, "Seated twist", 15.0, 1)
        | on(LEFT_AND_RIGHT, "Calf stretch", 20.0, 1)
        | on(LEFT_AND_RIGHT, "Side bend", 10.0, 2)
    ),
    "wind-down": (
        on(LEFT_AND_RIGHT, "Neck side bend", 20.0, 1)
        | on(LEFT_AND_RIGHT, "Hamstring stretch", 30.0, 1)
        | on(LEFT_AND_RIGHT, "Figure four", 20.0, 1)
    ),
    "office-10": (
        on(LEFT_AND_RIGHT, "Neck side bend", 20.0, 2)
        | on([None], "Shoulder blade squeeze", 5.0, 6)
        | on([None], "Chest opener", 30.0, 2)
        | on(LEFT_AND_RIGHT, "Wrist, palm up", 20.0, 1)
        | on(LEFT_AND_RIGHT, "Wrist, palm down", 20.0, 1)
        | on(LEFT_AND_RIGHT, "Hip flexor stretch", 30.0, 2)
        | on(LEFT_AND_RIGHT, "Calf stretch", 30.0, 1)
        | on(LEFT_AND_RIGHT, "Hamstring stretch", 20.0, 1)
    ),
    "seated-older-adults": (
        on([None], "Chest stretch", 7.0, 5)
        | on(LEFT_AND_RIGHT, "Seated twist", 5.0, 5)
        | on(LEFT_AND_RIGHT, "Marching", 3.0, 5)
        | on(LEFT_AND_RIGHT, "Ankles", 3.0, 10)
        | on([None], "Arm raises", 4.0, 5)
        | on(LEFT_AND_RIGHT, "Neck turn", 5.0, 3)
    ),
    "cramp-now": {("", None, 30.0): 1},
    "neck-strength": on([None], "Lateral raise", 6.0, 20) | on([None], "Shrugs", 3.0, 10),
    "walk-break": on([None], "Walk", 180.0, 1),
    "eyes-far": on([None], "Far gaze", 20.0, 1) | on([None], "Slow blinks", 4.0, 5),
    "eyes-closed": on([None], "Eyes closed", 20.0, 1),
    "calm-minute": on([None], "Quiet attention", 40.0, 1),
    **{
        id_: {}
        for id_ in (
            "breathing-box",
            "breathing-478",
            "breathing-coherent",
            "breathing-sigh",
            "breathing-pursed-lips",
            "posture-sitting",
            "posture-screen",
            "posture-standing",
            "tension-scan",
            "sip-water",
            "water-within-reach",
            "snack-hint",
        )
    },
}
"""What is held and moved: name, side and seconds, and how often."""

BREATHS = {
    # The last pause is left out: breathing ends after a breath out.
    "breathing-box": {("in", 4.0): 19, ("hold", 4.0): 19, ("out", 4.0): 19, ("pause", 4.0): 18},
    "breathing-478": {("in", 4.0): 4, ("hold", 7.0): 4, ("out", 8.0): 4},
    "breathing-coherent": {("in", 5.5): 27, ("out", 5.5): 27},
    "breathing-sigh": {("in", 3.0): 30, ("sip", 1.0): 30, ("out", 6.0): 30},
    "breathing-pursed-lips": {("in", 2.0): 20, ("out", 4.0): 20},
}

MINUTES = {
    "desk-neck": 6, "wrists-forearms": 5, "upper-back": 4, "hips": 5, "hamstrings": 2.5,
    "calves-before-bed": 4,  # 12 holds and 10 changes of legs, 10 s each, cannot take less
    "feet": 5, "eyes-far": 1, "eyes-closed": 0.6, "jaw-eyelids": 4,
    "breathing-box": 5, "breathing-478": 1.5, "breathing-coherent": 5, "breathing-sigh": 5,
    "breathing-pursed-lips": 2, "posture-sitting": 0.5, "posture-screen": 0.5, "posture-standing": 0.5,
    "tension-scan": 0.5, "sip-water": 0.2, "water-within-reach": 0.2, "snack-hint": 0.2,
    "muscle-relaxation": 11, "calm-minute": 1, "after-run": 10, "low-back-gentle": 5, "standing-desk": 3,
    "travel-seated": 4, "morning": 4, "wind-down": 3, "office-3": 3, "office-10": 10,
    "seated-older-adults": 6, "cramp-now": 1, "neck-strength": 3, "walk-break": 3.5,
}  # fmt: skip

WEEK = ("mon", "tue", "wed", "thu", "fri")
DAILY = Dose(per_day=1)
WORKDAYS = Dose(per_day=1, days_per_week=5)
PRESCRIBED = {
    "desk-neck": Dose(per_day=2, days_per_week=5, weeks=4),
    "wrists-forearms": WORKDAYS,
    "upper-back": WORKDAYS,
    "hips": WORKDAYS,
    "hamstrings": WORKDAYS,
    "feet": DAILY,
    "office-3": Dose(every=3600.0, days=WEEK),
    "office-10": Dose(per_day=1, days=WEEK),
    "standing-desk": Dose(per_day=2, days=WEEK),
    "walk-break": Dose(every=3600.0, days=WEEK),
    "calves-before-bed": Dose(per_day=1, days_per_week=7, weeks=6),
    "neck-strength": Dose(per_day=1, days_per_week=5, weeks=10),
    "cramp-now": Dose(as_needed=True),
    "after-run": Dose(days_per_week=3),
    "travel-seated": Dose(every=3600.0),
    "eyes-far": Dose(every=1200.0),
    "eyes-closed": Dose(every=3600.0),
    "breathing-pursed-lips": Dose(per_day=2),
    "posture-sitting": Dose(every=2700.0),
    "posture-standing": Dose(every=2700.0),
    "posture-screen": Dose(per_day=2),
    "tension-scan": Dose(every=7200.0),
    "sip-water": Dose(every=5400.0),
    "water-within-reach": Dose(per_day=2),
    **dict.fromkeys(
        (
            "breathing-box",
            "breathing-478",
            "breathing-coherent",
            "breathing-sigh",
            "calm-minute",
            "jaw-eyelids",
            "muscle-relaxation",
            "low-back-gentle",
            "morning",
            "wind-down",
            "seated-older-adults",
            "snack-hint",
        ),
        DAILY,
    ),
}

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
    "hamstrings": ["pain that runs down a leg"],
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


@pytest.fixture(params=sorted(DOSES))
def routine(request):
    """Each bundled routine in turn."""
    return bundled(request.param)


@cache
def bundled(name):
    """That bundled routine."""
    return read_routine(BUNDLED / f"{name}.yaml")


@cache
def timeline_of(routine, **delivery):
    """The routine's timeline at its first session, in full, with estimated speaking times."""
    wanted = Delivery(**delivery)
    return compose(routine, wanted, {text: spoken(text) for text in utterances(routine, wanted)})


def spoken(text):
    """The seconds that the text takes at the default rate."""
    return estimate(text, "en", RATE)


def texts(value):
    """Every text in a value, at any depth."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        value = tuple(getattr(value, field.name) for field in fields(value))
    return [text for item in value for text in texts(item)] if isinstance(value, tuple) else []


def said_by_the_author(routine):
    """What any session of it may say in the author's own words."""
    return " ".join(texts(routine.steps))


def each_wording(routine):
    """The routine in each of its wordings."""
    return [in_one_wording(routine, wording) for wording in range(wordings(routine))]


def test_these_and_no_others_are_shipped():
    """The folder holds the promised routines and nothing else."""
    assert sorted(path.name for path in BUNDLED.iterdir()) == [f"{id_}.yaml" for id_ in sorted(DOSES)]


def test_it_reads_without_problem_or_warning(routine):
    """`coach check` has nothing to say about it, and its id is its file's name."""
    file = BUNDLED / f"{routine.id}.yaml"
    assert (examine_routine(file).routine, list(problems_of(file, {}))) == (routine, [])


def test_it_says_what_it_is(routine):
    """Every field that a person or a physiotherapist looks for is filled in, and none claims a review."""
    assert routine.kind is not None
    assert routine.language == "en"
    assert routine.author == "Stretch Coach authors"
    assert routine.reviewed == ""
    assert routine.sources
    assert routine.summary.endswith(".")
    assert routine.areas or routine.kind == "hydration"
    assert routine.pain_limit == 6


def test_it_is_prescribed_as_often_as_its_sources_say(routine):
    """The file says how often it is to be done."""
    assert routine.dose == PRESCRIBED[routine.id]


def test_it_is_dosed_as_promised(routine):
    """Every hold and repetition has the promised length, and there are as many of them on each side."""
    cues = [cue for cue in timeline_of(routine).cues if cue.kind in ("hold", "move")]
    assert Counter((cue.text, cue.side, cue.seconds) for cue in cues) == DOSES[routine.id]


def test_its_breaths_are_as_promised(routine):
    """Every phase of breathing has the promised length, and there are as many of them."""
    cues = [cue for cue in timeline_of(routine).cues if cue.kind == "breathe"]
    assert Counter((cue.phase, cue.seconds) for cue in cues) == BREATHS.get(routine.id, {})


def test_breath_holds_can_be_left_out(routine):
    """Without holds the box is four in and six out for the same five minutes, and the others stay."""
    cues = [cue for cue in timeline_of(routine, breath_holds=False).cues if cue.kind == "breathe"]
    expected = BREATHS.get(routine.id, {})
    if routine.id == "breathing-box":
        expected = {("in", 4.0): 30, ("out", 6.0): 30}
    if routine.id == "breathing-478":
        expected = {("in", 4.0): 4, ("out", 8.0): 4}
    assert Counter((cue.phase, cue.seconds) for cue in cues) == expected


def test_every_breathing_with_a_hold_has_a_pattern_without(routine):
    """No bundled breathing has a hold or a pause without an alternative."""
    held = [
        step
        for step in routine.steps
        if isinstance(step, Breathe) and (step.pattern.hold or step.pattern.pause)
    ]
    assert all(step.without_holds is not None for step in held)


def test_it_takes_as_long_as_promised(routine):
    """Its time is within a quarter of the promised minutes, or within 15 seconds if they are few."""
    promised = MINUTES[routine.id] * 60
    allowed = 15 if promised < 60 else promised / 4
    for wording in range(wordings(routine)):
        assert timeline_of(routine, wording=wording).seconds == pytest.approx(promised, abs=allowed)


def test_its_words_fit(routine):
    """No rest grows but for the cue of the other side, and nothing is left out."""
    for wording in range(wordings(routine)):
        timeline = timeline_of(routine, wording=wording)
        grown = [rest for rest in timeline.grown_rests if not rest.by_design]
        assert (grown, timeline.dropped) == ([], ())


def test_there_is_time_to_get_into_position(routine):
    """Between the last word and the lead-in are four seconds at first, two on the other side, then one."""
    if routine.dose.as_needed:
        return  # help at once
    cues = timeline_of(routine).cues
    for hold in (cue for cue in cues if cue.kind == "hold"):
        before = max(
            (
                cue.end
                for cue in cues
                if cue.kind == "say" and cue.at < hold.at and len(cue.text) > len("three")
            ),
            default=0.0,
        )
        least = 1.0 if hold.rep > 1 else 2.0 if hold.side == "right" else 4.0
        assert hold.at - 1.0 - before >= least - 1e-9, hold


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
