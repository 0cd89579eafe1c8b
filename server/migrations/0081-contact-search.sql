-- previous release may still run: yes (an index)

-- Searches ask for any part of a name, phone, username or address. An index of their threes of letters answers that, from three letters on,
-- for lists of conversations, contacts and tickets; without it each search read all contacts of all accounts.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
-- a million contacts take some ten seconds, in which none can be written; what comes in waits in its lane
SET LOCAL maintenance_work_mem = '256MB';
CREATE INDEX contact_search ON contact USING gin (search gin_trgm_ops, lower(username) gin_trgm_ops, lower(email) gin_trgm_ops);
