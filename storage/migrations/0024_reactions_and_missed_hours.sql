-- An automatic answer that counts as the first reaction (`[autoreplies] first_reaction`): when it was given, and by which entry of
-- the base. Until now only the deadline for the reaction told of it, and was forgotten when the deadlines were counted anew.
ALTER TABLE appeals ADD COLUMN reacted_at INTEGER;
ALTER TABLE appeals ADD COLUMN reacted_by TEXT NOT NULL DEFAULT '';
UPDATE appeals SET reacted_at = h.at, reacted_by = h.text FROM history h
    WHERE h.appeal_id = appeals.id AND h.act = 'auto_answered' AND appeals.react_by = appeals.due_at AND appeals.counted_from IS NULL;

-- Since when a planned announcement waits for somebody's word, because nobody worked in its hours.
ALTER TABLE announcements ADD COLUMN missed_at INTEGER;
