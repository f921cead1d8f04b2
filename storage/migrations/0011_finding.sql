-- What appeals are found by: stems of their words (`appeals/stems.py`), one row an appeal, under its id. SQL can't stem, so
-- triggers take old words out at once and leave the appeal in `unindexed`; new ones are put in at the end of the
-- transaction that changed an appeal, or by the next tick. What was there before this migration waits for the tick too.
CREATE VIRTUAL TABLE appeal_words USING fts5 (
    text, address, answer, person, contact, tokenize = 'unicode61 remove_diacritics 0',
    detail = 'column', columnsize = 0
);
CREATE TABLE unindexed (appeal_id INTEGER PRIMARY KEY) STRICT;
INSERT INTO unindexed SELECT id FROM appeals;

CREATE TRIGGER appeal_is_found AFTER INSERT ON appeals
BEGIN
    INSERT OR IGNORE INTO unindexed VALUES (new.id);
END;
CREATE TRIGGER appeal_is_found_by_other_words AFTER UPDATE OF text, address, answers, told_name, contact, citizen_id ON appeals
WHEN (old.text, old.address, old.answers, old.told_name, old.contact, old.citizen_id)
    IS NOT (new.text, new.address, new.answers, new.told_name, new.contact, new.citizen_id)
BEGIN
    DELETE FROM appeal_words WHERE rowid = new.id;
    INSERT OR IGNORE INTO unindexed VALUES (new.id);
END;
-- Whoever withdraws the consent isn't to be read any more.
CREATE TRIGGER appeal_is_withdrawn AFTER UPDATE OF status ON appeals WHEN new.status = 'withdrawn'
BEGIN
    DELETE FROM appeal_words WHERE rowid = new.id;
END;
CREATE TRIGGER appeal_is_gone AFTER DELETE ON appeals
BEGIN
    DELETE FROM appeal_words WHERE rowid = old.id;
    DELETE FROM unindexed WHERE appeal_id = old.id;
END;
CREATE TRIGGER appeal_is_found_by_history AFTER INSERT ON history WHEN new.text <> ''
BEGIN
    INSERT OR IGNORE INTO unindexed VALUES (new.appeal_id);
END;
CREATE TRIGGER appeal_is_found_by_name AFTER UPDATE OF first_name, last_name ON citizens
WHEN (old.first_name, old.last_name) IS NOT (new.first_name, new.last_name)
BEGIN
    DELETE FROM appeal_words WHERE rowid IN (SELECT id FROM appeals WHERE citizen_id = new.id);
    INSERT OR IGNORE INTO unindexed SELECT id FROM appeals WHERE citizen_id = new.id;
END;

-- Words that were taken out stay on the disk until their part of the index is rewritten. A row asks for that: somebody's
-- words were erased.
CREATE TABLE forgotten_words (at INTEGER NOT NULL) STRICT;

-- All that a selection of appeals asks for, so that counting reads no appeal itself.
CREATE INDEX appeals_selected ON appeals (
    community_id, status, due_at, filed_at, category, department, channel, assignee_id
);
