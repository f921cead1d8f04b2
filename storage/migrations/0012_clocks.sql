-- What an appeal's deadlines are counted from (`appeals.clocks`); `react_by` and `due_at` are what that comes to.
-- `counted_from` is the last reopening, NULL while there was none; `pauses` a JSON list of [since, until] in milliseconds, the
-- last one with null for `until` while the appeal waits for its citizen. `interim_by` is by when the citizen must hear how
-- things stand, NULL where nothing is owed. A forwarded appeal has the legal clock of the body that it went to.
ALTER TABLE appeals ADD COLUMN priority TEXT NOT NULL DEFAULT 'usual' CHECK (priority IN ('emergency', 'fast', 'usual'));
ALTER TABLE appeals ADD COLUMN counted_from INTEGER;
ALTER TABLE appeals ADD COLUMN priority_since INTEGER;
ALTER TABLE appeals ADD COLUMN pauses TEXT NOT NULL DEFAULT '[]';
ALTER TABLE appeals ADD COLUMN extended_to INTEGER;
ALTER TABLE appeals ADD COLUMN extended_at INTEGER;
ALTER TABLE appeals ADD COLUMN extension_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE appeals ADD COLUMN informed_at INTEGER;
ALTER TABLE appeals ADD COLUMN interim_by INTEGER;
ALTER TABLE appeals ADD COLUMN forwarded_to TEXT NOT NULL DEFAULT '';
ALTER TABLE appeals ADD COLUMN legal_due_at INTEGER;
CREATE INDEX appeals_legal ON appeals (community_id, legal_due_at) WHERE legal_due_at IS NOT NULL;

UPDATE appeals SET counted_from = (SELECT max(h.at) FROM history h WHERE h.appeal_id = appeals.id AND h.act = 'reopened');
UPDATE appeals SET pauses = json_array(json_array(
        coalesce((SELECT max(h.at) FROM history h WHERE h.appeal_id = appeals.id AND h.act = 'asked'), filed_at), NULL))
    WHERE status = 'waiting_citizen';

-- What a message may tell is the trade's to know: a list of it here would have to be made anew with every new kind.
DROP INDEX outbox_undelivered;
ALTER TABLE outbox RENAME COLUMN tells TO told;
ALTER TABLE outbox ADD COLUMN tells TEXT;
UPDATE outbox SET tells = told WHERE told IS NOT NULL;
ALTER TABLE outbox DROP COLUMN told;
CREATE INDEX outbox_undelivered ON outbox (community_id, peer_id, id) WHERE status = 'unreachable' AND tells IS NOT NULL;
