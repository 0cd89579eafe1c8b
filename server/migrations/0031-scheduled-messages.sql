-- previous release may still run: no (its timers would pass by what is scheduled)

-- What waits to be sent, or could not be: ScheduledSend[] of core. It stands in the row because every decision about the conversation
-- needs it, and the row is what they lock.
ALTER TABLE conversation ADD COLUMN scheduled jsonb NOT NULL DEFAULT '[]';

-- What a scheduled message says, under the id it has there; the row goes when it is sent or taken back.
CREATE TABLE scheduled_message (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  -- shape: ScheduledContent of conversations/scheduled.queries
  content jsonb NOT NULL,
  -- a file whose bytes are stored (FileToSend); it becomes a row of media with its message
  file jsonb,
  quoted_message_id uuid,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, conversation_id) REFERENCES conversation,
  FOREIGN KEY (account_id, agent_id) REFERENCES agent
);
CREATE INDEX scheduled_message_conversation ON scheduled_message (account_id, conversation_id);
CREATE INDEX scheduled_message_agent ON scheduled_message (account_id, agent_id);

ALTER TABLE scheduled_message ENABLE ROW LEVEL SECURITY;
ALTER TABLE scheduled_message FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON scheduled_message TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON scheduled_message TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON scheduled_message TO balcao_app, balcao_system;
