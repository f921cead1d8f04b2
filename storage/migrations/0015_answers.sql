-- Templates of answers, as staff keep them. `key` is the name folded: two names that read alike are one.
CREATE TABLE templates (
    id           INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL,
    key          TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    changed_by   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    UNIQUE (community_id, key)
) STRICT;

-- How a desk works: what the head and administrators switch by `/настройки`.
CREATE TABLE settings (
    community_id INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    value        TEXT    NOT NULL,
    PRIMARY KEY (community_id, name)
) STRICT, WITHOUT ROWID;

-- Answers that wait, or waited, for the head.
CREATE TABLE submitted_answers (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id INTEGER NOT NULL,
    appeal_id    INTEGER NOT NULL REFERENCES appeals (id),
    author_id    INTEGER NOT NULL,
    peer_id      INTEGER NOT NULL,
    text         TEXT    NOT NULL,
    attachments  TEXT    NOT NULL DEFAULT '[]',
    submitted_at INTEGER NOT NULL,
    decision     TEXT    NOT NULL DEFAULT 'waiting' CHECK (decision IN ('waiting', 'approved', 'returned', 'withdrawn')),
    decided_by   INTEGER,
    decided_at   INTEGER,
    CHECK ((decision IN ('approved', 'returned')) = (decided_by IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX submitted_answers_waiting ON submitted_answers (appeal_id) WHERE decision = 'waiting';
CREATE INDEX submitted_answers_queue ON submitted_answers (community_id, id) WHERE decision = 'waiting';
-- What has ended needs no answer, whichever way it ended; were it opened again, an old answer mustn't come back.
CREATE TRIGGER submitted_answers_end AFTER UPDATE OF status ON appeals
WHEN NEW.status NOT IN ('new', 'in_progress', 'waiting_citizen', 'reopened')
BEGIN
    UPDATE submitted_answers SET decision = 'withdrawn' WHERE appeal_id = NEW.id AND decision = 'waiting';
END;

-- Promises with a day. `due` is a day in the administration's zone, YYYY-MM-DD.
CREATE TABLE promises (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id INTEGER NOT NULL,
    appeal_id    INTEGER NOT NULL REFERENCES appeals (id),
    quote        TEXT    NOT NULL,
    due          TEXT    NOT NULL CHECK (due GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    made_at      INTEGER NOT NULL,
    status       TEXT    NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'kept', 'broken')),
    settled_by   INTEGER,
    settled_at   INTEGER,
    CHECK ((status = 'open') = (settled_at IS NULL))
) STRICT;
CREATE INDEX promises_of ON promises (appeal_id, due);
CREATE INDEX promises_open ON promises (community_id, due) WHERE status = 'open';

-- The last answers, with which a new one is compared.
CREATE INDEX history_answers ON history (community_id, id) WHERE act = 'answered';
