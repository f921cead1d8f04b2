-- A person may be on the staff by several sources; what stands is decided when it is read. A role given or taken by
-- `/сотрудник` (source 'given') outweighs VK's; NULL there means that the role was taken. `department` is an id of
-- administration.toml.
CREATE TABLE staff_by_source (
    community_id INTEGER NOT NULL,
    vk_id        INTEGER NOT NULL,
    source       TEXT    NOT NULL CHECK (source IN ('settings', 'given', 'vk', 'file')),
    role         TEXT    CHECK (role IN ('administrator', 'head', 'moderator', 'executor', 'observer')),
    department   TEXT    NOT NULL DEFAULT '',
    name         TEXT    NOT NULL DEFAULT '',
    CHECK (role IS NOT NULL OR source = 'given'),
    PRIMARY KEY (community_id, vk_id, source)
) STRICT, WITHOUT ROWID;
INSERT INTO staff_by_source (community_id, vk_id, source, role, name)
    SELECT community_id, vk_id, source, role, name FROM staff;
DROP TABLE staff;
ALTER TABLE staff_by_source RENAME TO staff;

ALTER TABLE appeals ADD COLUMN department TEXT NOT NULL DEFAULT '';
CREATE INDEX appeals_of_department ON appeals (community_id, department, due_at)
    WHERE department <> '' AND status IN ('new', 'in_progress', 'waiting_citizen', 'reopened');

-- The journal of the desk. No words of citizens stand here: it is kept when a person is erased. `peer_id` is the
-- conversation in which it was done, `before` and `after` are JSON objects, `refused` the code of a refusal.
CREATE TABLE audit (
    id           INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    actor_id     INTEGER NOT NULL,
    peer_id      INTEGER NOT NULL,
    deed         TEXT    NOT NULL,
    appeal_id    INTEGER REFERENCES appeals (id),
    subject      TEXT    NOT NULL DEFAULT '',
    before       TEXT    NOT NULL DEFAULT '{}',
    after        TEXT    NOT NULL DEFAULT '{}',
    refused      TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_of ON audit (appeal_id, id) WHERE appeal_id IS NOT NULL;
CREATE TRIGGER audit_is_final BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
