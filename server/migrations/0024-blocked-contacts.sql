-- The previous release may still run: it does not know of blocking, and hears everybody.
-- What a blocked contact writes is kept and raises nothing; since when, null = is not blocked. Who did it stands in the log.
ALTER TABLE contact ADD COLUMN blocked_at timestamptz;
