-- What somebody is to be reminded of, and when: of an appeal, or of what a citizen left unfinished. Each fires once: a row that
-- fired stays, so the same one can't be planned again. `status` 'skipped' had nothing left to tell, or something more urgent
-- came due with it; 'failed' was tried several times. `late`: it came due while the process was down. `outbox_id` is
-- the message to the only person who was told, until it is known to be there: whoever refuses it is stood in for.
CREATE TABLE reminders (
    id           INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL,
    kind         TEXT    NOT NULL,
    appeal_id    INTEGER REFERENCES appeals (id) ON DELETE CASCADE,
    citizen_id   INTEGER REFERENCES citizens (id) ON DELETE CASCADE,
    due_at       INTEGER NOT NULL,
    status       TEXT    NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'done', 'skipped', 'failed')),
    finished_at  INTEGER,
    late         INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
    attempts     INTEGER NOT NULL DEFAULT 0,
    error        TEXT,
    reported_at  INTEGER,
    outbox_id    INTEGER,
    CHECK ((appeal_id IS NULL) <> (citizen_id IS NULL)),
    CHECK ((status = 'waiting') = (finished_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX reminders_of_appeal ON reminders (appeal_id, kind, due_at) WHERE appeal_id IS NOT NULL;
CREATE UNIQUE INDEX reminders_of_citizen ON reminders (citizen_id, kind, due_at) WHERE citizen_id IS NOT NULL;
CREATE INDEX reminders_due ON reminders (community_id, due_at) WHERE status = 'waiting';
CREATE INDEX reminders_on_their_way ON reminders (outbox_id) WHERE outbox_id IS NOT NULL;
CREATE INDEX reminders_failed ON reminders (community_id) WHERE status = 'failed' AND reported_at IS NULL;

-- Appeals whose reminders are out of date. Triggers see to it, so nothing that changes an appeal has to know of reminders; the
-- next tick plans them anew, and until then none of theirs fires.
CREATE TABLE unplanned (appeal_id INTEGER PRIMARY KEY REFERENCES appeals (id) ON DELETE CASCADE) STRICT;
CREATE TRIGGER appeal_is_planned AFTER INSERT ON appeals
BEGIN
    INSERT OR IGNORE INTO unplanned VALUES (new.id);
END;
CREATE TRIGGER appeal_is_planned_anew AFTER UPDATE OF status, assignee_id, priority, react_by, due_at, interim_by, legal_due_at,
    counted_from, priority_since, pauses ON appeals
WHEN (old.status, old.assignee_id, old.priority, old.react_by, old.due_at, old.interim_by, old.legal_due_at, old.counted_from,
      old.priority_since, old.pauses)
    IS NOT (new.status, new.assignee_id, new.priority, new.react_by, new.due_at, new.interim_by, new.legal_due_at,
            new.counted_from, new.priority_since, new.pauses)
BEGIN
    INSERT OR IGNORE INTO unplanned VALUES (new.id);
END;
CREATE TRIGGER appeal_is_planned_by_history AFTER INSERT ON history
WHEN new.act IN ('accepted', 'answered')
BEGIN
    INSERT OR IGNORE INTO unplanned VALUES (new.appeal_id);
END;

-- When the process worked last, and in which times it didn't: what came due then is late.
ALTER TABLE communities ADD COLUMN alive_at INTEGER;
CREATE TABLE downtimes (
    id           INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL,
    since        INTEGER NOT NULL,
    until        INTEGER NOT NULL CHECK (until > since)
) STRICT;
CREATE INDEX downtimes_by ON downtimes (community_id, until);
