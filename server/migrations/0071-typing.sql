-- previous release may still run: yes (it shows customers nothing of who types)

-- Does the customer's phone show that an answer is being written?
ALTER TABLE whatsapp_setting ADD COLUMN shows_typing boolean NOT NULL DEFAULT false;

-- Conversations in which somebody just wrote at an answer, for the seconds that Meta shows it. Not history: unlogged, and swept after a minute.
-- No foreign key: its check would wait for the row locks of lanes. Moments are the database's own clock.
CREATE UNLOGGED TABLE typing_mark (
  account_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now(),
  -- Meta is still to be told
  due boolean NOT NULL DEFAULT true,
  PRIMARY KEY (account_id, conversation_id)
);
ALTER TABLE typing_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE typing_mark FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON typing_mark TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON typing_mark TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON typing_mark TO balcao_app, balcao_system;
