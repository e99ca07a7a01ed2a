"""This hurts, in a performance: what is asked at once, what an answer does, and what ends a session."""

from __future__ import annotations

import pytest

from coach.routine.model import Ask
from coach.session.player import Finished
from performance_steps import CALF, SIT, ask_of, hold_of, pauses


@pytest.mark.parametrize(
    ("pain", "said", "state"),
    [
        (3, [], "performing"),
        (4, ["Make it smaller, or leave it out; it should settle within a day."], "performing"),
        (5, ["Make it smaller, or leave it out; it should settle within a day."], "performing"),
        (6, ["Stop here for today."], "ended"),
        (10, ["Stop here for today."], "ended"),
    ],
)
def test_this_hurts(make_performance, pain, said, state):
    """The count stops and the coach asks how much it hurts; then it says what the stop rules say."""
    it = make_performance(CALF, SIT)
    it.begin()
    hold = hold_of(it)
    it.play_to(hold.at + 10.0)
    it.command("hurts")
    assert it.snapshot.state == "asking"
    it.play(6.0)
    assert it.snapshot.position == pytest.approx(hold.at + 10.0, abs=0.021)
    it.command("answer", pain)
    it.play(6.0)
    asked = "Let go gently. How much pain is there, from zero to ten?"
    assert (it.heard.asides, it.snapshot.state) == ([asked, *said], state)
    if state == "ended":
        assert it.logged().outcome == "stopped"
    else:
        assert it.snapshot.position < hold.at + 10.0
    assert it.logged().pain == (pain,)


def test_this_hurts_with_an_answer_asks_nothing(make_performance):
    """A person who says how much it hurts is not asked."""
    it = make_performance(CALF)
    it.begin()
    it.play(8.0)
    it.command("hurts", 2)
    assert (it.heard.asides, it.snapshot.state) == ([], "performing")


def test_this_hurts_and_nobody_answers(make_performance):
    """The session stays paused until the person goes on: it never goes on by itself, and records no 0."""
    it = make_performance(CALF)
    it.begin()
    it.play(8.0)
    it.command("hurts")
    it.play(30.0)
    assert (it.snapshot.state, it.heard.remarks) == (
        "paused",
        ["No answer. The session waits until you go on."],
    )
    assert it.logged().pain == (None,)
    it.command("resume")
    it.finish()
    assert it.logged().outcome == "completed"


SMALLER = "Make it smaller, or leave it out; it should settle within a day."


ASKED = "Let go gently. How much pain is there, from zero to ten?"


def hurting(make_performance, pain):
    """A performance stopped in a hold by "this hurts"; with an answer, the words about it have begun."""
    it = make_performance(CALF)
    it.begin()
    it.play_to(hold_of(it).at + 10.0)
    it.command("hurts", pain)
    it.play(0.6)
    return it


@pytest.mark.parametrize(("pain", "words"), [(4, SMALLER), (None, ASKED)])
def test_a_pause_in_words_about_pain(make_performance, pain, words):
    """The pause is silent within 20 ms and has no limit; then the words begin again and it goes on."""
    it = hurting(make_performance, pain)
    assert it.snapshot.aside == words
    it.command("pause")
    assert (it.snapshot.state, it.snapshot.aside) == ("paused", "")
    assert not it.play(40.0)[960:].any()
    assert it.snapshot.state == "paused"
    it.command("resume")
    expected = ("performing", words) if pain is not None else ("asking", words)
    assert ((it.snapshot.state, it.snapshot.aside), it.heard.asides) == (expected, [words, words])
    it.command("answer", 2)  # once nothing is asked, it is ignored
    it.finish()
    assert (it.logged().outcome, it.logged().pain) == ("completed", (pain or 2,))
    assert pauses(it) == [("paused", {"step": 0}), ("resumed", {"step": 0})]


def test_a_pause_while_an_answer_is_waited_for(make_performance):
    """The time to answer stops during the pause, and begins again when the session goes on."""
    it = hurting(make_performance, None)
    it.play(8.0)
    assert it.snapshot.answer_within < 15.0
    it.command("pause")
    it.play(30.0)
    assert (it.snapshot.state, it.snapshot.answer_within) == ("paused", None)
    it.command("resume")
    assert (it.snapshot.state, it.snapshot.answer_within) == ("asking", 15.0)
    it.play(15.5)
    assert (it.snapshot.state, it.logged().pain) == ("paused", (None,))


def test_an_answer_in_a_pause_says_what_to_do(make_performance):
    """The advice is spoken at once, as an answer may come at any time, but the exercise stays paused."""
    it = hurting(make_performance, None)
    it.command("pause")
    it.command("answer", 5)
    it.play(8.0)
    assert (it.snapshot.state, it.heard.asides) == ("paused", [ASKED, SMALLER])
    it.command("resume")
    it.finish()
    assert it.logged().outcome == "completed"


