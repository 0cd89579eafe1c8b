-- previous release may still run: yes (a column it never reads; indexes)

-- The list of contacts by name: as people are searched, so accents and case do not count; whoever has no name comes after all others.
-- Cut short, since an index takes no key of any length.
ALTER TABLE contact ADD COLUMN sort_name text GENERATED ALWAYS AS (
  CASE WHEN name IS NULL AND profile_name IS NULL AND username IS NULL THEN '~' ELSE '' END || left(search, 100)) STORED;
CREATE INDEX contact_by_name ON contact (account_id, sort_name, id) WHERE merged_into IS NULL;
CREATE INDEX contact_by_first_seen ON contact (account_id, created_at, id) WHERE merged_into IS NULL;
