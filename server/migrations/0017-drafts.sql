-- previous release may still run: yes (a new table)

-- What an agent has begun to write, one text per conversation and mode. Nobody else reads it, and it makes no event.
CREATE TABLE draft (
  account_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  mode text NOT NULL CHECK (mode IN ('reply', 'note')),
  -- '' = sent or emptied: the row stays, so that an older save that comes late does not bring the text back
  text text NOT NULL,
  quoted_message_id uuid,
  -- when it was written, by the browser that wrote it; the latest wins
  written_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, agent_id, conversation_id, mode),
  FOREIGN KEY (account_id, agent_id) REFERENCES agent,
  FOREIGN KEY (account_id, conversation_id) REFERENCES conversation
);
CREATE INDEX draft_of_agent ON draft (account_id, agent_id) WHERE text <> '';

ALTER TABLE draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE draft FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON draft TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON draft TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON draft TO balcao_app, balcao_system;
