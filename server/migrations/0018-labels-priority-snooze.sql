-- previous release may still run: yes (it counts and lists what is snoozed as if it were not)

-- none, low, medium, high, urgent
ALTER TABLE conversation ADD COLUMN priority smallint NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 4);
-- put aside until then; counted as status 'snoozed' in conversation_counter
ALTER TABLE conversation ADD COLUMN snoozed_until timestamptz;
CREATE INDEX conversation_snoozed ON conversation (account_id, snoozed_until) WHERE snoozed_until IS NOT NULL;

-- Etiquetas of the account.
CREATE TABLE label (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  name text NOT NULL,
  color text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX label_name ON label (account_id, lower(name));

-- A table of its own, not an array in the conversation: a message then never writes an index of labels.
CREATE TABLE conversation_label (
  account_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  label_id uuid NOT NULL,
  PRIMARY KEY (account_id, conversation_id, label_id),
  FOREIGN KEY (account_id, conversation_id) REFERENCES conversation,
  FOREIGN KEY (account_id, label_id) REFERENCES label ON DELETE CASCADE
);
CREATE INDEX conversation_label_by_label ON conversation_label (account_id, label_id, conversation_id);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['label', 'conversation_label'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY account_only ON %I TO balcao_app USING (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid))', t);
    EXECUTE format('CREATE POLICY system_all ON %I TO balcao_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO balcao_app, balcao_system', t);
  END LOOP;
END
$$;
