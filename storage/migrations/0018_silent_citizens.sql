-- An appeal that was closed because its citizen kept silent: on a question, which stays, or on an answer.
ALTER TABLE appeals ADD COLUMN lapse TEXT CHECK (lapse IN ('no_reply', 'no_verdict') AND status = 'closed' OR lapse IS NULL);

-- Nobody is reminded of two things on one day.
CREATE INDEX reminders_told ON reminders (community_id, finished_at) WHERE status = 'done';
