-- previous release may still run: yes (new tables, columns with defaults)

-- Custom fields of tickets.
ALTER TABLE custom_field DROP CONSTRAINT custom_field_subject_check;
ALTER TABLE custom_field
  ADD CONSTRAINT custom_field_subject_check CHECK (subject IN ('contact', 'ticket')),
  -- a ticket is neither resolved nor closed without it
  ADD COLUMN required_on_close boolean NOT NULL DEFAULT false;

ALTER TABLE ticket
  -- values by custom field: {"field id": text, number or boolean}
  ADD COLUMN fields jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN merged_into uuid,
  ADD FOREIGN KEY (account_id, merged_into) REFERENCES ticket (account_id, id);
CREATE INDEX ticket_merged ON ticket (account_id, merged_into) WHERE merged_into IS NOT NULL;

-- The account's labels on tickets, from the same catalogue as on conversations and contacts.
CREATE TABLE ticket_label (
  account_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  label_id uuid NOT NULL,
  PRIMARY KEY (account_id, ticket_id, label_id),
  FOREIGN KEY (account_id, ticket_id) REFERENCES ticket,
  FOREIGN KEY (account_id, label_id) REFERENCES label ON DELETE CASCADE
);
CREATE INDEX ticket_label_by_label ON ticket_label (account_id, label_id, ticket_id);

-- Who wants to hear of a ticket.
CREATE TABLE ticket_follower (
  account_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  PRIMARY KEY (account_id, ticket_id, agent_id),
  FOREIGN KEY (account_id, ticket_id) REFERENCES ticket,
  FOREIGN KEY (account_id, agent_id) REFERENCES agent
);
CREATE INDEX ticket_follower_agent ON ticket_follower (account_id, agent_id);

-- Two tickets that have to do with each other: one row for both, the lower id first.
CREATE TABLE ticket_relation (
  account_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  other_id uuid NOT NULL,
  PRIMARY KEY (account_id, ticket_id, other_id),
  FOREIGN KEY (account_id, ticket_id) REFERENCES ticket (account_id, id),
  FOREIGN KEY (account_id, other_id) REFERENCES ticket (account_id, id),
  CHECK (ticket_id < other_id)
);
CREATE INDEX ticket_relation_other ON ticket_relation (account_id, other_id);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ticket_label', 'ticket_follower', 'ticket_relation'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY account_only ON %I TO balcao_app USING (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid))', t);
    EXECUTE format('CREATE POLICY system_all ON %I TO balcao_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO balcao_app, balcao_system', t);
  END LOOP;
END
$$;
