-- Appeals that a member of staff registers for a person without VK: such a citizen has no vk_id, the name stands in first_name.
-- `questions` is how many questions one appeal asks: reports count both.
ALTER TABLE appeals ADD COLUMN questions INTEGER NOT NULL DEFAULT 1 CHECK (questions BETWEEN 1 AND 99);

-- What a message tells a citizen of their appeal: should VK refuse it, the desk tells it another way, or it is sent again when
-- the citizen can be written to.
ALTER TABLE outbox ADD COLUMN tells TEXT CHECK (tells IN ('number', 'taken', 'question', 'answer', 'refusal'));
UPDATE outbox SET tells = 'number' WHERE tells_number = 1;
ALTER TABLE outbox DROP COLUMN tells_number;
CREATE INDEX outbox_undelivered ON outbox (community_id, peer_id, id) WHERE status = 'unreachable' AND tells IS NOT NULL;

-- A repeated message names the first one; `passed_at` is when a person passed the first one on.
ALTER TABLE outbox ADD COLUMN repeats_id INTEGER REFERENCES outbox (id) ON DELETE SET NULL;
ALTER TABLE outbox ADD COLUMN passed_at INTEGER;
CREATE INDEX outbox_repeats ON outbox (repeats_id) WHERE repeats_id IS NOT NULL;
