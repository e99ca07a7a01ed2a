"""The FHIR Bundle: valid R4 by an independent library, its codes, and its totals beside independent SQL."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta, timezone
from uuid import UUID, uuid5

import pytest
from fhirclient.models.bundle import Bundle
from hypothesis import given
from hypothesis import strategies as st

from coach.care.episodes import EPISODE_KINDS, Episode
from coach.care.model import Place
from coach.care.reading import sign_rules
from coach.export.fhir import bundle
from coach.export.records import ClaimedRoutine, PainAnswer, Records, RoutineNames
from coach.journal.sessions import Session
from export.journal_of_a_life import write_life

ZONE = timezone(timedelta(hours=1))
AT = datetime(2026, 11, 2, 10, 30, 5, 250_000, tzinfo=ZONE)
PATIENT = UUID("5e5b5c5d-0000-4000-8000-000000000001")
NAMES = RoutineNames({"desk-neck": "Desk neck and shoulders"}.get)


def session(name: str, **changed) -> Session:
    """A session of that name, completed and confirmed unless told otherwise."""
    facts = {
        "routine": "desk-neck", "title": "Neck", "started": AT, "ended": AT + timedelta(minutes=6),
        "outcome": "completed", "steps_done": 6, "steps": 6, "seconds": 341.0, "pain": (),
        "voice": "v", "step": 5, "heard": "yes", "confirmed": True, "rehearsal": False,
    }  # fmt: skip
    return Session(id=uuid5(PATIENT, name).hex, **(facts | changed))


def resources(records: Records, names: RoutineNames = NAMES) -> list[dict]:
    """The resources of the Bundle behind the person, after the library has found nothing wrong with it."""
    tree = json.loads(json.dumps(bundle(records, sign_rules(), names, AT)))
    Bundle(tree, strict=True)
    found = [entry["resource"] for entry in tree["entry"]]
    assert [entry["fullUrl"] for entry in tree["entry"]] == [f"urn:uuid:{each['id']}" for each in found]
    assert (tree["type"], found[0]["resourceType"]) == ("collection", "Patient")
    return found[1:]


def codes(resource: dict) -> list[tuple[str, str]]:
    """The codes of a resource, each with its system."""
    return [(each["system"], each["code"]) for each in resource["code"].get("coding", ())]


def test_a_session_is_an_exercise_with_its_minutes_and_its_pain():
    """An Observation of exercise holds the routine and its minutes; each answer about pain is another."""
    one = session("a")
    answer = PainAnswer(uuid5(PATIENT, "p").hex, AT, 4)
    exercise, pain = resources(Records(patient=PATIENT, sessions=(one,), answers={one.id: (answer,)}))
    person = {"reference": f"urn:uuid:{PATIENT}"}
    assert exercise == {
        "resourceType": "Observation",
        "id": str(UUID(one.id)),
        "status": "final",
        "category": [
            {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                        "code": "activity",
                        "display": "Activity",
                    }
                ]
            }
        ],
        "code": {
            "coding": [{"system": "http://loinc.org", "code": "73985-4", "display": "Exercise activity"}]
        },
        "subject": person,
        "effectiveDateTime": "2026-11-02T10:30:05+01:00",
        "performer": [person],
        "valueCodeableConcept": {"text": "Neck"},
        "component": [
            {
                "code": {
                    "coding": [
                        {"system": "http://loinc.org", "code": "55411-3", "display": "Exercise duration"}
                    ]
                },
                "valueQuantity": {
                    "value": 5.68,
                    "unit": "min",
                    "system": "http://unitsofmeasure.org",
                    "code": "min",
                },
            }
        ],
        "hasMember": [{"reference": f"urn:uuid:{UUID(answer.id)}"}],
    }
    assert codes(pain) == [("http://loinc.org", "72514-3")]
    assert pain["valueQuantity"] == {
        "value": 4,
        "unit": "{score}",
        "system": "http://unitsofmeasure.org",
        "code": "{score}",
    }


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ("final", None)),
        (
            {"outcome": "partial", "steps_done": 3, "confirmed": False},
            ("final", "Done in part: 3 of 6 steps."),
        ),
        (
            {"outcome": "stopped", "steps_done": 1, "confirmed": False},
            ("final", "Done in part: 1 of 6 steps."),
        ),
        ({"outcome": "stopped", "steps_done": 0, "confirmed": False}, None),
        ({"confirmed": False}, None),
        ({"confirmed": None}, ("unknown", None)),
        ({"outcome": "interrupted", "confirmed": False}, None),
        ({"outcome": "running", "confirmed": False}, None),
        ({"outcome": "failed", "confirmed": False}, None),
    ],
)
def test_only_what_the_person_did_is_exercise(changed, expected):
    """What only ran is left out, and what was done in part says so."""
    found = resources(Records(patient=PATIENT, sessions=(session("a", **changed),), answers={}))
    shown = [(each["status"], each.get("note", [{}])[0].get("text")) for each in found]
    assert shown == ([] if expected is None else [expected])


def test_what_was_said_to_be_done_has_no_minutes():
    """A claim is exercise that was not led, and names its routine by the title that it has."""
    claim = ClaimedRoutine(id=uuid5(PATIENT, "c").hex, routine="desk-neck", done=AT)
    (found,) = resources(Records(patient=PATIENT, claims=(claim,), answers={}))
    assert "component" not in found
    assert found["valueCodeableConcept"] == {"text": "Desk neck and shoulders"}
    assert found["note"] == [{"text": "Said to be done; it was not led."}]


@pytest.mark.parametrize("kind", EPISODE_KINDS)
@pytest.mark.parametrize(
    "facts", [frozenset({"tight"}), frozenset({"in_the_gut"}), frozenset({"with_a_period"})]
)
def test_only_a_cramp_of_a_muscle_has_a_code(kind, facts):
    """A spasm, a twitch, and a cramp of the gut or a period have words alone."""
    episode = Episode(id=uuid5(PATIENT, "e").hex, began=AT, kind=kind, facts=facts)
    (found,) = resources(Records(patient=PATIENT, episodes=(episode,), answers={}))
    is_coded = kind == "cramp" and facts == {"tight"}
    assert codes(found) == ([("http://snomed.info/sct", "55300003")] if is_coded else [])
    assert found["code"]["text"].endswith(", noted by the person")


def test_an_episode_has_its_places_length_facts_and_pain():
    """Places, length, facts and pain are a body site, components and an Observation of its own."""
    episode = Episode(
        id=uuid5(PATIENT, "e").hex,
        began=AT,
        kind="cramp",
        places=(Place("calf", "left"), Place("lower_back")),
        pain=7,
        minutes=2,
        facts=frozenset({"tight", "at_night"}),
    )
    found, pain = resources(Records(patient=PATIENT, episodes=(episode,), answers={}))
    assert found["bodySite"] == {"text": "left calf, lower back"}
    assert [each.get("valueString") or each["valueQuantity"]["value"] for each in found["component"]] == [
        2,
        "At night",
        "Tightness",
    ]
    assert (pain["valueQuantity"]["value"], found["hasMember"]) == (
        7,
        [{"reference": f"urn:uuid:{pain['id']}"}],
    )


def test_redacted_an_own_routine_has_a_number_for_its_name():
    """The title that somebody wrote is left out, that of a routine of the coach's own stays."""
    names = RoutineNames(NAMES.bundled, redacted=True)
    both = (session("a"), session("b", routine="knee of Mr Smith", title="Knee of Mr Smith"))
    found = resources(Records(patient=PATIENT, sessions=both, answers={}), names)
    titles = [each["valueCodeableConcept"]["text"] for each in found]
    assert titles[0] == "Desk neck and shoulders"
    assert titles[1].startswith("Own routine ")
    assert "Smith" not in json.dumps(found)


