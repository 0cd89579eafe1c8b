-- previous release may still run: yes (new table)

-- What one number does otherwise than the account: where its conversations begin, and automatic messages with words of their own.
-- No row, or null, or a message that is not named: as the account has it.
CREATE TABLE number_setting (
  account_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  first_team_id uuid,
  -- {kind: {enabled, text}} of AutoMessages of @balcao/core; the template behind a text stays the account's
  auto_messages jsonb NOT NULL DEFAULT '{}',
  version integer NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, channel_id),
  FOREIGN KEY (account_id, channel_id) REFERENCES channel,
  FOREIGN KEY (account_id, first_team_id) REFERENCES team
);

ALTER TABLE number_setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE number_setting FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON number_setting TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON number_setting TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON number_setting TO balcao_app, balcao_system;
