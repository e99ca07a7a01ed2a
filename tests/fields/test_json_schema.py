"""JSON Schemas for editors: whatever the reader accepts, they accept."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema_rs
import pytest
import yaml
from hypothesis import given

from coach.commands.schema import schema_of
from coach.document import parse
from coach.fields.json_schema import plain_value
from coach.files import SourceText
from coach.home import bundled_routines
from coach.plan.reading import examine_text
from coach.plan.starter_plan import PlanAnswers, first_plan
from coach.routine.parsing import parse_routine
from coach.routine.reading import ExaminedRoutine
from coach.routine.tables import ROUTINE, ROUTINE_PARTS
from strategies import examples
from written_routines import ROUTINES, plain

ROOT = Path(__file__).parents[2]
SCHEMAS = {kind: schema_of(kind) for kind in ("routine", "plan")}
VALIDATORS = {kind: jsonschema_rs.validator_for(schema) for kind, schema in SCHEMAS.items()}
BUNDLED = sorted(bundled_routines().glob("*/*.yaml"))
IN_THE_DOCS = re.findall(
    r"```yaml\n(.*?)```", (ROOT / "docs" / "plan-format.md").read_text(encoding="utf-8"), re.DOTALL
)


def allows(kind, text):
    """Whether the schema of that kind of file allows what an editor makes of the text."""
    return VALIDATORS[kind].is_valid(plain_value(parse(SourceText("f.yaml", text)).root))


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_every_bundled_routine_is_allowed(path):
    """The schema allows every bundled routine."""
    assert allows("routine", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", [first_plan(PlanAnswers()), *IN_THE_DOCS], ids=range(len(IN_THE_DOCS) + 1))
def test_every_plan_of_ours_is_allowed(text):
    """The schema allows the plan of `coach init` and those of the documentation."""
    assert allows("plan", text)


@given(ROUTINES)
@examples(100)
def test_every_routine_that_can_be_written_is_allowed(routine):
    """The schema allows every generated routine, with and without quotes."""
    for style in (None, '"'):
        text = yaml.safe_dump(plain(routine), allow_unicode=True, sort_keys=False, default_style=style)
        assert allows("routine", re.sub(r"!!(str|int|bool) ", "", text))


@pytest.mark.parametrize(
    "text",
    [
        "title: 2026\nsteps:\n  - say: 12",
        "title: yes\nsteps:\n  - say: true\n  - ask: null",
        'format: "1"\ntitle: T\nsteps:\n  - repeat: "2"\n    steps: [{hold: 20 s, reps: 02}]',
        "title: T\ndose: {as_needed: NO, days: [Montag, mon]}\nsteps: [{move: 8reps, pace: own}]",
        "title: T\nnot_for: []\nareas: neck\nsteps: [{hold: ' 20 s', cue: {left: a, right: b}, side: each}]",
    ],
)
def test_what_the_reader_accepts_in_an_odd_form_is_allowed(text):
    """The schema allows texts that YAML takes for another type, and digits in quotes."""
    examined = ExaminedRoutine(*parse_routine(SourceText("f.yaml", text), "f", frozenset({"en"})))
    assert examined.routine is not None, examined.problems
    assert allows("routine", text)


@pytest.mark.parametrize(
    "fields",
    [
        "every: 90 min, between: 09:00-17:30, on: [Fri, lunes]",
        'times: "3", between: "08:00-20:00", from: 2026-11-01',
        "times: dose, between: 22:00-02:00, missed: once, begin: ask, jitter: 5 min",
        "at: 9:30",
    ],
)
def test_what_the_reader_accepts_of_a_plan_is_allowed(fields):
    """The schema allows every plan that the reader accepts, with and without quotes."""
    text = (
        f"voice: {{volume: .5, rate: '120', breath_holds: NO}}\nreminders:\n  it: {{routine: r, {fields}}}\n"
    )
    assert examine_text(SourceText("plan.yaml", text)).problems == ()
    assert allows("plan", text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("routine", "titel: T\nsteps: [{say: A}]"),
        ("routine", "title: T"),
        ("routine", "title: T\nsteps: []"),
        ("routine", "title: T\nsteps: [{hlod: 20 s}]"),
        ("routine", "title: T\nsteps: [{hold: 20}]"),
        ("routine", "title: T\nsteps: [{hold: 20 s, side: rihgt}]"),
        ("routine", "title: T\nsteps: [{hold: 20 s, reps: 201}]"),
        ("routine", "title: T\nsteps: [{breathe: {in: 4 s}, cycles: 3}]"),
        ("routine", "title: T\npain_limit: 7\nsteps: [{say: A}]"),
        ("routine", "format: 3\ntitle: T\nsteps: [{say: A}]"),
        ("plan", "reminders: {}"),
        ("plan", 'reminders: {a: {at: "10:00"}}'),
        ("plan", 'voice: {rate: 20}\nreminders: {a: {routine: r, at: "10:00"}}'),
        ("plan", 'reminders: {a: {routine: r, at: "10:00", missed: never}}'),
    ],
)
def test_common_mistakes_are_shown_in_the_editor_already(kind, text):
    """The schema refuses unknown names and words, values out of range, and missing fields."""
    assert not allows(kind, text)


def test_every_field_has_a_description_and_an_example():
    """Every field of the schema has a description and an example that it allows."""
    for schema in SCHEMAS.values():
        for part in (schema, *schema["definitions"].values()):
            for name, field in part["properties"].items():
                assert field["description"], name
                for example in (*field["examples"], *([field["default"]] if "default" in field else [])):
                    alone = {**field, "definitions": schema["definitions"]}
                    assert jsonschema_rs.is_valid(alone, example), (name, example)


def test_the_schema_of_a_routine_has_every_field_and_its_references_lead_somewhere():
    """The schema has every field, and each of its references exists."""
    schema = json.loads(json.dumps(SCHEMAS["routine"]))
    assert list(schema["properties"]) == list(ROUTINE.names)
    assert schema["required"] == ["title", "steps"]
    assert [list(part["properties"]) for part in schema["definitions"].values()] == [
        list(table.names) for table in ROUTINE_PARTS
    ]
    references = set(re.findall(r'"\$ref": "#/definitions/([a-z-]+)"', json.dumps(schema)))
    assert references <= schema["definitions"].keys()
