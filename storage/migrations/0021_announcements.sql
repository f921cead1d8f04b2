-- Announcements to many: what, to whom, when. The recipients aren't listed: `done_to` is the last citizen who has been
-- served, `until_id` the last one who was there at the start; it moves in the transaction of the messages. The counts
-- are filled in at the end: the outbox forgets. `shown_id` is the message that tells how it goes, shown first at `shown_at`,
-- rewritten last at `told_at`, when it said `told`. Buttons name an announcement by its id, so none is given twice.
CREATE TABLE announcements (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id INTEGER NOT NULL,
    author_id    INTEGER NOT NULL,
    peer_id      INTEGER NOT NULL,
    text         TEXT    NOT NULL,
    attachments  TEXT    NOT NULL DEFAULT '[]',
    circle       TEXT    NOT NULL CHECK (circle IN ('everybody', 'open', 'category', 'department', 'street')),
    circle_value TEXT    NOT NULL DEFAULT '',
    start_at     INTEGER NOT NULL,
    urgent       INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1)),
    stage        TEXT    NOT NULL DEFAULT 'planned'
                 CHECK (stage IN ('planned', 'going', 'done', 'cancelled', 'stopped')),
    created_at   INTEGER NOT NULL,
    began_at     INTEGER,
    finished_at  INTEGER,
    total        INTEGER NOT NULL DEFAULT 0,
    done_to      INTEGER NOT NULL DEFAULT 0,
    until_id     INTEGER,
    delivered    INTEGER NOT NULL DEFAULT 0,
    unreachable  INTEGER NOT NULL DEFAULT 0,
    refused      INTEGER NOT NULL DEFAULT 0,
    not_reached  INTEGER NOT NULL DEFAULT 0,
    shown_id     INTEGER REFERENCES outbox (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    shown_at     INTEGER,
    told_at      INTEGER,
    told         TEXT    NOT NULL DEFAULT '',
    CHECK ((began_at IS NULL) = (until_id IS NULL)),
    CHECK (stage NOT IN ('done', 'cancelled') OR finished_at IS NOT NULL),
    CHECK (stage NOT IN ('planned', 'going') OR finished_at IS NULL)
) STRICT;
CREATE INDEX announcements_unfinished ON announcements (community_id, id) WHERE finished_at IS NULL;
CREATE INDEX announcements_shown ON announcements (shown_id) WHERE shown_id IS NOT NULL;

-- Whose message it is. Nobody gets one announcement twice, whatever goes wrong.
ALTER TABLE outbox ADD COLUMN announcement_id INTEGER REFERENCES announcements (id);
CREATE UNIQUE INDEX outbox_announced ON outbox (announcement_id, peer_id) WHERE announcement_id IS NOT NULL;
CREATE INDEX outbox_announcing ON outbox (announcement_id, status) WHERE announcement_id IS NOT NULL;

-- Since when somebody wants no announcements.
ALTER TABLE citizens ADD COLUMN no_announcements_at INTEGER;
