-- previous release may still run: yes (new tables)

-- WhatsApp templates as Meta told them last. They belong to a business account at Meta (WABA), whose numbers share them.
CREATE TABLE template (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  waba_id text NOT NULL,
  meta_id text NOT NULL,
  name text NOT NULL,
  -- "pt_BR"
  language text NOT NULL,
  -- Meta's words, as received
  status text NOT NULL,
  category text NOT NULL,
  reason text,
  quality text,
  parameter_format text NOT NULL CHECK (parameter_format IN ('POSITIONAL', 'NAMED')),
  -- Meta's JSON as received; read by templateParts of @balcao/whatsapp
  components json NOT NULL,
  -- business time of what is known: the last list, or the last webhook
  told_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, waba_id, name, language)
);

-- When each business account's templates were read, and when they will be again.
CREATE TABLE template_sync (
  account_id uuid NOT NULL REFERENCES account,
  waba_id text NOT NULL,
  synced_at timestamptz,
  -- why the last attempt gave no list: a stable code; null = it did
  problem text,
  next_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, waba_id)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['template', 'template_sync'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY account_only ON %I TO balcao_app USING (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid))', t);
    EXECUTE format('CREATE POLICY system_all ON %I TO balcao_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO balcao_app, balcao_system', t);
  END LOOP;
END
$$;
