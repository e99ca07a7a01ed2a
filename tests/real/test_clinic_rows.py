"""What the clinic's database lets which login do, tried as an adversary, and the queries of its page."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors

from clinic_pushes import event, home_in, ids_in, names_for, push, some_events, write
from coach.home import PACKAGE

PAGE = (PACKAGE.parent / "docs" / "clinic.md").read_text("utf-8")
QUERIES = re.findall(r"^```sql\n(WITH .+?|SELECT .+?);\n```$", PAGE, re.MULTILINE | re.DOTALL)
TABLES = ("patient", "consent", "event", "erased", "position")
VICTIM, THIEF = "victim", "thief"


@pytest.fixture
def two(postgres, clinic, tmp_path):
    """Two patients with events of their own; the ids of the first."""
    found = {}
    for login in (VICTIM, THIEF):
        home, names = home_in(tmp_path / login), names_for()
        write(home, some_events(5, seed=len(found)))
        push(postgres.url(postgres.login(login), clinic), home, names)
        found[login] = (names, home)
    return found


@pytest.fixture
def thief(postgres, clinic, two):
    """A connection of the second patient."""
    assert two
    with closing(postgres.connect(THIEF, clinic)) as connection:
        yield connection


@pytest.fixture
def owner(postgres, clinic):
    """A connection of the superuser."""
    with closing(postgres.connect(database=clinic)) as connection:
        yield connection


def all_rows(owner):
    """Everything that is in the tables."""
    return {
        table: sorted(owner.execute(f"SELECT * FROM coach.{table}").fetchall(), key=repr)  # noqa: S608
        for table in TABLES
    }


def test_each_patient_sees_their_own_rows_alone(thief, two):
    """Patients see only their own rows, whatever they ask for by id, count, join or sort."""
    names, home = two[THIEF]
    victim = two[VICTIM][0].patient
    assert {one for (one,) in thief.execute("SELECT id FROM coach.event")} == ids_in(home)
    for table in TABLES[:3]:
        rows = thief.execute(f"SELECT DISTINCT patient FROM coach.{table}").fetchall()  # noqa: S608 — our own names
        assert rows == [(names.patient,)]
    for table in TABLES:
        query = f"SELECT count(*) FROM coach.{table} WHERE patient = %s"  # noqa: S608 — as above
        assert thief.execute(query, (victim,)).fetchone() == (0,)
    with thief.cursor().copy("COPY coach.event TO STDOUT") as copied:
        assert len(list(copied.rows())) == len(ids_in(home))
    planned = thief.execute("EXPLAIN (ANALYZE, TIMING OFF) SELECT * FROM coach.patient").fetchall()
    assert "rows=1 " in planned[0][0]
    assert thief.execute("SELECT * FROM pg_stats WHERE schemaname = 'coach'").fetchall() == []


def test_a_function_of_an_adversary_sees_no_other_row(thief):
    """A cheap function in a condition, which would run before a slow policy, is shown own rows only."""
    thief.execute(
        "CREATE FUNCTION pg_temp.spy(text) RETURNS boolean COST 0.0000001 LANGUAGE plpgsql"
        " AS $$ BEGIN RAISE NOTICE '%', $1; RETURN true; END $$"
    )
    heard = []
    thief.add_notice_handler(lambda notice: heard.append(notice.message_primary))
    thief.execute("SELECT 1 FROM coach.patient WHERE pg_temp.spy(login::text)")
    assert heard == [THIEF]


ADD = "INSERT INTO coach.event (patient, id, kind, at, local, routine, content, data) VALUES"
REST = "'note', now(), now(), '', 'x', '{}')"
EVENT = f"{ADD} (%s, %s, {REST}"
AGREE = "INSERT INTO coach.consent (patient, id, given, text_version, subjects) VALUES"


@pytest.mark.parametrize(
    "attack",
    [
        f"{AGREE} (%(victim)s, %(new)s, now(), 1, '{{}}')",
        "INSERT INTO coach.erased VALUES (%(victim)s, 'x')",
        "INSERT INTO coach.position VALUES (%(victim)s, %(new)s, 'w', 1, 'x')",
        f"{ADD} (%(victim)s, %(new)s, {REST}",
        f"{ADD} (%(victim)s, %(known)s, {REST} ON CONFLICT DO NOTHING",
        f"{ADD} (%(new)s, %(new)s, {REST}",
        "INSERT INTO coach.patient (patient, login) VALUES (%(new)s, 'victim')",
        "INSERT INTO coach.patient (patient) VALUES (%(new)s)",
        "UPDATE coach.patient SET login = 'victim'",
        "UPDATE coach.patient SET patient = %(victim)s",
        "UPDATE coach.event SET patient = %(victim)s",
        "UPDATE coach.event SET data = '{}'",
        "UPDATE coach.consent SET patient = %(victim)s",
        "UPDATE coach.consent SET withdrawn = NULL",
        "UPDATE coach.position SET patient = %(victim)s",
        "UPDATE coach.format SET version = 9",
        "DELETE FROM coach.consent",
        "DELETE FROM coach.patient",
        "TRUNCATE coach.event CASCADE",
        "SET row_security = off; SELECT * FROM coach.event",
        "ALTER TABLE coach.event DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own ON coach.event",
        "SET ROLE victim",
        "SET SESSION AUTHORIZATION victim",
        "GRANT victim TO thief",
        "CREATE TABLE coach.mine ()",
        "SELECT login FROM coach.patient FOR UPDATE; SELECT pg_read_file('server.key')",
    ],
)
def test_an_attack_is_refused_and_changes_nothing(thief, two, owner, attack):
    """Whatever would write, delete or unlock another's rows is an error, whose text tells nothing of them."""
    victim, home = two[VICTIM]
    before = all_rows(owner)
    values = {"victim": victim.patient, "new": uuid4(), "known": next(iter(ids_in(home)))}
    for name, value in values.items():
        attack = attack.replace(f"%({name})s", f"'{value}'")
    with pytest.raises(psycopg.Error) as refused:
        thief.execute(attack)
    assert not isinstance(refused.value, errors.UniqueViolation) or str(victim.patient) not in str(
        refused.value
    )
    assert all_rows(owner) == before


