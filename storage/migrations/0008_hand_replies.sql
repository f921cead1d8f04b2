-- A conversation in which a manager wrote by hand: the bot keeps quiet until then. `by_id` is the manager's VK id.
-- `unanswered` counts what the citizen wrote since the last reply by hand; `reported` is 1 once the desk was reminded of it
-- after the end. `explained` is 1 once the citizen was told how to have the bot back. A row stays after the end: what is
-- found later in VK's history is judged by the time at which it was written.
CREATE TABLE silences (
    community_id INTEGER NOT NULL,
    peer_id      INTEGER NOT NULL,
    began_at     INTEGER NOT NULL,
    until        INTEGER NOT NULL,
    by_id        INTEGER NOT NULL,
    unanswered   INTEGER NOT NULL DEFAULT 0,
    reported     INTEGER NOT NULL DEFAULT 0 CHECK (reported IN (0, 1)),
    explained    INTEGER NOT NULL DEFAULT 0 CHECK (explained IN (0, 1)),
    PRIMARY KEY (community_id, peer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX silences_unanswered ON silences (community_id, until) WHERE unanswered > 0 AND reported = 0;

-- The replies by hand that stand in an appeal's history, with their words as they are now: an edit is told by both.
CREATE TABLE hand_replies (
    community_id            INTEGER NOT NULL,
    peer_id                 INTEGER NOT NULL,
    conversation_message_id INTEGER NOT NULL,
    appeal_id               INTEGER NOT NULL REFERENCES appeals (id),
    text                    TEXT    NOT NULL,
    PRIMARY KEY (community_id, peer_id, conversation_message_id)
) STRICT, WITHOUT ROWID;

-- A reply by hand that is read from the history is the same reply, whatever its event was called.
CREATE UNIQUE INDEX inbox_reply ON inbox (community_id, lane, conversation_message_id)
    WHERE type = 'message_reply' AND conversation_message_id IS NOT NULL;
-- One mark «answered» a conversation waits at a time.
CREATE UNIQUE INDEX outbox_mark ON outbox (community_id, peer_id)
    WHERE method = 'messages.markAsAnsweredConversation' AND status = 'waiting';

-- From when on messages are the bot's business, and the conversations that the comparison under way has done: it goes on
-- there after a stop. `number` is the last message that was compared.
ALTER TABLE communities ADD COLUMN compared_from INTEGER;
UPDATE communities SET compared_from = reconciled_at - 600000;
CREATE TABLE compared (
    community_id INTEGER NOT NULL,
    peer_id      INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    PRIMARY KEY (community_id, peer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_marks ON outbox (community_id, peer_id, created_at)
    WHERE method = 'messages.markAsAnsweredConversation';
