"""The bundled routines: read without a word of complaint, dosed, cautioned and worded as they must be."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, is_dataclass

import pytest

from coach.commands.check import problems_of
from coach.home import PACKAGE, bundled_routines
from coach.routine.model import Breathe, Dose
from coach.routine.reading import examine_routine, read_routine
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
    "eyes-far": on([None], "Far gaze", 20.0, 1) | on([None], "Slow blinks", 4.0, 5),
    "calm-minute": on([None], "Quiet attention", 40.0, 1),
    "breathing-box": {},
    "breathing-sigh": {},
    "breathing-pursed-lips": {},
    "posture-sitting": {},
    "sip-water": {},
}
"""What is held and moved: name, side and seconds, and how often."""

BREATHS = {
    # The last pause is left out: breathing ends after a breath out.
    "breathing-box": {("in", 4.0): 19, ("hold", 4.0): 19, ("out", 4.0): 19, ("pause", 4.0): 18},
    "breathing-sigh": {("in", 3.0): 30, ("sip", 1.0): 30, ("out", 6.0): 30},
    "breathing-pursed-lips": {("in", 2.0): 20, ("out", 4.0): 20},
}

MINUTES = {
    "desk-neck": 6, "office-3": 3, "calves-before-bed": 3, "eyes-far": 1, "breathing-box": 5,
    "breathing-sigh": 5, "breathing-pursed-lips": 2, "posture-sitting": 0.5, "sip-water": 0.2,
    "calm-minute": 1,
}  # fmt: skip

PRESCRIBED = {
    "desk-neck": Dose(per_day=2, days_per_week=5, weeks=4),
    "office-3": Dose(every=3600.0, days=("mon", "tue", "wed", "thu", "fri")),
    "calves-before-bed": Dose(per_day=1, days_per_week=7, weeks=6),
    "eyes-far": Dose(every=1200.0),
    "breathing-box": Dose(per_day=1),
    "breathing-sigh": Dose(per_day=1),
    "breathing-pursed-lips": Dose(per_day=2),
    "posture-sitting": Dose(every=2700.0),
    "sip-water": Dose(every=5400.0),
    "calm-minute": Dose(per_day=1),
}

NECK = "If you also see double, slur words or feel your face go numb: call your emergency number."

WARNINGS = {
    "desk-neck": [NECK],
    "office-3": [NECK],
    "calves-before-bed": [
        "If one calf is hot, swollen or a different colour: do not stretch or rub it.",
        "Get medical help the same day.",
    ],
    "sip-water": ["fluid limit"],
}
"""What cautions, `not_for` and `stop_if` must hold."""

AT_THE_STEP = {
    "desk-neck": ["no full circles", "If you hurt your neck recently, leave this out"],
    "office-3": [
        "no full circles",
        "If your hand or fingers tingle, leave it out",
        "If you hurt your neck or wrist recently, leave this out",
    ],
    "calves-before-bed": [
        "Hold on to it throughout",
        "hot or swollen",
        "If standing is hard, do both sitting on the bed",
    ],
    "breathing-box": ["If you feel dizzy"],
    "breathing-sigh": ["If you feel dizzy"],
    "sip-water": ["If you are thirsty", "fluid limit"],
    "posture-sitting": ["Now move", "No position is the right one"],
}
"""What every session must say, not only the first."""

FORBIDDEN = re.compile(
    r"\b(cur(e|es|ed|ing)|treat\w*|prevent\w*|heal(s|ed|ing)?|fix(es|ed)?|diagnos\w*|guarantee\w*|"
    r"you must|you have to|no pain|push through|you are fine|(correct|perfect|bad|wrong) posture|"
    r"supplement\w*|magnesium|quinine|potassium|vitamin\w*|"
    r"(a|the|your) medicine|medicines|medication)\b",
    re.IGNORECASE,
)

LONGEST_UTTERANCE = 12.0
LONGEST_CUE = 5.0
LONGEST_NOTICE = 20.0


@pytest.fixture(params=sorted(DOSES))
def routine(request):
    """Each bundled routine in turn."""
    return read_routine(BUNDLED / f"{request.param}.yaml")


def timeline_of(routine, **delivery):
    """The routine as it is first led, in full, with estimated speaking times."""
    wanted = Delivery(**delivery)
    return compose(routine, wanted, {text: spoken(text) for text in utterances(routine, wanted)})


def spoken(text):
    """Seconds that the text takes at the default rate."""
    return estimate(text, "en", RATE)


def texts(value):
    """Every text in a value, however deep."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        value = tuple(getattr(value, field.name) for field in fields(value))
    return [text for item in value for text in texts(item)] if isinstance(value, tuple) else []


def said_by_the_author(routine):
    """What any session of it may say that the coach does not say by itself."""
    return " ".join(texts(routine.steps))


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
    """Without holds the box becomes four in and six out for the same five minutes; the others stay."""
    cues = [cue for cue in timeline_of(routine, breath_holds=False).cues if cue.kind == "breathe"]
    expected = BREATHS.get(routine.id, {})
    if routine.id == "breathing-box":
        expected = {("in", 4.0): 30, ("out", 6.0): 30}
    assert Counter((cue.phase, cue.seconds) for cue in cues) == expected


