-- previous release may still run: yes (the column is written by nobody)

-- As people are shown: by the registered name; who has none shows by phone, and comes after all others.
ALTER TABLE contact DROP COLUMN sort_name;
ALTER TABLE contact ADD COLUMN sort_name text GENERATED ALWAYS AS (CASE WHEN name IS NULL THEN '~' ELSE '' END || left(search, 100)) STORED;
CREATE INDEX contact_by_name ON contact (account_id, sort_name, id) WHERE merged_into IS NULL;