def test_no_answer_in_a_pause_is_one_pause(make_performance):
    """If the question is given up during a pause, the session stays paused and records no second pause."""
    it = hurting(make_performance, None)
    it.command("pause")
    it.command("answer", None)
    assert (it.snapshot.state, it.kinds.count("paused")) == ("paused", 1)


def test_it_hurts_again(make_performance):
    """It can hurt again while the coach says what to do about the pain, and the worse answer counts."""
    it = hurting(make_performance, 4)
    it.command("hurts", 7)
    it.finish()
    assert (it.logged().outcome, it.logged().pain) == ("stopped", (4, 7))


def test_this_hurts_with_an_answer_is_the_answer(make_performance):
    """To say "this hurts, 7" answers the question that is already being asked."""
    it = hurting(make_performance, None)
    it.command("hurts", 7)
    it.finish()
    assert (it.logged().outcome, it.logged().pain) == ("stopped", (7,))


def test_stop_while_it_is_asked(make_performance):
    """While the coach asks for the pain, `next` is ignored, but `stop` ends the session."""
    it = make_performance(CALF)
    it.begin()
    it.play(8.0)
    it.command("hurts")
    it.command("next")
    assert it.snapshot.state == "asking"
    it.command("stop")
    it.finish()
    assert it.logged().outcome == "stopped"


def test_this_hurts_is_in_the_journal(make_performance):
    """The journal has the question, the answer and the step, and that the person said so unasked."""
    it = make_performance(SIT, CALF)
    it.begin()
    it.play_to(hold_of(it).at + 5.0)
    it.command("hurts")
    assert it.snapshot.question == "How much pain is there, from zero to ten?"
    it.command("answer", 2)
    assert [event for event in it.heard.events if event[0] in ("asked", "answered")] == [
        ("asked", {"step": 1, "question": "pain", "hurts": True}),
        ("answered", {"step": 1, "question": "pain", "pain": 2, "hurts": True}),
    ]


def test_words_about_pain_that_end_as_the_person_pauses(make_performance):
    """If their end is reported after the pause, they are spoken again before the session goes on."""
    it = hurting(make_performance, 4)
    it.command("pause")
    it.performance.handle(Finished("aside"))
    assert (it.snapshot.state, it.heard.asides) == ("paused", [SMALLER])
    it.command("resume")
    assert it.heard.asides == [SMALLER, SMALLER]
    it.play(8.0)
    assert (it.snapshot.state, it.snapshot.aside) == ("performing", "")
    it.finish()
    assert it.logged().outcome == "completed"


@pytest.mark.parametrize("name", ["pause", "resume", "next", "previous", "repeat", "extend", "hurts"])
def test_the_end_because_of_pain_is_final(make_performance, name):
    """While "Stop here for today" is spoken, no command but `stop` changes anything: the routine ends."""
    it = hurting(make_performance, 7)
    it.command(name)
    it.play(6.0)
    assert (it.snapshot.state, it.heard.asides, it.kinds.count("paused")) == (
        "ended",
        ["Stop here for today."],
        0,
    )
    assert (it.logged().outcome, it.logged().pain) == ("stopped", (7,))


def test_words_about_pain_that_end_as_the_person_answers(make_performance):
    """If their end is reported after the answer, nothing changes."""
    it = hurting(make_performance, None)
    it.command("answer", 1)
    it.performance.handle(Finished("aside"))
    assert (it.snapshot.state, it.snapshot.answer_within) == ("performing", None)


def test_this_hurts_in_a_question(make_performance):
    """The coach asks for the pain first and then the question again; both answers are recorded."""
    it = make_performance(Ask(question="effort"), SIT)
    it.begin()
    it.play_to(ask_of(it).at + 2.0)
    it.command("hurts", 1)
    it.play(0.1)
    assert it.snapshot.question == "How hard was that, from zero to ten?"
    it.command("answer", 5)
    it.finish()
    assert [(data["question"], data["pain"]) for kind, data in it.heard.events if kind == "answered"] == [
        ("effort", None),
        ("pain", 1),
        ("effort", 5),
    ]


def test_this_hurts_in_a_pause(make_performance):
    """The journal records that the pause has ended."""
    it = make_performance(CALF)
    it.begin()
    it.play(8.0)
    it.command("pause")
    it.command("hurts", 0)
    assert pauses(it) == [("paused", {"step": 0}), ("resumed", {"step": 0})]


def test_an_answer_does_not_end_a_pause(make_performance):
    """Whatever the answer was, the session stays paused until the person goes on."""
    it = make_performance(Ask(question="pain"), SIT)
    it.begin()
    it.play_to(ask_of(it).at + 2.0)
    it.command("pause")
    it.command("answer", 4)
    it.play(8.0)
    assert (it.snapshot.state, it.snapshot.steps_done) == ("paused", frozenset())
    it.command("resume")
    it.finish()
    assert it.logged().outcome == "completed"
