-- previous release may still run: yes (new tables, and a column of the log that it leaves empty)

-- The last ticket number of an account. Its row is locked by the transaction that makes a ticket: two never get the same number, and one
-- that is rolled back leaves no gap.
CREATE TABLE ticket_counter (
  account_id uuid PRIMARY KEY REFERENCES account,
  last integer NOT NULL
);

-- Chamados: numbered records of work, apart from conversations.
CREATE TABLE ticket (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  number integer NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  -- who asked; one that was merged into another is read as the other
  contact_id uuid NOT NULL,
  -- the conversation it was made in; not a foreign key, so that the ticket outlives it
  conversation_id uuid NOT NULL,
  team_id uuid NOT NULL,
  agent_id uuid,
  -- none, low, medium, high, urgent
  priority smallint NOT NULL CHECK (priority BETWEEN 0 AND 4),
  status text NOT NULL CHECK (status IN ('open', 'in_progress', 'waiting', 'resolved', 'closed')),
  version integer NOT NULL DEFAULT 1,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  -- resolved or closed since
  over_at timestamptz,
  words tsvector GENERATED ALWAYS AS (words_of(title || E'\n' || description)) STORED,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, contact_id) REFERENCES contact,
  FOREIGN KEY (account_id, team_id) REFERENCES team,
  FOREIGN KEY (account_id, agent_id) REFERENCES agent,
  FOREIGN KEY (account_id, created_by) REFERENCES agent,
  CHECK ((over_at IS NULL) = (status NOT IN ('resolved', 'closed')))
);
CREATE UNIQUE INDEX ticket_number ON ticket (account_id, number);
CREATE INDEX ticket_latest ON ticket (account_id, updated_at DESC, id DESC);
CREATE INDEX ticket_active ON ticket (account_id, updated_at DESC, id DESC) WHERE over_at IS NULL;
CREATE INDEX ticket_team ON ticket (account_id, team_id, updated_at DESC, id DESC);
CREATE INDEX ticket_agent ON ticket (account_id, agent_id, updated_at DESC, id DESC) WHERE agent_id IS NOT NULL;
CREATE INDEX ticket_contact ON ticket (account_id, contact_id, updated_at DESC);

-- Exact messages in exact tickets, as they were when they were linked: readable whatever becomes of their conversation, so neither is a
-- foreign key.
CREATE TABLE ticket_message (
  account_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  message_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  -- the act that linked it: one for all that were chosen together
  link_id uuid NOT NULL,
  linked_by uuid NOT NULL,
  linked_at timestamptz NOT NULL,
  -- the customer's name in that conversation
  contact_name text,
  at timestamptz NOT NULL,
  seq integer NOT NULL,
  direction text NOT NULL,
  author text NOT NULL,
  agent_id uuid,
  kind text NOT NULL,
  text text,
  content json NOT NULL,
  -- MediaView of @balcao/api; its bytes stay where the message has them
  media json,
  deleted boolean NOT NULL,
  PRIMARY KEY (account_id, ticket_id, message_id),
  FOREIGN KEY (account_id, ticket_id) REFERENCES ticket,
  FOREIGN KEY (account_id, linked_by) REFERENCES agent
);
CREATE INDEX ticket_message_conversation ON ticket_message (account_id, conversation_id);
CREATE INDEX ticket_message_link ON ticket_message (account_id, ticket_id, linked_at, link_id);

-- What the company says about a ticket among itself.
CREATE TABLE ticket_comment (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  at timestamptz NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, ticket_id) REFERENCES ticket,
  FOREIGN KEY (account_id, agent_id) REFERENCES agent
);
CREATE INDEX ticket_comment_ticket ON ticket_comment (account_id, ticket_id, at, id);

-- Commands on tickets that were done, by the key their browser gave them: the same key twice has one effect.
CREATE TABLE ticket_key (
  account_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  key text NOT NULL,
  ticket_id uuid NOT NULL,
  -- the ticket's version that it left behind
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, agent_id, key),
  FOREIGN KEY (account_id, agent_id) REFERENCES agent,
  FOREIGN KEY (account_id, ticket_id) REFERENCES ticket
);

-- A ticket's history is read from the log.
ALTER TABLE event ADD COLUMN ticket_id uuid;
CREATE INDEX event_ticket ON event (account_id, ticket_id, at, id) WHERE ticket_id IS NOT NULL;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ticket_counter', 'ticket', 'ticket_message', 'ticket_comment', 'ticket_key'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY account_only ON %I TO balcao_app USING (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid))', t);
    EXECUTE format('CREATE POLICY system_all ON %I TO balcao_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO balcao_app, balcao_system', t);
  END LOOP;
END
$$;
