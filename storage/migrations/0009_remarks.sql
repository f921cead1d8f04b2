-- Public remarks that matter: comments under posts (`wall`) and messages of discussions (`board`, its topic is the post).
-- What is no appeal, no addition, no candidate and tells no personal data isn't kept; `seen` is a trace without words, so
-- that a remark which was changed or taken away before it came isn't handled as new. `leaks` is a JSON list of what the desk
-- has been warned of, `shown` a JSON list of [chat, outbox id]: the messages by which a candidate was offered.
CREATE TABLE remarks (
    id           INTEGER PRIMARY KEY,
    community_id INTEGER NOT NULL,
    venue        TEXT    NOT NULL CHECK (venue IN ('wall', 'board')),
    owner_id     INTEGER NOT NULL,
    post_id      INTEGER NOT NULL,
    comment_id   INTEGER NOT NULL,
    thread_id    INTEGER NOT NULL,
    author_id    INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    text         TEXT    NOT NULL DEFAULT '',
    attachments  TEXT    NOT NULL DEFAULT '[]',
    status       TEXT    NOT NULL CHECK (status IN ('seen', 'candidate', 'dismissed', 'appeal', 'addition')),
    appeal_id    INTEGER REFERENCES appeals (id),
    leaks        TEXT    NOT NULL DEFAULT '[]',
    shown        TEXT    NOT NULL DEFAULT '[]',
    deleted      INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
    followed     INTEGER NOT NULL DEFAULT 0 CHECK (followed IN (0, 1)),
    CHECK ((status IN ('appeal', 'addition')) = (appeal_id IS NOT NULL)),
    UNIQUE (community_id, venue, owner_id, post_id, comment_id)
) STRICT;
CREATE INDEX remarks_by_comment ON remarks (community_id, venue, owner_id, comment_id);
CREATE INDEX remarks_of_appeal ON remarks (appeal_id) WHERE appeal_id IS NOT NULL;
CREATE INDEX remarks_without_appeal ON remarks (at) WHERE appeal_id IS NULL;
CREATE UNIQUE INDEX remarks_one_each ON remarks (appeal_id) WHERE status = 'appeal';

-- What the bot says in public comes back to it as an event of the community, like a colleague's own words: by the digest of
-- its letters it is known again.
CREATE TABLE thread_words (
    community_id INTEGER NOT NULL,
    venue        TEXT    NOT NULL,
    post_id      INTEGER NOT NULL,
    digest       TEXT    NOT NULL,
    PRIMARY KEY (community_id, venue, post_id, digest)
) STRICT, WITHOUT ROWID;

-- A comment found by a comparison with VK is the same comment, whatever its event was called. Its lane is its own id, and
-- the number beside it that of the post or the topic.
CREATE UNIQUE INDEX inbox_comment ON inbox (community_id, type, lane, conversation_message_id)
    WHERE type IN ('wall_reply_new', 'board_post_new') AND conversation_message_id IS NOT NULL;

-- The time up to which comments were compared with VK's own.
ALTER TABLE communities ADD COLUMN comments_compared_at INTEGER;
