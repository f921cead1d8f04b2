-- The base of answers that the bot gives by itself. `key` is the name folded; `where_told` a JSON list, `examples` another.
-- `place` is the place in administration.toml of what stands there; with `is_own` staff have changed it, and the file doesn't
-- overwrite it any more. Nothing is deleted: what was told stays counted, and `revision` only grows.
CREATE TABLE autoreplies (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id INTEGER NOT NULL,
    key          TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    answer       TEXT    NOT NULL,
    examples     TEXT    NOT NULL DEFAULT '[]',
    source       TEXT    NOT NULL DEFAULT '',
    valid_until  TEXT    CHECK (valid_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    where_told   TEXT    NOT NULL,
    place        INTEGER,
    is_own       INTEGER NOT NULL CHECK (is_own IN (0, 1)),
    changed_by   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    removed_at   INTEGER
) STRICT;
CREATE UNIQUE INDEX autoreplies_by_name ON autoreplies (community_id, key) WHERE removed_at IS NULL;
CREATE INDEX autoreplies_newest ON autoreplies (community_id, revision);

-- Each automatic answer: to whom (0 once their data are destroyed), when, whether it helped. In public also where.
CREATE TABLE autoreply_uses (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    community_id INTEGER NOT NULL,
    entry_id     INTEGER NOT NULL REFERENCES autoreplies (id),
    vk_id        INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    helped       INTEGER CHECK (helped IN (0, 1)),
    post_id      INTEGER,
    thread_id    INTEGER,
    CHECK ((post_id IS NULL) = (thread_id IS NULL))
) STRICT;
CREATE INDEX autoreply_uses_of ON autoreply_uses (entry_id);
CREATE INDEX autoreply_uses_by ON autoreply_uses (community_id, vk_id);
-- In public never twice in a thread, never to the same person twice.
CREATE UNIQUE INDEX autoreply_uses_in_thread ON autoreply_uses (community_id, post_id, thread_id) WHERE post_id IS NOT NULL;
CREATE UNIQUE INDEX autoreply_uses_in_public ON autoreply_uses (community_id, vk_id)
    WHERE post_id IS NOT NULL AND vk_id <> 0;
