-- One text for many people is sent by one call under one `random_id`, and after a lost answer it must be repeated as the
-- very same call. So rows are gathered into a batch before their first attempt: `batch` is the id of its first row, and
-- every row takes over that row's `random_id`. Each class of urgency is read ahead by itself.
ALTER TABLE outbox ADD COLUMN batch INTEGER;
UPDATE outbox SET batch = id WHERE status = 'waiting' AND priority = 3 AND method = 'messages.send';
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (community_id, priority, id) WHERE status = 'waiting';
CREATE INDEX outbox_batches ON outbox (community_id, batch, id) WHERE status = 'waiting' AND batch IS NOT NULL;
