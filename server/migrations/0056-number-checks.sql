-- previous release may still run: yes (a number it adds has no app yet)

-- The Meta app that a number belongs to: with its secret the token can be asked about. '' = not given
ALTER TABLE channel ADD COLUMN app_id text NOT NULL DEFAULT '';

-- What is known of a number's way to Meta and back, besides the number itself.
CREATE TABLE channel_check (
  account_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  -- the last time Meta asked whether the address is ours, and whether it knew the verify token
  verified_at timestamptz,
  verified_ok boolean,
  -- the last delivery whose signature was not of our app's secret
  bad_signature_at timestamptz,
  -- the last test message: its id at Meta, the furthest status that came back, the code it failed with
  test_wamid text,
  tested_at timestamptz,
  test_status text,
  test_code integer,
  -- what was found when all was last looked at: [{id, state, finding, data, repair, act}] of @balcao/whatsapp
  checks jsonb NOT NULL DEFAULT '[]',
  checked_at timestamptz,
  -- when a worker looks again
  due_at timestamptz NOT NULL DEFAULT '-infinity',
  PRIMARY KEY (account_id, channel_id),
  FOREIGN KEY (account_id, channel_id) REFERENCES channel
);

ALTER TABLE channel_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE channel_check FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON channel_check TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON channel_check TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON channel_check TO balcao_app, balcao_system;
