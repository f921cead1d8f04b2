-- What appeals are found by has changed: a phone number is one without a plus too («79000000000»), and what is hidden from those
-- who may not see the person finds nothing for them. The tick indexes all anew, some appeals at a time, the newest first;
-- until then each is found as before.
INSERT OR IGNORE INTO unindexed SELECT id FROM appeals;
