"""`coach preview`: the timeline as a table and as JSON, without a voice."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from coach.commands.group import coach
from coach.home import find_home
from coach.testing import FakeOutput, FakeVoice

ROUTINE = """
title: Calf
steps:
  - hold: 20 s
    name: Calf stretch
    remind:
      - Soft, and lower the heel as far as it goes without any pain in the calf.
      - Keep breathing all the time, and let both of the shoulders be as heavy as they can be.
    side: left
"""


def run(*arguments):
    """Runs a command line."""
    return CliRunner().invoke(coach, [str(argument) for argument in arguments])


def test_the_table(tmp_path):
    """The table has each cue's time, step (from 1), kind, side and words; what was left out is below it."""
    path = tmp_path / "calf.yaml"
    path.write_text(ROUTINE)
    lines = run("preview", path).stdout.splitlines()
    assert lines[0].startswith("Calf, 0:")
    assert lines[2].split() == ["at", "seconds", "step", "kind", "side", "rep", "what"]
    steps = [line.split()[2:] for line in lines if line.endswith("Calf stretch. The left side.")]
    assert steps == [["1", "say", "left", "1", "Calf", "stretch.", "The", "left", "side."]]
    assert next(line.split()[:2] for line in lines if " hold " in line)[1] == "20.000"
    assert "Left out:" in lines


def test_json(tmp_path):
    """`--json` has the form of `render --timeline`, without the cues that were left out."""
    path = tmp_path / "calf.yaml"
    path.write_text(ROUTINE)
    tree = json.loads(run("preview", path, "--json").stdout)
    assert sorted(tree) == ["cues", "language", "routine", "seconds", "title"]
    hold = next(cue for cue in tree["cues"] if cue["kind"] == "hold")
    assert (hold["seconds"], hold["side"], hold["step"]) == (20.0, "left", 0)


RESPELT = """\
format: 2
title: Soleus
kind: habit
say_as: {soleus: {respell: soh-lee-us, ipa: soʊliəs}, HEP: {respell: home exercise programme}}
steps:
  - say: Stretch the soleus for 30 s, as in your HEP.
"""


def test_how_words_are_said_is_shown_and_counted(tmp_path):
    """A word of the routine or of one's own file is followed by its respelling; JSON has all that is said."""
    path = tmp_path / "soleus.yaml"
    path.write_text(RESPELT)
    home = find_home()
    home.lexicon.parent.mkdir(parents=True, exist_ok=True)
    home.lexicon.write_text("en: {stretch: {respell: stretch-uh}}\n")
    shown = run("preview", path).stdout
    assert "Stretch [Stretch-uh] the soleus [soh-lee-us] for 30 s, as in your HEP [Home exercise" in shown
    cue = json.loads(run("preview", path, "--json").stdout)["cues"][0]
    assert cue["said"] == "Stretch-uh the soh-lee-us for thirty seconds, as in your Home exercise programme."
    path.write_text(RESPELT.replace("home exercise programme", "hep"))
    shorter = json.loads(run("preview", path, "--json").stdout)["cues"][0]
    assert cue["seconds"] > shorter["seconds"] + 0.7


def test_the_safety_notices_come_first(tmp_path):
    """The safety notices come first, as in a first session; a question waits for its answer."""
    path = tmp_path / "calf.yaml"
    path.write_text(ROUTINE + "  - ask: pain\nnot_for: [a recent calf injury]\n")
    cues = json.loads(run("preview", path, "--json").stdout)["cues"]
    said = [cue["text"] for cue in cues if "step" not in cue and cue["kind"] == "say"]
    assert said[0].startswith("If your chest hurts")
    assert "If you have a recent calf injury: leave this out." in said
    assert [cue["seconds"] for cue in cues if cue["kind"] == "ask"] == [15.0]


def test_the_plan_decides_how_fast(tmp_path):
    """The plan's rate applies where no --rate is given."""
    path = tmp_path / "calf.yaml"
    path.write_text(ROUTINE)
    usual, at_90 = (run("preview", path, "--rate", rate).stdout for rate in (150, 90))
    find_home().plan.parent.mkdir(parents=True, exist_ok=True)
    find_home().plan.write_text("voice: {rate: 90}\nreminders: {water: {routine: sip-water, at: '10:00'}}\n")
    assert run("preview", path).stdout == at_90
    assert run("preview", path, "--rate", 150).stdout == usual


def test_a_faster_voice_is_done_sooner(tmp_path):
    """A higher --rate makes the estimated words shorter."""
    path = tmp_path / "calf.yaml"
    path.write_text(ROUTINE)
    slow, fast = (
        json.loads(run("preview", path, "--json", "--rate", rate).stdout)["seconds"] for rate in (100, 250)
    )
    assert fast < slow


