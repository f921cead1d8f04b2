-- An appeal that has joined another one: which, and where it stood before, to come back to.
ALTER TABLE appeals ADD COLUMN joined_to INTEGER REFERENCES appeals (id);
ALTER TABLE appeals ADD COLUMN joined_status TEXT CHECK (
    joined_status IN ('new', 'in_progress', 'waiting_citizen', 'reopened')
    AND joined_to IS NOT NULL AND joined_to <> id AND status = 'duplicate' OR joined_status IS NULL AND joined_to IS NULL
);
ALTER TABLE appeals ADD COLUMN joined_question TEXT NOT NULL DEFAULT '' CHECK (
    joined_question = '' OR joined_status = 'waiting_citizen'
);
CREATE INDEX appeals_joined ON appeals (joined_to) WHERE joined_to IS NOT NULL;

-- What was done lately and can be taken back: `before` is a JSON list of the appeals as they stood, `made` of the ids of
-- those that it made. `history_id` is the newest row of their histories that the deed wrote itself, `outbox_id` the
-- first id that a message about it can have. Buttons name a deed by its id, so none is given twice.
CREATE TABLE deeds (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id INTEGER NOT NULL,
    appeal_id    INTEGER NOT NULL REFERENCES appeals (id),
    act          TEXT    NOT NULL,
    actor_id     INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    before       TEXT    NOT NULL,
    made         TEXT    NOT NULL DEFAULT '[]',
    history_id   INTEGER NOT NULL,
    outbox_id    INTEGER NOT NULL
) STRICT;
CREATE INDEX deeds_of ON deeds (appeal_id, id);
CREATE INDEX deeds_old ON deeds (at);

-- A message that can be called back is taken by one statement before it is sent: then it can't be any more.
ALTER TABLE outbox ADD COLUMN revocable INTEGER NOT NULL DEFAULT 0 CHECK (revocable IN (0, 1));
ALTER TABLE outbox ADD COLUMN taken_at INTEGER;
