"""What real prescriptions ask for: chains, waits, breaths, rounds by the clock, loads, rests in between."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.routine.model import Ask, Consequence, Hold, Move, Phase, Repeat, Routine, Say, Wait
from coach.timeline.compose import compose, utterances
from coach.timeline.model import Delivery, GrownRest
from fixed_durations import FixedDurations


def timeline_of(*steps, seconds=0.5, detail="full", **fields):
    """The timeline of those steps in a file of format 2; every text takes that many seconds."""
    routine = Routine(
        **{"id": "x", "title": "X", "format": 2, "position": "seated", "steps": steps, **fields}
    )
    return compose(routine, Delivery(detail=detail), FixedDurations(seconds))


def heard(timeline, kind="move"):
    """The words and tones from the first span of that kind on, at their seconds after it."""
    first = next(cue.at for cue in timeline.cues if cue.kind == kind)
    return [
        (round(cue.at - first, 3), cue.text)
        for cue in timeline.cues
        if cue.kind in ("say", "count", "tone") and cue.at >= first and cue.step is not None
    ]


def spans(timeline, kind):
    """The instants and seconds of each span of that kind."""
    return [(cue.at, cue.seconds) for cue in timeline.cues if cue.kind == kind]


CONTRACT_RELAX = (Phase("stretch", 20.0), Phase("push", 6.0), Phase("further", 20.0))


def test_a_chain_has_a_word_for_each_part_every_time():
    """Contract and relax: three times the same three parts, on the instant, without any other talk."""
    step = Move(reps=3, name="Hamstring", tempo=CONTRACT_RELAX, words="every", count="none")
    words = [one for one in heard(timeline_of(step)) if one[1] != "end"]
    assert words == [
        (0.0, "Stretch."), (20.0, "Push."), (26.0, "Further."),
        (46.0, "Stretch."), (66.0, "Push."), (72.0, "Further."), (91.35, "Last one."),
        (92.0, "Stretch."), (112.0, "Push."), (118.0, "Further."),
    ]  # fmt: skip


def test_an_interval_walk_is_thirty_minutes_to_the_second():
    """Five times three minutes fast and three easy, whatever is said."""
    walk = Move(reps=5, name="Walk", tempo=(Phase("fast", 180.0), Phase("easy", 180.0)), words="every")
    timeline = timeline_of(walk)
    moves = spans(timeline, "move")
    assert (len(moves), sum(seconds for _, seconds in moves)) == (5, 1800.0)
    assert moves[-1][0] + moves[-1][1] - moves[0][0] == 1800.0


@given(
    st.lists(st.sampled_from([0.5, 1.0, 2.0, 6.0, 20.0, 180.0]), min_size=1, max_size=6),
    st.integers(1, 5),
    st.sampled_from([None, "each", "left"]),
    st.floats(0.1, 30.0),
)
def test_the_sum_of_a_chain_is_exact(parts, reps, side, seconds):
    """However long the words take, the parts last as long as was written, and none is without a sound."""
    phases = tuple(Phase(f"part {number}", part) for number, part in enumerate(parts))
    step = Move(reps=reps, name="Chain", tempo=phases, words="every", side=side, count="none")
    timeline = timeline_of(step, seconds=seconds)
    moves = spans(timeline, "move")
    sides = 2 if side == "each" else 1
    assert sum(length for _, length in moves) == pytest.approx(sum(parts) * reps * sides)
    sounds = {cue.at for cue in timeline.cues if cue.kind in ("say", "tone")}
    for at, _ in moves:
        begin = at
        for part in parts:
            assert round(begin, 3) in sounds
            begin += part


def test_a_wait_lasts_until_the_person_goes_on():
    """A wait says what to do, ticks every 15 s as long as it lasts, and does not count as done."""
    timeline = timeline_of(Wait(text="Fetch the weight.", up_to=40.0), Hold(seconds=5.0, name="Curl"))
    assert [(cue.at, cue.kind, cue.text) for cue in timeline.cues if cue.step == 0] == [
        (0.0, "say", "Fetch the weight."),
        (0.5, "wait", ""),
        (15.5, "tone", "tick"),
        (30.5, "tone", "tick"),
    ]
    assert (timeline.steps[0].kind, timeline.steps[1].at) == ("wait", 40.5)


def test_a_wait_without_words_has_the_coach_s_own():
    """The person hears that there is time."""
    assert timeline_of(Wait()).cues[0].text == "Take your time."


def test_a_hold_in_breaths_counts_them():
    """Four breaths last 24 s; their numbers are said as they begin, and no seconds are counted."""
    timeline = timeline_of(Hold(seconds=24.0, breaths=4, name="Child's pose", cue="Sink back."))
    said = [cue.text for cue in timeline.cues if cue.kind == "say"][:3]
    assert said == ["Child's pose.", "Sink back.", "For four breaths."]
    assert heard(timeline, "hold")[:5] == [
        (0.0, "start"), (6.0, "two"), (12.0, "three"), (18.0, "Last one."), (24.0, "end"),
    ]  # fmt: skip


def test_reminders_keep_clear_of_the_numbers_of_breaths():
    """Reminders are said between the numbers of breaths, and none that has no room is said."""
    step = Hold(seconds=24.0, breaths=4, name="Child's pose", remind=("Soft.", "Heavy."))
    assert heard(timeline_of(step), "hold")[:6] == [
        (0.0, "start"), (6.0, "two"), (6.65, "Soft."), (12.0, "three"), (18.0, "Last one."),
        (18.65, "Heavy."),
    ]  # fmt: skip


def test_rounds_by_the_clock_begin_on_it():
    """Every round begins sixty seconds after the one before, however long its words are."""
    inner = (Hold(seconds=20.0, name="Bridge"), Say(text="Rest now, and breathe."))
    timeline = timeline_of(Repeat(times=3, every=60.0, steps=inner), seconds=1.7)
    starts = [at for at, _ in spans(timeline, "hold")]
    assert [later - before for before, later in pairwise(starts)] == [60.0, 60.0]
    assert timeline.grown_rests == ()


def test_a_round_that_takes_longer_than_its_minute_is_reported():
    """The next round begins as soon as it can, and the timeline says by how much it is late."""
    timeline = timeline_of(Repeat(times=2, every=10.0, steps=(Hold(seconds=20.0, name="Bridge"),)))
    (grown,) = timeline.grown_rests
    assert (grown.what, grown.step, grown.of_repeat) == ("every", 1, True)
    starts = [at for at, _ in spans(timeline, "hold")]
    assert round(starts[1] - starts[0], 3) > 20.0


def test_the_rest_between_exercises_is_exact():
    """From the end of one exercise to the start of the next, as `between` says; none before the first."""
    exercises = (
        Hold(seconds=10.0, name="Bridge"),
        Move(reps=2, name="Squat", pace=3.0),
        Say(text="Well done."),
    )
    timeline = timeline_of(*exercises, between=60.0)
    ((hold, _),), (first, *_) = spans(timeline, "hold"), spans(timeline, "move")
    assert (hold < 10.0, first[0] - (hold + 10.0)) == (True, 60.0)
    assert [(cue.at, cue.seconds) for cue in timeline.cues if cue.kind == "rest"] == [(hold + 10.0, 60.0)]


def test_a_short_rest_between_exercises_is_reported():
    """The author is told what did not fit, and by how much."""
    timeline = timeline_of(*(Hold(seconds=10.0, name="Bridge", cue="Lift."),) * 2, between=1.0)
    (grown,) = timeline.grown_rests
    assert grown == GrownRest(step=1, what="between", written=1.0, seconds=grown.seconds, setup=2.0)


@pytest.mark.parametrize(
    ("load", "said"),
    [
        ("2 kg", "With 2 kilograms."),
        ("1 kg", "With 1 kilogram."),
        ("2.5 kg each hand", "With 2.5 kilograms each hand."),
        ("5 lbs", "With 5 pounds."),
        ("red band", "With the red band."),
        ("a rolled towel", "With a rolled towel."),
        ("body weight", "With your body weight."),
    ],
)
def test_a_load_is_said_once(load, said):
    """After the name, before the first of all sets; files of format 1 only show it."""
    step = Move(reps=2, name="Squat", pace=3.0, sets=3, load=load)
    texts = [cue.text for cue in timeline_of(step).cues if cue.kind == "say"]
    assert (texts[:2], texts.count(said)) == (["Squat.", said], 1)
    assert said not in [cue.text for cue in timeline_of(step, format=1).cues]


def test_without_tones_only_words_are_heard():
    """`tones: none` takes the tick, the start, the end and the beats of that step, and of no other."""
    silent = Hold(seconds=10.0, name="Bridge", tones="none")
    moving = Move(reps=2, name="Squat", pace=3.0, tones="none")
    timeline = timeline_of(silent, moving, Hold(seconds=10.0, name="Neck"))
    assert {cue.step for cue in timeline.cues if cue.kind == "tone"} == {2}


def test_the_author_can_lead_into_a_position():
    """With `as-said` the coach says nothing of it, and does not know it afterwards."""
    lying = Hold(seconds=5.0, name="Bridge", position="as-said")
    standing = Hold(seconds=5.0, name="Stand", position="standing")
    timeline = timeline_of(Say(text="Lie on your left side."), lying, standing, position="standing")
    said = [cue.text for cue in timeline.cues if cue.kind == "say"]
    assert said[:2] == ["Lie on your left side.", "Bridge."]
    assert "Now come up to standing. Take your time, and hold on to something if you need to." in said


def test_every_text_is_known_beforehand():
    """What a wait, a load and breaths say is among the utterances."""
    steps = (Wait(text="Fetch it."), Hold(seconds=12.0, breaths=2, name="Bridge", load="2 kg"))
    texts = utterances(Routine(id="x", title="X", format=2, steps=steps), Delivery())
    assert {"Fetch it.", "With 2 kilograms.", "For two breaths.", "Last one."} <= set(texts)


def test_repetitions_as_able_are_counted_on():
    """All twelve are laid out; after the eighth the person hears that they may stop."""
    step = Move(reps=8, most_reps=12, name="Clamshell", pace=3.0)
    timeline = timeline_of(step)
    said = [text for _, text in heard(timeline)]
    assert [cue.text for cue in timeline.cues if cue.kind == "say"][:2] == [
        "Clamshell.", "Eight to twelve times, as you are able.",
    ]  # fmt: skip
    assert said[:12] == [
        "one", "two", "three", "four", "five", "six", "seven", "eight",
        "Nine. Or stop here.", "ten", "eleven", "Last one.",
    ]  # fmt: skip
    assert (len(spans(timeline, "move")), timeline.steps[0].as_able) == (12, True)


def test_where_there_is_no_time_the_offer_is_shorter():
    """In a fast movement "Or stop here" is said alone; faster still, the number is."""
    step = Move(reps=2, most_reps=4, name="Taps", pace=1.0, count="none")
    routine = Routine(id="x", title="X", format=2, steps=(step,))
    times = {text: 0.06 * len(text) for text in utterances(routine, Delivery())}
    assert "Or stop here." in [text for _, text in heard(compose(routine, Delivery(), times))]


def test_sets_as_able_are_offered():
    """The third of two to three sets begins with the offer; from the end of the second the step counts."""
    step = Hold(seconds=10.0, name="Bridge", sets=3, least_sets=2)
    timeline = timeline_of(step)
    said = [cue.text for cue in timeline.cues if cue.kind == "say"]
    between = [text for text in said if text.startswith(("Or", "Set"))]
    assert between == ["Set two of three.", "Or stop here.", "Set three of three."]
    assert timeline.steps[0].enough_at == sum(spans(timeline, "hold")[1])


def test_a_hold_as_able_says_its_most():
    """The person hears how long it lasts at most."""
    timeline = timeline_of(Hold(seconds=10.0, as_able=True, name="Squeeze"))
    assert timeline.cues[1].text == "Up to 10 seconds, as long as you are able."


RULES = (
    (Consequence(at_least=5, stop=True), "If it is five or more, stop here."),
    (Consequence(at_most=3, skip_to="Bridge"), "If it is three or less, go on with Bridge."),
    (Consequence(yes=False, say="Sit a while."), "If not: Sit a while."),
    (Consequence(yes=True, stop=True), "If yes, stop here."),
)


@pytest.mark.parametrize(("then", "said"), RULES)
def test_a_recording_speaks_the_rule(then, said):
    """After the silence for the answer; somebody who is led live hears only what follows."""
    ask = Ask(question="pain", then=then)
    routine = Routine(id="x", title="X", format=2, steps=(ask, Hold(seconds=5.0, name="Bridge")))
    spoken = Delivery(ask_seconds=5.0, speaks_rules=True)
    timeline = compose(routine, spoken, FixedDurations(0.5))
    (rule,) = [cue for cue in timeline.cues if cue.text == said]
    (pause,) = [cue for cue in timeline.cues if cue.kind == "ask"]
    assert rule.at >= pause.end
    assert said not in [cue.text for cue in compose(routine, Delivery(), FixedDurations(0.5)).cues]


def test_a_recording_speaks_one_limit_beside_another_rule():
    """What is said at a low pain does not take the place of the limit; of two limits it is the lower."""
    rules = (
        (
            Consequence(at_most=0, say="Add a set."),
            ["If it is zero: Add a set.", "If it is four or more, stop here."],
        ),
        (Consequence(at_least=3, stop=True), ["If it is three or more, stop here."]),
        (Consequence(at_least=5, stop=True), ["If it is four or more, stop here."]),
    )
    for then, said in rules:
        routine = Routine(id="x", title="X", format=2, pain_limit=4, steps=(Ask(question="pain", then=then),))
        timeline = compose(routine, Delivery(speaks_rules=True), FixedDurations(0.5))
        assert [cue.text for cue in timeline.cues if cue.text.startswith("If it is")] == said


def test_a_recording_speaks_the_pain_limit():
    """A question about pain without a rule of its own has the routine's limit."""
    routine = Routine(id="x", title="X", pain_limit=4, steps=(Ask(question="pain"),))
    timeline = compose(routine, Delivery(speaks_rules=True), FixedDurations(0.5))
    assert timeline.cues[-1].text == "If it is four or more, stop here."
