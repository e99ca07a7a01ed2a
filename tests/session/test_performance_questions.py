"""Questions and pain in a performance: what is asked, what an answer does, and what the journal has of it."""

from __future__ import annotations

import pytest

from coach.routine.model import Ask, Repeat
from performance_steps import CALF, SIT, ask_of, hold_of


def test_an_answer_in_time(make_performance):
    """An `ask` step that is answered early moves on at once, and the step is done."""
    it = make_performance(Ask(question="effort"), SIT)
    it.begin()
    ask = next(cue for cue in it.timeline.cues if cue.kind == "ask")
    it.play_to(ask.at + 2.0)
    assert (it.snapshot.state, it.snapshot.question) == ("asking", "How hard was that, from zero to ten?")
    assert it.snapshot.answer_within == pytest.approx(13.0, abs=0.03)
    it.command("answer", 7)
    assert (it.snapshot.state, it.snapshot.position) == ("performing", ask.end)
    it.finish()
    answered = {"step": 0, "question": "effort", "pain": 7}
    assert [data for kind, data in it.heard.events if kind == "answered"] == [answered]
    assert it.logged().outcome == "completed"


def test_an_answer_while_the_question_is_spoken(make_performance):
    """A question can be answered from its first word on, and the answer moves on at once."""
    it = make_performance(SIT, Ask(question="how wobbly was it?"), SIT)
    it.begin()
    words = next(cue for cue in it.timeline.cues if cue.kind == "say" and cue.step == 1)
    it.play_to(words.at + 0.1)
    assert ask_of(it).at > it.snapshot.position
    assert (it.snapshot.state, it.snapshot.question, it.snapshot.answer_within) == (
        "asking",
        it.timeline.steps[1].name,
        None,
    )
    it.command("answer", 3)
    assert it.snapshot.position == it.timeline.steps[2].at
    assert not it.play(0.02)[960:].any(), "the words that asked go on"
    it.finish()
    assert [data for kind, data in it.heard.events if kind in ("asked", "answered")] == [
        {"step": 1, "question": it.timeline.steps[1].question},
        {"step": 1, "question": it.timeline.steps[1].question, "pain": 3},
    ]
    assert (it.logged().outcome, it.logged().steps_done) == ("completed", 1)


def test_words_before_a_question_do_not_ask_it(make_performance):
    """The name of a round is said in the same step, but the question begins with its own words."""
    it = make_performance(Repeat(times=2, name="Round", steps=(Ask(question="effort"),)))
    it.begin()
    it.play(0.1)
    assert it.snapshot.state == "performing"
    words = [cue for cue in it.timeline.cues if cue.step == 0 and cue.kind == "say"]
    it.play_to(words[-1].at + 0.1)
    assert (len(words), it.snapshot.state) == (2, "asking")


def test_no_answer_is_null(make_performance):
    """After fifteen seconds the session goes on, and no answer is recorded as none, never as 0."""
    it = make_performance(Ask(question="pain"))
    it.begin()
    it.finish()
    assert [data["pain"] for kind, data in it.heard.events if kind == "answered"] == [None]
    assert it.logged().outcome == "completed"


def test_an_authors_limit(make_performance):
    """A pain answer at or above the routine's `pain_limit` ends the session."""
    it = make_performance(Ask(question="pain"), SIT, pain_limit=3)
    it.begin()
    it.play_to(next(cue.at for cue in it.timeline.cues if cue.kind == "ask") + 1.0)
    it.command("answer", 3)
    it.finish()
    assert (it.logged().outcome, it.logged().steps_done) == ("stopped", 0)


def test_a_rise_above_the_first_answer(make_performance):
    """A pain answer that is `pain_rise` above the first one ends the session."""
    it = make_performance(Ask(question="pain"), Ask(question="pain"), SIT, pain_rise=2)
    it.begin()
    for answer in (1, 3):
        asks = [cue for cue in it.timeline.cues if cue.kind == "ask" and cue.at >= it.snapshot.position]
        it.play_to(asks[0].at + 1.0)
        it.command("answer", answer)
    it.finish()
    assert (it.logged().outcome, it.heard.asides) == ("stopped", ["Stop here for today."])


