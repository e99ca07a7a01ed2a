"""Questions and pain in a performance: what is asked, what an answer does, and what the journal has of it."""

from __future__ import annotations

import pytest

from coach.routine.model import Ask, Repeat
from coach.session.player import Finished
from performance_steps import CALF, SIT, hold_of, pauses


def ask_of(make_performance):
    """The first question of its timeline."""
    return next(cue for cue in make_performance.timeline.cues if cue.kind == "ask")


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
