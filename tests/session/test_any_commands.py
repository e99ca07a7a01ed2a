"""Any commands at any time: one voice at a time, a journal that is true, and always an end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.errors import JournalError
from coach.routine.model import Ask, Breathe, BreathPattern, Dose, Hold, Move, Phase, Rest, Say
from coach.timeline.model import SPOKEN, Delivery, counted_steps
from coach.timeline.playhead import sounding_at
from strategies import examples

SIT = Say(text="Sit tall.")
CALF = Hold(seconds=9.0, name="Calf", side="each", reps=2, rest=2.0)
KNEE = Move(reps=3, name="Knee", tempo=(Phase("up", 1.5), Phase("down", 1.5)))
OWN = Move(reps=3, name="Rise", pace="own", up_to=20.0)
BREATH = Breathe(pattern=BreathPattern(inhale=2.0, exhale=3.0, hold=1.0), cycles=2)
PAIN, EFFORT, REST = Ask(question="pain"), Ask(question="effort"), Rest(seconds=8.0)

NAMES = ("pause", "resume", "next", "previous", "repeat", "extend", "go", "hurts", "answer", "stop")
INSTANTS = st.one_of(
    st.sampled_from([0.0, 0.02, 0.1, 0.5, 2.0, 5.0, 16.0]),
    st.integers(1, 400).map(lambda blocks: blocks * 0.02),
)
COMMANDS = st.tuples(
    INSTANTS, st.sampled_from(NAMES[:-1] * 4 + NAMES[-1:]), st.one_of(st.none(), st.integers(0, 10))
)
ROUTINES = st.lists(
    st.sampled_from([SIT, CALF, KNEE, OWN, BREATH, PAIN, EFFORT, REST]), min_size=1, max_size=4
)


class MemoryJournal:
    """A journal in memory that accepts so many events and then none; None: it accepts all."""

    def __init__(self, room=None):
        self.events = []
        self._room = room

    def append(self, event):
        """Store the event, or fail."""
        if self._room is not None and len(self.events) >= self._room:
            raise JournalError("The disk is full.")
        self.events.append(event)


def events_of(journal, *kinds):
    """The events of these kinds, in order."""
    return [event for event in journal.events if event.kind in kinds]


def steps_of(journal, kind):
    """The steps of the events of that kind."""
    return [event.data["step"] for event in events_of(journal, kind)]


def check_moment(it):
    """Check what must hold at every instant."""
    moment, player = it.snapshot, it.performance.player
    assert 0.0 <= moment.position <= player._mixer.frames / 48_000
    assert moment.steps_done <= it.performance.navigation.progress.performed
    assert moment.steps_done <= set(steps_of(it.journal, "step-done")), "called done before it was kept"
    if moment.state == "asking":
        assert moment.question
    if player._aside_name and player._transport.is_playing:
        sounding = sounding_at(moment.timeline, moment.position)
        assert sounding is None or sounding.kind not in SPOKEN, "two voices at once"
    if not player._aside_name:
        assert not moment.aside, "words are shown that nobody says"


def play(it, seconds):
    """Play that many seconds, in blocks as a device takes them; in larger blocks if it is long."""
    block = 0.02 if seconds < 1.0 else 0.1
    for _ in range(round(seconds / block)):
        if it.snapshot.state == "ended":
            return
        it.output.play(block)
        it.performance.handle_waiting()
        check_moment(it)
    it.settle()
    check_moment(it)


def give(it, name, pain):
    """Give that command, after which a step is at most either skipped or done."""
    before = len(it.journal.events)
    it.command(name, pain)
    check_moment(it)
    fates = [
        event.kind for event in it.journal.events[before:] if event.kind in ("step-skipped", "step-done")
    ]
    assert len(fates) <= 1, fates


def play_to_the_end(it):
    """Play to the end of the session; whenever it is paused, the person goes on."""
    most = 30.0 + 3 * it.snapshot.timeline.seconds
    while it.snapshot.state != "ended":
        assert most > 0, f"it never ends: {it.snapshot.state} at {it.snapshot.position}"
        if it.snapshot.state == "paused":
            it.command("resume")
        play(it, 4.0)
        most -= 4.0


def check_events(journal, it):
    """Check what must hold of the events of a session that is over."""
    kinds = [event.kind for event in journal.events]
    assert (kinds[0], kinds[-1]) == ("session-started", "session-ended")
    assert (kinds.count("session-started"), kinds.count("session-ended")) == (1, 1)
    done, begun = steps_of(journal, "step-done"), steps_of(journal, "step-started")
    assert sorted(done) == sorted(set(done))
    assert set(done) <= set(begun)
    pauses = [event.kind for event in events_of(journal, "paused", "resumed")]
    assert pauses == ["paused", "resumed"] * (len(pauses) // 2) + ["paused"] * (len(pauses) % 2)
    questions = [event.kind for event in events_of(journal, "asked", "answered")]
    pairs = ["asked", "answered"] * (len(questions) // 2)
    assert questions in (pairs, [*pairs, "asked"])
    end = journal.events[-1].data
    counted = counted_steps(it.timeline)
    assert set(done) <= counted
    if end["outcome"] == "stopped":
        return
    assert end["outcome"] == ("completed" if set(done) == counted else "partial")
    given_ = {event.data["notice"] for event in events_of(journal, "notice-given")}
    assert given_ == {notice.notice for notice in it.timeline.notices}, "a notice was skipped"


OPENINGS = st.fixed_dictionaries(
    {
        "first_step": st.integers(0, 3),
        "delivery": st.builds(
            Delivery,
            notices=st.frozensets(st.sampled_from(["stop-rules", "routine"])),
            ask_seconds=st.sampled_from([0.0, 15.0]),
        ),
        "dose": st.builds(Dose, as_needed=st.booleans()),
        "pain_rise": st.sampled_from([None, 3]),
    }
)


@given(ROUTINES, OPENINGS, st.lists(COMMANDS, min_size=1, max_size=12))
@examples(60)
def test_any_commands_at_any_time(performed, steps, opening, commands):
    """One voice speaks at a time, the journal is true, no notice is left out, and the session ends."""
    journal = MemoryJournal()
    with performed(journal, *steps, not_for=("a recent injury",), **opening) as it:
        it.begin()
        for wait, name, pain in commands:
            play(it, wait)
            give(it, name, pain)
        play_to_the_end(it)
        it.performance._recorder.close()
        it.performance.handle_waiting()
        check_events(journal, it)


@given(ROUTINES, st.integers(0, 9), st.lists(COMMANDS, min_size=1, max_size=8))
@examples(25)
def test_any_commands_while_the_disk_is_full(performed, steps, room, commands):
    """The person is informed once, nothing counts as done that was not stored, and the session ends."""
    with performed(MemoryJournal(room), *steps) as it:
        it.begin()
        for wait, name, pain in commands:
            play(it, wait)
            give(it, name, pain)
        play_to_the_end(it)
        it.performance._recorder.close()
        it.performance.handle_waiting()
        failed = [text for text in it.heard.remarks if text.startswith("I cannot record")]
        assert (it.snapshot.state, it.performance.journal_failed, len(failed)) in {
            ("ended", True, 1),
            ("ended", False, 0),
        }
