-- previous release may still run: yes (a new table, rights it never used, a table it never read)

-- A deleted team and who took over its work. Published bot versions never change: what they say of a team that is gone is
-- read as said of `moved_to`, always a living team (a take-over of the successor moves it along); null = nobody had to take over.
CREATE TABLE team_gone (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  name text NOT NULL,
  moved_to uuid,
  gone_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, moved_to) REFERENCES team
);
ALTER TABLE team_gone ENABLE ROW LEVEL SECURITY;
ALTER TABLE team_gone FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON team_gone TO balcao_app
  USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON team_gone TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON team_gone TO balcao_app, balcao_system;

-- Identities belong to no single account, so row-level security cannot guard them: requests of agents do not reach them at all.
REVOKE ALL ON auth_user, auth_session, auth_credential, auth_verification FROM balcao_app;
-- nor what only the start of a node writes
REVOKE ALL ON schema_migration FROM balcao_app, balcao_system;
REVOKE INSERT, UPDATE, DELETE ON stream_epoch FROM balcao_app, balcao_system;

-- attempts are counted by the web node
DROP TABLE auth_rate_limit;
