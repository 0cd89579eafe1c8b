-- previous release may still run: yes (a row of a file that was swept away is refused to it too)

-- Files that were stored and never noted anywhere: whoever stored them died before the commit. Once a key stands here no row can take
-- it up any more, so the file can go (platform/sweep.ts).
CREATE TABLE swept_file (
  account_id uuid NOT NULL REFERENCES account,
  storage_key text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (account_id, storage_key)
);
ALTER TABLE swept_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE swept_file FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON swept_file TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON swept_file TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT ON swept_file TO balcao_app;
GRANT SELECT, INSERT ON swept_file TO balcao_system;

-- Takes a stored file up, until the end of the transaction against the sweep: the sweep passes by what is locked here, and what it was
-- first at is refused. TG_ARGV[0]: the column of the key, TG_ARGV[1]: the member of that column, if it is JSON.
CREATE FUNCTION take_up_file() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  row_ jsonb := to_jsonb(NEW);
  key text := CASE WHEN TG_NARGS = 1 THEN row_ ->> TG_ARGV[0] ELSE row_ -> TG_ARGV[0] ->> TG_ARGV[1] END;
BEGIN
  IF key IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock_shared(78, hashtext(key));
    IF EXISTS (SELECT FROM swept_file s WHERE s.account_id = NEW.account_id AND s.storage_key = key) THEN
      RAISE EXCEPTION 'the file % was swept away', key;
    END IF;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER media_file_insert BEFORE INSERT ON media FOR EACH ROW WHEN (NEW.storage_key IS NOT NULL)
  EXECUTE FUNCTION take_up_file('storage_key');
CREATE TRIGGER media_file_update BEFORE UPDATE OF storage_key ON media FOR EACH ROW WHEN (NEW.storage_key IS DISTINCT FROM OLD.storage_key)
  EXECUTE FUNCTION take_up_file('storage_key');
CREATE TRIGGER quick_reply_file BEFORE INSERT OR UPDATE OF storage_key ON quick_reply FOR EACH ROW WHEN (NEW.storage_key IS NOT NULL)
  EXECUTE FUNCTION take_up_file('storage_key');
CREATE TRIGGER scheduled_message_file BEFORE INSERT OR UPDATE OF file ON scheduled_message FOR EACH ROW WHEN (NEW.file IS NOT NULL)
  EXECUTE FUNCTION take_up_file('file', 'storageKey');
