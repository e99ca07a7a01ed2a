"""Voices in the order of preference: who speaks, who takes over, and what is said about it."""

from __future__ import annotations

import pytest

from coach.voice.choose import EngineVoice, NoSuchVoice
from coach.voice.fallback import FallbackVoice
from coach.voice.process import VoiceGivenUp
from coach.voice.saved_choices import VoiceIdentity
from coach.voice.voice import Unspeakable, VoiceFault, VoiceLate

LESSER = "A less natural voice speaks instead: espeak. `coach doctor` says what is wrong."


class Speaker:
    """A voice that gives its name and the text for a clip, unless it is `late`, until it is `broken`."""

    def __init__(self, name, broken=None):
        self.name = name
        self.broken = broken
        self.late = 0
        """So many texts it does not speak in time."""
        self.closed = 0

    def __call__(self, _log):
        """Open it, as `FallbackVoice` does."""
        return self

    @property
    def label(self):
        """Its name."""
        return self.name

    def identify(self):
        """Who it is, unless it was broken from the first."""
        if isinstance(self.broken, VoiceFault):
            raise self.broken
        engine = "espeak" if self.name == "espeak" else "piper"
        return VoiceIdentity(engine, "1", EngineVoice(self.name, self.name, "en"), self.name)

    def clip(self, text):
        """No sound, but who said what."""
        if self.late:
            self.late -= 1
            raise VoiceLate(f"{self.name} is late.")
        if self.broken is not None:
            raise VoiceFault(f"{self.name} fell silent.")
        if text == "...":
            raise Unspeakable("Nothing to say.")
        return (self.name, text)

    def cached(self, text):
        """What was made before."""
        return (self.name, text)

    def close(self):
        """Note it."""
        self.closed += 1


@pytest.fixture
def said():
    """What is said about voices that take over."""
    return []


def test_the_first_speaks_and_the_others_stay_closed(said):
    """The best voice speaks; nothing is said, and no other is opened."""
    voice = FallbackVoice([Speaker("joe"), lambda _log: pytest.fail("opened")], said.append)
    assert (voice.clip("one"), voice.cached("two"), voice.label, said) == (
        ("joe", "one"), ("joe", "two"), "joe", [],
    )  # fmt: skip


def test_the_next_takes_over_in_the_midst(said):
    """A voice that breaks down is closed, the text is spoken by the next, and a sentence says so."""
    joe, espeak = Speaker("joe"), Speaker("espeak")
    voice = FallbackVoice([joe, espeak], said.append)
    voice.clip("one")
    joe.broken = True
    assert [voice.clip("two"), voice.clip("three"), voice.label] == [
        ("espeak", "two"), ("espeak", "three"), "espeak",
    ]  # fmt: skip
    assert (joe.closed, espeak.closed, said) == (1, 0, [f"joe fell silent. {LESSER}"])


def test_the_next_speaks_what_the_first_is_late_for(said):
    """One late line is spoken by the next voice, and the first comes back until it fails for good."""
    joe, espeak = Speaker("joe"), Speaker("espeak")
    voice = FallbackVoice([joe, espeak], said.append)
    joe.late = 1
    assert [voice.clip("one"), voice.clip("two"), voice.label] == [("espeak", "one"), ("joe", "two"), "joe"]
    joe.broken = True
    assert [voice.clip("three"), voice.label] == [("espeak", "three"), "espeak"]
    assert said == [
        "joe is late. A less natural voice says this: espeak.",
        f"joe fell silent. {LESSER}",
    ]
    voice.close()
    assert (joe.closed, espeak.closed) == (1, 1)


def test_where_the_next_is_late_too_the_one_after_it_speaks(said):
    """Two natural voices that hang cost one line nothing but time; without any next it has no clip."""
    joe, amy, espeak = Speaker("joe"), Speaker("amy"), Speaker("espeak")
    voice = FallbackVoice([joe, amy, espeak], said.append)
    joe.late = amy.late = 1
    assert [voice.clip("one"), voice.clip("two")] == [("amy", "one"), ("amy", "two")]
    alone = Speaker("espeak")
    alone.late = 1
    with pytest.raises(VoiceLate):
        FallbackVoice([alone], said.append).clip("one")


