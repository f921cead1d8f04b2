-- Known outages, as staff declare them: `until` is when it is said to end, `revision` counts the changes that people have
-- to hear of. `asked_at` is when the desk was last asked whether it is over. `answer` is what all its appeals get when it
-- has ended; empty, they stay open. `proposal` is an answer that was shown and not yet sent. `shown` is where its own card
-- stands: a JSON list of peers and rows of the outbox.
CREATE TABLE outages (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id INTEGER NOT NULL,
    what         TEXT    NOT NULL,
    place        TEXT    NOT NULL,
    category     TEXT    NOT NULL DEFAULT '',
    words        TEXT    NOT NULL DEFAULT '',
    doing        TEXT    NOT NULL DEFAULT '',
    until        INTEGER NOT NULL,
    declared_by  INTEGER NOT NULL,
    declared_at  INTEGER NOT NULL,
    revision     INTEGER NOT NULL DEFAULT 0,
    asked_at     INTEGER,
    proposal     TEXT    NOT NULL DEFAULT '',
    ended_at     INTEGER,
    ended_by     INTEGER NOT NULL DEFAULT 0,
    answer       TEXT    NOT NULL DEFAULT '',
    shown        TEXT    NOT NULL DEFAULT '[]',
    shown_at     INTEGER,
    CHECK (ended_at IS NOT NULL OR answer = '')
) STRICT;
CREATE INDEX outages_open ON outages (community_id, id) WHERE ended_at IS NULL;

-- Appeals that belong to an outage: one a citizen. `told_revision` and `told_end` are claimed with the event that tells
-- the citizen; `left_at` stands when they said that theirs is about something else.
CREATE TABLE outage_appeals (
    appeal_id     INTEGER PRIMARY KEY REFERENCES appeals (id),
    outage_id     INTEGER NOT NULL REFERENCES outages (id),
    citizen_id    INTEGER NOT NULL REFERENCES citizens (id),
    joined_at     INTEGER NOT NULL,
    left_at       INTEGER,
    told_revision INTEGER NOT NULL,
    told_end      INTEGER NOT NULL DEFAULT 0 CHECK (told_end IN (0, 1)),
    UNIQUE (outage_id, citizen_id)
) STRICT;
CREATE INDEX outage_appeals_to_tell ON outage_appeals (outage_id, appeal_id) WHERE left_at IS NULL AND told_end = 0;
CREATE INDEX outage_appeals_of_citizen ON outage_appeals (citizen_id, appeal_id);

-- Which notices a citizen has had, and until when they aren't repeated.
CREATE TABLE notices_told (
    citizen_id INTEGER NOT NULL REFERENCES citizens (id),
    kind       TEXT    NOT NULL,
    until      INTEGER NOT NULL,
    PRIMARY KEY (citizen_id, kind)
) STRICT, WITHOUT ROWID;
