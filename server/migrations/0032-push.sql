-- previous release may still run: yes (new tables)

-- Notices to browsers in which Balcão is closed, through the hosts of their makers.

-- By which browsers know this installation's notices (RFC 8292). The private half is sealed.
CREATE TABLE push_identity (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  public_key text NOT NULL,
  private_key_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL
);
-- Up to where the log has been read for them; no row while nobody wants any.
CREATE TABLE push_cursor (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  epoch uuid NOT NULL,
  txid xid8 NOT NULL,
  id bigint NOT NULL
);
REVOKE ALL ON push_identity, push_cursor FROM balcao_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON push_identity, push_cursor TO balcao_system;

-- What an account allows; without a row nothing leaves.
CREATE TABLE push_setting (
  account_id uuid PRIMARY KEY REFERENCES account (account_id),
  enabled boolean NOT NULL,
  makers text[] NOT NULL,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL
);

-- A browser of an agent that wants notices. It ends with the session it was asked for in.
CREATE TABLE push_subscription (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  agent_id uuid NOT NULL,
  session_id text NOT NULL REFERENCES auth_session (id) ON DELETE CASCADE,
  -- sha256 of the address
  address_hash bytea NOT NULL,
  -- address and keys: whoever has them can show notices there
  address_sealed bytea NOT NULL,
  maker text NOT NULL,
  -- which the desk speaks in that browser
  locale text NOT NULL CHECK (locale IN ('pt-BR', 'en')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, address_hash),
  FOREIGN KEY (account_id, agent_id) REFERENCES agent
);
CREATE INDEX push_subscription_session ON push_subscription (session_id);
CREATE INDEX push_subscription_agent ON push_subscription (account_id, agent_id);
CREATE INDEX push_subscription_address ON push_subscription (address_hash);

-- Notices that wait to be sent; a later one about the same takes the place of an earlier one. Ids only: no text, no name.
CREATE TABLE push_notice (
  account_id uuid NOT NULL,
  subscription_id uuid NOT NULL,
  -- a conversation's id, or "test"
  about text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('message', 'given', 'mention', 'test')),
  -- the message
  entry_id uuid,
  -- the colleague who gave it or wrote the note
  from_agent_id uuid,
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, subscription_id, about),
  FOREIGN KEY (account_id, subscription_id) REFERENCES push_subscription ON DELETE CASCADE
);
CREATE INDEX push_notice_due ON push_notice (due_at);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['push_setting', 'push_subscription', 'push_notice'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY account_only ON %I TO balcao_app USING (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid))', t);
    EXECUTE format('CREATE POLICY system_all ON %I TO balcao_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO balcao_app, balcao_system', t);
  END LOOP;
END
$$;
