"""`coach say`: a text as the coach speaks it, or what the voice is given."""

from __future__ import annotations

from click.testing import CliRunner

from coach.commands.group import coach


def say(*arguments):
    """`coach say`, as it is called."""
    return CliRunner().invoke(coach, ["say", *arguments])


def test_a_line_is_spoken(heard):
    """`say` speaks a text with the plan's voice, or with the one that is named, and prints nothing."""
    assert (say("Left side.").exit_code, say("Left side.", "--voice", "joe").stdout) == (0, "")
    assert heard.spoken == [(None, "Left side."), ("joe", "Left side.")]
    heard.plays = False
    assert say("Left side.").exit_code == 4


def test_what_would_be_spoken_is_shown(heard):
    """`say --show` prints that alone, and speaks nothing; a text without words is refused."""
    shown = say("--show", "Hold  <b>still</b>")
    assert (shown.stdout, shown.stderr, heard.spoken) == ("Hold still\n", "", [])
    nothing = say("--show", "...")
    assert (nothing.exit_code, nothing.stdout) == (4, "")


def test_what_no_voice_of_the_language_can_say_is_named(heard):
    """Letters of another script are left out with a note, in their order, and what is left is spoken."""
    shown = say("--show", "Das 左耳 links", "--language", "de")
    assert (shown.stdout, shown.stderr) == ("Das links\n", "No voice for 'de' can say '左耳'.\n")
    assert say("左耳", "--language", "zh").stderr == ""
    assert heard.spoken == [(None, "左耳")]


def test_what_a_named_voice_is_given_is_shown(heard):
    """With --voice the sounds of a lexicon are shown as that voice reads them, in its own language."""
    assert "[[" not in say("--show", "The coccyx.").stdout
    assert "[[" in say("--show", "The coccyx.", "--voice", "joe").stdout
    assert say("--show", "3 x 10", "--voice", "german").stdout == "drei mal zehn\n"
    refused = say("--show", "3 x 10", "--voice", "german", "--language", "fr")
    assert (refused.exit_code, "The voice german speaks de-de, not fr." in refused.stderr) == (2, True)
    assert heard.spoken == []
