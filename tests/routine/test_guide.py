"""What the guide for authors asks: each rule finds its mistake on its line, and is silent beside it."""

from datetime import date
from pathlib import Path

import pytest

from coach.files import SourceText
from coach.home import bundled_routines
from coach.routine.guide_rules import GUIDE
from coach.routine.parsing import parse_routine

TODAY = date(2026, 11, 29)
HEAD = "author: A. Physio\nsources: [S]\nstop_if: [numbness]\nreviewed: 2026-11-01\n"
DOCS = Path(__file__).parents[2] / "docs"


def found(text):
    """The place and code of each finding about a file; its first lines are `HEAD`."""
    routine, problems = parse_routine(SourceText("r.yaml", HEAD + text), "r", None, TODAY)
    assert routine is not None
    return [f"{problem.line - 4}:{problem.column} {problem.code}" for problem in problems]


HOLD = "title: T\nkind: stretch\nsteps:\n  - hold: 20 s\n    name: Calf"
BREATH = "title: T\nkind: breathing\nsteps:\n  - breathe: {in: 4 s, hold: 7 s, out: 8 s}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{HOLD}\n    cue: It cures the calf.", ["6:13 claim"]),
        (f"{HOLD}\n    cue: It does not cure anything.", []),
        (f"{HOLD}\n    remind: [Breathe., Ignore the pain.]", ["6:24 order"]),
        (f"{HOLD}\n    cue: Take some magnesium.", ["6:20 medicine"]),
        (f"{HOLD}\n    caution: With a statin or another medicine ask first.", []),
        ("title: T\nkind: hydration\nsteps:\n  - say: Drink 200 ml now.", ["4:16 drink-amount"]),
        ("title: T\nkind: hydration\nsteps:\n  - say: A few sips if you are thirsty.", []),
        (HOLD.replace("20 s", "60 s"), []),
        (HOLD.replace("20 s", "61 s"), ["4:5 hold-long"]),
        (HOLD.replace("stretch", "strength").replace("20 s", "90 s"), []),
        (HOLD.replace("kind: stretch", "kind: stretch\ndose: {as_needed: yes}").replace("20 s", "90 s"), []),
        (f"{HOLD.replace('20 s', '60 s')}\n    reps: 4", []),
        (f"{HOLD.replace('20 s', '60 s')}\n    reps: 5", ["4:5 stretch-total"]),
        (HOLD.replace("kind: stretch", "kind: stretch\ndose: {days_per_week: 1}"), ["3:1 stretch-seldom"]),
        (HOLD.replace("kind: stretch", "kind: stretch\ndose: {days: [mon]}"), ["3:1 stretch-seldom"]),
        (HOLD.replace("kind: stretch", "kind: stretch\ndose: {days_per_week: 2}"), []),
        (f"{BREATH}    cycles: 4", ["4:5 breath-hold"]),
        (f"{BREATH}    cycles: 4\n    without_holds: {{in: 4 s, out: 8 s}}", []),
        (f"{BREATH}    cycles: 5\n    without_holds: {{in: 4 s, out: 8 s}}", ["4:5 breath-cycles"]),
        (f"{BREATH}    for: 95 s\n    without_holds: {{in: 4 s, out: 8 s}}", ["4:5 breath-cycles"]),
        (f"{HOLD}\n    side: left", ["4:5 one-side"]),
        (f"{HOLD}\n    side: each", []),
        (f"{HOLD}, left\n    side: left\n  - hold: 20 s\n    name: Calf, right\n    side: right", []),
        (f"{HOLD}\n    side: left".replace("title: T", "title: The left calf"), []),
        (f"{HOLD}\n    side: left".replace("title: T", "title: The right calf"), ["4:5 one-side"]),
        ("title: T\nsteps:\n  - repeat: 2\n    side: right\n    steps: [{hold: 20 s}]", ["5:13 one-side"]),
        (f"{HOLD}\n    cue: Lassen Sie die Ferse auf dem Boden und nicht oben.", ["6:10 other-language"]),
        (f"{HOLD}\n    cue: Deje el talón en el suelo y no se mueva.", ["6:10 other-language"]),
        (f"{HOLD}\n    cue: Gardez le talon au sol et les épaules vers le bas.", ["6:10 other-language"]),
        (f"language: de\n{HOLD}\n    cue: Lassen Sie die Ferse auf dem Boden und nicht oben.", []),
        (
            f"language: de\n{HOLD}\n    cue: Keep your heel down and the knee straight.",
            ["7:10 other-language"],
        ),
        (f"{HOLD}\n    cue: Work on your ROM, slowly.", ["6:10 spoken-oddly"]),
        (f"{HOLD}\n    cue: Aaaah, and let go.", ["6:10 spoken-oddly"]),
        (f"{HOLD}\n    cue: An X-ray is not needed, OK?", []),
        (f"summary: For your ROM.\n{HOLD}", []),
        (f"format: 2\nsay_as: {{ROM: {{respell: rom}}}}\n{HOLD}\n    cue: Work on your ROM.", []),
        (f"format: 2\nsay_as: {{peu: {{respell: puh, ipa: pø}}}}\n{HOLD}", ["2:35 ipa-unknown"]),
        (f"format: 2\nsay_as: {{soleus: {{respell: soh-lee-us, ipa: soʊliəs}}}}\n{HOLD}", []),
        (f"format: 2\nlanguage: fr\nsay_as: {{peu: {{respell: peu, ipa: pø}}}}\n{HOLD}", []),
        (f"format: 2\nlanguage: it\nsay_as: {{pe: {{respell: pe, ipa: pe}}}}\n{HOLD}", ["3:33 ipa-unknown"]),
        (f"language: pt\n{HOLD}\n    cue: Deixe o calcanhar no chão.", []),
    ],
)
def test_each_mistake_is_found_where_it_is(text, expected):
    """A mistake is found at its line and column, and what is right beside it is not."""
    assert found(text) == expected


