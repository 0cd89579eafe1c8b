-- previous release may still run: yes (new tables)

-- Files of contacts on their way in. A batch of lines, what became of them and how far the file is are one commit, so that whoever goes
-- on after a crash begins right behind the last line that counted.
CREATE TABLE contact_import (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  agent_id uuid NOT NULL,
  -- made in the browser: the same twice is one import
  key text NOT NULL,
  file_name text NOT NULL,
  size bigint NOT NULL,
  -- null once all of it was read: the file is not kept
  storage_key text,
  locale text NOT NULL,
  -- by column of the file: what it is, or null
  mapping jsonb NOT NULL,
  existing text NOT NULL CHECK (existing IN ('update', 'skip')),
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'failed')),
  -- why it ended before the file did
  failure text,
  -- records after the heads that were read, and how many bytes they took
  records integer NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  created integer NOT NULL DEFAULT 0,
  updated integer NOT NULL DEFAULT 0,
  skipped integer NOT NULL DEFAULT 0,
  refused integer NOT NULL DEFAULT 0,
  -- how often the batch after `records` went wrong
  attempts integer NOT NULL DEFAULT 0,
  at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, agent_id, key),
  FOREIGN KEY (account_id, agent_id) REFERENCES agent
);
CREATE INDEX contact_import_running ON contact_import (at, id) WHERE state = 'running';
CREATE INDEX contact_import_latest ON contact_import (account_id, at DESC, id DESC);
CREATE INDEX contact_import_file ON contact_import (storage_key) WHERE storage_key IS NOT NULL;
CREATE TRIGGER contact_import_stored BEFORE INSERT OR UPDATE OF storage_key ON contact_import FOR EACH ROW WHEN (NEW.storage_key IS NOT NULL)
  EXECUTE FUNCTION take_up_file('storage_key');

-- Lines that were not taken in, and why. Of the line itself nothing is kept.
CREATE TABLE contact_import_fault (
  account_id uuid NOT NULL,
  import_id uuid NOT NULL,
  -- of the file, from 1; one line may be wrong in several columns
  line integer NOT NULL,
  target text NOT NULL,
  code text NOT NULL,
  PRIMARY KEY (account_id, import_id, line, target),
  FOREIGN KEY (account_id, import_id) REFERENCES contact_import ON DELETE CASCADE
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['contact_import', 'contact_import_fault'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY account_only ON %I TO balcao_app USING (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid))', t);
    EXECUTE format('CREATE POLICY system_all ON %I TO balcao_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO balcao_app, balcao_system', t);
  END LOOP;
END
$$;
