BEGIN TRANSACTION;
CREATE TABLE events (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            at INTEGER NOT NULL,
            offset_minutes INTEGER NOT NULL,
            session TEXT NOT NULL,
            routine TEXT NOT NULL,
            digest TEXT NOT NULL,
            data TEXT NOT NULL
        , writer TEXT NOT NULL DEFAULT '', number INTEGER NOT NULL DEFAULT 0, previous BLOB NOT NULL DEFAULT x'', content BLOB NOT NULL DEFAULT x'');
CREATE TABLE merges (
            first INTEGER PRIMARY KEY,
            last INTEGER NOT NULL,
            at INTEGER NOT NULL
        );
CREATE TABLE migrations (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL
        );
INSERT INTO "migrations" VALUES(1,'create_events','2026-11-02T09:00:00+00:00');
INSERT INTO "migrations" VALUES(2,'refuse_changes','2026-11-02T09:00:00+00:00');
INSERT INTO "migrations" VALUES(3,'index_sessions','2026-11-02T09:00:00+00:00');
INSERT INTO "migrations" VALUES(4,'chain_events','2026-11-02T09:00:00+00:00');
INSERT INTO "migrations" VALUES(5,'index_entries','2026-11-02T09:00:00+00:00');
INSERT INTO "migrations" VALUES(6,'remember_merges','2026-11-02T09:00:00+00:00');
CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE INDEX events_of_session ON events (session, kind);
CREATE INDEX sessions_started ON events (at) WHERE kind = 'session-started';
CREATE INDEX sessions_ended ON events (routine, json_extract(data, '$.outcome'), session)
        WHERE kind = 'session-ended'
        ;
CREATE INDEX notices_given
        ON events (json_extract(data, '$.notice'), json_extract(data, '$.version'))
        WHERE kind = 'notice-given'
        ;
CREATE UNIQUE INDEX events_of_chain ON events (writer, number);
CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE INDEX entries_by_time ON events (at, kind)
        WHERE kind IN ('reminder', 'confirmed', 'break', 'note', 'note-withdrawn')
        ;
COMMIT;
PRAGMA application_id = 1131372899;
PRAGMA user_version = 6;
