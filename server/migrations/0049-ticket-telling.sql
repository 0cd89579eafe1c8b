-- previous release may still run: yes (new tables, an index)

-- Messages that tickets have sent to their customers. Neither message nor conversation is a foreign key: the ticket outlives both.
CREATE TABLE ticket_send (
  account_id uuid NOT NULL,
  message_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  -- the comment that it says; null = an automatic message about a status
  comment_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (account_id, message_id),
  FOREIGN KEY (account_id, ticket_id) REFERENCES ticket,
  FOREIGN KEY (account_id, comment_id) REFERENCES ticket_comment
);
-- a comment is sent once
CREATE UNIQUE INDEX ticket_send_comment ON ticket_send (account_id, comment_id) WHERE comment_id IS NOT NULL;
CREATE INDEX ticket_send_ticket ON ticket_send (account_id, ticket_id);
CREATE INDEX ticket_send_conversation ON ticket_send (account_id, conversation_id);
-- who waits for the customer of a conversation is asked with each message of that customer
CREATE INDEX ticket_waiting ON ticket (account_id, conversation_id) WHERE stage = 'waiting';

-- Avisos ao cliente: what is told customers of the statuses of their tickets, and whether an answer ends the waiting.
CREATE TABLE ticket_telling (
  account_id uuid PRIMARY KEY REFERENCES account,
  resumes boolean NOT NULL,
  -- TicketNotice[] of @balcao/core
  notices jsonb NOT NULL,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ticket_send', 'ticket_telling'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY account_only ON %I TO balcao_app USING (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid))', t);
    EXECUTE format('CREATE POLICY system_all ON %I TO balcao_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO balcao_app, balcao_system', t);
  END LOOP;
END
$$;
