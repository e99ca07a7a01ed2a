"""The events that a session records."""

from __future__ import annotations

from coach.routine.model import Routine
from coach.session.recording import EventStored, Recorder
from coach.testing import FakeClock


def test_what_does_not_apply_is_left_out_but_a_missing_answer_is_not(journal):
    """An answer of None is kept, as it says that nobody answered."""
    results = []
    recorder = Recorder(journal, Routine(id="x", title="X", steps=()), FakeClock(), results.append)
    recorder.record("answered", step=0, question="pain", pain=None, hurts=None)
    recorder.close()
    assert [(type(each), dict(each.event.data)) for each in results] == [
        (EventStored, {"step": 0, "question": "pain", "pain": None})
    ]
