"""The sample of the set-up: what the plan will do, or what keeps it from that."""

from __future__ import annotations

import pytest

from coach.commands import sample
from coach.commands.sample import QUESTIONS, give
from coach.daemon import notifier_process
from coach.home import find_home
from coach.json_lines import read_json_line
from coach.spoken_text.languages import LANGUAGES
from coach.timeline.english import ENGLISH
from coach.timeline.words import words_for


@pytest.fixture
def ran(monkeypatch):
    """What was given to which process; `None` among it makes each fail."""
    found = []

    def run(command, given):
        found.append((command[-1], [read_json_line(line) for line in given.splitlines()]))
        return None not in found

    monkeypatch.setattr(sample, "_ran", run)
    monkeypatch.setattr(notifier_process, "is_installed", lambda: False)
    return found


def test_a_sentence_is_said_in_the_voice_of_the_plan(ran):
    """The sample is spoken behind the chime of announcements, by a process that reads the new plan."""
    assert list(give("voice")) == []
    assert ran == [("--chime", [{"text": ENGLISH.calls.sample, "language": "en"}])]
    ran.append(None)
    assert list(give("voice")) == ["Nothing could be spoken. `coach doctor` says why."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_is_in_the_language_of_the_plan(ran, language):
    """The first sentence that a person hears is in their language, and said so to the voice."""
    home = find_home()
    home.plan.parent.mkdir(parents=True, exist_ok=True)
    reminders = "reminders: {a: {routine: eyes-far, at: 10:00}}"
    home.plan.write_text(f"voice: {{language: {language}}}\n{reminders}\n", encoding="utf-8")
    list(give("voice"))
    assert ran == [("--chime", [{"text": words_for(language).calls.sample, "language": language}])]


def test_the_chime_is_played_and_a_missing_notification_named(ran):
    """The plan's chime is played by the same process as all day, and a missing notification is named."""
    home = find_home()
    home.plan.parent.mkdir(parents=True, exist_ok=True)
    home.plan.write_text('how: chime\nreminders: {a: {routine: eyes-far, at: "10:00"}}\n', encoding="utf-8")
    [problem] = give("chime")
    assert problem.startswith("No notification could be shown: desktop-notifier is not installed. Install it")
    [(module, [playing, begin])] = ran
    assert (module, begin) == ("coach.session.rendered_session", {"command": "begin"})
    assert playing["rendering"].endswith(".rendering")


def test_a_notification_alone_starts_no_sound(ran):
    """With notifications alone no sound is started; where none can be shown, it says so and what helps."""
    assert len(list(give("notify"))) == 1
    assert ran == []


def test_each_way_to_call_has_its_question():
    """The question before the sample names what will happen."""
    assert list(QUESTIONS) == ["voice", "chime", "notify"]
