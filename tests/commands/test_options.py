"""How the coach speaks: a flag, then the plan's `voice:` block, then the default."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from coach.commands.group import coach
from coach.commands.options import Settings, full_delivery, settings_for
from coach.home import Home
from coach.routine.model import Routine, Say
from coach.timeline.model import Delivery

REMINDERS = "reminders: {water: {routine: sip-water, at: '10:00'}}\n"
VOICE = "voice: {language: de, rate: 110, volume: 0.3, detail: brief, breath_holds: no}\n"
WRITTEN = Settings(language="de", rate=110, volume=0.3, detail="brief", breath_holds=False)
USUAL = Settings(language=None, rate=150, volume=0.8, detail="full", breath_holds=True)
LEFT_ASIDE = "Your plan has mistakes, so its voice settings are ignored; `coach plan` shows them.\n"


@pytest.fixture
def home(tmp_path):
    """A home without a plan."""
    return Home(config=tmp_path, data=tmp_path, cache=tmp_path, state=tmp_path)


def test_without_a_plan(home, capsys):
    """Without a plan the defaults apply, and nothing is said about it."""
    assert settings_for(home, {}) == USUAL
    assert capsys.readouterr() == ("", "")


def test_the_plan_decides(home):
    """All settings of the plan's `voice:` apply, with the defaults for those it leaves out."""
    home.plan.write_text(VOICE + REMINDERS)
    assert settings_for(home, {}) == WRITTEN
    home.plan.write_text("voice: {rate: 90}\n" + REMINDERS)
    assert settings_for(home, {"rate": None, "breath_holds": None}) == Settings(rate=90)


def test_a_flag_comes_first(home):
    """Each option comes before the plan, even if it is 0 or the same as the default."""
    home.plan.write_text(VOICE + REMINDERS)
    flags = {"language": "en", "rate": 150, "volume": 0.0, "detail": "full", "breath_holds": True}
    assert settings_for(home, flags) == Settings(language="en", volume=0.0)
    assert settings_for(home, {"volume": 0.0}) == Settings(
        language="de", rate=110, volume=0.0, detail="brief", breath_holds=False
    )


@pytest.mark.parametrize(
    "text", [VOICE, VOICE + "reminders: [", "voice: {rate: 1}\n" + REMINDERS, "\x00", VOICE + "colour: red\n"]
)
def test_a_plan_with_mistakes_stops_nothing(home, capsys, text):
    """With a bad plan the defaults apply, and stderr gets one line."""
    home.plan.write_text(text)
    assert settings_for(home, {}) == USUAL
    assert capsys.readouterr() == ("", LEFT_ASIDE)


def test_a_plan_that_is_no_file_stops_nothing(home, capsys):
    """A folder in the plan's place is treated as a bad plan."""
    home.plan.mkdir()
    assert settings_for(home, {}) == USUAL
    assert capsys.readouterr() == ("", LEFT_ASIDE)


def test_the_daemon_has_read_it(home):
    """With --no-plan the plan is not read, and only the options count."""
    home.plan.write_text(VOICE + REMINDERS)
    assert settings_for(home, {"no_plan": True, "rate": 120}) == Settings(rate=120)


def test_all_that_there_is_to_say():
    """The delivery for authors has all notices, in the routine's language, and holds as the settings say."""
    routine = Routine(id="x", title="X", language="fr", steps=(Say(text="Doux."),), not_for=("a cold",))
    assert full_delivery(routine, USUAL, 2) == Delivery(
        language="fr", notices=frozenset({"stop-rules", "routine"}), breath_holds=True, wording=1
    )
    assert full_delivery(routine, WRITTEN, 1) == Delivery(
        language="fr", notices=frozenset({"stop-rules", "routine"}), breath_holds=False
    )


def test_a_language_that_the_coach_does_not_speak_is_refused():
    """`--language` of a command that leads takes only languages that the coach speaks."""
    result = CliRunner().invoke(coach, ["preview", "desk-neck", "--language", "qq"])
    assert result.exit_code == 2
    assert "'qq' is no language of the coach's; it speaks: en, de, es, fr." in result.stderr
