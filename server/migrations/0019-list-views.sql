-- previous release may still run: yes (a table it never reads)

-- Visões: what a list shows, kept under a name. For its maker alone, for one team, or for the whole account.
CREATE TABLE list_view (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  agent_id uuid NOT NULL,
  name text NOT NULL,
  shared_with text NOT NULL CHECK (shared_with IN ('me', 'team', 'account')),
  team_id uuid,
  -- shape: ViewFilter of @balcao/api
  filter jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, agent_id) REFERENCES agent,
  FOREIGN KEY (account_id, team_id) REFERENCES team ON DELETE CASCADE,
  CHECK ((shared_with = 'team') = (team_id IS NOT NULL))
);
CREATE INDEX list_view_account ON list_view (account_id, name);

ALTER TABLE list_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE list_view FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON list_view TO balcao_app
  USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON list_view TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON list_view TO balcao_app, balcao_system;
