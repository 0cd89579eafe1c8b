-- previous release may still run: yes (new tables)

-- The server through which an account sends e-mail. The password is sealed.
CREATE TABLE mail_setting (
  account_id uuid PRIMARY KEY REFERENCES account (account_id),
  enabled boolean NOT NULL,
  host text NOT NULL,
  port integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
  security text NOT NULL CHECK (security IN ('tls', 'starttls', 'none')),
  username text NOT NULL,
  password_sealed bytea,
  sender_name text NOT NULL,
  sender_address text NOT NULL,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL
);

-- Mails that wait, and for some days what became of them. What is over keeps no content.
CREATE TABLE mail (
  account_id uuid NOT NULL REFERENCES account (account_id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('code', 'ticket')),
  to_address text NOT NULL,
  -- subject and text, sealed: a code is a secret until it was used
  content_sealed bytea,
  -- names what it tells: it is told once
  cause text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  -- of no use afterwards
  expires_at timestamptz NOT NULL,
  -- one sender at a time; `fence` tells the word of one that was taken for dead
  lease_until timestamptz,
  fence integer NOT NULL DEFAULT 0,
  -- what the server said, or why it was not asked
  error text,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, cause),
  CHECK ((state = 'waiting') = (ended_at IS NULL)),
  CHECK (state <> 'waiting' OR content_sealed IS NOT NULL)
);
CREATE INDEX mail_due ON mail (due_at) WHERE state = 'waiting';
CREATE INDEX mail_ended ON mail (ended_at) WHERE state <> 'waiting';
CREATE INDEX mail_address ON mail (account_id, to_address, created_at);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['mail_setting', 'mail'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY account_only ON %I TO balcao_app USING (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid))', t);
    EXECUTE format('CREATE POLICY system_all ON %I TO balcao_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO balcao_app, balcao_system', t);
  END LOOP;
END
$$;
