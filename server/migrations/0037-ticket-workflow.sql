-- previous release may still run: no (its tickets would have no status of the account's workflow)

-- Status do chamado: the account's own steps. `stage` is what one means to rules and clocks, and stays for life.
CREATE TABLE ticket_status (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  name text NOT NULL,
  stage text NOT NULL CHECK (stage IN ('open', 'in_progress', 'waiting', 'resolved', 'closed')),
  color text NOT NULL,
  position integer NOT NULL,
  active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, id, stage)
);
CREATE UNIQUE INDEX ticket_status_name ON ticket_status (account_id, lower(name));

-- Categorias: a tree.
CREATE TABLE ticket_category (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  parent_id uuid,
  name text NOT NULL,
  position integer NOT NULL,
  active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, parent_id) REFERENCES ticket_category
);
CREATE UNIQUE INDEX ticket_category_name ON ticket_category (account_id, parent_id, lower(name)) NULLS NOT DISTINCT;

CREATE TABLE ticket_type (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  name text NOT NULL,
  position integer NOT NULL,
  active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX ticket_type_name ON ticket_type (account_id, lower(name));

-- Accounts that are there get the workflow with which new ones begin.
INSERT INTO ticket_status (account_id, id, name, stage, color, position, created_at)
SELECT a.account_id, gen_random_uuid(), CASE a.locale WHEN 'en' THEN s.en ELSE s.pt END, s.stage, s.color, s.position, a.created_at
FROM account a CROSS JOIN (VALUES
  ('open', 'Aberto', 'Open', '#b45309', 0),
  ('in_progress', 'Em atendimento', 'In progress', '#2563eb', 1),
  ('waiting', 'Aguardando cliente', 'Waiting for customer', '#7c3aed', 2),
  ('resolved', 'Resolvido', 'Resolved', '#0b7567', 3),
  ('closed', 'Fechado', 'Closed', '#475569', 4)
) AS s (stage, pt, en, color, position);

ALTER TABLE ticket RENAME COLUMN status TO stage;
ALTER TABLE ticket
  ADD COLUMN status_id uuid,
  ADD COLUMN category_id uuid,
  ADD COLUMN type_id uuid,
  ADD COLUMN due_at timestamptz;
UPDATE ticket t SET status_id = s.id FROM ticket_status s WHERE s.account_id = t.account_id AND s.stage = t.stage;
ALTER TABLE ticket
  ALTER COLUMN status_id SET NOT NULL,
  -- a ticket's stage is its status's, by the database's word
  ADD FOREIGN KEY (account_id, status_id, stage) REFERENCES ticket_status (account_id, id, stage),
  ADD FOREIGN KEY (account_id, category_id) REFERENCES ticket_category (account_id, id),
  ADD FOREIGN KEY (account_id, type_id) REFERENCES ticket_type (account_id, id);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ticket_status', 'ticket_category', 'ticket_type'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY account_only ON %I TO balcao_app USING (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid))', t);
    EXECUTE format('CREATE POLICY system_all ON %I TO balcao_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO balcao_app, balcao_system', t);
  END LOOP;
END
$$;
