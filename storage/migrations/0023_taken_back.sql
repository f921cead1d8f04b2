-- What became of an appeal's promises is taken back with the deed that it came of: how they stood before, as JSON; NULL where
-- the deed touches none.
ALTER TABLE deeds ADD COLUMN promises TEXT;

-- «Принял» that was taken back: the emergency is called out again.
DROP TRIGGER appeal_is_planned_by_history;
CREATE TRIGGER appeal_is_planned_by_history AFTER INSERT ON history
WHEN new.act IN ('accepted', 'answered', 'undone')
BEGIN
    INSERT OR IGNORE INTO unplanned VALUES (new.appeal_id);
END;

-- The history's door opens to the appeals of a person whose data were destroyed. Whose an appeal is, and which one it is, must
-- therefore stand as fast as the history itself: no UPDATE, no REPLACE, no DELETE with an INSERT after it.
CREATE TRIGGER appeals_are_whose_they_are BEFORE UPDATE OF id, community_id, year, sequence, citizen_id ON appeals
WHEN (NEW.id, NEW.community_id, NEW.year, NEW.sequence, NEW.citizen_id)
    IS NOT (OLD.id, OLD.community_id, OLD.year, OLD.sequence, OLD.citizen_id)
BEGIN SELECT RAISE(ABORT, 'an appeal stays whose it is'); END;
CREATE TRIGGER appeals_stay BEFORE DELETE ON appeals WHEN EXISTS (SELECT 1 FROM history WHERE appeal_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'an appeal with a history stays'); END;
CREATE TRIGGER appeals_are_new BEFORE INSERT ON appeals
WHEN EXISTS (SELECT 1 FROM appeals WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM appeals WHERE community_id = NEW.community_id AND year = NEW.year AND sequence = NEW.sequence)
  OR EXISTS (SELECT 1 FROM appeals WHERE community_id = NEW.community_id AND origin = NEW.origin)
BEGIN SELECT RAISE(ABORT, 'UNIQUE: an appeal of that number or origin is there'); END;
