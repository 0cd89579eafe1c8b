-- previous release may still run: yes (only where new rows are put)

-- An answer changes three times after it is written (sent, delivered, read). With room in its page the new version needs no
-- new index entries: a seventh less log for a message and its answer, and a table a third smaller until the next vacuum.
ALTER TABLE message SET (fillfactor = 85);
