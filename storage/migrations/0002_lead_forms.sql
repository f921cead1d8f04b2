-- What a form tells beside the fields that an appeal has: how the citizen named themselves, further answers as a JSON list
-- of {question, text}, and the form's name. `number_told` is 0 while VK doesn't let the citizen be told the number.
ALTER TABLE appeals ADD COLUMN told_name TEXT NOT NULL DEFAULT '';
ALTER TABLE appeals ADD COLUMN answers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE appeals ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE appeals ADD COLUMN number_told INTEGER NOT NULL DEFAULT 1 CHECK (number_told IN (0, 1));
CREATE INDEX appeals_untold ON appeals (citizen_id) WHERE number_told = 0;

-- The message that hands the number over: should VK refuse it, the number is still owed.
ALTER TABLE outbox ADD COLUMN tells_number INTEGER NOT NULL DEFAULT 0 CHECK (tells_number IN (0, 1));
