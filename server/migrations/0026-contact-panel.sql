-- previous release may still run: yes (new tables, columns it never reads)

-- The phone of who works here, as its match key: whoever writes from it shows under that name.
ALTER TABLE agent ADD COLUMN phone text;
CREATE UNIQUE INDEX agent_phone ON agent (account_id, phone) WHERE phone IS NOT NULL;

-- Campos personalizados: what an account wants to know of each record of one kind.
CREATE TABLE custom_field (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  subject text NOT NULL CHECK (subject IN ('contact')),
  label text NOT NULL,
  -- never changes: values are of it
  kind text NOT NULL CHECK (kind IN ('text', 'number', 'date', 'list', 'yes_no')),
  options text[] NOT NULL DEFAULT '{}',
  position integer NOT NULL,
  active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX custom_field_label ON custom_field (account_id, subject, lower(label));

-- Organizações.
CREATE TABLE organisation (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  name text NOT NULL,
  domain text NOT NULL DEFAULT '',
  notes text NOT NULL DEFAULT '',
  -- folded name and domain
  search text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX organisation_name ON organisation (account_id, lower(name));

ALTER TABLE contact ADD COLUMN organisation_id uuid;
-- values by custom field: {"field id": text, number or boolean}
ALTER TABLE contact ADD COLUMN fields jsonb NOT NULL DEFAULT '{}';
ALTER TABLE contact ADD FOREIGN KEY (account_id, organisation_id) REFERENCES organisation (account_id, id);
CREATE INDEX contact_organisation ON contact (account_id, organisation_id) WHERE organisation_id IS NOT NULL;

-- Short texts about a customer, beside the internal notes of each conversation.
CREATE TABLE contact_note (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  contact_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  -- made in the browser: the same twice is one note
  key text NOT NULL,
  text text NOT NULL,
  at timestamptz NOT NULL,
  edited_at timestamptz,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, agent_id, key),
  FOREIGN KEY (account_id, contact_id) REFERENCES contact,
  FOREIGN KEY (account_id, agent_id) REFERENCES agent
);
CREATE INDEX contact_note_contact ON contact_note (account_id, contact_id, at DESC);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['custom_field', 'organisation', 'contact_note'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY account_only ON %I TO balcao_app USING (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid))', t);
    EXECUTE format('CREATE POLICY system_all ON %I TO balcao_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO balcao_app, balcao_system', t);
  END LOOP;
END
$$;