@given(
    st.lists(
        st.builds(
            Episode,
            id=st.uuids().map(lambda name: name.hex),
            began=st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1), timezones=st.just(ZONE)),  # noqa: DTZ001 — the zone is given
            kind=st.sampled_from(EPISODE_KINDS),
            pain=st.none() | st.integers(0, 10),
            minutes=st.none() | st.floats(0, 6000),
            facts=st.frozensets(st.sampled_from([each.id for each in sign_rules().facts]), max_size=5),
        ),
        max_size=5,
        unique_by=lambda episode: episode.id,
    )
)
def test_any_episode_is_valid_r4_with_known_values_only(episodes):
    """The library finds nothing wrong, and the values that it does not check are of the closed sets."""
    found = resources(Records(patient=PATIENT, episodes=tuple(episodes), answers={}))
    assert {each["status"] for each in found} <= {"final"}
    assert len({each["id"] for each in found}) == len(found)
    assert all(each["effectiveDateTime"][-6] in "+-" for each in found)


def test_the_totals_of_a_life_equal_independent_sql(tmp_path):
    """Fifty random days: exercises, episodes and pain are as many as SQL over the bare rows counts."""
    path, records = write_life(tmp_path, seed=7)
    found = resources(records)
    counted = dict.fromkeys(("73985-4", "72514-3", "episode"), 0)
    for each in found:
        code = codes(each)[0][1] if codes(each) else ""
        counted[code if code in counted else "episode"] += 1
    with sqlite3.connect(path) as database:
        done = database.execute(_SESSIONS_IN_SQL).fetchone()[0]
        claims = database.execute(
            "SELECT count(*) FROM events WHERE kind='confirmed' AND session=''"
        ).fetchone()[0]
        noted = [tuple(row) for row in database.execute(_EPISODES_IN_SQL)]
        answered = database.execute(_ANSWERS_IN_SQL).fetchone()[0]
    assert counted == {
        "73985-4": done + claims,
        "episode": len(noted),
        "72514-3": answered + sum(pain for _, pain in noted),
    }
    assert min(counted.values()) > 10


