-- previous release may still run: yes (a new table)

-- Texts that agents write again and again: one's own, a team's, or the account's.
CREATE TABLE quick_reply (
  account_id uuid NOT NULL REFERENCES account (account_id),
  id uuid NOT NULL,
  scope text NOT NULL CHECK (scope IN ('personal', 'team', 'account')),
  -- whose it is, when it is personal
  agent_id uuid,
  team_id uuid,
  -- in small letters, without the "/"
  shortcut text NOT NULL,
  title text NOT NULL,
  text text NOT NULL,
  file_name text,
  mime_type text,
  size integer,
  storage_key text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, agent_id) REFERENCES agent,
  FOREIGN KEY (account_id, team_id) REFERENCES team,
  CHECK ((scope = 'personal') = (agent_id IS NOT NULL)),
  CHECK ((scope = 'team') = (team_id IS NOT NULL)),
  CHECK ((storage_key IS NULL) = (file_name IS NULL) AND (storage_key IS NULL) = (mime_type IS NULL) AND (storage_key IS NULL) = (size IS NULL))
);
CREATE UNIQUE INDEX quick_reply_shortcut ON quick_reply (account_id, coalesce(agent_id, team_id, account_id), shortcut);

DO $$
BEGIN
  EXECUTE 'ALTER TABLE quick_reply ENABLE ROW LEVEL SECURITY';
  EXECUTE 'ALTER TABLE quick_reply FORCE ROW LEVEL SECURITY';
  EXECUTE 'CREATE POLICY account_only ON quick_reply TO balcao_app USING (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid))';
  EXECUTE 'CREATE POLICY system_all ON quick_reply TO balcao_system USING (true) WITH CHECK (true)';
  EXECUTE 'GRANT SELECT, INSERT, UPDATE, DELETE ON quick_reply TO balcao_app, balcao_system';
END
$$;
