"""`coach profile`: what the list of signs takes into account."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from coach.care.reading import sign_rules
from coach.commands import note_recording
from coach.commands.group import coach
from coach.home import find_home
from commands.noting import FakeSpeech

RULES = sign_rules()
EMPTY = {
    "emergency_number": None, "entries": [], "medicines": [], "conditions": [], "leave_out": [],
    "drink_prompts": True, "breath_holds": True,
    "private_voice": False, "emergency_aloud": True, "shown_as_text": False, "plain_lines": False,
    "digit_wait": None,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _silence(monkeypatch):
    monkeypatch.setattr(note_recording, "FlagSpeech", FakeSpeech)
    monkeypatch.setattr(note_recording, "end_led_session", lambda: None)


def run(*arguments):
    """That command."""
    return CliRunner().invoke(coach, list(arguments))


def shown() -> dict[str, object]:
    """What `coach profile --json` prints."""
    return json.loads(run("profile", "--json").stdout)


def test_entries_and_the_number_are_kept():
    """The entries and the number are in a private file, and can be removed again."""
    assert shown() == EMPTY
    assert run("profile", "--number", "112", "--add", "Pregnant", "--add", "statin").exit_code == 0
    assert shown() == EMPTY | {"emergency_number": "112", "entries": ["pregnant", "statin"]}
    assert (find_home().config / "profile.yaml").stat().st_mode & 0o777 == 0o600
    assert run("profile", "--number", "", "--remove", "statin").exit_code == 0
    assert shown() == EMPTY | {"entries": ["pregnant"]}


def test_it_is_shown_with_everything_that_can_be_entered():
    """Each entry has its words, and a mark where it was entered."""
    lines = run("profile", "--add", "statin").stdout.splitlines()
    assert lines[0] == "Emergency number: not entered (coach profile --number 112)"
    assert [line.split()[:2] for line in lines[6:8]] == [["-", "pregnant"], ["-", "fluid_limit"]]
    assert [line.split()[1] for line in lines if line.startswith("  x")] == ["statin"]


def test_a_medicine_has_its_doses_and_days_as_entered():
    """A new dose begins on its day, an end leaves it in the list, and --remove takes it out altogether."""
    run("profile", "--medicine", "Amlodipine", "--dose", "5 mg", "--since", "2026-01-10")
    run("profile", "--medicine", "amlodipine", "--dose", "10 mg", "--since", "2026-02-01")
    run("profile", "--condition", 'Asthma: "mild", [seasonal] # ä\x1b')
    doses = [{"text": "5 mg", "since": "2026-01-10"}, {"text": "10 mg", "since": "2026-02-01"}]
    amlodipine = {"name": "Amlodipine", "doses": doses, "until": None}
    asthma = {
        "name": 'Asthma: "mild", [seasonal] # ä',
        "doses": [{"text": "", "since": None}],
        "until": None,
    }
    assert shown() == EMPTY | {"medicines": [amlodipine], "conditions": [asthma]}
    lines = run("profile", "--ended", "AMLODIPINE", "--until", "2026-03-01").stdout.splitlines()
    assert "Medicines: Amlodipine: 5 mg since 2026-01-10, 10 mg since 2026-02-01, until 2026-03-01" in lines
    assert shown()["medicines"] == [amlodipine | {"until": "2026-03-01"}]
    run("profile", "--remove", "Amlodipine")
    assert shown() == EMPTY | {"conditions": [asthma]}


def test_a_first_day_can_be_entered_later():
    """The same name with a day, or with a dose where none was, fills in what was missing."""
    run("profile", "--medicine", "Magnesium")
    run("profile", "--medicine", "Magnesium", "--since", "2026-01-10")
    run("profile", "--medicine", "Magnesium", "--dose", "one tablet")
    doses = [{"text": "one tablet", "since": "2026-01-10"}]
    assert shown()["medicines"] == [{"name": "Magnesium", "doses": doses, "until": None}]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--ended", "nothing"), "'nothing' was not entered"),
        (("--dose", "5 mg"), "--dose is for --medicine NAME"),
        (("--medicine", " "), "a name is missing"),
        (("--medicine", "m" * 81), "write 80 characters at most"),
        (("--medicine", "m", "--since", "soon"), "'soon' is not a date"),
        (("--add", "pregnent"), "did you mean 'pregnant'?"),
        (("--add", "nonsense"), "choose from pregnant,"),
        (("--leave-out", "claf"), "did you mean 'calf'?"),
        (("--leave-out", "calf until soon"), "'soon' is not a date"),
        (("--digit-wait", "1 h"), "write"),
        (("--number", "help"), "'help' is not a telephone number"),
    ],
)
def test_what_cannot_be_entered_is_refused(arguments, expected):
    """An unknown entry is refused, and the message shows what can be entered."""
    result = run("profile", *arguments)
    assert (result.exit_code, expected in " ".join(result.stderr.split())) == (2, True)


def test_the_list_takes_it_into_account():
    """A row for a condition fires for a person who entered it, and the number is below the text."""
    row = RULES.rule("E22").order
    assert row not in " ".join(run("sign", "bleeding").stdout.split())
    run("profile", "--add", "pregnant", "--number", "112")
    output = " ".join(run("sign", "bleeding").stdout.split())
    assert row in output
    assert "Number: 112." in output


def test_a_profile_with_mistakes_holds_no_text_back():
    """With mistakes in the profile an emergency text is still shown, and the file is named."""
    find_home().config.mkdir(parents=True, exist_ok=True)
    (find_home().config / "profile.yaml").write_text("format: 1\nentries: [nonsense]\n")
    result = run("sign", "chest_pressure")
    said = "Your profile has mistakes; the rest of it is used, and the careful side of what cannot be read."
    assert said in result.stderr
    assert RULES.rule("E2").order in " ".join(result.stdout.split())


def test_a_private_voice_asks_about_emergencies():
    """Without a terminal the question is shown with the answer that changes it; the rest is written."""
    result = run("profile", "--private-voice")
    assert result.stderr == (
        "In an emergency I would speak aloud. Is that right? If not: coach profile --no-emergency-aloud\n"
    )
    run("profile", "--no-emergency-aloud")
    assert shown() == EMPTY | {"private_voice": True, "emergency_aloud": False}


def test_parts_are_left_out_and_allowed_again():
    """A later day replaces an earlier one of the same part."""
    run("profile", "--leave-out", "calf until 2026-12-10", "--leave-out", "neck")
    run("profile", "--leave-out", "calves until 2026-12-12")
    parts = [{"part": "calf", "until": "2026-12-12"}, {"part": "neck", "until": None}]
    assert shown()["leave_out"] == parts
    run("profile", "--allow", "neck")
    assert shown()["leave_out"] == parts[:1]


def test_the_day_leaves_out_what_the_profile_does():
    """No call to drink with a limit, nor for a part that is left out until its day is over."""
    run("init", "--defaults")
    run("profile", "--add", "fluid_limit", "--leave-out", "neck until 2026-12-01")
    reasons = {
        day: {
            each["reminder"]: each["reason"]
            for each in json.loads(run("plan", "--date", day, "--json").stdout)["occurrences"]
            if each["reminder"] in ("water", "stretch")
        }
        for day in ("2026-12-01", "2026-12-02")
    }
    assert reasons == {
        "2026-12-01": {"water": "fluid-limit", "stretch": "left-out"},
        "2026-12-02": {"water": "fluid-limit", "stretch": None},
    }
    run("profile", "--drink-prompts")
    assert '"fluid-limit"' not in run("plan", "--date", "2026-12-02", "--json").stdout


@pytest.mark.real
def test_a_routine_for_a_part_to_leave_out_needs_an_option():
    """Where nobody can be asked, `coach do` says why, and which option begins it anyway."""
    run("profile", "--leave-out", "neck")
    refused = run("do", "desk-neck", "--fast")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert " ".join(refused.stderr.split()) == (
        "This routine moves what you leave out: neck. Add --anyway to begin it."
    )
    find_home().routines.mkdir()
    routine = find_home().routines / "mine.yaml"
    routine.write_text(
        "format: 1\ntitle: Mine\nareas: [Nacken]\nsteps:\n- {hold: 5 s, name: Tilt}\n", encoding="utf-8"
    )
    assert " ".join(run("do", "mine", "--fast").stderr.split()) == (
        "You leave out: neck. The routine's `areas` do not say which parts of the body it moves. "
        "Add --anyway to begin it."
    )
    find_home().profile.write_text("format: 1\nleave_out: [nack]\n", encoding="utf-8")
    refused = run("do", "desk-neck", "--fast")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.endswith(
        "Your profile has a mistake, so which parts you leave out is not known. Add --anyway to begin it.\n"
    )


def test_without_breath_holds_no_pattern_holds():
    """The preview has the pattern without them and says so, whatever the option says."""
    run("profile", "--no-holds")
    for option in ([], ["--holds"]):
        result = run("preview", "breathing-box", *option)
        assert result.stdout.splitlines()[0].endswith("without breath holds")
        assert not any(line.split()[-1:] == ["hold"] for line in result.stdout.splitlines())
