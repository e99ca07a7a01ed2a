"""Safety notices that a session does not speak.

Changes that mutation finds unnoticed and that change nothing: a text that begins as a notice ends, as silence
lies between; a timer for the chime that runs on, as nothing sounds when no notice waits.
"""

from __future__ import annotations

import pytest

from coach.routine.model import Rest, Say
from coach.session.late_clips import ClipsMade
from coach.session.unspoken_notices import CHIME_SECONDS
from coach.spoken_text.sentences import sentences
from coach.testing import FakeVoice
from coach.timeline.model import Delivery
from coach.timeline.words import words_for

RULES = sentences(words_for("en").safety.general.replace("{limit}", "six"), "en")
OWN = ("Gently.", "Not after a fall.")
STEPS = (Say(text="Sit."), Rest(seconds=3.0))
DUE = Delivery(notices=frozenset({"stop-rules", "routine"}))


@pytest.fixture
def session(make_performance):
    """Begins a session of which no voice can say these texts."""

    def begin(*unspoken, acknowledged="unspoken"):
        voice = FakeVoice()
        voice.fails_for = set(unspoken)
        it = make_performance(
            *STEPS, kind="stretch", cautions=OWN, delivery=DUE, voice=voice, acknowledged=acknowledged
        )
        it.begin()
        return it

    return begin


def given(it):
    """The notices in the journal, and how they were given."""
    events = [data for kind, data in it.heard.events if kind == "notice-given"]
    return [(data["notice"], data["heard"], data.get("acknowledged")) for data in events]


@pytest.mark.parametrize("key", ["resume", "next", "go"])
def test_a_notice_that_no_voice_can_say_waits_until_it_was_read(session, key):
    """The notice is shown whole, with a chime every half minute; then the session goes on behind it."""
    it = session(OWN[1])
    it.play(30.0)
    shown = it.snapshot
    assert (shown.state, shown.aside, shown.to_read) == ("paused", " ".join(OWN), True)
    assert it.heard.remarks == [words_for("en").calls.read_this]
    assert [cue.text for cue in it.heard.cues if cue.text in OWN] == [OWN[0]]
    silence = it.play(CHIME_SECONDS - 5.0)
    chimes = it.play(CHIME_SECONDS)
    assert (abs(silence[-48_000:]).max(), abs(chimes).max() > 0.05) == (0.0, True)
    assert it.snapshot.position == shown.position
    for name in ("repeat", "previous", "extend", "pause"):
        it.command(name)
    assert it.snapshot == shown
    it.command(key)
    assert it.snapshot.position == it.timeline.notices[-1].end
    assert (shown.remarks, it.snapshot.remarks) == ((words_for("en").calls.read_this,), ())
    it.finish()
    assert given(it) == [("stop-rules", True, None), ("routine", False, True)]
    assert (it.heard.to_be_read, it.snapshot.outcome) == ([OWN, ()], "completed")


@pytest.mark.parametrize("is_known", [True, False])
def test_a_voice_that_fails_in_the_middle_leaves_the_notice_to_be_read(make_performance, is_known):
    """Whether it is known that there will be no clip, or it has not come after all the waiting."""
    it = make_performance(
        *STEPS, kind="stretch", cautions=OWN, delivery=DUE, ready_from=0, acknowledged="unspoken"
    )
    assert RULES[1] in it.prepared.later
    it.begin()
    if is_known:
        it.performance.clips_made(ClipsMade({}, it.prepared.later))
    it.play(40.0)
    assert (it.snapshot.to_read, it.heard.to_be_read) == (True, [RULES])
    it.command("resume")
    it.play(1.0)
    assert given(it) == [("stop-rules", False, True)]


def test_a_person_who_does_not_hear_reads_every_notice(session):
    """The notices are acknowledged one after the other, and then the session is led."""
    it = session(acknowledged="all")
    it.play(5.0)
    it.command("resume")
    it.play(5.0)
    it.command("resume")
    it.finish()
    assert it.heard.to_be_read == [RULES, (), OWN, ()]
    assert given(it) == [("stop-rules", False, True), ("routine", False, True)]


@pytest.mark.parametrize(("acknowledged", "key"), [("all", "resume"), ("none", "next")])
def test_what_was_read_leads_to_the_step_that_was_asked_for(make_performance, acknowledged, key):
    """A session that begins at a later step goes on there once its last notice was read or passed over."""
    rests = (Rest(seconds=3.0), Rest(seconds=4.0), Rest(seconds=5.0))
    it = make_performance(
        *rests, kind="stretch", cautions=OWN, delivery=DUE, acknowledged=acknowledged, first_step=2
    )
    it.begin()
    for _ in range(2):
        it.play(2.0)
        it.command(key)
    assert it.snapshot.position == it.timeline.steps[2].at


@pytest.mark.parametrize("acknowledged", ["unspoken", "none"])
def test_a_notice_that_cannot_be_heard_is_not_given_by_being_spoken(make_performance, acknowledged):
    """At volume 0 each waits until it was read; where nobody can answer, it goes by and is due again."""
    it = make_performance(
        *STEPS, kind="stretch", cautions=OWN, delivery=DUE, acknowledged=acknowledged, volume=0.0
    )
    it.begin()
    waits = acknowledged == "unspoken"
    for _ in range(2 * waits):
        it.play(5.0)
        it.command("resume")
    it.finish()
    read = [("stop-rules", False, True), ("routine", False, True)] if waits else []
    assert (given(it), it.heard.to_be_read) == (read, [RULES, (), OWN, ()] if waits else [])


def test_where_nobody_can_answer_it_is_shown_in_passing_and_due_again(session):
    """A session in a pipe goes on, but only what was spoken counts as given."""
    it = session(OWN[0], acknowledged="none")
    it.finish()
    assert (given(it), it.heard.to_be_read) == ([("stop-rules", True, None)], [])
    assert [cue.text for cue in it.heard.cues if cue.text in OWN] == [*OWN]


def test_a_session_can_be_stopped_at_a_notice(session):
    """A notice at which the session is stopped is not acknowledged, and no chime follows."""
    it = session(RULES[0])
    it.play(2.0)
    it.command("stop")
    it.finish()
    assert (given(it), it.snapshot.outcome, it.heard.to_be_read) == ([], "stopped", [RULES, ()])


def test_pain_comes_first(session):
    """Whoever says that it hurts is asked how much; then the notice is shown again."""
    it = session(RULES[0])
    it.play(2.0)
    it.command("hurts", 2)
    it.play(2.0)
    assert it.snapshot.to_read
    it.command("resume")
    it.finish()
    assert given(it) == [("stop-rules", False, True), ("routine", True, None)]
    assert it.heard.to_be_read == [RULES, (), RULES, ()]


def test_nobody_is_waited_for_who_can_no_longer_answer(session):
    """When the program that controls it is gone, the notice goes by, and is due again."""
    it = session(RULES[0])
    it.play(2.0)
    assert it.performance.notices.nobody_answers()
    it.command("resume")
    it.finish()
    assert given(it) == [("routine", True, None)]
