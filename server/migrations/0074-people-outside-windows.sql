-- previous release may still run: yes (whom it writes to is not counted)

-- Whom the numbers of a portfolio wrote to outside a service window in the last day: Meta limits how many (wire facts, section 9).
CREATE TABLE outside_send (
  account_id uuid NOT NULL REFERENCES account,
  portfolio_id text NOT NULL,
  contact_id uuid NOT NULL,
  -- the latest template to this person, and when it went
  message_id uuid NOT NULL,
  at timestamptz NOT NULL,
  -- when the one before went: what counts if the latest is not delivered
  before_at timestamptz,
  PRIMARY KEY (account_id, portfolio_id, contact_id)
);
CREATE INDEX outside_send_time ON outside_send (account_id, portfolio_id, at);
CREATE INDEX outside_send_message ON outside_send (account_id, message_id);

ALTER TABLE outside_send ENABLE ROW LEVEL SECURITY;
ALTER TABLE outside_send FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON outside_send TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON outside_send TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON outside_send TO balcao_app, balcao_system;
