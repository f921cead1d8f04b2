-- Up to when the leads of VK's forms were compared with the inbox.
ALTER TABLE communities ADD COLUMN leads_compared_at INTEGER;
