-- previous release may still run: yes (it tells Meta nothing of what was read)

-- What was read here and Meta is still to be told of: of each conversation the newest message of the customer's, which stands for all before it.
CREATE TABLE read_mark (
  account_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  wamid text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  -- database time; moved on by who takes it, so that one that dies is followed by another
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, conversation_id),
  FOREIGN KEY (account_id, conversation_id) REFERENCES conversation
);
CREATE INDEX read_mark_due ON read_mark (next_attempt_at);

ALTER TABLE read_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE read_mark FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON read_mark TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON read_mark TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON read_mark TO balcao_app, balcao_system;
