-- Digests that were sent: one a kind and day, claimed in the transaction of its messages. `day` is the local day (ISO). The
-- marks are the newest rows that it knew: what is newer belongs to the next one, so everything is told once. The first row of a
-- kind is written when the bot begins, without a message.
CREATE TABLE digests (
    id               INTEGER PRIMARY KEY,
    community_id     INTEGER NOT NULL,
    kind             TEXT    NOT NULL CHECK (kind IN ('morning', 'week', 'month')),
    day              TEXT    NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    at               INTEGER NOT NULL,
    last_appeal_id   INTEGER NOT NULL,
    last_history_id  INTEGER NOT NULL,
    last_recovery_id INTEGER NOT NULL,
    UNIQUE (community_id, kind, day)
) STRICT;

-- Who has an appeal under personal control. `heard_id` is the newest row of its history that they know or were told of.
CREATE TABLE controls (
    appeal_id    INTEGER PRIMARY KEY REFERENCES appeals (id),
    community_id INTEGER NOT NULL,
    by_id        INTEGER NOT NULL,
    since        INTEGER NOT NULL,
    heard_id     INTEGER NOT NULL
) STRICT;
CREATE INDEX controls_by ON controls (community_id, by_id);

-- When each answer was due at the moment at which it was given: a deadline is counted anew when an appeal comes back.
CREATE TABLE answer_deadlines (
    history_id INTEGER PRIMARY KEY REFERENCES history (id),
    due_at     INTEGER NOT NULL
) STRICT;
INSERT INTO answer_deadlines (history_id, due_at)
    SELECT h.id, a.due_at FROM history h JOIN appeals a ON a.id = h.appeal_id WHERE h.act = 'answered';
CREATE TRIGGER answer_has_its_deadline AFTER INSERT ON history WHEN new.act = 'answered'
BEGIN
    INSERT INTO answer_deadlines (history_id, due_at) SELECT new.id, due_at FROM appeals WHERE id = new.appeal_id;
END;

-- What the summaries count, by time.
CREATE INDEX appeals_filed ON appeals (community_id, filed_at);
CREATE INDEX history_acts ON history (community_id, act, at);
-- What VK refused to tell citizens, and what they were told of an appeal since.
CREATE INDEX outbox_told ON outbox (appeal_id, id) WHERE tells IS NOT NULL;
CREATE INDEX outbox_untold ON outbox (community_id, id) WHERE status IN ('unreachable', 'failed') AND tells IS NOT NULL;