def test_a_bad_file(tmp_path):
    """A bad file ends with exit code 3."""
    path = tmp_path / "bad.yaml"
    path.write_text("- a list\n")
    assert run("preview", path).exit_code == 3


WATER = "format: 2\ntitle: Water\nkind: hydration\nsteps:\n  - say: {any: [Drink., Sip., Water.]}\n"


def test_each_wording_can_be_shown(tmp_path):
    """The first wording is shown unless another is chosen; after the last, their order is another."""
    path = tmp_path / "water.yaml"
    path.write_text(WATER)
    shown = [run("preview", path, "--wording", number).stdout.splitlines() for number in (1, 2, 3)]
    assert [lines[0].split(", ")[-1] for lines in shown] == [f"wording {number} of 3" for number in (1, 2, 3)]
    assert [lines[-3].split()[-1] for lines in shown] == ["Drink.", "Sip.", "Water."]
    assert run("preview", path).stdout.splitlines() == shown[0]
    assert run("preview", path, "--wording", 0).exit_code == 2


def test_the_chart(tmp_path, monkeypatch):
    """`--chart` has a row for each step, with the time at which it begins and how long it takes."""
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "dumb")
    path = tmp_path / "calf.yaml"
    path.write_text(ROUTINE + "  - rest: 10 s\n")
    lines = run("preview", path, "--chart").stdout.splitlines()
    assert lines[0].startswith("Calf, 0:")
    rows = [line for line in lines[2:] if line[:1].isspace()]
    assert [row.split()[1] for row in rows] == ["1", "2"]
    assert "####" in rows[0]
    assert set(rows[1].split()[-2]) <= {".", ":"}
    assert max(map(len, lines)) <= 78
    assert ": words, # hold, = movement, ~ breathing, . rest, ? question or wait" in lines


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "2"], "--from and --speed go with --listen."),
        (["--speed", "4"], "--from and --speed go with --listen."),
        (["--chart", "--json"], "Use one of --chart, --listen and --json."),
        (["--listen", "--speed", "0.5"], "0.5 is not in the range"),
    ],
)
def test_options_that_do_not_go_together(tmp_path, options, said):
    """What would have no effect is refused."""
    path = tmp_path / "calf.yaml"
    path.write_text(ROUTINE)
    result = run("preview", path, *options)
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr


@pytest.fixture
def heard(monkeypatch):
    """What `--listen` would play: the timelines, by a voice and a device that are not there."""
    played = []

    def plays(_output, timeline, clips, volume):
        assert all(cue.text in clips for cue in timeline.cues if cue.kind == "say")
        played.append((timeline, volume))
        return True

    monkeypatch.setattr("coach.voice.open.open_preferred_voice", lambda *_arguments, **_options: FakeVoice())
    monkeypatch.setattr("coach.commands.playing.plays_timeline", plays)
    monkeypatch.setattr("coach.commands.playing.output_for", lambda *_arguments: FakeOutput())
    return played


def test_listening_plays_it_from_a_step_on_and_quickly(tmp_path, heard):
    """`--listen` plays everything; with a step and a speed, that step first and the silences shorter."""
    path = tmp_path / "calf.yaml"
    path.write_text(ROUTINE + "  - say: Well done.\n")
    assert run("preview", path, "--listen").exit_code == 0
    assert run("preview", path, "--listen", "--speed", "10", "--volume", "0.5").exit_code == 0
    assert run("preview", path, "--listen", "--from", "2").exit_code == 0
    (whole, _), (quick, volume), (end, _) = heard
    assert volume == 0.5
    assert [cue.text for cue in quick.cues] == [cue.text for cue in whole.cues]
    assert quick.seconds < whole.seconds - 15
    assert [cue.text for cue in end.cues] == ["Well done.", "That is all for now. Well done."]
    assert end.cues[0].at < 0.5
    result = run("preview", path, "--listen", "--from", "9")
    assert (result.exit_code, "There is no step 9: the routine has 2." in result.stderr) == (2, True)


def test_it_says_where_the_coach_s_own_sentences_are_english(tmp_path):
    """An author in a language in which the coach has no words sees that two voices will speak."""
    file = tmp_path / "collo.yaml"
    file.write_text("title: Collo\nlanguage: it\nsteps: [{say: Respiri.}]\n", encoding="utf-8")
    result = CliRunner().invoke(coach, ["preview", str(file)])
    assert result.stdout.partition("\n")[0].endswith("(estimated), the coach's own sentences in English")
