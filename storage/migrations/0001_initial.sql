-- Moments are INTEGER milliseconds since 1970-01-01 UTC. Every row that belongs to a community carries its id.

-- The position in VK's long poll and the time up to which conversations were compared with VK's own.
CREATE TABLE communities (
    id            INTEGER PRIMARY KEY,
    long_poll_ts  TEXT,
    reconciled_at INTEGER
) STRICT;

-- What VK told us, in the order in which it came. `lane` is whose events must stay in order: the peer.
-- The body goes as soon as the event is handled: what must last lives in the tables of the trade.
CREATE TABLE inbox (
    id                      INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id            INTEGER NOT NULL,
    event_id                TEXT    NOT NULL,
    type                    TEXT    NOT NULL,
    lane                    INTEGER NOT NULL,
    conversation_message_id INTEGER,
    body                    TEXT,
    received_at             INTEGER NOT NULL,
    status                  TEXT    NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'done', 'failed')),
    attempts                INTEGER NOT NULL DEFAULT 0,
    error                   TEXT,
    reported_at             INTEGER,
    CHECK (status = 'done' OR body IS NOT NULL),
    CHECK (status <> 'failed' OR error IS NOT NULL),
    UNIQUE (community_id, event_id)
) STRICT;
CREATE INDEX inbox_waiting ON inbox (community_id, id) WHERE status = 'waiting';
CREATE INDEX inbox_unreported ON inbox (community_id, id) WHERE status = 'failed' AND reported_at IS NULL;
CREATE INDEX inbox_old ON inbox (received_at) WHERE status = 'done';
-- A message read from the history after a gap is the same message, whatever its event was called.
CREATE UNIQUE INDEX inbox_message ON inbox (community_id, lane, conversation_message_id)
    WHERE type = 'message_new' AND conversation_message_id IS NOT NULL;