def without(name):
    """A file without that field of `HEAD`."""
    lines = [line for line in HEAD.splitlines() if not line.startswith(name)]
    text = "\n".join([*lines, HOLD])
    _, problems = parse_routine(SourceText("r.yaml", text), "r", None, TODAY)
    return [(problem.severity, problem.code, problem.message) for problem in problems]


def test_what_a_sheet_should_say_is_noted_once():
    """Author, sources and review are a note together; a missing caution is a warning."""
    _, problems = parse_routine(SourceText("r.yaml", HOLD), "r", None, TODAY)
    assert [(problem.line, problem.severity, problem.message) for problem in problems] == [
        (1, "note", "the file does not say 'author', 'sources' or 'reviewed'"),
        (3, "warning", "nothing is said about when to leave it out"),
    ]
    assert without("sources") == [("note", "unsigned", "the file does not say 'sources'")]
    assert without("stop_if") == [("warning", "no-caution", "nothing is said about when to leave it out")]


def test_an_author_who_says_one_part_of_a_programme_is_asked_for_the_others():
    """The four parts that CERT asks for are wanted where an author begins to say them, and not before."""
    text = f"format: 2\n{HEAD}progression: When it is easy.\nmotivation: Begin small.\n{HOLD}"
    _, (problem,) = parse_routine(SourceText("r.yaml", text), "r", None, TODAY)
    assert (problem.line, problem.severity, problem.code) == (7, "note", "programme-parts")
    assert problem.message == "the file does not say 'starting_level' or 'tailoring'"
    whole = text.replace("motivation", "starting_level: A\ntailoring: None.\nmotivation")
    assert parse_routine(SourceText("r.yaml", whole), "r", None, TODAY)[1] == ()


@pytest.mark.parametrize(
    ("reviewed", "today", "is_old"),
    [
        ("2024-11-29", date(2026, 11, 29), False),
        ("2024-11-28", date(2026, 11, 29), True),
        ("2024-02-28", date(2026, 2, 28), False),
        ("2022-02-28", date(2024, 2, 29), True),
    ],
)
def test_a_review_is_old_after_two_years(reviewed, today, is_old):
    """A review is older than two years on the day after."""
    text = HEAD.replace("2026-11-01", reviewed) + HOLD
    _, problems = parse_routine(SourceText("r.yaml", text), "r", None, today)
    assert [problem.code for problem in problems] == (["review-old"] if is_old else [])


@pytest.mark.parametrize(("number", "codes"), [(4, []), (5, ["many-exercises"])])
def test_more_than_four_exercises_of_a_prescription_are_noted(number, codes):
    """What is prescribed for weeks has at most four exercises; the same one twice is one."""
    names = [*range(number), 0]
    steps = "".join(f"  - hold: 20 s\n    name: Exercise {each}\n" for each in names)
    text = f"{HEAD}title: T\nkind: stretch\ndose: {{weeks: 4}}\nsteps:\n{steps}"
    _, problems = parse_routine(SourceText("r.yaml", text), "r", None, TODAY)
    assert [problem.code for problem in problems] == codes
    _, problems = parse_routine(
        SourceText("r.yaml", text.replace("{weeks: 4}", "{per_day: 1}")), "r", None, TODAY
    )
    assert problems == ()


def test_no_remedy_names_a_dose():
    """What to write instead never has a figure: a remedy that changes a dose would be obeyed."""
    assert [rule.code for rule in GUIDE if any(map(str.isdigit, rule.remedy))] == []


def test_the_bundled_routines_follow_the_guide():
    """The bundled routines have no warning, and only the notes that are true of them."""
    codes = set()
    for path in sorted(bundled_routines().rglob("*.yaml")):
        _, problems = parse_routine(SourceText(path.name, path.read_text("utf-8")), path.stem, None, TODAY)
        codes |= {(problem.severity, problem.code) for problem in problems}
    assert codes == {("note", "unsigned"), ("note", "many-exercises")}


@pytest.mark.skipif(not DOCS.exists(), reason="an installed package has no docs")
def test_the_docs_list_every_rule():
    """docs/authoring.md has a row for each rule, with its reason and its remedy."""
    page = (DOCS / "authoring.md").read_text("utf-8")
    rows = [
        f"| `{rule.code}` | {rule.severity} | {rule.finds} | {rule.reason} | {rule.remedy} |"
        for rule in GUIDE
    ]
    assert [row for row in rows if row not in page] == []