_SESSIONS_IN_SQL = """
    SELECT count(*) FROM events AS s JOIN events AS e ON e.session = s.session AND e.kind = 'session-ended'
    WHERE s.kind = 'session-started' AND s.data ->> 'rehearsal' IS NOT 1 AND (
        (e.data ->> 'outcome' IN ('partial', 'stopped') AND e.data ->> 'steps_done' > 0)
        OR (
            e.data ->> 'outcome' = 'completed' AND e.data ->> 'heard' <> 'no'
            AND s.data ->> 'begun' = 'person'
        )
    )
"""
_ANSWERS_IN_SQL = """
    SELECT count(*) FROM events AS a JOIN events AS s ON s.session = a.session AND s.kind = 'session-started'
    WHERE a.kind = 'answered' AND a.data ->> 'question' = 'pain' AND a.data ->> 'pain' IS NOT NULL
    AND s.data ->> 'rehearsal' IS NOT 1 AND EXISTS (
        SELECT 1 FROM events AS e WHERE e.session = s.session AND e.kind = 'session-ended' AND (
            (e.data ->> 'outcome' IN ('partial', 'stopped') AND e.data ->> 'steps_done' > 0)
            OR (
                e.data ->> 'outcome' = 'completed' AND e.data ->> 'heard' <> 'no'
                AND s.data ->> 'begun' = 'person'
            )
        )
    )
"""
_EPISODES_IN_SQL = """
    SELECT n.id, n.data -> '$.facts' ->> 'pain' IS NOT NULL FROM events AS n
    WHERE n.kind = 'note' AND (
        n.data -> '$.facts' -> 'cramp' IS NOT NULL OR n.data -> '$.facts' -> 'twitch' IS NOT NULL
    ) AND n.id NOT IN (SELECT data ->> 'event' FROM events WHERE kind = 'note-withdrawn')
"""
