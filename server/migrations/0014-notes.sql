-- previous release may still run: yes (new tables)

-- Internal notes. They take places in their conversation's thread, but are no messages: `outbox` refers to messages only, so no note can
-- ever stand there.
CREATE TABLE note (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  agent_id uuid NOT NULL,
  -- `@[agent id]` stands for a mention (core text/mentions); nothing is left of a deleted note
  text text NOT NULL,
  edited_at timestamptz,
  deleted_at timestamptz,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, conversation_id) REFERENCES conversation,
  FOREIGN KEY (account_id, agent_id) REFERENCES agent,
  CHECK (deleted_at IS NULL OR text = '')
);
CREATE INDEX note_thread ON note (account_id, conversation_id, at, seq);

-- Who is told of a note, and when they saw it.
CREATE TABLE note_mention (
  account_id uuid NOT NULL,
  note_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  at timestamptz NOT NULL,
  read_at timestamptz,
  PRIMARY KEY (account_id, note_id, agent_id),
  FOREIGN KEY (account_id, note_id) REFERENCES note ON DELETE CASCADE,
  FOREIGN KEY (account_id, agent_id) REFERENCES agent
);
CREATE INDEX note_mention_agent ON note_mention (account_id, agent_id, at DESC, note_id);
CREATE INDEX note_mention_unread ON note_mention (account_id, agent_id) WHERE read_at IS NULL;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['note', 'note_mention'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY account_only ON %I TO balcao_app USING (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid))', t);
    EXECUTE format('CREATE POLICY system_all ON %I TO balcao_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO balcao_app, balcao_system', t);
  END LOOP;
END
$$;