-- What VK must be told. A row is written in the transaction that caused it and sent after the commit.
-- `edits_id` names the row whose message this one rewrites.
CREATE TABLE outbox (
    id                      INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id            INTEGER NOT NULL,
    peer_id                 INTEGER NOT NULL,
    priority                INTEGER NOT NULL,
    method                  TEXT    NOT NULL,
    params                  TEXT,
    appeal_id               INTEGER REFERENCES appeals (id),
    edits_id                INTEGER REFERENCES outbox (id) ON DELETE SET NULL,
    created_at              INTEGER NOT NULL,
    expires_at              INTEGER,
    status                  TEXT    NOT NULL DEFAULT 'waiting'
                            CHECK (status IN ('waiting', 'sent', 'unreachable', 'failed', 'expired')),
    attempts                INTEGER NOT NULL DEFAULT 0,
    error                   TEXT,
    reported_at             INTEGER,
    finished_at             INTEGER,
    conversation_message_id INTEGER,
    CHECK (status <> 'waiting' OR params IS NOT NULL)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (community_id, id) WHERE status = 'waiting';
CREATE INDEX outbox_edits ON outbox (edits_id) WHERE edits_id IS NOT NULL;
CREATE INDEX outbox_last ON outbox (community_id, peer_id, id) WHERE method = 'messages.send';
CREATE INDEX outbox_unreported ON outbox (community_id, id)
    WHERE status IN ('failed', 'unreachable') AND reported_at IS NULL;
CREATE INDEX outbox_old ON outbox (finished_at) WHERE status <> 'waiting';

-- Where a person stands in a conversation. In a chat every member has a place of their own.
CREATE TABLE dialogs (
    community_id INTEGER NOT NULL,
    peer_id      INTEGER NOT NULL,
    user_id      INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    payload      TEXT    NOT NULL,
    updated_at   INTEGER NOT NULL,
    PRIMARY KEY (community_id, peer_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE citizens (
    id              INTEGER PRIMARY KEY,
    community_id    INTEGER NOT NULL,
    vk_id           INTEGER,
    first_name      TEXT    NOT NULL DEFAULT '',
    last_name       TEXT    NOT NULL DEFAULT '',
    sex             INTEGER NOT NULL DEFAULT 0,
    profile_at      INTEGER,
    reachable       INTEGER NOT NULL DEFAULT 1 CHECK (reachable IN (0, 1)),
    consent_version TEXT,
    UNIQUE (community_id, vk_id)
) STRICT;

-- Who agreed to the processing of personal data, when, to which document (152-ФЗ). Kept when the rest is erased.
CREATE TABLE consents (
    id           INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL,
    vk_id        INTEGER NOT NULL,
    version      TEXT    NOT NULL,
    url          TEXT    NOT NULL,
    given_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX consents_of ON consents (community_id, vk_id);

-- One unfinished appeal a person.
CREATE TABLE drafts (
    community_id INTEGER NOT NULL,
    vk_id        INTEGER NOT NULL,
    body         TEXT    NOT NULL,
    updated_at   INTEGER NOT NULL,
    PRIMARY KEY (community_id, vk_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
    community_id INTEGER NOT NULL,
    vk_id        INTEGER NOT NULL,
    role         TEXT    NOT NULL CHECK (role IN ('administrator', 'moderator')),
    source       TEXT    NOT NULL CHECK (source IN ('settings', 'vk')),
    name         TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (community_id, vk_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
    community_id INTEGER NOT NULL,
    year         INTEGER NOT NULL,
    last         INTEGER NOT NULL,
    PRIMARY KEY (community_id, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE appeals (
    id            INTEGER PRIMARY KEY,
    community_id  INTEGER NOT NULL,
    year          INTEGER NOT NULL,
    sequence      INTEGER NOT NULL,
    citizen_id    INTEGER NOT NULL REFERENCES citizens (id),
    channel       TEXT    NOT NULL,
    status        TEXT    NOT NULL CHECK (status IN (
                      'new', 'in_progress', 'waiting_citizen', 'answered', 'closed', 'reopened',
                      'rejected', 'forwarded', 'duplicate')),
    category      TEXT    NOT NULL,
    text          TEXT    NOT NULL,
    address       TEXT    NOT NULL DEFAULT '',
    latitude      REAL,
    longitude     REAL,
    contact       TEXT    NOT NULL DEFAULT '',
    attachments   TEXT    NOT NULL DEFAULT '[]',
    filed_at      INTEGER NOT NULL,
    react_by      INTEGER NOT NULL,
    due_at        INTEGER NOT NULL,
    origin        TEXT    NOT NULL,
    assignee_id   INTEGER,
    question      TEXT    NOT NULL DEFAULT '',
    UNIQUE (community_id, year, sequence),
    UNIQUE (community_id, origin),
    CHECK (status <> 'waiting_citizen' OR question <> '')
) STRICT;
CREATE INDEX appeals_of_citizen ON appeals (citizen_id, id);
CREATE INDEX appeals_by_sequence ON appeals (community_id, sequence);
CREATE INDEX appeals_in_work ON appeals (community_id, due_at)
    WHERE status IN ('new', 'in_progress', 'waiting_citizen', 'reopened');

CREATE TABLE history (
    id           INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL,
    appeal_id    INTEGER NOT NULL REFERENCES appeals (id),
    act          TEXT    NOT NULL,
    at           INTEGER NOT NULL,
    actor_id     INTEGER NOT NULL,
    text         TEXT    NOT NULL DEFAULT '',
    attachments  TEXT    NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX history_of ON history (appeal_id, id);
CREATE TRIGGER history_is_final BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER history_stays BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;

-- The message in a chat that shows an appeal and is rewritten as things change.
CREATE TABLE cards (
    community_id INTEGER NOT NULL,
    appeal_id    INTEGER NOT NULL REFERENCES appeals (id),
    peer_id      INTEGER NOT NULL,
    outbox_id    INTEGER NOT NULL REFERENCES outbox (id),
    shown_at     INTEGER NOT NULL,
    PRIMARY KEY (appeal_id, peer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX cards_by_message ON cards (outbox_id);
