-- Which message of a citizen brought which words into which appeal: the author may change the message later. `number` is VK's
-- conversation_message_id.
CREATE TABLE pieces (
    citizen_id INTEGER NOT NULL REFERENCES citizens (id),
    number     INTEGER NOT NULL,
    appeal_id  INTEGER NOT NULL REFERENCES appeals (id),
    text       TEXT    NOT NULL,
    PRIMARY KEY (citizen_id, number)
) STRICT, WITHOUT ROWID;
