-- What a citizen makes of the work (1 to 5), and when an appeal lost its person: from then on it is statistics.
ALTER TABLE appeals ADD COLUMN rating INTEGER CHECK (rating BETWEEN 1 AND 5);
ALTER TABLE appeals ADD COLUMN erased_at INTEGER;

-- An appeal that ends because its citizen wants their data destroyed. A CHECK can't be altered, and a table that others
-- refer to can't be built anew inside a transaction; the rows stay as they are, so the schema's own text may be changed.
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = replace(sql, '''forwarded'', ''duplicate'')', '''forwarded'', ''duplicate'', ''withdrawn'')')
    WHERE type = 'table' AND name = 'appeals';
PRAGMA writable_schema = RESET;

-- A consent may be withdrawn; by `destroy_by` the person's data are destroyed, unless they agree anew.
ALTER TABLE consents ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE citizens ADD COLUMN destroy_by INTEGER;
CREATE INDEX citizens_to_destroy ON citizens (community_id, destroy_by) WHERE destroy_by IS NOT NULL;

-- Acts of destruction and the extract of the log that proves each (приказ РКН № 179): whose, why, when, who answers for it,
-- what. They hold ids and counts, never words, and outlast everything: three years at least.
CREATE TABLE destructions (
    id           INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL,
    citizen_id   INTEGER NOT NULL UNIQUE REFERENCES citizens (id),
    vk_id        INTEGER NOT NULL,
    reason       TEXT    NOT NULL CHECK (reason IN ('demand', 'withdrawal')),
    asked_at     INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    operator     TEXT    NOT NULL,
    responsible  TEXT    NOT NULL,
    numbers      TEXT    NOT NULL
) STRICT;
CREATE TRIGGER destructions_are_final BEFORE UPDATE ON destructions
BEGIN SELECT RAISE(ABORT, 'an act is final'); END;
CREATE TRIGGER destructions_stay BEFORE DELETE ON destructions
BEGIN SELECT RAISE(ABORT, 'an act is final'); END;

-- `what` 'disk' is written last, once the files themselves and what the database's own files kept of the rows are gone.
CREATE TABLE destruction_log (
    id     INTEGER PRIMARY KEY,
    act_id INTEGER NOT NULL REFERENCES destructions (id),
    at     INTEGER NOT NULL,
    what   TEXT    NOT NULL,
    count  INTEGER NOT NULL,
    UNIQUE (act_id, what)
) STRICT;
CREATE TRIGGER destruction_log_is_final BEFORE UPDATE ON destruction_log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER destruction_log_stays BEFORE DELETE ON destruction_log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- The one narrow door in the history: where an act exists, words and attachments of its person's appeals may become empty,
-- and the person's id 0. Nothing else may change, and nothing may go.
DROP TRIGGER history_is_final;
CREATE TRIGGER history_is_final BEFORE UPDATE ON history
WHEN NOT (
    NEW.text = '' AND NEW.attachments = '[]'
    AND NEW.id = OLD.id AND NEW.community_id = OLD.community_id AND NEW.appeal_id = OLD.appeal_id
    AND NEW.act = OLD.act AND NEW.at = OLD.at
    AND EXISTS (
        SELECT 1 FROM destructions d JOIN appeals a ON a.citizen_id = d.citizen_id
        WHERE a.id = OLD.appeal_id AND OLD.at <= d.at
          AND NEW.actor_id = CASE OLD.actor_id WHEN d.vk_id THEN 0 ELSE OLD.actor_id END
    )
)
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;

-- REPLACE deletes without asking the triggers that guard against deletion.
CREATE TRIGGER history_is_new BEFORE INSERT ON history WHEN EXISTS (SELECT 1 FROM history WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER destructions_are_new BEFORE INSERT ON destructions
WHEN EXISTS (SELECT 1 FROM destructions WHERE id = NEW.id OR citizen_id = NEW.citizen_id)
BEGIN SELECT RAISE(ABORT, 'an act is final'); END;
CREATE TRIGGER destruction_log_is_new BEFORE INSERT ON destruction_log
WHEN EXISTS (SELECT 1 FROM destruction_log WHERE id = NEW.id OR act_id = NEW.act_id AND what = NEW.what)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER audit_is_new BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
