-- Files that people attached and that must outlast VK's links. A row is written in the transaction that takes the message;
-- the file is fetched after the commit and lies under its sha256 beside the database. `name` is VK's own, without the key.
-- `peer_id` and `message` name the message it came with, so that VK can be asked for a fresh link. `own_reference` is what
-- VK called it when we uploaded it anew.
CREATE TABLE contents (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id  INTEGER NOT NULL,
    name          TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    title         TEXT    NOT NULL DEFAULT '',
    url           TEXT    NOT NULL,
    peer_id       INTEGER,
    message       INTEGER,
    status        TEXT    NOT NULL DEFAULT 'waiting'
                  CHECK (status IN ('waiting', 'stored', 'too_big', 'wrong_type', 'gone', 'failed')),
    sha256        TEXT,
    size          INTEGER,
    mime          TEXT,
    own_reference TEXT,
    attempts      INTEGER NOT NULL DEFAULT 0,
    next_at       INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    finished_at   INTEGER,
    error         TEXT,
    reported_at   INTEGER,
    CHECK ((status = 'stored') = (sha256 IS NOT NULL)),
    UNIQUE (community_id, name)
) STRICT;
CREATE INDEX contents_due ON contents (community_id, next_at) WHERE status = 'waiting';
CREATE INDEX contents_by_hash ON contents (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX contents_unreported ON contents (community_id, id)
    WHERE status NOT IN ('waiting', 'stored') AND reported_at IS NULL;

-- Which appeals need them: what no appeal needs and no draft holds goes after a while.
CREATE TABLE appeal_contents (
    appeal_id  INTEGER NOT NULL REFERENCES appeals (id) ON DELETE CASCADE,
    content_id INTEGER NOT NULL REFERENCES contents (id) ON DELETE CASCADE,
    PRIMARY KEY (appeal_id, content_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX appeal_contents_of ON appeal_contents (content_id);
