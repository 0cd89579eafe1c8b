-- previous release may still run: yes (it resumes a number by the next answer, and sends nothing again that failed later)

-- What stopped the number came by a status, after Meta had taken the message: only one that arrives shows that it runs again.
ALTER TABLE channel ADD COLUMN paused_late boolean NOT NULL DEFAULT false;
-- the message that finds out
ALTER TABLE channel ADD COLUMN probe_id uuid;

-- Ids that Meta gave messages which then failed and went again: what is still heard of them says nothing about the message.
CREATE TABLE dead_wamid (
  account_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  wamid text NOT NULL,
  message_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (account_id, channel_id, wamid),
  FOREIGN KEY (account_id, message_id) REFERENCES message (account_id, id)
);
CREATE INDEX dead_wamid_message ON dead_wamid (account_id, message_id);

ALTER TABLE dead_wamid ENABLE ROW LEVEL SECURITY;
ALTER TABLE dead_wamid FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON dead_wamid TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON dead_wamid TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON dead_wamid TO balcao_app, balcao_system;
