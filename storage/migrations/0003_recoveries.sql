-- What no event told of and a comparison with VK found: messages, leads, comments. `expected` is 1 for what was found at a
-- start, when the process had been down; anything else is an alarm, told once.
CREATE TABLE recoveries (
    id           INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    what         TEXT    NOT NULL CHECK (what IN ('message', 'lead', 'comment', 'board_post')),
    count        INTEGER NOT NULL CHECK (count > 0),
    expected     INTEGER NOT NULL CHECK (expected IN (0, 1)),
    reported_at  INTEGER
) STRICT;
CREATE INDEX recoveries_at ON recoveries (community_id, at);
CREATE INDEX recoveries_unreported ON recoveries (community_id, id) WHERE expected = 0 AND reported_at IS NULL;