@pytest.mark.parametrize("table", ["event", "erased", "position"])
def test_deleting_everything_deletes_ones_own(thief, two, owner, table):
    """A delete without a condition leaves another's rows as they were."""
    before = [row for row in all_rows(owner)[table] if row[0] == two[VICTIM][0].patient]
    thief.execute(f"DELETE FROM coach.{table}")  # noqa: S608 — our own names
    assert all_rows(owner)[table] == before


def test_the_same_event_id_of_two_patients_is_no_conflict(thief, two):
    """An id of another's event can be used: that it exists cannot be found out so."""
    known = next(iter(ids_in(two[VICTIM][1])))
    assert thief.execute(EVENT, (two[THIEF][0].patient, known)).rowcount == 1


def test_without_a_consent_that_stands_nothing_is_taken_or_shown(postgres, clinic, two, thief, owner):
    """A withdrawal closes the rows to clinicians and to new events; the patient still sees and deletes."""
    with closing(postgres.connect(postgres.login("weber", role="coach_clinician"), clinic)) as clinician:
        count = "SELECT count(*) FROM coach.event"
        assert clinician.execute(count).fetchone() == (10,)
        assert thief.execute("UPDATE coach.consent SET withdrawn = now()").rowcount == 1
        assert clinician.execute(count).fetchone() == (5,)
        with pytest.raises(errors.InsufficientPrivilege):
            thief.execute(EVENT, (two[THIEF][0].patient, uuid4()))
        assert thief.execute(count).fetchone() == (5,)
        assert owner.execute(count).fetchone() == (10,)


@pytest.mark.parametrize(
    "attack",
    [
        "SELECT login FROM coach.patient", "SELECT * FROM coach.position", "SELECT * FROM coach.erased",
        "DELETE FROM coach.event", "UPDATE coach.event SET data = '{}'",
        "UPDATE coach.consent SET withdrawn = now()",
        "INSERT INTO coach.patient (patient) VALUES (gen_random_uuid())",
    ],
)  # fmt: skip
def test_a_clinician_reads_only(postgres, clinic, two, attack):
    """A clinician sees neither logins nor positions, and can write nothing."""
    assert two
    login = postgres.login("weber", role="coach_clinician")
    with closing(postgres.connect(login, clinic)) as clinician, pytest.raises(errors.InsufficientPrivilege):
        clinician.execute(attack)


def test_the_tables_owner_is_bound_too(two, owner):
    """One that is no superuser sees nothing, and a patient that is deleted goes with everything."""
    owner.execute("CREATE ROLE administrator")
    for table in TABLES:
        owner.execute(f"ALTER TABLE coach.{table} OWNER TO administrator")
    owner.execute("GRANT USAGE ON SCHEMA coach TO administrator; SET ROLE administrator")
    for table in TABLES:
        assert owner.execute(f"SELECT count(*) FROM coach.{table}").fetchone() == (0,)  # noqa: S608 — our own names
    owner.execute(
        "RESET ROLE; REASSIGN OWNED BY administrator TO owner; DROP OWNED BY administrator;"
        " DROP ROLE administrator"
    )
    owner.execute("DELETE FROM coach.patient WHERE login = %s", (THIEF,))
    left = {patient for rows in all_rows(owner).values() for patient, *_ in rows}
    assert left == {two[VICTIM][0].patient}


MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


def due(day: int, **data: str) -> dict[str, str]:
    """What an entry of the reminder `neck` of that day says."""
    return {"reminder": "neck", "due": (MONDAY + timedelta(days=day)).isoformat(), **data}


