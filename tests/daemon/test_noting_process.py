"""What the local API has noted by another process: its answer, and what is said where it gives none."""

from __future__ import annotations

import asyncio
import json

import pytest

from coach.api.steering import Answer
from coach.daemon import noting
from coach.daemon.call_texts import Sentence
from coach.daemon.noting import NOT_NOTED, note_in_process

ASKED = {"sign": "numb", "amount": 3}
GIVEN = {"ok": True, "sentence": "Noted."}


class FakeChild:
    """A process that gives these answers, each a line; None: it never answers."""

    def __init__(self, answers, fault=None):
        self.answers = answers
        self.fault = fault
        self.read = []
        self.stdin = self

    def write(self, line):
        """What it is asked."""
        if self.fault is not None:
            raise self.fault
        self.read.append(json.loads(line))

    def close(self):
        """Nothing more is asked."""
        self.read.append("end")

    async def communicate(self):
        """Speak to the end."""
        self.read.append("spoken")


async def lines_of(child):
    """The lines of that process."""
    if child.answers is None:
        await asyncio.Event().wait()
    for each in child.answers:
        yield each


class Actions:
    """What the daemon does: its tasks, and the texts that it shows until they were read."""

    def __init__(self):
        self.tasks, self.shown = [], []
        self.start, self.until_read = self.tasks.append, self

    def show(self, *shown, is_said):
        """Keep it."""
        self.shown.append((*shown, is_said))


@pytest.fixture
def noted(monkeypatch, tmp_path):
    """Have something noted by that process: the answer, what it read, and whether it was killed."""

    def note(child, start_fault=None, actions=None):
        killed = []

        async def started(command, _log):
            assert command[-1] == "press"
            assert not any("numb" in word for word in command)
            if start_fault is not None:
                raise start_fault
            return child

        monkeypatch.setattr(noting, "start_child", started)
        monkeypatch.setattr(noting, "json_lines", lines_of)
        monkeypatch.setattr(noting, "kill_child", killed.append)

        async def whole():
            actions_ = actions or Actions()
            answer = await note_in_process(actions_, ASKED, tmp_path / "log")
            for each in actions_.tasks:
                await each
            return answer

        return asyncio.run(whole()), child.read, bool(killed)

    return note


def test_its_first_line_is_the_answer_and_it_goes_on_to_speak(noted):
    """The answer comes with its first line; what it speaks after that is not waited for."""
    answer, read, is_killed = noted(FakeChild([GIVEN, {"ok": False, "sentence": "Later."}]))
    assert (answer, is_killed) == (Answer(ok=True, sentence="Noted."), False)
    assert read == [ASKED, "end", "spoken"]


@pytest.mark.parametrize(("heard", "times"), [(False, 1), (True, 0), (None, 0)])
def test_a_safety_text_that_was_not_heard_is_shown_until_it_was_read(noted, heard, times):
    """What has been read is then written down by such a process, too."""
    actions = Actions()
    noted(
        FakeChild([GIVEN, {"heard": heard, "note": "n1", "said": "Stopp.", "language": "de"}]),
        actions=actions,
    )
    assert len(actions.shown) == times
    for key, title, shown, is_said in actions.shown:
        assert (key, title, shown.text, is_said) == ("note: n1", "Coach", "Noted.", True)
        assert shown.said == Sentence("Stopp.", "de")
        actions.tasks.clear()
        shown.on_read()
        child = FakeChild([GIVEN])
        noted(child, actions=actions)
        assert child.read == [ASKED, "end", {"read": "n1"}, "end", "spoken", "spoken"]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([{"ok": False, "sentence": "There is no sign 'numb'."}], "There is no sign 'numb'."),
        ([{"sentence": "Odd."}], "Odd."),
        ([{}], NOT_NOTED),
        ([], NOT_NOTED),
    ],
)
def test_what_was_not_noted_is_not_called_noted(noted, answers, expected):
    """Without an answer that says so nothing counts as noted."""
    assert noted(FakeChild(answers))[0] == Answer(ok=False, sentence=expected)


def test_a_process_that_does_not_answer_is_killed(noted, monkeypatch):
    """After its time it is ended, and the person hears that nothing was noted."""
    monkeypatch.setattr(noting, "ANSWER_SECONDS", 0.0)
    answer, _, is_killed = noted(FakeChild(None))
    assert (answer, is_killed) == (Answer(ok=False, sentence=NOT_NOTED), True)


def test_a_process_that_ends_before_it_is_asked_is_no_crash(noted):
    """A broken pipe is an answer too: it was not noted."""
    answer, _, is_killed = noted(FakeChild([GIVEN], BrokenPipeError()))
    assert (answer, is_killed) == (Answer(ok=False, sentence=NOT_NOTED), True)


def test_a_process_that_cannot_be_started_is_no_crash(noted):
    """Where the system starts no more processes, it was not noted."""
    answer, read, is_killed = noted(FakeChild([GIVEN]), OSError(12, "Cannot allocate memory"))
    assert (answer, read, is_killed) == (Answer(ok=False, sentence=NOT_NOTED), [], False)
