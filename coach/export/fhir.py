"""What was recorded as a Bundle of FHIR R4 (4.0.1): the person by a pseudonym, sessions, pain and episodes.

It follows the base specification, and claims conformance to no guide. Codes are given where one is certain,
else the words alone (docs/evidence.md says where each code comes from).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from coach.scales import HIGHEST_ANSWER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from coach.care.episodes import Episode
    from coach.care.model import Option, SignRules
    from coach.export.records import ClaimedRoutine, Records, RoutineNames
    from coach.journal.sessions import Session

LOINC, SNOMED, UCUM = "http://loinc.org", "http://snomed.info/sct", "http://unitsofmeasure.org"
_CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
EXERCISE = (LOINC, "73985-4", "Exercise activity")
DURATION = (LOINC, "55411-3", "Exercise duration")
PAIN = (LOINC, "72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported")
CRAMP = (SNOMED, "55300003", "Cramp")
_NOT_OF_A_MUSCLE = frozenset({"with_a_period", "in_the_gut"})
"""Facts of an episode beside which the code of a muscle's cramp is not certain."""
_PART = frozenset({"partial", "stopped"})
Resource = dict[str, Any]


def bundle(records: Records, rules: SignRules, names: RoutineNames, made: datetime) -> Resource:
    """The Bundle, of the type `collection`; `made`: aware, when that is."""
    resources = [
        {
            "resourceType": "Patient",
            "id": str(records.patient),
            "identifier": [{"system": "urn:ietf:rfc:3986", "value": _urn(records.patient)}],
        },
        *_exercise(records, names),
        *(each for episode in records.episodes for each in _episode(episode, rules, records.patient)),
    ]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _instant(made),
        "entry": [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in resources],
    }


def is_exported(session: Session) -> bool:
    """Whether the person did it, at least in part; what only ran, with nobody there, is left out."""
    if session.outcome in _PART:
        return session.steps_done > 0
    return session.outcome == "completed" and session.confirmed is not False


def _exercise(records: Records, names: RoutineNames) -> Iterator[Resource]:
    for session in records.sessions:
        if not is_exported(session):
            continue
        answers = [
            _pain(each.id, records.patient, each.at, each.pain)
            for each in records.answers.get(session.id, ())
        ]
        yield _session(session, names, records.patient, answers)
        yield from answers
    for claim in records.claims:
        yield _claim(claim, names, records.patient)


def _session(session: Session, names: RoutineNames, patient: UUID, answers: list[Resource]) -> Resource:
    found = _observation(session.id, patient, "activity", _concept(EXERCISE), session.started)
    found["status"] = "unknown" if session.confirmed is None and session.outcome not in _PART else "final"
    found["valueCodeableConcept"] = {"text": names.of(session.routine, session.title)[1]}
    if session.seconds:
        minutes = _quantity(round(session.seconds / 60, 2), "min")
        found["component"] = [{"code": _concept(DURATION), "valueQuantity": minutes}]
    if session.outcome in _PART:
        text = f"Done in part: {session.steps_done} of {session.steps} steps."
        found["note"] = [{"text": text}]
    if answers:
        found["hasMember"] = [{"reference": f"urn:uuid:{each['id']}"} for each in answers]
    return found


def _claim(claim: ClaimedRoutine, names: RoutineNames, patient: UUID) -> Resource:
    found = _observation(claim.id, patient, "activity", _concept(EXERCISE), claim.done)
    found["valueCodeableConcept"] = {"text": names.of(claim.routine)[1]}
    found["note"] = [{"text": "Said to be done; it was not led."}]
    return found


def _episode(episode: Episode, rules: SignRules, patient: UUID) -> Iterator[Resource]:
    options = {option.id: option for option in (*rules.signs, *rules.facts)}
    concept: Resource = {"text": f"{_label(options, episode.kind)}, noted by the person"}
    if episode.kind == "cramp" and not episode.facts & _NOT_OF_A_MUSCLE:
        concept = _concept(CRAMP) | concept
    found = _observation(episode.id, patient, "survey", concept, episode.began)
    if episode.places:
        found["bodySite"] = {"text": ", ".join(map(str, episode.places))}
    parts: list[Resource] = []
    if episode.minutes is not None:
        parts.append({"code": {"text": "Duration"}, "valueQuantity": _quantity(episode.minutes, "min")})
    parts += [
        {"code": {"text": "Noted"}, "valueString": _label(options, fact)} for fact in sorted(episode.facts)
    ]
    if parts:
        found["component"] = parts
    if episode.pain is None:
        yield found
        return
    name = uuid5(UUID(found["id"]), "pain").hex
    yield found | {"hasMember": [{"reference": _urn(UUID(name))}]}
    yield _pain(name, patient, episode.began, episode.pain)


def _pain(name: str, patient: UUID, at: datetime, pain: float) -> Resource:
    found = _observation(name, patient, "survey", _concept(PAIN), at)
    found["valueQuantity"] = _quantity(min(pain, HIGHEST_ANSWER), "{score}")
    return found


def _observation(name: str, patient: UUID, category: str, code: Resource, at: datetime) -> Resource:
    """An Observation that the person made of themselves; `name`: the id of its event."""
    person = {"reference": _urn(patient)}
    return {
        "resourceType": "Observation",
        "id": str(_uuid(name)),
        "status": "final",
        "category": [{"coding": [{"system": _CATEGORIES, "code": category, "display": category.title()}]}],
        "code": code,
        "subject": person,
        "effectiveDateTime": _instant(at),
        "performer": [person],
    }


def _uuid(name: str) -> UUID:
    """The id as a UUID; one that is none, as of another program's event, gives one by its text."""
    try:
        return UUID(name)
    except ValueError:
        return uuid5(UUID(int=0), name)


def _urn(name: UUID) -> str:
    return f"urn:uuid:{name}"


def _concept(code: tuple[str, str, str]) -> Resource:
    return {"coding": [dict(zip(("system", "code", "display"), code, strict=True))]}


def _quantity(value: float, unit: str) -> Resource:
    number = int(value) if value == int(value) else value
    return {"value": number, "unit": unit, "system": UCUM, "code": unit}


def _label(options: dict[str, Option], fact: str) -> str:
    option = options.get(fact)
    return option.label if option is not None else fact.replace("_", " ")


def _instant(at: datetime) -> str:
    """ISO 8601 with its offset, to the second."""
    return at.isoformat(timespec="seconds")
