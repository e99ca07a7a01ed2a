"""Stand-ins for the workers of a voice: they answer as a test says, in no time."""

from __future__ import annotations

from coach.voice import process as room

HELLO = {
    "engine": "espeak",
    "version": "1.52.0",
    "default": "gmw/en",
    "suffix": ".wav",
    "files": ["/lib/espeak"],
}
VOICE = {"id": "gmw/en", "name": "English", "language": "en-gb", "gender": "male"}


class Script:
    """Children that answer as the test says, one list of answers for each that is started."""

    def __init__(self, monkeypatch, *children):
        self.children = [list(answers) for answers in children]
        self.now = 0.0
        monkeypatch.setattr(room, "monotonic", lambda: self.now)
        self.started = []
        self.asked = []
        monkeypatch.setattr(room, "ChildProcess", self.start)

    def start(self, command, _log):
        """A new child; the last list serves all that come after."""
        answers = self.children[min(len(self.started), len(self.children) - 1)]
        self.started.append(Scripted(self, list(answers), command))
        return self.started[-1]

    @property
    def fates(self):
        """How each child ended."""
        return [child.fate for child in self.started]


class Scripted:
    """One child."""

    def __init__(self, script, answers, command):
        self.script = script
        self.answers = answers
        self.command = command
        self.fate = "alive"

    def ask(self, question, within):
        """The next answer; an exception is raised instead."""
        self.script.asked.append((question["do"], within))
        answer = self.answers.pop(0) if self.answers else {}
        if isinstance(answer, BaseException):
            raise answer
        self.script.now += answer.get("takes", 0.0)
        return answer

    def kill(self):
        """Note it."""
        self.fate = "killed"

    def dismiss(self):
        """Note it."""
        self.fate = "dismissed"


def speak(process, text="words", read=lambda path: path.name):
    """One utterance."""
    return process.speak(text, "gmw/en", 150, read)
