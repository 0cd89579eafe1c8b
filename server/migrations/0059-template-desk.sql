-- previous release may still run: yes (columns with defaults, a new table)

-- What the company adds to a template of Meta's: who may use it, and what is remembered about it.
ALTER TABLE template
  -- for whoever looks after it: why it was appealed, what Meta answered
  ADD COLUMN note text NOT NULL DEFAULT '',
  -- when it was edited from here while it was approved, as a list of epoch milliseconds: Meta counts them
  ADD COLUMN edits jsonb NOT NULL DEFAULT '[]';

-- Who may choose it; none = everybody.
CREATE TABLE template_team (
  account_id uuid NOT NULL REFERENCES account,
  template_id uuid NOT NULL,
  team_id uuid NOT NULL,
  PRIMARY KEY (account_id, template_id, team_id),
  FOREIGN KEY (account_id, template_id) REFERENCES template ON DELETE CASCADE,
  FOREIGN KEY (account_id, team_id) REFERENCES team ON DELETE CASCADE
);
CREATE INDEX template_team_team ON template_team (account_id, team_id);
ALTER TABLE template_team ENABLE ROW LEVEL SECURITY;
ALTER TABLE template_team FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON template_team TO balcao_app
  USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON template_team TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON template_team TO balcao_app, balcao_system;
