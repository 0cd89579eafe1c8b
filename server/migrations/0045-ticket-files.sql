-- previous release may still run: yes (a new table, columns with defaults, a column it leaves empty)

-- Anexos: files that agents put to tickets.
CREATE TABLE ticket_file (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  at timestamptz NOT NULL,
  name text NOT NULL,
  mime_type text NOT NULL,
  size bigint NOT NULL,
  storage_key text NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, ticket_id) REFERENCES ticket,
  FOREIGN KEY (account_id, agent_id) REFERENCES agent
);
CREATE INDEX ticket_file_ticket ON ticket_file (account_id, ticket_id, at, id);
CREATE INDEX ticket_file_key ON ticket_file (storage_key);
ALTER TABLE ticket_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_file FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON ticket_file TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON ticket_file TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON ticket_file TO balcao_app, balcao_system;
CREATE TRIGGER ticket_file_stored BEFORE INSERT OR UPDATE OF storage_key ON ticket_file FOR EACH ROW EXECUTE FUNCTION take_up_file('storage_key');

-- Comments that are part of what is said to the customer; the others are the company's own.
ALTER TABLE ticket_comment ADD COLUMN public boolean NOT NULL DEFAULT false;

-- Where the file of a linked message is, or will be once it has come, so that the ticket has it whatever becomes of the conversation.
ALTER TABLE ticket_message ADD COLUMN storage_key text;
UPDATE ticket_message m SET storage_key = coalesce(
  (SELECT d.storage_key FROM media d WHERE d.account_id = m.account_id AND d.id::text = m.media ->> 'id'), m.account_id || '/' || (m.media ->> 'id'));
CREATE INDEX ticket_message_key ON ticket_message (storage_key) WHERE storage_key IS NOT NULL;
CREATE TRIGGER ticket_message_file BEFORE INSERT OR UPDATE OF storage_key ON ticket_message FOR EACH ROW WHEN (NEW.storage_key IS NOT NULL)
  EXECUTE FUNCTION take_up_file('storage_key');