def led(day: int, session: str, **ended: object):
    """An occurrence that was led, and how its session ended."""
    at = MONDAY + timedelta(days=day)
    of = {"session": session, "routine": "desk-neck"}
    yield event("reminder", at, due(day, ruling="speak"), routine="desk-neck")
    yield event("reminder", at, due(day, ruling="led", begun="person"), **of)
    yield event("session-started", at, {"begun": "person"}, **of)
    yield event("session-ended", at, {"outcome": "completed", "heard": "yes", **ended}, **of)


def decided(day: int, ruling: str, **data: str):
    """An entry of an occurrence."""
    return event(
        "reminder", MONDAY + timedelta(days=day), due(day, ruling=ruling, **data), routine="desk-neck"
    )


def test_confirmed_of_prescribed(postgres, clinic, tmp_path, owner):
    """What was led, said or put off counts once; not unheard, stopped, taken back or in quiet hours."""
    home, names = home_in(tmp_path), names_for()
    later = (MONDAY + timedelta(days=3, hours=1)).isoformat()
    moved = {"reminder": "neck", "due": later}
    at = MONDAY + timedelta(days=3, hours=1)
    write(home, [
        *led(0, uuid4().hex),
        *led(1, uuid4().hex, heard="no"),
        *led(2, uuid4().hex, outcome="stopped"),
        decided(3, "later", until=later),
        event("reminder", at, {**moved, "ruling": "done"}, routine="desk-neck"),
        decided(4, "skip", reason="quiet"),
        decided(5, "skip", reason="meeting"),
        decided(7, "unanswered"),
        event("confirmed", MONDAY + timedelta(days=8), {"done": at.isoformat(), **due(7)}),
        decided(12, "unanswered"),
        decided(13, "called"),
        *(said := [
            event("confirmed", MONDAY + timedelta(days=12), {"done": at.isoformat(), **due(12)}),
            decided(13, "done"),
        ]),
        *(event("confirmed", at, {"done": at.isoformat(), "withdraws": each.id}) for each in said),
        *led(9, uuid4().hex, away=True),
        *led(10, uuid4().hex, locked=True),
        *led(11, uuid4().hex, rehearsal=True),
    ])  # fmt: skip
    push(postgres.url(postgres.login("rosa"), clinic), home, names)
    assert owner.execute(QUERIES[0]).fetchall() == [
        (names.patient, date(2026, 11, 2), 2, 5),
        (names.patient, date(2026, 11, 9), 1, 6),
    ]


def note(day: int, **more: object):
    """A cramp of that day, its id first."""
    at = MONDAY + timedelta(days=day)
    return event("note", at, {"began": at.isoformat(), "facts": {"cramp": 4}, "places": [], **more})


def test_cramps_a_week(postgres, clinic, tmp_path, owner):
    """Episodes count once, what was taken back and what is no cramp does not."""
    home, names = home_in(tmp_path), names_for()
    first, back = note(-3), note(4)
    twitch = event("note", MONDAY, {"began": MONDAY.isoformat(), "facts": {"twitch": None}, "places": []})
    write(home, [
        note(-40), note(-20), first, note(-2, episode=first.id), note(1), back, twitch, note(40),
        event("note-withdrawn", MONDAY + timedelta(days=5), {"event": back.id}),
    ])  # fmt: skip
    push(postgres.url(postgres.login("sara"), clinic), home, names)
    assert owner.execute(QUERIES[1]).fetchall() == [(names.patient, Decimal("0.5"), Decimal("0.25"))]


def test_a_person_who_has_written_nothing_down(postgres, clinic, tmp_path, owner):
    """The query finds those whose own last entry is older than fourteen days, or who have none."""
    now = datetime.now(UTC).replace(microsecond=0)
    expected = []
    for login, days in (("tina", 3), ("ulla", 20), ("vera", None)):
        home, names = home_in(tmp_path / login), names_for()
        own = [] if days is None else [event("note", now - timedelta(days=days), {"began": now.isoformat()})]
        write(home, [*own, event("break", now, {})])
        push(postgres.url(postgres.login(login), clinic), home, names)
        if days != 3:
            expected.append((names.patient, None if days is None else now - timedelta(days=days)))
    found = owner.execute(QUERIES[2]).fetchall()
    assert [row[:2] for row in found] == expected[::-1]
    assert all(now <= pushed <= datetime.now(UTC) for _, _, pushed in found)


def test_a_clinician_gets_the_same_answers(postgres, clinic, two, owner):
    """Row-level security changes none of the three queries where consents stand."""
    assert two
    with closing(postgres.connect(postgres.login("weber", role="coach_clinician"), clinic)) as clinician:
        for query in QUERIES:
            assert clinician.execute(query).fetchall() == owner.execute(query).fetchall()
    assert len(QUERIES) == 3