def test_closing_ends_both_voices(said):
    """A voice that has stood in for another is closed with it."""
    joe, espeak = Speaker("joe"), Speaker("espeak")
    voice = FallbackVoice([joe, espeak], said.append)
    joe.late = 1
    voice.clip("one")
    voice.close()
    assert (joe.closed, espeak.closed) == (1, 1)


def test_one_that_cannot_be_opened_is_passed_over(said):
    """A voice that is broken from the start is skipped, with a sentence."""
    voice = FallbackVoice([Speaker("joe", VoiceFault("joe is damaged.")), Speaker("espeak")], said.append)
    assert (voice.clip("one"), said) == (("espeak", "one"), [f"joe is damaged. {LESSER}"])


def test_another_natural_voice_is_called_so(said):
    """Where a natural voice takes over from another, nothing is said of a lesser one."""
    FallbackVoice([Speaker("joe", VoiceFault("joe is damaged.")), Speaker("amy")], said.append)
    assert said == [
        "joe is damaged. Another natural voice speaks instead: amy. `coach doctor` says what is wrong."
    ]


def test_that_no_voice_is_left_is_said_once(said, monkeypatch):
    """When the last is given up, the person is told what happened and what to do; not when it was closed."""
    espeak = Speaker("espeak")
    voice = FallbackVoice([espeak], said.append)

    def clip(_text):
        raise VoiceGivenUp("It hung.")

    monkeypatch.setattr(espeak, "clip", clip)
    for _ in range(2):
        with pytest.raises(VoiceGivenUp):
            voice.clip("one")
    assert said == ["It hung. No other voice is left. `coach doctor` says what is wrong."]
    closed = FallbackVoice([espeak], pytest.fail)
    closed.close()
    with pytest.raises(VoiceGivenUp):
        closed.clip("one")


def test_a_text_without_words_is_no_fault_of_the_voice(said):
    """A text that has nothing to say raises, and the same voice goes on speaking."""
    voice = FallbackVoice([Speaker("joe"), Speaker("espeak")], said.append)
    with pytest.raises(Unspeakable):
        voice.clip("...")
    assert (voice.clip("one"), said) == (("joe", "one"), [])


def test_the_fault_of_the_last_reaches_the_caller(said):
    """When no voice is left the fault is raised, whether at the beginning or in the middle."""
    with pytest.raises(VoiceFault, match=r"^none here\.$"):
        FallbackVoice(
            [Speaker("joe", VoiceFault("gone.")), Speaker("espeak", VoiceFault("none here."))], said.append
        )
    joe = Speaker("joe")
    voice = FallbackVoice([joe, Speaker("none", NoSuchVoice("none."))], said.append)
    joe.broken = True
    with pytest.raises(VoiceFault, match="joe fell silent"):
        voice.clip("one")
    assert said == []


def test_a_closed_one_opens_no_other(said):
    """After `close` no voice takes over from one that fails because it was closed."""
    joe = Speaker("joe")
    voice = FallbackVoice([joe, lambda _log: pytest.fail("opened")], said.append)
    voice.close()
    joe.broken = True
    with pytest.raises(VoiceFault):
        voice.clip("one")
    assert joe.closed == 1


def test_words_that_the_next_cannot_say_do_not_replace_one_that_was_late(said):
    """Where nothing in a late line can be said, the first voice speaks the one after, and nobody is told."""
    joe = Speaker("joe")
    voice = FallbackVoice([joe, Speaker("espeak")], said.append)
    joe.late = 1
    with pytest.raises(Unspeakable):
        voice.clip("...")
    assert (voice.clip("two"), said) == (("joe", "two"), [])
