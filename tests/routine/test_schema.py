"""The description of a routine file."""

from __future__ import annotations

import json

from coach.routine.schema import STEPS, every_field, field_names, routine_schema
from coach.routine.slips import KINDS


def test_there_is_a_description_for_every_kind():
    """The kinds that can be told are those that are described, and each has its own field."""
    assert tuple(STEPS) == KINDS
    assert all(kind in field_names(description) for kind, description in STEPS.items())


def test_the_json_schema_knows_every_field_by_its_written_name():
    """An editor that completes by it offers exactly what may be written."""
    schema = json.loads(json.dumps(routine_schema()))
    definitions = schema["$defs"]
    assert schema["$ref"] == "#/$defs/RoutineFields"
    named = {name for definition in definitions.values() for name in definition.get("properties", {})}
    assert named == every_field()
    assert definitions["RoutineFields"]["required"] == ["title", "steps"]
    assert definitions["RoutineFields"]["additionalProperties"] is False
    assert definitions["BreatheStep"]["properties"]["cycles"]["anyOf"][0] == {
        "type": "integer",
        "minimum": 1,
        "maximum": 200,
    }
    kinds = definitions["RepeatStep"]["properties"]["steps"]["items"]["oneOf"]
    assert [kind["$ref"].rsplit("/", 1)[1] for kind in kinds] == [model.__name__ for model in STEPS.values()]


def test_every_reference_of_the_json_schema_leads_somewhere():
    """No editor is sent to a definition that is not there."""
    schema = routine_schema()
    text = json.dumps(schema)
    references = {part.split('"')[0] for part in text.split('"$ref": "#/$defs/')[1:]}
    assert references <= schema["$defs"].keys()