def answer_next_question(it, pain):
    """Play on to the next question, and answer it a second later."""
    asks = [cue for cue in it.timeline.cues if cue.kind == "ask" and cue.at >= it.snapshot.position]
    it.play_to(asks[0].at + 1.0)
    it.command("answer", pain)


def test_this_hurts_is_no_first_answer(make_performance):
    """`pain_rise` counts from the first answer to an `ask` step, whatever was answered to "this hurts"."""
    it = make_performance(CALF, Ask(question="pain"), Ask(question="pain"), SIT, pain_rise=2)
    it.begin()
    it.play_to(hold_of(it).at + 5.0)
    it.command("hurts", 0)
    answer_next_question(it, 3)
    it.play(0.1)
    assert it.heard.asides == [], "three above the answer to 'this hurts' ends nothing"
    answer_next_question(it, 5)
    it.finish()
    assert (it.logged().outcome, it.heard.asides) == ("stopped", ["Stop here for today."])


def test_this_hurts_above_the_first_answer(make_performance):
    """`pain_rise` ends the routine at "this hurts" too, once an `ask` step was answered."""
    it = make_performance(Ask(question="pain"), CALF, pain_rise=2)
    it.begin()
    answer_next_question(it, 1)
    it.play_to(hold_of(it).at + 5.0)
    it.command("hurts", 3)
    it.finish()
    assert (it.logged().outcome, it.heard.asides) == ("stopped", ["Stop here for today."])


def test_only_the_first_answer_counts(make_performance):
    """A slow rise is measured from the first answer, not from the last one."""
    it = make_performance(*[Ask(question="pain")] * 3, SIT, pain_rise=2)
    it.begin()
    for pain in (1, 2, 3):
        answer_next_question(it, pain)
    it.finish()
    assert (it.logged().outcome, it.logged().pain) == ("stopped", (1, 2, 3))


def test_an_answer_about_anything_else_ends_nothing(make_performance):
    """A ten for effort, or for a question of the author's own, is no pain: the routine goes on."""
    it = make_performance(
        Ask(question="effort"), Ask(question="how wobbly was it?"), SIT, pain_limit=3, pain_rise=1
    )
    it.begin()
    for answer in (10, 10):
        answer_next_question(it, answer)
    it.finish()
    assert (it.logged().outcome, it.heard.asides) == ("completed", [])


def test_an_early_answer_ends_the_words_that_ask(make_performance):
    """The question is no longer spoken, and the hold begins again in silence."""
    it = make_performance(CALF)
    it.begin()
    it.play_to(hold_of(it).at + 5.0)
    it.command("hurts")
    it.play(0.2)
    assert it.snapshot.aside == "Let go gently. How much pain is there, from zero to ten?"
    it.command("answer", 1)
    assert (it.snapshot.aside, it.snapshot.state) == ("", "performing")
    assert not it.play(0.5)[960:].any()


@pytest.mark.parametrize("command", ["next", "previous", "repeat"])
def test_leaving_a_question(make_performance, command):
    """The question ends without an answer; its step is skipped by `next`, and still to be done otherwise."""
    it = make_performance(Ask(question="effort"), SIT)
    it.begin()
    it.play_to(ask_of(it).at + 1.0)
    it.command(command)
    left = it.heard.events[-2:] if command == "next" else it.heard.events[-1:]
    answered = ("answered", {"step": 0, "question": "effort", "pain": None})
    skipped = ("step-skipped", {"step": 0, "name": "How hard was that, from zero to ten?"})
    assert (left, it.snapshot.steps_done) == (
        [answered, skipped] if command == "next" else [answered],
        frozenset(),
    )


def test_more_time_to_answer(make_performance):
    """The command `extend` adds ten seconds to the time left, and an answer still moves on at once."""
    it = make_performance(Ask(question="effort"), SIT)
    it.begin()
    it.play_to(ask_of(it).at + 5.0)
    it.command("extend")
    assert it.snapshot.answer_within == pytest.approx(20.0, abs=0.03)
    it.command("answer", 2)
    assert it.snapshot.position == it.snapshot.timeline.steps[1].at
