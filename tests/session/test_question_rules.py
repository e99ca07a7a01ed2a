"""What follows from the answer to an author's question: the end, another step, or words."""

from __future__ import annotations

import pytest

from coach.routine.model import Ask, Consequence, Hold, Say
from coach.session.interface import Command

BRIDGE = Hold(seconds=10.0, name="Bridge")
PLANK = Hold(seconds=10.0, name="Plank")
LAST = Hold(seconds=10.0, name="Easy stretch")


def asked(make_performance, question, *steps, answer, **fields):
    """The performance of a question and steps, which was given that answer and played to its end."""
    it = make_performance(question, *steps, **fields)
    it.begin()
    wait = next(cue for cue in it.timeline.cues if cue.kind == "ask")
    it.play_to(wait.at + 1.0)
    it.performance.command(Command("answer", answer))
    it.settle()
    it.finish()
    return it


def names(it, kind):
    """The names of the steps with an event of that kind."""
    return [data["name"] for each, data in it.heard.events if each == kind]


STOPS = Ask(question="pain", then=Consequence(at_least=4, stop=True))


@pytest.mark.parametrize(
    ("answer", "outcome"), [(3, "completed"), (4, "stopped"), (6, "stopped"), (None, "completed")]
)
def test_an_answer_may_end_the_routine(make_performance, answer, outcome):
    """From the number that the author wrote, before any advice, and not without an answer."""
    it = asked(make_performance, STOPS, BRIDGE, answer=answer)
    assert it.logged().outcome == outcome


def test_steps_that_a_rule_skips_are_not_missed(make_performance):
    """The next step of that name follows; what lies between is recorded, and the routine is complete."""
    question = Ask(
        question="How many?", answer="number", then=Consequence(at_least=12, skip_to="Easy stretch")
    )
    it = asked(make_performance, question, BRIDGE, Say(text="Turn over."), PLANK, LAST, answer=15)
    assert [data for kind, data in it.heard.events if kind == "step-skipped"] == [
        {"step": 1, "name": "Bridge", "by_rule": True},
        {"step": 3, "name": "Plank", "by_rule": True},
    ]
    assert (names(it, "step-done"), it.logged().outcome) == (["Easy stretch"], "completed")


@pytest.mark.parametrize("name", ["Bridge", "Bench"])
def test_a_rule_that_skips_to_what_follows_anyway_skips_nothing(make_performance, name):
    """Nothing is skipped to the next step, to one that the sound has reached, or to an unknown name."""
    question = Ask(question="How many?", answer="number", then=Consequence(at_least=12, skip_to=name))
    it = make_performance(question, BRIDGE, PLANK, BRIDGE)
    it.begin()
    it.play_to(it.timeline.steps[0].end - 0.02)
    it.performance.command(Command("answer", 15))
    it.output.play(0.1)
    it.settle()
    it.finish()
    assert names(it, "step-skipped") == []
    assert (names(it, "step-done"), it.logged().outcome) == (["Bridge", "Plank", "Bridge"], "completed")


def test_below_the_number_nothing_is_skipped(make_performance):
    """The condition does not hold, so all steps are led."""
    question = Ask(
        question="How many?", answer="number", then=Consequence(at_least=12, skip_to="Easy stretch")
    )
    it = asked(make_performance, question, BRIDGE, LAST, answer=11)
    assert names(it, "step-done") == ["Bridge", "Easy stretch"]


def test_words_may_follow_an_answer(make_performance):
    """The words for an answer are spoken at once, then the routine goes on."""
    question = Ask(question="Gone?", answer="yes-or-no", then=Consequence(yes=False, say="Then sit a while."))
    it = make_performance(question, BRIDGE)
    it.begin()
    wait = next(cue for cue in it.timeline.cues if cue.kind == "ask")
    it.play_to(wait.at + 1.0)
    it.performance.command(Command("answer", 0))
    it.settle()
    assert it.snapshot.aside == "Then sit a while."
    it.finish()
    assert it.logged().outcome == "completed"


def test_the_pain_limit_comes_before_the_author_s_rule(make_performance):
    """At the limit the routine ends, whatever the rule would do."""
    question = Ask(question="pain", then=Consequence(at_least=5, skip_to="Easy stretch"))
    it = asked(make_performance, question, BRIDGE, LAST, answer=6)
    assert it.logged().outcome == "stopped"


def test_pain_reported_meanwhile_is_no_answer_to_the_question(make_performance):
    """The author's rule is about their question: "this hurts, 3 of 10" leaves out no step."""
    question = Ask(
        question="How many?", answer="number", then=Consequence(at_least=2, skip_to="Easy stretch")
    )
    it = make_performance(question, BRIDGE, LAST)
    it.begin()
    wait = next(cue for cue in it.timeline.cues if cue.kind == "ask")
    it.play_to(wait.at + 1.0)
    it.performance.command(Command("hurts", 3))
    it.settle()
    it.play(20.0)
    it.performance.command(Command("resume"))
    it.finish()
    answers = [(data["question"], data["pain"]) for kind, data in it.heard.events if kind == "answered"]
    assert answers[:2] == [("How many?", None), ("pain", 3)]
    assert ("Bridge" in names(it, "step-done"), it.logged().outcome) == (True, "completed")


@pytest.mark.parametrize(
    ("answer", "given", "taken"),
    [
        ("0-10", 11, False),
        ("0-10", 10, True),
        ("number", 99, True),
        ("yes-or-no", 2, False),
        ("yes-or-no", 1, True),
    ],
)
def test_an_answer_that_is_none_is_ignored(make_performance, answer, given, taken):
    """The question stays open for one that fits."""
    it = make_performance(Ask(question="Well?", answer=answer), BRIDGE)
    it.begin()
    wait = next(cue for cue in it.timeline.cues if cue.kind == "ask")
    it.play_to(wait.at + 1.0)
    assert it.snapshot.answer == answer
    it.performance.command(Command("answer", given))
    it.settle()
    assert ("answered" in it.kinds) is taken