def test_whoever_writes_a_hold_offers_a_pattern_without(routine):
    """No bundled breathing has a hold or a pause without its alternative."""
    held = [
        step
        for step in routine.steps
        if isinstance(step, Breathe) and (step.pattern.hold or step.pattern.pause)
    ]
    assert all(step.without_holds is not None for step in held)


def test_it_takes_as_long_as_promised(routine):
    """Its time is within a quarter of the promised minutes, or within 15 seconds where those are few."""
    promised = MINUTES[routine.id] * 60
    allowed = 15 if promised < 60 else promised / 4
    assert timeline_of(routine).seconds == pytest.approx(promised, abs=allowed)


def test_its_words_fit(routine):
    """No rest grows because of its words, and nothing is left out."""
    timeline = timeline_of(routine)
    assert (timeline.grown_rests, timeline.dropped) == ((), ())


def test_there_is_time_to_get_into_position(routine):
    """Between the last word and the lead-in lies a second at least, two on the other side, four at first."""
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
    """Nothing that is said lasts 12 seconds, and no cue 5."""
    delivery = Delivery(notices=frozenset({"routine"}))
    lengths = {text: spoken(text) for text in utterances(routine, delivery)}
    assert {text: length for text, length in lengths.items() if length >= LONGEST_UTTERANCE} == {}

    cues = {step.cue: spoken(step.cue) for step in routine.steps if getattr(step, "cue", "")}
    assert {text: length for text, length in cues.items() if length >= LONGEST_CUE} == {}


def test_a_first_session_begins_soon(routine):
    """All that is said before its first own word, the coach's stop rules too, lasts 20 seconds at most."""
    timeline = timeline_of(routine, notices=frozenset({"stop-rules", "routine"}))
    assert timeline.notices
    assert min(cue.at for cue in timeline.cues if cue.step is not None) <= LONGEST_NOTICE


def test_holding_the_breath_is_warned_of(routine):
    """People who must not are told what to do instead, wherever breath is held, and nowhere else."""
    heard = [cue.text for cue in timeline_of(routine).cues]
    assert (ENGLISH.safety.no_holds in heard) == (routine.id == "breathing-box")


def test_it_makes_no_promise_and_gives_no_order(routine):
    """No text of it promises, diagnoses, commands or names a remedy."""
    said = {text: found[0] for text in texts(routine) if (found := FORBIDDEN.search(text))}
    assert said == {}


ORDER_FIRST = re.compile(r"^(?!(If|When)\b).*\b((?<!as )if|when|unless|in case)\b", re.IGNORECASE)
"""A sentence whose condition stands behind its order."""


def test_a_condition_comes_before_its_order(routine):
    """In every sentence of every text, so that nobody obeys before knowing whether it is for them."""
    spoken_texts = [text for name in ("cautions", "steps") for text in texts(getattr(routine, name))]
    sentences = [each for text in spoken_texts for each in re.split(r"(?<=[.!?;])\s+", text)]
    assert [each for each in sentences if ORDER_FIRST.search(each)] == []


def test_neck_exercises_have_the_signs_of_the_neck(routine):
    """Whatever moves the neck has it among its areas, by which the coach adds the signs to stop for."""
    moves_it = any(
        "neck" in text.lower() for step in routine.steps for text in texts(getattr(step, "name", ""))
    )
    assert not moves_it or "neck" in routine.areas


def test_it_warns_of_what_it_must(routine):
    """The cautions of its exercises, and who should leave it, are said before the first session."""
    problems_in = " ".join(notice_texts(routine, "en").get("routine", ()))
    assert [warning for warning in WARNINGS.get(routine.id, []) if warning not in problems_in] == []


def test_it_cautions_in_every_session(routine):
    """What must be heard each time is in the steps."""
    problems_in = said_by_the_author(routine)
    assert [words for words in AT_THE_STEP.get(routine.id, []) if words not in problems_in] == []


def test_it_reminds_to_breathe(routine):
    """Somewhere in each session the person hears "breathe normally", from the author or from the coach."""
    heard = [cue.text.lower() for cue in timeline_of(routine).cues if cue.kind == "say"]
    assert any("breathe normally" in text for text in heard)


def test_its_lists_are_worded_for_the_coach(routine):
    """`not_for` and `stop_if` are noun phrases behind the coach's words; cautions are sentences."""
    for phrase in (*routine.not_for, *routine.stop_if):
        assert re.fullmatch(r"[a-z].*[a-z]", phrase), phrase
    for sentence in routine.cautions:
        assert re.fullmatch(r"[A-Z].*\.", sentence), sentence


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
    return [f"title: Example\nsteps:\n{block}" for block in blocks if block.startswith("- ")]


@pytest.mark.skipif(not GUIDE.exists(), reason="an installed package has no docs")
@pytest.mark.parametrize("example", [*examples(), *fragments()] if GUIDE.exists() else [])
def test_the_examples_of_the_guide_read(example, tmp_path):
    """Whatever the guide shows a physiotherapist can be copied; `coach check` has nothing to say of it."""
    path = tmp_path / "example.yaml"
    path.write_text(example, encoding="utf-8")
    assert list(problems_of(path, {})) == []
