-- The coach's tables in a clinic's PostgreSQL (15 or later), format 1; see docs/clinic.md.
-- Once, as a superuser:  coach journal push --schema | psql -v ON_ERROR_STOP=1 DATABASE
-- A patient's login:     CREATE ROLE p0417 LOGIN PASSWORD '...' IN ROLE coach_patient;
-- A clinician's login:   CREATE ROLE weber LOGIN PASSWORD '...' IN ROLE coach_clinician;
BEGIN;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'coach_patient') THEN
        CREATE ROLE coach_patient NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'coach_clinician') THEN
        CREATE ROLE coach_clinician NOLOGIN;
    END IF;
END
$$;

CREATE SCHEMA coach;
GRANT USAGE ON SCHEMA coach TO coach_patient, coach_clinician;

CREATE TABLE coach.format (version integer PRIMARY KEY);
INSERT INTO coach.format VALUES (1);

-- A random id that was made on the patient's machine, and the only login that writes under it.
CREATE TABLE coach.patient (
    patient uuid PRIMARY KEY,
    login name NOT NULL UNIQUE DEFAULT current_user,
    registered timestamptz NOT NULL DEFAULT now(),
    pushed timestamptz
);

-- What the patient agreed to; `id` is that of the event in their journal. `subjects`: notes, reminders,
-- sessions. `since`: only what was written down from then on. While none stands, nothing can be added.
CREATE TABLE coach.consent (
    patient uuid NOT NULL REFERENCES coach.patient ON DELETE CASCADE,
    id uuid NOT NULL,
    given timestamptz NOT NULL,
    text_version integer NOT NULL,
    subjects text[] NOT NULL,
    since timestamptz,
    withdrawn timestamptz,
    PRIMARY KEY (patient, id)
);

-- `local`: the time that the patient's clock showed. `content`: a digest of the whole event in the journal.
CREATE TABLE coach.event (
    patient uuid NOT NULL REFERENCES coach.patient ON DELETE CASCADE,
    id uuid NOT NULL,
    kind text NOT NULL,
    at timestamptz NOT NULL,
    local timestamp NOT NULL,
    session uuid,
    routine text NOT NULL,
    content bytea NOT NULL,
    data jsonb NOT NULL,
    PRIMARY KEY (patient, id)
);
CREATE INDEX event_by_time ON coach.event (patient, kind, at);

-- The digests of what the patient erased, so that another of their machines does not bring it back.
CREATE TABLE coach.erased (
    patient uuid NOT NULL REFERENCES coach.patient ON DELETE CASCADE,
    content bytea NOT NULL,
    PRIMARY KEY (patient, content)
);

-- How far each chain of events (`writer`) of each of the patient's journals has come.
CREATE TABLE coach.position (
    patient uuid NOT NULL REFERENCES coach.patient ON DELETE CASCADE,
    journal uuid NOT NULL,
    writer text NOT NULL,
    number bigint NOT NULL,
    fingerprint bytea NOT NULL,
    PRIMARY KEY (patient, journal, writer)
);

GRANT SELECT ON coach.format TO coach_patient, coach_clinician;

GRANT SELECT, INSERT (patient), UPDATE (pushed) ON coach.patient TO coach_patient;
GRANT SELECT, INSERT (patient, id, given, text_version, subjects, since), UPDATE (withdrawn)
    ON coach.consent TO coach_patient;
GRANT SELECT, INSERT, DELETE ON coach.event, coach.erased TO coach_patient;
GRANT SELECT, INSERT, UPDATE, DELETE ON coach.position TO coach_patient;

GRANT SELECT (patient, registered, pushed) ON coach.patient TO coach_clinician;
GRANT SELECT ON coach.consent, coach.event TO coach_clinician;

ALTER TABLE coach.patient ENABLE ROW LEVEL SECURITY;
ALTER TABLE coach.consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE coach.event ENABLE ROW LEVEL SECURITY;
ALTER TABLE coach.erased ENABLE ROW LEVEL SECURITY;
ALTER TABLE coach.position ENABLE ROW LEVEL SECURITY;
-- Also for the owner of the tables; only a superuser, who administers the database, is not bound.
ALTER TABLE coach.patient FORCE ROW LEVEL SECURITY;
ALTER TABLE coach.consent FORCE ROW LEVEL SECURITY;
ALTER TABLE coach.event FORCE ROW LEVEL SECURITY;
ALTER TABLE coach.erased FORCE ROW LEVEL SECURITY;
ALTER TABLE coach.position FORCE ROW LEVEL SECURITY;

-- A patient sees and writes the rows of their own login. The selects below see the own row alone, by the
-- first policy, and are made once for a statement.
CREATE POLICY own ON coach.patient TO coach_patient
    USING (login = current_user) WITH CHECK (login = current_user);
CREATE POLICY own ON coach.consent FOR SELECT TO coach_patient
    USING (patient = (SELECT p.patient FROM coach.patient AS p WHERE p.login = current_user));
CREATE POLICY give ON coach.consent FOR INSERT TO coach_patient
    WITH CHECK (patient = (SELECT p.patient FROM coach.patient AS p WHERE p.login = current_user));
CREATE POLICY withdraw ON coach.consent FOR UPDATE TO coach_patient
    USING (patient = (SELECT p.patient FROM coach.patient AS p WHERE p.login = current_user))
    WITH CHECK (withdrawn IS NOT NULL);
CREATE POLICY own ON coach.event FOR SELECT TO coach_patient
    USING (patient = (SELECT p.patient FROM coach.patient AS p WHERE p.login = current_user));
CREATE POLICY remove ON coach.event FOR DELETE TO coach_patient
    USING (patient = (SELECT p.patient FROM coach.patient AS p WHERE p.login = current_user));
CREATE POLICY add ON coach.event FOR INSERT TO coach_patient
    WITH CHECK (patient IN (
        SELECT c.patient FROM coach.consent AS c JOIN coach.patient AS p USING (patient)
        WHERE p.login = current_user AND c.withdrawn IS NULL));
CREATE POLICY own ON coach.erased TO coach_patient
    USING (patient = (SELECT p.patient FROM coach.patient AS p WHERE p.login = current_user));
CREATE POLICY own ON coach.position TO coach_patient
    USING (patient = (SELECT p.patient FROM coach.patient AS p WHERE p.login = current_user));

-- Clinicians read, and only of patients whose consent stands.
CREATE POLICY read ON coach.patient FOR SELECT TO coach_clinician USING (true);
CREATE POLICY read ON coach.consent FOR SELECT TO coach_clinician USING (true);
CREATE POLICY read ON coach.event FOR SELECT TO coach_clinician
    USING (patient IN (SELECT c.patient FROM coach.consent AS c WHERE c.withdrawn IS NULL));

COMMIT;
